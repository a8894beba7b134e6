"""Clauses of fields put into a query's text and taken out of it, as facets do.

Only clauses that hold for the whole query are seen: outside parentheses and not beside OR. Values
wanted of one field are alternatives: type:(pdf OR docx).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from workbench.domain.analysis import fold
from workbench.domain.query_dates import span_of
from workbench.domain.query_fields import CASE_FIELDS, KEYWORD_FIELDS, keyword_value
from workbench.domain.query_slips import plain_signs

_BARE = re.compile(r"\w(?:[\w.+/-]*\w)?")
_VALUE = r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]|[^\s()\"'\[^][^\s()\"^]*"
_PIECE = re.compile(
    rf"(?P<clause>(?:(?<![^\s()\"])(?P<no>NOT)\s+)?(?<![\w:/])(?P<field>[^\W\d_]+):\s*"
    rf"(?:(?P<value>{_VALUE})|\(\s*(?P<group>(?:{_VALUE})(?:\s+OR\s+(?:{_VALUE}))*)\s*\))"
    r"(?:\^[\d.]+)?(?![^\s()]))"
    r"|\"[^\"]*\"|[()]|[^\s()\"]+|\""
)
_VALUES = re.compile(_VALUE)
# An operator or a field that waits for what follows, a group or a value that was not closed.
_UNFINISHED = re.compile(r"(?:(?<![^\s()\"])(?:AND|OR|NOT)|:)[\s()]*$|:\s*['(][^')]*$")


class Clause(StrEnum):
    """What a query says of a field's value."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class _Found:
    """A clause in the text, with the operator AND that would be left beside it."""

    start: int
    end: int
    no: bool
    field: str
    values: tuple[str, ...]
    joint_start: int
    joint_end: int

    @property
    def is_choice(self) -> bool:
        """True where another value can be an alternative: it is wanted, and no range of dates."""
        return not self.no and not any(value[:1] in ("[", "<", ">", "=") for value in self.values)

    def place_of(self, value: str) -> int:
        """Where a value stands among its values; -1 where it does not."""
        same = (at for at, own in enumerate(self.values) if _same(self.field, own, value))
        return next(same, -1)


def clause_of(field: str, value: str) -> str:
    """The clause that asks for a field's value, quoted where needed."""
    return f"{field}:{_quoted(value)}"


def state_of(text: str, field: str, value: str) -> Clause:
    """What the query says of the value."""
    for found in _clauses(text):
        if found.field == field and found.place_of(value) >= 0:
            return Clause.EXCLUDED if found.no else Clause.INCLUDED
    return Clause.NONE


def clauses_of(text: str) -> list[tuple[str, str, Clause]]:
    """What the query says of fields: field, value and whether it is wanted, in their order."""
    return [
        (found.field, value, Clause.EXCLUDED if found.no else Clause.INCLUDED)
        for found in _clauses(text)
        for value in found.values
    ]


def with_clause(text: str, field: str, value: str, wanted: Clause) -> str:
    """The query with the value wanted, excluded or not spoken of; the rest stays as it was."""
    if state_of(text, field, value) is wanted:
        return text
    swapped = _swapped(text, field, value, wanted)
    if swapped is not None:
        return swapped
    text = _without(text, field, value)
    if wanted is Clause.NONE:
        return text
    beside = next((c for c in _clauses(text) if c.field == field and c.is_choice), None)
    # A lone quotation mark would take the first one of a value for its partner.
    if wanted is Clause.INCLUDED and beside is not None and not plain_signs(text).count('"') % 2:
        values = " OR ".join(_quoted(each) for each in (*beside.values, value))
        return f"{text[: beside.start]}{field}:({values}){text[beside.end :]}"
    return _added(text, ("NOT " if wanted is Clause.EXCLUDED else "") + clause_of(field, value))


def _swapped(text: str, field: str, value: str, wanted: Clause) -> str | None:
    """The text with NOT put before the clause, or taken away; None where that is not enough."""
    own = [found for found in _clauses(text) if found.field == field]
    found = next((each for each in own if each.place_of(value) >= 0), None)
    if found is None or wanted is Clause.NONE or len(found.values) > 1:
        return None
    others = [each for each in own if each is not found]
    if any(each.place_of(value) >= 0 for each in others):
        return None
    if wanted is Clause.EXCLUDED:
        return f"{text[: found.start]}NOT {text[found.start :]}"
    if any(not each.no for each in others):
        return None
    clause = text[found.start : found.end].removeprefix("NOT").lstrip()
    return text[: found.start] + clause + text[found.end :]


def _without(text: str, field: str, value: str) -> str:
    while True:
        for found in _clauses(text):
            at = found.place_of(value) if found.field == field else -1
            if at < 0:
                continue
            left = found.values[:at] + found.values[at + 1 :]
            if left:
                values = " OR ".join(map(_quoted, left))
                values = values if len(left) == 1 else f"({values})"
                no = "NOT " if found.no else ""
                text = f"{text[: found.start]}{no}{field}:{values}{text[found.end :]}"
            else:
                text = _cut(text, found.joint_start, found.joint_end)
            break
        else:
            return text


def _cut(text: str, start: int, end: int) -> str:
    """The text without a span and without the space that only set it off."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return f"{before} {after}" if before and after else before or after


def _added(text: str, clause: str) -> str:
    if not text.strip():
        return clause
    # Behind what is not finished it would be read as a part of it.
    plain = plain_signs(text).rstrip()
    unfinished = (
        plain.count('"') % 2 or plain.rfind("[") > plain.rfind("]") or _UNFINISHED.search(plain)
    )
    return f"{clause} {text.lstrip()}" if unfinished else f"{text.rstrip()} {clause}"


def _quoted(value: str) -> str:
    value = " ".join(value.split())
    if _BARE.fullmatch(value) and value not in ("AND", "OR", "NOT"):
        return value
    plain = plain_signs(value).replace('"', " ")
    return f'"{" ".join(plain.split())}"'


def _same(field: str, one: str, other: str) -> bool:
    if field == "date":
        return span_of(one, None) == span_of(other, None) is not None
    if field in (*KEYWORD_FIELDS, *CASE_FIELDS):
        one, other = keyword_value(field, one) or one, keyword_value(field, other) or other
    return fold(_quoted(one)) == fold(_quoted(other))


@lru_cache(32)
def _clauses(text: str) -> tuple[_Found, ...]:
    """The clauses that hold for the whole query, in their order."""
    pieces = list(_outer_pieces(plain_signs(text)))
    words = [piece.group() for piece in pieces]
    either = "OR" in words
    found = []
    for at, piece in enumerate(pieces):
        if piece["clause"] is None:
            continue
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        if "OR" in (before, after) or (either and "AND" in (before, after)) or before == "NOT":
            continue
        start = pieces[at - 1].start() if before == "AND" else piece.start()
        end = pieces[at + 1].end() if before != "AND" and after == "AND" else piece.end()
        given = _VALUES.findall(piece["group"] or piece["value"])
        values = tuple(each.strip("\"'") for each in given if each != "OR")
        named = piece["field"].lower()
        no = piece["no"] is not None
        found.append(_Found(piece.start(), piece.end(), no, named, values, start, end))
    return tuple(found)


def _outer_pieces(plain: str) -> Iterator[re.Match[str]]:
    """What stands outside parentheses, and those that open a group; lone ones mean nothing."""
    pieces = list(_PIECE.finditer(plain))
    opened: list[int] = []
    closed_by: dict[int, int] = {}
    for at, piece in enumerate(pieces):
        if piece.group() == "(":
            opened.append(at)
        elif piece.group() == ")" and opened:
            closed_by[opened.pop()] = at
    at = 0
    while at < len(pieces):
        if pieces[at].group() not in "()" or at in closed_by:
            yield pieces[at]
        at = closed_by.get(at, at) + 1
