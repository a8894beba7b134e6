"""What a query may go on with: a light list under the line that never takes the keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.query_completion import Completion
from workbench.i18n import _
from workbench.ui.style import MARK_RADIUS, SPACE, theme

_MOST_ROWS = 8
_NARROWEST, _WIDEST = 180, 420
_EDGE = 2 * SPACE
_INSERT = Qt.ItemDataRole.UserRole + 1
_INDENT = 3 * SPACE  # from the popup's edge to its words


@dataclass(frozen=True, slots=True)
class Offer:
    """Completions for a text with the cursor at a place; offsets count code points."""

    text: str
    cursor: int
    completions: tuple[Completion, ...]


class CompletionPopup(QFrame):
    """A card in the window, not a window of its own: typing goes on in the line."""

    clicked = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("box", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setItemDelegate(_Rows(self._list))
        self._list.setAccessibleName(_("Completions"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.addWidget(self._list)
        self._list.itemClicked.connect(lambda item: self.clicked.emit(self._list.row(item)))
        self.hide()

    @property
    def row(self) -> int:
        """Which row is chosen; -1 where none is."""
        return self._list.currentRow() if self._list.selectedItems() else -1

    @property
    def words(self) -> list[str]:
        """What is offered."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def offer(self, completions: Sequence[Completion], line: QRect, x: int) -> None:
        """Shows completions under a line of the window, beginning at x; none is chosen yet."""
        self._list.clear()
        for completion in completions:
            item = QListWidgetItem(completion.label)
            item.setData(_INSERT, completion.insert)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 2 * SPACE))
            self._list.addItem(item)
        self._list.setCurrentRow(-1)
        self._place(line, x)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Chooses the next row or the one before; above the first and below the last is none."""
        count = self._list.count()
        self.choose((self.row + 1 + by) % (count + 1) - 1)

    def choose(self, row: int) -> None:
        """Chooses a row; -1 none."""
        self._list.setCurrentRow(row)
        if row < 0:
            self._list.clearSelection()
            self._list.scrollToTop()

    def _place(self, line: QRect, x: int) -> None:
        """Below the line where there is room, else above; never out of the window."""
        room = self._window.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        frame = 2 * (SPACE + 1)
        rows = min(self._list.count(), _MOST_ROWS)
        wide = max(self.fontMetrics().horizontalAdvance(word) for word in self.words)
        width = min(max(wide + 12 * SPACE, _NARROWEST), _WIDEST, room.width())
        height = rows * self._list.sizeHintForRow(0) + frame
        below = room.bottom() - line.bottom() - SPACE
        top = line.bottom() + SPACE
        if height > below and line.top() - room.top() > below:
            height = min(height, line.top() - SPACE - room.top())
            top = line.top() - SPACE - height
        else:
            height = min(height, below)
        right_to_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = x + _INDENT - width if right_to_left else x - _INDENT
        left = min(max(left, room.left()), room.right() - width)
        self.setGeometry(QRect(QPoint(left, top), QSize(width, height)))


class _Rows(QStyledItemDelegate):
    """What would be written in ink, what is said about it softly."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        colours = theme()
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground))
            painter.drawRoundedRect(area, MARK_RADIUS, MARK_RADIUS)
        label, insert = str(index.data()), str(index.data(_INSERT))
        name = insert if label.startswith(insert) else label
        area = area.adjusted(_INDENT - SPACE, 0, -SPACE, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(colours.ink))
        metrics = painter.fontMetrics()
        mode = Qt.TextElideMode.ElideRight
        painter.drawText(area, flags, metrics.elidedText(name, mode, area.width()))
        area.setLeft(area.left() + metrics.horizontalAdvance(name))
        painter.setPen(QColor(colours.soft))
        rest = label.removeprefix(name)
        painter.drawText(area, flags, metrics.elidedText(rest, mode, area.width()))
        painter.restore()
