"""Beside a source: its pages as small pictures, and its outline."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from workbench.domain.errors import WorkbenchError
from workbench.domain.source import OutlineEntry
from workbench.i18n import _
from workbench.ui.outline_tree import OutlineTree, section_in_sight
from workbench.ui.page_list import PageList, PageNews, Thumbnail
from workbench.ui.source_view import SourceView
from workbench.ui.style import HEADER_HEIGHT
from workbench.ui.tasks import Handle, Tasks

SIDE_WIDTH = 176
_NARROWEST = 132
_AFTER_SCROLL_MS = 80

_PAGES, _OUTLINE = 0, 1


class SidePanel(QFrame):
    """Two tabs, pages and outline; text that flows has an outline only."""

    pageChosen = Signal(int)
    entryChosen = Signal(object)
    pagesInSight = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "pane")
        self.setAccessibleName(_("Pages and outline"))
        self.setMinimumWidth(_NARROWEST)
        self._tasks = tasks
        self._view: SourceView | None = None
        self._read: Callable[[], Sequence[OutlineEntry]] | None = None
        self._reading: Handle | None = None
        self._tabs = QTabBar()
        self._tabs.addTab(_("Pages"))
        self._tabs.addTab(_("Outline"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(True)
        self._tabs.setFixedHeight(HEADER_HEIGHT - 4)
        self._tabs.setAccessibleName(_("Pages or outline"))
        self.pages = PageList()
        self.outline = OutlineTree()
        self._note = _quiet(_("This document has no outline."))
        self._stack = QStackedWidget()
        for widget in (self.pages, self.outline, self._note):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        self._later = QTimer(self, singleShot=True, interval=_AFTER_SCROLL_MS)
        self._later.timeout.connect(self._mark_section)
        self._tabs.currentChanged.connect(lambda _tab: self._show_tab())
        self.pages.pageChosen.connect(self.pageChosen)
        self.pages.inSight.connect(self.pagesInSight)
        self.outline.entryChosen.connect(self.entryChosen)

    def sizeHint(self) -> QSize:
        return QSize(SIDE_WIDTH, 400)

    @property
    def tabs(self) -> QTabBar:
        """The choice between pages and outline."""
        return self._tabs

    @property
    def busy(self) -> bool:
        """True while the outline is being read."""
        return self._reading is not None

    @property
    def note_text(self) -> str:
        """What is said where there is no outline; empty while something else is shown."""
        return self._note.text() if self._stack.currentWidget() is self._note else ""

    def show_source(
        self,
        view: SourceView,
        labels: Sequence[str],
        sizes: Sequence[tuple[float, float]],
        thumbnail: Thumbnail | None,
        read_outline: Callable[[], Sequence[OutlineEntry]],
    ) -> None:
        """Shows another source; without a way to small pictures it flows."""
        self.forget()
        self._view, self._read = view, read_outline
        if thumbnail is not None:
            self.pages.pages.show(labels, sizes, thumbnail)
        self._tabs.setTabVisible(_PAGES, thumbnail is not None)
        self._show_tab()
        if self.isVisible():
            self._read_outline()

    def forget(self) -> None:
        """Shows no source."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._later.stop()
        self._view, self._read = None, None
        self.pages.pages.show((), (), lambda _page: None)
        self.outline.show_entries(())
        self._note.setText("")

    def open(self, on: bool) -> None:
        """Shows or hides the panel; an outline is read when it is first to be seen."""
        self.setVisible(on)
        if on:
            self._read_outline()
            self.pages.ask_again()

    def set_news(self, news: PageNews) -> None:
        """Says what is on the pages."""
        self.pages.set_news(news)

    def follow(self, page: int) -> None:
        """Marks the page and the section one reads."""
        self.pages.set_current(page)
        if self.isVisible():
            self._later.start()

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        self.pages.viewport().update()

    def _show_tab(self) -> None:
        if self._tabs.currentIndex() == _PAGES and self._tabs.isTabVisible(_PAGES):
            self._stack.setCurrentWidget(self.pages)
            self.pages.ask_again()
        else:
            self._stack.setCurrentWidget(self.outline if self.outline.entries else self._note)

    def _read_outline(self) -> None:
        read, self._read = self._read, None
        if read is not None:
            self._reading = self._tasks.run(read, self._outline_read, self._failed, owner=self)
            self._note.setText(_("Looking for headings …"))
            self._show_tab()

    def _outline_read(self, entries: Sequence[OutlineEntry]) -> None:
        self._reading = None
        self.outline.show_entries(entries)
        self._note.setText(_("This document has no outline."))
        self._show_tab()
        self._mark_section()

    def _failed(self, error: WorkbenchError) -> None:
        self._reading = None
        self._note.setText(str(error))
        self._show_tab()

    def _mark_section(self) -> None:
        if self._view is not None and self.outline.entries:
            self.outline.set_current(section_in_sight(self.outline.entries, self._view))


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("soft", True)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    label.setWordWrap(True)
    label.setMargin(16)
    label.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return label
