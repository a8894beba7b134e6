"""Starting and ending the program, and the last line of defence."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from workbench.domain.errors import FileLocked
from workbench.ui import app
from workbench.ui.main_window import MainWindow


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    article = tmp_path / "bridge.txt"
    article.write_text("A title\n\nThe bridge opened on 3 May.\n", encoding="utf-8")
    made = Desk(qtbot, tmp_path)
    made.open_article(article)
    yield made
    made.leave()


class _Shown:
    reports: list[str]

    def __init__(self) -> None:
        self.reports = []

    def __call__(self, _parent: object, report: str) -> "_Shown":
        self.reports.append(report)
        return self

    def exec(self) -> int:
        return 0


def test_a_bug_is_logged_shown_and_the_case_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shown = _Shown()
    monkeypatch.setattr(app, "bug_dialog", shown)
    path = desk.case_path
    error = ZeroDivisionError("a slip of ours")
    with caplog.at_level(logging.ERROR):
        app.Defence(desk.window)(type(error), error, None)
    assert "a slip of ours" in shown.reports[0]
    assert "a slip of ours" in caplog.text
    assert "a slip of ours" in (desk.folder / "home" / "data" / "bugs.log").read_text()
    assert not desk.window.model.is_open
    desk.open_case(path)
    assert desk.window.model.is_open


def test_a_foreseen_failure_is_told_in_two_sentences(desk: Desk) -> None:
    error = FileLocked("a.pdf is locked.", "Save an unlocked copy.")
    app.Defence(desk.window)(type(error), error, None)
    assert desk.said == "a.pdf is locked. Save an unlocked copy."
    assert desk.window.model.is_open


def test_the_program_opens_what_it_is_given_and_ends(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    article = tmp_path / "bridge.txt"
    article.write_text("A title\n\nThe bridge opened on 3 May.\n", encoding="utf-8")
    seen: list[str] = []

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible() and window.model.is_open:
                seen.append(window.model.case.article.name)
                window.close()
                return
        QTimer.singleShot(50, look)

    QTimer.singleShot(50, look)
    hook = sys.excepthook
    assert app.main([str(article)]) == 0
    assert seen == ["bridge.txt"]
    assert sys.excepthook is hook
    assert (tmp_path / "bridge.case").is_file()
