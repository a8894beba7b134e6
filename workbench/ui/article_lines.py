"""Where words of a document stand: rectangles by line, heights."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine


def span_rects(document: QTextDocument, first: int, last: int) -> list[QRectF]:
    """One rectangle a line for the places [first, last), in the document's coordinates."""
    rects = []
    block = document.findBlock(first)
    while block.isValid() and block.position() <= last:
        low = max(first - block.position(), 0)
        high = min(last - block.position(), block.length() - 1)
        if low < high:
            rects.extend(block_rects(document, block, low, high))
        block = block.next()
    return rects


def span_reach(document: QTextDocument, first: int, last: int) -> tuple[float, float]:
    """Top of the first line and bottom of the last one: cheaper than the rectangles."""
    top, _bottom = _line_at(document, first)
    _top, bottom = _line_at(document, last - 1)
    return top, bottom


def block_rects(document: QTextDocument, block: QTextBlock, low: int, high: int) -> list[QRectF]:
    """One rectangle a line for a part of a paragraph."""
    layout = block.layout()
    origin = document.documentLayout().blockBoundingRect(block).topLeft()
    height = block.blockFormat().lineHeight()  # QTextLine knows only its words' own height
    rects = []
    for index in range(layout.lineCount()):
        line = layout.lineAt(index)
        start, end = line.textStart(), line.textStart() + line.textLength()
        if end <= low or start >= high:
            continue
        x0, x1 = _x_of(line, max(low, start)), _x_of(line, min(high, end))
        words = line.naturalTextRect()  # without the white space the line ends in
        left, right = max(min(x0, x1), words.left()), min(max(x0, x1), words.right())
        if left < right:
            top = origin.y() + line.y()
            rects.append(QRectF(origin.x() + left, top, right - left, height))
    return rects


def _line_at(document: QTextDocument, place: int) -> tuple[float, float]:
    block = document.findBlock(place)
    box = document.documentLayout().blockBoundingRect(block)
    line = block.layout().lineForTextPosition(place - block.position())
    if not line.isValid():
        return box.top(), box.bottom()
    top = box.top() + line.y()
    return top, top + block.blockFormat().lineHeight()


def _x_of(line: QTextLine, offset: int) -> float:
    """Where in the line an offset of its block stands."""
    x: object = line.cursorToX(offset)  # the stubs say float, the binding returns a pair
    value = x[0] if isinstance(x, tuple) else x
    if not isinstance(value, float):
        raise TypeError(f"cursorToX gave {value!r}")
    return value
