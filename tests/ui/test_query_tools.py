"""What was asked of late, and the searches kept with the archive."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from workbench.domain.errors import WorkbenchError
from workbench.domain.query_options import Unit
from workbench.services.archive import Archive, SavedSearch
from workbench.ui.query_edit import QueryEdit
from workbench.ui.query_history import LONGEST, MOST, QueryHistory
from workbench.ui.query_tools import QueryTools
from workbench.ui.saved_dialogs import SavedWindow, SaveSearchDialog
from workbench.ui.saved_searches import SavedSearches, suggested_name
from workbench.ui.settings import Settings
from workbench.ui.tasks import Tasks


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QueryHistory:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return QueryHistory(Settings())


@pytest.fixture
def saved(qtbot: QtBot, tasks: Tasks, own_archive: Archive) -> SavedSearches:
    made = SavedSearches(tasks)
    made.set_archive(own_archive)
    qtbot.waitUntil(lambda: not made.busy)
    return made


@pytest.fixture
def tools(qtbot: QtBot, history: QueryHistory, saved: SavedSearches) -> Iterator[QueryTools]:
    edit = QueryEdit()
    edit.resize(600, 34)
    edit.show()
    edit.activateWindow()
    edit.setFocus()
    yield QueryTools(edit, history, saved)
    edit.close()


def line_of(tools: QueryTools) -> QueryEdit:
    edit = tools.parent()
    assert isinstance(edit, QueryEdit)
    return edit


def settled(qtbot: QtBot, saved: SavedSearches) -> None:
    qtbot.waitUntil(lambda: not saved.busy)


# History


def test_queries_are_kept_newest_first_and_once(history: QueryHistory) -> None:
    for query in ("bridge", "toll  road", "bridge", "  "):
        history.add(query)
    assert history.queries == ["bridge", "toll road"]
    assert QueryHistory(Settings()).queries == ["bridge", "toll road"]
    history.forget()
    assert QueryHistory(Settings()).queries == []


def test_only_so_many_and_none_too_long(history: QueryHistory) -> None:
    for number in range(MOST + 5):
        history.add(f"query {number}")
    history.add("x" * (LONGEST + 1))
    assert len(history.queries) == MOST
    assert history.queries[0] == f"query {MOST + 4}"


def test_walking_goes_there_and_back_to_what_was_typed(history: QueryHistory) -> None:
    for query in ("one", "two", "three"):
        history.add(query)
    assert history.older("dra") == "three"
    assert history.older("three") == "two"
    assert history.older("two") == "one"
    assert history.older("one") is None
    assert history.newer("one") == "two"
    assert history.newer("two") == "three"
    assert history.newer("three") == "dra"
    assert history.newer("dra") is None


def test_the_query_shown_is_not_its_own_former_one(history: QueryHistory) -> None:
    for query in ("one", "two"):
        history.add(query)
    assert history.older("two") == "one"
    assert history.newer("one") == "two"


def test_typing_begins_the_walk_anew(history: QueryHistory) -> None:
    for query in ("one", "two", "three"):
        history.add(query)
    assert history.older("") == "three"
    assert history.older("three but other") == "three"
    assert history.newer("three") == "three but other"


class _Kept:
    """Settings that keep their queries in memory."""

    def __init__(self) -> None:
        self.queries: list[str] = []


@given(st.lists(st.text(alphabet="ab c", max_size=6), max_size=12), st.integers(1, 15))
def test_as_many_steps_back_as_forth_end_where_they_began(asked: list[str], steps: int) -> None:
    history = QueryHistory(_Kept())  # type: ignore[arg-type]
    for query in asked:
        history.add(query)
    shown, gone = "typed", 0
    for _step in range(steps):
        older = history.older(shown)
        if older is None:
            break
        shown, gone = older, gone + 1
    for _step in range(gone):
        newer = history.newer(shown)
        assert newer is not None
        shown = newer
    assert shown == "typed"


def test_who_leaves_the_line_leaves_the_query_in_the_history(
    qtbot: QtBot, tools: QueryTools, history: QueryHistory
) -> None:
    edit = line_of(tools)
    qtbot.waitUntil(edit.hasFocus)
    edit.setText("bridge cost")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert history.queries == ["bridge cost"]
    edit.setText("toll")
    other = QLineEdit()
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(lambda: not edit.hasFocus())
    assert history.queries == ["toll", "bridge cost"]
    other.close()


def test_the_menu_lists_queries_and_clears_them(tools: QueryTools, history: QueryHistory) -> None:
    for query in ("a & b", "long " * 40):
        history.add(query)
    tools.history_menu.aboutToShow.emit()
    texts = [action.text() for action in tools.history_menu.actions() if action.text()]
    assert texts[0].endswith("…")
    assert texts[1] == "a && b"
    tools.history_menu.actions()[1].trigger()
    assert line_of(tools).text() == "a & b"
    tools.history_menu.actions()[-1].trigger()
    assert history.queries == []
    tools.history_menu.aboutToShow.emit()
    assert not any(action.isEnabled() for action in tools.history_menu.actions() if action.text())


# Saved searches


def test_a_search_is_kept_renamed_and_forgotten(
    qtbot: QtBot, saved: SavedSearches, own_archive: Archive
) -> None:
    saved.save(SavedSearch("Costs", "bridge cost", Unit.PAGE, False))
    saved.save(SavedSearch("Tolls", "toll"))
    settled(qtbot, saved)
    assert [each.name for each in saved.items] == ["Costs", "Tolls"]
    saved.rename("Costs", " Costs of   the bridge ")
    settled(qtbot, saved)
    first = own_archive.saved_searches()[0]
    assert first == SavedSearch("Costs of the bridge", "bridge cost", Unit.PAGE, False)
    saved.rename("Tolls", "costs of the BRIDGE")  # somebody else's name
    saved.rename("Tolls", "  ")
    settled(qtbot, saved)
    assert [each.name for each in saved.items] == ["Costs of the bridge", "Tolls"]
    saved.rename("Tolls", "tolls")
    saved.forget("Costs of the bridge")
    settled(qtbot, saved)
    assert [each.name for each in own_archive.saved_searches()] == ["tolls"]


def test_the_name_is_suggested(qtbot: QtBot, saved: SavedSearches) -> None:
    assert suggested_name("bridge cost", saved) == "bridge cost"
    long = suggested_name("the words of a query that goes on and on for ever", saved)
    assert long == "the words of a query that goes on and …"
    saved.save(SavedSearch("bridge cost", "another"))
    settled(qtbot, saved)
    assert suggested_name("bridge cost", saved) == "bridge cost (2)"
    assert suggested_name("another", saved) == "another"


def test_the_dialog_says_what_would_be_replaced(qtbot: QtBot, saved: SavedSearches) -> None:
    saved.save(SavedSearch("Costs", "bridge cost"))
    settled(qtbot, saved)
    dialog = SaveSearchDialog(None, SavedSearch("", "toll road"), saved)  # type: ignore[arg-type]
    assert dialog.search.name == "toll road"
    assert dialog.told == ""
    dialog.set_name("costs")
    assert dialog.told == "Takes the place of “bridge cost”."
    dialog.set_name(" ")
    assert not dialog._keep.isEnabled()
    saved.save(SavedSearch("costs", "toll road"))
    settled(qtbot, saved)
    assert [(each.name, each.query) for each in saved.items] == [("costs", "toll road")]


def test_the_window_runs_renames_and_forgets(qtbot: QtBot, saved: SavedSearches) -> None:
    for name in ("Costs", "Tolls"):
        saved.save(SavedSearch(name, name.lower()))
    settled(qtbot, saved)
    window = SavedWindow(saved)
    window.show()
    window.activateWindow()
    window.table.setFocus()
    qtbot.waitUntil(window.table.hasFocus)
    chosen: list[SavedSearch] = []
    saved.chosen.connect(chosen.append)
    window.table.setCurrentCell(1, 0)
    QTest.keyClick(window.table, Qt.Key.Key_Return)
    assert [each.name for each in chosen] == ["Tolls"]
    QTest.keyClick(window.table, Qt.Key.Key_F2)
    field = window.table.findChild(QLineEdit)
    assert field is not None
    field.setText("Road tolls")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [each.name for each in saved.items] == ["Costs", "Road tolls"])
    window.table.setCurrentCell(0, 0)
    QTest.keyClick(window.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: [each.name for each in saved.items] == ["Road tolls"])
    assert window.table.rowCount() == 1
    window.close()


def test_the_star_offers_to_save_and_lists_what_is_kept(
    qtbot: QtBot, tools: QueryTools, saved: SavedSearches
) -> None:
    tools.saved_menu.aboutToShow.emit()
    assert not tools.saved_menu.actions()[0].isEnabled()  # nothing typed
    saved.save(SavedSearch("Costs & tolls", "cost OR toll"))
    settled(qtbot, saved)
    line_of(tools).setText("bridge")
    wanted: list[bool] = []
    chosen: list[SavedSearch] = []
    tools.saveWanted.connect(lambda: wanted.append(True))
    saved.chosen.connect(chosen.append)
    tools.saved_menu.aboutToShow.emit()
    save, _gap, kept = tools.saved_menu.actions()[:3]
    assert kept.text() == "Costs && tolls"
    save.trigger()
    kept.trigger()
    assert wanted == [True]
    assert [each.query for each in chosen] == ["cost OR toll"]


def test_what_cannot_be_kept_is_told(
    qtbot: QtBot, saved: SavedSearches, own_archive: Archive
) -> None:
    told: list[WorkbenchError] = []
    saved.failed.connect(told.append)
    with closing(sqlite3.connect(own_archive.folder / "catalogue.db")) as catalogue:
        catalogue.execute("DROP TABLE saved_searches")
    saved.save(SavedSearch("Costs", "cost"))
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].remedy
