"""The two signs inside the query line: what was asked of late, and the searches kept."""

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu

from workbench.i18n import _
from workbench.ui.line_icons import clock_icon, star_icon
from workbench.ui.query_edit import QueryEdit
from workbench.ui.query_history import QueryHistory
from workbench.ui.saved_searches import SavedSearches

_ROWS = 20
_LONGEST = 72


class QueryTools(QObject):
    """Menus of the line; a query is remembered when somebody goes on from it."""

    saveWanted = Signal()
    allWanted = Signal()

    def __init__(self, edit: QueryEdit, history: QueryHistory, saved: SavedSearches) -> None:
        super().__init__(edit)
        self._edit = edit
        self._history = history
        self._saved = saved
        self.history_menu = QMenu(edit)
        self.saved_menu = QMenu(edit)
        self.history_menu.aboutToShow.connect(self._fill_history)
        self.saved_menu.aboutToShow.connect(self._fill_saved)
        trailing = QLineEdit.ActionPosition.TrailingPosition
        self._clock = QAction(_("Queries asked of late (Alt+Up, Alt+Down)"), self)
        self._star = QAction(_("Saved searches"), self)
        edit.addAction(self._clock, trailing)
        edit.addAction(self._star, trailing)
        self._clock.triggered.connect(self.open_history)
        self._star.triggered.connect(self.open_saved)
        edit.returnPressed.connect(self.remember)
        edit.downPressed.connect(self.remember)
        edit.installEventFilter(self)
        self.retheme()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever leaves the line is done with typing."""
        if watched is self._edit and event.type() == QEvent.Type.FocusOut:
            self.remember()
        return False

    def remember(self) -> None:
        """Puts the query typed on top of the history."""
        self._history.add(self._edit.text())

    def older(self) -> None:
        """Shows the query before the one shown."""
        self._show(self._history.older(self._edit.text()))

    def newer(self) -> None:
        """Shows the query after the one shown."""
        self._show(self._history.newer(self._edit.text()))

    def open_history(self) -> None:
        """Opens the list of queries under the line."""
        self.history_menu.popup(self._below())

    def open_saved(self) -> None:
        """Opens the list of searches kept under the line."""
        self.saved_menu.popup(self._below())

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self._clock.setIcon(clock_icon())
        self._star.setIcon(star_icon())

    def _show(self, query: str | None) -> None:
        if query is not None:
            self._edit.setText(query)

    def _below(self) -> QPoint:
        """Where a menu stands whose right edge is that of the line; Qt keeps it on the screen."""
        return self._edit.mapToGlobal(QPoint(max(0, self._edit.width() - 360), self._edit.height()))

    def _fill_history(self) -> None:
        menu = self.history_menu
        menu.clear()
        queries = self._history.queries
        for query in queries[:_ROWS]:
            action = menu.addAction(menu_words(query))
            action.triggered.connect(lambda _on=False, words=query: self._show(words))
        if not queries:
            menu.addAction(_("No queries yet")).setEnabled(False)
        menu.addSeparator()
        forget = menu.addAction(_("&Clear the history"))
        forget.setEnabled(bool(queries))
        forget.triggered.connect(self._history.forget)

    def _fill_saved(self) -> None:
        menu, items = self.saved_menu, self._saved.items
        menu.clear()
        save = menu.addAction(_("&Save this search…"))
        save.setEnabled(bool(self._edit.text().strip()))
        save.triggered.connect(self.saveWanted)
        menu.addSeparator()
        for search in items[:_ROWS]:
            action = menu.addAction(menu_words(search.name))
            action.setToolTip(search.query)
            action.triggered.connect(lambda _on=False, each=search: self._saved.choose(each))
        menu.setToolTipsVisible(True)
        if items:
            menu.addSeparator()
        manage = menu.addAction(_("&All saved searches…"))
        manage.setEnabled(bool(items))
        manage.triggered.connect(self.allWanted)


def menu_words(text: str) -> str:
    """A text as a menu shows it: on one line, no letter of it underlined."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return short.replace("&", "&&")
