"""Everything an article names is looked up at once; one bad line stops nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.journeys.desk import NO_KEY, Desk
from workbench.ui.batch_model import Kind

ARTICLE = """Bridge costs doubled

The bridge cost 31.2 million euros, said Eva Lindqvist. Nobody told the Harbour Board of it.
Tobias Renn was in Skelmouth that day.
"""
# The offscreen platform has no window manager to tell things to.
pytestmark = pytest.mark.qt_log_ignore(r"does not support (propagateSizeHints|raise)")
NOTES = """Notebook of the desk

The final account of the bridge is 31.2 million euros, said Eva Lindqvist.

She told the Harbour Board in May, before the vote in Skelmouth.
"""


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    article = tmp_path / "bridge.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "notes.txt").write_text(NOTES, encoding="utf-8")
    made = Desk(qtbot, tmp_path)
    made.add_documents(tmp_path / "notes.txt")
    made.open_article(article)
    yield made
    if made.window.isVisible():
        made.leave()


def test_the_names_of_the_article_with_one_bad_line(desk: Desk, tmp_path: Path) -> None:
    desk.select_in_article("The bridge cost 31.2 million euros")
    desk.press("C")
    desk.control("B")
    batch = desk.window.queries.batch
    desk.until(batch.isVisible, "the batch window is open")
    QTest.mouseClick(batch.names, Qt.MouseButton.LeftButton)
    desk.until(lambda: "Lindqvist" in batch.list.toPlainText(), "the names are in the list")
    batch.list.appendPlainText("date:[2016-13-45 to]\nbridge")
    QTest.mouseClick(batch.run_all, Qt.MouseButton.LeftButton)
    desk.until(lambda: not batch.busy and batch.model.rowCount() > 0, "the batch is done")
    rows = {row.query: row for row in batch.model.rows}
    assert rows['"Eva Lindqvist"'].hits == 1
    assert rows['"Tobias Renn"'].hits == 0
    assert rows["date:[2016-13-45 to]"].error
    assert rows["bridge"].hits == 1

    # What was not found is recorded with the claim in hand, in one step.
    QTest.mouseClick(batch.kind_buttons[Kind.NOTHING], Qt.MouseButton.LeftButton)
    batch.table.selectAll()
    QTest.mouseClick(batch.record, Qt.MouseButton.LeftButton)
    desk.until(lambda: bool(desk.window.model.case.searches), "the search is in the case")
    desk.settled()
    records = desk.window.model.case.searches.values()
    assert {record.query for record in records} == {row.query for row in batch.chosen()}
    assert '"Tobias Renn"' in {record.query for record in records}
    assert {(record.claim, record.total) for record in records} == {(desk.claim.id, 0)}
    notes = [batch.model.index(row, 4).data() for row in range(batch.model.rowCount())]
    assert sum(note.startswith("✓ recorded") for note in notes) == len(records)

    # Return puts a query into the search; its hits are there.
    QTest.mouseClick(batch.kind_buttons[Kind.HITS], Qt.MouseButton.LeftButton)
    batch.table.setFocus()
    batch.table.selectRow(0)
    QTest.keyClick(batch.table, Qt.Key.Key_Return, NO_KEY)
    panel = desk.window.desk.search
    desk.until(lambda: bool(panel.hits) and not panel.busy, "the hits are shown")
    assert panel.query == batch.row_at(0).query

    batch.save(tmp_path / "rows.csv")
    assert len((tmp_path / "rows.csv").read_text(encoding="utf-8-sig").splitlines()) > 1
    desk.window.activateWindow()
    desk.window.desk.article.view.setFocus()
    desk.undo()
    assert not desk.window.model.case.searches
    notes = [batch.model.index(row, 4).data() for row in range(batch.model.rowCount())]
    assert not any("recorded" in note for note in notes)
