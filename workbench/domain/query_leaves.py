"""The leaves of a query's tree: what one word, phrase or value of a field is searched as."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from whoosh import query

from workbench.domain.analysis import LONGEST_WORD, compounds, is_unspaced, spaced, words_of
from workbench.domain.query_dates import span_of
from workbench.domain.query_fields import (
    CASE_FIELDS,
    KEYWORD_FIELDS,
    is_hash,
    keyword_value,
    values_said,
)
from workbench.domain.query_slips import Slips
from workbench.domain.query_tree import joined
from workbench.i18n import _

TEXT = "text"
WORDS = "words"
_FUZZY = re.compile(r"(?<=[^\s~])~(\d{0,3})(?:[./]\d{0,3})?$")
_PATTERN = re.compile("[*?]")
_LOWER_CASE = ("or", "and")
# How other search boxes leave a word out.
_LEAVES_OUT = re.compile(r"([-−!])[^\W\d_]")
_SHORTEST_PREFIX = 2
_MOST_STARS = 3
_MOST_SIGNS = 8
_WIDEST = 100
# So many letters a word has before one or two of them may be off.
_LETTERS_FOR_FUZZY = (3, 5)
_HYPHEN_INSIDE = re.compile(r"(?<=[^\W_])[-\u2010\u2011](?=[^\W_]|[*?])|(?<=[*?])-(?=[^\W_])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the query as it stands there: its field, its text and its span."""

    field: str
    text: str
    start: int
    end: int


class Leaves:
    """Makes leaves of pieces and marks what cannot be searched as it was written."""

    def __init__(self, slips: Slips, *, stems: bool, today: date | None) -> None:
        self._slips = slips
        self._stems = stems
        self._today = today

    def word(self, piece: Piece) -> query.Query | None:
        """A word outside quotation marks, with the signs it may bear."""
        if special := self._special(piece):
            return special.node
        if leaves_out := _LEAVES_OUT.match(piece.text):
            message = _("“{sign}” says nothing here; to leave a word out, write NOT {word}.")
            sign = leaves_out[1]
            self._mark(piece, message.format(sign=sign, word=piece.text[len(sign) :]))
        if not piece.field and piece.text in _LOWER_CASE:
            message = _("“{word}” is searched as a word; to join two conditions, write {capitals}.")
            self._mark(piece, message.format(word=piece.text, capitals=piece.text.upper()))
        fuzzy = _FUZZY.search(piece.text)
        text = piece.text[: fuzzy.start()] if fuzzy else piece.text
        if _PATTERN.search(text):
            if fuzzy:
                self._mark(piece, _("A word has either ~ or * and ?; the ~ is ignored."))
            return self._pattern(piece, text)
        if fuzzy and self._slips.pattern_allowed(piece.start, piece.end):
            return self._fuzzy(piece, text, max(1, int(fuzzy[1] or 1)))
        node = self._plain(piece, text)
        if node is None and any(_is_sign(char) for char in text):
            message = _("There are no letters or figures in “{text}”; it is ignored.")
            self._mark(piece, message.format(text=text))
        return node

    def phrase(self, piece: Piece, slop: int | None = None) -> query.Query | None:
        """What stands in quotation marks: these words in this form, next to each other or near."""
        if special := self._special(piece):
            return special.node
        if not piece.field and _PATTERN.search(piece.text.rstrip("?")):
            self._mark(piece, _("In quotation marks * and ? stand for nothing; they are ignored."))
        if slop is None or slop < 2:
            return self._plain(piece, piece.text, exact=True)
        near = [word for part in spaced(piece.text).split() for word in words_of(part)]
        if len(near) < 2:
            self._mark(piece, _("Only two words and more can be near; the ~ is ignored."))
            return self._plain(piece, piece.text, exact=True)
        if slop > _WIDEST:
            message = _("Words are near within {count} at most; that is taken.")
            self._mark(piece, message.format(count=_WIDEST))
        return self._phrase(piece, near, min(slop, _WIDEST))

    def dates(self, piece: Piece) -> query.Query | None:
        """The days of a date clause."""
        span = span_of(piece.text, self._today)
        if span is None:
            self._mark(piece, _no_date())
            return None
        if piece.text.startswith("[") and not piece.text.endswith("]"):
            self._mark(piece, _("This bracket is never closed; it is taken to end after the date."))
        if span.turned:
            self._mark(piece, _("The range ends before it begins; it is read the other way round."))
        return query.NumericRange("date", span.low, span.high)

    # Private

    def _mark(self, piece: Piece, message: str) -> None:
        self._slips.add(piece.start, piece.end, message)

    def _special(self, piece: Piece) -> "_Special | None":
        """The leaf of a field that is not searched by words."""
        if piece.field == "date":
            return _Special(self.dates(piece))
        if piece.field == "source":
            text = piece.text.strip().casefold()
            if is_hash(text):
                return _Special(query.Prefix("source", text))
            return _Special(self.word(Piece("path", piece.text, piece.start, piece.end)))
        if piece.field in (*KEYWORD_FIELDS, *CASE_FIELDS):
            return _Special(self._keyword(piece))
        return None

    def _keyword(self, piece: Piece) -> query.Query | None:
        value = keyword_value(piece.field, piece.text)
        if piece.field == "type" and value.endswith("*") and value.strip("*?"):
            return query.Prefix("type", value.rstrip("*"))
        if value:
            return query.Term(piece.field, value)
        message = _("“{field}:” takes {values}; it is ignored.")
        self._mark(piece, message.format(field=piece.field, values=values_said(piece.field)))
        return None

    def _plain(self, piece: Piece, text: str, *, exact: bool = False) -> query.Query | None:
        """A word, or a phrase where it is several: "31.2", "O’Brien"; “e-mail” is both."""
        words = words_of(text)
        if not words:
            return None
        whole = _whole(text, words)
        if len(words) == 1:
            return self._term(piece, words[0], exact=exact)
        phrase = self._phrase(piece, words, 1)
        if not whole or phrase is None:
            return phrase
        return query.Or([phrase, self._term(piece, whole, exact=exact)])

    def _term(self, piece: Piece, word: str, *, exact: bool) -> query.Query | None:
        if len(word) > LONGEST_WORD:
            self._mark(piece, _("No word is as long as this; it is ignored."))
            return None
        if len(word) == 1 and is_unspaced(word):
            return query.Prefix(piece.field or TEXT, word)
        by_form = exact or not self._stems
        return query.Term(piece.field or (WORDS if by_form else TEXT), word)

    def _phrase(self, piece: Piece, words: list[str], slop: int) -> query.Query | None:
        name = piece.field or TEXT
        if any(len(word) > LONGEST_WORD for word in words):
            self._mark(piece, _("No word is as long as one of these; they are ignored."))
            return None
        if len(words[-1]) == 1 and is_unspaced(words[-1]):
            # The text may go on there without a space: its word is then a pair of letters.
            *before, last = words
            rest = query.Phrase(name, before, slop=slop) if len(before) > 1 else None
            first = rest or query.Term(piece.field or WORDS, before[0])
            return query.And([first, query.Prefix(name, last)])
        return query.Phrase(name, words, slop=slop)

    def _fuzzy(self, piece: Piece, text: str, distance: int) -> query.Query | None:
        words = words_of(text)
        word = words[0] if len(words) == 1 else _whole(text, words)
        if not word or is_unspaced(word):
            self._mark(piece, _("Only a single word can be searched with ~; the sign is ignored."))
            return self._plain(piece, text)
        allowed = sum(len(word) >= least for least in _LETTERS_FOR_FUZZY)
        if distance > allowed:
            self._mark(piece, _too_fuzzy(allowed))
        if not min(distance, allowed) or len(word) > LONGEST_WORD:
            return self._plain(piece, text)
        return query.FuzzyTerm(
            piece.field or TEXT, word, maxdist=min(distance, allowed), prefixlength=0
        )

    def _pattern(self, piece: Piece, text: str) -> query.Query | None:
        """A word with * and ?; the parts of one with other signs inside are all wanted."""
        if text.endswith("?") and len(_PATTERN.findall(text)) == 1:
            message = _("? stands for one letter here; without it, “{word}” itself is found.")
            self._mark(piece, message.format(word=text[:-1]))
        allowed = self._slips.pattern_allowed(piece.start, piece.end)
        if any(map(str.isalpha, text)):
            text = _HYPHEN_INSIDE.sub("", text)
        literals = [
            sign if sign in ("*", "?") else spaced(sign) for sign in re.split(r"([*?])", text)
        ]
        parts = re.sub(r"\*[*?]*\*|\*+", "*", "".join(literals)).split()
        return joined(query.And, [self._pattern_part(piece, part, allowed) for part in parts])

    def _pattern_part(self, piece: Piece, part: str, allowed: bool) -> query.Query | None:
        name = piece.field or TEXT
        if not _PATTERN.search(part) or not allowed:
            return self._without_signs(piece, part)
        if is_unspaced(part):
            if _PATTERN.search(part.rstrip("*")):
                self._mark(piece, _("Words of this script are found without * or ?."))
            return self._without_signs(piece, part)
        if len(_PATTERN.split(part)[0]) < _SHORTEST_PREFIX:
            message = _("At least two letters are needed before * or ?; the sign is ignored.")
            self._mark(piece, message)
            return self._without_signs(piece, part)
        part = self._bounded(piece, part)
        if part.endswith("*") and len(_PATTERN.findall(part)) == 1:
            return query.Prefix(name, part[:-1])
        return query.Wildcard(name, part)

    def _without_signs(self, piece: Piece, part: str) -> query.Query | None:
        words = _PATTERN.sub(" ", part).split()
        return joined(query.And, [self._plain(piece, word) for word in words])

    def _bounded(self, piece: Piece, part: str) -> str:
        """The pattern up to where it has too many signs; then anything."""
        stars = signs = 0
        for at, char in enumerate(part):
            stars += char == "*"
            signs += char in "*?"
            if stars > _MOST_STARS or signs > _MOST_SIGNS or at > LONGEST_WORD:
                self._mark(piece, _("A word has too many * and ?; what follows them is ignored."))
                kept = part[:at] if char in "?" else part[: part.rindex("*", 0, at) + 1]
                return kept.rstrip("*") + "*"
        return part


@dataclass(frozen=True, slots=True)
class _Special:
    node: query.Query | None


def _whole(text: str, words: list[str]) -> str:
    """The one hyphened word the text is, without its hyphens; empty where it is none."""
    found = list(compounds(text))
    if len(found) != 1 or words_of(text[found[0].start : found[0].end]) != words:
        return ""
    return found[0].word


def _no_date() -> str:
    return _("This is no date; write date:2016-09-17 or date:[2016-09-01 to 2016-09-30].")


def _too_fuzzy(allowed: int) -> str:
    if allowed == 2:
        return _("At most two letters may be off.")
    if allowed == 1:
        return _("In so short a word one letter may be off.")
    return _("The word is too short for ~; the sign is ignored.")


def _is_sign(char: str) -> bool:
    """Emoji and their like; punctuation left over says nothing."""
    return ord(char) > 127 and unicodedata.category(char)[0] in "SC"
