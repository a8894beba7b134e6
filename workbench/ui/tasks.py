"""Work off the window's thread, answered in it by signal.

A bug in the work ends here: logged, told by `bug`, and to `failed` like a foreseen failure, so
that nobody waits for an answer that never comes.
"""

import logging
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from workbench.domain.errors import WorkbenchError
from workbench.i18n import _
from workbench.services.jobs import Cancelled, Job, Progress

_log = logging.getLogger(__name__)
_SHORT_WORKERS = 6
_LONG_WORKERS = 3
_PATIENCE_S = 10.0
_SWITCH_S = 0.00005

T = TypeVar("T")


class Handle:
    """One piece of running work."""

    def __init__(self, job: Job | None = None) -> None:
        self._job = job
        self._dropped = False
        self._over = False

    @property
    def active(self) -> bool:
        """True until the answer was delivered or dropped."""
        return not (self._over or self._dropped)

    def over(self) -> None:
        """Notes that the answer was delivered."""
        self._over = True

    def cancel(self) -> None:
        """Drops the answer, and asks a job to stop."""
        self._dropped = True
        self.stop()

    def stop(self) -> None:
        """Asks a job to stop; its outcome is still delivered."""
        if self._job is not None:
            self._job.cancel()


@dataclass(slots=True)
class _Answers:
    """Who hears what, erased to plain callables; made with the types still known."""

    done: Callable[[object], None]
    failed: Callable[[WorkbenchError], None] | None = None
    progress: Callable[[Progress], None] | None = None
    cancelled: Callable[[], None] | None = None
    owners: tuple[QObject, ...] = ()


@dataclass(slots=True)
class _Outcome:
    handle: Handle
    answers: _Answers
    value: object = None
    error: WorkbenchError | None = None
    bug: str = ""
    cancelled: bool = False
    progress: Progress | None = None


class Tasks(QObject):
    """Runs work in threads; every callback is called in the window's thread.

    A callback is dropped when its handle was cancelled, or when a QObject it is a method of (or
    the `owner` given) was destroyed. `failure` carries errors for which there was no `failed`.
    """

    bug = Signal(str)
    failure = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Every Qt call gives the interpreter's lock up; with the usual 5 ms until a busy thread
        # hands it back, a list of 300 rows would hold the window up for a second.
        sys.setswitchinterval(_SWITCH_S)
        self._short = ThreadPoolExecutor(_SHORT_WORKERS, thread_name_prefix="task")
        self._long = ThreadPoolExecutor(_LONG_WORKERS, thread_name_prefix="job")
        self._running: dict[Future[None], Handle] = {}
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[WorkbenchError], None] | None = None,
        owner: QObject | None = None,
    ) -> Handle:
        """Runs short work; done gets what it returns, failed the error it raises."""
        answers = _Answers(_erased(done), failed)
        answers.owners = _owners(owner, done, failed)
        return self._start(self._short, Handle(), work, answers)

    def run_job(
        self,
        work: Callable[[Job], T],
        progress: Callable[[Progress], None],
        done: Callable[[T], None],
        failed: Callable[[WorkbenchError], None] | None = None,
        cancelled: Callable[[], None] | None = None,
    ) -> Handle:
        """Runs a long job with progress; cancelled is called where the job ended by Cancelled."""
        answers = _Answers(_erased(done), failed, progress, cancelled)
        answers.owners = _owners(None, done, failed, progress, cancelled)

        def tell(now: Progress) -> None:
            self._send(_Outcome(handle, answers, progress=now))

        job = Job(tell)
        handle = Handle(job)
        return self._start(self._long, handle, lambda: work(job), answers)

    def shutdown(self, patience: float = _PATIENCE_S) -> bool:
        """Cancels everything and waits; True when all threads came to rest in time."""
        if self._closed:
            return True
        self._closed = True
        running = dict(self._running)
        for handle in running.values():
            handle.cancel()
        begun = [future for future in running if not future.cancel()]
        self._short.shutdown(wait=False, cancel_futures=True)
        self._long.shutdown(wait=False, cancel_futures=True)
        late = wait(begun, timeout=patience).not_done
        self._running.clear()
        return not late

    def _start(
        self,
        pool: ThreadPoolExecutor,
        handle: Handle,
        work: Callable[[], object],
        answers: _Answers,
    ) -> Handle:
        if self._closed:
            handle.cancel()
            return handle
        future = pool.submit(self._carry_out, handle, work, answers)
        self._running[future] = handle
        future.add_done_callback(lambda done: self._running.pop(done, None))
        return handle

    def _carry_out(self, handle: Handle, work: Callable[[], object], answers: _Answers) -> None:
        if not handle.active:
            return
        outcome = _Outcome(handle, answers)
        try:
            outcome.value = work()
        except WorkbenchError as error:
            outcome.error = error
        except Cancelled:
            outcome.cancelled = True
        except Exception:
            outcome.bug = traceback.format_exc()
            _log.exception("A task ended with a bug")
        self._send(outcome)

    def _send(self, outcome: _Outcome) -> None:
        if not self._closed:
            self._arrived.emit(outcome)

    def _deliver(self, outcome: _Outcome) -> None:
        handle, answers = outcome.handle, outcome.answers
        if self._closed or not handle.active:
            return
        alive = all(isValid(owner) for owner in answers.owners)
        if outcome.progress is not None:
            if alive and answers.progress is not None:
                answers.progress(outcome.progress)
            return
        handle.over()
        if outcome.bug:
            outcome.error = WorkbenchError(
                _("Something went wrong inside the program."),
                _("Try again; if it stays, send the report."),
            )
            self.bug.emit(outcome.bug)
        if not alive:
            return
        if outcome.error is not None:
            self._tell_failure(answers, outcome.error, told=bool(outcome.bug))
        elif outcome.cancelled:
            if answers.cancelled is not None:
                answers.cancelled()
        else:
            answers.done(outcome.value)

    def _tell_failure(self, answers: _Answers, error: WorkbenchError, told: bool) -> None:
        if answers.failed is not None:
            answers.failed(error)
        elif not told:
            self.failure.emit(error)


def _erased(done: Callable[[T], None]) -> Callable[[object], None]:
    """The callback as one that takes anything: it is only ever given what its own work returned."""

    def call(value: object) -> None:
        done(value)  # type: ignore[arg-type]

    return call


def _owners(owner: QObject | None, *callbacks: object) -> tuple[QObject, ...]:
    found = [getattr(callback, "__self__", None) for callback in callbacks]
    return tuple(each for each in (owner, *found) if isinstance(each, QObject))
