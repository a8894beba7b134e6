"""Words of the index itself: for a word it does not have, and for what a passage is about."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from rapidfuzz.distance import OSA
from whoosh import query

from workbench.adapters.archive_store import ArchiveStore
from workbench.adapters.search_index import SearchIndex
from workbench.domain.analysis import tokens, words_of
from workbench.domain.highlight import spans

_SHORTEST = 4
# A pasted page is no slip of the keyboard.
_MOST_LOOKED_UP = 16
_MOST_CORRECTED = 3
_LOOKED_AT = 40
_CANDIDATES = 8
_TELLING = 8
_MOST_WORDS = 120
_FEW = 12


def did_you_mean(
    text: str, tree: query.Query, index: SearchIndex, store: ArchiveStore
) -> str | None:
    """The query with words the index has in place of those it has not; None where it has none."""
    corrected = text
    words = [word for word in dict.fromkeys(_single_words(tree)) if len(word) >= _SHORTEST]
    unknown = (word for word in words[:_MOST_LOOKED_UP] if not _frequency(index, word))
    for word in islice(unknown, _MOST_CORRECTED):
        nearest = _nearest(word, index, store)
        if nearest is not None:
            corrected = _replaced(corrected, word, nearest)
    return corrected if corrected != text else None


def telling_words(text: str, index: SearchIndex) -> list[str]:
    """The words of a text that are rare in the index and stand elsewhere too, rarest first.

    Weighed as in Lucene's MoreLikeThis: how often here, over how many passages have it.
    """
    counts = Counter(token.word for token in tokens(text) if _tells(token.word))
    passages = max(1, index.size())
    weights = {}
    for word, count in counts.most_common(_MOST_WORDS):
        frequency = _frequency(index, word)
        if 2 <= frequency <= max(passages / 4, _FEW):
            weights[word] = count / frequency
    return sorted(weights, key=lambda word: -weights[word])[:_TELLING]


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST or not word.isascii() or word.isdigit()


def _frequency(index: SearchIndex, word: str) -> int:
    return index.search(query.Term("words", word), 1).total


def _nearest(word: str, index: SearchIndex, store: ArchiveStore) -> str | None:
    """The word of the index that is nearest and, of these, stands in most passages."""
    for distance in (1, 2):
        fuzzy = query.FuzzyTerm("text", word, maxdist=distance)
        ids = [id_ for id_, _score in index.search(fuzzy, _LOOKED_AT).best]
        near: Counter[str] = Counter()
        for passage in store.passages(ids):
            for start, end in spans(fuzzy, passage.text, index.stem):
                near.update(words_of(passage.text[start:end])[:1])
        if near:
            found = [each for each, _count in near.most_common(_CANDIDATES)]
            return min(
                found,
                key=lambda each: (OSA.distance(word, each), -_frequency(index, each), each),
            )
    return None


def _single_words(node: query.Query) -> Iterator[str]:
    if isinstance(node, (query.And, query.Or)):
        for part in node.subqueries:
            yield from _single_words(part)
    elif isinstance(node, query.Term) and node.fieldname in ("text", "words"):
        yield node.text


def _replaced(text: str, word: str, by: str) -> str:
    """The word as it was typed, wherever it stands alone and is no field's name."""

    def swap(match: re.Match[str]) -> str:
        return by if words_of(match.group()) == [word] else match.group()

    return re.sub(r"[^\W_]+(?![\w:*?~])", swap, text)
