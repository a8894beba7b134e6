"""Where a span is, remembered several ways; found again as exact, moved, changed or lost.

The selectors are those of the W3C Web Annotation model (TextQuote, TextPosition, Fragment).
A wrong place is worse than none: where two places fit alike, the answer is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from workbench.domain.anchor_fit import (
    MOSTLY,
    SAYING,
    Fit,
    altered_at,
    fit_at,
    nearest,
    occurrences,
)
from workbench.domain.anchor_text import Document, Remembered
from workbench.domain.running_heads import body_span, joined, running_heads
from workbench.domain.source import Page
from workbench.domain.text import PARAGRAPH, Box, match_key

_NEIGHBOURS = 200
_LONGEST_CONTEXT = 2_000
_MANY = 12
_FEW_WORDS = 3
_CLEAR_LEAD = 0.08
_LIKE = 0.8
_STILL_LIKE = 0.5
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
    text; boxes are shares of the page. An area is a part of the page's picture: its one box says
    which, start and end are 0, and exact has the words in it, where there are any.
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
    area: bool = False

    def is_same_place(self, other: "Locator") -> bool:
        """True where both name the same span or area, whatever else is remembered of it."""
        return (self.source, self.page, self.start, self.end, self.exact) == (
            other.source,
            other.page,
            other.start,
            other.end,
            other.exact,
        ) and (not self.area or self.boxes == other.boxes)


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


def describe(source: str, page: Page, start: int, end: int, around: Sequence[Page] = ()) -> Locator:
    """The locator of [start, end) on a page of a source.

    around are the pages before and after it: the words remembered around a passage at a page's
    edge come from there.
    """
    if not 0 <= start < end <= len(page.text):
        raise ValueError(f"no span {start}:{end} in a page of {len(page.text)} characters")
    before, after = _around(page, start, end, around)
    return Locator(
        source=source,
        page=page.number,
        page_label=page.label,
        layer=page.layer,
        start=start,
        end=end,
        exact=page.text[start:end],
        prefix=_before(before),
        suffix=_after(after),
        boxes=page.boxes(start, end),
    )


def _around(page: Page, start: int, end: int, around: Sequence[Page]) -> tuple[str, str]:
    """The text before and after the span, read over the page's edges without running heads."""
    heads = running_heads([page.text, *(each.text for each in around)])
    first, last = body_span(page.text, heads)
    first, last = min(first, start), max(last, end)
    text = page.text[first:last]
    for other in around:
        low, high = body_span(other.text, heads)
        if other.number == page.number - 1:
            whole = joined(other.text[low:high], text)
            start, end = start + len(whole) - len(text), end + len(whole) - len(text)
            text = whole
    for other in around:
        low, high = body_span(other.text, heads)
        if other.number == page.number + 1:
            text = joined(text, other.text[low:high])
    return text[: start - first], text[end - first :]


def _before(text: str) -> str:
    """The words remembered before a passage: of its paragraph, and of those before it.

    Twin paragraphs that differ in one figure can only be told apart by what stands around them.
    """
    own = text.rfind(PARAGRAPH) + 1
    first = text.rfind(PARAGRAPH, 0, max(0, own - _NEIGHBOURS)) + 1
    return text[max(first, len(text) - _LONGEST_CONTEXT) :]


def _after(text: str) -> str:
    own = text.find(PARAGRAPH)
    last = text.find(PARAGRAPH, own + _NEIGHBOURS) if own >= 0 else -1
    return text[: min(last if last >= 0 else len(text), _LONGEST_CONTEXT)]


def describe_area(source: str, page: Page, area: Box) -> Locator:
    """The locator of a part of a page's picture, with the words whose middle stands in it."""
    if not (0 <= area.left < area.right <= 1 and 0 <= area.top < area.bottom <= 1):
        raise ValueError(f"no area of a page: {area}")
    return Locator(
        source=source,
        page=page.number,
        page_label=page.label,
        layer=page.layer,
        start=0,
        end=0,
        exact=" ".join(page.lines_within(area)),
        boxes=(area,),
        area=True,
    )


def stands(locator: Locator, page: Page) -> Found | None:
    """Exact where the locator's page is the very one it was described on; None where not."""
    if page.number != locator.page:
        return None
    if locator.area:
        return Found(AnchorState.EXACT, page.number, 0, 0, locator.exact)
    if page.layer == locator.layer and page.text[locator.start : locator.end] == locator.exact:
        return _found(AnchorState.EXACT, page, locator.start, locator.end)
    return None


def find(locator: Locator, pages: Sequence[Page]) -> Found:
    """Looks for the locator's words: at the exact place, then elsewhere, then altered."""
    return Finder(pages).find(locator)


class Finder:
    """Finds many locators in the pages of one document.

    other_version says that the pages are those of another file: nothing is exact there.
    """

    def __init__(self, pages: Sequence[Page], *, other_version: bool = False) -> None:
        self._pages = {page.number: page for page in pages}
        self._other = other_version
        self._ordered = pages

    @cached_property
    def _document(self) -> Document:
        return Document(self._ordered)

    def find(self, locator: Locator) -> Found:
        """Where the locator's passage stands, or LOST; never a place that only looks like it."""
        page = self._pages.get(locator.page)
        if page is not None and not self._other:
            if standing := stands(locator, page):
                return standing
            if page.layer == locator.layer:
                return LOST  # The text is the same by its hash, so the locator was altered.
        if locator.area:
            return LOST
        remembered = Remembered.of(locator.prefix, locator.exact, locator.suffix)
        if not remembered.words and len(remembered.quote) < _TELLING_LENGTH:
            return LOST
        if fit := self._nearby(remembered, locator.page):
            return self._answer(locator, fit)
        fits = [fit for fit in self._same_words(remembered) if _at_home(fit)]
        if not any(fit.neighbours[0] and not fit.changed for fit in fits):
            fits += [fit for fit in self._altered(remembered) if not _overlaps(fit, fits)]
        fit = _clear_best(fits)
        return LOST if fit is None else self._answer(locator, fit)

    def _nearby(self, remembered: Remembered, page: int) -> Fit | None:
        """The one place on the page or next to it where all is as it was: most often there is."""
        document = self._document
        places = list(occurrences(document, remembered, *document.around(page)))
        places = nearest(document, remembered, places, _MANY)
        fits = [fit_at(document, remembered, *place) for place in places]
        untouched = [fit for fit in fits if fit.is_untouched and fit.neighbours == (2, 2)]
        return untouched[0] if len(untouched) == 1 else None

    def _same_words(self, remembered: Remembered) -> list[Fit]:
        document = self._document
        places = nearest(document, remembered, list(occurrences(document, remembered)), _MANY)
        return [fit_at(document, remembered, *place) for place in places]

    def _altered(self, remembered: Remembered) -> list[Fit]:
        document = self._document
        before, after = remembered.before.all[::-1], remembered.after.all
        whole = document.code((*before, *remembered.words, *after))
        fits: list[Fit] = []
        for begin in document.likely(whole):
            fit = altered_at(document, remembered, begin)
            if fit is not None and _is_altered(fit, remembered) and not _overlaps(fit, fits):
                fits.append(fit)
        return fits

    def _answer(self, locator: Locator, fit: Fit) -> Found:
        page, start, end = self._document.place(fit.start, fit.end)
        same = match_key(page.text[start:end]).text == match_key(locator.exact).text.strip()
        if not same:
            return _found(AnchorState.CHANGED, page, start, end)
        here = (page.number, start) == (locator.page, locator.start) and not self._other
        verbatim = here and page.text[start:end] == locator.exact
        return _found(AnchorState.EXACT if verbatim else AnchorState.MOVED, page, start, end)


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


def _clear_best(fits: list[Fit]) -> Fit | None:
    """The best place, where it is better than every other by enough to be sure."""
    if len(fits) < 2:
        return fits[0] if fits else None
    best, *others = sorted(fits, key=_rank, reverse=True)
    alike = best.cost == others[0].cost and best.neighbours[0] == others[0].neighbours[0]
    near = best.share + best.letters - others[0].share - others[0].letters
    if alike and near < _CLEAR_LEAD:
        return None
    # One has the words and the other the place: which of them was meant is not known.
    if not best.neighbours[0] and any(other.is_between for other in others):
        return None
    return best


def _rank(fit: Fit) -> tuple[int, int, float]:
    return -fit.cost, fit.neighbours[0], fit.share + fit.letters


def _at_home(fit: Fit) -> bool:
    """True where a passage's words stand in its own paragraph, as far as can be told.

    A twin paragraph differs in a word or two and has neighbours of its own; in a row of twins
    each neighbour differs too. So where the paragraph differs, its neighbours have to be the same.
    """
    same, known = fit.neighbours
    if not fit.changed:
        alone = not any(side.length for side in (*fit.own, *fit.far))
        long_enough = fit.length >= (_FEW_WORDS if alone else SAYING)
        return same > 0 or (long_enough and not fit.is_cut_twin)
    if fit.told:
        few = fit.told == 1 or fit.kept >= MOSTLY * (fit.told + fit.kept)
        others = sum(side.told for side in fit.near)
        # Where nothing is remembered around it, the paragraph itself has to say enough.
        alone = not known and (fit.length < 2 * SAYING or fit.changed > _FEW_WORDS)
        return few and not others and fit.is_between and not fit.is_neighbour and not alone
    sides = [side.length >= SAYING and not side.changed for side in fit.own]
    return same == known > 0 or (any(sides) and same > 0)


def _is_altered(fit: Fit, remembered: Remembered) -> bool:
    """True where a passage in other words is the one remembered."""
    if not _at_home(fit):
        return False
    if fit.letters >= _LIKE:
        return True
    if not fit.is_between or fit.end - fit.start > 3 * len(remembered.quote) + 10:
        return False
    if fit.quote.told:
        edited = fit.changed > fit.quote.changed or not _as_long(fit, remembered)
        return not edited and (fit.letters >= _STILL_LIKE or fit.quote.length <= _FEW_WORDS)
    return fit.letters >= _STILL_LIKE or len(remembered.quote) < _TELLING_LENGTH


def _as_long(fit: Fit, remembered: Remembered) -> bool:
    return abs(fit.end - fit.start - len(remembered.quote)) <= 0.25 * len(remembered.quote) + 4


def _overlaps(fit: Fit, others: list[Fit]) -> bool:
    return any(fit.start < other.end and other.start < fit.end for other in others)


def _found(state: AnchorState, page: Page, start: int, end: int) -> Found:
    return Found(state, page.number, start, end, page.text[start:end])
