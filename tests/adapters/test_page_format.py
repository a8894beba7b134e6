"""Words on their way to the catalogue and back."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.adapters.page_format import pack_words, unpack_words
from workbench.domain.source import Page
from workbench.domain.text import Box, Word, boxes_of

SHARE = st.floats(0, 1, width=32)
BOX = st.builds(Box, SHARE, SHARE, SHARE, SHARE)


@st.composite
def words(draw: st.DrawFn) -> tuple[Word, ...]:
    """Words one after the other, some of them side by side, as a page has them."""
    found, at = [], 0
    for gap, length, box in draw(
        st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9), BOX), max_size=40)
    ):
        found.append(Word(at + gap, at + gap + length, box))
        at += gap + length
    return tuple(found)


@given(words())
def test_words_come_back_as_they_were(given_words: tuple[Word, ...]) -> None:
    back = unpack_words(pack_words(given_words))
    assert [back[number] for number in range(len(back))] == list(given_words)
    assert back[1:3] == given_words[1:3]
    assert list(back) == list(given_words)
    assert back == given_words
    assert given_words == back
    assert hash(back) == hash(given_words)
    assert back[-1:] == given_words[-1:]


@given(words(), st.integers(0, 200), st.integers(0, 200))
def test_boxes_of_a_page_are_those_of_all_its_words(
    given_words: tuple[Word, ...], start: int, end: int
) -> None:
    page = Page(1, "1", " " * 400, "", 1.0, 1.0, unpack_words(pack_words(given_words)))
    assert page.boxes(start, end) == boxes_of(given_words, start, end)
