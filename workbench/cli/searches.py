"""The commands that prove somebody looked: searches of a case, and marks on hits."""

import argparse
from dataclasses import dataclass

from workbench.cli.case import opened
from workbench.cli.output import Output
from workbench.cli.search import hit_lines, hit_row, options_of, result_row, tell_reading
from workbench.cli.search_rows import search_line, search_row
from workbench.domain.errors import QuoteNotFound
from workbench.domain.search_record import Mark
from workbench.i18n import _, ngettext
from workbench.services.archive import Archive
from workbench.services.casework import Casework
from workbench.services.searches import (
    clear_marks,
    mark_hits,
    marks_of,
    record_search,
    replay_searches,
    used_of,
)


@dataclass(frozen=True, slots=True)
class _Span:
    source: str
    page: int
    start: int
    end: int
    text: str


def search(parsed: argparse.Namespace, output: Output) -> int:
    """case search; 1 where it was to have found nothing, but a hit is marked relevant"""
    with opened(parsed, archive=True, read_only=not parsed.nothing) as casework:
        archive = _archive(casework)
        claim = casework.case.claim(parsed.claim).id if parsed.claim else ""
        options, used = options_of(parsed), used_of(casework.case)
        found = archive.search(parsed.query, parsed.limit, options, used)
        marks = marks_of(casework.case, archive)
        thought = [marks.of(hit, claim) for hit in found.hits]
        record = None
        if parsed.nothing:
            state = archive.index_state()
            changes = record_search(casework, claim, found, state, parsed.note)
            record = casework.case.searches[changes.changes[0].id]
        case = casework.case
    tell_reading(found, output)
    document = result_row(found)
    for row, mark in zip(document["hits"], thought, strict=True):
        row["mark"] = mark.value if mark else None
    document["recorded"] = search_row(record) if record else None
    if record is None:
        output.result(document, hit_lines(found))
        return 0
    if not record.found_nothing:
        output.note(_("A hit is marked relevant, so this search did find something."))
    output.result(document, [search_line(record, case)])
    return 0 if record.found_nothing else 1


def searches(parsed: argparse.Namespace, output: Output) -> int:
    """case searches; 1 where searches run again have new hits"""
    if parsed.replay:
        return _replayed(parsed, output)
    with opened(parsed, read_only=True) as casework:
        case = casework.case
    records = case.searches.values()
    lines = [search_line(record, case) for record in records]
    output.result([search_row(r) for r in records], lines or [_("No search is recorded.")])
    return 0


def mark(parsed: argparse.Namespace, output: Output) -> int:
    """case mark"""
    wanted = Mark(parsed.mark)
    with opened(parsed, archive=True) as casework:
        span = _span(casework, parsed)
        claim = casework.case.claim(parsed.claim).id if parsed.claim else ""
        if wanted is Mark.SEEN:
            clear_marks(casework, [span], claim)
        mark_hits(casework, [span], wanted, claim=claim)
    row = {"source": span.source, "page": span.page, "start": span.start, "end": span.end}
    output.result(
        {**row, "claim": claim or None, "mark": wanted.value},
        [f"{span.source[:12]}, {span.page}  {wanted.value}"],
    )
    return 0


def _replayed(parsed: argparse.Namespace, output: Output) -> int:
    with opened(parsed, archive=True) as casework:
        before = casework.case
        replays = replay_searches(casework, _archive(casework), output.job())
        case = casework.case
    for claim in case.ordered_claims():
        if claim.reopened and not before.claims[claim.id].reopened:
            output.note(_("Claim {n} is open again.").format(n=claim.number))
    new = {replay.record.id: replay.new for replay in replays}
    rows, lines = [], []
    for record in case.searches.values():
        hits = new.get(record.id, [])
        rows.append({**search_row(record), "new": [hit_row(hit) for hit in hits]})
        lines.append(search_line(record, case))
        lines += [f"       + {hit.title}, {hit.page_label} ({hit.page})" for hit in hits]
    count = sum(map(len, new.values()))
    lines.append(ngettext("{count} new hit", "{count} new hits", count).format(count=count))
    output.result(rows, lines)
    return 1 if count else 0


def _span(casework: Casework, parsed: argparse.Namespace) -> _Span:
    places = casework.find_in_source(parsed.source, parsed.quote)
    for place in places:
        if parsed.page in (None, place.page):
            page = _archive(casework).page(place.source, place.page)
            text = page.text[place.start : place.end]
            return _Span(place.source, place.page, place.start, place.end, text)
    raise QuoteNotFound(
        _("The words are not on page {page}; they stand on page {other}.").format(
            page=parsed.page, other=places[0].page
        ),
        _("Name that page with --page."),
    )


def _archive(casework: Casework) -> Archive:
    if casework.archive is None:
        raise ValueError("a verb that needs the archive opens it")
    return casework.archive
