import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.locator import describe
from workbench.services.archive import Archive, Hit, SearchResult
from workbench.ui.search_panel import SearchPanel
from workbench.ui.search_results import grouped, snippet
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


def a_hit(text: str, spans: list[tuple[int, int]]) -> Hit:
    return Hit("a", "A", "text", 1, "1", 0, len(text), 1.0, text, lambda _text: spans)


def test_typing_searches_after_a_pause_once(
    qtbot: QtBot, panel: SearchPanel, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = archive.search

    def spy(query: str, limit: int = 50) -> SearchResult:
        asked.append(query)
        return real(query, limit)

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

    def slow(query: str, limit: int = 50) -> SearchResult:
        if query == "council":
            time.sleep(0.4)
        return real(query, limit)

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
    assert panel._slip.isVisible()
    assert panel.edit.problems[0].message in panel._slip.text()
    left, right = panel.edit._span(panel.edit.problems[0])
    assert 0 < left < right < panel.edit.width()
    search(qtbot, panel, "council")
    assert not panel._slip.isVisible()


def test_what_was_seen_and_what_is_linked_is_said(
    qtbot: QtBot, panel: SearchPanel, archive: Archive
) -> None:
    search(qtbot, panel, "council")
    first, second = panel.hits[:2]
    model = panel._model
    assert model.state_of(first) == ""
    panel.step(1)
    assert model.state_of(first) == "seen"
    page = archive.page(second.source, second.page)
    place = describe(second.source, page, second.start, second.start + 20)
    item = Evidence(
        "e", "c", place, Stance.SUPPORTS, Grade.PRIMARY, "t", "pdf", "n", 1, "2026-01-01"
    )
    panel.set_linked([(item, 12)])
    assert model.state_of(second) == "linked to 12"
    spoken = model.index(model.row_of(second), 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "linked to 12" in spoken
    assert panel.grab().width() == panel.width()


def test_without_hits_it_says_what_to_try(qtbot: QtBot, panel: SearchPanel) -> None:
    qtbot.waitUntil(lambda: "a phrase" in panel.note_text)
    assert not panel._add.isVisible()
    search(qtbot, panel, "zebra")
    assert "No hits" in panel.note_text


def test_an_empty_archive_asks_for_documents(qtbot: QtBot, tasks: Tasks, tmp_path: object) -> None:
    panel = SearchPanel(tasks)
    panel.set_archive(None)
    panel.show()
    assert "empty" in panel.note_text
    with qtbot.waitSignal(panel.addDocumentsRequested):
        panel._add.click()
    panel.close()


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
