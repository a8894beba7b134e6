"""The small signs inside the query line, drawn in the colours of the theme."""

from collections.abc import Callable
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from workbench.ui.style import theme

_SIDE = 16
_SHARPNESS = 3  # drawn larger, so that it is sharp on every screen


def clock_icon() -> QIcon:
    """A clock: what was asked before."""
    return _icon(_clock)


def star_icon() -> QIcon:
    """A star: what is worth asking again."""
    return _icon(_star)


def _icon(draw: Callable[[QPainter], None]) -> QIcon:
    picture = QPixmap(_SIDE * _SHARPNESS, _SIDE * _SHARPNESS)
    picture.setDevicePixelRatio(_SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(theme().soft), 1.4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        draw(painter)
    return QIcon(picture)


def _clock(painter: QPainter) -> None:
    painter.drawEllipse(QRectF(2, 2, 12, 12))
    painter.drawPolyline([QPointF(8, 4.8), QPointF(8, 8.2), QPointF(10.6, 9.6)])


def _star(painter: QPainter) -> None:
    corners = []
    for at in range(10):
        far = 6.8 if at % 2 == 0 else 2.9
        angle = -pi / 2 + at * pi / 5
        corners.append(QPointF(8 + far * cos(angle), 8.4 + far * sin(angle)))
    painter.drawPolygon(QPolygonF(corners))
