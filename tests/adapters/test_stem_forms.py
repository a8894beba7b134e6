"""Where in a vocabulary the words of a stem stand: none is overlooked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.adapters.stem_forms import places_of
from workbench.adapters.stems import english_stem

ENDINGS = (
    "", "s", "es", "ed", "ing", "ings", "edly", "ingly", "ly", "ness", "ful", "fully", "er", "ies",
    "ational", "ability", "ying", "ization", "iveness", "ously", "ically", "ality", "y", "e", "li",
)  # fmt: skip
LETTERS = st.text("abcdefghiklmnoprstuvwxyz03é", min_size=1, max_size=9)


def stands(word: str) -> bool:
    places = places_of(english_stem(word))
    return word in places.words or word.startswith(tuple(places.beginnings) or "\0")


@pytest.mark.parametrize(
    "word",
    ["dying", "skies", "sky", "skis", "hoping", "hopping", "cities", "capability", "ugly", "idly",
     "using", "going", "2016", "1980s", "wit", "w32notify", "idlis", "only", "news", "москвы"],
)  # fmt: skip
def test_a_word_stands_where_its_stem_says(word: str) -> None:
    assert stands(word)


@given(LETTERS, st.sampled_from(ENDINGS), st.sampled_from(ENDINGS))
def test_no_word_is_overlooked(root: str, first: str, second: str) -> None:
    assert stands(root + first + second)
    assert stands(root + root[-1] + first)


def test_little_has_to_be_looked_at() -> None:
    for word in ("in", "going", "the", "ministers", "2016"):
        places = places_of(english_stem(word))
        assert all(len(each) >= 3 for each in places.beginnings)
        assert len(places.words) + len(places.beginnings) <= 32
