"""The paragraphs of a plain text: hard-wrapped lines belong together, all others stand alone."""

import re
from itertools import pairwise

_WRAPPED_AT = 90
_COLUMNS = re.compile(r"\S(?:\s{3,}|\t)\S")
_ROW_LONGEST = 400
_FAR = 10
_BULLET = re.compile(r"\s*(?:[-*•·]|\(?\d{1,3}[.)])\s")

Span = tuple[int, int]


def paragraph_spans(text: str) -> list[Span]:
    """The spans of the paragraphs, in order, without the white space around them."""
    found: list[Span] = []
    lines: list[Span] = []
    at = 0
    for line in text.split("\n"):
        inner = line.strip()
        if inner:
            start = at + len(line) - len(line.lstrip())
            lines.append((start, start + len(inner)))
        elif lines:
            found.extend(_joined(text, lines))
            lines = []
        at += len(line) + 1
    found.extend(_joined(text, lines))
    return found


def paragraphs(text: str) -> list[str]:
    """The paragraphs themselves; a hard-wrapped one keeps its line ends."""
    return [text[start:end] for start, end in paragraph_spans(text)]


def _joined(text: str, lines: list[Span]) -> list[Span]:
    if len(lines) < 2:
        return lines
    said = [text[start:end] for start, end in lines]
    if sum(_COLUMNS.search(line[:_ROW_LONGEST]) is not None for line in said) > len(lines) // 3:
        return _rows(text, lines)
    return [(lines[0][0], lines[-1][1])] if _hard_wrapped(said) else lines


def _rows(text: str, lines: list[Span]) -> list[Span]:
    """The rows of a table set with spaces; a line far from the margin goes on with its row."""
    rows: list[Span] = []
    for start, end in lines:
        indent = start - (text.rfind("\n", 0, start) + 1)
        if rows and indent >= _FAR:
            rows[-1] = (rows[-1][0], end)
        else:
            rows.append((start, end))
    return rows


def _hard_wrapped(lines: list[str]) -> bool:
    """True where a margin broke the lines: like lengths, and sentences that run over their ends."""
    lengths = [len(line) for line in lines[:-1]]
    widest = max(lengths)
    if not 40 <= widest <= _WRAPPED_AT or len(lines[-1]) > _WRAPPED_AT:
        return False
    if sum(length > 0.75 * widest for length in lengths) < 0.8 * len(lengths):
        return False
    running = sum(_runs_on(line, after) for line, after in pairwise(lines))
    return running >= 0.4 * len(lengths)


def _runs_on(line: str, after: str) -> bool:
    if _BULLET.match(after):
        return False
    return line[-1] not in '.!?…:;"”' and (after[0].islower() or len(line) > 55)
