"""The commands on a case."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from workbench.cli.archive import folder_of
from workbench.cli.output import Output
from workbench.cli.search_rows import search_line, search_row
from workbench.domain.annotation import target_of
from workbench.domain.case import Case, Changes
from workbench.domain.claim import Claim
from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.locator import AnchorState, Found
from workbench.i18n import _, ngettext
from workbench.services.archive import Archive
from workbench.services.casework import Casework, Passage
from workbench.services.reading import read_annotation, read_article
from workbench.services.workbench import create_case, existing_archive, open_case


@contextmanager
def opened(
    parsed: argparse.Namespace, *, archive: bool = False, read_only: bool = False
) -> Iterator[Casework]:
    """The case named on the command line, and its archive where the verb needs one."""
    folder = folder_of(parsed)
    needed = archive or parsed.archive is not None
    shelf: Archive | None = None
    if needed or (read_only and (folder / "catalogue.db").is_file()):
        shelf = existing_archive(folder)
    try:
        casework = open_case(parsed.case, shelf, read_only=read_only)
        try:
            yield casework
        finally:
            casework.close()
    finally:
        if shelf is not None:
            shelf.close()


def new(parsed: argparse.Namespace, output: Output) -> int:
    """case new"""
    article, original = read_article(parsed.article)
    file = create_case(article, original, parsed.output, scale=parsed.scale)
    file.close()
    with opened(argparse.Namespace(case=parsed.output, archive=None), read_only=True) as casework:
        units = casework.coverage().units
    said = ngettext("{count} unit to check", "{count} units to check", units).format(count=units)
    output.result({"case": str(parsed.output), "units": units}, [str(parsed.output), said])
    return 0


def show(parsed: argparse.Namespace, output: Output) -> int:
    """case show"""
    with opened(parsed, read_only=True) as casework:
        case = casework.case
        coverage = casework.coverage()
        anchors = casework.anchors()
        places = casework.claim_anchors()
        claims = [
            _claim(claim, case, _claim_state(claim, places), anchors)
            for claim in case.ordered_claims()
        ]
        gone = casework.missing_sources()
        lines = [
            f"{case.info.title} · {case.info.checker}",
            _("{percent} % of {units} units linked, {open} open").format(
                percent=coverage.percent, units=coverage.units, open=coverage.open
            ),
        ]
        for claim in case.ordered_claims():
            lines.append(
                f"{claim.number:3}  {claim.id}  {verdict_words(claim, casework)}: {claim.text}"
            )
            lines += [
                f"       {item.stance.sign} {item.stance.value} {item.source_title},"
                f" {item.locator.page_label} ({_state(item, anchors[item.id], gone)})"
                for item in case.evidence_of(claim)
            ]
            lines += [f"    {search_line(record, case)}" for record in case.searches_of(claim)]
        lines += [search_line(record, case) for record in case.searches_of(None)]
    output.result(
        {
            "title": case.info.title,
            "revision": case.article.revision,
            "units": coverage.units,
            "coverage": {
                "linked": coverage.linked,
                "dismissed": coverage.dismissed,
                "open": coverage.open,
            },
            "claims": claims,
            "searches": [search_row(record) for record in case.searches_of(None)],
        },
        lines,
    )
    return 0


def claim(parsed: argparse.Namespace, output: Output) -> int:
    """case claim"""
    with opened(parsed) as casework:
        places = casework.find_in_article(parsed.quote)
        if len(places) > 1:
            said = _("The words stand {count} times in the article; the first place was taken.")
            output.note(said.format(count=len(places)))
        start, end = places[0].start, places[0].end
        changes = casework.mark_claim(start, end, parsed.text, parsed.speaker)
        if changes.changes:
            marked = casework.case.claims[changes.changes[0].id]
        else:
            marked = casework.claim_at(start, end)
            output.note(_("These words are claim {n} already.").format(n=marked.number))
    output.result(
        {"claim": marked.id, "number": marked.number},
        [f"{marked.number}  {marked.id}  {marked.text}"],
    )
    return 0


def link(parsed: argparse.Namespace, output: Output) -> int:
    """case link"""
    if parsed.annotation is None and not parsed.source:
        parsed.wrong_usage(_("--quote needs --source"))
    with opened(parsed, archive=True) as casework:
        marked = casework.case.claim(parsed.claim)
        passage = _passage(casework, parsed, output)
        changes = casework.attach_evidence(
            marked.id, passage, Stance(parsed.stance), Grade(parsed.grade), parsed.note
        )
        linked = (
            casework.case.evidence[changes.changes[0].id]
            if changes.changes
            else casework.evidence_at(marked.id, passage)
        )
        state = casework.anchors()[linked.id].state.value
    output.result({"evidence": linked.id, "anchor": state}, [f"{linked.id}  {state}"])
    return 0


def _passage(casework: Casework, parsed: argparse.Namespace, output: Output) -> Passage:
    if parsed.annotation is not None:
        passage, found = casework.find_located(read_annotation(parsed.annotation))
        if found.state is not AnchorState.EXACT:
            output.note(_("The passage was found as {state}.").format(state=found.state.value))
        return passage
    places = casework.find_in_source(parsed.source, parsed.quote)
    if len(places) > 1:
        said = _("The words stand {count} times in the source; page {page} was taken.")
        output.note(said.format(count=len(places), page=places[0].page))
    return places[0]


def verdict(parsed: argparse.Namespace, output: Output) -> int:
    """case verdict"""
    with opened(parsed) as casework:
        marked = casework.case.claim(parsed.claim)
        casework.give_verdict(marked.id, parsed.value, parsed.rationale)
        marked = casework.case.claims[marked.id]
        policy = casework.judge(marked)
        name = casework.scale.rating(marked.verdict).name
    if not policy.met:
        output.note(policy.sentence)
    output.result(
        {"claim": marked.id, "verdict": marked.verdict, "policy": policy.sentence},
        [f"{marked.number}  {name}"],
    )
    return 0


def undo(parsed: argparse.Namespace, output: Output) -> int:
    """case undo"""
    with opened(parsed) as casework:
        return _stepped(casework.undo(), _("Undone: {label}"), output)


def redo(parsed: argparse.Namespace, output: Output) -> int:
    """case redo"""
    with opened(parsed) as casework:
        return _stepped(casework.redo(), _("Redone: {label}"), output)


def history(parsed: argparse.Namespace, output: Output) -> int:
    """case history"""
    with opened(parsed, read_only=True) as casework:
        rows = casework.history()
    output.result(
        [
            {
                "step": row.number,
                "at": row.at,
                "who": row.who,
                "label": row.label,
                "kind": row.kind.value,
                "of": row.of,
                "hash": row.hash,
            }
            for row in rows
        ],
        [
            f"{row.number:4}  {row.at}  {row.who}  {row.kind.value:4}  {_(row.label)}"
            for row in rows
        ],
    )
    return 0


def _state(item: Evidence, found: Found, gone: frozenset[str]) -> str:
    if item.locator.source in gone:
        return _("not checked: its source is not in this archive")
    return found.state.value


def _stepped(changes: Changes, said: str, output: Output) -> int:
    rows = [{"table": change.table, "id": change.id} for change in changes.changes]
    document = {"label": changes.label, "changes": rows}
    output.result(document, [said.format(label=_(changes.label))])
    return 0


def verdict_words(claim: Claim, casework: Casework) -> str:
    """The verdict's name; of a reopened or vanished claim, the one it had."""
    carried, overtaken = claim.carried, claim.overtaken
    if overtaken is not None and claim.has_new_hits:
        was = casework.scale.rating(overtaken.verdict).name
        return _("reopened by new hits (before: {verdict})").format(verdict=was)
    if claim.verdict or carried is None or not (claim.reopened or claim.vanished):
        return casework.scale.rating(claim.verdict).name if claim.verdict else _("open")
    said = _("no longer in the article") if claim.vanished else _("reopened")
    if not carried.verdict:
        return said
    was = casework.scale.rating(carried.verdict).name
    return _("{state} (in draft {number}: {verdict})").format(
        state=said, number=carried.revision, verdict=was
    )


def _claim_state(claim: Claim, places: dict[str, Found]) -> AnchorState:
    """What the last draft did to the claim; exact is believed only where the words stand."""
    found = places[claim.id].state
    return claim.state if found is AnchorState.EXACT else found


def _claim(
    claim: Claim, case: Case, state: AnchorState, anchors: dict[str, Found]
) -> dict[str, Any]:
    carried, overtaken = claim.carried, claim.overtaken
    return {
        "id": claim.id,
        "number": claim.number,
        "quote": claim.locator.exact,
        "start": claim.locator.start,
        "end": claim.locator.end,
        "text": claim.text,
        "speaker": claim.speaker,
        "kind": claim.kind.value,
        "verdict": claim.verdict,
        "rationale": claim.rationale,
        "state": state.value,
        "revision": case.articles[claim.article].revision,
        "carried": None
        if carried is None
        else {
            "revision": carried.revision,
            "quote": carried.exact,
            "verdict": carried.verdict,
            "rationale": carried.rationale,
        },
        "reopened": claim.reopened,
        "overtaken": None
        if overtaken is None
        else {
            "queries": list(overtaken.queries),
            "hits": overtaken.hits,
            "verdict": overtaken.verdict,
            "rationale": overtaken.rationale,
            "at": overtaken.at,
        },
        "searches": [search_row(record) for record in case.searches_of(claim)],
        "evidence": [
            {
                "id": item.id,
                "stance": item.stance.value,
                "grade": item.grade.value,
                "source": item.locator.source,
                "title": item.source_title,
                "page": item.locator.page,
                "page_label": item.locator.page_label,
                "start": item.locator.start,
                "end": item.locator.end,
                "quote": item.locator.exact,
                "note": item.note,
                "anchor": anchors[item.id].state.value,
                "target": target_of(item.locator),
            }
            for item in case.evidence_of(claim)
        ],
    }
