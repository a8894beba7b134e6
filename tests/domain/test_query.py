"""The language of searches: read aright, slips marked, never raised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.days import day_range
from workbench.domain.highlight import spans
from workbench.domain.query import parse
from workbench.domain.query_tree import fold

PIECES = st.sampled_from(
    ['"', "(", ")", "[", "]", "AND", "OR", "NOT", "*", "?", "~", "~2", "date:", "title:", "foo:",
     "2016-09-01", "to", "cost", "bridge", "a", "^2", ":", "'", "-", "\0", "🎉", "Ünï", "كلمة"]
)  # fmt: skip


def plain(word: str) -> str:
    return word


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("cost bridge", "all of: cost, bridge"),
        ('"final account" bridge', "all of: phrase “final account”, bridge"),
        ("“final account”", "all of: phrase “final account”"),
        ("quay OR wall", "any of (quay, wall)"),
        ("cost NOT steel", "all of: cost, without steel"),
        ("bridg*", "all of: words beginning “bridg”"),
        ("brige~", "all of: like “brige” (1 letter off)"),
        ("title:account cost", "all of: title: account, cost"),
        ("cost date:[2016-09-01 to 2016-09-30]", "all of: cost; dated 2016-09-01 to 2016-09-30"),
        ("date:2016-02", "dated 2016-02-01 to 2016-02-29"),
        ("date:[2016 to]", "dated 2016-01-01 to today"),
        ("the of", "all of: the, of"),
        ("(steel AND the)", "all of: steel, the"),
        ("cease-fire", "all of: phrase “cease fire”"),
        ("", ""),
    ],
)
def test_read_as(query: str, reading: str) -> None:
    read = parse(query)
    assert read.read_as == reading
    assert read.problems == ()


@pytest.mark.parametrize(
    ("query", "slip", "reading"),
    [
        ('cost "final account', '"', "all of: cost, final, account"),
        ("(cost bridge", "(", "all of: cost, bridge"),
        ("cost) bridge", ")", "all of: cost, bridge"),
        ("AND cost", "AND", "all of: cost"),
        ("cost date:[2016-13-45 to x]", "date:[2016-13-45 to x]", "all of: cost"),
        ("cost date:[2017 to 2016]", "date:[2017 to 2016]", "all of: cost"),
        ("colour:red", "colour:", "all of: colour, red"),
        ("a* cost", "a*", "all of: a, cost"),
    ],
)
def test_a_slip_is_marked_at_its_place(query: str, slip: str, reading: str) -> None:
    read = parse(query)
    assert [query[p.start : p.end] for p in read.problems] == [slip]
    assert read.read_as == reading


@given(st.lists(PIECES, max_size=14), st.sampled_from(["", " "]))
def test_nothing_a_person_types_is_raised(pieces: list[str], glue: str) -> None:
    query = glue.join(pieces)
    read = parse(query)
    for problem in read.problems:
        assert 0 <= problem.start <= problem.end <= len(query)
        assert problem.message
    if read.tree is not None:
        assert read.read_as
        for start, end in spans(read.tree, "The cost of a Bridge, title 2016-09-01", plain):
            assert 0 <= start < end


@given(st.text(max_size=200))
def test_nothing_at_all_is_raised(query: str) -> None:
    parse(query)


def test_ten_thousand_words_are_cut_and_said() -> None:
    read = parse("word " * 10_000)
    assert any("too long" in problem.message for problem in read.problems)


def test_spans_light_words_phrases_prefixes_and_near_misses() -> None:
    text = "The final account costs for the bridge. A Final  Account."
    tree = parse('"final account" cost* brigde~').tree
    assert tree is not None
    lit = [text[start:end] for start, end in spans(tree, text, plain)]
    assert lit == ["final account", "costs", "bridge", "Final  Account"]


def test_what_is_excluded_is_not_lit() -> None:
    tree = parse("cost NOT bridge").tree
    assert tree is not None
    assert [s for s, _e in spans(tree, "bridge cost", plain)] == [7]


def test_folding() -> None:
    assert fold("Façade ﬁnal STRASSE straße Ünï") == "facade final strasse strasse uni"
    assert fold("Москва") == "москва"


@pytest.mark.parametrize(
    ("published", "days"),
    [
        ("2016-09-17", (20160917, 20160917)),
        ("2016-02", (20160201, 20160229)),
        ("2016", (20160101, 20161231)),
        ("", (0, 0)),
        ("2016-13", (0, 0)),
    ],
)
def test_a_partial_date_covers_all_its_days(published: str, days: tuple[int, int]) -> None:
    assert day_range(published) == days


@pytest.mark.parametrize(
    ("query", "text", "lit"),
    [
        ("committee", "the committee⁴ met", ["committee"]),
        ("31.2", "It cost 31.2⁴ million.", ["31.2"]),
        ("31.24", "It cost 31.2⁴ million.", []),
        ("km2", "An area of 40 km² in all.", ["km²"]),
        ("co2", "Less CO₂ than before.", ["CO₂"]),
    ],
)
def test_a_footnotes_mark_is_no_part_of_the_word(query: str, text: str, lit: list[str]) -> None:
    tree = parse(query).tree
    assert tree is not None
    assert [text[start:end] for start, end in spans(tree, text, plain)] == lit
