from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.source import Page
from workbench.domain.text import Box, Word, boxes_of
from workbench.ui.page_words import PageWords, lines_text, words_in


def words(*rows: tuple[str, float, float]) -> tuple[str, list[Word]]:
    """A text of words, each with its left edge and its top in shares; "-" joins to the next."""
    text, made = "", []
    for piece, left, top in rows:
        start = len(text)
        text += piece.rstrip("-")
        made.append(Word(start, len(text), Box(left, top, left + 0.1, top + 0.02)))
        if not piece.endswith("-"):
            text += " "
    return text, made


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=60), st.integers(0, 400), st.integers(1, 60)
)
def test_boxes_are_those_of_the_whole_page(lengths: list[int], start: int, length: int) -> None:
    at, made = 0, []
    for number, size in enumerate(lengths):
        left, top = 0.1 + 0.1 * (number % 7), 0.1 + 0.03 * (number // 7)
        made.append(Word(at, at + size, Box(left, top, left + 0.08, top + 0.02)))
        at += size + number % 2
    page = PageWords(Page(1, "1", "x" * at, "", words=tuple(made)))
    for _time in range(2):
        assert page.boxes(start, start + length) == boxes_of(made, start, start + length)


def test_words_out_of_order_are_found_too() -> None:
    made = (Word(10, 15, Box(0, 0, 0.1, 0.1)), Word(0, 5, Box(0, 0.2, 0.1, 0.3)))
    page = PageWords(Page(1, "1", "x" * 20, "", words=made))
    assert page.boxes(0, 5) == (made[1].box,)
    assert page.boxes(10, 12)[0].top == 0


def test_a_rectangle_takes_the_words_whose_middle_it_holds() -> None:
    _text, made = words(("one", 0.1, 0.1), ("two", 0.3, 0.1), ("three", 0.5, 0.1))
    assert words_in(made, Box(0.25, 0.0, 0.46, 1.0)) == [made[1]]


def test_a_column_is_copied_line_by_line_without_broken_words() -> None:
    text, made = words(
        ("The", 0.1, 0.1),
        ("bud-", 0.3, 0.1),
        ("get", 0.1, 0.15),
        ("rose", 0.3, 0.15),
        ("fast", 0.1, 0.2),
    )
    assert text == "The budget rose fast "
    assert lines_text(made, text) == "The budget\nrose\nfast"
    assert lines_text([], text) == ""
