"""The article's column: its header, the margin strip, the text, and what one can do with words."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.article import Sentence
from workbench.domain.case import Changes
from workbench.domain.claim import Claim
from workbench.i18n import _
from workbench.ui.article_view import ArticleView
from workbench.ui.bars import header_bar, segments, tool_button
from workbench.ui.case_model import CaseModel
from workbench.ui.changes_pane import ChangesPane
from workbench.ui.claim_tints import tints_of
from workbench.ui.margin_strip import MarginStrip
from workbench.ui.style import small_font, ui_font

_READING, _CHANGES = range(2)


class ArticlePane(QFrame):
    """The article with its claims; a selection and C, or Enter in a sentence, make a new one."""

    claimChosen = Signal(str)
    hint = Signal(str)
    selectionChanged = Signal(bool)
    draftsRequested = Signal()

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "pane")
        self._model = model
        self.view = ArticleView()
        self._strip = MarginStrip(self.view)
        self.changes = ChangesPane(model)
        self._name = QLabel()
        self._name.setProperty("soft", True)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._chip = self._make_chip()
        self._chip_delay = QTimer(self)
        self._chip_delay.setSingleShot(True)
        self._chip_delay.setInterval(120)
        self._chip_delay.timeout.connect(self._place_chip)
        reading = QWidget()
        row = QHBoxLayout(reading)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._strip)
        row.addWidget(self.view, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(reading)
        self._stack.addWidget(self.changes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.view)
        self._connect()

    @property
    def shows_changes(self) -> bool:
        """True while the article is shown with its changes."""
        return self._stack.currentIndex() == _CHANGES

    def show_changes(self, on: bool) -> None:
        """Shows the article with its changes, or as it is to be read."""
        drafts = self._model.drafts
        on = on and len(drafts) > 1
        if on:
            self.changes.show_drafts(drafts[-2], drafts[-1])
        self._stack.setCurrentIndex(_CHANGES if on else _READING)
        self.setFocusProxy(self.changes.view if on else self.view)
        self._modes.button(_CHANGES if on else _READING).setChecked(True)
        self._walk.setVisible(on)
        self._chip.hide()

    def step_change(self, by: int) -> None:
        """Goes to the next or the previous change."""
        if not self.shows_changes:
            self.show_changes(True)
        self.changes.step(by)

    def mark_selection(self) -> None:
        """Makes a claim of the selected words, or says how to select some."""
        if self.shows_changes:
            span = self.changes.selected_span()
            self.changes.view.clear_selection()
        else:
            span = self.view.selected_span()
        if span is None:
            self.hint.emit(_("Select words in the article first, or press Enter in a sentence."))
            return
        self._mark(*span)

    def mark_sentence(self) -> None:
        """Makes a claim of the sentence the caret stands in."""
        self.show_changes(False)
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
        """Goes to the next sentence that no claim covers, or whose claim a new draft reopened."""
        standing = self._model.case.standing_claims
        covered = [_span(claim) for claim in standing if not claim.reopened]
        again = [claim for claim in standing if claim.reopened]
        units = [
            s
            for s in self._model.units
            if not _covers(covered, s) or _covers([_span(claim) for claim in again], s)
        ]
        if not units:
            self.hint.emit(_("No open sentence is left."))
            return
        self.show_changes(False)
        at = self.view.caret()
        after = [s for s in units if s.start > at] or units
        before = [s for s in units if s.end <= at] or units
        self.view.setFocus()
        self.view.clear_selection()
        found = after[0] if step > 0 else before[-1]
        for claim in again:
            if _covers([_span(claim)], found):
                self.claimChosen.emit(claim.id)
        self.view.go_to(found.start, found.end)

    def show_claim(self, claim: Claim) -> None:
        """Brings a claim into sight."""
        self._reveal(claim)

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self.view.retheme()
        self.changes.retheme()
        self._refresh()

    def _make_header(self) -> QFrame:
        header, row = header_bar()
        title = QLabel(_("Article"))
        title.setFont(ui_font(13, strong=True))
        row.addWidget(title)
        row.addWidget(self._name, 1)
        self._walk = self._make_walk()
        row.addWidget(self._walk, 0, Qt.AlignmentFlag.AlignVCenter)
        self._choice = self._make_choice()
        row.addWidget(self._choice, 0, Qt.AlignmentFlag.AlignVCenter)
        return header

    def _make_choice(self) -> QFrame:
        """Reading, changes, or both drafts in a window; only where there are two drafts."""
        self._modes = QButtonGroup(self)
        for mode, text in ((_READING, _("Reading")), (_CHANGES, _("Changes"))):
            button = tool_button(text)
            button.setCheckable(True)
            button.setChecked(mode == _READING)
            self._modes.addButton(button, mode)
        self._modes.idClicked.connect(lambda mode: self.show_changes(mode == _CHANGES))
        both = tool_button("◫", _("Both drafts side by side"))
        both.clicked.connect(self.draftsRequested)
        frame = segments(*self._modes.buttons(), both)
        frame.hide()
        return frame

    def _make_walk(self) -> QFrame:
        self._count = QLabel()
        self._count.setFont(small_font())
        back = tool_button("‹", _("Previous change (,)"))
        back.clicked.connect(lambda: self.changes.step(-1))
        forward = tool_button("›", _("Next change (.)"))
        forward.clicked.connect(lambda: self.changes.step(1))
        frame = segments(back, self._count, forward)
        frame.hide()
        return frame

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
        self.changes.claimClicked.connect(self.claimChosen)
        self.changes.walked.connect(self._tell_change)
        self.view.zoomed.connect(self.changes.view.set_zoom)

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
        self.view.show_article(article, self._model.units, tints_of(self._model))
        self._strip.forget()
        self._choice.setVisible(len(self._model.drafts) > 1)
        self.show_changes(self.shows_changes)
        self._refresh()

    def _after(self, changes: Changes) -> None:
        if changes.touch("articles"):
            self._open()
            self._reveal_current()
        elif changes.touch("claims"):
            self._refresh()

    def _follow(self, _claim_id: str) -> None:
        self._refresh()
        self._reveal_current()

    def _reveal_current(self) -> None:
        claim = self._model.current
        if claim is not None:
            self._reveal(claim)

    def _reveal(self, claim: Claim) -> None:
        if claim.vanished:
            return
        self.view.reveal(claim.locator.start, claim.locator.end)
        self.changes.reveal(claim.locator.start, claim.locator.end)

    def _tell_change(self) -> None:
        self._count.setText(self.changes.count_text)
        self._count.setAccessibleName(f"{self.changes.count_text}. {self.changes.spoken}")

    def _refresh(self) -> None:
        if not self._model.is_open:
            return
        self.view.set_tints(tints_of(self._model))
        if self.shows_changes:
            self.changes.refresh()
        self._strip.set_parts(self._parts(self._model.case.standing_claims))

    def _parts(self, claims: Sequence[Claim]) -> list[tuple[int, int, str]]:
        parts = []
        spans = [(*_span(claim), claim) for claim in claims]
        for unit in self._model.units:
            over = [c for start, end, c in spans if start < unit.end and unit.start < end]
            rating = self._model.rating(over[0]) if over else None
            is_open = not over or over[0].reopened
            role = "open" if is_open else rating.colour if rating else "accent"
            parts.append((unit.start, unit.end, role))
        parts += [(start, end, "folded") for start, end in self.view.folded_spans()]
        return parts

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


def _span(claim: Claim) -> tuple[int, int]:
    return claim.locator.start, claim.locator.end


def _covers(spans: Sequence[tuple[int, int]], sentence: Sentence) -> bool:
    return any(start < sentence.end and sentence.start < end for start, end in spans)
