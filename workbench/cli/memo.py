"""The commands that read an article, write a memo, verify a case, and show the whole job."""

import argparse
from typing import Any

from workbench.cli.archive import folder_of
from workbench.cli.case import opened
from workbench.cli.output import Output
from workbench.domain.article import Article
from workbench.i18n import _
from workbench.services.archive import Archive
from workbench.services.memos import export, verify_note
from workbench.services.memos import verify as verify_case
from workbench.services.reading import read_article, sentences_of
from workbench.services.workbench import build_sample, existing_archive, open_case


def demo(parsed: argparse.Namespace, output: Output) -> int:
    """demo; 1 where the check of the finished case finds something"""
    case_path, folder = build_sample(parsed.folder, output.job())
    archive = Archive(folder)
    try:
        problems = verify_case(case_path, archive)
        casework = open_case(case_path, archive, read_only=True)
        try:
            files = [
                file
                for suffix in (".md", ".pdf")
                for file in export(casework, case_path.with_name(f"memo{suffix}"), output.job())
            ]
        finally:
            casework.close()
    finally:
        archive.close()
    for problem in problems:
        output.note(problem.message)
    memos = [str(file) for file in files if file.suffix in (".md", ".pdf")]
    output.result(
        {"case": str(case_path), "archive": str(folder), "memo": memos},
        [str(case_path), str(folder), *memos],
    )
    return 1 if problems else 0


def read(parsed: argparse.Namespace, output: Output) -> int:
    """read"""
    article, _original = read_article(parsed.article)
    document = _read(article)
    lines = [article.title, article.dek, f"{article.byline} {article.published}".strip(), ""]
    lines += [
        f"{region.kind.value:12} {' '.join(article.text[region.start : region.end].split())[:90]}"
        for region in article.regions
    ]
    output.result(document, lines)
    return 0


def memo(parsed: argparse.Namespace, output: Output) -> int:
    """memo"""
    with opened(parsed, read_only=True) as casework:
        files = export(casework, parsed.output, output.job())
    names = [str(file) for file in files]
    output.result({"files": names}, names)
    return 0


def verify(parsed: argparse.Namespace, output: Output) -> int:
    """verify; 1 where a problem was found"""
    folder = folder_of(parsed)
    archive: Archive | None = None
    if parsed.archive is not None or (folder / "catalogue.db").is_file():
        archive = existing_archive(folder)
    try:
        problems = verify_case(parsed.case, archive)
        note = verify_note(parsed.case, archive)
    finally:
        if archive is not None:
            archive.close()
    if note:
        output.note(note)
    rows = [{"kind": p.kind, "where": p.where, "message": p.message} for p in problems]
    lines = [problem.message for problem in problems] or [_("Everything is as it was written.")]
    output.result({"ok": not problems, "problems": rows}, lines)
    return 1 if problems else 0


def _read(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "dek": article.dek,
        "byline": article.byline,
        "published": article.published,
        "language": article.language,
        "sha256": article.sha256,
        "kind": article.kind,
        "text": article.text,
        "regions": [
            {"kind": region.kind.value, "start": region.start, "end": region.end}
            for region in article.regions
        ],
        "sentences": [
            {"start": sentence.start, "end": sentence.end, "region": sentence.region.value}
            for sentence in sentences_of(article)
        ],
    }
