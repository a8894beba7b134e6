"""Long work on the archive: one job at a time, with what to say about it."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from workbench.domain.errors import WorkbenchError
from workbench.i18n import _, ngettext
from workbench.services.archive import AddReport, Archive, ArchiveReport
from workbench.services.jobs import Job, Progress
from workbench.ui.tasks import Handle, Tasks

_SURE_AFTER_S = 2.0

T = TypeVar("T")


class ArchiveJobs(QObject):
    """Import and check; each tells progress, and at the end one sentence."""

    started = Signal()
    progressed = Signal(int, int, str)
    finished = Signal(str)
    failed = Signal(object)
    checked = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._handle: Handle | None = None
        self._title = ""
        self._begun = 0.0
        self._waiting: list[tuple[Archive, list[Path]]] = []

    @property
    def running(self) -> bool:
        """True while a job runs."""
        return self._handle is not None

    def add(self, archive: Archive, paths: Sequence[Path]) -> None:
        """Imports files and folders; what comes while another job runs waits for it."""
        if self.running:
            self._waiting.append((archive, list(paths)))
            return
        self._run(_("Importing"), lambda job: archive.add(paths, job), self._added)

    def retry(self, archive: Archive, paths: Sequence[str]) -> None:
        """Tries failed files again."""
        if not self.running:
            self._run(_("Importing"), lambda job: archive.retry(paths, job), self._added)

    def check(self, archive: Archive, *, repair: bool) -> None:
        """Looks whether every original is untouched and every source indexed."""
        if not self.running:
            title = _("Repairing") if repair else _("Checking")
            self._run(title, lambda job: archive.check(job, repair=repair), self._checked)

    def cancel(self) -> None:
        """Asks the running job to stop, and forgets what waits."""
        self._waiting.clear()
        if self._handle is not None:
            self._handle.stop()

    def _run(self, title: str, work: Callable[[Job], T], done: Callable[[T], None]) -> None:
        self._title = title
        self._begun = time.monotonic()
        self._handle = self._tasks.run_job(
            work, self._progress, done, self._failed, self._cancelled
        )
        self.started.emit()
        self.progressed.emit(0, 0, _("{title} …").format(title=title))

    def _progress(self, now: Progress) -> None:
        elapsed = time.monotonic() - self._begun
        self.progressed.emit(now.done, now.total, progress_words(self._title, now, elapsed))

    def _added(self, report: AddReport) -> None:
        self._end(report_words(report))

    def _checked(self, report: ArchiveReport) -> None:
        self._end(check_words(report))
        self.checked.emit(report)

    def _cancelled(self) -> None:
        self._end(_("{title}: cancelled.").format(title=self._title))

    def _failed(self, error: WorkbenchError) -> None:
        self._end("")
        self.failed.emit(error)

    def _end(self, sentence: str) -> None:
        self._handle = None
        self.finished.emit(sentence)
        if self._waiting:
            self.add(*self._waiting.pop(0))


def progress_words(title: str, now: Progress, elapsed: float) -> str:
    """How far a job is: count, file, rate and time left once they can be known."""
    if not now.total:
        return _("{title} …").format(title=title)
    parts = [
        _("{title} {done} of {total}").format(
            title=title, done=f"{min(now.done + 1, now.total):,}", total=f"{now.total:,}"
        )
    ]
    if now.text:
        parts.append(PurePath(now.text).name)
    if now.done and elapsed > _SURE_AFTER_S and now.done < now.total:
        rate = now.done / elapsed
        parts.append(_("{rate} a second").format(rate=f"{rate:.1f}"))
        parts.append(time_words((now.total - now.done) / rate))
    return " · ".join(parts)


def time_words(seconds: float) -> str:
    """How long something will still take, roughly."""
    if seconds < 90:
        left = max(1, round(seconds))
        return ngettext("{count} s left", "{count} s left", left).format(count=left)
    minutes = round(seconds / 60)
    if minutes < 90:
        return ngettext("{count} min left", "{count} min left", minutes).format(count=minutes)
    hours = round(minutes / 60)
    return ngettext("{count} h left", "{count} h left", hours).format(count=hours)


def report_words(report: AddReport) -> str:
    """What an import did, in a sentence."""
    parts = [
        ngettext("{count} source added", "{count} sources added", report.added).format(
            count=report.added
        )
    ]
    if report.pages:
        parts.append(
            ngettext("{count} page", "{count} pages", report.pages).format(count=report.pages)
        )
    if report.duplicates:
        parts.append(
            ngettext("{count} already there", "{count} already there", report.duplicates).format(
                count=report.duplicates
            )
        )
    if report.failed:
        count = len(report.failed)
        parts.append(ngettext("{count} failed", "{count} failed", count).format(count=count))
    parts += _page_words(report)
    if report.interrupted:
        parts.append(_("stopped before the end"))
    if report.remedy and (report.without_text or report.unreliable):
        parts.append(report.remedy)
    if report.not_indexed:
        parts.append(_("not searchable yet: {reason}").format(reason=report.not_indexed))
    return " · ".join(parts)


def _page_words(report: AddReport) -> list[str]:
    """What there is to say of pages: recognised, without text, not reliable."""
    recognised, empty, doubtful = report.recognised, report.without_text, report.unreliable
    said = (
        (ngettext("{count} page recognised", "{count} pages recognised", recognised), recognised),
        (ngettext("{count} page without text", "{count} pages without text", empty), empty),
        (ngettext("{count} page not reliable", "{count} pages not reliable", doubtful), doubtful),
    )
    return [words.format(count=count) for words, count in said if count]


def check_words(report: ArchiveReport) -> str:
    """What a check found, in a sentence."""
    repaired = ""
    if report.repaired:
        count = len(report.repaired)
        repaired = ngettext("{count} repaired. ", "{count} repaired. ", count).format(count=count)
    if report.ok:
        return repaired + ngettext(
            "{count} original is untouched and indexed.",
            "All {count} originals are untouched and indexed.",
            report.sources,
        ).format(count=report.sources)
    return repaired + _(
        "Of {sources} originals {damaged} are damaged, {missing} missing, {unindexed} not indexed."
    ).format(
        sources=report.sources,
        damaged=len(report.damaged),
        missing=len(report.missing),
        unindexed=len(report.unindexed),
    )
