"""The case file's format: tables, and the way of each noun to a row and back.

Format 1.0 (65536): case_info, articles, claims, evidence, blobs, history. First format shipped.
Format 1.1 (65537): claims.carried, how a new draft left a claim.
Format 1.2 (65538): searches and marked_hits, what was looked for and looked at; claims.overtaken,
what was signed before new hits came; history rows of the kind "note", which undo passes over.
"""

from typing import Any

import msgspec

from workbench.domain.article import Article
from workbench.domain.case import CaseInfo, Record
from workbench.domain.claim import Claim
from workbench.domain.evidence import Evidence
from workbench.domain.search_record import MarkedHit, SearchRecord

APPLICATION_ID = 0x46435742  # "FCWB"
MAJOR, MINOR = 1, 2
USER_VERSION = MAJOR * 65536 + MINOR
FIRST_VERSION = 65536

NOUNS: dict[str, type[Record]] = {
    "case_info": CaseInfo,
    "articles": Article,
    "claims": Claim,
    "evidence": Evidence,
    "searches": SearchRecord,
    "marked_hits": MarkedHit,
}
# A record of these comes in by a note and stays; see domain.history.
NOTED = frozenset({"marked_hits"})

SCHEMA = {
    "case_info": """CREATE TABLE case_info (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, checker TEXT NOT NULL, scale TEXT NOT NULL,
        policy TEXT NOT NULL, created TEXT NOT NULL) STRICT""",
    "articles": """CREATE TABLE articles (
        id TEXT PRIMARY KEY, revision INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
        sha256 TEXT NOT NULL, text TEXT NOT NULL, regions TEXT NOT NULL, title TEXT NOT NULL,
        dek TEXT NOT NULL, byline TEXT NOT NULL, published TEXT NOT NULL,
        language TEXT NOT NULL) STRICT""",
    "claims": """CREATE TABLE claims (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, article TEXT NOT NULL,
        locator TEXT NOT NULL, text TEXT NOT NULL, speaker TEXT NOT NULL, kind TEXT NOT NULL,
        verdict TEXT NOT NULL, rationale TEXT NOT NULL, carried TEXT, overtaken TEXT) STRICT""",
    "evidence": """CREATE TABLE evidence (
        id TEXT PRIMARY KEY, claim TEXT NOT NULL, locator TEXT NOT NULL, stance TEXT NOT NULL,
        grade TEXT NOT NULL, source_title TEXT NOT NULL, source_kind TEXT NOT NULL,
        source_name TEXT NOT NULL, source_pages INTEGER NOT NULL, consulted TEXT NOT NULL,
        source_author TEXT NOT NULL, source_publisher TEXT NOT NULL,
        source_published TEXT NOT NULL, note TEXT NOT NULL, clip TEXT) STRICT""",
    "searches": """CREATE TABLE searches (
        id TEXT PRIMARY KEY, claim TEXT NOT NULL, query TEXT NOT NULL, unit TEXT NOT NULL,
        stems INTEGER NOT NULL, read_as TEXT NOT NULL, scope TEXT NOT NULL, engine TEXT NOT NULL,
        sentinel TEXT NOT NULL, index_state TEXT NOT NULL, sources INTEGER NOT NULL,
        passages INTEGER NOT NULL, total INTEGER NOT NULL, seen INTEGER NOT NULL,
        relevant INTEGER NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
        known TEXT NOT NULL, latest_total INTEGER NOT NULL, latest_new INTEGER NOT NULL,
        latest_at TEXT NOT NULL, latest_state TEXT NOT NULL) STRICT""",
    "marked_hits": """CREATE TABLE marked_hits (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, page INTEGER NOT NULL, start INTEGER NOT NULL,
        end INTEGER NOT NULL, exact TEXT NOT NULL, mark TEXT NOT NULL, query TEXT NOT NULL,
        claim TEXT NOT NULL, at TEXT NOT NULL) STRICT""",
    "blobs": "CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT",
    "history": """CREATE TABLE history (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, label TEXT NOT NULL,
        kind TEXT NOT NULL, of INTEGER NOT NULL, changes TEXT NOT NULL,
        previous TEXT NOT NULL, hash TEXT NOT NULL) STRICT""",
}

# What each format added, as SQLite itself writes it into the schema: ALTER TABLE puts a column
# behind the last. A row of a history from before lacks the column; its value is NULL.
ADDED: dict[int, tuple[tuple[str, str], ...]] = {
    65537: (("claims", "carried TEXT"),),
    65538: (("claims", "overtaken TEXT"),),
}
ADDED_TABLES: dict[int, tuple[str, ...]] = {65538: ("searches", "marked_hits")}

_NESTED = frozenset({"regions", "locator", "clip", "carried", "overtaken"})
_FLAGS = frozenset({"stems"})  # 0 or 1: STRICT tables have no booleans


class ChangeRow(msgspec.Struct, frozen=True, omit_defaults=False):
    """A change as the history keeps it: the record before and after, each as a row."""

    table: str
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def version_name(version: int) -> str:
    """The version as people write it."""
    return f"{version // 65536}.{version % 65536}"


def schema(version: int) -> dict[str, str]:
    """The tables of a format."""
    later = _tables_since(version)
    tables = {table: sql for table, sql in SCHEMA.items() if table not in later}
    for table, column in _added_since(version):
        tables[table] = tables[table].replace(f", {column})", ")")
    return tables


def nouns(version: int = USER_VERSION) -> list[str]:
    """The tables of a format that hold records."""
    later = _tables_since(version)
    return [table for table in NOUNS if table not in later]


def columns(table: str, version: int = USER_VERSION) -> tuple[str, ...]:
    """The columns of a noun's table in a format, in the order of its fields."""
    later = {column.split()[0] for name, column in _added_since(version) if name == table}
    return tuple(name for name in NOUNS[table].__dataclass_fields__ if name not in later)


def completed(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row of an older format as this one has it."""
    later = [column.split()[0] for name, column in _added_since(FIRST_VERSION) if name == table]
    return {**row, **{name: row.get(name) for name in later}}


def to_row(record: Record) -> dict[str, Any]:
    """The record as a row: nested values as JSON with sorted keys."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return {
        name: _json(value)
        if name in _NESTED and value is not None
        else int(value)
        if name in _FLAGS
        else value
        for name, value in plain.items()
    }


def from_row(table: str, row: dict[str, Any]) -> Record:
    """The record of a row; raises msgspec.ValidationError where a value is not of its kind."""
    plain = {
        name: msgspec.json.decode(value) if name in _NESTED and value is not None else value
        for name, value in row.items()
    }
    for name in _FLAGS & plain.keys():
        plain[name] = {0: False, 1: True}.get(plain[name], plain[name])
    return msgspec.convert(plain, NOUNS[table])


def encode_changes(rows: list[ChangeRow]) -> str:
    """The changes as JSON, the same text for the same changes."""
    return _json(msgspec.to_builtins(rows))


def decode_changes(text: str) -> list[ChangeRow]:
    """The changes of a history row; raises msgspec.DecodeError where they are none."""
    return msgspec.json.decode(text, type=list[ChangeRow])


def _added_since(version: int) -> list[tuple[str, str]]:
    """Newest first, as a column is taken off the end of its table."""
    newer = sorted((later for later in ADDED if later > version), reverse=True)
    return [added for later in newer for added in reversed(ADDED[later])]


def _tables_since(version: int) -> frozenset[str]:
    return frozenset(t for later, tables in ADDED_TABLES.items() if later > version for t in tables)


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="sorted").decode()
