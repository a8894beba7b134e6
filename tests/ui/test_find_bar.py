"""Find in document, in the pane: what is found, where one is, and the way out."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from workbench.services.archive import Archive
from workbench.ui.find_engine import FindEngine, Wanted
from workbench.ui.source_base import Spot
from workbench.ui.source_pane import SourcePane
from workbench.ui.tasks import Tasks

SHIFT = Qt.KeyboardModifier.ShiftModifier
MINUTES = "council-minutes-2026-03-10.pdf"


@pytest.fixture
def pane(qtbot: QtBot, tasks: Tasks, archive: Archive) -> Iterator[SourcePane]:
    made = SourcePane(tasks)
    made.resize(640, 720)
    made.set_archive(archive)
    made.show()
    made.activateWindow()
    made.open(MINUTES, 3)
    settle(qtbot, made)
    yield made
    made.stop()
    made.close()


def settle(qtbot: QtBot, pane: SourcePane) -> None:
    qtbot.waitUntil(lambda: not pane.busy, timeout=20_000)


def look_for(qtbot: QtBot, pane: SourcePane, words: str) -> None:
    pane.open_find()
    pane.find_bar.field.setText("")
    qtbot.keyClicks(pane.find_bar.field, words)
    found(qtbot, pane)


def found(qtbot: QtBot, pane: SourcePane) -> None:
    qtbot.waitUntil(lambda: not pane.find_bar.busy, timeout=10_000)
    settle(qtbot, pane)


def words_at(pane: SourcePane, archive: Archive, number: int) -> str:
    assert pane.source is not None
    spot = pane.find_bar.spots[number]
    return archive.page(pane.source.sha256, spot.page).text[spot.start : spot.end]


def test_all_places_are_found_and_the_first_is_the_one_at_hand(
    qtbot: QtBot, pane: SourcePane, archive: Archive
) -> None:
    look_for(qtbot, pane, "COUNCIL")
    bar = pane.find_bar
    assert pane.source is not None
    texts = [page.text.lower() for page in archive.texts(pane.source.sha256)]
    assert len(bar.spots) == sum(text.count("council") for text in texts)
    assert bar.spots == sorted(bar.spots, key=lambda spot: (spot.page, spot.start))
    assert bar.spots[bar.current].page == 3
    assert all(words_at(pane, archive, n).lower() == "council" for n in range(len(bar.spots)))
    assert bar.count_text == f"{bar.current + 1} of {len(bar.spots)}"
    ticks = [tick for tick in pane.view.strip.ticks if tick.role == "found"]  # type: ignore[union-attr]
    assert len(ticks) == len(bar.spots)


def test_return_and_f3_go_round(qtbot: QtBot, pane: SourcePane) -> None:
    look_for(qtbot, pane, "council")
    bar = pane.find_bar
    first, count = bar.current, len(bar.spots)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.current == (first + 1) % count
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    assert bar.current == (first - 1) % count
    for _time in range(count):
        pane.step_found(1)
    assert bar.current == (first - 1) % count
    settle(qtbot, pane)
    assert pane.view is not None
    spot = bar.spots[bar.current]
    rect = pane.view.rects_of(spot)[0].translated(-pane.view._offset())
    assert pane.view.viewport().rect().contains(rect.center().toPoint())


def test_no_place_is_said_plainly(qtbot: QtBot, pane: SourcePane) -> None:
    look_for(qtbot, pane, "zebra crossing")
    assert pane.find_bar.count_text == "not in this document"
    assert pane.find_bar.current == -1
    pane.step_found(1)
    look_for(qtbot, pane, "  ")
    assert pane.find_bar.count_text == ""


def test_words_over_line_ends_and_whole_words_only(
    qtbot: QtBot, pane: SourcePane, archive: Archive
) -> None:
    look_for(qtbot, pane, "council")
    all_of_them = len(pane.find_bar.spots)
    look_for(qtbot, pane, "counc")
    assert len(pane.find_bar.spots) >= all_of_them
    pane.find_bar.whole_words.click()
    found(qtbot, pane)
    assert pane.find_bar.spots == []
    pane.find_bar.whole_words.click()
    assert pane.source is not None
    text = archive.page(pane.source.sha256, 4).text
    boxes = archive.page(pane.source.sha256, 4).boxes
    at = next(at for at in range(0, len(text) - 60, 20) if len(boxes(at, at + 60)) > 1)
    look_for(qtbot, pane, text[at : at + 60].strip())
    assert len(pane.view.rects_of(pane.find_bar.spots[pane.find_bar.current])) > 1  # type: ignore[union-attr]


def test_escape_gives_the_keyboard_back_with_the_words_selected(
    qtbot: QtBot, pane: SourcePane
) -> None:
    look_for(qtbot, pane, "council")
    assert pane.find_bar.field.hasFocus()
    spot = pane.find_bar.spots[pane.find_bar.current]
    qtbot.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    assert pane.find_bar.isHidden()
    assert pane.view is not None
    assert pane.view.hasFocus()
    assert pane.view.spot() == spot
    assert [tick for tick in pane.view.strip.ticks if tick.role == "found"] == []


def test_back_returns_to_before_the_search(qtbot: QtBot, pane: SourcePane) -> None:
    assert pane.view is not None
    pane.view.show_page(6)
    before = pane.view.place()
    look_for(qtbot, pane, "council")
    for _time in range(5):
        pane.step_found(1)
    settle(qtbot, pane)
    assert pane.view.place() != before
    pane.back()
    assert pane.view.place().page == before.page
    assert abs(pane.view.place().share - before.share) < 0.01


def test_another_source_is_looked_through_without_going_there(
    qtbot: QtBot, pane: SourcePane
) -> None:
    look_for(qtbot, pane, "council")
    pane.open("auditor-report-gannet-quay.pdf", 1)
    qtbot.waitUntil(lambda: pane.source is not None and "auditor" in pane.source.name)
    found(qtbot, pane)
    assert pane.find_bar.spots
    assert pane.find_bar.current == -1
    assert "places" in pane.find_bar.count_text
    assert pane.view is not None
    assert pane.view.current_page == 1
    pane.step_found(1)
    assert pane.find_bar.current == 0


def test_selected_words_are_looked_for(qtbot: QtBot, pane: SourcePane) -> None:
    assert pane.view is not None
    qtbot.waitUntil(lambda: pane.view.text_of(3) is not None)  # type: ignore[union-attr]
    start = (pane.view.text_of(3) or "").index("Council")
    pane.view.select(3, start, start + 7)
    pane.open_find()
    found(qtbot, pane)
    assert pane.find_bar.field.text() == "Council"
    assert pane.find_bar.spots


def test_flowing_text_is_found_too(qtbot: QtBot, pane: SourcePane) -> None:
    pane.open("emoji.txt")
    qtbot.waitUntil(lambda: pane.source is not None and pane.source.name == "emoji.txt")
    look_for(qtbot, pane, "PARCELS")
    assert pane.view is not None
    spot = pane.find_bar.spots[0]
    assert (pane.view.text_of(1) or "")[spot.start : spot.end] == "parcels"


def test_a_long_source_is_found_from_the_page_in_sight_on(qtbot: QtBot, tasks: Tasks) -> None:
    pages = [
        f"page {n} of many, and the needle" if n % 100 == 0 else "hay " * 200 for n in range(1500)
    ]
    engine = FindEngine(tasks)
    seen: list[list[Spot]] = []
    engine.found.connect(lambda: seen.append(list(engine.spots)))
    engine.use(lambda: pages)
    engine.look_for(Wanted("needle", first_page=850))
    qtbot.waitUntil(lambda: not engine.busy, timeout=10_000)
    assert [spot.page for spot in engine.spots] == [n * 100 + 1 for n in range(15)]
    assert seen[1][0].page > 850, "what is near comes first"
    assert engine.at_or_after(850, 0) == 9
    engine.look_for(Wanted("a"))
    qtbot.waitUntil(lambda: not engine.busy, timeout=10_000)
    assert engine.has_more
    engine.look_for(Wanted("needle"))
    engine.stop()
    assert not engine.busy
