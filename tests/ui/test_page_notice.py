"""Pages without words, or with words that cannot be trusted: said quietly, and OCR offered."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from workbench.adapters import ocr
from workbench.domain.errors import RecognitionMissing, WorkbenchError
from workbench.services.archive import Archive
from workbench.services.jobs import Job
from workbench.ui.source_pane import SourcePane
from workbench.ui.tasks import Tasks

SCANNED = "The revised total of the bridge is 4711 crowns"


@pytest.fixture
def scans(tmp_path: Path) -> Iterator[Archive]:
    """A page with words and a page that is a picture of words, not read with OCR yet."""
    typed = pymupdf.open()
    typed.new_page(width=600, height=300).insert_text((40, 120), SCANNED, fontsize=24)
    picture = typed[0].get_pixmap(dpi=200)
    both = pymupdf.open()
    both.new_page(width=600, height=300).insert_text((40, 120), "A page with words of its own")
    both.new_page(width=600, height=300).insert_image(pymupdf.Rect(0, 0, 600, 300), pixmap=picture)
    both.save(tmp_path / "scan.pdf")
    typed.close()
    both.close()
    archive = Archive(tmp_path / "archive")
    with pytest.MonkeyPatch.context() as patch:
        nothing_installed(patch)
        assert not archive.add([tmp_path / "scan.pdf"], Job()).failed
    yield archive
    archive.close()


def nothing_installed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ocr, "_folders", list)


@pytest.fixture
def pane(qtbot: QtBot, tasks: Tasks, scans: Archive) -> Iterator[SourcePane]:
    made = SourcePane(tasks)
    made.resize(640, 300)
    made.set_archive(scans)
    made.show()
    made.open("scan.pdf", 1)
    qtbot.waitUntil(lambda: made.source is not None and not made.busy, timeout=20_000)
    yield made
    made.stop()
    made.close()


def test_a_picture_without_words_is_said_and_only_there(qtbot: QtBot, pane: SourcePane) -> None:
    qtbot.waitUntil(lambda: not pane.notice.busy)
    assert pane.notice.text == ""
    pane.go_to_page(2)
    qtbot.waitUntil(lambda: pane.notice.text == "This page is a picture without text.")
    assert pane.notice.button.isVisible()
    pane.go_to_page(1)
    qtbot.waitUntil(lambda: pane.notice.text == "")


def test_without_language_files_the_way_to_them_is_said(
    qtbot: QtBot, pane: SourcePane, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_installed(monkeypatch)
    errors: list[WorkbenchError] = []
    pane.failed.connect(errors.append)
    pane.go_to_page(2)
    qtbot.waitUntil(lambda: pane.notice.text != "")
    qtbot.mouseClick(pane.notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(errors), timeout=20_000)
    assert isinstance(errors[0], RecognitionMissing)
    assert errors[0].remedy
    qtbot.waitUntil(pane.notice.button.isVisible)


@pytest.mark.skipif(
    not any(ocr.languages_in(folder) for folder in ocr._folders()),
    reason="there are no language files for text recognition here",
)
def test_reading_it_brings_the_words_and_says_where_they_are_from(
    qtbot: QtBot, pane: SourcePane, scans: Archive
) -> None:
    told: list[str] = []
    pane.told.connect(told.append)
    pane.go_to_page(2)
    qtbot.waitUntil(lambda: pane.notice.text != "")
    with qtbot.waitSignal(pane.sourceReadAnew, timeout=60_000):
        qtbot.mouseClick(pane.notice.button, Qt.MouseButton.LeftButton)
    assert told == ["The words of 1 page were recognised."]
    qtbot.waitUntil(lambda: pane.view is not None and not pane.busy, timeout=20_000)
    view = pane.view
    assert view is not None
    qtbot.waitUntil(lambda: "4711" in (view.text_of(2) or ""), timeout=20_000)
    assert view.current_page == 2, "one stays where one was"
    qtbot.waitUntil(lambda: "text by OCR" in pane.header.place_text)
    assert pane.notice.text == ""
    assert scans.search("revised crowns").hits
