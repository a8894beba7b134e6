"""What a query lights up in a text."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA
from whoosh import query

from workbench.domain.analysis import Token, compounds, is_unspaced, letter_by_letter, tokens
from workbench.domain.nearness import in_a_row, near
from workbench.domain.query_tree import wildcard_pattern

_Stem = Callable[[str], str]
_Span = tuple[int, int]
_WORD = re.compile(r"[^\W_]+")
_IN_TEXT = ("text", "words")
# A stem of so many letters begins as all its words do, but for its last letter ("happi", "happy");
# of shorter ones only the first letter is sure ("die", "dying").
_LONG_STEM = 4
# So many words are looked for one by one; with more of them each word of the text is looked at.
_FEW = 8


def spans(tree: query.Query, text: str, stem: _Stem) -> list[tuple[int, int]]:
    """The spans of text that the query's words light up; stem maps a folded word to its stem."""
    read = _Text(text)
    lit: set[_Span] = set()
    single: list[query.Query] = []
    for leaf in _positive_leaves(tree):
        if isinstance(leaf, query.Phrase):
            lit.update(read.phrase(leaf))
        elif isinstance(leaf, query.Prefix) and is_unspaced(leaf.text):
            lit.update(read.first_letters(leaf.text))
            lit.update(read.compound(_matcher(leaf, stem)))
        else:
            single.append(leaf)
    conditions = [(_beginning(leaf, stem), _matcher(leaf, stem)) for leaf in single]
    if len(single) > _FEW:
        conditions = [("", _any_matcher(single, stem))]
    for beginning, matches in conditions:
        lit.update(read.compound(matches))
        lit.update(read.words(matches, beginning))
    return _joined(sorted(lit))


class _Text:
    """A text's words, and where they stand; found when they are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._even = letter_by_letter(text)  # None where a place in it is no place in the text
        self._tokens: list[Token] | None = None
        self._compounds = list(compounds(text))

    @property
    def tokens(self) -> list[Token]:
        if self._tokens is None:
            self._tokens = list(tokens(self._text))
        return self._tokens

    def compound(self, matches: Callable[[str], bool]) -> Iterator[_Span]:
        """Where words with hyphens stand that match as one word."""
        return (token[:2] for token in self._compounds if matches(token.word))

    def words(self, matches: Callable[[str], bool], beginning: str) -> Iterator[_Span]:
        """Where words stand that match; all of them begin with these letters."""
        even = self._even
        if even is None:
            yield from (token[:2] for token in self.tokens if matches(token.word))
            return
        if not beginning:
            for word in filter(matches, set(_WORD.findall(even))):
                yield from self.words(word.__eq__, word)
            return
        for found in _words_with(beginning).finditer(even):
            start = found.start()
            if (not start or not even[start - 1].isalnum()) and matches(found.group()):
                yield found.span()

    def phrase(self, leaf: query.Phrase) -> Iterator[_Span]:
        """A phrase is one span; the words of a near phrase are lit singly."""
        if self._even is not None and not all(word in self._even for word in leaf.words):
            return
        if self._even is not None and leaf.slop == 1:
            for found in _words_in_a_row(tuple(leaf.words)).finditer(self._even):
                if not found.start() or not self._even[found.start() - 1].isalnum():
                    yield found.start(), found.end(1)
            return
        places: dict[str, list[int]] = {word: [] for word in leaf.words}
        stands: dict[int, _Span] = {}
        for at, (start, end, word) in enumerate(self._all_words()):
            if word in places:
                places[word].append(at)
                stands[at] = start, end
        positions = [places[word] for word in leaf.words]
        if leaf.slop > 1:
            yield from (stands[at] for at in near(positions, leaf.slop))
        else:
            last = len(leaf.words) - 1
            yield from ((stands[at][0], stands[at + last][1]) for at in in_a_row(positions))

    def first_letters(self, letter: str) -> Iterator[_Span]:
        """Where a letter of a script without spaces stands: the first one of a pair."""
        for at, token in enumerate(self.tokens):
            if token.word.startswith(letter):
                later = (after.start for after in self.tokens[at + 1 : at + 4])
                yield token.start, min([token.end, *(n for n in later if n > token.start)])

    def _all_words(self) -> Iterator[tuple[int, int, str]]:
        if self._even is None:
            return iter(self.tokens)
        return ((*found.span(), found.group()) for found in _WORD.finditer(self._even))


@lru_cache(1024)
def _words_with(beginning: str) -> re.Pattern[str]:
    """The rest of a word from these letters on; what stands before them is looked at later.

    A look-behind in the pattern would keep the search from jumping to the letters.
    """
    return re.compile(f"{re.escape(beginning)}[^\\W_]*")


@lru_cache(256)
def _words_in_a_row(words: tuple[str, ...]) -> re.Pattern[str]:
    """The first word where the others follow, which are only looked at: they may begin one too."""
    first, *others = map(re.escape, words)
    rest = "".join(rf"[\W_]+{word}" for word in others)
    return re.compile(rf"{first}(?=({rest})(?![^\W_]))")


def _beginning(leaf: query.Query, stem: _Stem) -> str:
    """Letters every word that matches begins with."""
    text: str = leaf.text
    if isinstance(leaf, query.FuzzyTerm):
        return ""
    if isinstance(leaf, query.Wildcard):
        return re.split(r"[*?]", text, maxsplit=1)[0]
    if isinstance(leaf, query.Prefix) or leaf.fieldname == "words":
        return text
    wanted = stem(text)
    return wanted[:-1] if len(wanted) >= _LONG_STEM else wanted[:1]


def _positive_leaves(node: query.Query) -> Iterator[query.Query]:
    if isinstance(node, (query.And, query.Or)):
        for part in node.subqueries:
            yield from _positive_leaves(part)
    elif not isinstance(node, (query.Not, query.NumericRange)) and node.fieldname in _IN_TEXT:
        yield node


def _matcher(leaf: query.Query, stem: _Stem) -> Callable[[str], bool]:
    text: str = leaf.text
    if isinstance(leaf, query.FuzzyTerm):
        return _near_by(text, leaf.maxdist)
    if isinstance(leaf, query.Prefix):
        return lambda word: word.startswith(text)
    if isinstance(leaf, query.Wildcard):
        pattern = re.compile(wildcard_pattern(text))
        return lambda word: pattern.fullmatch(word) is not None
    if leaf.fieldname == "words":
        return lambda word: word == text
    wanted = stem(text)
    return lambda word: stem(word) == wanted


def _any_matcher(leaves: Sequence[query.Query], stem: _Stem) -> Callable[[str], bool]:
    """One condition for many leaves, that each word is looked at once."""
    terms = [leaf for leaf in leaves if isinstance(leaf, query.Term)]
    forms = {leaf.text for leaf in terms if leaf.fieldname == "words"}
    stems = {stem(leaf.text) for leaf in terms if leaf.fieldname == "text"}
    others = [_matcher(leaf, stem) for leaf in leaves if not isinstance(leaf, query.Term)]

    def matches(word: str) -> bool:
        return word in forms or stem(word) in stems or any(other(word) for other in others)

    return matches


@lru_cache(64)
def _near_by(text: str, reach: int) -> Callable[[str], bool]:
    """Kept from hit to hit, which say the same words again and again."""

    @lru_cache(10_000)
    def close(word: str) -> bool:
        return OSA.distance(text, word, score_cutoff=reach) <= reach

    length = len(text)
    return lambda word: abs(len(word) - length) <= reach and close(word)


def _joined(ordered: Iterable[_Span]) -> list[_Span]:
    joined: list[_Span] = []
    for start, end in ordered:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
