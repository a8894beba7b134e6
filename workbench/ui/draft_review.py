"""What a new draft would do to the claims, to look over before anything is written."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.article import Sentence
from workbench.domain.locator import AnchorState
from workbench.domain.revision import CarriedClaim, RevisionPlan
from workbench.i18n import _, ngettext
from workbench.ui.case_model import CaseModel
from workbench.ui.dialogs import plain_box
from workbench.ui.fields import WrappedLabel, caption
from workbench.ui.slices import Slices
from workbench.ui.style import RADIUS, SPACE, reading_font, small_font, theme, ui_font
from workbench.ui.word_diff import WordDiff
from workbench.ui.words import anchor_mark

_BAR_HEIGHT = 12
_MOST_SENTENCES = 40


class PlanBar(QWidget):
    """How the claims fare, as parts of one bar, with the new sentences after a gap."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[int, str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("What becomes of the claims"))

    def set_plan(self, plan: RevisionPlan) -> None:
        """Shows the numbers of a plan."""
        self._parts = [
            (len(plan.unchanged), "accent", 1.0),
            (len(plan.moved), "accent", 0.45),
            (len(plan.changed), "open", 1.0),
            (len(plan.lost), "soft", 0.6),
            (len(_fresh(plan)), "open", 0.35),
        ]
        self.setAccessibleDescription(", ".join(_counts(plan)))
        self.update()

    def sizeHint(self) -> QSize:
        """A slim bar."""
        return QSize(400, _BAR_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Parts as wide as there are claims in them."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, (self.height() - _BAR_HEIGHT) / 2, self.width(), _BAR_HEIGHT)
        shape = QPainterPath()
        shape.addRoundedRect(box, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        painter.setClipPath(shape)
        painter.fillRect(box, QColor(theme().rule))
        total = max(1, sum(count for count, _role, _strength in self._parts))
        x = 0.0
        for count, role, strength in self._parts:
            width = box.width() * count / total
            colour = QColor(str(getattr(theme(), role)))
            colour.setAlphaF(strength)
            painter.fillRect(QRectF(x, box.top(), max(0.0, width - 1.5), box.height()), colour)
            x += width
        painter.end()


class PlanCard(QFrame):
    """A claim the draft touches: what becomes of it, and its sentence word by word."""

    def __init__(self, model: CaseModel, plan: RevisionPlan, item: CarriedClaim) -> None:
        super().__init__()
        self.setProperty("box", "card")
        self.item = item
        head = QLabel(
            _("{mark} Claim {number}").format(
                mark=anchor_mark(item.state), number=item.before.number
            )
        )
        head.setFont(ui_font(13, strong=True))
        rating = model.rating_of(item.before.verdict) if item.before.verdict else None
        self.told = told(item, f"{rating.glyph} {rating.name}" if rating else "")
        text = WrappedLabel(self.told)
        text.setFont(small_font())
        if item.state is AnchorState.CHANGED:
            text.setProperty("open", True)
        else:
            text.setProperty("soft", True)
        row = QHBoxLayout()
        row.setSpacing(3 * SPACE)
        row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        self.diff = WordDiff(15)
        self.diff.set_texts(plan.old.text[slice(*item.old)], plan.article.text[slice(*item.new)])
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(SPACE + 2)
        column.addLayout(row)
        column.addWidget(self.diff)


class DraftReview(QDialog):
    """A sheet beside the work, not before it; nothing is written until the draft is taken."""

    taken = Signal()

    def __init__(self, model: CaseModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._plan: RevisionPlan | None = None
        self._cards: list[PlanCard] = []
        self._slices = Slices(self)
        self.setWindowTitle(_("New draft"))
        self.resize(820, 720)
        self._head = QLabel()
        self._head.setFont(reading_font(22, strong=True))
        self._head.setWordWrap(True)
        self._aside = QLabel()
        self._aside.setProperty("soft", True)
        self._aside.setWordWrap(True)
        self._bar = PlanBar()
        self._numbers = QLabel()
        self._numbers.setWordWrap(True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(_("Claims the draft touches"))
        self.take = QPushButton(_("&Take this draft"))
        self.take.setProperty("primary", True)
        self.take.setDefault(True)
        self._lay_out()

    @property
    def plan(self) -> RevisionPlan | None:
        """What is shown."""
        return self._plan

    @property
    def busy(self) -> bool:
        """True while cards are still being put."""
        return self._slices.busy

    @property
    def cards(self) -> list[PlanCard]:
        """The claims the draft touches, the reopened ones first."""
        return list(self._cards)

    @property
    def numbers(self) -> str:
        """How many claims fare how, in words."""
        return self._numbers.text()

    def show_plan(self, plan: RevisionPlan) -> None:
        """Shows another plan."""
        self._plan = plan
        number = max((draft.revision for draft in self._model.drafts), default=0) + 1
        self._head.setText(_("Draft {number}").format(number=number))
        self._aside.setText(
            _("{name} · nothing is written until you take it; Undo takes it back").format(
                name=plan.article.name
            )
        )
        self._bar.set_plan(plan)
        self._numbers.setText("   ".join(_counts(plan)))
        self._fill(plan)

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self._bar.update()

    def _lay_out(self) -> None:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        box.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self._accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * SPACE, 5 * SPACE, 6 * SPACE, 4 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addWidget(self._head)
        column.addWidget(self._aside)
        column.addSpacing(SPACE)
        column.addWidget(self._bar)
        column.addWidget(self._numbers)
        column.addSpacing(SPACE)
        column.addWidget(self._area, 1)
        column.addWidget(plain_box(box))

    def _fill(self, plan: RevisionPlan) -> None:
        body = QFrame()
        body.setProperty("box", "pane")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 2 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addStretch(1)
        self._area.setWidget(body)
        self._cards = []
        self._slices.run(self._put_cards(plan, column))

    def _put_cards(self, plan: RevisionPlan, column: QVBoxLayout) -> Iterator[None]:
        def put(widget: QWidget) -> None:
            column.insertWidget(column.count() - 1, widget)

        groups = (
            (_("Changed: to be judged again"), plan.changed),
            (_("No longer in the article"), plan.lost),
            (_("Moved: nothing else changed"), plan.moved),
        )
        for name, items in groups:
            if items:
                put(caption(name))
            for item in items:
                card = PlanCard(self._model, plan, item)
                self._cards.append(card)
                put(card)
                yield
        fresh = _fresh(plan)
        if fresh:
            put(caption(_("New sentences: open, nobody has looked at them")))
            put(_new_sentences(plan, fresh))
        if not self._cards and not fresh:
            put(QLabel(_("Every claim stands as it stood.")))

    def _accept(self) -> None:
        self.take.setEnabled(False)
        self.taken.emit()
        self.accept()


def told(item: CarriedClaim, verdict: str) -> str:
    """What becomes of a claim, said plainly."""
    if item.state is AnchorState.CHANGED:
        if not verdict:
            return _("Stays open, with its new words.")
        text = _("Reopened: the verdict “{verdict}” is taken back.").format(verdict=verdict)
        return f"{text} {item.reason}".strip()
    if item.state is AnchorState.LOST:
        if not verdict:
            return _("Lost: its words are gone. Its evidence is kept.")
        return _(
            "Lost: its words are gone. The verdict “{verdict}” and its evidence are kept."
        ).format(verdict=verdict)
    if not verdict:
        return _("Moved; still open.")
    return _("Moved; the verdict “{verdict}” stays.").format(verdict=verdict)


def _counts(plan: RevisionPlan) -> list[str]:
    numbers = (
        (AnchorState.EXACT, _("{count} unchanged"), plan.unchanged),
        (AnchorState.MOVED, _("{count} moved"), plan.moved),
        (AnchorState.CHANGED, _("{count} changed"), plan.changed),
        (AnchorState.LOST, _("{count} lost"), plan.lost),
    )
    counts = [
        f"{anchor_mark(state)} {text.format(count=len(items))}" for state, text, items in numbers
    ]
    new = len(_fresh(plan))
    return [
        *counts,
        "＋ " + ngettext("{count} new sentence", "{count} new sentences", new).format(count=new),
    ]


def _fresh(plan: RevisionPlan) -> list[Sentence]:
    """The sentences the old draft did not have, but for those of claims to be judged again."""
    again = [item.new for item in plan.changed]
    return [s for s in plan.new if not any(a < s.end and s.start < b for a, b in again)]


def _new_sentences(plan: RevisionPlan, fresh: Sequence[Sentence]) -> QLabel:
    shown = [plan.article.text[s.start : s.end] for s in fresh[:_MOST_SENTENCES]]
    lines = [f"＋ {' '.join(text.split())}" for text in shown]
    if len(fresh) > len(shown):
        lines.append(_("and {count} more").format(count=len(fresh) - len(shown)))
    label = WrappedLabel("\n".join(lines))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFont(reading_font(14))
    label.setContentsMargins(RADIUS, 0, 0, 0)
    return label
