"""Which page somebody means."""

import pytest

from workbench.domain.errors import OutOfBounds
from workbench.domain.page_names import find_page

ROMAN = ["i", "ii", "iii", "1", "2", "3", "A-1", "2"]


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("ii", 2),
        ("II", 2),
        (" p. ii ", 2),
        ("1", 4),
        ("#1", 1),
        ("1/8", 1),
        ("8 of 8", 8),
        ("6/210", 6),
        ("a-1", 7),
        ("7", 7),
    ],
)
def test_labels_come_before_counts(typed: str, page: int) -> None:
    assert find_page(typed, ROMAN) == page


def test_a_label_twice_is_the_next_one() -> None:
    assert find_page("2", ROMAN) == 5
    assert find_page("2", ROMAN, 5) == 8
    assert find_page("2", ROMAN, 8) == 5


@pytest.mark.parametrize("typed", ["", "0", "9", "99999999999999999999", "iv", "/", "-1", "٣"])
def test_a_page_that_is_not_there_is_told_what_is(typed: str) -> None:
    with pytest.raises(OutOfBounds) as told:
        find_page(typed, ROMAN)
    assert "“i” to “2”, and counted 1 to 8" in told.value.remedy
    with pytest.raises(OutOfBounds, match="1 to 3"):
        find_page(typed or "x", ["1", "2", "3"]) if typed != "" else find_page("x", ["1", "2", "3"])
