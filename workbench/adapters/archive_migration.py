"""An older catalogue: copied beside itself, then brought up to this format in one transaction."""

import sqlite3
from contextlib import closing
from pathlib import Path

from workbench.adapters import archive_format as form
from workbench.adapters.files import replacing


def version_of(db: sqlite3.Connection) -> int:
    """The format the catalogue is in."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection, path: Path) -> None:
    """Brings an older catalogue up to this format; the copy keeps what it was."""
    # Two commands may meet here: the second one waits, and finds the work done.
    db.execute("BEGIN IMMEDIATE")
    with db:  # commits, or rolls back on any error
        if version_of(db) == form.VERSION:
            return
        _back_up(path, version_of(db))
        for version in range(version_of(db), form.VERSION):
            for statement in form.UPGRADES[version]:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {version + 1}")


def _back_up(path: Path, version: int) -> None:
    """By SQLite, not by copying: what is acknowledged may still lie in the log beside the file."""
    copy = path.with_name(f"{path.stem}.format-{version}{path.suffix}")
    with (
        replacing(copy) as half,
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(half)) as target,
    ):
        source.backup(target)
        # The copy lies alone: it needs no log of its own to be read.
        target.execute("PRAGMA journal_mode = DELETE")
