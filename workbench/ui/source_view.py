"""A source with words to select, by mouse and by keyboard."""

from enum import Enum, auto

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QApplication, QWidget

from workbench.ui.source_base import NOWHERE, SourceBase, Spot
from workbench.ui.text_steps import next_word_end, paragraph_at, sentence_at, word_start_before

ZOOM_STEP = 1.15
_STEP_UP = QAbstractSlider.SliderAction.SliderPageStepSub
_STEP_DOWN = QAbstractSlider.SliderAction.SliderPageStepAdd


class Grain(Enum):
    """By what dragging selects."""

    WORD = auto()
    LINE = auto()
    PARAGRAPH = auto()


class SourceView(SourceBase):
    """Selecting and moving in a source.

    Mouse: dragging selects by words; two clicks choose a word, three a line, four a paragraph,
    and dragging on from them goes by words, lines, paragraphs. Keys: Shift+←/→ move the end of
    the selection by a word, with Ctrl its start; Return selects the sentence around the lit
    words; Ctrl+C copies; + and − zoom, Ctrl+0 undoes it; Ctrl+PageUp/PageDown go by pages.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last_click = QPointF(-100, -100)
        self._clicks = 0
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._forget_clicks)
        self._grain = Grain.WORD
        self._drag_scroll = QTimer(self, interval=30)
        self._drag_scroll.timeout.connect(self._scroll_while_dragging)
        self._drag_point = QPointF()

    # What a kind of view says ---------------------------------------------------------------

    def unit_at(self, point: QPointF, page: int = 0) -> Spot:
        """The smallest thing to select at a point of the content, on one page where given."""
        raise NotImplementedError

    def exact_at(self, point: QPointF) -> Spot:
        """The word right under a point; nothing beside words."""
        raise NotImplementedError

    def line_at(self, spot: Spot) -> Spot:
        """The line a unit stands in."""
        raise NotImplementedError

    def paragraph_at(self, spot: Spot) -> Spot:
        """The paragraph a unit stands in."""
        text = self.text_of(spot.page)
        return Spot(spot.page, *paragraph_at(text, spot.start)) if text is not None else NOWHERE

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zooms, keeping the point (of the viewport) where it is."""
        raise NotImplementedError

    def zoom_reset(self) -> None:
        """Back to the zoom a source opens with."""
        raise NotImplementedError

    # Verbs ------------------------------------------------------------------------------------

    def select_sentence(self) -> bool:
        """Selects the sentence around the selection or the lit words; False without either."""
        at = self._selected if self._selected else self._lit_first
        text = self.text_of(at.page) if at else None
        if text is None:
            return False
        start, end = sentence_at(text, at.start)
        last = sentence_at(text, max(at.start, at.end - 1))
        self.select(at.page, start, max(end, last[1]))
        self.reveal(at.page, start, end)
        return True

    # Qt -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = self._content_point(event.position())
        mark = self._mark_at(event.position())
        if mark:
            self.markActivated.emit(mark)
            return
        if self._clicks == 2 and _near(event.position(), self._last_click):
            self._clicked(3, event.position())
            self._choose_by(Grain.LINE, point)
            return
        self._forget_clicks()
        self._drag_point = event.position()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._selected:
            self._anchor = self._anchor if self._anchor else self._selected
            self._set_selected(self._anchor.joined(self._unit_near(point)))
            return
        self._grain = Grain.WORD
        self._anchor = self.unit_at(point)
        self._set_selected(NOWHERE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton or not self._anchor:
            over = self._mark_at(event.position())
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)
            return
        moved = (event.position() - self._drag_point).manhattanLength()
        if not self._selected and moved < QApplication.startDragDistance() / 2:
            return
        self._drag_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_scroll.stop()
        if event.button() is Qt.MouseButton.LeftButton and self._selected:
            self.selectionFinished.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        point = self._content_point(event.position())
        # The fourth press of a row is told as a double click, too.
        if self._clicks == 3 and _near(event.position(), self._last_click):
            self._clicked(4, event.position())
            self._choose_by(Grain.PARAGRAPH, point)
            return
        self._clicked(2, event.position())
        self._grain = Grain.WORD
        self._choose(self.exact_at(point))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
            return
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom_by(1 + event.value(), event.position())
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # Back and forward belong to the pane.
            return
        if not (self._selection_key(event) or self._zoom_key(event) or self._move_key(event)):
            super().keyPressEvent(event)

    # Private --------------------------------------------------------------------------------------

    def _selection_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.select_sentence()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return True
        if key == Qt.Key.Key_Escape and self._selected:
            self.clear_selection()
            return True
        if shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            start = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            return self._extend(forward=key == Qt.Key.Key_Right, move_start=start)
        return False

    def _zoom_key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(ZOOM_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(1 / ZOOM_STEP)
        elif control and event.key() == Qt.Key.Key_0:
            self.zoom_reset()
        else:
            return False
        return True

    def _move_key(self, event: QKeyEvent) -> bool:
        bar = self.verticalScrollBar()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif event.key() == Qt.Key.Key_Space:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            bar.triggerAction(_STEP_UP if back else _STEP_DOWN)
        elif control and event.key() == Qt.Key.Key_PageDown:
            self.show_page(self._page + 1)
        elif control and event.key() == Qt.Key.Key_PageUp:
            self.show_page(max(1, self._page - 1))
        else:
            return False
        return True

    def _extend(self, forward: bool, move_start: bool) -> bool:
        at = self._selected if self._selected else self._lit_first
        text = self.text_of(at.page) if at else None
        if text is None:
            return False
        start, end = at.start, at.end
        if move_start:
            start = _next_start(text, start) if forward else word_start_before(text, start)
        else:
            end = next_word_end(text, end) if forward else _end_before(text, end)
        if start < end:
            self.select(at.page, start, end)
        return True

    def _choose(self, spot: Spot) -> None:
        self._anchor = spot
        self._set_selected(spot)
        if spot:
            self.selectionFinished.emit()

    def _choose_by(self, grain: Grain, point: QPointF) -> None:
        self._grain = grain
        self._choose(self._grown(self.unit_at(point)))

    def _grown(self, unit: Spot) -> Spot:
        """A unit as large as the grain is."""
        if not unit or self._grain is Grain.WORD:
            return unit
        return self.line_at(unit) if self._grain is Grain.LINE else self.paragraph_at(unit)

    def _clicked(self, times: int, at: QPointF) -> None:
        self._clicks, self._last_click, self._drag_point = times, at, at
        self._again.start(QApplication.doubleClickInterval())

    def _forget_clicks(self) -> None:
        self._clicks = 0

    def _unit_near(self, point: QPointF) -> Spot:
        """What dragging to a point adds: a word, a line or a paragraph of the page begun on."""
        return self._grown(self.unit_at(point, self._anchor.page))

    def _drag_to(self, position: QPointF) -> None:
        unit = self._unit_near(self._content_point(position))
        if unit:
            self._set_selected(self._anchor.joined(unit))

    def _drag_on(self, position: QPointF) -> None:
        """Goes on with a drag; beyond the edge the source scrolls along."""
        self._drag_point = position
        self._drag_to(position)
        if self.viewport().rect().contains(position.toPoint()):
            self._drag_scroll.stop()
        elif not self._drag_scroll.isActive():
            self._drag_scroll.start()

    def _scroll_while_dragging(self) -> None:
        area = self.viewport().rect()
        y = self._drag_point.y()
        beyond = min(0.0, y - area.top()) + max(0.0, y - area.bottom())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + int(beyond / 3))
        self._drag_to(self._drag_point)


def _near(one: QPointF, other: QPointF) -> bool:
    return (one - other).manhattanLength() < 8


def _next_start(text: str, at: int) -> int:
    """Where the next word starts after the one an offset is in."""
    while at < len(text) and not text[at].isspace():
        at += 1
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _end_before(text: str, at: int) -> int:
    """Where the word before the one that ends at an offset ends."""
    at = word_start_before(text, at)
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at
