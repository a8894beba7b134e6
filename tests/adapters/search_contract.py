"""What every search engine promises, as one class of tests; an engine's own file subclasses it."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from whoosh.query import (
    And,
    Every,
    FuzzyTerm,
    Not,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
)

from tests.adapters.indexed import filled, found, ids, own, passage
from tests.adapters.writing_contract import WritingContract
from workbench.adapters.search_index import KEYWORD_FIELDS, TEXT_FIELDS, SearchIndex, place_of
from workbench.domain.query_options import Order, Unit
from workbench.domain.query_tree import AnyOf

__all__ = ["SearchIndexContract", "filled", "found", "ids", "passage"]


class SearchIndexContract(WritingContract):
    """Everything the protocol SearchIndex promises; subclasses say how an index is opened."""

    # words

    def test_a_word_of_the_text_is_found_by_its_stem(self, index: SearchIndex) -> None:
        filled(index, "The bridges were built.", "A bridge.", "Loans of a bridgehead.", "A ferry.")
        assert found(index, Term("text", "bridge")) == {1, 2}
        assert found(index, Term("text", "bridges")) == {1, 2}
        assert found(index, Term("text", "built")) == {1}
        assert found(index, Term("text", "quay")) == set()
        assert index.stem("bridges") == index.stem("bridge") != index.stem("ferry")

    def test_a_word_in_this_very_form(self, index: SearchIndex) -> None:
        filled(index, "The bridges were built.", "A bridge.", "A ferry.")
        assert found(index, Term("words", "bridge")) == {2}
        assert found(index, Term("words", "bridges")) == {1}

    @pytest.mark.parametrize("name", TEXT_FIELDS)
    def test_words_of_a_field(self, index: SearchIndex, name: str) -> None:
        told = [
            own(1, "One.", **{name: "Reports of the Harbour Office"}),
            own(2, "Reports of the harbour office.", **{name: "Minutes: the office-reports"}),
            own(3, "Three."),
        ]
        index.write(told, [])
        assert found(index, Term(name, "reports")) == {1, 2}
        assert found(index, Term(name, "report")) == set()
        assert found(index, Phrase(name, ["harbour", "office"])) == {1}
        assert found(index, Phrase(name, ["office", "harbour"], slop=2)) == {1}
        assert found(index, Prefix(name, "min")) == {2}
        assert found(index, Wildcard(name, "*bour")) == {1}
        assert found(index, FuzzyTerm(name, "minuets", maxdist=1)) == {2}
        assert found(index, Term(name, "officereports")) == {2}
        assert found(index, Not(Prefix(name, "o"))) == {3}

    @pytest.mark.parametrize("name", KEYWORD_FIELDS)
    def test_one_value_of_a_field(self, index: SearchIndex, name: str) -> None:
        index.write(
            [own(1, "One.", **{name: "abcdef01"}), own(2, "Two.", **{name: "abcdef02"})], []
        )
        assert found(index, Term(name, "abcdef01")) == {1}
        assert found(index, Term(name, "abcdef")) == set()
        assert found(index, Prefix(name, "abcdef")) == {1, 2}
        assert found(index, Not(Term(name, "abcdef02"))) == {1}

    def test_a_value_that_is_not_given_is_none(self, index: SearchIndex) -> None:
        filled(index, "One.")
        assert found(index, Prefix("lang", "e")) == set()
        assert found(index, Term("type", "pdf")) == set()
        assert found(index, Term("ocr", "no")) == {1}

    # phrases

    def test_a_phrase_is_word_after_word(self, index: SearchIndex) -> None:
        filled(
            index,
            "The final cost of the bridge.",
            "The final, and the last, cost.",
            "Cost: final.",
            "FINAL\n\nCOST",
            "Final costs.",
        )
        assert found(index, Phrase("text", ["final", "cost"])) == {1, 4}
        assert found(index, Phrase("text", ["cost", "of", "the", "bridge"])) == {1}
        assert found(index, Phrase("text", ["cost", "final"])) == {3}
        assert found(index, Phrase("text", ["final", "quay"])) == set()

    def test_a_phrase_with_a_word_said_twice(self, index: SearchIndex) -> None:
        filled(index, "In New York, New York.", "New York, a new new town.", "Only new.")
        assert found(index, Phrase("text", ["new", "york", "new"])) == {1}
        assert found(index, Phrase("text", ["new", "new"])) == {2}
        assert found(index, Phrase("text", ["new", "new"], slop=3)) == {1, 2}
        assert found(index, Phrase("text", ["new", "new", "new"], slop=4)) == {2}

    @pytest.mark.parametrize(
        ("slop", "near"), [(2, {1, 2, 3}), (3, {1, 2, 3, 4}), (9, {1, 2, 3, 4, 5})]
    )
    def test_near_is_within_so_many_places_in_any_order(
        self, index: SearchIndex, slop: int, near: set[int]
    ) -> None:
        filled(
            index,
            "alpha beta",
            "beta alpha",
            "alpha one beta",
            "beta one two alpha",
            "alpha one two three four five six seven eight beta",
            "alpha one two three four five six seven eight nine beta",
            "alpha",
        )
        assert found(index, Phrase("text", ["alpha", "beta"], slop=slop)) == near

    def test_three_words_near_each_other(self, index: SearchIndex) -> None:
        filled(
            index,
            "alpha beta gamma",
            "gamma beta alpha",
            "beta one gamma alpha",
            "gamma one beta two alpha",
            "alpha beta one two gamma",
        )
        words = ["alpha", "beta", "gamma"]
        assert found(index, Phrase("text", words)) == {1}
        assert found(index, Phrase("text", words, slop=2)) == {1, 2, 3}
        assert found(index, Phrase("text", words, slop=3)) == {1, 2, 3, 4, 5}

    # patterns

    def test_a_beginning(self, index: SearchIndex) -> None:
        filled(index, "The harbour.", "Harbours.", "Harvest.", "A charbour.", "東京都庁")
        assert found(index, Prefix("text", "harbour")) == {1, 2}
        assert found(index, Prefix("text", "har")) == {1, 2, 3}
        assert found(index, Prefix("text", "東")) == {5}
        assert found(index, Prefix("text", "庁")) == {5}
        assert found(index, Prefix("text", "z")) == set()

    def test_a_pattern(self, index: SearchIndex) -> None:
        filled(index, "Organise.", "Organize.", "Organisation.", "Color, colour.", "Ёлка", "C+.")
        assert found(index, Wildcard("text", "organi?e")) == {1, 2}
        assert found(index, Wildcard("text", "organi*")) == {1, 2, 3}
        assert found(index, Wildcard("text", "*ise")) == {1}
        assert found(index, Wildcard("text", "col*r")) == {4}
        assert found(index, Wildcard("text", "colo?r")) == {4}
        assert found(index, Wildcard("text", "?лка")) == {5}
        assert found(index, Wildcard("text", "*rganis?")) == {1}
        assert found(index, Wildcard("text", "c?")) == set()

    @pytest.mark.parametrize("odd", ["a.", "a+*", "(a*", "[ab]?", "a{2}*", "\\d*", "a|b*", "^a*"])
    def test_a_pattern_is_no_regular_expression(self, index: SearchIndex, odd: str) -> None:
        filled(index, "ab aa a1 bb abc")
        assert found(index, Wildcard("text", odd)) == set()

    def test_a_word_spelt_nearly_so(self, index: SearchIndex) -> None:
        filled(index, "minister", "minster", "ministers", "mniister", "sinister", "monster", "мост")
        assert found(index, FuzzyTerm("text", "minister", maxdist=1)) == {1, 2, 3, 4, 5}
        assert found(index, FuzzyTerm("text", "minister", maxdist=2)) == {1, 2, 3, 4, 5, 6}
        assert found(index, FuzzyTerm("text", "мосты", maxdist=1)) == {7}
        assert found(index, FuzzyTerm("text", "harbour", maxdist=2)) == set()

    def test_a_pattern_of_many_words(self, index: SearchIndex) -> None:
        filled(index, *(" ".join(f"w{n}x{m}" for m in range(30)) for n in range(100)))
        assert len(found(index, Prefix("text", "w"))) == 100
        assert found(index, Prefix("text", "w17x")) == {18}

    # conditions

    def test_days_that_overlap(self, index: SearchIndex) -> None:
        days = [(20160917, 20160917), (20160901, 20160930), (20160101, 20161231), (0, 0)]
        index.write(
            [
                own(n, "One.", first_day=first, last_day=last)
                for n, (first, last) in enumerate(days, 1)
            ],
            [],
        )
        for low, high, wanted in [
            (20160917, 20160917, {1, 2, 3}),
            (20160918, 20160918, {2, 3}),
            (20161001, 20161031, {3}),
            (20170101, 20171231, set()),
            (20150101, 20151231, set()),
            (None, 20160101, {3}),
            (20161231, None, {3}),
            (20160930, 20161001, {2, 3}),
            (None, None, {1, 2, 3}),
        ]:
            assert found(index, NumericRange("date", low, high)) == wanted
        assert found(index, Not(NumericRange("date", None, None))) == {4}

    def test_passages_and_sources_by_number(self, index: SearchIndex) -> None:
        filled(index, *["One."] * 30)
        assert found(index, AnyOf("id", {2, 13, 77})) == {2, 13}
        assert found(index, AnyOf("source_number", [3])) == set(range(21, 31))
        assert found(index, AnyOf("id", ())) == set()
        assert found(index, Not(AnyOf("source_number", [1, 2, 3]))) == set()
        assert found(index, And([Term("text", "one"), Not(AnyOf("id", [1]))])) == set(range(2, 31))

    def test_ten_thousand_numbers(self, index: SearchIndex) -> None:
        filled(index, *["One."] * 30)
        assert found(index, AnyOf("id", range(10, 10_010))) == set(range(10, 31))
        assert found(index, Not(AnyOf("id", range(10, 10_010)))) == set(range(1, 10))

    def test_and_or_not(self, index: SearchIndex) -> None:
        filled(index, "alpha beta gamma", "alpha beta", "alpha", "beta gamma", "delta")
        a, b, c = (Term("text", word) for word in ("alpha", "beta", "gamma"))
        for tree, wanted in [
            (And([a, b]), {1, 2}),
            (Or([a, c]), {1, 2, 3, 4}),
            (And([a, Not(b)]), {3}),
            (And([Not(a), b]), {4}),
            (And([a, b, Not(c)]), {2}),
            (And([Not(a), Not(b)]), {5}),
            (Or([Not(a), c]), {1, 4, 5}),
            (Or([Not(a), Not(b)]), {3, 4, 5}),
            (Not(a), {4, 5}),
            (Not(Not(a)), {1, 2, 3}),
            (Not(And([a, b])), {3, 4, 5}),
            (Not(Or([a, b])), {5}),
            (And([a, Not(And([b, Not(c)]))]), {1, 3}),
            (And([Or([a, b]), Or([c, Term("text", "delta")])]), {1, 4}),
            (And([a, Every()]), {1, 2, 3}),
            (Every(), {1, 2, 3, 4, 5}),
            (Not(Every()), set()),
            (And([a, Term("text", "omega")]), set()),
            (Or([a, Term("text", "omega")]), {1, 2, 3}),
            (And([a, Phrase("text", ["beta", "gamma"]), Prefix("text", "a")]), {1}),
        ]:
            assert found(index, tree) == wanted, tree

    def test_what_is_left_out_is_left_out_of_every_branch(self, index: SearchIndex) -> None:
        """The first passage of the right side lies before the first of the left one."""
        filled(index, "beta", "x", "alpha beta", "alpha", "alpha beta", "beta", "alpha")
        a, b = Term("text", "alpha"), Term("text", "beta")
        assert found(index, And([a, Not(b)])) == {4, 7}
        assert found(index, And([And([a, Not(b)]), Every()])) == {4, 7}

    def test_many_words_at_once(self, index: SearchIndex) -> None:
        filled(index, " ".join(f"w{n}" for n in range(400)), "w0", "other")
        words = [Term("words", f"w{n}") for n in range(400)]
        assert found(index, And(words)) == {1}
        assert found(index, Or([*words, *(Term("words", f"v{n}") for n in range(600))])) == {1, 2}

    # order, score and count

    def test_the_best_comes_first(self, index: SearchIndex) -> None:
        more = "Something else was said of nothing in particular. "
        filled(index, "bridge " + more * 9, "bridge bridge bridge", "bridge " + more, "none")
        result = index.search(Term("text", "bridge"), 10)
        assert [number for number, _score in result.best] == [2, 3, 1]
        scores = [score for _number, score in result.best]
        assert scores == sorted(scores, reverse=True)
        assert all(one > other > 0 for one, other in pairwise(scores))

    def test_a_weight_changes_the_order(self, index: SearchIndex) -> None:
        filled(index, "alpha", "beta", "gamma")
        a, b = Term("text", "alpha"), Term("text", "beta")
        assert ids(index, Or([a, b.with_boost(5)]))[0] == 2
        assert ids(index, Or([a.with_boost(5), b]))[0] == 1
        assert ids(index, Or([Or([a, Prefix("text", "gam")], boost=5), b]))[-1] == 2
        assert (
            ids(index, Or([Phrase("text", ["beta"], boost=0.1), FuzzyTerm("text", "alpha")]))[0]
            == 1
        )

    def test_conditions_weigh_nothing(self, index: SearchIndex) -> None:
        told = [
            passage(1, "alpha alpha", type="pdf", first_day=20160101, last_day=20160101),
            passage(2, "alpha", type="text"),
        ]
        index.write(told, [])
        a = Term("text", "alpha")
        plain = dict(index.search(a, 10).best)
        for condition in [
            Term("type", "pdf"),
            Prefix("type", "p"),
            NumericRange("date", 20160101, None),
            AnyOf("id", [1]),
            Every(),
            Not(Term("type", "text")),
        ]:
            score = dict(index.search(And([a, condition]), 10).best)[1]
            assert score == pytest.approx(plain[1]), condition

    def test_newest_first_and_undated_last(self, index: SearchIndex) -> None:
        days = [20160917, 0, 20200101, 19991231]
        index.write(
            [passage(n, "One.", first_day=day, last_day=day) for n, day in enumerate(days, 1)], []
        )
        assert ids(index, Term("text", "one"), Order.DATE) == [3, 1, 4, 2]

    def test_by_source_and_page(self, index: SearchIndex) -> None:
        places = [(2, 1), (1, 300), (10, 1), (1, 2)]
        index.write(
            [
                passage(n, "One.", source=f"{source:064x}", source_number=source, page=page)
                for n, (source, page) in enumerate(places, 1)
            ],
            [],
        )
        assert ids(index, Term("text", "one"), Order.PAGE) == [4, 2, 1, 3]

    def test_no_more_than_asked_for(self, index: SearchIndex) -> None:
        filled(index, *["One."] * 30)
        for order in Order:
            result = index.search(Term("text", "one"), 7, order)
            assert (result.total, len(result.best)) == (30, 7)
            assert len(index.search(Term("text", "one"), 100, order).best) == 30
        assert list(index.search(Term("text", "one"), 0).best) == []

    def test_counts_by_document_page_and_passage(self, index: SearchIndex) -> None:
        filled(index, *(["One."] * 13), "Other.")
        one = Term("text", "one")
        assert index.groups(one, Unit.DOCUMENT) == {1: 10, 2: 3}
        pages = {place_of(1, page): 2 for page in range(1, 6)}
        assert index.groups(one, Unit.PAGE) == {**pages, place_of(2, 1): 2, place_of(2, 2): 1}
        assert index.groups(one, Unit.PASSAGE) == dict.fromkeys(range(1, 14), 1)
        assert index.groups(Term("text", "none"), Unit.PAGE) == {}

    # scripts

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("كانت الميزانية في السنة الماضية", "الميزانيه"),
            ("Стоимость моста выросла", "моста"),
            ("Η γέφυρα κόστισε", "γεφυρα"),
            ("Der Fluß über dem Café", "fluss"),
            ("Der Fluß über dem Café", "cafe"),
            ("İstanbul’da köprü", "kopru"),
            ("पुल की लागत", "लागत"),
            ("The ﬁnal cost", "final"),
            ("12½ per cent of 4,000", "000"),
        ],
    )
    def test_words_of_other_scripts(self, index: SearchIndex, text: str, word: str) -> None:
        filled(index, text, "Nothing of that.")
        assert found(index, Term("text", word)) == {1}
        assert found(index, Term("words", word)) == {1}
        assert found(index, Prefix("text", word[:2])) == {1}

    @pytest.mark.parametrize(
        ("text", "pairs", "others"),
        [
            ("橋の建設費は三千万円", ["建設", "設費"], ["建費"]),
            ("สะพานแพงมาก", ["พา", "าน"], ["สา"]),
            ("다리의 비용", ["다리", "리의"], ["의비"]),
        ],
    )
    def test_scripts_without_spaces_by_pairs(
        self, index: SearchIndex, text: str, pairs: Sequence[str], others: Sequence[str]
    ) -> None:
        filled(index, text, "Nothing of that.")
        assert found(index, Phrase("text", list(pairs))) == {1}
        assert found(index, Phrase("text", list(reversed(pairs)))) == set()
        for other in others:
            assert found(index, Term("text", other)) == set()

    def test_compounds(self, index: SearchIndex) -> None:
        filled(index, "An e-mail of the state-of-the-art kind.", "Email.", "A mail.", "kind email")
        assert found(index, Term("text", "email")) == {1, 2, 4}
        assert found(index, Phrase("text", ["e", "mail"])) == {1}
        assert found(index, Term("words", "stateoftheart")) == {1}
        assert found(index, Phrase("text", ["kind", "email"])) == {4}
        assert found(index, Phrase("text", ["email", "stateoftheart"])) == set()

    def test_a_word_without_end_is_no_harm(self, index: SearchIndex) -> None:
        long = "x" * 5000
        filled(index, f"alpha {long} beta", "alpha beta", "beta " + "ж" * 70_000)
        assert found(index, Term("text", "alpha")) == {1, 2}
        assert found(index, Phrase("text", ["alpha", "beta"])) == {2}
        assert found(index, Term("text", long)) == set()
        assert found(index, Phrase("text", ["alpha", long])) == set()
        assert found(index, Phrase("text", ["alpha", long, "beta"])) == set()
