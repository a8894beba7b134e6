from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, QRectF

from workbench.domain.text import Box
from workbench.ui.page_layout import (
    MARGIN_TOP,
    PX_PER_POINT,
    PageLayout,
    fit_zoom,
    turned_rect,
    turned_share,
    usual_size,
)

rotations = st.sampled_from((0, 90, 180, 270))
sizes = st.lists(
    st.tuples(st.floats(20, 3000), st.floats(20, 3000)),
    min_size=1,
    max_size=8,
)
shares = st.floats(0, 1)


@given(sizes, rotations, st.floats(0.25, 8), st.data())
def test_a_place_on_a_page_is_found_again_however_it_is_turned(
    pages: list[tuple[float, float]], rotation: int, zoom: float, data: st.DataObject
) -> None:
    layout = PageLayout(pages, zoom, 900, rotation)
    page = data.draw(st.integers(1, len(pages)))
    x, y = data.draw(shares), data.draw(shares)
    point = layout.point(page, x, y)
    assert layout.rect(page).adjusted(-0.01, -0.01, 0.01, 0.01).contains(point)
    back_x, back_y = layout.share_on(page, point)
    assert abs(back_x - x) < 1e-6
    assert abs(back_y - y) < 1e-6
    if layout.rect(page).top() <= point.y() < layout.rect(page).bottom():
        assert layout.share(point)[0] == page


@given(sizes, rotations, shares, shares, shares, shares)
def test_a_box_is_the_same_after_going_to_the_window_and_back(
    pages: list[tuple[float, float]], rotation: int, x1: float, x2: float, y1: float, y2: float
) -> None:
    layout = PageLayout(pages, 1.3, 700, rotation)
    box = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    rect = layout.box(1, box)
    assert rect.width() >= 0
    assert rect.height() >= 0
    back = layout.unbox(1, rect)
    for side in ("left", "top", "right", "bottom"):
        assert abs(getattr(back, side) - getattr(box, side)) < 1e-6


@given(shares, shares, rotations)
def test_four_turns_are_none(x: float, y: float, rotation: int) -> None:
    there = turned_share(x, y, rotation)
    back = turned_share(*there, -rotation)
    assert abs(back[0] - x) < 1e-9
    assert abs(back[1] - y) < 1e-9


@given(
    st.integers(0, 500), st.integers(0, 500), st.integers(1, 300), st.integers(1, 300), rotations
)
def test_a_tile_is_found_again_on_the_turned_picture(
    x: int, y: int, width: int, height: int, rotation: int
) -> None:
    size = (900, 1200)
    turned = size[::-1] if rotation % 180 else size
    rect = QRect(x, y, width, height)
    there = turned_rect(rect, size, rotation)
    assert QRect(0, 0, *turned).contains(there)
    assert turned_rect(there, turned, -rotation) == rect


def test_pages_stand_centred_below_each_other() -> None:
    layout = PageLayout([(600, 800), (300, 400)], zoom=0.75, view_width=900)
    assert layout.rect(1).width() == 600
    assert layout.rect(2).center().x() == layout.rect(1).center().x()
    assert layout.rect(2).top() > layout.rect(1).bottom()
    assert layout.page_at(layout.rect(2).center().y()) == 2
    assert list(layout.between(layout.rect(1).bottom() + 5, layout.height)) == [2]
    assert list(PageLayout().between(0, 100)) == []


def test_the_top_of_a_page_turned_right_is_at_its_right() -> None:
    layout = PageLayout([(600, 800)], 0.75, 1200, 90)
    assert layout.rect(1).width() == 800
    assert layout.point(1, 0.5, 0.0).x() == layout.rect(1).right()
    assert PageLayout([(600, 800)], 0.75, 1200, 270).point(1, 0, 0) == QPointF(200, 616)
    assert PageLayout([(600, 800)], 0.75, 1200, 180).box(1, Box(0, 0, 1, 1)) == QRectF(
        300, MARGIN_TOP, 600, 800
    )


def test_fit_leaves_room_for_badges_and_a_whole_page_fits_in_the_height() -> None:
    zoom = fit_zoom((600, 800), 904)
    assert PageLayout([(600, 800)], zoom, 904).width == 904
    small = fit_zoom((600, 800), 904, 500)
    assert abs(800 * small * PX_PER_POINT - (500 - 2 * MARGIN_TOP)) < 1e-6
    assert fit_zoom((0, 0), 904) == 1.0


def test_one_map_does_not_make_a_report_small() -> None:
    assert usual_size([(2000, 3000), (595, 842), (595.2, 841.8), (420, 595)]) == (595, 842)
    assert usual_size([]) == (0.0, 0.0)
