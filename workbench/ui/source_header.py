"""The line over a source: what it is, where in it we are, hits, zoom, back and forward."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from workbench.i18n import _
from workbench.ui.style import HEADER_HEIGHT, ui_font


class ElidedLabel(QLabel):
    """A label that gives way, with an ellipsis, where there is no room for all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 4
        return QSize(width, super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            text = self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, self.width()
            )
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), text)


class SourceHeader(QFrame):
    """Title, place, hits and zoom of the source shown; says what was clicked."""

    backWanted = Signal()
    forwardWanted = Signal()
    stepWanted = Signal(int)
    zoomWanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "header")
        self.setFixedHeight(HEADER_HEIGHT)
        self._title = ElidedLabel()
        self._title.setFont(ui_font(strong=True))
        self._place = _soft(_("Page"))
        self._hit = _soft(_("Hit"))
        self._back = _button("←", _("Back"), _("Back to the last place (Alt+←)"))
        self._forward = _button("→", _("Forward"), _("Forward again (Alt+→)"))
        self._previous = _button("‹ N", _("Previous hit"), _("Previous hit (Shift+N)"))
        self._next = _button("n ›", _("Next hit"), _("Next hit (N)"))
        self._smaller = _button("−", _("Zoom out"), _("Zoom out (Ctrl+−)"))
        self._zoom = _button("100 %", _("Zoom"), _("Zoom as opened (Ctrl+0)"))
        self._zoom.setMinimumWidth(50)
        self._larger = _button("+", _("Zoom in"), _("Zoom in (Ctrl++)"))
        self._steps = _segments(self._previous, self._next)
        self._zooms = _segments(self._smaller, self._zoom, self._larger)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(8)
        self._ways = _segments(self._back, self._forward)
        line.addWidget(self._ways)
        line.addWidget(self._title)
        line.addWidget(self._place)
        line.addStretch(1)
        for widget in (self._hit, self._steps, self._zooms):
            line.addWidget(widget)
        self._back.clicked.connect(self.backWanted)
        self._forward.clicked.connect(self.forwardWanted)
        self._previous.clicked.connect(lambda: self.stepWanted.emit(-1))
        self._next.clicked.connect(lambda: self.stepWanted.emit(1))
        self._smaller.clicked.connect(lambda: self.zoomWanted.emit(-1))
        self._zoom.clicked.connect(lambda: self.zoomWanted.emit(0))
        self._larger.clicked.connect(lambda: self.zoomWanted.emit(1))
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
    def hit_text(self) -> str:
        """Which hit of how many is shown."""
        return self._hit.text()

    def show_source(self, title: str, tip: str) -> None:
        """Names the source; empty for none."""
        self._title.setText(title or _("Source"))
        self._title.setToolTip(tip)
        self._title.updateGeometry()
        self._zooms.setVisible(bool(title))
        self._ways.setVisible(bool(title))
        if not title:
            self.show_place("")

    def show_place(self, place: str) -> None:
        """Says the page."""
        self._place.setText(place)

    def show_hit(self, number: int, count: int) -> None:
        """Says which hit of how many is shown; 0 of 0 hides the steps."""
        self._steps.setVisible(count > 0)
        self._hit.setVisible(count > 0)
        if number:
            self._hit.setText(_("hit {number} of {count}").format(number=number, count=count))
        else:
            self._hit.setText(_("{count} hits").format(count=count))

    def show_zoom(self, percent: int) -> None:
        """Says the zoom."""
        self._zoom.setText(_("{percent} %").format(percent=percent))

    def show_history(self, *, back: bool, forward: bool) -> None:
        """Says whether there is a way back or forward."""
        self._back.setEnabled(back)
        self._forward.setEnabled(forward)

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        self.update()


def _soft(name: str) -> QLabel:
    label = QLabel()
    label.setProperty("soft", True)
    label.setAccessibleName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _button(text: str, name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(name)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _segments(*buttons: QToolButton) -> QFrame:
    frame = QFrame()
    frame.setProperty("box", "segments")
    frame.setFixedHeight(28)
    line = QHBoxLayout(frame)
    line.setContentsMargins(1, 1, 1, 1)
    line.setSpacing(0)
    for button in buttons:
        line.addWidget(button)
    return frame
