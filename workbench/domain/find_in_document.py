"""Find in document: words in the text of pages, however they are set.

Case, accents of Latin and Greek letters, typography, hyphens inside words and line ends do not
matter. Folding replaces one character by one and drops a few, so that the way back is short and
1,500 folded pages stay in memory; ligatures were undone when the page was normalised.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.domain.text import match_key

_DROPPED = re.compile(
    r"(?<=[^\W\d_])[-\u00ad](?=[^\W\d_])|(?<=\x20)\x20+|[\u00ad\u200b\u2060\ufeff\u0300-\u036f]+"
)
_LAST_ACCENTED = 0x0400  # after it a mark makes another letter: й, が


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A page's text as it is looked through; `gaps` says before which character some were left."""

    text: str
    gaps: "array[int]"

    def to_origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the page's text that [start, end) stands for."""
        last = end - 1
        return start + bisect_right(self.gaps, start), last + bisect_right(self.gaps, last) + 1


class _Folds(dict[int, str]):
    """One character for each, worked out when it is met first."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _folded(char)
        self[code] = folded
        return folded


def _folded(char: str) -> str:
    if char.isspace():
        return " "
    if ord(char) < _LAST_ACCENTED or "\u1e00" <= char <= "\u1fff":
        parts = unicodedata.normalize("NFD", char)
        if all(unicodedata.combining(mark) for mark in parts[1:]):
            char = parts[0]
    lowered = char.lower()
    return lowered if len(lowered) == 1 else char


_FOLDS = _Folds()
for _signs, _plain in (("‘’‚‛′ʼʻ`´＇‹›", "'"), ("“”„‟″«»＂〝〞〟", '"'), ("‐‑‒–—―−﹘﹣－⁃", "-")):
    _FOLDS.update({ord(sign): _plain for sign in _signs})


def fold(text: str) -> FoldedText:
    """A page's text made ready to be looked through."""
    even = text.translate(_FOLDS)
    parts: list[str] = []
    gaps = array("l")
    at = kept = 0
    for match in _DROPPED.finditer(even):
        start, end = match.span()
        parts.append(even[at:start])
        kept += start - at
        gaps.extend([kept] * (end - start))
        at = end
    if not gaps:
        return FoldedText(even, gaps)
    parts.append(even[at:])
    return FoldedText("".join(parts), gaps)


def fold_wanted(text: str) -> str:
    """What is looked for, folded as the pages are; empty where there is nothing to look for."""
    return fold(match_key(text).text).text.strip()


def occurrences(
    page: FoldedText, wanted: str, *, whole_words: bool = False
) -> Iterator[tuple[int, int]]:
    """Where the folded words stand in a page, as spans of its own text, one after the other."""
    at = page.text.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        if not whole_words or stands_alone(page.text, at, end):
            yield page.to_origin(at, end)
            at = page.text.find(wanted, end)
        else:
            at = page.text.find(wanted, at + 1)


def stands_alone(text: str, start: int, end: int) -> bool:
    """True where a span cuts no word in two."""
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not (cut_before or cut_after)
