"""Giving a search a name, and the window with all searches kept."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.query_options import Unit
from workbench.i18n import N_, _
from workbench.services.archive import SavedSearch
from workbench.ui.dialogs import plain_box
from workbench.ui.fields import caption
from workbench.ui.saved_searches import SavedSearches, plain_name, suggested_name
from workbench.ui.style import SPACE
from workbench.ui.words import quoted

_UNITS = {
    Unit.PASSAGE: N_("in one passage"),
    Unit.PAGE: N_("on one page"),
    Unit.DOCUMENT: N_("in one document"),
}


class SaveSearchDialog(QDialog):
    """One field for the name; says so where a search of that name would be replaced."""

    def __init__(self, parent: QWidget, search: SavedSearch, saved: SavedSearches) -> None:
        super().__init__(parent)
        self._search = search
        self._saved = saved
        self.setWindowTitle(_("Save this search"))
        self.setMinimumWidth(460)
        self._name = QLineEdit(suggested_name(search.query, saved))
        self._name.selectAll()
        query = QLabel(search.query)
        query.setTextFormat(Qt.TextFormat.PlainText)
        query.setProperty("soft", True)
        query.setWordWrap(True)
        self._told = QLabel()
        self._told.setProperty("open", True)
        self._told.setWordWrap(True)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._keep = box.addButton(_("&Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setProperty("primary", True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self._name.textChanged.connect(self._may)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 5 * SPACE, 5 * SPACE, 4 * SPACE)
        column.setSpacing(2 * SPACE)
        for part in (caption(_("&Name"), self._name), self._name, query, self._told):
            column.addWidget(part)
        column.addWidget(plain_box(box))
        self._may()

    @property
    def search(self) -> SavedSearch:
        """The search with the name given."""
        asked = self._search
        return SavedSearch(plain_name(self._name.text()), asked.query, asked.unit, asked.stems)

    @property
    def told(self) -> str:
        """What is said of the name."""
        return self._told.text()

    def set_name(self, name: str) -> None:
        """Writes a name into the field."""
        self._name.setText(name)

    def _may(self) -> None:
        name = plain_name(self._name.text())
        self._keep.setEnabled(bool(name))
        known = self._saved.named(name)
        told = ""
        if known is not None and known.query != self._search.query:
            told = _("Takes the place of {query}.").format(query=quoted(known.query))
        self._told.setText(told)


class SavedWindow(QDialog):
    """All searches kept: Return searches, F2 renames, Delete forgets."""

    def __init__(self, saved: SavedSearches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved = saved
        self._filling = False
        self.setWindowTitle(_("Saved searches"))
        self.resize(760, 360)
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(_("Saved searches"))
        self.table.setHorizontalHeaderLabels([_("Name"), _("Query"), _("All words")])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(28)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(0, 220)
        header.resizeSection(2, 190)
        self._search = QPushButton(_("&Search"))
        self._search.setProperty("primary", True)
        self._rename = QPushButton(_("&Rename"))
        self._forget = QPushButton(_("&Forget"))
        self._lay_out()
        self._connect()
        self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return and Delete in the table; while a name is edited they are the field's."""
        editing = self.table.state() is QAbstractItemView.State.EditingState
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if watched is self.table and pressed and not editing:
            assert isinstance(event, QKeyEvent)  # pressed says so
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.search()
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.forget()
                return True
        return bool(super().eventFilter(watched, event))

    def search(self) -> None:
        """Does the chosen search again."""
        chosen = self._chosen()
        if chosen is not None:
            self._saved.choose(chosen)

    def rename(self) -> None:
        """Edits the name of the chosen search in its place."""
        item = self.table.item(self.table.currentRow(), 0)
        if item is not None:
            self.table.editItem(item)

    def forget(self) -> None:
        """Takes the chosen search off the list."""
        chosen = self._chosen()
        if chosen is not None:
            self._saved.forget(chosen.name)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * SPACE)
        for part in (self._search, self._rename, self._forget):
            part.setAutoDefault(False)
            buttons.addWidget(part)
        buttons.addStretch(1)
        close = QPushButton(_("&Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        buttons.addWidget(close)
        self._none = QLabel(_("No search is kept yet. The star in the query line keeps one."))
        self._none.setProperty("soft", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACE, 4 * SPACE, 4 * SPACE, 3 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addWidget(self._none)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self.table.installEventFilter(self)
        self.table.itemDoubleClicked.connect(lambda _item: self.search())
        self.table.itemChanged.connect(self._renamed)
        self.table.itemSelectionChanged.connect(self._update)
        self._search.clicked.connect(self.search)
        self._rename.clicked.connect(self.rename)
        self._forget.clicked.connect(self.forget)
        self._saved.changed.connect(self._fill)

    def _fill(self) -> None:
        row = max(0, self.table.currentRow())
        items = self._saved.items
        self._filling = True
        self.table.setRowCount(len(items))
        for at, search in enumerate(items):
            forms = _("any form") if search.stems else _("as written")
            told = _("{unit}, {forms}").format(unit=_(_UNITS[search.unit]), forms=forms)
            for column, text in enumerate((search.name, search.query, told)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(at, column, item)
        self._filling = False
        if items:
            self.table.setCurrentCell(min(row, len(items) - 1), 0)
        self._none.setVisible(not items)
        self._update()

    def _renamed(self, item: QTableWidgetItem) -> None:
        items = self._saved.items
        if not self._filling and item.column() == 0 and item.row() < len(items):
            self._saved.rename(items[item.row()].name, item.text())

    def _update(self) -> None:
        for button in (self._search, self._rename, self._forget):
            button.setEnabled(self._chosen() is not None)

    def _chosen(self) -> SavedSearch | None:
        row, items = self.table.currentRow(), self._saved.items
        return items[row] if 0 <= row < len(items) and self.table.selectedItems() else None
