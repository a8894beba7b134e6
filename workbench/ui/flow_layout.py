"""Flowing text laid out in paragraphs, only where it is looked at; offsets are ours, not UTF-16."""

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from workbench.domain.source import Page
from workbench.domain.text import PARAGRAPH
from workbench.ui.style import READING_LINE, READING_PX, reading_font
from workbench.ui.text_steps import utf16_offsets

COLUMN_PX = 620
MARGIN_SIDE = 56  # room for the badges of evidence beside the column
MARGIN_TOP = 28
_LABEL_HEIGHT = 44
_LONGEST_BLOCK = 3000
_LAYOUTS_KEPT = 300


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a piece of a very long one; label is set where a page begins."""

    page: int
    start: int
    end: int
    closes: bool  # a paragraph ends here, so space follows
    label: str = ""


@dataclass(slots=True)
class _Set:
    """A block set in lines."""

    layout: QTextLayout
    offsets: list[int] | None
    height: float
    spans: dict[tuple[int, int], list[QRectF]] = field(default_factory=dict)

    def rects(self, first: int, last: int) -> list[QRectF]:
        """One rectangle a line of the span, from the block's corner; asked at every painting."""
        known = self.spans.get((first, last))
        if known is None:
            known = self.spans[first, last] = list(self._rects(first, last))
        return known

    def _rects(self, first: int, last: int) -> Iterator[QRectF]:
        for number in range(self.line_of(first), self.line_of(last) + 1):
            line = self.layout.lineAt(number)
            begin = max(first, line.textStart())
            stop = min(last, line.textStart() + line.textLength())
            if begin < stop:
                x1, x2 = _x(line, begin), _x(line, stop)
                yield QRectF(min(x1, x2), line.y(), abs(x2 - x1), line.height())

    def to_qt(self, at: int) -> int:
        return at if self.offsets is None else self.offsets[at]

    def line_of(self, at: int) -> int:
        return max(0, self.layout.lineForTextPosition(at).lineNumber())

    def from_qt(self, at: int) -> int:
        return at if self.offsets is None else bisect_right(self.offsets, at) - 1


@dataclass(frozen=True, slots=True)
class Style:
    """Which spans of a block are drawn otherwise."""

    ink: QColor
    lit_ink: QColor
    lit: Sequence[tuple[int, int]] = ()


def blocks_of(page: Page, label: str) -> list[Block]:
    """The paragraphs of a page; a page without text gives one empty block."""
    blocks: list[Block] = []
    at = 0
    while at <= len(page.text):
        cut = page.text.find(PARAGRAPH, at)
        end = len(page.text) if cut < 0 else cut
        while end - at > _LONGEST_BLOCK:
            stop = page.text.rfind(" ", at + _LONGEST_BLOCK // 2, at + _LONGEST_BLOCK)
            stop = stop + 1 if stop > 0 else at + _LONGEST_BLOCK
            blocks.append(Block(page.number, at, stop, False, "" if blocks else label))
            at = stop
        if end > at or not blocks:
            blocks.append(Block(page.number, at, end, True, "" if blocks else label))
        at = end + len(PARAGRAPH)
    return blocks


class FlowLayout:
    """All blocks of a source below each other; heights are guessed until a block is set."""

    def __init__(
        self,
        pages: Sequence[Page] = (),
        labels: Sequence[str] = (),
        zoom: float = 1.0,
        view_width: float = 0,
    ) -> None:
        self.zoom = zoom
        self._texts = {page.number: page.text for page in pages}
        self.blocks = [
            block
            for page, label in zip(pages, labels, strict=True)
            for block in blocks_of(page, label)
        ]
        self._keys = [(block.page, block.start) for block in self.blocks]
        self._sets: OrderedDict[int, _Set] = OrderedDict()
        self._heights: list[float] = []
        self._known: set[int] = set()
        self._tops: list[float] = [float(MARGIN_TOP)]
        self.scale(zoom, view_width)

    def scale(self, zoom: float, view_width: float) -> None:
        """Sets everything anew at another zoom or width."""
        self.zoom = zoom
        self._font = reading_font(round(READING_PX * zoom))
        self._metrics = QFontMetricsF(self._font)
        self.line_height = round(READING_PX * zoom * READING_LINE)
        self.column = max(160.0, min(COLUMN_PX * zoom, view_width - 2 * MARGIN_SIDE))
        self.left = max(float(MARGIN_SIDE), round((view_width - self.column) / 2))
        self._sets.clear()
        self._known.clear()
        per_line = max(8.0, self.column / self._metrics.averageCharWidth())
        self._heights = [self._guess(block, per_line) for block in self.blocks]
        self._sum()

    @property
    def height(self) -> float:
        """Height of the whole."""
        return self._tops[-1] + MARGIN_TOP

    @property
    def settled(self) -> bool:
        """True when no height is a guess any more."""
        return len(self._known) == len(self.blocks)

    def top(self, index: int) -> float:
        """Where a block begins, its label included."""
        return self._tops[index]

    def block_at(self, y: float) -> int:
        """The block at a height, the first or last beyond the ends; -1 without blocks."""
        if not self.blocks:
            return -1
        return min(max(0, bisect_right(self._tops, y) - 1), len(self.blocks) - 1)

    def block_of(self, page: int, at: int) -> int:
        """The block an offset of a page lies in; -1 where there is none."""
        index = bisect_right(self._keys, (page, at)) - 1
        return index if index >= 0 and self.blocks[index].page == page else -1

    def first_of(self, page: int) -> int:
        """The first block of a page."""
        return min(bisect_left(self._keys, (page, 0)), len(self.blocks) - 1)

    def blocks_within(self, page: int, start: int, end: int) -> range:
        """The blocks a span touches."""
        first = self.block_of(page, start)
        last = self.block_of(page, max(start, end - 1))
        return range(first, last + 1) if first >= 0 else range(0)

    def settle(self, indexes: Sequence[int]) -> bool:
        """Sets these blocks in lines; True where a height turned out other than guessed."""
        changed = False
        for index in indexes:
            if index in self._known:
                continue
            height = self._full_height(index)
            self._known.add(index)
            changed = changed or height != self._heights[index]
            self._heights[index] = height
        if changed:
            self._sum()
        return changed

    def unsettled(self, count: int) -> list[int]:
        """Some blocks whose height is still a guess."""
        found = []
        for index in range(len(self.blocks)):
            if index not in self._known:
                found.append(index)
                if len(found) == count:
                    break
        return found

    def rects(self, page: int, start: int, end: int) -> list[QRectF]:
        """One rectangle a line of the span."""
        found: list[QRectF] = []
        for index in self.blocks_within(page, start, end):
            block, made = self.blocks[index], self._set(index)
            first = made.to_qt(max(start, block.start) - block.start)
            last = made.to_qt(min(end, block.end) - block.start)
            origin = self._text_origin(index)
            found += [rect.translated(origin) for rect in made.rects(first, last)]
        return found

    def offset_at(self, point: QPointF, page: int = 0) -> tuple[int, int, bool] | None:
        """Page and offset of the character at a point, and whether the point is on its line."""
        index = self.block_at(point.y())
        if index < 0:
            return None
        if page and self.blocks[index].page != page:
            first = self.first_of(page)
            after = self.blocks[index].page > page
            index = self._last_of(page) if after else first
        block, made = self.blocks[index], self._set(index)
        inner = point - self._text_origin(index)
        line = self._line_at(made.layout, inner.y())
        at = made.layout.lineAt(line).xToCursor(
            inner.x(), QTextLine.CursorPosition.CursorOnCharacter
        )
        on_line = made.layout.lineAt(line).naturalTextRect().contains(inner)
        return block.page, block.start + made.from_qt(at), on_line

    def line_span(self, page: int, at: int) -> tuple[int, int]:
        """The span of the line an offset stands in."""
        index = self.block_of(page, at)
        if index < 0:
            return at, at
        block, made = self.blocks[index], self._set(index)
        line = made.layout.lineForTextPosition(made.to_qt(min(at, block.end) - block.start))
        start = made.from_qt(line.textStart())
        end = made.from_qt(line.textStart() + line.textLength())
        text = self._texts[page][block.start + start : block.start + end]
        return block.start + start, block.start + start + len(text.rstrip())

    def draw(self, painter: QPainter, index: int, style: Style) -> None:
        """Draws the text of a block."""
        block, made = self.blocks[index], self._set(index)
        formats = []
        for start, end in style.lit:
            if start < block.end and end > block.start:
                part = QTextLayout.FormatRange()
                part.start = made.to_qt(max(start, block.start) - block.start)
                part.length = made.to_qt(min(end, block.end) - block.start) - part.start
                part.format = _coloured(style.lit_ink)
                formats.append(part)
        painter.setPen(style.ink)
        made.layout.draw(painter, self._text_origin(index), formats)

    def _last_of(self, page: int) -> int:
        return bisect_left(self._keys, (page + 1, 0)) - 1

    def _line_at(self, layout: QTextLayout, y: float) -> int:
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            if y < line.y() + (line.height() + self.line_height) / 2:
                return number
        return max(0, layout.lineCount() - 1)

    def _text_origin(self, index: int) -> QPointF:
        extra = _LABEL_HEIGHT if self.blocks[index].label else 0
        return QPointF(self.left, self._tops[index] + extra)

    def _set(self, index: int) -> _Set:
        made = self._sets.get(index)
        if made is not None:
            self._sets.move_to_end(index)
            return made
        block = self.blocks[index]
        text = self._texts[block.page][block.start : block.end]
        made = self._set_lines(text)
        self._sets[index] = made
        while len(self._sets) > _LAYOUTS_KEPT:
            self._sets.popitem(last=False)
        return made

    def _set_lines(self, text: str) -> _Set:
        layout = QTextLayout(text, self._font)
        layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.beginLayout()
        y = 0.0
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(self.column)
            line.setPosition(QPointF(0, y + (self.line_height - line.height()) / 2))
            y += self.line_height
        layout.endLayout()
        return _Set(layout, utf16_offsets(text), max(y, float(self.line_height)))

    def _full_height(self, index: int) -> float:
        return self._around(self.blocks[index]) + self._set(index).height

    def _around(self, block: Block) -> float:
        label = _LABEL_HEIGHT if block.label else 0
        return label + (round(self.line_height * 0.55) if block.closes else 0)

    def _guess(self, block: Block, per_line: float) -> float:
        lines = int((block.end - block.start) / per_line) + 1
        return self._around(block) + lines * self.line_height

    def _sum(self) -> None:
        top = float(MARGIN_TOP)
        self._tops = [top]
        for height in self._heights:
            top += height
            self._tops.append(top)


def _x(line: QTextLine, at: int) -> float:
    found = line.cursorToX(at)
    return float(found[0]) if isinstance(found, tuple) else 0.0


def _coloured(ink: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(ink)
    return made
