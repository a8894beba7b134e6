"""The tables of the archive window: sources, and files that could not be imported."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from workbench.domain.source import Source
from workbench.i18n import N_, _, ngettext
from workbench.services.archive import Failure
from workbench.ui.search_results import kind_words

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_FEW = 100
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source, every path it was seen under, and its tags."""

    source: Source
    paths: tuple[str, ...]
    tags: tuple[str, ...] = ()


def _seen_at(row: SourceRow) -> str:
    more = len(row.paths) - 1
    tail = ngettext(" and {count} more", " and {count} more", more).format(count=more)
    return row.paths[0] + (tail if more > 0 else "") if row.paths else ""


_COLUMNS: tuple[Callable[[SourceRow], str], ...] = (
    lambda row: row.source.title or row.source.name,
    lambda row: kind_words(row.source.kind),
    lambda row: str(row.source.pages),
    lambda row: row.source.published,
    lambda row: size_words(row.source.size),
    lambda row: ", ".join(row.tags),
    _seen_at,
)


class _Table(QAbstractTableModel):
    """Rows under headings."""

    HEADINGS: tuple[str, ...] = ()
    _rows: Sequence[object]

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
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(self.HEADINGS[section])
        return None


class SourcesModel(_Table):
    """One source a row; nothing is asked of the archive while it is drawn."""

    HEADINGS = (
        N_("Title"),
        N_("Kind"),
        N_("Pages"),
        N_("Published"),
        N_("Size"),
        N_("Tags"),
        N_("Seen at"),
    )
    NUMBERS = (2, 4)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SourceRow] = []

    def show(self, rows: Sequence[SourceRow]) -> None:
        """Shows these; sources that are there already stay where they are, chosen or not."""
        old = len(self._rows)
        known = [row.source.sha256 for row in self._rows]
        if not old or [row.source.sha256 for row in rows[:old]] != known:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        other = [at for at, row in enumerate(rows[:old]) if row != self._rows[at]]
        self._rows[:old] = rows[:old]
        # A few are told one by one, many in one go: either is the quicker then.
        few = len(other) <= _FEW
        for first, last in [(at, at) for at in other] if few else [(other[0], other[-1])]:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.HEADINGS) - 1))
        if len(rows) > old:
            self.beginInsertRows(_NO_PARENT, old, len(rows) - 1)
            self._rows = list(rows)
            self.endInsertRows()

    def tags(self) -> Counter[str]:
        """Every tag, and how many sources have it."""
        return Counter(tag for row in self._rows for tag in row.tags)

    def row(self, number: int) -> SourceRow:
        """The row of a number."""
        return self._rows[number]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, column)
        if role == SORT_ROLE:
            return self._sorted_by(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((row.source.title or row.source.name, *row.paths, row.source.sha256))
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self.NUMBERS:
            return _RIGHT
        return None

    def _shown(self, row: SourceRow, column: int) -> str:
        """Only the column asked for: a table of many rows asks often."""
        return _COLUMNS[column](row)

    def _sorted_by(self, row: SourceRow, column: int) -> object:
        if column == 2:
            return row.source.pages
        if column == 4:
            return row.source.size
        return self._shown(row, column).casefold()


class SourcesFilter(QSortFilterProxyModel):
    """Sources with some words in a column, and with a tag; the empty tag means none at all."""

    def __init__(self, model: SourcesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._tag: str | None = None
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)
        self.setFilterKeyColumn(-1)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    @property
    def tag(self) -> str | None:
        """The tag all sources shown have; None where it does not matter."""
        return self._tag

    def show_tag(self, tag: str | None) -> None:
        """Shows only sources with this tag; empty: those without tags; None: all."""
        self.beginFilterChange()
        self._tag = tag
        self.endFilterChange()

    def rows_of(self, chosen: QItemSelection) -> list[SourceRow]:
        """The sources of a selection, in the order shown."""
        parts = [chosen.at(number) for number in range(chosen.size())]
        shown = {at for part in parts for at in range(part.top(), part.bottom() + 1)}
        return [self.shown_row(self.index(at, 0)) for at in sorted(shown)]

    def shown_row(self, index: QModelIndex) -> SourceRow:
        """The source of a row as it is shown."""
        return self._model.row(self.mapToSource(index).row())

    def filterAcceptsRow(self, source_row: int, source_parent: _Index) -> bool:
        tags = self._model.row(source_row).tags
        has = self._tag is None or (self._tag in tags if self._tag else not tags)
        return has and super().filterAcceptsRow(source_row, source_parent)


class FailuresModel(_Table):
    """One failed file a row: name, why, what to do, how often it was tried."""

    HEADINGS = (N_("File"), N_("What happened"), N_("What to do"), N_("Tries"))

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Failure] = []

    def show(self, failures: Sequence[Failure]) -> None:
        """Shows these and no others."""
        if list(failures) != self._rows:
            self.beginResetModel()
            self._rows = list(failures)
            self.endResetModel()

    def path(self, row: int) -> str:
        """The path of a row."""
        return self._rows[row].path

    @property
    def paths(self) -> list[str]:
        """The paths of all rows."""
        return [failure.path for failure in self._rows]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        failure = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            texts = (
                PurePath(failure.path).name,
                failure.reason,
                failure.remedy,
                str(failure.attempts),
            )
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{failure.path}\n{failure.reason}\n{failure.remedy}"
        return None


def size_words(size: int) -> str:
    """A size as people say it."""
    return QLocale.system().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
