"""A rectangle drawn on a page, with words in it or none."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.pages import MINUTES, centre, document, long_word, page_of, picture, settle
from workbench.domain.text import Box
from workbench.services.archive import Archive
from workbench.services.jobs import Job
from workbench.ui import style
from workbench.ui.page_view import PageView
from workbench.ui.source_base import Fit
from workbench.ui.tasks import Tasks

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot: QtBot, tasks: Tasks, archive: Archive) -> Iterator[PageView]:
    made = PageView(tasks)
    made.resize(760, 700)
    made.show()
    made.set_document(document(archive, MINUTES))
    made.set_fit(Fit.PAGE)
    made.show_page(4)
    settle(qtbot, made)
    yield made
    made.stop()
    made.close()


def at(view: PageView, page: int, x: float, y: float) -> QPoint:
    return (view._layout.point(page, x, y) - view._offset()).toPoint()


def drag(view: PageView, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = ALT) -> None:
    QTest.mousePress(view.viewport(), LEFT, keys, start)
    QTest.mouseMove(view.viewport(), (start + end) / 2)
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), LEFT, keys, end)


def close_to(one: Box, other: Box) -> bool:
    sides = ("left", "top", "right", "bottom")
    return all(abs(getattr(one, side) - getattr(other, side)) < 0.004 for side in sides)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_dragging_with_alt_selects_a_rectangle_of_the_page(
    qtbot: QtBot, view: PageView, archive: Archive, rotation: int
) -> None:
    view.rotate(rotation)
    view.set_fit(Fit.PAGE)
    view.show_page(4)
    with qtbot.waitSignals([view.areaChanged, view.selectionFinished]):
        drag(view, at(view, 4, 0.6, 0.5), at(view, 4, 0.1, 0.2))
    area = view.area()
    assert area is not None
    assert area[0] == 4
    assert close_to(area[1], Box(0.1, 0.2, 0.6, 0.5))
    assert not view.spot()
    page = page_of(archive, MINUTES, 4)
    inside = [
        page.text[word.start : word.end]
        for word in page.words
        if 0.11 < (word.box.left + word.box.right) / 2 < 0.59
        and 0.21 < (word.box.top + word.box.bottom) / 2 < 0.49
    ]
    view.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied.count("\n") > 3
    assert "".join(inside) in copied.replace("\n", "").replace(" ", "")
    assert view.viewport().rect().contains(view.selection_rect().toRect())
    assert copied[:30] in view.accessibleDescription()
    border = at(view, 4, area[1].left, 0.35)
    colours = {picture(view).pixelColor(border.x() + d, border.y()).name() for d in range(-3, 4)}
    if rotation % 180 == 0:
        assert QColor(style.LIGHT.accent).name() in colours


def test_a_column_of_two_is_copied_alone(
    qtbot: QtBot, tasks: Tasks, view: PageView, tmp_path: Path
) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=600, height=400)
    for row in range(6):
        page.insert_text((60, 80 + 24 * row), f"left{row} town", fontsize=11)
        page.insert_text((350, 80 + 24 * row), f"right{row} 4{row}.5", fontsize=11)
    pdf.save(tmp_path / "table.pdf")
    archive = Archive(tmp_path / "archive")
    assert not archive.add([tmp_path / "table.pdf"], Job()).failed
    view.set_document(document(archive, "table.pdf"))
    settle(qtbot, view)
    drag(view, at(view, 1, 0.55, 0.1), at(view, 1, 0.9, 0.95))
    assert view.selected_text() == "\n".join(f"right{row} 4{row}.5" for row in range(6))
    view.stop()
    archive.close()


def test_a_page_without_words_has_areas_too(qtbot: QtBot, view: PageView, tmp_path: Path) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=600, height=400)
    page.draw_rect(pymupdf.Rect(100, 100, 400, 300), fill=(0.2, 0.2, 0.2))
    pdf.save(tmp_path / "scan.pdf")
    archive = Archive(tmp_path / "archive")
    assert not archive.add([tmp_path / "scan.pdf"], Job()).failed
    view.set_document(document(archive, "scan.pdf"))
    settle(qtbot, view)
    view.set_area_mode(True)
    drag(view, at(view, 1, 0.2, 0.3), at(view, 1, 0.6, 0.7), NONE)
    area = view.area()
    assert area is not None
    assert close_to(area[1], Box(0.2, 0.3, 0.6, 0.7))
    assert view.selected_text() == ""
    assert "without words" in view.accessibleDescription()
    before = QGuiApplication.clipboard().text()
    view.copy()
    assert QGuiApplication.clipboard().text() == before
    view.stop()
    archive.close()


def test_an_area_ends_at_the_edge_of_its_page(qtbot: QtBot, view: PageView) -> None:
    drag(view, at(view, 4, 0.5, 0.9), at(view, 5, 1.5, 0.2))
    area = view.area()
    assert area is not None
    assert area[0] == 4
    assert close_to(area[1], Box(0.5, 0.9, 1.0, 1.0))


def test_keys_move_and_resize_an_area_and_escape_drops_it(qtbot: QtBot, view: PageView) -> None:
    view.set_area(4, Box(0.2, 0.2, 0.4, 0.4))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
    moved = view.area()
    assert moved is not None
    assert moved[1].left > 0.2
    assert moved[1].top > 0.2
    assert abs(moved[1].right - moved[1].left - 0.2) < 1e-6
    qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    wider = view.area()
    assert wider is not None
    assert wider[1].left == pytest.approx(moved[1].left)
    assert wider[1].right > moved[1].right
    for _time in range(400):
        qtbot.keyClick(view, Qt.Key.Key_Left)
    edge = view.area()
    assert edge is not None
    assert edge[1].left == pytest.approx(0, abs=1e-6)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.area() is None


def test_by_keys_alone_an_area_is_made_and_followed(qtbot: QtBot, view: PageView) -> None:
    view.set_area_mode(True)
    view.zoom_by(3)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    area = view.area()
    assert area is not None
    before = view.verticalScrollBar().value()
    for _time in range(200):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.verticalScrollBar().value() > before
    assert view.viewport().rect().contains(view.selection_rect().toRect())
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    view.set_area_mode(False)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.area() is None


def test_a_corner_is_dragged_and_a_click_drops_the_area(qtbot: QtBot, view: PageView) -> None:
    view.set_area(4, Box(0.2, 0.2, 0.4, 0.4))
    drag(view, at(view, 4, 0.4, 0.4), at(view, 4, 0.7, 0.6), NONE)
    area = view.area()
    assert area is not None
    assert close_to(area[1], Box(0.2, 0.2, 0.7, 0.6))
    QTest.mouseClick(view.viewport(), LEFT, NONE, at(view, 4, 0.9, 0.9))
    assert view.area() is None


def test_words_and_area_are_never_selected_together(
    qtbot: QtBot, view: PageView, archive: Archive
) -> None:
    page = page_of(archive, MINUTES, 4)
    word = long_word(page)
    view.set_area(4, Box(0.2, 0.2, 0.4, 0.4))
    QTest.mouseDClick(view.viewport(), LEFT, NONE, centre(view, page, word.start, word.end))
    assert view.area() is None
    assert view.spot()
    view.set_area(4, Box(0.2, 0.2, 0.4, 0.4))
    assert not view.spot()
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == view.area_text()
    view.set_document(document(archive, "rotated.pdf"))
    assert view.area() is None
