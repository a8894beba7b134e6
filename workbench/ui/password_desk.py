"""Asking for the password of a search engine, where the keyring has none."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.domain.errors import EngineRefused, WorkbenchError
from workbench.services.archive import Archive
from workbench.services.engine_settings import EngineSettings, OpenSearchAddress
from workbench.ui.password_dialog import PasswordDialog
from workbench.ui.passwords import Passwords

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow


class PasswordDesk(QObject):
    """One question at a time; who declines is not asked again until another archive is opened."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._settings: EngineSettings | None = None
        self._declined = False
        self._refused = ""
        self._asked = ("", "")
        self.dialog: PasswordDialog | None = None
        self.typed = Passwords(self)
        self.typed.wanted.connect(self._ask)
        window.desk.search.failed.connect(self._failed)

    def set_archive(self, archive: Archive | None) -> None:
        """Asks for the passwords of another archive."""
        if self._settings is not None:
            self._settings.ask_with(None)
        self._settings = EngineSettings(archive) if archive is not None else None
        self._declined = False
        self._refused = ""
        if self._settings is not None:
            self._settings.ask_with(self.typed.ask)

    def _ask(self, address: str, user: str) -> None:
        if self.dialog is not None or self._declined:
            return
        self._asked = address, user
        self.dialog = PasswordDialog(self._window, address, user, self._refused)
        self.dialog.accepted.connect(self._take)
        self.dialog.rejected.connect(self._decline)
        self.dialog.open()

    def _take(self) -> None:
        """The password is remembered at once; the keyring gets it where there is one."""
        dialog, settings = self._close(), self._settings
        if dialog is None or settings is None:
            return
        password, asked = dialog.password, self._asked
        self.typed.give(*asked, password)
        self._window.tasks.run(
            lambda: settings.keep_password(OpenSearchAddress(*asked), password),
            lambda _nothing: None,
            lambda _error: None,  # no keyring: it is remembered until the program ends
            owner=self,
        )
        self._window.desk.search.refresh()

    def _decline(self) -> None:
        self._declined = True
        self._close()

    def _close(self) -> PasswordDialog | None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        return dialog

    def _failed(self, error: WorkbenchError) -> None:
        """A password that was refused is not tried again: that locks accounts."""
        if isinstance(error, EngineRefused) and self.typed.take_back(*self._asked):
            self._refused = error.message
            self._ask(*self._asked)
