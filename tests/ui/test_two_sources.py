"""Two sources side by side: which one hits, keys and links go to, and how both come and go."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.domain.evidence import Stance
from workbench.services.archive import Archive
from workbench.ui.search_panel import SearchPanel
from workbench.ui.settings import Settings
from workbench.ui.source_panes import SourcePanes
from workbench.ui.tasks import Tasks

MINUTES, AUDIT = "council-minutes-2026-03-10.pdf", "auditor-report-gannet-quay.pdf"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panes(qtbot: QtBot, tasks: Tasks, archive: Archive) -> Iterator[SourcePanes]:
    made = SourcePanes(tasks)
    made.resize(1000, 700)
    made.set_archive(archive)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    made.open(MINUTES, 3)
    settle(qtbot, made)
    yield made
    made.stop()
    made.close()


def settle(qtbot: QtBot, panes: SourcePanes) -> None:
    qtbot.waitUntil(lambda: panes.source is not None and not panes.busy, timeout=20_000)


def names(panes: SourcePanes) -> list[str]:
    return [pane.source.name if pane.source else "" for pane in panes.panes]


def test_beside_is_the_same_place_and_takes_the_keyboard(qtbot: QtBot, panes: SourcePanes) -> None:
    panes.open_beside()
    settle(qtbot, panes)
    assert names(panes) == [MINUTES, MINUTES]
    assert panes.active is panes.panes[1]
    assert panes.view is not None
    assert panes.view.current_page == 3
    assert panes.isAncestorOf(QApplication.focusWidget() or panes)
    panes.open(AUDIT, 2)
    settle(qtbot, panes)
    assert names(panes) == [MINUTES, AUDIT]
    panes.back()
    settle(qtbot, panes)
    assert names(panes) == [MINUTES, MINUTES], "each has its own way back"
    assert not panes.panes[0].can_go_back


def test_the_one_with_the_keyboard_is_the_active_one_and_is_attached_from(
    qtbot: QtBot, panes: SourcePanes
) -> None:
    panes.open_beside()
    settle(qtbot, panes)
    first, second = panes.panes
    assert first.view is not None
    assert second.view is not None
    qtbot.waitUntil(lambda: first.view.text_of(3) is not None)  # type: ignore[union-attr]
    first.view.setFocus()
    assert panes.active is first
    first.view.select(3, 10, 40)
    second.view.select(3, 50, 90)
    selection = panes.selection()
    assert selection is not None
    assert (selection.start, selection.end) == (10, 40)
    with qtbot.waitSignal(panes.stanceRequested) as told:
        second._bar.button(Stance.REFUTES).click()
    assert told.args == [Stance.REFUTES]
    selection = panes.selection()
    assert selection is not None
    assert (selection.start, selection.end) == (50, 90)
    panes.activate_other()
    assert panes.active is first


def test_a_hit_beside_leaves_the_active_one_alone(
    qtbot: QtBot, panes: SourcePanes, archive: Archive
) -> None:
    hits = archive.search("council").hits
    other = next(hit for hit in hits if hit.source != panes.source.sha256)  # type: ignore[union-attr]
    third = next(h for h in hits if h.source not in (other.source, panes.source.sha256))  # type: ignore[union-attr]
    first = panes.active
    for hit in (other, third):
        panes.show_hit_beside(hit, hits)
        qtbot.waitUntil(
            lambda hit=hit: (  # type: ignore[misc]
                panes.panes[1].source is not None and panes.panes[1].source.sha256 == hit.source
            )
        )
        assert panes.active is first
        assert names(panes)[0] == MINUTES
    settle(qtbot, panes)
    panes.clear_lit()


def test_closing_the_second_gives_room_and_keyboard_back(qtbot: QtBot, panes: SourcePanes) -> None:
    panes.open_beside()
    settle(qtbot, panes)
    button = panes.panes[1].header.close_button
    assert button.isVisible()
    assert not panes.panes[0].header.close_button.isVisible()
    button.click()
    assert len(panes.panes) == 1
    assert panes.active is panes.panes[0]
    assert panes.panes[0].isAncestorOf(QApplication.focusWidget() or panes)
    panes.close_second()
    panes.open_beside()
    settle(qtbot, panes)
    assert names(panes) == [MINUTES, MINUTES]


def test_narrow_they_stand_one_over_the_other(qtbot: QtBot, panes: SourcePanes) -> None:
    panes.open_beside()
    settle(qtbot, panes)
    first, second = panes.panes
    assert first.width() >= 400
    assert second.mapTo(panes, QPoint()).x() > 400
    panes.resize(620, 700)
    qtbot.waitUntil(lambda: second.mapTo(panes, QPoint()).x() == 0)
    assert second.mapTo(panes, QPoint()).y() > 200
    assert first.width() == second.width() == panes.width()


def test_evidence_and_archive_go_to_both(
    qtbot: QtBot, panes: SourcePanes, archive: Archive
) -> None:
    panes.open_beside()
    settle(qtbot, panes)
    panes.set_archive(None)
    assert len(panes.panes) == 1
    assert panes.source is None
    panes.set_archive(archive)


@pytest.mark.parametrize("how", ["control", "middle", "keyboard"])
def test_the_list_of_hits_opens_beside(
    qtbot: QtBot, tasks: Tasks, archive: Archive, how: str
) -> None:
    panel = SearchPanel(tasks)
    panel.resize(1000, 300)
    panel.set_archive(archive)
    panel.show()
    panel.focus_query("council")
    qtbot.waitUntil(lambda: bool(panel.hits) and not panel.busy, timeout=10_000)
    place = panel.results.visualRect(panel.results.model().index(2, 0)).center()
    with qtbot.assertNotEmitted(panel.hitActivated), qtbot.waitSignal(panel.hitBeside) as told:
        if how == "keyboard":
            panel.results.take(2)
            qtbot.keyClick(panel.results, Qt.Key.Key_Return, CONTROL)
        elif how == "control":
            left = Qt.MouseButton.LeftButton
            QTest.mouseClick(panel.results.viewport(), left, CONTROL, place)
        else:
            QTest.mouseClick(panel.results.viewport(), Qt.MouseButton.MiddleButton, pos=place)
    assert told.args == [panel.hits[1]]
    panel.close()


def test_how_sources_were_looked_at_is_there_the_next_day(
    qtbot: QtBot, tasks: Tasks, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    for day in (1, 2):
        panes = SourcePanes(tasks, Settings())
        panes.resize(700, 700)
        panes.set_archive(archive)
        panes.show()
        panes.open(MINUTES, 5 if day == 1 else 0)
        settle(qtbot, panes)
        view = panes.view
        assert view is not None
        if day == 1:
            panes.active.zoom_to(150)
            panes.active.rotate(90)
            settle(qtbot, panes)
            view.show_page(4)
        else:
            assert view.zoom_percent == 150
            assert view.rotation == 90
            assert view.current_page == 4
        panes.stop()
        panes.close()
