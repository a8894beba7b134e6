"""Two drafts side by side: which paragraphs belong together, and what changed in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from workbench.domain.article import Article
from workbench.domain.diff import Edit, Op, word_diff, word_keys, word_spans
from workbench.domain.text import PARAGRAPH

_ALIKE = 0.4
# A paragraph cut in two or two joined are one row; a plain pair is believed first.
_SHAPES = ((1, 1, 1.0), (1, 2, 0.9), (2, 1, 0.9))
_MOST_TRIED = 40_000

Span = tuple[int, int]
_Keys = tuple[str, ...]
_Run = tuple[list[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that belong together, empty spans where one draft has none, and their edits.

    moved: the same words stand elsewhere in the other draft, in a row of their own.
    """

    old: Span
    new: Span
    edits: tuple[Edit, ...]
    moved: bool = False


def paragraphs(article: Article) -> list[Span]:
    """Where the paragraphs stand; a region begins a paragraph."""
    text = article.text
    cuts = sorted({0, len(text), *(region.start for region in article.regions)})
    spans = []
    for low, high in pairwise(cuts):
        at = low
        for piece in text[low:high].split(PARAGRAPH):
            start = at + len(piece) - len(piece.lstrip())
            if piece.strip():
                spans.append((start, at + len(piece.rstrip())))
            at += len(piece) + len(PARAGRAPH)
    return spans


def rows(old: Article, new: Article) -> list[Row]:
    """Both drafts in one order: paragraphs in pairs, the deleted and the new ones between them."""
    left, right = paragraphs(old), paragraphs(new)
    keys = _keys(old.text, left), _keys(new.text, right)
    made: list[Row] = []
    for a, b in _pairs(*keys):
        olds, news = left[slice(*a)], right[slice(*b)]
        before = made[-1] if made else Row((0, 0), (0, 0), ())
        old_span = (olds[0][0], olds[-1][1]) if olds else (before.old[1], before.old[1])
        new_span = (news[0][0], news[-1][1]) if news else (before.new[1], before.new[1])
        made.append(Row(old_span, new_span, _edits(old.text, new.text, old_span, new_span)))
    return _told_moved(old.text, new.text, made)


def _keys(text: str, spans: Sequence[Span]) -> list[_Keys]:
    found = []
    for start, end in spans:
        words = text[start:end]
        found.append(tuple(word_keys(words, word_spans(words))))
    return found


def _edits(old: str, new: str, old_span: Span, new_span: Span) -> tuple[Edit, ...]:
    if old_span[0] == old_span[1] or new_span[0] == new_span[1]:
        op = Op.DELETE if old_span[0] < old_span[1] else Op.INSERT
        return (Edit(op, *old_span, *new_span),)
    edits = word_diff(old[slice(*old_span)], new[slice(*new_span)])
    a, b = old_span[0], new_span[0]
    return tuple(
        Edit(e.op, e.old_start + a, e.old_end + a, e.new_start + b, e.new_end + b) for e in edits
    )


def _pairs(old: Sequence[_Keys], new: Sequence[_Keys]) -> list[tuple[Span, Span]]:
    """Index ranges that belong together, in order; one of the two may be empty."""
    head = _common(old, new)
    foot = _common(old[head:][::-1], new[head:][::-1])
    a, b = (head, len(old) - foot), (head, len(new) - foot)
    pairs = [((i, i + 1), (i, i + 1)) for i in range(head)]
    if (a[1] - a[0]) * (b[1] - b[0]) <= _MOST_TRIED:
        pairs += _aligned(old, new, a, b)
    else:
        pairs += _anchored(old, new, a, b)
    return pairs + [((a[1] + i, a[1] + i + 1), (b[1] + i, b[1] + i + 1)) for i in range(foot)]


def _common(old: Sequence[_Keys], new: Sequence[_Keys]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _anchored(
    old: Sequence[_Keys], new: Sequence[_Keys], a: Span, b: Span
) -> list[tuple[Span, Span]]:
    """For a book of an article: only what lies between paragraphs left as they were is compared."""
    pairs: list[tuple[Span, Span]] = []
    i, j = a[0], b[0]
    kept = [
        (a[0] + op.src_start, b[0] + op.dest_start, op.src_end - op.src_start)
        for op in Indel.opcodes(old[slice(*a)], new[slice(*b)])
        if op.tag == "equal"
    ]
    for one, other, length in [*kept, (a[1], b[1], 0)]:
        if (one - i) * (other - j) <= _MOST_TRIED:
            pairs += _aligned(old, new, (i, one), (j, other))
        else:
            pairs.append(((i, one), (j, other)))
        pairs += [((one + at, one + at + 1), (other + at, other + at + 1)) for at in range(length)]
        i, j = one + length, other + length
    return pairs


def _aligned(
    old: Sequence[_Keys], new: Sequence[_Keys], a: Span, b: Span
) -> list[tuple[Span, Span]]:
    """The pairs with the most words in common, in order (as Gale and Church align sentences)."""
    gain = _Gains(old, new)
    best: dict[Span, tuple[float, Span]] = {(a[0], b[0]): (0.0, (a[0], b[0]))}
    for i in range(a[0], a[1] + 1):
        for j in range(b[0], b[1] + 1):
            options = []
            if i > a[0]:
                options.append((best[i - 1, j][0], (i - 1, j)))
            if j > b[0]:
                options.append((best[i, j - 1][0], (i, j - 1)))
            for di, dj, weight in _SHAPES:
                if i - di >= a[0] and j - dj >= b[0]:
                    won = gain.of((i - di, i), (j - dj, j)) * weight
                    if won > 0:
                        options.append((best[i - di, j - dj][0] + won, (i - di, j - dj)))
            if options:
                best[i, j] = max(options, key=lambda option: option[0])
    return _walked(best, a, b)


class _Gains:
    """How much two runs of paragraphs have in common, in words; 0 where it is too little."""

    def __init__(self, old: Sequence[_Keys], new: Sequence[_Keys]) -> None:
        self._runs: tuple[dict[Span, _Run], dict[Span, _Run]] = {}, {}
        for runs, keys in zip(self._runs, (old, new), strict=True):
            for length in (1, 2):
                for at in range(len(keys) - length + 1):
                    words = [word for paragraph in keys[at : at + length] for word in paragraph]
                    runs[at, at + length] = words, frozenset(words)

    def of(self, a: Span, b: Span) -> float:
        """The gain of pairing old[a] with new[b]."""
        (one, ones), (other, others) = self._runs[0][a], self._runs[1][b]
        if len(ones & others) < _ALIKE * min(len(ones), len(others)):
            return 0.0  # most pairs of paragraphs have nothing to do with each other
        alike = Indel.normalized_similarity(one, other, score_cutoff=_ALIKE)
        return max(0.0, (alike - _ALIKE) * (len(one) + len(other)))


def _walked(best: dict[Span, tuple[float, Span]], a: Span, b: Span) -> list[tuple[Span, Span]]:
    at = (a[1], b[1])
    steps = []
    while at != (a[0], b[0]):
        before = best[at][1]
        steps.append(((before[0], at[0]), (before[1], at[1])))
        at = before
    return steps[::-1]


def _told_moved(old: str, new: str, made: Sequence[Row]) -> list[Row]:
    gone = {_key(old, row.old) for row in made if row.new[0] == row.new[1]}
    come = {_key(new, row.new) for row in made if row.old[0] == row.old[1]}
    both = gone & come
    told = []
    for row in made:
        alone = row.old[0] == row.old[1] or row.new[0] == row.new[1]
        key = _key(old, row.old) or _key(new, row.new)
        moved = alone and key in both
        told.append(Row(row.old, row.new, row.edits, moved))
    return told


def _key(text: str, span: Span) -> _Keys:
    words = text[slice(*span)]
    return tuple(word_keys(words, word_spans(words)))
