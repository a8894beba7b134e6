"""Which words of a page a mouse means: by point, by line, in a rectangle."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from workbench.domain.source import Page
from workbench.domain.text import Box, Word, boxes_of
from workbench.ui.text_steps import is_unspaced


class PageWords:
    """A page that was read, quick to ask where its words stand."""

    def __init__(self, page: Page) -> None:
        self.page = page
        words = page.words
        self._starts = [word.start for word in words]
        self._in_order = all(a.start <= b.start and a.end <= b.end for a, b in pairwise(words))
        self._boxes: dict[tuple[int, int], tuple[Box, ...]] = {}

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """One box a line for the span; asked at every painting, so remembered."""
        known = self._boxes.get((start, end))
        if known is None:
            known = boxes_of(self._near(start, end), start, end)
            self._boxes[start, end] = known
        return known

    def _near(self, start: int, end: int) -> Sequence[Word]:
        if not self._in_order:
            return self.page.words
        first = max(0, bisect_right(self._starts, start) - 1)
        while first > 0 and self.page.words[first - 1].end > start:
            first -= 1
        return self.page.words[first : bisect_left(self._starts, end)]


def nearest_word(words: Sequence[Word], x: float, y: float, height_ratio: float) -> int | None:
    """The index of the word at a point (shares of the page), else the nearest one.

    Distance down counts more than distance along, so that beside a line its end is meant;
    height_ratio is the page's height over its width.
    """
    best: int | None = None
    least = float("inf")
    for index, word in enumerate(words):
        box = word.box
        dx = max(box.left - x, 0.0, x - box.right)
        dy = max(box.top - y, 0.0, y - box.bottom) * height_ratio
        distance = dx + 6 * dy
        if distance < least:
            best, least = index, distance
            if distance == 0:
                break
    return best


def on_word(word: Word, x: float, y: float) -> bool:
    """True where the point lies on the word, a hair's breadth around it included."""
    box = word.box
    return box.left - 0.004 <= x <= box.right + 0.004 and box.top - 0.003 <= y <= box.bottom + 0.003


def unit(word: Word, text: str, x: float) -> tuple[int, int]:
    """What is chosen at a point of a word: all of it, or one character where none has spaces."""
    piece = text[word.start : word.end]
    if len(piece) < 2 or not any(is_unspaced(char) for char in piece):
        return word.start, word.end
    width = max(1e-6, word.box.right - word.box.left)
    at = min(len(piece) - 1, max(0, int((x - word.box.left) / width * len(piece))))
    return word.start + at, word.start + at + 1


def line_of(words: Sequence[Word], index: int) -> tuple[int, int]:
    """The span of the words that stand in one line with the word of that index."""
    first = last = index
    while first > 0 and _follows(words[first - 1], words[first]):
        first -= 1
    while last + 1 < len(words) and _follows(words[last], words[last + 1]):
        last += 1
    return words[first].start, words[last].end


def _follows(left: Word, right: Word) -> bool:
    overlap = min(left.box.bottom, right.box.bottom) - max(left.box.top, right.box.top)
    height = min(left.box.bottom - left.box.top, right.box.bottom - right.box.top)
    gap = right.box.left - left.box.right
    return overlap > 0.5 * height and -0.01 < gap < 4 * max(height, 0.001)


def words_in(words: Sequence[Word], area: Box) -> list[Word]:
    """The words whose middle lies in a rectangle of the page, in reading order."""
    return [
        word
        for word in words
        if area.left <= (word.box.left + word.box.right) / 2 <= area.right
        and area.top <= (word.box.top + word.box.bottom) / 2 <= area.bottom
    ]


def lines_text(words: Sequence[Word], text: str) -> str:
    """The words as clean text, a line for a line; a word broken at a line's end stays whole."""
    parts: list[str] = []
    last: Word | None = None
    end = -1
    for word in words:
        if last is not None and word.start > end:
            parts.append(" " if _side_by_side(last.box, word.box) else "\n")
        if word.start > end:
            last = word
        parts.append(text[max(word.start, end) : word.end])
        end = max(end, word.end)
    return "".join(parts)


def _side_by_side(one: Box, other: Box) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    height = min(one.bottom - one.top, other.bottom - other.top)
    return overlap > 0.5 * height
