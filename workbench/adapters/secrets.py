"""Passwords: in the system's keyring and nowhere else.

Where there is no keyring, that is said and the password is asked for each time. keyring is loaded
when the first password is wanted: finding its backend takes a while.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from workbench.domain.errors import KeyringMissing, KeyringSilent, WorkbenchError
from workbench.i18n import _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

# The system may ask for the keyring's own password meanwhile, and people type it.
PATIENCE_S = 60.0
# keyring's own measure; what is below keeps passwords in plain files, or drops them.
_LOWEST_PRIORITY = 1


class Keyring:
    """The system's keyring; every call ends, also where the keyring itself hangs."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience = patience_s
        self._lock = threading.Lock()
        self._waiting: threading.Thread | None = None

    def get(self, service: str, user: str) -> str | None:
        """The password, None where none is kept."""
        return self._asked(lambda keyring: keyring.get_password(service, user))

    def set(self, service: str, user: str, password: str) -> None:
        """Keeps the password in place of an older one."""
        self._asked(lambda keyring: keyring.set_password(service, user, password))

    def forget(self, service: str, user: str) -> None:
        """Takes the password out; none kept is fine."""

        def delete(keyring: "KeyringBackend") -> None:
            if keyring.get_password(service, user) is not None:
                keyring.delete_password(service, user)

        self._asked(delete)

    def _asked(self, question: Callable[["KeyringBackend"], T]) -> T:
        with self._lock:
            if self._waiting is not None and self._waiting.is_alive():
                raise _silent()
            answer: Future[T] = Future()
            # A daemon: a keyring that never answers must not keep the program from ending.
            self._waiting = threading.Thread(
                target=_ask, args=(question, answer), name="keyring", daemon=True
            )
            self._waiting.start()
            try:
                return answer.result(self._patience)
            except TimeoutError as error:
                raise _silent() from error


class Password:
    """A user's password at a service: the kept one, else asked for; never shown nor written."""

    def __init__(
        self,
        service: str,
        user: str,
        ask: Callable[[], str | None] | None = None,
        keyring: Keyring | None = None,
    ) -> None:
        self.service = service
        self.user = user
        self._ask = ask
        self._keyring = keyring or Keyring()

    def __call__(self, refused: str | None = None) -> str | None:
        """The kept password unless it is the refused one, else the answer of whom we ask."""
        try:
            kept = self._keyring.get(self.service, self.user)
        except (KeyringMissing, KeyringSilent):
            if self._ask is None:
                raise
            kept = None
        if kept is not None and kept != refused:
            return kept
        return self._ask() if self._ask else kept


def _ask(question: Callable[["KeyringBackend"], T], answer: "Future[T]") -> None:
    try:
        answer.set_result(question(_backend()))
    except WorkbenchError as error:
        answer.set_exception(error)
    except Exception as error:
        # Each system's backend raises what its own libraries do.
        answer.set_exception(_failed(error))


def _backend() -> "KeyringBackend":
    """The system's keyring, and no backend that writes a file of its own."""
    import keyring
    import keyring.core

    keyring.core.init_backend(keyring.core.recommended)
    backend = keyring.get_keyring()
    if backend.priority < _LOWEST_PRIORITY:
        raise _missing()
    return backend


def _missing() -> WorkbenchError:
    return KeyringMissing(
        _("This system has no keyring that keeps passwords."),
        _("Type the password each time; or start a keyring, such as GNOME Keyring or KWallet."),
    )


def _failed(error: Exception) -> WorkbenchError:
    from keyring.errors import NoKeyringError

    if isinstance(error, NoKeyringError):
        found = _missing()
    else:
        found = KeyringMissing(
            _("The system's keyring is locked or fails, so no password can be kept or read."),
            _("Unlock it and do it again, or type the password each time."),
        )
    found.__cause__ = error
    return found


def _silent() -> WorkbenchError:
    return KeyringSilent(
        _("The system's keyring does not answer."),
        _("Look for a window that asks for its password, or type the password each time."),
    )
