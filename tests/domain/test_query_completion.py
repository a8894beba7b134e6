"""What is offered at the cursor: fields, values, operators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.query import parse
from workbench.domain.query_completion import complete

VALUES = {
    "type": ["pdf", "docx", "html"],
    "publisher": ["City Council", "The Courier", "Écho"],
    "date": ["2016", "2015"],
    "title": ["Minutes of the Council"],
}


def offered(text: str) -> list[str]:
    """What the query reads after each completion; | is the cursor."""
    cursor = text.index("|")
    text = text.replace("|", "")
    return [text[: c.start] + c.insert + text[c.end :] for c in complete(text, cursor, VALUES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ti|", ["title:"]),
        ("cost TI|", ["cost title:"]),
        ("cost (pu|", ["cost (publisher:"]),
        ("cost ti|tle:x", ["cost title:x"]),
        ("t|", ["title:", "type:", "tag:"]),
        ("cost A|", ["cost AND ", "cost author:"]),
        ("cost a|", ["cost author:"]),
        ("cost O|", ["cost OR ", "cost ocr:"]),
        ("cost xyz|", []),
        ("type:|", ["type:pdf", "type:docx", "type:html"]),
        ("cost type:p|", ["cost type:pdf"]),
        ("cost type: p|", ["cost type: pdf"]),
        ("type:p|xx cost", ["type:pdf cost"]),
        ("type:(pdf OR d|", ["type:(pdf OR docx"]),
        ("publisher:c|", ['publisher:"City Council"', 'publisher:"The Courier"']),
        ('publisher:"city c|', ['publisher:"City Council"']),
        ('publisher:"city c|" cost', ['publisher:"City Council" cost']),
        ('publisher:"ci| title:"x"', ['publisher:"City Council" title:"x"']),
        ("publisher:ech|", ["publisher:Écho"]),
        ("used:|", ["used:yes", "used:no"]),
        ("has:e|", ["has:evidence"]),
        ("ocr:n|", ["ocr:no"]),
        ("date:20|", ["date:2016", "date:2015"]),
        ("colour:r|", []),
        ('"final acc|', []),
        ('"say type:p|', []),
        ('"final" ti|', ['"final" title:']),
        ("“final ti|", []),
    ],
)
def test_what_is_offered(text: str, found: list[str]) -> None:
    assert offered(text) == found


def test_an_empty_query_is_offered_every_field() -> None:
    labels = [completion.label for completion in complete("", 0, {})]
    assert len(labels) == 12
    assert labels[0].startswith("title:")


def test_only_a_screenful_of_values_is_offered() -> None:
    many = {"tag": [f"tag {number}" for number in range(1000)]}
    assert len(complete("tag:", 4, many)) == 12


@given(st.text(st.sampled_from("ab:\"'() type京|[]ANDO"), max_size=20), st.integers(-3, 25))
def test_completions_stay_within_the_query(text: str, cursor: int) -> None:
    for completion in complete(text, cursor, VALUES):
        assert 0 <= completion.start <= completion.end <= len(text)
        assert completion.insert
        assert completion.label


@pytest.mark.parametrize("value", VALUES["publisher"] + ["why? (really)", "a:b", "10 % off*"])
def test_a_value_that_is_taken_is_read_without_a_slip(value: str) -> None:
    (taken,) = complete("publisher:", 10, {"publisher": [value]})
    assert parse(f"publisher:{taken.insert}").problems == ()
