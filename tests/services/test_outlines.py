"""Outlines of sources of every kind: a heading's offset is where its words stand."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pymupdf
import pytest

from tests.scans import ACCOUNT, make_scan
from workbench.domain.source import OutlineEntry
from workbench.services.archive import Archive, Ocr
from workbench.services.jobs import Job

LONG = "The council met on Tuesday evening and voted by seventeen to nine to pay for the quay. " * 3


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(tmp_path / "archive")
    yield opened
    opened.close()


def outline(archive: Archive, path: Path) -> list[tuple[int, str, int]]:
    """The entries, each checked to stand where it says."""
    report = archive.add([path], Job(), ocr=Ocr.NEVER)
    assert report.failed == []
    source = archive.source(path.name)
    found = archive.outline(source.sha256)
    for entry in found:
        text = archive.page(source.sha256, entry.page).text
        assert text[entry.start :].lower().startswith(entry.title.lower())
    return [(entry.level, entry.title, entry.page) for entry in found]


def test_of_a_pdf(archive: Archive, tmp_path: Path) -> None:
    with pymupdf.open() as document:
        for number in range(1, 4):
            page = document.new_page(width=400, height=600)
            page.insert_text((50, 40), "Methods", fontsize=7)  # a running head says it first
            page.insert_text((50, 200), f"Text above the heading of part {number}.")
            page.insert_text((50, 300), "Methods" if number == 1 else f"Part {number}")
            page.insert_text((50, 340), "Text below it.")
        document.set_toc([[1, "Methods", 1, 290], [2, "Part 2", 2, 290], [2, "Part 3", 3, 290]])
        document.save(tmp_path / "a.pdf")
    assert outline(archive, tmp_path / "a.pdf") == [
        *((1, "Methods", 1), (2, "Part 2", 2), (2, "Part 3", 3))
    ]
    sha256 = archive.source("a.pdf").sha256
    text = archive.page(sha256, 1).text
    assert archive.outline(sha256)[0].start == text.rindex("Methods") > 0
    first = archive.outline(sha256)
    (archive.folder / "originals" / sha256).unlink()
    assert archive.outline(sha256) == first  # remembered


def test_of_a_web_page_over_several_pages(archive: Archive, tmp_path: Path) -> None:
    parts = "".join(
        f"<h2>Part {n}</h2>" + f"<p>{LONG * 4}</p>" * 12 + "<h2>Summary</h2><p>Short.</p>"
        for n in range(1, 5)
    )
    page = f"<html><head><title>R</title></head><body><p>Summary</p><h1>Report</h1>{parts}</body>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    found = outline(archive, tmp_path / "a.html")
    assert [(level, title) for level, title, _page in found] == [
        (1, "Report"),
        *((2, title) for n in range(1, 5) for title in (f"Part {n}", "Summary")),
    ]
    numbers = [number for _level, _title, number in found]
    assert numbers == sorted(numbers)
    assert numbers[-1] > 1


def test_of_a_mail_and_of_text(archive: Archive, tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "clerk@example.org", "The quay walls"
    message.set_content("See the files.")
    for name, text in (("note 2.txt", "First note"), ("long.txt", f"{LONG}\n\n" * 120)):
        message.add_attachment(text, filename=name)
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    archive.add([tmp_path / "a.eml"], Job())
    found = archive.outline(archive.source("a.eml").sha256)
    assert [(one.level, one.title, one.page) for one in found] == [
        *((1, "The quay walls", 1), (2, "note 2.txt", 2), (2, "long.txt", 3))
    ]
    (tmp_path / "a.txt").write_text(f"1. Costs\n\n{LONG}\n\n2. Walls\n\n{LONG}\n", encoding="utf-8")
    assert outline(archive, tmp_path / "a.txt") == [(1, "1. Costs", 1), (1, "2. Walls", 1)]


def test_a_source_that_cannot_be_read_any_more_has_none(archive: Archive, tmp_path: Path) -> None:
    with pymupdf.open() as document:
        document.new_page().insert_text((50, 50), "Part 1")
        document.set_toc([[1, "Part 1", 1]])
        document.save(tmp_path / "a.pdf")
    archive.add([tmp_path / "a.pdf"], Job())
    sha256 = archive.source("a.pdf").sha256
    archive.original(sha256).unlink()
    assert archive.outline(sha256) == []


def test_recognised_words_move_the_headings(archive: Archive, tmp_path: Path) -> None:
    with pymupdf.open(make_scan(tmp_path / "scan.pdf", ACCOUNT)) as document:
        document.set_toc([[1, "The final cost", 1]])
        document.save(tmp_path / "a.pdf")
    archive.add([tmp_path / "a.pdf"], Job(), ocr=Ocr.NEVER)
    sha256 = archive.source("a.pdf").sha256
    assert archive.outline(sha256) == [OutlineEntry(1, "The final cost", 1, 0)]
    archive.read_with_ocr(sha256, Job())
    (entry,) = archive.outline(sha256)
    assert entry.start == archive.page(sha256, 1).text.index("The final cost") > 0
