"""OpenSearch finds what plain reading finds, whatever is asked; known differences with a reason.

Over osmem-server unless WORKBENCH_OPENSEARCH names a cluster: Lucene's own corners show only there.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from whoosh import query

from tests.adapters.clusters import cluster
from tests.adapters.plain_search import plainly
from tests.adapters.test_engines_agree import Difference, made, nears, texts, trees, used
from workbench.adapters.index_opensearch import OpenSearchIndex, index_name
from workbench.adapters.search_index import IndexedPassage
from workbench.domain.analysis import GAP, index_text
from workbench.domain.query import parse
from workbench.domain.query_options import Options, Unit
from workbench.domain.query_tree import resolved

KNOWN = (
    Difference(
        "opensearch",
        "Near words of which one is said twice are two conditions, all the words and the one word"
        " twice, which may be met at different places.",
        lambda tree, _passage: any(len(set(n.words)) < len(n.words) for n in nears(tree)),
    ),
)


@pytest.fixture(scope="module")
def passages() -> list[IndexedPassage]:
    return made(1, 240)


@pytest.fixture(scope="module")
def index(passages: list[IndexedPassage]) -> Iterator[OpenSearchIndex]:
    with cluster() as (place, password):
        opened = OpenSearchIndex(place, index_name("agrees"), password)
        opened.wipe()
        opened.write(passages, [])
        yield opened
        opened.drop()
        opened.close()


def agree(index: OpenSearchIndex, passages: list[IndexedPassage], tree: query.Query) -> None:
    """What is found, and what reading every passage finds, differ by known differences only."""
    result = index.search(tree, len(passages) + 1)
    hits = {number for number, _score in result.best}
    differ = hits ^ plainly(tree, passages)
    unforeseen = [
        passage.text
        for passage in passages
        if passage.id in differ and not any(known.where(tree, passage) for known in KNOWN)
    ]
    assert not unforeseen
    assert result.total == len(result.best) == len(hits)
    assert index.groups(tree, Unit.PASSAGE) == dict.fromkeys(hits, 1)


@given(text=texts, stems=st.booleans())
def test_a_query_finds_what_reading_finds(
    index: OpenSearchIndex, passages: list[IndexedPassage], text: str, stems: bool
) -> None:
    read = parse(text, Options(stems=stems), date(2026, 11, 22))
    tree = None if read.tree is None else resolved(read.tree, used)
    assume(tree is not None)
    agree(index, passages, tree)


@given(tree=trees)
def test_a_tree_finds_what_reading_finds(
    index: OpenSearchIndex, passages: list[IndexedPassage], tree: query.Query
) -> None:
    agree(index, passages, tree)


@given(data=st.data())
def test_words_that_stand_together_are_found_together(
    index: OpenSearchIndex, passages: list[IndexedPassage], data: st.DataObject
) -> None:
    """Phrases taken from a passage, so that there is something to find."""
    stands = index_text(data.draw(st.sampled_from(passages)).text).split()
    said = [word for word in stands if word != GAP]  # no query has it
    start = data.draw(st.integers(0, len(said) - 1))
    some = said[start : start + data.draw(st.integers(1, 4))]
    slop = data.draw(st.integers(1, 6))
    if slop > 1:
        some = data.draw(st.permutations(some))
    agree(index, passages, query.Phrase("text", some, slop=slop))
