"""Whoosh's query tree as we use it: the only query language inside."""

import re
import unicodedata

from whoosh import query
from whoosh.util.times import long_to_datetime

from workbench.domain.days import FOREVER, number
from workbench.domain.query_slips import TOKEN, UNIT

_RAISED = re.compile(rf"({UNIT})|[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_COMBINING = re.compile(r"[\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0670]+")


def fold(text: str) -> str:
    """The text as it is indexed: lower case, compatibility forms and accents folded."""
    if text.isascii():
        return text.lower()
    text = _RAISED.sub(lambda raised: raised[1] or " ", text)
    return _COMBINING.sub("", unicodedata.normalize("NFKD", text).casefold())


def words_of(text: str) -> list[str]:
    """The folded words of a text, as the index counts them."""
    return [fold(word) for word in TOKEN.findall(text)]


def date_bounds(node: query.NumericRange) -> tuple[int, int]:
    """First and last day of a date range as yyyymmdd; 0 and FOREVER where it is open."""
    low = 0 if node.start is None else _day(node.start)
    high = FOREVER if node.end is None else _day(node.end)
    return low, high


def wildcard_pattern(text: str) -> str:
    """The regular expression of a word with * and ?."""
    return "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in text)


def cleaned(node: query.Query) -> query.Query | None:
    """The tree with folded words, empty branches gone and compound words as phrases."""
    if isinstance(node, query.Not):
        inner = cleaned(node.query)
        return None if inner is None else query.Not(inner)
    if isinstance(node, (query.And, query.Or)):
        parts = [part for part in map(cleaned, node.subqueries) if part is not None]
        return _joined(type(node), parts)
    if isinstance(node, query.NumericRange):
        return node
    return _leaf(node)


def _leaf(node: query.Query) -> query.Query | None:
    if isinstance(node, query.Phrase):
        words = [fold(word) for word in node.words if word]
        return _words_node(node.fieldname, words, max(1, node.slop))
    if isinstance(node, (query.Prefix, query.Wildcard)):
        return _pattern(node)
    if not isinstance(node, query.Term) and not isinstance(node, query.FuzzyTerm):
        return None
    words = words_of(node.text) if isinstance(node.text, str) else []
    if isinstance(node, query.FuzzyTerm) and len(words) == 1:
        return query.FuzzyTerm(node.fieldname, words[0], maxdist=min(2, node.maxdist))
    return _words_node(node.fieldname, words, 1)


def _joined(kind: type[query.Query], parts: list[query.Query]) -> query.Query | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(parts)


def _words_node(name: str, words: list[str], slop: int) -> query.Query | None:
    if not words:
        return None
    return query.Term(name, words[0]) if len(words) == 1 else query.Phrase(name, words, slop=slop)


def _pattern(node: query.Prefix | query.Wildcard) -> query.Query | None:
    *before, last = re.split(r"[^\w*?]+|_", fold(node.text))
    parts: list[query.Query] = [query.Term(node.fieldname, word) for word in before if word]
    if isinstance(node, query.Prefix) and last:
        parts.append(query.Prefix(node.fieldname, last))
    elif last.strip("*?"):
        parts.append(query.Wildcard(node.fieldname, last))
    return _joined(query.And, parts)


def _day(stamp: int) -> int:
    moment = long_to_datetime(stamp)
    return number(moment)
