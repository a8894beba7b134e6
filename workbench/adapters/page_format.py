"""A page on its way from the reading child to the catalogue and back to the domain."""

import sys
import zlib
from array import array
from typing import TypeVar

import msgspec

from workbench.domain.source import Page
from workbench.domain.text import Box, Word

_Numbers = TypeVar("_Numbers", "array[int]", "array[float]")


class StoredPage(msgspec.Struct, frozen=True):
    """A page as the catalogue keeps it; words are packed, raw is the deflated text as read."""

    number: int
    label: str
    text: str
    layer: str
    width: float
    height: float
    words: bytes
    raw: bytes
    passages: list[tuple[int, int]]


def store(page: Page, raw: str, passages: list[tuple[int, int]]) -> StoredPage:
    """The page in its stored form."""
    return StoredPage(
        number=page.number,
        label=page.label,
        text=page.text,
        layer=page.layer,
        width=page.width,
        height=page.height,
        words=pack_words(page.words),
        raw=zlib.compress(raw.encode("utf-8", "surrogatepass"), 1),
        passages=passages,
    )


def pack_words(words: tuple[Word, ...]) -> bytes:
    """Offsets as 32-bit integers, then boxes as 32-bit floats, little-endian, deflated."""
    if not words:
        return b""
    offsets = array("i")
    boxes = array("f")
    for word in words:
        offsets.extend((word.start, word.end))
        boxes.extend((word.box.left, word.box.top, word.box.right, word.box.bottom))
    return zlib.compress(_little(offsets).tobytes() + _little(boxes).tobytes(), 1)


def unpack_words(data: bytes) -> tuple[Word, ...]:
    """What pack_words packed."""
    if not data:
        return ()
    plain = zlib.decompress(data)
    count = len(plain) // 24
    offsets, boxes = array("i"), array("f")
    offsets.frombytes(plain[: count * 8])
    boxes.frombytes(plain[count * 8 :])
    o, b = _little(offsets), _little(boxes)
    return tuple(
        Word(o[2 * i], o[2 * i + 1], Box(b[4 * i], b[4 * i + 1], b[4 * i + 2], b[4 * i + 3]))
        for i in range(count)
    )


def _little(values: _Numbers) -> _Numbers:
    if sys.byteorder == "big":
        values.byteswap()
    return values
