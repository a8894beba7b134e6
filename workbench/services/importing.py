"""An import: files from the queue into the archive, each through a child that can be killed.

A file is copied and hashed first and read from that copy, so that what is catalogued is what is
kept. Everything acknowledged is on disk; a killed import goes on where it stopped.
"""

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from workbench.adapters.archive_queue import Failure
from workbench.adapters.archive_store import ArchiveStore
from workbench.adapters.files import os_error, sync_folder
from workbench.adapters.ocr import Recognition, find_recognition
from workbench.adapters.page_format import StoredPage
from workbench.adapters.worker import Limits, Stopped, Worker
from workbench.adapters.worker_methods import ReadPart
from workbench.domain.errors import (
    DiskFull,
    EngineError,
    FileMissing,
    FileNotReadable,
    FolderReadOnly,
    FormatUnknown,
    RecognitionMissing,
    WorkbenchError,
)
from workbench.domain.source import Page, Source
from workbench.i18n import _
from workbench.services.indexing import Indexing
from workbench.services.jobs import Cancelled, Job
from workbench.services.recognition import Ocr, OcrReport, Recogniser, Wishes, find_scans

_CHUNK = 1024 * 1024
_INDEX_EVERY = 3.0
_INDEX_BATCH = 200


@dataclass(frozen=True, slots=True)
class Added:
    """A file that is in the archive now, or was already under another path."""

    sha256: str
    path: str
    duplicate: bool


@dataclass
class AddReport:
    """What an import did; interrupted where it was cancelled and can be resumed.

    remedy is for pages that lack text; not_indexed says why sources are not found yet.
    """

    added: int = 0
    duplicates: int = 0
    failed: list[Failure] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    recognised: int = 0
    without_text: int = 0
    unreliable: int = 0
    remedy: str = ""
    not_indexed: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How an import reads: files at a time, and which pages it has recognised."""

    jobs: int = 1
    ocr: Ocr = Ocr.AUTO
    limits: Limits | None = None


class Importer:
    """Works the queue of one archive off."""

    def __init__(self, store: ArchiveStore, indexing: Indexing, reading: Reading) -> None:
        self._store = store
        self._indexing = indexing
        self._reading = reading
        self._how: Recognition | None = None
        self._report = AddReport()
        self._find_recognition()
        self._lock = threading.Lock()
        self._to_index: list[str] = []
        self._last_index = 0.0

    def run(self, job: Job, on_added: Callable[[Added], None] | None = None) -> AddReport:
        """Imports all that waits; a full disk or a read-only folder ends it, the rest waits on."""
        begun = self._last_index = time.monotonic()
        shutil.rmtree(self._store.incoming, ignore_errors=True)
        waiting = self._store.waiting.paths()
        finish = _Finish(job, len(waiting), on_added)
        workers = [Worker(self._reading.limits) for _n in range(max(1, self._reading.jobs))]
        try:
            with ThreadPoolExecutor(len(workers)) as pool:
                shares = [waiting[n :: len(workers)] for n in range(len(workers))]
                runs = [
                    pool.submit(self._work, worker, share, finish)
                    for worker, share in zip(workers, shares, strict=True)
                ]
            for run in runs:
                run.result()
        except (Cancelled, Stopped):
            self._report.interrupted = True
        finally:
            for worker in workers:
                worker.close()
            shutil.rmtree(self._store.incoming, ignore_errors=True)
            self._index_now()
        self._report.seconds = time.monotonic() - begun
        return self._report

    def _find_recognition(self) -> None:
        if self._reading.ocr is Ocr.NEVER:
            return
        try:
            self._how = find_recognition()
        except RecognitionMissing as error:
            if self._reading.ocr is Ocr.ALWAYS:
                raise
            self._report.remedy = str(error)

    def _work(self, worker: Worker, share: Sequence[str], finish: "_Finish") -> None:
        for path in share:
            finish.begin(path)
            try:
                added = self._one(worker, Path(path), finish)
            except (DiskFull, FolderReadOnly) as error:
                # Not the file's fault: all that waits would fail alike, so it goes on waiting.
                finish.job.cancel()
                raise error
            except WorkbenchError as error:
                failure = self._store.waiting.fail(path, error)
                with self._lock:
                    self._report.failed.append(failure)
                added = None
            finish.end(path, added)

    def _one(self, worker: Worker, path: Path, finish: "_Finish") -> Added:
        copy, sha256 = self._copied(path, finish)
        try:
            with self._lock:
                known = self._store.has(sha256)
            read = None if known else self._read(worker, copy, finish)
            with self._lock:
                if read is None or self._store.has(sha256):
                    added = self._again(sha256, path, copy)
                    read = None
                else:
                    added = self._new(sha256, path, copy, read)
        finally:
            shutil.rmtree(copy.parent, ignore_errors=True)
        if read is None:
            wishes = self._wishes_left(worker, sha256, finish)
        else:
            wishes = self._wishes(read.kind, read.pages, read.scans)
        try:
            if wishes.numbers and self._how is not None:
                # Should the import stop before the last page is recognised, the file waits on.
                self._store.waiting.enqueue([str(path)])
                self._recognise(worker, sha256, wishes, _FilePages(finish, path))
                self._store.add_path(sha256, str(path))
        finally:
            self._finish_source(sha256, wishes, read is not None or added.duplicate)
        return added

    def _read(self, worker: Worker, copy: Path, finish: "_Finish") -> ReadPart:
        """The parts as one."""
        whole: ReadPart | None = None
        arguments: dict[str, object] = {"path": str(copy)}
        for part in worker.stream("read", arguments, ReadPart, finish.stopped):
            if whole is None:
                whole = part
            else:
                whole.pages.extend(part.pages)
                whole.scans.extend(part.scans)
        if whole is None:
            raise FormatUnknown(_("{path} gave no pages.").format(path=copy), _("Leave it out."))
        return whole

    def _new(self, sha256: str, path: Path, copy: Path, read: ReadPart) -> Added:
        source = Source(
            sha256=sha256,
            kind=read.kind,
            name=path.name,
            title=read.metadata.title or path.stem,
            author=read.metadata.author,
            publisher=read.metadata.publisher,
            published=read.metadata.published,
            language=read.metadata.language,
            pages=len(read.pages),
            size=copy.stat().st_size,
        )
        self._keep(copy, sha256)
        self._store.add_source(source, read.pages, str(path))
        self._report.added += 1
        self._report.pages += len(read.pages)
        return Added(sha256, str(path), duplicate=False)

    def _again(self, sha256: str, path: Path, copy: Path) -> Added:
        """A duplicate; where the kept original was lost or damaged, this one takes its place."""
        if self._store.damaged_or_missing(sha256):
            self._keep(copy, sha256)
        known = str(path) in self._store.paths_of(sha256)
        self._store.add_path(sha256, str(path))
        self._report.duplicates += 1
        return Added(sha256, str(path), duplicate=not known)

    def _wishes(self, kind: str, pages: Sequence[StoredPage | Page], scans: list[int]) -> Wishes:
        """What recognition is for: scans, garbled pages; of a PDF, as only that has pictures."""
        if kind != "pdf":
            return Wishes()
        read = [page for page in pages if page.origin == "text"]
        garbled = [page.number for page in read if not page.reliable]
        wanted = {Ocr.ALWAYS: [page.number for page in read], Ocr.NEVER: list[int]()}
        return Wishes(scans, garbled, wanted.get(self._reading.ocr, sorted({*scans, *garbled})))

    def _wishes_left(self, worker: Worker, sha256: str, finish: "_Finish") -> Wishes:
        """Of a source that came before its pages could be recognised."""
        source = self._store.source(sha256)
        if self._how is None or source.kind != "pdf":
            return Wishes()
        pages = self._store.texts(sha256)
        bare = [page.number for page in pages if page.origin == "text" and not page.text]
        scans = find_scans(worker, self._store.original(sha256), bare, finish.stopped)
        return self._wishes(source.kind, pages, scans)

    def _recognise(self, worker: Worker, sha256: str, wishes: Wishes, told: "_FilePages") -> None:
        report = OcrReport(sha256)
        try:
            if self._how is not None:
                sparing = self._reading.ocr is Ocr.AUTO
                recogniser = Recogniser(self._store, worker, self._how, sparing)
                recogniser.read(report, wishes.numbers, told.tell, told.finish.stopped)
        except RecognitionMissing as error:
            self._how, self._report.remedy = None, str(error)
        finally:
            with self._lock:
                self._report.recognised += len(report.pages)

    def _finish_source(self, sha256: str, wishes: Wishes, changed: bool) -> None:
        without_text, unreliable = wishes.left(self._store.texts(sha256)) if wishes else (0, 0)
        with self._lock:
            self._report.without_text += without_text
            self._report.unreliable += unreliable
            if changed or wishes.numbers:
                self._to_index.append(sha256)
            if self._index_is_due():
                self._index_now()

    def _copied(self, path: Path, finish: "_Finish") -> tuple[Path, str]:
        """A copy under the file's own name in a folder of its own, and its hash."""
        try:
            stream = path.open("rb")
        except FileNotFoundError as error:
            raise os_error(error, path) from error
        except OSError as error:
            raise FileNotReadable(
                _("{path} cannot be read.").format(path=path),
                _("Check the rights of the file and that no other program holds it."),
            ) from error
        with stream:
            try:
                self._store.incoming.mkdir(exist_ok=True)
                copy = Path(mkdtemp(dir=self._store.incoming)) / path.name
                with copy.open("wb") as target:
                    digest = hashlib.sha256()
                    while piece := stream.read(_CHUNK):
                        if finish.stopped():
                            raise Cancelled
                        digest.update(piece)
                        target.write(piece)
                    target.flush()
                    os.fsync(target.fileno())
            except OSError as error:
                raise os_error(error, self._store.folder) from error
        return copy, digest.hexdigest()

    def _keep(self, copy: Path, sha256: str) -> None:
        try:
            copy.replace(self._store.original(sha256))
        except OSError as error:
            raise os_error(error, self._store.folder) from error
        sync_folder(self._store.originals)

    def _index_is_due(self) -> bool:
        waited = time.monotonic() - self._last_index
        return waited > _INDEX_EVERY or len(self._to_index) >= _INDEX_BATCH

    def _index_now(self) -> None:
        if self._to_index:
            try:
                self._indexing.write(self._to_index)
            except EngineError as error:
                # The sources are kept; they are indexed as soon as the engine answers again.
                self._report.not_indexed = str(error)
            self._to_index = []
        self._last_index = time.monotonic()


@dataclass
class _Finish:
    """Counts what is done and tells the job; shared by the import's threads."""

    job: Job
    total: int
    on_added: Callable[[Added], None] | None
    done: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, path: str) -> None:
        with self.lock:
            self.job.report(self.done, self.total, path)

    def end(self, path: str, added: Added | None) -> None:
        with self.lock:
            self.done += 1
            if added and self.on_added:
                self.on_added(added)
            if self.done == self.total:
                self.job.report(self.done, self.total, path)

    def stopped(self) -> bool:
        return self.job.cancelled


@dataclass(frozen=True, slots=True)
class _FilePages:
    """Tells the import's job which page of a file is being recognised."""

    finish: _Finish
    path: Path

    def tell(self, done: int, total: int) -> None:
        said = _("{path} · recognising page {number} of {total}")
        self.finish.begin(said.format(path=self.path, number=done + 1, total=total))


def expand(paths: Iterable[Path], store: ArchiveStore, report: AddReport) -> list[str]:
    """The files behind files and folders, sorted within a folder; what is not there fails."""
    files: list[str] = []
    for path in paths:
        full = path.expanduser().absolute()
        if full.is_dir():
            inside = sorted(p for p in _walk(full) if store.folder.absolute() not in p.parents)
            files += [str(p) for p in inside]
        elif full.exists():
            files.append(str(full))
        else:
            error = FileMissing(
                _("There is no {path}.").format(path=path), _("Check the name and the folder.")
            )
            # Told, not kept: there is nothing to try again.
            name = _printable(str(full))
            report.failed.append(Failure(name, error.message, error.remedy, 1, ""))
    return [name for name in files if _has_name(name, store, report)]


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root) / name for name in names if not name.startswith("."))


def _has_name(name: str, store: ArchiveStore, report: AddReport) -> bool:
    if _printable(name) == name:
        return True
    error = FileNotReadable(
        _("The name of {path} is no readable text.").format(path=_printable(name)),
        _("Rename the file and add it again."),
    )
    report.failed.append(store.waiting.fail(_printable(name), error))
    return False


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")
