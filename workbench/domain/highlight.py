"""What a query lights up in a text."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA
from whoosh import query

from workbench.domain.query_slips import FOLDED_TOKEN, TOKEN
from workbench.domain.query_tree import fold, wildcard_pattern

_Token = tuple[int, int, str]
_Stem = Callable[[str], str]


def spans(tree: query.Query, text: str, stem: _Stem) -> list[tuple[int, int]]:
    """The spans of text that the query's words light up; stem maps a folded word to its stem."""
    folded = fold(text)
    aligned = len(folded) == len(text)
    words = set(FOLDED_TOKEN.findall(folded))
    wanted: set[str] = set()
    lit: set[tuple[int, int]] = set()
    for leaf in _positive_leaves(tree):
        if isinstance(leaf, query.Phrase):
            if words.issuperset(leaf.words):
                lit.update(_phrase_spans(leaf, _tokens(text)))
        else:
            wanted.update(filter(_matcher(leaf, stem), words))
    if wanted and aligned:
        lit.update(match.span() for match in _pattern(frozenset(wanted)).finditer(folded))
    elif wanted:
        lit.update((start, end) for start, end, word in _tokens(text) if word in wanted)
    return _joined(sorted(lit))


@lru_cache(256)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, sorted(words)))
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])")


def _tokens(text: str) -> list[_Token]:
    return [(match.start(), match.end(), fold(match.group())) for match in TOKEN.finditer(text)]


def _positive_leaves(node: query.Query) -> Iterator[query.Query]:
    if isinstance(node, (query.And, query.Or)):
        for part in node.subqueries:
            yield from _positive_leaves(part)
    elif not isinstance(node, (query.Not, query.NumericRange)) and node.fieldname == "text":
        yield node


def _matcher(leaf: query.Query, stem: _Stem) -> Callable[[str], bool]:
    text: str = leaf.text
    if isinstance(leaf, query.FuzzyTerm):
        return lambda word: OSA.distance(text, word, score_cutoff=leaf.maxdist) <= leaf.maxdist
    if isinstance(leaf, query.Prefix):
        return lambda word: word.startswith(text)
    if isinstance(leaf, query.Wildcard):
        pattern = re.compile(wildcard_pattern(text))
        return lambda word: pattern.fullmatch(word) is not None
    wanted = stem(text)
    return lambda word: stem(word) == wanted


def _phrase_spans(leaf: query.Phrase, tokens: list[_Token]) -> Iterator[tuple[int, int]]:
    """A phrase is one span; the words of a near phrase, in any order, are lit singly."""
    places: dict[str, list[int]] = {}
    for at, (_start, _end, word) in enumerate(tokens):
        places.setdefault(word, []).append(at)
    for first in places.get(leaf.words[0], []):
        if leaf.slop == 1:
            last = first + len(leaf.words) - 1
            if [word for _s, _e, word in tokens[first : last + 1]] == list(leaf.words):
                yield tokens[first][0], tokens[last][1]
            continue
        reach = leaf.slop + len(leaf.words)
        path = [first]
        for word in leaf.words[1:]:
            path += [at for at in places.get(word, []) if abs(at - first) <= reach][:1]
        if len(path) == len(leaf.words):
            yield from ((tokens[at][0], tokens[at][1]) for at in path)


def _joined(ordered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in ordered:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
