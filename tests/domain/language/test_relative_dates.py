"""Words that mean another day in an article of another date."""

import pytest

from workbench.domain.language.relative_dates import relative_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It opened on Saturday.", "Saturday"),
        ("It opened last month.", "last month"),
        ("Sales fell in the past three years.", "past three years"),
        ("Ten years ago it stood.", "ago"),
        ("Gestern fiel der Preis.", "Gestern"),
        ("Het opent volgende week.", "volgende week"),
        ("La semaine dernière il a plu.", "semaine dernière"),
        ("It opened on 3 May 2021.", ""),
        ("It opened on 3 May.", ""),
        ("The bridge cost 40 million.", ""),
    ],
)
def test_relative_dates(text: str, day: str) -> None:
    assert relative_date(text, other_year=False) == day


def test_a_day_without_its_year_is_another_in_another_year() -> None:
    assert relative_date("It opened on 3 May.", other_year=True) == "May"
    assert relative_date("It opened on May 3, 2021.", other_year=True) == ""
    assert relative_date("It opened in May of 2021.", other_year=True) == ""
    assert relative_date("It may rain.", other_year=True) == ""
