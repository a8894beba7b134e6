"""What a tree means, said without an index: every passage is read from end to end."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA
from whoosh import query

from workbench.adapters.search_index import TEXT_FIELDS, IndexedPassage
from workbench.adapters.stems import english_stem
from workbench.domain.analysis import GAP, index_text
from workbench.domain.nearness import in_a_row, near
from workbench.domain.query_tree import AnyOf, date_bounds, wildcard_pattern


def plainly(tree: query.Query, passages: Iterable[IndexedPassage]) -> set[int]:
    """The passages that match."""
    return {passage.id for passage in passages if _matches(tree, passage)}


def _matches(node: query.Query, passage: IndexedPassage) -> bool:
    if isinstance(node, query.Not):
        return not _matches(node.query, passage)
    if isinstance(node, query.And):
        return all(_matches(part, passage) for part in node.subqueries)
    if isinstance(node, query.Or):
        return any(_matches(part, passage) for part in node.subqueries)
    if isinstance(node, (query.Every, query.NumericRange, AnyOf)):
        return _holds(node, passage)
    words = _words(node.fieldname, passage)
    if isinstance(node, query.Phrase):
        return _stand(node, words)
    return any(_is_meant(node, word) for word in words)


def _holds(node: query.Query, passage: IndexedPassage) -> bool:
    if isinstance(node, query.NumericRange):
        low, high = date_bounds(node)
        return 0 < passage.first_day <= high and low <= passage.last_day
    return not isinstance(node, AnyOf) or getattr(passage, node.fieldname) in node.values


def _words(name: str, passage: IndexedPassage) -> Sequence[str]:
    value: str = passage.text if name in ("text", "words") else getattr(passage, name)
    return said(value) if name in (*TEXT_FIELDS, "text", "words") else [value]


@lru_cache(5000)
def said(text: str) -> Sequence[str]:
    """The words as every engine gets them."""
    return index_text(text).split()


def _stand(node: query.Phrase, words: Sequence[str]) -> bool:
    end = words.index(GAP) if GAP in words else len(words)
    parts = [words[:end]] + [[word] for word in words[end:]]
    for part in parts:
        places = [[at for at, word in enumerate(part) if word == said] for said in node.words]
        if in_a_row(places) if node.slop == 1 else near(places, node.slop):
            return True
    return False


def _is_meant(node: query.Query, word: str) -> bool:
    if word == GAP:
        return False
    text: str = node.text
    if isinstance(node, query.FuzzyTerm):
        return bool(OSA.distance(text, word) <= node.maxdist)
    if isinstance(node, query.Prefix):
        return word.startswith(text)
    if isinstance(node, query.Wildcard):
        return re.fullmatch(wildcard_pattern(text), word) is not None
    if node.fieldname == "text":
        return english_stem(word) == english_stem(text)
    return word == text
