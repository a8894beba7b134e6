"""Whoosh's query tree as we use it: the only query language inside."""

import re
from collections.abc import Callable, Iterable

from whoosh import query

from workbench.domain.days import FOREVER


class AnyOf(query.Query):  # type: ignore[misc] # Whoosh brings no types
    """Passages by number: "id" (of the passage) or "source_number" is one of the values."""

    def __init__(self, fieldname: str, values: Iterable[int], boost: float = 1.0) -> None:
        self.fieldname = fieldname
        self.values = frozenset(values)
        self.boost = boost

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnyOf) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"AnyOf({self.fieldname!r}, {sorted(self.values)!r})"

    def _key(self) -> tuple[str, frozenset[int], float]:
        return self.fieldname, self.values, self.boost


def date_bounds(node: query.NumericRange) -> tuple[int, int]:
    """First and last day of a date range as yyyymmdd; 0 and FOREVER where it is open."""
    return node.start or 0, FOREVER if node.end is None else node.end


def wildcard_pattern(text: str) -> str:
    """The regular expression of a word with * and ?."""
    return "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in text)


def cleaned(node: query.Query | None) -> query.Query | None:
    """The tree without empty branches and without groups that say nothing."""
    if isinstance(node, query.Not):
        inner = cleaned(node.query)
        return None if inner is None else query.Not(inner)
    if isinstance(node, (query.And, query.Or)):
        return joined(type(node), map(cleaned, node.subqueries), node.boost)
    return None if node is query.NullQuery else node


def joined(
    kind: type[query.Query], parts: Iterable[query.Query | None], boost: float = 1.0
) -> query.Query | None:
    """The parts, each once, under And or Or; a group of the same kind is opened."""
    flat: list[query.Query] = []
    for part in parts:
        if part is None:
            continue
        flat += part.subqueries if type(part) is kind and part.boost == 1 else [part]
    flat = list(dict.fromkeys(flat))
    if len(flat) > 1:
        return kind(flat, boost=boost)
    return boosted(flat[0], boost) if flat else None


def boosted(node: query.Query, boost: float) -> query.Query:
    """The same condition, weighing more or less; NOT weighs nothing."""
    if boost == 1 or isinstance(node, query.Not):
        return node
    return node.with_boost(node.boost * boost)


def resolved(
    tree: query.Query, replace: Callable[[query.Term], query.Query | None]
) -> query.Query | None:
    """The tree with Terms replaced; None from replace leaves that condition out."""
    if isinstance(tree, query.Not):
        inner = resolved(tree.query, replace)
        return None if inner is None else query.Not(inner)
    if isinstance(tree, (query.And, query.Or)):
        parts = (resolved(part, replace) for part in tree.subqueries)
        return joined(type(tree), parts, tree.boost)
    return replace(tree) if isinstance(tree, query.Term) else tree
