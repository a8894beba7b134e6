"""Which sentences of a new draft are those of the old one: the same, moved, split, edited.

A wrong pair is worse than none. Sentences that stand once in both drafts pair first; twins go by
their neighbours on both sides; of edited ones only those pair that are alike with no rival.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Indel

from workbench.domain.article import Article, Sentence
from workbench.domain.diff import word_keys, word_spans
from workbench.domain.find_in_document import stands_alone
from workbench.domain.text import match_key

_ALIKE = 0.5
_ALIKE_ELSEWHERE = 0.6
# Two candidates this near are rivals; in the same place a word more in common decides.
_LEAD = 0.01
_LEAD_ELSEWHERE = 0.1
_WHOLE = 0.03
# A sentence is recognised by this share of its words; by fewer where its marks were kept.
_KEPT = 0.7
_KEPT_MARKED = 0.5
_KEPT_MARKS = 0.5
_SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))
_MOST_PAIRS = 400
_CANDIDATES = 4
_LONGEST_STATEMENT = 6
_ENDED = re.compile(r"[.!?…:;。！？؟।۔][\"'”’»)\]]*$")


@dataclass(frozen=True)
class Piece:
    """A sentence, or a part of the text that is not checked; key is what it says."""

    start: int
    end: int
    checked: bool
    text: str
    key: str

    @cached_property
    def words(self) -> list[str]:
        """The words without case and punctuation, to see how alike two sentences are."""
        return [key.lower() for key in self._keys]

    @cached_property
    def marks(self) -> frozenset[str]:
        """Its figures and names: a sentence that shares none of them is another one."""
        return frozenset(
            key.lower()
            for at, key in enumerate(self._keys)
            if any(char.isdigit() for char in key) or (at > 0 and key[0].isupper())
        )

    @cached_property
    def _keys(self) -> list[str]:
        keys = word_keys(self.text, word_spans(self.text))
        return [key for key in keys if any(char.isalnum() for char in key)]


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences old[first..last] that are new[new_first..new_last]; same where they say the same.

    in_order: it kept its place among the others; else it was moved.
    """

    first: int
    last: int
    new_first: int
    new_last: int
    same: bool
    in_order: bool = True


class Draft:
    """A draft cut into pieces that hold every word of it."""

    def __init__(self, article: Article, sentences: Sequence[Sentence]) -> None:
        self.article = article
        self.text = article.text
        self._key = match_key(article.text)
        self.pieces = [
            Piece(start, end, checked, article.text[start:end], self.said(start, end))
            for start, end, checked in _cuts(article, sentences)
        ]
        self._starts = [piece.start for piece in self.pieces]
        self._ends = [piece.end for piece in self.pieces]

    def within(self, start: int, end: int) -> range:
        """The indexes of the pieces that [start, end) overlaps."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def statement(self, pieces: range) -> range:
        """The pieces with those that a line's end alone parts from them: "said" / "Ms Okafor."."""
        first, last = pieces[0], pieces[-1]
        while first > 0 and pieces[0] - first < _LONGEST_STATEMENT and self._runs_on(first - 1):
            first -= 1
        while last - pieces[-1] < _LONGEST_STATEMENT and self._runs_on(last):
            last += 1
        return range(first, last + 1)

    def _runs_on(self, index: int) -> bool:
        if index + 1 >= len(self.pieces):
            return False
        one, other = self.pieces[index], self.pieces[index + 1]
        together = one.checked and other.checked
        blank = self.text[one.end : other.start].count("\n") > 1
        return together and not blank and _ENDED.search(one.text) is None

    def places(self, words: str) -> list[tuple[int, int]]:
        """Where just these words stand, typography aside, and not as part of longer ones."""
        text, wanted = self._key.text, match_key(words).text.strip()
        found = []
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if stands_alone(text, at, end):
                found.append(self._key.to_origin(at, end))
            at = text.find(wanted, at + 1)
        return found

    def said(self, start: int, end: int) -> str:
        """The words of a span as they are compared."""
        return self._key.text[slice(*self._key.from_origin(start, end))].strip()

    def counterpart(self, other: "Draft", block: "Block", start: int, end: int) -> tuple[int, int]:
        """Where the other draft has the words of [start, end), of a block that is the same."""
        whole = self._key.from_origin(self.pieces[block.first].start, self.pieces[block.last].end)
        other_first, other_last = other.pieces[block.new_first], other.pieces[block.new_last]
        there = other._key.from_origin(other_first.start, other_last.end)
        if self._key.text[slice(*whole)] != other._key.text[slice(*there)]:
            return other_first.start, other_last.end
        low, high = self._key.from_origin(start, end)
        shift = there[0] - whole[0]
        return other._key.to_origin(max(low, whole[0]) + shift, min(high, whole[1]) + shift)


def blocks(old: Draft, new: Draft) -> list[Block]:
    """The pairs, in the order of the old draft; a piece is in one block or in none."""
    return _Aligner(old.pieces, new.pieces).run()


def _cuts(article: Article, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, bool]]:
    """Every sentence, every region that is not checked, and whatever words lie between."""
    known = [(s.start, s.end, True) for s in sentences]
    starts = [start for start, _end, _checked in sorted(known)]
    for region in article.regions:
        at = bisect_left(starts, region.start)
        if at == len(starts) or starts[at] >= region.end:
            known.append((region.start, region.end, False))
    at = 0
    for start, end, checked in [*sorted(known), (len(article.text), len(article.text), False)]:
        for low, high, kind in ((at, start, False), (max(at, start), end, checked)):
            words = article.text[low:high]
            if words.strip():
                first = low + len(words) - len(words.lstrip())
                last = low + len(words.rstrip())
                yield first, last, kind
        at = max(at, end)


class _Aligner:
    def __init__(self, old: Sequence[Piece], new: Sequence[Piece]) -> None:
        self._old, self._new = old, new
        self._there: dict[int, int] = {}
        self._back: dict[int, int] = {}
        self._groups: list[Block] = []
        self._count_old = Counter(_identity(piece) for piece in old)
        self._count_new = Counter(_identity(piece) for piece in new)

    def run(self) -> list[Block]:
        self._pair_unique()
        self._pair_twins()
        self._pair_alike(_ALIKE, _LEAD, near=True)
        self._pair_twins()
        self._pair_alike(_ALIKE_ELSEWHERE, _LEAD_ELSEWHERE, near=False)
        return self._ordered()

    def _pair(self, i: int, j: int) -> None:
        self._there[i], self._back[j] = j, i

    def _pair_unique(self) -> None:
        places = {_identity(piece): j for j, piece in enumerate(self._new)}
        for i, piece in enumerate(self._old):
            identity = _identity(piece)
            if self._count_old[identity] == 1 == self._count_new[identity]:
                self._pair(i, places[identity])

    # Twins

    def _pair_twins(self) -> None:
        """Until nothing follows any more: each pair may decide for its neighbours."""
        while self._pair_by_neighbours() or self._pair_in_gaps():
            pass

    def _pair_by_neighbours(self) -> bool:
        votes: dict[tuple[int, int], int] = Counter()
        for i, piece in enumerate(self._old):
            if i not in self._there:
                for j in self._called(i):
                    free = 0 <= j < len(self._new) and j not in self._back
                    if free and _identity(self._new[j]) == _identity(piece):
                        votes[i, j] += 1
        wanted_by = Counter(i for i, _j in votes), Counter(j for _i, j in votes)
        found = False
        for (i, j), count in votes.items():
            alone = wanted_by[0][i] == 1 == wanted_by[1][j]
            if alone and (count == 2 or self._as_many(i)):
                self._pair(i, j)
                found = True
        return found

    def _called(self, i: int) -> Iterator[int]:
        """Where the piece stands if it stayed by the neighbour before, and by the one after."""
        if i == 0:
            yield 0
        elif i - 1 in self._there:
            yield self._there[i - 1] + 1
        if i == len(self._old) - 1:
            yield len(self._new) - 1
        elif i + 1 in self._there:
            yield self._there[i + 1] - 1

    def _as_many(self, i: int) -> bool:
        identity = _identity(self._old[i])
        return self._count_old[identity] == self._count_new[identity]

    def _pair_in_gaps(self) -> bool:
        found = False
        for olds, news in self._gaps():
            free_old = [i for i in olds if i not in self._there]
            free_new = [j for j in news if j not in self._back]
            in_old = Counter(_identity(self._old[i]) for i in free_old)
            in_new = Counter(_identity(self._new[j]) for j in free_new)
            places = {_identity(self._new[j]): j for j in free_new}
            for i in free_old:
                identity = _identity(self._old[i])
                if in_old[identity] == 1 == in_new[identity] and self._as_many(i):
                    self._pair(i, places[identity])
                    found = True
        return found

    # What was edited

    def _pair_alike(self, least: float, lead: float, *, near: bool) -> None:
        whole = [(range(len(self._old)), range(len(self._new)))]
        undecided = self._undecided()
        for olds, news in self._gaps() if near else whole:
            free_old = [
                i for i in olds if i not in self._there and _identity(self._old[i]) not in undecided
            ]
            free_new = [
                j for j in news if j not in self._back and _identity(self._new[j]) not in undecided
            ]
            self._take(self._likenesses(free_old, free_new, least, near=near), lead)

    def _undecided(self) -> set[tuple[bool, str]]:
        """Twins of which nobody knows which is which: none of them was edited, so none pairs."""
        olds = {_identity(piece) for i, piece in enumerate(self._old) if i not in self._there}
        return olds & {_identity(p) for j, p in enumerate(self._new) if j not in self._back}

    def _likenesses(
        self, olds: list[int], news: list[int], least: float, *, near: bool
    ) -> list[tuple[float, Block]]:
        shapes = _SHAPES if near else _SHAPES[:1]
        free_old, free_new = set(olds), set(news)
        found = []
        for i, j in self._likely(olds, news):
            for a, b in shapes:
                if not free_old.issuperset(range(i, i + a)):
                    continue
                if not free_new.issuperset(range(j, j + b)):
                    continue
                one, other = self._old[i : i + a], self._new[j : j + b]
                fit = _likeness(one, other) + (_WHOLE if a == b else 0.0)
                together = len({piece.checked for piece in (*one, *other)}) == 1
                if fit >= least and together and _may_be_one(one, other):
                    found.append((fit, Block(i, i + a - 1, j, j + b - 1, same=False)))
        return found

    def _likely(self, olds: list[int], news: list[int]) -> Iterator[tuple[int, int]]:
        """All pairs of a small gap; else those that share the rarest words."""
        if len(olds) * len(news) <= _MOST_PAIRS:
            yield from ((i, j) for i in olds for j in news)
            return
        holders: dict[str, list[int]] = defaultdict(list)
        for j in news:
            for word in set(self._new[j].words):
                holders[word].append(j)
        for i in olds:
            shared: dict[int, float] = defaultdict(float)
            for word in set(self._old[i].words):
                among = holders.get(word, ())
                if len(among) <= 50:
                    for j in among:
                        shared[j] += 1 / len(among)
            yield from ((i, j) for j in sorted(shared, key=shared.__getitem__)[-_CANDIDATES:])

    def _take(self, found: list[tuple[float, Block]], lead: float) -> None:
        """The likest first; a pair that has a rival waits, and so does what is less like."""
        sharing: dict[tuple[str, int], list[tuple[float, Block]]] = defaultdict(list)
        for fit, block in found:
            for place in _places(block):
                sharing[place].append((fit, block))
        for fit, block in sorted(found, key=lambda pair: -pair[0]):
            near = (
                other
                for place in _places(block)
                for other_fit, other in sharing[place]
                if other_fit > fit - lead
            )
            if self._is_free(block) and not any(
                _rival(block, other) and self._is_free(other) for other in near
            ):
                self._add(block)

    def _is_free(self, block: Block) -> bool:
        return not any(i in self._there for i in range(block.first, block.last + 1)) and not any(
            j in self._back for j in range(block.new_first, block.new_last + 1)
        )

    def _add(self, block: Block) -> None:
        for i in range(block.first, block.last + 1):
            self._there[i] = block.new_first
        for j in range(block.new_first, block.new_last + 1):
            self._back[j] = block.first
        self._there[block.last] = block.new_last
        self._back[block.new_first] = block.first
        one = "".join(piece.key for piece in self._old[block.first : block.last + 1])
        other = "".join(piece.key for piece in self._new[block.new_first : block.new_last + 1])
        same = one.replace(" ", "") == other.replace(" ", "")
        self._groups.append(replace(block, same=same))

    # Order

    def _gaps(self) -> list[tuple[range, range]]:
        """What lies between two pairs that kept their order."""
        singles = sorted(self._there.items())
        kept = [singles[at] for at in _heaviest_rise([(j, 1) for _i, j in singles])]
        edges = [(-1, -1), *kept, (len(self._old), len(self._new))]
        gaps = []
        for (i, j), (next_i, next_j) in pairwise(edges):
            if next_i - i > 1 and next_j - j > 1:
                gaps.append((range(i + 1, next_i), range(j + 1, next_j)))
        return gaps

    def _ordered(self) -> list[Block]:
        grouped = {i for block in self._groups for i in range(block.first, block.last + 1)}
        found = [Block(i, i, j, j, same=True) for i, j in self._there.items() if i not in grouped]
        found = sorted([*found, *self._groups], key=lambda block: block.first)
        weights = [
            (block.new_first, sum(len(p.text) for p in self._old[block.first : block.last + 1]))
            for block in found
        ]
        kept = set(_heaviest_rise(weights))
        return [replace(block, in_order=at in kept) for at, block in enumerate(found)]


def _places(block: Block) -> Iterator[tuple[str, int]]:
    yield from (("old", i) for i in range(block.first, block.last + 1))
    yield from (("new", j) for j in range(block.new_first, block.new_last + 1))


def _identity(piece: Piece) -> tuple[bool, str]:
    return piece.checked, piece.key


def _may_be_one(one: Sequence[Piece], other: Sequence[Piece]) -> bool:
    """True where each piece is recognised on the other side, by its words or its marks."""
    found = [_recognised(p, other) for p in one], [_recognised(p, one) for p in other]
    if len(one) == len(other):
        return all(found[0]) or all(found[1])
    return all(found[0]) and all(found[1])


def _recognised(piece: Piece, others: Sequence[Piece]) -> bool:
    there = Counter(word for other in others for word in other.words)
    kept = sum((Counter(piece.words) & there).values())
    marks = [mark for mark in piece.marks if mark in there]
    enough = _KEPT_MARKED if len(marks) >= _KEPT_MARKS * len(piece.marks) else _KEPT
    return kept >= enough * len(piece.words)


def _likeness(one: Sequence[Piece], other: Sequence[Piece]) -> float:
    left = [word for piece in one for word in piece.words]
    right = [word for piece in other for word in piece.words]
    return Indel.normalized_similarity(left, right) if left and right else 0.0


def _rival(block: Block, other: Block) -> bool:
    """True where both cannot be right: they share a side, and the other side nothing."""
    old = block.first <= other.last and other.first <= block.last
    new = block.new_first <= other.new_last and other.new_first <= block.new_last
    return old != new


def _heaviest_rise(items: Sequence[tuple[int, int]]) -> list[int]:
    """Indexes of the rising sequence of positions that weighs most: what was left in place."""
    size = max((position for position, _weight in items), default=-1) + 1
    best = [(0, -1)] * (size + 1)
    before = [-1] * len(items)
    total = (0, -1)
    for at, (position, weight) in enumerate(items):
        reached, via = _highest(best, position)
        before[at] = via
        here = (reached + weight, at)
        total = max(total, here)
        spot = position + 1
        while spot <= size:
            best[spot] = max(best[spot], here)
            spot += spot & -spot
    rise, at = [], total[1]
    while at >= 0:
        rise.append(at)
        at = before[at]
    return rise[::-1]


def _highest(best: Sequence[tuple[int, int]], position: int) -> tuple[int, int]:
    """The heaviest rise that ends below the position (a Fenwick tree)."""
    found = (0, -1)
    while position > 0:
        found = max(found, best[position])
        position -= position & -position
    return found
