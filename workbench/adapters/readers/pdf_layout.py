"""Lines and paragraphs of a printed page, from where its words stand."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from workbench.domain.text import PARAGRAPH

_SENTENCE_END = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]\d*†‡]*$")
_WIDE_GAP = 2.0
_MANY_LINES = 20_000


@dataclass(slots=True)
class Line:
    """A line: the words [first, stop) and their outline; flow is the column it stands in."""

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

    @property
    def height(self) -> float:
        """From the top of the tallest word to the foot of the lowest."""
        return self.bottom - self.top


def upright(words: list[Any]) -> list[Any]:
    """The words turned so that most of the page's text runs from left to right, or stands up."""
    along, back, up, down, rises = 0, 0, 0, 0, 0
    for before, word in pairwise(words):
        x, y = word[0] + word[2] - before[0] - before[2], word[1] + word[3] - before[1] - before[3]
        if before[5:7] != word[5:7]:
            rises += 1 if y < 0 else -1
        elif abs(x) >= abs(y):
            along, back = along + (x > 0), back + (x < 0)
        else:
            up, down = up + (y < 0), down + (y > 0)
    if max(up, down) <= max(along, back):
        # Lines that run back and rise are upside down; Arabic runs back and goes on below.
        if back > along and rises > 0:
            return [(-x1, -y1, -x0, -y0, *rest) for x0, y0, x1, y1, *rest in words]
        return words
    if up > down:
        return [(-y1, x0, -y0, x1, *rest) for x0, y0, x1, y1, *rest in words]
    return [(y0, -x1, y1, -x0, *rest) for x0, y0, x1, y1, *rest in words]


def lines_of(words: list[Any]) -> list[Line]:
    """Groups words (x0, y0, x1, y1, text, block, line, …) into lines, in the order given."""
    lines: list[Line] = []
    key: tuple[int, int] | None = None
    line = Line(0, 0, 0.0, 0.0, 0.0, 0.0, "", "")
    for number, (left, top, right, bottom, text, block, row, *_rest) in enumerate(words):
        same = key == (block, row) and left > line.left
        if not (same and bottom > line.top and top < line.bottom):
            line = Line(number, number + 1, left, top, right, bottom, text, text)
            lines.append(line)
            key = (block, row)
            continue
        if left - line.right > _WIDE_GAP * (bottom - top) or text == "." == line.end_text:
            line.gaps += 1
        line.stop = number + 1
        line.end_text = text
        line.right = max(line.right, right)
        # A raised figure must not make its line taller than the others.
        if (top < line.top or bottom > line.bottom) and (
            len(text) > 3 or bottom - top > line.height
        ):
            line.top, line.bottom = min(line.top, top), max(line.bottom, bottom)
    return lines


def separators(lines: list[Line]) -> list[str]:
    """What stands before each line: nothing, a space, a newline or a paragraph mark."""
    if not lines:
        return []
    if len(lines) > _MANY_LINES:
        return ["", *["\n"] * (len(lines) - 1)]  # A drawing made of letters, not a page of prose.
    pitch = _usual_pitch(lines)
    usual = median(line.height for line in lines)
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
        overlap = min(before.bottom, line.bottom) - max(before.top, line.top)
        if overlap > 0.5 * min(before.height, line.height) and line.left >= before.left:
            return " "
        rows = before.gaps > 1 and line.gaps > 1
        return PARAGRAPH if self._breaks() and (rows or not self._runs_on()) else "\n"

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
    return _SENTENCE_END.search(line.end_text[-20:]) is not None
