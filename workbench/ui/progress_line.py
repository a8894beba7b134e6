"""How far something is: a bar, words, and the way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from workbench.i18n import _
from workbench.ui.source_parts import ElidedLabel


class ProgressLine(QFrame):
    """Hidden while nothing runs."""

    cancelled = Signal()

    def __init__(self, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress"))
        self._text = ElidedLabel()
        self.cancel = QPushButton(_("Ca&ncel"))
        self.cancel.setToolTip(tip)
        self.cancel.setAccessibleDescription(tip)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._bar, 1)
        row.addWidget(self._text, 2)
        row.addWidget(self.cancel)
        self.hide()

    @property
    def text(self) -> str:
        """What is said beside the bar."""
        return self._text.text()

    def show_progress(self, done: int, total: int, words: str) -> None:
        """Says how far it is; total 0 where that is not known."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._text.setText(words)
        self._text.updateGeometry()
