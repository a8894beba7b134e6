"""A rectangle selected on one page: with Alt, or in area mode, by dragging; by keys afterwards."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from workbench.domain.text import Box
from workbench.i18n import _
from workbench.ui.marks import HANDLE_PX, draw_area
from workbench.ui.page_column import PageColumn
from workbench.ui.page_words import PageWords, lines_text, words_in
from workbench.ui.source_base import Spot
from workbench.ui.style import paper_theme

_SMALLEST_PX = 6.0
_STEP_PX = 4.0
_ARROWS = {
    Qt.Key.Key_Left: QPointF(-_STEP_PX, 0),
    Qt.Key.Key_Right: QPointF(_STEP_PX, 0),
    Qt.Key.Key_Up: QPointF(0, -_STEP_PX),
    Qt.Key.Key_Down: QPointF(0, _STEP_PX),
}


class PageArea(PageColumn):
    """A column of pages on which a rectangle can be drawn, on words or on a mere picture.

    Keys: Return makes one in area mode; while there is one, arrows move it, with Shift they
    resize it, Escape drops it, Ctrl+C copies its words line by line.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area: tuple[int, Box] | None = None
        self._area_mode = False
        self._corner: tuple[int, float, float] | None = None  # the one that stays while dragging

    def words_of(self, page: int) -> PageWords | None:
        """A page with its words, None while it is not loaded."""
        raise NotImplementedError

    # Verbs ------------------------------------------------------------------------------------

    def area(self) -> tuple[int, Box] | None:
        return self._area

    def set_area(self, page: int, box: Box | None) -> None:
        area = (page, box) if box is not None and 1 <= page <= len(self._layout) else None
        if area == self._area:
            return
        if area is not None and self._selected:
            self.clear_selection()
        self._area = area
        self.viewport().update()
        self.areaChanged.emit()
        if area is not None:
            self._read_out()

    @property
    def area_mode(self) -> bool:
        return self._area_mode

    def set_area_mode(self, on: bool) -> None:
        self._area_mode = on
        self._show_cursor(QPointF(-1, -1), on)

    def area_text(self) -> str:
        """The words in the area as clean text, a line for a line."""
        if self._area is None:
            return ""
        page, box = self._area
        loaded = self.words_of(page)
        if loaded is None:
            return ""
        return lines_text(words_in(loaded.page.words, box), loaded.page.text)

    def clear_selection(self) -> None:
        self.set_area(0, None)
        super().clear_selection()

    def selected_text(self) -> str:
        return self.area_text() if self._area is not None else super().selected_text()

    def copy(self) -> None:
        if self._area is None:
            super().copy()
        elif text := self.area_text():
            QGuiApplication.clipboard().setText(text)

    def selection_rect(self) -> QRectF:
        if self._area is None:
            return super().selection_rect()
        return self._layout.box(*self._area).translated(-self._offset())

    # Qt ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() is Qt.MouseButton.LeftButton
        if left and len(self._layout) and not self._mark_at(event.position()):
            corner = self._opposite(event.position())
            if corner is not None:
                self._corner = corner
                return
            if self._draws(event.modifiers()):
                self.clear_selection()
                self._corner = _inside(self._layout.share(self._content_point(event.position())))
                return
        if left:
            self.set_area(0, None)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._corner is None:
            super().mouseMoveEvent(event)
            if not event.buttons():
                self._show_cursor(event.position(), self._draws(event.modifiers()))
            return
        self._drag_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._corner is None or event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        self._drag_scroll.stop()
        self._corner = None
        if self._area is not None:
            self.selectionFinished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._area_key(event):
            super().keyPressEvent(event)

    # Private ----------------------------------------------------------------------------------

    def _draws(self, modifiers: Qt.KeyboardModifier) -> bool:
        return self._area_mode or bool(modifiers & Qt.KeyboardModifier.AltModifier)

    def _show_cursor(self, position: QPointF, drawing: bool) -> None:
        if drawing or self._opposite(position) is not None:
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        elif not self._mark_at(position):
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def _drag_to(self, position: QPointF) -> None:
        if self._corner is None:
            super()._drag_to(position)
            return
        page, x, y = self._corner
        _page, to_x, to_y = _inside(
            (page, *self._layout.share_on(page, self._content_point(position)))
        )
        box = Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        rect = self._layout.box(page, box)
        small = rect.width() < _SMALLEST_PX or rect.height() < _SMALLEST_PX
        self.set_area(page, None if small else box)

    def _opposite(self, position: QPointF) -> tuple[int, float, float] | None:
        """The corner over against the handle at a point of the viewport."""
        if self._area is None:
            return None
        page, box = self._area
        point = self._content_point(position)
        for x, other_x in ((box.left, box.right), (box.right, box.left)):
            for y, other_y in ((box.top, box.bottom), (box.bottom, box.top)):
                if (self._layout.point(page, x, y) - point).manhattanLength() <= HANDLE_PX:
                    return page, other_x, other_y
        return None

    def _area_key(self, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if self._area is None:
            wanted = self._area_mode and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if wanted and len(self._layout):
                self._begin_in_the_middle()
            return wanted
        if key == Qt.Key.Key_Escape:
            self.set_area(0, None)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key in _ARROWS and modifiers in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            resize = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self._move_area(*self._area, _ARROWS[key], resize)
        else:
            return False
        return True

    def _move_area(self, page: int, box: Box, by: QPointF, resize: bool) -> None:
        rect, sheet = self._layout.box(page, box), self._layout.rect(page)
        if resize:
            rect.setBottomRight(rect.bottomRight() + by)
            rect.setWidth(max(_SMALLEST_PX, rect.width()))
            rect.setHeight(max(_SMALLEST_PX, rect.height()))
            rect = rect.intersected(sheet)
        else:
            rect.translate(by)
            rect.moveLeft(min(max(sheet.left(), rect.left()), sheet.right() - rect.width()))
            rect.moveTop(min(max(sheet.top(), rect.top()), sheet.bottom() - rect.height()))
        self.set_area(page, self._layout.unbox(page, rect))
        self._keep_in_sight(rect)
        self.selectionFinished.emit()

    def _begin_in_the_middle(self) -> None:
        sight = self._in_sight()
        page = self._layout.page_at(sight.center().y())
        seen = sight.intersected(self._layout.rect(page))
        middle = QRectF(0, 0, seen.width() / 2, seen.height() / 4)
        middle.moveCenter(seen.center())
        self.set_area(page, self._layout.unbox(page, middle))
        self.selectionFinished.emit()

    def _keep_in_sight(self, rect: QRectF) -> None:
        sight = self._in_sight()
        bar = self.verticalScrollBar()
        if rect.top() < sight.top():
            bar.setValue(int(rect.top() - HANDLE_PX))
        elif rect.bottom() > sight.bottom() and rect.height() < sight.height():
            bar.setValue(int(rect.bottom() + HANDLE_PX - sight.height()))

    def _set_selected(self, spot: Spot) -> None:
        if spot:
            self.set_area(0, None)
        super()._set_selected(spot)

    def _spoken(self) -> str:
        if self._area is None:
            return super()._spoken()
        words = self.area_text()
        if not words:
            return _("Area of page {page}, without words").format(page=self._area[0])
        return _("Area of page {page}: {words}").format(page=self._area[0], words=words)

    def _forget_places(self) -> None:
        self._corner = None
        super()._forget_places()

    def _paint_area(self, painter: QPainter) -> None:
        if self._area is not None:
            draw_area(painter, self._layout.box(*self._area), paper_theme())


def _inside(place: tuple[int, float, float]) -> tuple[int, float, float]:
    page, x, y = place
    return page, min(max(0.0, x), 1.0), min(max(0.0, y), 1.0)
