"""The right column: the claim in hand with its words, verdict and evidence, or the list of all."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.article import RegionKind
from workbench.domain.case import Changes
from workbench.domain.claim import Claim, ClaimKind
from workbench.i18n import _
from workbench.ui.bars import header_bar, segments, tool_button
from workbench.ui.carried_block import CarriedBlock
from workbench.ui.case_model import CaseModel
from workbench.ui.claim_searches import ClaimSearches
from workbench.ui.claims_panel import ClaimsPanel
from workbench.ui.evidence_panel import EvidencePanel
from workbench.ui.fields import ClickLabel, LineField, TextField, caption, commit_all
from workbench.ui.style import SPACE, reading_font, small_font, ui_font
from workbench.ui.verdict_panel import VerdictPanel
from workbench.ui.words import kind_word


class ClaimPanel(QFrame):
    """Shows the claim in hand; everything typed here becomes a step when the field is left."""

    printedClicked = Signal(int, int)
    evidenceOpened = Signal(str)
    draftsRequested = Signal(str)
    repairRequested = Signal(str)

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "pane")
        self._model = model
        self._shown = ""
        self.verdict = VerdictPanel()
        self.evidence = EvidencePanel(model)
        self.claims = ClaimsPanel(model)
        self.carried = CarriedBlock(model)
        self.searches = ClaimSearches(model)
        self._make_fields()
        self._title = QLabel()
        self._title.setFont(ui_font(13, strong=True))
        self._aside = QLabel()
        self._aside.setProperty("soft", True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_detail())
        self._stack.addWidget(self.claims)
        self._stack.addWidget(self._make_empty())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        column.addWidget(self._stack, 1)
        self._connect()
        self._show()

    @property
    def lists_claims(self) -> bool:
        """True while the list of all claims is shown."""
        return self._all.isChecked()

    def show_list(self, on: bool) -> None:
        """Shows the list of all claims, or the claim in hand."""
        self._all.setChecked(on)

    def can_again(self) -> bool:
        """True where a draft or new hits took a verdict back that can be given again."""
        claim = self._model.current
        if claim is None or not claim.reopened:
            return False
        before = claim.overtaken if claim.has_new_hits else claim.carried
        return before is not None and bool(before.verdict)

    def give_again(self) -> None:
        """Gives the claim in hand the verdict it had before a draft or new hits undid it."""
        if self._model.current is not None:
            self._model.give_again(self._model.current.id)

    def focus_first(self) -> None:
        """Puts the keyboard where one would go on."""
        if self._all.isChecked():
            self.claims.focus_list()
        elif self._model.current is not None:
            self.words.setFocus()
        else:
            self._all.setFocus()

    def focus_wording(self) -> None:
        """Puts the keyboard into our wording of the claim."""
        self.show_list(False)
        self.words.setFocus()

    def focus_rationale(self) -> None:
        """Puts the keyboard into the rationale."""
        self.show_list(False)
        self.rationale.setFocus()

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self.verdict.update()
        self.carried.retheme()
        self.evidence.retheme()
        self.searches.retheme()
        self.claims.retheme()

    def _make_fields(self) -> None:
        self.printed = ClickLabel()
        self.printed.setWordWrap(True)
        self.printed.setTextFormat(Qt.TextFormat.PlainText)
        self.printed.setFont(reading_font(14))
        self.printed.setToolTip(_("Click to see it in the article."))
        self.printed.setAccessibleName(_("As printed"))
        self.printed.clicked.connect(self._tell_printed)
        self.words = TextField(_("In our words"), _("Say in one sentence what has to be true"), 2)
        self.speaker = LineField(_("Who says it"), _("Who says it"))
        self.kind = self._make_kind()
        self.rationale = TextField(
            _("Rationale"), _("Why this verdict? One or two sentences for the memo"), 2
        )

    def _make_kind(self) -> QToolButton:
        button = QToolButton()
        button.setToolTip(_("Kind of claim"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(button)
        for kind in ClaimKind:
            action = menu.addAction(kind_word(kind))
            action.triggered.connect(lambda _on=False, k=kind: self._edit(kind=k))
        button.setMenu(menu)
        return button

    def _make_header(self) -> QFrame:
        header, row = header_bar(right=10)
        row.addWidget(self._title)
        row.addWidget(self._aside)
        row.addStretch(1)
        self._all = QToolButton()
        self._all.setCheckable(True)
        self._all.setText(_("All claims"))
        self._all.setToolTip(_("All claims (L)"))
        steps = []
        for text, name, step in (
            ("‹ K", _("Previous claim"), -1),
            ("J ›", _("Next claim"), 1),
        ):
            button = tool_button(text, name)
            button.clicked.connect(lambda _on=False, by=step: self._step(by))
            steps.append(button)
        row.addWidget(segments(self._all), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(segments(*steps), 0, Qt.AlignmentFlag.AlignVCenter)
        return header

    def _make_detail(self) -> QScrollArea:
        body = QFrame()
        body.setProperty("box", "pane")
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 12, 14, 24)
        column.setSpacing(SPACE)
        column.addWidget(self.carried)
        self._below_carried = QWidget()
        self._below_carried.setFixedHeight(SPACE)
        column.addWidget(self._below_carried)
        self._above = caption(_("As printed"))
        column.addWidget(self._above)
        column.addWidget(self.printed)
        column.addSpacing(2 * SPACE)
        column.addWidget(caption(_("In our words"), self.words))
        column.addWidget(self.words)
        by = QHBoxLayout()
        by.setSpacing(2 * SPACE)
        by.addWidget(self.speaker, 1)
        by.addWidget(self.kind)
        column.addLayout(by)
        column.addSpacing(2 * SPACE)
        column.addWidget(caption(_("Verdict")))
        column.addWidget(self.verdict)
        column.addSpacing(SPACE)
        column.addWidget(caption(_("Rationale"), self.rationale))
        column.addWidget(self.rationale)
        column.addSpacing(2 * SPACE)
        column.addWidget(self.evidence)
        column.addWidget(self.searches)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _make_empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 32, 24, 24)
        column.setSpacing(2 * SPACE)
        head = QLabel(_("No claim yet"))
        head.setFont(ui_font(16, strong=True))
        text = QLabel(
            _(
                "Select words in the article and press C. "
                "Or put the caret into a sentence and press Enter."
            )
        )
        text.setWordWrap(True)
        text.setProperty("soft", True)
        hint = QLabel(_("O goes to the next sentence that nobody has looked at."))
        hint.setWordWrap(True)
        hint.setProperty("soft", True)
        hint.setFont(small_font())
        for label in (head, text, hint):
            column.addWidget(label)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        self._all.toggled.connect(lambda _on: self._choose_page())
        self.words.committed.connect(lambda text: self._edit(text=text))
        self.speaker.committed.connect(lambda text: self._edit(speaker=text))
        self.rationale.committed.connect(self._edit_rationale)
        self.verdict.verdictChosen.connect(self._give)
        self.claims.claimChosen.connect(self._chosen)
        self.evidence.evidenceOpened.connect(self.evidenceOpened)
        self.evidence.repairRequested.connect(self.repairRequested)
        self.carried.draftsRequested.connect(self._tell_drafts)
        self._model.opened.connect(self._case_opened)
        self._model.changed.connect(self._after)
        self._model.currentChanged.connect(lambda _id: self._show())

    def _case_opened(self) -> None:
        self._shown = ""
        self.verdict.set_ratings(self._model.ratings())
        self._show()

    def _after(self, changes: Changes) -> None:
        if any(changes.touch(table) for table in ("claims", "evidence", "searches")):
            self._show()

    def _show(self) -> None:
        claim = self._model.current
        if claim is None or claim.id != self._shown:
            commit_all(self)  # what was typed belongs to the claim shown until now
        self._choose_page()
        self._write_header(claim)
        self.evidence.show_claim(claim)
        self.searches.show_claim(claim)
        self._shown = claim.id if claim else ""
        if claim is None:
            return
        self.carried.show_claim(claim)
        self._below_carried.setVisible(bool(self.carried.text))
        self.printed.setText(f"“{claim.locator.exact}”")
        for part in (self._above, self.printed):
            part.setVisible(not claim.vanished)
        self.words.set_value(claim.text)
        self.speaker.set_value(claim.speaker)
        self.kind.setText(_("{kind} ▾").format(kind=kind_word(claim.kind)))
        self.kind.setAccessibleName(_("Kind of claim: {kind}").format(kind=kind_word(claim.kind)))
        self.verdict.set_verdict(claim.verdict)
        self.rationale.set_value(claim.rationale)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """The keyboard goes down the column; parts made later would else come last of all."""
        cards = [stop for card in self.evidence.cards() for stop in card.stops()]
        drafts = self.carried.stops()
        QWidget.setTabOrder(drafts[-1], self.words)
        for before, after in pairwise(drafts):
            QWidget.setTabOrder(before, after)
        stops = [self.speaker, self.kind, *self.verdict.buttons(), self.rationale, *cards]
        stops += self.searches.stops()
        for before, after in pairwise([self.words, *stops]):
            QWidget.setTabOrder(before, after)

    def _write_header(self, claim: Claim | None) -> None:
        count = len(self._model.case.claims) if self._model.is_open else 0
        self._all.setText(_("All {count}").format(count=count))
        self._all.setAccessibleName(_("All claims"))
        if claim is None:
            self._title.setText(_("Claims"))
            self._aside.setText("")
            return
        self._title.setText(_("Claim {number}").format(number=claim.number))
        place = _("no longer in the article") if claim.vanished else self._place(claim)
        self._aside.setText(f"{kind_word(claim.kind)} · {place}")

    def _place(self, claim: Claim) -> str:
        article = self._model.case.articles.get(claim.article, self._model.case.article)
        region = article.region_at(claim.locator.start)
        names = {
            RegionKind.TITLE: _("headline"),
            RegionKind.DEK: _("standfirst"),
            RegionKind.CAPTION: _("caption"),
        }
        if region is not None and region.kind in names:
            return names[region.kind]
        number = article.paragraph_number(claim.locator.start)
        return _("paragraph {number}").format(number=number) if number else _("not in the body")

    def _choose_page(self) -> None:
        detail = 0 if self._model.current is not None else 2
        self._stack.setCurrentIndex(1 if self._all.isChecked() else detail)

    def _step(self, by: int) -> None:
        if self._model.is_open:
            commit_all(self)
            self._model.step_current(by)

    def _chosen(self, claim_id: str) -> None:
        self.show_list(False)
        self._model.set_current(claim_id)

    def _give(self, code: str) -> None:
        if self._shown:
            commit_all(self)
            self._model.give_verdict(self._shown, code)

    def _edit(
        self, text: str | None = None, speaker: str | None = None, kind: ClaimKind | None = None
    ) -> None:
        if self._shown in self._model.case.claims:
            self._model.edit_claim(self._shown, text=text, speaker=speaker, kind=kind)

    def _edit_rationale(self, text: str) -> None:
        claim = self._model.case.claims.get(self._shown)
        if claim is not None:
            self._model.give_verdict(claim.id, claim.verdict, text)

    def _tell_printed(self) -> None:
        claim = self._model.current
        if claim is not None:
            self.printedClicked.emit(claim.locator.start, claim.locator.end)

    def _tell_drafts(self) -> None:
        if self._model.current is not None:
            self.draftsRequested.emit(self._model.current.id)
