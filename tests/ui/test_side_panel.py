"""Pages and outline beside a source."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.test_source_pane import evidence
from workbench.services.archive import Archive
from workbench.services.jobs import Job
from workbench.ui.page_list import page_name
from workbench.ui.source_pane import SourcePane
from workbench.ui.tasks import Tasks

MINUTES = "council-minutes-2026-03-10.pdf"
PAGES, OUTLINE = 0, 1


@pytest.fixture(scope="module")
def chapters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """A report with chapters, and a page of the web with headings."""
    folder = tmp_path_factory.mktemp("chapters")
    report = pymupdf.open()
    for number in range(1, 31):
        page = report.new_page(width=400, height=560)
        page.insert_text((60, 80), f"Page {number} tells of the bridge and its cost")
        page.insert_text((60, 300), f"Half way down page {number} stands another heading")
    levels = [[1, "One", 1], [2, "One and a half", 3], [1, "Two", 10], [1, "Three", 25]]
    report.set_toc(levels)
    report.save(folder / "report.pdf")
    report.close()
    paragraphs = "".join(
        f"<h2>Heading {n}</h2><p>{'Some words of the paragraph. ' * 60}</p>" for n in range(1, 13)
    )
    (folder / "site.html").write_text(
        f"<html><head><title>Site</title></head><body><article><h1>Site</h1>{paragraphs}"
        "</article></body></html>",
        encoding="utf-8",
    )
    archive = Archive(tmp_path_factory.mktemp("chapters-archive"))
    assert not archive.add([folder], Job()).failed
    yield archive
    archive.close()


def open_in(qtbot: QtBot, tasks: Tasks, archive: Archive, name: str, page: int = 1) -> SourcePane:
    pane = SourcePane(tasks)
    pane.resize(820, 720)
    pane.set_archive(archive)
    pane.show()
    pane.open_side(True)
    pane.open(name, page)
    qtbot.waitUntil(lambda: pane.source is not None and not pane.busy, timeout=20_000)
    qtbot.waitUntil(lambda: not pane.side.busy)
    return pane


@pytest.fixture
def report(qtbot: QtBot, tasks: Tasks, chapters: Archive) -> Iterator[SourcePane]:
    pane = open_in(qtbot, tasks, chapters, "report.pdf")
    yield pane
    pane.stop()
    pane.close()


def test_pages_are_drawn_small_and_a_click_goes_there(qtbot: QtBot, report: SourcePane) -> None:
    pages = report.side.pages
    assert pages.pages.rowCount() == 30
    qtbot.waitUntil(lambda: pages.pages.thumbnail(1) is not None, timeout=10_000)
    pages.scrollTo(pages.pages.index(19, 0))
    qtbot.waitUntil(lambda: pages.pages.thumbnail(20) is not None, timeout=10_000)
    place = pages.visualRect(pages.pages.index(19, 0)).center()
    qtbot.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert report.view is not None
    assert report.view.current_page == 20
    report.back()
    assert report.view.current_page == 1


def test_the_page_one_reads_is_marked(qtbot: QtBot, report: SourcePane) -> None:
    assert report.view is not None
    report.view.show_page(12)
    assert report.side.pages.currentIndex().row() == 11
    qtbot.keyClick(report.side.pages, Qt.Key.Key_Down)
    qtbot.keyClick(report.side.pages, Qt.Key.Key_Return)
    assert report.view.current_page == 13


def test_the_outline_leads_and_follows(qtbot: QtBot, report: SourcePane) -> None:
    side, view = report.side, report.view
    assert view is not None
    side.tabs.setCurrentIndex(OUTLINE)
    tree = side.outline
    assert [entry.title for entry in tree.entries] == ["One", "One and a half", "Two", "Three"]
    item = tree.topLevelItem(1)
    assert item is not None
    qtbot.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualItemRect(item).center()
    )
    assert view.current_page == 10
    qtbot.waitUntil(lambda: tree.current == 2)
    view.show_page(4)
    qtbot.waitUntil(lambda: tree.current == 1)
    view.show_page(28)
    qtbot.waitUntil(lambda: tree.current == 3)
    report.back()
    assert view.current_page == 1


def test_flowing_text_has_an_outline_only(qtbot: QtBot, tasks: Tasks, chapters: Archive) -> None:
    pane = open_in(qtbot, tasks, chapters, "site.html")
    side, view = pane.side, pane.view
    assert view is not None
    assert not side.tabs.isTabVisible(PAGES)
    titles = [entry.title for entry in side.outline.entries]
    assert titles[-1] == "Heading 12"
    number = titles.index("Heading 7")
    side.entryChosen.emit(side.outline.entries[number])
    entry = side.outline.entries[number]
    text = view.text_of(entry.page) or ""
    assert text[entry.start :].startswith("Heading 7")
    qtbot.waitUntil(lambda: side.outline.current == number)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: side.outline.current == len(titles) - 1)
    pane.stop()
    pane.close()


def test_without_an_outline_that_is_said(qtbot: QtBot, tasks: Tasks, archive: Archive) -> None:
    pane = open_in(qtbot, tasks, archive, "rotated.pdf")
    pane.side.tabs.setCurrentIndex(OUTLINE)
    assert pane.side.note_text == "This document has no outline."
    pane.stop()
    pane.close()


def test_hits_and_evidence_are_counted_on_the_pages(
    qtbot: QtBot, tasks: Tasks, archive: Archive
) -> None:
    pane = open_in(qtbot, tasks, archive, MINUTES)
    assert pane.source is not None
    hits = [hit for hit in archive.search("council").hits if hit.source == pane.source.sha256]
    item = evidence(archive, MINUTES, 4, 100, 260)
    pane.set_evidence([(item, 12)])
    pane.show_hit(hits[0], hits)
    model = pane.side.pages.pages
    assert sum(model.news.hits.values()) == len(hits)
    spoken = model.data(model.index(3, 0), Qt.ItemDataRole.AccessibleTextRole)
    count = sum(hit.page == 4 for hit in hits)
    label = archive.page_sizes(pane.source.sha256)[3][0]
    assert spoken == f"{page_name(label, 4)}, {count} hits, refutes claim 12".replace(
        "1 hits", "1 hit"
    )
    pane.clear_lit()
    assert not model.news.hits
    pane.stop()
    pane.close()


def test_pages_are_named_as_printed_and_counted() -> None:
    assert page_name("iv", 6) == "iv (6)"
    assert page_name("6", 6) == page_name("", 6) == "6"


def test_shut_it_asks_for_nothing(
    qtbot: QtBot, tasks: Tasks, chapters: Archive, tmp_path: Path
) -> None:
    pane = SourcePane(tasks)
    pane.resize(820, 720)
    pane.set_archive(chapters)
    pane.show()
    asked: list[object] = []
    pane.side.pagesInSight.connect(asked.append)
    pane.open("report.pdf", 1)
    qtbot.waitUntil(lambda: pane.source is not None and not pane.busy, timeout=20_000)
    assert asked == []
    assert list(pane.side.outline.entries) == []
    pane.open_side(True)
    qtbot.waitUntil(lambda: bool(asked) and bool(pane.side.outline.entries))
    pane.stop()
    pane.close()
