"""Files: hashes, durable writing, and what the system's and SQLite's errors mean to a person."""

import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workbench.domain.errors import (
    ArchiveUnusable,
    DiskFull,
    FileMissing,
    FileNotReadable,
    FolderReadOnly,
    WorkbenchError,
)
from workbench.i18n import _

_CHUNK = 1024 * 1024


def bytes_hash(data: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a new file's path beside path; when all went well it takes path's place, durably."""
    half = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with speaking(path):
            yield half
            with half.open("rb+") as stream:
                os.fsync(stream.fileno())
            half.replace(path)
            sync_folder(path.parent)
    finally:
        remove_quietly(half)


def remove_quietly(path: Path) -> None:
    """Takes a half-made file away; a folder that refuses must not hide why it was half made."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Writes the whole file or leaves the old one as it was."""
    with replacing(path) as half:
        half.write_bytes(data)


def sync_folder(folder: Path) -> None:
    """Makes a rename within the folder last; a system without that does it by itself."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turns what the system or SQLite raises about path into an error by cause."""
    try:
        yield
    except OSError as error:
        raise os_error(error, path) from error
    except sqlite3.Error as error:
        raise sqlite_error(error, path) from error


def os_error(error: OSError, path: Path) -> WorkbenchError:
    """The cause behind an OSError about path."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return disk_full(path)
    if isinstance(error, FileNotFoundError):
        return FileMissing(
            _("There is no {path}.").format(path=path), _("Check the name and the folder.")
        )
    if error.errno == errno.EROFS or isinstance(error, PermissionError):
        return read_only(path)
    return FileNotReadable(
        _("{path} cannot be used: {reason}.").format(path=path, reason=error.strerror or error),
        _("Check that the drive is connected and the name is right."),
    )


def disk_full(path: Path) -> WorkbenchError:
    """No space left for path."""
    return DiskFull(
        _("No space is left to write {path}.").format(path=path),
        _("Free some space and do it again; what was there before is untouched."),
    )


def read_only(path: Path) -> WorkbenchError:
    """No right to write path."""
    return FolderReadOnly(
        _("{path} cannot be written to.").format(path=path),
        _("Choose a folder you may write to, or copy the file there."),
    )


def sqlite_error(error: sqlite3.Error, path: Path) -> WorkbenchError:
    """The cause behind an error of SQLite; callers catch the codes they know more about first."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return disk_full(path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return read_only(path)
    if code == sqlite3.SQLITE_IOERR:
        return DiskFull(
            _("The disk failed while using {path}.").format(path=path),
            _("Check the space left and the connection of the drive, then do it again."),
        )
    return ArchiveUnusable(
        _("{path} cannot be used: {reason}.").format(path=path, reason=error),
        _("Restore it from a copy; for an archive, “archive check --repair” may help."),
    )
