"""What people put on an archive: tags of sources, saved searches, the archive's settings."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import uuid4

from workbench.domain.query_options import Unit


class Catalogue(Protocol):
    """The open catalogue, as its labels need it."""

    @property
    def has_labels(self) -> bool:
        """False where it is of an older format and cannot be written."""

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows a statement gives."""

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """What is done within is on disk when it ends, or undone."""

    def note_change(self, db: sqlite3.Connection, hashes: Iterable[str]) -> None:
        """The index has to take these sources anew."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search worth doing again."""

    name: str
    query: str
    unit: Unit = Unit.PASSAGE
    stems: bool = True


class Labels:
    """Reads and writes them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def tags(self) -> dict[str, list[str]]:
        """The tags of every source that has any, in the order of the alphabet."""
        found: dict[str, list[str]] = {}
        for sha256, tag in self._rows("SELECT sha256, tag FROM tags ORDER BY sha256, tag"):
            found.setdefault(sha256, []).append(tag)
        return found

    def tags_of(self, sha256: str) -> list[str]:
        """A source's tags."""
        rows = self._rows("SELECT tag FROM tags WHERE sha256 = ? ORDER BY tag", sha256)
        return [row[0] for row in rows]

    def tag(self, hashes: Sequence[str], add: Iterable[str], remove: Iterable[str]) -> None:
        """Puts tags on sources and takes others off."""
        wanted = [(sha256, said) for sha256 in hashes for tag in add if (said := _plain(tag))]
        unwanted = [(sha256, _plain(tag)) for sha256 in hashes for tag in remove]
        with self._catalogue.transaction() as db:
            db.executemany("DELETE FROM tags WHERE sha256 = ? AND tag = ?", unwanted)
            db.executemany("INSERT OR IGNORE INTO tags VALUES (?, ?)", wanted)
            self._catalogue.note_change(db, hashes)

    def saved_searches(self) -> list[SavedSearch]:
        """By name."""
        rows = self._rows("SELECT name, query, unit, stems FROM saved_searches ORDER BY name")
        return [SavedSearch(name, text, _unit(unit), bool(on)) for name, text, unit, on in rows]

    def save_search(self, saved: SavedSearch) -> None:
        """Keeps a search, in place of the one of that name."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._catalogue.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO saved_searches VALUES (?, ?, ?, ?, ?)",
                (_plain(saved.name), saved.query, saved.unit.value, int(saved.stems), now),
            )

    def forget_search(self, name: str) -> bool:
        """Takes a saved search away; False where there is none of that name."""
        with self._catalogue.transaction() as db:
            return (
                db.execute("DELETE FROM saved_searches WHERE name = ?", (_plain(name),)).rowcount
                > 0
            )

    def setting(self, name: str, default: str = "") -> str:
        """A setting of the archive."""
        rows = self._rows("SELECT value FROM settings WHERE name = ?", name)
        return str(rows[0][0]) if rows else default

    def set_setting(self, name: str, value: str) -> None:
        """Keeps a setting with the archive."""
        with self._catalogue.transaction() as db:
            db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def identity(self) -> str:
        """What tells this archive from every other, also when it was moved."""
        if known := self.setting("identity"):
            return known  # also where nobody may write
        with self._catalogue.transaction() as db:
            db.execute("INSERT OR IGNORE INTO settings VALUES ('identity', ?)", (uuid4().hex,))
        return self.setting("identity")

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return self._catalogue.rows(statement, *values) if self._catalogue.has_labels else []


def _unit(stored: str) -> Unit:
    """An archive may come from others: what is no unit of ours is the default."""
    return Unit(stored) if stored in set(Unit) else Unit.PASSAGE


def _plain(text: str) -> str:
    return " ".join(text.split())
