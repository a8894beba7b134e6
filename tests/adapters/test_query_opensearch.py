"""Trees as OpenSearch's JSON, where a mistake would only show on a real cluster."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query
from whoosh.query import And, FuzzyTerm, Not, Or, Phrase, Prefix, Term, Wildcard

from workbench.adapters.query_opensearch import compiled
from workbench.domain.query_tree import AnyOf

WORD = st.text("abcdé*?\\", min_size=1, max_size=8)
FIELD = st.sampled_from(["text", "words", "title", "tag", "type", "source"])
LEAF = st.one_of(
    st.builds(Term, FIELD, WORD),
    st.builds(Phrase, FIELD, st.lists(WORD, max_size=5), st.integers(1, 9)),
    st.builds(Prefix, FIELD, WORD),
    st.builds(Wildcard, FIELD, WORD),
    st.builds(FuzzyTerm, FIELD, WORD, maxdist=st.integers(1, 2)),
    st.builds(lambda values: AnyOf("id", values), st.sets(st.integers(0, 99))),
    st.builds(
        lambda low, high: query.NumericRange("date", low, high),
        st.none() | st.integers(0, 99999999),
        st.none() | st.integers(0, 99999999),
    ),
    st.just(query.Every()),
)
TREE = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=12,
)


@given(TREE)
def test_any_tree_is_json_with_one_kind_of_query_at_each_place(tree: query.Query) -> None:
    made = compiled(tree)
    assert json.loads(json.dumps(made)) == made
    assert len(made) == 1


@pytest.mark.parametrize("typed", ["a\\*", "\\", "a\\\\b", "\\?"])
def test_a_backslash_is_a_letter_and_stars_stay_stars(typed: str) -> None:
    value = compiled(Wildcard("text", typed))["wildcard"]["words"]["value"]
    assert value.replace("\\\\", "\\") == typed
    assert value.count("\\") == 2 * typed.count("\\")


def test_a_fuzzy_word_means_every_word_within_its_distance() -> None:
    said = compiled(FuzzyTerm("text", "brigde", maxdist=1))["fuzzy"]["words"]
    assert said == {
        "value": "brigde",
        "fuzziness": 1,
        "prefix_length": 0,
        "transpositions": True,
        "rewrite": "constant_score",  # else the best fifty
    }


def test_numbers_go_in_clauses_a_cluster_takes() -> None:
    made = compiled(AnyOf("id", range(120_000)))
    clauses = made["bool"]["filter"][0]["bool"]["should"]
    assert [len(each["terms"]["id"]) for each in clauses] == [50_000, 50_000, 20_000]


def gaps(made: Any) -> list[tuple[int, int]]:
    """Words and room between them, of each intervals query."""
    if isinstance(made, dict):
        if "max_gaps" in made:
            return [(len(made["intervals"]), made["max_gaps"])]
        return [each for value in made.values() for each in gaps(value)]
    return [each for value in made for each in gaps(value)] if isinstance(made, list) else []


@pytest.mark.parametrize(("words", "slop"), [("ab", 2), ("ab", 6), ("abc", 2), ("abcdefg", 5)])
def test_near_words_stand_within_a_window(words: str, slop: int) -> None:
    """All within len(words) + slop - 1 places, so slop - 1 other words between them."""
    made = compiled(Phrase("text", list(words), slop=slop))
    assert gaps(made) == [(len(words), slop - 1)]


def test_a_word_said_twice_needs_two_places() -> None:
    made = compiled(Phrase("text", ["new", "york", "new"], slop=3))
    apart, twice = made["bool"]["must"]
    assert gaps(apart) == [(2, 3)]
    assert twice == {"match_phrase": {"words": {"query": "new new", "slop": 3}}}
