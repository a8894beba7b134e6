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
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp

from workbench.adapters.archive_store import ArchiveStore, Failure
from workbench.adapters.files import os_error, sync_folder
from workbench.adapters.page_format import StoredPage
from workbench.adapters.search_index import SearchIndex
from workbench.adapters.worker import Limits, Stopped, Worker
from workbench.adapters.worker_methods import ReadPart
from workbench.domain.errors import (
    ArchiveBusy,
    DiskFull,
    FileMissing,
    FileNotReadable,
    FolderReadOnly,
    FormatUnknown,
    WorkbenchError,
)
from workbench.domain.source import Source
from workbench.i18n import _
from workbench.services.jobs import Cancelled, Job

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
    """What an import did; interrupted where it was cancelled and can be resumed."""

    added: int = 0
    duplicates: int = 0
    failed: list[Failure] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0
    interrupted: bool = False


class Importer:
    """Works the queue of one archive off."""

    def __init__(
        self, store: ArchiveStore, index: SearchIndex, limits: Limits | None = None
    ) -> None:
        self._store = store
        self._index = index
        self._limits = limits
        self._lock = threading.Lock()
        self._report = AddReport()
        self._to_index: list[str] = []
        self._last_index = 0.0

    def run(
        self, job: Job, on_added: Callable[[Added], None] | None = None, jobs: int = 1
    ) -> AddReport:
        """Imports all that waits; a full disk or a read-only folder ends it, the rest waits on."""
        begun = self._last_index = time.monotonic()
        shutil.rmtree(self._store.incoming, ignore_errors=True)
        waiting = self._store.queue()
        finish = _Finish(job, len(waiting), on_added)
        workers = [Worker(self._limits) for _n in range(max(1, jobs))]
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
                failure = self._store.fail(path, error)
                with self._lock:
                    self._report.failed.append(failure)
                added = None
            finish.end(path, added)

    def _one(self, worker: Worker, path: Path, finish: "_Finish") -> Added:
        copy, sha256 = self._copied(path, finish)
        try:
            with self._lock:
                if self._store.has(sha256):
                    return self._again(sha256, path, copy)
            kind, metadata, pages = "", None, list[StoredPage]()
            arguments: dict[str, object] = {"path": str(copy)}
            for part in worker.stream("read", arguments, ReadPart, finish.stopped):
                kind, metadata = part.kind, part.metadata
                pages += part.pages
            if metadata is None:
                raise FormatUnknown(
                    _("{path} gave no pages.").format(path=path), _("Leave it out.")
                )
            source = Source(
                sha256=sha256,
                kind=kind,
                name=path.name,
                title=metadata.title or path.stem,
                author=metadata.author,
                publisher=metadata.publisher,
                published=metadata.published,
                language=metadata.language,
                pages=len(pages),
                size=copy.stat().st_size,
            )
            with self._lock:
                if self._store.has(sha256):
                    return self._again(sha256, path, copy)
                self._keep(copy, sha256)
                self._store.add_source(source, pages, str(path))
                self._report.added += 1
                self._report.pages += len(pages)
                self._to_index.append(sha256)
                if self._index_is_due():
                    self._index_now()
            return Added(sha256, str(path), duplicate=False)
        finally:
            shutil.rmtree(copy.parent, ignore_errors=True)

    def _again(self, sha256: str, path: Path, copy: Path) -> Added:
        """A duplicate; where the kept original was lost or damaged, this one takes its place."""
        if self._store.damaged_or_missing(sha256):
            self._keep(copy, sha256)
        known = str(path) in self._store.paths_of(sha256)
        self._store.add_path(sha256, str(path))
        self._report.duplicates += 1
        return Added(sha256, str(path), duplicate=not known)

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
            write_index(self._store, self._index, self._to_index)
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


def write_index(store: ArchiveStore, index: SearchIndex, hashes: Sequence[str]) -> int:
    """Indexes sources anew and notes it; returns the number of passages."""
    count = index.write(chain.from_iterable(map(store.to_index, hashes)), hashes)
    store.mark_indexed(hashes)
    return count


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
    report.failed.append(store.fail(_printable(name), error))
    return False


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")


def busy() -> ArchiveBusy:
    """Somebody else is importing."""
    return ArchiveBusy(
        _("Another window or command is importing into this archive."),
        _("Wait until it is done; then do it again."),
    )
