"""Where somebody's words are quoted, over sentences and paragraphs."""

import re
from collections.abc import Iterable, Iterator

from workbench.domain.language.paragraphs import Span

_MARK = re.compile("[“”„‟\"＂«»‘‚’']")
_DOUBLE = frozenset('“”„‟"＂«»')
_GUILLEMETS = frozenset("«»")
# Marks that nobody sets at the end of a word, but for an inch or a mistake.
_OPENING = frozenset("“„‟«»")
_SURE_END = frozenset(".,!?…;:")


def quotation_spans(text: str, paragraphs: Iterable[Span]) -> list[Span]:
    """Quotations with their marks, in order; one that runs over paragraphs is one.

    Where a mark may be an apostrophe or was forgotten the longer quotation is taken.
    """
    found: list[Span] = []
    running = False
    for start, end in paragraphs:
        spans, runs_on = _in_paragraph(text, start, end)
        if running and spans and spans[0][0] == start:
            found[-1] = (found[-1][0], spans.pop(0)[1])
        found += spans
        running = runs_on and bool(found)
    return found


def _in_paragraph(text: str, start: int, end: int) -> tuple[list[Span], bool]:
    """The quotations of a paragraph, and whether its end leaves one open."""
    spans: list[Span] = []
    at = start
    while (mark := _MARK.search(text, at, end)) is not None:
        begin, at = mark.start(), mark.end()
        if not _opens(text, begin, start, end):
            continue
        double = mark.group() in _DOUBLE
        close = _double_end(text, at, end) if double else _single_end(text, at, end)
        if close is None:
            if double:
                return [*spans, (begin, end)], True
            continue
        spans.append((begin, close))
        at = close
    return spans, False


def _opens(text: str, at: int, start: int, end: int) -> bool:
    mark = text[at]
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if mark in _OPENING:
        return True
    if mark == "’" or after.isspace():
        return False
    return not before.isalnum()


def _double_end(text: str, at: int, end: int) -> int | None:
    for mark in _MARK.finditer(text, at, end):
        char = mark.group()
        if char not in _DOUBLE:
            continue
        if char in _GUILLEMETS or char == "”" or not text[mark.start() - 1].isspace():
            return mark.end()
    return None


def _single_end(text: str, at: int, end: int) -> int | None:
    """The first mark after a stop; failing that, the first at a word's end: "workers’" is none."""
    first: int | None = None
    for mark in _closers(text, at, end):
        if text[mark - 1] in _SURE_END:
            return mark + 1
        first = mark + 1 if first is None else first
    return first


def _closers(text: str, at: int, end: int) -> Iterator[int]:
    for mark in _MARK.finditer(text, at, end):
        where, char = mark.start(), mark.group()
        after = text[where + 1] if where + 1 < end else " "
        if char in "’'" and not text[where - 1].isspace() and not after.isalnum():
            yield where
        elif char in "‘'" and _opens(text, where, at, end):
            return
