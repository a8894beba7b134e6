"""The rows of the evidence check: which passage, of which claim, and what became of it."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.domain.evidence import Evidence
from workbench.domain.locator import AnchorState
from workbench.i18n import _
from workbench.services.rechecking import AnchorReport
from workbench.ui.style import RADIUS, reading_font, small_font, theme, ui_font
from workbench.ui.words import anchor_mark, anchor_word, stance_word

ROW = Qt.ItemDataRole.UserRole
_ROW_HEIGHT = 62
_STATE_WIDTH = 130


@dataclass(frozen=True, slots=True)
class RecheckRow:
    """A passage that does not stand where it stood."""

    report: AnchorReport
    evidence: Evidence
    claim: int
    is_missing: bool

    @property
    def state(self) -> AnchorState:
        """What became of the passage."""
        return self.report.found.state

    @property
    def word(self) -> str:
        """What became of it, in a word or two."""
        if self.is_missing and self.state is AnchorState.LOST:
            return _("source missing")
        return anchor_word(self.state)

    @property
    def place(self) -> str:
        """Where it was linked."""
        return _("Claim {number} · {stance} · {title}, p. {page}").format(
            number=self.claim,
            stance=stance_word(self.evidence.stance),
            title=self.evidence.source_title,
            page=self.evidence.locator.page_label,
        )

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        quote = " ".join(self.evidence.locator.exact.split())
        return ", ".join((self.word, self.place, quote, self.report.reason))


class RecheckDelegate(QStyledItemDelegate):
    """State with its sign at the left; place and words beside it."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Rows of one height."""
        return QSize(200, _ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Amber where something is to be done, grey where it only moved."""
        row: RecheckRow = index.data(ROW)
        colours = theme()
        box = QRectF(option.rect).adjusted(4, 2, -4, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        inner = box.adjusted(10, 7, -10, -7)
        ink = colours.soft if row.state is AnchorState.MOVED else colours.open
        painter.setPen(QColor(ink))
        painter.setFont(ui_font(13, strong=True))
        state = QRectF(inner.left(), inner.top(), _STATE_WIDTH, 18)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(state, left, f"{anchor_mark(row.state)} {row.word}")
        words = inner.adjusted(_STATE_WIDTH + 8, 0, 0, 0)
        upper = QRectF(words.left(), words.top(), words.width(), 18)
        painter.setPen(QColor(colours.soft))
        painter.setFont(small_font())
        _elided(painter, upper, row.place)
        painter.setPen(QColor(colours.ink))
        painter.setFont(reading_font(14))
        _elided(painter, upper.translated(0, 24), " ".join(row.evidence.locator.exact.split()))
        painter.restore()


def _elided(painter: QPainter, box: QRectF, text: str) -> None:
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
