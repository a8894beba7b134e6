"""What the window shows when nothing is open: four ways to begin, and the cases of late."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.fields import caption
from workbench.ui.style import SPACE, reading_font, theme, ui_font


class _Way(QPushButton):
    """A big button: what it does, and a line that says more."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setMinimumWidth(280)
        self.setFixedHeight(96)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        head, below = QLabel(title), QLabel(text)
        head.setFont(ui_font(15, strong=True))
        below.setProperty("soft", True)
        below.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(SPACE)
        for label in (head, below):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)


class StartPage(QFrame):
    """Open an article, paste one, open a case, try the sample; or drop a file here."""

    articleWanted = Signal()
    pasteWanted = Signal()
    caseWanted = Signal()
    sampleWanted = Signal()
    fileDropped = Signal(str)
    recentChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "desk")
        self.setAcceptDrops(True)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self._recent_head = caption(_("Cases of late"))
        body = QWidget()
        body.setMaximumWidth(640)
        column = QVBoxLayout(body)
        column.setSpacing(4 * SPACE)
        head = QLabel(_("What do you want to check?"))
        head.setFont(reading_font(28, strong=True))
        told = QLabel(
            _(
                "Everything stays on this machine. An article beside your archive of sources, "
                "every claim linked to evidence, a memo anybody can verify."
            )
        )
        told.setWordWrap(True)
        told.setProperty("soft", True)
        column.addWidget(head)
        column.addWidget(told)
        column.addSpacing(2 * SPACE)
        column.addLayout(self._make_ways())
        drop = caption(_("Or drop an article (text, HTML, PDF, DOCX) or a case on this window."))
        column.addWidget(drop)
        column.addSpacing(2 * SPACE)
        column.addWidget(self._recent_head)
        column.addLayout(self._recent)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(body, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def set_recent(self, paths: Sequence[Path]) -> None:
        """Lists the cases opened of late."""
        while (item := self._recent.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        for path in paths:
            button = QPushButton(_("{name}   {folder}").format(name=path.stem, folder=path.parent))
            button.setProperty("flat", True)
            button.setStyleSheet("text-align: left")
            button.setToolTip(str(path))
            button.clicked.connect(lambda _on=False, p=path: self.recentChosen.emit(str(p)))
            self._recent.addWidget(button)
        self._recent_head.setVisible(bool(paths))

    def focus_first(self) -> None:
        """Puts the keyboard on the first way."""
        self._first.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A single local file may be dropped."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()
            self.setStyleSheet(f"StartPage {{ border: 2px dashed {theme().accent}; }}")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The frame goes with the file."""
        self.setStyleSheet("")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens what was dropped."""
        self.setStyleSheet("")
        event.acceptProposedAction()
        self.fileDropped.emit(event.mimeData().urls()[0].toLocalFile())

    def _make_ways(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(3 * SPACE)
        ways = (
            (
                _("&Open an article…"),
                _("A text, a saved web page, a PDF or a Word file."),
                self.articleWanted,
            ),
            (_("&Paste text…"), _("From a mail or an editing system."), self.pasteWanted),
            (_("Open a &case…"), _("Go on where you stopped."), self.caseWanted),
            (
                _("Try the &sample"),
                _("An invented article and twelve sources to learn with."),
                self.sampleWanted,
            ),
        )
        for number, (title, text, signal) in enumerate(ways):
            way = _Way(title.replace("&", ""), text)
            way.setShortcut("Alt+" + title[title.index("&") + 1].upper())
            way.clicked.connect(signal)
            if number == 0:
                self._first = way
            grid.addWidget(way, number // 2, number % 2)
        return grid
