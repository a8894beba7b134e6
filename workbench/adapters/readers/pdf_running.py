"""Running heads and feet and page numbers: known by the pages around, and by where they stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workbench.adapters.readers.pdf_layout import Line

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\W*(?:\w{1,6}\.? ?)?#(?: ?(?:/|\w{1,3}) ?#)?\W*|\W*[ivxlc]{1,7}\W*")
_ROWS = 2
_SAME_PLACE = 6.0


@dataclass(frozen=True, slots=True)
class Edge:
    """A row at the head or the foot of a page: what it says, figures aside, and its lines."""

    head: bool
    said: str
    middle: float
    lines: tuple[int, ...]
    alone: bool  # clear of the rest of the page
    words: int


def edges_of(words: list[Any], lines: list[Line], levels: list[tuple[float, int]]) -> list[Edge]:
    """The first and the last rows of a page that stand upright."""
    ranked = [number for _level, number in levels if not lines[number].stands]
    heads = _rows(words, lines, ranked, head=True)
    ranked.reverse()
    return [*heads, *_rows(words, lines, ranked, head=False)]


def _rows(words: list[Any], lines: list[Line], ranked: list[int], *, head: bool) -> list[Edge]:
    found: list[Edge] = []
    at = 0
    while at < len(ranked) and len(found) < _ROWS:
        row = _row(lines, ranked, at)
        at += len(row)
        height = max(lines[number].height for number in row)
        clear = 0.0
        if at < len(ranked):
            # How far the row stands off what comes next to it.
            rest = [lines[number] for number in ranked[at : at + 8]]
            edge = _foot(lines, row) if head else -_head(lines, row)
            clear = min(line.top - edge if head else -edge - line.bottom for line in rest)
        row.sort(key=lambda number: lines[number].left)
        spans = [words[w] for n in row for w in range(lines[n].first, lines[n].stop)]
        said = _DIGITS.sub("#", " ".join(word[4] for word in spans).casefold())
        middle = sum(lines[number].top + lines[number].bottom for number in row) / 2 / len(row)
        found.append(Edge(head, said, middle, tuple(row), clear > 0.6 * height, len(spans)))
    return found


def _row(lines: list[Line], ranked: list[int], at: int) -> list[int]:
    first = lines[ranked[at]]
    row = [ranked[at]]
    for number in ranked[at + 1 :]:
        line = lines[number]
        overlap = min(first.bottom, line.bottom) - max(first.top, line.top)
        if overlap < 0.5 * min(first.height, line.height):
            break
        row.append(number)
    return row


def _foot(lines: list[Line], row: list[int]) -> float:
    return max(lines[number].bottom for number in row)


def _head(lines: list[Line], row: list[int]) -> float:
    return min(lines[number].top for number in row)


def mark_running(lines: list[Line], edges: list[Edge], around: Iterable[list[Edge]]) -> None:
    """Sets apart the lines that run on the pages around, and lone rows at the very edge."""
    known: dict[tuple[bool, str], list[float]] = {}
    for page in around:
        for edge in page:
            known.setdefault((edge.head, edge.said), []).append(edge.middle)
    outer: dict[bool, bool] = {True: True, False: True}
    for edge in edges:
        near = known.get((edge.head, edge.said), ())
        running = any(abs(edge.middle - middle) < _SAME_PLACE for middle in near)
        number = outer[edge.head] and _NUMBER.fullmatch(edge.said) is not None
        if outer[edge.head] and (running or number or _lone(lines, edge)):
            for at in edge.lines:
                lines[at].apart = True
        else:
            outer[edge.head] = False


def _lone(lines: list[Line], edge: Edge) -> bool:
    """Clear of the text, and not a line of it that a picture follows."""
    if not edge.alone or edge.words > 14:
        return False
    rest = [line for number, line in enumerate(lines) if number not in edge.lines]
    if len(rest) < 3:
        return False
    left, right = min(line.left for line in rest), max(line.right for line in rest)
    width = sum(lines[number].right - lines[number].left for number in edge.lines)
    return width < 0.75 * (right - left) or sum(lines[number].gaps for number in edge.lines) > 0


def running_aside(lines: list[Line]) -> list[int] | None:
    """The lines with heads first and feet last; None where none is in the midst of the text."""
    body = [number for number, line in enumerate(lines) if not line.apart]
    if not body:
        return None
    amid = [n for n in range(body[0], body[-1]) if lines[n].apart]
    if not amid:
        return None
    middle = sum(lines[number].top + lines[number].bottom for number in body) / len(body)
    heads = [number for number in amid if lines[number].top + lines[number].bottom < middle]
    feet = [number for number in amid if number not in heads]
    moved = set(amid)
    kept = [number for number in range(body[0], len(lines)) if number not in moved]
    last = kept.index(body[-1]) + 1
    return [*range(body[0]), *heads, *kept[:last], *feet, *kept[last:]]
