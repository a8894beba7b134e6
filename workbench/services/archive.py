"""The archive's verbs: add, search, show, check, rebuild."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import Timeout

from workbench.adapters.archive_labels import SavedSearch
from workbench.adapters.archive_queue import Failure
from workbench.adapters.archive_store import ArchiveStore, PageCounts
from workbench.adapters.engines import Engine, Engines
from workbench.adapters.page_pictures import PageImage, PagePictures
from workbench.adapters.worker import Limits, Worker
from workbench.domain.errors import ArchiveBusy, DiskFull, EngineError, FolderReadOnly
from workbench.domain.evidence import Clip
from workbench.domain.locator import Locator
from workbench.domain.query import QueryProblem
from workbench.domain.query_completion import Completion, complete
from workbench.domain.query_options import Options
from workbench.domain.source import OutlineEntry, Page, Source
from workbench.i18n import _
from workbench.services.facets import values_of
from workbench.services.importing import Added, AddReport, Importer, Reading, expand
from workbench.services.indexing import Indexing, busy, import_lock
from workbench.services.jobs import Job
from workbench.services.outlines import Outlines
from workbench.services.recognition import LIMITS, Ocr, OcrReport, OcrWish, read_with_ocr
from workbench.services.search_results import (
    BatchRow,
    Facet,
    Hit,
    IndexState,
    SearchResult,
    Used,
)
from workbench.services.searching import Searcher

__all__ = [
    "AddReport",
    "Added",
    "Archive",
    "ArchiveReport",
    "BatchRow",
    "Completion",
    "Engine",
    "Facet",
    "Failure",
    "Hit",
    "IndexState",
    "Ocr",
    "OcrReport",
    "PageCounts",
    "PageImage",
    "SavedSearch",
    "SearchResult",
    "Used",
]


@dataclass
class ArchiveReport:
    """What a check of the archive found: hashes of sources."""

    sources: int = 0
    damaged: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unindexed: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True where nothing was found."""
        return not (self.damaged or self.missing or self.unindexed)


class Archive:
    """An open archive; every verb may be called from any thread."""

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.folder = folder
        self._limits = limits
        self._store = ArchiveStore(folder)
        self._indexing = Indexing(self._store)
        self._searcher = Searcher(self._store, self._indexing.index)
        self._pictures = PagePictures(self._store.original)
        self._outlines = Outlines(self._store)
        self._completed: tuple[list[tuple[str, int]], dict[str, list[str]]] = ([], {})

    # Import

    def add(
        self,
        paths: Sequence[Path],
        job: Job,
        on_added: Callable[[Added], None] | None = None,
        jobs: int = 1,
        ocr: Ocr = Ocr.AUTO,
    ) -> AddReport:
        """Imports files and folders and what an earlier import left; failures are rows."""
        missing = AddReport()
        with self._importing():
            importer = Importer(self._store, self._indexing, Reading(jobs, ocr, self._limits))
            self._store.waiting.enqueue(expand(paths, self._store, missing))
            report = importer.run(job, on_added)
        report.failed[:0] = missing.failed
        return report

    def read_with_ocr(
        self,
        sha256: str,
        job: Job,
        pages: Sequence[int] | None = None,
        language: str = "",
    ) -> OcrReport:
        """A new layer of words for pages of a source; without numbers, for those that need it."""
        source = self._store.source(sha256)
        for number in pages or ():
            self._store.page(source.sha256, number)
        worker = Worker(self._limits or LIMITS)
        try:
            with self._importing():
                wish = OcrWish(source, pages and sorted(set(pages)), language)
                try:
                    return read_with_ocr(self._store, worker, job, wish)
                finally:
                    self._outlines.forget(source.sha256)
                    with suppress(EngineError):  # the next search says so, or indexes it
                        self._indexing.write_all(self._store.unindexed(), Job())
        finally:
            worker.close()

    def retry(self, paths: Sequence[str], job: Job) -> AddReport:
        """Tries failed files again."""
        return self.add([Path(path) for path in paths], job)

    def failures(self) -> list[Failure]:
        """Files that could not be imported."""
        return self._store.waiting.failures()

    def forget_failure(self, path: str) -> None:
        """Takes a failed file off the list."""
        self._store.waiting.forget(path)

    def pending(self) -> int:
        """How many files an interrupted import left."""
        return len(self._store.waiting.paths())

    # Catalogue

    def sources(self) -> list[Source]:
        """All sources in the order they came."""
        return self._store.sources()

    def source(self, name: str) -> Source:
        """By full hash, unique beginning of it, or file name; raises Unknown."""
        return self._store.source(name)

    def versions(self, name: str, title: str, besides: str) -> list[Source]:
        """Other sources that may be the same document as the one consulted, newest last."""
        return self._store.versions(name, title, besides)

    def has(self, sha256: str) -> bool:
        """True where the source is in the catalogue."""
        return self._store.has(sha256)

    def paths_of(self, sha256: str) -> list[str]:
        """Every path the source was seen under."""
        return self._store.paths_of(sha256)

    def pages(self, sha256: str) -> list[Page]:
        """All pages with text and words."""
        return self._store.pages(sha256)

    def texts(self, sha256: str) -> list[Page]:
        """All pages without their words."""
        return self._store.texts(sha256)

    def page(self, sha256: str, number: int) -> Page:
        """One page, counted from 1."""
        return self._store.page(sha256, number)

    def outline(self, sha256: str) -> list[OutlineEntry]:
        """The headings of a source in their order; found at the first call, then remembered."""
        return self._outlines.of(sha256)

    def page_sizes(self, sha256: str) -> list[tuple[str, float, float]]:
        """Label, width and height (points) of every page."""
        return self._store.page_sizes(sha256)

    def conditions(self) -> dict[str, PageCounts]:
        """By source: pages without text, garbled and recognised ones; sources without any lack."""
        return self._store.conditions()

    def counts(self) -> tuple[int, int, int]:
        """How many sources, pages and passages there are."""
        return self._store.counts()

    def original(self, sha256: str) -> Path:
        """Where the original lies."""
        return self._store.original(sha256)

    def state_of_original(self, sha256: str) -> str:
        """ "missing", "damaged", or empty where the original is untouched."""
        return self._store.damaged_or_missing(sha256)

    def remove(self, sha256: str) -> None:
        """Takes a source out of catalogue, index and originals."""
        with self._importing():
            self._indexing.remove(sha256)
            self._store.remove_source(sha256)

    # Search

    def search(
        self,
        text: str,
        limit: int = 50,
        options: Options | None = None,
        used: Used | None = None,
    ) -> SearchResult:
        """Searches; a query is never an error. used: what the open case's evidence is."""
        hindrance = ""
        try:
            self._indexing.catch_up()
        except (DiskFull, FolderReadOnly, ArchiveBusy) as error:
            hindrance = _("What came last is not searched yet. {error}").format(error=error)
        result = self._searcher.search(text, limit, options or Options(), used)
        if hindrance:
            problem = QueryProblem(0, len(text), hindrance)
            result = replace(result, problems=[*result.problems, problem])
        return result

    def facets(
        self, text: str, options: Options | None = None, used: Used | None = None
    ) -> list[Facet]:
        """What the sources of all hits are like, with counts."""
        return self._searcher.facets(text, options or Options(), used)

    def batch(
        self,
        lines: Iterable[str],
        job: Job,
        options: Options | None = None,
        used: Used | None = None,
    ) -> Iterator[BatchRow]:
        """Searches for line after line; a bad line is a row with an error."""
        self._indexing.catch_up()
        return self._searcher.batch(lines, job, options or Options(), used)

    def more_like(self, sha256: str, page: int, start: int, end: int) -> str:
        """A query for passages like this one; empty where it has no telling words."""
        return self._searcher.more_like(self._store.page(sha256, page).text[start:end])

    def complete(self, text: str, cursor: int) -> list[Completion]:
        """What may be meant at the cursor: fields, and values that the archive's sources have."""
        return complete(text, cursor, self._field_values())

    def saved_searches(self) -> list[SavedSearch]:
        """Searches kept with the archive, by name."""
        return self._store.labels.saved_searches()

    def save_search(self, saved: SavedSearch) -> None:
        """Keeps a search, in place of the one of that name."""
        self._store.labels.save_search(saved)

    def forget_search(self, name: str) -> bool:
        """Takes a saved search away; False where there is none of that name."""
        return self._store.labels.forget_search(name)

    # Tags

    def tags(self) -> dict[str, list[str]]:
        """The tags of every source that has any."""
        return self._store.labels.tags()

    def tag(self, hashes: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> None:
        """Puts tags on sources and takes others off; searches find them at once."""
        self._store.labels.tag(hashes, add, remove)
        with suppress(EngineError):  # the tags are kept; the next search says so, or indexes them
            self._indexing.catch_up()

    # The index

    @property
    def engine(self) -> str:
        """The search engine that answers."""
        return self._indexing.engine

    @property
    def engines(self) -> Engines:
        """The search engines there are for this archive, and how they are reached."""
        return self._indexing.engines

    @property
    def index_stale(self) -> bool:
        """True where the index should be built anew; until then the old one answers."""
        return self._indexing.stale

    @property
    def rebuilding(self) -> bool:
        """True while this program builds an index anew."""
        return self._indexing.rebuilding

    def index_state(self) -> IndexState:
        """What a search searches now: something a memo can cite."""
        return self._indexing.state()

    def rebuild(self, job: Job, engine: str | None = None) -> tuple[int, float]:
        """The index anew, of this engine or another, while the old one answers.

        Gives the number of passages and seconds; raises Cancelled.
        """
        return self._indexing.rebuild(job, engine)

    # Pictures

    def warm(self) -> None:
        """Starts the child that draws pages, so that the first page need not wait for it."""
        self._pictures.warm()

    def render(
        self,
        sha256: str,
        page: int,
        scale: float,
        clip: tuple[float, float, float, float] | None = None,
    ) -> PageImage:
        """A page, or a part of it in points, at so many pixels a point."""
        return self._pictures.render(sha256, page, scale, clip)

    def clip(self, locator: Locator) -> tuple[bytes, Clip] | None:
        """The picture of a passage as PNG; None where the source has no pictures of pages."""
        if not locator.boxes:
            return None
        return self._pictures.clip(locator)

    # Care

    def check(self, job: Job, *, repair: bool = False) -> ArchiveReport:
        """Re-hashes every original and compares catalogue and index."""
        sources = self._store.sources()
        report = ArchiveReport(len(sources))
        for done, source in enumerate(sources):
            job.report(done, len(sources), source.name)
            state = self._store.damaged_or_missing(source.sha256)
            if state == "damaged":
                report.damaged.append(source.sha256)
            elif state == "missing":
                report.missing.append(source.sha256)
        report.unindexed = self._indexing.unindexed()
        if repair:
            self._repair(report, job)
        job.report(len(sources), len(sources))
        return report

    def close(self) -> None:
        """Ends the children and gives the files back."""
        self._pictures.close()
        self._indexing.close()
        self._store.close()

    # Private

    def _field_values(self) -> dict[str, list[str]]:
        """What completion offers; read anew when a source came, went or changed."""
        stamp = [(each.sha256, each.changed) for each in self._store.states()]
        if self._completed[0] != stamp:
            self._completed = (stamp, values_of(self._store.sources(), self.tags()))
        return self._completed[1]

    def _repair(self, report: ArchiveReport, job: Job) -> None:
        """Originals from the paths they were seen under, where the same bytes still lie."""
        for sha256 in [*report.damaged, *report.missing]:
            if self._store.restore(sha256):
                report.repaired.append(sha256)
        report.damaged = [s for s in report.damaged if s not in report.repaired]
        report.missing = [s for s in report.missing if s not in report.repaired]
        if report.unindexed:
            with self._importing():
                self._indexing.write_all(report.unindexed, job)
            report.repaired += report.unindexed
            report.unindexed = []

    @contextmanager
    def _importing(self) -> Iterator[None]:
        try:
            with import_lock(self.folder, 0):
                yield
        except Timeout as error:
            raise busy() from error
