"""The reading column: claims tinted under the words, the caret's sentence, words selected."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget

from workbench.domain.article import Article, Sentence
from workbench.domain.diff import Op
from workbench.i18n import _
from workbench.ui.article_lines import block_rects, span_reach, span_rects
from workbench.ui.article_paint import (
    Tint,
    change_role,
    paint_change_ground,
    paint_change_line,
    paint_folds,
    paint_sentence,
    paint_stop,
    paint_tint,
)
from workbench.ui.article_text import ArticleText, Mark, TextLook, runs_of, snap_to_words
from workbench.ui.merged_draft import Change
from workbench.ui.style import READING_PX, theme

_COLUMN_CHARACTERS = 66
_LEAST_MARGIN = 26


class ArticleView(QTextEdit):
    """The article's text; knows positions of the article, tells what the reader does there."""

    claimClicked = Signal(str)
    selectionReady = Signal(bool)
    takeRequested = Signal()
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(_("Article"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(2)
        self.viewport().setMouseTracking(True)
        self._text: ArticleText | None = None
        self._sentences: Sequence[Sentence] = ()
        self._tints: Sequence[Tint] = ()
        self._changes: Sequence[Change] = ()
        self._stop = (0, 0)
        self._zoom = 1.0
        self._pressed = QPointF()
        self.selectionChanged.connect(self._tell_selection)
        self.cursorPositionChanged.connect(self.viewport().update)

    @property
    def text(self) -> ArticleText | None:
        """The article in document form, once there is one."""
        return self._text

    @property
    def zoom(self) -> float:
        """How large the text is set; 1 is the normal size."""
        return self._zoom

    def show_article(
        self, article: Article, sentences: Sequence[Sentence], tints: Sequence[Tint] = ()
    ) -> None:
        """Shows an article from its beginning, with its claims."""
        self._text = ArticleText(article, self.document())
        self._sentences = sentences
        self._tints = tints
        self._changes, self._stop = (), (0, 0)
        self._build(frozenset())
        self.moveCursor(QTextCursor.MoveOperation.Start)
        body = next((s for s in sentences), None)
        if body is not None:
            self._set_caret(body.start)
        self.verticalScrollBar().setValue(0)

    def set_tints(self, tints: Sequence[Tint]) -> None:
        """Shows claims; the place, the caret and the selection stay as they are."""
        if tints == self._tints:
            return
        self._tints = tints
        if self._text is not None:
            caret, anchor = self.caret(), self._anchor()
            scroll = self.verticalScrollBar().value()
            self._text.set_marks(self._marks())
            self._select(anchor, caret)
            self.verticalScrollBar().setValue(scroll)
        self.viewport().update()

    def set_changes(self, changes: Sequence[Change]) -> None:
        """Marks what came and what went between two drafts; the text stays as it is."""
        self._changes = changes
        self._colour_changes()
        self.viewport().update()

    def set_stop(self, start: int, end: int) -> None:
        """Outlines the change somebody stopped at."""
        self._stop = (start, end)
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Sets the text larger or smaller; the place stays."""
        self._zoom = min(2.5, max(0.6, zoom))
        self._rebuild()
        self.zoomed.emit(self._zoom)

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self._rebuild()

    def toggle_fold(self, run: int) -> None:
        """Opens or closes a run of text that is not checked."""
        if self._text is not None:
            self._rebuild(self._text.opened ^ {run})

    def toggle_folds(self) -> None:
        """Opens all that is folded, or closes all."""
        if self._text is not None:
            runs = frozenset(block.fold for block in self._text.blocks if block.fold >= 0)
            self._rebuild(frozenset() if self._text.opened else runs)

    def selected_span(self) -> tuple[int, int] | None:
        """The selected words in the article, snapped to word limits."""
        if self._text is None or not self.textCursor().hasSelection():
            return None
        start, end = sorted((self._anchor(), self.caret()))
        start, end = snap_to_words(self._text.article.text, start, end)
        return (start, end) if start < end else None

    def caret(self) -> int:
        """Where in the article the caret stands."""
        return self._text.to_article(self.textCursor().position()) if self._text else 0

    def column_left(self) -> float:
        """Where the reading column begins."""
        return self.document().rootFrame().frameFormat().leftMargin()

    def column_width(self) -> float:
        """How wide the reading column is."""
        frame = self.document().rootFrame().frameFormat()
        return self.viewport().width() - frame.leftMargin() - frame.rightMargin()

    def folded_spans(self) -> list[tuple[int, int]]:
        """The runs of text that are not checked."""
        if self._text is None:
            return []
        return [(run[0].start, run[-1].end) for run in runs_of(self._text.article)]

    def sentence_at_caret(self) -> Sentence | None:
        """The sentence the caret stands in, or the next one."""
        at = self.caret()
        return next((s for s in self._sentences if at < s.end or at == s.start), None)

    def step_sentence(self, step: int) -> None:
        """Puts the caret at the start of the next or the previous sentence."""
        at = self.caret()
        if step > 0:
            found = next((s for s in self._sentences if s.start > at), None)
        else:
            found = next((s for s in reversed(self._sentences) if s.start < at), None)
        if found is not None:
            self.go_to(found.start)

    def go_to(self, position: int, end: int | None = None) -> None:
        """Puts the caret at a position of the article and brings it into sight."""
        self._set_caret(position)
        self.reveal(position, end if end is not None else position)

    def select_span(self, start: int, end: int) -> None:
        """Selects a span of the article."""
        self._select(start, end)

    def clear_selection(self) -> None:
        """Drops the selection; the caret stays."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def span_rects(self, start: int, end: int) -> list[QRectF]:
        """One rectangle a line for a span, in the document's coordinates."""
        if self._text is None or start >= end:
            return []
        return span_rects(self.document(), *self._text.span(start, end))

    def span_reach(self, start: int, end: int) -> tuple[float, float] | None:
        """Top and bottom of a span in the document's coordinates."""
        if self._text is None or start >= end:
            return None
        first, last = self._text.span(start, end)
        return span_reach(self.document(), first, last) if first < last else None

    def claims_at(self, place: int) -> list[Tint]:
        """The claims under a place of the document, the shortest first."""
        if self._text is None:
            return []
        named = self._text.claim_at(place)
        if named:
            return [tint for tint in self._tints if tint.claim == named]
        at = self._text.to_article(place)
        hit = [tint for tint in self._tints if tint.start <= at < tint.end]
        return sorted(hit, key=lambda tint: tint.end - tint.start)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grounds and outlines first, the text above them."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(theme().pane))
        painter.translate(0, -self.verticalScrollBar().value())
        sentence = self.sentence_at_caret() if self.hasFocus() else None
        if sentence is not None and not self.textCursor().hasSelection():
            paint_sentence(painter, self.span_rects(sentence.start, sentence.end))
        first, last = self._in_sight()
        for tint in sorted(self._tints, key=lambda t: t.current):
            if tint.end < first or tint.start > last:
                continue
            paint_tint(painter, tint, self.span_rects(tint.start, tint.end))
        seen = [c for c in self._changes if c.end >= first and c.start <= last]
        changes = [(change, self.span_rects(change.start, change.end)) for change in seen]
        for change, rects in changes:
            paint_change_ground(painter, change, rects)
        paint_stop(painter, self.span_rects(*self._stop))
        paint_folds(painter, self._fold_boxes())
        painter.end()
        super().paintEvent(event)
        if changes:
            self._paint_lines(changes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the column at its width and what was on top on top."""
        top = self._top()
        super().resizeEvent(event)
        self._set_margins()
        self._scroll_to(top)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remembers where, so that a click is told from a selection."""
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a claim makes it current; on a fold line opens it."""
        super().mouseReleaseEvent(event)
        moved = (event.position() - self._pressed).manhattanLength() > 4
        if moved or event.button() != Qt.MouseButton.LeftButton or self._text is None:
            return
        if self.textCursor().hasSelection():
            return
        place = self._place_at(event.position())
        block = self._text.block_at(place) if place >= 0 else None
        if block is not None and block.is_fold:
            self.toggle_fold(block.fold)
        elif place >= 0:
            hit = self.claims_at(place)
            current = [tint.current for tint in hit]
            if hit:
                after = current.index(True) + 1 if True in current else 0
                self.claimClicked.emit(hit[after % len(hit)].claim)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows a hand where a click does something."""
        super().mouseMoveEvent(event)
        place = self._place_at(event.position())
        block = self._text.block_at(place) if self._text is not None and place >= 0 else None
        hand = block is not None and (block.is_fold or self.claims_at(place))
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the selection or the caret's sentence; Ctrl+arrows walk sentences."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            block = self._text.block_at(self.textCursor().position()) if self._text else None
            if block is not None and block.is_fold:
                self.toggle_fold(block.fold)
            else:
                self.takeRequested.emit()
        elif control and event.key() == Qt.Key.Key_Down:
            self.step_sentence(1)
        elif control and event.key() == Qt.Key.Key_Up:
            self.step_sentence(-1)
        elif event.key() == Qt.Key.Key_Escape and self.textCursor().hasSelection():
            self.clear_selection()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """A claim under the pointer says what it is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(QPointF(event.pos()))
            hit = self.claims_at(place) if place >= 0 else []
            tips = [tint.tip for tint in hit] + self._change_tips(place)
            QToolTip.showText(event.globalPos(), "\n".join(tips), self)
            return True
        return bool(super().viewportEvent(event))

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copies the article's own words, without our numbers."""
        data = QMimeData()
        if self._text is not None:
            start, end = sorted((self._anchor(), self.caret()))
            data.setText(self._text.article.text[start:end])
        return data

    def _marks(self) -> list[Mark]:
        colours = theme()
        return [
            Mark(tint.end, tint.claim, tint.mark, colours.role(tint.role).ink.name())
            for tint in self._tints
        ]

    def _build(self, opened: frozenset[int]) -> None:
        if self._text is None:
            return
        colours = theme()
        look = TextLook(round(READING_PX * self._zoom), colours.ink, colours.soft)
        self._text.build(look, opened, self._marks())
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(colours.accent))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(colours.on_accent))
        self.setPalette(palette)
        self._set_margins()
        self._colour_changes()

    def _colour_changes(self) -> None:
        """Gives changed words their colour; an extra selection moves no word."""
        if self._text is None:
            return
        selections = []
        for change in self._changes:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            first, last = self._text.span(change.start, change.end)
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format.setForeground(change_role(change).ink)
            selections.append(selection)
        self.setExtraSelections(selections)

    def _paint_lines(self, changes: Sequence[tuple[Change, Sequence[QRectF]]]) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -self.verticalScrollBar().value())
        for change, rects in changes:
            paint_change_line(painter, change, rects)
        painter.end()

    def _change_tips(self, place: int) -> list[str]:
        if self._text is None or place < 0:
            return []
        at = self._text.to_article(place)
        names = {Op.DELETE: _("Deleted in the new draft"), Op.INSERT: _("New in this draft")}
        return [
            _("Moved: the same words stand elsewhere") if change.moved else names[change.op]
            for change in self._changes
            if change.start <= at < change.end
        ]

    def _rebuild(self, opened: frozenset[int] | None = None) -> None:
        if self._text is None:
            return
        caret, anchor, top = self.caret(), self._anchor(), self._top()
        self._build(self._text.opened if opened is None else opened)
        self._select(anchor, caret)
        self._scroll_to(top)
        self.viewport().update()

    def _set_margins(self) -> None:
        if self._text is None:
            return
        column = _COLUMN_CHARACTERS * 0.45 * READING_PX * self._zoom
        free = max(0.0, self.viewport().width() - column)
        left = min(max(_LEAST_MARGIN, free / 2), 96) if free > 2 * _LEAST_MARGIN else _LEAST_MARGIN
        self._text.set_margins(left, max(_LEAST_MARGIN, free - left))

    def _tell_selection(self) -> None:
        self.selectionReady.emit(self.textCursor().hasSelection())

    def _anchor(self) -> int:
        return self._text.to_article(self.textCursor().anchor()) if self._text else 0

    def _set_caret(self, position: int) -> None:
        self._select(position, position)

    def _select(self, anchor: int, caret: int) -> None:
        if self._text is None:
            return
        cursor = self.textCursor()
        cursor.setPosition(self._text.to_document(anchor, after_marks=anchor <= caret))
        mode = QTextCursor.MoveMode.KeepAnchor
        if anchor != caret:
            cursor.setPosition(self._text.to_document(caret, after_marks=caret < anchor), mode)
        self.setTextCursor(cursor)

    def _place_at(self, point: QPointF) -> int:
        """The place of the document under a point of the viewport; -1 beside the text."""
        down = QPointF(point.x(), point.y() + self.verticalScrollBar().value())
        layout = self.document().documentLayout()
        return int(layout.hitTest(down, Qt.HitTestAccuracy.ExactHit))

    def _in_sight(self) -> tuple[int, int]:
        """The part of the article the window shows."""
        if self._text is None:
            return 0, 0
        area = self.viewport().rect()
        first = self.cursorForPosition(area.topLeft()).position()
        last = self.cursorForPosition(area.bottomRight()).position()
        return self._text.to_article(first), self._text.to_article(last)

    def _top(self) -> tuple[int, int] | None:
        """The position on top and how far below the edge it stands; None at the very beginning."""
        if self._text is None or not self.verticalScrollBar().value():
            return None
        cursor = self.cursorForPosition(self.viewport().rect().topLeft())
        return self._text.to_article(cursor.position()), self.cursorRect(cursor).top()

    def _scroll_to(self, top: tuple[int, int] | None) -> None:
        bar = self.verticalScrollBar()
        if top is None or self._text is None:
            bar.setValue(0)
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._text.to_document(top[0]))
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - top[1])

    def reveal(self, start: int, end: int) -> None:
        """Scrolls to a span, if it is not in sight."""
        reach = self.span_reach(start, max(end, start + 1))
        if reach is None:
            self.ensureCursorVisible()
            return
        bar = self.verticalScrollBar()
        top, bottom = reach
        height = self.viewport().height()
        if top < bar.value() + 40 or bottom > bar.value() + height - 40:
            bar.setValue(int(top - height / 3))

    def _fold_boxes(self) -> list[QRectF]:
        if self._text is None:
            return []
        boxes = []
        for number, block in enumerate(self._text.blocks):
            if block.is_fold:
                shown = self.document().findBlockByNumber(number)
                lines = block_rects(self.document(), shown, 0, shown.length())
                if lines:
                    box = QRectF(self.column_left(), lines[0].top(), self.column_width(), 0)
                    box.setBottom(lines[-1].bottom())
                    boxes.append(box.adjusted(0, -7, 0, 6))
        return boxes
