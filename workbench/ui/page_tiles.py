"""Pictures of pages in tiles: a bounded cache, and a loader that renders the wanted ones first."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from workbench.domain.errors import WorkbenchError
from workbench.services.archive import PageImage
from workbench.ui.tasks import Handle, Tasks

TILE = 1024
CACHE_BYTES = 128 * 1024 * 1024
PREVIEW_SCALE = 0.6
_AT_ONCE = 2

Clip = tuple[float, float, float, float]


Render = Callable[[int, float, Clip | None], PageImage]


@dataclass(frozen=True, slots=True)
class TileKey:
    """One tile of a page at a scale in device pixels a point; column -1 is the whole page."""

    page: int
    scale: float
    column: int = -1
    row: int = -1

    @property
    def is_preview(self) -> bool:
        """True for the small picture of the whole page."""
        return self.column < 0

    def clip(self) -> Clip | None:
        """The part of the page in points; the last tiles are cut by the page's edge."""
        if self.is_preview:
            return None
        side = TILE / self.scale
        left, top = self.column * side, self.row * side
        return left, top, left + side, top + side

    def place(self) -> QRect:
        """Where the tile stands on the page, in device pixels."""
        return QRect(self.column * TILE, self.row * TILE, TILE, TILE)


def preview_key(page: int) -> TileKey:
    """The key of a page's small picture."""
    return TileKey(page, PREVIEW_SCALE)


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

    def __init__(self, limit: int = CACHE_BYTES) -> None:
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
    """Renders wanted tiles, at most two at once; whoever asks anew replaces the old wishes."""

    arrived = Signal(int)
    failed = Signal(int, object)

    def __init__(self, tasks: Tasks, cache: TileCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._cache = cache
        self._render: Render | None = None
        self._paper = QColor("#FFFFFF")
        self._wanted: list[TileKey] = []
        self._flying: dict[TileKey, Handle] = {}
        self._broken: set[TileKey] = set()

    def use(self, render: Render | None, paper: QColor) -> None:
        """Starts on another document, or on another colour of paper."""
        self.stop()
        self._cache.clear()
        self._broken.clear()
        self._render = render
        self._paper = paper

    def want(self, keys: Sequence[TileKey]) -> None:
        """These are needed, the first the most; what is not among them is not begun."""
        self._wanted = [k for k in keys if k not in self._cache and k not in self._broken]
        self._fly()

    def stop(self) -> None:
        """Forgets all wishes and drops what is on its way."""
        self._wanted = []
        for handle in self._flying.values():
            handle.cancel()
        self._flying.clear()

    @property
    def idle(self) -> bool:
        """True when nothing is wanted or on its way."""
        return not (self._wanted or self._flying)

    def _fly(self) -> None:
        while self._render is not None and self._wanted and len(self._flying) < _AT_ONCE:
            key = self._wanted.pop(0)
            if key not in self._flying:
                self._begin(key, self._render, self._paper)

    def _begin(self, key: TileKey, render: Render, paper: QColor) -> None:
        def work() -> QImage:
            return picture_of(render(key.page, key.scale, key.clip()), paper)

        def landed(image: QImage) -> None:
            self._land(key, image)

        def crashed(error: WorkbenchError) -> None:
            self._crash(key, error)

        self._flying[key] = self._tasks.run(work, landed, crashed, owner=self)

    def _land(self, key: TileKey, image: QImage) -> None:
        self._flying.pop(key, None)
        self._cache.put(key, QPixmap.fromImage(image))
        self.arrived.emit(key.page)
        self._fly()

    def _crash(self, key: TileKey, error: WorkbenchError) -> None:
        self._flying.pop(key, None)
        self._broken.add(key)
        self.failed.emit(key.page, error)
        self._fly()


def picture_of(rendered: PageImage, paper: QColor) -> QImage:
    """The rendered rows as an image of its own, white paper turned into the theme's."""
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
    return image
