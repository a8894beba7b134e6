"""Scans made by script: text drawn, turned into a picture, the picture put on a page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pymupdf

WIDTH, HEIGHT = 420.0, 595.0
ACCOUNT = (
    "Final account of the bridge",
    "",
    "The final cost of the bridge is 31.2 million euros,",
    "including the quay walls that were added in May.",
    "",
    "It was opened to traffic on 3 May by the mayor.",
)
MINUTES = (
    "Minutes of the harbour board",
    "",
    "The herring fleet landed 4,170 tonnes in 2019 and",
    "nobody asked for the figures of the year before.",
)

Word = tuple[str, float, float, float, float]


def draw(page: Any, lines: Sequence[str], size: float = 12) -> list[Word]:
    """Writes the lines; gives the words and where they stand, in shares of the page."""
    for number, line in enumerate(lines):
        page.insert_text((50, 80 + 18 * number), line, fontsize=size)
    width, height = page.rect.width, page.rect.height
    return [
        (word[4], word[0] / width, word[1] / height, word[2] / width, word[3] / height)
        for word in page.get_text("words")
    ]


def add_scan(document: Any, lines: Sequence[str], turn: int = 0) -> list[Word]:
    """A page that is a picture of the lines, laid on its side where turned; the words drawn."""
    with pymupdf.open() as sheet:
        page = sheet.new_page(width=WIDTH, height=HEIGHT)
        words = draw(page, lines)
        picture = page.get_pixmap(
            matrix=pymupdf.Matrix(3, 3).prerotate(turn), colorspace=pymupdf.csGRAY
        )
    size = (WIDTH, HEIGHT) if turn % 180 == 0 else (HEIGHT, WIDTH)
    scan = document.new_page(width=size[0], height=size[1])
    scan.insert_image(scan.rect, pixmap=picture)
    return words


def make_scan(path: Path, *pages: Sequence[str]) -> Path:
    """A PDF of nothing but pictures."""
    with pymupdf.open() as document:
        for lines in pages:
            add_scan(document, lines)
        document.save(path)
    return path
