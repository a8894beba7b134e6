"""Links to passages: opened from a field, the palette, a drop or the command line."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.domain.deep_link import SCHEME, is_link, parse
from workbench.domain.errors import LinkUnreadable
from workbench.domain.evidence import Evidence
from workbench.i18n import _
from workbench.ui.dialogs import plain_box
from workbench.ui.palette import Entry
from workbench.ui.source_loading import evidence_link
from workbench.ui.style import SPACE

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow


class LinkDesk:
    """Opens links; a bad one is told of and changes nothing."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def ask(self) -> None:
        """Asks for a link, the one in the clipboard if there is one."""
        copied = QGuiApplication.clipboard().text().strip()
        dialog = LinkDialog(self._window, copied if is_link(copied) else "")
        dialog.accepted.connect(lambda: self.open(dialog.text))
        dialog.open()

    def open(self, text: str) -> None:
        """Goes where a link leads; without a case the source is there to be read."""
        window = self._window
        try:
            link = parse(text)
        except LinkUnreadable as error:
            window.notice.show_error(error)
            return
        window.read_without_case()
        window.desk.open_link(link)
        window.activateWindow()

    def entry(self, typed: str) -> Entry | None:
        """What the palette offers for a link that was typed or pasted."""
        if not is_link(typed):
            return None
        try:
            link = parse(typed)
        except LinkUnreadable:
            return None
        name = _("Open the link to page {page}").format(page=link.page)
        return Entry(name, _("link"), "", partial(self.open, typed))


class LinkDialog(QDialog):
    """One field; a link that is none is said to be so before it is opened."""

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Open a link to a passage"))
        self.setMinimumWidth(560)
        self._field = QLineEdit(text)
        self._field.setPlaceholderText(SCHEME + "…")
        self._field.setAccessibleName(_("Link"))
        self._wrong = QLabel()
        self._wrong.setProperty("refutes", True)
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go = box.addButton(_("&Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        go.setProperty("primary", True)
        box.accepted.connect(self._check)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 5 * SPACE, 5 * SPACE, 4 * SPACE)
        column.setSpacing(2 * SPACE)
        for widget in (QLabel(_("Paste a link that was copied here.")), self._field, self._wrong):
            column.addWidget(widget)
        column.addWidget(plain_box(box))
        self._field.selectAll()

    @property
    def text(self) -> str:
        """What is in the field."""
        return self._field.text()

    def _check(self) -> None:
        try:
            parse(self.text)
        except LinkUnreadable as error:
            self._wrong.setText(str(error))
            self._wrong.show()
        else:
            self.accept()


def copy_evidence_link(evidence: Evidence) -> None:
    """Copies the link to the passage of a piece of evidence."""
    QGuiApplication.clipboard().setText(evidence_link(evidence).text)


def link_in(data: QMimeData) -> str:
    """The link something dropped carries; QUrl takes none with so long a host."""
    for text in (data.text(), bytes(data.data("text/uri-list").data()).decode("utf-8", "replace")):
        first = text.strip().partition("\n")[0].strip()
        if is_link(first):
            return first
    return ""
