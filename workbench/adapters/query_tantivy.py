"""Whoosh's query tree as tantivy's own query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import comb, perm

import tantivy
from whoosh import query

from workbench.adapters.search_index import KEYWORD_FIELDS, TEXT_FIELDS
from workbench.domain.query_tree import AnyOf, date_bounds, wildcard_pattern

# Three words within twelve places stand near each other in 330 ways.
_MOST_WAYS = 400
_MOST_PAIRED = 8
# Passages looked at for one near phrase, each once for every way: a tenth of a second.
_MOST_WORK = 500_000

# These are looked up among the sources.
OF_SOURCES = (*TEXT_FIELDS, "source")

_Parts = list[tuple[tantivy.Occur, tantivy.Query]]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a query needs of the index to be compiled.

    forms gives the words of the stem of a word; sources_where the numbers of the sources for which
    a condition holds; frequency how many documents have a word in a field; has_few_sources whether
    a condition on days is better looked up among the sources too.
    """

    forms: Callable[[str], Sequence[str]]
    sources_where: Callable[[tantivy.Query], Sequence[int]]
    frequency: Callable[[str, str], int]
    has_few_sources: Callable[[], bool]


class TantivyCompiler:
    """Compiles trees for one schema."""

    def __init__(self, schema: tantivy.Schema, lookup: Lookup) -> None:
        self._schema = schema
        self._lookup = lookup

    def compile(self, node: query.Query) -> tantivy.Query:
        """The query; raises ValueError where tantivy refuses a pattern."""
        boost = getattr(node, "boost", 1.0)
        made = self._node(node)
        return made if boost == 1.0 else tantivy.Query.boost_query(made, boost)

    def _node(self, node: query.Query) -> tantivy.Query:
        make = tantivy.Query
        if isinstance(node, query.Not):
            parts: _Parts = [(tantivy.Occur.MustNot, self.compile(node.query))]
            return make.boolean_query([(tantivy.Occur.Must, _every_passage()), *parts])
        if isinstance(node, query.And):
            return self._all_of(node)
        if isinstance(node, query.Or):
            return self._any_of(node)
        if isinstance(node, (query.Every, query.NumericRange, AnyOf)):
            return make.const_score_query(self._filter(node), 0.0)
        return self._leaf(node)

    def _any_of(self, node: query.Or) -> tantivy.Query:
        """One union: tantivy takes twice as long over unions of unions."""
        parts: list[tantivy.Query] = []
        for part in node.subqueries:
            if isinstance(part, query.Term) and part.fieldname == "text" and part.boost == 1:
                parts += self._forms(part.text)
            else:
                parts.append(self.compile(part))
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])

    def _all_of(self, node: query.And) -> tantivy.Query:
        parts: _Parts = []
        for part in node.subqueries:
            if isinstance(part, query.Not):
                parts.append((tantivy.Occur.MustNot, self.compile(part.query)))
            else:
                parts.append((tantivy.Occur.Must, self.compile(part)))
        if all(occur is tantivy.Occur.MustNot for occur, _query in parts):
            parts.append((tantivy.Occur.Must, _every_passage()))
        return tantivy.Query.boolean_query(parts)

    def _filter(self, node: query.Query) -> tantivy.Query:
        if isinstance(node, AnyOf):
            return tantivy.Query.term_set_query(self._schema, node.fieldname, sorted(node.values))
        if isinstance(node, query.Every):
            return _every_passage()
        low, high = date_bounds(node)
        if self._lookup.has_few_sources():
            dated = self._overlap("from_day", "to_day", max(low, 1), high)
            numbers = list(self._lookup.sources_where(dated))
            return tantivy.Query.term_set_query(self._schema, "source_number", numbers)
        return self._overlap("first_day", "last_day", max(low, 1), high)

    def _overlap(self, first: str, last: str, low: int, high: int) -> tantivy.Query:
        must = tantivy.Occur.Must
        parts = [(must, self._days(last, low, None)), (must, self._days(first, 1, high))]
        return tantivy.Query.boolean_query(parts)

    def _days(self, name: str, low: int, high: int | None) -> tantivy.Query:
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self._schema, name, kind, low, high)

    def _leaf(self, node: query.Query) -> tantivy.Query:
        name = "words" if node.fieldname == "text" else node.fieldname
        if node.fieldname == "text" and isinstance(node, query.Term):
            return self._by_stem(node.text)
        found = self._in_field(name, node)
        if name in OF_SOURCES:
            numbers = list(self._lookup.sources_where(found))
            found = tantivy.Query.term_set_query(self._schema, "source_number", numbers)
            # Its own weight was that of a whole source; a passage is no better for a longer title.
            return tantivy.Query.const_score_query(found, 1.0)
        return tantivy.Query.const_score_query(found, 0.0) if name in KEYWORD_FIELDS else found

    def _in_field(self, name: str, node: query.Query) -> tantivy.Query:
        make = tantivy.Query
        if isinstance(node, query.Phrase):
            return self._phrase(name, node.words, node.slop)
        if isinstance(node, query.FuzzyTerm):
            return make.fuzzy_term_query(self._schema, name, node.text, distance=node.maxdist)
        if isinstance(node, query.Prefix):
            return make.regex_query(self._schema, name, wildcard_pattern(node.text + "*"))
        if isinstance(node, query.Wildcard):
            return make.regex_query(self._schema, name, wildcard_pattern(node.text))
        return make.term_query(self._schema, name, node.text)

    def _by_stem(self, word: str) -> tantivy.Query:
        forms = self._forms(word)
        if len(forms) < 2:
            return forms[0] if forms else tantivy.Query.empty_query()
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, form) for form in forms])

    def _forms(self, word: str) -> list[tantivy.Query]:
        forms = self._lookup.forms(word)
        return [tantivy.Query.term_query(self._schema, "words", form) for form in forms]

    def _phrase(self, name: str, words: Sequence[str], slop: int) -> tantivy.Query:
        make = tantivy.Query
        if not words:
            return make.empty_query()
        if len(words) == 1:
            return make.term_query(self._schema, name, words[0])
        if slop == 1:
            return make.phrase_query(self._schema, name, list(words))
        return self._near(name, words, len(words) + slop - 1)

    def _near(self, name: str, words: Sequence[str], width: int) -> tantivy.Query:
        """All the words in any order within so many places, see domain.nearness.

        tantivy's own slop is right for two words that differ; with more it depends on the order of
        the words, and finds more to count than to score. So every way to stand near is a phrase of
        its own; where those are too many, each two of the words stand near each other; where most
        passages say the words, which the searcher would wait for, they stand in the same passage.
        """
        make = tantivy.Query
        must = tantivy.Occur.Must
        affordable = _MOST_WORK // max(1, min(self._lookup.frequency(name, word) for word in words))
        if len(set(words)) == len(words) == 2 and affordable >= 2:
            return make.disjunction_max_query(
                [
                    make.phrase_query(self._schema, name, list(order), slop=width - 2)
                    for order in permutations(words)
                ]
            )
        if perm(len(words)) * comb(width - 1, len(words) - 1) <= min(_MOST_WAYS, affordable):
            ways = [
                make.phrase_query(self._schema, name, list(zip((0, *places), order, strict=True)))
                for order in sorted(set(permutations(words)))
                for places in combinations(range(1, width), len(words) - 1)
            ]
            return make.disjunction_max_query(ways)
        pairs = list(combinations(words, 2)) if len(words) <= _MOST_PAIRED else []
        pairs = pairs or [(words[0], word) for word in words[1:]]
        if len(words) > 2 and 2 * len(pairs) <= affordable:
            return make.boolean_query([(must, self._near(name, pair, width)) for pair in pairs])
        each = [make.term_query(self._schema, name, word) for word in dict.fromkeys(words)]
        return make.boolean_query([(must, term) for term in each])


def _every_passage() -> tantivy.Query:
    """Sources are documents too, and have no such number."""
    return tantivy.Query.exists_query("id")
