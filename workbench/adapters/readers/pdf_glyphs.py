"""The single glyphs of a line, for the few lines whose words do not tell enough.

Asking the library for every glyph of every page would halve the speed of reading.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, the size it is set in, where its pen starts, and its outline."""

    char: str
    size: float
    baseline: float
    left: float
    top: float
    right: float
    bottom: float


class Glyphs:
    """The glyphs of one page, by the word they belong to."""

    def __init__(self, textpage: Any) -> None:
        self._textpage = textpage
        self._blocks: list[Any] = []
        self._lines: dict[int, list[Any]] = {}

    def of_word(self, word: Any) -> list[Glyph]:
        """The glyphs of a word as the library gave it; empty where they do not spell it."""
        lines = self._lines_of(word[5])
        char = lines[word[6]].m_internal.first_char if word[6] < len(lines) else None
        spelt: list[Any] = []
        count, within = -1, False
        while char and count <= word[7]:
            code = char.c
            if code <= 32 or code == 160:
                within = False
            else:
                count += not within
                within = True
                if count == word[7]:
                    spelt.append(char)
            char = char.next
        if "".join([chr(char.c) for char in spelt]) != word[4]:
            return []
        return [_glyph(char) for char in spelt]

    def _lines_of(self, number: int) -> list[Any]:
        if not self._blocks:
            self._blocks = list(self._textpage)
        if number not in self._lines:
            block = self._blocks[number] if number < len(self._blocks) else None
            self._lines[number] = [] if block is None or block.m_internal.type else list(block)
        return self._lines[number]


def _glyph(char: Any) -> Glyph:
    quad = char.quad
    xs = (quad.ul.x, quad.ur.x, quad.ll.x, quad.lr.x)
    ys = (quad.ul.y, quad.ur.y, quad.ll.y, quad.lr.y)
    return Glyph(chr(char.c), char.size, char.origin.y, min(xs), min(ys), max(xs), max(ys))
