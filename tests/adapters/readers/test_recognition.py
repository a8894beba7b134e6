"""Text recognition: the words of a picture, right and in their places."""

from pathlib import Path

import pymupdf
import pytest

from tests.scans import ACCOUNT, MINUTES, add_scan, draw, make_scan
from workbench.adapters.ocr import find_recognition
from workbench.adapters.readers import to_page
from workbench.adapters.readers.recognition import recognise_page, scans
from workbench.domain.errors import RecognitionMissing
from workbench.domain.source import Page

TEXT = " ".join(" ".join(ACCOUNT).split())


def recognised(document: pymupdf.Document, number: int = 1) -> Page:
    how = find_recognition()
    raw = recognise_page(document[number - 1], "1", how.tessdata, how.language)
    return to_page(raw, number, "ocr")


def flat(page: Page) -> str:
    return " ".join(page.text.split())


def test_the_words_of_a_scan_are_read_where_they_are_printed() -> None:
    with pymupdf.open() as document:
        drawn = add_scan(document, ACCOUNT)
        page = recognised(document)
    assert flat(page) == TEXT
    assert page.text.startswith("Final account of the bridge\n\nThe final cost")
    assert (page.origin, page.reliable) == ("ocr", True)
    at = 0
    for word, left, top, right, bottom in drawn:
        start = page.text.index(word, at)
        at = start + len(word)
        (box,) = page.boxes(start, at)
        assert box.left == pytest.approx(left, abs=0.012)
        assert box.right == pytest.approx(right, abs=0.012)
        assert top - 0.01 < (box.top + box.bottom) / 2 < bottom + 0.01


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_scan_that_lies_on_its_side_is_turned(turn: int) -> None:
    with pymupdf.open() as document:
        drawn = add_scan(document, ACCOUNT, turn)
        page = recognised(document)
    assert flat(page) == TEXT
    assert page.reliable
    word, left, top, *_rest = drawn[0]
    (box,) = page.boxes(page.text.index(word), page.text.index(word) + len(word))
    # The picture was turned clockwise: what stood at the left now stands at the top, and so on.
    corner = {90: (1 - top, left), 180: (1 - left, 1 - top), 270: (top, 1 - left)}[turn]
    nearest = min(
        abs(x - corner[0]) + abs(y - corner[1])
        for x in (box.left, box.right)
        for y in (box.top, box.bottom)
    )
    assert nearest < 0.04


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_shown_turned_has_its_boxes_as_shown(rotation: int) -> None:
    with pymupdf.open() as document:
        add_scan(document, ACCOUNT, turn=-rotation % 360)
        document[0].set_rotation(rotation)
        page = recognised(document)
    assert flat(page) == TEXT
    assert page.words[0].box.top < page.words[-1].box.top
    assert page.words[0].box.left < 0.2


def test_what_a_picture_shows_that_is_no_text_is_not_reliable() -> None:
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=300)
        for n in range(0, 300, 7):
            page.draw_line((n, 0), (300 - n * 0.7, 300), width=1 + n % 3)
            page.draw_circle((n, 300 - n), 9)
        read = recognised(document)
    assert not read.text or not read.reliable


def test_an_empty_page_gives_an_empty_page() -> None:
    with pymupdf.open() as document:
        document.new_page()
        read = recognised(document)
    assert (read.text, read.words, read.reliable) == ("", (), True)


def test_pages_that_show_print_are_told_from_empty_ones(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        add_scan(document, MINUTES)
        document.new_page()
        draw(document.new_page(), ["Figure 7"])
        strips = document.new_page()
        with pymupdf.open() as sheet:
            draw(sheet.new_page(width=595, height=100), MINUTES[:1])
            strip = sheet[0].get_pixmap()
        for top in range(0, 840, 100):
            strips.insert_image(pymupdf.Rect(0, top, 595, top + 100), pixmap=strip)
        logo = document.new_page()
        logo.insert_image(pymupdf.Rect(0, 0, 100, 60), pixmap=strip)
        outlined = document.new_page()
        for n in range(400):
            outlined.draw_rect((10 + n, 10, 12 + n, 20), fill=(0, 0, 0), color=None)
        document.save(tmp_path / "mixed.pdf")
    assert scans(tmp_path / "mixed.pdf", [1, 2, 3, 4, 5, 6]) == [1, 4, 6]
    assert scans(tmp_path / "mixed.pdf", []) == []


def test_a_huge_page_is_read_at_a_bounded_size(tmp_path: Path) -> None:
    make_scan(tmp_path / "scan.pdf", ACCOUNT)
    with pymupdf.open(tmp_path / "scan.pdf") as small, pymupdf.open() as document:
        page = document.new_page(width=8000, height=8000)
        page.show_pdf_page(pymupdf.Rect(0, 0, 8000, 8000), small, 0)
        read = recognised(document)
    assert "31.2 million euros" in flat(read)


def test_a_broken_language_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "eng.traineddata").write_bytes(b"nothing of the kind")
    with pymupdf.open() as document:
        add_scan(document, ACCOUNT)
        with pytest.raises(RecognitionMissing, match="eng"):
            recognise_page(document[0], "1", str(tmp_path), "eng")
