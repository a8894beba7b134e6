"""The list of hits: rows grouped by document, drawn by a delegate, fast for hundreds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
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

from workbench.domain.evidence import Evidence
from workbench.i18n import _, ngettext
from workbench.services.archive import Hit
from workbench.ui.style import small_font, theme, ui_font
from workbench.ui.text_steps import utf16_offsets

HIT_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_BEFORE = 48
_SNIPPET = 260
_TITLE_HEIGHT = 30
_HIT_HEIGHT = 27
_LABEL_WIDTH = 84
_STATE_WIDTH = 104


@dataclass(frozen=True, slots=True)
class Group:
    """A document with hits; details are said after its title."""

    title: str
    details: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a passage on one line, and what of it is lit."""

    text: str
    lit: tuple[tuple[int, int], ...]


Row = Group | Hit
Linked = dict[tuple[str, int], list[tuple[int, int, int]]]


def snippet(hit: Hit, before: int = _BEFORE, length: int = _SNIPPET) -> Snippet:
    """The words around the first lit ones, cut between words."""
    first = hit.spans[0][0] if hit.spans else 0
    start = max(0, first - before)
    if start > 0:
        cut = hit.text.find(" ", start, first)
        start = cut + 1 if cut >= 0 else start
    end = min(len(hit.text), start + length)
    lead = "… " if start > 0 else ""
    shift = len(lead) - start
    # A paragraph mark is two characters: one shows as a space, one not at all.
    body = hit.text[start:end].replace("\n\n", " \u200b")
    text = lead + body + (" …" if end < len(hit.text) else "")
    lit = tuple((s + shift, min(e, end) + shift) for s, e in hit.spans if s < end and e > start)
    return Snippet(text, lit)


def grouped(hits: Sequence[Hit]) -> list[Hit]:
    """Hits of one document together, documents in the order of their best hit, then by page."""
    order: dict[str, list[Hit]] = {}
    for hit in hits:
        order.setdefault(hit.source, []).append(hit)
    return [h for of_one in order.values() for h in sorted(of_one, key=lambda h: (h.page, h.start))]


class ResultsModel(QAbstractListModel):
    """Titles and hits as rows; knows which hits were seen and which are linked to claims."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._seen: set[tuple[str, int, int]] = set()
        self._linked: Linked = {}

    @property
    def hits(self) -> list[Hit]:
        """The hits in the order shown."""
        return [row for row in self._rows if isinstance(row, Hit)]

    def show(self, hits: Sequence[Hit], details: dict[str, str]) -> None:
        """Shows these hits; details say what each document is."""
        self.beginResetModel()
        self._rows = []
        last = ""
        for hit in grouped(hits):
            if hit.source != last:
                last = hit.source
                self._rows.append(Group(hit.title, details.get(hit.source, "")))
            self._rows.append(hit)
        self.endResetModel()

    def set_details(self, details: dict[str, str]) -> None:
        """Says anew what each document is."""
        for row, entry in enumerate(self._rows):
            after = self._rows[row + 1] if row + 1 < len(self._rows) else None
            if isinstance(entry, Group) and isinstance(after, Hit):
                self._rows[row] = Group(entry.title, details.get(after.source, ""))
        self._all_changed()

    def set_linked(self, items: Iterable[tuple[Evidence, int]]) -> None:
        """Says which passages are evidence, with the numbers of their claims."""
        self._linked = {}
        for item, number in items:
            place = item.locator
            spans = self._linked.setdefault((place.source, place.page), [])
            spans.append((place.start, place.end, number))
        self._all_changed()

    def mark_seen(self, hit: Hit) -> None:
        """Notes that a hit was opened."""
        self._seen.add((hit.source, hit.page, hit.start))
        self._all_changed()

    def state_of(self, hit: Hit) -> str:
        """What is known of a hit: linked to a claim, seen, or nothing yet."""
        spans = self._linked.get((hit.source, hit.page), ())
        numbers = sorted({n for start, end, n in spans if start < hit.end and end > hit.start})
        if numbers:
            return _("linked to {numbers}").format(numbers=", ".join(map(str, numbers)))
        return _("seen") if (hit.source, hit.page, hit.start) in self._seen else ""

    def row_of(self, hit: Hit | None) -> int:
        """The row of a hit; -1 where it is not shown."""
        return next((row for row, each in enumerate(self._rows) if each is hit), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == HIT_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(row)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], Hit):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def _spoken(self, row: Row) -> str:
        if isinstance(row, Group):
            return f"{row.title}, {row.details}"
        parts = [page_words(row), snippet(row).text, self.state_of(row)]
        return ", ".join(part for part in parts if part)

    def _all_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


class ResultsDelegate(QStyledItemDelegate):
    """Draws titles and hits: page, words with the lit ones in yellow, state at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        is_hit = isinstance(index.data(HIT_ROLE), Hit)
        return QSize(200, _HIT_HEIGHT if is_hit else _TITLE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(HIT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        if isinstance(row, Group):
            self._paint_title(painter, area, row)
        elif isinstance(row, Hit):
            model = index.model()
            state = model.state_of(row) if isinstance(model, ResultsModel) else ""
            self._paint_hit(
                painter, area, row, state, bool(option.state & QStyle.StateFlag.State_Selected)
            )
        painter.restore()

    def _paint_title(self, painter: QPainter, area: QRect, group: Group) -> None:
        font = ui_font(strong=True)
        painter.setFont(font)
        painter.setPen(QColor(theme().ink))
        width = QFontMetrics(font).horizontalAdvance(group.title)
        place = area.adjusted(12, 6, -12, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(place, middle, group.title)
        painter.setFont(small_font())
        painter.setPen(QColor(theme().soft))
        painter.drawText(place.adjusted(width + 8, 1, 0, 0), middle, group.details)

    def _paint_hit(
        self, painter: QPainter, area: QRect, hit: Hit, state: str, current: bool
    ) -> None:
        colours = theme()
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_ground))
            painter.drawRoundedRect(QRectF(area.adjusted(8, 0, -8, 0)), 4, 4)
        painter.setFont(small_font())
        painter.setPen(QColor(colours.soft))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        label = QRect(area.left() + 16, area.top(), _LABEL_WIDTH - 8, area.height())
        elided = painter.fontMetrics().elidedText(
            page_words(hit), Qt.TextElideMode.ElideRight, label.width()
        )
        painter.drawText(label, middle, elided)
        if state:
            at = area.right() - _STATE_WIDTH
            painter.drawText(QRect(at, area.top(), _STATE_WIDTH - 8, area.height()), middle, state)
        left = area.left() + 16 + _LABEL_WIDTH
        width = area.right() - _STATE_WIDTH - 12 - left
        _paint_snippet(painter, QRect(left, area.top(), width, area.height()), snippet(hit))


def page_words(hit: Hit) -> str:
    """Where a hit is, in short."""
    if hit.kind == "pdf":
        return _("p. {label}").format(label=hit.page_label)
    if hit.page_label in ("", str(hit.page)):
        return "" if hit.page == 1 else _("part {number}").format(number=hit.page)
    return hit.page_label


def document_words(kind: str, pages: int, published: str, hits: int) -> str:
    """What a document is, after its title: kind, pages, date, how many hits."""
    parts = [kind_words(kind)]
    if kind == "pdf":
        parts.append(ngettext("{count} page", "{count} pages", pages).format(count=pages))
    if published:
        parts.append(published)
    parts.append(ngettext("{count} hit", "{count} hits", hits).format(count=hits))
    return " · ".join(parts)


def kind_words(kind: str) -> str:
    """What a kind of source is called."""
    names = {
        "pdf": _("PDF"),
        "html": _("Web page"),
        "text": _("Text"),
        "docx": _("Word document"),
        "eml": _("E-mail"),
    }
    return names.get(kind, kind.upper())


def _paint_snippet(painter: QPainter, area: QRect, piece: Snippet) -> None:
    colours = theme()
    font = ui_font()
    elide = Qt.TextElideMode.ElideRight
    text = QFontMetrics(font).elidedText(piece.text, elide, area.width())
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
    painter.setPen(QColor(colours.ink))
    top = area.top() + (area.height() - line.height()) / 2
    layout.draw(painter, QPointF(area.left(), top), formats)
    painter.restore()
