"""Where a span is, remembered several ways; found again as exact, moved, changed or lost.

The selectors are those of the W3C Web Annotation model (TextQuote, TextPosition, Fragment).
A wrong place is worse than none: where two places fit alike, the answer is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from workbench.domain.source import Page
from workbench.domain.text import Box, MappedText, match_key

CONTEXT = 96
_SURE_CONTEXT = 0.72
_CHANGED_QUOTE = 0.72
_CLEAR_LEAD = 0.08
# A quote shorter than this says too little to be believed without the words around it.
_TELLING_LENGTH = 40


class AnchorState(StrEnum):
    """What a locator finds today."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "changed"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Locator:
    """A span of a page of a source: position, exact words, the words around, boxes.

    page counts from 1; start and end are offsets in the page's text; layer is the hash of that
    text; boxes are shares of the page.
    """

    source: str
    page: int
    page_label: str
    layer: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Where a locator's span is today; page 0 where it is lost."""

    state: AnchorState
    page: int = 0
    start: int = 0
    end: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A span of one page."""

    page: int
    start: int
    end: int


LOST = Found(AnchorState.LOST)


def describe(source: str, page: Page, start: int, end: int) -> Locator:
    """The locator of [start, end) on a page of a source."""
    if not 0 <= start < end <= len(page.text):
        raise ValueError(f"no span {start}:{end} in a page of {len(page.text)} characters")
    return Locator(
        source=source,
        page=page.number,
        page_label=page.label,
        layer=page.layer,
        start=start,
        end=end,
        exact=page.text[start:end],
        prefix=page.text[max(0, start - CONTEXT) : start],
        suffix=page.text[end : end + CONTEXT],
        boxes=page.boxes(start, end),
    )


def find(locator: Locator, pages: Sequence[Page]) -> Found:
    """Looks for the locator's words: at the exact place, then elsewhere, then altered."""
    page = next((page for page in pages if page.number == locator.page), None)
    if page is not None and page.layer == locator.layer:
        if page.text[locator.start : locator.end] == locator.exact:
            return _found(AnchorState.EXACT, page, locator.start, locator.end)
        return LOST  # The layer's hash says the text is the same, so the locator was altered.
    return _moved(locator, pages) or _changed(locator, pages) or LOST


def find_quote(quote: str, pages: Sequence[Page]) -> list[Span]:
    """Every place where just these words stand; typography and, failing that, case may differ."""
    wanted = match_key(quote).text.strip()
    if not any(char.isalnum() for char in wanted):
        return []
    keys = [(page, match_key(page.text)) for page in pages]
    for same in (_as_is, _lowered):
        spans = [
            Span(page.number, *key.to_origin(at, at + len(wanted)))
            for page, key in keys
            for at in _occurrences(same(key.text), same(wanted))
        ]
        if spans:
            return spans
    return []


def _as_is(text: str) -> str:
    return text


def _lowered(text: str) -> str:
    """Lower case only where that keeps offsets: "İ" and a few others are left alone."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    """Where wanted stands in text as whole words, not inside longer ones."""
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        cut_before = at > 0 and text[at - 1].isalnum() and wanted[0].isalnum()
        cut_after = end < len(text) and text[end].isalnum() and wanted[-1].isalnum()
        if not (cut_before or cut_after) or not _spaced(wanted):
            yield at
        at = text.find(wanted, at + 1)


def _spaced(text: str) -> bool:
    """False for scripts written without spaces, where a word has no visible edge."""
    return not any("\u0e00" <= char <= "\u0eff" or "\u3040" <= char <= "\u9fff" for char in text)


def _moved(locator: Locator, pages: Sequence[Page]) -> Found | None:
    wanted = match_key(locator.exact).text
    places = []
    for page in pages:
        key = match_key(page.text)
        for at in _plain_occurrences(key.text, wanted):
            score = _context_score(locator, key, at, at + len(wanted))
            start, end = key.to_origin(at, at + len(wanted))
            places.append((score, page, start, end))
    if not places:
        return None
    places.sort(key=lambda place: -place[0])
    score, page, start, end = places[0]
    alone = len(places) == 1
    if alone and score < _SURE_CONTEXT and len(wanted) < _TELLING_LENGTH:
        return None
    if not alone and (score < _SURE_CONTEXT or score - places[1][0] < _CLEAR_LEAD):
        return LOST  # Twins: the words are there, but which of them was meant is not known.
    same_place = page.number == locator.page and start == locator.start
    same = same_place and page.text[start:end] == locator.exact
    return _found(AnchorState.EXACT if same else AnchorState.MOVED, page, start, end)


def _changed(locator: Locator, pages: Sequence[Page]) -> Found | None:
    """The altered passage, believed only where the words on both sides say it is the one."""
    wanted = match_key(locator.exact).text
    before = match_key(locator.prefix).text.strip()
    after = match_key(locator.suffix).text.strip()
    places = []
    for page in pages:
        key = match_key(page.text)
        for start, end, context in _between(key.text, before, after, len(wanted)):
            likeness = fuzz.ratio(wanted, key.text[start:end]) / 100
            if likeness >= _CHANGED_QUOTE:
                places.append((likeness + context, page, *key.to_origin(start, end)))
    places.sort(key=lambda place: -place[0])
    if not places or (len(places) > 1 and places[0][0] - places[1][0] < _CLEAR_LEAD):
        return None
    _, page, start, end = places[0]
    return _found(AnchorState.CHANGED, page, start, end)


def _between(text: str, before: str, after: str, length: int) -> Iterator[tuple[int, int, float]]:
    """Spans of text that stand between the two contexts, with how well those fit (0…1)."""
    reach = 2 * length + 40
    if not before and not after:
        return
    for left_end, left_fit in _ends_of(text, before):
        window = text[left_end : left_end + reach + len(after)]
        hit = fuzz.partial_ratio_alignment(after, window) if after else None
        if after and (hit is None or hit.score / 100 < _SURE_CONTEXT):
            continue
        stop = left_end + (hit.dest_start if hit else len(window.rstrip()))
        start = left_end
        while start < stop and text[start].isspace():
            start += 1
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if stop > start:
            yield start, stop, (left_fit + (hit.score / 100 if hit else left_fit)) / 2


def _ends_of(text: str, before: str) -> Iterator[tuple[int, float]]:
    if not before:
        yield 0, _SURE_CONTEXT
        return
    exact = list(_plain_occurrences(text, before))
    if exact:
        yield from ((at + len(before), 1.0) for at in exact)
        return
    hit = fuzz.partial_ratio_alignment(before, text)
    if hit is not None and hit.score / 100 >= _SURE_CONTEXT and len(text) >= len(before):
        yield hit.dest_end, hit.score / 100


def _plain_occurrences(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _context_score(locator: Locator, key: MappedText, start: int, end: int) -> float:
    """How well the words around fit, 0…1; an empty context fits only an edge of the page."""
    before = match_key(locator.prefix).text.strip()
    after = match_key(locator.suffix).text.strip()
    seen_before = key.text[max(0, start - len(before) - 1) : start].strip()
    seen_after = key.text[end : end + len(after) + 1].strip()
    return (_likeness(before, seen_before) + _likeness(after, seen_after)) / 2


def _likeness(wanted: str, seen: str) -> float:
    if not wanted and not seen:
        return 1.0
    return fuzz.ratio(wanted, seen) / 100


def _found(state: AnchorState, page: Page, start: int, end: int) -> Found:
    return Found(state, page.number, start, end, page.text[start:end])
