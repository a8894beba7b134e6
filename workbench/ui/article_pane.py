"""The article's column: its header, the margin strip, the text, and what one can do with words."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.domain.article import Sentence
from workbench.domain.case import Changes
from workbench.domain.claim import Claim
from workbench.i18n import _
from workbench.ui.article_paint import Tint
from workbench.ui.article_view import ArticleView
from workbench.ui.case_model import CaseModel
from workbench.ui.style import HEADER_HEIGHT, SPACE, small_font, theme, ui_font
from workbench.ui.words import claim_mark

_STRIP_WIDTH = 18


class MarginStrip(QWidget):
    """Coverage at a glance: each sentence in its verdict's colour, amber where it is open.

    Text that fits the window stands beside its marks; longer text is drawn smaller.
    """

    def __init__(self, view: ArticleView) -> None:
        super().__init__()
        self._view = view
        self._parts: list[tuple[int, int, str]] = []
        self._reaches: dict[tuple[int, int], tuple[float, float]] = {}
        self.setFixedWidth(_STRIP_WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(
            _("Coverage: verdict colours are decided, amber is open, grey is not checked")
        )
        self.setAccessibleName(_("Coverage of the article"))
        view.document().documentLayout().documentSizeChanged.connect(self.forget)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self.update())

    def set_parts(self, parts: list[tuple[int, int, str]]) -> None:
        """Shows spans of the article, each with the role of its colour."""
        self._parts = parts
        self.update()

    def forget(self) -> None:
        """The text was set anew: where the spans stand has to be asked again."""
        self._reaches.clear()
        self.update()

    def sizeHint(self) -> QSize:
        """A narrow strip."""
        return QSize(_STRIP_WIDTH, 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One bar a span; the part in sight has a ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme()
        painter.fillRect(self.rect(), QColor(colours.pane))
        scale = self._scale()
        if scale < 1:
            bar = self._view.verticalScrollBar()
            seen = QRectF(0, bar.value() * scale, self.width() - 1, bar.pageStep() * scale)
            painter.fillRect(seen, QColor(colours.desk))
        painter.setPen(QColor(colours.rule))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.setPen(Qt.PenStyle.NoPen)
        shift = self._view.verticalScrollBar().value() if scale == 1 else 0
        for start, end, role in self._parts:
            top, bottom = self._reach(start, end)
            colour = colours.role(role).ink if role != "folded" else QColor(colours.soft)
            colour.setAlphaF(0.45 if role == "folded" else 1.0)
            painter.setBrush(colour)
            height = max(2.0, (bottom - top) * scale - 2)
            box = QRectF(5, top * scale - shift + 1, self.width() - 11, height)
            painter.drawRoundedRect(box, 2, 2)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to the place of the article."""
        self._go(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging scrolls along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().y())

    def _go(self, y: float) -> None:
        scale = self._scale()
        if scale < 1:
            bar = self._view.verticalScrollBar()
            bar.setValue(int(y / scale - bar.pageStep() / 2))

    def _scale(self) -> float:
        height = self._view.document().size().height()
        return min(1.0, self.height() / height) if height > 0 else 1.0

    def _reach(self, start: int, end: int) -> tuple[float, float]:
        known = self._reaches.get((start, end))
        if known is None:
            known = self._reaches[start, end] = self._measure(start, end)
        return known

    def _measure(self, start: int, end: int) -> tuple[float, float]:
        """Top and bottom of a span; within a line, by how far along it the words stand."""
        text = self._view.text
        rects = self._view.span_rects(start, end)
        if not rects or text is None:
            if text is None:
                return 0, 0
            block = self._view.document().findBlock(text.to_document(start))
            box = self._view.document().documentLayout().blockBoundingRect(block)
            return box.top(), box.bottom()
        width = max(1.0, self._view.column_width())
        left = self._view.column_left()
        first, last = rects[0], rects[-1]
        top = first.top() + first.height() * max(0.0, first.left() - left) / width
        bottom = last.top() + last.height() * min(1.0, (last.right() - left) / width)
        return top, max(bottom, top + 2)


class ArticlePane(QFrame):
    """The article with its claims; a selection and C, or Enter in a sentence, make a new one."""

    claimChosen = Signal(str)
    hint = Signal(str)
    selectionChanged = Signal(bool)

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "pane")
        self._model = model
        self.view = ArticleView()
        self._strip = MarginStrip(self.view)
        self._name = QLabel()
        self._name.setProperty("soft", True)
        self._chip = self._make_chip()
        self._chip_delay = QTimer(self)
        self._chip_delay.setSingleShot(True)
        self._chip_delay.setInterval(120)
        self._chip_delay.timeout.connect(self._place_chip)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._strip)
        row.addWidget(self.view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        column.addLayout(row, 1)
        self.setFocusProxy(self.view)
        self._connect()

    def mark_selection(self) -> None:
        """Makes a claim of the selected words, or says how to select some."""
        span = self.view.selected_span()
        if span is None:
            self.hint.emit(_("Select words in the article first, or press Enter in a sentence."))
            return
        self._mark(*span)

    def mark_sentence(self) -> None:
        """Makes a claim of the sentence the caret stands in."""
        sentence = self.view.sentence_at_caret()
        if sentence is not None:
            self._mark(sentence.start, sentence.end)

    def mark_either(self) -> None:
        """Makes a claim of the selection or, without one, of the sentence."""
        if self.view.selected_span() is not None:
            self.mark_selection()
        else:
            self.mark_sentence()

    def next_open(self, step: int = 1) -> None:
        """Puts the caret into the next sentence that no claim covers, going round at the end."""
        covered = self._spans()
        units = [s for s in self._model.units if not _covers(covered, s)]
        if not units:
            self.hint.emit(_("No open sentence is left."))
            return
        at = self.view.caret()
        after = [s for s in units if s.start > at] or units
        before = [s for s in units if s.end <= at] or units
        self.view.setFocus()
        self.view.clear_selection()
        found = after[0] if step > 0 else before[-1]
        self.view.go_to(found.start, found.end)

    def show_claim(self, claim: Claim) -> None:
        """Brings a claim into sight."""
        self.view.reveal(claim.locator.start, claim.locator.end)

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self.view.retheme()
        self._refresh()

    def _make_header(self) -> QFrame:
        header = QFrame()
        header.setProperty("box", "header")
        header.setFixedHeight(HEADER_HEIGHT)
        row = QHBoxLayout(header)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(2 * SPACE)
        title = QLabel(_("Article"))
        title.setFont(ui_font(13, strong=True))
        row.addWidget(title)
        row.addWidget(self._name, 1)
        return header

    def _make_chip(self) -> QPushButton:
        chip = QPushButton(self.view.viewport())
        chip.setProperty("primary", True)
        chip.setText(_("C  claim"))
        chip.setFont(small_font(strong=True))
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setAccessibleName(_("Make a claim of the selected words"))
        chip.clicked.connect(self.mark_selection)
        chip.hide()
        return chip

    def _connect(self) -> None:
        self.view.claimClicked.connect(self.claimChosen)
        self.view.takeRequested.connect(self.mark_either)
        self.view.selectionReady.connect(self._selection)
        self.view.verticalScrollBar().valueChanged.connect(lambda _value: self._chip.hide())
        self.view.viewport().installEventFilter(self)
        self._model.opened.connect(self._open)
        self._model.changed.connect(self._after)
        self._model.currentChanged.connect(self._follow)
        self._model.markedAgain.connect(self._marked_again)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The chip comes when the mouse lets go of the words."""
        if event.type() == QEvent.Type.MouseButtonRelease and self.view.textCursor().hasSelection():
            self._chip_delay.start()
        return False

    def _open(self) -> None:
        if not self._model.is_open:
            return
        article = self._model.case.article
        parts = [article.name]
        if article.published:
            parts.append(article.published)
        self._name.setText(" · ".join(parts))
        self.view.show_article(article, self._model.units)
        self._strip.forget()
        self._refresh()

    def _after(self, changes: Changes) -> None:
        if changes.touch("articles"):
            self._open()
        elif changes.touch("claims"):
            self._refresh()

    def _follow(self, _claim_id: str) -> None:
        self._refresh()
        claim = self._model.current
        if claim is not None:
            self.view.reveal(claim.locator.start, claim.locator.end)

    def _refresh(self) -> None:
        if not self._model.is_open:
            return
        claims = self._model.case.ordered_claims()
        self.view.set_tints([self._tint(claim, claims) for claim in claims])
        self._strip.set_parts(self._parts(claims))

    def _tint(self, claim: Claim, claims: Sequence[Claim]) -> Tint:
        rating = self._model.rating(claim)
        start, end = claim.locator.start, claim.locator.end
        around = [
            c
            for c in claims
            if c is not claim and c.locator.start <= start and end <= c.locator.end
        ]
        current = self._model.current
        is_current = current is not None and current.id == claim.id
        return Tint(
            claim=claim.id,
            start=start,
            end=end,
            role=rating.colour if rating else "accent",
            mark=claim_mark(claim, rating),
            tip=_("Claim {number}: {verdict}").format(
                number=claim.number, verdict=rating.name if rating else _("open")
            ),
            current=is_current,
            depth=len(around),
        )

    def _parts(self, claims: Sequence[Claim]) -> list[tuple[int, int, str]]:
        parts = []
        for unit in self._model.units:
            over = [c for c in claims if c.locator.start < unit.end and unit.start < c.locator.end]
            rating = self._model.rating(over[0]) if over else None
            role = "open" if not over else rating.colour if rating else "accent"
            parts.append((unit.start, unit.end, role))
        parts += [(start, end, "folded") for start, end in self.view.folded_spans()]
        return parts

    def _spans(self) -> list[tuple[int, int]]:
        return [(c.locator.start, c.locator.end) for c in self._model.case.claims.values()]

    def _mark(self, start: int, end: int) -> None:
        self.view.clear_selection()
        self._chip.hide()
        self._model.mark_claim(start, end)

    def _marked_again(self, claim_id: str) -> None:
        number = self._model.case.claims[claim_id].number
        self.claimChosen.emit(claim_id)
        self.hint.emit(_("These words are claim {number} already.").format(number=number))

    def _selection(self, selected: bool) -> None:
        if not selected:
            self._chip_delay.stop()
            self._chip.hide()
        self.selectionChanged.emit(selected)

    def _place_chip(self) -> None:
        if not self.view.textCursor().hasSelection():
            return
        self._chip.adjustSize()
        rect = self.view.cursorRect()
        room = self.view.viewport().rect()
        x = min(rect.right() + 6, room.right() - self._chip.width() - 4)
        y = rect.bottom() + 4
        if y + self._chip.height() > room.bottom():
            y = rect.top() - self._chip.height() - 4
        self._chip.move(QPoint(max(4, x), max(4, y)))
        self._chip.show()


def _covers(spans: Sequence[tuple[int, int]], sentence: Sentence) -> bool:
    return any(start < sentence.end and sentence.start < end for start, end in spans)
