"""What is drawn around and on a page's picture: shadow, outlines of evidence, what went wrong."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QGradient, QLinearGradient, QPainter, QTransform

from workbench.domain.errors import WorkbenchError
from workbench.domain.text import Box
from workbench.ui.marks import BADGE_GAP, OUTLINE_ROOM, Mark, badge_rect, draw_outline
from workbench.ui.page_layout import PageLayout
from workbench.ui.style import paper_theme, ui_font

_SHADOW_PX = 6


def outline_boxes(
    painter: QPainter, layout: PageLayout, mark: Mark, current: bool, boxes: Sequence[Box]
) -> None:
    """A mark's outline, drawn on the page as it was made, where lines are level, and turned."""
    frame, width, height = _frame(layout, mark.page)
    painter.save()
    painter.setTransform(frame, combine=True)
    colour = paper_theme().stance(mark.stance).ink
    draw_outline(painter, _on_page(boxes, width, height), colour, current)
    painter.restore()


def badge_place(layout: PageLayout, mark: Mark, boxes: Sequence[Box], left_limit: float) -> QRectF:
    """Where a mark's badge stands: before its first line, whatever way the page is turned."""
    rects = [layout.box(mark.page, box) for box in boxes]
    badge = badge_rect(mark, rects, left_limit)
    if not layout.rotation:
        return badge
    frame, width, height = _frame(layout, mark.page)
    first = _on_page(boxes, width, height)[0]
    extent = badge.height() if layout.rotation % 180 else badge.width()
    before = first.left() - OUTLINE_ROOM - BADGE_GAP - extent / 2
    badge.moveCenter(frame.map(QPointF(before, first.center().y())))
    return badge


def paint_failure(painter: QPainter, rect: QRectF, error: WorkbenchError) -> None:
    """Why a page cannot be shown, in its place."""
    painter.setFont(ui_font())
    painter.setPen(QColor(paper_theme().soft))
    painter.drawText(rect.adjusted(40, 40, -40, -40), int(Qt.TextFlag.TextWordWrap), str(error))


def _frame(layout: PageLayout, page: int) -> tuple[QTransform, float, float]:
    """From the page as it was made, in pixels, to the content; and its width and height."""
    rect, corner = layout.rect(page), layout.point(page, 0, 0)
    width, height = rect.width(), rect.height()
    if layout.rotation % 180:
        width, height = height, width
    turn = QTransform().translate(corner.x(), corner.y()).rotate(layout.rotation)
    return turn, width, height


def _on_page(boxes: Sequence[Box], width: float, height: float) -> list[QRectF]:
    return [
        QRectF(
            QPointF(box.left * width, box.top * height),
            QPointF(box.right * width, box.bottom * height),
        )
        for box in boxes
    ]


def _shade(to_x: int, to_y: int, darkest: int) -> QBrush:
    """Fades from one side of what is filled to the other."""
    gradient = QLinearGradient(max(0, -to_x), max(0, -to_y), max(0, to_x), max(0, to_y))
    gradient.setCoordinateMode(QGradient.CoordinateMode.ObjectMode)
    for stop in range(5):
        left = 1 - stop / 4
        gradient.setColorAt(stop / 4, QColor(0, 0, 0, round(darkest * left * left)))
    return QBrush(gradient)


# Few calls for each page: every call of Qt gives the interpreter's lock away, and waits for it.
_BELOW, _LEFT, _RIGHT, _ABOVE = (
    _shade(0, 1, 30),
    _shade(-1, 0, 26),
    _shade(1, 0, 26),
    _shade(0, -1, 16),
)


def paint_shadow(painter: QPainter, rect: QRectF) -> None:
    """Four strips around the paper; a filled shadow would paint every page several times over."""
    width, height, deep = rect.width(), rect.height(), _SHADOW_PX
    painter.fillRect(QRectF(rect.left(), rect.bottom(), width, deep + 1), _BELOW)
    painter.fillRect(QRectF(rect.left() - deep, rect.top(), deep, height), _LEFT)
    painter.fillRect(QRectF(rect.right(), rect.top(), deep, height), _RIGHT)
    painter.fillRect(QRectF(rect.left(), rect.top() - 3, width, 3), _ABOVE)
