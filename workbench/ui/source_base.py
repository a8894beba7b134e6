"""What both views of a source show: lit words, evidence, the selection, the strip of places."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QGuiApplication,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from workbench.domain.evidence import Stance
from workbench.domain.text import Box
from workbench.i18n import _
from workbench.ui.hit_strip import STRIP_WIDTH, HitStrip, Tick
from workbench.ui.marks import Mark
from workbench.ui.style import theme

ZOOM_RANGE = (0.25, 8.0)
_READ_ALOUD = 2000
_MOST_TICKS = 2000
_PART = 2000
_ROOM_LEFT, _ROOM_RIGHT = 56, 16  # a badge stands left of a passage
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A span of one page of the source shown."""

    page: int
    start: int
    end: int

    def __bool__(self) -> bool:
        return self.end > self.start

    def joined(self, other: "Spot") -> "Spot":
        """The span from one to the other, on this spot's page."""
        if other.page != self.page:
            return self
        return Spot(self.page, min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Place:
    """Where the view stands: the page and the share of it at the top of the window."""

    page: int = 1
    share: float = 0.0


class Fit(StrEnum):
    """What the zoom follows when the window changes."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Look:
    """How a source is looked at; zoom is what was in force, and counts where fit is FREE."""

    zoom: float = 1.0
    fit: Fit = Fit.WIDTH
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class HitPlace:
    """A hit to be ticked beside the scroll bar."""

    spot: Spot
    label: str


NOWHERE = Spot(0, 0, 0)


class SourceBase(QAbstractScrollArea):
    """A scrolled source that can show places; kinds of view say where text stands."""

    selectionChanged = Signal(int, int, int)
    selectionFinished = Signal()
    areaChanged = Signal()
    pageChanged = Signal(int)
    zoomChanged = Signal()
    markActivated = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lit: dict[int, list[tuple[int, int]]] = {}
        self._lit_first = NOWHERE
        self._found: dict[int, list[tuple[int, int]]] = {}
        self._found_spots: list[Spot] = []
        self._found_current = NOWHERE
        self._found_ticks: list[Tick] = []
        self._marks: list[Mark] = []
        self._current_mark = ""
        self._hits: list[HitPlace] = []
        self._selected = NOWHERE
        self._anchor = NOWHERE
        self._page = 0
        self._pending_reveal: Spot | None = None
        self._strip = HitStrip(self)
        self._strip.tickActivated.connect(self._follow_tick)
        self.setViewportMargins(0, 0, STRIP_WIDTH, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setMouseTracking(True)
        self._ring = False
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(48)
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # What a kind of view says ---------------------------------------------------------------

    def text_of(self, page: int) -> str | None:
        """The text of a page, None while it is not loaded."""
        raise NotImplementedError

    def rects_of(self, spot: Spot) -> list[QRectF]:
        """One rectangle a line of the span, in coordinates of the whole content."""
        raise NotImplementedError

    def place(self) -> Place:
        """Where the view stands."""
        raise NotImplementedError

    def go(self, place: Place) -> None:
        """Goes back to a place."""
        raise NotImplementedError

    def page_top(self, page: int) -> tuple[float, float]:
        """Top and height of a page in the content."""
        raise NotImplementedError

    def page_at_height(self, y: float) -> int:
        """The page at a height of the content."""
        raise NotImplementedError

    @property
    def zoom_percent(self) -> int:
        """The zoom as people say it."""
        raise NotImplementedError

    def look(self) -> Look:
        """Zoom, fit and rotation, to be remembered for the source."""
        raise NotImplementedError

    def set_look(self, look: Look) -> None:
        """Looks at the source that way, the place at the top staying there."""
        raise NotImplementedError

    # What only pages have ---------------------------------------------------------------------

    @property
    def fit(self) -> Fit:
        """What the zoom follows; text that flows always fits."""
        return Fit.FREE

    def set_fit(self, _fit: Fit) -> None:
        """Zooms to the width or the page; does nothing to text that flows."""
        return

    @property
    def rotation(self) -> int:
        """How far pages are turned to the right: 0, 90, 180 or 270 degrees."""
        return 0

    def rotate(self, _by: int) -> None:
        """Turns pages further to the right; does nothing to text that flows."""
        return

    def area(self) -> tuple[int, Box] | None:
        """The rectangle selected, by page."""
        return None

    def set_area(self, _page: int, _box: Box | None) -> None:
        """Selects a rectangle of a page, or none; does nothing to text that flows."""
        return

    @property
    def area_mode(self) -> bool:
        """True while dragging selects a rectangle without Alt."""
        return False

    def set_area_mode(self, _on: bool) -> None:
        """Makes dragging select a rectangle; does nothing to text that flows."""
        return

    def reveal_boxes(self, page: int, _boxes: Sequence[Box]) -> None:
        """Brings boxes of a page to the middle of the window."""
        self.show_page(page)

    # Verbs ------------------------------------------------------------------------------------

    def set_lit(self, spots: Sequence[Spot]) -> None:
        """Lights these words and no others; the first is where Return selects the sentence."""
        self._lit = {}
        for spot in spots:
            self._lit.setdefault(spot.page, []).append((spot.start, spot.end))
        for spans in self._lit.values():
            spans.sort()
        self._lit_first = spots[0] if spots else NOWHERE
        self.viewport().update()

    def clear_lit(self) -> None:
        """Lights nothing, ticks no hit."""
        self.set_lit(())
        self.set_hits(())

    def set_found(self, spots: Sequence[Spot], current: int = -1) -> None:
        """Lights what was found in the document, in a second way; one of it the strongest."""
        self._found = {}
        for spot in spots:
            self._found.setdefault(spot.page, []).append((spot.start, spot.end))
        for spans in self._found.values():
            spans.sort()
        self._found_spots = list(spots)
        self._found_current = spots[current] if 0 <= current < len(spots) else NOWHERE
        self._retick()
        self.viewport().update()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Outlines this evidence and no other."""
        self._marks = list(marks)
        self._retick()
        self.viewport().update()

    def set_current_mark(self, mark_id: str) -> None:
        """Draws one piece of evidence stronger."""
        self._current_mark = mark_id
        self.viewport().update()

    def set_hits(self, hits: Sequence[HitPlace]) -> None:
        """Ticks these hits beside the scroll bar."""
        self._hits = list(hits)
        self._retick()

    @property
    def strip(self) -> HitStrip:
        """The strip of places."""
        return self._strip

    @property
    def current_page(self) -> int:
        """The page that shows most of itself."""
        return self._page

    def show_page(self, page: int) -> None:
        """Brings the top of a page to the top of the window."""
        self._pending_reveal = None
        self.go(Place(page, 0.0))

    def reveal(self, page: int, start: int, end: int) -> None:
        """Brings a span to the middle of the window, at once or as soon as its page is read."""
        spot = Spot(page, start, end)
        rects = self.rects_of(spot)
        if not rects:
            self.go(Place(page, 0.0))
            self._pending_reveal = spot
            return
        self._pending_reveal = None
        self._centre(rects)

    def spot(self) -> Spot:
        """The words selected; false where there is none."""
        return self._selected

    def select(self, page: int, start: int, end: int) -> None:
        """Selects a span."""
        self._set_selected(Spot(page, start, end))
        self.selectionFinished.emit()

    def clear_selection(self) -> None:
        """Selects nothing."""
        self._anchor = NOWHERE
        self._set_selected(NOWHERE)

    def selected_text(self) -> str:
        """The selected words, from the clean text of the page."""
        text = self.text_of(self._selected.page) if self._selected else None
        return text[self._selected.start : self._selected.end] if text is not None else ""

    def copy(self) -> None:
        """Copies the selected words."""
        if self._selected:
            QGuiApplication.clipboard().setText(self.selected_text())

    def selection_rect(self) -> QRectF:
        """Where the selection's last line stands in the viewport; empty while nothing is."""
        rects = self.rects_of(self._selected) if self._selected else []
        return rects[-1].translated(-self._offset()) if rects else QRectF()

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        self._strip.update()
        self.viewport().update()

    # Qt -----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.viewport().geometry()
        self._strip.setGeometry(area.right() + 1, area.top(), STRIP_WIDTH, area.height())

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()
        self._note_page()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in _BY_KEYBOARD
        self._read_out()
        self.viewport().update()

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self._ring = False
        self.viewport().update()

    # Private --------------------------------------------------------------------------------------

    def _set_selected(self, spot: Spot) -> None:
        spot = spot if spot else NOWHERE
        if spot == self._selected:
            return
        self._selected = spot
        self.viewport().update()
        self.selectionChanged.emit(spot.page, spot.start, spot.end)
        if spot:
            self._read_out()

    def _read_out(self) -> None:
        """Tells a screen reader the selection, else the page."""
        self.setAccessibleDescription(self._spoken()[:_READ_ALOUD])
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )

    def _spoken(self) -> str:
        return self.selected_text() or self.text_of(self._page) or ""

    def _note_page(self) -> None:
        page = self._most_in_sight()
        if page and page != self._page:
            self._page = page
            self.pageChanged.emit(page)

    def _most_in_sight(self) -> int:
        """The page that shows most of itself, the upper one of two."""
        top = float(self.verticalScrollBar().value())
        bottom = top + self.viewport().height()
        best, most = self.page_at_height(top), 0.0
        for page in range(best, self.page_at_height(bottom) + 1):
            start, height = self.page_top(page)
            shown = min(bottom, start + height) - max(top, start)
            if shown > most + 1:
                best, most = page, shown
        return best

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _content_point(self, position: QPointF) -> QPointF:
        return position + self._offset()

    def _centre(self, rects: Sequence[QRectF]) -> None:
        whole = QRectF(rects[0])
        for rect in rects[1:]:
            whole = whole.united(rect)
        area = self.viewport().size()
        top = (
            whole.top() - 24
            if whole.height() > area.height() - 48
            else (whole.center().y() - area.height() * 0.42)
        )
        self.verticalScrollBar().setValue(int(top))
        bar = self.horizontalScrollBar()
        left, right = whole.left() - _ROOM_LEFT, whole.right() + _ROOM_RIGHT
        if left < bar.value() or right - left > area.width():
            bar.setValue(int(left))
        elif right > bar.value() + area.width():
            bar.setValue(int(right - area.width()))

    def _forget_places(self) -> None:
        """For another source: nothing lit, ticked, outlined or selected."""
        self._marks, self._hits = [], []
        self.set_lit(())
        self.set_found(())
        self._page = 0
        self._pending_reveal = None
        self.clear_selection()

    def _draw_ring(self, painter: QPainter) -> None:
        """The focus, where it came by keyboard."""
        if self._ring:
            painter.setPen(QPen(QColor(theme().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    def _mark_at(self, _position: QPointF) -> str:
        """The evidence whose badge is at a point of the viewport."""
        return ""

    def _reveal_pending(self) -> None:
        if self._pending_reveal is not None and self.rects_of(self._pending_reveal):
            spot = self._pending_reveal
            self.reveal(spot.page, spot.start, spot.end)

    def _follow_tick(self, tick: Tick) -> None:
        if tick.boxes and tick.end <= tick.start:
            self.reveal_boxes(tick.page, tick.boxes)
        else:
            self.reveal(tick.page, tick.start, tick.end)

    def _retick(self) -> None:
        """Places all ticks anew."""
        self._found_ticks = [
            Tick(self._share(spot), "found", "", spot.page, spot.start, spot.end)
            for spot in _some_of_each_part(self._found_spots)
        ]
        self._retick_known()

    def _retick_known(self) -> None:
        """Places the ticks of hits and evidence anew, of which there are few."""
        ticks = [
            Tick(
                self._share(hit.spot), "lit", hit.label, hit.spot.page, hit.spot.start, hit.spot.end
            )
            for hit in self._hits
        ]
        for mark in self._marks:
            label = stance_words(mark.stance, mark.number)
            spot = Spot(mark.page, mark.start, mark.end)
            share = self._share(spot, mark.boxes)
            at = (spot.page, spot.start, spot.end)
            ticks.append(Tick(share, mark.stance.value, label, *at, boxes=mark.boxes))
        self._strip.set_ticks([*self._found_ticks, *ticks], len(self._found_spots))

    def _share(self, spot: Spot, boxes: tuple[Box, ...] = ()) -> float:
        """Where a span stands in the whole height, as well as is known."""
        raise NotImplementedError

    def _content_height(self) -> float:
        return float(self.verticalScrollBar().maximum() + self.viewport().height())


def _some_of_each_part(spots: Sequence[Spot]) -> list[Spot]:
    """Enough spots for the strip, which has no room for tens of thousands; no part left out."""
    if len(spots) <= _MOST_TICKS:
        return list(spots)
    taken: Counter[tuple[int, int]] = Counter()
    some = []
    for spot in spots:
        part = (spot.page, spot.start // _PART)
        taken[part] += 1
        if taken[part] <= 2:
            some.append(spot)
    return some


def within(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Those of the sorted spans that touch a span."""
    first = max(0, bisect_left(spans, (start, start)) - 1)
    return [span for span in spans[first : bisect_left(spans, (end, end))] if span[1] > start]


def stance_words(stance: Stance, number: int) -> str:
    """What a piece of evidence does, in words."""
    if stance is Stance.SUPPORTS:
        return _("supports claim {number}").format(number=number)
    if stance is Stance.REFUTES:
        return _("refutes claim {number}").format(number=number)
    return _("context for claim {number}").format(number=number)
