"""What goes wrong on the way to an OpenSearch, as errors by cause."""

from typing import TYPE_CHECKING, Any

from workbench.domain.errors import (
    CertificateNotTrusted,
    EngineBusy,
    EngineFailed,
    EngineIndexGone,
    EngineMissing,
    EngineRefused,
    EngineSlow,
    EngineUnreachable,
    WorkbenchError,
)
from workbench.i18n import _

if TYPE_CHECKING:
    import ssl

    from opensearchpy.exceptions import OpenSearchException, TransportError

# Too many requests; a gateway or a shard that is not there for the moment.
BUSY = (429, 502, 503, 504)
_LONGEST_REASON = 300


class DroppedLine(EngineUnreachable):
    """The connection broke while we asked; worth another try."""


def error_of(error: "OpenSearchException", address: str, user: str) -> WorkbenchError:
    """The cause behind what the library raised."""
    from opensearchpy import exceptions as lib

    if isinstance(error, lib.ConnectionTimeout):
        return EngineSlow(
            _("The search engine at {address} does not answer in time.").format(address=address),
            _("Try again later; if it stays so, ask who runs it."),
        )
    if isinstance(error, lib.ConnectionError):
        return _connection_error(error, address)
    if isinstance(error, lib.TransportError):
        return _answer_error(error, address, user)
    return no_engine(address)


def library_missing() -> WorkbenchError:
    """opensearch-py is an extra."""
    return EngineMissing(
        _("The library that speaks to OpenSearch is not installed."),
        _("Install it beside the program: pip install “opensearch-py>=2.8,<3”."),
    )


def no_engine(address: str) -> WorkbenchError:
    """Something answers that is no search engine: a login page, another server."""
    return EngineFailed(
        _("What answers at {address} is no OpenSearch.").format(address=address),
        _("Check address and port."),
    )


def index_gone(address: str) -> WorkbenchError:
    """Somebody took the index away; nothing of the archive is lost by it."""
    return EngineIndexGone(
        _("The archive's index is not at {address}.").format(address=address),
        _("Make it anew: workbench archive rebuild. The archive itself is whole."),
    )


def partial(address: str) -> WorkbenchError:
    """Some shards did not answer: what was found is not all, and a search must not seem whole."""
    return EngineFailed(
        _("A part of the index at {address} did not answer.").format(address=address),
        _("Search again later; if it stays so, ask who runs the search engine."),
    )


def refused(address: str, user: str) -> WorkbenchError:
    """Wrong user or password."""
    return EngineRefused(
        _("The search engine at {address} does not accept the password of “{user}”.").format(
            address=address, user=user
        ),
        _("Enter user and password again in the preferences."),
    )


def password_missing(address: str, user: str) -> WorkbenchError:
    """None is kept, and nobody gave one."""
    return EngineRefused(
        _("The search engine at {address} wants the password of “{user}”.").format(
            address=address, user=user
        ),
        _("Enter it in the preferences, or type it when asked."),
    )


def _connection_error(error: "TransportError", address: str) -> WorkbenchError:
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, SSLError

    cause = error.info
    untrusted = _certificate_error(cause)
    if untrusted is not None:
        return CertificateNotTrusted(
            _("The certificate of {address} is not trusted: {reason}.").format(
                address=address, reason=untrusted.verify_message or untrusted.reason
            ),
            _("Choose the certificate of its authority in the preferences, or ask who runs it."),
        )
    if isinstance(cause, SSLError):
        return EngineUnreachable(
            _("No safe connection to {address} could be made.").format(address=address),
            _("Check that the port is the one for https://."),
        )
    never_there = isinstance(cause, (NewConnectionError, ConnectTimeoutError))
    return (EngineUnreachable if never_there else DroppedLine)(
        _("The search engine at {address} cannot be reached.").format(address=address),
        _("Check address and network, and that it runs; the archive is searched again then."),
    )


def _certificate_error(error: object) -> "ssl.SSLCertVerificationError | None":
    """Looked for below the wrappings of two libraries."""
    import ssl

    while isinstance(error, BaseException):
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        inner = [arg for arg in error.args if isinstance(arg, BaseException)]
        error = inner[0] if inner else error.__cause__
    return None


def _answer_error(error: "TransportError", address: str, user: str) -> WorkbenchError:
    status, kind, reason = error.status_code, *reason_of(error.info)
    if status == 401:
        return refused(address, user)
    if status == 404:
        is_engine = isinstance(error.info, dict) and "error" in error.info
        return index_gone(address) if is_engine else no_engine(address)
    if kind == "cluster_block_exception":
        return EngineFailed(
            _("The search engine at {address} takes nothing in: {reason}.").format(
                address=address, reason=reason
            ),
            _("Its disk is probably full; ask who runs it."),
        )
    if status == 403:
        return EngineRefused(
            _("“{user}” may not do this at {address}: {reason}.").format(
                user=user, address=address, reason=reason or status
            ),
            _("Ask who runs the search engine for the right to this archive's index."),
        )
    if status in BUSY:
        return EngineBusy(
            _("The search engine at {address} has too much to do.").format(address=address),
            _("Try again later; nothing is lost."),
        )
    return EngineFailed(
        _("The search engine at {address} failed: {reason}.").format(
            address=address, reason=reason or status
        ),
        _("Try a simpler query; if it stays so, ask who runs the search engine."),
    )


def reason_of(answer: Any) -> tuple[str, str]:
    """Type and words of an error in an answer, of the innermost cause; empty where it has none."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return "", ""
    kind = str(error.get("type", ""))
    causes = error.get("root_cause") or [error.get("caused_by") or error]
    first = causes[0] if isinstance(causes[0], dict) else error
    words = " ".join(str(first.get("reason", "")).split()).rstrip(".")
    return kind, words[:_LONGEST_REASON]
