"""A link to a passage: copied in one window, opened in another, it lands on the same words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from workbench.domain.deep_link import parse
from workbench.ui import app
from workbench.ui.main_window import MainWindow
from workbench.ui.palette import Palette

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
MINUTES = SAMPLE / "archive" / "council-minutes-2026-03-10.pdf"
LOG, AUDIT = "police-log-2026-02.txt", "auditor-report-gannet-quay.pdf"
WORDS = "late sailings"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    made = Desk(qtbot, tmp_path)
    made.add_documents(MINUTES, MINUTES.with_name(LOG), MINUTES.with_name(AUDIT))
    yield made
    if made.window.isVisible():
        made.leave()


def copied_link(desk: Desk, words: str = WORDS) -> str:
    """Reads the minutes without a case, selects the words, copies the link."""
    source = desk.workbench.archive.source(MINUTES.name)
    desk.window.open_source(source.sha256, 2)
    desk.source_is_shown()
    desk.until(lambda: desk.page == 2, "the page is in sight")
    desk.select_in_source(words)
    desk.control("L", shift=True)
    return QGuiApplication.clipboard().text()


def landed(desk: Desk, words: str = WORDS) -> None:
    desk.source_is_shown()
    source = desk.window.desk.source
    desk.until(lambda: source.selected_text() == words, "the words are selected")
    view = source.view
    assert view is not None
    assert source.source is not None
    assert source.source.name == MINUTES.name
    rect = view.selection_rect().toRect()
    assert view.viewport().rect().contains(rect)


def test_a_link_is_copied_and_opened_in_another_window(desk: Desk) -> None:
    text = copied_link(desk)
    link = parse(text)
    archive = desk.workbench.archive
    assert archive.page(link.source, link.page).text[link.start : link.end] == WORDS
    desk.leave()
    desk.start()
    assert desk.window.start.isVisible()
    desk.window.links.open(text)
    assert desk.window.desk.isVisible(), "no case is needed to read"
    landed(desk)


def test_the_program_opens_the_link_it_is_given(desk: Desk, qapp: QApplication) -> None:
    text = copied_link(desk)
    archive = desk.workbench.archive.folder
    desk.leave()
    seen: list[str] = []

    def look() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                words = window.desk.source.selected_text()
                if words:
                    seen.append(words)
                    window.close()
                    return
        QTimer.singleShot(50, look)

    QTimer.singleShot(50, look)
    assert app.main([text, "--archive", str(archive)]) == 0
    assert seen == [WORDS]
    desk.start()


def test_the_palette_the_box_and_a_drop_take_links(desk: Desk) -> None:
    text = copied_link(desk)
    window = desk.window
    window.desk.source.clear_selection()
    desk.control("K")
    desk.until(lambda: isinstance(desk.focus.parent(), Palette), "the palette is open")
    field = desk.focus
    assert isinstance(field, QLineEdit)
    field.setText(text)
    desk.press("Enter")
    landed(desk)
    window.desk.source.clear_selection()
    data = QMimeData()
    data.setText(text)
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    landed(desk)
    assert not QUrl(text).isValid(), "QUrl takes no host of 64 letters; drops go without it"


def test_words_come_with_their_source_and_a_link(desk: Desk) -> None:
    copied_link(desk)
    desk.control("C", shift=True)
    quoted, link = QGuiApplication.clipboard().text().split("\n")
    assert quoted == f"“{WORDS}” – Minutes of the Council, 10 March 2026, p. ii (2 of 6)"
    assert parse(link).page == 2
    desk.control("C")
    assert QGuiApplication.clipboard().text() == WORDS


def test_a_source_that_is_not_here_is_said_with_the_way_out(desk: Desk) -> None:
    text = copied_link(desk)
    desk.window.links.open("workbench://" + "0" * 64 + "?page=2")
    desk.until(lambda: "does not have" in desk.said, "the window says so")
    assert "Add that document" in desk.said
    assert desk.window.desk.source.source is not None, "what was shown still is"
    desk.window.links.open(text.replace("page=2", "page=77"))
    desk.until(lambda: "page 77" in desk.said, "the window says so")
    assert "1 to 6" in desk.said
    desk.window.links.open("workbench://example.org")
    assert "cannot be followed" in desk.said


def test_a_page_with_other_words_is_shown_unmarked(desk: Desk) -> None:
    text = copied_link(desk)
    desk.window.desk.source.clear_selection()
    link = parse(text)
    moved = text.replace(f"start={link.start}", f"start={link.start - 3}")
    desk.window.links.open(moved)
    desk.until(lambda: "not the one the link was made from" in desk.said, "the window says so")
    assert desk.window.desk.source.selection() is None
    assert desk.page == 2


def test_reading_without_a_case_has_search_but_nothing_to_check(desk: Desk, tmp_path: Path) -> None:
    source = desk.workbench.archive.source(MINUTES.name)
    desk.window.open_source(source.sha256)
    desk.source_is_shown()
    window = desk.window
    assert window.reading.isVisible()
    assert not window.desk.article.isVisible()
    assert not window.desk.claim.isVisible()
    assert not window.commands.action("claim.mark").isEnabled()
    desk.search("council")
    desk.click_hit(2)
    assert desk.lit_pixels() > 20
    desk.press("F6")
    desk.press("S")
    desk.control("W")
    assert window.start.isVisible()
    article = tmp_path / "bridge.txt"
    article.write_text("A title\n\nThe bridge opened on 3 May.\n", encoding="utf-8")
    window.open_source(source.sha256)
    desk.open_article(article)
    desk.until(lambda: not window.reading.isVisible(), "the case is shown")
    assert window.desk.article.isVisible()
    assert window.desk.claim.isVisible()


def test_a_source_removed_meanwhile_is_passed_over(desk: Desk) -> None:
    archive, window = desk.workbench.archive, desk.window

    def is_shown(name: str) -> bool:
        source = window.desk.source.source
        return source is not None and source.name == name

    for name in (MINUTES.name, LOG, AUDIT):
        window.open_source(archive.source(name).sha256)
        desk.until(lambda name=name: is_shown(name), "the source is shown")  # type: ignore[misc]
    archive.remove(archive.source(LOG).sha256)
    desk.press("Left", Qt.KeyboardModifier.AltModifier)
    desk.until(lambda: "no longer in the archive" in desk.said, "the window says so")
    desk.until(
        lambda: (
            window.desk.source.source is not None and window.desk.source.source.name == MINUTES.name
        ),
        "the one before is shown",
    )
    assert not window.commands.action("source.back").isEnabled()
    assert window.commands.action("source.forward").isEnabled()
