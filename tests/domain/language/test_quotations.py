"""Quotations: how far somebody's words reach, whatever marks they are set in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.language.paragraphs import paragraph_spans
from workbench.domain.language.quotations import quotation_spans


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quotation_spans(text, paragraph_spans(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“It cost 40. We knew,” said Smith.", ["“It cost 40. We knew,”"]),
        ('He said "it cost 40" and "we knew".', ['"it cost 40"', '"we knew"']),
        ("« Il pleut. » dit-il, « encore ».", ["« Il pleut. »", "« encore »"]),
        ("„Es regnet. Immer“, sagte er.", ["„Es regnet. Immer“"]),
        ("»Es regnet«, sagte er.", ["»Es regnet«"]),
        ("”Det regnar”, sade hon.", ["”Det regnar”"]),
        ("‘It cost 40. We knew,’ said Smith.", ["‘It cost 40. We knew,’"]),
        ("‘The workers’ union agreed. It cost 40.’ He left.", None),
        ("It's the workers’ money, isn't it?", []),
        ('A 6\' 2" man, 5" taller.', []),
        ("“The pier was “sound” then,” he said.", None),
        ("“One.\n\n“Two.\n\n“Three,” said Smith.\n\nFour.", ["“One.\n\n“Two.\n\n“Three,”"]),
        ("“One, and the rest is missing.\n\nTwo.", ["“One, and the rest is missing."]),
        ("No words of anybody.", []),
    ],
)
def test_quotations(text: str, found: list[str] | None) -> None:
    spans = quoted(text)
    if found is None:  # how it is cut is open, but it must reach over the words in doubt
        assert spans[0].startswith(text[0])
        assert spans[-1][-1] in "’”"
    else:
        assert spans == found


@given(st.text(alphabet="ab .,\n'\"“”‘’„«»", max_size=60))
def test_quotations_stand_in_order_and_within_the_text(text: str) -> None:
    spans = quotation_spans(text, paragraph_spans(text))
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(text) for start, end in spans)
