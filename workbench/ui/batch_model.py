"""The rows of a batch of searches, and which of them are shown."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor

from workbench.i18n import N_, _
from workbench.services.archive import BatchRow
from workbench.ui.style import theme

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_QUERY, _READ_AS, _HITS, _SOURCES, _NOTE = range(5)


class Kind(StrEnum):
    """What became of a search."""

    HITS = "hits"
    NOTHING = "nothing"
    ERROR = "error"


def kind_of(row: BatchRow) -> Kind:
    """What became of the search of a row; with a slip in it, it was not what one meant to ask."""
    if row.error or not row.read_as:
        return Kind.ERROR
    return Kind.HITS if row.hits else Kind.NOTHING


class BatchModel(QAbstractTableModel):
    """One search a row, in the order of the list."""

    HEADINGS = (N_("Query"), N_("Read as"), N_("Hits"), N_("Sources"), N_("Note"))

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[BatchRow] = []
        self._recorded: set[str] = set()

    @property
    def rows(self) -> list[BatchRow]:
        """All rows so far."""
        return list(self._rows)

    def clear(self) -> None:
        """Begins anew."""
        self.beginResetModel()
        self._rows = []
        self.endResetModel()

    def add(self, rows: Sequence[BatchRow]) -> None:
        """Appends rows as they come."""
        if rows:
            old = len(self._rows)
            self.beginInsertRows(_NO_PARENT, old, old + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def set_recorded(self, queries: Iterable[str]) -> None:
        """Says which searches are in the case."""
        self._recorded = set(queries)
        if self._rows:
            last = self.index(len(self._rows) - 1, _NOTE)
            self.dataChanged.emit(self.index(0, _NOTE), last)

    def row(self, at: int) -> BatchRow:
        """The row of a number, counted from 0."""
        return self._rows[at]

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.HEADINGS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (_HITS, _SOURCES):
            return _RIGHT
        return _(self.HEADINGS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._shown(row, column)
            case Qt.ItemDataRole.TextAlignmentRole if column in (_HITS, _SOURCES):
                return _RIGHT
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(row, column)
        if role == SORT_ROLE:
            numbers = {_HITS: row.hits, _SOURCES: row.sources}
            return numbers.get(column, self._shown(row, column).casefold())
        return None

    def _shown(self, row: BatchRow, column: int) -> str:
        match column:
            case 0 | 1:
                return row.query if column == _QUERY else row.read_as
            case 2 | 3:
                number = row.hits if column == _HITS else row.sources
                return f"{number:,}" if row.read_as else "–"
        told = [_("✓ recorded")] if row.query in self._recorded else []
        return " · ".join([*told, *([f"! {row.error}"] if row.error else [])])

    def _colour(self, row: BatchRow, column: int) -> QColor | None:
        colours = theme()
        if column == _NOTE:
            return QColor(colours.refutes if row.error else colours.supports)
        if column == _READ_AS or kind_of(row) is not Kind.HITS:
            return QColor(colours.soft)
        return None


class BatchFilter(QSortFilterProxyModel):
    """Sorts rows, and shows all of them or those of one kind."""

    def __init__(self, model: BatchModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kind: Kind | None = None
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)

    def show_only(self, kind: Kind | None) -> None:
        """Shows rows of one kind, or all."""
        self.beginFilterChange()
        self._kind = kind
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, _parent: _Index) -> bool:
        return self._kind is None or kind_of(self._model.row(source_row)) is self._kind
