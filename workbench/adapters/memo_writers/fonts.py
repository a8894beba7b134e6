"""The memo's fonts, the same on every machine, and which characters they can show."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import fontpkg

FAMILIES = ("Source Serif 4", "Inter", "Noto Sans", "Noto Sans Arabic")


@cache
def font_folders() -> tuple[Path, ...]:
    """The folders that hold the families' files."""
    files = [file.path for name in FAMILIES for file in fontpkg.family(name).files]
    return tuple(dict.fromkeys(path.parent for path in files))


@cache
def coverage() -> tuple[frozenset[int], ...]:
    """The characters each family can show, upright and italic."""
    families = []
    for name in FAMILIES:
        faces = [characters(file.path.read_bytes()) for file in fontpkg.family(name).files]
        families.append(frozenset.intersection(*faces))
    return tuple(families)


def characters(font: bytes) -> frozenset[int]:
    """The code points an OpenType font maps to a letterform (its character map of format 12)."""
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    found: set[int] = set()
    for record in range(count):
        (offset,) = struct.unpack_from(">I", font, table + 8 + 8 * record)
        (form,) = struct.unpack_from(">H", font, table + offset)
        if form == 12:
            for first, last in _groups(font, table + offset):
                found.update(range(first, last + 1))
    return frozenset(found)


def clusters(text: str) -> Iterator[str]:
    """The text in pieces that one font has to show: a letter with its marks and joiners."""
    start = 0
    for at in range(1, len(text)):
        if text[at] < "\u0300" or not _clings(text[at - 1], text[at]):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _clings(before: str, char: str) -> bool:
    return is_mark(char) or "\u200d" in (before, char)


def is_mark(char: str) -> bool:
    """True for a mark that has no place of its own, but stands on the letter before."""
    return unicodedata.category(char).startswith("M")


def _table(font: bytes, wanted: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for at in range(12, 12 + 16 * count, 16):
        tag, _check, offset, _length = struct.unpack_from(">4sIII", font, at)
        if tag == wanted:
            return int(offset)
    raise ValueError(f"no table {wanted!r}")


def _groups(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    for group in range(count):
        first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * group)
        yield first, last
