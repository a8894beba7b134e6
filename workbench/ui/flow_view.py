"""A source that flows: its text in the reading face, with the same powers as pictures of pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.domain.source import Page
from workbench.domain.text import Box
from workbench.i18n import _
from workbench.ui.flow_layout import Block, FlowLayout, Style
from workbench.ui.marks import (
    Mark,
    badge_rect,
    draw_badge,
    draw_outline,
    fill_found,
    fill_found_now,
    fill_lit,
    fill_selection,
    spread_badges,
)
from workbench.ui.source_base import NOWHERE, Fit, Look, Place, Spot, within
from workbench.ui.source_view import SourceView
from workbench.ui.style import small_font, theme
from workbench.ui.text_steps import run_at, word_at

_ZOOM_RANGE = (0.6, 3.0)
_SLICE_MS = 8
_BATCH = 16
_AROUND = 24


@dataclass(frozen=True, slots=True)
class FlowDocument:
    """What the view needs of a source: its pages, and what each is called over its text."""

    pages: tuple[Page, ...]
    headings: tuple[str, ...]


class FlowView(SourceView):
    """Text in one column; paragraphs are set when they come into sight, the rest when idle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: dict[int, Page] = {}
        self._layout = FlowLayout()
        self._zoom = 1.0
        self._badges: dict[str, QRectF] = {}
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._settle_some)
        self.setAccessibleName(_("Source, text"))

    # Verbs ------------------------------------------------------------------------------------

    def set_document(self, document: FlowDocument | None) -> None:
        """Shows another source from its start, or none."""
        pages = document.pages if document is not None else ()
        headings = document.headings if document is not None else ()
        self._pages = {page.number: page for page in pages}
        self._forget_places()
        self._layout = FlowLayout(pages, headings, self._zoom, self._view_width())
        self._resized()
        self.verticalScrollBar().setValue(0)
        self._note_page()

    def stop(self) -> None:
        """Ends the work done when idle."""
        self._idle.stop()

    @property
    def settled(self) -> bool:
        """True when every paragraph has its height."""
        return self._layout.settled

    @property
    def zoom_percent(self) -> int:
        return round(self._zoom * 100)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        self._zoom_to(self._zoom * factor, at)

    def zoom_reset(self) -> None:
        self._zoom_to(1.0, None)

    def look(self) -> Look:
        return Look(self._zoom, Fit.FREE)

    def set_look(self, look: Look) -> None:
        self._zoom_to(look.zoom, QPointF(0, 0))

    def text_of(self, page: int) -> str | None:
        found = self._pages.get(page)
        return found.text if found is not None else None

    def rects_of(self, spot: Spot) -> list[QRectF]:
        if spot.page not in self._pages:
            return []
        self._settle_for(self._layout.blocks_within(spot.page, spot.start, spot.end))
        return self._layout.rects(spot.page, spot.start, spot.end)

    def reveal(self, page: int, start: int, end: int) -> None:
        if page in self._pages:
            # Neighbours first: what is set later, on the way into sight, would push the span off.
            index = self._layout.block_of(page, start)
            count = len(self._layout.blocks)
            self._settle_for(range(max(0, index - _AROUND), min(count, index + _AROUND)))
        super().reveal(page, start, end)

    def unit_at(self, point: QPointF, page: int = 0) -> Spot:
        found = self._layout.offset_at(point, page)
        if found is None:
            return NOWHERE
        number, at, _on_line = found
        return Spot(number, *run_at(self._pages[number].text, at))

    def exact_at(self, point: QPointF) -> Spot:
        found = self._layout.offset_at(point)
        if found is None or not found[2]:
            return NOWHERE
        return Spot(found[0], *word_at(self._pages[found[0]].text, found[1]))

    def line_at(self, spot: Spot) -> Spot:
        return Spot(spot.page, *self._layout.line_span(spot.page, spot.start))

    def place(self) -> Place:
        y = float(self.verticalScrollBar().value())
        page = self.page_at_height(y)
        top, height = self.page_top(page)
        return Place(page, (y - top) / height if height else 0.0)

    def go(self, place: Place) -> None:
        if not self._pages:
            return
        page = min(max(1, place.page), max(self._pages))
        first = self._layout.first_of(page)
        self._settle_for(range(first, min(first + 24, len(self._layout.blocks))))
        top, height = self.page_top(page)
        self.verticalScrollBar().setValue(round(top + place.share * height))
        self._note_page()

    def page_top(self, page: int) -> tuple[float, float]:
        if page not in self._pages:
            return 0.0, 0.0
        top = self._layout.top(self._layout.first_of(page))
        after = page + 1
        end = (
            self._layout.top(self._layout.first_of(after))
            if after in self._pages
            else self._layout.height
        )
        return top, end - top

    def page_at_height(self, y: float) -> int:
        index = self._layout.block_at(y)
        return self._layout.blocks[index].page if index >= 0 else 0

    # Qt -----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() == event.size().width():
            self._resized()
            return
        self._rescale(self._zoom, QPointF(0, 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), QColor(theme().pane))
            self._settle_for(self._visible_blocks())
            visible = self._visible_blocks()
            offset = self._offset()
            painter.translate(-offset)
            self._paint_grounds(painter, visible)
            for index in visible:
                self._paint_block(painter, index)
            self._paint_evidence(painter, visible, offset)
            painter.resetTransform()
            self._draw_ring(painter)

    # Private --------------------------------------------------------------------------------------

    def _share(self, spot: Spot, _boxes: tuple[Box, ...] = ()) -> float:
        # By the block's top, not by its lines: ticks for many hits must not set many paragraphs.
        index = self._layout.block_of(spot.page, spot.start)
        if index < 0:
            return 0.0
        block = self._layout.blocks[index]
        within = (spot.start - block.start) / max(1, block.end - block.start)
        top, below = self._layout.top(index), self._layout.top(index + 1)
        return (top + within * (below - top)) / max(1.0, self._layout.height)

    def _paint_grounds(self, painter: QPainter, visible: range) -> None:
        lit: list[QRectF] = []
        found: list[QRectF] = []
        for index in visible:
            block = self._layout.blocks[index]
            for span in within(self._lit.get(block.page, ()), block.start, block.end):
                lit += self._rects_in(block, *span)
            for span in within(self._found.get(block.page, ()), block.start, block.end):
                found += self._rects_in(block, *span)
        dark = theme().dark
        fill_lit(painter, lit, theme(), multiply=False)
        fill_found(painter, found, dark, multiply=False)
        now = self._found_current
        if now:
            blocks = self._layout.blocks_within(now.page, now.start, now.end)
            if blocks.start < visible.stop and blocks.stop > visible.start:
                fill_found_now(painter, self.rects_of(now), dark, multiply=False)
        if self._selected:
            rects = self.rects_of(self._selected)
            fill_selection(painter, rects, theme(), multiply=False)

    def _rects_in(self, block: Block, start: int, end: int) -> list[QRectF]:
        return self._layout.rects(block.page, max(start, block.start), min(end, block.end))

    def _paint_block(self, painter: QPainter, index: int) -> None:
        block = self._layout.blocks[index]
        colours = theme()
        if block.label:
            painter.setFont(small_font())
            painter.setPen(QColor(colours.soft))
            top = self._layout.top(index)
            area = QRectF(self._layout.left, top, self._layout.column, 28)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), block.label)
            painter.setPen(QColor(colours.rule))
            painter.drawLine(area.bottomLeft(), area.bottomRight())
        # By day lit words have the ink of all others: nothing to draw otherwise, which is slow.
        spans = self._lit.get(block.page, ()) if colours.dark else ()
        lit = within(spans, block.start, block.end)
        style = Style(QColor(colours.ink), QColor(colours.lit_ink), lit)
        self._layout.draw(painter, index, style)

    def _paint_evidence(self, painter: QPainter, visible: range, offset: QPointF) -> None:
        self._badges.clear()
        shown: list[tuple[Mark, QRectF]] = []
        for mark in self._marks:
            blocks = self._layout.blocks_within(mark.page, mark.start, mark.end)
            if blocks.start >= visible.stop or blocks.stop <= visible.start:
                continue
            rects = self.rects_of(Spot(mark.page, mark.start, mark.end))
            if rects:
                draw_outline(
                    painter, rects, theme().stance(mark.stance).ink, mark.id == self._current_mark
                )
                shown.append((mark, badge_rect(mark, rects, offset.x() + 2)))
        places = spread_badges([rect for _mark, rect in shown])
        for (mark, _rect), place in zip(shown, places, strict=True):
            draw_badge(painter, mark, place, theme())
            self._badges[mark.id] = place.translated(-offset)

    def _mark_at(self, position: QPointF) -> str:
        return next((key for key, rect in self._badges.items() if rect.contains(position)), "")

    def _visible_blocks(self) -> range:
        top = float(self.verticalScrollBar().value())
        first = self._layout.block_at(top)
        if first < 0:
            return range(0)
        return range(first, self._layout.block_at(top + self.viewport().height()) + 1)

    def _view_width(self) -> float:
        return float(self.viewport().width())

    def _zoom_to(self, zoom: float, at: QPointF | None) -> None:
        zoom = min(max(zoom, _ZOOM_RANGE[0]), _ZOOM_RANGE[1])
        self._rescale(zoom, at if at is not None else QPointF(0, self.viewport().height() / 3))
        self.zoomChanged.emit()

    def _rescale(self, zoom: float, at: QPointF) -> None:
        """Sets the text anew, the words at a height of the window staying where they are."""
        found = self._layout.offset_at(self._content_point(at)) if self._pages else None
        beside = self._line_height_at(found) - self._content_point(at).y() if found else 0.0
        moved = self.verticalScrollBar().value() > 0 or at.y() > 0
        self._zoom = zoom
        self._layout.scale(zoom, self._view_width())
        self._resized()
        if found is None or not moved:
            return
        index = self._layout.block_of(found[0], found[1])
        self._settle_for(range(max(0, index - 8), min(index + 16, len(self._layout.blocks))))
        self.verticalScrollBar().setValue(round(self._line_height_at(found) - beside - at.y()))

    def _line_height_at(self, place: tuple[int, int, bool]) -> float:
        """The height at which the line of a place stands."""
        page, at, _on_line = place
        rects = self._layout.rects(page, at, at + 1)
        if rects:
            return rects[0].center().y()
        return self._layout.top(max(0, self._layout.block_of(page, at)))

    def _settle_for(self, blocks: Sequence[int]) -> None:
        """Sets blocks in lines, without moving what is at the top of the window."""
        bar = self.verticalScrollBar()
        value = bar.value()
        first = self._layout.block_at(float(value))
        before = self._layout.top(first) if first >= 0 else 0.0
        if self._layout.settle(blocks):
            shift = self._layout.top(first) - before
            self._resized()
            if shift:
                bar.setValue(round(value + shift))

    def _settle_some(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while not self._layout.settled and clock.elapsed() < _SLICE_MS:
            self._settle_for(self._layout.unsettled(_BATCH))
        if self._layout.settled:
            self._idle.stop()
            self._retick()

    def _resized(self) -> None:
        area = self.viewport().size()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(self._layout.height) - area.height()))
        bar.setPageStep(max(1, area.height() - self._layout.line_height * 2))
        if self._layout.settled:
            self._retick()
        elif not self._idle.isActive():
            self._idle.start()
        self.viewport().update()
