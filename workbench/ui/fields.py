"""Fields edited in place: what is typed becomes one step when the field is left."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from workbench.ui.style import SMALL_PX, ui_font


def caption(text: str, buddy: QWidget | None = None) -> QLabel:
    """The small grey name above a field or a section."""
    label = QLabel(text)
    label.setProperty("soft", True)
    label.setFont(ui_font(SMALL_PX))
    if buddy is not None:
        label.setBuddy(buddy)
    return label


class WrappedLabel(QLabel):
    """Words over several lines; remembers its heights.

    A layout asks all its labels for their height again whenever one comes, and a label sets its
    words in lines each time: forty of them held the window for 20 ms.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._heights: dict[tuple[str, int], int] = {}
        self.setWordWrap(True)

    def heightForWidth(self, width: int) -> int:
        """As tall as the words need."""
        asked = self.text(), width
        known = self._heights.get(asked)
        if known is None:
            known = self._heights[asked] = super().heightForWidth(width)
        return known

    def changeEvent(self, event: QEvent) -> None:
        """Another font has other lines."""
        super().changeEvent(event)
        self._heights.clear()


class ClickLabel(QLabel):
    """A text that does something when it is clicked."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click is a press let go within the label."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.clicked.emit()


def _is_plain_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TextField(QPlainTextEdit):
    """Some lines of text, as tall as they need; Ctrl+Enter or leaving commits, Esc reverts."""

    committed = Signal(str)

    def __init__(self, name: str, placeholder: str = "", lines: int = 1) -> None:
        super().__init__()
        self.setProperty("field", True)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines = lines
        self._value = ""
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @property
    def is_dirty(self) -> bool:
        """True where something was typed and not committed yet."""
        return self.toPlainText().strip() != self._value

    def set_value(self, value: str) -> None:
        """Shows a value from the case; what somebody is typing is left alone."""
        if value == self._value and not self.is_dirty:
            return
        typing = self.hasFocus() and self.is_dirty
        self._value = value
        if not typing:
            self.setPlainText(value)

    def commit(self) -> None:
        """Hands over what was typed, if anything was."""
        if self.is_dirty:
            self._value = self.toPlainText().strip()
            # Typing is one step of the case from here: its own undo begins anew.
            self.document().clearUndoRedoStacks()
            self.committed.emit(self._value)

    def event(self, event: QEvent) -> bool:
        """Undo belongs to the case as soon as no typing is left to undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            redo = event.matches(QKeySequence.StandardKey.Redo)
            if (undo and not self.document().isUndoAvailable()) or (
                redo and not self.document().isRedoAvailable()
            ):
                event.ignore()
                return False
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter commits, Esc takes back what was typed."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if _is_plain_enter(event) and control:
            self.commit()
        elif event.key() == Qt.Key.Key_Escape and self.is_dirty:
            self.setPlainText(self._value)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field commits."""
        super().focusOutEvent(event)
        self.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another height."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """As tall as the text."""
        return QSize(200, self.height())

    def _fit(self) -> None:
        lines = max(self._lines, int(self.document().size().height()))
        spacing = self.fontMetrics().lineSpacing()
        self.setFixedHeight(lines * spacing + 2 * int(self.document().documentMargin()) + 14)


def leaves_undo(line: QLineEdit, event: QEvent) -> bool:
    """True for the keys of undo and redo where the line has no typing of its own for them."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo = event.matches(QKeySequence.StandardKey.Undo)
    redo = event.matches(QKeySequence.StandardKey.Redo)
    return (undo and not line.isUndoAvailable()) or (redo and not line.isRedoAvailable())


class LineField(QLineEdit):
    """One line of text; Enter or leaving commits, Esc reverts."""

    committed = Signal(str)

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._value = ""
        self.editingFinished.connect(self.commit)

    @property
    def is_dirty(self) -> bool:
        """True where something was typed and not committed yet."""
        return self.text().strip() != self._value

    def set_value(self, value: str) -> None:
        """Shows a value from the case; what somebody is typing is left alone."""
        if value == self._value and not self.is_dirty:
            return
        typing = self.hasFocus() and self.is_dirty
        self._value = value
        if not typing:
            self.setText(value)

    def commit(self) -> None:
        """Hands over what was typed, if anything was."""
        if self.is_dirty:
            self._value = self.text().strip()
            self.setText(self._value)
            self.committed.emit(self._value)

    def event(self, event: QEvent) -> bool:
        """Undo belongs to the case as soon as no typing is left to undo."""
        if leaves_undo(self, event):
            event.ignore()
            return False
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.is_dirty:
            self.setText(self._value)
        else:
            super().keyPressEvent(event)


def commit_all(widget: QWidget) -> None:
    """Commits every field within the widget that holds something typed."""
    for field in widget.findChildren(TextField):
        field.commit()
    for line in widget.findChildren(LineField):
        line.commit()
