"""How lit words, selections and evidence are drawn on a source, page picture or text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from workbench.domain.evidence import Stance
from workbench.domain.text import Box
from workbench.ui.style import MARK_RADIUS, Theme, small_font

OUTLINE_PX = 1.6
OUTLINE_ROOM = 4.0  # between words and the line around them
HANDLE_PX = 7.0
# Words found in a document are teal: neither the yellow of hits nor the blue of the selection.
FOUND_INK = "#0E7C6B"
_FOUND, _FOUND_DARK = "#B4EFE2", "#1D4B46"
_FOUND_NOW, _FOUND_NOW_DARK = "#6CDFC6", "#2B7268"
_FOUND_LINE_DARK = "#7FE5D2"
BADGE_GAP = 8
_BADGE_HEIGHT = 17


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of evidence on a source; boxes are shares of the page, empty where it flows."""

    id: str
    page: int
    start: int
    end: int
    stance: Stance
    number: int
    boxes: tuple[Box, ...] = ()


def fill_lit(painter: QPainter, rects: Sequence[QRectF], colours: Theme, multiply: bool) -> None:
    """Yellow behind words; multiplied into a picture, so that the ink stays dark."""
    _fill(painter, rects, QColor(colours.lit), multiply)


def fill_found(painter: QPainter, rects: Sequence[QRectF], dark: bool, multiply: bool) -> None:
    """Teal behind words found in the document, with a line below."""
    if not rects:
        return
    _fill(painter, rects, QColor(_FOUND_DARK if dark else _FOUND), multiply)
    painter.save()
    painter.setPen(QPen(QColor(_FOUND_LINE_DARK if dark else FOUND_INK), OUTLINE_PX))
    painter.drawLines([QLineF(rect.bottomLeft(), rect.bottomRight()) for rect in rects])
    painter.restore()


def fill_found_now(painter: QPainter, rects: Sequence[QRectF], dark: bool, multiply: bool) -> None:
    """The found words one is at: stronger, with a line around them."""
    _fill(painter, rects, QColor(_FOUND_NOW_DARK if dark else _FOUND_NOW), multiply)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(_FOUND_LINE_DARK if dark else FOUND_INK), OUTLINE_PX))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-2.5, -2, 2.5, 2), 3, 3)
    painter.restore()


def draw_area(painter: QPainter, rect: QRectF, colours: Theme) -> None:
    """A rectangle selected on a page, with handles at its corners."""
    painter.save()
    ground = QColor(colours.accent)
    ground.setAlpha(28)
    painter.fillRect(rect, ground)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # Light beside dark: a border that shows on a black photograph as on white paper.
    painter.setPen(QPen(QColor(255, 255, 255, 220), 4))
    painter.drawRect(rect)
    painter.setPen(QPen(QColor(colours.accent), 2))
    painter.drawRect(rect)
    painter.setBrush(QColor(255, 255, 255))
    for corner in (rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight()):
        half = QPointF(HANDLE_PX / 2, HANDLE_PX / 2)
        painter.drawRect(QRectF(corner - half, corner + half))
    painter.restore()


def fill_selection(
    painter: QPainter, rects: Sequence[QRectF], colours: Theme, multiply: bool
) -> None:
    """The selection, in the accent's ground, stronger on paper where it is multiplied."""
    colour = QColor("#BCD7EC") if multiply else QColor(colours.accent_ground)
    _fill(painter, rects, colour, multiply)


def _fill(painter: QPainter, rects: Sequence[QRectF], colour: QColor, multiply: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if multiply:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    # One path for all: a page may have hundreds of words lit.
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for rect in rects:
        path.addRoundedRect(rect.adjusted(-1.5, -1, 1.5, 1), 2, 2)
    painter.fillPath(path, colour)
    painter.restore()


def draw_outline(
    painter: QPainter, rects: Sequence[QRectF], colour: QColor, current: bool = False
) -> None:
    """One line around all lines of a passage, its corners rounded."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, OUTLINE_PX + (0.8 if current else 0.0)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for group in _touching(rects):
        painter.drawPath(rounded_outline(group))
    painter.restore()


def rounded_outline(rects: Sequence[QRectF]) -> QPainterPath:
    """The stepped outline of lines below each other, as a path with round corners."""
    rows = [rect.adjusted(-OUTLINE_ROOM, -3, OUTLINE_ROOM, 3) for rect in rects]
    for upper, lower in pairwise(rows):
        middle = (upper.bottom() + lower.top()) / 2
        upper.setBottom(middle)
        lower.setTop(middle)
    for upper, lower in pairwise(rows):
        _align(upper, lower)
    corners: list[QPointF] = []
    for row in rows:
        corners += [row.topRight(), row.bottomRight()]
    for row in reversed(rows):
        corners += [row.bottomLeft(), row.topLeft()]
    return _round_corners(_without_straight(corners))


def _align(upper: QRectF, lower: QRectF) -> None:
    """Edges a few pixels apart become one, so that no tiny step shows."""
    near = 2.5 * MARK_RADIUS
    if abs(upper.left() - lower.left()) < near:
        left = min(upper.left(), lower.left())
        upper.setLeft(left)
        lower.setLeft(left)
    if abs(upper.right() - lower.right()) < near:
        right = max(upper.right(), lower.right())
        upper.setRight(right)
        lower.setRight(right)


def _touching(rects: Sequence[QRectF]) -> list[list[QRectF]]:
    """Lines in groups that can share an outline: each below the last, and overlapping it."""
    groups: list[list[QRectF]] = []
    for rect in rects:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and -2 < rect.top() - last.bottom() < 1.6 * max(last.height(), rect.height())
            and min(last.right(), rect.right()) - max(last.left(), rect.left()) > 12
        ):
            groups[-1].append(QRectF(rect))
        else:
            groups.append([QRectF(rect)])
    return groups


def _without_straight(corners: Sequence[QPointF]) -> list[QPointF]:
    kept: list[QPointF] = []
    count = len(corners)
    for index, corner in enumerate(corners):
        before, after = corners[index - 1], corners[(index + 1) % count]
        same_x = abs(before.x() - corner.x()) < 0.01 and abs(after.x() - corner.x()) < 0.01
        same_y = abs(before.y() - corner.y()) < 0.01 and abs(after.y() - corner.y()) < 0.01
        if not (same_x or same_y):
            kept.append(corner)
    return kept


def _round_corners(corners: Sequence[QPointF]) -> QPainterPath:
    path = QPainterPath()
    if len(corners) < 3:
        path.addPolygon(QPolygonF(list(corners)))
        return path
    count = len(corners)
    for index, corner in enumerate(corners):
        before = _towards(corner, corners[index - 1])
        after = _towards(corner, corners[(index + 1) % count])
        if index == 0:
            path.moveTo(before)
        else:
            path.lineTo(before)
        path.quadTo(corner, after)
    path.closeSubpath()
    return path


def _towards(corner: QPointF, other: QPointF) -> QPointF:
    line = other - corner
    length = max(0.001, abs(line.x()) + abs(line.y()))  # sides are level or upright
    return corner + line * (min(MARK_RADIUS + 1.0, length / 2) / length)


def badge_rect(mark: Mark, rects: Sequence[QRectF], left_limit: float) -> QRectF:
    """Where the mark's badge stands: left of its first line, in the margin where there is room."""
    width = QFontMetricsF(small_font(strong=True)).horizontalAdvance(badge_text(mark)) + 12
    first = rects[0]
    left = max(left_limit, min(rect.left() for rect in rects) - OUTLINE_ROOM - BADGE_GAP - width)
    return QRectF(left, first.center().y() - _BADGE_HEIGHT / 2, width, _BADGE_HEIGHT)


def spread_badges(rects: Sequence[QRectF]) -> list[QRectF]:
    """The badges moved down where they would cover each other, in the order given."""
    placed: list[QRectF] = []
    for rect in rects:
        moved = QRectF(rect)
        while any(moved.intersects(other) for other in placed):
            moved.translate(0, _BADGE_HEIGHT + 2)
        placed.append(moved)
    return placed


def badge_text(mark: Mark) -> str:
    """Sign and claim number: what the mark says without colour."""
    return f"{mark.stance.sign} {mark.number}"


def draw_badge(painter: QPainter, mark: Mark, rect: QRectF, colours: Theme) -> None:
    """The mark's sign and claim number on its stance's colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.stance(mark.stance).ink)
    painter.drawRoundedRect(rect, MARK_RADIUS, MARK_RADIUS)
    painter.setPen(QColor(colours.pane))
    painter.setFont(small_font(strong=True))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, badge_text(mark))
    painter.restore()
