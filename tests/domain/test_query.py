"""The language of searches: read aright, slips marked, never raised."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query

from workbench.domain.days import day_range
from workbench.domain.highlight import spans
from workbench.domain.query import parse
from workbench.domain.query_options import Options, Unit
from workbench.domain.query_tree import AnyOf, cleaned, date_bounds, resolved
from workbench.domain.query_words import describe

TODAY = date(2026, 11, 22)
PIECES = st.sampled_from(
    ['"', "“", "(", ")", "[", "]", "AND", "OR", "NOT", "*", "?", "~", "~2", "~99", "date:",
     "title:", "foo:", "used:", "type:", "source:", "lang:", "2016-09-01", "to", "september",
     "last month", ">", "<=", "cost", "bridge", "a", "^2", "^", ":", "'", "-", "\0", "🎉", "Ünï",
     "كلمة", "東京", "京", "ไทย", "שלום", "\u202e", "\u0301", "e-mail", "bri*", "?ab",
     "\u3000", "ﬁ", "½"]
)  # fmt: skip


def plain(word: str) -> str:
    return word


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("cost bridge", "all of: cost, bridge"),
        ("cost AND bridge", "all of: cost, bridge"),
        ('"final account" bridge', "all of: phrase “final account”, bridge"),
        ("“final account”", "all of: phrase “final account”"),
        ("«final account»", "all of: phrase “final account”"),
        ("＂final　account＂", "all of: phrase “final account”"),
        ('"final account"~5', "all of: “final account” near each other (within 5)"),
        ('"final account"~1', "all of: phrase “final account”"),
        ('"costs"', "all of: “costs” in this very form"),
        ("quay OR wall", "any of (quay, wall)"),
        ("quay OR wall cost", "all of: any of (quay, wall), cost"),
        ("cost NOT steel", "all of: cost, without steel"),
        ("cost AND NOT steel", "all of: cost, without steel"),
        ("NOT steel", "all of: without steel"),
        ("cost NOT (steel OR wood)", "all of: cost, without any of (steel, wood)"),
        ("bridg*", "all of: words beginning “bridg”"),
        ("br?dge", "all of: words like “br?dge”"),
        ("br*dg?", "all of: words like “br*dg?”"),
        ("brige~", "all of: like “brige” (1 letter off)"),
        ("bridge~0.8", "all of: like “bridge” (1 letter off)"),
        ("brige~2", "all of: like “brige” (up to 2 letters off)"),
        ("bridge^2 cost", "all of: bridge (weight 2), cost"),
        ("(quay OR wall)^1.5 cost", "all of: any of (quay, wall) (weight 1.5), cost"),
        ('"final account"^3', "all of: phrase “final account” (weight 3)"),
        ("title:account cost", "all of: title: account, cost"),
        ("title: account", "all of: title: account"),
        ("TITLE:Account", "all of: title: account"),
        ('title:"final account"', "all of: title: phrase “final account”"),
        ("title:'final account'", "all of: title: phrase “final account”"),
        ("title:(quay OR wall)", "any of (title: quay, title: wall)"),
        ("title:quay*", "all of: title: words beginning “quay”"),
        ("text:cost", "all of: cost"),
        ("author:o’brien", "all of: author: phrase “o brien”"),
        ("path:minutes/2016.pdf", "all of: path: phrase “minutes 2016 pdf”"),
        ('tag:"to check"', "all of: tag: phrase “to check”"),
        ("cost type:PDF", "all of: cost; type: pdf"),
        ("type:.docx", "type: docx"),
        ("type:doc*", "type: words beginning “doc”"),
        ("type:(pdf OR docx)", "any of (type: pdf, type: docx)"),
        ("cost NOT type:pdf", "all of: cost; without type: pdf"),
        ("lang:de-AT", "lang: de"),
        ("lang:German", "lang: de"),
        ("lang:français", "lang: fr"),
        ("source:00c0ffee", "source 00c0ffee…"),
        ("source:minutes", "all of: path: minutes"),
        ("used:yes cost", "all of: cost; used as evidence"),
        ("used:no", "not used as evidence"),
        ("has:evidence", "has evidence in the case"),
        ("ocr:yes", "read by text recognition"),
        ("ocr:NO", "not read by text recognition"),
        ("cost date:[2016-09-01 to 2016-09-30]", "all of: cost; dated 2016-09-01 to 2016-09-30"),
        ("date:2016-02", "dated 2016-02-01 to 2016-02-29"),
        ("date:2016-09-17", "dated 2016-09-17"),
        ("date:(2016 OR 2018)",
         "any of (dated 2016-01-01 to 2016-12-31, dated 2018-01-01 to 2018-12-31)"),
        ("the of", "all of: the, of"),
        ("(steel AND the)", "all of: steel, the"),
        ("((cost))", "all of: cost"),
        ("cease-fire", "all of: cease-fire"),
        ("e‑mail^2", "all of: e-mail (weight 2)"),
        ('"e-mail"', "all of: “e-mail” in this very form"),
        ("title:e-mail", "all of: title: e-mail"),
        ("e-mail*", "all of: words beginning “email”"),
        ("e-mial~", "all of: like “emial” (1 letter off)"),
        ("2016-09-17", "all of: phrase “2016 09 17”"),
        ("31.2 km²", "all of: phrase “31 2”, km2"),
        ("https://example.org/a", "all of: phrase “https example org a”"),
        ("Straße Façade ﬁnal", "all of: strasse, facade, final"),
        ("e\u0301te\u0301", "all of: ete"),
        ("Москва ёлка", "all of: москва, елка"),
        ("كَتَبَ", "all of: كتب"),
        ("שָׁלוֹם", "all of: שלום"),
        ("東京都", "all of: 東京都"),
        ("「東京 大学」", "all of: phrase “東京 大学”"),
        ("東京*", "all of: 東京"),
        ("京", "all of: words beginning “京”"),
        ("ภาษา", "all of: ภาษา"),
        ("（cost　OR　wall）", "any of (cost, wall)"),
        ("cost\nbridge\tquay", "all of: cost, bridge, quay"),
        ("cost - bridge & quay", "all of: cost, bridge, quay"),
        ("at 10:30", "all of: at, phrase “10 30”"),
        ("", ""),
        ("  ", ""),
    ],
)  # fmt: skip
def test_read_as(text: str, reading: str) -> None:
    read = parse(text)
    assert read.read_as == reading
    assert read.problems == ()


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Costs", query.Term("text", "costs")),
        ('"Costs"', query.Term("words", "costs")),
        ("title:Costs", query.Term("title", "costs")),
        ("bridge^2", query.Term("text", "bridge", boost=2.0)),
        ("e-mail", query.Or([query.Phrase("text", ["e", "mail"]), query.Term("text", "email")])),
        ('"e-mail"', query.Or([query.Phrase("text", ["e", "mail"]), query.Term("words", "email")])),
        ('"a b"~5', query.Phrase("text", ["a", "b"], slop=5)),
        ("京", query.Prefix("text", "京")),
        ("東京", query.Term("text", "東京")),
        ("東京都", query.Phrase("text", ["東京", "京都"])),
        ("第3章", query.And([query.Phrase("text", ["第", "3"]), query.Prefix("text", "章")])),
        ("source:00C0FFEE", query.Prefix("source", "00c0ffee")),
        ("used:yes", query.Term("used", "yes")),
        ("has:evidence", query.Term("has", "evidence")),
        ("date:[2016 to]", query.NumericRange("date", 20160101, None)),
        ("NOT (a b)", query.Not(query.And([query.Term("text", "a"), query.Term("text", "b")]))),
        ("京 OR b c", query.And([
            query.Or([query.Prefix("text", "京"), query.Term("text", "b")]),
            query.Term("text", "c"),
        ])),
    ],
)  # fmt: skip
def test_the_tree(text: str, tree: query.Query) -> None:
    assert parse(text).tree == tree


def test_a_fuzzy_word_may_begin_with_another_letter() -> None:
    tree = parse("bridge~2").tree
    assert (tree.text, tree.maxdist, tree.prefixlength) == ("bridge", 2, 0)


def test_without_stems_every_word_is_in_its_very_form() -> None:
    read = parse("costs e-mail", Options(stems=False))
    assert read.tree == query.And(
        [
            query.Term("words", "costs"),
            query.Or([query.Phrase("text", ["e", "mail"]), query.Term("words", "email")]),
        ]
    )
    assert read.read_as == "all of, in this very form: costs, e-mail"
    assert parse("a OR b", Options(stems=False)).read_as == "in this very form: any of (a, b)"


@pytest.mark.parametrize(
    ("text", "unit", "reading"),
    [
        ("cost bridge", Unit.PAGE, "all of, on one page: cost, bridge"),
        ("cost bridge type:pdf", Unit.DOCUMENT, "all of, in one document: cost, bridge; type: pdf"),
        ("cost type:pdf", Unit.DOCUMENT, "all of: cost; type: pdf"),
        ("a OR b", Unit.PAGE, "any of (a, b)"),
    ],
)
def test_the_unit_is_said_where_it_matters(text: str, unit: Unit, reading: str) -> None:
    assert parse(text, Options(unit=unit)).read_as == reading


@pytest.mark.parametrize(
    ("text", "slip", "reading"),
    [
        ('cost "final account', '"', "all of: cost, final, account"),
        ("(cost bridge", "(", "all of: cost, bridge"),
        ("cost) bridge", ")", "all of: cost, bridge"),
        ("AND cost", "AND", "all of: cost"),
        ("cost OR", "OR", "all of: cost"),
        ("cost (OR bridge)", "OR", "all of: cost, bridge"),
        ("cost AND OR bridge", "OR", "all of: cost, bridge"),
        ("NOT NOT cost", "NOT", "all of: without cost"),
        ("cost NOT", "NOT", "all of: cost"),
        ("-steel cost", "-steel", "all of: steel, cost"),
        ("cost date:[2016-13-45 to x]", "date:[2016-13-45 to x]", "all of: cost"),
        ("cost date:2016-02-30", "date:2016-02-30", "all of: cost"),
        ("cost date:'last month'", "date:'last month'", "all of: cost"),
        ("cost date:(2016-02-30)", "2016-02-30", "all of: cost"),
        ("cost date:[2017 to 2016]", "date:[2017 to 2016]",
         "all of: cost; dated 2016-01-01 to 2017-12-31"),
        ("date:[2016 to 2017 cost", "date:[2016 to 2017",
         "all of: cost; dated 2016-01-01 to 2017-12-31"),
        ("date:[2016 to cost", "date:[2016 to", "all of: cost; dated 2016-01-01 to today"),
        ("date:[x cost", "date:[x", "all of: cost"),
        ("cost date:03/04/2016", "date:03/04/2016", "all of: cost"),
        ("cost date:", "date:", "all of: cost"),
        ("colour:red", "colour:", "all of: colour, red"),
        ("titel:red", "titel:", "all of: titel, red"),
        ("a* cost", "a*", "all of: a, cost"),
        ("*ridge", "*ridge", "all of: ridge"),
        ("???", "???", ""),
        ("*", "*", ""),
        ("東?都", "東?都", "all of: words beginning “東”, words beginning “都”"),
        ("a*b", "a*b", "all of: a, b"),
        ("ab~ cost", "ab~", "all of: ab, cost"),
        ("cost~2", "cost~2", "all of: like “cost” (1 letter off)"),
        ("bridge~7", "bridge~7", "all of: like “bridge” (up to 2 letters off)"),
        ("bri*~1", "bri*~1", "all of: words beginning “bri”"),
        ("31.2~", "31.2~", "all of: phrase “31 2”"),
        ('"word"~3', '"word"~3', "all of: “word” in this very form"),
        ('"a b"~999', '"a b"~999', "all of: “a b” near each other (within 100)"),
        ("cost ^2", "^2", "all of: cost"),
        ("cost^0", "^0", "all of: cost"),
        ("cost^101", "^101", "all of: cost"),
        ("used:maybe cost", "used:maybe", "all of: cost"),
        ("has:money cost", "has:money", "all of: cost"),
        ("ocr:x cost", "ocr:x", "all of: cost"),
        ("lang:gibberish cost", "lang:gibberish", "all of: cost"),
        ("🎉 cost", "🎉", "all of: cost"),
        ("...", "...", ""),
        (f"cost {'x' * 201}", "x" * 201, "all of: cost"),
        ("ab*c*d*e*f", "ab*c*d*e*f", "all of: words like “ab*c*d*”"),
        ("ab??????????c", "ab??????????c", "all of: words like “ab????????*”"),
    ],
)  # fmt: skip
def test_a_slip_is_marked_at_its_place(text: str, slip: str, reading: str) -> None:
    read = parse(text)
    assert [text[p.start : p.end] for p in read.problems] == [slip]
    assert read.read_as == reading


@pytest.mark.parametrize(
    ("text", "meant"),
    [("titel:x", "title:"), ("languge:x", "lang:"), ("language:de", "lang:"), ("file:x", "path:")],
)
def test_the_field_that_was_meant_is_named(text: str, meant: str) -> None:
    messages = [problem.message for problem in parse(text).problems]
    assert len(messages) == 1
    assert f"“{meant}”" in messages[0]


def test_a_field_before_an_operator_is_ignored_with_it() -> None:
    text = "title: OR cost"
    read = parse(text)
    assert [text[p.start : p.end] for p in read.problems] == ["title:", "OR"]
    assert read.read_as == "all of: cost"


def test_only_so_many_patterns_go_through_the_vocabulary() -> None:
    text = " ".join(f"word{number:02}*" for number in range(30))
    read = parse(text)
    assert len(read.problems) == 10
    assert sum(isinstance(part, query.Prefix) for part in read.tree.subqueries) == 20


def test_ten_thousand_words_are_cut_between_words_and_said() -> None:
    read = parse("word " * 10_000)
    assert [problem.end for problem in read.problems] == [50_000]
    assert "too long" in read.problems[0].message
    assert read.tree == query.Term("text", "word")  # said often, searched once


def test_parentheses_nested_too_deep_are_opened() -> None:
    read = parse("(a " * 300 + ")" * 300)
    assert read.read_as == "all of: a"
    assert any("too deep" in problem.message for problem in read.problems)


@given(st.lists(PIECES, max_size=14), st.sampled_from(["", " "]), st.booleans())
def test_nothing_a_person_types_is_raised(pieces: list[str], glue: str, stems: bool) -> None:
    text = glue.join(pieces)
    read = parse(text, Options(stems=stems), TODAY)
    for problem in read.problems:
        assert 0 <= problem.start < problem.end <= len(text)
        assert problem.message
    if read.tree is not None:
        assert read.read_as
        sample = "The cost of a Bridge by e-mail, title 2016-09-01 東京"
        for start, end in spans(read.tree, sample, plain):
            assert 0 <= start < end <= len(sample)
    elif text.strip():
        assert read.problems or not text.isprintable()


@given(st.text(max_size=200))
def test_nothing_at_all_is_raised(text: str) -> None:
    parse(text)


# A tree written as a query and read again.

WORD = st.sampled_from(["cost", "bridge", "quay", "ceasefire", "москва", "كتاب", "strasse"])
FIELD = st.sampled_from(["", "", "", "title", "publisher", "path"])
LEAF = st.one_of(
    st.builds(lambda f, w: query.Term(f or "text", w), FIELD, WORD),
    st.builds(lambda w: query.Term("words", w), WORD),
    st.builds(
        lambda f, ws, slop: query.Phrase(f or "text", ws, slop=slop),
        FIELD, st.lists(WORD, min_size=2, max_size=4), st.sampled_from([1, 2, 5, 100]),
    ),
    st.builds(lambda f, w: query.Prefix(f or "text", w), FIELD, WORD),
    st.builds(lambda f, w: query.Wildcard(f or "text", w[:2] + "?" + w[3:] + "*s"), FIELD, WORD),
    st.builds(
        lambda f, n: query.FuzzyTerm(f or "text", "bridges", maxdist=n, prefixlength=0),
        FIELD, st.sampled_from([1, 2]),
    ),
    st.sampled_from([query.Term("type", "pdf"), query.Term("lang", "de"), query.Term("ocr", "yes"),
                     query.Term("used", "no"), query.Term("has", "evidence"),
                     query.Prefix("source", "00c0ffee")]),
    st.sampled_from([(20160101, 20161231), (20160917, 20160917), (None, 20160229),
                     (20160901, None)]).map(lambda days: query.NumericRange("date", *days)),
)  # fmt: skip
BOOST = st.sampled_from([1.0, 1.0, 1.0, 2.0, 0.5])


def weighed(node: query.Query, boost: float) -> query.Query:
    if isinstance(node, query.NumericRange) or boost == 1:
        return node
    return node.with_boost(boost)


TREE = st.recursive(
    st.builds(weighed, LEAF, BOOST),
    lambda inner: st.one_of(
        st.builds(
            lambda kind, parts, boost: kind(parts, boost=boost),
            st.sampled_from([query.And, query.Or]), st.lists(inner, min_size=2, max_size=4), BOOST,
        ),
        inner.map(query.Not),
    ),
    max_leaves=10,
)  # fmt: skip


def written(node: query.Query) -> str:
    if isinstance(node, query.Not):
        return f"NOT ({written(node.query)})"
    weight = "" if node.boost == 1 else f"^{node.boost:g}"
    if isinstance(node, (query.And, query.Or)):
        glue = " OR " if isinstance(node, query.Or) else " "
        return f"({glue.join(map(written, node.subqueries))}){weight}"
    field = "" if node.fieldname in ("text", "words") else f"{node.fieldname}:"
    return field + written_leaf(node) + weight


def written_leaf(node: query.Query) -> str:
    if isinstance(node, query.NumericRange):
        low, high = (f"{d // 10000}-{d // 100 % 100:02}-{d % 100:02}" if d else ""
                     for d in (node.start, node.end))  # fmt: skip
        return f"[{low} to {high}]"
    if isinstance(node, query.Phrase):
        return f'"{" ".join(node.words)}"' + (f"~{node.slop}" if node.slop > 1 else "")
    if isinstance(node, query.FuzzyTerm):
        return f"{node.text}~{node.maxdist}"
    if isinstance(node, query.Prefix) and node.fieldname != "source":
        return f"{node.text}*"
    return f'"{node.text}"' if node.fieldname == "words" else node.text


@given(TREE)
def test_a_tree_written_as_a_query_is_read_as_that_tree(tree: query.Query) -> None:
    read = parse(written(tree))
    wanted = cleaned(tree)
    if "too deep" in str(read.problems):
        return
    assert read.problems == () or all("NOT has no words" in p.message for p in read.problems)
    if not read.problems:
        assert read.tree == wanted
        assert read.read_as == describe(wanted)


def test_terms_of_the_case_are_replaced() -> None:
    tree = parse("cost used:yes NOT has:evidence (a OR used:no)").tree

    def replace(term: query.Term) -> query.Query | None:
        if term.fieldname == "used":
            return AnyOf("source_number", [1, 2]) if term.text == "yes" else None
        return None if term.fieldname == "has" else term

    assert resolved(tree, replace) == query.And(
        [query.Term("text", "cost"), AnyOf("source_number", {2, 1}), query.Term("text", "a")]
    )
    assert resolved(parse("used:no").tree, replace) is None


def test_bounds_of_dates() -> None:
    assert date_bounds(parse("date:[2016 to]").tree) == (20160101, 99999999)
    assert date_bounds(parse("date:[to 2016]").tree) == (0, 20161231)


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
    ("query", "slip"),
    [
        ("bridge or quay", "or"),
        ("bridge and quay", "and"),
        ("bridge? cost", "bridge?"),
        ('"bridg* cost"', '"bridg* cost"'),
        ("cost type:pfd", "type:pfd"),
    ],
)
def test_what_is_probably_meant_otherwise_is_said(query: str, slip: str) -> None:
    [problem] = parse(query).problems
    assert query[problem.start : problem.end].strip('"') in slip


def test_other_names_of_kinds_are_known() -> None:
    assert parse("type:txt").read_as == parse("type:text").read_as
    assert parse("type:.PDF").problems == ()
