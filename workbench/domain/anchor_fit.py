"""How well a remembered passage fits a place of a document: its words, and the words around.

All is compared as words of match keys. A paragraph in which a word that tells (a figure, a
negation, a name) is another one may be a twin: it says nearly the same of something else.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, Opcodes

from workbench.domain.anchor_text import Document, Remembered, Side, cuts

SAYING = 6  # words that say something of a place
MOSTLY = 0.65
_SAME_SHARE = 0.75
_FEW_EDITS = 0.15
_NEAR = 12
_MISREAD = 0.8
_UNLIKE = 0.5
_MARKS = "\"'.,;:!?()[]{}…-*†‡ "
_NEGATIONS = frozenset(
    {
        *("no", "not", "none", "nor", "never", "neither", "nobody", "nothing", "without"),
        *("cannot", "denied", "denies", "deny", "refused"),
        *("nicht", "kein", "keine", "keinen", "nie", "niemals", "ohne"),
        *("ne", "pas", "jamais", "sans", "aucun", "nunca", "jamás", "sin", "ningún"),
        *("non", "mai", "senza", "nessun"),
    }
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two runs of words are.

    share is how many of the remembered words are there (0…1; a misread one counts in part);
    changed counts the words that are gone, new or others, told those among them that tell, kept
    the telling ones that stayed; used is how many of the seen words the comparison took; is_edge
    says that hardly any words are remembered there, nor any seen.
    """

    length: int = 0
    share: float = 0.0
    changed: int = 0
    told: int = 0
    kept: int = 0
    used: int = 0
    is_edge: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """A place in the document's key, and how well the remembered passage fits it.

    letters is the likeness of the passage itself, letter by letter; own are the two sides of its
    paragraph, far those of the neighbours, near their nearest words; is_neighbour says that what
    stands here is, word for word, what was remembered as the next paragraph, is_cut_twin that the
    paragraph may go on beyond a page's edge, and has other figures there.
    """

    start: int
    end: int
    letters: float
    quote: Likeness
    own: tuple[Likeness, Likeness]
    far: tuple[Likeness, Likeness]
    near: tuple[Likeness, Likeness]
    is_neighbour: bool
    is_cut_twin: bool

    @property
    def told(self) -> int:
        """Telling words of the paragraph that are others here, new or gone."""
        return self.quote.told + sum(side.told for side in self.own)

    @property
    def kept(self) -> int:
        """Telling words of the paragraph that are the same here."""
        return self.quote.kept + sum(side.kept for side in self.own)

    @property
    def changed(self) -> int:
        """Words of the paragraph that are others here, new or gone; misread ones not counted."""
        return self.quote.changed + sum(side.changed for side in self.own)

    @property
    def length(self) -> int:
        """Remembered words of the paragraph."""
        return self.quote.length + sum(side.length for side in self.own)

    @property
    def share(self) -> float:
        """The share of the paragraph's words that are here."""
        parts = (self.quote, *self.own)
        return sum(part.share * part.length for part in parts) / max(1, self.length)

    @property
    def cost(self) -> int:
        """How much of the paragraph would have been edited, were this the place."""
        return self.changed + 2 * self.told

    @property
    def neighbours(self) -> tuple[int, int]:
        """On how many sides the neighbours are the same, and on how many any are remembered."""
        known = [side for side in self.far if side.length >= SAYING]
        return sum(map(_agrees, known)), len(known)

    @property
    def is_untouched(self) -> bool:
        """True where neither the paragraph nor what is next to it has changed by a word."""
        sides = (*self.own, *self.near)
        return not self.quote.changed and all(
            side.share == 1.0 and not side.changed for side in sides if side.length
        )

    @property
    def is_between(self) -> bool:
        """True where both neighbours are the very ones, nothing put in or taken out."""
        return all(
            _agrees(side) and side.changed <= _FEW_EDITS * side.length
            if side.length >= SAYING
            else side.is_edge
            for side in self.near
        )


def occurrences(
    document: Document, remembered: Remembered, low: int = 0, high: int | None = None
) -> Iterator[tuple[int, int]]:
    """Where just the remembered words stand, cut into other words only as they were then."""
    text, wanted = document.key, remembered.quote
    at = text.find(wanted, low, high) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        if (cuts(text, at), cuts(text, end)) == (remembered.cut_before, remembered.cut_after):
            yield at, end
        at = text.find(wanted, at + 1, high)


def nearest(
    document: Document, remembered: Remembered, places: list[tuple[int, int]], many: int
) -> list[tuple[int, int]]:
    """Of many places those with the most equal words next to the passage."""
    if len(places) <= many:
        return places
    before = document.code(remembered.before.all[:_NEAR])
    after = document.code(remembered.after.all[:_NEAR])
    coded = document.coded

    def equal(place: tuple[int, int]) -> int:
        first, stop = document.word_range(*place)
        back = zip(before, coded[max(0, first - _NEAR) : first][::-1], strict=False)
        on = zip(after, coded[stop : stop + _NEAR], strict=False)
        return sum(a == b for a, b in back) + sum(a == b for a, b in on)

    return sorted(places, key=equal, reverse=True)[:many]


def fit_at(document: Document, remembered: Remembered, start: int, end: int) -> Fit:
    """How well the remembered passage fits [start, end) of the document's key."""
    coded = document.coded
    first, stop = document.word_range(start, end)
    low = max(0, first - _reach(remembered.before))
    before = _outward(document, remembered.before, coded[low:first][::-1])
    after = _outward(document, remembered.after, coded[stop : stop + _reach(remembered.after)])
    return Fit(
        start,
        end,
        fuzz.ratio(remembered.quote, document.key[start:end]) / 100,
        compare(document, remembered.words, coded[first:stop], whole=True),
        (before[0], after[0]),
        (before[1], after[1]),
        (before[2], after[2]),
        _is_neighbour(document, remembered, first, stop),
        _goes_on_otherwise(remembered.before, before)
        or _goes_on_otherwise(remembered.after, after),
    )


def altered_at(document: Document, remembered: Remembered, begin: int) -> Fit | None:
    """The span near a word index that the remembered words became; None where they are gone.

    Of a passage that a page's end cuts, start and end are those of the part with more words.
    """
    before, after = remembered.before.all[::-1], remembered.after.all
    whole = document.code((*before, *remembered.words, *after))
    slack = 12 + len(whole) // 12
    low = max(0, begin - slack)
    seen = document.coded[low : begin + len(whole) + slack]
    mapped = [low + at for at in _mapped(whole, seen, len(before), len(remembered.words))]
    if not mapped:
        return None
    spans = document.spans
    start, end = spans[mapped[0]][0], spans[mapped[-1]][1]
    fit = fit_at(document, remembered, *_with_marks(document.key, remembered.quote, start, end))
    pages = [document.page_index(spans[at][0]) for at in mapped]
    if pages[0] != pages[-1]:
        most = max(set(pages), key=pages.count)
        part = [at for at, page in zip(mapped, pages, strict=True) if page == most]
        fit = replace(fit, start=spans[part[0]][0], end=spans[part[-1]][1])
    return fit


def compare(
    document: Document, remembered: Sequence[str], seen: str, *, whole: bool = False
) -> Likeness:
    """The remembered words against those seen; what is seen beyond counts only in a whole one."""
    length = len(remembered)
    is_edge = max(length, len(seen)) < SAYING
    if not length:
        return Likeness(is_edge=is_edge)
    coded = document.code(remembered)
    script = Levenshtein.opcodes(coded, seen)
    same = sum(op.src_end - op.src_start for op in script if op.tag == "equal")
    if length >= SAYING and same < _UNLIKE * length:
        return Likeness(length, same / length, length, length, 0, 0, is_edge)
    share, changed, told, kept, used = 0.0, 0, 0, 0, 0
    for alike, (first, stop), (low, high) in _blocks(script, whole):
        old = remembered[first:stop]
        if alike:
            share += len(old)
            kept += sum(map(_is_telling, old))
            used = high
            continue
        if not old and stop == length and not whole:
            continue  # what goes on beyond
        new = document.words(seen[low:high])
        if _is_misread(old, new):
            share += _MISREAD * len(old)
            used = high
            continue
        changed += max(len(old), len(new))
        told += _told(old, new)
    return Likeness(length, share / length, changed, told, kept, used, is_edge)


def _blocks(
    script: Opcodes, whole: bool
) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Runs that are the same and runs that are not; a run of pairs is given pair by pair."""
    pending: tuple[int, int, int, int] | None = None
    for op in script:
        if op.tag == "equal":
            if pending is not None:
                yield from _apart(*pending)
                pending = None
            yield True, (op.src_start, op.src_end), (op.dest_start, op.dest_end)
        elif pending is None:
            pending = (op.src_start, op.src_end, op.dest_start, op.dest_end)
        else:
            pending = (pending[0], op.src_end, pending[2], op.dest_end)
    if pending is not None:
        first, stop, low, high = pending
        if high - low > stop - first and not whole:  # seen words beyond the remembered ones
            yield from _apart(first, stop, low, low + stop - first)
        else:
            yield from _apart(*pending)


def _apart(
    first: int, stop: int, low: int, high: int
) -> Iterator[tuple[bool, tuple[int, int], tuple[int, int]]]:
    if stop - first == high - low:
        for step in range(stop - first):
            yield False, (first + step, first + step + 1), (low + step, low + step + 1)
    else:
        yield False, (first, stop), (low, high)


def _mapped(whole: str, seen: str, first: int, count: int) -> list[int]:
    """Where whole[first:first + count] went in seen: the words it kept, and those put for them."""
    at: dict[int, int] = {}
    for op in Levenshtein.opcodes(whole, seen):
        if op.tag in ("equal", "replace"):
            for step in range(op.src_end - op.src_start):
                at[op.src_start + step] = op.dest_start + step
    stop = first + count
    inside = [at[i] for i in range(first, stop) if i in at]
    if inside and first not in at and first - 1 in at:
        inside = [*range(at[first - 1] + 1, inside[0]), *inside]
    if inside and stop - 1 not in at and stop in at:
        inside = [*inside, *range(inside[-1] + 1, at[stop])]
    return inside


def _with_marks(text: str, quote: str, start: int, end: int) -> tuple[int, int]:
    """The span with the punctuation at its edges that the remembered passage has there."""
    lead = quote[: len(quote) - len(quote.lstrip(_MARKS))]
    tail = quote[len(quote.rstrip(_MARKS)) :]
    if lead and text[max(0, start - len(lead)) : start] == lead:
        start -= len(lead)
    if tail and text[end : end + len(tail)] == tail:
        end += len(tail)
    return start, end


def _reach(side: Side) -> int:
    return len(side.all) * 5 // 4 + 60


def _outward(document: Document, side: Side, seen: str) -> tuple[Likeness, Likeness, Likeness]:
    """The paragraph's words against those next to the passage, its neighbours' against the rest."""
    own = compare(document, side.own, seen[: len(side.own) * 5 // 4 + 6] if side.own else "")
    # The next words first: in a long run of words something like the neighbours always turns up.
    beyond = seen[own.used :]
    far = compare(document, side.far, beyond[: len(side.far) * 9 // 8 + 8])
    if not _agrees(far):
        far = compare(document, side.far, beyond)
    return own, far, compare(document, side.far[:_NEAR], beyond[: _NEAR + 4])


def _is_neighbour(document: Document, remembered: Remembered, first: int, stop: int) -> bool:
    """True where the passage's paragraph here has the words of a remembered neighbour."""
    low = max(0, first - len(remembered.before.own))
    here = document.words(document.coded[low : stop + len(remembered.after.own)])
    after, before = remembered.after.far, remembered.before.far[::-1]
    return bool(here) and (after[: len(here)] == tuple(here) or before[-len(here) :] == tuple(here))


def _goes_on_otherwise(side: Side, seen: tuple[Likeness, Likeness, Likeness]) -> bool:
    _own, far, near = seen
    return side.at_edge and _agrees(near) and not _agrees(far)


def _agrees(side: Likeness) -> bool:
    return side.share >= _SAME_SHARE and side.kept >= MOSTLY * (side.told + side.kept)


def _is_misread(old: Sequence[str], new: Sequence[str]) -> bool:
    """True where only letters or spaces were read otherwise; another figure is never misread."""
    if not old or not new:
        return False
    one, other = "".join(old), "".join(new)
    if one == other:
        return True
    if any(map(str.isdigit, one + other)):
        return len(one) == len(other) and all(
            a == b or not (a.isdigit() and b.isdigit()) for a, b in zip(one, other, strict=True)
        )
    if not _NEGATIONS.isdisjoint(map(str.lower, (*old, *new))):
        return False
    return Levenshtein.distance(one, other) <= max(1, len(one) // 3)


def _told(old: Sequence[str], new: Sequence[str]) -> int:
    """How many telling words differ between two short runs."""
    if len(old) == len(new) == 1:
        if _is_telling(old[0]) or _is_telling(new[0]):
            return 1
        return int(old[0][0].isupper() and new[0][0].isupper())
    was, now = Counter(filter(_is_telling, old)), Counter(filter(_is_telling, new))
    return max((was - now).total(), (now - was).total())


@lru_cache(maxsize=50_000)
def _is_telling(word: str) -> bool:
    return any(map(str.isdigit, word)) or word.lower() in _NEGATIONS
