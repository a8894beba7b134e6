"""The case: one SQLite file. Every write is one step: a transaction, an undo step, a history row.

Rollback journal, not WAL: a case is one file that people mail. synchronous=EXTRA also syncs the
folder after the journal goes, so that pulling the plug costs no step that was acknowledged.
A writer holds SQLite's RESERVED lock from opening to closing, taking it anew after every step:
others may read, nobody else may write, and a killed process leaves no lock behind.
"""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import msgspec

from workbench.adapters import case_format as form
from workbench.adapters.case_migration import migrate
from workbench.adapters.files import bytes_hash, remove_quietly, speaking, sync_folder
from workbench.domain.case import Case, CaseInfo, Change, Changes, Record
from workbench.domain.errors import (
    AlreadyThere,
    CaseInUse,
    CaseNewer,
    FileMissing,
    NotACase,
    NothingToUndo,
)
from workbench.domain.history import GENESIS, HistoryRow, StepKind, chain_hash, undo_stacks
from workbench.i18n import N_, _

_LONGEST_VALUE = 512 * 1024 * 1024
_WAIT_FOR_READERS = 5.0


@dataclass
class Step:
    """What one step will write; nothing is written before the step ends well."""

    records: list[tuple[str, str, Record | None]] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    changes: Changes | None = None

    def put(self, record: Record) -> None:
        """Writes the record, over the one of the same id where there is one."""
        self.records.append((_table_of(record), record.id, record))

    def remove(self, record: Record) -> None:
        """Takes the record away; undo brings it back."""
        self.records.append((_table_of(record), record.id, None))

    def keep(self, data: bytes) -> str:
        """Stores bytes and returns their SHA-256; blobs stay, so that redo finds them."""
        sha256 = bytes_hash(data)
        self.blobs[sha256] = data
        return sha256


class CaseFile:
    """An open case file; case is the snapshot after the last step."""

    def __init__(
        self,
        path: Path,
        who: str = "",
        *,
        read_only: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.path = path
        self.who = who
        self._clock = clock
        self._read_only = read_only
        # A window attaches evidence and marks hits in threads, and goes on with steps meanwhile.
        self._lock = threading.RLock()
        if not path.is_file():
            raise FileMissing(
                _("There is no case at {path}.").format(path=path),
                _("Check the name, or make one with “case new”."),
            )
        with _case_errors(path), ExitStack() as undone:
            self._db = connect(path)
            undone.callback(self._db.close)
            version = check_format(self._db, path)
            self._db.execute("PRAGMA busy_timeout = 300")
            self._hold()
            self._db.execute(f"PRAGMA busy_timeout = {int(_WAIT_FOR_READERS * 1000)}")
            if version < form.USER_VERSION and not read_only:
                version = self._migrated(version)
            self.case = load(self._db, version)
            rows = self._db.execute("SELECT number, kind, of FROM history ORDER BY number")
            steps = [(number, StepKind(kind), of) for number, kind, of in rows]
            self._done, self._undone = undo_stacks(steps)
            self.steps = len(steps)
            undone.pop_all()

    @classmethod
    def create(
        cls,
        path: Path,
        who: str,
        records: Sequence[Record],
        blobs: Sequence[bytes] = (),
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> Self:
        """Makes a case whose first step holds the records; AlreadyThere rather than overwrite."""
        if path.exists():
            raise AlreadyThere(
                _("{path} exists already.").format(path=path),
                _("Choose another name, or move that file away first."),
            )
        half = path.with_name(f".{path.name}.{os.getpid()}.new")
        step = Step()
        for record in records:
            step.put(record)
        for blob in blobs:
            step.keep(blob)
        try:
            with _case_errors(path):
                db = connect(half, create=True)
                try:
                    _make_tables(db)
                    changes = [Change(t, i, None, record) for t, i, record in step.records]
                    _write(db, changes, step.blobs)
                    _append(db, _Entry(clock(), who, N_("New case"), StepKind.DO, 0), changes)
                    db.execute("COMMIT")
                finally:
                    db.close()
                half.rename(path)
                sync_folder(path.parent)
        finally:
            remove_quietly(half)
        return cls(path, who, clock=clock)

    @property
    def undo_label(self) -> str:
        """Name of the step that undo would take back, or empty."""
        return self._label(self._done[-1]) if len(self._done) > 1 else ""

    @property
    def redo_label(self) -> str:
        """Name of the step that redo would do again, or empty."""
        return self._label(self._undone[-1]) if self._undone else ""

    @contextmanager
    def step(self, label: str) -> Iterator[Step]:
        """One gesture: on leaving, all that was put is written, or nothing; see Step.changes."""
        step = Step()
        yield step
        with self._lock:
            changes = self._differences(step)
            if any(_comes_or_goes(change) for change in changes if change.table in form.NOTED):
                raise ValueError("a step neither adds nor removes what notes bring in")
            if changes:
                self._commit(
                    _Entry(self._clock(), self.who, label, StepKind.DO, 0), changes, step.blobs
                )
                self._done.append(self.steps)
                self._undone.clear()
        step.changes = Changes(label, tuple(changes))

    @contextmanager
    def note(self, label: str) -> Iterator[Step]:
        """What happened by the way: written as a step is, but undo and redo pass over it."""
        step = Step()
        yield step
        with self._lock:
            changes = self._differences(step)
            if any(change.after is None for change in changes):
                raise ValueError("a note takes nothing away")
            if changes:
                self._commit(
                    _Entry(self._clock(), self.who, label, StepKind.NOTE, 0), changes, step.blobs
                )
        step.changes = Changes(label, tuple(changes))

    def undo(self) -> Changes:
        """Takes the last step back, as a step of its own; the first, which made the case, stays."""
        with self._lock:
            if len(self._done) < 2:
                raise NothingToUndo(_("There is no step to undo."), _("Go on working."))
            return self._replay(self._done, self._undone, StepKind.UNDO)

    def redo(self) -> Changes:
        """Does the last undone step again."""
        with self._lock:
            if not self._undone:
                raise NothingToUndo(_("There is no step to redo."), _("Go on working."))
            return self._replay(self._undone, self._done, StepKind.REDO)

    def history(self) -> list[HistoryRow]:
        """All rows, oldest first."""
        with self._lock, _case_errors(self.path):
            return read_history(self._db)

    def blob(self, sha256: str) -> bytes | None:
        """The bytes of that hash, or None."""
        with self._lock, _case_errors(self.path):
            row = self._db.execute("SELECT data FROM blobs WHERE sha256 = ?", (sha256,)).fetchone()
        return None if row is None else bytes(row[0])

    def close(self) -> None:
        """Gives the file back; every step is on disk already."""
        with suppress(sqlite3.Error):
            self._db.rollback()
        self._db.close()

    def _hold(self) -> None:
        if not self._read_only:
            self._db.execute("BEGIN IMMEDIATE")

    def _migrated(self, version: int) -> int:
        """Brings an older file up to this format; what cannot be read is left as it was."""
        load(self._db, version)
        migrate(self._db, self.path, version)
        self._hold()
        return check_format(self._db, self.path)

    def _label(self, number: int) -> str:
        with self._lock, _case_errors(self.path):
            row = self._db.execute(
                "SELECT label FROM history WHERE number = ?", (number,)
            ).fetchone()
        return str(row[0])

    def _differences(self, step: Step) -> list[Change]:
        changes: dict[tuple[str, str], Change] = {}
        for table, id_, after in step.records:
            earlier = changes.get((table, id_))
            before = earlier.before if earlier else _record(self.case, table, id_)
            changes[table, id_] = Change(table, id_, before, after)
        return [change for change in changes.values() if change.before != change.after]

    def _replay(self, source: list[int], target: list[int], kind: StepKind) -> Changes:
        number = source[-1]
        with _case_errors(self.path):
            label, text = self._db.execute(
                "SELECT label, changes FROM history WHERE number = ?", (number,)
            ).fetchone()
            changes = [self._change(row, kind) for row in _decoded(text)]
        if kind is StepKind.UNDO:
            changes.reverse()
        self._commit(_Entry(self._clock(), self.who, label, kind, number), changes, {})
        target.append(source.pop())
        return Changes(label, tuple(changes))

    def _change(self, row: form.ChangeRow, kind: StepKind) -> Change:
        """From the record as it is: a note may have changed it since the step."""
        wanted = row.before if kind is StepKind.UNDO else row.after
        after = None if wanted is None else form.from_row(row.table, wanted)
        return Change(row.table, row.id, _record(self.case, row.table, row.id), after)

    def _commit(self, entry: "_Entry", changes: list[Change], blobs: dict[str, bytes]) -> None:
        with self._lock, _case_errors(self.path):
            if not self._db.in_transaction:
                self._db.execute("BEGIN IMMEDIATE")
            with self._db:  # commits, or rolls back on any error
                _write(self._db, changes, blobs)
                _append(self._db, entry, changes)
        # The step is durable from here on: a lock that cannot be had again is the next step's.
        self.case = self.case.applied(changes)
        self.steps += 1
        with suppress(sqlite3.OperationalError):
            self._hold()


@dataclass(frozen=True, slots=True)
class _Entry:
    at: datetime
    who: str
    label: str
    kind: StepKind
    of: int


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """A connection that trusts nothing the file says; autocommit, transactions by hand."""
    writable = create or os.access(path, os.W_OK)
    mode = "rwc" if create else "rw" if writable else "ro"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    with ExitStack() as undone:
        db = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        undone.callback(db.close)
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        db.execute("PRAGMA trusted_schema = OFF")
        db.execute("PRAGMA cell_size_check = ON")
        db.execute("PRAGMA mmap_size = 0")
        db.execute(f"PRAGMA busy_timeout = {int(_WAIT_FOR_READERS * 1000)}")
        if writable:
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute("PRAGMA synchronous = EXTRA")
        undone.pop_all()
    return db


def check_format(db: sqlite3.Connection, path: Path) -> int:
    """The file's version; NotACase or CaseNewer unless it has just the tables of one we know."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if application != form.APPLICATION_ID or version < form.FIRST_VERSION:
        raise _not_a_case(path)
    if version > form.USER_VERSION:
        raise CaseNewer(
            _("{path} has format {theirs}; this program knows formats up to {ours}.").format(
                path=path,
                theirs=form.version_name(version),
                ours=form.version_name(form.USER_VERSION),
            ),
            _("Open it with a newer version of the workbench."),
        )
    schema = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    if schema != form.schema(version):
        raise _not_a_case(path)
    return int(version)


def load(db: sqlite3.Connection, version: int = form.USER_VERSION) -> Case:
    """The case as the tables have it; raises msgspec.ValidationError on foreign values."""
    tables: dict[str, dict[str, Any]] = {}
    for table in form.nouns(version):
        names = form.columns(table, version)
        rows = db.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY rowid")
        records = [form.from_row(table, dict(zip(names, row, strict=True))) for row in rows]
        tables[table] = {record.id: record for record in records}
    info = next(iter(tables.pop("case_info").values()), None)
    if not isinstance(info, CaseInfo) or not tables["articles"]:
        raise msgspec.ValidationError("a case without its first step")
    return Case(info, **tables)


def read_history(db: sqlite3.Connection) -> list[HistoryRow]:
    """All rows of the history, oldest first."""
    rows = db.execute(
        "SELECT number, at, who, label, kind, of, changes, previous, hash"
        " FROM history ORDER BY number"
    )
    return [
        HistoryRow(number, at, who, label, StepKind(kind), of, changes, previous, hash_)
        for number, at, who, label, kind, of, changes, previous, hash_ in rows
    ]


@contextmanager
def _case_errors(path: Path) -> Iterator[None]:
    with speaking(path):
        try:
            yield
        except (msgspec.DecodeError, msgspec.ValidationError, ValueError) as error:
            raise _not_a_case(path) from error
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise CaseInUse(
                    _("{path} is open in another window or command.").format(path=path),
                    _("Close it there first, or work on a copy."),
                ) from error
            if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
                raise _not_a_case(path) from error
            raise


def _not_a_case(path: Path) -> NotACase:
    return NotACase(
        _("{path} is no case, or a damaged one.").format(path=path),
        _("Open another file; “workbench verify” tells what is wrong with a damaged case."),
    )


def _make_tables(db: sqlite3.Connection) -> None:
    db.execute(f"PRAGMA application_id = {form.APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {form.USER_VERSION}")
    db.execute("BEGIN IMMEDIATE")
    for statement in form.SCHEMA.values():
        db.execute(statement)


def _table_of(record: Record) -> str:
    return next(table for table, noun in form.NOUNS.items() if isinstance(record, noun))


def _record(case: Case, table: str, id_: str) -> Record | None:
    if table == "case_info":
        return case.info
    records: dict[str, Record] = getattr(case, table)
    return records.get(id_)


def _write(db: sqlite3.Connection, changes: Sequence[Change], blobs: dict[str, bytes]) -> None:
    for sha256, data in blobs.items():
        db.execute("INSERT OR IGNORE INTO blobs VALUES (?, ?)", (sha256, data))
    for change in changes:
        if change.after is None:
            db.execute(f"DELETE FROM {change.table} WHERE id = ?", (change.id,))
            continue
        row = form.to_row(change.after)
        names = ", ".join(row)
        marks = ", ".join("?" * len(row))
        updates = ", ".join(f"{name} = excluded.{name}" for name in row)
        db.execute(
            f"INSERT INTO {change.table} ({names}) VALUES ({marks})"
            f" ON CONFLICT (id) DO UPDATE SET {updates}",
            list(row.values()),
        )


def _append(db: sqlite3.Connection, entry: _Entry, changes: Sequence[Change]) -> None:
    last = db.execute("SELECT number, hash FROM history ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = last or (0, GENESIS)
    rows = [
        form.ChangeRow(
            change.table,
            change.id,
            None if change.before is None else form.to_row(change.before),
            None if change.after is None else form.to_row(change.after),
        )
        for change in changes
    ]
    at = entry.at.astimezone(UTC).isoformat(timespec="milliseconds")
    draft = HistoryRow(
        number + 1,
        at,
        entry.who,
        entry.label,
        entry.kind,
        entry.of,
        form.encode_changes(rows),
        previous,
        "",
    )
    values = (
        *(getattr(draft, name) for name in HistoryRow.__dataclass_fields__ if name != "hash"),
    )
    db.execute("INSERT INTO history VALUES (?,?,?,?,?,?,?,?,?)", (*values, chain_hash(draft)))


def _decoded(text: str) -> list[form.ChangeRow]:
    return form.decode_changes(text)


def _comes_or_goes(change: Change) -> bool:
    return change.before is None or change.after is None
