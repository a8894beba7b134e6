"""The strip between two drafts: a tick for every change; a click goes there."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.domain.diff import Op
from workbench.i18n import _, ngettext
from workbench.ui.article_paint import change_role
from workbench.ui.article_view import ArticleView
from workbench.ui.merged_draft import Change
from workbench.ui.style import theme

_WIDTH = 18


class ChangeStrip(QWidget):
    """What went stands at the left, what came at the right: side and colour say which."""

    placeChosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticks: list[tuple[float, float, Change]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFixedWidth(_WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("Changes: left what went, right what came, violet what moved"))
        self.setAccessibleName(_("Changes between the drafts"))

    def sizeHint(self) -> QSize:
        """A narrow strip."""
        return QSize(_WIDTH, 100)

    def measure(self, shown: Sequence[tuple[ArticleView, Sequence[Change]]]) -> None:
        """Shows the changes of these columns where they stand now."""
        self._ticks = []
        for view, changes in shown:
            height = max(1.0, view.document().size().height())
            for change in changes:
                reach = view.span_reach(change.start, change.end)
                if reach is not None:
                    self._ticks.append((reach[0] / height, reach[1] / height, change))
        self.setAccessibleDescription(
            ngettext("{count} change", "{count} changes", len(self._ticks)).format(
                count=len(self._ticks)
            )
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One tick a change, over the height of the text."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        painter.fillRect(self.rect(), QColor(colours.desk))
        painter.setPen(Qt.PenStyle.NoPen)
        for top, bottom, change in self._ticks:
            y = top * self.height()
            height = max(3.0, (bottom - top) * self.height())
            left = 3 if change.op is Op.DELETE else 10
            painter.setBrush(change_role(change).ink)
            painter.drawRoundedRect(QRectF(left, y, 5, height), 1.5, 1.5)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to that part of the text."""
        self.placeChosen.emit(event.position().y() / max(1, self.height()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging scrolls along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.placeChosen.emit(event.position().y() / max(1, self.height()))
