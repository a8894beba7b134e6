"""Sentences: nupunkt for scripts with full stops, a plain rule for those with their own signs."""

import re
from collections.abc import Iterable
from itertools import pairwise

from workbench.domain.language.paragraphs import Span, paragraph_spans

_OWN_SIGNS = re.compile(r"[。！？؟।॥۔｡]+[\"'”’」』）)\]》】]*")
_CLOSERS = "\"'”’»)]"
_CALLED = re.compile(r"[!?…—–,-][\"'”’»]$")
# What may end a name ("Yahoo!") or a quotation inside a sentence.
_AFTER_NAME = re.compile(r"[\"”’»!?]$")
_SAID = (
    "said|says|say|told|tells|asked|asks|added|adds|tweeted|wrote|writes|replied|answered|cried|"
    "shouted|exclaimed|explained|insisted|declared|stated|claimed|warned|noted|continued|joked|"
    "recalled|remarked|posted|announced|argued|concluded|demanded|wondered|whispered|yelled"
)
_ATTRIBUTION = re.compile(rf"(?:[^\W\d_][\w.’'-]*\s+){{0,5}}(?:{_SAID})\b", re.IGNORECASE)
_ENUMERATOR = re.compile(r"[•⁃*·-]?\s*\(?(?:\d{1,3}|[a-zA-Z])[.)]{1,2}$")
_FRAGMENT = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+)?:?$")


def sentences(text: str, spans: Iterable[Span]) -> list[Span]:
    """The sentences within each span, in order; none crosses from one span into the next."""
    found: list[Span] = []
    for start, end in spans:
        found.extend(_of_stretch(text[start:end], start))
    return found


def sentence_ends(text: str, at_least: int = 0) -> list[int]:
    """Where sentences end in a page; only in paragraphs of that length, since time goes there."""
    long = [span for span in paragraph_spans(text) if span[1] - span[0] >= at_least]
    return [end for _start, end in sentences(text, long)]


def _of_stretch(text: str, offset: int) -> list[Span]:
    if not text.strip():
        return []
    pieces = [inner for start, end in _stops(text) for inner in _own_signs(text, start, end)]
    return [(start + offset, end + offset) for start, end in _mended(text, pieces)]


def _stops(text: str) -> list[Span]:
    from nupunkt import sent_spans

    return [(start, end) for start, end in sent_spans(text) if end > start]


def _own_signs(text: str, start: int, end: int) -> list[Span]:
    cuts = [match.end() for match in _OWN_SIGNS.finditer(text, start, end)]
    edges = [start, *(cut for cut in cuts if start < cut < end), end]
    pieces = (_trimmed(text, left, right) for left, right in pairwise(edges))
    return [piece for piece in pieces if piece[1] > piece[0]]


def _trimmed(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    left = start + len(inner) - len(inner.lstrip())
    return left, max(left, start + len(inner.rstrip()))


def _mended(text: str, pieces: list[Span]) -> list[Span]:
    """Pieces that are no sentence by themselves go back to the one before."""
    mended: list[Span] = []
    for start, end in pieces:
        lone = mended and _ENUMERATOR.match(text[mended[-1][0] : mended[-1][1]][:8])
        if mended and (lone or _belongs(text, mended[-1], start, end)):
            mended[-1] = (mended[-1][0], end)
        else:
            mended.append((start, end))
    return mended


def _belongs(text: str, before: Span, start: int, end: int) -> bool:
    head = text[start : min(end, start + 120)]
    tail = text[max(before[0], before[1] - 3) : before[1]]
    if head[0] in "”’»)]" or (head[0] in _CLOSERS and head[1:2].isspace()):
        return True
    if len(head) < 120 and not any(char.isalnum() for char in head):
        return True
    if head[0].islower() and (_AFTER_NAME.search(tail) or _FRAGMENT.match(head)):
        return True
    return bool(_CALLED.search(tail) and _ATTRIBUTION.match(head))
