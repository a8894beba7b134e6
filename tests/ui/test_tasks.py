import threading
import time

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from workbench.domain.errors import FileEmpty, WorkbenchError
from workbench.services.jobs import Job, Progress
from workbench.ui.tasks import Tasks


def test_work_runs_elsewhere_and_is_answered_here(qtbot: QtBot, tasks: Tasks) -> None:
    answers: list[tuple[int, int]] = []
    here = threading.get_ident()
    tasks.run(threading.get_ident, lambda there: answers.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0][0] != here
    assert answers[0][1] == here


def test_a_foreseen_failure_goes_to_failed(qtbot: QtBot, tasks: Tasks) -> None:
    errors: list[WorkbenchError] = []
    error = FileEmpty("It is empty.", "Take another.")

    def work() -> None:
        raise error

    tasks.run(work, lambda _none: pytest.fail("done"), errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert errors == [error]
    with qtbot.waitSignal(tasks.failure) as told:
        tasks.run(work, lambda _none: pytest.fail("done"))
    assert told.args == [error]


def test_a_bug_is_told_with_its_traceback_and_ends_the_wait(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    tasks = Tasks()
    errors: list[WorkbenchError] = []
    with qtbot.waitSignal(tasks.bug) as told:
        tasks.run(lambda: 1 // 0, lambda _value: pytest.fail("done"), errors.append)
    assert "ZeroDivisionError" in told.args[0]
    assert "ZeroDivisionError" in caplog.text
    assert len(errors) == 1
    assert tasks.shutdown()


def test_a_cancelled_answer_is_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    answers: list[str] = []
    handle = tasks.run(lambda: time.sleep(0.05) or "old", answers.append)
    handle.cancel()
    tasks.run(lambda: time.sleep(0.1) or "new", answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["new"]
    assert not handle.active


class Listener(QObject):
    heard: list[str] = []  # noqa: RUF012 - outlives the listener on purpose

    def listen(self, word: str) -> None:
        self.heard.append(word)


def test_the_answer_to_a_destroyed_owner_is_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    listener = Listener()
    Listener.heard.clear()
    tasks.run(lambda: time.sleep(0.05) or "late", listener.listen)
    delete(listener)
    others: list[str] = []
    tasks.run(lambda: time.sleep(0.1) or "other", others.append)
    qtbot.waitUntil(lambda: bool(others))
    assert Listener.heard == []


def test_a_job_tells_progress_and_can_be_stopped(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[Progress] = []
    ends: list[str] = []

    def work(job: Job) -> str:
        for done in range(10_000):
            job.report(done, 10_000, "file")
            time.sleep(0.005)
        return "done"

    handle = tasks.run_job(work, told.append, ends.append, cancelled=lambda: ends.append("stopped"))
    qtbot.waitUntil(lambda: len(told) >= 2)
    handle.stop()
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == ["stopped"]
    assert told[0].text == "file"


def test_shutdown_waits_for_running_work_and_delivers_nothing_after(qtbot: QtBot) -> None:
    tasks = Tasks()
    answers: list[object] = []
    ended = threading.Event()

    def work() -> None:
        time.sleep(0.2)
        ended.set()

    tasks.run(work, answers.append)
    qtbot.wait(20)
    assert tasks.shutdown()
    assert ended.is_set()
    qtbot.wait(50)
    assert answers == []
    assert not tasks.run(lambda: 1, answers.append).active
