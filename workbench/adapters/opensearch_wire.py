"""The way to a newsroom's OpenSearch: where it is, who asks, and what its errors mean.

The one module of the program that opens a socket, and only where an address was given.
"""

import base64
import ipaddress
import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

import msgspec

from workbench.adapters.opensearch_errors import (
    DroppedLine,
    error_of,
    library_missing,
    no_engine,
    password_missing,
    refused,
)
from workbench.domain.errors import (
    AddressUnusable,
    CertificateNotTrusted,
    EngineBusy,
    EngineRefused,
    KeyringMissing,
    KeyringSilent,
    WorkbenchError,
)
from workbench.i18n import _

if TYPE_CHECKING:
    import ssl

    from opensearchpy import OpenSearch

ENVIRONMENT = "WORKBENCH_OPENSEARCH"
CONNECT_S = 5.0
_CONNECTIONS = 16
_REFUSED_S = 60.0
# Between the tries of a question: a cluster that is busy, or a line that dropped.
PAUSES = (0.2, 0.6, 1.8)

# Gives a password, told which one was refused; None where there is none.
PasswordSource = Callable[[str | None], str | None]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where an OpenSearch is and how it is used; the password is in the system's keyring."""

    address: str
    user: str = ""
    ca_file: str = ""
    shards: int = 1
    replicas: int = 0
    timeout_s: float = 30.0

    def __post_init__(self) -> None:
        _checked(self.address)
        if ":" in self.user or not self.user.isprintable():
            raise AddressUnusable(
                _("A user's name holds no colon."), _("Write the name alone, without its password.")
            )
        for number, least in ((self.shards, 1), (self.replicas, 0)):
            if number < least:
                raise _bad_count(str(number), least)

    @property
    def service(self) -> str:
        """The name its password has in the keyring."""
        return f"factcheckers-workbench {self.address}"

    def as_text(self) -> str:
        """As an archive's setting keeps it."""
        return msgspec.json.encode(self).decode()


def cluster_of(text: str) -> Cluster:
    """The cluster an archive's setting names: what as_text gave, or an address alone."""
    if not text.lstrip().startswith("{"):
        return Cluster(text.strip())
    try:
        return msgspec.json.decode(text, type=Cluster)
    except msgspec.DecodeError as error:
        raise AddressUnusable(
            _("The archive's setting for OpenSearch is damaged."), _("Enter the address again.")
        ) from error


def cluster_of_environment(environment: Mapping[str, str] = os.environ) -> Cluster | None:
    """The cluster that WORKBENCH_OPENSEARCH and its companions name; None without it."""
    address = environment.get(ENVIRONMENT, "").strip()
    if not address:
        return None
    return Cluster(
        address,
        user=environment.get(f"{ENVIRONMENT}_USER", ""),
        ca_file=environment.get(f"{ENVIRONMENT}_CA", ""),
        shards=_count(environment.get(f"{ENVIRONMENT}_SHARDS", "1"), least=1),
        replicas=_count(environment.get(f"{ENVIRONMENT}_REPLICAS", "0"), least=0),
    )


class Wire:
    """Questions to a cluster, from any thread; connects at the first one."""

    def __init__(
        self,
        cluster: Cluster,
        password: PasswordSource | None = None,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self.cluster = cluster
        self.pauses = pauses
        self._password = password
        self._refused: str | None = None
        self._refused_until = 0.0
        self._used: str | None = None
        self._client: OpenSearch | None = None
        self._lock = threading.Lock()

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        params: Mapping[str, str] | None = None,
        patience_s: float | None = None,
    ) -> dict[str, Any]:
        """The answer as JSON; asked again where the cluster is busy or the line dropped."""
        for pause in waits(self.pauses):
            try:
                return self.ask_once(method, path, body, params, patience_s)
            except (EngineBusy, DroppedLine):
                if pause is None:
                    raise
                time.sleep(pause)
        raise AssertionError("the last wait is None")

    def ask_once(
        self,
        method: str,
        path: str,
        body: object = None,
        params: Mapping[str, str] | None = None,
        patience_s: float | None = None,
    ) -> dict[str, Any]:
        """The answer as JSON, or the error of the one try."""
        client = self._connected()
        from opensearchpy.exceptions import OpenSearchException
        from urllib3 import Timeout

        patience_s = patience_s or self.cluster.timeout_s
        wait = Timeout(connect=min(CONNECT_S, patience_s), read=patience_s)
        try:
            answer = client.transport.perform_request(
                method,
                path,
                # The library passes it on to urllib3, which tells reaching from waiting.
                params={**(params or {}), "request_timeout": wait},
                body=body,
            )
        except OpenSearchException as error:
            found = error_of(error, self.cluster.address, self.cluster.user)
            if getattr(error, "status_code", None) == 401:
                self._forget_password(client)
            raise found from error
        if not isinstance(answer, dict):
            raise no_engine(self.cluster.address)
        return answer

    def version(self) -> str:
        """The cluster's name for itself and its version; what “Test the connection” shows."""
        answer = self.ask("GET", "/")
        about = answer.get("version", {})
        return f"{about.get('distribution', 'OpenSearch')} {about.get('number', '')}".strip()

    def close(self) -> None:
        """Ends its connections; a later question makes new ones."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _connected(self) -> "OpenSearch":
        with self._lock:
            if self._client is None:
                self._client = self._new_client()
            return self._client

    def _new_client(self) -> "OpenSearch":
        try:
            from opensearchpy import OpenSearch
        except ImportError as error:
            raise library_missing() from error
        parts = _checked(self.cluster.address)
        secure = parts.scheme == "https"
        host = {
            "host": parts.hostname,
            "port": parts.port or (443 if secure else 80),
            "use_ssl": secure,
            "url_prefix": parts.path.strip("/"),
        }
        # Our own tries and waits are the only ones.
        settings: dict[str, Any] = {
            "max_retries": 0,
            "retry_on_status": (),
            "pool_maxsize": _CONNECTIONS,
        }
        if secure:
            settings["ssl_context"] = trusting(self.cluster.ca_file)
        if self.cluster.user:
            settings["headers"] = {"authorization": self._authorization()}
        return OpenSearch(hosts=[host], http_compress=not _is_local(parts.hostname), **settings)

    def _authorization(self) -> str:
        try:
            password = self._password(self._refused) if self._password else None
        except (KeyringMissing, KeyringSilent) as error:
            # One more reason why this engine cannot answer now, and no reason for more.
            raise EngineRefused(error.message, error.remedy) from error
        if password is None and self._refused is None:
            raise password_missing(self.cluster.address, self.cluster.user)
        is_too_soon = password == self._refused and time.monotonic() < self._refused_until
        if password is None or is_too_soon:
            raise refused(self.cluster.address, self.cluster.user)
        self._used = password
        # The library would encode it as Latin-1 and fail with other letters.
        both = f"{self.cluster.user}:{password}".encode()
        return "Basic " + base64.b64encode(both).decode()

    def _forget_password(self, client: "OpenSearch") -> None:
        """A refused password is not tried at every key somebody types: that locks accounts."""
        with self._lock:
            if self._client is client:
                self._refused_until = time.monotonic() + _REFUSED_S
                self._refused, self._used, self._client = self._used, None, None
        client.close()


def waits(pauses: Sequence[float]) -> Iterator[float | None]:
    """How long to wait after each try, None after the last; a little by chance, as many wait."""
    for pause in pauses:
        yield pause * random.uniform(0.8, 1.2)
    yield None


def trusting(ca_file: str) -> "ssl.SSLContext":
    """Checks certificate and name; against the system's authorities, or one's own."""
    import ssl

    if not ca_file:
        return ssl.create_default_context()
    path = Path(ca_file).expanduser()
    try:
        return ssl.create_default_context(cadata=path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        # ssl's own error is an OSError.
        raise CertificateNotTrusted(
            _("{path} holds no certificate.").format(path=path),
            _("Choose the authority's certificate as a PEM file."),
        ) from error


def _checked(address: str) -> SplitResult:
    """The parts of the address; no word of it is repeated where it holds a password."""
    example = "https://search.example.org:9200"
    try:
        parts = urlsplit(address)
        port_is_none_or_right = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_none_or_right = urlsplit(""), False
    if "@" in address:
        raise AddressUnusable(
            _("The address holds a user or a password; they do not belong there."),
            _("Write the address alone; user and password have fields of their own."),
        )
    usable = parts.scheme in ("http", "https") and parts.hostname and port_is_none_or_right
    if not usable or parts.query or parts.fragment or not address.isprintable() or " " in address:
        raise AddressUnusable(
            _("“{address}” is no address of a search engine.").format(address=address),
            _("Write it in full, such as {example}.").format(example=example),
        )
    if parts.scheme == "http" and not _is_local(parts.hostname):
        raise AddressUnusable(
            _("{address} would send password and text over the network unprotected.").format(
                address=address
            ),
            _("Use https://; http:// is for a search engine on this machine only."),
        )
    return parts


def _is_local(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def _count(text: str, least: int) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise _bad_count(text, least) from error


def _bad_count(text: str, least: int) -> WorkbenchError:
    return AddressUnusable(
        _("“{text}” is no number of shards or replicas.").format(text=text),
        _("Write a whole number, {least} or more.").format(least=least),
    )
