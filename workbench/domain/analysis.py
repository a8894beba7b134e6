"""The one analyser of search: how a text becomes the words it is found by, in every engine.

Letters are folded (case, accents, ligatures, Arabic letter forms, digits of other scripts); scripts
that set no spaces are cut into overlapping pairs of letters, as Lucene's CJKBigramFilter does; a
word with hyphens is found by its parts and by the whole. An engine only splits at the spaces.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

# Raised whenever the same text would be indexed in another way; an older index is rebuilt.
ANALYSER_VERSION = 3

# Accents, points and marks that say nothing about which word it is; what joins letters.
_FADING = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    r"\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u00ad\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u2060"
    r"\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\U000e0100-\U000e01ef"
)
# Vowel signs of Indic and South-East Asian scripts are marks to Python, and part of the word.
_SIGNS = (
    r"\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0dff\u0e31\u0e34-\u0e3a"
    r"\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3\u3099\u309a"
)
# A raised figure is a footnote's mark and no part of the word or figure it stands on; that of a
# unit ("km²") is.
_UNIT = rf"(?<![^\W_])(?<![{_FADING}{_SIGNS}])(?:[kcmd]?m|ft)[²³](?![^\W_])"
_RAISED = re.compile(rf"({_UNIT})|[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_HAS_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")
_DROPPED = re.compile(f"[{_FADING}]+")
_SIGNED = re.compile(f"[{_SIGNS}]")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_SIGNS}])*")  # of a folded text
_BETWEEN = re.compile(rf"(?:(?![^\W_])[^{_SIGNS}])+")
_SAME = {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ħ": "h", "ŋ": "n", "ى": "ي", "ی": "ي", "ۀ": "ه", "ة": "ه", "ک": "ك",
        **{
            chr(zero + n): str(n)
            for zero in (0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66,
                         0xCE6, 0xD66, 0xE50, 0xED0, 0xF20, 0x1040, 0x17E0, 0x1810)
            for n in range(10)
        },
}  # fmt: skip
_ODD = re.compile(f"[{''.join(_SAME)}]")
# Han, kana, Hangul; Thai, Lao, Burmese, Khmer: no spaces tell where a word ends.
_UNSPACED = (
    r"\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"
    r"\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u109f\u1780-\u17d3"
)
_RUN = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_HAS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_HYPHENS = "-\u2010\u2011"
_PART = rf"(?:[^\W_]|[{_FADING}{_SIGNS}])++"
_IN_PART = re.compile(f"[{_FADING}{_SIGNS}]")
_COMPOUND = re.compile(rf"{_PART}(?:[{_HYPHENS}]{_PART})+")
_HYPHENED = re.compile(f"[{_HYPHENS}]")
_LONGEST_COMPOUND = 40
# Figures in groups of three, with one sign between them all: 1,200 and 9.847.300 and 1 200.
_GROUP = re.compile(r"[0-9]{3}(?![0-9])")
_GROUPING = ".,'’ \u00a0\u2009\u202f"
_GROUPED = re.compile(
    r"(?<![\w.,'’])[0-9]{1,3}([.,'’ \u00a0\u2009\u202f])[0-9]{3}(?:\1[0-9]{3})*(?![\w]|\1[0-9])"
)
# A longer one is a line of a table or of code; a query never asks for it.
LONGEST_WORD = 200
# Stands between a text's words and its compounds, so that no phrase goes from one to the other.
GAP = "␞"
_GAP = f" {GAP} "
_ASCII_WORDS = {n: ord(chr(n).lower()) if chr(n).isalnum() else 32 for n in range(128)}
_ASCII_HYPHENED = {**_ASCII_WORDS, ord("-"): ord("-")}
# Few texts have figures in groups; whether they may is seen faster without a pattern.
_SHAPES = {
    n: ord("0" if chr(n).isdigit() else "," if chr(n) in ".,' " else "x") for n in range(128)
}
_SHAPE_OF_GROUP = ",000"
_NOT_EVEN = "\0"
_UNEVEN = re.compile("\0+")
_PUNCTUATION = re.compile(r"[\u2010-\u2027\u2030-\u205e\u20a0-\u20bf«»·¿¡§°]+")
_NOT_PLAIN_SIGN = re.compile(r"[^\x00-\x7f]")
_NOT_PLAIN = re.compile(r"[^\x00-\x7f]+")


class Token(NamedTuple):
    """A word of a text as it is found, and its span there."""

    start: int
    end: int
    word: str


def fold(text: str) -> str:
    """Lower case, compatibility forms and accents folded; may change the length."""
    if text.isascii():
        return text.lower()
    even = _one_for_one(text)
    return _folded(_without_raised(text)) if _NOT_EVEN in even else even


def tokens(text: str) -> Iterator[Token]:
    """The words in their order: what phrases and nearness count."""
    if text.isascii():
        found = _PLAIN_WORD.finditer(text.lower())
        return (Token(*match.span(), match.group()) for match in found)
    even = _one_for_one(text)
    if _NOT_EVEN in even:
        return _aligned(text)
    return (Token(start, end, even[start:end]) for start, end in _places(even))


def letter_by_letter(text: str) -> str | None:
    """The folded text where each sign stays one sign, so that places in it are places in the text.

    None where a sign is folded into several or none, or where words are more than runs of letters.
    """
    if text.isascii():
        return text.lower()
    even = _one_for_one(text)
    return None if _NOT_EVEN in even or _HAS_UNSPACED.search(even) else even


def _one_for_one(text: str) -> str:
    """The folded text as long as it was; NUL for what is folded into several signs or none."""
    # Most signs of most texts are plain: only the others are looked up one by one.
    return _NOT_PLAIN.sub(lambda run: run[0].translate(_LETTERS), text).lower()


class _Letters(dict[int, str]):
    """The folded form of each sign, worked out when it is met first."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        folded = _folded(sign)
        special = _HAS_RAISED.match(sign) or _goes_on(sign)
        same = len(folded) == 1 and folded.lower() == folded
        even = folded if same and not special else _NOT_EVEN
        self[code] = even
        return even


_LETTERS = _Letters()


def compounds(text: str) -> Iterator[Token]:
    """Words that are written apart too: “e-mail” is found as “email”, “1,200” as “1200”."""
    done = 0
    for hyphen in _HYPHENED.finditer(text):
        # From the hyphen outwards: a text has many words and few hyphens.
        start = hyphen.start()
        if start < done:
            continue
        first = max(done, start - _LONGEST_COMPOUND)
        while start > first and (text[start - 1].isalnum() or _IN_PART.match(text[start - 1])):
            start -= 1
        match = _COMPOUND.match(text, start)
        done = match.end() if match else hyphen.end()
        if match and (word := _compound(match.group())):
            yield Token(start, done, word)
    plainer = text if text.isascii() else _plainer(text)
    for figure in _grouped(text, plainer):
        yield Token(figure.start(), figure.end(), _figure(figure))


def _grouped(text: str, plainer: str) -> Iterator[re.Match[str]]:
    """Figures in groups; looked for from their first sign, as a text has few of these."""
    if plainer.isascii() and _SHAPE_OF_GROUP not in plainer.translate(_SHAPES):
        return
    done = 0
    for group in _GROUP.finditer(text):
        start = group.start() - 1
        if start < done or text[start] not in _GROUPING:
            continue
        first = max(done, start - 3)
        while start > first and text[start - 1].isdecimal():
            start -= 1
        figure = _GROUPED.match(text, start)
        if figure is not None:
            done = figure.end()
            yield figure


def _compound(text: str) -> str:
    """A word with hyphens in one; empty where it is long, or figures only (2016-09-17)."""
    if len(text) > _LONGEST_COMPOUND or not any(map(str.isalpha, text)):
        return ""
    if text.isascii():
        return text.replace("-", "").lower()
    parts = [spaced(part).strip() for part in _HYPHENED.split(text)]
    if not all(parts) or any(" " in part or is_unspaced(part) for part in parts):
        return ""
    return "".join(parts)


def words_of(text: str) -> list[str]:
    """The words of a query's word or phrase, as they follow each other in a text.

    The last letter of the last run of pairs is left out: a text may go on there.
    """
    words = _words(fold(text))
    ends_in_pair = len(words) > 1 and len(words[-2]) > 1 and is_unspaced(words[-2])
    return words[:-1] if ends_in_pair and words[-1] == words[-2][1:] else words


def is_unspaced(word: str) -> bool:
    """True where a folded word has letters of a script that sets no spaces."""
    return _HAS_UNSPACED.search(word) is not None


def spaced(text: str) -> str:
    """The folded text with a space for whatever stands between its words, also at its ends."""
    return _BETWEEN.sub(" ", fold(text))


def index_text(text: str) -> str:
    """The text as every engine gets it: folded words with spaces between, then its compounds."""
    plainer = text if text.isascii() else _plainer(text)
    if plainer.isascii():
        said = plainer.translate(_ASCII_WORDS)
        hyphened = plainer.translate(_ASCII_HYPHENED) if "-" in plainer else ""
        whole = _ascii_compounds(hyphened)
        whole += [_figure(match) for match in _grouped(text, plainer)]
        return said + _GAP + _GAP.join(whole) if whole else said
    folded = _PUNCTUATION.sub(" ", fold(text))
    said = folded.translate(_ASCII_WORDS) if folded.isascii() else " ".join(_words(folded))
    whole = [token.word for token in compounds(text)]
    return said + _GAP + _GAP.join(whole) if whole else said


def _plainer(text: str) -> str:
    """The text with ASCII for the signs that mean nothing else to the index."""
    for sign in set(_NOT_PLAIN_SIGN.findall(text)):
        plain = _PLAINER[sign]
        if plain:
            text = text.replace(sign, plain)
    return text


class _Plainer(dict[str, str]):
    """What stands for a sign in ASCII, worked out when it is met first; empty where nothing may."""

    def __missing__(self, sign: str) -> str:
        even = _LETTERS[ord(sign)]
        plain = ""
        if sign in _HYPHENS:
            plain = "-"
        elif _PUNCTUATION.fullmatch(sign):
            plain = " "
        elif even.isascii() and even.isalnum():
            plain = even
        self[sign] = plain
        return plain


_PLAINER = _Plainer()


def _figure(grouped: re.Match[str]) -> str:
    return grouped.group().replace(grouped[1], "")


def _ascii_compounds(said: str) -> list[str]:
    """What compounds() finds, in lower case words and hyphens with spaces between."""
    first, *rest = said.split("-")
    chain = [first[first.rfind(" ") + 1 :]]
    found = []
    for part in rest:
        if " " in part:
            chain.append(part[: part.index(" ")])
            found += _chained(chain)
            chain = [part[part.rindex(" ") + 1 :]]
        else:
            chain.append(part)
    return found + _chained(chain)


def _chained(parts: list[str]) -> list[str]:
    """The compounds of words with a hyphen between each two; two hyphens are none."""
    found = []
    for filled, run in groupby(parts, bool):
        words = list(run)
        if filled and len(words) > 1 and (word := _compound("-".join(words))):
            found.append(word)
    return found


def _folded(text: str) -> str:
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", text).casefold())
    return _ODD.sub(lambda odd: _SAME[odd[0]], unicodedata.normalize("NFKC", bare))


def _without_raised(text: str) -> str:
    """The text, as long as it was, with spaces for raised figures."""
    if not _HAS_RAISED.search(text):
        return text
    return _RAISED.sub(lambda raised: raised[1] or " ", text)


def _words(folded: str) -> list[str]:
    if not _HAS_UNSPACED.search(folded):
        return (_WORD if _SIGNED.search(folded) else _PLAIN_WORD).findall(folded)
    return [folded[start:end] for start, end in _places(folded)]


def _places(folded: str) -> Iterator[tuple[int, int]]:
    """Where the words of a folded text stand; runs without spaces as overlapping pairs of letters.

    The last letter of a run stands alone too, that it can be the first one of a word.
    """
    if not _HAS_UNSPACED.search(folded):
        words = _WORD if _SIGNED.search(folded) else _PLAIN_WORD
        yield from (word.span() for word in words.finditer(folded))
        return
    for word in _WORD.finditer(folded):
        for run in _RUN.finditer(folded, *word.span()):
            start, end = run.span()
            if _HAS_UNSPACED.match(folded, start):
                yield from ((at, min(at + 2, end)) for at in range(start, end))
            else:
                yield start, end


def _aligned(text: str) -> Iterator[Token]:
    """The words of a text that does not stay as long when it is folded."""
    starts: list[int] = []
    ends: list[int] = []
    folded: list[str] = []
    plain = _without_raised(text)
    even = _one_for_one(plain)
    at = 0
    for letters in _UNEVEN.finditer(even):
        start, end = letters.span()
        start -= start > at and _goes_on(plain[start])
        folded.append(even[at:start])
        starts += range(at, start)
        ends += range(at + 1, start + 1)
        at = start
        while at < end:
            start = at
            at += 1
            while at < end and _goes_on(plain[at]):
                at += 1
            letter = _letter(plain[start:at])
            folded.append(letter)
            starts += [start] * len(letter)
            ends += [at] * len(letter)
    folded.append(even[at:])
    starts += range(at, len(plain))
    ends += range(at + 1, len(plain) + 1)
    whole = "".join(folded)
    for first, stop in _places(whole):
        yield Token(starts[first], ends[stop - 1], whole[first:stop])


@lru_cache(20_000)
def _letter(text: str) -> str:
    return text.lower() if text.isascii() else _folded(text)


@lru_cache(20_000)
def _goes_on(sign: str) -> bool:
    """True for what joins the letter before it: marks, vowel signs, the later parts of Hangul."""
    if sign.isascii():
        return False
    first = unicodedata.normalize("NFKD", sign)[0]
    joins = unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"
    return joins or _DROPPED.match(sign) is not None
