"""Page views in tests: documents of the sample archive, words and where they show."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.domain.source import Page
from workbench.domain.text import Word
from workbench.services.archive import Archive
from workbench.ui.page_view import PageDocument, PageView
from workbench.ui.source_base import Spot

MINUTES = "council-minutes-2026-03-10.pdf"


def document(archive: Archive, name: str) -> PageDocument:
    sha256 = archive.source(name).sha256
    return PageDocument(
        tuple((width, height) for _label, width, height in archive.page_sizes(sha256)),
        lambda number: archive.page(sha256, number),
        lambda page, scale, clip: archive.render(sha256, page, scale, clip),
    )


def page_of(archive: Archive, name: str, number: int) -> Page:
    return archive.page(archive.source(name).sha256, number)


def long_word(page: Page) -> Word:
    return next(
        word
        for word in page.words[50:]
        if word.end - word.start > 6 and page.text[word.start : word.end].isalpha()
    )


@contextmanager
def patient_clicks() -> Iterator[None]:
    """However busy the machine is, clicks count as one row of clicks."""
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(20_000)
    try:
        yield
    finally:
        QApplication.setDoubleClickInterval(before)


def rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


def settle(qtbot: QtBot, view: PageView) -> None:
    qtbot.waitUntil(lambda: view.settled, timeout=20_000)


def picture(view: PageView) -> QImage:
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def centre(view: PageView, page: Page, start: int, end: int) -> QPoint:
    rects = view.rects_of(Spot(page.number, start, end))
    return (rects[0].center() - view._offset()).toPoint()


def share(image: QImage, view: PageView, spot: Spot, wanted: str) -> float:
    """How much of the span's first box has just this colour."""
    rect = view.rects_of(spot)[0].translated(-view._offset()).toRect().adjusted(2, 2, -2, -2)
    pixels = [
        image.pixelColor(x, y).name()
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
    ]
    return pixels.count(wanted) / len(pixels)
