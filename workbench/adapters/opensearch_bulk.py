"""Many passages into an OpenSearch: in batches it can swallow, asked again where it is too busy.

Every passage has its own id, so one that was sent twice is there once.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from workbench.adapters.opensearch_errors import BUSY, DroppedLine, index_gone, reason_of
from workbench.adapters.opensearch_wire import Wire, waits
from workbench.domain.errors import BulkFailed, EngineBusy
from workbench.i18n import _, ngettext

# What others found a node takes well; a newsroom's cluster refuses 100 MB.
_BATCH_BYTES = 4_000_000
_BATCH_PASSAGES = 2_000
_PATIENCE_S = 120.0
# A cluster that is merging is busy for a while: half a minute in all.
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass(frozen=True, slots=True)
class BulkLimits:
    """How much goes in one request, and how long is waited between the tries of one."""

    batch_bytes: int = _BATCH_BYTES
    batch_passages: int = _BATCH_PASSAGES
    pauses: Sequence[float] = _PAUSES


@dataclass(frozen=True, slots=True)
class Place:
    """Where the passages go: an index, or the alias of one."""

    name: str
    is_alias: bool


@dataclass(frozen=True, slots=True)
class _Left:
    """Passages that are still to be taken, and why they were not."""

    lines: list[bytes]
    reason: str = ""
    status: int = BUSY[0]


def send(
    wire: Wire, place: Place, documents: Iterable[dict[str, object]], limits: BulkLimits
) -> int:
    """Writes the documents under their ids and counts them; raises BulkFailed."""
    count = 0
    for batch in batches(documents, limits):
        _send_batch(wire, place, batch, limits)
        count += len(batch)
    return count


def batches(documents: Iterable[dict[str, object]], limits: BulkLimits) -> Iterator[list[bytes]]:
    """The documents as lines of a bulk request, never more than the limits at once."""
    batch: list[bytes] = []
    size = 0
    for document in documents:
        action = msgspec.json.encode({"index": {"_id": str(document["id"])}})
        lines = b"%b\n%b\n" % (action, msgspec.json.encode(document))
        full = size + len(lines) > limits.batch_bytes or len(batch) == limits.batch_passages
        if batch and full:
            yield batch
            batch, size = [], 0
        batch.append(lines)
        size += len(lines)
    if batch:
        yield batch


def _send_batch(wire: Wire, place: Place, batch: list[bytes], limits: BulkLimits) -> None:
    left = _Left(batch)
    for pause in waits(limits.pauses):
        try:
            left = _left_of(_asked(wire, place, left.lines), left.lines)
        except (EngineBusy, DroppedLine) as error:
            left = _Left(left.lines, error.message)
        if not left.lines:
            return
        if left.status == 404:
            raise index_gone(wire.cluster.address)
        if pause is None or left.status not in BUSY:
            break
        time.sleep(pause)
    raise _failed(len(left.lines), left.reason)


def _asked(wire: Wire, place: Place, lines: list[bytes]) -> dict[str, Any]:
    """One try; the wire's own waits are for a person who looks on."""
    return wire.ask_once(
        "POST",
        f"/{place.name}/_bulk",
        b"".join(lines),
        {
            # An index that is gone must not come back without its mapping.
            "require_alias": str(place.is_alias).lower(),
            "filter_path": "errors,items.*.status,items.*.error",
        },
        patience_s=_PATIENCE_S,
    )


def _left_of(answer: dict[str, Any], lines: list[bytes]) -> _Left:
    """The passages that were not taken; a status that waiting does not help goes first."""
    if answer.get("errors") is False:
        return _Left([])
    outcomes = [next(iter(item.values())) for item in answer.get("items", ())]
    if len(outcomes) != len(lines):
        return _Left(lines)
    both = zip(lines, outcomes, strict=True)
    left = [(line, outcome) for line, outcome in both if outcome["status"] >= 300]
    if not left:
        return _Left([])
    worst = min((outcome for _line, outcome in left), key=lambda each: each["status"] in BUSY)
    return _Left([line for line, _outcome in left], reason_of(worst)[1], worst["status"])


def _failed(count: int, reason: str) -> BulkFailed:
    message = ngettext(
        "The search engine did not take {count} passage: {reason}.",
        "The search engine did not take {count} passages: {reason}.",
        count,
    )
    return BulkFailed(
        message.format(count=count, reason=reason.rstrip(".") or _("it gave no reason")),
        _("Nothing is lost: what is missing is indexed again with the next import or rebuild."),
    )
