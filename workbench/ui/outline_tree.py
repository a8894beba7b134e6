"""The outline of a source as a tree; the section one reads is marked."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from workbench.domain.source import OutlineEntry
from workbench.i18n import _
from workbench.ui.source_base import Spot
from workbench.ui.source_view import SourceView

_NUMBER_ROLE = Qt.ItemDataRole.UserRole + 1
_SHALLOW = 2


class OutlineTree(QTreeWidget):
    """Titles by level; a click or Return goes there."""

    entryChosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[OutlineEntry] = ()
        self._items: list[QTreeWidgetItem] = []
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Outline"))
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    @property
    def entries(self) -> Sequence[OutlineEntry]:
        """The sections in their order."""
        return self._entries

    @property
    def current(self) -> int:
        """The number of the section marked; -1 where none is."""
        item = self.currentItem()
        return int(item.data(0, _NUMBER_ROLE)) if item is not None else -1

    def show_entries(self, entries: Sequence[OutlineEntry]) -> None:
        """Shows another outline; the upper levels are open."""
        self.clear()
        self._entries, self._items = entries, []
        above: list[tuple[int, QTreeWidgetItem]] = []
        for number, entry in enumerate(entries):
            while above and above[-1][0] >= entry.level:
                above.pop()
            parent = above[-1][1] if above else self.invisibleRootItem()
            item = QTreeWidgetItem([entry.title])
            item.setData(0, _NUMBER_ROLE, number)
            item.setToolTip(0, entry.title)
            parent.addChild(item)
            above.append((entry.level, item))
            self._items.append(item)
        self.expandToDepth(_SHALLOW - 2)

    def set_current(self, number: int) -> None:
        """Marks the section one reads, and opens what it stands in."""
        if number == self.current:
            return
        if not 0 <= number < len(self._items):
            self.setCurrentIndex(QModelIndex())
            return
        self.setCurrentItem(self._items[number])
        self.scrollToItem(self._items[number])

    def _choose(self, index: QModelIndex) -> None:
        item = self.itemFromIndex(index)
        if item is not None:
            self.entryChosen.emit(self._entries[int(item.data(0, _NUMBER_ROLE))])


def section_in_sight(entries: Sequence[OutlineEntry], view: SourceView) -> int:
    """The number of the last section that begins above the middle; -1 before all."""
    bar = view.verticalScrollBar()
    height = view.viewport().height()
    line = bar.value() + height / 2
    if bar.maximum() > 0 and bar.value() == bar.maximum():
        line = bar.value() + height  # the last sections may be too short to come up so far
    page = view.page_at_height(line)
    before = [number for number, entry in enumerate(entries) if entry.page < page]
    here = [number for number, entry in enumerate(entries) if entry.page == page]
    # By halves: in text that flows every height asked for sets a paragraph in lines.
    above = bisect_right(here, line, key=lambda number: _top_of(entries[number], view))
    return here[above - 1] if above else (before[-1] if before else -1)


def _top_of(entry: OutlineEntry, view: SourceView) -> float:
    rects = view.rects_of(Spot(entry.page, entry.start, entry.start + 1))
    return rects[0].top() if rects else view.page_top(entry.page)[0]
