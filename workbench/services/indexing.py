"""The archive's index kept in step with its catalogue, and built anew while the old one answers."""

import hashlib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.adapters.archive_store import ArchiveStore
from workbench.adapters.engines import Engine, Engines
from workbench.adapters.files import os_error
from workbench.adapters.index_home import IndexHome
from workbench.adapters.search_index import IndexedPassage, SearchIndex
from workbench.domain.errors import ArchiveBusy, EngineError
from workbench.i18n import _
from workbench.services.jobs import Cancelled, Job
from workbench.services.search_results import IndexState

_BATCH = 200
# Of a new index nobody waits for the first results, and every commit is a segment to merge.
_AT_ONCE = 2_000
_ENGINE = "engine"
_LOOK_AGAIN = 0.5


class Indexing:
    """Writes the index of one archive; searches ask the index that answers at the moment."""

    def __init__(self, store: ArchiveStore) -> None:
        self._store = store
        self.engines = Engines(store.labels)
        self._home = IndexHome(store.folder / "index", self.engines, self._setting())
        self._busy = threading.Lock()
        self.rebuilding = False
        with suppress(EngineError):
            # One elsewhere is not asked: opening an archive must not wait for a network.
            is_here = self.index().engine != Engine.OPENSEARCH
            if is_here and store.writable and store.has_passages() and not self.index().size():
                store.mark_unindexed([each.sha256 for each in store.sources()])

    @property
    def engine(self) -> str:
        """The engine that answers."""
        return self.index().engine

    @property
    def stale(self) -> bool:
        """True where the index should be built anew: another analyser or version made it."""
        return self._home.stale

    def index(self) -> SearchIndex:
        """The index that answers."""
        return self._home.current()

    def state(self) -> IndexState:
        """What a search searches now."""
        index = self.index()
        texts = hashlib.sha256()
        # What an import under way has not indexed yet was not searched.
        waiting = set(self._store.unindexed())
        states = [each for each in self._store.states() if each.sha256 not in waiting]
        for each in sorted(states, key=lambda each: each.sha256):
            texts.update(f"{each.sha256}:{each.readings}\n".encode())
        return IndexState(
            index.engine, index.sentinel, len(states), index.size(), texts.hexdigest()
        )

    def write(self, hashes: Sequence[str]) -> int:
        """Takes sources into the index as they are in the catalogue now; counts passages."""
        return write_index(self._store, self.index(), hashes)

    def remove(self, sha256: str) -> None:
        """Takes a source out of the index."""
        self._store.mark_unindexed([sha256])
        self.index().write([], [sha256])

    def write_all(self, hashes: Sequence[str], job: Job) -> int:
        """Takes many sources into the index, some at a time."""
        count = 0
        for at in range(0, len(hashes), _BATCH):
            job.report(at, len(hashes))
            count += self.write(hashes[at : at + _BATCH])
        job.report(len(hashes), len(hashes))
        return count

    def catch_up(self) -> None:
        """What a killed import left in the catalogue but not in the index is indexed now."""
        if not self._store.writable:
            self._fill_copy()
            return
        waiting = self._store.unindexed()
        if not waiting or not self._busy.acquire(blocking=False):
            return
        try:
            with import_lock(self._store.folder, 0):
                self.write_all(waiting, Job())
        except Timeout:
            return  # An import is under way and indexes by itself.
        finally:
            self._busy.release()

    def unindexed(self) -> list[str]:
        """Sources that are in the catalogue and not in the index."""
        waiting = self._store.unindexed()
        if not waiting and self.index().size() != self._store.counts()[2]:
            return [source.sha256 for source in self._store.sources()]
        return waiting

    def rebuild(self, job: Job, engine: str | None = None) -> tuple[int, float]:
        """A new index beside the one that answers, which it then replaces: passages, seconds.

        Imports go on meanwhile; what they bring is taken in at the end. Raises Cancelled.
        """
        begun = time.monotonic()
        wanted = Engine(engine or self._setting()).value
        with self._alone():
            index, name = self._home.begin(wanted)
            written: dict[str, int] = {}
            answers = False
            try:
                self._follow(index, written, job)
                with self._after_imports(job):
                    self._follow(index, written, Job())
                    self._home.swap(wanted, name, index)
                    answers = True
                    self._store.mark_indexed(written)
                    self._store.labels.set_setting(_ENGINE, wanted)
            except BaseException:
                if not answers:
                    self._home.discard(name, index)
                raise
        return index.size(), time.monotonic() - begun

    def close(self) -> None:
        """Gives the files back."""
        self._home.close()

    # Private

    def _setting(self) -> str:
        stored = self._store.labels.setting(_ENGINE, Engine.TANTIVY)
        return stored if stored in set(Engine) else Engine.TANTIVY

    def _follow(self, index: SearchIndex, written: dict[str, int], job: Job) -> None:
        """Brings an index to what the catalogue has; written is what it has of each source."""
        states = {each.sha256: each.changed for each in self._store.states()}
        gone = [sha256 for sha256 in written if sha256 not in states]
        if gone:
            index.write([], gone)
        for sha256 in gone:
            del written[sha256]
        todo = [sha256 for sha256, changed in states.items() if written.get(sha256) != changed]
        for at in range(0, len(todo), _AT_ONCE):
            batch = todo[at : at + _AT_ONCE]
            index.write(self._texts(todo, at, job), batch)
            written.update((sha256, states[sha256]) for sha256 in batch)
        job.report(len(todo), len(todo))

    def _texts(self, hashes: Sequence[str], first: int, job: Job) -> Iterator[IndexedPassage]:
        for done, sha256 in enumerate(hashes[first : first + _AT_ONCE], start=first):
            if job.cancelled:
                raise Cancelled
            job.report(done, len(hashes), _("Building the search index"))
            yield from self._store.to_index(sha256)

    def _fill_copy(self) -> None:
        """Of an archive nobody may write the index is a copy; where it is empty it is filled."""
        with self._busy:
            index = self.index()
            shared = index.engine == Engine.OPENSEARCH
            if not shared and not index.size() and self._store.counts()[2]:
                hashes = [source.sha256 for source in self._store.sources()]
                index.write(chain.from_iterable(map(self._store.to_index, hashes)), [])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = FileLock(self._store.folder / "rebuild.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise ArchiveBusy(
                _("The search index is being built already."),
                _("Wait until it is done; searches go on meanwhile."),
            ) from error
        except OSError as error:
            raise os_error(error, self._store.folder) from error
        self.rebuilding = True
        try:
            yield
        finally:
            self.rebuilding = False
            lock.release()

    @contextmanager
    def _after_imports(self, job: Job) -> Iterator[None]:
        """After an import that is under way, however long that takes; raises Cancelled."""
        with ExitStack() as held:
            while True:
                with suppress(Timeout):
                    held.enter_context(import_lock(self._store.folder, _LOOK_AGAIN))
                    break
                if job.cancelled:
                    raise Cancelled
            held.enter_context(self._busy)
            yield


def write_index(store: ArchiveStore, index: SearchIndex, hashes: Sequence[str]) -> int:
    """Indexes sources anew and notes it; returns the number of passages."""
    # A source that came under two names at once is written once.
    wanted = dict.fromkeys(hashes)
    # Counted first: what is changed while we write waits for the next time.
    changed = {each.sha256: each.changed for each in store.states() if each.sha256 in wanted}
    count = index.write(chain.from_iterable(map(store.to_index, wanted)), list(wanted))
    store.mark_indexed(changed)
    return count


@contextmanager
def import_lock(folder: Path, patience: float) -> Iterator[None]:
    """Only one window or command writes an archive; raises Timeout after so many seconds."""
    lock = FileLock(folder / "import.lock")
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise
    except OSError as error:
        raise os_error(error, folder) from error
    try:
        yield
    finally:
        lock.release()


def busy() -> ArchiveBusy:
    """Somebody else is importing."""
    return ArchiveBusy(
        _("Another window or command is importing into this archive."),
        _("Wait until it is done; then do it again."),
    )
