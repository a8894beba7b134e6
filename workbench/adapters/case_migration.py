"""An older case file: copied beside itself, then brought up to this format in one transaction."""

import sqlite3
from pathlib import Path

from workbench.adapters import case_format as form
from workbench.adapters.files import write_bytes


def migrate(db: sqlite3.Connection, path: Path, version: int) -> Path:
    """Ends the open write transaction with the file in this format; returns the copy's path.

    The history stays as it was written, or its chain would break.
    """
    backup = _back_up(db, path, version)
    with db:  # commits, or rolls back on any error
        for step in sorted(later for later in form.ADDED if later > version):
            for table in form.ADDED_TABLES.get(step, ()):
                db.execute(form.schema(step)[table])
            for table, column in form.ADDED[step]:
                db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
            db.execute(f"PRAGMA user_version = {step}")
    return backup


def _back_up(db: sqlite3.Connection, path: Path, version: int) -> Path:
    """By SQLite, not by copying: closing the file a second time would drop the lock on it."""
    data = db.serialize()
    name = f"{path.stem}.{form.version_name(version)}"
    copy, number = path.with_name(f"{name}{path.suffix}"), 1
    while copy.exists():
        if copy.is_file() and copy.read_bytes() == data:
            return copy
        number += 1
        copy = path.with_name(f"{name}-{number}{path.suffix}")
    write_bytes(copy, data)
    return copy
