"""The word diff shown: by colour and by mark, said and selected; two drafts as one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.domain.test_diff_parts import NEW, OLD
from tests.domain.test_drafts import A, B, C, D, draft
from workbench.domain.diff import Op
from workbench.domain.diff_parts import diff_parts
from workbench.ui import style
from workbench.ui.diff_html import to_html
from workbench.ui.merged_draft import compare, joined
from workbench.ui.word_diff import WordDiff


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_colour_and_mark_and_contrast(qtbot: QtBot, choice: str) -> None:
    style.choose(choice)
    html = to_html(diff_parts(OLD, NEW))
    assert "line-through" in html
    assert "underline" in html
    colours = style.theme()
    for role in ("refutes", "supports"):
        assert _contrast(getattr(colours, role), getattr(colours, f"{role}_ground")) >= 4.5


def test_markup_in_the_text_is_text() -> None:
    assert "<b>" not in to_html(diff_parts("a <b>x</b>", "a <i>y</i>"))


def test_the_widget_says_it_and_lets_select(qtbot: QtBot) -> None:
    widget = WordDiff()
    qtbot.addWidget(widget)
    widget.set_texts(OLD, NEW)
    assert "deleted: 31.2; inserted: 31.4" in widget.accessibleName()
    assert widget.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    widget.show()
    widget.setSelection(0, 9)
    assert widget.selectedText() == "The final"


def test_the_widget_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    widget = WordDiff()
    qtbot.addWidget(widget)
    widget.set_texts(OLD, NEW)
    assert style.LIGHT.refutes in widget.text()
    style.apply(qapp, "dark")
    assert style.DARK.refutes in widget.text()


def test_its_height_follows_its_words(qtbot: QtBot) -> None:
    widget = WordDiff()
    qtbot.addWidget(widget)
    widget.set_texts(OLD, NEW)
    low = widget.heightForWidth(300)
    widget.set_texts(OLD * 6, NEW * 6)
    high = widget.heightForWidth(300)
    assert low < high
    widget.set_texts(OLD, NEW)
    assert widget.heightForWidth(300) == low


def test_two_drafts_as_one_text() -> None:
    old = draft([A, B, C, D], 1)
    new = draft([A, D, B.replace("31.2", "31.4"), C], 2)
    both = compare(old, new)
    shown = [(both.merged.text[c.start : c.end], c.op, c.moved) for c in both.changes]
    assert shown == [
        (D, Op.INSERT, True),
        ("31.2", Op.DELETE, False),
        ("31.4", Op.INSERT, False),
        (D, Op.DELETE, True),
    ]
    assert len(joined(both.changes)) == 3
    assert [r.kind for r in both.merged.regions] == [
        old.regions[0].kind,
        *[old.regions[1].kind] * 4,
    ]


@given(st.permutations([A, B, C, D]), st.lists(st.sampled_from([A, B, C, D, OLD, NEW]), max_size=5))
def test_every_place_is_found_in_the_merged_text(left: list[str], right: list[str]) -> None:
    old, new = draft(left, 1), draft(right, 2)
    both = compare(old, new)
    for article, there, back in (
        (old, both.of_old, both.to_old),
        (new, both.of_new, both.to_new),
    ):
        for at, char in enumerate(article.text):
            if not char.isspace():
                assert both.merged.text[there(at)] in (char, "'", '"', "“", "”")
                assert back(there(at)) == at


def _contrast(ink: str, ground: str) -> float:
    high, low = sorted((_light(ink), _light(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _light(colour: str) -> float:
    parts = [part / 255 for part in QColor(colour).getRgb()[:3]]  # type: ignore[index]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
