"""Tags in the archive's window: shown, put on one source or many, taken off, filtered by."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.services.archive import Archive
from workbench.ui.archive_window import ArchiveWindow
from workbench.ui.tag_bar import TagBar, completed, tags_in
from workbench.ui.tasks import Tasks

TAGS = 5


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, own_archive: Archive) -> Iterator[ArchiveWindow]:
    made = ArchiveWindow(tasks)
    made.set_archive(own_archive)
    made.resize(1000, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.table.model().rowCount() > 0)
    yield made
    made.close()


def choose(window: ArchiveWindow, *rows: int) -> list[str]:
    """Chooses rows; the hashes of their sources."""
    selection, model = window.table.selectionModel(), window.table.model()
    selection.clearSelection()
    for row in rows:
        selection.select(
            model.index(row, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    QApplication.processEvents()  # the tags of what is chosen are shown at the next turn
    return [row.source.sha256 for row in window._chosen()]


def add(qtbot: QtBot, window: ArchiveWindow, words: str) -> None:
    window.tag_bar.field.setFocus()
    QTest.keyClicks(window.tag_bar.field, words)
    with qtbot.waitSignal(window.tagsChanged, timeout=10_000):
        QTest.keyClick(window.tag_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window._listing is None)


def column(window: ArchiveWindow) -> list[str]:
    model = window.table.model()
    return [str(model.index(row, TAGS).data()) for row in range(model.rowCount())]


def chips(window: ArchiveWindow) -> list[str]:
    return [chip.text() for chip in window.tag_bar.chips]


def test_tags_are_put_on_many_sources_at_once_and_found_at_once(
    qtbot: QtBot, window: ArchiveWindow, own_archive: Archive
) -> None:
    hashes = choose(window, 0, 2)
    assert window.tag_bar.title == "Tags of 2 sources"
    add(qtbot, window, "court  files, urgent")
    assert own_archive.tags() == {sha256: ["court files", "urgent"] for sha256 in hashes}
    assert column(window)[0] == "court files, urgent"
    assert column(window)[1] == ""
    assert choose(window, 0, 2) == hashes  # nothing moved
    assert chips(window) == ["court files ✕", "urgent ✕"]
    found = own_archive.search("tag:urgent", 1000).hits
    assert {hit.source for hit in found} == set(hashes)


def test_what_is_chosen_stays_chosen(qtbot: QtBot, window: ArchiveWindow) -> None:
    hashes = choose(window, 1, 3)
    add(qtbot, window, "draft")
    assert [row.source.sha256 for row in window._chosen()] == hashes
    assert chips(window) == ["draft ✕"]


def test_a_chip_takes_the_tag_off_all_chosen(
    qtbot: QtBot, window: ArchiveWindow, own_archive: Archive
) -> None:
    choose(window, 0)
    add(qtbot, window, "urgent")
    choose(window, 0, 1, 2)
    assert chips(window) == ["urgent 1/3 ✕"]
    with qtbot.waitSignal(window.tagsChanged, timeout=10_000):
        window.tag_bar.chips[0].click()
    qtbot.waitUntil(lambda: chips(window) == [])
    assert own_archive.tags() == {}
    assert own_archive.search("tag:urgent").total == 0


def test_sources_are_filtered_by_tag(qtbot: QtBot, window: ArchiveWindow) -> None:
    everything = window.table.model().rowCount()
    choose(window, 0, 1)
    add(qtbot, window, "urgent")
    window.tag_filter.fill()
    texts = [action.text() for action in window.tag_filter.menu().actions()]
    assert texts == ["All tags", "Without tags", "urgent  2"]
    window.tag_filter.menu().actions()[2].trigger()
    assert window.table.model().rowCount() == 2
    assert window.tag_filter.text() == "urgent ▾"
    window.show_tag("")
    assert window.table.model().rowCount() == everything - 2
    window.show_tag("urgent")
    choose(window, 0, 1)
    with qtbot.waitSignal(window.tagsChanged, timeout=10_000):
        window.tag_bar.chips[0].click()
    qtbot.waitUntil(lambda: window.table.model().rowCount() == everything)
    assert window.tag_filter.text() == "All tags ▾"


def test_words_are_looked_for_in_tags_too(qtbot: QtBot, window: ArchiveWindow) -> None:
    choose(window, 0)
    add(qtbot, window, "zebrafish")
    window._filter.setText("zebra")
    assert window.table.model().rowCount() == 1


def test_known_tags_are_completed_and_keep_their_spelling(
    qtbot: QtBot, window: ArchiveWindow
) -> None:
    choose(window, 0)
    add(qtbot, window, "Court files")
    choose(window, 1)
    field = window.tag_bar.field
    field.setFocus()
    QTest.keyClicks(field, "fil")
    qtbot.waitUntil(lambda: window.tag_bar.completer.is_open)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "Court files"
    field.clear()
    add(qtbot, window, "court FILES")
    assert column(window)[:2] == ["Court files", "Court files"]


def test_nothing_chosen_nothing_to_tag(window: ArchiveWindow) -> None:
    window.table.clearSelection()
    QApplication.processEvents()
    assert window.tag_bar.title == "Choose sources to tag them"
    assert not window.tag_bar.field.isVisible()


def test_many_tags_give_way_to_a_menu(qtbot: QtBot, tasks: Tasks) -> None:
    bar = TagBar(tasks)
    qtbot.addWidget(bar)
    tags = [f"tag {number:02}" for number in range(10)]
    bar.show_tags([tags], tags)
    assert len(bar.chips) == 6
    assert bar._more.text() == "+4 ▾"
    taken: list[list[str]] = []
    bar.changed.connect(lambda _add, remove: taken.append(remove))
    bar._more.menu().actions()[0].trigger()
    assert taken == [["tag 06"]]


def test_tags_are_completed_after_the_last_comma() -> None:
    known = ["court files", "of court", "draft"]
    found = completed("a, court", 8, known)
    assert [(each.start, each.end, each.insert) for each in found] == [
        (3, 8, "court files"),
        (3, 8, "of court"),
    ]
    assert len(completed("", 0, known)) == 3


def test_typed_tags_are_plain_and_once() -> None:
    assert tags_in(" a,  b  c ,A,, ", ["B C"]) == ["a", "B C", "A"]


def test_escape_empties_the_field_before_it_closes_the_window(
    qtbot: QtBot, window: ArchiveWindow
) -> None:
    choose(window, 0)
    field = window.tag_bar.field
    field.setFocus()
    QTest.keyClicks(field, "urg")
    window.tag_bar.completer.close()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert window.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not window.isVisible()
