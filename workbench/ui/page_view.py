"""A source whose pages are pictures: rendered in tiles, sharp at any zoom, never blocking."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from workbench.domain.errors import WorkbenchError
from workbench.domain.source import Page
from workbench.i18n import _
from workbench.services.archive import PageImage
from workbench.ui.marks import (
    Mark,
    badge_rect,
    draw_badge,
    draw_outline,
    fill_lit,
    fill_selection,
    spread_badges,
)
from workbench.ui.page_layout import PX_PER_POINT, PageLayout, fit_zoom
from workbench.ui.page_tiles import (
    Clip,
    TileCache,
    TileKey,
    TileLoader,
    preview_key,
    tiles_of,
)
from workbench.ui.page_words import line_of, nearest_word, on_word, unit
from workbench.ui.source_base import NOWHERE, ZOOM_RANGE, Place, Spot
from workbench.ui.source_view import ZOOM_STEP, SourceView
from workbench.ui.style import paper_theme, theme, ui_font
from workbench.ui.tasks import Handle, Tasks
from workbench.ui.text_steps import word_at

_PAGES_KEPT = 64
_WIDEST_FIT = 1.6
_AFTER_ZOOM_MS = 70
_SHADOW = (26, 16, 11, 8, 5, 3, 2)


@dataclass(frozen=True, slots=True)
class PageDocument:
    """What the view needs of a source: sizes in points, and where pages and pictures come from.

    Both calls may block; they are made in a thread.
    """

    sizes: tuple[tuple[float, float], ...]
    read: Callable[[int], Page]
    render: Callable[[int, float, Clip | None], PageImage]


class PageView(SourceView):
    """Pages below each other, as pictures, with words that can be lit, outlined and selected."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._document: PageDocument | None = None
        self._layout = PageLayout()
        self._fit = True
        self._old_scale = 0.0
        self._scale = 0.0
        self._pages: OrderedDict[int, Page] = OrderedDict()
        self._reading: dict[int, Handle] = {}
        self._broken: dict[int, WorkbenchError] = {}
        self._badges: dict[str, QRectF] = {}
        self._cache = TileCache()
        self._loader = TileLoader(tasks, self._cache, self)
        self._loader.arrived.connect(self._tile_arrived)
        self._loader.failed.connect(self._page_failed)
        self._ask_later = QTimer(self, singleShot=True)
        self._ask_later.timeout.connect(self._ask)
        self.setAccessibleName(_("Source, pages as pictures"))

    # Verbs ------------------------------------------------------------------------------------

    def set_document(self, document: PageDocument | None) -> None:
        """Shows another source from its first page, or none."""
        self._forget_readings()
        self._document = document
        self._pages.clear()
        self._broken.clear()
        self._forget_places()
        self._loader.use(self._careful_render(document), QColor(theme().paper))
        self._relayout(fit_zoom(self._sizes(), self._view_width()) if document else 1.0)
        self.verticalScrollBar().setValue(0)
        self._note_page()
        self._ask_soon(0)

    def stop(self) -> None:
        """Drops all requests; for the end."""
        self._ask_later.stop()
        self._forget_readings()
        self._loader.stop()

    @property
    def settled(self) -> bool:
        """True when everything in sight is drawn sharp and nothing is under way."""
        return self._loader.idle and not self._reading and not self._ask_later.isActive()

    @property
    def zoom_percent(self) -> int:
        return round(self._layout.zoom * 100)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        self._fit = False
        self._zoom_to(self._layout.zoom * factor, at)

    def zoom_reset(self) -> None:
        self._fit = True
        self._zoom_to(self._fit_zoom(), None)

    def text_of(self, page: int) -> str | None:
        loaded = self._loaded(page)
        return loaded.text if loaded is not None else None

    def rects_of(self, spot: Spot) -> list[QRectF]:
        page = self._loaded(spot.page)
        if page is not None:
            boxes = page.boxes(spot.start, spot.end)
        else:
            here = (spot.page, spot.start, spot.end)
            known = (m.boxes for m in self._marks if (m.page, m.start, m.end) == here)
            boxes = next(known, ())
        if spot.page > len(self._layout):
            return []
        return [self._layout.box(spot.page, box) for box in boxes]

    def unit_at(self, point: QPointF, page: int = 0) -> Spot:
        found = self._word_at(point, page)
        if found is None:
            return NOWHERE
        loaded, index, x, _y = found
        return Spot(loaded.number, *unit(loaded.words[index], loaded.text, x))

    def exact_at(self, point: QPointF) -> Spot:
        found = self._word_at(point, 0)
        if found is None:
            return NOWHERE
        loaded, index, x, y = found
        if not on_word(loaded.words[index], x, y):
            return NOWHERE
        start, _end = unit(loaded.words[index], loaded.text, x)
        return Spot(loaded.number, *word_at(loaded.text, start))

    def line_at(self, spot: Spot) -> Spot:
        loaded = self._loaded(spot.page)
        if loaded is None:
            return NOWHERE
        for index, word in enumerate(loaded.words):
            if word.start <= spot.start < word.end:
                return Spot(spot.page, *line_of(loaded.words, index))
        return NOWHERE

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

    def page_top(self, page: int) -> tuple[float, float]:
        if not 1 <= page <= len(self._layout):
            return 0.0, 0.0
        rect = self._layout.rect(page)
        return rect.top(), rect.height()

    def page_at_height(self, y: float) -> int:
        return self._layout.page_at(y)

    def retheme(self) -> None:
        self._loader.use(self._careful_render(self._document), QColor(theme().paper))
        super().retheme()
        self._ask_soon(0)

    # Qt -----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        place = self.place()
        self._relayout(self._fit_zoom() if self._fit else self._layout.zoom)
        if len(self._layout):
            self.go(place)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._ask_soon(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
            return
        super().wheelEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), QColor(theme().desk))
            self._badges.clear()
            offset = self._offset()
            for page in self._visible_pages():
                self._paint_page(painter, page, offset)
            painter.translate(-offset)
            for page in self._visible_pages():
                self._paint_words(painter, page)
            self._paint_evidence(painter, offset)
            painter.resetTransform()
            self._draw_ring(painter)

    # Painting -------------------------------------------------------------------------------------

    def _paint_page(self, painter: QPainter, page: int, offset: QPointF) -> None:
        rect = self._layout.rect(page).translated(-offset)
        _paint_shadow(painter, rect)
        painter.fillRect(rect, QColor(theme().paper))
        ratio = self.devicePixelRatioF()
        # Tiles are drawn on whole device pixels: a page half a pixel off is a blurred page.
        painter.save()
        painter.setClipRect(rect)
        painter.scale(1 / ratio, 1 / ratio)
        origin = QPoint(round(rect.left() * ratio), round(rect.top() * ratio))
        size = (rect.width() * ratio, rect.height() * ratio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        preview = self._cache.get(preview_key(page))
        if preview is not None:
            painter.drawPixmap(QRectF(QPointF(origin), QSizeF(*size)).toRect(), preview)
        self._paint_tiles(painter, page, origin)
        painter.restore()
        if preview is None and page in self._broken:
            self._paint_failure(painter, rect, self._broken[page])

    def _paint_tiles(self, painter: QPainter, page: int, origin: QPoint) -> None:
        scale = self._device_scale()
        keys = self._tiles(page, scale)
        missing = any(key not in self._cache for key in keys)
        if missing and self._old_scale and self._old_scale != scale:
            factor = scale / self._old_scale
            for key in self._cache.at_scale(page, self._old_scale):
                self._paint_old(painter, key, origin, factor)
        for key in keys:
            picture = self._cache.get(key)
            if picture is not None:
                painter.drawPixmap(origin + key.place().topLeft(), picture)

    def _paint_old(self, painter: QPainter, key: TileKey, origin: QPoint, factor: float) -> None:
        picture = self._cache.get(key)
        if picture is None:
            return
        corner = QPointF(origin) + QPointF(key.place().topLeft()) * factor
        size = QSizeF(picture.width() * factor, picture.height() * factor)
        painter.drawPixmap(QRectF(corner, size), picture, QRectF(picture.rect()))

    def _paint_failure(self, painter: QPainter, rect: QRectF, error: WorkbenchError) -> None:
        painter.setFont(ui_font())
        painter.setPen(QColor(paper_theme().soft))
        painter.drawText(rect.adjusted(40, 40, -40, -40), int(Qt.TextFlag.TextWordWrap), str(error))

    def _paint_words(self, painter: QPainter, page: int) -> None:
        for start, end in self._lit.get(page, ()):
            rects = self.rects_of(Spot(page, start, end))
            fill_lit(painter, rects, paper_theme(), multiply=True)
        if page == self._selected.page and self._selected:
            rects = self.rects_of(self._selected)
            fill_selection(painter, rects, paper_theme(), multiply=True)

    def _paint_evidence(self, painter: QPainter, offset: QPointF) -> None:
        visible = self._visible_pages()
        shown: list[tuple[Mark, QRectF]] = []
        for mark in self._marks:
            rects = [] if mark.page not in visible else self._mark_rects(mark)
            if rects:
                colour = paper_theme().stance(mark.stance).ink
                draw_outline(painter, rects, colour, mark.id == self._current_mark)
                shown.append((mark, badge_rect(mark, rects, offset.x() + 2)))
        places = spread_badges([rect for _mark, rect in shown])
        for (mark, _rect), place in zip(shown, places, strict=True):
            draw_badge(painter, mark, place, paper_theme())
            self._badges[mark.id] = place.translated(-offset)

    def _mark_rects(self, mark: Mark) -> list[QRectF]:
        if mark.boxes and mark.page <= len(self._layout):
            return [self._layout.box(mark.page, box) for box in mark.boxes]
        return self.rects_of(Spot(mark.page, mark.start, mark.end))

    def _mark_at(self, position: QPointF) -> str:
        return next((key for key, rect in self._badges.items() if rect.contains(position)), "")

    # Geometry -------------------------------------------------------------------------------------

    def _sizes(self) -> tuple[tuple[float, float], ...]:
        return self._document.sizes if self._document is not None else ()

    def _view_width(self) -> float:
        return float(self.viewport().width())

    def _fit_zoom(self) -> float:
        return min(_WIDEST_FIT, fit_zoom(self._sizes(), self._view_width()))

    def _device_scale(self) -> float:
        return round(self._layout.zoom * PX_PER_POINT * self.devicePixelRatioF(), 4)

    def _zoom_to(self, zoom: float, at: QPointF | None) -> None:
        if not len(self._layout):
            return
        area = self.viewport().size()
        at = at if at is not None else QPointF(area.width() / 2, area.height() / 3)
        page, x, y = self._layout.share(self._content_point(at))
        self._relayout(min(max(zoom, ZOOM_RANGE[0]), ZOOM_RANGE[1]))
        now = self._layout.point(page, x, y)
        self.horizontalScrollBar().setValue(round(now.x() - at.x()))
        self.verticalScrollBar().setValue(round(now.y() - at.y()))
        self._ask_soon(_AFTER_ZOOM_MS)

    def _relayout(self, zoom: float) -> None:
        before = self._device_scale()
        zoom = min(max(zoom, ZOOM_RANGE[0]), ZOOM_RANGE[1])
        if self._fit:
            zoom = min(zoom, _WIDEST_FIT)
        self._layout = PageLayout(self._sizes(), zoom, self._view_width())
        if before != self._device_scale():
            self._old_scale = before
        area = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, round(self._layout.height) - area.height()))
        vertical.setPageStep(max(1, area.height() - 48))
        horizontal.setRange(0, max(0, round(self._layout.width) - area.width()))
        horizontal.setPageStep(area.width())
        self._retick()
        self.viewport().update()
        self.zoomChanged.emit()

    def _visible_pages(self) -> range:
        top = float(self.verticalScrollBar().value())
        return self._layout.between(top, top + self.viewport().height())

    def _tiles(self, page: int, scale: float) -> list[TileKey]:
        ratio = self.devicePixelRatioF()
        rect = self._layout.rect(page)
        area = QRectF(self._offset(), self.viewport().size().toSizeF())
        seen = area.intersected(rect).translated(-rect.topLeft())
        width, height = self._sizes()[page - 1]
        visible = QRect(
            int(seen.left() * ratio),
            int(seen.top() * ratio),
            int(seen.width() * ratio) + 1,
            int(seen.height() * ratio) + 1,
        )
        return tiles_of(page, scale, (round(width * scale), round(height * scale)), visible)

    def _word_at(self, point: QPointF, page: int) -> tuple[Page, int, float, float] | None:
        if not len(self._layout):
            return None
        number, x, y = self._layout.share(point)
        if page and page != number:
            number, rect = page, self._layout.rect(page)
            x = (point.x() - rect.left()) / rect.width()
            y = (point.y() - rect.top()) / rect.height()
        loaded = self._loaded(number)
        if loaded is None or not loaded.words:
            return None
        rect = self._layout.rect(number)
        index = nearest_word(loaded.words, x, y, rect.height() / rect.width())
        return None if index is None else (loaded, index, x, y)

    # Loading --------------------------------------------------------------------------------------

    def _careful_render(
        self, document: PageDocument | None
    ) -> Callable[[int, float, Clip | None], PageImage] | None:
        """The document's render, clips cut to the page."""
        if document is None:
            return None

        def render(page: int, scale: float, clip: Clip | None) -> PageImage:
            if clip is not None:
                width, height = document.sizes[page - 1]
                clip = clip[0], clip[1], min(clip[2], width), min(clip[3], height)
            return document.render(page, scale, clip)

        return render

    def _ask_soon(self, milliseconds: int) -> None:
        if self._document is not None:
            self._ask_later.start(milliseconds)

    def _ask(self) -> None:
        """Wishes in order: previews in sight, sharp tiles in sight, then the neighbours."""
        if self._document is None:
            return
        visible = self._visible_pages()
        scale = self._device_scale()
        near = [p for p in (visible.stop, visible.start - 1) if 1 <= p <= len(self._layout)]
        wanted = [preview_key(page) for page in visible]
        for page in visible:
            wanted += self._tiles(page, scale)
        wanted += [preview_key(page) for page in near]
        self._loader.want(wanted)
        for page in [*visible, *near]:
            self._read(page)

    def _read(self, page: int) -> None:
        document = self._document
        if document is None or page in self._pages or page in self._reading:
            return

        def work() -> Page:
            return document.read(page)

        def failed(error: WorkbenchError) -> None:
            self._reading.pop(page, None)
            self._page_failed(page, error)

        self._reading[page] = self._tasks.run(work, self._page_read, failed, owner=self)

    def _page_read(self, page: Page) -> None:
        self._reading.pop(page.number, None)
        self._pages[page.number] = page
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        self._retick()
        self._reveal_pending()
        self.viewport().update()

    def _loaded(self, page: int) -> Page | None:
        loaded = self._pages.get(page)
        if loaded is not None:
            self._pages.move_to_end(page)
        return loaded

    def _forget_readings(self) -> None:
        for handle in self._reading.values():
            handle.cancel()
        self._reading.clear()

    def _tile_arrived(self, page: int) -> None:
        if page in self._visible_pages():
            self.viewport().update()

    def _page_failed(self, page: int, error: WorkbenchError) -> None:
        if page not in self._broken:
            self._broken[page] = error
            self.failed.emit(error)
        self.viewport().update()


def _paint_shadow(painter: QPainter, rect: QRectF) -> None:
    """Thin strips around the paper; a filled shadow would paint every page several times over."""
    for distance, alpha in enumerate(_SHADOW):
        colour = QColor(0, 0, 0, alpha)
        ring = rect.adjusted(-distance - 1, -distance, distance + 1, distance + 2)
        painter.fillRect(QRectF(ring.left(), ring.bottom() - 1, ring.width(), 1), colour)
        painter.fillRect(QRectF(ring.left(), ring.top(), 1, ring.height() - 1), colour)
        painter.fillRect(QRectF(ring.right() - 1, ring.top(), 1, ring.height() - 1), colour)
        if distance < 3:
            painter.fillRect(QRectF(ring.left(), ring.top() - 1, ring.width(), 1), colour)
