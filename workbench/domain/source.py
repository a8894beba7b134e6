"""Sources: documents of the archive, their pages and passages."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from workbench.domain.language.paragraphs import paragraph_spans
from workbench.domain.text import Box, Word, boxes_of

PASSAGE_TARGET = 900
PASSAGE_LONGEST = 1800
_HEADING = 80
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Source:
    """One document, identified by the SHA-256 of its original bytes.

    published is an ISO date, in full or in part ("2016-09"), or empty where it is not known.
    """

    sha256: str
    kind: str
    name: str
    title: str
    author: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    pages: int = 0
    size: int = 0

    @property
    def is_paged(self) -> bool:
        """True where pages are pictures; other sources flow."""
        return self.kind == "pdf"

    def may_be_version_of(self, name: str, title: str) -> bool:
        """True where file name or title are the same, but for case and typography."""
        pairs = ((self.name, name), (self.title, title))
        return any(_plain(mine) == _plain(theirs) != "" for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading: level from 1, page from 1, and where it stands in the text of that page."""

    level: int
    title: str
    page: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a source: number from 1, printed label, its one text and where words stand.

    width and height are in points; both are 0 where the source flows. origin is "text" where the
    file brought the words and "ocr" where they were recognised; reliable is False where the text
    layer is garbled.
    """

    number: int
    label: str
    text: str
    layer: str
    width: float = 0.0
    height: float = 0.0
    words: Sequence[Word] = ()
    origin: str = "text"
    reliable: bool = True

    def lines_within(self, area: Box) -> list[str]:
        """The words whose middle stands in an area of the page, line by line."""
        lines: list[str] = []
        before: Box | None = None
        for word in self.words:
            box = word.box
            x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            if not (area.left <= x <= area.right and area.top <= y <= area.bottom):
                continue
            text = self.text[word.start : word.end]
            if before is not None and before.top < y < before.bottom:
                lines[-1] += f" {text}"
            else:
                lines.append(text)
            before = box
        return lines

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """One box a line for the span, in shares of the page."""
        first = bisect_right(self.words, start, key=_word_end)
        stop = bisect_left(self.words, end, lo=first, key=_word_start)
        return boxes_of(self.words[first:stop], start, end)


def _plain(text: str) -> str:
    return _NO_LETTERS.sub(" ", normalize("NFKC", text).casefold()).strip()


def _word_start(word: Word) -> int:
    return word.start


def _word_end(word: Word) -> int:
    return word.end


def passages(text: str, sentence_ends: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Cuts a page into spans of about a paragraph; short ones join, long ones end at a sentence."""
    spans: list[tuple[int, int]] = []
    for start, end in paragraph_spans(text):
        if spans and _belong_together(spans[-1], (start, end)):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.extend(_pieces(text, start, end, sentence_ends))
    return spans


def _belong_together(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """A heading joins what it heads; short paragraphs join until they make a passage."""
    joined = other[1] - one[0]
    shorter = min(one[1] - one[0], other[1] - other[0])
    if one[1] - one[0] <= _HEADING:
        return joined <= PASSAGE_LONGEST
    return joined <= PASSAGE_TARGET and shorter < PASSAGE_TARGET // 4


def _pieces(text: str, start: int, end: int, ends: Sequence[int]) -> list[tuple[int, int]]:
    pieces = []
    while end - start > PASSAGE_LONGEST:
        limit = start + PASSAGE_LONGEST
        at = bisect_right(ends, limit)
        cut = ends[at - 1] if at else 0
        if cut <= start + PASSAGE_TARGET // 2:
            cut = _last_stop(text, start + PASSAGE_TARGET // 2, limit)
        pieces.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        pieces.append((start, end))
    return pieces


def _last_stop(text: str, low: int, high: int) -> int:
    for mark in (". ", "! ", "? ", "; ", " "):
        cut = text.rfind(mark, low, high)
        if cut > 0:
            return cut + len(mark.rstrip() or "")
    return high
