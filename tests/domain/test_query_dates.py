"""Dates as searchers write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.days import days_of, iso
from workbench.domain.query import parse
from workbench.domain.query_dates import DateSpan, days_in, span_of

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016-09-17", 20160917, 20160917),
        ("2016-9", 20160901, 20160930),
        ("2016", 20160101, 20161231),
        ("2016/09/17", 20160917, 20160917),
        ("17.9.2016", 20160917, 20160917),
        ("17. 9. 2016", 20160917, 20160917),
        ("17/09/2016", 20160917, 20160917),
        ("09/17/2016", 20160917, 20160917),
        ("5/5/2016", 20160505, 20160505),
        ("september 2016", 20160901, 20160930),
        ("Sept. 2016", 20160901, 20160930),
        ("17 sept 2016", 20160917, 20160917),
        ("17th of September 2016", 20160917, 20160917),
        ("September 17, 2016", 20160917, 20160917),
        ("2016 september 17", 20160917, 20160917),
        ("may 2016", 20160501, 20160531),
        ("17. September 2016", 20160917, 20160917),
        ("März 2016", 20160301, 20160331),
        ("Mrz 2016", 20160301, 20160331),
        ("Dezember 2016", 20161201, 20161231),
        ("1er août 2016", 20160801, 20160801),
        ("févr. 2016", 20160201, 20160229),
        ("juin 2016", 20160601, 20160630),
        ("juil 2016", 20160701, 20160731),
        ("17 de septiembre de 2016", 20160917, 20160917),
        ("enero de 2016", 20160101, 20160131),
        ("Q3 2016", 20160701, 20160930),
        ("2016-Q1", 20160101, 20160331),
        ("'2016'", 20160101, 20161231),
        ("today", 20261122, 20261122),
        ("gestern", 20261121, 20261121),
        ("aujourd’hui", 20261122, 20261122),
        ("this week", 20261116, 20261122),
        ("last week", 20261109, 20261115),
        ("last month", 20261001, 20261031),
        ("letzten Monat", 20261001, 20261031),
        ("le mois dernier", 20261001, 20261031),
        ("el mes pasado", 20261001, 20261031),
        ("this year", 20260101, 20261231),
        ("last year", 20250101, 20251231),
        ("vergangenes Jahr", 20250101, 20251231),
        ("année dernière", 20250101, 20251231),
        ("last 30 days", 20261023, 20261122),
        ("letzten 3 Monate", 20260822, 20261122),
    ],
)
def test_dates_in_words_and_figures(text: str, first: int, last: int) -> None:
    assert days_in(text, TODAY) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "x", "2016-13", "2016-02-30", "30 february 2016", "jui 2016", "ma 2016", "september",
     "3/4/2016", "0000", "last eon", "last 3 eons", "99 september 2016", "Q5 2016", "١٢",
     "2016 2017", "a" * 5000],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert days_in(text, TODAY) is None


def test_as_long_ago_as_there_are_years() -> None:
    assert days_in("last 9999 years", TODAY) == (11122, 20261122)


def test_relative_dates_need_a_day_to_begin_from() -> None:
    assert days_in("last month", None) is None
    assert days_in("today", None) is None


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("[2016-09-01 to 2016-09-30]", 20160901, 20160930),
        ("[2016 TO 2017]", 20160101, 20171231),
        ("[2016..2017]", 20160101, 20171231),
        ("[2016 – 2017]", 20160101, 20171231),
        ("[march 2016 to 5 april 2016]", 20160301, 20160405),
        ("['march 2016' to '5 april 2016']", 20160301, 20160405),
        ("[März 2016 bis Mai 2016]", 20160301, 20160531),
        ("[2016-09 to]", 20160901, None),
        ("[ to 2016]", None, 20161231),
        ("[2016]", 20160101, 20161231),
        (">2016-09", 20161001, None),
        (">=2016-09", 20160901, None),
        ("=>2016-09", 20160901, None),
        ("<2016-09", None, 20160831),
        ("<=2016-09", None, 20160930),
        (">'september 2016'", 20161001, None),
        (">2016-12-31", 20170101, None),
        ("<0001", None, 0),
        (">9999", 99999999, None),
        ("[last year to today]", 20250101, 20261122),
    ],
)
def test_ranges(value: str, low: int | None, high: int | None) -> None:
    assert span_of(value, TODAY) == DateSpan(low, high)


@pytest.mark.parametrize(
    "value", ["[]", "[to]", "[2016 to 2017 to 2018]", "[x to 2016]", "[2016 to x]", ">", "<x", "["]
)
def test_what_is_no_range(value: str) -> None:
    assert span_of(value, TODAY) is None


def test_a_range_that_ends_before_it_begins_is_turned_round() -> None:
    assert span_of("[2017 to 2016]", None) == DateSpan(20160101, 20171231, turned=True)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("date:september 2016 cost", "all of: cost; dated 2016-09-01 to 2016-09-30"),
        ("date:17 september 2016 cost", "all of: cost; dated 2016-09-17"),
        ("date:2016 september", "all of: september; dated 2016-01-01 to 2016-12-31"),
        ("date:last month cost", "all of: cost; dated 2026-10-01 to 2026-10-31"),
        ("(date:'may 2016' cost)", "all of: cost; dated 2016-05-01 to 2016-05-31"),
        ("NOT date:2016 cost", "all of: cost; without dated 2016-01-01 to 2016-12-31"),
        ("date:>2016 cost", "all of: cost; dated 2017-01-01 to today"),
        ('date:>"may 2016"', "dated 2016-06-01 to today"),
        ("date: 2016", "dated 2016-01-01 to 2016-12-31"),
        ("DATE:2016", "dated 2016-01-01 to 2016-12-31"),
        ("update:2016", "all of: update, 2016"),
    ],
)
def test_date_clauses_in_a_query(text: str, reading: str) -> None:
    assert parse(text, today=TODAY).read_as == reading


@given(st.dates(date(1, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y"]))
def test_every_day_is_read_back(day: date, form: str) -> None:
    text = day.strftime(form.replace("%Y", f"{day.year:04}"))
    found = days_in(text, None)
    assert found is not None
    assert iso(found[0]) == iso(found[1]) == day.isoformat()


@given(st.text(st.sampled_from("0123456789-/.[]to <>='qséptmayº"), max_size=24), st.booleans())
def test_nothing_is_raised(text: str, dated: bool) -> None:
    span = span_of(text, TODAY if dated else None)
    if span is not None and span.low and span.high:
        assert span.low <= span.high


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_covers_its_days(year: int, month: int) -> None:
    days = days_of(f"{year:04}-{month:02}")
    assert days is not None
    assert days[0] % 100 == 1
    assert 28 <= days[1] % 100 <= 31
