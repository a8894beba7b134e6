"""The archive's verbs: add, search, show, check, rebuild."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.adapters.archive_store import ArchiveStore, Failure, PageCounts
from workbench.adapters.files import os_error
from workbench.adapters.index_tantivy import TantivyIndex
from workbench.adapters.page_pictures import PageImage, PagePictures
from workbench.adapters.worker import Limits, Worker
from workbench.domain.evidence import Clip
from workbench.domain.highlight import spans
from workbench.domain.locator import Locator
from workbench.domain.query import QueryProblem, parse
from workbench.domain.source import OutlineEntry, Page, Source
from workbench.services.importing import (
    Added,
    AddReport,
    Importer,
    Reading,
    busy,
    expand,
    write_index,
)
from workbench.services.jobs import Job
from workbench.services.outlines import Outlines
from workbench.services.recognition import LIMITS, Ocr, OcrReport, OcrWish, read_with_ocr

__all__ = [
    "AddReport",
    "Added",
    "Archive",
    "ArchiveReport",
    "Failure",
    "Hit",
    "Ocr",
    "OcrReport",
    "PageCounts",
    "PageImage",
    "SearchResult",
]

_REBUILD_BATCH = 200


@dataclass(frozen=True)
class Hit:
    """A passage that answers a search."""

    source: str
    title: str
    kind: str
    page: int
    page_label: str
    start: int
    end: int
    score: float
    text: str
    light: Callable[[str], list[tuple[int, int]]] = field(repr=False, compare=False)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Offsets in the text to light up; found when asked for, as most hits are never seen.

        functools.cached_property has one lock for all hits, and painting would wait for it.
        """
        if "spans" not in self.__dict__:
            self.__dict__["spans"] = self.light(self.text)
        found: list[tuple[int, int]] = self.__dict__["spans"]
        return found


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a search, with what the query was taken to mean."""

    query: str
    read_as: str
    problems: list[QueryProblem]
    total: int
    hits: list[Hit]
    engine: str
    milliseconds: float
    did_you_mean: str | None = None


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
        self._index = TantivyIndex(folder / "index")
        self._pictures = PagePictures(self._store.original)
        self._outlines = Outlines(self._store)
        self._indexing = threading.Lock()
        if not self._index.size() and self._store.counts()[2]:
            self._store.mark_indexed([s.sha256 for s in self._store.sources()], indexed=False)

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
            importer = Importer(self._store, self._index, Reading(jobs, ocr, self._limits))
            self._store.enqueue(expand(paths, self._store, missing))
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
                    self._index_all(self._store.unindexed(), Job())
        finally:
            worker.close()

    def retry(self, paths: Sequence[str], job: Job) -> AddReport:
        """Tries failed files again."""
        return self.add([Path(path) for path in paths], job)

    def failures(self) -> list[Failure]:
        """Files that could not be imported."""
        return self._store.failures()

    def forget_failure(self, path: str) -> None:
        """Takes a failed file off the list."""
        self._store.forget_failure(path)

    def pending(self) -> int:
        """How many files an interrupted import left."""
        return len(self._store.queue())

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
            self._index.write([], [sha256])
            self._store.remove_source(sha256)

    # Search

    def search(self, text: str, limit: int = 50) -> SearchResult:
        """Searches; a query is never an error."""
        begun = time.perf_counter()
        self._index_what_is_new()
        reading = parse(text)
        hits: list[Hit] = []
        total = 0
        if reading.tree is not None:
            matches = self._index.search(reading.tree, limit)
            total = matches.total
            scores = dict(matches.best)
            light = partial(spans, reading.tree, stem=self._index.stem)
            hits = [
                Hit(
                    source=found.source,
                    title=found.title,
                    kind=found.kind,
                    page=found.page,
                    page_label=found.page_label,
                    start=found.start,
                    end=found.end,
                    score=scores[found.id],
                    text=found.text,
                    light=light,
                )
                for found in self._store.passages(list(scores))
            ]
        return SearchResult(
            text,
            reading.read_as,
            list(reading.problems),
            total,
            hits,
            self._index.engine,
            (time.perf_counter() - begun) * 1000,
        )

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
        report.unindexed = self._unindexed()
        if repair:
            self._repair(report, job)
        job.report(len(sources), len(sources))
        return report

    def rebuild(self, job: Job) -> tuple[int, float]:
        """The index anew from the catalogue: number of passages, seconds."""
        begun = time.monotonic()
        with self._importing(), self._indexing:
            sources = [source.sha256 for source in self._store.sources()]
            self._store.mark_indexed(sources, indexed=False)
            self._index.wipe()
            count = self._index_all(sources, job)
        return count, time.monotonic() - begun

    def close(self) -> None:
        """Ends the children and gives the files back."""
        self._pictures.close()
        self._index.close()
        self._store.close()

    # Private

    def _unindexed(self) -> list[str]:
        waiting = self._store.unindexed()
        if not waiting and self._index.size() != self._store.counts()[2]:
            return [source.sha256 for source in self._store.sources()]
        return waiting

    def _index_what_is_new(self) -> None:
        """What a killed import left in the catalogue but not in the index is indexed now."""
        waiting = self._store.unindexed()
        if not waiting or not self._store.writable or not self._indexing.acquire(blocking=False):
            return
        try:
            lock = FileLock(self.folder / "import.lock")
            with lock.acquire(timeout=0):
                self._index_all(waiting, Job())
        except Timeout:
            return  # An import is under way and indexes by itself.
        finally:
            self._indexing.release()

    def _index_all(self, hashes: Sequence[str], job: Job) -> int:
        count = 0
        for at in range(0, len(hashes), _REBUILD_BATCH):
            job.report(at, len(hashes))
            count += write_index(self._store, self._index, hashes[at : at + _REBUILD_BATCH])
        job.report(len(hashes), len(hashes))
        return count

    def _repair(self, report: ArchiveReport, job: Job) -> None:
        """Originals from the paths they were seen under, where the same bytes still lie."""
        for sha256 in [*report.damaged, *report.missing]:
            if self._store.restore(sha256):
                report.repaired.append(sha256)
        report.damaged = [s for s in report.damaged if s not in report.repaired]
        report.missing = [s for s in report.missing if s not in report.repaired]
        if report.unindexed:
            with self._importing(), self._indexing:
                self._index_all(report.unindexed, job)
            report.repaired += report.unindexed
            report.unindexed = []

    @contextmanager
    def _importing(self) -> Iterator[None]:
        lock = FileLock(self.folder / "import.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise busy() from error
        except OSError as error:
            raise os_error(error, self.folder) from error
        try:
            yield
        finally:
            lock.release()
