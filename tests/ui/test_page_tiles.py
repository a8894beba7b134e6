from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPixmap
from pytestqt.qtbot import QtBot

from workbench.services.archive import PageImage
from workbench.ui.marks import rounded_outline, spread_badges
from workbench.ui.page_tiles import TILE, TileCache, TileKey, picture_of, preview_key, tiles_of


def test_tiles_cover_what_is_visible_and_no_more() -> None:
    visible = QRect(900, 900, 300, 300)
    keys = tiles_of(1, 2.0, (3000, 4000), visible)
    assert {(key.column, key.row) for key in keys} == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert all(key.place().width() <= TILE for key in keys)
    last = tiles_of(1, 2.0, (1500, 1500), QRect(0, 0, 5000, 5000))
    assert len(last) == ceil(1500 / TILE) ** 2


def test_the_tile_nearest_the_middle_comes_first() -> None:
    keys = tiles_of(1, 2.0, (3000, 4000), QRect(0, 0, 3000, 3000))
    assert (keys[0].column, keys[0].row) == (1, 1)


def test_the_cache_keeps_to_its_bytes_and_drops_what_was_not_drawn(qtbot: QtBot) -> None:
    cache = TileCache(limit=3 * 100 * 100 * 4)
    keys = [TileKey(1, 1.0, column, 0) for column in range(4)]
    for key in keys[:3]:
        cache.put(key, QPixmap(100, 100))
    assert cache.get(keys[0]) is not None
    cache.put(keys[3], QPixmap(100, 100))
    assert cache.bytes <= 3 * 100 * 100 * 4
    assert keys[0] in cache
    assert keys[1] not in cache
    assert cache.at_scale(1, 1.0) == [keys[2], keys[0], keys[3]]


def test_white_paper_takes_the_colour_of_the_theme_and_ink_stays(qtbot: QtBot) -> None:
    rendered = PageImage(2, 1, 6, bytes([255, 255, 255, 0, 0, 0]))
    image = picture_of(rendered, QColor("#F3F1EA"))
    assert image.pixelColor(0, 0).name() == "#f3f1ea"
    assert image.pixelColor(1, 0).name() == "#000000"
    assert preview_key(3, (600, 800)).clip() is None


def test_an_outline_goes_round_all_lines() -> None:
    path = rounded_outline(
        [QRectF(100, 0, 200, 16), QRectF(20, 24, 280, 16), QRectF(20, 48, 60, 16)]
    )
    assert path.contains(QPointF(200, 8))
    assert path.contains(QPointF(50, 56))
    assert not path.contains(QPointF(50, 8))
    assert not path.contains(QPointF(200, 60))
    assert path.boundingRect().contains(QPointF(17, 50))


def test_badges_do_not_cover_each_other() -> None:
    one = QRectF(0, 0, 30, 17)
    placed = spread_badges([one, one, one.translated(0, 5)])
    for index, rect in enumerate(placed):
        assert not any(rect.intersects(other) for other in placed[index + 1 :])
    assert placed[0].topLeft() == QPoint(0, 0)
