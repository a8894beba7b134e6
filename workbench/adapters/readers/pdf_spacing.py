"""Words that were set letter by letter, and words that were set without spaces."""

import re
from itertools import pairwise
from statistics import median
from typing import Any

from workbench.adapters.readers.pdf_glyphs import Glyph, Glyphs

_FEWEST_LETTERS = 5
_ENOUGH_LETTERS = bytes([True] * _FEWEST_LETTERS)
_LONG, _VERY_LONG = 15, 24
_USUAL_LENGTH = 8.5  # letters of a word; German has about 6
_JOINED = re.compile(r"[^\W\d_](?:[^\s/\\@_=<>{}|(.…‐-]|\.(?!\.))+")
_VOWEL = re.compile("[aeiouyà-æè-ïò-öø-ýāēīōūăęěőű]", re.IGNORECASE)


def with_spaces(words: list[Any], glyphs: Glyphs) -> list[Any]:
    """The words, letter-spaced ones closed up and unspaced ones parted, as the gaps say."""
    lengths = [len(word[4]) for word in words]
    if _ENOUGH_LETTERS in bytes(map((1).__eq__, lengths)):
        words = _closed_up(words)
    least = _LONG if sum(lengths) > _USUAL_LENGTH * len(lengths) else _VERY_LONG
    if max(lengths, default=0) < least:
        return words
    found: list[Any] = []
    for word in words:
        if len(word[4]) >= least and _JOINED.fullmatch(word[4]):
            found.extend(_parted(word, glyphs))
        else:
            found.append(word)
    return found


def _closed_up(words: list[Any]) -> list[Any]:
    found: list[Any] = []
    run: list[Any] = []
    for word in words:
        single = len(word[4]) == 1 and word[4].isalpha() and word[4] < "\u0590"
        if run and (not single or not _follows(run[-1], word)):
            found.extend(_words_of(run))
            run = []
        if single:
            run.append(word)
        else:
            found.append(word)
    return [*found, *_words_of(run)]


def _follows(before: Any, word: Any) -> bool:
    height = word[3] - word[1]
    gap = word[0] - before[2]
    return bool(
        abs(word[3] - before[3]) < 0.1 * height
        and abs(before[3] - before[1] - height) < 0.1 * height
        and -0.1 * height < gap < 1.6 * height
    )


def _words_of(run: list[Any]) -> list[Any]:
    """Letters make words where they stand close and evenly; else they stay what they were."""
    if len(run) < _FEWEST_LETTERS:
        return run
    gaps = [word[0] - before[2] for before, word in pairwise(run)]
    height = run[0][3] - run[0][1]
    usual = median(gaps)
    wide = usual + max(0.35 * usual, 0.12 * height)
    within = [gap for gap in gaps if gap <= wide]
    if usual > 0.8 * height or max(within) - min(within) > 0.2 * height:
        return run
    groups: list[list[Any]] = [[run[0]]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > wide:
            groups.append([])
        groups[-1].append(word)
    said = ["".join(word[4] for word in group) for group in groups]
    if not _words_like(said):
        return run
    return [_one(group, text) for group, text in zip(groups, said, strict=True)]


def _words_like(said: list[str]) -> bool:
    """Not variables, initials, the heads of a table or the letters of the alphabet in order."""
    longest = max(said, key=len)
    letters = longest.casefold()
    if len(longest) < 4 or sum(map(len, said)) < 2.5 * len(said):
        return False
    if all(before <= after for before, after in pairwise(letters)) or len(set(letters)) < 3:
        return False
    if letters.isascii() and not 0.2 < len(_VOWEL.findall(letters)) / len(letters) <= 0.8:
        return False
    return all(text.isupper() or text[1:].islower() or len(text) == 1 for text in said)


def _one(group: list[Any], text: str) -> Any:
    left, right = min(word[0] for word in group), max(word[2] for word in group)
    top, bottom = min(word[1] for word in group), max(word[3] for word in group)
    return (left, top, right, bottom, text, *group[0][5:])


def _parted(word: Any, glyphs: Glyphs) -> list[Any]:
    spelt = glyphs.of_word(word)
    if len(spelt) < _LONG:
        return [word]
    gaps = [glyph.left - before.right for before, glyph in pairwise(spelt)]
    size = median(glyph.size for glyph in spelt)
    # The library takes 0.15 of the size for a space; spaces squeezed in justified lines are less.
    least = median(gaps) + 0.07 * size
    cuts = [number + 1 for number, gap in enumerate(gaps) if gap > least]
    if not cuts or len(cuts) > len(spelt) / 2.5:
        return [word]
    return [
        _word_of(word, spelt[start:stop])
        for start, stop in pairwise([0, *cuts, len(spelt)])
    ]  # fmt: skip


def _word_of(word: Any, glyphs: list[Glyph]) -> Any:
    text = "".join(glyph.char for glyph in glyphs)
    left, right = min(g.left for g in glyphs), max(g.right for g in glyphs)
    return (left, word[1], right, word[3], text, *word[5:])
