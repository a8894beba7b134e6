"""A hit with its neighbours beside the list: read without opening its source."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from workbench.domain.errors import WorkbenchError
from workbench.domain.source import Page
from workbench.domain.text import PARAGRAPH
from workbench.i18n import _
from workbench.services.archive import Archive, Hit
from workbench.ui.bars import header_bar, tool_button
from workbench.ui.search_results import page_words
from workbench.ui.source_parts import ElidedLabel
from workbench.ui.style import SPACE, reading_font, small_font, theme, ui_font
from workbench.ui.tasks import Handle, Tasks

PREVIEW_WIDTH = 420
_NEIGHBOURS = 1_400
_LOOKED_MS = 1_200  # in hand for so long, a passage counts as looked at


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are set alike: of the hit or beside it, lit or not."""

    text: str
    own: bool
    lit: bool = False


def pieces(hit: Hit, page: str) -> list[Piece]:
    """The passage with what stands before and after it on its page, cut at paragraphs."""
    start, end = hit.start, hit.end
    low = max(0, start - _NEIGHBOURS)
    if low:
        low = _after(page.find(PARAGRAPH, low, start), page.find(" ", low, start), start)
    high = min(len(page), end + _NEIGHBOURS)
    if high < len(page):
        cut = page.rfind(PARAGRAPH, end, high)
        high = cut if cut > end else max(page.rfind(" ", end, high), end)
    made = [Piece(page[low:start], own=False)]
    at = start
    for first, last in hit.spans:
        made.append(Piece(page[at : start + first], own=True))
        made.append(Piece(page[start + first : start + last], own=True, lit=True))
        at = start + last
    made += [Piece(page[at:end], own=True), Piece(page[end:high], own=False)]
    return [piece for piece in made if piece.text]


class HitPreview(QFrame):
    """The title, the page and the passage in the reading face; nothing else moves for it.

    Only who has the keyboard here, or at the readers told of, reads what is shown.
    """

    closed = Signal()
    left = Signal()
    looked = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "pane")
        self.setAccessibleName(_("Preview of the hit"))
        self._tasks = tasks
        self._loading: Handle | None = None
        self._hit: Hit | None = None
        self._unread = False
        self._pieces: list[Piece] = []
        self._title = ElidedLabel()
        self._title.setFont(ui_font(12, strong=True))
        self._where = ElidedLabel()
        self._where.setProperty("soft", True)
        self._where.setFont(small_font())
        self._text = _PreviewText()
        self._text.escaped.connect(self.left)
        self._readers: list[QWidget] = []
        self.add_reader(self._text)
        shut = tool_button("✕", _("Close the preview"), _("Close the preview (Space)"))
        shut.setProperty("flat", True)
        shut.clicked.connect(self.closed)
        bar, row = header_bar(right=6)
        bar.setFixedHeight(32)
        row.addWidget(self._title)
        row.addWidget(self._where)
        row.addStretch(1)
        row.addWidget(shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._text, 1)
        self._long_enough = QTimer(self, singleShot=True, interval=_LOOKED_MS)
        self._long_enough.timeout.connect(self._tell_looked)

    def sizeHint(self) -> QSize:
        return QSize(PREVIEW_WIDTH, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 60)

    @property
    def hit(self) -> Hit | None:
        """The hit shown."""
        return self._hit

    @property
    def busy(self) -> bool:
        """True while its page is being read."""
        return self._loading is not None

    @property
    def text(self) -> str:
        """The words shown."""
        return self._text.toPlainText()

    @property
    def lit(self) -> list[str]:
        """The words lit."""
        return [piece.text for piece in self._pieces if piece.lit]

    def add_reader(self, widget: QWidget) -> None:
        """Another widget whose keyboard moves what is shown: who has it there looks here."""
        self._readers.append(widget)
        widget.installEventFilter(self)

    def show_hit(self, archive: Archive | None, hit: Hit | None) -> None:
        """Shows another hit, or none; its page is read beside the window."""
        if hit is not None and hit is self._hit:
            return
        self._drop()
        self._hit = hit
        if hit is None or archive is None:
            self._title.setText("")
            self._where.setText("")
            self._set([])
            return

        def read(page: Page) -> None:
            self._loading = None
            if page.text[hit.start : hit.end] == hit.text:
                self._set(pieces(hit, page.text))
            else:  # read anew since: the passage as the index has it
                self._set([Piece(hit.text, own=True)])
            self._unread = True
            self._time_reader()

        def failed(error: WorkbenchError) -> None:
            self._loading = None
            self._set([Piece(f"{error.message} {error.remedy}", own=False)])

        self._title.setText(hit.title)
        self._title.setToolTip(hit.title)
        self._where.setText(page_words(hit))
        self._loading = self._tasks.run(
            lambda: archive.page(hit.source, hit.page), read, failed, owner=self
        )

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self._set(self._pieces)

    # Qt -------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The time of looking begins with the keyboard and ends with it."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._time_reader()
        return super().eventFilter(watched, event)

    # Private --------------------------------------------------------------------------------------

    def _time_reader(self) -> None:
        self._long_enough.stop()
        if self._unread and self._is_read():
            self._long_enough.start()

    def _is_read(self) -> bool:
        return self.isVisible() and any(reader.hasFocus() for reader in self._readers)

    def _drop(self) -> None:
        self._long_enough.stop()
        self._unread = False
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    def _tell_looked(self) -> None:
        if self._hit is not None and self._is_read():
            self._unread = False
            self.looked.emit(self._hit)

    def _set(self, shown: list[Piece]) -> None:
        self._pieces = shown
        self._text.set_pieces(shown)


class _PreviewText(QTextEdit):
    """Words to read and to copy; Escape and Space are for whoever shows them."""

    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._own = self._lit = 0
        self.setReadOnly(True)
        self.setAccessibleName(_("Passage with its neighbours"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(3 * SPACE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def set_pieces(self, shown: list[Piece]) -> None:
        """Writes the words and brings the first lit one of the passage in sight."""
        self._own = self._lit = 0
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setBlockFormat(_paragraph())
        own = lit = -1
        for piece in shown:
            if piece.own and own < 0:
                own = cursor.position()
            if piece.lit and lit < 0:
                lit = cursor.position()
            cursor.insertText(piece.text.replace(PARAGRAPH, "\n"), _shape(piece))
        cursor.endEditBlock()
        self._own = max(0, own)
        self._lit = max(self._own, lit)
        cursor.setPosition(self._own)
        self.setTextCursor(cursor)
        self._bring_in()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines, another place for the words."""
        super().resizeEvent(event)
        self._bring_in()

    def _bring_in(self) -> None:
        """The beginning of the passage where the first lit word is in sight with it."""
        bar, height = self.verticalScrollBar(), self.viewport().height()
        before = height // 4
        top = self._rect(self._own).top() - before
        lit = self._rect(self._lit)
        if lit.bottom() > top + height:
            top = lit.top() - before
        bar.setValue(max(0, top))

    def _rect(self, position: int) -> QRect:
        """Where a character stands in the whole text."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        return self.cursorRect(cursor).translated(0, self.verticalScrollBar().value())


def _paragraph() -> QTextBlockFormat:
    shape = QTextBlockFormat()
    shape.setBottomMargin(2 * SPACE)
    shape.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return shape


def _shape(piece: Piece) -> QTextCharFormat:
    colours = theme()
    shape = QTextCharFormat()
    shape.setFont(reading_font(14))
    shape.setForeground(QColor(colours.ink if piece.own else colours.soft))
    if piece.lit:
        shape.setBackground(QColor(colours.lit))
        shape.setForeground(QColor(colours.lit_ink))
    return shape


def _after(paragraph: int, space: int, start: int) -> int:
    """Where the words before a passage begin: at a paragraph, else at a word."""
    if paragraph >= 0:
        return paragraph + len(PARAGRAPH)
    return space + 1 if space >= 0 else start
