"""The contract over real HTTP, what osmem-server cannot show, and an index changed while read."""

import os
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence

import pytest
from whoosh.query import Every, Term

from tests.adapters.clusters import Answer, Request, cluster, scripted
from tests.adapters.indexed import filled, found, ids, passage
from tests.adapters.search_contract import SearchIndexContract
from workbench.adapters import index_opensearch
from workbench.adapters.index_opensearch import OpenSearchIndex, index_name
from workbench.adapters.opensearch_bulk import BulkLimits
from workbench.adapters.opensearch_wire import ENVIRONMENT, Cluster, PasswordSource
from workbench.adapters.search_index import SearchIndex
from workbench.domain.errors import (
    BulkFailed,
    EngineError,
    EngineFailed,
    EngineIndexGone,
)
from workbench.domain.query_options import Order, Unit

Opened = Callable[[], SearchIndex]

IS_CLUSTER = ENVIRONMENT in os.environ
# osmem-server speaks OpenSearch's wire over real HTTP and keeps all in memory; it is no cluster.
BEYOND_OSMEM = {
    "test_many_read_while_one_writes": "osmem shows each passage as it comes; a cluster shows a"
    " write at its refresh (see test_a_write_is_seen_at_its_end)",
    "test_many_small_writes_stay_quick_to_read": "osmem has no segments; a cluster merges its own",
}


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Cluster, PasswordSource | None]]:
    """The server of this module: osmem, or the developer's own cluster."""
    with cluster() as found_cluster:
        yield found_cluster


@pytest.fixture
def opened(place: tuple[Cluster, PasswordSource | None]) -> Iterator[Callable[[], OpenSearchIndex]]:
    """Opens the index of this test, which is taken away after it."""
    name = index_name(uuid.uuid4().hex)
    all_opened: list[OpenSearchIndex] = []

    def open_index() -> OpenSearchIndex:
        all_opened.append(OpenSearchIndex(place[0], name, place[1]))
        return all_opened[-1]

    yield open_index
    OpenSearchIndex(place[0], name, place[1]).drop()
    for index in all_opened:
        index.close()


class TestContract(SearchIndexContract):
    """Over HTTP; against a real cluster where WORKBENCH_OPENSEARCH names one."""

    @pytest.fixture(autouse=True)
    def within_osmem(self, request: pytest.FixtureRequest) -> None:
        reason = BEYOND_OSMEM.get(request.node.originalname)
        if reason and not IS_CLUSTER:
            pytest.skip(reason)

    @pytest.fixture
    def opened(self, opened: Opened) -> Opened:
        return opened

    def parts(self, index: SearchIndex) -> int:
        assert isinstance(index, OpenSearchIndex)
        found = index._wire.ask("GET", f"/{index.name}/_segments")["indices"].values()
        shards = [copy for each in found for shard in each["shards"].values() for copy in shard]
        return max(len(copy["segments"]) for copy in shards)


def test_what_osmem_cannot_show_is_still_in_the_contract() -> None:
    assert all(hasattr(SearchIndexContract, name) for name in BEYOND_OSMEM)


# -- rebuilding while others read


def test_readers_have_a_whole_index_while_another_takes_its_place(opened: Opened) -> None:
    """The old ten passages or the new twenty; never none, never a part, never an error."""
    index = filled(opened(), *["alpha"] * 10)
    assert isinstance(index, OpenSearchIndex)
    seen: list[object] = []
    done = threading.Event()

    def read(reader: SearchIndex) -> None:
        try:
            while not done.is_set():
                seen.append(reader.search(Term("text", "alpha"), 50).total)
        except EngineError as error:
            seen.append(error)

    readers = [threading.Thread(target=read, args=(opened(),)) for _ in range(3)]
    for thread in readers:
        thread.start()
    for turn in range(1, 6):
        fresh = index.beside()
        fresh.write([passage(n, "alpha") for n in range(1, 10 + turn * 10)], [])
        fresh.take_place()
        index = fresh
    done.set()
    for thread in readers:
        thread.join()
    assert set(seen) <= {10, 19, 29, 39, 49, 59}
    assert ids(opened(), Every(), Order.PAGE) == list(range(1, 60))


def test_an_index_made_beside_is_seen_by_nobody_until_then(opened: Opened) -> None:
    index = filled(opened(), "One bridge.")
    assert isinstance(index, OpenSearchIndex)
    fresh = index.beside()
    filled(fresh, "Two ferries.", "Three.")
    assert (index.size(), fresh.size()) == (1, 2)
    fresh.drop()
    assert found(index, Term("text", "bridge")) == {1}
    left_by_a_crash = index.beside()
    left_by_a_crash.write([passage(1, "x")], [])
    assert len(index._numbered()) == 2
    index.beside().take_place()
    assert len(index._numbered()) == 1
    assert index.size() == 0


def test_an_index_of_another_analyser_answers_until_there_is_a_new_one(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = filled(opened(), "One bridge.")
    assert isinstance(old, OpenSearchIndex)
    monkeypatch.setattr(index_opensearch, "ANALYSER_VERSION", "next")
    waiting = OpenSearchIndex(old._wire.cluster, old.name, as_it_is=True)
    assert found(waiting, Term("text", "bridge")) == {1}
    assert waiting.stale
    waiting.close()
    empty = opened()
    assert empty.size() == 0
    assert not empty.stale  # type: ignore[attr-defined]


def test_archives_on_one_cluster_know_nothing_of_each_other(
    place: tuple[Cluster, PasswordSource | None],
) -> None:
    first, second = (OpenSearchIndex(place[0], index_name(f"{n}"), place[1]) for n in (1, 2))
    filled(first, "One bridge.", "Two.")
    filled(second, "A bridge.")
    second.wipe()
    assert (first.size(), second.size()) == (2, 0)
    for index in (first, second):
        index.drop()
        index.close()


def test_an_index_that_was_taken_away_is_missed_and_never_empty(opened: Opened) -> None:
    """“Nothing found” would be a lie that a checker might print."""
    index, other = filled(opened(), "One bridge."), opened()
    assert isinstance(other, OpenSearchIndex)
    other.drop()
    for question in (
        lambda: index.search(Term("text", "bridge"), 5),
        lambda: index.groups(Every(), Unit.PAGE),
        index.size,
        lambda: index.write([passage(2, "Two.")], []),
    ):
        with pytest.raises(EngineIndexGone) as caught:
            question()
        assert "rebuild" in caught.value.remedy
    index.wipe()
    assert index.size() == 0


def test_an_archives_index_that_was_lost_is_not_made_in_silence(opened: Opened) -> None:
    """As after the loss of a cluster's disk: what is imported next must not be all there is."""
    index = filled(opened(), "One bridge.")
    assert isinstance(index, OpenSearchIndex)
    index.drop()
    again = OpenSearchIndex(index._wire.cluster, index.name, as_it_is=True)
    for question in (
        again.size,
        lambda: again.search(Every(), 5),
        lambda: again.write([passage(2, "Two.")], []),
    ):
        with pytest.raises(EngineIndexGone):
            question()
    filled(again.beside(), "One.", "Two.").take_place()  # type: ignore[attr-defined]
    assert again.size() == 2
    again.close()


def test_more_than_one_answer_holds_is_fetched_in_parts(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_opensearch, "_MOST_AT_ONCE", 4)
    index = filled(opened(), *["alpha beta" if n % 2 else "alpha" for n in range(23)])
    # osmem compares a score with itself wrongly, and would give the first part again and again.
    for order in Order if IS_CLUSTER else (Order.DATE, Order.PAGE):
        assert sorted(ids(index, Term("text", "alpha"), order)) == list(range(1, 24))
    assert ids(index, Every(), Order.PAGE) == list(range(1, 24))
    assert index.groups(Term("text", "beta"), Unit.PASSAGE) == dict.fromkeys(range(2, 24, 2), 1)
    assert index.groups(Every(), Unit.DOCUMENT) == {1: 10, 2: 10, 3: 3}
    assert len(index.search(Every(), 9).best) == 9


# -- what goes over the wire


def as_cluster(answers: dict[str, Answer] | None = None) -> Callable[[Request], Answer]:
    """An index that is there and takes everything; answers by the end of a path."""

    def answer(request: Request) -> Answer:
        path = request.path.partition("?")[0]
        for end, said in (answers or {}).items():
            if path.endswith(end):
                return said
        if path.endswith("_mapping"):
            mark = {"sentinel": OpenSearchIndex(Cluster("http://[::1]"), "x").sentinel}
            return 200, {"x-1": {"mappings": {"_meta": mark}}}
        return 200, {"x-1": {}, "errors": False, "_shards": {"failed": 0}, "count": 0}

    return answer


def steps(asked: Sequence[Request]) -> list[str]:
    """What was asked, after the index was looked at."""
    return [each.path.partition("?")[0].rpartition("/")[2] for each in asked[2:]]


def test_a_write_is_seen_at_its_end() -> None:
    """In, out, and one refresh: a cluster shows nothing of it before."""
    with scripted(as_cluster()) as server:
        index = OpenSearchIndex(Cluster(server.address), "x")
        index.write([passage(1, "One.")], ["ab"])
        index.write([passage(2, "Two.")], [f"{n:x}" for n in range(1500)])
        index.write([passage(3, "Three.")], [])
        index.close()
    clean = ["_bulk", "_delete_by_query", "_delete_by_query", "_refresh"]
    assert steps(server.asked) == [
        *("_refresh", "_bulk", "_delete_by_query", "_refresh"),
        *clean,
        *("_bulk", "_refresh"),
    ]
    assert all("require_alias=true" in each.path for each in server.asked if "_bulk" in each.path)


def test_the_cluster_gets_words_and_numbers_and_never_the_text() -> None:
    with scripted(as_cluster()) as server:
        index = OpenSearchIndex(Cluster(server.address), "x")
        index.write(
            [passage(1, "“The Bridges”, said N. N., cost £4,000 by e-mail.", title="Secret!")], []
        )
        index.close()
    action, document = server.asked[2].lines
    assert action == {"index": {"_id": "1"}}
    assert document["words"] == ["the bridges said n n cost 4 000 by e mail", "email", "4000"]
    assert document["stems"] == ["the bridg said n n cost 4 000 by e mail", "email", "4000"]
    assert document["title"] == ["secret"]
    assert "author" not in document
    assert index._definition()["mappings"]["_source"] == {"enabled": False}


PART = {"_shards": {"failed": 1}, "timed_out": False, "count": 3}
LATE = {"_shards": {"failed": 0}, "timed_out": True}


@pytest.mark.parametrize("answer", [PART, LATE])
def test_an_answer_of_a_part_of_the_index_is_none(answer: dict[str, object]) -> None:
    with scripted(as_cluster({"_search": (200, answer), "_count": (200, PART)})) as server:
        index = OpenSearchIndex(Cluster(server.address), "x")
        for question in (
            lambda: index.search(Every(), 5),
            lambda: index.groups(Every(), Unit.PAGE),
            index.size,
        ):
            with pytest.raises(EngineFailed, match="A part of the index"):
                question()
        index.close()
    searches = [each.path for each in server.asked if "_search" in each.path]
    assert all("allow_partial_search_results=false" in path for path in searches)


def test_passages_that_are_not_taken_are_told_and_nothing_is_taken_out() -> None:
    refused = {"index": {"status": 400, "error": {"type": "x", "reason": "no room for it"}}}
    answer = {"errors": True, "items": [refused]}
    with scripted(as_cluster({"_bulk": (200, answer)})) as server:
        index = OpenSearchIndex(Cluster(server.address), "x", limits=BulkLimits(pauses=()))
        with pytest.raises(BulkFailed, match="1 passage: no room for it") as caught:
            index.write([passage(1, "One.")], ["ab"])
        assert "Nothing is lost" in caught.value.remedy
        index.close()
    assert steps(server.asked) == ["_refresh", "_bulk"]
