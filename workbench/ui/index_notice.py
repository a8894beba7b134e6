"""A line over the hits while the index is built anew, or should be."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from workbench.i18n import _
from workbench.ui.source_parts import ElidedLabel
from workbench.ui.style import theme


class IndexNotice(QFrame):
    """Hidden where the index is as it should be."""

    rebuildWanted = Signal()
    cancelWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ElidedLabel()
        self._rebuild = QPushButton(_("Rebuild no&w"))
        self._cancel = QPushButton(_("Stop"))
        self._rebuild.clicked.connect(self.rebuildWanted)
        self._cancel.clicked.connect(self.cancelWanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 12, 2)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addStretch(1)
        row.addWidget(self._rebuild)
        row.addWidget(self._cancel)
        self.retheme()
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty where nothing is."""
        return "" if self.isHidden() else self._text.text()

    def show_rebuilding(self, percent: int, empty: bool = False) -> None:
        """Says how far the new index is, and what answers meanwhile; an empty one cannot."""
        words = _("Search index is being rebuilt: {percent} %; the old one answers meanwhile")
        if empty:
            words = _("Search index is being built: {percent} %; results may be incomplete")
        self._say(words.format(percent=percent))
        self._rebuild.hide()
        self._cancel.show()

    def show_stale(self) -> None:
        """Says that the index is of another version."""
        self._say(_("The search index is of another version; results may be incomplete"))
        self._cancel.hide()
        self._rebuild.show()

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        colours = theme().role("open")
        self.setStyleSheet(
            f"IndexNotice {{ background: {colours.ground.name()}; }}"
            " QPushButton { padding: 2px 10px; } QPushButton:focus { padding: 1px 9px; }"
        )

    def _say(self, words: str) -> None:
        if words != self._text.text():
            self._text.setText(words)
            self._text.setAccessibleName(words)
            self._text.updateGeometry()
        self.show()
