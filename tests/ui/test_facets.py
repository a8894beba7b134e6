"""The column of facets and its chips: clicks and keys write clauses into the query."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.domain.query_clause import Clause
from workbench.services.archive import Archive, Facet
from workbench.services.search_results import FacetValue, Used
from workbench.ui.facets import FacetList, Heading, Rest, Value, field_names, value_words
from workbench.ui.search_panel import SearchPanel
from workbench.ui.tasks import Tasks

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def panel(qtbot: QtBot, tasks: Tasks, archive: Archive) -> Iterator[SearchPanel]:
    made = SearchPanel(tasks)
    made.resize(1200, 400)
    made.set_archive(archive)
    made.show_filters(True)
    made.show()
    made.activateWindow()
    made.focus_query("council")
    settled(qtbot, made)
    yield made
    made.close()


def settled(qtbot: QtBot, panel: SearchPanel) -> None:
    qtbot.waitUntil(
        lambda: not panel.busy and not panel.filter.busy and panel.result is not None,
        timeout=10_000,
    )


def value(panel: SearchPanel, field: str, value: str) -> Value:
    rows = panel.filter.list.facets.rows
    return next(
        row for row in rows if isinstance(row, Value) and (row.field, row.value) == (field, value)
    )


def click(
    panel: SearchPanel,
    field: str,
    value: str,
    modifier: Qt.KeyboardModifier = NO_KEY,
    at_minus: bool = False,
) -> None:
    column = panel.filter.list
    row = column.visualRect(column.facets.index(column.facets.row_of(field, value)))
    place = QPoint(row.right() - 14 if at_minus else 50, row.center().y())
    QTest.mouseClick(column.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_facets_are_counted_after_the_hits(panel: SearchPanel) -> None:
    assert panel.result is not None
    types = [row for row in panel.filter.list.facets.rows if isinstance(row, Value)]
    types = [row for row in types if row.field == "type"]
    assert sum(row.hits for row in types) == panel.result.total
    assert types[0].label == "PDF"
    assert Heading("Type") in panel.filter.list.facets.rows
    assert value(panel, "lang", "en").label == "English"
    assert panel.filter.list.grab().width() > 100


def test_a_click_includes_and_a_second_one_takes_it_out(qtbot: QtBot, panel: SearchPanel) -> None:
    all_hits = len(panel.hits)
    click(panel, "type", "pdf")
    settled(qtbot, panel)
    assert "type:pdf" in panel.query
    assert {hit.kind for hit in panel.hits} == {"pdf"}
    assert value(panel, "type", "pdf").clause is Clause.INCLUDED
    assert "type" in panel.reading_text
    assert [chip.text() for chip in panel.filter.chips.chips] == ["PDF ✕"]
    click(panel, "type", "pdf")
    settled(qtbot, panel)
    assert panel.query == "council"
    assert len(panel.hits) == all_hits
    assert panel.filter.chips.chips == []


def test_the_other_values_stay_to_choose_from(qtbot: QtBot, panel: SearchPanel) -> None:
    html = value(panel, "type", "html")
    click(panel, "type", "pdf")
    settled(qtbot, panel)
    assert value(panel, "type", "html").hits == html.hits
    click(panel, "type", "html")
    settled(qtbot, panel)
    assert {hit.kind for hit in panel.hits} == {"pdf", "html"}
    assert "type:(pdf OR html)" in panel.query


def test_filters_that_were_typed_are_chips_too(qtbot: QtBot, panel: SearchPanel) -> None:
    panel.filter.forget()
    panel.set_query("council NOT type:pdf date:2026")
    settled(qtbot, panel)
    qtbot.waitUntil(lambda: len(panel.filter.chips.chips) == 2)
    texts = {chip.text() for chip in panel.filter.chips.chips}
    assert texts == {"not PDF ✕", "2026 ✕"}
    qtbot.waitUntil(lambda: not panel.filter.busy)
    assert value(panel, "type", "pdf").hits > 0


@pytest.mark.parametrize("how", ["alt", "shift", "minus"])
def test_a_value_is_left_out(qtbot: QtBot, panel: SearchPanel, how: str) -> None:
    modifier = {"alt": ALT, "shift": SHIFT, "minus": NO_KEY}[how]
    click(panel, "type", "pdf", modifier, at_minus=how == "minus")
    settled(qtbot, panel)
    assert "NOT type:pdf" in panel.query
    assert panel.hits
    assert "pdf" not in {hit.kind for hit in panel.hits}
    assert value(panel, "type", "pdf").clause is Clause.EXCLUDED
    (chip,) = panel.filter.chips.chips
    assert chip.text() == "not PDF ✕"
    assert "Take out the filter Type" in chip.accessibleName()
    chip.click()
    settled(qtbot, panel)
    assert panel.query == "council"
    assert panel.query != panel.filter.query_without
    panel.back()
    settled(qtbot, panel)
    assert "NOT type:pdf" in panel.query


def test_by_keyboard_with_words_for_screen_readers(qtbot: QtBot, panel: SearchPanel) -> None:
    column = panel.filter.list
    column.setFocus()
    index = column.currentIndex()
    row = index.data(Qt.ItemDataRole.UserRole + 1)
    assert isinstance(row, Value)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Type, PDF, ")
    assert "documents" in spoken
    qtbot.keyClick(column, Qt.Key.Key_Minus)
    settled(qtbot, panel)
    assert "NOT type:pdf" in panel.query
    column.setCurrentIndex(column.facets.index(column.facets.row_of("type", "pdf")))
    spoken = column.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("left out")
    qtbot.keyClick(column, Qt.Key.Key_Return)
    settled(qtbot, panel)
    assert panel.query.endswith("type:pdf") and "NOT" not in panel.query
    qtbot.keyClick(column, Qt.Key.Key_Escape)


def test_evidence_of_the_case_is_a_facet_when_one_is_open(
    qtbot: QtBot, panel: SearchPanel, archive: Archive
) -> None:
    fields = {row.field for row in panel.filter.list.facets.rows if isinstance(row, Value)}
    assert "used" not in fields
    panel.set_used(Used(frozenset([panel.hits[0].source])))
    settled(qtbot, panel)
    click(panel, "used", "yes")
    settled(qtbot, panel)
    assert {hit.source for hit in panel.hits} == {panel.hits[0].source}


def test_a_hidden_column_counts_nothing(
    qtbot: QtBot, panel: SearchPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show_filters(False)
    assert not panel.filter.list.isVisible()
    monkeypatch.setattr(panel.archive, "facets", lambda *_asked: pytest.fail("counted"))
    panel.set_query("terminal")
    settled(qtbot, panel)
    assert panel.hits


def test_many_values_are_shown_when_asked_for(qtbot: QtBot) -> None:
    column = FacetList()
    years = tuple(FacetValue(str(year), str(year), 1, 1) for year in range(2026, 2010, -1))
    facets = [Facet("date", years)]
    column.facets.show(facets, {("date", "2011"): Clause.INCLUDED}, {})
    shown = [row for row in column.facets.rows if isinstance(row, Value)]
    assert [row.value for row in shown] == ["2026", "2025", "2024", "2023", "2022", "2021", "2011"]
    rest = column.facets.rows[-1]
    assert rest == Rest("date", 10, False)
    column.setCurrentIndex(column.facets.index(column.facets.rowCount() - 1))
    qtbot.keyClick(column, Qt.Key.Key_Return)
    assert sum(isinstance(row, Value) for row in column.facets.rows) == 16
    column.facets.show([], {("date", "1999"): Clause.EXCLUDED}, {("date", "1999"): "1999"})
    assert column.facets.rows[-1] == Value("date", "1999", "1999", Clause.EXCLUDED)
    column.deleteLater()


def test_every_facet_has_a_name() -> None:
    assert set(field_names()) == {"type", "publisher", "date", "lang", "tag", "used"}
    assert value_words("lang", "xx", "xx") == "xx"
    assert value_words("type", "eml", "eml") == "E-mail"
