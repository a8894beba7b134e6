from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.pages import (
    MINUTES,
    centre,
    document,
    long_word,
    page_of,
    patient_clicks,
    picture,
    rgb,
    settle,
    share,
)
from workbench.domain.evidence import Stance
from workbench.services.archive import Archive
from workbench.ui import style
from workbench.ui.marks import Mark
from workbench.ui.page_view import PageView
from workbench.ui.source_base import HitPlace, Spot
from workbench.ui.tasks import Tasks

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(qtbot: QtBot, tasks: Tasks) -> Iterator[PageView]:
    made = PageView(tasks)
    made.resize(720, 700)
    made.show()
    yield made
    made.stop()
    made.close()


def test_lit_words_are_yellow_and_their_ink_dark(
    qtbot: QtBot, view: PageView, archive: Archive
) -> None:
    page = page_of(archive, MINUTES, 4)
    spot = Spot(4, long_word(page).start, long_word(page).end)
    view.set_document(document(archive, MINUTES))
    view.set_lit([spot])
    view.reveal(4, spot.start, spot.end)
    settle(qtbot, view)
    image = picture(view)
    assert view.current_page == 4
    assert share(image, view, spot, style.LIGHT.lit.lower()) > 0.3
    rect = view.rects_of(spot)[0].translated(-view._offset()).toRect()
    assert view.viewport().rect().contains(rect)
    darkest = min(
        image.pixelColor(x, y).lightness()
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
    )
    assert darkest < 60


def test_paper_is_never_white_at_night_and_lit_words_stay_yellow(
    qtbot: QtBot, view: PageView, archive: Archive, qapp: QApplication
) -> None:
    page = page_of(archive, MINUTES, 2)
    spot = Spot(2, long_word(page).start, long_word(page).end)
    view.set_document(document(archive, MINUTES))
    view.set_lit([spot])
    view.reveal(2, spot.start, spot.end)
    settle(qtbot, view)
    style.apply(qapp, "dark")
    view.retheme()
    settle(qtbot, view)
    image = picture(view)
    colours = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    assert "#ffffff" not in colours
    assert style.DARK.paper.lower() in colours
    assert style.DARK.desk.lower() in colours
    lit = QColor(style.LIGHT.lit)  # on paper, which is light at night too
    paper = QColor(style.DARK.paper)
    both = QColor(*(round(a * b / 255) for a, b in zip(rgb(lit), rgb(paper), strict=True)))
    assert share(image, view, spot, both.name()) > 0.25


def test_words_are_selected_by_dragging_with_exact_offsets(
    qtbot: QtBot, view: PageView, archive: Archive
) -> None:
    view.set_document(document(archive, MINUTES))
    view.show_page(4)
    settle(qtbot, view)
    page = page_of(archive, MINUTES, 4)
    first, last = page.words[30], page.words[47]
    begin = centre(view, page, first.start, first.end)
    end = centre(view, page, last.start, last.end)
    with qtbot.waitSignal(view.selectionFinished):
        QTest.mousePress(view.viewport(), LEFT, NONE, begin)
        QTest.mouseMove(view.viewport(), (begin + end) / 2)
        QTest.mouseMove(view.viewport(), end)
        QTest.mouseRelease(view.viewport(), LEFT, NONE, end)
    assert view.spot() == Spot(4, first.start, last.end)
    assert view.selected_text() == page.text[first.start : last.end]
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == page.text[first.start : last.end]


def test_dragging_backwards_selects_the_same(
    qtbot: QtBot, view: PageView, archive: Archive
) -> None:
    view.set_document(document(archive, MINUTES))
    view.show_page(4)
    settle(qtbot, view)
    page = page_of(archive, MINUTES, 4)
    first, last = page.words[30], page.words[47]
    QTest.mousePress(view.viewport(), LEFT, NONE, centre(view, page, last.start, last.end))
    QTest.mouseMove(view.viewport(), centre(view, page, first.start, first.end))
    QTest.mouseRelease(view.viewport(), LEFT, NONE, centre(view, page, first.start, first.end))
    assert view.spot() == Spot(4, first.start, last.end)


def test_double_triple_and_shift_click(qtbot: QtBot, view: PageView, archive: Archive) -> None:
    view.set_document(document(archive, MINUTES))
    view.show_page(4)
    settle(qtbot, view)
    page = page_of(archive, MINUTES, 4)
    long = long_word(page)
    start = long.start
    word = centre(view, page, long.start, long.end)
    with patient_clicks():
        QTest.mouseDClick(view.viewport(), LEFT, NONE, word)
        assert view.selected_text() == page.text[long.start : long.end]
        QTest.mouseClick(view.viewport(), LEFT, NONE, word)
    line = view.spot()
    assert line.start <= start < line.end
    assert line.end - line.start > long.end - long.start
    box = page.boxes(line.start, line.end)
    assert len(box) == 1
    later = page.words[90]
    point = centre(view, page, later.start, later.end)
    QTest.mouseClick(view.viewport(), LEFT, NONE, QPoint(3, 3))
    QTest.mouseDClick(view.viewport(), LEFT, NONE, word)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, word)
    view._forget_clicks()
    QTest.mouseClick(view.viewport(), LEFT, SHIFT, point)
    assert view.spot().start == min(start, later.start)
    assert view.spot().end == max(long.end, later.end)


def test_a_click_beside_words_selects_nothing(
    qtbot: QtBot, view: PageView, archive: Archive
) -> None:
    view.set_document(document(archive, MINUTES))
    settle(qtbot, view)
    QTest.mouseClick(view.viewport(), LEFT, NONE, QPoint(3, 3))
    assert not view.spot()


def test_on_a_turned_page_words_are_where_they_show(
    qtbot: QtBot, view: PageView, archive: Archive
) -> None:
    view.set_document(document(archive, "rotated.pdf"))
    settle(qtbot, view)
    page = page_of(archive, "rotated.pdf", 1)
    assert page.width > page.height
    start = page.text.index("4711")
    point = centre(view, page, start, start + 4)
    image = picture(view)
    around = [
        image.pixelColor(point.x() + dx, point.y() + dy).lightness()
        for dx in range(-6, 7)
        for dy in range(-10, 11)
    ]
    assert min(around) < 100, "ink stands where the word's box is"
    QTest.mouseDClick(view.viewport(), LEFT, NONE, point)
    assert view.selected_text() == "4711"


def test_zooming_keeps_what_is_under_the_mouse(
    qtbot: QtBot, view: PageView, archive: Archive
) -> None:
    view.set_document(document(archive, MINUTES))
    view.show_page(3)
    settle(qtbot, view)
    for at in (QPointF(300, 350), QPointF(420, 500)):
        before = view._layout.share(view._content_point(at))
        view.zoom_by(1.6, at)
        after = view._layout.share(view._content_point(at))
        assert after[0] == before[0]
        assert abs(after[1] - before[1]) < 0.004
        assert abs(after[2] - before[2]) < 0.004
    settle(qtbot, view)
    qtbot.keyClick(view, Qt.Key.Key_0, CONTROL)
    settle(qtbot, view)
    percent = view.zoom_percent
    qtbot.keyClick(view, Qt.Key.Key_Plus, CONTROL)
    assert view.zoom_percent > percent
    qtbot.keyClick(view, Qt.Key.Key_Minus, CONTROL)
    assert view.zoom_percent == percent


def test_a_page_is_drawn_sharp_at_any_zoom(qtbot: QtBot, view: PageView, archive: Archive) -> None:
    """Each tile is drawn pixel for pixel: the window shows just what the child rendered."""
    view.set_document(document(archive, MINUTES))
    view.show_page(2)
    view.zoom_by(1.37)
    settle(qtbot, view)
    image = picture(view)
    rect = view._layout.rect(2).translated(-view._offset())
    scale = view._device_scale()
    whole = archive.render(archive.source(MINUTES).sha256, 2, scale, None)
    rendered = QImage(
        whole.data, whole.width, whole.height, whole.stride, QImage.Format.Format_RGB888
    )
    left, top = max(0, -round(rect.left())), max(0, -round(rect.top()))
    differing = 0
    for dx in range(40, 400, 7):
        for dy in range(40, 400, 7):
            x, y = left + dx, top + dy
            seen = image.pixelColor(round(rect.left()) + x, round(rect.top()) + y)
            differing += seen.name() != rendered.pixelColor(x, y).name()
    assert differing < 25


def test_evidence_is_outlined_with_its_sign_and_number(
    qtbot: QtBot, view: PageView, archive: Archive
) -> None:
    page = page_of(archive, MINUTES, 4)
    start, end = page.words[60].start, page.words[100].end
    view.set_document(document(archive, MINUTES))
    mark = Mark("e1", 4, start, end, Stance.REFUTES, 12, page.boxes(start, end))
    view.set_marks([mark])
    view.reveal(4, start, end)
    settle(qtbot, view)
    image = picture(view)
    badge = view._badges["e1"].toRect()
    colour = QColor(style.LIGHT.refutes).name()
    assert image.pixelColor(badge.left() + 3, badge.center().y()).name() == colour
    with qtbot.waitSignal(view.markActivated) as told:
        QTest.mouseClick(view.viewport(), LEFT, NONE, badge.center())
    assert told.args == ["e1"]
    assert [tick.role for tick in view.strip.ticks] == ["refutes"]


def test_a_tick_leads_to_its_hit(qtbot: QtBot, view: PageView, archive: Archive) -> None:
    view.set_document(document(archive, MINUTES))
    view.set_hits([HitPlace(Spot(p, 0, 20), f"p. {p}") for p in (2, 5)])
    settle(qtbot, view)
    shares = [tick.share for tick in view.strip.ticks]
    assert shares == sorted(shares)
    y = round(6 + shares[1] * (view.strip.height() - 12))
    QTest.mouseClick(view.strip, LEFT, NONE, QPoint(6, y))
    settle(qtbot, view)
    assert view.current_page == 5


def test_the_keyboard_selects_the_sentence_and_moves_its_ends(
    qtbot: QtBot, view: PageView, archive: Archive
) -> None:
    page = page_of(archive, MINUTES, 4)
    start = long_word(page).start
    view.set_document(document(archive, MINUTES))
    view.set_lit([Spot(4, start, start + 8)])
    view.reveal(4, start, start + 8)
    settle(qtbot, view)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    sentence = view.spot()
    assert sentence.start <= start < sentence.end
    qtbot.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert view.spot().end < sentence.end
    qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    assert view.spot() == sentence
    qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT | CONTROL)
    assert view.spot().start > sentence.start
    assert view.accessibleDescription() == view.selected_text()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.spot()


def test_pictures_keep_to_their_bytes(qtbot: QtBot, view: PageView, archive: Archive) -> None:
    view.set_document(document(archive, MINUTES))
    for _step in range(3):
        view.zoom_by(1.5)
        for number in range(1, 7):
            view.show_page(number)
            qtbot.wait(10)
    settle(qtbot, view)
    assert 0 < view._loader.tiles.bytes <= 128 * 1024 * 1024


def test_closing_while_pages_are_drawn_leaves_nothing_behind(
    qtbot: QtBot, archive: Archive
) -> None:
    tasks = Tasks()
    view = PageView(tasks)
    view.resize(900, 900)
    view.show()
    view.set_document(document(archive, MINUTES))
    view.zoom_by(3)
    qtbot.waitUntil(lambda: bool(view._loader._flying))
    view.stop()
    view.close()
    view.deleteLater()
    assert tasks.shutdown()
    qtbot.wait(50)


def test_another_document_drops_what_was_on_its_way(
    qtbot: QtBot, view: PageView, archive: Archive
) -> None:
    view.set_document(document(archive, MINUTES))
    qtbot.waitUntil(lambda: bool(view._loader._flying))
    view.set_document(document(archive, "rotated.pdf"))
    settle(qtbot, view)
    assert len(view._layout) == 2
    assert view.text_of(1) == page_of(archive, "rotated.pdf", 1).text
