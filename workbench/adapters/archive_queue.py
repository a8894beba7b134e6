"""The queue of an import, and what failed: rows with a reason and a way to try again."""

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from workbench.domain.errors import WorkbenchError


class Catalogue(Protocol):
    """The open catalogue, as its queue needs it."""

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows a statement gives."""

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """What is done within is on disk when it ends, or undone."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be imported, why, what to do, how often it was tried."""

    path: str
    reason: str
    remedy: str
    attempts: int
    at: str


class ImportQueue:
    """Files that wait for an import, and those that could not be imported."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def enqueue(self, paths: Iterable[str]) -> None:
        """Puts files at the end of the queue; one that waits already keeps its place."""
        with self._catalogue.transaction() as db:
            now = _now()
            db.executemany("INSERT OR IGNORE INTO queue VALUES (?, ?)", [(p, now) for p in paths])

    def paths(self) -> list[str]:
        """Files that wait, first come first."""
        return [row[0] for row in self._catalogue.rows("SELECT path FROM queue ORDER BY rowid")]

    def fail(self, path: str, error: WorkbenchError) -> Failure:
        """Moves a file from the queue to the failures."""
        with self._catalogue.transaction() as db:
            db.execute("DELETE FROM queue WHERE path = ?", (path,))
            db.execute(
                "INSERT INTO failures VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT (path) DO UPDATE SET"
                " kind = excluded.kind, reason = excluded.reason, remedy = excluded.remedy,"
                " attempts = attempts + 1, at = excluded.at",
                (path, type(error).__name__, error.message, error.remedy, _now()),
            )
        return next(failure for failure in self.failures() if failure.path == path)

    def failures(self) -> list[Failure]:
        """What could not be imported, oldest first."""
        rows = self._catalogue.rows(
            "SELECT path, reason, remedy, attempts, at FROM failures ORDER BY at, path"
        )
        return [Failure(*row) for row in rows]

    def forget(self, path: str) -> None:
        """Takes a row off the failures."""
        with self._catalogue.transaction() as db:
            db.execute("DELETE FROM failures WHERE path = ?", (path,))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
