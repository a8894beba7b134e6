from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from workbench.services.archive import AddReport, Archive, ArchiveReport
from workbench.services.jobs import Progress
from workbench.ui.archive_jobs import check_words, progress_words, report_words, time_words
from workbench.ui.archive_window import ArchiveWindow
from workbench.ui.tasks import Tasks


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, own_archive: Archive) -> Iterator[ArchiveWindow]:
    made = ArchiveWindow(tasks)
    made.set_archive(own_archive)
    made.show()
    qtbot.waitUntil(lambda: made.table.model().rowCount() > 0)
    yield made
    made.close()


def wait_for_end(qtbot: QtBot, window: ArchiveWindow) -> None:
    qtbot.waitUntil(lambda: not window.importing, timeout=60_000)
    qtbot.waitUntil(lambda: window._listing is None)


def notes(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = f"Note {number} on the harbour, with words enough to be read.\n"
        (folder / f"note{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def test_it_lists_the_sources(window: ArchiveWindow, own_archive: Archive) -> None:
    model = window.table.model()
    assert model.rowCount() == len(own_archive.sources())
    first = [model.index(0, column).data() for column in range(model.columnCount())]
    assert all(first[:3])
    titles = [str(model.index(row, 0).data()).casefold() for row in range(model.rowCount())]
    assert titles == sorted(titles)
    window._filter.setText("minutes")
    assert 0 < model.rowCount() < len(titles)


def test_dropped_files_are_imported_and_failures_are_rows(
    qtbot: QtBot, window: ArchiveWindow, tmp_path: Path
) -> None:
    folder = notes(tmp_path / "notes", 3)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    before = window.table.model().rowCount()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    drop = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    told: list[str] = []
    window.statusChanged.connect(told.append)
    with qtbot.waitSignal(window.archiveChanged, timeout=60_000):
        window.dropEvent(drop)
        assert window.importing
        assert window._cancel.isVisible()
    wait_for_end(qtbot, window)
    qtbot.waitUntil(lambda: window.table.model().rowCount() == before + 3)
    assert any(words.startswith("Importing") for words in told)
    assert told[-1] == ""
    assert "3 sources added" in window.notice_text
    failures = window.failure_table.model()
    assert failures.rowCount() == 1
    row = [failures.index(0, column).data() for column in range(4)]
    assert row[0] == "broken.pdf"
    assert row[1]
    assert row[2]
    assert window._below.isVisible()


def test_a_failed_file_is_tried_again(qtbot: QtBot, window: ArchiveWindow, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(b"")
    window.add([file])
    wait_for_end(qtbot, window)
    qtbot.waitUntil(lambda: window.failure_table.model().rowCount() == 1)
    file.write_text("Now it has words enough to be read, and more of them.", encoding="utf-8")
    assert not window._retry.isEnabled()
    window.failure_table.selectRow(0)
    assert window._retry.isEnabled()
    window._retry.click()
    wait_for_end(qtbot, window)
    qtbot.waitUntil(lambda: window.failure_table.model().rowCount() == 0)
    assert not window._below.isVisible()
    assert "1 source added" in window.notice_text


def test_a_cancelled_import_waits_and_can_be_resumed(
    qtbot: QtBot, window: ArchiveWindow, own_archive: Archive, tmp_path: Path
) -> None:
    before = len(own_archive.sources())
    window.add([notes(tmp_path / "notes", 60)])
    qtbot.waitUntil(lambda: len(own_archive.sources()) > before, timeout=30_000)
    window._cancel.click()
    wait_for_end(qtbot, window)
    left = own_archive.pending()
    assert left > 0
    qtbot.waitUntil(window._resume.isVisible)
    assert str(left) in window.notice_text
    window._resume.click()
    wait_for_end(qtbot, window)
    assert len(own_archive.sources()) == before + 60
    qtbot.waitUntil(lambda: not window._resume.isVisible())


def test_check_and_rebuild_say_what_they_found(
    qtbot: QtBot, window: ArchiveWindow, own_archive: Archive
) -> None:
    window._check.click()
    wait_for_end(qtbot, window)
    assert "untouched" in window.notice_text
    assert not window._repair.isVisible()
    original = own_archive.original(own_archive.sources()[0].sha256)
    original.chmod(0o644)
    original.write_bytes(original.read_bytes() + b"x")
    window._check.click()
    wait_for_end(qtbot, window)
    assert "1 are damaged" in window.notice_text
    qtbot.waitUntil(window._repair.isVisible)
    window._rebuild.click()
    wait_for_end(qtbot, window)
    assert "rebuilt" in window.notice_text


def test_return_opens_a_source(qtbot: QtBot, window: ArchiveWindow) -> None:
    window.table.selectRow(0)
    window.table.setCurrentIndex(window.table.model().index(0, 0))
    with qtbot.waitSignal(window.sourceOpened) as told:
        qtbot.keyClick(window.table, Qt.Key.Key_Return)
    assert len(told.args[0]) == 64


def test_words_of_jobs() -> None:
    assert progress_words("Importing", Progress(0, 0, ""), 0) == "Importing …"
    told = progress_words("Importing", Progress(311, 1040, "/a/b/c.pdf"), 100)
    assert told == "Importing 312 of 1,040 · c.pdf · 3.1 a second · 4 min left"
    assert time_words(30) == "30 s left"
    assert time_words(3 * 3600) == "3 h left"
    away = AddReport(1, not_indexed="OpenSearch does not answer. Try later.")
    assert report_words(away).endswith("not searchable yet: OpenSearch does not answer. Try later.")
    assert report_words(AddReport(1, 2, [], 5, 1.0, True)) == (
        "1 source added · 5 pages · 2 already there · stopped before the end"
    )
    assert check_words(ArchiveReport(12)) == "All 12 originals are untouched and indexed."
    assert "1 missing" in check_words(ArchiveReport(12, missing=["a"]))


def test_closing_during_an_import_ends_quietly(
    qtbot: QtBot, own_archive: Archive, tmp_path: Path
) -> None:
    tasks = Tasks()
    window = ArchiveWindow(tasks)
    window.set_archive(own_archive)
    window.show()
    window.add([notes(tmp_path / "notes", 80)])
    qtbot.wait(300)
    window.close()
    assert tasks.shutdown(30)
    assert own_archive.pending() >= 0
