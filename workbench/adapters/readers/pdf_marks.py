"""Marks set small and high, and accents set over letters: what a word's plain letters lose.

A raised figure is kept as a superscript character: "31.2" with a footnote mark is never "31.24",
and ten to the sixth never "106".
"""

import html
import re
import unicodedata
from itertools import groupby
from typing import Any

from workbench.adapters.readers.pdf_glyphs import Glyph, Glyphs

_SMALL = 0.88
_RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_RAISED_RUN = re.compile(r"[-+−–]?\d+(?:[,;]\d+)*")
_SPAN = re.compile(r'<(sup|/sup)>|<span style="[^"]*font-size:([\d.]+)pt[^"]*">([^<]*)')
_OPENS_SMALL = re.compile(
    r'<p [^>]*>(?:<\w>)*<span style="[^"]*font-size:([\d.]+)pt[^"]*">\d{1,3}</span>'
    r'(?:</?\w>)*<span style="[^"]*font-size:([\d.]+)pt'
)
_RAISED_FIGURE = re.compile(r"<sup>(?:<\w+>)*\s*[-+−–]?\d")
_GLUED_NUMBER = re.compile(r"\d{1,3}[^\W\d_]")
_ACCENTS = {
    "´": "\u0301", "ˊ": "\u0301", "`": "\u0300", "ˋ": "\u0300", "¨": "\u0308", "ˆ": "\u0302",
    "˜": "\u0303", "˘": "\u0306", "˙": "\u0307", "˚": "\u030a", "¸": "\u0327", "ˇ": "\u030c",
    "˝": "\u030b", "¯": "\u0304", "˛": "\u0328",
}  # fmt: skip
# A grave accent is also a quotation mark, and opens code.
_ACCENTED = re.compile(
    r"[´ˊˋ¨ˆ˜˘˙˚¸ˇ˝¯˛`](?:(?<!`)|(?<=[^\W\d_]`)(?=[aeiou])|(?<!\S`)(?=[aeo](?!\S)))"
)


def with_marks(words: list[Any], textpage: Any, glyphs: Glyphs) -> list[Any]:
    """The words with raised figures raised and loose accents on their letters."""
    # The short form tells whether the long one, which has the sizes, is worth the time.
    short = textpage.extractXHTML()
    raised = "<sup>" in short and _RAISED_FIGURE.search(short)
    if raised or _any_opens_small(words):
        words = _raised(words, textpage.extractHTML(), glyphs)
    joined = " ".join([word[4] for word in words])
    if (not joined.isascii() or "`" in joined) and _ACCENTED.search(joined):
        words = [
            _said(word, _accented(glyphs.of_word(word)) or word[4])
            if len(word[4]) > 1 and _ACCENTED.search(word[4]) else word
            for word in words
        ]  # fmt: skip
    return words


def _any_opens_small(words: list[Any]) -> bool:
    """True where a line may begin with a mark: "4The council"."""
    opening = [word[4] for word in words if word[7] == 0 and word[4][0].isdigit()]
    return any(map(_GLUED_NUMBER.match, opening))


def _said(word: Any, text: str) -> Any:
    return (*word[:4], text, *word[5:])


def _raised(words: list[Any], page: str, glyphs: Glyphs) -> list[Any]:
    rows = [list(row) for _key, row in groupby(enumerate(words), lambda item: item[1][5:7])]
    printed = [line for line in page.split("<p ")[1:] if re.search(r">\s*[^<\s]", line)]
    if len(rows) != len(printed):
        return words
    words = list(words)
    for row, line in zip(rows, printed, strict=True):
        opens_small = _OPENS_SMALL.match("<p " + line) is not None
        if "<sup>" not in line and not opens_small:
            continue
        said = _by_outline([word for _at, word in row], glyphs) if opens_small else _by_page(line)
        if len(said) != len(row):
            continue
        for (number, word), text in zip(row, said, strict=True):
            words[number] = _said(word, text)
    return words


def _by_page(line: str) -> list[str]:
    """The words of a line as the library writes it with its raised parts marked."""
    spans: list[tuple[bool, float, str]] = []
    raised = False
    for tag, size, text in _SPAN.findall(line):
        if tag:
            raised = tag == "sup"
        else:
            spans.append((raised, float(size), html.unescape(text)))
    usual = max((size for up, size, _text in spans if not up), default=0.0)
    return "".join(
        _up(text) if up and size < _SMALL * usual else text for up, size, text in spans
    ).split()


def _up(text: str) -> str:
    return text.translate(_RAISED) if _RAISED_RUN.fullmatch(text.strip()) else text


def _by_outline(row: list[Any], glyphs: Glyphs) -> list[str]:
    """The words of a line that opens with a mark, which the library takes for its foot."""
    spelt = [glyphs.of_word(word) for word in row]
    every = [glyph for word in spelt for glyph in word]
    if not every or not all(spelt):
        return []
    size = max(glyph.size for glyph in every)
    foot = max(glyph.baseline for glyph in every if glyph.size > _SMALL * size)
    said = []
    for word in spelt:
        runs = groupby(
            word, lambda glyph: glyph.size < _SMALL * size and foot - glyph.baseline > 0.15 * size
        )
        parts = [(up, "".join(glyph.char for glyph in run)) for up, run in runs]
        said.append("".join(_up(text) if up else text for up, text in parts))
    return said


def _accented(glyphs: list[Glyph]) -> str:
    """The letters with the accents that were set over or under them as signs of their own."""
    parts: list[str] = [glyph.char for glyph in glyphs]
    for number, glyph in enumerate(glyphs):
        if glyph.char not in _ACCENTS:
            continue
        middle = (glyph.left + glyph.right) / 2
        for near in (number + 1, number - 1):
            if not 0 <= near < len(glyphs) or not glyphs[near].char.isalpha():
                continue
            if glyphs[near].left <= middle <= glyphs[near].right:
                parts[number] = ""
                base = "i" if glyphs[near].char == "ı" else glyphs[near].char
                parts[near] = unicodedata.normalize("NFC", base + _ACCENTS[glyph.char])
                break
    return "".join(parts)
