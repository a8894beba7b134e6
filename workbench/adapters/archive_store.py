"""The archive's folder: originals by hash, never altered, and the catalogue that knows them.

The catalogue is in WAL mode with synchronous=FULL: an import in one thread, searches in others,
and what was acknowledged is on disk. Each thread has a connection of its own.
"""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from workbench.adapters import archive_format as form
from workbench.adapters.archive_labels import Labels
from workbench.adapters.archive_migration import migrate, version_of
from workbench.adapters.archive_queue import ImportQueue
from workbench.adapters.files import file_hash, replacing, speaking
from workbench.adapters.page_format import StoredPage, unpack_words
from workbench.adapters.search_index import IndexedPassage
from workbench.domain.days import day_range
from workbench.domain.errors import ArchiveUnusable, OutOfBounds, Unknown
from workbench.domain.source import Page, Source
from workbench.domain.text import text_hash
from workbench.i18n import _

_SOURCE = "sha256, kind, name, title, author, publisher, published, language, pages, size"
_PAGE = "number, label, text, layer, width, height, words, origin, reliable"
_FORMAT_1 = "number, label, text, layer, width, height, words, 'text', 1"
# A read-only archive of an older format has no numbers of its own, nor tags.
_WITH_ORIGIN = 2
_NUMBERED = "number, changed, readings"
_UNNUMBERED = "rowid, 0, 0"
_SHORTEST_PREFIX = 6
# Of a hundred files called “index.html” the newest will do.
_MOST_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its text and the page it stands on."""

    id: int
    source: str
    title: str
    kind: str
    published: str
    page: int
    page_label: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as the index has to follow it: its number, and the counters of its changes."""

    sha256: str
    number: int
    changed: int
    readings: int


@dataclass(frozen=True, slots=True)
class PageCounts:
    """How many pages of a source have no text, an unreliable one, one that was recognised."""

    without_text: int = 0
    unreliable: int = 0
    recognised: int = 0


class ArchiveStore:
    """Originals and catalogue; safe to use from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.originals = folder / "originals"
        self.incoming = folder / "incoming"
        self._catalogue = folder / "catalogue.db"
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._columns = _PAGE
        self._numbers = _NUMBERED
        self.labels = Labels(self)
        self.waiting = ImportQueue(self)
        with speaking(folder):
            self.originals.mkdir(parents=True, exist_ok=True)
        self.writable = os.access(folder, os.W_OK)
        with self._errors():
            self._prepare()

    @property
    def has_labels(self) -> bool:
        """False where it is of an older format and cannot be written."""
        return self._numbers == _NUMBERED

    def original(self, sha256: str) -> Path:
        """Where the original of that hash lies."""
        return self.originals / sha256

    def damaged_or_missing(self, sha256: str) -> str:
        """ "missing", "damaged", or empty where the original is what its name says."""
        path = self.original(sha256)
        with speaking(path):
            if not path.is_file():
                return "missing"
            return "" if file_hash(path) == sha256 else "damaged"

    def restore(self, sha256: str) -> bool:
        """Puts the original back from a path it was seen under, where its bytes still lie."""
        for name in self.paths_of(sha256):
            path = Path(name)
            if path.is_file() and file_hash(path) == sha256:
                with replacing(self.original(sha256)) as half:
                    shutil.copyfile(path, half)
                return True
        return False

    # Sources

    def sources(self) -> list[Source]:
        """All sources in the order they came."""
        return [Source(*row) for row in self.rows(f"SELECT {_SOURCE} FROM sources ORDER BY rowid")]

    def source(self, name: str) -> Source:
        """By full hash, unique beginning of it, or file name; raises Unknown."""
        wanted = name.strip().lower()
        rows = self.rows(f"SELECT {_SOURCE} FROM sources WHERE sha256 = ?", wanted)
        if not rows and len(wanted) >= _SHORTEST_PREFIX and wanted.isalnum():
            rows = self.rows(f"SELECT {_SOURCE} FROM sources WHERE sha256 GLOB ?", f"{wanted}*")
        if not rows:
            rows = self.rows(f"SELECT {_SOURCE} FROM sources WHERE name = ?", name)
        if len(rows) != 1:
            many = _("The archive has several sources “{name}”.")
            none = _("The archive has no source “{name}”.")
            raise Unknown(
                (many if rows else none).format(name=name),
                _("Use the SHA-256 that “archive list” shows."),
            )
        return Source(*rows[0])

    def versions(self, name: str, title: str, besides: str) -> list[Source]:
        """Other sources that may be the same document: by file name, title, or a shared path."""
        shared = self.rows(
            "SELECT other.sha256 FROM paths AS own JOIN paths AS other ON other.path = own.path"
            " WHERE own.sha256 = ?",
            besides,
        )
        at_its_paths = {row[0] for row in shared}
        found = [
            source
            for source in self.sources()
            if source.sha256 in at_its_paths or source.may_be_version_of(name, title)
        ]
        return [source for source in found if source.sha256 != besides][-_MOST_VERSIONS:]

    def has(self, sha256: str) -> bool:
        """True where the source is in the catalogue."""
        return bool(self.rows("SELECT 1 FROM sources WHERE sha256 = ?", sha256))

    def paths_of(self, sha256: str) -> list[str]:
        """Every path the source was seen under, oldest first."""
        rows = self.rows("SELECT path FROM paths WHERE sha256 = ? ORDER BY rowid", sha256)
        return [row[0] for row in rows]

    def add_path(self, sha256: str, path: str) -> None:
        """Notes that a source was seen under the path, and takes the path off the queue."""
        with self.transaction() as db:
            if self._note_path(db, sha256, path):
                self.note_change(db, [sha256])  # it is searched by its paths too

    def add_source(self, source: Source, pages: Sequence[StoredPage], path: str) -> None:
        """The source with its pages and passages, in one transaction that also ends its wait."""
        with self.transaction() as db:
            marks = ", ".join("?" * 10)
            db.execute(
                f"INSERT INTO sources ({_SOURCE}, added, number, changed) VALUES ({marks}, ?,"
                " (SELECT coalesce(max(number), 0) + 1 FROM sources),"
                " (SELECT coalesce(max(changed), 0) + 1 FROM sources))",
                (
                    *(getattr(source, name) for name in _SOURCE.split(", ")),
                    _now(),
                ),
            )
            for page in pages:
                _put_page(db, source.sha256, page)
            self._note_path(db, source.sha256, path)

    def remove_source(self, sha256: str) -> None:
        """Takes a source out of the catalogue; the index is told by the caller."""
        with self.transaction() as db:
            for table in ("sources", "paths", "pages", "passages", "tags"):
                db.execute(f"DELETE FROM {table} WHERE sha256 = ?", (sha256,))
        with speaking(self.original(sha256)):
            self.original(sha256).unlink(missing_ok=True)

    # Pages and passages

    def replace_pages(self, sha256: str, pages: Sequence[StoredPage]) -> None:
        """Other layers for pages that are there, with their passages; the index has to follow."""
        with self.transaction() as db:
            for page in pages:
                for table, column in (("pages", "number"), ("passages", "page")):
                    db.execute(
                        f"DELETE FROM {table} WHERE sha256 = ? AND {column} = ?",
                        (sha256, page.number),
                    )
                _put_page(db, sha256, page)
            self.note_change(db, [sha256])
            db.execute("UPDATE sources SET readings = readings + 1 WHERE sha256 = ?", (sha256,))

    def pages(self, sha256: str) -> list[Page]:
        """All pages with their words."""
        return [
            _page(row)
            for row in self.rows(
                f"SELECT {self._columns} FROM pages WHERE sha256 = ? ORDER BY number", sha256
            )
        ]

    def texts(self, sha256: str) -> list[Page]:
        """All pages without their words, which are most of the work."""
        columns = self._columns.replace("words", "x''")
        rows = self.rows(f"SELECT {columns} FROM pages WHERE sha256 = ? ORDER BY number", sha256)
        return [_page(row) for row in rows]

    def page(self, sha256: str, number: int) -> Page:
        """One page; raises OutOfBounds."""
        rows = self.rows(
            f"SELECT {self._columns} FROM pages WHERE sha256 = ? AND number = ?", sha256, number
        )
        if not rows:
            source = self.source(sha256)
            raise OutOfBounds(
                _("“{title}” has no page {page}.").format(title=source.title, page=number),
                _("Its pages count from 1 to {count}.").format(count=source.pages),
            )
        return _page(rows[0])

    def page_sizes(self, sha256: str) -> list[tuple[str, float, float]]:
        """Printed label, width and height (points) of every page."""
        return [
            (str(label), float(width), float(height))
            for label, width, height in self.rows(
                "SELECT label, width, height FROM pages WHERE sha256 = ? ORDER BY number", sha256
            )
        ]

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """Passages in the order of the ids; ids the catalogue no longer knows are left out."""
        found: dict[int, StoredPassage] = {}
        for row in self.rows(
            "SELECT p.id, p.sha256, s.title, s.kind, s.published, p.page, g.label, p.start,"
            ' p."end", substr(g.text, p.start + 1, p."end" - p.start)'
            " FROM json_each(?) AS wanted JOIN passages AS p ON p.id = wanted.value"
            " JOIN pages AS g ON g.sha256 = p.sha256 AND g.number = p.page"
            " JOIN sources AS s ON s.sha256 = p.sha256",
            "[" + ",".join(map(str, ids)) + "]",
        ):
            found[row[0]] = StoredPassage(*row)
        return [found[id_] for id_ in ids if id_ in found]

    def passages_over(self, places: Iterable[tuple[str, int, int, int]]) -> list[int]:
        """Ids of the passages that share text with any of the places (source, page, start, end)."""
        found: set[int] = set()
        for sha256, page, start, end in places:
            rows = self.rows(
                'SELECT id FROM passages WHERE sha256 = ? AND page = ? AND start < ? AND "end" > ?',
                sha256,
                page,
                end,
                start,
            )
            found.update(row[0] for row in rows)
        return sorted(found)

    def conditions(self) -> dict[str, PageCounts]:
        """Of every source that has such pages: how many lack text, are garbled, were recognised."""
        if self._columns == _FORMAT_1:
            return {}
        empty = text_hash("")
        rows = self.rows(
            "SELECT sha256, sum(layer = ?), sum(reliable = 0), sum(origin = 'ocr') FROM pages"
            f" WHERE {form.UNUSUAL} GROUP BY sha256",
            empty,
        )
        return {row[0]: PageCounts(*row[1:]) for row in rows}

    def to_index(self, sha256: str) -> Iterator[IndexedPassage]:
        """A source's passages as the search engine wants them; none of one that is gone."""
        rows = self.rows(
            f"SELECT {_SOURCE}, {self._numbers.split(',')[0]} FROM sources WHERE sha256 = ?", sha256
        )
        if not rows:
            return
        *about, number = rows[0]
        source = Source(*about)
        first, last = day_range(source.published)
        passage = partial(
            IndexedPassage,
            source=sha256,
            source_number=number,
            title=source.title,
            author=source.author,
            publisher=source.publisher,
            path=" ".join([source.name, *self.paths_of(sha256)]),
            tag="\n".join(self.labels.tags_of(sha256)),
            type=source.kind.lower(),
            lang=source.language.lower().replace("_", "-").split("-")[0],
            first_day=first,
            last_day=last,
        )
        origin = "'text'" if self._columns == _FORMAT_1 else "g.origin"
        for id_, page, said, text in self.rows(
            f'SELECT p.id, p.page, {origin}, substr(g.text, p.start + 1, p."end" - p.start)'
            " FROM passages AS p"
            " JOIN pages AS g ON g.sha256 = p.sha256 AND g.number = p.page WHERE p.sha256 = ?"
            " ORDER BY p.id",
            sha256,
        ):
            ocr = "yes" if said == "ocr" else "no"
            yield passage(id=id_, page=page, text=text, ocr=ocr)

    # What the index has to follow

    def states(self) -> list[SourceState]:
        """Every source's number and counters, in the order they came."""
        rows = self.rows(f"SELECT sha256, {self._numbers} FROM sources ORDER BY rowid")
        return [SourceState(*row) for row in rows]

    def state_of(self, sha256: str) -> SourceState:
        """A source's number and counters."""
        rows = self.rows(f"SELECT sha256, {self._numbers} FROM sources WHERE sha256 = ?", sha256)
        return SourceState(*rows[0])

    def note_change(self, db: sqlite3.Connection, hashes: Iterable[str]) -> None:
        """The index has to take these sources anew."""
        db.executemany(
            "UPDATE sources SET indexed = 0,"
            " changed = (SELECT max(changed) + 1 FROM sources) WHERE sha256 = ?",
            [(sha256,) for sha256 in hashes],
        )

    def has_passages(self) -> bool:
        """True where there is anything to search; counting reads all of a large catalogue."""
        return bool(self.rows("SELECT EXISTS (SELECT 1 FROM passages)")[0][0])

    def counts(self) -> tuple[int, int, int]:
        """How many sources, pages and passages there are."""
        row = self.rows(
            "SELECT (SELECT count(*) FROM sources), (SELECT count(*) FROM pages),"
            " (SELECT count(*) FROM passages)"
        )[0]
        return int(row[0]), int(row[1]), int(row[2])

    def unindexed(self) -> list[str]:
        """Hashes of the sources the index does not have yet."""
        rows = self.rows("SELECT sha256 FROM sources WHERE indexed = 0 ORDER BY rowid")
        return [row[0] for row in rows]

    def mark_indexed(self, written: Mapping[str, int]) -> None:
        """Notes that the index has sources as of these counts of changes; later ones still wait."""
        with self.transaction() as db:
            db.executemany(
                "UPDATE sources SET indexed = 1 WHERE sha256 = ? AND changed = ?", written.items()
            )

    def mark_unindexed(self, hashes: Iterable[str]) -> None:
        """Notes that the index has the sources no more."""
        with self.transaction() as db:
            rows = [(sha256,) for sha256 in hashes]
            db.executemany("UPDATE sources SET indexed = 0 WHERE sha256 = ?", rows)

    def close(self) -> None:
        """Closes every thread's connection."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()

    # Private

    def _prepare(self) -> None:
        db = self._db()
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not tables:
            # Two commands may meet here: the second one finds the tables of the first.
            with self.transaction() as fresh:
                if not fresh.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    for statement in form.SCHEMA.split(";"):
                        fresh.execute(statement)
                    fresh.execute(f"PRAGMA application_id = {form.APPLICATION_ID}")
                    fresh.execute(f"PRAGMA user_version = {form.VERSION}")
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = version_of(db)
        if application != form.APPLICATION_ID:
            raise ArchiveUnusable(
                _("{folder} is not an archive of the workbench.").format(folder=self.folder),
                _("Choose another folder; an empty one becomes an archive."),
            )
        if version < form.VERSION and self.writable:
            migrate(db, self._catalogue)
        elif version < form.VERSION:
            # A read-only archive stays in its format; what that lacks is read as its default.
            self._columns = _FORMAT_1 if version < _WITH_ORIGIN else _PAGE
            self._numbers = _UNNUMBERED
        if version > form.VERSION:
            raise ArchiveUnusable(
                _("The archive {folder} was made by a newer workbench.").format(folder=self.folder),
                _("Open it with that version, or make a new archive."),
            )

    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            # A shared drive may be read-only: then nobody changes the file while we read it.
            mode = "mode=rwc" if self.writable else "mode=ro&immutable=1"
            uri = f"{self._catalogue.absolute().as_uri()}?{mode}"
            db = sqlite3.connect(
                uri, uri=True, timeout=30, isolation_level=None, check_same_thread=False
            )
            if self.writable:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA trusted_schema = OFF")
            self._local.db = db
            with self._lock:
                self._connections.append(db)
        return db

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows a statement gives."""
        with self._errors():
            return self._db().execute(statement, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """What is done within is on disk when it ends, or undone."""
        with self._errors():
            db = self._db()
            db.execute("BEGIN IMMEDIATE")
            with db:  # commits, or rolls back on any error
                yield db

    @contextmanager
    def _errors(self) -> Iterator[None]:
        with speaking(self._catalogue):
            yield

    @staticmethod
    def _note_path(db: sqlite3.Connection, sha256: str, path: str) -> bool:
        """True where the source had not been seen under it."""
        row = (path, sha256, _now())
        is_new = db.execute("INSERT OR IGNORE INTO paths VALUES (?, ?, ?)", row).rowcount > 0
        db.execute("DELETE FROM queue WHERE path = ?", (path,))
        db.execute("DELETE FROM failures WHERE path = ?", (path,))
        return is_new


def _put_page(db: sqlite3.Connection, sha256: str, page: StoredPage) -> None:
    columns = f"sha256, {_PAGE}, raw"
    names = columns.split(", ")[1:]
    db.execute(
        f"INSERT INTO pages ({columns}) VALUES ({', '.join('?' * (len(names) + 1))})",
        (sha256, *(getattr(page, name) for name in names)),
    )
    db.executemany(
        'INSERT INTO passages (sha256, page, start, "end") VALUES (?, ?, ?, ?)',
        [(sha256, page.number, start, end) for start, end in page.passages],
    )


def _page(row: tuple[Any, ...]) -> Page:
    number, label, text, layer, width, height, words, origin, reliable = row
    unpacked = unpack_words(words)
    return Page(number, label, text, layer, width, height, unpacked, origin, bool(reliable))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
