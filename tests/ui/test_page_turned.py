"""Pages that were turned in the view: everything stands where the eye sees it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QTransform
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.pages import MINUTES, centre, document, long_word, page_of, picture, settle, share
from workbench.domain.evidence import Stance
from workbench.domain.text import Box
from workbench.services.archive import Archive
from workbench.ui import style
from workbench.ui.marks import Mark
from workbench.ui.page_layout import MARGIN_SIDE, MARGIN_TOP
from workbench.ui.page_view import PageView
from workbench.ui.source_base import Fit, Look, Spot
from workbench.ui.tasks import Tasks

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(qtbot: QtBot, tasks: Tasks, archive: Archive) -> Iterator[PageView]:
    made = PageView(tasks)
    made.resize(760, 700)
    made.show()
    made.set_document(document(archive, MINUTES))
    yield made
    made.stop()
    made.close()


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_the_picture_is_the_one_drawn_turned(
    qtbot: QtBot, view: PageView, archive: Archive, rotation: int
) -> None:
    view.show_page(2)
    view.rotate(rotation)
    view.zoom_by(1.3)
    view.show_page(2)
    settle(qtbot, view)
    image = picture(view)
    rect = view._layout.rect(2).translated(-view._offset())
    whole = archive.render(archive.source(MINUTES).sha256, 2, view._device_scale(), None)
    rendered = QImage(
        whole.data, whole.width, whole.height, whole.stride, QImage.Format.Format_RGB888
    ).transformed(QTransform().rotate(rotation))
    # A page is a fraction of a pixel larger than its picture; turned, that shows on the other side.
    right, below = rect.width() - rendered.width(), rect.height() - rendered.height()
    assert abs(right) <= 1
    assert abs(below) <= 1
    differing = {(dx, dy): 0 for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    left, top = max(0, -round(rect.left())), max(0, -round(rect.top()))
    for x in range(left + 40, left + 500, 7):
        for y in range(top + 40, top + 400, 7):
            seen = image.pixelColor(round(rect.left()) + x, round(rect.top()) + y).name()
            for dx, dy in differing:
                differing[dx, dy] += seen != rendered.pixelColor(x + dx, y + dy).name()
    assert min(differing.values()) < 25


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_words_are_chosen_and_lit_where_they_show(
    qtbot: QtBot, view: PageView, archive: Archive, rotation: int
) -> None:
    page = page_of(archive, MINUTES, 4)
    word = long_word(page)
    spot = Spot(4, word.start, word.end)
    view.rotate(rotation)
    view.reveal(4, word.start, word.end)
    settle(qtbot, view)
    point = centre(view, page, word.start, word.end)
    assert view.viewport().rect().contains(point)
    QTest.mouseDClick(view.viewport(), LEFT, NONE, point)
    assert view.selected_text() == page.text[word.start : word.end]
    view.clear_selection()
    view.set_lit([spot])
    image = picture(view)
    assert share(image, view, spot, style.LIGHT.lit.lower()) > 0.3
    rect = view.rects_of(spot)[0].translated(-view._offset()).toRect()
    assert (rect.height() > rect.width()) == (rotation != 180)
    ink = min(
        image.pixelColor(x, y).lightness()
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
    )
    assert ink < 90


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_evidence_is_outlined_and_its_badge_stands_before_it(
    qtbot: QtBot, view: PageView, archive: Archive, rotation: int
) -> None:
    page = page_of(archive, MINUTES, 4)
    start, end = page.words[60].start, page.words[100].end
    view.rotate(rotation)
    boxes = page.boxes(start, end)
    area = Box(0.2, 0.6, 0.5, 0.7)
    view.set_marks(
        [
            Mark("words", 4, start, end, Stance.SUPPORTS, 3, boxes),
            Mark("area", 4, 0, 0, Stance.REFUTES, 4, (area,)),
        ]
    )
    view.set_fit(Fit.PAGE)
    view.show_page(4)
    settle(qtbot, view)
    picture(view)
    for mark, first in (("words", boxes[0]), ("area", area)):
        badge = view._badges[mark]
        rect = view._layout.box(4, first).translated(-view._offset())
        assert not badge.intersects(rect)
        before = {
            90: badge.bottom() < rect.top(),
            180: badge.left() > rect.right(),
            270: badge.top() > rect.bottom(),
        }
        assert before[rotation]
    with qtbot.waitSignal(view.markActivated) as told:
        QTest.mouseClick(view.viewport(), LEFT, NONE, view._badges["area"].center().toPoint())
    assert told.args == ["area"]


def test_an_area_is_evidence_with_its_outline_where_it_was_drawn(
    qtbot: QtBot, view: PageView
) -> None:
    area = Box(0.2, 0.6, 0.5, 0.7)
    view.set_marks([Mark("area", 4, 0, 0, Stance.REFUTES, 4, (area,))])
    view.reveal_boxes(4, [area])
    settle(qtbot, view)
    rect = view._layout.box(4, area).translated(-view._offset()).toRect()
    assert view.viewport().rect().contains(rect)
    image = picture(view)
    colour = QColor(style.LIGHT.refutes)
    edge = [image.pixelColor(rect.left() - 4, rect.center().y() + d) for d in range(-9, 9)]
    assert sum(abs(pixel.red() - colour.red()) < 40 for pixel in edge) > 12
    tick = view.strip.ticks[0]
    assert tick.role == "refutes"
    view.show_page(1)
    view._follow_tick(tick)
    assert view.current_page == 4


def test_what_is_in_the_middle_stays_there_and_four_turns_are_none(
    qtbot: QtBot, view: PageView
) -> None:
    view.set_fit(Fit.FREE)
    view.show_page(3)
    settle(qtbot, view)
    middle = view.viewport().rect().center().toPointF()
    page, x, y = view._layout.share(view._content_point(middle))
    for turns in (90, 180, 270, 0):
        view.rotate(90)
        assert view.rotation == turns
        now = view._layout.share(view._content_point(middle))
        assert now[0] == page
        assert abs(now[1] - x) < 0.02
        assert abs(now[2] - y) < 0.02
    settle(qtbot, view)


def test_a_look_comes_back(qtbot: QtBot, view: PageView, archive: Archive) -> None:
    view.rotate(270)
    view.zoom_by(1.7)
    look = view.look()
    assert look.rotation == 270
    assert look.fit is Fit.FREE
    view.set_document(document(archive, "rotated.pdf"))
    assert view.look().rotation == 0
    assert view.fit is Fit.WIDTH
    view.set_document(document(archive, MINUTES))
    view.set_look(look)
    assert view.look() == look
    settle(qtbot, view)
    view.set_look(Look(5.0, Fit.WIDTH, 0))
    assert view.zoom_percent != 500
    assert view.rotation == 0


def test_fit_follows_the_window(qtbot: QtBot, view: PageView) -> None:
    view.set_fit(Fit.PAGE)
    area = view.viewport().size()
    assert abs(view._layout.rect(1).height() - (area.height() - 2 * MARGIN_TOP)) <= 2
    view.show_page(2)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.place().page == 2, "the gap above page 3"
    assert view.current_page == 3
    assert abs(view.page_top(3)[0] - view._offset().y() - 8) <= 2
    view.resize(760, 500)
    area = view.viewport().size()
    assert abs(view._layout.rect(1).height() - (area.height() - 2 * MARGIN_TOP)) <= 2
    view.set_fit(Fit.WIDTH)
    view.resize(500, 600)
    area = view.viewport().size()
    assert abs(view._layout.rect(1).width() - (area.width() - 2 * MARGIN_SIDE)) <= 2
    view.zoom_by(1.5)
    assert view.fit is Fit.FREE
    zoom = view.zoom_percent
    view.resize(600, 600)
    assert view.zoom_percent == zoom


def test_thumbnails_come_after_the_page_and_turn_with_it(
    qtbot: QtBot, view: PageView, qapp: QApplication
) -> None:
    assert view.thumbnail(2) is None
    arrived: list[int] = []
    view.thumbnailArrived.connect(arrived.append)
    view.want_thumbnails(range(1, 4))
    qtbot.waitUntil(lambda: len(arrived) == 3, timeout=20_000)
    upright = view.thumbnail(2)
    assert upright is not None
    assert upright.height() > upright.width()
    assert max(upright.width(), upright.height()) <= 161
    view.rotate(90)
    turned = view.thumbnail(2)
    assert turned is not None
    assert turned.width() > turned.height()
    arrived.clear()
    style.apply(qapp, "dark")
    view.retheme()
    qtbot.waitUntil(lambda: {1, 2, 3} <= set(arrived), timeout=20_000)
    corner = view.thumbnail(2).toImage().pixelColor(QPoint(1, 1))  # type: ignore[union-attr]
    assert corner.name() == style.DARK.paper.lower()
