"""All claims in the order of the article: number, verdict, wording, evidence."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
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
from workbench.i18n import _
from workbench.ui.case_model import CaseModel
from workbench.ui.style import RADIUS, SPACE, small_font, theme, ui_font
from workbench.ui.words import stance_word

_ROW = Qt.ItemDataRole.UserRole
_ID = Qt.ItemDataRole.UserRole + 1
_ROW_HEIGHT = 58
_SHOW_ALL, _SHOW_OPEN, _SHOW_DECIDED = range(3)


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
        role = colours.role(row.role)
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
        painter.setPen(QColor(colours.ink))
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
        colours = theme()
        painter.setFont(small_font(strong=True))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(colours.role(row.role).ink if row.verdict else QColor(colours.open))
        state = row.verdict or _("open")
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, state)
        x = box.left() + metrics.horizontalAdvance(state) + 12
        for stance in Stance:
            count = row.stances.count(stance)
            if count:
                text = f"{stance.sign} {count}"
                painter.setPen(colours.stance(stance).ink)
                painter.drawText(QRectF(x, box.top(), 60, 18), Qt.AlignmentFlag.AlignLeft, text)
                x += metrics.horizontalAdvance(text) + 10
        painter.setPen(QColor(colours.open))
        if row.lacking:
            painter.drawText(
                QRectF(x, box.top(), 200, 18), Qt.AlignmentFlag.AlignLeft, _("! needs evidence")
            )


class ClaimsPanel(QWidget):
    """The list of claims, all of them or only the open or the decided ones."""

    claimChosen = Signal(str)

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._filter = _SHOW_ALL
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
        claims = [c for c in self._claims() if self._fits(c)]
        for at, claim in enumerate(claims):
            if at >= self._list.count() or self._list.item(at).data(_ID) != claim.id:
                self._make_row(claim.id, at)
            item = self._list.item(at)
            row = self._row(claim)
            if item.data(_ROW) != row:
                item.setData(_ROW, row)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, _spoken(row))
                item.setToolTip(claim.text or claim.locator.exact)
        while self._list.count() > len(claims):
            self._list.takeItem(self._list.count() - 1)
        self._empty.setVisible(not claims)
        self._empty.setText(
            _("No claim yet. Select words in the article and press C.")
            if not self._claims()
            else _("No claim here. Choose “All”.")
        )
        current = self._model.current
        self._follow(current.id if current else "")

    def focus_list(self) -> None:
        """Puts the keyboard into the list."""
        self._list.setFocus()

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self._list.viewport().update()

    def _make_filter(self) -> QHBoxLayout:
        frame = QFrame()
        frame.setProperty("box", "segments")
        inner = QHBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        group = QButtonGroup(self)
        for number, text in (
            (_SHOW_ALL, _("All")),
            (_SHOW_OPEN, _("Open")),
            (_SHOW_DECIDED, _("Decided")),
        ):
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setChecked(number == self._filter)
            group.addButton(button, number)
            inner.addWidget(button)
        group.idClicked.connect(self._set_filter)
        row = QHBoxLayout()
        row.addWidget(frame)
        row.addStretch(1)
        return row

    def _set_filter(self, number: int) -> None:
        self._filter = number
        self.refresh()

    def _after(self, changes: Changes) -> None:
        if changes.touch("claims") or changes.touch("evidence"):
            self.refresh()

    def _claims(self) -> list[Claim]:
        return self._model.case.ordered_claims() if self._model.is_open else []

    def _fits(self, claim: Claim) -> bool:
        if self._filter == _SHOW_ALL:
            return True
        return bool(claim.verdict) == (self._filter == _SHOW_DECIDED)

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
        )

    def _choose(self, item: QListWidgetItem) -> None:
        self.claimChosen.emit(item.data(_ID))

    def _follow(self, claim_id: str) -> None:
        for at in range(self._list.count()):
            if self._list.item(at).data(_ID) == claim_id:
                self._list.setCurrentRow(at)
                return
        self._list.setCurrentRow(-1)


def _spoken(row: ClaimRow) -> str:
    """What a screen reader says for a row."""
    parts = [_("Claim {number}").format(number=row.number), row.text, row.verdict or _("open")]
    parts += [stance_word(stance) for stance in row.stances]
    return ", ".join(parts)
