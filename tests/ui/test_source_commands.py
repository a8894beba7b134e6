"""The commands of a source, by their keys, in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from workbench.domain.deep_link import parse
from workbench.ui.settings import Settings
from workbench.ui.source_base import Fit


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    article = tmp_path / "bridge.txt"
    article.write_text("Bridge costs\n\nThe bridge opened on 3 May.\n", encoding="utf-8")
    report = pymupdf.open()
    for number in range(1, 9):
        page = report.new_page(width=400, height=560)
        page.insert_text((60, 80), f"Page {number} of the report on the bridge")
    report.save(tmp_path / "report.pdf")
    report.close()
    made = Desk(qtbot, tmp_path)
    made.add_documents(tmp_path / "report.pdf")
    made.open_article(article)
    made.window.open_source(made.workbench.archive.source("report.pdf").sha256, 2)
    made.source_is_shown()
    yield made
    made.leave()


def test_find_goes_where_the_keyboard_is(desk: Desk) -> None:
    source, search = desk.window.desk.source, desk.window.desk.search
    assert source.active.isAncestorOf(desk.focus)
    desk.control("F")
    bar = source.active.find_bar
    assert bar.field.hasFocus()
    desk.type("bridge")
    desk.until(lambda: not bar.busy and len(bar.spots) == 8, "all are found")
    current = bar.current
    desk.press("F3")
    assert bar.current == (current + 1) % 8
    desk.press("Escape")
    desk.until(lambda: source.selected_text() == "bridge", "the words found are selected")
    desk.control("F", shift=True)
    assert search.query == "bridge"
    desk.window.desk.article.view.setFocus()
    desk.control("F")
    assert search.edit.hasFocus()
    assert bar.isHidden()


def test_keys_turn_fit_go_and_copy(desk: Desk) -> None:
    window, source = desk.window, desk.window.desk.source
    view = source.view
    assert view is not None
    desk.control("R")
    assert view.rotation == 90
    desk.control("R", shift=True)
    assert view.rotation == 0
    desk.control("8")
    assert view.fit is Fit.PAGE
    assert window.commands.action("source.whole").isChecked()
    desk.control("9")
    assert view.fit is Fit.WIDTH
    assert not window.commands.action("source.back").isEnabled()
    desk.control("G")
    desk.type("7")
    desk.press("Enter")
    assert desk.page == 7
    assert window.commands.action("source.back").isEnabled()
    desk.control("L", shift=True)
    assert parse(QGuiApplication.clipboard().text()).page == 7
    desk.control("X", shift=True)
    assert view.area_mode
    desk.control("X", shift=True)
    assert not view.area_mode


def test_pages_and_outline_are_remembered_and_the_menu_has_everything(desk: Desk) -> None:
    window, source = desk.window, desk.window.desk.source
    assert not source.is_side_open, "a column this narrow keeps its room for the page"
    desk.control("4")
    assert source.is_side_open
    assert Settings().is_side_open(narrow=False) is True
    desk.control("4")
    assert Settings().is_side_open(narrow=False) is False
    offered = set(source.header.more_button.menu().actions())
    for command in window.commands.commands:
        if command.menu == "source":
            assert window.commands.action(command.id) in offered, command.id


def test_two_sources_come_and_go_by_keys(desk: Desk) -> None:
    source = desk.window.desk.source
    first = source.active
    desk.control("Backslash")
    desk.source_is_shown()
    assert len(source.panes) == 2
    assert source.active is not first
    desk.press("F6")
    desk.press("F6")
    assert len({id(pane) for pane in source.panes}) == 2
    desk.control("W", shift=True)
    assert source.panes == [first]
    assert source.active is first
