"""The query line in the whole window: history, saved searches, notices, the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.adapters.clusters import Answer, Request, scripted
from tests.journeys.desk import NO_KEY, Desk
from workbench.adapters.opensearch_wire import ENVIRONMENT
from workbench.domain.errors import EngineRefused
from workbench.domain.query_options import Options, Unit
from workbench.services.engine_settings import EngineSettings, OpenSearchAddress
from workbench.ui.index_notice import IndexNotice
from workbench.ui.query_desk import QueryDesk
from workbench.ui.saved_dialogs import SaveSearchDialog

ARTICLE = """Bridge costs doubled

The bridge cost 31.2 million euros. Eva Lindqvist said so. Nobody told the Harbour Board.
"""
NOTES = """Notebook of the desk

The final account of the bridge is 31.2 million euros, said Eva Lindqvist.

The toll road is another matter.
"""
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    article = tmp_path / "bridge.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "notes.txt").write_text(NOTES, encoding="utf-8")
    made = Desk(qtbot, tmp_path)
    made.add_documents(tmp_path / "notes.txt")
    made.open_article(article)
    yield made
    if made.window.isVisible():
        made.leave()


def queries(desk: Desk) -> QueryDesk:
    return desk.window.queries


def ask(desk: Desk, words: str) -> None:
    panel = desk.window.desk.search
    desk.press("/")
    panel.edit.clear()
    QTest.keyClicks(panel.edit, words)
    desk.until(lambda: not panel.busy and panel.query == words, f"{words} is asked")
    QTest.keyClick(panel.edit, Qt.Key.Key_Return, NO_KEY)


def test_two_keys_walk_the_queries_from_anywhere(desk: Desk) -> None:
    panel = desk.window.desk.search
    for words in ("bridge", "toll"):
        ask(desk, words)
    desk.press("Up", ALT)
    assert panel.query == "bridge"
    assert panel.edit.hasFocus()
    desk.until(lambda: bool(panel.hits) and not panel.busy, "hits of the former query")
    desk.press("Down", ALT)
    assert panel.query == "toll"
    desk.window.commands.run("query.forget")
    assert queries(desk).history.queries == []


def test_a_search_is_saved_and_found_in_the_palette(desk: Desk) -> None:
    panel = desk.window.desk.search
    panel.set_query("bridge euros", Options(Unit.DOCUMENT, stems=False))
    desk.window.commands.run("query.save")
    dialog = desk.window.findChild(SaveSearchDialog)
    assert dialog is not None
    dialog.set_name("What it cost")
    dialog.accept()
    desk.until(lambda: bool(queries(desk).saved.items), "the search is kept")
    panel.set_query("toll", Options())
    entry = next(each for each in queries(desk).entries() if each.name == "What it cost")
    entry.run()
    assert panel.query == "bridge euros"
    assert panel.options.unit is Unit.DOCUMENT
    assert not panel.options.stems
    assert queries(desk).history.queries[0] == "bridge euros"


def test_completion_is_asked_for_from_anywhere(desk: Desk) -> None:
    desk.press("Space", CONTROL)
    desk.until(lambda: queries(desk).completer.is_open, "completions are shown")
    assert desk.window.desk.search.edit.hasFocus()
    desk.press("Escape")
    assert not queries(desk).completer.is_open
    assert desk.window.desk.search.edit.hasFocus()


def test_a_rebuild_is_told_where_one_searches(desk: Desk) -> None:
    notice = queries(desk).notice
    told: list[str] = []
    queries(desk).rebuild.progressed.connect(lambda *_progress: told.append(notice.text))
    desk.window.archive_window.rebuild_index()
    assert notice.text == "Search index is being rebuilt: 0 %; the old one answers meanwhile"
    assert "Search index: 0 %" in desk.window.status.text
    desk.until(lambda: not queries(desk).rebuild.running, "the index is built")
    assert notice.text == ""
    assert "Search index" not in desk.window.status.text
    assert told


def test_an_empty_index_cannot_answer_while_it_is_built(qtbot: QtBot) -> None:
    notice = IndexNotice()
    qtbot.addWidget(notice)
    notice.show_rebuilding(40, empty=True)
    assert notice.text == "Search index is being built: 40 %; results may be incomplete"
    notice.show_rebuilding(60)
    assert notice.text.endswith("60 %; the old one answers meanwhile")


def test_an_index_of_another_version_is_built_anew_by_itself(desk: Desk) -> None:
    folder = desk.workbench.archive.folder
    desk.leave()
    marks = list((folder / "index").glob("*/engine"))
    assert len(marks) == 1
    marks[0].write_text("tantivy 0.0 analyser 0", encoding="utf-8")
    desk.start()
    desk.until(lambda: not desk.workbench.archive.index_stale, "the index is as it should be")
    desk.until(lambda: not queries(desk).rebuild.running, "the index is built")
    assert desk.workbench.archive.search("bridge").total


def test_another_archive_ends_the_rebuild_of_the_one_before(desk: Desk) -> None:
    desk.window.archive_window.rebuild_index()
    desk.window.opener.open_sample()
    desk.until(
        lambda: desk.window.model.is_open and desk.workbench.archive.folder.parent.name == "sample",
        "the sample is open",
    )
    assert not queries(desk).rebuild.running
    assert queries(desk).notice.text == ""
    desk.until(lambda: not queries(desk).saved.busy, "its searches are read")
    assert desk.workbench.archive.search("terminal").total


def test_the_preferences_open_by_their_key(desk: Desk) -> None:
    desk.control(",")
    assert queries(desk).preferences.isVisible()
    desk.until(lambda: queries(desk).preferences._engine is not None, "the engine is known")


def test_tags_reach_search_and_completion(desk: Desk) -> None:
    archive_window = desk.window.archive_window
    desk.until(lambda: archive_window.table.model().rowCount() == 1, "the source is listed")
    archive_window.table.selectRow(0)
    archive_window.tag(["court file"], [])
    panel = desk.window.desk.search
    panel.set_query('tag:"court file"')
    desk.until(lambda: bool(panel.hits), "the tagged source is found")
    desk.press("/")
    panel.edit.clear()
    QTest.keyClicks(panel.edit, "tag:cou")
    desk.until(lambda: queries(desk).completer.is_open, "the tag is offered")
    popup = queries(desk).completer.popup
    assert popup is not None
    assert popup.words == ["court file"]


def test_a_password_nobody_kept_is_asked_for_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")

    def answer(_request: Request) -> Answer:
        return 401, {"error": "Unauthorized"}

    with scripted(answer) as server:
        archive, passwords = desk.workbench.archive, queries(desk).passwords
        EngineSettings(archive).keep_address(OpenSearchAddress(server.address, "desk"))
        desk.window.archive_window.rebuild_index("opensearch")
        desk.until(lambda: passwords.dialog is not None, "the password is asked for")
        desk.until(lambda: not queries(desk).rebuild.running, "the build has ended")
        first = passwords.dialog
        assert first is not None
        assert server.asked == []  # nothing is sent without a password
        first.type("wrong")
        first.accept()
        assert passwords.typed.given(server.address, "desk") == "wrong"
        desk.window.desk.search.failed.emit(EngineRefused("It was refused.", "Try another."))
        assert passwords.typed.given(server.address, "desk") is None
        second = passwords.dialog
        assert second is not None
        second.reject()
        desk.window.archive_window.rebuild_index("opensearch")
        desk.until(lambda: not queries(desk).rebuild.running, "the build has ended")
        assert passwords.dialog is None
    assert archive.engine == "tantivy"
    desk.window.notice.clear()
