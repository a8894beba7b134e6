"""Clauses put into a query and taken out of it, the rest left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.query import parse
from workbench.domain.query_clause import Clause, clause_of, state_of, with_clause

IN, OUT, NONE = Clause.INCLUDED, Clause.EXCLUDED, Clause.NONE


@pytest.mark.parametrize(
    ("field", "value", "clause"),
    [
        ("type", "pdf", "type:pdf"),
        ("date", "2016", "date:2016"),
        ("publisher", "City Council", 'publisher:"City Council"'),
        ("tag", "to  check", 'tag:"to check"'),
        ("tag", 'the "big" one', 'tag:"the big one"'),
        ("tag", "why?", 'tag:"why?"'),
        ("tag", "AND", 'tag:"AND"'),
        ("publisher", "L’Écho", 'publisher:"L’Écho"'),
        ("path", "minutes/2016.pdf", "path:minutes/2016.pdf"),
    ],
)
def test_a_clause_is_quoted_where_it_must_be(field: str, value: str, clause: str) -> None:
    assert clause_of(field, value) == clause


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("cost", NONE),
        ("cost type:pdf", IN),
        ("TYPE:PDF", IN),
        ('type:"pdf"', IN),
        ("type:'.pdf'", IN),
        ("type: pdf", IN),
        ("type:pdf^2 cost", IN),
        ("cost NOT type:pdf", OUT),
        ("cost AND NOT type:pdf", OUT),
        ("type:(pdf OR docx)", IN),
        ("NOT type:(docx OR pdf)", OUT),
        ("type:docx", NONE),
        ("type:pdfx", NONE),
        ('"about type:pdf"', NONE),
        ("(cost type:pdf)", NONE),
        ("type:pdf OR cost", NONE),
        ("cost OR type:pdf", NONE),
        ("a OR b AND type:pdf", NONE),
        ("a OR b type:pdf", IN),
        ("filetype:pdf", NONE),
        ("NOT", NONE),
    ],
)
def test_what_a_query_says_of_a_value(text: str, state: Clause) -> None:
    assert state_of(text, "type", "pdf") is state


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ('cost publisher:"City Council"', "publisher", "city council"),
        ("cost lang:German", "lang", "de"),
        ("cost date:'2016'", "date", "2016"),
        ("cost used:true", "used", "yes"),
        ("cost tag:e-mail", "tag", "e-mail"),
    ],
)
def test_the_same_value_written_otherwise(text: str, field: str, value: str) -> None:
    assert state_of(text, field, value) is IN
    assert with_clause(text, field, value, NONE) == "cost"


@pytest.mark.parametrize(
    ("text", "wanted", "result"),
    [
        ("", IN, "type:pdf"),
        ("", OUT, "NOT type:pdf"),
        ("cost", IN, "cost type:pdf"),
        ("cost", OUT, "cost NOT type:pdf"),
        ("cost", NONE, "cost"),
        ("  cost ", NONE, "  cost "),
        ("a OR b", IN, "a OR b type:pdf"),
        ("cost type:pdf", IN, "cost type:pdf"),
        ("cost type:pdf", OUT, "cost NOT type:pdf"),
        ("cost NOT type:pdf bridge", IN, "cost type:pdf bridge"),
        ("cost type:pdf bridge", NONE, "cost bridge"),
        ("type:pdf AND cost", NONE, "cost"),
        ("cost AND type:pdf", NONE, "cost"),
        ("cost AND type:pdf AND bridge", NONE, "cost AND bridge"),
        ("cost AND NOT type:pdf", NONE, "cost"),
        ("type:pdf type:pdf cost", NONE, "cost"),
        ("cost type:docx", IN, "cost type:(docx OR pdf)"),
        ("cost type:(docx OR pdf)", NONE, "cost type:docx"),
        ("type:(docx OR pdf OR html)", NONE, "type:(docx OR html)"),
        ("type:(docx OR pdf)", OUT, "type:docx NOT type:pdf"),
        ("NOT type:docx", OUT, "NOT type:docx NOT type:pdf"),
        ("type:docx NOT type:pdf", IN, "type:(docx OR pdf)"),
        ('"final  account"  cost', IN, '"final  account"  cost type:pdf'),
        ('cost "final', IN, 'type:pdf cost "final'),
        ("cost OR", IN, "type:pdf cost OR"),
        ("cost title:", IN, "type:pdf cost title:"),
        ("cost date:[2016 to", IN, "type:pdf cost date:[2016 to"),
        ("「東京", IN, "type:pdf 「東京"),
        ('cost " type:docx', IN, 'type:pdf cost " type:docx'),
    ],
)  # fmt: skip
def test_with_a_clause(text: str, wanted: Clause, result: str) -> None:
    assert with_clause(text, "type", "pdf", wanted) == result
    assert state_of(result, "type", "pdf") is wanted


PARTS = st.sampled_from(
    ["cost", "bridge", '"final account"', "AND", "OR", "NOT", "(", ")", "(quay OR wall)", "title:x",
     "type:docx", "NOT type:docx", "date:2016", "date:[2016 to]", '"', "[", "brid*", "^2", "東京",
     "publisher:'A B'", "title:", "-", "🎉"]
)  # fmt: skip
CLAUSES = st.sampled_from(
    [("type", "pdf"), ("publisher", "City Council"), ("date", "2017"), ("tag", 'a "b" (c)'),
     ("lang", "de"), ("used", "yes")]
)  # fmt: skip


def test_a_year_narrows_a_range() -> None:
    assert with_clause("date:[2016 to]", "date", "2017", IN) == "date:[2016 to] date:2017"


@given(st.lists(PARTS, max_size=8).map(" ".join), CLAUSES, st.sampled_from([IN, OUT]))
def test_what_is_put_in_can_be_taken_out(text: str, clause: tuple[str, str], how: Clause) -> None:
    if text.lstrip("() ").split()[:1] in (["OR"], ["AND"]):
        return  # the operator would get something to stand beside
    field, value = clause
    fuller = with_clause(text, field, value, how)
    assert state_of(fuller, field, value) is how
    assert parse(with_clause(fuller, field, value, NONE)).tree == parse(text).tree


@given(st.text(max_size=60), CLAUSES, st.sampled_from(Clause))
def test_any_text_at_all(text: str, clause: tuple[str, str], how: Clause) -> None:
    with_clause(text, *clause, how)
    state_of(text, *clause)
