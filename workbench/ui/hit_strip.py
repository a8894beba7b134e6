"""The strip beside a source's scroll bar: a tick for every hit and every piece of evidence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.domain.text import Box
from workbench.i18n import _
from workbench.ui.marks import FOUND_INK
from workbench.ui.style import theme

STRIP_WIDTH = 14
_NEAR_PX = 5
_HIT_LIGHT = "#D9A514"


@dataclass(frozen=True, slots=True)
class Tick:
    """A place in the document: where (share of its height), what it is, and where it leads."""

    share: float
    role: str
    label: str
    page: int
    start: int
    end: int
    boxes: tuple[Box, ...] = ()


class HitStrip(QWidget):
    """Ticks over the height of the document; a click on one goes there.

    Hits are short dashes; evidence is a taller block over the whole width; what was found in the
    document is a dot at the right, so that they differ in shape as well as in colour.
    """

    tickActivated = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticks: list[Tick] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Places in this source"))

    @property
    def ticks(self) -> list[Tick]:
        """What is shown, from the top."""
        return list(self._ticks)

    def set_ticks(self, ticks: Sequence[Tick], found: int = 0) -> None:
        """Shows these and no others; of many words found, ticks may stand for several."""
        self._ticks = sorted(ticks, key=lambda tick: tick.share)
        counts = Counter(tick.role for tick in ticks)
        hits = counts["lit"]
        self.setAccessibleDescription(
            _("{hits} hits, {found} words found, {evidence} pieces of evidence").format(
                hits=hits, found=found, evidence=len(ticks) - hits - counts["found"]
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(STRIP_WIDTH, 100)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colours = theme()
            painter.fillRect(self.rect(), QColor(colours.desk))
            painter.setPen(Qt.PenStyle.NoPen)
            drawn: set[tuple[str, int]] = set()
            for tick in self._ticks:
                y = self._y(tick)
                if (tick.role, round(y)) in drawn:
                    continue
                drawn.add((tick.role, round(y)))
                if tick.role == "found":
                    painter.setBrush(QColor(FOUND_INK))
                    painter.drawEllipse(QRectF(9, y - 2, 4, 4))
                elif tick.role == "lit":
                    painter.setBrush(QColor(colours.lit if colours.dark else _HIT_LIGHT))
                    painter.drawRoundedRect(QRectF(3, y - 1.5, 8, 3), 1.5, 1.5)
                else:
                    painter.setBrush(colours.role(tick.role).ink)
                    painter.drawRoundedRect(QRectF(1, y - 4, 12, 8), 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        tick = self._near(event.position().y())
        if tick is not None and event.button() is Qt.MouseButton.LeftButton:
            self.tickActivated.emit(tick)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        near = self._near(event.position().y()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            tick = self._near(event.pos().y())
            if tick is None or not tick.label:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), tick.label, self)
            return True
        return super().event(event)

    def _y(self, tick: Tick) -> float:
        return 6 + tick.share * (self.height() - 12)

    def _near(self, y: float) -> Tick | None:
        best = min(self._ticks, key=lambda tick: abs(self._y(tick) - y), default=None)
        return best if best is not None and abs(self._y(best) - y) <= _NEAR_PX else None
