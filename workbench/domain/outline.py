"""A document's headings: where they stand in its text, and those of a text that marks none."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from workbench.domain.source import OutlineEntry, Page
from workbench.domain.text import PARAGRAPH

_TITLE_LONGEST = 80
_FOLLOWED_BY = 120
_FEWEST = 2
_REPEATED = 2
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[IVX]{1,6}\.|[A-Z]\.)\s+(?=[^\W\d_])")
_NAMED = re.compile(r"(?:chapter|part|section|article|annex|appendix)\s+[\dIVXA-Z]{1,5}\b", re.I)
_MARKDOWN = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")


def place(page: Page, title: str, down: float = -1.0) -> int:
    """Where a heading stands on its page; down is how far, as a share; 0 where it is not there."""
    spots = _matches(page.text, title) or _matches(page.text, _NUMBER.sub("", title, count=1))
    if down < 0 or not page.words:
        return spots[0] if spots else 0
    if len(spots) > 1:
        return min(spots, key=lambda start: abs(_top(page, start) - down))
    if spots:
        return spots[0]
    below = [word for word in page.words if word.box.top >= down - 0.005]
    return min(below, key=lambda word: word.box.top).start if below else 0


def place_in_flow(
    pages: Sequence[Page], headings: Sequence[tuple[int, str, int]]
) -> list[OutlineEntry]:
    """Headings as level, title and the how-manieth paragraph of just that text each one is."""
    wanted = {title for _level, title, _repeat in headings}
    spots: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for page, start, paragraph in _paragraphs(pages):
        if paragraph in wanted:
            spots[paragraph].append((page, start))
    return [
        OutlineEntry(level, " ".join(title.split()), *spots[title][repeat])
        for level, title, repeat in headings
        if repeat < len(spots[title])
    ]


def headings_of_text(pages: Sequence[Page]) -> list[OutlineEntry]:
    """Headings of a plain text that are beyond doubt: Markdown's, numbered ones, capitals."""
    paragraphs = list(_paragraphs(pages))
    marked = []
    for page, start, text in paragraphs:
        if match := _MARKDOWN.fullmatch(text):
            marked.append(OutlineEntry(len(match[1]), match[2], page, start))
    if marked:
        return marked
    seen = Counter(text for _page, _start, text in paragraphs)
    found = []
    for number, (page, start, text) in enumerate(paragraphs[:-1]):
        level = _level(text)
        heads = any(len(after[2]) >= _FOLLOWED_BY for after in paragraphs[number + 1 : number + 3])
        if level and heads and seen[text] <= _REPEATED:
            found.append(OutlineEntry(level, text, page, start))
    return found if len(found) >= _FEWEST else []


def _matches(text: str, title: str) -> list[int]:
    """Where the title's words stand one after the other, whatever stands between and its case."""
    words = re.findall(r"\w+", title)
    if not words:
        return []
    pattern = r"\b" + r"\W+".join(map(re.escape, words)) + r"\b"
    return [match.start() for match in re.finditer(pattern, text, re.IGNORECASE)]


def _top(page: Page, start: int) -> float:
    at = bisect_left(page.words, start, key=lambda word: word.start)
    return page.words[min(at, len(page.words) - 1)].box.top


def _paragraphs(pages: Sequence[Page]) -> Iterator[tuple[int, int, str]]:
    for page in pages:
        start = 0
        for paragraph in page.text.split(PARAGRAPH):
            yield page.number, start, paragraph
            start += len(paragraph) + len(PARAGRAPH)


def _level(text: str) -> int:
    """The level of what looks like a heading; 0 for all else."""
    if len(text) > _TITLE_LONGEST or not text or text[-1] in ".,;:?!…":
        return 0
    if match := _NUMBER.match(text):
        rest = text[match.end() :]
        return 1 + match.group().rstrip(". ").count(".") if rest[:1].isupper() else 0
    letters = [char for char in text if char.isalpha()]
    capitals = len(letters) >= 4 and all(char.isupper() for char in letters)
    return 1 if capitals or _NAMED.match(text) else 0
