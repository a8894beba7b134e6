import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from workbench.ui.collector import Collector


class Knot:
    """Garbage that only the collector finds."""

    def __init__(self, threads: list[str]) -> None:
        self.me = self
        self.threads = threads

    def __del__(self) -> None:
        self.threads.append(threading.current_thread().name)


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    parent = QObject()
    made = Collector(parent)
    yield made
    made.stop()
    gc.unfreeze()


def test_what_a_thread_leaves_is_collected_in_the_window(
    qtbot: QtBot, collector: Collector
) -> None:
    threads: list[str] = []

    def litter() -> None:
        for _time in range(3000):
            Knot(threads)

    thread = threading.Thread(target=litter, name="litter")
    thread.start()
    thread.join()
    assert not threads, "the thread collected nothing"
    qtbot.waitUntil(lambda: len(threads) == 3000)
    assert set(threads) == {threading.main_thread().name}


def test_python_collects_again_afterwards(qtbot: QtBot) -> None:
    collector = Collector()
    assert not gc.isenabled()
    collector.stop()
    gc.unfreeze()
    assert gc.isenabled()
