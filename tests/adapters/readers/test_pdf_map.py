"""The map of a page: whatever is drawn, each word of the text stands where it was drawn."""

import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.pdf_kit import HEIGHT, WIDTH, at, draw, raw, read, wide
from workbench.adapters.readers import to_page
from workbench.domain.source import Page
from workbench.domain.text import Box, match_key

LETTERS = {chr(code): chr(code) for code in range(32, 127)} | {"#": "ﬁ", "@": "ﬀ", "~": "\u00ad"}
WORDS = [
    *("council", "quay", "harbour", "of#ce", "a@air", "the", "an", "warehouses", "31.2", "(1916)"),
    *("ships,", "voted.", "o'clock", "it", "4,711", "co-operate", "#nal", "Tuesday;", "minutes"),
    *("evening", "breakers", "paid", "had", "had", "that", "that"),
]


@dataclass(frozen=True)
class Drawn:
    """A word or a part of one, as it was drawn."""

    said: str
    left: float
    right: float
    foot: float


@st.composite
def pages(draw_from: st.DrawFn) -> tuple[str, list[Drawn]]:
    """The stream of a page with one to three columns and what it draws."""
    chance = random.Random(draw_from(st.integers(0, 10**9)))
    columns = draw_from(st.integers(1, 3))
    across = draw_from(st.booleans())
    size = draw_from(st.sampled_from([6.0, 7.0, 8.0]))
    lines = draw_from(st.integers(2, 14))
    width = 340 / columns - 20
    rows: list[tuple[int, int, str, list[Drawn]]] = []
    for column in range(columns):
        for row in range(lines):
            left, foot = 30 + column * 340 / columns, 100 + row * 1.6 * size
            line, drawn = _line(chance, left, foot, width, size)
            rows.append((column, row, at(left, foot, line, size, "U"), drawn))
    if across:
        rows.sort(key=lambda item: (item[1], item[0]))
    return "".join(item[2] for item in rows), [word for item in rows for word in item[3]]


def _line(
    chance: random.Random, left: float, foot: float, width: float, size: float
) -> tuple[str, list[Drawn]]:
    words: list[str] = []
    while True:
        word = chance.choice(WORDS)
        if chance.random() < 0.1:
            word = word[:2] + "~" + word[2:]
        if wide(" ".join([*words, word]), size) > width:
            break
        words.append(word)
    if chance.random() < 0.2 and words[-1].isalpha():
        words[-1] = words[-1][:-1] + "-"
    drawn, pen = [], left
    for word in words:
        right = pen + wide(word, size)
        drawn.append(Drawn("".join(LETTERS[char] for char in word), pen, right, foot))
        pen = right + wide(" ", size)
    return " ".join(words), drawn


@given(pages(), st.sampled_from([0, 90, 180, 270]), st.data())
def test_words_stand_where_they_were_drawn(
    page_and_words: tuple[str, list[Drawn]], turn: int, data: st.DataObject
) -> None:
    stream, drawn = page_and_words
    with tempfile.TemporaryDirectory() as folder:
        path = draw(Path(folder) / "a.pdf", stream, letters=LETTERS, turn=turn)
        before = raw(path)
        page = to_page(before, 1)
    assert page.reliable
    assert len(page.words) == len(drawn)
    left = list(drawn)
    for number, word in enumerate(page.words):
        assert word.start < word.end <= len(page.text)
        if number:
            assert page.words[number - 1].end <= word.start
        home = _home(left, word.box, turn)
        left.remove(home)
        shown = match_key(page.text[word.start : word.end]).text
        assert shown.rstrip("-") == match_key(home.said).text.rstrip("-")
    start = data.draw(st.integers(0, len(page.text) - 1))
    end = data.draw(st.integers(start + 1, len(page.text)))
    _covers_just(page, start, end)


def _home(drawn: list[Drawn], box: Box, turn: int) -> Drawn:
    x, y = _upright((box.left + box.right) / 2, (box.top + box.bottom) / 2, turn)
    (home,) = [
        word for word in drawn if word.left < x < word.right and word.foot - 8 < y < word.foot + 1
    ]
    return home


def _upright(x: float, y: float, turn: int) -> tuple[float, float]:
    places = {0: (x, y), 90: (y, 1 - x), 180: (1 - x, 1 - y), 270: (1 - y, x)}
    return places[turn][0] * WIDTH, places[turn][1] * HEIGHT


def _covers_just(page: Page, start: int, end: int) -> None:
    boxes = page.boxes(start, end)
    for word in page.words:
        x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
        lit = any(box.left <= x <= box.right and box.top <= y <= box.bottom for box in boxes)
        if word.end <= start or word.start >= end:
            assert not lit
        elif start <= word.start and word.end <= end:
            assert lit


def test_a_link_over_a_column_is_two_boxes() -> None:
    with tempfile.TemporaryDirectory() as folder:
        stream = at(30, 100, "one two") + at(200, 100, "three four")
        page = read(draw(Path(folder) / "a.pdf", stream))
    assert len(page.boxes(0, len(page.text))) == 2
