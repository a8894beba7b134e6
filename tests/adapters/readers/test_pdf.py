"""PDF: words with boxes, paragraphs by geometry, metadata, and files that do not open."""

import warnings
from pathlib import Path
from typing import Any

import pytest

from workbench.adapters.readers import read_document, to_page
from workbench.adapters.readers.pdf_layout import lines_of, separators
from workbench.domain.errors import FileDamaged, FileLocked
from workbench.domain.text import match_key

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pymupdf


def _pdf(path: Path, *pages: list[tuple[float, float, str]], **save: Any) -> Path:
    document: Any = pymupdf.open()
    for lines in pages:
        page = document.new_page(width=400, height=600)
        for x, y, text in lines:
            page.insert_text((x, y), text, fontsize=11)
    document.save(path, **save)
    document.close()
    return path


def _text(path: Path) -> str:
    return to_page(read_document(path).pages[0], 1).text


PARAGRAPH = [
    (50.0, 100.0, "The council met on Tuesday evening in the exam-"),
    (50.0, 113.0, "ination hall and voted by seventeen to nine to pay"),
    (50.0, 126.0, "for the finished quay."),
]


def test_lines_join_and_hyphens_at_line_ends_vanish(tmp_path: Path) -> None:
    assert _text(_pdf(tmp_path / "a.pdf", PARAGRAPH)) == (
        "The council met on Tuesday evening in the examination hall and voted by seventeen to "
        "nine to pay for the finished quay."
    )


def test_a_gap_or_an_indent_begins_a_paragraph(tmp_path: Path) -> None:
    lines = [
        *PARAGRAPH,
        (50.0, 155.0, "A second paragraph stands lower and is as long as this."),
        (62.0, 168.0, "A third one is set in from the left and says no more."),
    ]
    assert _text(_pdf(tmp_path / "a.pdf", lines)).count("\n\n") == 2


def test_a_sentence_is_not_cut_by_a_column(tmp_path: Path) -> None:
    left = [(40.0, 500.0 + 13 * n, f"line {n} of the left column runs") for n in range(4)]
    right = [(220.0, 80.0 + 13 * n, f"on in line {n} of the right one") for n in range(4)]
    assert "\n\n" not in _text(_pdf(tmp_path / "a.pdf", [*left, *right]))


def test_words_stand_where_their_boxes_say(tmp_path: Path) -> None:
    page = to_page(read_document(_pdf(tmp_path / "a.pdf", PARAGRAPH)).pages[0], 1)
    first = page.words[0]
    assert page.text[first.start : first.end] == "The"
    assert first.box.left == pytest.approx(50 / 400, abs=0.01)
    assert 80 / 600 < first.box.top < first.box.bottom < 110 / 600
    start = page.text.index("examination")
    assert len(page.boxes(start, start + len("examination"))) == 2


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_follow_the_page_as_displayed(tmp_path: Path, turn: int) -> None:
    path = tmp_path / "a.pdf"
    document: Any = pymupdf.open()
    page = document.new_page(width=400, height=600)
    page.set_rotation(turn)
    # Written so that it reads upright on the turned page.
    at = pymupdf.Point(60, 90) * page.derotation_matrix
    page.insert_text(at, "Upright words", rotate=turn, fontsize=12)
    document.save(path)
    document.close()
    read = read_document(path).pages[0]
    box = read.words[0].box
    assert (read.width, read.height) == ((600, 400) if turn != 180 else (400, 600))
    assert box.left == pytest.approx(60 / read.width, abs=0.02)
    assert box.bottom == pytest.approx(93 / read.height, abs=0.02)
    assert to_page(read, 1).text == "Upright words"


def test_empty_pages_keep_their_place_and_labels_are_printed_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    document: Any = pymupdf.open()
    for text in ("one", "", "three"):
        document.new_page().insert_text((50, 50), text)
    document.set_page_labels([{"startpage": 0, "style": "r", "firstpagenum": 4, "prefix": ""}])
    document.save(path)
    document.close()
    pages = read_document(path).pages
    assert [page.raw for page in pages] == ["one", "", "three"]
    assert [page.label for page in pages] == ["iv", "v", "vi"]


def test_page_numbers_stand_in_for_labels(tmp_path: Path) -> None:
    pages = read_document(_pdf(tmp_path / "a.pdf", PARAGRAPH, PARAGRAPH)).pages
    assert [page.label for page in pages] == ["1", "2"]


def test_junk_titles_give_way_to_the_largest_line(tmp_path: Path) -> None:
    path = tmp_path / "scan_0012.pdf"
    document: Any = pymupdf.open()
    page = document.new_page()
    page.insert_text((50, 60), "Report of the Harbour Auditor", fontsize=24)
    for line in range(8):
        page.insert_text((50, 120 + 14 * line), "Plain words of the report follow.", fontsize=11)
    document.set_metadata(
        {"title": "Microsoft Word - x.doc", "author": "H. Lisle", "creationDate": "D:20160919"}
    )
    document.save(path)
    document.close()
    said = read_document(path).metadata
    assert said.title == "Report of the Harbour Auditor"
    assert (said.author, said.published) == ("H. Lisle", "2016-09-19")


def test_locked_and_broken_files(tmp_path: Path) -> None:
    locked = _pdf(
        tmp_path / "locked.pdf",
        PARAGRAPH,
        encryption=pymupdf.PDF_ENCRYPT_AES_256,
        user_pw="secret",
    )
    with pytest.raises(FileLocked):
        read_document(locked)
    open_to_all = _pdf(
        tmp_path / "open.pdf",
        PARAGRAPH,
        encryption=pymupdf.PDF_ENCRYPT_AES_256,
        user_pw="",
        owner_pw="secret",
    )
    assert "council" in _text(open_to_all)
    whole = _pdf(tmp_path / "whole.pdf", PARAGRAPH).read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(whole[:120])
    with pytest.raises(FileDamaged):
        read_document(cut)


def test_a_repaired_file_is_read(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "a.pdf", PARAGRAPH)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n99999999\n%%EOF")
    assert "council" in _text(path)


def test_every_word_is_in_its_slice(tmp_path: Path) -> None:
    lines = [*PARAGRAPH, (50.0, 200.0, "ﬁne “quotes” — and 31.2⁴ ½ co-operate")]
    raw = read_document(_pdf(tmp_path / "a.pdf", lines)).pages[0]
    page = to_page(raw, 1)
    assert len(page.words) == len(raw.words)
    for word, said in zip(page.words, raw.words, strict=True):
        printed = raw.raw[said.start : said.end]
        shown = match_key(page.text[word.start : word.end]).text
        assert match_key(printed).text.rstrip("-") == shown.rstrip("-")


def test_layout_of_nothing() -> None:
    assert separators(lines_of([])) == []


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("turned", ["page", "text"])
def test_turned_text_reads_as_it_was_set(tmp_path: Path, turn: int, turned: str) -> None:
    lines = ["Sideways stands the revised total", "of 4711 crowns and other words."]
    with pymupdf.open() as document:
        page = document.new_page(width=600, height=600)
        page.insert_text((300, 300), lines, rotate=turn if turned == "text" else 0)
        page.set_rotation(turn if turned == "page" else 0)
        document.save(tmp_path / "turned.pdf")
    (raw,) = read_document(tmp_path / "turned.pdf").pages
    assert to_page(raw, 1).text == " ".join(lines)
