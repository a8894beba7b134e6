import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.locator import describe
from workbench.domain.query_options import Options, Order, Unit
from workbench.domain.search_record import Mark
from workbench.services.archive import Archive, Hit, SearchResult
from workbench.ui.search_panel import SearchPanel
from workbench.ui.search_results import HIT_ROLE, Group, More, grouped, place_of, snippet
from workbench.ui.settings import Settings
from workbench.ui.tasks import Tasks

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(qtbot: QtBot, tasks: Tasks, archive: Archive) -> Iterator[SearchPanel]:
    made = SearchPanel(tasks)
    made.resize(1200, 260)
    made.set_archive(archive)
    made.show()
    made.activateWindow()  # without a window manager nobody else does
    yield made
    made.close()


def search(qtbot: QtBot, panel: SearchPanel, query: str) -> None:
    panel.focus_query(query)
    qtbot.waitUntil(lambda: not panel.busy, timeout=10_000)


def slip(panel: SearchPanel) -> QLabel:
    return panel._layout.slip


def a_hit(text: str, spans: list[tuple[int, int]]) -> Hit:
    return Hit("a", "A", "text", 1, "1", 0, len(text), 1.0, text, lambda _text: spans)


def test_typing_searches_after_a_pause_once(
    qtbot: QtBot, panel: SearchPanel, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = archive.search

    def spy(query: str, *asked_for: Any) -> SearchResult:
        asked.append(query)
        return real(query, *asked_for)

    monkeypatch.setattr(archive, "search", spy)
    panel.focus_query()
    qtbot.keyClicks(panel.edit, "council", delay=10)
    assert asked == []
    qtbot.waitUntil(lambda: bool(panel.hits), timeout=5000)
    assert asked == ["council"]
    assert "read as: all of: council" in panel.reading_text
    assert f"{archive.search('council').total} hits in" in panel.reading_text


def test_the_newest_query_wins_over_a_slow_one(
    qtbot: QtBot, panel: SearchPanel, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = archive.search

    def slow(query: str, *asked_for: Any) -> SearchResult:
        if query == "council":
            time.sleep(0.4)
        return real(query, *asked_for)

    monkeypatch.setattr(archive, "search", slow)
    panel.focus_query("council")
    panel.search_now()
    panel.focus_query("parcels")
    panel.search_now()
    qtbot.waitUntil(lambda: not panel.busy)
    qtbot.wait(500)
    assert len(panel.hits) == 1
    assert "parcels" in panel.reading_text


def test_hits_stand_by_document_and_n_walks_over_all_of_them(
    qtbot: QtBot, panel: SearchPanel
) -> None:
    search(qtbot, panel, "council")
    sources = [hit.source for hit in panel.hits]
    firsts = [s for at, s in enumerate(sources) if at == 0 or sources[at - 1] != s]
    assert len(firsts) == len(set(sources)) > 1
    opened: list[Hit] = []
    panel.hitActivated.connect(opened.append)
    for _hit in panel.hits:
        panel.step(1)
    assert opened == panel.hits
    panel.step(1)
    assert opened[-1] == panel.hits[0]
    panel.step(-1)
    assert opened[-1] == panel.hits[-1]
    assert panel.current == panel.hits[-1]


def test_by_keyboard_alone(qtbot: QtBot, panel: SearchPanel) -> None:
    search(qtbot, panel, "council")
    qtbot.waitUntil(panel.edit.hasFocus)
    qtbot.keyClick(panel.edit, Qt.Key.Key_Down)
    assert panel.results.hasFocus()
    qtbot.keyClick(panel.results, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.hitActivated) as told:
        qtbot.keyClick(panel.results, Qt.Key.Key_Return)
    assert told.args == [panel.hits[1]]
    with qtbot.waitSignal(panel.hitActivated) as told:
        qtbot.keyClick(panel.results, Qt.Key.Key_N)
    assert told.args == [panel.hits[2]]
    with qtbot.waitSignal(panel.hitActivated) as told:
        qtbot.keyClick(panel.results, Qt.Key.Key_N, SHIFT)
    assert told.args == [panel.hits[1]]
    with qtbot.waitSignal(panel.escaped):
        qtbot.keyClick(panel.results, Qt.Key.Key_Escape)
    panel.results.take_first()
    qtbot.keyClick(panel.results, Qt.Key.Key_Up)
    assert panel.edit.hasFocus()


def test_a_click_opens_a_hit(qtbot: QtBot, panel: SearchPanel) -> None:
    search(qtbot, panel, "council")
    row = panel.results.model().index(1, 0)
    with qtbot.waitSignal(panel.hitActivated) as told:
        QTest.mouseClick(
            panel.results.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            panel.results.visualRect(row).center(),
        )
    assert told.args == [panel.hits[0]]


def test_a_slip_is_marked_at_its_place_and_the_rest_is_searched(
    qtbot: QtBot, panel: SearchPanel
) -> None:
    search(qtbot, panel, 'council "cost')
    assert panel.hits
    assert len(panel.edit.problems) == 1
    assert slip(panel).isVisible()
    assert panel.edit.problems[0].message in slip(panel).text()
    left, right = panel.edit._span(panel.edit.problems[0])
    assert 0 < left < right < panel.edit.width()
    search(qtbot, panel, "council")
    assert not slip(panel).isVisible()


def test_what_was_seen_and_what_is_linked_is_said(
    qtbot: QtBot, panel: SearchPanel, archive: Archive
) -> None:
    search(qtbot, panel, "council")
    first, second = panel.hits[:2]
    model = panel.rows
    assert model.state_of(first).text == ""
    panel.step(1)
    assert model.state_of(first).text == "○ seen"
    page = archive.page(second.source, second.page)
    place = describe(second.source, page, second.start, second.start + 20)
    item = Evidence(
        "e", "c", place, Stance.SUPPORTS, Grade.PRIMARY, "t", "pdf", "n", 1, "2026-01-01"
    )
    panel.set_linked([(item, 12)])
    assert model.state_of(second).text == "linked to 12"
    spoken = model.index(model.row_of(second), 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "linked to 12" in spoken
    panel.set_marks(lambda hit: Mark.RELEVANT if hit is second else None)
    assert model.state_of(second).text == "● relevant · linked to 12"
    assert model.state_of(first).text == "○ seen"
    assert panel.grab().width() == panel.width()


def test_without_hits_it_says_what_to_try(qtbot: QtBot, panel: SearchPanel) -> None:
    qtbot.waitUntil(lambda: "a phrase" in panel.no_hits.note.text())
    assert not panel.no_hits.add.isVisible()
    search(qtbot, panel, "zebra")
    assert "No hits" in panel.no_hits.note.text()


def test_an_empty_archive_asks_for_documents(qtbot: QtBot, tasks: Tasks, tmp_path: object) -> None:
    panel = SearchPanel(tasks)
    panel.set_archive(None)
    panel.show()
    assert "empty" in panel.no_hits.note.text()
    with qtbot.waitSignal(panel.addDocumentsRequested):
        panel.no_hits.add.click()
    panel.close()


def test_nothing_found_can_be_said_only_of_a_search_that_is_done(
    qtbot: QtBot, panel: SearchPanel
) -> None:
    search(qtbot, panel, "zebra")
    button = panel.head.nothing
    assert button.isEnabled()
    assert "looked, and found nothing" in button.toolTip()
    qtbot.keyClicks(panel.edit, "s")
    assert panel.busy and not button.isEnabled()
    assert "not done yet" in button.toolTip()
    assert panel.head.no_proof == button.toolTip()
    qtbot.waitUntil(lambda: not panel.busy, timeout=10_000)
    assert button.isEnabled()
    assert panel.head.no_proof == ""


def test_in_an_archive_without_sources_nothing_can_be_found(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path
) -> None:
    archive = Archive(tmp_path / "empty")
    panel = SearchPanel(tasks)
    panel.set_archive(archive)
    panel.show()
    search(qtbot, panel, "zebra")
    qtbot.waitUntil(lambda: "no sources" in panel.head.no_proof)
    assert panel.head.nothing.isVisible()
    assert not panel.head.nothing.isEnabled()
    panel.close()
    archive.close()


def test_a_snippet_is_about_its_first_lit_words() -> None:
    text = "word " * 60 + "the cost of it " + "more " * 90
    at = text.index("cost")
    piece = snippet(a_hit(text, [(at, at + 4)]))
    assert piece.text.startswith("… ")
    assert piece.text.endswith(" …")
    start, end = piece.lit[0]
    assert piece.text[start:end] == "cost"
    whole = snippet(a_hit("short\n\ncost", [(7, 11)]))
    assert whole.text[slice(*whole.lit[0])] == "cost"


def test_documents_come_in_the_order_of_their_best_hit() -> None:
    one = a_hit("x", [])
    hits = [replace(one, source="b", page=3), replace(one, source="a"), replace(one, source="b")]
    assert [(hit.source, hit.page) for hit in grouped(hits)] == [("b", 1), ("b", 3), ("a", 1)]


def test_documents_fold_and_keep_their_hits(qtbot: QtBot, panel: SearchPanel) -> None:
    search(qtbot, panel, "council")
    view, rows = panel.results, panel.rows
    before, shown = rows.rowCount(), len(panel.hits)
    view.setFocus()
    first = rows.groups[0]
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert rows.rowCount() == before - len(first.hits)
    assert rows.groups[0].folded
    assert len(panel.hits) == shown
    folded = view.currentIndex().data(HIT_ROLE)
    assert isinstance(folded, Group)
    assert "folded" in view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert rows.rowCount() == before
    assert view.hit == first.hits[0]
    view.fold_all(True)
    assert rows.rowCount() == len(rows.groups)
    with qtbot.waitSignal(panel.hitActivated) as told:
        panel.step(1)
    assert told.args == [panel.hits[0]]
    assert not rows.groups[0].folded
    assert rows.groups[1].folded
    place = view.visualRect(rows.index(rows.group_row(rows.groups[1].source))).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not rows.groups[1].folded
    view.fold_all(False)
    assert rows.rowCount() == before


def test_a_document_stays_folded_from_one_query_to_the_next(
    qtbot: QtBot, panel: SearchPanel
) -> None:
    search(qtbot, panel, "council")
    source = panel.rows.groups[0].source
    panel.results.fold(panel.rows.group_row(source), True)
    search(qtbot, panel, "council OR terminal")
    again = next(group for group in panel.rows.groups if group.source == source)
    assert again.folded


def test_marks_are_signs_and_words_by_keys_in_the_list(qtbot: QtBot, panel: SearchPanel) -> None:
    search(qtbot, panel, "council")
    asked: list[tuple[list[Hit], Mark]] = []
    panel.markWanted.connect(lambda hits, mark: asked.append((hits, mark)))
    panel.results.setFocus()
    qtbot.keyClick(panel.results, Qt.Key.Key_Plus)
    qtbot.keyClick(panel.results, Qt.Key.Key_Minus)
    first = panel.hits[0]
    assert asked == [([first], Mark.RELEVANT), ([first], Mark.NOT_RELEVANT)]
    marks = dict(zip(map(place_of, panel.hits), Mark, strict=False))
    panel.set_marks(lambda hit: marks.get(place_of(hit)))
    said = [panel.rows.state_of(hit).text for hit in panel.hits[:3]]
    assert said == ["○ seen", "● relevant", "⊘ not relevant"]
    assert panel.head.looked_text == f"3 of {len(panel.hits)} looked at"
    panel.set_new([place_of(panel.hits[3])])
    assert panel.rows.state_of(panel.hits[3]).text == "★ new"
    spoken = panel.rows.index(panel.rows.row_of(panel.hits[1]), 0)
    assert "relevant" in spoken.data(Qt.ItemDataRole.AccessibleTextRole)


def test_what_is_chosen_beside_the_query_is_asked_and_remembered(
    qtbot: QtBot, tasks: Tasks, archive: Archive
) -> None:
    panel = SearchPanel(tasks, Settings())
    panel.set_archive(archive)
    panel.show()
    search(qtbot, panel, "council forecast")
    assert panel.result is not None
    few = panel.result.total
    panel.choices.choose(Unit.DOCUMENT)
    qtbot.waitUntil(lambda: not panel.busy)
    assert panel.result.options == Options(unit=Unit.DOCUMENT)
    assert panel.result.total > few
    qtbot.keyClick(panel.choices.stems, Qt.Key.Key_Space)
    panel.choices.choose(Order.DATE)
    qtbot.waitUntil(lambda: not panel.busy)
    assert panel.result.options == Options(Unit.DOCUMENT, False, Order.DATE)
    assert panel.choices.unit.text() == "Document ▾"
    panel.close()
    again = SearchPanel(tasks, Settings())
    assert again.options == Options(Unit.DOCUMENT, False, Order.DATE)
    again.choices.set_options(Options())
    again.choices.choose(Order.PAGE)
    again.choices.choose(Order.RELEVANCE)
    again.close()


def test_more_hits_than_are_shown_can_be_had(
    qtbot: QtBot, panel: SearchPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.search_panel._LIMIT", 3)
    monkeypatch.setattr("workbench.ui.search_panel._MORE", 4)
    search(qtbot, panel, "council")
    assert panel.result is not None
    total = panel.result.total
    assert len(panel.hits) == 3 < total
    assert "at least" in panel.reading_text
    assert "shown" in panel.rows.groups[0].details
    last = panel.rows.index(panel.rows.rowCount() - 1, 0)
    assert last.data(HIT_ROLE) == More(3, total)
    panel.results.setFocus()
    qtbot.keyClick(panel.results, Qt.Key.Key_End)
    qtbot.keyClick(panel.results, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(panel.hits) == 7)
    panel.grab()


def test_one_comes_back_to_the_former_query(qtbot: QtBot, panel: SearchPanel) -> None:
    search(qtbot, panel, "council")
    assert not panel.can_go_back
    panel.set_query("parcels", Options(stems=False))
    qtbot.waitUntil(lambda: not panel.busy)
    assert panel.head.back.isVisible()
    assert "council" in panel.head.back.toolTip()
    panel.results.setFocus()
    qtbot.keyClick(panel.results, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: not panel.busy)
    assert (panel.query, panel.options) == ("council", Options())
    assert not panel.head.back.isVisible()


def test_another_spelling_is_offered_and_taken(qtbot: QtBot, panel: SearchPanel) -> None:
    search(qtbot, panel, "counsil")
    qtbot.waitUntil(panel._layout.correction.isVisible)
    assert "council" in panel._layout.correction.text()
    panel._layout.correction.click()
    qtbot.waitUntil(lambda: bool(panel.hits))
    assert panel.query == "council"
    assert not panel._layout.correction.isVisible()


def test_where_nothing_is_found_buttons_say_what_to_try(qtbot: QtBot, panel: SearchPanel) -> None:
    search(qtbot, panel, "parcels contingency")
    assert not panel.hits
    texts = [button.text() for button in panel.no_hits.buttons]
    assert "Anywhere in one document" in texts
    assert "Any of these words" in texts
    panel.no_hits.buttons[texts.index("Any of these words")].click()
    qtbot.waitUntil(lambda: bool(panel.hits))
    assert panel.query == "parcels OR contingency"


def test_an_archive_taken_away_leaves_an_empty_shelf(qtbot: QtBot, panel: SearchPanel) -> None:
    search(qtbot, panel, "council")
    panel.set_archive(None)
    assert panel.hits == []
    assert panel.reading_text == ""


def test_tab_walks_from_the_query_over_choices_and_filters_to_the_hits(
    qtbot: QtBot, panel: SearchPanel
) -> None:
    panel.show_filters(True)
    search(qtbot, panel, "council")
    qtbot.waitUntil(lambda: not panel.filter.busy)
    choices, head = panel.choices, panel.head
    wanted = [panel.edit, choices.unit, choices.stems, choices.order, head.filters, head.nothing]
    wanted += [head.preview, head.more, panel.filter.list, panel.results]
    qtbot.waitUntil(panel.edit.hasFocus)
    walked: list[QWidget | None] = [panel.edit]
    for _stop in wanted[1:]:
        qtbot.keyClick(panel.window().focusWidget(), Qt.Key.Key_Tab)
        walked.append(panel.window().focusWidget())
    assert walked == wanted
    assert all(stop is None or stop.accessibleName() or stop.text() for stop in wanted)
