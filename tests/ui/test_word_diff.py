"""The word diff: in one text, by colour and by mark, said and selected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.domain.test_drafts import A, B, C, D, draft
from workbench.domain.diff import Op
from workbench.ui import style
from workbench.ui.diff_parts import Part, diff_parts, shortened, spoken, to_html
from workbench.ui.merged_draft import compare, joined
from workbench.ui.word_diff import WordDiff

OLD = "The final account is 31.2 million euros. It was late."
NEW = "The final account is 31.4 million euros. It was not late."
TEXT = st.lists(
    st.sampled_from(("the", "cost", "31.2", "31.4", "not", "“yes”", "Anna", ".", ",", "quay")),
    max_size=14,
).map(" ".join)


def changed(parts: list[Part]) -> list[tuple[str, str]]:
    return [(part.op.value, part.text) for part in parts if part.op is not Op.SAME]


def test_a_figure_is_one_change_and_a_negation_one_insertion() -> None:
    assert changed(diff_parts(OLD, NEW)) == [
        ("delete", "31.2"),
        ("insert", "31.4"),
        ("insert", "not"),
    ]


def test_it_is_said_in_words() -> None:
    assert spoken(diff_parts("is 31.2 million", "is 31.4 million")) == (
        "is; deleted: 31.2; inserted: 31.4; million"
    )


def test_typography_is_no_change() -> None:
    assert changed(diff_parts('He said "yes" - twice', "He said “yes” – twice")) == []


def test_a_deleted_sentence_goes_whole() -> None:
    old = "It was late. It was dear. It stands."
    assert changed(diff_parts(old, "It was late. It stands.")) == [("delete", "It was dear.")]


def test_a_rewritten_sentence_does_not_hold_on_to_its_little_words() -> None:
    old = "The mayor of the city said that the works of the quay were too dear."
    new = "A vote by the opposition in March ended the building on that quay for good."
    assert [op for op, _text in changed(diff_parts(old, new))] == ["delete", "insert"]


@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_it(old: str, new: str) -> None:
    parts = diff_parts(old, new)
    for gone, text in ((Op.INSERT, old), (Op.DELETE, new)):
        read = "".join(part.text for part in parts if part.op is not gone)
        assert read.split() == text.split()
    for part in parts:
        if part.old >= 0 and part.op is not Op.INSERT:
            assert old[part.old : part.old + len(part.text)] == part.text
        if part.new >= 0:
            assert new[part.new : part.new + len(part.text)] == part.text


def test_long_stretches_that_stayed_are_left_out() -> None:
    stayed = "word " * 60
    shown = "".join(p.text for p in shortened(diff_parts(f"{stayed}31.2 end", f"{stayed}31.4 end")))
    assert shown.startswith("…")
    assert shown.endswith("word 31.2 31.4 end")
    assert len(shown) < 120


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
