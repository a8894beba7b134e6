"""Pictures of pages in tiles: a bounded cache, and a loader that renders the wanted ones first."""

import ctypes
import sys
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from math import ceil

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QTransform

from workbench.domain.errors import WorkbenchError
from workbench.services.archive import PageImage
from workbench.ui.tasks import Handle, Tasks

TILE = 1024
CACHE_BYTES = 64 * 1024 * 1024
THUMBNAIL_BYTES = 20 * 1024 * 1024
PREVIEW_SCALE = 0.6
_PREVIEW_SIDE = 900
_THUMBNAIL_SIDE = 160
_AT_ONCE = 2
_M_MMAP_THRESHOLD = -3

Clip = tuple[float, float, float, float]


Render = Callable[[int, float, Clip | None], PageImage]


@dataclass(frozen=True, slots=True)
class TileKey:
    """One tile of a page at a scale in device pixels a point; column -1 is the whole page.

    Tiles are counted on the page as it was made; their pictures are turned as the page is.
    """

    page: int
    scale: float
    column: int = -1
    row: int = -1
    is_thumbnail: bool = False

    @property
    def is_whole(self) -> bool:
        """True for a small picture of the whole page."""
        return self.column < 0

    def clip(self) -> Clip | None:
        """The part of the page in points; the last tiles are cut by the page's edge."""
        if self.is_whole:
            return None
        side = TILE / self.scale
        left, top = self.column * side, self.row * side
        return left, top, left + side, top + side

    def place(self) -> QRect:
        """Where the tile stands on the page, in device pixels."""
        return QRect(self.column * TILE, self.row * TILE, TILE, TILE)


def preview_key(page: int, size: tuple[float, float]) -> TileKey:
    """The key of the picture of a whole page, drawn first; a poster's is no larger than others."""
    return TileKey(page, min(PREVIEW_SCALE, _PREVIEW_SIDE / max(1.0, *size)))


def thumbnail_key(page: int, size: tuple[float, float], ratio: float) -> TileKey:
    """The key of a page's thumbnail for a screen of so many device pixels a pixel."""
    scale = _THUMBNAIL_SIDE * ratio / max(1.0, *size)
    return TileKey(page, scale, is_thumbnail=True)


def tiles_of(page: int, scale: float, size: tuple[int, int], visible: QRect) -> list[TileKey]:
    """The tiles of a page (size in device pixels) that meet the visible part, middle first."""
    columns, rows = ceil(size[0] / TILE), ceil(size[1] / TILE)
    first_column = max(0, visible.left() // TILE)
    first_row = max(0, visible.top() // TILE)
    keys = [
        TileKey(page, scale, column, row)
        for row in range(first_row, min(rows, visible.bottom() // TILE + 1))
        for column in range(first_column, min(columns, visible.right() // TILE + 1))
    ]
    middle = visible.center()
    return sorted(keys, key=lambda k: (k.place().center() - middle).manhattanLength())


class TileCache:
    """Pictures by key, the least recently drawn thrown away first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = 0
        self._pictures: OrderedDict[TileKey, QPixmap] = OrderedDict()

    @property
    def bytes(self) -> int:
        """What the pictures take."""
        return self._bytes

    def __contains__(self, key: TileKey) -> bool:
        return key in self._pictures

    def get(self, key: TileKey) -> QPixmap | None:
        """The picture, marked as used."""
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
        return picture

    def put(self, key: TileKey, picture: QPixmap) -> None:
        """Keeps a picture, and drops old ones until all fit."""
        self._drop(key)
        self._pictures[key] = picture
        self._bytes += _size(picture)
        while self._bytes > self._limit and len(self._pictures) > 1:
            self._drop(next(iter(self._pictures)))

    def at_scale(self, page: int, scale: float) -> list[TileKey]:
        """The tiles of a page at a scale that are here."""
        return [k for k in self._pictures if k.page == page and k.scale == scale and k.column >= 0]

    def turn(self, by: int, kept: Callable[[TileKey], bool]) -> None:
        """Turns some pictures to the right and forgets the others."""
        pictures, turn = self._pictures, QTransform().rotate(by)
        self._pictures = OrderedDict()
        self._bytes = 0
        for key, picture in pictures.items():
            if kept(key):
                self.put(key, picture.transformed(turn))

    def clear(self) -> None:
        """Forgets everything."""
        self._pictures.clear()
        self._bytes = 0

    def _drop(self, key: TileKey) -> None:
        picture = self._pictures.pop(key, None)
        if picture is not None:
            self._bytes -= _size(picture)


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4


class TileLoader(QObject):
    """Renders wanted tiles, at most two at once; whoever asks anew replaces the old wishes.

    Thumbnails are drawn one by one when nothing else is wanted.
    """

    arrived = Signal(int)
    thumbnailArrived = Signal(int)
    failed = Signal(int, object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        _give_memory_back()
        self._tasks = tasks
        self.tiles = TileCache(CACHE_BYTES)
        self.thumbnails = TileCache(THUMBNAIL_BYTES)
        self._render: Render | None = None
        self._paper = QColor("#FFFFFF")
        self._rotation = 0
        self._wanted: list[TileKey] = []
        self._spare: list[TileKey] = []
        self._flying: dict[TileKey, Handle] = {}
        self._broken: set[TileKey] = set()

    def use(self, render: Render | None, paper: QColor) -> None:
        """Starts on another document, or on another colour of paper."""
        self.stop()
        self.tiles.clear()
        self.thumbnails.clear()
        self._broken.clear()
        self._render = render
        self._paper = paper

    def turn(self, by: int, to: int, kept: Callable[[TileKey], bool]) -> None:
        """Pages are turned: some pictures with them, the others are drawn anew."""
        self.stop()
        self.tiles.turn(by, kept)
        self.thumbnails.turn(by, lambda _key: True)
        self._rotation = to

    def want(self, keys: Sequence[TileKey]) -> None:
        """These are needed, the first the most; what is not among them is not begun."""
        self._wanted = self._missing(keys)
        self._fly()

    def want_thumbnails(self, keys: Sequence[TileKey]) -> None:
        """These are drawn after all that is wanted."""
        self._spare = self._missing(keys)
        self._fly()

    def stop(self) -> None:
        """Forgets all wishes and drops what is on its way."""
        self._wanted, self._spare = [], []
        for handle in self._flying.values():
            handle.cancel()
        self._flying.clear()

    @property
    def idle(self) -> bool:
        """True when nothing but thumbnails is wanted or on its way."""
        return not self._wanted and all(key.is_thumbnail for key in self._flying)

    def _cache(self, key: TileKey) -> TileCache:
        return self.thumbnails if key.is_thumbnail else self.tiles

    def _missing(self, keys: Sequence[TileKey]) -> list[TileKey]:
        once = dict.fromkeys(keys)
        return [k for k in once if k not in self._cache(k) and k not in self._broken]

    def _fly(self) -> None:
        while (key := self._next()) is not None:
            if key not in self._flying and self._render is not None:
                self._begin(key, self._render)

    def _next(self) -> TileKey | None:
        if self._render is None:
            return None
        if self._wanted:
            return self._wanted.pop(0) if len(self._flying) < _AT_ONCE else None
        return self._spare.pop(0) if self._spare and not self._flying else None

    def _begin(self, key: TileKey, render: Render) -> None:
        paper, rotation = self._paper, self._rotation

        def work() -> QImage:
            return picture_of(render(key.page, key.scale, key.clip()), paper, rotation)

        def landed(image: QImage) -> None:
            self._land(key, image)

        def crashed(error: WorkbenchError) -> None:
            self._crash(key, error)

        self._flying[key] = self._tasks.run(work, landed, crashed, owner=self)

    def _land(self, key: TileKey, image: QImage) -> None:
        self._flying.pop(key, None)
        self._cache(key).put(key, QPixmap.fromImage(image))
        (self.thumbnailArrived if key.is_thumbnail else self.arrived).emit(key.page)
        self._fly()

    def _crash(self, key: TileKey, error: WorkbenchError) -> None:
        self._flying.pop(key, None)
        self._broken.add(key)
        self.failed.emit(key.page, error)
        self._fly()


@cache
def _give_memory_back() -> None:
    """Has the C library return each picture's memory to the system as soon as it is dropped.

    Left alone, glibc keeps pictures of megabytes in pools of every thread: 60 MB after a while.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library than glibc
            ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 256 * 1024)


def picture_of(rendered: PageImage, paper: QColor, rotation: int = 0) -> QImage:
    """The rendered rows as a picture of its own, turned, white paper made the theme's."""
    raw = QImage(
        rendered.data,
        rendered.width,
        rendered.height,
        rendered.stride,
        QImage.Format.Format_RGB888,
    )
    image = raw.convertToFormat(QImage.Format.Format_RGB32)
    if paper != QColor("#FFFFFF"):
        with QPainter(image) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(image.rect(), paper)
    return image.transformed(QTransform().rotate(rotation)) if rotation else image
