"""Lines and paragraphs of a printed page, from where its words stand."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from workbench.adapters.readers.pdf_direction import unspaced
from workbench.domain.text import PARAGRAPH

_SENTENCE_END = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]\d*†‡]*$")
_WIDE_GAP = 2.0
_MANY_LINES = 20_000
# Letters that may stand as a word: what follows such an initial may be the next word.
_ONE_LETTER_WORDS = frozenset("AEIOUYÀÁÈÉÍÓÚØÅÄÖ")
_SAYABLE = re.compile("[aeiouyà-æè-ïò-öø-ýÿ]", re.IGNORECASE)


@dataclass(slots=True)
class Line:
    """A line: the words [first, stop) and their outline."""

    first: int
    stop: int
    left: float
    top: float
    right: float
    bottom: float
    start_text: str
    end_text: str
    gaps: int = 0  # wide ones, and dots that lead the eye over one
    column_right: float = 0.0
    stands: bool = False  # its words stand above each other: turned against the page's text
    apart: bool = False  # a running head or foot
    glued: bool = False  # goes on within the word that a large initial began

    @property
    def height(self) -> float:
        """From the top of the tallest word to the foot of the lowest."""
        return self.bottom - self.top

    def close(self, stop: int, top: float, right: float, bottom: float, said: str) -> None:
        """Ends the line before the word of that number."""
        self.stop, self.end_text = stop, said
        self.top, self.right, self.bottom = top, right, bottom


def lines_of(words: list[Any]) -> list[Line]:
    """Groups words (x0, y0, x1, y1, text, block, line, …) into lines, in the order given."""
    lines: list[Line] = []
    line = Line(0, 0, 0.0, 0.0, 0.0, 0.0, "", "")
    # Of the line at hand; what changes with every word is written to it when it ends.
    start, end, high, low, said, key_block, key_row = 0.0, 0.0, 0.0, 0.0, "", -1, -1
    for number, (left, top, right, bottom, text, block, row, _at) in enumerate(words):
        if not (
            row == key_row and block == key_block and left > start and bottom > high and top < low
        ):
            line.close(number, high, end, low, said)
            key_block, key_row = block, row
            if not (number and _goes_on(line, words[number - 1], words[number])):
                line = Line(number, number + 1, left, top, right, bottom, text, text)
                lines.append(line)
                start, end, high, low, said = left, right, top, bottom, text
                continue
        if line.stands:
            line.left = start = min(start, left)
            high, low = min(high, top), max(low, bottom)
        elif left - end > _WIDE_GAP * (bottom - top) or text == "." == said:
            line.gaps += 1
        said = text
        end = max(end, right)
        # A raised figure must not make its line taller than the others.
        if (top < high or bottom > low) and (len(text) > 3 or bottom - top > low - high):
            high, low = min(high, top), max(low, bottom)
    line.close(len(words), high, end, low, said)
    return lines


def levels_of(lines: list[Line]) -> list[tuple[float, int]]:
    """The lines' numbers from the top of the page down, each with how far down its middle is."""
    return sorted([(line.top + line.bottom, number) for number, line in enumerate(lines)])


def _goes_on(line: Line, before: Any, word: Any) -> bool:
    """Signs set one by one, and words above each other: the library gives no line of its own."""
    if before[5] != word[5]:
        return False
    if unspaced(word[4][0]) and unspaced(before[4][-1]):
        overlap = min(line.bottom, word[3]) - max(line.top, word[1])
        height = word[3] - word[1]
        near = -0.2 * height < word[0] - line.right < 0.9 * height
        return near and overlap > 0.7 * height and not line.stands
    if before[6] != word[6] or not (line.stands or line.stop - line.first == 1):
        return False
    overlap = min(before[2], word[2]) - max(before[0], word[0])
    if overlap < 0.6 * min(before[2] - before[0], word[2] - word[0]):
        return False
    line.stands = line.stands or word[3] <= before[1] or word[1] >= before[3]
    return line.stands


def separators(lines: list[Line]) -> list[str]:
    """What stands before each line: nothing, a space, a newline or a paragraph mark."""
    if not lines:
        return []
    if len(lines) > _MANY_LINES:
        return ["", *["\n"] * (len(lines) - 1)]  # A drawing made of letters, not a page of prose.
    pitch = _usual_pitch(lines)
    usual = median(line.height for line in lines)
    _mark_initials(lines)
    _mark_columns(lines)
    found = [""]
    opening = True
    for before, line in pairwise(lines):
        separator = _Pair(before, line, pitch, usual, opening).separator()
        if separator == " ":
            line.gaps += before.gaps + (line.left - before.right > _WIDE_GAP * line.height)
        else:
            opening = separator == PARAGRAPH
        found.append(separator)
    return found


def _mark_initials(lines: list[Line]) -> None:
    """The lines beside a large initial begin where it begins, and the first goes on its word."""
    for number, (initial, line) in enumerate(pairwise(lines)):
        if initial.stop - initial.first > 1 or len(initial.end_text) > 2:
            continue
        if initial.height < 1.7 * line.height or not _begins_word(initial, line):
            continue
        beside = []
        for other in lines[number + 1 :]:
            middle = (other.top + other.bottom) / 2
            gap = other.left - initial.right
            if not (initial.top < middle < initial.bottom and abs(gap) < line.height):
                break
            beside.append(other)
        if len(beside) < 2:
            continue
        letter, rest = initial.end_text[-1], line.start_text
        alone = letter in _ONE_LETTER_WORDS and (len(rest) > 3 or _SAYABLE.search(rest))
        line.glued = not alone and letter < "\u0370"
        initial.top, initial.bottom = line.top, line.bottom
        for other in beside[1:]:
            other.left = initial.left


def _begins_word(initial: Line, line: Line) -> bool:
    text = initial.end_text
    return text[-1].isupper() and line.start_text[:1].isalpha() and line.left > initial.left


def _usual_pitch(lines: list[Line]) -> float:
    steps = [
        line.bottom - before.bottom
        for before, line in pairwise(lines)
        if 0.5 * before.height < line.bottom - before.bottom < 2.5 * before.height
    ]
    return median(steps) if steps else 0.0


def _mark_columns(lines: list[Line]) -> None:
    """Notes for every line how far right the lines above and below it in its column reach."""
    start = 0
    for number in range(1, len(lines) + 1):
        ended = number == len(lines) or not _same_column(lines[number - 1], lines[number])
        if ended:
            right = max(line.right for line in lines[start:number])
            for line in lines[start:number]:
                line.column_right = right
            start = number


def _same_column(before: Line, line: Line) -> bool:
    down = line.bottom > before.bottom - 0.5 * before.height
    return down and line.left < before.right and line.right > before.left


@dataclass(slots=True)
class _Pair:
    """Two lines that follow each other; opening is true where the first begins a paragraph."""

    before: Line
    line: Line
    pitch: float
    usual: float
    opening: bool

    def separator(self) -> str:
        before, line = self.before, self.line
        if line.glued:
            return ""
        if before.stands or line.stands:
            return "\n" if before.stands == line.stands and self._beside() else PARAGRAPH
        overlap = min(before.bottom, line.bottom) - max(before.top, line.top)
        if overlap > 0.5 * min(before.height, line.height) and line.left >= before.left:
            return "" if self._unspaced() else " "
        if before.apart or line.apart:
            return PARAGRAPH
        rows = before.gaps > 1 and line.gaps > 1
        if self._breaks() and (rows or not self._runs_on()):
            return PARAGRAPH
        return "" if self._unspaced() else "\n"

    def _beside(self) -> bool:
        height = self.before.right - self.before.left
        return abs(self.line.left - self.before.left) < 2 * height

    def _unspaced(self) -> bool:
        """Chinese and Japanese lines join without a space."""
        return unspaced(self.before.end_text[-1]) and unspaced(self.line.start_text[0])

    def _breaks(self) -> bool:
        before, line = self.before, self.line
        if not _same_column(before, line) or self._other_size():
            return True
        step = line.bottom - before.bottom
        if step > 1.4 * (self.pitch or 1.3 * before.height) and step > 1.25 * line.height:
            return True
        if before.gaps and line.gaps:
            return True  # Two rows of a table.
        return self._breaks_by_edge()

    def _breaks_by_edge(self) -> bool:
        """Indents, hanging entries and short last lines."""
        before, line = self.before, self.line
        shift = line.left - before.left
        ended = _ends_sentence(before)
        full = before.right > before.column_right - 0.12 * (before.column_right - before.left)
        if shift > 0.7 * line.height:
            return ended or not full
        if shift < -0.7 * line.height and not self.opening:
            return True
        if ended and not full:
            return True
        short = before.right - before.left < 0.6 * (before.column_right - before.left)
        return short and before.height < 1.25 * self.usual and not before.end_text.endswith(",")

    def _other_size(self) -> bool:
        small, large = sorted((self.before.height, self.line.height))
        return small > 0 and large > 1.25 * small

    def _runs_on(self) -> bool:
        """A sentence in full flow is never cut, whatever stands between its two lines."""
        before, line = self.before, self.line
        if _ends_sentence(before) or not line.start_text[:1].islower():
            return False
        full = before.right > before.column_right - 0.15 * (before.column_right - before.left)
        near = 0 < line.bottom - before.bottom < 2.2 * (self.pitch or before.height)
        small, large = sorted((before.height, line.height))
        # A formula or a bad scan makes one line of a paragraph taller than the next.
        if large > (2.2 if full and near and _same_column(before, line) else 1.3) * small:
            return False
        return full or near or before.end_text.endswith(("-", "‐", "\u00ad"))


def _ends_sentence(line: Line) -> bool:
    text = line.end_text
    return not text[-1:].isalpha() and _SENTENCE_END.search(text[-20:]) is not None
