"""Sentences and where they end."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.domain.language.sentences import sentence_ends, sentences


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, [(0, len(text))])]


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Smith of the U.S. Dept. of State spoke at 7 p.m. on Sept. 17.", "He left."],
        ["“We demand an answer,” she added.", "“It must be given at the UN,” she said."],
        ["“Is it true?” he asked.", "“No!” Trump tweeted before the vote.", "It was not."],
        ["That must be given at the UN,” she added. reports:"],
        ["防衛省は発表した。", "これは事実ではない！"],
        ["هل هذا صحيح؟", "لا."],
        ["यह सच है।", "नहीं।"],
        ["The cost was $3.5 million.", "It rose by 4.2 per cent."],
    ],
)
def test_sentences_as_people_read_them(expected: list[str]) -> None:
    assert _split(" ".join(expected)) == expected


def test_sentences_stay_within_their_regions() -> None:
    text = "A title without a stop\nThe body begins here. It goes on."
    assert sentences(text, [(0, 22), (23, len(text))]) == [(0, 22), (23, 44), (45, 56)]


def test_ends_serve_to_cut_long_paragraphs() -> None:
    text = "A short one.\n\nA longer one. It has two."
    assert sentence_ends(text) == [12, 27, 39]
    assert sentence_ends(text, at_least=20) == [27, 39]


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab AB.!?,”“'\"\n 。؟1-–"), max_size=200), st.integers(0, 200)
)
def test_sentences_lose_and_cross_nothing(text: str, cut: int) -> None:
    cut = min(cut, len(text))
    at = 0
    for start, end in sentences(text, [(0, cut), (cut, len(text))]):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert not start < cut < end
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("unit", ["word ", "a", "。", "” ", "... "])
def test_a_megabyte_on_one_line(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    before = time.process_time()
    assert sentences(text, [(0, len(text))])
    assert time.process_time() - before < 20
