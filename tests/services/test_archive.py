"""The archive: originals kept, duplicates listed, failures as rows, hits that are true."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import psutil
import pymupdf
import pytest

from workbench.adapters.archive_store import ArchiveStore
from workbench.adapters.worker import Limits
from workbench.domain.errors import (
    ArchiveUnusable,
    DiskFull,
    FolderReadOnly,
    OutOfBounds,
    Unknown,
)
from workbench.domain.locator import describe
from workbench.services.archive import Added, Archive
from workbench.services.jobs import Job

MINUTES = "Minutes of the council\n\nSept. 17, 2016\n\nThe bridge cost 31.2 million euros.\n"
LETTER = "Letter of the clerk\n\nThe quay wall was not part of the contract.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(tmp_path / "archive")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    (made / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    (made / "letter.txt").write_text(LETTER, encoding="utf-8")
    return made


def make_pdf(path: Path, pages: list[str]) -> Path:
    document = pymupdf.open()
    for text in pages:
        document.new_page().insert_text((72, 100), text, fontsize=11)
    document.save(path)
    document.close()
    return path


def test_files_become_sources_with_their_originals(archive: Archive, folder: Path) -> None:
    seen: list[Added] = []
    report = archive.add([folder], Job(), seen.append)
    assert (report.added, report.duplicates, report.failed) == (2, 0, [])
    assert len(seen) == 2
    for source in archive.sources():
        data = archive.original(source.sha256).read_bytes()
        assert hashlib.sha256(data).hexdigest() == source.sha256
    assert {source.title for source in archive.sources()} == {
        "Minutes of the council",
        "Letter of the clerk",
    }


def test_a_duplicate_is_listed_with_all_its_paths(archive: Archive, folder: Path) -> None:
    shutil.copy(folder / "letter.txt", folder / "letter again.txt")
    report = archive.add([folder], Job())
    assert (report.added, report.duplicates) == (2, 1)
    letter = archive.source("letter.txt") if "letter.txt" in names(archive) else None
    sha256 = letter.sha256 if letter else archive.source("letter again.txt").sha256
    assert sorted(Path(path).name for path in archive.paths_of(sha256)) == [
        "letter again.txt",
        "letter.txt",
    ]
    assert archive.search('path:"letter again"').total == archive.search("path:letter").total > 0
    again = archive.add([folder], Job())
    assert (again.added, again.duplicates) == (0, 3)
    assert archive.search("quay").total == 1


def names(archive: Archive) -> set[str]:
    return {source.name for source in archive.sources()}


def test_failures_are_rows_and_the_rest_goes_on(archive: Archive, folder: Path) -> None:
    (folder / "empty.pdf").touch()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj <<\n")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    report = archive.add([folder, folder / "nothing.txt"], Job())
    assert report.added == 2
    failed = {Path(failure.path).name: failure for failure in report.failed}
    assert set(failed) == {"empty.pdf", "broken.pdf", "picture.txt", "nothing.txt"}
    # What was never there is told and not kept: there is nothing to try again.
    assert len(archive.failures()) == 3
    for failure in failed.values():
        assert failure.reason.endswith(".")
        assert failure.remedy.endswith(".")
        assert "Traceback" not in failure.reason
    (folder / "empty.pdf").unlink()
    make_pdf(folder / "empty.pdf", ["Now it is a real one about herring."])
    assert archive.retry([str(folder / "empty.pdf")], Job()).added == 1
    assert "empty.pdf" not in {Path(failure.path).name for failure in archive.failures()}
    archive.retry([str(folder / "broken.pdf")], Job())
    (again,) = [f for f in archive.failures() if f.path.endswith("broken.pdf")]
    assert again.attempts == 2


def test_a_locked_pdf_says_so(archive: Archive, tmp_path: Path) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "secret")
    path = tmp_path / "locked.pdf"
    document.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y")
    report = archive.add([path], Job())
    assert "password" in report.failed[0].reason
    assert "unlocked copy" in report.failed[0].remedy


def test_a_hit_is_where_it_says(archive: Archive, tmp_path: Path) -> None:
    make_pdf(tmp_path / "account.pdf", ["Preface only.", "The bridge cost 31.2 million euros."])
    archive.add([tmp_path / "account.pdf"], Job())
    (hit,) = archive.search("bridges cost").hits
    assert (hit.page, hit.title) == (2, "account") or hit.page == 2
    page = archive.page(hit.source, hit.page)
    assert page.text[hit.start : hit.end] == hit.text
    assert [hit.text[start:end] for start, end in hit.spans] == ["bridge", "cost"]
    boxes = page.boxes(hit.start + hit.spans[0][0], hit.start + hit.spans[0][1])
    document = pymupdf.open(archive.original(hit.source), filetype="pdf")
    sheet = document[1]
    (word,) = [word for word in sheet.get_text("words") if word[4] == "bridge"]
    box = boxes[0]
    assert box.left * sheet.rect.width == pytest.approx(word[0], abs=0.5)
    assert box.bottom * sheet.rect.height == pytest.approx(word[3], abs=0.5)
    document.close()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("bridge", {"minutes.txt"}),
        ("BRIDGES", {"minutes.txt"}),
        ('"31.2 million"', {"minutes.txt"}),
        ('"million 31.2"', set()),
        ("bridge OR quay", {"minutes.txt", "letter.txt"}),
        ("bridge quay", set()),
        ("the NOT bridge", {"letter.txt"}),
        ("NOT bridge", {"letter.txt"}),
        ("contr*", {"letter.txt"}),
        ("co?tract", {"letter.txt"}),
        ("brigde~", {"minutes.txt"}),
        ("title:clerk", {"letter.txt"}),
        ("title:clerk wall", {"letter.txt"}),
        ("date:[2016-09-01 to 2016-09-30]", {"minutes.txt"}),
        ("date:2016", {"minutes.txt"}),
        ("bridge date:[2017 to]", set()),
        ('"quay wall', {"letter.txt"}),
        ('"wall quay"~3', {"letter.txt"}),
        ('"quay contract"~8', {"letter.txt"}),
        ("", set()),
        ("type:text contract", {"letter.txt"}),
    ],
)
def test_the_language_finds(archive: Archive, folder: Path, query: str, wanted: set[str]) -> None:
    archive.add([folder], Job())
    found = {archive.source(hit.source).name for hit in archive.search(query).hits}
    assert found == wanted


def test_the_limit_limits_hits_not_the_count(archive: Archive, tmp_path: Path) -> None:
    for number in range(7):
        (tmp_path / f"{number}.txt").write_text(f"Herring {number}", encoding="utf-8")
    archive.add([tmp_path / f"{n}.txt" for n in range(7)], Job())
    found = archive.search("herring", 3)
    assert (found.total, len(found.hits)) == (7, 3)


def test_check_names_what_changed_and_repair_restores_it(archive: Archive, folder: Path) -> None:
    archive.add([folder], Job())
    assert archive.check(Job()).ok
    minutes, letter = archive.source("minutes.txt"), archive.source("letter.txt")
    original = archive.original(minutes.sha256)
    original.write_bytes(original.read_bytes()[:-2] + b"x\n")
    archive.original(letter.sha256).unlink()
    report = archive.check(Job())
    assert (report.damaged, report.missing) == ([minutes.sha256], [letter.sha256])
    repaired = archive.check(Job(), repair=True)
    assert sorted(repaired.repaired) == sorted([minutes.sha256, letter.sha256])
    assert archive.check(Job()).ok


def test_the_index_is_derived(tmp_path: Path, folder: Path) -> None:
    archive = Archive(tmp_path / "archive")
    archive.add([folder], Job())
    archive.close()
    shutil.rmtree(tmp_path / "archive" / "index")
    archive = Archive(tmp_path / "archive")
    assert archive.search("quay").total == 1
    assert archive.check(Job()).ok
    archive.close()
    for file in (tmp_path / "archive" / "index" / "tantivy-1").iterdir():
        file.write_bytes(b"garbage")
    archive = Archive(tmp_path / "archive")
    assert archive.search("quay").total == 1
    passages, _seconds = archive.rebuild(Job())
    assert passages == archive.counts()[2]
    assert archive.search("quay").total == 1
    archive.close()


def test_a_removed_source_is_not_found(archive: Archive, folder: Path) -> None:
    archive.add([folder], Job())
    letter = archive.source("letter.txt")
    archive.remove(letter.sha256)
    assert archive.search("quay").total == 0
    assert not archive.original(letter.sha256).exists()
    assert archive.check(Job()).ok


def test_a_cancelled_import_goes_on_later(archive: Archive, tmp_path: Path) -> None:
    papers = tmp_path / "many"
    papers.mkdir()
    for number in range(20):
        (papers / f"{number:02}.txt").write_text(f"Paper number {number}", encoding="utf-8")
    job = Job()
    report = archive.add([papers], job, lambda added: job.cancel() if "04" in added.path else None)
    assert report.interrupted
    assert archive.pending() == 20 - report.added
    assert archive.search("paper", 100).total == report.added
    assert archive.add([], Job()).added == 20 - report.added
    assert archive.pending() == 0


def test_a_reader_that_takes_too_long_or_too_much_is_stopped(tmp_path: Path) -> None:
    make_pdf(tmp_path / "a.pdf", ["words " * 200] * 300)
    (tmp_path / "b.txt").write_text("Herring", encoding="utf-8")
    slow = Archive(tmp_path / "slow", Limits(seconds=0.01))
    report = slow.add([tmp_path / "a.pdf"], Job())
    assert "longer than" in report.failed[0].reason
    slow.close()
    large = Archive(tmp_path / "large", Limits(memory=10_000_000))
    report = large.add([tmp_path / "a.pdf"], Job())
    assert "memory" in report.failed[0].reason
    large.close()


def test_a_reader_that_crashes_costs_one_row(archive: Archive, tmp_path: Path) -> None:
    make_pdf(tmp_path / "a.pdf", ["words " * 200] * 400)
    (tmp_path / "b.txt").write_text("Herring", encoding="utf-8")
    killed = []

    def kill_the_child() -> bool:
        children = psutil.Process().children(recursive=True)
        for child in children:
            if "spawn_main" in " ".join(child.cmdline()) and not killed:
                killed.append(child.pid)
                child.kill()
        return False

    class Deadly(Job):
        @property
        def cancelled(self) -> bool:
            return kill_the_child()

    report = archive.add([tmp_path / "a.pdf", tmp_path / "b.txt"], Deadly())
    assert killed
    assert "crashed" in report.failed[0].reason
    assert report.added == 1


def test_a_page_is_drawn_and_cut(archive: Archive, tmp_path: Path) -> None:
    make_pdf(tmp_path / "a.pdf", ["The bridge cost 31.2 million euros."])
    archive.add([tmp_path / "a.pdf"], Job())
    source = archive.source("a.pdf")
    whole = archive.render(source.sha256, 1, 1.0)
    assert (whole.width, whole.height) == (595, 842)
    assert len(whole.data) == whole.stride * whole.height
    part = archive.render(source.sha256, 1, 3.0, (60, 80, 160, 110))
    assert (part.width, part.height) == (300, 90)
    assert min(part.data) < 60
    page = archive.page(source.sha256, 1)
    clip = archive.clip(describe(source.sha256, page, 0, len(page.text.strip())))
    assert clip is not None
    assert clip[0].startswith(b"\x89PNG")
    with pytest.raises(OutOfBounds):
        archive.render(source.sha256, 2, 1.0)
    with pytest.raises(OutOfBounds):
        archive.render(source.sha256, 1, 5000.0)


def test_names_that_mean_nothing(archive: Archive, folder: Path) -> None:
    archive.add([folder], Job())
    for name in ("nothing.txt", "", "%", "*******", "ffffff"):
        with pytest.raises(Unknown):
            archive.source(name)
    letter = archive.source("letter.txt")
    assert archive.source(letter.sha256[:10]) == letter
    with pytest.raises(OutOfBounds):
        archive.page(letter.sha256, 9)


def test_a_folder_that_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").write_bytes(b"something else entirely, no database")
    with pytest.raises(ArchiveUnusable):
        Archive(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
def test_a_full_disk_stops_an_import_and_loses_nothing(tmp_path: Path) -> None:
    """A limit on file size answers writes as a full disk does."""
    (tmp_path / "small.txt").write_text("Herring", encoding="utf-8")
    (tmp_path / "large.txt").write_text("Cod and more cod.\n" * 200_000, encoding="utf-8")
    code = """
import resource, signal, sys
from pathlib import Path
from workbench.domain.errors import DiskFull
from workbench.services.archive import Archive
from workbench.services.jobs import Job
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    archive = Archive(folder / "archive")
    archive.add([folder / "small.txt"], Job())
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
    try:
        archive.add([folder / "large.txt"], Job())
    except DiskFull as error:
        print(error.message, error.remedy)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert "No space is left" in done.stdout
    archive = Archive(tmp_path / "archive")
    assert names(archive) == {"small.txt"}
    assert archive.pending() == 1
    assert archive.check(Job()).ok
    assert archive.add([], Job()).added == 1
    archive.close()
    assert issubclass(DiskFull, Exception)


def test_progress_is_told_at_most_ten_times_a_second(archive: Archive, tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(f"Herring {number}", encoding="utf-8")
    told: list[float] = []
    files = [tmp_path / f"{number}.txt" for number in range(30)]
    archive.add(files, Job(lambda _progress: told.append(time.monotonic())))
    gaps = [b - a for a, b in pairwise(told)][:-1]
    assert told
    assert all(gap >= 0.09 for gap in gaps)


def identity_of(archive: Archive) -> str:
    """What names its index in a cluster."""
    with closing(ArchiveStore(archive.folder)) as store:
        return store.labels.identity()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts need root")
def test_a_read_only_archive_is_read_and_says_so_when_written(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    archive.add([folder], Job())
    identity = identity_of(archive)
    archive.close()
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(shelf)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        shutil.copytree(archive.folder, shelf / "archive")
        subprocess.run(["mount", "-o", "remount,ro", str(shelf)], check=True)
        opened = Archive(shelf / "archive")
        assert opened.search("quay").total == 1
        assert opened.check(Job()).ok
        assert identity_of(opened) == identity
        with pytest.raises(FolderReadOnly):
            opened.add([folder], Job())
        with pytest.raises(FolderReadOnly):
            opened.rebuild(Job())
        opened.close()
    finally:
        subprocess.run(["umount", str(shelf)], check=True)
