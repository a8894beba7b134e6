"""The preview of a hit: its passage with neighbours, the source left as it is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from workbench.services.archive import Archive, Hit
from workbench.ui.hit_preview import HitPreview, Piece, _PreviewText, pieces
from workbench.ui.search_panel import SearchPanel
from workbench.ui.tasks import Tasks


@pytest.fixture
def panel(qtbot: QtBot, tasks: Tasks, archive: Archive) -> Iterator[SearchPanel]:
    made = SearchPanel(tasks)
    made.resize(1200, 300)
    made.set_archive(archive)
    made.show()
    made.activateWindow()
    made.focus_query("council")
    qtbot.waitUntil(lambda: not made.busy and bool(made.hits), timeout=10_000)
    yield made
    made.close()


def read(qtbot: QtBot, panel: SearchPanel) -> None:
    qtbot.waitUntil(lambda: not panel.preview.busy and bool(panel.preview.text))


def test_space_shows_the_passage_and_moving_shows_the_next(
    qtbot: QtBot, panel: SearchPanel
) -> None:
    opened: list[Hit] = []
    panel.hitActivated.connect(opened.append)
    panel.results.setFocus()
    assert not panel.preview.isVisible()
    qtbot.keyClick(panel.results, Qt.Key.Key_Space)
    assert panel.preview.isVisible()
    read(qtbot, panel)
    first = panel.hits[0]
    assert " ".join(first.text.split()) in " ".join(panel.preview.text.split())
    assert {word.lower() for word in panel.preview.lit} == {"council"}
    qtbot.keyClick(panel.results, Qt.Key.Key_Down)
    assert panel.preview.hit is panel.hits[1]
    read(qtbot, panel)
    assert opened == []
    qtbot.keyClick(panel.results, Qt.Key.Key_Return)
    assert opened == [panel.hits[1]]
    panel.results.setFocus()
    qtbot.keyClick(panel.results, Qt.Key.Key_Space)
    assert not panel.preview.isVisible()


def test_what_was_read_in_the_preview_was_looked_at(
    qtbot: QtBot, panel: SearchPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.preview._long_enough.setInterval(20)
    panel.results.setFocus()
    with qtbot.waitSignal(panel.hitLooked) as told:
        qtbot.keyClick(panel.results, Qt.Key.Key_Space)
    assert told.args == [panel.hits[0]]
    assert panel.head.looked_text.startswith("1 of ")


def test_what_is_shown_while_one_types_was_not_looked_at(qtbot: QtBot, panel: SearchPanel) -> None:
    looked: list[Hit] = []
    panel.hitLooked.connect(looked.append)
    panel.show_preview(True)
    panel.focus_query("council OR terminal")
    qtbot.waitUntil(lambda: not panel.busy and panel.preview.hit is panel.hits[0])
    read(qtbot, panel)
    waiting = panel.preview._long_enough
    assert not waiting.isActive()
    waiting.timeout.emit()
    assert looked == []
    qtbot.keyClick(panel.edit, Qt.Key.Key_Down)
    assert panel.results.hasFocus() and waiting.isActive()
    panel.edit.setFocus()
    assert not waiting.isActive()
    waiting.setInterval(20)
    with qtbot.waitSignal(panel.hitLooked):
        panel.preview._text.setFocus()
    assert looked == [panel.hits[0]]
    panel.results.setFocus()
    assert not waiting.isActive()  # it is told once


def test_the_first_lit_word_is_in_sight(qtbot: QtBot) -> None:
    text = _PreviewText()
    text.resize(300, 120)
    text.show()
    before, own = "before " * 200, "own words " * 100

    def lit_in_sight() -> bool:
        cursor = text.document().find("cost")
        cursor.setPosition(cursor.selectionStart())
        return text.viewport().rect().contains(text.cursorRect(cursor))

    text.set_pieces(
        [Piece(before, own=False), Piece(own, own=True), Piece("cost", own=True, lit=True)]
    )
    assert lit_in_sight()
    text.resize(200, 90)
    assert lit_in_sight()
    text.set_pieces(
        [Piece(before, own=False), Piece("of the ", own=True), Piece("cost", own=True, lit=True)]
    )
    assert lit_in_sight()
    assert text.verticalScrollBar().value() > 0
    text.close()


def test_the_keyboard_comes_back_from_the_preview(qtbot: QtBot, panel: SearchPanel) -> None:
    panel.show_preview(True)
    text = panel.preview._text
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_Escape)
    assert panel.results.hasFocus()
    panel.preview.closed.emit()
    assert not panel.preview.isVisible()
    assert not panel.shows_preview


def test_neighbours_are_cut_at_paragraphs() -> None:
    before = "\n\n".join(f"Paragraph {n} " + "before " * 40 for n in range(12))
    own = "Here is the cost of it."
    after = "\n\n".join(f"Paragraph {n} " + "after " * 40 for n in range(12))
    page = f"{before}\n\n{own}\n\n{after}"
    start = page.index(own)
    hit = Hit("a", "A", "text", 1, "1", start, start + len(own), 1.0, own, lambda _text: [(12, 16)])
    made = pieces(hit, page)
    assert "".join(piece.text for piece in made) in page
    assert [piece.text for piece in made if piece.lit] == ["cost"]
    assert "".join(piece.text for piece in made if piece.own) == own
    assert made[0].text.startswith("Paragraph")
    assert made[-1].text.endswith("after ")
    assert len(made[0].text) < 1_500 > len(made[-1].text)


def test_a_long_line_without_breaks_is_cut_all_the_same() -> None:
    page = "x" * 5_000 + "cost" + "y" * 5_000
    hit = Hit("a", "A", "text", 1, "1", 5_000, 5_004, 1.0, "cost", lambda _text: [(0, 4)])
    assert "".join(piece.text for piece in pieces(hit, page)) == "cost"


def test_a_page_read_anew_shows_the_passage_as_it_was_found(
    qtbot: QtBot, tasks: Tasks, archive: Archive, panel: SearchPanel
) -> None:
    first = panel.hits[0]
    text = "Other words than the page has now \U0001f6a2"
    other = Hit(
        first.source, "T", "pdf", first.page, "1", 0, len(text), 1.0, text, lambda _text: []
    )
    preview = HitPreview(tasks)
    preview.show_hit(archive, other)
    qtbot.waitUntil(lambda: preview.text == text)
    preview.retheme()
    preview.show_hit(archive, None)
    assert preview.text == ""
    preview.deleteLater()
