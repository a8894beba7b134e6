"""What is painted under the words of the article: claims, the caret's sentence, fold lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from workbench.domain.diff import Op
from workbench.ui.merged_draft import Change
from workbench.ui.style import MARK_RADIUS, RADIUS, Role, theme


@dataclass(frozen=True, slots=True)
class Tint:
    """A claim as it is shown: its span, the role its colours come from, what its mark says.

    depth counts the claims around it, so that lines under words lie below each other.
    """

    claim: str
    start: int
    end: int
    role: str
    mark: str
    tip: str
    current: bool = False
    depth: int = 0


def paint_sentence(painter: QPainter, rects: Sequence[QRectF]) -> None:
    """The sentence Enter would take."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme().desk))
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-2, 1, 2, -1), MARK_RADIUS, MARK_RADIUS)


def paint_tint(painter: QPainter, tint: Tint, rects: Sequence[QRectF]) -> None:
    """A claim: ground and line in its colour; the one in hand outlined."""
    if tint.current:
        _paint_current(painter, rects)
        return
    role = theme().role(tint.role)
    for rect in rects:
        box = rect.adjusted(-2, 3, 2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(role.ground)
        painter.drawRoundedRect(box, MARK_RADIUS, MARK_RADIUS)
        painter.setPen(QPen(role.ink, 2))
        y = box.bottom() - 1 + 3 * tint.depth
        painter.drawLine(QPointF(box.left() + 1, y), QPointF(box.right() - 1, y))


def _paint_current(painter: QPainter, rects: Sequence[QRectF]) -> None:
    role = theme().role("accent")
    path = QPainterPath()
    for rect in rects:
        part = QPainterPath()
        part.addRoundedRect(rect.adjusted(-3, 0.5, 3, 1), MARK_RADIUS, MARK_RADIUS)
        path = path.united(part)
    painter.setPen(QPen(role.ink, 2))
    painter.setBrush(role.ground)
    painter.drawPath(path)


def change_role(change: Change) -> Role:
    """The colours of a change: red went, green came, violet moved."""
    if change.moved:
        return theme().role("context")
    return theme().role("refutes" if change.op is Op.DELETE else "supports")


def paint_change_ground(painter: QPainter, change: Change, rects: Sequence[QRectF]) -> None:
    """What goes under the words of a change."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(change_role(change).ground)
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-1, 4, 1, -3), MARK_RADIUS, MARK_RADIUS)


def paint_change_line(painter: QPainter, change: Change, rects: Sequence[QRectF]) -> None:
    """What goes over them: struck through or underlined; dashes say it only moved."""
    style = Qt.PenStyle.DashLine if change.moved else Qt.PenStyle.SolidLine
    painter.setPen(QPen(change_role(change).ink, 1.5, style))
    for rect in rects:
        y = rect.center().y() + 1 if change.op is Op.DELETE else rect.bottom() - 5
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def paint_stop(painter: QPainter, rects: Sequence[QRectF]) -> None:
    """The outline around the change somebody stopped at."""
    painter.setPen(QPen(QColor(theme().accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-3, 2, 3, -1), MARK_RADIUS, MARK_RADIUS)


def paint_folds(painter: QPainter, boxes: Sequence[QRectF]) -> None:
    """The dashed frame around a line that stands for text not checked."""
    painter.setPen(QPen(QColor(theme().rule), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box in boxes:
        painter.drawRoundedRect(box, RADIUS, RADIUS)
