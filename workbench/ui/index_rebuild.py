"""The search index built anew in the background; the old one answers until the new one is done."""

import time

from PySide6.QtCore import QObject, Signal

from workbench.domain.errors import WorkbenchError
from workbench.i18n import _
from workbench.services.archive import Archive
from workbench.services.jobs import Progress
from workbench.ui.archive_jobs import time_words
from workbench.ui.tasks import Handle, Tasks

_SURE_AFTER_S = 2.0


class IndexRebuild(QObject):
    """One rebuild at a time, beside any import."""

    started = Signal()
    progressed = Signal(int, int, str)
    finished = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._handle: Handle | None = None
        self._begun = 0.0
        self._share = 0.0
        self._quiet = False

    @property
    def running(self) -> bool:
        """True while an index is built."""
        return self._handle is not None

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return int(100 * self._share)

    def start(self, archive: Archive, engine: str | None = None, *, quiet: bool = False) -> None:
        """Builds the index of an archive, with another engine where one is named.

        Quiet is what nobody asked for: that it cannot be done is no error then.
        """
        if self.running:
            return
        self._quiet = quiet
        self._begun = time.monotonic()
        self._share = 0.0
        self._handle = self._tasks.run_job(
            lambda job: archive.rebuild(job, engine),
            self._went_on,
            self._done,
            self._broken,
            self._stopped,
        )
        self.started.emit()
        self.progressed.emit(0, 0, _("Building the search index …"))

    def cancel(self) -> None:
        """Asks it to stop; the old index stays in use."""
        if self._handle is not None:
            self._handle.stop()

    def drop(self) -> None:
        """Stops it and forgets it: another archive is open."""
        if self._handle is not None:
            self._handle.cancel()
            self._end("")

    def _went_on(self, now: Progress) -> None:
        self._share = min(now.done / now.total, 1.0) if now.total else 0.0
        words = _("Building the search index: {percent} %").format(percent=self.percent)
        elapsed = time.monotonic() - self._begun
        if 0 < self._share < 1 and elapsed > _SURE_AFTER_S:
            left = time_words(elapsed / self._share - elapsed)
            words = _("{words} · {left}").format(words=words, left=left)
        self.progressed.emit(now.done, now.total, words)

    def _done(self, result: tuple[int, float]) -> None:
        passages, seconds = result
        self._end(
            _("The index was rebuilt: {passages} passages in {seconds} s.").format(
                passages=f"{passages:,}", seconds=round(seconds, 1)
            )
        )

    def _stopped(self) -> None:
        self._end(_("The index was not rebuilt; the old one stays in use."))

    def _broken(self, error: WorkbenchError) -> None:
        self._end(str(error))
        if not self._quiet:
            self.failed.emit(error)

    def _end(self, sentence: str) -> None:
        self._handle = None
        self.finished.emit(sentence)
