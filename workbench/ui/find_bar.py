"""Find in document: a line over the source, with how many there are and which one is shown."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from workbench.i18n import _, ngettext
from workbench.ui.bars import tool_button
from workbench.ui.find_engine import MOST, FindEngine, Texts, Wanted
from workbench.ui.source_base import NOWHERE, Spot
from workbench.ui.source_header import NARROWEST
from workbench.ui.source_parts import low_segments, soft
from workbench.ui.style import HEADER_HEIGHT
from workbench.ui.tasks import Tasks

_AFTER_TYPING_MS = 120
_LONGEST_TAKEN = 80
_ROOM_FOR_OPTIONS = 460


class _FindField(QLineEdit):
    """Return goes on, Shift+Return back, Esc closes."""

    stepWanted = Signal(int)
    closed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepWanted.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class FindBar(QFrame):
    """Says what is found as it comes; `current` is the one to be shown strongest."""

    changed = Signal()
    shown = Signal(int, int, int)
    closed = Signal(int, int, int)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "header")
        self.setFixedHeight(HEADER_HEIGHT)
        self.setAccessibleName(_("Find in document"))
        self._engine = FindEngine(tasks, self)
        self._origin = (1, 0)
        self._current = NOWHERE
        self._goes_there = False
        self._field = _FindField()
        self._field.setPlaceholderText(_("Find in this document"))
        self._field.setAccessibleName(_("Find in this document"))
        self._field.setClearButtonEnabled(True)
        self._count = soft(_("What was found"))
        self._previous = tool_button("‹", _("Previous place"), _("Previous place (Shift+F3)"))
        self._next = tool_button("›", _("Next place"), _("Next place (F3)"))
        self._whole = tool_button(
            _("Whole words"), _("Whole words only"), _("Finds only whole words")
        )
        self._whole.setCheckable(True)
        self._close = tool_button("✕", _("Close the find line"), _("Close (Esc)"))
        self._close.setProperty("flat", True)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(8)
        line.addWidget(self._field, 1)
        line.addWidget(self._count)
        line.addWidget(low_segments(self._previous, self._next))
        self._options = low_segments(self._whole)
        line.addWidget(self._options)
        line.addWidget(self._close)
        self._later = QTimer(self, singleShot=True, interval=_AFTER_TYPING_MS)
        self._connect()
        self._tell()
        self.hide()

    @property
    def field(self) -> QLineEdit:
        """Where the words are typed."""
        return self._field

    @property
    def whole_words(self) -> QToolButton:
        """The choice of whole words only."""
        return self._whole

    @property
    def count_text(self) -> str:
        """What is said of what was found."""
        return self._count.text()

    @property
    def spots(self) -> list[Spot]:
        """What was found, in the order of the document."""
        return self._engine.spots if not self.isHidden() else []

    @property
    def current(self) -> int:
        """The number of the place shown, from 0; -1 where none is."""
        spots, current = self.spots, self._current
        if not current or not spots:
            return -1
        at = self._engine.at_or_after(current.page, current.start)
        return at if spots[at] == current else -1

    @property
    def busy(self) -> bool:
        """True while words are being looked for, or will be."""
        return self._later.isActive() or self._engine.busy

    def use(self, texts: Texts | None) -> None:
        """Looks through another source; what is typed is looked for there, without going there."""
        self._later.stop()
        self._engine.use(texts)
        self._current, self._origin, self._goes_there = NOWHERE, (1, 0), False
        if not self.isHidden():
            self._look()

    def open(self, words: str, page: int) -> None:
        """Takes the keyboard; looks for words where some are given, from a page on."""
        was_open = not self.isHidden()
        self.show()
        words = " ".join(words.split())
        if words and len(words) <= _LONGEST_TAKEN:
            self._field.setText(words)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        if words or not was_open:
            self._origin = (page, 0)
            self._look_now()

    def close_bar(self) -> None:
        """Goes, with what it lit."""
        if self.isHidden():
            return
        self._later.stop()
        self._engine.stop()
        self.hide()
        last, self._current = self._current, NOWHERE
        self.changed.emit()
        self.closed.emit(last.page, last.start, last.end)

    def step(self, by: int) -> None:
        """Goes on to the next place or to the one before, round and round."""
        if self._later.isActive():
            self._look_now()
            return
        spots = self._engine.spots
        if not spots:
            return
        at = self.current
        if at < 0:
            first = self._engine.at_or_after(*self._origin)
            at = first if by > 0 else (first - 1) % len(spots)
        else:
            at = (at + by) % len(spots)
        self._show(spots[at])

    def stop(self) -> None:
        """Ends what is under way; for the end."""
        self._later.stop()
        self._engine.stop()

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, HEADER_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._options.setVisible(self.width() >= _ROOM_FOR_OPTIONS)

    def _connect(self) -> None:
        self._field.textEdited.connect(lambda _text: self._later.start())
        self._field.stepWanted.connect(self.step)
        self._field.closed.connect(self.close_bar)
        self._close.clicked.connect(self.close_bar)
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        self._whole.toggled.connect(lambda _on: self._look_now())
        self._later.timeout.connect(self._look_now)
        self._engine.found.connect(self._found)

    def _look_now(self) -> None:
        """Looks for what is typed, and goes to the first place."""
        self._later.stop()
        if self._current:
            self._origin = (self._current.page, self._current.start)
        self._goes_there = True
        self._look()

    def _look(self) -> None:
        self._current = NOWHERE
        self._engine.look_for(Wanted(self._field.text(), self._whole.isChecked(), self._origin[0]))
        self._found()

    def _found(self) -> None:
        spots = self._engine.spots
        if spots and self._goes_there and not self._current:
            at = self._engine.at_or_after(*self._origin)
            spot = spots[at]
            if (spot.page, spot.start) >= self._origin or not self._engine.busy:
                self._show(spot)
                return
        self._tell()
        self.changed.emit()

    def _show(self, spot: Spot) -> None:
        self._current = spot
        self._goes_there = False
        self._tell()
        self.changed.emit()
        self.shown.emit(spot.page, spot.start, spot.end)

    def _tell(self) -> None:
        text = self._words()
        self._count.setText(text)
        self._count.setAccessibleDescription(text)
        nothing = bool(self._field.text().strip()) and not self._engine.spots
        self._count.setProperty("open", nothing and not self._engine.busy)
        self._count.style().polish(self._count)
        for button in (self._previous, self._next):
            button.setEnabled(bool(self._engine.spots))

    def _words(self) -> str:
        count, at = len(self._engine.spots), self.current
        if not self._field.text().strip():
            return ""
        if not count:
            return _("looking …") if self._engine.busy else _("not in this document")
        if self._engine.has_more:
            many = _("more than {count}").format(count=f"{MOST:,}")
            return _("{number} of {many}").format(number=at + 1, many=many) if at >= 0 else many
        if at >= 0:
            more = " …" if self._engine.busy else ""
            return _("{number} of {count}").format(number=at + 1, count=count) + more
        return ngettext("{count} place", "{count} places", count).format(count=count)
