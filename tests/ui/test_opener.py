"""Opening: what a file is, where dialogs begin, pasted words, files that were tampered with."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from workbench.domain.errors import FileLocked
from workbench.ui import dialogs, notice
from workbench.ui.dialogs import PasteDialog
from workbench.ui.settings import Settings

TEXT = "Bridge costs doubled\n\nThe new bridge opened on 3 May. It cost 40 million euros.\n"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    made = Desk(qtbot, tmp_path)
    yield made
    if made.window.isVisible():
        made.leave()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "papers" / "bridge.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def answer_paste(text: str | None = None, tries: int = 100) -> None:
    """Types into the paste dialog and takes it; None sends it away."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, PasteDialog):
        if tries:
            QTimer.singleShot(50, lambda: answer_paste(text, tries - 1))
        return
    if text is None:
        dialog.reject()
        return
    dialog.findChildren(QPlainTextEdit)[0].setPlainText(text)
    next(b for b in dialog.findChildren(QPushButton) if "Check" in b.text()).click()


def test_a_case_is_known_without_its_suffix(desk: Desk, article: Path) -> None:
    desk.open_article(article)
    path = desk.case_path
    desk.window.opener.close_case()
    bare = path.rename(path.with_name("the bridge"))
    desk.open_case(bare)
    assert desk.case_path == bare


def test_one_dialog_opens_articles_and_cases(
    desk: Desk, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    answers = [article, article.with_suffix(".case")]

    def ask(_parent: object, folder: Path) -> Path:
        asked.append(folder)
        return answers[len(asked) - 1]

    monkeypatch.setattr(dialogs, "ask_file", ask)
    desk.control("O")
    desk.until(lambda: desk.window.model.is_open, "the article is open")
    desk.window.opener.close_case()
    desk.control("O")
    desk.until(lambda: desk.window.model.is_open, "the case is open")
    assert desk.window.opener.folder == article.parent
    assert asked[1] == article.parent
    assert Settings().folder == article.parent


def test_pasted_words_become_a_case_in_the_folder_of_the_program(
    desk: Desk, tmp_path: Path
) -> None:
    QTimer.singleShot(0, lambda: answer_paste(TEXT))
    desk.window.opener.ask_paste()
    desk.until(lambda: desk.window.model.is_open, "the text is open")
    assert desk.case_path.parent == tmp_path / "home" / "data" / "cases"


def test_pasted_words_are_not_lost(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "data" / "cases"
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way", encoding="utf-8")
    QTimer.singleShot(0, lambda: answer_paste(TEXT))
    desk.window.opener.ask_paste()
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PasteDialog):
            seen.append(dialog.text)
            dialog.reject()

    timer = QTimer(interval=50)
    timer.timeout.connect(look)
    timer.start()
    desk.until(lambda: bool(seen), "the words are there again")
    timer.stop()
    assert seen == [TEXT]
    assert desk.said


def test_the_caret_is_in_the_text(desk: Desk) -> None:
    QGuiApplication.clipboard().setText(TEXT)
    dialog = PasteDialog(desk.window)
    dialog.show()
    desk.until(lambda: isinstance(desk.focus, QPlainTextEdit), "the caret is in the text")
    assert dialog.text == TEXT
    dialog.close()


def test_a_case_tampered_with_says_so(desk: Desk, article: Path) -> None:
    desk.open_article(article)
    path = desk.case_path
    desk.press("O")
    desk.press("Enter")
    desk.window.opener.close_case()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE claims SET text = 'something else'")
    db.close()
    desk.open_case(path)
    assert "workbench verify" in desk.said


def test_news_go_by_themselves_and_errors_stay(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, article: Path
) -> None:
    monkeypatch.setattr(notice, "_NEWS_MS", 30)
    monkeypatch.setattr(notice, "_HINT_MS", 30)
    bar = desk.window.notice
    bar.show_news("All is well.")
    assert desk.said == "All is well."
    desk.until(lambda: not desk.said, "the news are gone")
    bar.show_error(FileLocked("a.pdf is locked.", "Save an unlocked copy."))
    bar.show_hint("Press C.")
    assert desk.said == "Press C."
    desk.until(lambda: "locked" in desk.said, "the error is there again")
    desk.open_article(article)
    assert "locked" not in desk.said
