"""Words near each other: the one definition all engines share."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.nearness import in_a_row, near


@pytest.mark.parametrize(
    ("positions", "slop", "found"),
    [
        ([[1], [2]], 2, [1, 2]),
        ([[2], [1]], 2, [1, 2]),
        ([[1], [3]], 2, [1, 3]),
        ([[1], [4]], 2, []),
        ([[1], [6]], 5, [1, 6]),
        ([[1], [7]], 5, []),
        ([[1, 10, 30], [12]], 5, [10, 12]),
        ([[1, 3], [1, 3], [2]], 2, [1, 2, 3]),  # the same word twice
        ([[1], [1], [2]], 9, []),  # once is not twice
        ([[1], []], 9, []),
        ([], 2, []),
    ],
)
def test_near(positions: Sequence[Sequence[int]], slop: int, found: list[int]) -> None:
    assert near(positions, slop) == found


@pytest.mark.parametrize(
    ("positions", "found"),
    [
        ([[1, 5], [2, 7]], [1]),
        ([[1, 2], [2, 3]], [1, 2]),
        ([[1, 2, 3], [1, 2, 3]], [1, 2]),
        ([[2], [1]], []),
        ([[1], []], []),
        ([], []),
    ],
)
def test_in_a_row(positions: Sequence[Sequence[int]], found: list[int]) -> None:
    assert in_a_row(positions) == found


@given(st.lists(st.sampled_from("abcx"), max_size=12),
       st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.integers(2, 6))  # fmt: skip
def test_near_is_what_trying_everything_finds(text: list[str], words: list[str], slop: int) -> None:
    positions = [[at for at, word in enumerate(text) if word == each] for each in words]
    taking_part = {
        place
        for chosen in product(*positions)
        if len(set(chosen)) == len(words) and max(chosen) - min(chosen) + 1 <= len(words) + slop - 1
        for place in chosen
    }
    assert near(positions, slop) == sorted(taking_part)
