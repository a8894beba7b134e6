"""The tables of the archive window: sources, and files that could not be imported."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from workbench.domain.source import Source
from workbench.i18n import N_, _, ngettext
from workbench.services.archive import Failure
from workbench.ui.search_results import kind_words

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source and every path it was seen under."""

    source: Source
    paths: tuple[str, ...]


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
        N_("Seen at"),
    )
    NUMBERS = (2, 4)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SourceRow] = []

    def show(self, rows: Sequence[SourceRow]) -> None:
        """Shows these; rows that only came to the end leave the others where they are."""
        old = len(self._rows)
        if old and list(rows[:old]) == self._rows:
            if len(rows) > old:
                self.beginInsertRows(_NO_PARENT, old, len(rows) - 1)
                self._rows = list(rows)
                self.endInsertRows()
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

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
        source = row.source
        match column:
            case 0:
                return source.title or source.name
            case 1:
                return kind_words(source.kind)
            case 2:
                return str(source.pages)
            case 3:
                return source.published
            case 4:
                return size_words(source.size)
        more = len(row.paths) - 1
        tail = ngettext(" and {count} more", " and {count} more", more).format(count=more)
        return row.paths[0] + (tail if more > 0 else "") if row.paths else ""

    def _sorted_by(self, row: SourceRow, column: int) -> object:
        if column == 2:
            return row.source.pages
        if column == 4:
            return row.source.size
        return self._shown(row, column).casefold()


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
