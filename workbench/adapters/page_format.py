"""A page on its way from the reading child to the catalogue and back to the domain."""

import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

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
    origin: str = "text"
    reliable: bool = True


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
        origin=page.origin,
        reliable=page.reliable,
    )


def pack_words(words: Sequence[Word]) -> bytes:
    """Offsets as 32-bit integers, then boxes as 32-bit floats, little-endian, deflated."""
    if not words:
        return b""
    offsets = array("i")
    boxes = array("f")
    for word in words:
        offsets.extend((word.start, word.end))
        boxes.extend((word.box.left, word.box.top, word.box.right, word.box.bottom))
    return zlib.compress(_little(offsets).tobytes() + _little(boxes).tobytes(), 1)


def unpack_words(data: bytes) -> Sequence[Word]:
    """What pack_words packed."""
    return PackedWords(zlib.decompress(data)) if data else ()


class PackedWords(Sequence[Word]):
    """Words made where they are asked for: a page has hundreds, and a passage touches a few."""

    def __init__(self, plain: bytes) -> None:
        self._count = len(plain) // 24
        offsets, boxes = array("i"), array("f")
        offsets.frombytes(plain[: self._count * 8])
        boxes.frombytes(plain[self._count * 8 :])
        self._offsets, self._boxes = _little(offsets), _little(boxes)
        self._made: tuple[Word, ...] | None = None

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Word, ...]: ...
    def __getitem__(self, index: int | slice) -> Word | tuple[Word, ...]:
        if self._made is not None:
            return self._made[index]
        numbers = range(self._count)[index]
        return self._word(numbers) if isinstance(numbers, int) else tuple(map(self._word, numbers))

    def __iter__(self) -> Iterator[Word]:
        if self._made is None:
            self._made = tuple(map(self._word, range(self._count)))
        return iter(self._made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PackedWords | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def _word(self, number: int) -> Word:
        start, end = self._offsets[2 * number : 2 * number + 2]
        return Word(start, end, Box(*self._boxes[4 * number : 4 * number + 4]))


def _little(values: _Numbers) -> _Numbers:
    if sys.byteorder == "big":
        values.byteswap()
    return values
