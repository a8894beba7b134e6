"""The archive's commands."""

import argparse
import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path
from typing import Any

from workbench.cli.output import Output
from workbench.domain.source import Source
from workbench.i18n import _, ngettext
from workbench.services.archive import Archive, Failure, Ocr, PageCounts
from workbench.services.workbench import default_archive, existing_archive


def folder_of(parsed: argparse.Namespace) -> Path:
    """The archive's folder: the one named, or the user's default."""
    folder: Path | None = parsed.archive
    return folder or default_archive()


def opened(parsed: argparse.Namespace) -> Archive:
    """The archive named; whoever sits at a terminal is asked where no keyring has a password."""
    archive = existing_archive(folder_of(parsed))
    archive.engines.ask_password = password_of
    return archive


def password_of(address: str, user: str) -> str | None:
    """Asks at the terminal; None where there is none."""
    if not sys.stdin.isatty():
        return None
    return getpass(_("Password of {user} at {address}: ").format(user=user, address=address))


def add(parsed: argparse.Namespace, output: Output) -> int:
    """archive add"""
    archive = Archive(folder_of(parsed))
    try:
        ocr = Ocr(parsed.ocr)
        report = archive.add(parsed.paths, output.job(), jobs=parsed.jobs, ocr=ocr)
    finally:
        archive.close()
    lines = [
        _("{added} added, {duplicates} duplicates, {failed} failed; {pages} pages").format(
            added=report.added,
            duplicates=report.duplicates,
            failed=len(report.failed),
            pages=report.pages,
        )
    ]
    for failure in report.failed:
        lines += [failure.path, f"  {failure.reason} {failure.remedy}"]
    if report.recognised:
        lines.append(_pages_recognised(report.recognised))
    lines += _left(report.without_text, report.unreliable)
    if report.without_text or report.unreliable:
        lines.append(report.remedy or _("“archive ocr SOURCE” recognises the text of a source."))
    if report.not_indexed:
        output.note(_("Not searchable yet: {reason}").format(reason=report.not_indexed))
    output.result(
        {
            "added": report.added,
            "duplicates": report.duplicates,
            "failed": [_failure(failure) for failure in report.failed],
            "pages": report.pages,
            "seconds": round(report.seconds, 3),
            "recognised": report.recognised,
            "without_text": report.without_text,
            "unreliable": report.unreliable,
        },
        lines,
    )
    return 0


def ocr(parsed: argparse.Namespace, output: Output) -> int:
    """archive ocr"""
    archive = opened(parsed)
    try:
        source = archive.source(parsed.source)
        pages: Sequence[int] | None = parsed.page
        if parsed.all:
            pages = range(1, source.pages + 1)
        report = archive.read_with_ocr(source.sha256, output.job(), pages, parsed.language)
    finally:
        archive.close()
    lines = [_pages_recognised(len(report.pages))]
    lines += [
        _("page {page}: {reason}").format(page=failure.page, reason=failure.reason)
        for failure in report.failed
    ]
    lines += _left(report.without_text, report.unreliable)
    output.result(
        {
            "source": source.sha256,
            "pages": report.pages,
            "failed": [{"page": f.page, "reason": f.reason} for f in report.failed],
            "without_text": report.without_text,
            "unreliable": report.unreliable,
            "seconds": round(report.seconds, 3),
        },
        lines,
    )
    return 0


def list_sources(parsed: argparse.Namespace, output: Output) -> int:
    """archive list"""
    archive = opened(parsed)
    try:
        sources = archive.sources()
        conditions = archive.conditions()
        rows: list[dict[str, Any]] = [
            {
                **_source(source),
                **_condition(conditions.get(source.sha256)),
                "paths": archive.paths_of(source.sha256),
            }
            for source in sources
        ]
        failures = archive.failures()
        waiting = archive.pending()
    finally:
        archive.close()
    for failure in failures:
        output.note(_("failed: {path}: {reason}").format(path=failure.path, reason=failure.reason))
    if waiting:
        output.note(_("{count} files wait; “archive add” goes on.").format(count=waiting))
    lines = [
        f"{s.sha256[:12]}  {s.kind:5} {s.pages:5}  {s.published:10}  {s.title}" for s in sources
    ]
    for number, row in reversed(list(enumerate(rows, 1))):
        lines[number:number] = [f"              {path}" for path in row["paths"]]
    output.result(rows, lines)
    return 0


def show(parsed: argparse.Namespace, output: Output) -> int:
    """archive show"""
    archive = opened(parsed)
    try:
        source = archive.source(parsed.source)
        if parsed.page is not None:
            page = archive.page(source.sha256, parsed.page)
            row: dict[str, Any] = {
                "source": source.sha256,
                "title": source.title,
                "page": page.number,
                "page_label": page.label,
                "text": page.text,
                "origin": page.origin,
                "reliable": page.reliable,
            }
            lines = [page.text]
        else:
            sizes = archive.page_sizes(source.sha256)
            paths = archive.paths_of(source.sha256)
            labels = [label for label, _width, _height in sizes]
            condition = _condition(archive.conditions().get(source.sha256))
            row = {**_source(source), **condition, "paths": paths, "page_labels": labels}
            lines = [
                f"{name}: {', '.join(value) if isinstance(value, list) else value}"
                for name, value in row.items()
            ]
    finally:
        archive.close()
    output.result(row, lines)
    return 0


def remove(parsed: argparse.Namespace, output: Output) -> int:
    """archive remove"""
    archive = opened(parsed)
    try:
        source = archive.source(parsed.source)
        archive.remove(source.sha256)
    finally:
        archive.close()
    output.result(_source(source), [_("Removed: {title}").format(title=source.title)])
    return 0


def check(parsed: argparse.Namespace, output: Output) -> int:
    """archive check; 1 where something was found and not repaired"""
    archive = opened(parsed)
    try:
        report = archive.check(output.job(), repair=parsed.repair)
        names = {source.sha256: source.name for source in archive.sources()}
    finally:
        archive.close()
    lines = [_("{count} sources checked").format(count=report.sources)]
    for said, found in (
        (_("damaged: {name} ({sha256})"), report.damaged),
        (_("missing: {name} ({sha256})"), report.missing),
        (_("not in the index: {name} ({sha256})"), report.unindexed),
        (_("repaired: {name} ({sha256})"), report.repaired),
    ):
        lines += [said.format(name=names[sha256], sha256=sha256) for sha256 in found]
    if not report.ok:
        lines.append(_("“archive check --repair” restores what is still to be had."))
    output.result(
        {
            "sources": report.sources,
            "damaged": report.damaged,
            "missing": report.missing,
            "unindexed": report.unindexed,
            "repaired": report.repaired,
        },
        lines,
    )
    return 0 if report.ok else 1


def rebuild(parsed: argparse.Namespace, output: Output) -> int:
    """archive rebuild"""
    archive = opened(parsed)
    try:
        passages, seconds = archive.rebuild(output.job(), parsed.engine)
        engine = archive.engine
    finally:
        archive.close()
    document = {"passages": passages, "seconds": round(seconds, 3), "engine": engine}
    said = ngettext(
        "{count} passage indexed with {engine}", "{count} passages indexed with {engine}", passages
    )
    output.result(document, [said.format(count=passages, engine=engine)])
    return 0


def tag(parsed: argparse.Namespace, output: Output) -> int:
    """archive tag"""
    archive = opened(parsed)
    try:
        hashes = [archive.source(name).sha256 for name in parsed.sources]
        if parsed.add or parsed.remove:
            archive.tag(hashes, parsed.add, parsed.remove)
        tags = archive.tags()
        names = [archive.source(sha256).name for sha256 in hashes]
    finally:
        archive.close()
    rows = [{"source": sha256, "tags": tags.get(sha256, [])} for sha256 in hashes]
    lines = [f"{n}: {', '.join(tags.get(h, []))}" for n, h in zip(names, hashes, strict=True)]
    output.result(rows, lines)
    return 0


def _source(source: Source) -> dict[str, Any]:
    return {
        "source": source.sha256,
        "kind": source.kind,
        "name": source.name,
        "title": source.title,
        "author": source.author,
        "publisher": source.publisher,
        "published": source.published,
        "language": source.language,
        "pages": source.pages,
        "size": source.size,
    }


def _condition(counts: PageCounts | None) -> dict[str, int]:
    counts = counts or PageCounts()
    return {
        "recognised": counts.recognised,
        "without_text": counts.without_text,
        "unreliable": counts.unreliable,
    }


def _pages_recognised(count: int) -> str:
    return ngettext("{count} page recognised", "{count} pages recognised", count).format(
        count=count
    )


def _left(without_text: int, unreliable: int) -> list[str]:
    """What is still to be wished for, one line each."""
    lines = []
    if without_text:
        said = ngettext("{count} page has no text", "{count} pages have no text", without_text)
        lines.append(said.format(count=without_text))
    if unreliable:
        said = ngettext(
            "{count} page has a text that is not reliable",
            "{count} pages have a text that is not reliable",
            unreliable,
        )
        lines.append(said.format(count=unreliable))
    return lines


def _failure(failure: Failure) -> dict[str, str]:
    return {"path": failure.path, "reason": failure.reason, "remedy": failure.remedy}
