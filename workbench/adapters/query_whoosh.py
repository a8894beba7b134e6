"""Whoosh's query tree against one segment of a Whoosh index.

Postings and scores are Whoosh's; what AND, OR and NOT make of them is ours, because Whoosh 2.7's
AndNotMatcher lets passages through that it should leave out, and its Phrase knows no near phrase
in any order.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter
from whoosh import query

from workbench.adapters.search_index import KEYWORD_FIELDS
from workbench.adapters.stems import english_stem
from workbench.domain.nearness import in_a_row, near
from workbench.domain.query_tree import AnyOf, date_bounds, wildcard_pattern

# A pattern that means more words than these means the first of them in their order.
MOST_WORDS = 10_000

Scores = Mapping[int, float]
PATTERNS = (query.Prefix, query.Wildcard, query.FuzzyTerm)


class Segment:
    """One segment's postings with its words and numbers at hand; searcher is Whoosh's for it."""

    def __init__(self, searcher: Any, kept: dict[Any, Any]) -> None:
        """kept belongs to the segment's files, which never change, and outlives this object."""
        self.searcher = searcher
        self.reader = searcher.reader()
        self._kept = kept

    def words(self, name: str) -> Sequence[str]:
        """All words of a field, sorted."""
        if name not in self._kept:
            self._kept[name] = [word.decode() for word in self.reader.lexicon(name)]
        words: Sequence[str] = self._kept[name]
        return words

    def numbers(self, name: str) -> Sequence[int]:
        """A number of every passage, by its place in the segment."""
        if name not in self._kept:
            self._kept[name] = list(self.reader.column_reader(name, translate=False))
        numbers: Sequence[int] = self._kept[name]
        return numbers

    def everything(self) -> Iterator[int]:
        """Every passage that is not taken out."""
        passages: Iterator[int] = self.reader.all_doc_ids()
        return passages

    def postings(self, name: str, word: str) -> Any:
        """Whoosh's matcher for a word, None where it is not in the segment."""
        if (name, word) not in self.reader:
            return None
        return self.searcher.postings(name, word)


class SegmentSearch:
    """What a tree finds in a segment: passages (by their place in it) with their scores."""

    def __init__(self, segment: Segment, meant: Callable[[query.Query], Sequence[str]]) -> None:
        """meant gives the words of the whole index that a pattern stands for."""
        self._segment = segment
        self._meant = meant

    def found(
        self, node: query.Query, weight: float = 1.0, within: Scores | None = None
    ) -> Mapping[int, float]:
        """The passages; within leaves all others out."""
        if isinstance(node, query.Not):
            out = self.found(node.query, within=within)
            return {at: 0.0 for at in self._among(within) if at not in out}
        weight *= node.boost
        if isinstance(node, query.And):
            return self._all_of(node, weight, within)
        if isinstance(node, query.Or):
            return _sum(self.found(part, weight, within) for part in node.subqueries)
        if isinstance(node, (query.Term, query.Phrase, *PATTERNS)):
            return self._said(node, weight, within)
        return dict.fromkeys(self._filtered(node, self._among(within)), 0.0)

    def _among(self, within: Scores | None) -> Iterable[int]:
        return self._segment.everything() if within is None else within

    def _all_of(self, node: query.And, weight: float, within: Scores | None) -> Scores:
        """The rarest first, that the common ones are looked up for those passages only."""
        parts = sorted(node.subqueries, key=self._cost)
        found: Scores | None = None
        for part in parts:
            if isinstance(part, query.Not):
                among = dict.fromkeys(self._among(within), 0.0) if found is None else found
                out = self.found(part.query, within=among)
                found = {at: score for at, score in among.items() if at not in out}
                continue
            more = self.found(part, weight, within if found is None else found)
            before = found or {}
            found = {at: before.get(at, 0.0) + score for at, score in more.items()}
        return found or {}

    def _said(self, node: query.Query, weight: float, within: Scores | None) -> Scores:
        if isinstance(node, query.Phrase):
            return self._phrase(node, weight, within)
        if isinstance(node, query.Term):
            return self._word(_field(node, "stems"), _term(node), weight, within)
        return self._pattern(node, weight, within)

    def _cost(self, node: query.Query) -> float:
        if isinstance(node, query.Not):
            return float("inf")
        if isinstance(node, query.Phrase):
            name = _field(node, "words")
            return min((self._frequency(name, word) for word in node.words), default=0)
        if isinstance(node, query.Term):
            return self._frequency(_field(node, "stems"), _term(node))
        return float(self._segment.reader.doc_count_all())

    def _frequency(self, name: str, word: str) -> float:
        reader = self._segment.reader
        return float(reader.doc_frequency(name, word)) if (name, word) in reader else 0.0

    def _word(self, name: str, word: str, weight: float, within: Scores | None) -> Scores:
        postings = self._segment.postings(name, word)
        if postings is None:
            return {}
        if name in KEYWORD_FIELDS:
            return dict.fromkeys(_places(postings, within), 0.0)
        return {at: weight * postings.score() for at in _places(postings, within)}

    def _phrase(self, node: query.Phrase, weight: float, within: Scores | None) -> Scores:
        name = _field(node, "words")
        wanted = dict.fromkeys(node.words)
        matchers = [self._segment.postings(name, word) for word in wanted]
        if not matchers or any(matcher is None for matcher in matchers):
            return {}
        found = {}
        for at in _together(matchers, within):
            places = {
                word: matcher.value_as("positions")
                for word, matcher in zip(wanted, matchers, strict=True)
            }
            stand = [places[word] for word in node.words]
            if in_a_row(stand) if node.slop == 1 else near(stand, node.slop):
                found[at] = weight * sum(matcher.score() for matcher in matchers)
        return found

    def _pattern(self, node: query.Query, weight: float, within: Scores | None) -> Scores:
        name = _field(node, "words")
        found: dict[int, float] = {}
        for word in self._meant(node):
            postings = self._segment.postings(name, word)
            if postings is not None:
                found.update(dict.fromkeys(_places(postings, within), weight))
        return dict.fromkeys(found, 0.0) if name in KEYWORD_FIELDS else found

    def _filtered(self, node: query.Query, among: Iterable[int]) -> Iterable[int]:
        if isinstance(node, query.NumericRange):
            low, high = date_bounds(node)
            first, last = self._segment.numbers("first_day"), self._segment.numbers("last_day")
            return (at for at in among if 0 < first[at] <= high and low <= last[at])
        if isinstance(node, AnyOf):
            numbers = self._segment.numbers(node.fieldname)
            return (at for at in among if numbers[at] in node.values)
        return among if isinstance(node, query.Every) else ()


def words_meant(node: query.Query, words: Sequence[str]) -> Iterable[str]:
    """Those of a field's sorted words that a prefix, wildcard or fuzzy word stands for."""
    if isinstance(node, query.FuzzyTerm):
        most = int(node.maxdist)
        alike = extract_iter(node.text, words, scorer=OSA.distance, score_cutoff=most)
        return (word for word, _distance, _at in alike)
    if isinstance(node, query.Prefix):
        return _beginning(node.text, words)
    pattern = re.compile(wildcard_pattern(node.text))
    start = re.split(r"[*?]", node.text, maxsplit=1)[0]
    return (word for word in _beginning(start, words) if pattern.fullmatch(word))


def _beginning(start: str, words: Sequence[str]) -> Iterator[str]:
    for word in islice(words, bisect_left(words, start), None):
        if not word.startswith(start):
            return
        yield word


def _field(node: query.Query, of_text: str) -> str:
    return of_text if node.fieldname == "text" else str(node.fieldname)


def _term(node: query.Term) -> str:
    return english_stem(node.text) if node.fieldname == "text" else str(node.text)


def _sum(parts: Iterable[Scores]) -> Scores:
    found: dict[int, float] = {}
    for part in parts:
        for at, score in part.items():
            found[at] = found.get(at, 0.0) + score
    return found


def _places(postings: Any, within: Scores | None) -> Iterator[int]:
    """The passages of a word; the matcher stands at each while it is given."""
    if within is None:
        while postings.is_active():
            yield postings.id()
            postings.next()
        return
    for at in sorted(within):
        if not postings.is_active():
            return
        postings.skip_to(at)
        if postings.is_active() and postings.id() == at:
            yield at


def _together(matchers: Sequence[Any], within: Scores | None) -> Iterator[int]:
    """The passages that have all the words; every matcher stands there while it is given."""
    first, *others = matchers
    for at in _places(first, within):
        for other in others:
            if other.is_active():
                other.skip_to(at)
            if not other.is_active():
                return
        if all(other.id() == at for other in others):
            yield at
