"""One normalised text a page, with the way back to where every character came from.

NFKC alone would turn the footnote mark in "31.2⁴" into a digit and "5½" into "51/2", so
superscripts, subscripts and fractions are left as they stand: a figure must never change.
"""

import hashlib
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

PARAGRAPH = "\n\n"
_TALL = 1.35

# Quotation marks, dashes and signs that people type one way and printers set another. One for
# one, so that a text folded by this table keeps its length and its offsets.
_FOLD_ONE_TO_ONE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼʻ`´＇‹›", "'"),
        **dict.fromkeys("“”„‟″«»＂〝〞〟", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-"),
    }
)
_FOLDED = re.compile(f"[{''.join(map(chr, _FOLD_ONE_TO_ONE))}]")

# Letters and signs of everyday texts that stay what they are, whatever stands beside them.
_PLAIN = (
    "\u00a1-\u00a7\u00a9-\u00ac\u00ae\u00b0-\u00b3\u00b6\u00b7\u00b9-\u0131\u0134-\u013e"
    "\u0141-\u0148\u014a-\u017e\u0391-\u03a1\u03a3-\u03a9\u03ac-\u03ce\u0400-\u0482\u048a-\u052f"
    "\u2012-\u2016\u2018-\u2023\u2030-\u2032\u2039\u203a\u20ac\u2190-\u222b\u2231-\u22ff"
)
# White space of other kinds, and all among which there are signs that join what is before them.
_ODD = re.compile(
    f"[^\x00-\x08\n\x0e-\x1b\x20-\x84\x86-\x9f\u00a1-\u00b8{_PLAIN}"
    "\u2010\u2011\u2024-\u2026\u2070-\u209f\u2122\ufb00-\ufb06\ufffd]"
)

# Where the work is: all else is copied in runs. A letter before a combining mark belongs to it.
_SPECIAL = re.compile(
    r"(?P<break>(?<=\w)[-‐]\x20*\n(?!\s*\n)\s*(?=\w))"
    r"|(?P<soft>\u00ad[\x20\t]*(?:\n(?!\s*\n)\s*)?)"
    r"|(?P<space>\s{2,}|[^\S\x20])"
    r"|(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x9f])"
    r"|(?P<wide>(?:[^\s\x00-\x7f\x80-\x9f\xad]|[\x21-\x7e](?=[\u0300-\u036f]))+)"
)
# The same for texts with no odd sign in them, where a line end alone is a space; much faster, as
# the first character tells.
_SPARSE = re.compile(
    f"[^\x20-\x2c\x2e-\x7e{_PLAIN}](?:"
    r"(?P<break>(?:(?<=\w-)|(?<=[0-9A-Za-z_]‐))\n(?!\n)(?=\w))"
    r"|(?P<soft>(?<=\u00ad)\x20*(?:\n(?!\n))?)"
    r"|(?P<space>(?<=\n)\n+)"
    r"|(?P<control>(?<=[\x00-\x08\x0e-\x1b\x7f-\x9f]))"
    r"|(?P<wide>(?<=[^\x00-\x9f\u00ad])))"
)
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
# Marks and letters of a kind that may grow together with what stands before them.
_COMPOSING = re.compile(
    "[\u0300-\u036f\u0590-\u1fff\u3099-\u309c\uff66-\uffff\U00010000-\U0010ffff]"
)
# Words that a hyphen follows more often than a line's end cuts them off.
_KEEP_HYPHEN = frozenset(
    {"well", "self", "non", "anti", "quasi", "twenty", "thirty", "forty", "fifty"}
    | {"sixty", "seventy", "eighty", "ninety"}
)
_JOINERS = frozenset("\u200c\u200d")
_POSITIONS = array("l", range(1 << 13))
_KEPT = ("<super>", "<sub>", "<fraction>", "<circle>", "<square>")


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text made from another; character i came from origin[starts[i]:ends[i]]."""

    text: str
    starts: "array[int]"
    ends: "array[int]"

    def to_origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the origin that [start, end) was made from."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self._origin_end()
            return at, at
        return self.starts[start], self.ends[end - 1]

    def from_origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of this text that was made from anything within origin[start:end)."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        return first, max(first, last)

    def _origin_end(self) -> int:
        return self.ends[-1] if self.ends else 0


class _Builder:
    def __init__(self, length: int) -> None:
        enough = length < len(_POSITIONS)
        self._positions = _POSITIONS if enough else array("l", range(length + 1))
        self.dropped = False
        self.parts: list[str] = []
        self.starts = array("l")
        self.ends = array("l")

    def copy(self, origin: str, start: int, end: int) -> None:
        self.parts.append(origin[start:end])
        self.starts.extend(self._positions[start:end])
        self.ends.extend(self._positions[start + 1 : end + 1])

    def put(self, text: str, start: int, end: int) -> None:
        self.parts.append(text)
        for _char in text:
            self.starts.append(start)
            self.ends.append(end)

    def done(self) -> MappedText:
        return MappedText("".join(self.parts), self.starts, self.ends)


def _hyphen_break(origin: str, start: int, end: int) -> bool:
    """True where the hyphen was put in by the line break, not by the writer."""
    before = start - 1
    while before >= 0 and (origin[before].isalnum() or origin[before] in "-‐"):
        if origin[before] in "-‐":
            return False
        before -= 1
    if not (origin[start - 1].isalpha() and origin[end].islower()):
        return False
    first = origin[before + 1 : start]
    after = end
    while after < len(origin) and origin[after].isalpha():
        after += 1
    # The writer's own hyphen shows elsewhere on the page; failing that, in what "well-" begins.
    if f"{first}-{origin[end:after]}" in origin:
        return False
    return first.lower() not in _KEEP_HYPHEN or f"{first}{origin[end:after]}" in origin


def _compatible(cluster: str) -> str:
    kind = unicodedata.decomposition(cluster[0])
    folded = unicodedata.normalize("NFKC", cluster)
    # A lone accent decomposes to a space and a mark: no writer meant that space.
    if kind.startswith(_KEPT) or " " in folded:
        return unicodedata.normalize("NFC", cluster)
    return folded


def _put_wide(builder: _Builder, origin: str, start: int, end: int) -> None:
    at = start
    while at < end:
        stop = at + 1
        while stop < end and unicodedata.combining(origin[stop]):
            stop += 1
        char = origin[at]
        if char in _INVISIBLE and not _joins_letters(origin, at):
            at = stop if stop == at + 1 else at + 1
            builder.dropped = True
            continue
        builder.put(_compatible(origin[at:stop]), at, stop)
        at = stop


def _joins_letters(origin: str, at: int) -> bool:
    """Arabic, Indic and emoji sequences need their joiners; elsewhere a joiner is noise."""
    if origin[at] not in _JOINERS or at == 0 or at + 1 >= len(origin):
        return False
    return ord(origin[at - 1]) > 0x5FF and ord(origin[at + 1]) > 0x5FF


def normalise(raw: str) -> MappedText:
    """The one text of a page: lines joined, hyphens at line ends undone, spaces single.

    A blank line in the raw text becomes a paragraph mark, two newlines; control characters
    become U+FFFD, one for one. Normalising a normalised text changes nothing.
    """
    mapped, dropped = _one_pass(raw)
    while dropped or _COMPOSING.search(mapped.text):
        # What a dropped character kept apart (two spaces, a letter and its accent) meets now.
        again, dropped = _one_pass(mapped.text)
        if again.text == mapped.text:
            break
        mapped = _composed(mapped, again)
    return mapped


def _one_pass(raw: str) -> tuple[MappedText, bool]:
    """The text, and whether anything is gone that kept its neighbours apart."""
    builder = _Builder(len(raw))
    spread = _spread(raw) or _ODD.search(raw)
    special, spaced = (_SPECIAL, raw) if spread else (_SPARSE, raw.replace("\n", " "))
    at = 0
    for match in special.finditer(raw):
        start, end = match.span()
        if start > at:
            builder.copy(spaced, at, start)
        at = end
        kind = match.lastgroup
        if kind == "break":
            if not _hyphen_break(raw, start, end):
                builder.put("-", start, end)
        elif kind == "space":
            builder.put(PARAGRAPH if match.group().count("\n") > 1 else " ", start, end)
        elif kind == "control":
            builder.put("\ufffd", start, end)
        elif kind == "wide":
            _put_wide(builder, raw, start, end)
        else:
            builder.dropped = True
    if at < len(raw):
        builder.copy(spaced, at, len(raw))
    return builder.done(), builder.dropped


def _spread(text: str) -> bool:
    """True where a space stands beside other white space."""
    return "  " in text or " \n" in text or "\n " in text


def _settled(text: str) -> bool:
    """True where normalising changes nothing, as far as a quick look tells."""
    if _spread(text) or "\n\n\n" in text or text.count("\n") != 2 * text.count(PARAGRAPH):
        return False
    found = _SPARSE.finditer(text)
    return not _ODD.search(text) and all(match.lastgroup == "space" for match in found)


def _composed(first: MappedText, second: MappedText) -> MappedText:
    starts = array("l", map(first.starts.__getitem__, second.starts))
    before = array("l", [0]) + first.ends
    ends = array("l", map(before.__getitem__, second.ends))
    return MappedText(second.text, starts, ends)


# In a normalised text, where single spaces stay as they are.
_KEY_SPECIAL = re.compile(
    r"[-\n\u00ad\u200b\u2060\ufeff](?:"
    r"(?<=\n)\n|(?<=[^\W\d_][-\u00ad])(?=[^\W\d_])|(?<=[\u00ad\u200b\u2060\ufeff]))"
)


def match_key(text: str) -> MappedText:
    """The text as it is compared: typography, white space and hyphens inside words ignored.

    Letters, figures, case and punctuation stay: two texts with one key say the same words.
    The text need not be normalised; an article is kept as it came.
    """
    normal = None if _settled(text) else normalise(text)
    folded = text if normal is None else normal.text
    if _FOLDED.search(folded):
        folded = folded.translate(_FOLD_ONE_TO_ONE)
    builder = _Builder(len(folded))
    at = 0
    for match in _KEY_SPECIAL.finditer(folded):
        start, end = match.span()
        if start > at:
            builder.copy(folded, at, start)
        at = end
        if folded[start].isspace():
            builder.put(" ", start, end)
    if at < len(folded):
        builder.copy(folded, at, len(folded))
    key = builder.done()
    return key if normal is None or normal.text == text else _composed(normal, key)


def text_hash(text: str) -> str:
    """SHA-256 of the text in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, its sides as shares (0…1) of the page's width and height."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page: its span in the page's text and where it stands on the picture."""

    start: int
    end: int
    box: Box


def boxes_of(words: Iterable[Word], start: int, end: int) -> tuple[Box, ...]:
    """One box a line for the words within [start, end), a word cut in part where it is."""
    chosen = [word for word in words if word.end > start and word.start < end]
    heights = sorted(word.box.bottom - word.box.top for word in chosen)
    usual = heights[len(heights) // 2] if heights else 0.0
    lines: list[Box] = []
    line = -1
    before: Word | None = None
    for word in chosen:
        box = _cut(word, start, end)
        if box.bottom - box.top > _TALL * usual and not _stands(word):
            lines.append(box)  # A tall sign must not light the words above and below its line.
        elif before is not None and _same_line(lines[line], before, word):
            last = lines[line]
            lines[line] = Box(
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
            before = word
        else:
            line, before = len(lines), word
            lines.append(box)
    return tuple(lines)


def _cut(word: Word, start: int, end: int) -> Box:
    length = word.end - word.start
    if length <= 0 or (start <= word.start and end >= word.end) or _stands(word):
        return word.box
    width = word.box.right - word.box.left
    left = word.box.left + width * max(0, start - word.start) / length
    right = word.box.left + width * min(length, end - word.start) / length
    return Box(left, word.box.top, right, word.box.bottom)


def _stands(word: Word) -> bool:
    """True where the word was printed upwards or downwards, as far as its outline tells."""
    box = word.box
    return word.end - word.start >= 5 and box.bottom - box.top > 1.3 * (box.right - box.left)


def _same_line(line: Box, before: Word, word: Word) -> bool:
    """Beside the word before it, on either side, and no further off than a space may be wide."""
    one, two = before.box, word.box
    letter = max(_letter(before), _letter(word))
    single = before.end - before.start == 1 == word.end - word.start
    overlap = min(one.bottom, two.bottom) - max(one.top, two.top)
    if overlap > 0.5 * min(one.bottom - one.top, two.bottom - two.top):
        if two.left >= one.left:
            return two.left - line.right < (1.5 if single else 2.5) * letter
        # A figure might stand between: lines of Arabic hold runs that go the other way.
        return line.left - two.right < 1.5 * letter and two.right <= line.right
    beside = min(one.right, two.right) - max(one.left, two.left)
    if beside <= 0.7 * min(one.right - one.left, two.right - two.left):
        return False
    # Signs one under another, or turned words: only where lines of words would stand apart.
    tall_line = line.bottom - line.top > 1.3 * (line.right - line.left)
    if not single and not (tall_line and (line != one or _stands(before))) and not _stands(word):
        return False
    gap = max(two.top - one.bottom, one.top - two.bottom)
    tall = min(one.bottom - one.top, two.bottom - two.top)
    return gap < (0.25 if single else 0.5) * tall


def _letter(word: Word) -> float:
    return (word.box.right - word.box.left) / max(1, word.end - word.start)
