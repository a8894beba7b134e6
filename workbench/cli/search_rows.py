"""Recorded searches as the commands print them."""

from typing import Any

from workbench.domain.case import Case
from workbench.domain.memo_searches import hits_words, new_hits_words
from workbench.domain.search_record import SearchRecord


def search_row(record: SearchRecord) -> dict[str, Any]:
    """A recorded search as scripts get it."""
    return {
        "id": record.id,
        "claim": record.claim or None,
        "query": record.query,
        "read_as": record.read_as,
        "unit": record.unit.value,
        "exact": not record.stems,
        "scope": record.scope,
        "engine": record.engine,
        "sentinel": record.sentinel,
        "index_state": record.index_state,
        "sources": record.sources,
        "passages": record.passages,
        "total": record.total,
        "seen": record.seen,
        "relevant": record.relevant,
        "found_nothing": record.found_nothing,
        "note": record.note,
        "who": record.who,
        "at": record.at,
        "latest": {
            "total": record.latest_total,
            "new": record.latest_new,
            "at": record.latest_at,
            "index_state": record.latest_state,
        },
    }


def search_line(record: SearchRecord, case: Case) -> str:
    """A recorded search on one line: its claim, the query, the hits."""
    claim = case.claims.get(record.claim)
    number = f"{claim.number:3}" if claim else "   "
    said = f"{number}  {record.id}  {record.query}: {hits_words(record)}"
    return f"{said}; {new_hits_words(record)}" if record.overtaken else said
