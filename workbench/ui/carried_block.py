"""What a new draft did to the claim in hand: its words then and now, the verdict it had."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.domain.claim import Carried, Claim
from workbench.domain.locator import AnchorState
from workbench.i18n import _
from workbench.ui.case_model import CaseModel
from workbench.ui.diff_html import escaped
from workbench.ui.style import RADIUS, SPACE, reading_font, small_font, theme, ui_font
from workbench.ui.word_diff import WordDiff
from workbench.ui.words import anchor_mark


class CarriedBlock(QFrame):
    """Shown where a draft moved, changed or dropped the claim; gives its verdict again."""

    draftsRequested = Signal()

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("carried")
        self._model = model
        self._claim: Claim | None = None
        self._head = QLabel()
        self._head.setFont(ui_font(13, strong=True))
        self._head.setWordWrap(True)
        self.diff = WordDiff()
        self._was = QLabel()
        self._was.setTextFormat(Qt.TextFormat.RichText)
        self._was.setWordWrap(True)
        self._rationale = QLabel()
        self._rationale.setTextFormat(Qt.TextFormat.PlainText)
        self._rationale.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rationale.setWordWrap(True)
        self._rationale.setFont(reading_font(13))
        self.again = QPushButton()
        self.again.setFont(small_font(strong=True))
        self.again.clicked.connect(self._give_again)
        self._drafts = QPushButton(_("Both drafts"))
        self._drafts.setFont(small_font())
        self._drafts.setToolTip(_("Both drafts side by side, at this claim"))
        self._drafts.clicked.connect(self.draftsRequested)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self.again)
        row.addWidget(self._drafts)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 10, 8)
        column.setSpacing(SPACE + 2)
        for part in (self._head, self.diff, self._was, self._rationale):
            column.addWidget(part)
        column.addLayout(row)
        self.hide()

    @property
    def text(self) -> str:
        """The first line, empty where nothing is shown."""
        return "" if self.isHidden() else self._head.text()

    def show_claim(self, claim: Claim | None) -> None:
        """Shows what became of a claim; nothing where no draft touched it."""
        self._claim = claim
        carried = claim.carried if claim is not None else None
        shown = carried is not None and carried.state is not AnchorState.EXACT
        self.setVisible(shown)
        if claim is None or carried is None or not shown:
            return
        state = carried.state
        self._head.setText(f"{anchor_mark(state)} {_headline(claim, carried)}")
        self._drafts.setText(
            _("See it in draft {number}").format(number=carried.revision)
            if claim.vanished
            else _("Both drafts")
        )
        is_diff = state is not AnchorState.MOVED
        self.diff.setVisible(is_diff)
        if is_diff:
            self.diff.set_texts(carried.exact, claim.locator.exact if not claim.vanished else "")
        self._show_verdict(claim, carried)
        self.retheme()

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops within the block, in their order."""
        return [self.diff, self.again, self._drafts]

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        claim = self._claim
        is_open = claim is not None and claim.rewritten
        edge = theme().open if is_open else theme().rule
        ground = theme().open_ground if is_open else theme().pane
        self.setStyleSheet(
            f"#carried {{ background: {ground}; border: 1px solid {edge};"
            f" border-left: 3px solid {edge}; border-radius: {RADIUS}px; }}"
        )
        self._head.setStyleSheet(f"color: {theme().open if is_open else theme().ink}")
        if claim is not None and claim.carried is not None:
            self._show_verdict(claim, claim.carried)

    def _show_verdict(self, claim: Claim, carried: Carried) -> None:
        rating = self._model.rating_of(carried.verdict) if carried.verdict else None
        told = rating is not None and not claim.verdict
        self._was.setVisible(told)
        self._rationale.setVisible(told and bool(carried.rationale))
        self._rationale.setText(carried.rationale)
        can = rating is not None and claim.rewritten
        self.again.setVisible(can)
        if rating is None:
            return
        ink = theme().role(rating.colour).ink.name()
        name = f"<b style='color:{ink}'>{escaped(f'{rating.glyph} {rating.name}')}</b>"
        text = _("The verdict was {verdict}; it was taken back.")
        if claim.vanished:
            text = _("The verdict was {verdict}.")
        self._was.setText(text.format(verdict=name))
        self.again.setText(_("{glyph}  Give it again").format(glyph=rating.glyph))
        self.again.setToolTip(
            _("Gives “{verdict}” with the same rationale (=)").format(verdict=rating.name)
        )
        self.again.setAccessibleName(
            _("Give the verdict {verdict} again").format(verdict=rating.name)
        )

    def _give_again(self) -> None:
        if self._claim is not None:
            self._model.give_again(self._claim.id)


def _headline(claim: Claim, carried: Carried) -> str:
    draft = carried.revision
    if claim.vanished:
        return _("No longer in the article; was in draft {number}").format(number=draft)
    if carried.state is AnchorState.MOVED:
        return _("Moved since draft {number}").format(number=draft)
    if claim.verdict:
        return _("Changed since draft {number}, judged again").format(number=draft)
    return _("Changed since draft {number}").format(number=draft)
