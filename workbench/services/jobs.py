"""Long work: progress, cancel and outcome; knows no threads and no Qt."""

import time
from collections.abc import Callable
from dataclasses import dataclass

_SHORTEST_PAUSE = 0.1


class Cancelled(Exception):
    """Raised inside a job at its next report after somebody cancelled it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; total 0 where that is not known."""

    done: int
    total: int
    text: str


class Job:
    """One piece of long work; report() passes progress on at most ten times a second."""

    def __init__(self, on_progress: Callable[[Progress], None] | None = None) -> None:
        self._on_progress = on_progress
        self._last = 0.0
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """True once somebody cancelled."""
        return self._cancelled

    def cancel(self) -> None:
        """Asks the job to stop; may be called from any thread."""
        self._cancelled = True

    def report(self, done: int, total: int, text: str = "") -> None:
        """Tells how far the job is; raises Cancelled after cancel()."""
        if self._cancelled:
            raise Cancelled
        now = time.monotonic()
        finished = total > 0 and done >= total
        if self._on_progress and (finished or now - self._last >= _SHORTEST_PAUSE):
            self._last = now
            self._on_progress(Progress(done, total, text))
