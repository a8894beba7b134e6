"""How the rows of the hits are drawn: titles to fold, pages, words with the lit ones in yellow."""

import time

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.i18n import _
from workbench.services.archive import Hit
from workbench.ui.search_results import (
    HIT_ROLE,
    Group,
    More,
    ResultsModel,
    Snippet,
    State,
    more_words,
    page_words,
)
from workbench.ui.style import small_font, theme, ui_font
from workbench.ui.text_steps import utf16_offsets

_Index = QModelIndex | QPersistentModelIndex
_TITLE_HEIGHT = 30
_HIT_HEIGHT = 27
_LEFT = 28  # titles and pages stand under each other, the sign of folding left of them
_LABEL_WIDTH = 76
_STATE_WIDTH = 104
_MOST_STATE_WIDTH = 220  # where a hit is marked and linked
_SIGN_WIDTH = 28
_NARROW = 460  # below this the state of a hit is its sign alone
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_PATIENCE_S = 0.012
_ELIDE = Qt.TextElideMode.ElideRight


class ResultsDelegate(QStyledItemDelegate):
    """Draws titles and hits: page, words with the lit ones in yellow, state at the right.

    While documents come in each call to Qt may wait for the threads that read them. Rows there is
    no time for are drawn at the next turn, so that the window answers in between.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._begun = 0.0
        self._later: list[QPersistentModelIndex] = []

    def begin(self) -> None:
        """A paint of the list begins."""
        self._begun = time.perf_counter()

    def left(self) -> list[QPersistentModelIndex]:
        """The rows that this paint had no time for."""
        later, self._later = self._later, []
        return later

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        is_group = isinstance(index.data(HIT_ROLE), Group)
        return QSize(200, _TITLE_HEIGHT if is_group else _HIT_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if time.perf_counter() - self._begun > _PATIENCE_S:
            self._later.append(QPersistentModelIndex(index))
            return
        row, model = index.data(HIT_ROLE), index.model()
        if not isinstance(model, ResultsModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            _paint_current(painter, area)
        if isinstance(row, Group):
            self._paint_title(painter, area, row, model)
        elif isinstance(row, More):
            painter.setFont(small_font(strong=True))
            painter.setPen(QColor(theme().accent))
            painter.drawText(area.adjusted(_LEFT, 0, -12, 0), _MIDDLE, more_words(row))
        elif isinstance(row, Hit):
            self._paint_hit(painter, area, row, model)
        painter.restore()

    def _paint_title(
        self, painter: QPainter, area: QRect, group: Group, model: ResultsModel
    ) -> None:
        colours = theme()
        place = area.adjusted(_LEFT, 6, -16, 0)
        painter.setFont(small_font())
        painter.setPen(QColor(colours.soft))
        painter.drawText(area.adjusted(13, 6, 0, 0), _MIDDLE, "▸" if group.folded else "▾")
        looked = model.looked(group.hits)
        if looked:
            told = _("{looked} of {count} looked at")
            text = told.format(looked=looked, count=len(group.hits))
            painter.drawText(place, _RIGHT, text)
            place.setRight(place.right() - painter.fontMetrics().horizontalAdvance(text) - 12)
        about = painter.fontMetrics().horizontalAdvance(group.details) + 8
        font = ui_font(strong=True)
        room = max(120, place.width() - about)
        title = QFontMetrics(font).elidedText(group.title, _ELIDE, room)
        beside = place.adjusted(QFontMetrics(font).horizontalAdvance(title) + 8, 1, 0, 0)
        details = painter.fontMetrics().elidedText(group.details, _ELIDE, beside.width())
        painter.drawText(beside, _MIDDLE, details)
        painter.setFont(font)
        painter.setPen(QColor(colours.ink))
        painter.drawText(place, _MIDDLE, title)

    def _paint_hit(self, painter: QPainter, area: QRect, hit: Hit, model: ResultsModel) -> None:
        colours = theme()
        painter.setFont(small_font())
        painter.setPen(QColor(colours.soft))
        label = QRect(area.left() + _LEFT, area.top(), _LABEL_WIDTH - 8, area.height())
        page = painter.fontMetrics().elidedText(page_words(hit), _ELIDE, label.width())
        painter.drawText(label, _MIDDLE, page)
        state = model.state_of(hit)
        narrow = area.width() < _NARROW
        room = _SIGN_WIDTH if narrow else _state_room(state)
        _paint_state(
            painter, QRect(area.right() - room, area.top(), room - 16, area.height()), state
        )
        left = area.left() + _LEFT + (_LABEL_WIDTH if model.has_pages(hit) else 0)
        words = QRect(left, area.top(), area.right() - room - 12 - left, area.height())
        is_dimmed = state.sign == "⊘"
        ink = QColor(colours.soft if is_dimmed else colours.ink)
        _paint_snippet(painter, words, model.snippet_of(hit), ink)


def _paint_current(painter: QPainter, area: QRect) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme().accent_ground))
    painter.drawRoundedRect(QRectF(area.adjusted(8, 0, -8, 0)), 4, 4)


def _state_room(state: State) -> int:
    """The same for all but those of which there is more to say."""
    needed = QFontMetrics(small_font(strong=bool(state.role))).horizontalAdvance(state.text) + 20
    return min(max(_STATE_WIDTH, needed), _MOST_STATE_WIDTH)


def _paint_state(painter: QPainter, area: QRect, state: State) -> None:
    if not state.text:
        return
    painter.setFont(small_font(strong=bool(state.role)))
    painter.setPen(theme().role(state.role).ink)
    narrow = area.width() < _SIGN_WIDTH
    text = (state.sign or state.word[:1]) if narrow else state.text
    painter.drawText(area, _MIDDLE, painter.fontMetrics().elidedText(text, _ELIDE, area.width()))


def _paint_snippet(painter: QPainter, area: QRect, piece: Snippet, ink: QColor) -> None:
    colours = theme()
    font = ui_font()
    text = QFontMetrics(font).elidedText(piece.text, _ELIDE, area.width())
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    offsets = utf16_offsets(text)
    shape = QTextCharFormat()
    shape.setBackground(QColor(colours.lit))
    shape.setForeground(QColor(colours.lit_ink))
    formats = []
    kept = len(text) if text == piece.text else max(0, len(text) - 1)
    for start, end in ((s, min(e, kept)) for s, e in piece.lit if s < kept):
        part = QTextLayout.FormatRange()
        part.start = start if offsets is None else offsets[start]
        part.length = (end if offsets is None else offsets[end]) - part.start
        part.format = shape
        formats.append(part)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(100_000)
    layout.endLayout()
    painter.save()
    painter.setClipRect(area)
    painter.setPen(ink)
    top = area.top() + (area.height() - line.height()) / 2
    layout.draw(painter, QPointF(area.left(), top), formats)
    painter.restore()
