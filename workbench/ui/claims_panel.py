"""All claims in the order of the article: number, verdict, wording, evidence."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.case import Changes
from workbench.domain.claim import Claim
from workbench.domain.evidence import Stance
from workbench.domain.locator import AnchorState
from workbench.i18n import _
from workbench.ui.bars import segments
from workbench.ui.case_model import CaseModel
from workbench.ui.style import RADIUS, SPACE, small_font, theme, ui_font
from workbench.ui.words import anchor_mark, stance_word

_ROW = Qt.ItemDataRole.UserRole
_ID = Qt.ItemDataRole.UserRole + 1
_ROW_HEIGHT = 58
SHOW_ALL, SHOW_OPEN, SHOW_DECIDED, SHOW_REOPENED, SHOW_LOST = range(5)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What a row of the list says."""

    number: int
    text: str
    glyph: str
    verdict: str
    role: str
    stances: tuple[Stance, ...]
    lacking: bool
    state: AnchorState = AnchorState.EXACT
    draft: int = 0

    @property
    def is_lost(self) -> bool:
        """True where the claim is no longer in the article."""
        return self.state is AnchorState.LOST

    @property
    def standing(self) -> str:
        """What a new draft did to the claim, in words; nothing where it did nothing."""
        told = {
            AnchorState.MOVED: _("moved since draft {number}"),
            AnchorState.CHANGED: _("changed since draft {number}"),
            AnchorState.LOST: _("no longer in the article; was in draft {number}"),
        }
        return told[self.state].format(number=self.draft) if self.state in told else ""


class _RowDelegate(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, _ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: ClaimRow = index.data(_ROW)
        box = QRectF(option.rect).adjusted(4, 2, -4, -2)
        colours = theme()
        role = colours.role("none" if row.is_lost else row.role)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        inner = box.adjusted(8, 6, -8, -6)
        painter.setPen(role.ink)
        painter.setFont(ui_font(13, strong=True))
        left = QRectF(inner.left(), inner.top(), 40, 18)
        painter.drawText(left, Qt.AlignmentFlag.AlignLeft, f"{row.glyph} {row.number}".strip())
        painter.setFont(ui_font())
        painter.setPen(QColor(colours.soft if row.is_lost else colours.ink))
        words = QRectF(inner.left() + 44, inner.top(), inner.width() - 44, 18)
        metrics = QFontMetricsF(painter.font())
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, words.width()),
        )
        self._paint_below(painter, words.translated(0, 22), row)
        painter.restore()

    def _paint_below(self, painter: QPainter, box: QRectF, row: ClaimRow) -> None:
        painter.setFont(small_font(strong=True))
        x = box.left()
        for text, ink in _below(row):
            width = QFontMetricsF(painter.font()).horizontalAdvance(text)
            room = QRectF(x, box.top(), min(width + 2, box.right() - x), 18)
            painter.setPen(ink)
            painter.drawText(
                room,
                Qt.AlignmentFlag.AlignLeft,
                QFontMetricsF(painter.font()).elidedText(
                    text, Qt.TextElideMode.ElideRight, room.width()
                ),
            )
            x += width + 12
            if x >= box.right():
                return


def _below(row: ClaimRow) -> list[tuple[str, QColor]]:
    """The second line of a row: verdict, what a draft did, evidence, what is missing."""
    colours = theme()
    soft, amber = QColor(colours.soft), QColor(colours.open)
    if row.is_lost:
        return [(f"{anchor_mark(row.state)} {row.standing}", soft)]
    shown = [(row.verdict or _("open"), colours.role(row.role).ink if row.verdict else amber)]
    if row.state is not AnchorState.EXACT:
        mark = anchor_mark(row.state)
        word = _("changed") if row.state is AnchorState.CHANGED else _("moved")
        shown.append((f"{mark} {word}", amber if row.state is AnchorState.CHANGED else soft))
    for stance in Stance:
        count = row.stances.count(stance)
        if count:
            shown.append((f"{stance.sign} {count}", colours.stance(stance).ink))
    if row.lacking:
        shown.append((_("! needs evidence"), amber))
    return shown


class ClaimsPanel(QWidget):
    """The list of claims, all of them or only the open or the decided ones."""

    claimChosen = Signal(str)

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._filter = SHOW_ALL
        self._list = QListWidget()
        self._list.setAccessibleName(_("Claims"))
        self._list.setItemDelegate(_RowDelegate(self._list))
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.itemClicked.connect(self._choose)
        self._list.itemActivated.connect(self._choose)
        self._empty = QLabel()
        self._empty.setWordWrap(True)
        self._empty.setProperty("soft", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 0)
        column.setSpacing(2 * SPACE)
        column.addLayout(self._make_filter())
        column.addWidget(self._empty)
        column.addWidget(self._list, 1)
        model.opened.connect(self.refresh)
        model.changed.connect(self._after)
        model.currentChanged.connect(self._follow)

    def refresh(self) -> None:
        """Writes the rows that the filter lets through, and only those that differ."""
        claims = [c for c in self._claims() if _belongs(c, self._filter)]
        for at, claim in enumerate(claims):
            if at >= self._list.count() or self._list.item(at).data(_ID) != claim.id:
                self._make_row(claim.id, at)
            item = self._list.item(at)
            row = self._row(claim)
            if item.data(_ROW) != row:
                item.setData(_ROW, row)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(row))
                item.setToolTip("\n".join(t for t in (row.text, row.standing) if t))
        while self._list.count() > len(claims):
            self._list.takeItem(self._list.count() - 1)
        self._offer_filters()
        self._empty.setVisible(not claims)
        self._empty.setText(
            _("No claim yet. Select words in the article and press C.")
            if not self._claims()
            else _("No claim here. Choose “All”.")
        )
        current = self._model.current
        self._follow(current.id if current else "")

    def numbers(self) -> list[int]:
        """The numbers of the claims shown, in their order."""
        return [self._list.item(at).data(_ROW).number for at in range(self._list.count())]

    def offers(self) -> list[str]:
        """What can be chosen to be shown."""
        return [button.text() for button in self._filters.buttons() if not button.isHidden()]

    def focus_list(self) -> None:
        """Puts the keyboard into the list."""
        self._list.setFocus()

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self._list.viewport().update()

    def _make_filter(self) -> QHBoxLayout:
        self._filters = group = QButtonGroup(self)
        for number, text in (
            (SHOW_ALL, _("All")),
            (SHOW_OPEN, _("Open")),
            (SHOW_DECIDED, _("Decided")),
            (SHOW_REOPENED, _("Reopened")),
            (SHOW_LOST, _("Lost")),
        ):
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setChecked(number == self._filter)
            group.addButton(button, number)
        group.idClicked.connect(self.show_only)
        row = QHBoxLayout()
        row.addWidget(segments(*group.buttons()))
        row.addStretch(1)
        return row

    def show_only(self, number: int) -> None:
        """Lets through all claims, or those of a kind: open, decided, reopened, lost."""
        self._filters.button(number).setChecked(True)
        self._filter = number
        self.refresh()

    def _offer_filters(self) -> None:
        """What drafts did to claims can be asked for where they did it."""
        claims = self._claims()
        for number in (SHOW_REOPENED, SHOW_LOST):
            there = any(_belongs(claim, number) for claim in claims)
            self._filters.button(number).setVisible(there)
            if self._filter == number and not there:
                self.show_only(SHOW_ALL)

    def _after(self, changes: Changes) -> None:
        if changes.touch("claims") or changes.touch("evidence"):
            self.refresh()

    def _claims(self) -> list[Claim]:
        return self._model.case.ordered_claims() if self._model.is_open else []

    def _make_row(self, claim_id: str, at: int) -> None:
        """Puts the row of the claim here: from where it was, or a new one."""
        item = None
        for other in range(at, self._list.count()):
            if self._list.item(other).data(_ID) == claim_id:
                item = self._list.takeItem(other)
                break
        if item is None:
            item = QListWidgetItem()
            item.setData(_ID, claim_id)
        self._list.insertItem(at, item)

    def _row(self, claim: Claim) -> ClaimRow:
        rating = self._model.rating(claim)
        return ClaimRow(
            number=claim.number,
            text=claim.text or claim.locator.exact,
            glyph=rating.glyph if rating else "",
            verdict=rating.name if rating else "",
            role=rating.colour if rating else "accent",
            stances=tuple(e.stance for e in self._model.case.evidence_of(claim)),
            lacking=not self._model.judge(claim).met,
            state=claim.state,
            draft=claim.carried.revision if claim.carried is not None else 0,
        )

    def _choose(self, item: QListWidgetItem) -> None:
        self.claimChosen.emit(item.data(_ID))

    def _follow(self, claim_id: str) -> None:
        for at in range(self._list.count()):
            if self._list.item(at).data(_ID) == claim_id:
                self._list.setCurrentRow(at)
                return
        self._list.setCurrentRow(-1)


def _belongs(claim: Claim, number: int) -> bool:
    """Whether a filter lets a claim through."""
    if number == SHOW_LOST:
        return claim.vanished
    if number == SHOW_REOPENED:
        return claim.reopened
    if number == SHOW_ALL:
        return True
    return not claim.vanished and bool(claim.verdict) == (number == SHOW_DECIDED)


def _spoken(row: ClaimRow) -> str:
    """What a screen reader says for a row."""
    parts = [_("Claim {number}").format(number=row.number), row.text, row.verdict or _("open")]
    if row.standing:
        parts.append(row.standing)
    parts += [stance_word(stance) for stance in row.stances]
    return ", ".join(parts)
