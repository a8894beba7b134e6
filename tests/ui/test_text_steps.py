import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ui.text_steps import (
    next_word_end,
    paragraph_at,
    run_at,
    sentence_at,
    utf16_offsets,
    word_at,
    word_start_before,
)

TEXT = "The sum was 31.2 million. Mr. Smith said no. “Why?” she asked.\n\nA new paragraph"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (0, "The sum was 31.2 million."),
        (14, "The sum was 31.2 million."),
        (30, "Mr. Smith said no."),
        (46, "“Why?” she asked."),
        (70, "A new paragraph"),
    ],
)
def test_the_sentence_around_an_offset(at: int, sentence: str) -> None:
    start, end = sentence_at(TEXT, at)
    assert TEXT[start:end] == sentence


def test_the_paragraph_around_an_offset() -> None:
    first, second = TEXT.split("\n\n")
    for at in (0, 20, len(first) - 1):
        assert TEXT[slice(*paragraph_at(TEXT, at))] == first
    for at in (len(first) + 2, len(TEXT) - 1):
        assert TEXT[slice(*paragraph_at(TEXT, at))] == second
    assert paragraph_at("", 0) == (0, 0)


@given(st.text(alphabet="a \n", max_size=30), st.integers(0, 30))
def test_a_paragraph_holds_no_paragraph_mark(text: str, at: int) -> None:
    start, end = paragraph_at(text, min(at, len(text)))
    assert 0 <= start <= end <= len(text)
    assert "\n\n" not in text[start:end]


def test_a_word_comes_without_the_marks_that_cling_to_it() -> None:
    start, end = word_at(TEXT, TEXT.index("Why"))
    assert TEXT[start:end] == "Why"
    start, end = run_at(TEXT, TEXT.index("Why"))
    assert TEXT[start:end] == "“Why?”"


def test_between_words_the_run_before_is_meant() -> None:
    assert run_at("one two", 3) == (0, 3)
    assert run_at("", 0) == (0, 0)


def test_one_character_at_a_time_where_words_have_no_spaces() -> None:
    assert run_at("港湾の費用", 2) == (2, 3)


def test_steps_from_word_to_word() -> None:
    assert next_word_end("one two three", 3) == 7
    assert word_start_before("one two three", 7) == 4
    assert next_word_end("one", 3) == 3
    assert word_start_before("one", 0) == 0


@given(st.text())
def test_utf16_offsets_are_those_of_the_encoding(text: str) -> None:
    offsets = utf16_offsets(text)
    told = offsets or list(range(len(text) + 1))
    for at in range(len(text) + 1):
        assert told[at] == len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(alphabet="ab .\n“”?", max_size=60), st.integers(0, 60))
def test_sentences_and_words_stay_within_the_text(text: str, at: int) -> None:
    for start, end in (sentence_at(text, at), word_at(text, at), run_at(text, at)):
        assert 0 <= start <= len(text) or start == at
        assert start <= end
