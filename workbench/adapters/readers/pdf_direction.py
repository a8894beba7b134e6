"""Which way a printed page reads: turned text, columns of Chinese signs, right to left."""

import re
from typing import Any

_ENOUGH = 200  # words that tell how a page is turned
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT = re.compile("[^\\W\\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Han, kana and their punctuation: written without spaces, one sign under another or in a row.
_UNSPACED = re.compile("[\u2e80-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def unspaced(char: str) -> bool:
    """True for the signs of Chinese and Japanese, whose lines join without a space."""
    return char > "\u2e7f" and _UNSPACED.match(char) is not None


def upright(words: list[Any]) -> list[Any]:
    """The words turned so that most of the page's text runs from left to right, or stands up."""
    along, back, up, down, rises = 0, 0, 0, 0, 0
    step = 1 + len(words) // _ENOUGH
    for before, word in zip(words[::step], words[1::step], strict=False):
        left, top, right, bottom, _text, block, row, _at = before
        x0, y0, x1, y1, text, its_block, its_row, _at = word
        x, y = x0 + x1 - left - right, y0 + y1 - top - bottom
        if row != its_row or block != its_block:
            if block == its_block and y > abs(x) and unspaced(text) and len(text) == 1:
                down += 1
            rises += 1 if y < 0 else -1
        elif x > 0 and x >= abs(y):
            along += 1
        elif abs(x) >= abs(y):
            back += x < 0
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


def right_to_left(words: list[Any]) -> tuple[list[int] | None, list[Any]]:
    """The order in which the words are read, and the words laid out as if from left to right.

    The library gives every run of Arabic or Hebrew in the order of its letters, but the runs of a
    line in the order in which they are printed from the left. No order where none is to be changed.
    """
    joined = " ".join([word[4] for word in words])
    if joined.isascii() or not _RIGHT_TO_LEFT.search(joined):
        return None, words
    backward = sum(1 for word in words if _RIGHT_TO_LEFT.search(word[4]))
    whole = 2 * backward > len(words)
    left, right = min(word[0] for word in words), max(word[2] for word in words)
    order: list[int] = []
    laid: list[Any] = []
    for row in _rows(words):
        if not whole and not _reads_back(words, row):
            order.extend(row)
            laid.extend(words[number] for number in row)
            continue
        edges = (left, right) if whole else _edges(words, row)
        for run in _runs(words, row):
            order.extend(run)
            if len(run) == 1:
                laid.append(_moved(words[run[0]], *_mirror(words[run[0]], edges)))
                continue
            # A run of Latin words keeps its inner order where the whole of it now stands.
            inner = _edges(words, run)
            shift = edges[0] + edges[1] - inner[0] - inner[1]
            laid.extend(_moved(w, w[0] + shift, w[2] + shift) for w in map(words.__getitem__, run))
    return order, laid


def _rows(words: list[Any]) -> list[list[int]]:
    """Words that stand beside each other, as they come."""
    rows: list[list[int]] = []
    top = bottom = 0.0
    for number, word in enumerate(words):
        overlap = min(bottom, word[3]) - max(top, word[1])
        if rows and overlap > 0.5 * min(bottom - top, word[3] - word[1]):
            rows[-1].append(number)
        else:
            rows.append([number])
            top, bottom = word[1], word[3]
    return rows


def _reads_back(words: list[Any], row: list[int]) -> bool:
    backward = sum(1 for number in row if _RIGHT_TO_LEFT.search(words[number][4]))
    forward = sum(1 for number in row if _LEFT_TO_RIGHT.search(words[number][4]))
    return backward > forward


def _edges(words: list[Any], numbers: list[int]) -> tuple[float, float]:
    return min(words[at][0] for at in numbers), max(words[at][2] for at in numbers)


def _mirror(word: Any, edges: tuple[float, float]) -> tuple[float, float]:
    return edges[0] + edges[1] - word[2], edges[0] + edges[1] - word[0]


def _moved(word: Any, left: float, right: float) -> Any:
    return (left, word[1], right, *word[3:])


def _runs(words: list[Any], row: list[int]) -> list[list[int]]:
    """From the right edge on; Latin words beside each other stay a run from left to right."""
    runs: list[list[int]] = []
    forward = False
    for number in sorted(row, key=lambda at: -words[at][2]):
        text = words[number][4]
        before, forward = forward, bool(_LEFT_TO_RIGHT.search(text))
        if runs and before and forward:
            runs[-1].insert(0, number)
        else:
            runs.append([number])
    return runs
