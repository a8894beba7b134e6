"""Whoosh's files in an index folder: read without copies, sealed against damage and strangers.

A commit is one file, Whoosh's table of contents ("_MAIN_7.toc"). Ours ends with a seal: the size
and check sum of every file it names, and its own. Whoosh itself would find a torn file only when it
stumbles over it, in whatever way the torn bytes happen to break its reader.
"""

import io
import json
import mmap
import os
import pickle
import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh import columns
from whoosh.codec import whoosh3
from whoosh.filedb import structfile
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import TOC, clean_files
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from workbench.adapters.files import replacing

_MAGIC = b"workbench"
_LENGTH = 8
# Ends of a file that are read to see whether it is the one that was written.
_ENDS = 64 * 1024
_NAME = "MAIN"
_CONTENTS = re.compile(rf"_{_NAME}_(\d+)\.toc")


class _PlainUnpickler(pickle.Unpickler):
    """Whoosh writes pickles; in an archive from others they must not call anything."""

    _KNOWN = frozenset(
        {
            ("_codecs", "encode"),
            ("builtins", "int"),
            ("builtins", "set"),
            ("collections", "defaultdict"),
            ("whoosh.codec.whoosh3", "W3Codec"),
            ("whoosh.codec.whoosh3", "W3Segment"),
        }
    )

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in self._KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} in an index")
        return super().find_class(module, name)


def _plain_load(stream: Any) -> Any:
    return _PlainUnpickler(stream).load()


def _plain_loads(data: bytes) -> Any:
    return _plain_load(io.BytesIO(data))


# Every place where Whoosh 2.7 reads a pickle of a "whoosh3" index.
structfile.load_pickle = _plain_load
whoosh3.loads = _plain_loads
columns.loads = _plain_loads


class MappedStorage(FileStorage):  # type: ignore[misc] # Whoosh brings no types
    """Files are mapped, not read: Whoosh would copy a segment into memory for every reader."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._written: list[Any] = []

    def create_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """One file, to write."""
        self._written.append(super().create_file(name, *args, **kwargs))
        return self._written[-1]

    def temp_storage(self, name: str | None = None) -> "MappedStorage":
        """A folder within for files of the meantime."""
        inner = MappedStorage(str(Path(self.folder) / (name or "tmp")))
        inner._written = self._written
        inner.create()
        return inner

    def let_go(self) -> None:
        """Closes what was written, and what was left open where the writing stopped."""
        for file in self._written:
            with suppress(OSError):
                file.file.close()
        self._written.clear()

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """One file, to read."""
        with Path(self._fpath(name)).open("rb") as stream:
            empty = not os.fstat(stream.fileno()).st_size
            mapped = (
                io.BytesIO() if empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            )
        return structfile.StructFile(mapped, name=name, **kwargs)


class SealingWriter(SegmentWriter):  # type: ignore[misc] # Whoosh brings no types
    """Whoosh's writer; its table of contents is sealed, and takes the old one's place at once."""

    def _commit_toc(self, segments: list[Any]) -> None:
        toc = TOC(self.schema, segments, self.generation)
        write_contents(Path(self.storage.folder), toc)
        clean_files(self.storage, self.indexname, self.generation, segments)

    def cancel(self) -> None:
        """Leaves what was there; what stopped the writing may stop its tidying up too."""
        self.storage.let_go()
        if latest(Path(self.storage.folder)) < self.generation:
            clean_files(self.storage, self.indexname, self.generation - 1, self.segments)
        with suppress(OSError):
            self._finish()


def write_contents(folder: Path, toc: TOC) -> None:
    """A sealed table of contents, whole or not at all; the files it names are on the disk first."""
    memory = RamStorage()
    toc.write(memory, _NAME)
    (name,) = memory.files
    marks = {}
    for segment in toc.segments:
        file = folder / segment.make_filename(segment.COMPOUND_EXT)
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())
        marks[file.name] = _mark(file)
    seal = json.dumps(marks).encode()
    body = memory.files[name] + seal + len(seal).to_bytes(_LENGTH, "big")
    with replacing(folder / name) as half:
        half.write_bytes(body + zlib.crc32(body).to_bytes(_LENGTH, "big") + _MAGIC)


def sealed(folder: Path) -> bool:
    """Whether the folder's newest table of contents and all it names are as they were written."""
    while (generation := latest(folder)) >= 0:
        try:
            return _holds(folder / f"_{_NAME}_{generation}.toc")
        except FileNotFoundError:
            # Gone while we read: damaged, unless a writer just put a newer one in its place.
            if latest(folder) == generation:
                return False
    return False


def latest(folder: Path) -> int:
    """The number of the newest commit, -1 where there is none."""
    found = (_CONTENTS.fullmatch(path.name) for path in folder.iterdir())
    return max((int(match[1]) for match in found if match), default=-1)


def merged_by_size(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Merges from the smallest up: sizes grow by half at least, so that there are few segments."""
    kept = []
    gathered = writer.doc_count()
    for segment in sorted(segments, key=lambda segment: segment.doc_count()):
        live = segment.doc_count()
        if not live:
            continue
        if live <= 2 * gathered or segment.deleted_count() > live:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
            gathered += live
        else:
            kept.append(segment)
    return kept


def _holds(path: Path) -> bool:
    data = path.read_bytes()
    end = len(data) - len(_MAGIC) - _LENGTH
    if end < _LENGTH or data[end + _LENGTH :] != _MAGIC:
        return False
    if zlib.crc32(data[:end]) != int.from_bytes(data[end : end + _LENGTH], "big"):
        return False
    start = end - _LENGTH - int.from_bytes(data[end - _LENGTH : end], "big")
    marks: dict[str, list[int]] = json.loads(data[start : end - _LENGTH])
    return all(_mark(path.with_name(name)) == mark for name, mark in marks.items())


def _mark(path: Path) -> list[int]:
    """Size and check sum of both ends; the whole would take seconds for a large archive."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        check = zlib.crc32(stream.read(_ENDS))
        stream.seek(max(0, size - _ENDS))
        return [size, zlib.crc32(stream.read(_ENDS), check)]
