"""Text recognition for pages of sources that are in the archive: a new layer, never a second."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from workbench.adapters.archive_store import ArchiveStore
from workbench.adapters.ocr import Recognition, find_recognition
from workbench.adapters.page_format import StoredPage
from workbench.adapters.readers.recognition import SCAN_WORDS_MOST
from workbench.adapters.worker import Limits, Stopped, Worker
from workbench.domain.errors import (
    FileDamaged,
    OutOfBounds,
    ReaderStopped,
    RecognitionMissing,
    WorkbenchError,
)
from workbench.domain.source import Page, Source
from workbench.i18n import _
from workbench.services.jobs import Cancelled, Job

LIMITS = Limits(seconds=180.0, memory=2_000_000_000)
_BATCH = 20
_MUCH = 2


class Ocr(StrEnum):
    """Which pages an import has recognised: those that need it, none, or all."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Wishes:
    """Pages of a source recognition is for, and the numbers of those to be read now."""

    scans: Sequence[int] = ()
    garbled: Sequence[int] = ()
    numbers: Sequence[int] = ()

    def __bool__(self) -> bool:
        return bool(self.scans or self.garbled or self.numbers)

    def left(self, pages: Sequence[Page]) -> tuple[int, int]:
        """How many of the pages, as they are now, have no text, and how many an unreliable one."""
        concerned = {*self.scans, *self.garbled, *self.numbers}
        now = [page for page in pages if page.number in concerned]
        return sum(not page.text for page in now), sum(not page.reliable for page in now)


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that could not be recognised, and why."""

    page: int
    reason: str


@dataclass(frozen=True, slots=True)
class OcrWish:
    """A source's pages to be read in a language; without numbers, those that need it."""

    source: Source
    pages: Sequence[int] | None = None
    language: str = ""


@dataclass
class OcrReport:
    """What recognition did with a source: pages read anew, and what is left to wish for."""

    source: str
    pages: list[int] = field(default_factory=list)
    failed: list[PageFailure] = field(default_factory=list)
    without_text: int = 0
    unreliable: int = 0
    seconds: float = 0.0
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Has pages read by a child; what was read is kept whatever happens to the rest."""

    store: ArchiveStore
    worker: Worker
    how: Recognition
    sparing: bool = False  # A text that can be relied on yields only to a much longer one.

    def read(
        self,
        report: OcrReport,
        numbers: Sequence[int],
        tell: Callable[[int, int], None],
        stopped: Callable[[], bool],
    ) -> None:
        """Gives the pages their new layer; tell() may raise to end it, stopped() ends a page."""
        batch: list[StoredPage] = []
        try:
            for done, number in enumerate(numbers):
                tell(done, len(numbers))
                try:
                    batch.append(self._page(report.source, number, stopped))
                except RecognitionMissing:
                    raise
                except WorkbenchError as error:
                    report.failed.append(PageFailure(number, error.message))
                if len(batch) == _BATCH:
                    self._keep(report, batch)
        finally:
            self._keep(report, batch)

    def _page(self, sha256: str, number: int, stopped: Callable[[], bool]) -> StoredPage:
        arguments: dict[str, object] = {
            "path": str(self.store.original(sha256)),
            "page": number,
            "label": self.store.page(sha256, number).label,
            "how": {"tessdata": self.how.tessdata, "language": self.how.language},
        }
        return self.worker.call("recognise", arguments, StoredPage, stopped)

    def _keep(self, report: OcrReport, batch: list[StoredPage]) -> None:
        had = {page.number: page for page in self.store.texts(report.source)}
        kept = [page for page in batch if self._is_better(page, had[page.number])]
        if kept:
            self.store.replace_pages(report.source, kept)
        report.pages += [page.number for page in kept]
        batch.clear()

    def _is_better(self, new: StoredPage, old: Page) -> bool:
        """Where recognition sees nothing, the words there were stay."""
        least = _MUCH * len(old.text) if self.sparing and old.reliable else 1
        return len(new.text) >= least or not old.text


def find_scans(
    worker: Worker, path: Path, numbers: Sequence[int], stopped: Callable[[], bool]
) -> list[int]:
    """Those of the pages that show what looks like print; none of a file that cannot be drawn."""
    if not numbers:
        return []
    arguments: dict[str, object] = {"path": str(path), "numbers": list(numbers)}
    try:
        return worker.call("find_scans", arguments, list[int], stopped)
    except (FileDamaged, ReaderStopped):
        return []


def read_with_ocr(store: ArchiveStore, worker: Worker, job: Job, wish: OcrWish) -> OcrReport:
    """The wished pages of a source anew; a cancelled job keeps what was read until then."""
    source, begun = wish.source, time.monotonic()
    if not source.is_paged:
        raise OutOfBounds(
            _("“{title}” has no pictures of pages to recognise.").format(title=source.title),
            _("Only the pages of a PDF are pictures; other files bring their words."),
        )
    report = OcrReport(source.sha256)

    def stopped() -> bool:
        return job.cancelled

    def tell(done: int, total: int) -> None:
        job.report(done, total, source.name)

    try:
        numbers = wish.pages
        if numbers is None:
            numbers = _wanting(store, worker, source, stopped)
        recogniser = Recogniser(store, worker, find_recognition(wish.language), wish.pages is None)
        recogniser.read(report, numbers, tell, stopped)
        job.report(1, 1)
    except (Cancelled, Stopped):
        report.interrupted = True
    now = store.texts(source.sha256)
    report.without_text = sum(not page.text for page in now)
    report.unreliable = sum(not page.reliable for page in now)
    report.seconds = time.monotonic() - begun
    return report


def _wanting(
    store: ArchiveStore, worker: Worker, source: Source, stopped: Callable[[], bool]
) -> list[int]:
    pages = [page for page in store.texts(source.sha256) if page.origin == "text"]
    bare = [page.number for page in pages if len(page.text.split()) <= SCAN_WORDS_MOST]
    garbled = [page.number for page in pages if not page.reliable]
    return sorted({*garbled, *find_scans(worker, store.original(source.sha256), bare, stopped)})
