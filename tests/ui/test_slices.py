"""Work in slices: all of it is done, the newest wins, what is stopped stays undone."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from workbench.ui.slices import Slices


def counted(done: list[int], upto: int) -> Iterator[None]:
    for number in range(upto):
        done.append(number)
        yield


def test_the_work_is_done_in_order_after_the_call(qtbot: QtBot) -> None:
    owner, done = QObject(), list[int]()
    slices = Slices(owner)
    slices.run(counted(done, 50))
    assert not done
    assert slices.busy
    qtbot.waitUntil(lambda: not slices.busy)
    assert done == list(range(50))


def test_new_work_takes_the_place_of_the_old(qtbot: QtBot) -> None:
    owner, old, new = QObject(), list[int](), list[int]()
    slices = Slices(owner)

    def replaced() -> Iterator[None]:
        old.append(0)
        slices.run(counted(new, 3))
        yield
        old.append(1)

    slices.run(replaced())
    qtbot.waitUntil(lambda: not slices.busy)
    assert old == [0]
    assert new == [0, 1, 2]


def test_what_is_stopped_stays_undone(qtbot: QtBot) -> None:
    owner, done = QObject(), list[int]()
    slices = Slices(owner)
    slices.run(counted(done, 3))
    slices.stop()
    qtbot.wait(20)
    assert not done
    assert not slices.busy
