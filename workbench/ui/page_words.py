"""Which words of a page a mouse means: by point, by line, from word to word."""

from collections.abc import Sequence

from workbench.domain.text import Word
from workbench.ui.text_steps import is_unspaced


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
