"""The line over a source: what it is, where in it we are, hits, zoom, back and forward."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from workbench.i18n import _
from workbench.ui.bars import tool_button
from workbench.ui.source_base import Fit
from workbench.ui.source_parts import ElidedLabel, low_segments, soft
from workbench.ui.style import HEADER_HEIGHT, theme, ui_font

_ZOOMS = (50, 75, 100, 125, 150, 200, 300, 400)
NARROWEST = 280
_NARROWEST_TITLE = 64
_MARGINS, _GAP = (12, 0, 8, 0), 6
_ACCENT_LINE = 2


class PlaceField(QLineEdit):
    """Where a page is typed; Return goes there, Esc leaves."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Go to page"))
        self.setToolTip(_("A printed label (iv), or a count (6, 6/210). Return goes there."))
        self.setFixedWidth(116)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(116, 28)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SourceHeader(QFrame):
    """Title, place, hits and zoom of the source shown; says what was clicked."""

    backWanted = Signal()
    forwardWanted = Signal()
    stepWanted = Signal(int)
    zoomWanted = Signal(int)
    zoomChosen = Signal(int)
    fitWanted = Signal(object)
    placeWanted = Signal(str)
    placeLeft = Signal()
    closeWanted = Signal()
    menuOpened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "header")
        self.setFixedHeight(HEADER_HEIGHT)
        self._has_hits = self._has_source = self._is_active = False
        self._title = ElidedLabel()
        self._title.setFont(ui_font(strong=True))
        self._make_place()
        self._hit = soft(_("Hit"))
        self._back = tool_button("←", _("Back"), _("Back to the last place (Alt+←)"))
        self._forward = tool_button("→", _("Forward"), _("Forward again (Alt+→)"))
        self._previous = tool_button("‹ N", _("Previous hit"), _("Previous hit (Shift+N)"))
        self._next = tool_button("n ›", _("Next hit"), _("Next hit (N)"))
        self._smaller = tool_button("−", _("Zoom out"), _("Zoom out (Ctrl+−)"))
        self._zoom = tool_button("100 %", _("Zoom"), _("Fit and zoom"))
        self._zoom.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._zoom.setMenu(self._zoom_menu())
        self._larger = tool_button("+", _("Zoom in"), _("Zoom in (Ctrl++)"))
        self._more = tool_button("⋯", _("More for this source"), _("Everything for this source"))
        self._more.setProperty("flat", True)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(QMenu(self._more))
        self._more.menu().aboutToShow.connect(self.menuOpened)
        self._close = tool_button("✕", _("Close this pane"), _("Close this pane"))
        self._close.setProperty("flat", True)
        self._close.hide()
        self._arrange()
        self._connect()
        self.show_history(back=False, forward=False)
        self.show_hit(0, 0)
        self.show_source("", "")

    @property
    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    @property
    def place_text(self) -> str:
        """The page shown, as people say it."""
        return self._place.text()

    @property
    def place_field(self) -> PlaceField:
        """Where a page is typed."""
        return self._field

    @property
    def hit_text(self) -> str:
        """Which hit of how many is shown."""
        return self._hit.text()

    @property
    def close_button(self) -> QToolButton:
        """Closes the pane, where there are two."""
        return self._close

    @property
    def more_button(self) -> QToolButton:
        """Opens the menu with everything for the source."""
        return self._more

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """Puts actions into the menu; a separator is one too."""
        menu = self._more.menu()
        menu.clear()
        menu.addActions(list(actions))
        self._give_way()

    def set_closable(self, on: bool) -> None:
        """Shows the button that closes the pane."""
        self._close.setVisible(on)
        self._give_way()

    def set_active(self, on: bool) -> None:
        """Draws the line that says which of two panes has the keyboard."""
        self._is_active = on
        self.update()

    def show_source(self, title: str, tip: str) -> None:
        """Names the source; empty for none."""
        self._has_source = bool(title)
        self._title.setText(title or _("Source"))
        self._title.setToolTip(tip)
        self._title.updateGeometry()
        if not title:
            self.show_place("")
        self._give_way()

    def show_place(self, place: str, tip: str = "") -> None:
        """Says the page."""
        self._place.setText(place)
        self._place.setAccessibleDescription(place)
        self._place.setToolTip(tip or _("Go to another page (Ctrl+G)"))
        self._place.setVisible(bool(place) and self._field.isHidden())
        self._give_way()

    def ask_place(self, typed: str) -> None:
        """Lets a page be typed."""
        self._place.hide()
        self._field.setText(typed)
        self._field.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._give_way()

    def close_place(self) -> None:
        """Says the page again."""
        if not self._field.isHidden():
            self._field.hide()
            self._place.setVisible(bool(self._place.text()))
            self._give_way()

    def show_hit(self, number: int, count: int) -> None:
        """Says which hit of how many is shown; 0 of 0 hides the steps."""
        self._has_hits = count > 0
        if number:
            self._hit.setText(_("hit {number} of {count}").format(number=number, count=count))
        else:
            self._hit.setText(_("{count} hits").format(count=count))
        self._give_way()

    def show_zoom(self, percent: int, fit: Fit = Fit.FREE) -> None:
        """Says the zoom, and what it follows."""
        self._zoom.setText(_("{percent} %").format(percent=percent))
        for action in self._zoom.menu().actions():
            wanted = action.data()
            action.setChecked(wanted == fit.value if fit is not Fit.FREE else wanted == percent)

    def show_history(self, *, back: bool, forward: bool) -> None:
        """Says whether there is a way back or forward."""
        self._back.setEnabled(back)
        self._forward.setEnabled(forward)

    def set_fits(self, on: bool) -> None:
        """Offers to fit width and page, which text that flows always does."""
        for action in self._zoom.menu().actions():
            if isinstance(action.data(), str):
                action.setVisible(on)

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        self.update()

    # Qt -------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """What has no room gives way, so that the line never holds the column wide."""
        return QSize(NARROWEST, HEADER_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_way()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_active:
            with QPainter(self) as painter:
                painter.fillRect(0, 0, self.width(), _ACCENT_LINE, QColor(theme().accent))

    # Private --------------------------------------------------------------------------------------

    def _make_place(self) -> None:
        self._place = tool_button("", _("Page"), _("Go to another page (Ctrl+G)"))
        self._place.setProperty("flat", True)
        self._place.setProperty("place", True)
        self._place.setCursor(Qt.CursorShape.PointingHandCursor)
        self._field = PlaceField()
        self._place.clicked.connect(lambda: self.placeWanted.emit(""))
        self._field.returnPressed.connect(lambda: self.placeWanted.emit(self._field.text()))
        self._field.left.connect(self._leave_place)
        self._field.editingFinished.connect(self._place_done)

    def _place_done(self) -> None:
        if not self._field.hasFocus():
            self.close_place()

    def _leave_place(self) -> None:
        self.close_place()
        self.placeLeft.emit()

    def _zoom_menu(self) -> QMenu:
        menu = QMenu(self._zoom)
        for text, fit in ((_("Fit &width"), Fit.WIDTH), (_("Whole &page"), Fit.PAGE)):
            _add(menu, text, fit.value, partial(self.fitWanted.emit, fit))
        for percent in _ZOOMS:
            text = _("{percent} %").format(percent=percent)
            _add(menu, text, percent, partial(self.zoomChosen.emit, percent))
        return menu

    def _arrange(self) -> None:
        for button, width in (
            (self._back, 30),
            (self._forward, 30),
            (self._previous, 36),
            (self._next, 36),
            (self._smaller, 28),
            (self._zoom, 54),
            (self._larger, 28),
            (self._more, 30),
            (self._close, 30),
        ):
            button.setFixedWidth(width)
        self._steps = low_segments(self._previous, self._next)
        self._zooms = low_segments(self._smaller, self._zoom, self._larger)
        self._ways = low_segments(self._back, self._forward)
        line = QHBoxLayout(self)
        line.setContentsMargins(*_MARGINS)
        line.setSpacing(_GAP)
        for widget in (self._ways, self._title, self._place, self._field):
            line.addWidget(widget)
        line.addStretch(1)
        for widget in (self._hit, self._steps, self._zooms, self._more, self._close):
            line.addWidget(widget)

    def _connect(self) -> None:
        self._back.clicked.connect(self.backWanted)
        self._forward.clicked.connect(self.forwardWanted)
        self._previous.clicked.connect(lambda: self.stepWanted.emit(-1))
        self._next.clicked.connect(lambda: self.stepWanted.emit(1))
        self._smaller.clicked.connect(lambda: self.zoomWanted.emit(-1))
        self._larger.clicked.connect(lambda: self.zoomWanted.emit(1))
        self._close.clicked.connect(self.closeWanted)

    def _give_way(self) -> None:
        """Hides what has no room, zoom first: the menu has it all, and nothing may be cut."""
        has_hits, has_menu = self._has_hits, bool(self._more.menu().actions())
        wanted: list[tuple[QWidget, bool]] = [
            (self._ways, self._has_source),
            (self._more, self._has_source and has_menu),
            (self._steps, has_hits),
            (self._hit, has_hits),
            (self._zooms, self._has_source),
        ]
        room = self.width() - _MARGINS[0] - _MARGINS[2] - _NARROWEST_TITLE
        for part in (self._place, self._field, self._close):
            room -= 0 if part.isHidden() else part.sizeHint().width() + _GAP
        for widget, is_wanted in wanted:
            room -= widget.sizeHint().width() + _GAP if is_wanted else 0
            widget.setVisible(is_wanted and (room >= 0 or widget in (self._ways, self._more)))


def _add(menu: QMenu, text: str, data: object, run: Callable[[], object]) -> None:
    action = menu.addAction(text)
    action.setCheckable(True)
    action.setData(data)
    action.triggered.connect(lambda _on=False: run())
