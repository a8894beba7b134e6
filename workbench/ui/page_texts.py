"""The words of the pages near the reader: read in threads, a bounded number kept."""

from collections import OrderedDict
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from workbench.domain.errors import WorkbenchError
from workbench.domain.source import Page
from workbench.ui.page_words import PageWords
from workbench.ui.tasks import Handle, Tasks

PAGES_KEPT = 24

Read = Callable[[int], Page]


class PageTexts(QObject):
    """Reads wanted pages; whoever asks anew drops the wishes of before."""

    arrived = Signal(int)
    failed = Signal(int, object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._read: Read | None = None
        self._pages: OrderedDict[int, PageWords] = OrderedDict()
        self._reading: dict[int, Handle] = {}
        self._broken: set[int] = set()

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def idle(self) -> bool:
        """True when nothing is being read."""
        return not self._reading

    def use(self, read: Read | None) -> None:
        """Starts on another document, or on none."""
        self.stop()
        self._pages.clear()
        self._broken.clear()
        self._read = read

    def stop(self) -> None:
        """Drops what is being read."""
        for handle in self._reading.values():
            handle.cancel()
        self._reading.clear()

    def get(self, page: int) -> PageWords | None:
        """A page, None while it is not read; marked as used."""
        found = self._pages.get(page)
        if found is not None:
            self._pages.move_to_end(page)
        return found

    def peek(self, page: int) -> PageWords | None:
        """A page, None while it is not read."""
        return self._pages.get(page)

    def want(self, pages: Iterable[int]) -> None:
        """Reads these and drops other readings under way."""
        wanted = [page for page in pages if page not in self._pages and page not in self._broken]
        for page in [page for page in self._reading if page not in wanted]:
            self._reading.pop(page).cancel()
        if self._read is not None:
            for page in wanted:
                if page not in self._reading:
                    self._begin(page, self._read)

    def _begin(self, page: int, read: Read) -> None:
        def work() -> PageWords:
            return PageWords(read(page))

        def crashed(error: WorkbenchError) -> None:
            self._reading.pop(page, None)
            self._broken.add(page)
            self.failed.emit(page, error)

        self._reading[page] = self._tasks.run(work, self._landed, crashed, owner=self)

    def _landed(self, words: PageWords) -> None:
        number = words.page.number
        self._reading.pop(number, None)
        self._pages[number] = words
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        self.arrived.emit(number)
