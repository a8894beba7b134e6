"""Where the pages of a document stand below each other at a zoom, in logical pixels."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF

from workbench.domain.text import Box

GAP = 16
MARGIN_TOP = 16
MARGIN_SIDE = 52  # room for the badges of evidence beside the paper
PX_PER_POINT = 96 / 72


class PageLayout:
    """Pages centred in a column; numbers count from 1. Sizes are in points."""

    def __init__(
        self,
        sizes: Sequence[tuple[float, float]] = (),
        zoom: float = 1.0,
        view_width: float = 0,
    ) -> None:
        self.zoom = zoom
        scale = zoom * PX_PER_POINT
        widths = [max(1.0, float(round(w * scale))) for w, _h in sizes]
        self.width = max([view_width, *(w + 2 * MARGIN_SIDE for w in widths)])
        self._rects: list[QRectF] = []
        y = float(MARGIN_TOP)
        for width, (_w, h) in zip(widths, sizes, strict=True):
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
        rect = self.rect(page)
        x = (point.x() - rect.left()) / rect.width()
        return page, x, (point.y() - rect.top()) / rect.height()

    def point(self, page: int, x: float, y: float) -> QPointF:
        """The point of shares of a page."""
        rect = self.rect(page)
        return QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height())

    def box(self, page: int, box: Box) -> QRectF:
        """A box of a page as a rectangle."""
        return QRectF(self.point(page, box.left, box.top), self.point(page, box.right, box.bottom))


def fit_zoom(sizes: Sequence[tuple[float, float]], view_width: float) -> float:
    """The zoom at which the widest page fills the view's width."""
    widest = max((w for w, _h in sizes), default=0.0)
    if widest <= 0 or view_width <= 2 * MARGIN_SIDE:
        return 1.0
    return (view_width - 2 * MARGIN_SIDE) / (widest * PX_PER_POINT)
