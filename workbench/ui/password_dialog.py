"""The password of a search engine, where no keyring keeps it."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.dialogs import plain_box
from workbench.ui.fields import WrappedLabel, caption
from workbench.ui.style import SPACE


class PasswordDialog(QDialog):
    """One field; what is typed is never shown."""

    def __init__(self, parent: QWidget, address: str, user: str, wrong: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Password of the search engine"))
        self.setMinimumWidth(440)
        self._field = QLineEdit()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        told = WrappedLabel(
            _(
                "The search engine at {address} wants the password of “{user}”. It is kept in the "
                "system's keyring; where there is none, until the program ends."
            ).format(address=address, user=user)
        )
        refused = WrappedLabel(f"! {wrong}" if wrong else "")
        refused.setProperty("refutes", True)
        refused.setVisible(bool(wrong))
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        use = box.addButton(_("&Use it"), QDialogButtonBox.ButtonRole.AcceptRole)
        use.setProperty("primary", True)
        use.setEnabled(False)
        self._field.textChanged.connect(lambda text: use.setEnabled(bool(text)))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 5 * SPACE, 5 * SPACE, 4 * SPACE)
        column.setSpacing(2 * SPACE)
        for part in (told, refused, caption(_("&Password"), self._field), self._field):
            column.addWidget(part)
        column.addWidget(plain_box(box))

    @property
    def password(self) -> str:
        """What was typed."""
        return self._field.text()

    def type(self, password: str) -> None:
        """Writes into the field."""
        self._field.setText(password)
