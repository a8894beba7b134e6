from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from workbench.domain.deep_link import DeepLink
from workbench.domain.errors import WorkbenchError
from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.locator import describe
from workbench.domain.text import Box
from workbench.services.archive import Archive
from workbench.services.casework import Passage
from workbench.ui import style
from workbench.ui.page_view import PageView
from workbench.ui.source_base import Fit, Spot
from workbench.ui.source_pane import SourcePane
from workbench.ui.tasks import Tasks

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


@pytest.fixture
def pane(qtbot: QtBot, tasks: Tasks, archive: Archive) -> Iterator[SourcePane]:
    made = SourcePane(tasks)
    made.resize(640, 720)
    made.set_archive(archive)
    made.show()
    yield made
    made.stop()
    made.close()


def settle(qtbot: QtBot, pane: SourcePane) -> None:
    qtbot.waitUntil(lambda: not pane.busy, timeout=20_000)


def evidence(archive: Archive, name: str, page: int, start: int, end: int) -> Evidence:
    source = archive.source(name)
    locator = describe(source.sha256, archive.page(source.sha256, page), start, end)
    return Evidence(
        "e1",
        "c1",
        locator,
        Stance.REFUTES,
        Grade.PRIMARY,
        source.title,
        "pdf",
        source.name,
        6,
        "now",
    )


def test_a_hit_opens_its_page_with_the_words_lit(
    qtbot: QtBot, pane: SourcePane, archive: Archive
) -> None:
    hits = archive.search("council").hits
    hit = next(hit for hit in hits if hit.kind == "pdf" and hit.page > 2)
    pane.show_hit(hit, hits)
    qtbot.waitUntil(lambda: pane.source is not None)
    settle(qtbot, pane)
    view = pane.view
    assert isinstance(view, PageView)
    assert pane.source is not None
    assert pane.source.sha256 == hit.source
    assert view.current_page == hit.page
    spot = Spot(hit.page, hit.start + hit.spans[0][0], hit.start + hit.spans[0][1])
    rect = view.rects_of(spot)[0].translated(-view._offset()).toRect()
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    yellow = [
        (x, y)
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
        if image.pixelColor(x, y).name() == style.LIGHT.lit.lower()
    ]
    assert len(yellow) > 0.15 * rect.width() * rect.height()
    assert f"({hit.page} of 6)" in pane.header.place_text or " of 6" in pane.header.place_text
    assert pane.header.hit_text == f"hit {hits.index(hit) + 1} of {len(hits)}"
    ticked = [tick for tick in view.strip.ticks if tick.role == "lit"]
    assert len(ticked) == sum(each.source == hit.source for each in hits)


def test_a_hit_in_flowing_text_is_lit_too(qtbot: QtBot, pane: SourcePane, archive: Archive) -> None:
    hits = archive.search("parcels").hits
    pane.show_hit(hits[0], hits)
    qtbot.waitUntil(lambda: pane.source is not None)
    settle(qtbot, pane)
    assert pane.view is not None
    start = hits[0].start + hits[0].spans[0][0]
    assert pane.view.text_of(1)[start : start + 7] == "parcels"  # type: ignore[index]
    assert pane.view.rects_of(Spot(1, start, start + 7))


def test_selected_words_become_a_passage_and_keys_say_the_stance(
    qtbot: QtBot, pane: SourcePane, archive: Archive
) -> None:
    sha256 = archive.source("council-minutes-2026-03-10.pdf").sha256
    pane.open("council-minutes-2026-03-10.pdf", 2)
    settle(qtbot, pane)
    qtbot.waitUntil(lambda: pane.view is not None and pane.view.text_of(2) is not None)
    assert pane.selection() is None
    assert pane.view is not None
    with qtbot.waitSignal(pane.passageSelected) as told:
        pane.view.select(2, 10, 60)
    assert told.args == [True]
    assert pane.selection() == Passage(sha256, 2, 10, 60)
    assert pane._bar.isVisible()
    for key, stance in (
        (Qt.Key.Key_S, Stance.SUPPORTS),
        (Qt.Key.Key_R, Stance.REFUTES),
        (Qt.Key.Key_T, Stance.CONTEXT),
    ):
        with qtbot.waitSignal(pane.stanceRequested) as wanted:
            qtbot.keyClick(pane.view, key)
        assert wanted.args == [stance]
    with qtbot.waitSignal(pane.stanceRequested) as wanted:
        pane._bar.button(Stance.CONTEXT).click()
    assert wanted.args == [Stance.CONTEXT]
    pane.clear_selection()
    assert not pane._bar.isVisible()
    with qtbot.assertNotEmitted(pane.stanceRequested):
        qtbot.keyClick(pane.view, Qt.Key.Key_S)


def test_n_walks_the_hits(qtbot: QtBot, pane: SourcePane) -> None:
    pane.open("council-minutes-2026-03-10.pdf", 1)
    settle(qtbot, pane)
    with qtbot.waitSignal(pane.hitStep) as told:
        qtbot.keyClick(pane.view, Qt.Key.Key_N)
    assert told.args == [1]
    with qtbot.waitSignal(pane.hitStep) as told:
        qtbot.keyClick(pane.view, Qt.Key.Key_N, SHIFT)
    assert told.args == [-1]


def test_back_and_forward_find_the_places_left(
    qtbot: QtBot, pane: SourcePane, archive: Archive
) -> None:
    minutes, audit = (
        archive.source("council-minutes-2026-03-10.pdf"),
        archive.source("auditor-report-gannet-quay.pdf"),
    )
    pane.open(minutes.sha256, 5)
    settle(qtbot, pane)
    assert pane.view is not None
    pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().value() + 77)
    left = pane.view.place()
    pane.open(audit.sha256, 2)
    settle(qtbot, pane)
    assert pane.source == audit
    qtbot.keyClick(pane.view, Qt.Key.Key_Left, ALT)
    settle(qtbot, pane)
    assert pane.source == minutes
    assert pane.view.place().page == left.page
    assert abs(pane.view.place().share - left.share) < 0.003
    pane.forward()
    settle(qtbot, pane)
    assert pane.source == audit
    assert pane.view.current_page == 2
    pane.open(minutes.sha256)
    settle(qtbot, pane)
    assert abs(pane.view.place().share - left.share) < 0.003, "where it was left"


def test_evidence_is_outlined_in_its_source_and_found_again(
    qtbot: QtBot, pane: SourcePane, archive: Archive
) -> None:
    item = evidence(archive, "council-minutes-2026-03-10.pdf", 4, 100, 260)
    pane.set_evidence([(item, 12)])
    pane.go_to_evidence(item)
    qtbot.waitUntil(lambda: pane.source is not None)
    settle(qtbot, pane)
    assert pane.view is not None
    assert pane.view.current_page == 4
    assert [tick.role for tick in pane.view.strip.ticks] == ["refutes"]
    pane.open("auditor-report-gannet-quay.pdf", 1)
    settle(qtbot, pane)
    assert pane.view.strip.ticks == []


def test_a_source_that_is_not_there_is_said_and_nothing_is_shown(
    qtbot: QtBot, pane: SourcePane
) -> None:
    errors: list[WorkbenchError] = []
    pane.failed.connect(errors.append)
    pane.open("no such file")
    qtbot.waitUntil(lambda: bool(errors))
    assert errors[0].message in pane._empty.text()
    assert errors[0].remedy in pane._empty.text()
    assert pane.source is None


def test_the_newest_wish_wins(qtbot: QtBot, pane: SourcePane, archive: Archive) -> None:
    for name in (
        "auditor-report-gannet-quay.pdf",
        "police-log-2026-02.txt",
        "council-minutes-2026-03-10.pdf",
        "statistical-yearbook-2025-p84.pdf",
    ):
        pane.open(name, 1)
    settle(qtbot, pane)
    assert pane.source == archive.source("statistical-yearbook-2025-p84.pdf")


def test_light_and_dark_switch_live(qtbot: QtBot, pane: SourcePane, qapp: QApplication) -> None:
    pane.open("council-minutes-2026-03-10.pdf", 1)
    settle(qtbot, pane)
    style.apply(qapp, "dark")
    pane.retheme()
    settle(qtbot, pane)
    image = pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    seen = {image.pixelColor(x, y).name() for x in range(0, 640, 4) for y in range(0, 720, 4)}
    assert "#ffffff" not in seen
    assert style.DARK.desk.lower() in seen
    assert style.DARK.pane.lower() in seen


def test_everything_has_a_name_and_buttons_tell_their_keys(pane: SourcePane) -> None:
    ours = Qt.FocusPolicy.TabFocus  # Qt's own, inside fields and tabs, take no keyboard
    for button in pane.findChildren(QToolButton):
        if not button.focusPolicy() & ours or button.objectName().startswith("Scroll"):
            continue
        assert button.accessibleName()
        assert button.toolTip()


def test_the_line_over_a_source_fits_and_never_holds_the_column_wide(
    qtbot: QtBot, pane: SourcePane, archive: Archive
) -> None:
    pane.header.set_actions([QAction("Find", pane)])
    hits = [hit for hit in archive.search("council").hits if hit.kind == "pdf"]
    pane.show_hit(hits[0], hits)
    settle(qtbot, pane)
    for width in (900, 640, 560, 480, 400, 320):
        pane.resize(width, 720)
        qtbot.waitUntil(lambda width=width: pane.header.width() == width)  # type: ignore[misc]
        shown = [
            child
            for child in pane.header.findChildren(QWidget, options=DIRECT)
            if child.isVisible()
        ]
        shown.sort(key=lambda child: child.x())
        for left, right in pairwise(shown):
            assert left.geometry().right() < right.geometry().left(), (width, left, right)
        assert shown[-1].geometry().right() < width
        assert pane.header.more_button.isVisible()
    pane.resize(900, 720)
    qtbot.waitUntil(lambda: pane.header._zooms.isVisible() and pane.header._hit.isVisible())


def test_a_page_is_gone_to_by_label_or_number(qtbot: QtBot, pane: SourcePane) -> None:
    told: list[str] = []
    pane.told.connect(told.append)
    pane.activateWindow()
    pane.open("council-minutes-2026-03-10.pdf", 5)
    settle(qtbot, pane)
    view, field = pane.view, pane.header.place_field
    assert view is not None
    for typed, page in (("ii", 2), ("6/6", 6), ("#1", 1), ("P. III", 3)):
        pane.ask_place()
        qtbot.waitUntil(field.hasFocus)
        field.setText(typed)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert view.current_page == page
        assert field.isHidden()
        assert view.hasFocus()
    pane.ask_place()
    field.setText("77")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == ["There is no page “77” here. Pages are printed “i” to “3”, and counted 1 to 6."]
    assert field.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.isHidden()
    assert view.hasFocus()
    pane.back()
    assert view.current_page == 1


def test_zoom_fit_and_turns_go_through_the_line_and_are_kept_for_the_source(
    qtbot: QtBot, pane: SourcePane
) -> None:
    pane.open("council-minutes-2026-03-10.pdf", 1)
    settle(qtbot, pane)
    assert pane.view is not None
    pane.header.fitWanted.emit(Fit.PAGE)
    assert pane.view.fit is Fit.PAGE
    pane.header.zoomChosen.emit(200)
    assert pane.view.zoom_percent == 200
    assert pane.view.fit is Fit.FREE
    pane.rotate(90)
    pane.open("auditor-report-gannet-quay.pdf", 1)
    settle(qtbot, pane)
    assert pane.view.fit is Fit.WIDTH
    assert pane.view.rotation == 0
    pane.open("council-minutes-2026-03-10.pdf")
    settle(qtbot, pane)
    assert pane.view.zoom_percent == 200
    assert pane.view.rotation == 90


def test_the_mouse_s_own_buttons_go_back_and_forward(qtbot: QtBot, pane: SourcePane) -> None:
    pane.open("council-minutes-2026-03-10.pdf", 1)
    settle(qtbot, pane)
    assert pane.view is not None
    pane.go_to_page(4)
    port = pane.view.viewport()
    qtbot.mouseClick(port, Qt.MouseButton.BackButton)
    assert pane.view.current_page == 1
    qtbot.mouseClick(port, Qt.MouseButton.ForwardButton)
    assert pane.view.current_page == 4


def test_a_tick_is_a_step_of_the_way_back(qtbot: QtBot, pane: SourcePane, archive: Archive) -> None:
    item = evidence(archive, "council-minutes-2026-03-10.pdf", 6, 100, 160)
    pane.set_evidence([(item, 12)])
    pane.open("council-minutes-2026-03-10.pdf", 2)
    settle(qtbot, pane)
    assert pane.view is not None
    strip = pane.view.strip
    place = QPoint(6, round(strip._y(strip.ticks[0])))
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=place)
    assert pane.view.current_page == 6
    pane.back()
    assert pane.view.current_page == 2


def test_an_area_is_a_passage_with_a_link_of_its_own(
    qtbot: QtBot, pane: SourcePane, archive: Archive
) -> None:
    sha256 = archive.source("council-minutes-2026-03-10.pdf").sha256
    box = Box(0.1, 0.2, 0.6, 0.4)
    pane.open(sha256, 3)
    settle(qtbot, pane)
    assert pane.view is not None
    with qtbot.waitSignal(pane.passageSelected) as told:
        pane.view.set_area(3, box)
    assert told.args == [True]
    assert pane.selection() == Passage(sha256, 3, 0, 0, area=box)
    pane.view.selectionFinished.emit()
    assert pane._bar.isVisible()
    with qtbot.waitSignal(pane.stanceRequested):
        qtbot.keyClick(pane.view, Qt.Key.Key_S)
    link = pane.link()
    assert link == DeepLink(sha256, 3, area=box)
    pane.clear_selection()
    assert pane.selection() is None
    assert not pane._bar.isVisible()
    pane.open(sha256, 6)
    pane.go_to_link(link)
    qtbot.waitUntil(lambda: pane.selection() is not None)
    assert pane.view.area() == (3, box)
    assert pane.view.current_page == 3


def test_the_link_without_a_selection_is_the_page_s(qtbot: QtBot, pane: SourcePane) -> None:
    assert pane.link() is None
    pane.open("council-minutes-2026-03-10.pdf", 4)
    settle(qtbot, pane)
    assert pane.source is not None
    assert pane.link() == DeepLink(pane.source.sha256, 4)
    pane.copy_with_link()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Minutes of the Council, 10 March 2026, p. 1 (4 of 6)\nworkbench://")
