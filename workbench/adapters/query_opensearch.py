"""Whoosh's query tree as OpenSearch's own query: plain JSON, so nothing here needs a cluster."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from whoosh import query

from workbench.adapters.search_index import KEYWORD_FIELDS
from workbench.adapters.stems import english_stem
from workbench.domain.analysis import LONGEST_WORD
from workbench.domain.query_tree import AnyOf, date_bounds

# OpenSearch takes 65,536 values in one clause.
_MOST_VALUES = 50_000

Json = dict[str, Any]


def compiled(node: query.Query) -> Json:
    """The query; what only narrows (dates, keywords, chosen passages) adds nothing to a score."""
    boost = float(getattr(node, "boost", 1.0))
    made = _node(node)
    return made if boost == 1.0 else {"bool": {"must": [made], "boost": boost}}


def _node(node: query.Query) -> Json:
    if isinstance(node, query.Not):
        return {"bool": {"must_not": [compiled(node.query)]}}
    if isinstance(node, query.And):
        return _all_of(node)
    if isinstance(node, query.Or):
        parts = [compiled(part) for part in node.subqueries]
        return {"bool": {"should": parts, "minimum_should_match": 1}}
    if _only_narrows(node):
        return {"bool": {"filter": [_filter(node)]}}
    return _leaf(node)


def _all_of(node: query.And) -> Json:
    clauses: dict[str, list[Json]] = {}
    for part in node.subqueries:
        if isinstance(part, query.Not):
            clauses.setdefault("must_not", []).append(compiled(part.query))
        elif _only_narrows(part):
            clauses.setdefault("filter", []).append(_filter(part))
        else:
            clauses.setdefault("must", []).append(compiled(part))
    return {"bool": clauses}


def _only_narrows(node: query.Query) -> bool:
    if isinstance(node, (query.Every, query.NumericRange, AnyOf)):
        return True
    return isinstance(node, _LEAVES) and node.fieldname in KEYWORD_FIELDS


def _filter(node: query.Query) -> Json:
    if isinstance(node, query.Every):
        return {"match_all": {}}
    if isinstance(node, query.NumericRange):
        low, high = date_bounds(node)
        return {
            "bool": {
                "filter": [
                    {"range": {"last_day": {"gte": max(low, 1)}}},
                    {"range": {"first_day": {"gte": 1, "lte": high}}},
                ]
            }
        }
    if isinstance(node, AnyOf):
        return _any_of(node.fieldname, sorted(node.values))
    return _leaf(node)


def _any_of(name: str, values: Sequence[int]) -> Json:
    starts = range(0, len(values), _MOST_VALUES)
    parts: list[Json] = [{"terms": {name: values[at : at + _MOST_VALUES]}} for at in starts]
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else _NOTHING


def _leaf(node: query.Query) -> Json:
    name = "words" if node.fieldname == "text" else node.fieldname
    if isinstance(node, query.Phrase):
        return _phrase(name, node.words, node.slop)
    if isinstance(node, query.FuzzyTerm):
        how = {"fuzziness": node.maxdist, "prefix_length": 0, "transpositions": True}
        # Every word within the distance, as the other engines have it, and not the best fifty.
        return {"fuzzy": {name: {"value": node.text, "rewrite": "constant_score", **how}}}
    if isinstance(node, query.Prefix):
        return {"prefix": {name: {"value": node.text}}}
    if isinstance(node, query.Wildcard):
        return {"wildcard": {name: {"value": node.text.replace("\\", "\\\\")}}}
    if node.fieldname == "text":
        return {"term": {"stems": {"value": english_stem(node.text)}}}
    return {"term": {name: {"value": node.text}}}


def _phrase(name: str, words: Sequence[str], slop: int) -> Json:
    if max(map(len, words), default=0) > LONGEST_WORD:
        # Such a word is not in the index, and the phrase would be read without it.
        return _NOTHING
    if len(words) < 2:
        return {"term": {name: {"value": words[0]}}} if words else _NOTHING
    if slop == 1:
        return {"match_phrase": {name: {"query": " ".join(words)}}}
    return _near(name, words, slop)


def _near(name: str, words: Sequence[str], slop: int) -> Json:
    """All words in any order within a window of so many places."""
    window = len(words) + slop - 1
    counted = Counter(words)
    parts: list[Json] = []
    if len(counted) > 1:
        rules = [{"match": {"query": word}} for word in counted]
        width = {"ordered": False, "max_gaps": window - len(rules)}
        parts.append({"intervals": {name: {"all_of": {**width, "intervals": rules}}}})
    for word, count in counted.items():
        if count > 1:
            # Intervals may count one place twice; a loose phrase does not.
            said = {"query": " ".join([word] * count), "slop": window - count}
            parts.append({"match_phrase": {name: said}})
    return parts[0] if len(parts) == 1 else {"bool": {"must": parts}}


_NOTHING: Json = {"match_none": {}}
_LEAVES = (query.Term, query.Phrase, query.Prefix, query.Wildcard, query.FuzzyTerm)
