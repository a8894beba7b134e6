"""Completion in a line, first the query: asks while one types, does what the keys mean then."""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.domain.errors import WorkbenchError
from workbench.domain.query_completion import Completion
from workbench.i18n import _, ngettext
from workbench.ui.completion_popup import CompletionPopup, Offer
from workbench.ui.tasks import Handle, Tasks
from workbench.ui.text_steps import utf16_offsets

_PAUSE_MS = 40
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 6,
    Qt.Key.Key_PageUp: -6,
}
_TAKING = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter)

Ask = Callable[[str, int], Sequence[Completion]]


class LineCompleter(QObject):
    """Arrows choose, Tab or Return take what is chosen, Escape closes; letters go on."""

    announced = Signal(str)

    def __init__(self, edit: QLineEdit, tasks: Tasks, least: int = 2) -> None:
        """least: so many letters are typed before anything is offered unasked."""
        super().__init__(edit)
        self._least = least
        self._edit = edit
        self._tasks = tasks
        self._ask: Ask | None = None
        self._asking: Handle | None = None
        self._wanted = False
        self._offer: Offer | None = None
        self._popup: CompletionPopup | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._look)
        edit.textEdited.connect(self._typed)
        edit.textChanged.connect(self._changed)
        edit.cursorPositionChanged.connect(self._moved)
        edit.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """True while completions are shown."""
        return self._popup is not None and self._popup.isVisible()

    @property
    def busy(self) -> bool:
        """True while it is being found out what may follow."""
        return self._timer.isActive() or self._asking is not None

    @property
    def popup(self) -> CompletionPopup | None:
        """The list, once it was needed."""
        return self._popup

    def set_ask(self, ask: Ask | None) -> None:
        """Whom to ask for completions: the archive, or nobody."""
        self._ask = ask
        self.close()

    def ask(self) -> None:
        """Shows what may stand at the cursor, typed or not."""
        self._wanted = True
        self._look()

    def close(self) -> None:
        """Takes the list away."""
        self._timer.stop()
        self._wanted = False
        self._offer = None
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        if self._popup is not None:
            self._popup.hide()

    def take(self, row: int) -> None:
        """Writes a completion into the line, as one typing that can be undone."""
        offer = self._offer
        if offer is None or offer.text != self._edit.text():
            return
        completion = offer.completions[row]
        self.close()
        offsets = utf16_offsets(offer.text)
        start, end = completion.start, completion.end
        if offsets is not None:
            start, end = offsets[start], offsets[end]
        self._edit.setSelection(start, end - start)
        self._edit.insert(completion.insert)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that belong to the list while it is there."""
        if watched is not self._edit:
            return False
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Resize):
            self.close()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Escape and the arrows are keys of the window too; here they mean the list.
            if self.is_open and self._means_list(event):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        control = Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and event.modifiers() == control:
            self.ask()
            return True
        if not self.is_open or not self._means_list(event):
            return False
        assert self._popup is not None  # is_open says so
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
            return True
        chosen = self._popup.row
        if key in _TAKING and chosen >= 0:
            self.take(chosen)
            return True
        self.close()
        return key == Qt.Key.Key_Escape

    def _means_list(self, event: QKeyEvent) -> bool:
        keys = (*_STEPS, *_TAKING, Qt.Key.Key_Escape)
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        return event.key() in keys and event.modifiers() in plain

    def _step(self, by: int) -> None:
        assert self._popup is not None and self._offer is not None  # shown, so there is one
        self._popup.step(by)
        row = self._popup.row
        if row >= 0:
            count = len(self._offer.completions)
            self._say(
                _("{word}, {number} of {count}").format(
                    word=self._offer.completions[row].label, number=row + 1, count=count
                )
            )

    def _typed(self, _text: str) -> None:
        if self._popup is not None:
            self._popup.choose(-1)  # what was chosen was an end for other letters
        self._timer.start()

    def _changed(self, text: str) -> None:
        """Another query altogether: what was offered is of the old one."""
        if self._offer is not None and text != self._offer.text and not self._timer.isActive():
            self.close()

    def _moved(self, _old: int, _new: int) -> None:
        if self.is_open and not self._timer.isActive():
            self._timer.start()

    def _look(self) -> None:
        self._timer.stop()
        if self._asking is not None:
            self._asking.cancel()
        ask, text, cursor = self._ask, self._edit.text(), self._cursor()
        if ask is None or not (self._wanted or self._edit.hasFocus()):
            self.close()
            return

        def arrived(found: Sequence[Completion]) -> None:
            self._asking = None
            self._show(Offer(text, cursor, tuple(found)))

        self._asking = self._tasks.run(
            lambda: ask(text, cursor), arrived, self._not_known, owner=self
        )

    def _show(self, offer: Offer) -> None:
        if offer.text != self._edit.text() or offer.cursor != self._cursor():
            return
        known = [c for c in offer.completions if offer.text[c.start : c.end] != c.insert]
        if not known or not (self._wanted or is_offered_unasked(offer, self._least)):
            self.close()
            return
        self._offer = Offer(offer.text, offer.cursor, tuple(known))
        if self._popup is None or self._popup.parentWidget() is not self._edit.window():
            self._popup = CompletionPopup(self._edit.window())
            self._popup.clicked.connect(self.take)
        self._popup.offer(known, *self._place())
        count = len(known)
        self._say(ngettext("{count} completion", "{count} completions", count).format(count=count))

    def _place(self) -> tuple[QRect, int]:
        """The line in its window, and where in it the words to complete stand."""
        window: QWidget = self._edit.window()
        corner = self._edit.mapTo(window, QPoint(0, 0))
        # Only painting tells Qt how far the line is scrolled, and words written right to left are.
        self._edit.repaint()
        x = self._edit.cursorRect().center().x()
        if self._offer is not None and self._offer.completions:
            piece = self._offer.text[self._offer.completions[0].start : self._offer.cursor]
            wide = self._edit.fontMetrics().horizontalAdvance(piece)
            x += wide if is_right_to_left(piece) else -wide
        return QRect(corner, self._edit.size()), corner.x() + x

    def _cursor(self) -> int:
        """The cursor in code points; Qt counts in UTF-16."""
        offsets = utf16_offsets(self._edit.text())
        at = self._edit.cursorPosition()
        return at if offsets is None else bisect_right(offsets, at) - 1

    def _not_known(self, _error: WorkbenchError) -> None:
        """Nothing is offered then; the search itself tells what is wrong."""
        self._asking = None
        self.close()

    def _say(self, words: str) -> None:
        self.announced.emit(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._edit, words))


def is_right_to_left(piece: str) -> bool:
    """Whether the piece is written from right to left, by its first letter."""
    directions = (unicodedata.bidirectional(char) for char in piece)
    return next((each for each in directions if each in ("L", "R", "AL")), "L") != "L"


def is_offered_unasked(offer: Offer, least: int) -> bool:
    """Whether a list helps somebody who only types: after a colon, or some letters of a name."""
    first = offer.completions[0] if offer.completions else None
    if first is None:
        return False
    piece = offer.text[first.start : offer.cursor]
    return len(piece) >= least or offer.text[: first.start].endswith((":", '"'))
