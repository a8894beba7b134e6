"""Passwords of search engines that no keyring has: asked for once, kept till the program ends."""

import threading

from PySide6.QtCore import QObject, Qt, Signal


class Passwords(QObject):
    """Asked from any thread; answers with what was typed, or tells the window to ask."""

    wanted = Signal(str, str)
    _missing = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._typed: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()
        self._missing.connect(self.wanted, Qt.ConnectionType.QueuedConnection)

    def ask(self, address: str, user: str) -> str | None:
        """The password typed; where there is none the window is told, and nobody waits for it."""
        password = self.given(address, user)
        if password is None:
            self._missing.emit(address, user)
        return password

    def given(self, address: str, user: str) -> str | None:
        """The password typed; None where there is none."""
        with self._lock:
            return self._typed.get((address, user))

    def give(self, address: str, user: str, password: str) -> None:
        """Remembers a password."""
        with self._lock:
            self._typed[address, user] = password

    def take_back(self, address: str, user: str) -> bool:
        """Forgets a password that was refused; False where there was none."""
        with self._lock:
            return self._typed.pop((address, user), None) is not None
