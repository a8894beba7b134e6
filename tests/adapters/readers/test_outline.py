"""The headings files mark themselves; broken ones are none."""

import warnings
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from workbench.adapters.readers.outline import HEADINGS_MOST, Heading, read_outline

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import docx


def pdf_with(path: Path, toc: list[list[Any]], pages: int = 3) -> Path:
    with pymupdf.open() as document:
        for number in range(pages):
            page = document.new_page(width=400, height=600)
            page.insert_text((50, 300), f"Chapter {number + 1}")
        document.set_toc(toc)
        document.save(path)
    return path


def test_bookmarks_of_a_pdf(tmp_path: Path) -> None:
    made = pdf_with(
        tmp_path / "a.pdf",
        [
            [1, " Chapter  1\r", 1, 290],
            [2, "  ", 1, 10],
            [2, "Nowhere", -1],
            [2, "Chapter 2", 2, 300],
            [3, "ﬁgures", 3, 0],
        ],
    )
    found = read_outline(made, "pdf")
    assert [(one.level, one.title, one.page) for one in found] == [
        *((1, "Chapter 1", 1), (2, "Chapter 2", 2), (3, "figures", 3))
    ]
    assert found[0].down == pytest.approx(290 / 600, abs=0.01)
    assert found[1].down == pytest.approx(0.5, abs=0.01)


def test_levels_never_leave_one_out(tmp_path: Path) -> None:
    made = pdf_with(
        tmp_path / "a.pdf", [[1, "Nowhere", -1], [2, "Gone", -1], [3, "Deep", 1], [3, "Too", 2]]
    )
    assert [(one.level, one.title) for one in read_outline(made, "pdf")] == [
        (1, "Deep"),
        (2, "Too"),
    ]


def test_bookmarks_are_bounded(tmp_path: Path) -> None:
    made = pdf_with(tmp_path / "a.pdf", [[1, f"Heading {n}", 1] for n in range(HEADINGS_MOST + 9)])
    assert len(read_outline(made, "pdf")) == HEADINGS_MOST


def test_bookmarks_that_run_in_a_circle_end(tmp_path: Path) -> None:
    made = pdf_with(tmp_path / "a.pdf", [[1, "One", 1], [1, "Two", 2]])
    with pymupdf.open(made) as document:
        first = document.get_toc(simple=False)[0][3]["xref"]
        second = document.get_toc(simple=False)[1][3]["xref"]
        document.xref_set_key(second, "Next", f"{first} 0 R")
        document.xref_set_key(second, "First", f"{second} 0 R")
        document.save(tmp_path / "circle.pdf")
    assert len(read_outline(tmp_path / "circle.pdf", "pdf")) <= HEADINGS_MOST
    (tmp_path / "broken.pdf").write_bytes(made.read_bytes()[:400])
    assert read_outline(tmp_path / "broken.pdf", "pdf") == []


def test_headings_of_a_page_of_the_web(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><body><ul><li><a href='#c'>Costs</a></li></ul><h1>The <em>bridge</em></h1>"
        "<p>Text.</p><h2><div><span>Costs</span></div></h2><p>More.</p><h2> </h2>"
        "<h3 style='display:none'>Hidden</h3><h6>Notes</h6><p>End.</p></body></html>",
        encoding="utf-8",
    )
    assert read_outline(tmp_path / "a.html", "html") == [
        Heading(1, "The bridge"),
        Heading(2, "Costs", repeat=1),
        Heading(6, "Notes"),
    ]
    assert read_outline(tmp_path / "a.html", "eml") == []


def test_headings_of_a_word_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Report", 1)
    document.add_paragraph("Text.")
    document.add_heading("Costs", 2)
    document.add_paragraph("More.")
    document.save(str(tmp_path / "a.docx"))
    assert read_outline(tmp_path / "a.docx", "docx") == [Heading(1, "Report"), Heading(2, "Costs")]
