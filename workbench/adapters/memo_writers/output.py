"""Memo files on disk: whole or not at all."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from workbench.adapters.files import speaking, write_bytes
from workbench.domain.errors import DiskFull, FolderReadOnly, MemoFailed, WorkbenchError
from workbench.i18n import _


def write_files(files: Sequence[tuple[Path, bytes]]) -> list[Path]:
    """Writes them in order, the memo itself last; where one fails, no new file stays behind."""
    made: list[Path] = []
    try:
        for path, data in files:
            with _naming_the_memo(path):
                if not path.parent.exists():
                    path.parent.mkdir()
                    made.append(path.parent)
                if not path.exists():
                    made.append(path)
                write_bytes(path, data)
    except WorkbenchError:
        _take_back(made)
        raise
    return [path for path, _data in files]


@contextmanager
def _naming_the_memo(path: Path) -> Iterator[None]:
    try:
        with speaking(path):
            yield
    except (DiskFull, FolderReadOnly):
        raise
    except WorkbenchError as error:
        raise MemoFailed(
            _("The memo was not written: {reason}").format(reason=error.message), error.remedy
        ) from error


def _take_back(made: Sequence[Path]) -> None:
    for path in reversed(made):
        with suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
