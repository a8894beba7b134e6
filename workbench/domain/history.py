"""The history of a case: one row a step, each chained by hash to the row before.

What a checker did is a step that undo takes back. What merely happened while they worked (a hit
was opened; a recorded search was run again and found nothing new) is a note: a row like any other,
chained and replayed, that undo and redo pass over, and that does not end redo. So that no undo can
take a note away by the way, a note never removes anything, and a record that notes bring in (a hit
that was seen) is changed by steps but neither added nor removed by them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

GENESIS = "0" * 64


class StepKind(StrEnum):
    """Whether a step was done, taken back, done again, or only noted by the way."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step: when (ISO 8601, UTC), who, its name, and the records before and after as JSON.

    of is the number of the step that an undo takes back or a redo does again, else 0.
    """

    number: int
    at: str
    who: str
    label: str
    kind: StepKind
    of: int
    changes: str
    previous: str
    hash: str


def chain_hash(row: HistoryRow) -> str:
    """SHA-256 over the row and the hash before it; fields are framed by their length."""
    digest = hashlib.sha256()
    fields = (
        row.previous,
        str(row.number),
        row.at,
        row.who,
        row.label,
        row.kind.value,
        str(row.of),
        row.changes,
    )
    for text in fields:
        data = text.encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode())
        digest.update(data)
    return digest.hexdigest()


def broken_links(rows: Iterable[HistoryRow]) -> list[int]:
    """Numbers of the rows that do not follow from the row before."""
    broken = []
    previous, expected = GENESIS, 1
    for row in rows:
        if row.number != expected or row.previous != previous or chain_hash(row) != row.hash:
            broken.append(row.number)
        previous, expected = row.hash, row.number + 1
    return broken


def undo_stacks(rows: Iterable[tuple[int, StepKind, int]]) -> tuple[list[int], list[int]]:
    """Numbers of the steps that can be undone and redone, the next one last; notes are neither."""
    done: list[int] = []
    undone: list[int] = []
    for number, kind, of in rows:
        if kind is StepKind.DO:
            done.append(number)
            undone.clear()
        elif kind is StepKind.UNDO:
            done.remove(of)
            undone.append(of)
        elif kind is StepKind.REDO:
            undone.remove(of)
            done.append(of)
    return done, undone
