"""Documents and remembered passages made comparable: words of match keys, and where they stand."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbench.domain.diff import word_spans
from workbench.domain.running_heads import PAGE_EDGE, body_span, running_heads
from workbench.domain.source import Page
from workbench.domain.text import PARAGRAPH, MappedText, match_key

_RARE = 40  # a word at more places than this does not vote
_LIKELY_PLACES = 5


class Document:
    """The pages of a document as one text to compare with.

    Every word has a character of its own, so that runs of words are compared as strings.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = list(pages)
        self._keys: list[MappedText] = []
        self._starts: list[int] = []
        parts, at = [], 0
        for page in self._pages:
            key = match_key(page.text)
            self._keys.append(key)
            self._starts.append(at)
            parts.append(key.text)
            at += len(key.text) + 1
        self.key = " ".join(parts)
        self._heads = running_heads([page.text for page in self._pages])
        self._ids: dict[str, str] = {}
        self._words: dict[str, str] = {}

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where the words stand in the key; running heads and folios are left out."""
        spans: list[tuple[int, int]] = []
        for page, key, offset in zip(self._pages, self._keys, self._starts, strict=True):
            first, last = body_span(page.text, self._heads)
            low, high = key.from_origin(first, last)
            here = (span for span in _spans(key.text) if low <= span[0] and span[1] <= high)
            spans += [(offset + start, offset + end) for start, end in here]
        return spans

    @cached_property
    def coded(self) -> str:
        """All words, a character each."""
        return self.code(self.key[a:b] for a, b in self.spans)

    def code(self, words: Iterator[str] | Sequence[str]) -> str:
        """The words, a character each; a word the document does not have gets a new one."""
        return "".join(self._ids.get(word) or self._new_id(word) for word in words)

    def words(self, coded: str) -> list[str]:
        """The words of a coded run."""
        return [self._words[char] for char in coded]

    def word_range(self, start: int, end: int) -> tuple[int, int]:
        """The words that [start, end) of the key touches, as indexes."""
        first = bisect_right(self._firsts, start) - 1
        if first < 0 or self.spans[first][1] <= start:
            first += 1
        return first, bisect_left(self._firsts, end)

    def likely(self, coded: str) -> list[int]:
        """Word indexes at which a run of words may begin, the likeliest first.

        Each rare word votes for where the run would begin; votes near each other are joined.
        """
        votes: Counter[int] = Counter()
        for index, word in enumerate(coded):
            places = self._places.get(word, ())
            if len(places) <= _RARE:
                votes.update((place - index) // 8 for place in places)
        joined = {bin_: count + votes.get(bin_ + 1, 0) for bin_, count in votes.items()}
        chosen: list[int] = []
        for bin_, _count in sorted(joined.items(), key=lambda item: -item[1]):
            if all(abs(bin_ - other) > 2 for other in chosen):
                chosen.append(bin_)
            if len(chosen) == _LIKELY_PLACES:
                break
        return [bin_ * 8 for bin_ in chosen]

    def place(self, start: int, end: int) -> tuple[Page, int, int]:
        """The page and the span there; of words over a page's end, the longer part."""
        index = self.page_index(start)
        parts = []
        while index < len(self._pages) and self._starts[index] < end:
            offset, key = self._starts[index], self._keys[index]
            low, high = max(start - offset, 0), min(end - offset, len(key.text))
            parts.append((high - low, index, low, high))
            index += 1
        _length, index, low, high = max(parts, key=lambda part: part[0])
        return (self._pages[index], *self._keys[index].to_origin(low, high))

    def around(self, number: int) -> tuple[int, int]:
        """The span of the key that a page and its neighbours take; empty where there is none."""
        near = [i for i, page in enumerate(self._pages) if abs(page.number - number) <= 1]
        if not near:
            return 0, 0
        return self._starts[near[0]], self._starts[near[-1]] + len(self._keys[near[-1]].text)

    def page_index(self, at: int) -> int:
        """The page that a position of the key is on, counted from 0."""
        return max(0, bisect_right(self._starts, at) - 1)

    @cached_property
    def _firsts(self) -> list[int]:
        return [start for start, _end in self.spans]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for index, word in enumerate(self.coded):
            places[word].append(index)
        return places

    def _new_id(self, word: str) -> str:
        number = len(self._ids)
        char = chr(number if number < 0xD800 else number + 0x800)  # no surrogates
        self._ids[word] = char
        self._words[char] = word
        return char


@dataclass(frozen=True, slots=True)
class Side:
    """The words on one side of a passage, outward: of its own paragraph, and of the next ones.

    at_edge says that the paragraph may go on: a page ends there with a full stop.
    """

    own: tuple[str, ...]
    far: tuple[str, ...]
    at_edge: bool = False

    @property
    def all(self) -> tuple[str, ...]:
        """All of them, outward."""
        return self.own + self.far


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a locator remembers, as keys: the passage, and the words before and after it."""

    quote: str
    words: tuple[str, ...]
    before: Side
    after: Side
    cut_before: bool
    cut_after: bool

    @classmethod
    def of(cls, prefix: str, exact: str, suffix: str) -> "Remembered":
        """The passage and its context, made comparable together: a hyphen may span their edge."""
        key = match_key(prefix + exact + suffix)
        text, (start, end) = key.text, key.from_origin(len(prefix), len(prefix) + len(exact))
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        opens = prefix.rfind(PAGE_EDGE) + 1
        closes = suffix.find(PAGE_EDGE)
        at_edge = closes >= 0 and not suffix.startswith(PARAGRAPH, closes)
        closes = len(prefix) + len(exact) + (closes if closes >= 0 else len(suffix))
        first, last = key.from_origin(opens, closes) if opens < closes else (start, end)
        first, last = min(first, start), max(last, end)
        spans = _spans(text)
        return cls(
            text[start:end],
            tuple(text[a:b] for a, b in spans if a < end and b > start),
            Side(
                tuple(text[a:b] for a, b in spans if first <= a and b <= start)[::-1],
                tuple(text[a:b] for a, b in spans if a < first)[::-1],
                opens > 0 and not prefix.startswith(PARAGRAPH, opens - len(PARAGRAPH)),
            ),
            Side(
                tuple(text[a:b] for a, b in spans if end <= a and b <= last),
                tuple(text[a:b] for a, b in spans if b > last),
                at_edge,
            ),
            cuts(text, start),
            cuts(text, end),
        )


def cuts(text: str, at: int) -> bool:
    """True where a position is within a word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _spans(key: str) -> list[tuple[int, int]]:
    return [(a, b) for a, b in word_spans(key) if key[a].isalnum()]
