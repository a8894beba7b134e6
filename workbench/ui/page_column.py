"""A source's pages in a column: how they are laid out, zoomed, turned and moved through."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.domain.text import Box
from workbench.ui.page_layout import GAP, PX_PER_POINT, PageLayout, Size, fit_zoom, usual_size
from workbench.ui.page_layout import turned_sizes as turned
from workbench.ui.source_base import ZOOM_RANGE, Fit, Look, Place
from workbench.ui.source_view import SourceView

_WIDEST_FIT = 1.6
_AFTER_ZOOM_MS = 70


class PageColumn(SourceView):
    """Pages below each other, of which only sizes are known here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = PageLayout()
        self._sizes: tuple[Size, ...] = ()
        self._fit = Fit.WIDTH
        self._old_scale = 0.0

    # What a kind of column says ---------------------------------------------------------------

    def _ask_soon(self, milliseconds: int) -> None:
        """Asks for the pictures and words of what is in sight, in a while."""
        raise NotImplementedError

    def _turned(self, by: int) -> None:
        """Pages were turned further to the right."""
        raise NotImplementedError

    # Look -------------------------------------------------------------------------------------

    @property
    def zoom_percent(self) -> int:
        return round(self._layout.zoom * 100)

    @property
    def fit(self) -> Fit:
        return self._fit

    @property
    def rotation(self) -> int:
        return self._layout.rotation

    def look(self) -> Look:
        return Look(self._layout.zoom, self._fit, self._layout.rotation)

    def set_look(self, look: Look) -> None:
        place = self.place()
        turned_by = (look.rotation - self.rotation) % 360
        self._fit = look.fit
        zoom = look.zoom if look.fit is Fit.FREE else self._fit_zoom(look.rotation)
        self._relayout(zoom, look.rotation % 360)
        if turned_by:
            self._turned(turned_by)
        self.go(place)

    def set_fit(self, fit: Fit) -> None:
        self._fit = fit
        if fit is not Fit.FREE:
            self._zoom_to(self._fit_zoom(self.rotation), None)
        self.zoomChanged.emit()

    def rotate(self, by: int) -> None:
        if not len(self._layout) or not by % 360:
            return
        area = self.viewport().size()
        middle = QPointF(area.width() / 2, area.height() / 2)
        page, x, y = self._layout.share(self._content_point(middle))
        to = (self.rotation + by) % 360
        free = self._fit is Fit.FREE
        self._relayout(self._layout.zoom if free else self._fit_zoom(to), to)
        self._turned(by % 360)
        self._bring((page, min(max(0.0, x), 1.0), min(max(0.0, y), 1.0)), middle)
        self._ask_soon(0)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        self._fit = Fit.FREE
        self._zoom_to(self._layout.zoom * factor, at)

    def zoom_reset(self) -> None:
        self.set_fit(Fit.WIDTH)

    # Places -----------------------------------------------------------------------------------

    def place(self) -> Place:
        if not len(self._layout):
            return Place()
        y = float(self.verticalScrollBar().value())
        page = self._layout.page_at(y)
        rect = self._layout.rect(page)
        return Place(page, (y - rect.top()) / rect.height())

    def go(self, place: Place) -> None:
        if not len(self._layout):
            return
        rect = self._layout.rect(min(max(1, place.page), len(self._layout)))
        top = rect.top() + place.share * rect.height()
        self.verticalScrollBar().setValue(round(top - (8 if place.share == 0 else 0)))
        self._note_page()
        self._ask_soon(0)

    def reveal_boxes(self, page: int, boxes: Sequence[Box]) -> None:
        if not boxes or not 1 <= page <= len(self._layout):
            self.show_page(page)
            return
        self._pending_reveal = None
        self._centre([self._layout.box(page, box) for box in boxes])
        self._note_page()
        self._ask_soon(0)

    def page_top(self, page: int) -> tuple[float, float]:
        if not 1 <= page <= len(self._layout):
            return 0.0, 0.0
        rect = self._layout.rect(page)
        return rect.top(), rect.height()

    def page_at_height(self, y: float) -> int:
        return self._layout.page_at(y)

    # Qt ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._ask_soon(0)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        place = self.place()
        super().resizeEvent(event)
        free = self._fit is Fit.FREE
        self._relayout(self._layout.zoom if free else self._fit_zoom(self.rotation), self.rotation)
        if len(self._layout):
            self.go(place)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._ask_soon(0)

    # Private ----------------------------------------------------------------------------------

    def _set_sizes(self, sizes: tuple[Size, ...]) -> None:
        """Another document: as wide as the window, upright, from the top."""
        self._sizes = sizes
        self._fit = Fit.WIDTH
        self._old_scale = 0.0
        self._relayout(self._fit_zoom(0) if sizes else 1.0, 0)
        bar = self.horizontalScrollBar()
        bar.setValue(bar.maximum() // 2)
        self.verticalScrollBar().setValue(0)

    def _fit_zoom(self, rotation: int) -> float:
        size = turned([usual_size(self._sizes)], rotation)[0]
        area = self.viewport().size()
        high = float(area.height()) if self._fit is Fit.PAGE else float("inf")
        return min(_WIDEST_FIT, fit_zoom(size, area.width(), high))

    def _device_scale(self) -> float:
        return round(self._layout.zoom * PX_PER_POINT * self.devicePixelRatioF(), 4)

    def _zoom_to(self, zoom: float, at: QPointF | None) -> None:
        if not len(self._layout):
            return
        area = self.viewport().size()
        at = at if at is not None else QPointF(area.width() / 2, area.height() / 3)
        under = self._layout.share(self._content_point(at))
        self._relayout(zoom, self.rotation)
        self._bring(under, at)
        self._ask_soon(_AFTER_ZOOM_MS)

    def _bring(self, place: tuple[int, float, float], to: QPointF) -> None:
        """Scrolls so that a place, in shares of a page, comes to a point of the viewport."""
        now = self._layout.point(*place)
        self.horizontalScrollBar().setValue(round(now.x() - to.x()))
        self.verticalScrollBar().setValue(round(now.y() - to.y()))

    def _relayout(self, zoom: float, rotation: int) -> None:
        before = self._device_scale()
        zoom = min(max(zoom, ZOOM_RANGE[0]), ZOOM_RANGE[1])
        area = self.viewport().size()
        self._layout = PageLayout(self._sizes, zoom, area.width(), rotation)
        if before != self._device_scale():
            self._old_scale = before
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        off_middle = horizontal.value() - horizontal.maximum() / 2
        vertical.setRange(0, max(0, round(self._layout.height) - area.height()))
        whole = self._fit is Fit.PAGE and len(self._layout)
        step = round(self._layout.rect(1).height() + GAP) if whole else area.height() - 48
        vertical.setPageStep(max(1, step))
        horizontal.setRange(0, max(0, round(self._layout.width) - area.width()))
        horizontal.setPageStep(area.width())
        horizontal.setValue(round(horizontal.maximum() / 2 + off_middle))
        self._retick()
        self.viewport().update()
        self.zoomChanged.emit()

    def _visible_pages(self) -> range:
        top = float(self.verticalScrollBar().value())
        return self._layout.between(top, top + self.viewport().height())

    def _in_sight(self) -> QRectF:
        """What of the content the viewport shows."""
        return QRectF(self._offset(), self.viewport().size().toSizeF())
