"""A source whose pages are pictures: rendered in tiles, sharp at any zoom, never blocking."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from workbench.domain.errors import WorkbenchError
from workbench.domain.source import Page
from workbench.domain.text import Box
from workbench.i18n import _
from workbench.services.archive import PageImage
from workbench.ui.marks import (
    Mark,
    draw_badge,
    fill_found,
    fill_found_now,
    fill_lit,
    fill_selection,
    spread_badges,
)
from workbench.ui.page_area import PageArea
from workbench.ui.page_layout import turned_rect
from workbench.ui.page_paint import badge_place, outline_boxes, paint_failure, paint_shadow
from workbench.ui.page_texts import PageTexts
from workbench.ui.page_tiles import (
    Clip,
    TileKey,
    TileLoader,
    preview_key,
    thumbnail_key,
    tiles_of,
)
from workbench.ui.page_words import PageWords, line_of, nearest_word, on_word, unit, words_in
from workbench.ui.source_base import NOWHERE, Place, Spot
from workbench.ui.style import paper_theme, theme
from workbench.ui.tasks import Tasks
from workbench.ui.text_steps import word_at

_AHEAD = 2
_FLING_PX_PER_MS = 5.0
_CALM_MS = 60
_TYPICAL_PAGE = 3000


@dataclass(frozen=True, slots=True)
class PageDocument:
    """What the view needs of a source: sizes in points, and where pages and pictures come from.

    Both calls may block; they are made in a thread.
    """

    sizes: tuple[tuple[float, float], ...]
    read: Callable[[int], Page]
    render: Callable[[int, float, Clip | None], PageImage]


class PageView(PageArea):
    """Pages below each other, as pictures, with words that can be lit, outlined and selected."""

    thumbnailArrived = Signal(int)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: PageDocument | None = None
        self._broken: dict[int, WorkbenchError] = {}
        self._badges: dict[str, QRectF] = {}
        self._known_places: dict[Spot, tuple[float, float]] = {}
        self._texts = PageTexts(tasks, self)
        self._texts.arrived.connect(self._page_read)
        self._texts.failed.connect(self._page_failed)
        self._loader = TileLoader(tasks, self)
        self._loader.arrived.connect(self._tile_arrived)
        self._loader.thumbnailArrived.connect(self.thumbnailArrived)
        self._loader.failed.connect(self._page_failed)
        self._thumbnails_wanted = range(0)
        self._since_asked = QElapsedTimer()
        self._since_asked.start()
        self._asked_top = 0
        self._jumped = True
        self._ask_later = QTimer(self, singleShot=True)
        self._ask_later.timeout.connect(self._ask)
        self.setAccessibleName(_("Source, pages as pictures"))

    # Verbs ------------------------------------------------------------------------------------

    def set_document(self, document: PageDocument | None) -> None:
        """Shows another source from its first page, or none."""
        self._document = document
        self._broken.clear()
        self._known_places.clear()
        self._thumbnails_wanted = range(0)
        self._forget_places()
        self._texts.use(document.read if document is not None else None)
        self._loader.turn(0, 0, lambda _key: False)
        self._loader.use(self._careful_render(document), QColor(theme().paper))
        self._set_sizes(document.sizes if document is not None else ())
        self._note_page()
        self._ask_soon(0)

    def stop(self) -> None:
        """Drops all requests; for the end."""
        self._ask_later.stop()
        self._texts.stop()
        self._loader.stop()

    @property
    def settled(self) -> bool:
        """True when everything in sight is drawn sharp and nothing is under way."""
        return self._loader.idle and self._texts.idle and not self._ask_later.isActive()

    def thumbnail(self, page: int) -> QPixmap | None:
        """The small picture of a page, None while it is not drawn."""
        return self._loader.thumbnails.get(self._thumbnail_key(page))

    def want_thumbnails(self, pages: range) -> None:
        """Has these drawn after everything in sight, and no others."""
        self._thumbnails_wanted = range(max(1, pages.start), min(pages.stop, len(self._sizes) + 1))
        self._loader.want_thumbnails([self._thumbnail_key(p) for p in self._thumbnails_wanted])

    def words_of(self, page: int) -> PageWords | None:
        return self._texts.get(page)

    def text_of(self, page: int) -> str | None:
        loaded = self._texts.get(page)
        return loaded.page.text if loaded is not None else None

    def rects_of(self, spot: Spot) -> list[QRectF]:
        if not 1 <= spot.page <= len(self._layout):
            return []
        return [self._layout.box(spot.page, box) for box in self._boxes_of(spot)]

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
        loaded = self._texts.get(spot.page)
        words = loaded.page.words if loaded is not None else ()
        for index, word in enumerate(words):
            if word.start <= spot.start < word.end:
                return Spot(spot.page, *line_of(words, index))
        return NOWHERE

    def go(self, place: Place) -> None:
        self._jumped = True
        super().go(place)

    def retheme(self) -> None:
        self._loader.use(self._careful_render(self._document), QColor(theme().paper))
        super().retheme()
        self.want_thumbnails(self._thumbnails_wanted)
        self._ask_soon(0)

    # Qt -----------------------------------------------------------------------------------------

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
            self._paint_area(painter)
            painter.resetTransform()
            self._draw_ring(painter)

    # Painting -------------------------------------------------------------------------------------

    def _paint_page(self, painter: QPainter, page: int, offset: QPointF) -> None:
        rect = self._layout.rect(page).translated(-offset)
        paint_shadow(painter, rect)
        ratio = self.devicePixelRatioF()
        # Tiles are drawn on whole device pixels: a page half a pixel off is a blurred page.
        painter.save()
        painter.setClipRect(rect)
        painter.scale(1 / ratio, 1 / ratio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        origin = QPoint(round(rect.left() * ratio), round(rect.top() * ratio))
        size = QSize(round(rect.width() * ratio), round(rect.height() * ratio))
        keys = self._tiles(page, self._in_sight())
        tiles = self._loader.tiles
        preview = tiles.get(self._preview_key(page))
        if any(key not in tiles for key in keys):
            painter.fillRect(QRect(origin, size), QColor(theme().paper))
            if preview is not None:
                painter.drawPixmap(QRect(origin, size), preview)
            self._paint_old_tiles(painter, page, origin)
        for key in keys:
            picture = tiles.get(key)
            if picture is not None:
                place = self._place_of(key, picture, self._device_scale())
                painter.drawPixmap(origin + place.topLeft(), picture)
        painter.restore()
        if preview is None and page in self._broken:
            paint_failure(painter, rect, self._broken[page])

    def _paint_old_tiles(self, painter: QPainter, page: int, origin: QPoint) -> None:
        """What was drawn sharp at the zoom before, until it is drawn at this one."""
        scale, old = self._device_scale(), self._old_scale
        if not old or old == scale:
            return
        factor = scale / old
        for key in self._loader.tiles.at_scale(page, old):
            picture = self._loader.tiles.get(key)
            if picture is not None:
                place = QRectF(self._place_of(key, picture, old))
                corner = QPointF(origin) + place.topLeft() * factor
                painter.drawPixmap(
                    QRectF(corner, place.size() * factor), picture, QRectF(picture.rect())
                )

    def _paint_words(self, painter: QPainter, page: int) -> None:
        colours = paper_theme()
        fill_lit(painter, self._rects_on(page, self._lit), colours, multiply=True)
        fill_found(painter, self._rects_on(page, self._found), dark=False, multiply=True)
        if page == self._found_current.page:
            fill_found_now(painter, self.rects_of(self._found_current), dark=False, multiply=True)
        if page == self._selected.page and self._selected:
            fill_selection(painter, self.rects_of(self._selected), colours, multiply=True)
        elif self._area is not None and self._area[0] == page:
            fill_selection(painter, self._area_words(), colours, multiply=True)

    def _rects_on(self, page: int, spans: Mapping[int, Sequence[tuple[int, int]]]) -> list[QRectF]:
        return [
            rect
            for start, end in spans.get(page, ())
            for rect in self.rects_of(Spot(page, start, end))
        ]

    def _area_words(self) -> list[QRectF]:
        if self._area is None:
            return []
        page, box = self._area
        loaded = self._texts.get(page)
        words = words_in(loaded.page.words, box) if loaded is not None else ()
        return [self._layout.box(page, word.box) for word in words]

    def _paint_evidence(self, painter: QPainter, offset: QPointF) -> None:
        visible = self._visible_pages()
        shown: list[tuple[Mark, QRectF]] = []
        for mark in self._marks:
            boxes = self._mark_boxes(mark) if mark.page in visible else ()
            if boxes:
                outline_boxes(painter, self._layout, mark, mark.id == self._current_mark, boxes)
                shown.append((mark, badge_place(self._layout, mark, boxes, offset.x() + 2)))
        places = spread_badges([rect for _mark, rect in shown])
        for (mark, _rect), place in zip(shown, places, strict=True):
            draw_badge(painter, mark, place, paper_theme())
            self._badges[mark.id] = place.translated(-offset)

    def _mark_boxes(self, mark: Mark) -> tuple[Box, ...]:
        if mark.boxes and 1 <= mark.page <= len(self._layout):
            return mark.boxes
        return self._boxes_of(Spot(mark.page, mark.start, mark.end))

    def _mark_at(self, position: QPointF) -> str:
        return next((key for key, rect in self._badges.items() if rect.contains(position)), "")

    # Geometry -------------------------------------------------------------------------------------

    def _pixel_size(self, page: int, scale: float) -> tuple[int, int]:
        width, height = self._sizes[page - 1]
        return round(width * scale), round(height * scale)

    def _tiles(self, page: int, area: QRectF) -> list[TileKey]:
        """The tiles of a page that an area of the content needs."""
        ratio, scale = self.devicePixelRatioF(), self._device_scale()
        rect = self._layout.rect(page)
        seen = area.intersected(rect).translated(-rect.topLeft())
        if seen.isEmpty():
            return []
        visible = QRect(
            int(seen.left() * ratio),
            int(seen.top() * ratio),
            int(seen.width() * ratio) + 1,
            int(seen.height() * ratio) + 1,
        )
        size = self._pixel_size(page, scale)
        turned = size[::-1] if self.rotation % 180 else size
        made = turned_rect(visible, turned, -self.rotation)
        return tiles_of(page, scale, size, made)

    def _place_of(self, key: TileKey, picture: QPixmap, scale: float) -> QRect:
        """Where a tile's picture stands on its turned page, in device pixels of its scale."""
        width, height = picture.width(), picture.height()
        if self.rotation % 180:
            width, height = height, width
        made = QRect(key.place().topLeft(), QSize(width, height))
        return turned_rect(made, self._pixel_size(key.page, scale), self.rotation)

    def _boxes_of(self, spot: Spot) -> tuple[Box, ...]:
        loaded = self._texts.get(spot.page)
        if loaded is not None:
            return loaded.boxes(spot.start, spot.end)
        here = (spot.page, spot.start, spot.end)
        known = (m.boxes for m in self._marks if spot and (m.page, m.start, m.end) == here)
        return next(known, ())

    def _share(self, spot: Spot, boxes: tuple[Box, ...] = ()) -> float:
        if not 1 <= spot.page <= len(self._layout):
            return 0.0
        place = self._known_places.get(spot)
        if place is None:
            loaded = self._texts.peek(spot.page)
            if not boxes and loaded is not None:
                boxes = loaded.boxes(spot.start, spot.end)
            if boxes:
                place = (boxes[0].left + boxes[0].right) / 2, (boxes[0].top + boxes[0].bottom) / 2
                if spot:
                    self._known_places[spot] = place
            else:
                place = 0.5, 0.08 + 0.84 * min(1.0, spot.start / _TYPICAL_PAGE)
        return self._layout.point(spot.page, *place).y() / max(1.0, self._content_height())

    def _word_at(self, point: QPointF, page: int) -> tuple[Page, int, float, float] | None:
        if not len(self._layout):
            return None
        number = page if page else self._layout.page_at(point.y())
        x, y = self._layout.share_on(number, point)
        loaded = self._texts.get(number)
        if loaded is None or not loaded.page.words:
            return None
        width, height = self._sizes[number - 1]
        index = nearest_word(loaded.page.words, x, y, height / width)
        return None if index is None else (loaded.page, index, x, y)

    def _turned(self, by: int) -> None:
        seen = {self._preview_key(page) for page in self._visible_pages()}
        self._loader.turn(by, self.rotation, seen.__contains__)
        self.want_thumbnails(self._thumbnails_wanted)
        for page in self._thumbnails_wanted:
            if self.thumbnail(page) is not None:
                self.thumbnailArrived.emit(page)
        self._ask_soon(0)

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
        """Wishes in order: previews in sight, sharp tiles in sight, then what is ahead."""
        if self._document is None:
            return
        top = self.verticalScrollBar().value()
        moved, flung = top - self._asked_top, self._is_flung(top)
        visible = self._visible_pages()
        ahead = range(visible.stop, visible.stop + _AHEAD)
        if moved < 0:
            ahead = range(visible.start - 1, visible.start - 1 - _AHEAD, -1)
        near = [page for page in ahead if 1 <= page <= len(self._sizes)]
        wanted = [self._preview_key(page) for page in visible]
        if flung:
            self._ask_soon(_CALM_MS)
        else:
            for page in visible:
                wanted += self._tiles(page, self._in_sight())
        wanted += [self._preview_key(page) for page in near]
        if not flung:
            further = self._in_sight().translated(
                0, self.viewport().height() * (0.5 if moved >= 0 else -0.5)
            )
            for page in [*visible, *near[:1]]:
                wanted += self._tiles(page, further)
            self._texts.want([*visible, *near])
        self._loader.want(wanted)

    def _is_flung(self, top: int) -> bool:
        """True while the reader scrolls so fast that sharp pages would come too late."""
        elapsed = self._since_asked.restart()
        moved = abs(top - self._asked_top)
        self._asked_top = top
        jumped, self._jumped = self._jumped, False
        return not jumped and moved > _FLING_PX_PER_MS * max(1, elapsed) and moved > 300

    def _preview_key(self, page: int) -> TileKey:
        return preview_key(page, self._sizes[page - 1])

    def _thumbnail_key(self, page: int) -> TileKey:
        return thumbnail_key(page, self._sizes[page - 1], self.devicePixelRatioF())

    def _page_read(self, page: int) -> None:
        self._retick_known()
        if page in self._visible_pages():
            self._reveal_pending()
            self.viewport().update()
        elif self._pending_reveal is not None and self._pending_reveal.page == page:
            self._pending_reveal = None  # The reader went elsewhere meanwhile.

    def _tile_arrived(self, page: int) -> None:
        if page in self._visible_pages():
            self.viewport().update()

    def _page_failed(self, page: int, error: WorkbenchError) -> None:
        if page not in self._broken:
            self._broken[page] = error
            self.failed.emit(error)
        self.viewport().update()
