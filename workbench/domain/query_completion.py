"""What may stand at the cursor of a query: fields, their values, operators."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.analysis import fold
from workbench.domain.query_clause import clause_of
from workbench.domain.query_fields import FIELDS, FIXED_VALUES
from workbench.domain.query_slips import plain_signs
from workbench.i18n import _

_MOST = 12
_OPERATORS = ("AND", "OR", "NOT")
_VALUE_OPEN = re.compile(
    r"(?<![\w:/])(?P<field>[^\W\d_]+):(?P<gap>[^\S\n]*)(?P<value>\"[^\"]*|'[^']*|[^\s()\"]*)$"
)
_IN_GROUP = re.compile(
    r"(?<![\w:/])(?P<field>[^\W\d_]+):\((?:[^()]*\s)?(?P<value>\"[^\"]*|[^\s()\"]*)$"
)
_WORD_OPEN = re.compile(r"[^\s()\":]*$")
_REST = re.compile(r"[^\s()\"]*")


@dataclass(frozen=True, slots=True)
class Completion:
    """Something that may stand at a place: what is put there, and how it is shown."""

    start: int
    end: int
    insert: str
    label: str


def complete(text: str, cursor: int, values: Mapping[str, Sequence[str]]) -> list[Completion]:
    """What may replace the word at the cursor; values are those the archive has, by field."""
    plain = plain_signs(text)
    cursor = min(max(cursor, 0), len(plain))
    before = plain[:cursor]
    clause = _value_under(before)
    if clause is not None:
        return _values(plain, cursor, clause, values)
    if before.count('"') % 2:
        return []
    match = _WORD_OPEN.search(before)
    start = match.start() if match else cursor
    if text[start - 1 : start] == ":":
        return []
    return _names(plain, start, cursor)


def _value_under(before: str) -> re.Match[str] | None:
    """The clause whose value the cursor is in; its quotation mark may be open."""
    match = _IN_GROUP.search(before) or _VALUE_OPEN.search(before)
    if match is None or match["field"].lower() not in FIELDS:
        return None
    # Inside a phrase that began before, a colon is a colon.
    return None if before[: match.start()].count('"') % 2 else match


def _values(
    plain: str, cursor: int, clause: re.Match[str], values: Mapping[str, Sequence[str]]
) -> list[Completion]:
    name = clause["field"].lower()
    start = clause.start("value")
    typed = clause["value"]
    quote = typed[:1] if typed[:1] in ("'", '"') else ""
    end = cursor + _rest_of_value(plain[cursor:], quote)
    known = FIXED_VALUES.get(name) or values.get(name, ())
    return [
        Completion(start, end, clause_of(name, value)[len(name) + 1 :], value)
        for value in _fitting(known, typed.removeprefix(quote) if quote else typed)
    ]


def _rest_of_value(after: str, quote: str) -> int:
    """How much of the value stands behind the cursor; of an open quotation nothing."""
    if quote:
        closing = after.find(quote)
        # Another clause's mark closes nothing here.
        return closing + 1 if closing >= 0 and ":" not in after[:closing] else 0
    rest = _REST.match(after)
    return rest.end() if rest else 0


def _names(plain: str, start: int, cursor: int) -> list[Completion]:
    typed = plain[start:cursor]
    rest = _REST.match(plain, cursor)
    after = rest.group() if rest else ""
    colon = after.find(":")
    end = cursor + (colon + 1 if colon >= 0 else len(after))
    said = _said()
    found = [
        Completion(start, end, f"{name}:", said[name])
        for name in FIELDS
        if name.startswith(typed.lower())
    ]
    # An operator is told from a word by its capitals.
    if start and typed.isupper() and colon < 0:
        ops = [word for word in _OPERATORS if word.startswith(typed)]
        found = [Completion(start, end, f"{word} ", word) for word in ops] + found
    return found


def _fitting(values: Iterable[str], typed: str) -> list[str]:
    """Those that begin so, then those of which a later word does."""
    wanted = fold(typed)
    first: list[str] = []
    later: list[str] = []
    for value in values:
        folded = fold(value)
        if folded.startswith(wanted):
            first.append(value)
        elif re.search(rf"\b{re.escape(wanted)}", folded):
            later.append(value)
    return [*first, *later][:_MOST]


def _said() -> dict[str, str]:
    return {
        "title": _("title: words of the title"),
        "author": _("author: who wrote it"),
        "publisher": _("publisher: who published it"),
        "type": _("type: pdf, docx, html …"),
        "tag": _("tag: your own tags"),
        "lang": _("lang: language, as de or german"),
        "path": _("path: words of file and folder"),
        "source": _("source: hash or file of one source"),
        "date": _("date: 2016, 2016-09-17, [2016-09 to], 'last month'"),
        "has": _("has: evidence"),
        "used": _("used: yes or no, in the open case"),
        "ocr": _("ocr: yes or no, read by text recognition"),
    }
