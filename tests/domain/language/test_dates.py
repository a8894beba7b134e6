"""Dates under headlines."""

import pytest

from workbench.domain.language.dates import date_in, first_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Sept. 17, 2016", "2016-09-17"),
        ("September 19, 2016", "2016-09-19"),
        ("Posted on 3rd of May 2020", "2020-05-03"),
        ("2016-09-17T06:40:00Z", "2016-09-17"),
        ("12 March 2026, 6.40am", "2026-03-12"),
        ("February 30, 2016", ""),
        ("September 2016", ""),
        ("May 5 20166", ""),
        ("12016-09-17", ""),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert date_in(text) == iso


def test_long_lines_are_not_datelines() -> None:
    assert first_date(["x" * 200 + " May 5, 2016", "May 6, 2016"]) == "2016-05-06"


def test_a_date_in_prose_is_no_dateline() -> None:
    prose = "The Works shall be begun not later than 4 September 2023."
    assert first_date([prose]) == ""
    assert first_date([prose, "Issued on 20 February 2026."]) == "2026-02-20"
