"""Searching as a checker does it: hits by document, filters, saved searches, proof of looking."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from workbench.domain.query_options import Unit
from workbench.domain.search_record import Mark
from workbench.services.archive import Hit, SavedSearch

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    made = Desk(qtbot, tmp_path)
    made.add_documents(*sorted((SAMPLE / "archive").iterdir()))
    made.open_article(
        Path(shutil.copy(SAMPLE / "article" / "beacon-ferry-terminal.html", tmp_path))
    )
    yield made
    if made.window.isVisible():
        made.leave()


def second_document(desk: Desk) -> list[Hit]:
    """The hits of the first document but one that has three of them."""
    groups = desk.window.desk.search.rows.groups
    return list(next(group.hits for group in groups[1:] if len(group.hits) >= 3))


def in_article(desk: Desk) -> None:
    """Without a window manager nobody gives the keyboard back when another window is shut."""
    desk.window.activateWindow()
    desk.until(desk.window.isActiveWindow, "the window has the keyboard")
    desk.window.desk.article.view.setFocus()


def test_type_hits_third_hit_of_second_document_page_lit_back(desk: Desk) -> None:
    desk.search("terminal")
    desk.click_hit(1)
    was = (desk.window.desk.source.source, desk.page)
    desk.search("council")
    hits = second_document(desk)
    panel = desk.window.desk.search
    desk.press("Down")
    while panel.results.hit is not hits[2]:
        desk.press("Down")
    desk.press("Enter")
    desk.source_is_shown()
    desk.until(lambda: desk.page == hits[2].page, "the page of the hit is shown")
    assert desk.window.desk.source.source is not None
    assert desk.window.desk.source.source.sha256 == hits[2].source
    desk.until(lambda: desk.lit_pixels() > 10, "its words are lit")
    assert panel.rows.mark_of(hits[2]) is Mark.SEEN
    desk.press("Left", ALT)
    desk.source_is_shown()
    desk.until(
        lambda: (desk.window.desk.source.source, desk.page) == was,
        "the place one came from is shown again",
    )


def test_a_preview_leaves_article_and_source_where_they_are(desk: Desk) -> None:
    desk.select_in_article("The contract with Pellow Marine Works was signed on 14 July 2023")
    place = desk.window.desk.article.view.verticalScrollBar().value()
    before = desk.focus
    desk.search("council")
    panel = desk.window.desk.search
    desk.press("Down")
    desk.press("Space")
    desk.until(lambda: "council" in panel.preview.text.lower(), "the passage is read")
    desk.press("Down")
    desk.until(lambda: panel.preview.hit is panel.hits[1], "the next one too")
    assert desk.window.desk.source.source is None
    desk.press("Escape")
    assert desk.focus is before
    assert desk.window.desk.article.view.verticalScrollBar().value() == place
    assert desk.window.desk.article.view.selected_span() is not None


def test_facets_include_and_exclude(desk: Desk) -> None:
    desk.search("council")
    panel = desk.window.desk.search
    desk.until(lambda: not panel.filter.busy, "the facets are counted")
    total = len(panel.hits)
    panel.filter.list.setFocus()
    desk.press("Enter")
    desk.until(lambda: "type:pdf" in panel.query and not panel.busy, "only PDF is asked for")
    assert {hit.kind for hit in panel.hits} == {"pdf"}
    only = len(panel.hits)
    desk.until(lambda: not panel.filter.busy, "the facets are counted again")
    panel.filter.list.setFocus()
    desk.press("Minus")
    desk.until(lambda: "NOT type:pdf" in panel.query and not panel.busy, "PDF is left out")
    assert len(panel.hits) == total - only
    desk.until(lambda: len(panel.filter.chips.chips) == 1, "a chip says so")
    panel.filter.chips.chips[0].click()
    desk.until(lambda: panel.query == "council" and not panel.busy, "the filter is taken out")
    assert len(panel.hits) == total


def test_a_saved_search_is_asked_again_as_it_was_meant(desk: Desk) -> None:
    archive = desk.workbench.archive
    desk.search("council forecast")
    panel = desk.window.desk.search
    few = len(panel.hits)
    archive.save_search(SavedSearch("forecasts", "council forecast", Unit.DOCUMENT, True))
    saved = archive.saved_searches()[0]
    assert saved.name == "forecasts"
    desk.window.queries.saved.choose(saved)
    desk.until(lambda: not panel.busy and len(panel.hits) > few, "documents with both words")
    assert panel.options.unit is Unit.DOCUMENT


def test_nothing_found_is_kept_and_new_hits_reopen_the_claim(desk: Desk, tmp_path: Path) -> None:
    desk.select_in_article("The contract with Pellow Marine Works was signed on 14 July 2023")
    desk.press("C")
    desk.press("/")
    panel, searches = desk.window.desk.search, desk.window.searches
    desk.type("penalty waiver")
    desk.until(lambda: panel.result is not None and not panel.busy, "the search is done")
    assert panel.hits == []
    panel.head.nothing.click()
    desk.until(lambda: searches.form is not None, "the form is there")
    form = searches.form
    assert form is not None and not form.isModal()
    assert ("Query", "penalty waiver") in form.facts
    form.note.setPlainText("Asked for by the council's lawyer.")
    form.record.click()
    shown = desk.window.desk.claim.searches
    desk.until(lambda: len(shown.rows) == 1, "the search is recorded")
    (record,) = desk.window.model.case.searches_of(desk.claim)
    assert (record.query, record.total, record.found_nothing) == ("penalty waiver", 0, True)
    assert record.note.startswith("Asked for")
    assert "nothing found" in shown.rows[0].text
    desk.until(lambda: "claim 1" in desk.said, "the window says so")
    in_article(desk)
    desk.press("4")
    assert desk.claim.verdict == "unsupported"

    letter = tmp_path / "letter.txt"
    letter.write_text("The waiver of the penalty was signed by the mayor.\n", encoding="utf-8")
    desk.window.archive_window.add([letter])
    desk.until(lambda: desk.claim.verdict == "", "the claim is open again")
    desk.until(lambda: "1 new hit for “penalty waiver”: claim 1 reopened" in desk.said, "told")
    assert not desk.window.notice.passing  # it stays until somebody closes it
    assert "1 new hit" in shown.rows[0].text
    assert "Unsupported" in shown.reopened_text
    offer = next(b for b in desk.window.notice._offers if "Show" in b.text())
    offer.click()
    desk.until(lambda: len(panel.hits) == 1 and not panel.busy, "the new hit is shown")
    assert panel.rows.state_of(panel.hits[0]).word == "new"
    in_article(desk)
    desk.undo()
    assert desk.claim.verdict == "unsupported"


def test_what_was_looked_at_is_known_on_another_day(desk: Desk) -> None:
    desk.search("council")
    panel = desk.window.desk.search
    desk.press("Down")
    desk.press("Plus")
    desk.until(lambda: panel.rows.state_of(panel.hits[0]).word == "relevant", "it is marked")
    assert "Mark relevant" in desk.undo_in_menu
    desk.press("Down")
    desk.press("Enter")
    desk.source_is_shown()
    desk.until(lambda: panel.head.looked_text.startswith("2 of "), "two were looked at")
    assert "Mark relevant" in desk.undo_in_menu  # to have seen one is no step to undo
    case = desk.case_path
    desk.leave()
    desk.start()
    desk.open_case(case)
    desk.search("council")
    panel = desk.window.desk.search
    desk.until(lambda: panel.head.looked_text.startswith("2 of "), "that is still known")
    assert panel.rows.state_of(panel.hits[0]).word == "relevant"
    desk.press("Escape")
    desk.undo()
    desk.until(lambda: panel.rows.state_of(panel.hits[0]).word == "seen", "taken back, but seen")
