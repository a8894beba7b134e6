"""A small strict grammar of dates as they stand under headlines: English months and ISO."""

import re
from collections.abc import Iterable
from datetime import date

_MONTHS = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NAME = "(?P<{}>" + "|".join(sorted(_NUMBER, key=len, reverse=True)) + r")\.?"
_DATE = re.compile(
    r"\b(?:"
    + _NAME.format("m1")
    + r"\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{4})"
    + r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+"
    + _NAME.format("m2")
    + r",?\s+(?P<y2>\d{4})"
    + r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})"
    + r")(?!\d)",
    re.IGNORECASE,
)


def first_date(lines: Iterable[str], longest: int = 120) -> str:
    """The ISO date in the first short line that holds a whole date and is no sentence of prose."""
    for line in lines:
        if len(line) > longest:
            continue
        found = date_in(line)
        if found and not _is_prose(line):
            return found
    return ""


def _is_prose(line: str) -> bool:
    """ "The works shall begin on 4 September 2023." says when something else happened."""
    return (
        line.rstrip().endswith((".", "!", "?", "”", '"')) and len(_DATE.sub("", line).split()) > 5
    )


def date_in(text: str) -> str:
    """The first whole date of the text in ISO form, or nothing."""
    for match in _DATE.finditer(text):
        if iso := _iso(match):
            return iso
    return ""


def dates_cut_out(text: str) -> str:
    """The text without its dates, to see what else a line says."""
    return _DATE.sub("", text)


def _iso(match: re.Match[str]) -> str:
    part = match.group
    year = part("y1") or part("y2") or part("y3")
    day = part("d1") or part("d2") or part("d3")
    name = part("m1") or part("m2")
    month = _NUMBER[name.lower()] if name else int(part("m3"))
    if not 1400 <= int(year) <= 2200:
        return ""
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""
