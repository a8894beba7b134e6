"""Passages for the tests of search engines, and what of them is found."""

from dataclasses import replace

from whoosh import query

from workbench.adapters.search_index import IndexedPassage, SearchIndex
from workbench.domain.query_options import Order, Unit


def passage(number: int, text: str, **fields: object) -> IndexedPassage:
    """Ten passages a source and two a page, unless told otherwise."""
    source = (number - 1) // 10 + 1
    made = IndexedPassage(number, f"{source:064x}", source, (number - 1) % 10 // 2 + 1, text)
    return replace(made, **fields)  # type: ignore[arg-type] # the test names the fields


def own(number: int, text: str, **fields: object) -> IndexedPassage:
    """The only passage of a source, which may have a title and the like of its own."""
    return passage(number, text, **{"source": f"{number:064x}", "source_number": number, **fields})


def ids(index: SearchIndex, tree: query.Query, order: Order = Order.RELEVANCE) -> list[int]:
    """All passages that match, in the order asked for."""
    found = index.search(tree, 10_000, order)
    assert found.total == len(found.best) == len({number for number, _score in found.best})
    return [number for number, _score in found.best]


def found(index: SearchIndex, tree: query.Query) -> set[int]:
    """The passages that match, told alike by hits and by groups."""
    hits = set(ids(index, tree))
    assert index.groups(tree, Unit.PASSAGE) == dict.fromkeys(hits, 1)
    return hits


def filled(index: SearchIndex, *texts: str) -> SearchIndex:
    assert index.write([passage(n, text) for n, text in enumerate(texts, 1)], []) == len(texts)
    return index
