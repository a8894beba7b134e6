"""The passage in hand of the evidence check: what is known of it, and what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.domain.locator import AnchorState
from workbench.i18n import _
from workbench.ui.recheck_rows import RecheckRow
from workbench.ui.style import SPACE, reading_font, small_font
from workbench.ui.word_diff import WordDiff


class RecheckDetail(QFrame):
    """Reason, words (with what changed in them) and the three acts."""

    opened = Signal()
    accepted = Signal()
    repaired = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "card")
        self._reason = QLabel()
        self._reason.setWordWrap(True)
        self._reason.setFont(small_font(strong=True))
        self.diff = WordDiff(15)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setFont(reading_font(15))
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open = QPushButton(_("Open"))
        self._open.setToolTip(_("Goes to where the passage was found (Return)"))
        self._open.clicked.connect(self.opened)
        self.accept = QPushButton(_("Accept"))
        self.accept.setToolTip(_("Takes the place where it was found (A)"))
        self.accept.clicked.connect(self.accepted)
        self._repair = QPushButton(_("Repair"))
        self._repair.setToolTip(_("Takes the words selected in the source (P)"))
        self._repair.clicked.connect(self.repaired)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        for button in (self._open, self.accept, self._repair):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(2 * SPACE)
        for part in (self._reason, self.diff, self._words):
            column.addWidget(part)
        column.addLayout(row)
        self.hide()

    def show_row(self, row: RecheckRow | None) -> None:
        """Shows a passage; nothing where none is in hand."""
        self.setVisible(row is not None)
        if row is None:
            return
        self._reason.setText(row.report.reason)
        is_changed = row.state is AnchorState.CHANGED
        self.diff.setVisible(is_changed)
        self._words.setVisible(not is_changed)
        if is_changed:
            self.diff.set_texts(row.evidence.locator.exact, row.report.found.text)
        self._words.setText(row.evidence.locator.exact)
        self.accept.setEnabled(row.state is not AnchorState.LOST)
        self._open.setEnabled(not row.is_missing or row.state is not AnchorState.LOST)

    def retheme(self) -> None:
        """The word diff follows the style sheet by itself."""
        self.update()
