"""The line over the desk while sources are read without a case."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from workbench.i18n import _
from workbench.ui.style import HEADER_HEIGHT


class ReadingBar(QFrame):
    """Says what cannot be done now, and the way to a case."""

    articleWanted = Signal()
    closeWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "header")
        self.setFixedHeight(HEADER_HEIGHT)
        text = QLabel(
            _("Reading without a case: search, read and copy. To check, open an article.")
        )
        text.setProperty("soft", True)
        article = QPushButton(_("Open an article…"))
        article.setToolTip(_("Makes a case of an article (Ctrl+N)"))
        close = QPushButton(_("Back to the start"))
        close.setProperty("flat", True)
        close.setToolTip(_("Closes the sources (Ctrl+W)"))
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(8)
        line.addWidget(text, 1)
        line.addWidget(article)
        line.addWidget(close)
        article.clicked.connect(self.articleWanted)
        close.clicked.connect(self.closeWanted)
        self.hide()

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        self.update()
