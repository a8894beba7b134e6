"""The search engine of an archive: chosen, built in the background, a newsroom's one reached."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.adapters.clusters import Answer, Request, osmem, scripted
from workbench.adapters.opensearch_wire import ENVIRONMENT
from workbench.services.archive import Archive
from workbench.services.engine_settings import Engine, EngineSettings
from workbench.services.jobs import Job
from workbench.ui.index_rebuild import IndexRebuild
from workbench.ui.passwords import Passwords
from workbench.ui.preferences import PreferencesWindow
from workbench.ui.tasks import Tasks

HELLO = {"version": {"distribution": "opensearch", "number": "9.9.9"}}
SECRET = "Gänse ‘9’"


@pytest.fixture(autouse=True)
def no_cluster_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bus, so no Secret Service, whatever this machine has."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, own_archive: Archive) -> Iterator[PreferencesWindow]:
    made = PreferencesWindow(tasks, IndexRebuild(tasks), Passwords())
    made.open_for(own_archive)
    qtbot.waitUntil(lambda: made._engine is not None)
    yield made
    made.close()


def built(qtbot: QtBot, window: PreferencesWindow, engine: Engine) -> None:
    qtbot.waitUntil(lambda: window._rebuild.running, timeout=10_000)
    qtbot.waitUntil(lambda: not window._rebuild.running, timeout=60_000)
    qtbot.waitUntil(lambda: window._engine is engine)


def test_it_says_which_engine_answers_and_what_each_is_for(window: PreferencesWindow) -> None:
    assert window.chosen is Engine.TANTIVY
    assert window.choices[Engine.TANTIVY].text().endswith("in use")
    assert not window.apply.isEnabled()  # nothing would change
    assert all(radio.accessibleDescription() for radio in window.choices.values())
    assert not window.form.isVisible()


def test_another_engine_is_built_and_answers_then(
    qtbot: QtBot, window: PreferencesWindow, own_archive: Archive
) -> None:
    before = own_archive.search("council", 1000)
    window.choices[Engine.WHOOSH].click()
    assert window.apply.isEnabled()
    window.apply.click()
    qtbot.waitUntil(window._progress.isVisible)
    assert not window.apply.isEnabled()
    assert own_archive.search("council", 1000).total == before.total  # the old one answers
    built(qtbot, window, Engine.WHOOSH)
    assert "rebuilt" in window.told
    assert not window.apply.isEnabled()
    after = own_archive.search("council", 1000)
    assert after.engine == "whoosh"
    assert after.total == before.total


def test_a_build_that_is_stopped_changes_nothing(
    qtbot: QtBot, window: PreferencesWindow, own_archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        text = f"Note {number}\n\n" + f"The quay of day {number} was long. " * 60
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    own_archive.add([folder], Job())
    window.choices[Engine.WHOOSH].click()
    window.apply.click()
    qtbot.waitUntil(window._progress.isVisible)
    window._progress.cancel.click()
    qtbot.waitUntil(lambda: not window._rebuild.running, timeout=60_000)
    assert window.told == "The index was not rebuilt; the old one stays in use."
    assert own_archive.engine == "tantivy"
    assert own_archive.search("quay", 10).total


def test_an_address_that_cannot_be_is_told(qtbot: QtBot, window: PreferencesWindow) -> None:
    window.choices[Engine.OPENSEARCH].click()
    assert window.form.isVisible()
    assert not window.apply.isEnabled()
    window.form.address.setText("http://search.example.org:9200")
    window.form._edited("")
    window.form.test.click()
    qtbot.waitUntil(lambda: not window.form.busy)
    assert window.form.told.startswith("! ")
    assert "https://" in window.form.told
    window.apply.click()
    qtbot.waitUntil(lambda: window.told.startswith("! "))
    assert not window._rebuild.running


def test_nobody_answers_is_told(qtbot: QtBot, window: PreferencesWindow) -> None:
    window.choices[Engine.OPENSEARCH].click()
    window.form.address.setText("http://127.0.0.1:9")
    window.form.test.click()
    assert window.form.told == "Asking …"
    qtbot.waitUntil(lambda: not window.form.busy, timeout=30_000)
    assert "127.0.0.1:9" in window.form.told
    assert window.form.test.isEnabled()


def test_the_archive_moves_to_the_newsroom(
    qtbot: QtBot, window: PreferencesWindow, own_archive: Archive
) -> None:
    before = own_archive.search("council", 1000).total
    with osmem() as address:
        window.choices[Engine.OPENSEARCH].click()
        window.form.address.setText(address)
        window.form._edited("")
        window.form.test.click()
        qtbot.waitUntil(lambda: not window.form.busy, timeout=30_000)
        assert window.form.told.startswith("✓ ")
        window.apply.click()
        built(qtbot, window, Engine.OPENSEARCH)
        assert EngineSettings(own_archive).address().address == address
        assert own_archive.search("council", 1000).total == before
        own_archive.rebuild(Job(), "tantivy")


def test_without_a_keyring_that_is_said_and_the_password_is_remembered_for_now(
    qtbot: QtBot, window: PreferencesWindow, own_archive: Archive
) -> None:
    wanted = "Basic " + base64.b64encode(f"desk:{SECRET}".encode()).decode()

    def answer(request: Request) -> Answer:
        right = request.headers.get("authorization") == wanted
        return (200, HELLO) if right else (401, {"error": "Unauthorized"})

    with scripted(answer) as server:
        window.choices[Engine.OPENSEARCH].click()
        window.form.address.setText(server.address)
        window.form.user.setText("desk")
        window.form.look_for_password()
        qtbot.waitUntil(lambda: not window.form.busy, timeout=30_000)
        assert "keyring" in window.form.keyring_told
        assert "asked for each time" in window.form.keyring_told
        window.form.password.setText("wrong")
        window.form.test.click()
        qtbot.waitUntil(lambda: not window.form.busy, timeout=30_000)
        assert window.form.told.startswith("! ")
        window.form.password.setText(SECRET)
        window.form.test.click()
        qtbot.waitUntil(lambda: not window.form.busy, timeout=30_000)
        assert window.form.told == "✓ opensearch 9.9.9 answers"
        window.form.keep()()
        assert window.form._passwords.given(server.address, "desk") == SECRET
        window.form.password.clear()
        window.form.test.click()
        qtbot.waitUntil(lambda: not window.form.busy, timeout=30_000)
        assert window.form.told == "✓ opensearch 9.9.9 answers"
    kept = (own_archive.folder / "catalogue.db").read_bytes()
    assert SECRET.encode() not in kept


def test_a_password_is_never_shown_nor_left_behind(window: PreferencesWindow) -> None:
    assert window.form.password.echoMode() is QLineEdit.EchoMode.Password
    window.form.password.setText(SECRET)
    window.close()
    assert window.form.password.text() == ""


def test_an_address_of_the_environment_is_not_changed_here(
    qtbot: QtBot, tasks: Tasks, own_archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, "https://search.example.org:9200")
    window = PreferencesWindow(tasks, IndexRebuild(tasks), Passwords())
    window.open_for(own_archive)
    qtbot.waitUntil(lambda: window._engine is not None)
    assert window.form.address.text() == "https://search.example.org:9200"
    assert window.form.address.isReadOnly()
    assert "WORKBENCH_OPENSEARCH" in window.form.told
    window.close()
