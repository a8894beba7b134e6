"""The strip beside the article: how far the check is, sentence by sentence."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.i18n import _
from workbench.ui.article_view import ArticleView
from workbench.ui.slices import Slices
from workbench.ui.style import theme

_STRIP_WIDTH = 18


class MarginStrip(QWidget):
    """Coverage at a glance: each sentence in its verdict's colour, amber where it is open.

    Text that fits the window stands beside its marks; longer text is drawn smaller.
    """

    def __init__(self, view: ArticleView) -> None:
        super().__init__()
        self._view = view
        self._parts: list[tuple[int, int, str]] = []
        self._reaches: dict[tuple[int, int], tuple[float, float]] = {}
        self._slices = Slices(self)
        self.setFixedWidth(_STRIP_WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(
            _("Coverage: verdict colours are decided, amber is open, grey is not checked")
        )
        self.setAccessibleName(_("Coverage of the article"))
        view.document().documentLayout().documentSizeChanged.connect(self.forget)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self.update())

    def set_parts(self, parts: list[tuple[int, int, str]]) -> None:
        """Shows spans of the article, each with the role of its colour."""
        self._parts = parts
        self._slices.run(self._measure_parts(self._reaches))

    def forget(self) -> None:
        """The text was set anew: where the spans stand has to be asked again."""
        self._slices.run(self._measure_parts({}))

    def sizeHint(self) -> QSize:
        """A narrow strip."""
        return QSize(_STRIP_WIDTH, 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One bar a span; the part in sight has a ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        painter.fillRect(self.rect(), QColor(colours.pane))
        scale = self._scale()
        if scale < 1:
            bar = self._view.verticalScrollBar()
            seen = QRectF(0, bar.value() * scale, self.width() - 1, bar.pageStep() * scale)
            painter.fillRect(seen, QColor(colours.desk))
        painter.setPen(QColor(colours.rule))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        shift = self._view.verticalScrollBar().value() if scale == 1 else 0
        for start, end, role in self._parts:
            if (start, end) not in self._reaches:
                continue
            top, bottom = self._reaches[start, end]
            colour = colours.role(role).ink if role != "folded" else QColor(colours.soft)
            colour.setAlphaF(0.45 if role == "folded" else 1.0)
            painter.setBrush(colour)
            height = max(2.0, (bottom - top) * scale - 2)
            box = QRectF(5, top * scale - shift + 1, self.width() - 11, height)
            painter.drawRoundedRect(box, 2, 2)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to the place of the article."""
        self._go(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging scrolls along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().y())

    def _go(self, y: float) -> None:
        scale = self._scale()
        if scale < 1:
            bar = self._view.verticalScrollBar()
            bar.setValue(int(y / scale - bar.pageStep() / 2))

    def _scale(self) -> float:
        height = self._view.document().size().height()
        return min(1.0, self.height() / height) if height > 0 else 1.0

    def _measure_parts(self, known: dict[tuple[int, int], tuple[float, float]]) -> Iterator[None]:
        """Sets where the parts stand, all at once: what was measured before is seen meanwhile."""
        reaches = {}
        for start, end, _role in self._parts:
            span = start, end
            reaches[span] = known[span] if span in known else self._measure(start, end)
            yield
        self._reaches = reaches
        self.update()

    def _measure(self, start: int, end: int) -> tuple[float, float]:
        """Top and bottom of a span; within a line, by how far along it the words stand."""
        text = self._view.text
        rects = self._view.span_rects(start, end)
        if not rects or text is None:
            if text is None:
                return 0, 0
            block = self._view.document().findBlock(text.to_document(start))
            box = self._view.document().documentLayout().blockBoundingRect(block)
            return box.top(), box.bottom()
        width = max(1.0, self._view.column_width())
        left = self._view.column_left()
        first, last = rects[0], rects[-1]
        top = first.top() + first.height() * max(0.0, first.left() - left) / width
        bottom = last.top() + last.height() * min(1.0, (last.right() - left) / width)
        return top, max(bottom, top + 2)
