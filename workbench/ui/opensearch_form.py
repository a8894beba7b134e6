"""Where a newsroom's OpenSearch is: address, user, password, certificate, and a try."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.errors import KeyringMissing, KeyringSilent, WorkbenchError
from workbench.i18n import _
from workbench.services.engine_settings import EngineSettings, OpenSearchAddress
from workbench.ui.fields import WrappedLabel
from workbench.ui.passwords import Passwords
from workbench.ui.style import SPACE
from workbench.ui.tasks import Handle, Tasks


class OpenSearchForm(QFrame):
    """The password goes into the system's keyring; where there is none, that is said."""

    changed = Signal()

    def __init__(self, tasks: Tasks, passwords: Passwords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._passwords = passwords
        self._settings: EngineSettings | None = None
        self._asking: Handle | None = None
        self.address = _field(_("Address"), "https://search.example.org:9200")
        self.user = _field(_("User"), _("nobody, where it asks for none"))
        self.password = _field(_("Password"), "")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.ca_file = _field(_("Certificate authority"), _("the system's, where this is empty"))
        self._choose = QPushButton(_("C&hoose…"))
        self.test = QPushButton(_("&Test the connection"))
        self._told = WrappedLabel()
        self._keyring = WrappedLabel()
        self._keyring.setProperty("soft", True)
        self._lay_out()
        self._connect()

    @property
    def busy(self) -> bool:
        """True while the cluster or the keyring is asked."""
        return self._asking is not None

    @property
    def told(self) -> str:
        """What came of the last try."""
        return self._told.text()

    @property
    def keyring_told(self) -> str:
        """What is said of the password."""
        return self._keyring.text()

    def show_settings(self, settings: EngineSettings, kept: OpenSearchAddress) -> None:
        """Shows the address that is kept; the password is never shown."""
        self._settings = settings
        for field, text in (
            (self.address, kept.address),
            (self.user, kept.user),
            (self.ca_file, kept.ca_file),
        ):
            field.setText(text)
            field.setReadOnly(kept.fixed)
        self._choose.setEnabled(not kept.fixed)
        self.password.clear()
        fixed = _("The address is that of WORKBENCH_OPENSEARCH.") if kept.fixed else ""
        self._say("soft", fixed)
        self._keyring.setText(_goes_to_keyring())

    def wanted(self) -> OpenSearchAddress:
        """What is typed."""
        address, user, ca_file = (
            field.text().strip() for field in (self.address, self.user, self.ca_file)
        )
        return OpenSearchAddress(address, user, ca_file)

    def look_for_password(self) -> None:
        """Asks the keyring, in a thread, whether it has the password."""
        settings, wanted = self._settings, self.wanted()
        if settings is not None and wanted.address and wanted.user and self._asking is None:
            self._asking = self._tasks.run(
                lambda: settings.has_password(wanted), self._has, self._has_not, owner=self
            )

    def keep(self) -> Callable[[], None]:
        """What keeps address and password, to be done in a thread; raises what is wrong."""
        settings, wanted, password = self._settings, self.wanted(), self.password.text()
        passwords = self._passwords

        def work() -> None:
            if settings is None:
                return
            settings.keep_address(wanted)
            if password and wanted.user:
                passwords.give(wanted.address, wanted.user, password)
                with suppress(KeyringMissing, KeyringSilent):  # then it is remembered till the end
                    settings.keep_password(wanted, password)

        return work

    def try_it(self) -> None:
        """Asks the search engine who it is, in a thread."""
        settings, wanted = self._settings, self.wanted()
        if self._asking is not None or settings is None:
            return
        given = self._passwords.given(wanted.address, wanted.user)
        password = self.password.text() or given
        self._say("soft", _("Asking …"))
        self.test.setEnabled(False)
        self._asking = self._tasks.run(
            lambda: settings.test(wanted, password), self._answered, self._failed, owner=self
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * SPACE)
        grid.setVerticalSpacing(2 * SPACE)
        rows = (
            (_("&Address"), self.address),
            (_("&User"), self.user),
            (_("Pass&word"), self.password),
            (_("Certi&ficate"), self.ca_file),
        )
        for row, (text, field) in enumerate(rows):
            name = QLabel(text)
            name.setBuddy(field)
            grid.addWidget(name, row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(self._choose, len(rows) - 1, 2)
        grid.setColumnStretch(1, 1)
        tried = QHBoxLayout()
        tried.setSpacing(3 * SPACE)
        tried.addWidget(self.test)
        tried.addWidget(self._told, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(7 * SPACE, 0, 0, 0)
        column.setSpacing(2 * SPACE)
        column.addLayout(grid)
        column.addWidget(self._keyring)
        column.addLayout(tried)

    def _connect(self) -> None:
        for field in (self.address, self.user, self.password, self.ca_file):
            field.textEdited.connect(self._edited)
        self._choose.clicked.connect(self._choose_file)
        self.test.clicked.connect(self.try_it)

    def _edited(self, _text: str) -> None:
        self._say("", "")
        self.changed.emit()

    def _choose_file(self) -> None:
        title, kinds = (
            _("Certificate of the authority"),
            _("PEM (*.pem *.crt *.cer);;All files (*)"),
        )
        name, _kind = QFileDialog.getOpenFileName(self, title, str(Path.home()), kinds)
        if name:
            self.ca_file.setText(name)
            self._edited(name)

    def _answered(self, version: str) -> None:
        self._asking = None
        self.test.setEnabled(True)
        self._say("supports", _("✓ {engine} answers").format(engine=version))

    def _failed(self, error: WorkbenchError) -> None:
        self._asking = None
        self.test.setEnabled(True)
        self._say("refutes", f"! {error}")

    def _has(self, kept: bool) -> None:
        self._asking = None
        told = _("A password is kept in the system's keyring. Type another to replace it.")
        self._keyring.setText(told if kept else _goes_to_keyring())

    def _has_not(self, error: WorkbenchError) -> None:
        self._asking = None
        self._keyring.setText(
            _("{reason} The password is asked for each time the program starts.").format(
                reason=error.message
            )
        )

    def _say(self, role: str, words: str) -> None:
        for name in ("soft", "supports", "refutes"):
            self._told.setProperty(name, name == role)
        self._told.style().unpolish(self._told)
        self._told.style().polish(self._told)
        self._told.setText(words)
        self._told.setAccessibleName(words)


def _goes_to_keyring() -> str:
    return _("The password goes into the system's keyring and nowhere else.")


def _field(name: str, placeholder: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setPlaceholderText(placeholder)
    return field
