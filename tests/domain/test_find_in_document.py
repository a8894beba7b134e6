"""Find in document: every way of setting the same words is found, at its exact place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.find_in_document import fold, fold_wanted, occurrences
from workbench.domain.text import normalise


def found(text: str, wanted: str, *, whole_words: bool = False) -> list[str]:
    spans = occurrences(fold(text), fold_wanted(wanted), whole_words=whole_words)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("raw", "wanted", "expected"),
    [
        ("The COST of it", "cost", ["COST"]),
        ("a co-operative and a cooperative", "cooperative", ["co-operative", "cooperative"]),
        ("a cooperative", "co-operative", ["cooperative"]),
        ("the oﬃce of the ﬁnal account", "office of the final", ["office of the final"]),
        ("infor-\nmation on line\nends", "information on line ends", ["information on line ends"]),
        ("said “never told”", 'said "never told"', ["said “never told”"]),
        ("1939–1945", "1939-1945", ["1939–1945"]),
        ("Café Müller, CAFÉ", "cafe", ["Café", "CAFÉ"]),
        ("one\n\ntwo", "one two", ["one\n\ntwo"]),
        ("in 31.2⁴ and 31.24", "31.24", ["31.24"]),
        ("İstanbul and istanbul", "istanbul", ["İstanbul", "istanbul"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("한국어 문서", "국어", ["국어"]),
        ("100 % of it", "%", ["%"]),
        ("nothing of the kind", "   ", []),
    ],
)
def test_the_same_words_are_found(raw: str, wanted: str, expected: list[str]) -> None:
    assert found(normalise(raw).text, wanted) == expected


def test_whole_words_only_where_asked() -> None:
    text = "port, airport, ports and a port-authority of the port"
    assert len(found(text, "port")) == 5
    assert len(found(text, "port", whole_words=True)) == 2


@given(st.text("aAbé- \n–“ü", max_size=60), st.text("abe-u ", max_size=4))
def test_every_span_folds_to_what_was_wanted(raw: str, wanted: str) -> None:
    text = normalise(raw).text
    key = fold_wanted(wanted)
    for start, end in occurrences(fold(text), key):
        assert 0 <= start < end <= len(text)
        assert fold(text[start:end]).text.replace("-", "") == key.replace("-", "")


@given(st.text("abc ", max_size=80), st.text("abc", min_size=1, max_size=3))
def test_plain_words_are_found_as_often_as_they_stand(text: str, wanted: str) -> None:
    text = " ".join(text.split())
    assert found(text, wanted) == re.findall(wanted, text)
