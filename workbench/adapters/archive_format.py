"""The catalogue's format, and the way up from older ones.

1: the first one shipped. 2: pages know where their words come from (origin) and whether they
can be relied on; an index finds the pages text recognition is for. 3: sources have a number the
search engine knows them by, tags, and counters of what the index has to follow; saved searches
and the archive's settings.
"""

from workbench.domain.text import text_hash

APPLICATION_ID = 0x46435741  # "FCWA"
VERSION = 3

# A page without a word, one that was recognised, one that is garbled. The layer of a text is
# asked, not the text itself: SQLite would read all of every page for it.
UNUSUAL = f"origin = 'ocr' OR reliable = 0 OR layer = '{text_hash('')}'"
# changed counts up over the whole archive with whatever the index has to follow; readings counts
# how often a source's text was read anew.
_SOURCE_COLUMNS = ("number", "changed", "readings")
_LABELS = (
    """CREATE TABLE tags (
    sha256 TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (sha256, tag)) STRICT""",
    """CREATE TABLE saved_searches (
    name TEXT PRIMARY KEY, query TEXT NOT NULL, unit TEXT NOT NULL, stems INTEGER NOT NULL,
    saved TEXT NOT NULL) STRICT""",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
)
_UNUSUAL_PAGES = f"""CREATE INDEX pages_unusual ON pages (sha256, origin, reliable, layer)
    WHERE {UNUSUAL}"""

SCHEMA = f"""
CREATE TABLE sources (
    sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
    author TEXT NOT NULL, publisher TEXT NOT NULL, published TEXT NOT NULL,
    language TEXT NOT NULL, pages INTEGER NOT NULL, size INTEGER NOT NULL,
    added TEXT NOT NULL, indexed INTEGER NOT NULL DEFAULT 0, number INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0, readings INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX sources_indexed ON sources (indexed);
CREATE TABLE paths (
    path TEXT NOT NULL, sha256 TEXT NOT NULL, seen TEXT NOT NULL,
    PRIMARY KEY (path, sha256)) STRICT;
CREATE INDEX paths_sha256 ON paths (sha256);
CREATE TABLE pages (
    sha256 TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL, layer TEXT NOT NULL,
    width REAL NOT NULL, height REAL NOT NULL, text TEXT NOT NULL, words BLOB NOT NULL,
    raw BLOB NOT NULL, origin TEXT NOT NULL DEFAULT 'text',
    reliable INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (sha256, number)) STRICT;
{_UNUSUAL_PAGES};
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, page INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL) STRICT;
CREATE INDEX passages_sha256 ON passages (sha256);
CREATE TABLE queue (path TEXT PRIMARY KEY, added TEXT NOT NULL) STRICT;
CREATE TABLE failures (
    path TEXT PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL, remedy TEXT NOT NULL,
    attempts INTEGER NOT NULL, at TEXT NOT NULL) STRICT;
{";".join(_LABELS)}
"""

# From the version that is the key to the next.
UPGRADES = {
    1: (
        "ALTER TABLE pages ADD COLUMN origin TEXT NOT NULL DEFAULT 'text'",
        "ALTER TABLE pages ADD COLUMN reliable INTEGER NOT NULL DEFAULT 1",
        _UNUSUAL_PAGES,
    ),
    2: (
        *(
            f"ALTER TABLE sources ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0"
            for name in _SOURCE_COLUMNS
        ),
        "UPDATE sources SET number = rowid, changed = rowid",
        *_LABELS,
    ),
}
