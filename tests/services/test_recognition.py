"""Scans and garbled pages in the archive: recognised where that can be done, told where not."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from tests.scans import ACCOUNT, MINUTES, add_scan, draw, make_scan
from workbench.adapters import ocr as files_of_languages
from workbench.adapters.worker import Limits
from workbench.domain.errors import OutOfBounds, RecognitionMissing
from workbench.domain.locator import AnchorState, describe, find
from workbench.services.archive import Archive, Ocr, PageCounts
from workbench.services.jobs import Job, Progress

QUOTE = "31.2 million euros"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(tmp_path / "archive")
    yield opened
    opened.close()


@pytest.fixture
def no_languages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A machine on which Tesseract was never installed; undo() installs it."""
    monkeypatch.setattr(files_of_languages, "_PLACES", ())
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    return monkeypatch


def texts(archive: Archive, name: str) -> list[str]:
    sha256 = archive.source(name).sha256
    return [" ".join(page.text.split()) for page in archive.pages(sha256)]


def garbled(path: Path) -> Path:
    """Print that looks right and says nonsense: each letter's code means another one."""
    consonants = "bcdfghjklmnpqrstvwxz"
    nonsense = {ord("a") + n: consonants[n * 7 % 20] for n in range(26)}
    with pymupdf.open() as document:
        add_scan(document, ACCOUNT)
        for number, line in enumerate(ACCOUNT * 2):
            said = line.lower().translate(nonsense)
            document[0].insert_text((50, 80 + 18 * number), said, fontsize=12, render_mode=3)
        document.save(path)
    return path


def test_a_scan_is_recognised_when_it_comes(archive: Archive, tmp_path: Path) -> None:
    make_scan(tmp_path / "account.pdf", MINUTES, ACCOUNT)
    report = archive.add([tmp_path / "account.pdf"], Job())
    assert (report.added, report.pages, report.recognised) == (1, 2, 2)
    assert (report.without_text, report.unreliable, archive.pending()) == (0, 0, 0)
    (hit,) = archive.search('"31.2 million"').hits
    page = archive.page(hit.source, hit.page)
    assert (page.number, page.label, page.origin, page.reliable) == (2, "2", "ocr", True)
    assert page.text[hit.start : hit.end] == hit.text
    assert archive.conditions() == {hit.source: PageCounts(recognised=2)}
    locator = describe(hit.source, page, page.text.index(QUOTE), page.text.index(QUOTE) + 18)
    (box,) = locator.boxes
    found = archive.render(hit.source, 2, 1.0).data
    assert min(found) < 90  # something is printed there at all
    assert 0.15 < box.top < box.bottom < 0.25
    assert archive.add([tmp_path / "account.pdf"], Job()).recognised == 0
    assert archive.check(Job()).ok


def test_without_language_files_it_comes_all_the_same_and_is_told(
    archive: Archive, tmp_path: Path, no_languages: pytest.MonkeyPatch
) -> None:
    make_scan(tmp_path / "account.pdf", ACCOUNT)
    report = archive.add([tmp_path / "account.pdf"], Job())
    assert (report.added, report.failed, report.recognised) == (1, [], 0)
    assert report.without_text == 1
    assert "tesseract-ocr-eng" in report.remedy
    with pytest.raises(RecognitionMissing):
        archive.add([tmp_path / "account.pdf"], Job(), ocr=Ocr.ALWAYS)
    assert archive.pending() == 0
    with pytest.raises(RecognitionMissing):
        archive.read_with_ocr(archive.source("account.pdf").sha256, Job())
    no_languages.undo()
    # Adding it again once the files are there recognises it.
    report = archive.add([tmp_path / "account.pdf"], Job())
    assert (report.duplicates, report.recognised, report.without_text) == (1, 1, 0)
    assert archive.search("quay").total == 1


def test_never_and_always(archive: Archive, tmp_path: Path) -> None:
    with pymupdf.open() as document:
        draw(document.new_page(width=420, height=595), MINUTES)
        add_scan(document, ACCOUNT)
        document.new_page()
        document.save(tmp_path / "mixed.pdf")
    report = archive.add([tmp_path / "mixed.pdf"], Job(), ocr=Ocr.NEVER)
    assert (report.recognised, report.without_text) == (0, 1)
    report = archive.add([tmp_path / "mixed.pdf"], Job(), ocr=Ocr.ALWAYS)
    assert report.recognised == 3
    origins = [page.origin for page in archive.pages(archive.source("mixed.pdf").sha256)]
    assert origins == ["ocr", "ocr", "ocr"]
    assert texts(archive, "mixed.pdf") == [
        *(" ".join(" ".join(lines).split()) for lines in (MINUTES, ACCOUNT)),
        "",
    ]


def test_a_page_that_brings_its_words_keeps_them(archive: Archive, tmp_path: Path) -> None:
    """A slide with a picture and a title: the title is exact, what recognition adds is little."""
    with pymupdf.open() as document:
        add_scan(document, ["Budget"])
        document[0].insert_text((50, 500), "Budget 2019: 4,170 tonnes landed", fontsize=11)
        add_scan(document, ACCOUNT)
        document[1].insert_text((50, 560), "Bates 00017", fontsize=8)
        document.save(tmp_path / "slides.pdf")
    report = archive.add([tmp_path / "slides.pdf"], Job())
    pages = archive.pages(archive.source("slides.pdf").sha256)
    assert [page.origin for page in pages] == ["text", "ocr"]
    assert report.recognised == 1
    assert QUOTE in pages[1].text
    assert "00017" in pages[1].text


def test_the_new_layer_replaces_the_garbled_one(archive: Archive, tmp_path: Path) -> None:
    garbled(tmp_path / "garbled.pdf")
    report = archive.add([tmp_path / "garbled.pdf"], Job(), ocr=Ocr.NEVER)
    source = archive.source("garbled.pdf")
    assert report.unreliable == 1
    before = archive.page(source.sha256, 1)
    assert (before.origin, before.reliable) == ("text", False)
    done = archive.read_with_ocr(source.sha256, Job())
    assert (done.pages, done.failed, done.unreliable) == ([1], [], 0)
    after = archive.page(source.sha256, 1)
    assert (after.origin, after.reliable) == ("ocr", True)
    assert after.layer != before.layer
    assert texts(archive, "garbled.pdf") == [" ".join(" ".join(ACCOUNT).split())]
    assert archive.search("quay").total == 1
    assert archive.read_with_ocr(source.sha256, Job()).pages == []


def test_a_locator_stays_on_its_page_when_that_is_read_again(
    archive: Archive, tmp_path: Path
) -> None:
    with pymupdf.open() as document:
        for lines in (MINUTES, ACCOUNT, MINUTES):
            draw(document.new_page(width=420, height=595), lines)
        document.save(tmp_path / "account.pdf")
    archive.add([tmp_path / "account.pdf"], Job())
    sha256 = archive.source("account.pdf").sha256
    page = archive.page(sha256, 2)
    start = page.text.index(QUOTE)
    locator = describe(sha256, page, start, start + len(QUOTE))
    done = archive.read_with_ocr(sha256, Job(), pages=[2, 3, 2])
    assert done.pages == [2, 3]
    again = archive.pages(sha256)
    assert [one.origin for one in again] == ["text", "ocr", "ocr"]
    found = find(locator, again)
    assert (found.page, found.text) == (2, QUOTE)
    assert found.state in (AnchorState.EXACT, AnchorState.MOVED)
    (was,), (now,) = locator.boxes, again[1].boxes(found.start, found.end)
    assert now.left == pytest.approx(was.left, abs=0.02)
    assert was.top - 0.02 < now.top < now.bottom < was.bottom + 0.02


def test_cancelling_keeps_what_was_read(archive: Archive, tmp_path: Path) -> None:
    make_scan(tmp_path / "scan.pdf", MINUTES, ACCOUNT, MINUTES, ACCOUNT)
    told: list[Progress] = []

    def watch(progress: Progress) -> None:
        told.append(progress)
        if "scan.pdf · recognising page 3 of 4" in progress.text:
            job.cancel()

    job = Job(watch)
    report = archive.add([tmp_path / "scan.pdf"], job)
    assert report.interrupted
    assert report.added == 1
    assert 1 <= report.recognised < 4
    assert archive.pending() == 1
    assert archive.search("herring", 10).total >= 1
    resumed = archive.add([], Job())
    assert resumed.recognised == 4 - report.recognised
    assert archive.pending() == 0
    assert all(texts(archive, "scan.pdf"))
    assert archive.check(Job()).ok


def test_a_page_that_cannot_be_read_in_time_is_one_failure(tmp_path: Path) -> None:
    make_scan(tmp_path / "scan.pdf", ACCOUNT)
    archive = Archive(tmp_path / "archive")
    archive.add([tmp_path / "scan.pdf"], Job(), ocr=Ocr.NEVER)
    sha256 = archive.source("scan.pdf").sha256
    archive.close()
    slow = Archive(tmp_path / "archive", Limits(seconds=0.2))
    report = slow.read_with_ocr(sha256, Job(), pages=[1])
    slow.close()
    assert report.pages == []
    assert [failure.page for failure in report.failed] == [1]
    assert "longer than" in report.failed[0].reason
    assert report.without_text == 1


def test_only_pages_that_are_pictures_can_be_recognised(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Herring", encoding="utf-8")
    make_scan(tmp_path / "b.pdf", MINUTES)
    archive.add([tmp_path / "a.txt", tmp_path / "b.pdf"], Job(), ocr=Ocr.NEVER)
    with pytest.raises(OutOfBounds, match="no pictures of pages"):
        archive.read_with_ocr(archive.source("a.txt").sha256, Job())
    with pytest.raises(OutOfBounds, match="no page 2"):
        archive.read_with_ocr(archive.source("b.pdf").sha256, Job(), pages=[1, 2])
    with pytest.raises(RecognitionMissing, match="xyz"):
        archive.read_with_ocr(archive.source("b.pdf").sha256, Job(), language="xyz")
