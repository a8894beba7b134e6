"""Completion in the query line: the list never takes the keyboard, typing goes on."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from workbench.domain.query_completion import Completion
from workbench.services.archive import Archive
from workbench.ui.line_completer import LineCompleter
from workbench.ui.query_edit import QueryEdit
from workbench.ui.tasks import Tasks

NAMES = ("tag:", "title:", "type:", "date:", "author:")


def names(text: str, cursor: int) -> list[Completion]:
    """Field names that begin with the word before the cursor."""
    start = text.rfind(" ", 0, cursor) + 1
    piece = text[start:cursor]
    return [Completion(start, cursor, name, name) for name in NAMES if name.startswith(piece)]


class Line(QWidget):
    """A window with a query line somewhere in it."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.edit = QueryEdit()
        self.other = QueryEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.edit)
        column.addWidget(self.other)
        column.addStretch(1)
        self.completer = LineCompleter(self.edit, tasks)
        self.completer.set_ask(names)
        self.said: list[str] = []
        self.completer.announced.connect(self.said.append)

    @property
    def offered(self) -> list[str]:
        popup = self.completer.popup
        return popup.words if popup is not None and popup.isVisible() else []

    @property
    def chosen(self) -> str:
        popup = self.completer.popup
        assert popup is not None
        return popup.words[popup.row] if popup.row >= 0 else ""


@pytest.fixture
def line(qtbot: QtBot, tasks: Tasks) -> Iterator[Line]:
    made = Line(tasks)
    made.resize(700, 400)
    made.show()
    made.activateWindow()
    made.edit.setFocus()
    qtbot.waitUntil(made.edit.hasFocus)
    yield made
    made.close()


def type_in(qtbot: QtBot, line: Line, words: str) -> None:
    QTest.keyClicks(line.edit, words)
    qtbot.waitUntil(lambda: not line.completer.busy)


def press(line: Line, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(line.edit, key, modifier or Qt.KeyboardModifier.NoModifier)


def test_typing_goes_on_while_names_are_offered(qtbot: QtBot, line: Line) -> None:
    type_in(qtbot, line, "bridge t")
    assert line.offered == []  # one letter says too little
    type_in(qtbot, line, "i")
    assert line.offered == ["title:"]
    assert line.edit.hasFocus()
    type_in(qtbot, line, "t")
    assert line.offered == ["title:"]
    assert line.edit.text() == "bridge tit"
    type_in(qtbot, line, "x")
    assert line.offered == []


def test_arrows_choose_and_tab_takes(qtbot: QtBot, line: Line) -> None:
    line.completer.set_ask(lambda _text, cursor: [Completion(0, cursor, n, n) for n in NAMES])
    type_in(qtbot, line, "ti")
    assert line.chosen == ""
    press(line, Qt.Key.Key_Down)
    assert line.chosen == "tag:"
    press(line, Qt.Key.Key_Down)
    assert line.chosen == "title:"
    assert line.said[-1] == "title:, 2 of 5"
    press(line, Qt.Key.Key_Up)
    press(line, Qt.Key.Key_Up)
    assert line.chosen == ""
    press(line, Qt.Key.Key_Up)
    assert line.chosen == "author:"
    press(line, Qt.Key.Key_Tab)
    assert line.edit.text() == "author:"
    assert line.edit.hasFocus()


def test_return_searches_where_nothing_is_chosen(qtbot: QtBot, line: Line) -> None:
    told: list[str] = []
    line.edit.returnPressed.connect(lambda: told.append(line.edit.text()))
    type_in(qtbot, line, "tit")
    press(line, Qt.Key.Key_Return)
    assert told == ["tit"]
    assert line.offered == []
    type_in(qtbot, line, "l")
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)
    assert told == ["tit"]
    assert line.edit.text() == "title:"


def test_escape_closes_the_list_before_it_leaves(qtbot: QtBot, line: Line) -> None:
    left: list[bool] = []
    line.edit.escapePressed.connect(lambda: left.append(True))
    type_in(qtbot, line, "tit")
    press(line, Qt.Key.Key_Escape)
    assert line.offered == []
    assert left == []
    press(line, Qt.Key.Key_Escape)
    assert left == [True]
    assert line.edit.text() == "tit"


def test_down_goes_to_the_hits_while_no_list_is_open(qtbot: QtBot, line: Line) -> None:
    down: list[bool] = []
    line.edit.downPressed.connect(lambda: down.append(True))
    type_in(qtbot, line, "tit")
    press(line, Qt.Key.Key_Down)
    assert down == []
    press(line, Qt.Key.Key_Escape)
    press(line, Qt.Key.Key_Down)
    assert down == [True]


def test_leaving_the_line_closes_the_list(qtbot: QtBot, line: Line) -> None:
    type_in(qtbot, line, "tit")
    press(line, Qt.Key.Key_Tab)
    assert line.offered == []
    assert line.edit.text() == "tit"


def test_it_can_be_asked_for(qtbot: QtBot, line: Line) -> None:
    press(line, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(line.offered))
    assert line.offered == list(NAMES)
    assert line.said[-1] == "5 completions"
    assert line.edit.text() == ""


def test_a_click_takes_and_undo_takes_it_back(qtbot: QtBot, line: Line) -> None:
    type_in(qtbot, line, "bridge tit")
    popup = line.completer.popup
    assert popup is not None
    place = popup._list.visualItemRect(popup._list.item(0)).center()
    QTest.mouseClick(
        popup._list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    assert line.edit.text() == "bridge title:"
    assert line.edit.hasFocus()
    line.edit.undo()
    assert line.edit.text() == "bridge tit"


@pytest.mark.parametrize("before", ["\U0001f6a2\U0001f6a2 ", "عقد الجسر ", "\U00010400 ∅ ", ""])
def test_offsets_count_letters_whatever_their_script(qtbot: QtBot, line: Line, before: str) -> None:
    asked: list[tuple[str, int]] = []

    def ask(text: str, cursor: int) -> list[Completion]:
        asked.append((text, cursor))
        return names(text, cursor)

    line.completer.set_ask(ask)
    line.edit.setText(before)
    type_in(qtbot, line, "tit")
    assert asked[-1] == (f"{before}tit", len(before) + 3)
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Tab)
    assert line.edit.text() == f"{before}title:"


def test_a_completion_in_the_middle_leaves_the_rest(qtbot: QtBot, line: Line) -> None:
    line.edit.setText("\U0001f6a2 ti bridge")
    line.edit.setCursorPosition(5)  # after "ti"; the ship takes two of Qt's places
    line.completer.ask()
    qtbot.waitUntil(lambda: line.offered == ["title:"])
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)
    assert line.edit.text() == "\U0001f6a2 title: bridge"
    assert line.edit.cursorPosition() == len("\U0001f6a2 title:") + 1


def test_a_slow_answer_to_an_old_question_is_dropped(qtbot: QtBot, line: Line) -> None:
    gate = threading.Event()

    def ask(text: str, cursor: int) -> list[Completion]:
        if text == "ti":
            gate.wait(10)
        return names(text, cursor)

    line.completer.set_ask(ask)
    QTest.keyClicks(line.edit, "ti")
    qtbot.waitUntil(lambda: line.completer._asking is not None)
    QTest.keyClicks(line.edit, "xx")
    gate.set()
    qtbot.waitUntil(lambda: not line.completer.busy)
    assert line.offered == []


def test_the_list_stands_in_the_window_below_or_above_the_line(qtbot: QtBot, line: Line) -> None:
    line.completer.ask()
    qtbot.waitUntil(lambda: bool(line.offered))
    popup = line.completer.popup
    assert popup is not None
    assert popup.y() >= line.edit.geometry().bottom()
    line.completer.close()
    column = line.layout()
    assert isinstance(column, QVBoxLayout)
    column.setDirection(QVBoxLayout.Direction.BottomToTop)
    qtbot.waitUntil(lambda: line.edit.y() > 300)
    line.completer.ask()
    qtbot.waitUntil(lambda: bool(line.offered))
    assert line.rect().contains(popup.geometry())
    assert popup.geometry().bottom() < line.edit.y()


def test_right_to_left_the_list_ends_where_the_words_begin(qtbot: QtBot, line: Line) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        line.edit.setText("عقد ")
        line.completer.ask()
        qtbot.waitUntil(lambda: bool(line.offered))
        popup = line.completer.popup
        assert popup is not None
        assert line.rect().contains(popup.geometry())
        assert popup.geometry().center().x() > line.width() / 2
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_the_archive_knows_fields_and_values(qtbot: QtBot, line: Line, archive: Archive) -> None:
    line.completer.set_ask(archive.complete)
    type_in(qtbot, line, "titl")
    assert any("title" in word for word in line.offered)
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Tab)
    assert line.edit.text() == "title:"
    line.edit.setText("type:")
    line.completer.ask()
    qtbot.waitUntil(lambda: any("pdf" in word for word in line.offered))
