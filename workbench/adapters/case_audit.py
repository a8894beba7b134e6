"""The audit of a case file: is every byte that matters still what was written?"""

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from workbench.adapters import case_format as form
from workbench.adapters.case_file import check_format, connect, read_history
from workbench.adapters.files import bytes_hash
from workbench.domain.case import Problem
from workbench.domain.errors import NotACase
from workbench.domain.history import HistoryRow, broken_links
from workbench.i18n import N_, _

# SQLite quotes damaged bytes in its messages, which then are no text: a ValueError.
_BROKEN = (sqlite3.DatabaseError, msgspec.MsgspecError, ValueError, KeyError, TypeError)

_NOUNS = {
    "case_info": N_("The case's title or checker"),
    "articles": N_("The article"),
    "claims": N_("Claim"),
    "evidence": N_("Evidence"),
    "searches": N_("Search"),
    "marked_hits": N_("Marked hit"),
}

Rows = dict[str, dict[str, dict[str, Any]]]


def audit(path: Path) -> list[Problem]:
    """Problems of the file itself: pages, history chain, replay against tables, blobs."""
    try:
        db = connect(path)
    except _BROKEN as error:
        return [_damaged(path, str(error))]
    try:
        problems = _pages(db)
        version = check_format(db, path)
        history = read_history(db)
        problems += _chain(history) + _replay(db, history, version) + _blobs(db)
    except NotACase as error:
        return [_damaged(path, error.message)]
    except _BROKEN as error:
        return [_damaged(path, str(error))]
    finally:
        db.close()
    return problems


def _damaged(path: Path, reason: str) -> Problem:
    return Problem("case", str(path), _("The case file is damaged: {r}").format(r=reason))


def _pages(db: sqlite3.Connection) -> list[Problem]:
    rows = [str(row[0]) for row in db.execute("PRAGMA integrity_check(20)")]
    return [
        Problem("case", "pages", _("The case file is damaged: {r}").format(r=row))
        for row in rows
        if row != "ok"
    ]


def _chain(history: list[HistoryRow]) -> list[Problem]:
    return [
        Problem(
            "history",
            str(number),
            _("Step {number} of the history is not what was written.").format(number=number),
        )
        for number in broken_links(history)
    ]


def _replay(db: sqlite3.Connection, history: list[HistoryRow], version: int) -> list[Problem]:
    replayed: Rows = {table: {} for table in form.NOUNS}
    for row in history:
        for change in form.decode_changes(row.changes):
            if change.after is None:
                replayed[change.table].pop(change.id, None)
            else:
                replayed[change.table][change.id] = form.completed(change.table, change.after)
    problems = []
    for table in form.nouns(version):
        names = form.columns(table, version)
        found = {
            row[0]: form.completed(table, dict(zip(names, row, strict=True)))
            for row in db.execute(f"SELECT {', '.join(names)} FROM {table}")
        }
        for id_ in sorted({*found, *replayed[table]}):
            if found.get(id_) != replayed[table].get(id_):
                problems.append(
                    Problem(
                        "table",
                        f"{table} {id_}",
                        _("{noun} {id} is not what the history says.").format(
                            noun=_(_NOUNS[table]), id=id_
                        ),
                    )
                )
    return problems


def _blobs(db: sqlite3.Connection) -> list[Problem]:
    problems = []
    kept: Counter[str] = Counter()
    for sha256, data in db.execute("SELECT sha256, data FROM blobs"):
        kept[sha256] += 1
        if bytes_hash(data) != sha256:
            problems.append(
                Problem(
                    "clip" if _is_clip(db, sha256) else "blob",
                    sha256,
                    _("The bytes kept as {sha256} have changed.").format(sha256=sha256),
                )
            )
    wanted = [str(row[0]) for row in db.execute("SELECT sha256 FROM articles")]
    wanted += [
        msgspec.json.decode(row[0])["sha256"]
        for row in db.execute("SELECT clip FROM evidence WHERE clip IS NOT NULL")
    ]
    missing = sorted(set(wanted) - set(kept))
    return problems + [
        Problem("blob", sha256, _("The bytes of {sha256} are missing.").format(sha256=sha256))
        for sha256 in missing
    ]


def _is_clip(db: sqlite3.Connection, sha256: str) -> bool:
    clips = db.execute("SELECT 1 FROM evidence WHERE instr(clip, ?) > 0", (sha256,))
    return clips.fetchone() is not None
