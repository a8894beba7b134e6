"""Dates as a searcher writes them: ISO in full or in part, and in words of four languages.

Every date is the first and the last day it may mean, as yyyymmdd.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.domain.analysis import fold
from workbench.domain.days import FOREVER, days_of, number

Days = tuple[int, int]

# English, German, French, Spanish; folded, as the text is. Three letters and more of them will do.
_MONTHS = (
    "january januar janner janvier enero", "february februar feber fevrier febrero",
    "march marz mrz mars marzo", "april avril abril", "may mai mayo", "june juni juin junio",
    "july juli juillet julio", "august aout agosto", "september septembre septiembre setiembre",
    "october oktober octobre octubre", "november novembre noviembre",
    "december dezember decembre diciembre",
)  # fmt: skip
_NAMES = {name: month for month, names in enumerate(_MONTHS, 1) for name in names.split()}
_OF = r"(?:(?:of|de|del|du)\s+)?"
_DAY = r"(?P<d>\d{1,2})(?:\.|st|nd|rd|th|er|o)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}\s+{_OF}(?P<m>[^\W\d_]+)\.?,?\s+{_OF}(?P<y>\d{{4}})",
        rf"(?P<m>[^\W\d_]+)\.?\s+{_DAY},?\s+(?P<y>\d{{4}})",
        rf"(?P<m>[^\W\d_]+)\.?,?\s+{_OF}(?P<y>\d{{4}})",
        r"(?P<y>\d{4})\s+(?P<m>[^\W\d_]+)\.?(?:\s+(?P<d>\d{1,2}))?",
        r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})",
        r"(?P<y>\d{4})/(?P<m>\d{1,2})(?:/(?P<d>\d{1,2}))?",
    )
)
_QUARTER = re.compile(r"q([1-4])[\s-]*(\d{4})|(\d{4})[\s-]*q([1-4])")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DAYS_AGO = {
    **dict.fromkeys(("today", "heute", "aujourd'hui", "hoy"), 0),
    **dict.fromkeys(("yesterday", "gestern", "hier", "ayer"), 1),
}
_UNITS = {
    **dict.fromkeys(("day", "days", "tag", "tage", "tagen", "jour", "jours", "dia", "dias"), "day"),
    **dict.fromkeys(("week", "weeks", "woche", "wochen", "semaine", "semaines"), "week"),
    **dict.fromkeys(("semana", "semanas"), "week"),
    **dict.fromkeys(("month", "months", "monat", "monate", "monaten", "mois"), "month"),
    **dict.fromkeys(("mes", "meses"), "month"),
    **dict.fromkeys(("year", "years", "jahr", "jahre", "jahren", "an", "ans", "annee"), "year"),
    **dict.fromkeys(("annees", "ano", "anos"), "year"),
}
_THIS = re.compile(r"(?:this|diese[rsnm]?|cet?|cette|est[ea]) (\w+)")
_LAST = re.compile(
    r"(?:last|previous|past|(?:letzte|vorige|vergangene)[rsnm]?) (\w+)"
    r"|(?:el |la |l'|le )?(\w+) (?:derniere?|passee?|pasad[oa])"
)
_LAST_N = re.compile(
    r"(?:the )?(?:last|past|(?:letzten?|vergangenen?)|les|(?:los |las )?ultim[oa]s) "
    r"(\d{1,4}) (?:dernier(?:e)?s )?(\w+)"
)
_SPLIT = re.compile(r"(?:^|\s+)(?:to|bis|au|hasta)(?:\s+|$)|\s*\.\.\s*|\s*[–—]\s*", re.IGNORECASE)
_QUOTES = "'\"‘’‚‹›"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """The days a date clause means; None where it is open. turned: it ended before it began."""

    low: int | None
    high: int | None
    turned: bool = False


def span_of(value: str, today: date | None) -> DateSpan | None:
    """What stands after date:, a day, a range in brackets or one beside < and >."""
    value = value.strip()
    if value.startswith("["):
        return _range(value.strip("[]").strip(), today)
    sign = re.match(r"[<>]=?|=[<>]", value)
    days = days_in(value[sign.end() if sign else 0 :], today)
    if days is None:
        return None
    if sign is None:
        return DateSpan(*days)
    low, high = days
    if "=" in sign.group():
        return DateSpan(low, None) if ">" in sign.group() else DateSpan(None, high)
    return DateSpan(_beside(high, 1) or FOREVER, None) if sign.group() == ">" else _before(low)


def days_in(text: str, today: date | None) -> Days | None:
    """The first and last day a date in words or figures may mean; None where it is no date."""
    text = " ".join(fold(text.strip().strip(_QUOTES).replace("’", "'")).split())
    if len(text) > 60:
        return None
    return (
        days_of(text)
        or _in_words(text)
        or _quarter(text)
        or _slashed(text)
        or (_relative(text, today) if today else None)
    )


def _range(inside: str, today: date | None) -> DateSpan | None:
    parts = _SPLIT.split(inside)
    if len(parts) == 1:
        days = days_in(inside, today)
        return None if days is None else DateSpan(*days)
    if len(parts) != 2 or not any(parts):
        return None
    found = [days_in(part, today) if part.strip(_QUOTES + " ") else None for part in parts]
    if any(part.strip(_QUOTES + " ") and not days for part, days in zip(parts, found, strict=True)):
        return None
    first, last = found
    if first and last and first[0] > last[1]:
        return DateSpan(last[0], first[1], turned=True)
    return DateSpan(first[0] if first else None, last[1] if last else None)


def _in_words(text: str) -> Days | None:
    for form in _FORMS:
        if match := form.fullmatch(text):
            parts = match.groupdict()
            month = int(parts["m"]) if parts["m"].isdecimal() else _month(parts["m"])
            if month:
                iso = f"{parts['y']}-{month}"
                return days_of(f"{iso}-{parts['d']}" if parts.get("d") else iso)
    return None


def _month(name: str) -> int:
    """The month of a name or of its beginning; 0 where it is none, or may be two."""
    if name in _NAMES:
        return _NAMES[name]
    if len(name) < 3:
        return 0
    meant = {month for known, month in _NAMES.items() if known.startswith(name)}
    return meant.pop() if len(meant) == 1 else 0


def _quarter(text: str) -> Days | None:
    match = _QUARTER.fullmatch(text)
    if match is None:
        return None
    year, quarter = (match[2], match[1]) if match[1] else (match[3], match[4])
    last = int(quarter) * 3
    first, end = days_of(f"{year}-{last - 2}"), days_of(f"{year}-{last}")
    return (first[0], end[1]) if first and end else None


def _slashed(text: str) -> Days | None:
    """Day and month in the one order that makes a date; 3/4/2016 may be two and is none."""
    match = _SLASHED.fullmatch(text)
    if match is None:
        return None
    one, other, year = match.groups()
    found = {days_of(f"{year}-{other}-{one}"), days_of(f"{year}-{one}-{other}")} - {None}
    return found.pop() if len(found) == 1 else None


def _relative(text: str, today: date) -> Days | None:
    if text in _DAYS_AGO:
        day = number(today - timedelta(_DAYS_AGO[text]))
        return day, day
    if match := _LAST_N.fullmatch(text):
        unit = _UNITS.get(match[2])
        return (number(_back(today, unit, int(match[1]))), number(today)) if unit else None
    if match := _THIS.fullmatch(text):
        return _whole(today, _UNITS.get(match[1], ""))
    if match := _LAST.fullmatch(text):
        unit = _UNITS.get(match[1] or match[2], "")
        return _whole(_back(today, unit, 1), unit)
    return None


def _back(day: date, unit: str, count: int) -> date:
    """So many units earlier; the last day of a shorter month."""
    if unit in ("day", "week"):
        return day - timedelta(count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "year" else 1)
    year, month = max(1, months // 12), months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _whole(day: date, unit: str) -> Days | None:
    """The week, month or year the day is in."""
    if unit == "week":
        monday = day - timedelta(day.weekday())
        return number(monday), number(monday + timedelta(6))
    if unit == "month":
        return days_of(f"{day.year:04}-{day.month}")
    return days_of(f"{day.year:04}") if unit == "year" else None


def _beside(day: int, step: int) -> int | None:
    try:
        return number(date(day // 10000, day // 100 % 100, day % 100) + timedelta(step))
    except OverflowError:
        return None


def _before(low: int) -> DateSpan:
    return DateSpan(None, _beside(low, -1) or 0)
