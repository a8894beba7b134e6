"""The commands that search: one query, a list of them, those kept with the archive."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.cli.archive import opened
from workbench.cli.output import Output
from workbench.domain.errors import Unknown
from workbench.domain.query_options import Options, Order, Unit
from workbench.i18n import _, ngettext
from workbench.services.archive import Archive, BatchRow, Hit, SavedSearch, SearchResult, Used
from workbench.services.batches import read_queries, write_csv
from workbench.services.search_results import hits_csv
from workbench.services.searches import used_of
from workbench.services.workbench import open_case

_EXCERPT = 300
_BEFORE_HIT = 120


def add_options(command: argparse.ArgumentParser) -> None:
    """What a search can be told beside its words."""
    command.add_argument(
        "--unit",
        choices=[unit.value for unit in Unit],
        help=_("where all the words have to stand together; a passage, if not told otherwise"),
    )
    command.add_argument(
        "--exact", action="store_true", default=None, help=_("words in this very form only")
    )
    command.add_argument(
        "--case", type=Path, metavar="CASE", help=_("the case “used:” and “has:evidence” ask")
    )


def search(parsed: argparse.Namespace, output: Output) -> int:
    """archive search"""
    archive = opened(parsed)
    try:
        text, options = parsed.query, options_of(parsed)
        if parsed.saved:
            saved = _saved(archive, parsed.query)
            text, options = saved.query, _over(saved, parsed)
        options = replace(options, order=Order(parsed.sort))
        found = archive.search(text, parsed.limit, options, _used(parsed))
        facets = archive.facets(text, options, _used(parsed)) if parsed.facets else None
    finally:
        archive.close()
    tell_reading(found, output)
    lines = hit_lines(found)
    document = result_row(found)
    if facets is not None:
        document["facets"] = {
            facet.field: [
                {"value": value.value, "hits": value.hits, "documents": value.documents}
                for value in facet.values
            ]
            for facet in facets
        }
        for facet in facets:
            told = (f"{value.value} ({value.hits})" for value in facet.values)
            lines.append(f"{facet.field}: {', '.join(told)}")
    if parsed.csv is not None:
        write_csv(hits_csv(found), parsed.csv)
    output.result(document, lines)
    return 0


def batch(parsed: argparse.Namespace, output: Output) -> int:
    """archive batch; a bad line is told and does not stop the rest"""
    lines = read_queries(parsed.file)
    archive = opened(parsed)
    try:
        rows = list(archive.batch(lines, output.job(), options_of(parsed), _used(parsed)))
    finally:
        archive.close()
    said = []
    for row in rows:
        said.append(f"{row.hits:7}  {row.sources:5}  {row.query}")
        if row.error:
            said.append(_("line {number}: {error}").format(number=row.number, error=row.error))
    output.result([_batch_row(row) for row in rows], said)
    return 0


def saved(parsed: argparse.Namespace, output: Output) -> int:
    """archive saved"""
    archive = opened(parsed)
    try:
        if parsed.add:
            name, text = parsed.add
            options = options_of(parsed)
            archive.save_search(SavedSearch(name, text, options.unit, options.stems))
        if parsed.forget and not archive.forget_search(parsed.forget):
            _saved(archive, parsed.forget)
        kept = archive.saved_searches()
    finally:
        archive.close()
    rows = [
        {"name": each.name, "query": each.query, "unit": each.unit.value, "exact": not each.stems}
        for each in kept
    ]
    output.result(rows, [f"{each.name}: {each.query}" for each in kept])
    return 0


def options_of(parsed: argparse.Namespace) -> Options:
    """The options a command was given."""
    return Options(Unit(parsed.unit or Unit.PASSAGE), stems=not parsed.exact)


def tell_reading(found: SearchResult, output: Output) -> None:
    """How the query was read, and what was wrong with it."""
    for problem in found.problems:
        slip = found.query[problem.start : problem.end]
        output.note(f"{slip!r}: {problem.message}")
    output.note(_("read as: {reading}").format(reading=found.read_as or _("nothing")))
    if found.did_you_mean:
        output.note(_("Did you mean: {query}").format(query=found.did_you_mean))


def hit_lines(found: SearchResult) -> list[str]:
    """The count, and two lines for every hit."""
    lines = [ngettext("{count} passage", "{count} passages", found.total).format(count=found.total)]
    for hit in found.hits:
        lines += [f"{hit.title}, {hit.page_label} ({hit.page})  {hit.source[:12]}"]
        lines += [f"    {_excerpt(hit)}"]
    return lines


def result_row(found: SearchResult) -> dict[str, Any]:
    """The answer to a search as scripts get it."""
    return {
        "query": found.query,
        "read_as": found.read_as,
        "total": found.total,
        "did_you_mean": found.did_you_mean,
        "engine": found.engine,
        "milliseconds": round(found.milliseconds, 2),
        "problems": [
            {"start": p.start, "end": p.end, "message": p.message} for p in found.problems
        ],
        "hits": [hit_row(hit) for hit in found.hits],
    }


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit as scripts get it."""
    return {
        "source": hit.source,
        "title": hit.title,
        "page": hit.page,
        "page_label": hit.page_label,
        "start": hit.start,
        "end": hit.end,
        "score": round(hit.score, 4),
        "text": hit.text,
        "spans": [list(span) for span in hit.spans],
        "published": hit.published,
    }


def _used(parsed: argparse.Namespace) -> Used | None:
    if parsed.case is None:
        return None
    casework = open_case(parsed.case, None, read_only=True)
    try:
        return used_of(casework.case)
    finally:
        casework.close()


def _saved(archive: Archive, name: str) -> SavedSearch:
    for each in archive.saved_searches():
        if each.name == name:
            return each
    raise Unknown(
        _("The archive has no saved search “{name}”.").format(name=name),
        _("List them with “archive saved”."),
    )


def _over(saved: SavedSearch, parsed: argparse.Namespace) -> Options:
    """A saved search's own options, but for what the command says."""
    unit = Unit(parsed.unit) if parsed.unit else saved.unit
    return Options(unit, stems=saved.stems and not parsed.exact)


def _excerpt(hit: Hit) -> str:
    """A line of the passage with the first word found in it, not far from its beginning."""
    at = hit.spans[0][0] if hit.spans else 0
    start = 0 if at < _BEFORE_HIT else hit.text.rfind(" ", 0, at - _BEFORE_HIT // 2) + 1
    shown = " ".join(hit.text[start:].split())
    return ("… " if start else "") + shown[:_EXCERPT]


def _batch_row(row: BatchRow) -> dict[str, Any]:
    return {
        "line": row.number,
        "query": row.query,
        "read_as": row.read_as,
        "hits": row.hits,
        "sources": row.sources,
        "error": row.error or None,
    }
