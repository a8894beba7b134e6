from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.pages import patient_clicks
from workbench.domain.evidence import Stance
from workbench.domain.source import Page
from workbench.domain.text import Box
from workbench.services.archive import Archive
from workbench.ui import style
from workbench.ui.flow_layout import blocks_of
from workbench.ui.flow_view import FlowDocument, FlowView
from workbench.ui.marks import Mark
from workbench.ui.source_base import Fit, HitPlace, Spot

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[FlowView]:
    made = FlowView()
    made.resize(640, 500)
    made.show()
    yield made
    made.stop()
    made.close()


def shown(view: FlowView, *texts: str) -> tuple[Page, ...]:
    pages = tuple(Page(n, str(n), text, "") for n, text in enumerate(texts, 1))
    view.set_document(FlowDocument(pages, tuple(f"part {page.number}" for page in pages)))
    return pages


def left_of(view: FlowView, page: int, at: int) -> QPoint:
    """Just inside the left edge of a character."""
    rect = view.rects_of(Spot(page, at, at + 1))[0].translated(-view._offset())
    return QPointF(rect.left() + min(2.0, rect.width() / 3), rect.center().y()).toPoint()


def picture(view: FlowView) -> QImage:
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_words_after_emoji_have_our_offsets_not_qts(
    qtbot: QtBot, view: FlowView, archive: Archive
) -> None:
    page = archive.pages(archive.source("emoji.txt").sha256)[0]
    assert "\U0001f468\u200d\U0001f469\u200d\U0001f467" in page.text
    view.set_document(FlowDocument((page,), ("",)))
    start = page.text.index("62")
    end = page.text.index("before noon") + len("before noon")
    QTest.mousePress(view.viewport(), LEFT, NONE, left_of(view, 1, start))
    QTest.mouseMove(view.viewport(), left_of(view, 1, start + 4))
    QTest.mouseMove(view.viewport(), left_of(view, 1, end - 1))
    QTest.mouseRelease(view.viewport(), LEFT, NONE, left_of(view, 1, end - 1))
    assert view.spot() == Spot(1, start, end)
    assert view.selected_text() == page.text[start:end]
    view.copy()
    assert QGuiApplication.clipboard().text() == page.text[start:end]
    keeper = page.text.index("eeper")
    QTest.mouseDClick(view.viewport(), LEFT, NONE, left_of(view, 1, keeper + 1))
    assert view.selected_text() == "\U00010400eeper"


def test_every_character_is_found_where_it_is_drawn(qtbot: QtBot, view: FlowView) -> None:
    text = (
        "Plain \U0001f6a2 words \U0001d4a6 and some more of them so that lines have to break " * 4
    )
    (page,) = shown(view, text.strip())
    for at in range(0, len(page.text), 3):
        if page.text[at].isspace():
            continue
        found = view._layout.offset_at(view._content_point(left_of(view, 1, at).toPointF()))
        assert found is not None
        assert found[:2] == (1, at)


def test_lit_words_are_yellow_in_both_themes(qtbot: QtBot, view: FlowView) -> None:
    (page,) = shown(view, "The final cost of the bridge is told here.")
    start = page.text.index("cost")
    view.set_lit([Spot(1, start, start + 4)])
    rect = view.rects_of(Spot(1, start, start + 4))[0].toRect()
    for choice, theme in (("light", style.LIGHT), ("dark", style.DARK)):
        style.choose(choice)
        view.retheme()
        image = picture(view)
        assert image.pixelColor(rect.left() + 1, rect.top() + 1).name() == theme.lit.lower()
        assert image.pixelColor(3, 3).name() == theme.pane.lower()


def test_a_long_text_opens_at_once_and_jumps_far(qtbot: QtBot, view: FlowView) -> None:
    paragraph = "The council met and spoke of the bridge and of the ferry for a long while. " * 6
    pages = [Page(n, str(n), "\n\n".join([paragraph.strip()] * 60), "") for n in range(1, 41)]
    document = FlowDocument(tuple(pages), tuple(f"part {page.number}" for page in pages))
    view.set_document(document)
    view.reveal(40, 9000, 9011)
    picture(view)
    rect = view.rects_of(Spot(40, 9000, 9011))[0].translated(-view._offset()).toRect()
    assert view.viewport().rect().contains(rect)
    assert view.current_page == 40


def test_what_one_reads_stays_while_the_rest_is_set(qtbot: QtBot, view: FlowView) -> None:
    text = "\n\n".join(
        f"Paragraph {n} " + "with words of many lengths " * (n % 9) for n in range(900)
    )
    shown(view, text)
    at = text.index("Paragraph 700")
    view.reveal(1, at, at + 13)
    before = view.rects_of(Spot(1, at, at + 13))[0].top() - view._offset().y()
    qtbot.waitUntil(lambda: view.settled, timeout=20_000)
    after = view.rects_of(Spot(1, at, at + 13))[0].top() - view._offset().y()
    assert abs(after - before) <= 2


def test_zooming_and_resizing_keep_the_words_in_place(qtbot: QtBot, view: FlowView) -> None:
    text = "\n\n".join(f"Paragraph {n} " + "with words of many lengths " * 9 for n in range(200))
    shown(view, text)
    qtbot.waitUntil(lambda: view.settled, timeout=20_000)
    view.reveal(1, text.index("Paragraph 120"), text.index("Paragraph 120") + 5)
    point = QPointF(200, 250)
    before = view._layout.offset_at(view._content_point(point))
    view.zoom_by(1.4, point)
    at = view._layout.offset_at(view._content_point(point))
    assert before is not None
    assert at is not None
    assert abs(at[1] - before[1]) < 120
    qtbot.keyClick(view, Qt.Key.Key_0, CONTROL)
    assert view.zoom_percent == 100
    top = view._layout.offset_at(view._content_point(QPointF(0, 0)))
    view.resize(500, 480)
    now = view._layout.offset_at(view._content_point(QPointF(0, 0)))
    assert top is not None
    assert now is not None
    assert abs(now[1] - top[1]) < 120


def test_evidence_over_paragraphs_is_outlined_and_ticked(qtbot: QtBot, view: FlowView) -> None:
    (page,) = shown(view, "First paragraph of it.\n\nSecond paragraph of it.\n\nThird.")
    view.set_marks([Mark("e1", 1, 6, page.text.index("Third"), Stance.SUPPORTS, 3)])
    view.set_hits([HitPlace(Spot(1, 0, 5), "hit 1")])
    picture(view)
    assert "e1" in view._badges
    assert [tick.role for tick in view.strip.ticks] == ["lit", "supports"]
    with qtbot.waitSignal(view.markActivated):
        QTest.mouseClick(view.viewport(), LEFT, NONE, view._badges["e1"].center().toPoint())


def test_triple_click_takes_the_line(qtbot: QtBot, view: FlowView) -> None:
    (page,) = shown(view, "words and words again " * 30)
    point = left_of(view, 1, 4)
    with patient_clicks():
        QTest.mouseDClick(view.viewport(), LEFT, NONE, point)
        QTest.mouseClick(view.viewport(), LEFT, NONE, point)
    spot = view.spot()
    assert spot.start == 0
    assert 20 < spot.end < len(page.text)
    assert len(view.rects_of(spot)) == 1


def test_four_clicks_take_the_paragraph_and_dragging_goes_on_by_paragraphs(
    qtbot: QtBot, view: FlowView
) -> None:
    (page,) = shown(view, "First words of it.\n\nSecond paragraph here.\n\nThird one.")
    point = left_of(view, 1, page.text.index("paragraph"))
    port = view.viewport()
    with patient_clicks():
        QTest.mouseDClick(port, LEFT, NONE, point)
        QTest.mouseClick(port, LEFT, NONE, point)
        QTest.mouseDClick(port, LEFT, NONE, point)
    assert view.selected_text() == "Second paragraph here."
    third = left_of(view, 1, page.text.index("one"))
    QTest.mouseMove(port, third)
    QTest.mousePress(port, LEFT, Qt.KeyboardModifier.ShiftModifier, third)
    QTest.mouseRelease(port, LEFT, NONE, third)
    assert view.selected_text() == "Second paragraph here.\n\nThird one."
    view.copy()
    assert QGuiApplication.clipboard().text() == view.selected_text()


def test_words_found_are_lit_otherwise_than_hits(qtbot: QtBot, view: FlowView) -> None:
    (page,) = shown(view, "The cost of the bridge is the cost of the quay.")
    first = page.text.index("cost")
    second = page.text.index("cost", first + 1)
    quay = page.text.index("quay")
    view.set_lit([Spot(1, quay, quay + 4)])
    view.set_found([Spot(1, first, first + 4), Spot(1, second, second + 4)], 1)
    for choice in ("light", "dark"):
        style.choose(choice)
        view.retheme()
        image = picture(view)
        colours = []
        for at in (first, second, quay):
            rect = view.rects_of(Spot(1, at, at + 4))[0].toRect()
            colours.append(image.pixelColor(rect.left() + 1, rect.top() + 2).name())
        assert len(set(colours)) == 3
        assert colours[2] == style.theme().lit.lower()
    assert [tick.role for tick in view.strip.ticks] == ["found", "found"]


def test_a_look_is_the_size_of_the_text_and_nothing_turns(qtbot: QtBot, view: FlowView) -> None:
    shown(view, "Some words. " * 400)
    view.zoom_by(1.5)
    look = view.look()
    assert (look.zoom, look.fit, look.rotation) == (1.5, Fit.FREE, 0)
    view.zoom_reset()
    view.rotate(90)
    view.set_fit(Fit.PAGE)
    view.set_area_mode(True)
    view.set_area(1, Box(0, 0, 1, 1))
    assert view.rotation == 0
    assert view.area() is None
    assert not view.area_mode
    view.set_look(look)
    assert view.look() == look


def test_very_long_paragraphs_are_cut_without_losing_a_character() -> None:
    text = ("word " * 3000).strip() + "\n\n" + "x" * 7000
    blocks = blocks_of(Page(1, "1", text, ""), "")
    assert "".join(text[b.start : b.end] for b in blocks) == text.replace("\n\n", "")
    assert max(b.end - b.start for b in blocks) <= 3000
    assert [b.page for b in blocks_of(Page(2, "", "", ""), "part 2")] == [2]
