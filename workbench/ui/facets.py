"""The column of facets: what the hits come from, with counts; a click includes, − excludes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from workbench.domain.query_clause import Clause
from workbench.i18n import _, ngettext
from workbench.services.search_results import Facet
from workbench.ui.search_results import kind_words
from workbench.ui.style import small_font, theme, ui_font

FACETS_WIDTH = 184
_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_HEIGHT = 24
_HEAD_HEIGHT = 28
_MINUS = 26
_SHORT = 6  # so many values of a facet are shown before all are asked for
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_CENTER = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a facet."""

    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet, what the query says of it, and how many hits have it."""

    field: str
    value: str
    label: str
    clause: Clause
    hits: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Rest:
    """The row that shows the values of a facet that have few hits, or hides them again."""

    field: str
    count: int
    shown: bool


FacetRow = Heading | Value | Rest


class FacetModel(QAbstractListModel):
    """Headings and values as rows; what the query names is there even without hits."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._facets: Sequence[Facet] = ()
        self._active: Mapping[tuple[str, str], Clause] = {}
        self._labels: Mapping[tuple[str, str], str] = {}
        self._long: set[str] = set()
        self._rows: list[FacetRow] = []

    @property
    def rows(self) -> list[FacetRow]:
        """The rows in their order."""
        return list(self._rows)

    def show(
        self,
        facets: Sequence[Facet],
        active: Mapping[tuple[str, str], Clause],
        labels: Mapping[tuple[str, str], str],
    ) -> None:
        """Shows these facets; active is what the query says of values, labels what they are."""
        self._facets, self._active, self._labels = facets, active, labels
        self._lay_out()

    def toggle_rest(self, field: str) -> None:
        """Shows all values of a facet, or only those with most hits."""
        self._long ^= {field}
        self._lay_out()

    def row_of(self, field: str, value: str) -> int:
        """The row of a value; -1 where it is not shown."""
        rows = enumerate(self._rows)
        return next(
            (n for n, r in rows if isinstance(r, Value) and (r.field, r.value) == (field, value)),
            -1,
        )

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == _ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Value):
            return _tip(row)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _lay_out(self) -> None:
        rows: list[FacetRow] = []
        for field, title in field_names().items():
            values = self._values(field)
            if not values:
                continue
            rows.append(Heading(title))
            long = field in self._long
            rows += [
                v for n, v in enumerate(values) if long or n < _SHORT or v.clause is not Clause.NONE
            ]
            rest = len(values) - _SHORT
            if rest > 0:
                rows.append(Rest(field, rest, long))
        if rows == self._rows:
            return
        if len(rows) == len(self._rows):  # the row the keyboard is in stays
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _values(self, field: str) -> list[Value]:
        facet = next((each for each in self._facets if each.field == field), None)
        found = [
            Value(
                field,
                each.value,
                value_words(field, each.value, each.label),
                self._active.get((field, each.value), Clause.NONE),
                each.hits,
                each.documents,
            )
            for each in (facet.values if facet is not None else ())
        ]
        known = {value.value for value in found}
        found += [
            Value(field, value, self._labels.get((name, value), value), clause)
            for (name, value), clause in self._active.items()
            if name == field and value not in known
        ]
        return found


class FacetList(QListView):
    """The facets: a click or Return includes, Alt, Shift or the − at the right excludes."""

    wanted = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facets = FacetModel(self)
        self.setModel(self.facets)
        self.setItemDelegate(_FacetDelegate(self))
        self.setAccessibleName(_("Filters"))
        self.setAccessibleDescription(
            _("Return or Space takes only these hits, Shift+Return or − leaves them out.")
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self._at: FacetRow | None = None
        self.facets.modelAboutToBeReset.connect(self._note_row)
        self.facets.modelReset.connect(self._find_row)

    def sizeHint(self) -> QSize:
        return QSize(FACETS_WIDTH, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(132, 40)

    def take_first(self) -> None:
        """Makes the first value the current row."""
        for row in range(self.facets.rowCount()):
            if self.facets.flags(self.facets.index(row)) & Qt.ItemFlag.ItemIsSelectable:
                self.setCurrentIndex(self.facets.index(row))
                return

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        place = event.position().toPoint()
        index = self.indexAt(place)
        other = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        excludes = bool(event.modifiers() & other) or self._is_on_minus(index, place)
        self._act(index, excludes)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        other = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._act(self.currentIndex(), bool(event.modifiers() & other))
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Delete):
            self._act(self.currentIndex(), True)
        elif key == Qt.Key.Key_Plus:
            self._act(self.currentIndex(), False)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.take_first()

    def _note_row(self) -> None:
        index = self.currentIndex()
        self._at = index.data(_ROLE) if index.isValid() else None

    def _find_row(self) -> None:
        """The keyboard stays at the value it was at, wherever that stands now."""
        row = -1
        if isinstance(self._at, Value):
            row = self.facets.row_of(self._at.field, self._at.value)
        if row >= 0:
            self.setCurrentIndex(self.facets.index(row))
        elif self._at is not None:
            self.take_first()

    def _act(self, index: QModelIndex, excludes: bool) -> None:
        row = index.data(_ROLE) if index.isValid() else None
        if isinstance(row, Rest):
            self.facets.toggle_rest(row.field)
        elif isinstance(row, Value):
            clause = Clause.EXCLUDED if excludes else Clause.INCLUDED
            self.wanted.emit(row.field, row.value, Clause.NONE if clause is row.clause else clause)

    def _is_on_minus(self, index: QModelIndex, place: QPoint) -> bool:
        return index.isValid() and _minus_area(self.visualRect(index)).contains(place)


class _FacetDelegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        is_heading = isinstance(index.data(_ROLE), Heading)
        return QSize(100, _HEAD_HEIGHT if is_heading else _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        colours = theme()
        if isinstance(row, Heading):
            painter.setFont(ui_font(12, strong=True))
            painter.setPen(QColor(colours.ink))
            painter.drawText(area.adjusted(12, 4, -8, 0), _MIDDLE, row.text)
        else:
            focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
            hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
            if focus or hover:
                painter.setPen(QColor(colours.accent) if focus else Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.accent_ground if focus else colours.desk))
                painter.drawRoundedRect(QRectF(area).adjusted(5.5, 0.5, -3.5, -0.5), 4, 4)
            if isinstance(row, Rest):
                painter.setFont(small_font())
                painter.setPen(QColor(colours.accent))
                painter.drawText(area.adjusted(30, 0, -8, 0), _MIDDLE, _rest_words(row))
            elif isinstance(row, Value):
                self._paint_value(painter, area, row, focus or hover)
        painter.restore()

    def _paint_value(self, painter: QPainter, area: QRect, row: Value, near: bool) -> None:
        colours = theme()
        excluded, included = row.clause is Clause.EXCLUDED, row.clause is Clause.INCLUDED
        chosen = excluded or included
        box = QRectF(area.left() + 12.5, area.center().y() - 5.5, 12, 12)
        painter.setPen(QColor(colours.accent if chosen else colours.soft))
        painter.setBrush(QColor(colours.accent) if chosen else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(small_font(strong=True))
        if chosen:
            painter.setPen(QColor(colours.on_accent))
            painter.drawText(box, _CENTER, "✓" if included else "−")
        painter.setFont(small_font())
        painter.setPen(QColor(colours.soft))
        minus = _minus_area(area)
        if near and not excluded:
            painter.drawText(minus, _CENTER, "−")
        count = f"{row.hits:,}"
        right = minus.left() - 2
        painter.drawText(
            QRect(area.left(), area.top(), right - area.left(), area.height()), _RIGHT, count
        )
        right -= painter.fontMetrics().horizontalAdvance(count) + 8
        font = ui_font(12)
        font.setStrikeOut(excluded)
        painter.setFont(font)
        painter.setPen(QColor(colours.soft if excluded else colours.ink))
        words = QRect(area.left() + 31, area.top(), right - area.left() - 31, area.height())
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(
            words, _MIDDLE, painter.fontMetrics().elidedText(row.label, elide, words.width())
        )


def field_names() -> dict[str, str]:
    """What the facets are called, in the order in which they stand."""
    return {
        "type": _("Type"),
        "publisher": _("Publisher"),
        "date": _("Year"),
        "lang": _("Language"),
        "tag": _("Tag"),
        "used": _("Evidence"),
    }


def value_words(field: str, value: str, label: str) -> str:
    """What a value of a facet is called."""
    if field == "type":
        return kind_words(value)
    language = QLocale(value).language() if field == "lang" else QLocale.Language.C
    known = language is not QLocale.Language.C
    return QLocale.languageToString(language) if known else label


def _minus_area(area: QRect) -> QRect:
    return QRect(area.right() - _MINUS - 3, area.top(), _MINUS, area.height())


def _rest_words(row: Rest) -> str:
    if row.shown:
        return _("fewer")
    return ngettext("{count} more …", "{count} more …", row.count).format(count=row.count)


def _counts(row: Value) -> str:
    return _("{hits} in {documents}").format(
        hits=ngettext("{count} hit", "{count} hits", row.hits).format(count=f"{row.hits:,}"),
        documents=ngettext("{count} document", "{count} documents", row.documents).format(
            count=f"{row.documents:,}"
        ),
    )


def _spoken(row: FacetRow) -> str:
    if isinstance(row, Heading):
        return row.text
    if isinstance(row, Rest):
        return _rest_words(row)
    states = {
        Clause.INCLUDED: _("only these"),
        Clause.EXCLUDED: _("left out"),
        Clause.NONE: "",
    }
    parts = [field_names()[row.field], row.label, _counts(row), states[row.clause]]
    return ", ".join(part for part in parts if part)


def _tip(row: Value) -> str:
    return _("{label}: {counts}. Click: only these. − or Alt+click: without these").format(
        label=row.label, counts=_counts(row)
    )
