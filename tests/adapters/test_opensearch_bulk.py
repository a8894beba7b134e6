"""Bulk import: bounded batches, back-pressure, and half a bulk that failed."""

import json
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.clusters import Answer, Request, Scripted, scripted
from workbench.adapters.opensearch_bulk import BulkLimits, Place, batches, send
from workbench.adapters.opensearch_wire import Cluster, Wire
from workbench.domain.errors import BulkFailed, EngineIndexGone, EngineRefused

QUICK = BulkLimits(batch_passages=4, pauses=(0.001, 0.001, 0.001))


def documents(count: int) -> list[dict[str, object]]:
    """So many passages."""
    return [{"id": number, "words": f"word {number}"} for number in range(1, count + 1)]


def sent(server: Scripted, count: int, limits: BulkLimits = QUICK) -> int:
    """Sends so many passages to a scripted server."""
    wire = Wire(Cluster(server.address), pauses=())
    try:
        return send(wire, Place("x", is_alias=True), documents(count), limits)
    finally:
        wire.close()


def ids_of(request: Request) -> list[int]:
    """Which passages a bulk request brings."""
    return [int(str(line["id"])) for line in request.lines if "id" in line]


def answered(request: Request, statuses: Iterable[tuple[int, str]]) -> Answer:
    """A bulk answer, passage by passage."""
    items = [
        {"index": {"status": status, **({"error": {"type": "x", "reason": why}} if why else {})}}
        for _id, (status, why) in zip(ids_of(request), statuses, strict=True)
    ]
    return 200, {"errors": any(item["index"]["status"] > 299 for item in items), "items": items}


def taken(request: Request) -> Answer:
    """All is well."""
    return answered(request, [(201, "")] * len(ids_of(request)))


@given(
    sizes=st.lists(st.integers(0, 300), max_size=40),
    most_bytes=st.integers(1, 700),
    most=st.integers(1, 7),
)
def test_batches_hold_all_in_order_and_never_too_much(
    sizes: Sequence[int], most_bytes: int, most: int
) -> None:
    given_ = [{"id": number, "words": "w" * size} for number, size in enumerate(sizes)]
    made = list(batches(given_, BulkLimits(most_bytes, most)))
    lines = [line for batch in made for part in batch for line in part.splitlines()]
    assert [json.loads(line) for line in lines[1::2]] == given_
    assert [json.loads(line)["index"]["_id"] for line in lines[::2]] == [
        str(number) for number in range(len(sizes))
    ]
    for batch in made:
        assert 1 <= len(batch) <= most
        assert sum(map(len, batch)) <= most_bytes or len(batch) == 1


def test_passages_go_in_batches() -> None:
    with scripted(taken) as server:
        assert sent(server, 10) == 10
    assert [ids_of(each) for each in server.asked] == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]


def test_of_half_a_bulk_that_failed_only_the_failed_go_again() -> None:
    def busy_with_even_ones(request: Request) -> Answer:
        if len(server.asked) > 2:
            return taken(request)
        return answered(
            request, [(429, "queue is full") if n % 2 == 0 else (201, "") for n in ids_of(request)]
        )

    with scripted(busy_with_even_ones) as server:
        assert sent(server, 4) == 4
    assert [ids_of(each) for each in server.asked] == [[1, 2, 3, 4], [2, 4], [2, 4]]


@pytest.mark.parametrize("trouble", [(429, {"error": "slow down"}), (503, "busy"), None])
def test_a_whole_bulk_that_was_refused_goes_again(trouble: Answer) -> None:
    def late(request: Request) -> Answer:
        return trouble if len(server.asked) < 3 else taken(request)

    with scripted(late) as server:
        assert sent(server, 3) == 3
    assert [ids_of(each) for each in server.asked] == [[1, 2, 3]] * 3


@pytest.mark.parametrize("whole", [True, False])
def test_going_again_has_an_end(whole: bool) -> None:
    def busy(request: Request) -> Answer:
        return (429, {}) if whole else answered(request, [(201, ""), (429, "queue is full.")])

    def still_busy(request: Request) -> Answer:
        return busy(request) if len(ids_of(request)) == 2 else answered(request, [(429, "full")])

    with scripted(still_busy) as server, pytest.raises(BulkFailed) as caught:
        sent(server, 2)
    assert len(server.asked) == len(QUICK.pauses) + 1
    assert ("2 passages" if whole else "1 passage:") in caught.value.message


def test_a_passage_that_can_never_be_taken_is_not_sent_again() -> None:
    def picky(request: Request) -> Answer:
        return answered(request, [(201, ""), (400, "failed to parse"), (429, "queue is full")])

    with scripted(picky) as server, pytest.raises(BulkFailed, match="failed to parse"):
        sent(server, 3)
    assert len(server.asked) == 1


def test_an_answer_that_does_not_add_up_is_no_success() -> None:
    with (
        scripted(lambda request: (200, {"errors": True, "items": []})) as server,
        pytest.raises(BulkFailed, match="3 passages"),
    ):
        sent(server, 3)


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        ((401, {}), EngineRefused),
        ((404, {"error": {"type": "index_not_found_exception"}}), EngineIndexGone),
    ],
)
def test_what_waiting_does_not_help_ends_it_at_once(answer: Answer, cause: type) -> None:
    with scripted(lambda request: answer) as server, pytest.raises(cause):
        sent(server, 3)
    assert len(server.asked) == 1


def test_an_index_that_is_gone_is_told_as_such() -> None:
    def gone(request: Request) -> Answer:
        return answered(request, [(404, "no such index")] * len(ids_of(request)))

    with scripted(gone) as server, pytest.raises(EngineIndexGone):
        sent(server, 3)
