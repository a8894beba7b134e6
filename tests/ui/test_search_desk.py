"""Hits and the case: marks, searches kept and run again, passages like others, CSV."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from workbench.domain.query_options import Options, Unit
from workbench.domain.search_record import Mark
from workbench.services.archive import SearchResult
from workbench.services.search_results import IndexState
from workbench.ui.hits_export import how_many
from workbench.ui.negative_search import Looking, facts, warning_words
from workbench.ui.query_trail import QueryTrail
from workbench.ui.search_commands import hit_commands

ARTICLE = "The council met\n\nThe council raised the budget to 9.8 million in March.\n"
STATE = IndexState("tantivy", "s", 12, 340, "abcdef0123456789")


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, archive_folder: Path
) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    shutil.copytree(archive_folder, tmp_path / "my-archive")
    article = tmp_path / "council.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    made = Desk(qtbot, tmp_path)
    made.open_article(article)
    yield made
    made.leave()


def marked(desk: Desk, number: int) -> str:
    panel = desk.window.desk.search
    return panel.rows.state_of(panel.hits[number]).word


def claim(desk: Desk, words: str) -> None:
    start = desk.window.model.case.article.text.index(words)
    desk.window.model.mark_claim(start, start + len(words))


def test_a_mark_given_again_is_taken_back(desk: Desk) -> None:
    desk.search("council")
    desk.press("Down")
    desk.press("Minus")
    desk.until(lambda: marked(desk, 0) == "not relevant", "marked")
    desk.press("M")
    desk.until(lambda: marked(desk, 0) == "relevant", "marked otherwise")
    desk.press("M")
    desk.until(lambda: marked(desk, 0) == "seen", "taken back")
    desk.press("X")
    desk.until(lambda: marked(desk, 0) == "not relevant", "marked from the menu's key")


def test_what_a_hit_is_worth_is_said_for_the_claim_in_hand(desk: Desk) -> None:
    claim(desk, "council met")
    claim(desk, "9.8 million")
    second, first = desk.window.model.current, desk.claims[0]
    assert second is not None and second.id != first.id
    desk.search("council")
    desk.press("Down")
    desk.press("Plus")
    desk.until(lambda: marked(desk, 0) == "relevant", "marked for the second claim")
    desk.window.model.set_current(first.id)
    desk.until(lambda: marked(desk, 0) == "seen", "for the first one it was only seen")
    (hit,) = desk.window.model.case.marked_hits.values()
    assert (hit.mark, hit.claim, hit.query) == (Mark.RELEVANT, second.id, "council")


def test_without_a_case_marks_have_no_place(desk: Desk) -> None:
    desk.window.close_desk()
    source = desk.workbench.archive.sources()[0]
    desk.window.open_source(source.sha256)
    desk.search("council")
    desk.press("Down")
    desk.press("Plus")
    assert "Open a case first" in desk.said
    desk.window.searches.found_nothing()
    assert "Open a case" in desk.said
    desk.press("Enter")
    desk.until(lambda: marked(desk, 0) == "seen", "that it was seen is still said")
    desk.open_article(desk.folder / "council.txt")
    assert marked(desk, 0) == "", "but it does not count as looked at for a case"


def test_more_like_this_and_back(desk: Desk) -> None:
    desk.search("parcels")
    desk.press("Down")
    desk.window.commands.run("hit.more_like")
    panel = desk.window.desk.search
    desk.until(lambda: " OR " in panel.query and not panel.busy, "its telling words are asked for")
    assert "Harbour log" in desk.window.desk.search.hits[0].text
    desk.press("Left", Qt.KeyboardModifier.AltModifier)
    desk.until(lambda: panel.query == "parcels" and not panel.busy, "the former query is back")


def test_more_like_words_selected_in_a_source(desk: Desk) -> None:
    desk.search("contingency")
    desk.click_hit(1)
    panel = desk.window.desk.search
    hit = panel.hits[0]
    desk.select_in_source(hit.text[-160:])
    desk.window.desk.source.setFocus()
    desk.window.commands.run("hit.more_like")
    desk.until(lambda: " OR " in panel.query and not panel.busy, "its telling words are asked for")
    assert hit.start in [each.start for each in panel.hits if each.source == hit.source]


def test_csv_tells_how_many_of_how_many(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.search_panel._LIMIT", 3)
    panel, export = desk.window.desk.search, desk.window.hits_export
    export.copy()
    assert "no hits" in desk.said
    desk.search("council")
    assert panel.result is not None
    total = panel.result.total
    assert len(panel.hits) == 3 < total
    path = tmp_path / "hits.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    export.save()
    desk.until(lambda: f"All {total} hits written to hits.csv" in desk.said, "it is written")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == total + 1
    export.copy()
    desk.until(lambda: "copied" in desk.said, "it is copied")
    assert len(list(csv.reader(io.StringIO(QGuiApplication.clipboard().text())))) == total + 1
    monkeypatch.setattr("workbench.ui.hits_export.MOST_IN_CSV", 5)
    export.write(path)
    desk.until(lambda: f"5 of {total} hits written" in desk.said, "and honest about what is not")
    export.write(tmp_path / "no" / "such" / "folder.csv")
    desk.until(lambda: "folder.csv" in desk.said, "what went wrong is said")


def test_a_recorded_search_is_run_again_and_removed(desk: Desk) -> None:
    claim(desk, "9.8 million")
    desk.search("forecast council")
    panel, model = desk.window.desk.search, desk.window.model
    panel.choices.choose(Unit.PAGE)
    desk.until(lambda: not panel.busy, "asked by page")
    assert panel.result is not None
    desk.window.searches.found_nothing()
    desk.until(lambda: desk.window.searches.form is not None, "the form is there")
    form = desk.window.searches.form
    assert form is not None
    assert "not looked at" in form.warning.text()
    QTest.keyClick(form, Qt.Key.Key_Escape)
    desk.until(lambda: desk.window.searches.form is None, "Escape shuts it")
    assert not model.case.searches
    state = desk.workbench.archive.index_state()
    model.record_search(model.current.id if model.current else "", panel.result, state, "a note")
    shown = desk.window.desk.claim.searches
    desk.until(lambda: len(shown.rows) == 1, "it is in the claim's column")
    assert "0 looked at" in shown.rows[0].text
    assert re.search(r" · \d{4}-\d\d-\d\d", shown.rows[0].text)
    panel.set_query("terminal", Options())
    shown.rows[0].again.click()
    desk.until(lambda: panel.query == "forecast council" and not panel.busy, "asked again")
    assert panel.options.unit is Unit.PAGE
    shown.rows[0].remove.click()
    desk.until(lambda: shown.rows == [], "taken out")
    assert "Remove search" in desk.undo_in_menu
    panel.choices.choose(Unit.PASSAGE)


def test_the_commands_of_hits_stand_in_the_menus_at_the_hits(desk: Desk) -> None:
    book = desk.window.commands
    offered = desk.window.desk.search.head.more.menu().actions()
    assert offered == [book.action(name) for name in hit_commands()]
    listed = {c.id: c.keys_listed for c in book.commands if c.menu == "search"}
    assert listed["hit.relevant"] == "M  +"
    assert listed["search.preview"].endswith("Space")
    book.run("search.by_date")
    assert desk.window.desk.search.options.order.value == "date"
    book.refresh()
    assert book.action("search.by_date").isChecked()
    book.run("search.by_relevance")


def a_result(total: int = 0) -> SearchResult:
    return SearchResult("cost", "all of: cost", [], total, [], "tantivy", 1.0, None, Options())


def test_the_form_says_what_will_be_recorded() -> None:
    told = dict(facts(Looking(None, a_result(), STATE, "desk", 0, 0)))
    assert told["Query"] == "cost"
    assert told["Searched"] == "12 sources and 340 passages of the archive “desk”"
    assert told["Found"] == "no hits"
    assert "abcdef012345" in told["Index"]
    assert warning_words(Looking(None, a_result(), STATE, "desk", 0, 0)) == ""
    some = Looking(None, a_result(14), STATE, "desk", 9, 0)
    assert dict(facts(some))["Found"] == "14 hits, 9 looked at, 0 relevant"
    assert "5 hits were not looked at" in warning_words(some)
    assert "1 hit is marked relevant" in warning_words(
        Looking(None, a_result(14), STATE, "desk", 9, 1)
    )


def test_counts_of_a_csv() -> None:
    assert how_many(a_result(12)) == "0 of 12 hits"


def test_the_trail_keeps_each_query_once() -> None:
    trail = QueryTrail()
    assert not trail and trail.last == ""
    trail.keep("  ", Options())
    trail.keep("one", Options())
    trail.keep("one", Options())
    trail.keep("one", Options(stems=False))
    assert trail.pop() == ("one", Options(stems=False))
    assert trail.pop() == ("one", Options())
    assert not trail
