"""Searches kept with the archive: the list, and what can be done with it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from workbench.domain.errors import WorkbenchError
from workbench.i18n import _
from workbench.services.archive import Archive, SavedSearch
from workbench.ui.tasks import Handle, Tasks

_LONGEST_NAME = 40


class SavedSearches(QObject):
    """The saved searches of the open archive; read in a thread, remembered for menus."""

    changed = Signal()
    chosen = Signal(object)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._archive: Archive | None = None
        self._reading: Handle | None = None
        self._items: list[SavedSearch] = []
        self._waiting: list[Callable[[Archive], object]] = []

    @property
    def items(self) -> list[SavedSearch]:
        """By name."""
        return list(self._items)

    @property
    def busy(self) -> bool:
        """True while the list is read or written."""
        return self._reading is not None

    def named(self, name: str) -> SavedSearch | None:
        """The search of that name, however its letters are cased."""
        wanted = plain_name(name).casefold()
        return next((each for each in self._items if each.name.casefold() == wanted), None)

    def set_archive(self, archive: Archive | None) -> None:
        """Shows the searches of another archive."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._waiting.clear()
        self._archive = archive
        self._items = []
        self.changed.emit()
        self.refresh()

    def refresh(self) -> None:
        """Reads the list anew."""
        self._do(lambda _archive: None)

    def save(self, search: SavedSearch) -> None:
        """Keeps a search, in place of one of that name."""
        old = self.named(search.name)

        def work(archive: Archive) -> None:
            if old is not None and old.name != search.name:
                archive.forget_search(old.name)
            archive.save_search(search)

        self._do(work)

    def rename(self, name: str, wanted: str) -> None:
        """Gives a search another name; not one that another search has."""
        search, other = self.named(name), self.named(wanted)
        if search is None or not plain_name(wanted) or (other is not None and other != search):
            self.changed.emit()  # whoever typed the name shows the old one again
            return
        named = SavedSearch(plain_name(wanted), search.query, search.unit, search.stems)

        def work(archive: Archive) -> None:
            archive.save_search(named)
            if search.name != named.name:
                archive.forget_search(search.name)

        self._do(work)

    def forget(self, name: str) -> None:
        """Takes a search off the list."""
        self._do(lambda archive: archive.forget_search(name))

    def choose(self, search: SavedSearch) -> None:
        """Does a search again."""
        self.chosen.emit(search)

    def _do(self, verb: Callable[[Archive], object]) -> None:
        """Does something with the archive and reads the list anew; one after the other."""
        archive = self._archive
        if archive is None:
            return
        if self._reading is not None:
            self._waiting.append(verb)
            return

        def work() -> list[SavedSearch]:
            verb(archive)
            return archive.saved_searches()

        self._reading = self._tasks.run(work, self._arrived, self._not_done, owner=self)

    def _arrived(self, items: list[SavedSearch]) -> None:
        self._reading = None
        self._items = items
        self.changed.emit()
        self._next()

    def _not_done(self, error: WorkbenchError) -> None:
        self._reading = None
        self.failed.emit(error)
        self.changed.emit()
        self._next()

    def _next(self) -> None:
        if self._waiting:
            self._do(self._waiting.pop(0))


def plain_name(name: str) -> str:
    """A name without spaces around it, or two in a row."""
    return " ".join(name.split())


def suggested_name(query: str, saved: SavedSearches) -> str:
    """The beginning of the query, with a number where a search of another query has that name."""
    plain = plain_name(query)
    name = plain
    if len(plain) > _LONGEST_NAME:
        name = plain[:_LONGEST_NAME].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
    number, tried = 1, name
    while (known := saved.named(tried)) is not None and known.query != query:
        number += 1
        tried = _("{name} ({number})").format(name=name, number=number)
    return tried
