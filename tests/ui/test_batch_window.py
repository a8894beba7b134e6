"""Many searches at once: the list, the rows as they come, and what can be done with them."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.domain.errors import WorkbenchError
from workbench.domain.query_options import Options
from workbench.services.archive import Archive, BatchRow
from workbench.ui.batch_model import Kind, kind_of
from workbench.ui.batch_window import BatchWindow, Surroundings
from workbench.ui.tasks import Tasks

QUERIES = ("council", "zebrafish", "date:[2016-13-45 to]", "terminal OR quay")


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, archive: Archive, tmp_path: Path) -> Iterator[BatchWindow]:
    around = Surroundings(Options, lambda: None, lambda: tmp_path)
    made = BatchWindow(tasks, around)
    made.set_archive(archive)
    made.resize(1000, 500)
    made.open()
    yield made
    made.close()


def run(qtbot: QtBot, window: BatchWindow, queries: Sequence[str] = QUERIES) -> list[BatchRow]:
    window.list.setPlainText("\n".join(queries))
    window.start()
    qtbot.waitUntil(lambda: not window.busy, timeout=20_000)
    return window.model.rows


def table_in(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def shown(window: BatchWindow) -> list[str]:
    model = window.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_every_line_gives_a_row_and_a_bad_one_stops_nothing(
    qtbot: QtBot, window: BatchWindow, archive: Archive
) -> None:
    rows = run(qtbot, window)
    assert [row.query for row in rows] == list(QUERIES)
    assert kind_of(rows[0]) is Kind.HITS
    assert rows[0].hits == archive.search("council").total
    assert kind_of(rows[1]) is Kind.NOTHING
    assert any(kind_of(row) is Kind.ERROR and row.error for row in rows)
    assert kind_of(rows[-1]) is Kind.HITS
    assert "with hits" in window.summary
    assert "1 found nothing" in window.summary


def test_rows_are_filtered_by_what_became_of_them_and_sorted(
    qtbot: QtBot, window: BatchWindow
) -> None:
    run(qtbot, window)
    window.kind_buttons[Kind.NOTHING].click()
    assert shown(window) == ["zebrafish"]
    window.kind_buttons[None].click()
    assert len(shown(window)) == len(QUERIES)
    window.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    first = window.row_at(0)
    assert first.hits == max(row.hits for row in window.model.rows)


def test_a_query_with_a_slip_proves_nothing(qtbot: QtBot, window: BatchWindow) -> None:
    rows = run(qtbot, window, ['"zebrafish', "colour:zebrafish", "zebrafish"])
    assert [kind_of(row) for row in rows] == [Kind.ERROR, Kind.ERROR, Kind.NOTHING]
    assert "1 found nothing" in window.summary
    assert "2 not understood" in window.summary
    window.set_recording(True, "with the case")
    window.kind_buttons[Kind.ERROR].click()
    window.table.selectAll()
    assert not window.record.isEnabled()
    note = window.table.model().index(0, 4)
    assert note.data().startswith("! ")
    assert note.data(Qt.ItemDataRole.ToolTipRole) == note.data()
    assert window.table.columnWidth(4) > window.table.columnWidth(1)


def test_return_and_a_double_click_put_a_query_into_the_search(
    qtbot: QtBot, window: BatchWindow
) -> None:
    run(qtbot, window)
    asked: list[str] = []
    window.queryChosen.connect(asked.append)
    window.table.setFocus()
    window.table.selectRow(1)
    QTest.keyClick(window.table, Qt.Key.Key_Return)
    assert asked == ["zebrafish"]
    place = window.table.visualRect(window.table.model().index(0, 0)).center()
    QTest.mouseClick(
        window.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    QTest.mouseDClick(
        window.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    assert asked[-1] == "council"


def test_names_and_files_are_added_once(qtbot: QtBot, window: BatchWindow, tmp_path: Path) -> None:
    window.list.setPlainText("bridge\nCouncil")
    window.namesWanted.connect(lambda: window.add_queries(["Council", "Eva Lindqvist"]))
    window.names.click()
    file = tmp_path / "list.txt"
    file.write_text("bridge\n\ntoll\n", encoding="utf-8")
    window.read_file(file)
    assert window.list.toPlainText().split("\n") == ["bridge", "Council", "Eva Lindqvist", "toll"]


def test_a_file_that_is_no_list_is_told(qtbot: QtBot, window: BatchWindow, tmp_path: Path) -> None:
    told: list[WorkbenchError] = []
    window.failed.connect(told.append)
    window.read_file(tmp_path / "gone.txt")
    assert len(told) == 1
    assert "gone.txt" in window.summary


def test_the_rows_shown_are_saved(qtbot: QtBot, window: BatchWindow, tmp_path: Path) -> None:
    run(qtbot, window, ["council", "=1+1", "zebrafish"])
    path = tmp_path / "rows.csv"
    window.save(path)
    rows = table_in(path)
    assert [row[1] for row in rows[1:]] == ["council", "'=1+1", "zebrafish"]
    window.kind_buttons[Kind.NOTHING].click()
    window.save(path)
    rows = table_in(path)
    assert "zebrafish" in [row[1] for row in rows[1:]]
    assert "council" not in [row[1] for row in rows[1:]]
    window.save(tmp_path / "no" / "such" / "folder.csv")
    assert "folder" in window.summary


def test_a_batch_can_be_stopped_and_keeps_what_it_found(qtbot: QtBot, window: BatchWindow) -> None:
    window.list.setPlainText("\n".join(f"council {number}" for number in range(3000)))
    QTest.keyClick(window.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.busy
    assert window._cancel.isVisible()
    qtbot.waitUntil(lambda: window.model.rowCount() > 0, timeout=20_000)
    window._cancel.click()
    qtbot.waitUntil(lambda: not window.busy, timeout=20_000)
    assert 0 < window.model.rowCount() < 3000
    assert window.summary.startswith("Stopped.")
    assert window.run_all.isEnabled()


def test_found_nothing_is_recorded_for_the_rows_chosen(qtbot: QtBot, window: BatchWindow) -> None:
    rows = run(qtbot, window)
    assert not window.record.isEnabled()
    window.table.selectAll()
    assert not window.record.isEnabled()  # no case is open
    window.set_recording(True, "with claim 3")
    wanted: list[list[BatchRow]] = []
    window.recordWanted.connect(wanted.append)
    window.record.click()
    assert [row.query for row in wanted[0]] == [row.query for row in rows if not row.error]
    assert window.record.text() == "&Record “found nothing” for the case"
    window.set_recording(True, "with claim 3", 3)
    assert window.record.text() == "&Record “found nothing” for claim 3"
    window.set_recorded(["council"])
    assert window.model.index(0, 4).data() == "✓ recorded"
    assert not window.model.index(1, 4).data()


def test_another_archive_begins_anew(
    qtbot: QtBot, window: BatchWindow, own_archive: Archive
) -> None:
    run(qtbot, window)
    window.set_archive(own_archive)
    assert window.model.rowCount() == 0
    assert window.list.toPlainText()
