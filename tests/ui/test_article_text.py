"""Every place of the article has its place in the document, and the way back is exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from workbench.domain.article import Article, Region, RegionKind
from workbench.ui.article_text import (
    ArticleText,
    Mark,
    TextLook,
    fold_text,
    mark_text,
    runs_of,
    snap_to_words,
    utf16_index,
    utf16_length,
)

LOOK = TextLook(17, "#000000", "#666666")
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
PARTS = [
    (RegionKind.TITLE, "Kittiwake \U0001f6a2 costs doubled"),
    (RegionKind.BODY, f"The cafe\u0301 {FAMILY} opened on 3 May, two years late."),
    (RegionKind.BODY, "İstanbul’s 𝒜-line\nruns \ufffc on two lines."),
    (RegionKind.COMMENT, "Anna: \U0001f602 told you"),
    (RegionKind.BOILERPLATE, "© Beacon"),
    (RegionKind.BODY, "After the comments."),
    (RegionKind.COMMENT, "Bert: no"),
]


def article_of(parts: list[tuple[RegionKind, str]]) -> Article:
    text, regions = "", []
    for kind, words in parts:
        text += "\n\n" if text else ""
        regions.append(Region(kind, len(text), len(text) + len(words)))
        text += words
    return Article("r1", 1, "a.txt", "text", "0" * 64, text, tuple(regions))


def built(article: Article, *, opened: bool = True, marks: list[Mark] | None = None) -> ArticleText:
    made = ArticleText(article, QTextDocument())
    runs = frozenset(range(len(runs_of(article)))) if opened else frozenset()
    made.build(LOOK, runs, marks or [])
    return made


def inside(article: Article) -> list[int]:
    """Positions that stand in a region, not in the white space between."""
    return [i for r in article.regions for i in range(r.start, r.end)]


def selected(made: ArticleText, start: int, end: int) -> str:
    cursor = QTextCursor(made.document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


@pytest.mark.parametrize("with_marks", [False, True])
def test_every_position_comes_back(qapp: QApplication, with_marks: bool) -> None:
    article = article_of(PARTS)
    marks = []
    if with_marks:
        at = article.text.index(" opened")
        marks = [Mark(at, "c1", "✓ 1", "#00ff00"), Mark(at, "c2", "2", "#0000ff")]
        marks.append(Mark(article.text.index(" costs"), "c3", "✗ 3", "#ff0000"))
    made = built(article, marks=marks)
    for position in inside(article):
        assert made.to_article(made.to_document(position)) == position
        assert made.to_article(made.to_document(position, after_marks=True)) == position


def test_places_hold_the_right_characters(qapp: QApplication) -> None:
    article = article_of(PARTS)
    made = built(article, marks=[Mark(article.text.index(" opened"), "c1", "✓ 1", "#00ff00")])
    for position in inside(article):
        char = article.text[position]
        if char in "\n\ufffc":
            continue
        start, end = made.span(position, position + 1)
        assert selected(made, start, end) == char, hex(ord(char))


def test_marks_come_and_go_without_moving_the_rest(qapp: QApplication) -> None:
    article = article_of(PARTS)
    made = built(article)
    plain = made.document.toPlainText()
    one = Mark(article.text.index(" opened"), "c1", "✓ 1", "#00ff00")
    two = Mark(one.at, "c2", "2", "#00ff00")
    three = Mark(article.text.index(", two"), "c3", "3", "#00ff00")
    made.set_marks([one, two, three])
    start, _end = made.span(article.text.index("two years"), 0)
    assert selected(made, start, start + 3) == "two"
    assert made.claim_at(made.to_document(one.at) + 2) == "c1"
    made.set_marks([two])
    assert mark_text(two) in made.document.toPlainText().replace(" ", "\u00a0")
    made.set_marks([])
    assert made.document.toPlainText() == plain


def test_folded_text_is_told_and_opens(qapp: QApplication) -> None:
    article = article_of(PARTS)
    folded = built(article, opened=False)
    text = folded.document.toPlainText()
    assert "told you" not in text
    assert "▸ 1 reader comment and page furniture, not checked" in text
    assert "▸ 1 reader comment, not checked" in text
    assert folded.to_article(folded.to_document(article.text.index("told"))) == article.text.index(
        "Anna"
    )
    opened = built(article)
    assert "told you" in opened.document.toPlainText()


def test_a_run_of_comments_and_footer_is_named(qapp: QApplication) -> None:
    run = [Region(RegionKind.COMMENT, 0, 1), Region(RegionKind.COMMENT, 2, 3)]
    run.append(Region(RegionKind.BOILERPLATE, 4, 5))
    named = fold_text(run, first=False, last=True, is_open=False)
    assert named == "▸ 2 reader comments and a page footer, not checked"


def test_text_in_no_region_is_shown_as_unchecked(qapp: QApplication) -> None:
    text = "Title\n\nStray words\n\nBody."
    regions = (Region(RegionKind.TITLE, 0, 5), Region(RegionKind.BODY, 20, 25))
    made = built(Article("r1", 1, "a", "text", "0" * 64, text, regions))
    assert "Stray words" in made.document.toPlainText()
    assert made.to_article(made.to_document(9)) == 9


@given(st.text(), st.integers(0, 40))
def test_utf16_both_ways(text: str, at: int) -> None:
    at = min(at, len(text))
    assert utf16_index(text, utf16_length(text[:at])) == at


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("ost the ci", "cost the city"),
        (" cost ", "cost"),
        ("didn", "didn’t"),
        ("t of-st", "out of-state"),
        ("(4.1 million", "(4.1 million"),
        ("3 Ma", "3 May"),
        ("cafe", "cafe\u0301"),
        ("桥的", "桥的"),
    ],
)
def test_selection_snaps_to_words(words: str, wanted: str) -> None:
    text = "It cost the city; he didn’t go out of-state (4.1 million) 3 May. cafe\u0301 新桥的价格"
    start = text.index(words)
    low, high = snap_to_words(text, start, start + len(words))
    assert text[low:high] == wanted


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_snapping_is_stable_and_keeps_within(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    low, high = snap_to_words(text, start, end)
    assert 0 <= low <= high <= len(text)
    assert snap_to_words(text, low, high) == (low, high)
    if low < high:
        assert not text[low].isspace()
        assert not text[high - 1].isspace()
