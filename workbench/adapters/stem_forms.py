"""Where in a sorted vocabulary the words of an English stem stand.

An index that has the words as they are needs no second field for their stems: Snowball's English
changes little but the end of a word, so that few places have to be looked at. Held against two
million words, real and made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# Of stems so short most words that begin with them are others; with these endings few are.
_SHORT = 3
_LONE = ("", "s", "es", "d", "ds", "e")
_ENDINGS = (
    "ing", "ed", "ful", "ness", "ly", "li", "eing", "eful", "eness", "ely", "eli", "dly"
)  # fmt: skip
_EXCEPTIONS = {"sky": "skies", "idl": "idly"}


@dataclass(frozen=True, slots=True)
class Places:
    """Single words to look at, and beginnings all of whose words are to be looked at."""

    words: Sequence[str]
    beginnings: Sequence[str]


def places_of(stem: str) -> Places:
    """Where words of the stem may stand; others stand there as well."""
    if stem.isdigit():
        return Places([stem], [])
    roots = [stem, f"{stem[:-1]}y"] if stem.endswith("i") else [stem]
    words = [_EXCEPTIONS[stem]] if stem in _EXCEPTIONS else []
    if len(stem) > _SHORT:
        return Places(words, roots + [f"{stem[:-1]}i"] * stem.endswith(("e", "bl")))
    beginnings = [root + ending for root in roots for ending in _ENDINGS]
    beginnings += [root + root[-1] for root in roots if len(root) > 1]
    if stem.endswith("e"):
        beginnings.append(f"{stem[:-1]}ing")
    if len(stem) == _SHORT and stem.endswith("ie"):
        beginnings.append(f"{stem[0]}ying")
    return Places([*words, *(root + end for root in roots for end in _LONE)], beginnings)
