"""Looks through one source for words, in a thread, from the page in sight on."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from workbench.domain.errors import WorkbenchError
from workbench.domain.find_in_document import FoldedText, fold, fold_wanted, occurrences
from workbench.ui.source_base import Spot
from workbench.ui.tasks import Handle, Tasks

MOST = 5_000
_FIRST_CHUNK, _LARGEST_CHUNK = 8, 128

Texts = Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for, and from which page on."""

    words: str
    whole_words: bool = False
    first_page: int = 1


class FindEngine(QObject):
    """Finds piece by piece: what is found first stands at the page one looks at."""

    found = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._texts: Texts | None = None
        self._pages: Sequence[str] = ()
        self._folded: list[FoldedText | None] = []
        self._wanted = Wanted("")
        self._key = ""
        self._before: list[Spot] = []
        self._after: list[Spot] = []
        self._spots: list[Spot] = []
        self._order: list[int] = []
        self._running: Handle | None = None

    @property
    def spots(self) -> list[Spot]:
        """What was found so far, in the order of the document."""
        return self._spots

    @property
    def busy(self) -> bool:
        """True while there are pages to look through."""
        return self._running is not None

    @property
    def has_more(self) -> bool:
        """True where more stands in the source than is kept."""
        return len(self._spots) >= MOST

    def use(self, texts: Texts | None) -> None:
        """Looks through another source from now on; its texts are read when first asked for."""
        self.stop()
        self._texts = texts
        self._pages, self._folded = (), []
        self._forget()

    def look_for(self, wanted: Wanted) -> None:
        """Looks for other words, or for the same from another page on."""
        self.stop()
        self._forget()
        self._wanted, self._key = wanted, fold_wanted(wanted.words)
        texts = self._texts
        if not self._key or texts is None:
            self.found.emit()
        elif self._folded:
            self._begin()
        else:
            self._running = self._tasks.run(texts, self._read, self._failed, owner=self)

    def at_or_after(self, page: int, start: int) -> int:
        """The number of the first spot from a place on; the first of all where none follows."""
        at = bisect_left(self._spots, (page, start), key=lambda spot: (spot.page, spot.start))
        return at if at < len(self._spots) else 0

    def stop(self) -> None:
        """Ends what is under way."""
        if self._running is not None:
            self._running.cancel()
            self._running = None

    def _forget(self) -> None:
        self._before, self._after, self._spots = [], [], []

    def _read(self, texts: Sequence[str]) -> None:
        self._pages = texts
        self._folded = [None] * len(texts)
        self._begin()

    def _begin(self) -> None:
        count = len(self._folded)
        first = min(max(1, self._wanted.first_page), max(1, count)) - 1
        self._order = [*range(first, count), *range(first)]
        self._next(_FIRST_CHUNK)

    def _next(self, size: int) -> None:
        """Looks through so many pages more; each piece is twice the one before."""
        chunk, self._order = self._order[:size], self._order[size:]
        if not chunk or self.has_more:
            self._running = None
            self.found.emit()
            return
        pages, folded, key = self._pages, self._folded, self._key
        whole = self._wanted.whole_words

        def work() -> list[Spot]:
            spots: list[Spot] = []
            for index in chunk:
                page = folded[index]
                if page is None:
                    page = folded[index] = fold(pages[index])
                spans = occurrences(page, key, whole_words=whole)
                spots += [Spot(index + 1, start, end) for start, end in spans]
                if len(spots) >= MOST:
                    break
            return spots

        def done(spots: list[Spot]) -> None:
            self._take(spots)
            self._next(min(2 * size, _LARGEST_CHUNK))

        self._running = self._tasks.run(work, done, self._failed, owner=self)

    def _take(self, spots: list[Spot]) -> None:
        first = self._wanted.first_page
        self._after += [spot for spot in spots if spot.page >= first]
        self._before += [spot for spot in spots if spot.page < first]
        if spots:
            self._spots = [*self._before, *self._after][:MOST]
            self.found.emit()

    def _failed(self, _error: WorkbenchError) -> None:
        """A source that cannot be read was told of where it is shown."""
        self._running = None
        self.found.emit()
