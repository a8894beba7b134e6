"""Where the pages of a document stand below each other at a zoom, in logical pixels."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF

from workbench.domain.text import Box

GAP = 16
MARGIN_TOP = 16
MARGIN_SIDE = 52  # room for the badges of evidence beside the paper
PX_PER_POINT = 96 / 72

Size = tuple[float, float]


class PageLayout:
    """Pages centred in a column; numbers count from 1. Sizes are in points.

    Rectangles are those of the pages as they are turned to the right; shares are always those of
    the page as it was made, so that boxes need not know how it is looked at.
    """

    def __init__(
        self,
        sizes: Sequence[Size] = (),
        zoom: float = 1.0,
        view_width: float = 0,
        rotation: int = 0,
    ) -> None:
        self.zoom = zoom
        self.rotation = rotation
        scale = zoom * PX_PER_POINT
        turned = turned_sizes(sizes, rotation)
        widths = [max(1.0, float(round(w * scale))) for w, _h in turned]
        self.width = max([view_width, *(w + 2 * MARGIN_SIDE for w in widths)])
        self._rects: list[QRectF] = []
        y = float(MARGIN_TOP)
        for width, (_w, h) in zip(widths, turned, strict=True):
            height = max(1.0, float(round(h * scale)))
            left = float(int((self.width - width) / 2))
            self._rects.append(QRectF(left, y, width, height))
            y += height + GAP
        self.height = y
        self._tops = [rect.top() for rect in self._rects]

    def __len__(self) -> int:
        return len(self._rects)

    def rect(self, page: int) -> QRectF:
        """The rectangle of a page."""
        return self._rects[page - 1]

    def page_at(self, y: float) -> int:
        """The page at or next above a height; 0 without pages."""
        if not self._rects:
            return 0
        return max(1, bisect_right(self._tops, y))

    def between(self, top: float, bottom: float) -> range:
        """The pages that show between two heights."""
        if not self._rects:
            return range(0)
        first = self.page_at(top)
        if self._rects[first - 1].bottom() < top and first < len(self._rects):
            first += 1
        return range(first, self.page_at(bottom) + 1)

    def share(self, point: QPointF) -> tuple[int, float, float]:
        """A point as page and shares of that page; beside the paper they leave 0…1."""
        page = self.page_at(point.y())
        return page, *self.share_on(page, point)

    def share_on(self, page: int, point: QPointF) -> tuple[float, float]:
        """A point in shares of a given page."""
        rect = self.rect(page)
        x = (point.x() - rect.left()) / rect.width()
        y = (point.y() - rect.top()) / rect.height()
        return turned_share(x, y, -self.rotation)

    def point(self, page: int, x: float, y: float) -> QPointF:
        """The point of shares of a page."""
        rect = self.rect(page)
        x, y = turned_share(x, y, self.rotation)
        return QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height())

    def box(self, page: int, box: Box) -> QRectF:
        """A box of a page as a rectangle."""
        one = self.point(page, box.left, box.top)
        return QRectF(one, self.point(page, box.right, box.bottom)).normalized()

    def unbox(self, page: int, rect: QRectF) -> Box:
        """The box of a page that a rectangle covers."""
        x1, y1 = self.share_on(page, rect.topLeft())
        x2, y2 = self.share_on(page, rect.bottomRight())
        return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def turned_sizes(sizes: Sequence[Size], rotation: int) -> list[Size]:
    """The sizes of pages turned to the right."""
    return [(h, w) for w, h in sizes] if rotation % 180 else list(sizes)


def turned_share(x: float, y: float, rotation: int) -> tuple[float, float]:
    """Where a place in shares of a page comes to stand when the page is turned to the right."""
    match rotation % 360:
        case 90:
            return 1 - y, x
        case 180:
            return 1 - x, 1 - y
        case 270:
            return y, 1 - x
        case _:
            return x, y


def turned_rect(rect: QRect, size: tuple[int, int], rotation: int) -> QRect:
    """Where a rectangle of a picture of that size comes to stand when the picture is turned."""
    x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
    match rotation % 360:
        case 90:
            return QRect(size[1] - y - height, x, height, width)
        case 180:
            return QRect(size[0] - x - width, size[1] - y - height, width, height)
        case 270:
            return QRect(y, size[0] - x - width, height, width)
        case _:
            return QRect(rect)


def usual_size(sizes: Sequence[Size]) -> Size:
    """The size most pages have, so that one map does not make a report small."""
    rounded = Counter((round(w), round(h)) for w, h in sizes)
    if not rounded:
        return 0.0, 0.0
    usual = rounded.most_common(1)[0][0]
    return next((w, h) for w, h in sizes if (round(w), round(h)) == usual)


def fit_zoom(size: Size, view_width: float, view_height: float = float("inf")) -> float:
    """The zoom at which a page of that size fills the width, and no more than the height."""
    width, height = size
    room, high = view_width - 2 * MARGIN_SIDE, view_height - 2 * MARGIN_TOP
    if width <= 0 or height <= 0 or room <= 0 or high <= 0:
        return 1.0
    return min(room / width, high / height) / PX_PER_POINT
