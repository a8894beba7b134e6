"""The index kept in step: built anew while the old one answers, by this program or another."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.adapters.archive_store import ArchiveStore
from workbench.adapters.index_tantivy import TantivyIndex
from workbench.domain.errors import ArchiveBusy, DiskFull
from workbench.services.archive import Archive
from workbench.services.indexing import import_lock
from workbench.services.jobs import Cancelled, Job, Progress


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(12):
        text = f"Paper {number}\n\nThe cost of quay {number} was noted.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    opened = Archive(tmp_path / "archive")
    opened.add([folder], Job())
    yield opened
    opened.close()


def folders(archive: Archive) -> set[str]:
    return {path.name for path in (archive.folder / "index").iterdir()}


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_another_engine_takes_over_and_stays(archive: Archive, engine: str) -> None:
    before = {hit.text for hit in archive.search("quay cost").hits}
    assert archive.rebuild(Job(), engine)[0] == 12
    assert archive.engine == archive.search("quay").engine == engine
    assert {hit.text for hit in archive.search("quay cost").hits} == before
    assert len(folders(archive)) == 2  # "current", and the one folder it names
    again = Archive(archive.folder)
    assert again.engine == engine
    assert again.search("quay").total == 12
    again.close()


def test_the_old_index_answers_while_the_new_one_is_built(archive: Archive, tmp_path: Path) -> None:
    late = tmp_path / "late.txt"
    late.write_text("Late\n\nThe quay came later.\n", encoding="utf-8")
    asked: list[int] = []

    def meanwhile(progress: Progress) -> None:
        if not asked:
            assert archive.rebuilding
            asked.append(archive.search("quay").total)
            gone = archive.source("3.txt").sha256
            importing = threading.Thread(target=lambda: archive.add([late], Job()))
            importing.start()
            importing.join()
            archive.remove(gone)
            asked.append(archive.search("quay").total)

    archive.rebuild(Job(meanwhile))
    assert asked == [12, 12]
    assert not archive.rebuilding
    assert archive.search("quay").total == 12
    assert archive.search("later").total == 1
    assert archive.check(Job()).ok


def test_a_rebuild_given_up_leaves_the_old_index(archive: Archive) -> None:
    before = folders(archive)
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        archive.rebuild(job, "whoosh")
    assert (archive.engine, archive.search("quay").total) == ("tantivy", 12)
    assert folders(archive) == before


def test_only_one_builds_at_a_time(archive: Archive) -> None:
    def again(_progress: Progress) -> None:
        with pytest.raises(ArchiveBusy):
            archive.rebuild(Job())

    archive.rebuild(Job(again))


def test_another_program_follows_to_the_new_index(archive: Archive) -> None:
    other = Archive(archive.folder)
    assert other.search("quay").engine == "tantivy"
    archive.rebuild(Job(), "whoosh")
    assert other.search("quay").engine == "whoosh"
    assert other.search("quay").total == 12
    other.close()


def test_a_rebuild_leaves_alone_what_another_program_put_in_place(archive: Archive) -> None:
    other = Archive(archive.folder)
    archive.rebuild(Job(), "whoosh")
    asked: list[int] = []
    other.rebuild(Job(lambda _now: asked.append(archive.search("quay").total)), "whoosh")
    assert set(asked) == {12}
    assert archive.search("quay").total == other.search("quay").total == 12
    other.close()


def test_a_rebuild_can_be_given_up_while_it_waits_for_an_import(archive: Archive) -> None:
    def done(now: Progress) -> None:
        if now.done == now.total:
            job.cancel()

    job = Job(done)
    before = folders(archive)
    with import_lock(archive.folder, 0), pytest.raises(Cancelled):
        archive.rebuild(job, "whoosh")
    assert folders(archive) == before


def test_what_waits_to_be_indexed_was_not_searched(archive: Archive) -> None:
    whole = archive.index_state()
    store = ArchiveStore(archive.folder)
    store.mark_unindexed([archive.source("3.txt").sha256])
    waiting = archive.index_state()
    assert (whole.sources, waiting.sources) == (12, 11)
    assert waiting.digest != whole.digest
    assert archive.search("quay").total == 12  # indexed before it is asked
    assert archive.index_state().digest == whole.digest
    store.close()


def test_an_index_of_an_older_analyser_answers_until_there_is_a_new_one(archive: Archive) -> None:
    folder = archive.folder
    archive.close()
    mark = folder / "index" / "tantivy-1" / "engine"
    mark.write_text("tantivy 0.1 analyser 1", encoding="utf-8")
    again = Archive(folder)
    assert again.index_stale
    assert again.search("quay").total == 12
    again.rebuild(Job())
    assert not again.index_stale
    assert again.search("quay").total == 12
    again.close()


@pytest.mark.parametrize("damage", ["folder gone", "current gone", "current garbage", "way out"])
def test_a_damaged_home_is_built_anew(archive: Archive, damage: str) -> None:
    folder = archive.folder
    archive.rebuild(Job())
    archive.close()
    if damage == "folder gone":
        shutil.rmtree(folder / "index")
    elif damage == "current gone":
        (folder / "index" / "current").unlink()
    else:
        said = "x\ny\0" if damage == "current garbage" else "tantivy\n../../escape\n"
        (folder / "index" / "current").write_text(said, encoding="utf-8")
    again = Archive(folder)
    assert again.search("quay").total == 12
    assert not (folder.parent / "escape").exists()
    again.close()


def test_what_cannot_be_indexed_now_does_not_stop_a_search(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = DiskFull("The disk is full.", "Free some space.")

    def full(*_arguments: object) -> int:
        raise said

    archive.tag([archive.source("3.txt").sha256], [], [])
    monkeypatch.setattr(TantivyIndex, "write", full)
    archive._store.mark_unindexed([archive.source("3.txt").sha256])
    found = archive.search("quay")
    assert found.total == 12
    [problem] = found.problems
    assert "not searched yet" in problem.message
    assert "The disk is full." in problem.message
