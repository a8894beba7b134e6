"""Days as numbers (yyyymmdd), and what a full or partial ISO date covers."""

import re
from calendar import monthrange
from datetime import date

FOREVER = 99999999
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def day_range(published: str) -> tuple[int, int]:
    """First and last day (yyyymmdd) that a full or partial ISO date may mean; (0, 0) for none."""
    return days_of(published) or (0, 0)


def days_of(text: str) -> tuple[int, int] | None:
    """First and last day of an ISO date, in full or in part; None where it is no date."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return number(first), number(last)


def number(day: date) -> int:
    """The day as yyyymmdd."""
    return day.year * 10000 + day.month * 100 + day.day


def iso(day: int) -> str:
    """The day as people and ISO 8601 write it."""
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"
