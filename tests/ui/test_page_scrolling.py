"""A long document: what is seen comes first, what was passed is not drawn, memory is bounded."""

import gc
import random
import weakref
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.pages import document, patient_clicks, picture, settle
from workbench.domain.text import Box
from workbench.services.archive import Archive
from workbench.services.jobs import Job
from workbench.ui.marks import FOUND_INK
from workbench.ui.page_texts import PAGES_KEPT
from workbench.ui.page_tiles import CACHE_BYTES
from workbench.ui.page_view import PageDocument, PageView
from workbench.ui.source_base import HitPlace, Spot
from workbench.ui.tasks import Tasks

PAGES = 120
WORDS = ("harbour", "board", "crane", "sum", "tender", "account", "bridge", "vote")
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def long_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("long")
    pdf = pymupdf.open()
    for number in range(1, PAGES + 1):
        page = pdf.new_page(width=595, height=842)
        chance = random.Random(number)
        paragraphs = [
            f"Paragraph {n} of page {number} tells of quay and crane. "
            + " ".join(chance.choices(WORDS, k=50))
            for n in (1, 2)
        ]
        for row, paragraph in enumerate(paragraphs):
            area = pymupdf.Rect(60, 80 + 200 * row, 530, 240 + 200 * row)
            assert page.insert_textbox(area, paragraph, fontsize=11) >= 0
    pdf.save(folder / "long.pdf")
    archive = Archive(folder / "archive")
    assert not archive.add([folder / "long.pdf"], Job()).failed
    yield archive
    archive.close()


@pytest.fixture
def long_document(long_archive: Archive) -> PageDocument:
    return document(long_archive, "long.pdf")


@pytest.fixture
def view(qtbot: QtBot, tasks: Tasks, long_document: PageDocument) -> Iterator[PageView]:
    made = PageView(tasks)
    made.resize(720, 700)
    made.show()
    made.set_document(long_document)
    yield made
    made.stop()
    made.close()


def wheel(view: PageView, notches: int, keys: Qt.KeyboardModifier = NONE) -> None:
    at = QPointF(300, 300)
    turned = QPoint(0, 120 * notches)
    event = QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        turned,
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def words_at(view: PageView, page: int, words: str) -> QPoint:
    start = (view.text_of(page) or "").index(words)
    rect = view.rects_of(Spot(page, start, start + len(words)))[0]
    return (rect.center() - view._offset()).toPoint()


def test_pictures_and_words_kept_are_bounded_from_end_to_end(qtbot: QtBot, view: PageView) -> None:
    pages = set()
    while view.verticalScrollBar().value() < view.verticalScrollBar().maximum():
        wheel(view, -5)
        qtbot.wait(2)
        pages.add(view.current_page)
    settle(qtbot, view)
    assert len(pages) > PAGES * 0.9
    assert view.current_page == PAGES
    assert len(view._texts) <= PAGES_KEPT
    assert view._loader.tiles.bytes <= CACHE_BYTES
    assert view.text_of(PAGES) is not None


def test_pages_passed_in_a_fling_are_not_drawn_sharp(
    qtbot: QtBot, view: PageView, long_document: PageDocument
) -> None:
    settle(qtbot, view)
    asked: list[tuple[int, bool]] = []

    def noted(page: int, scale: float, clip: object) -> object:
        asked.append((page, clip is not None))
        return long_document.render(page, scale, clip)  # type: ignore[arg-type]

    view._loader._render = noted  # type: ignore[assignment]
    bar = view.verticalScrollBar()
    for step in range(1, 41):
        bar.setSliderPosition(bar.maximum() * step // 40)
        qtbot.wait(8)
    settle(qtbot, view)
    sharp = {page for page, is_tile in asked if is_tile}
    assert PAGES in sharp
    assert len(sharp) < 12, "the pages at both ends"
    assert len(asked) < 2 * PAGES


def test_a_page_revealed_is_not_forced_on_who_went_on(qtbot: QtBot, view: PageView) -> None:
    view.reveal(100, 0, 9)
    view.verticalScrollBar().setValue(0)
    settle(qtbot, view)
    assert view.current_page == 1


def test_zooming_by_wheel_keeps_the_place_under_the_mouse(qtbot: QtBot, view: PageView) -> None:
    view.show_page(50)
    settle(qtbot, view)
    at = QPointF(300, 300)
    before = view._layout.share(view._content_point(at))
    zoom = view.zoom_percent
    wheel(view, 3, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom_percent > zoom
    after = view._layout.share(view._content_point(at))
    assert after[0] == before[0]
    assert after[1:] == pytest.approx(before[1:], abs=0.004)


def test_keys_go_through_the_document(qtbot: QtBot, view: PageView) -> None:
    bar = view.verticalScrollBar()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() == 0
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() == bar.pageStep()
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert bar.value() == bar.pageStep()
    qtbot.keyClick(view, Qt.Key.Key_Space, SHIFT)
    assert bar.value() == 0
    zoom = view.zoom_percent
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom_percent > zoom
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom_percent == zoom


def test_three_clicks_take_lines_and_four_paragraphs_and_dragging_goes_on_by_them(
    qtbot: QtBot, view: PageView
) -> None:
    settle(qtbot, view)
    text = view.text_of(1) or ""
    begin = words_at(view, 1, "quay")
    port = view.viewport()
    with patient_clicks():
        QTest.mouseDClick(port, LEFT, NONE, begin)
        assert view.selected_text() == "quay"
        QTest.mousePress(port, LEFT, NONE, begin)
        line = view.spot()
        assert len(view.rects_of(line)) == 1
        below = view.rects_of(line)[0].bottom() + 4 - view._offset().y()
        QTest.mouseMove(port, QPoint(begin.x(), round(below + 6)))
        QTest.mouseMove(port, QPoint(begin.x(), round(below + 7)))
        two = view.spot()
        assert two.start == line.start
        assert len(view.rects_of(two)) == 2
        assert text[two.end : two.end + 1].isspace()
        QTest.mouseRelease(port, LEFT, NONE, begin)
        QTest.mouseDClick(port, LEFT, NONE, begin)
        assert view.selected_text().startswith("Paragraph 1 of page 1")
        assert "Paragraph 2" not in view.selected_text()
        assert len(view.rects_of(view.spot())) > 2


def test_words_found_are_lit_otherwise_than_hits_and_ticked(qtbot: QtBot, view: PageView) -> None:
    settle(qtbot, view)
    text = view.text_of(1) or ""
    crane = text.index("crane")
    spots = [Spot(page, crane, crane + 5) for page in range(1, PAGES + 1)]
    again = text.index("crane", crane + 1)
    spots.insert(1, Spot(1, again, again + 5))
    view.set_hits([HitPlace(Spot(3, 0, 9), "hit")])
    view.set_found(spots, 0)
    image = picture(view)
    ground = []
    for spot in spots[:2]:
        rect = view.rects_of(spot)[0].translated(-view._offset()).toRect()
        ground.append(image.pixelColor(rect.left() + 1, rect.top() + 1))
        line = image.pixelColor(rect.center().x(), rect.bottom() + 1)
        assert line.lightness() < 200, FOUND_INK
    assert ground[0].saturation() > ground[1].saturation() > 30
    assert all(colour.blue() > 150 for colour in ground), "teal, where hits are yellow"
    roles = [tick.role for tick in view.strip.ticks]
    assert roles.count("found") == len(spots)
    assert roles.count("lit") == 1
    assert str(len(spots)) in view.strip.accessibleDescription()
    view.set_found([])
    assert [tick.role for tick in view.strip.ticks] == ["lit"]


def test_many_words_found_do_not_hold_up_the_window(qtbot: QtBot, view: PageView) -> None:
    view.set_found([Spot(1 + n % PAGES, n, n + 3) for n in range(10_000)], 4)
    settle(qtbot, view)
    picture(view)
    view.strip.grab()
    ticks = view.strip.ticks
    assert {tick.page for tick in ticks} == set(range(1, PAGES + 1)), "no page is left out"
    assert len(ticks) < 2500
    assert "10000" in view.strip.accessibleDescription()


def test_a_view_goes_with_its_last_reference(
    qtbot: QtBot, tasks: Tasks, long_document: PageDocument
) -> None:
    """In a cycle it would be left to the collector, which may run in a thread: Qt would crash."""

    def used() -> weakref.ref[PageView]:
        view = PageView(tasks)
        view.resize(720, 700)
        view.show()
        view.set_document(long_document)
        settle(qtbot, view)
        begin = words_at(view, 1, "quay")
        with patient_clicks():
            QTest.mouseDClick(view.viewport(), LEFT, NONE, begin)
            QTest.mouseClick(view.viewport(), LEFT, NONE, begin)
        view.rotate(90)
        view.set_area(1, Box(0.1, 0.1, 0.5, 0.5))
        view.want_thumbnails(range(1, 4))
        qtbot.waitUntil(lambda: view.settled and view.thumbnail(3) is not None, timeout=20_000)
        picture(view)
        view.stop()
        view.close()
        return weakref.ref(view)

    gc.collect()
    gc.disable()
    try:
        assert used()() is None
    finally:
        gc.enable()


def test_a_map_among_pages_leaves_them_large_and_in_the_middle(
    qtbot: QtBot, view: PageView, tmp_path: Path
) -> None:
    pdf = pymupdf.open()
    for width, height in ((595, 842), (2384, 3370), (595, 842)):
        pdf.new_page(width=width, height=height).insert_text((60, 80), "Plan of the quay")
    pdf.save(tmp_path / "plan.pdf")
    archive = Archive(tmp_path / "archive")
    assert not archive.add([tmp_path / "plan.pdf"], Job()).failed
    view.set_document(document(archive, "plan.pdf"))
    settle(qtbot, view)
    first = view._layout.rect(1).translated(-view._offset())
    assert first.width() > 0.7 * view.viewport().width()
    assert abs(first.center().x() - view.viewport().width() / 2) <= 2
    view.show_page(2)
    settle(qtbot, view)
    assert view._layout.rect(2).width() > 2 * view.viewport().width()
    assert view._loader.tiles.bytes <= CACHE_BYTES
    view.stop()
    archive.close()
