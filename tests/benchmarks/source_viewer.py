"""Scrolling a PDF of 1,500 pages end to end in the real window: memory, frames, first sharp page.

python tests/benchmarks/source_viewer.py [PAGES], on a display or under xvfb-run. The PDF (text,
columns, drawings, pictures) is made by this script. The peer, measured in the same run, is
PyMuPDF's get_pixmap of the same pages at the same scale in the calling thread.
"""

import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pymupdf
from PySide6.QtCore import QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from workbench.services.jobs import Job
from workbench.services.workbench import Workbench
from workbench.ui import page_view, style
from workbench.ui.collector import Collector
from workbench.ui.main_window import MainWindow
from workbench.ui.page_view import PageView
from workbench.ui.settings import Settings

WORDS = (
    "harbour",
    "board",
    "minutes",
    "crane",
    "quay",
    "sum",
    "tender",
    "account",
    "bridge",
    "vote",
)
STEP_PX = 120
STEP_MS = 8
JUMPS = 20


def make_pdf(path: Path, pages: int) -> None:
    """Pages of text, of two columns, with drawings, with a picture, in turn."""
    chance = random.Random(1)
    document = pymupdf.open()
    for number in range(pages):
        page = document.new_page(width=595, height=842)
        page.insert_text((50, 40), f"Page {number + 1} of the annual report", fontsize=9)
        columns = 1 + number % 2
        for column in range(columns):
            width = 495 / columns
            area = pymupdf.Rect(50 + column * width, 60, 40 + (column + 1) * width, 560)
            text = " ".join(chance.choices(WORDS, k=420 // columns))
            page.insert_textbox(area, text, fontsize=10, align=3)
        if number % 5 == 0:
            draw_chart(page, chance)
        elif number % 5 == 1:
            page.insert_image(pymupdf.Rect(60, 580, 530, 800), pixmap=noise(number))
    document.save(path, deflate=True)
    document.close()


def draw_chart(page: pymupdf.Page, chance: random.Random) -> None:
    shape = page.new_shape()
    for line in range(60):
        points = [(60 + 10 * x, 600 + 3 * line + chance.random() * 12) for x in range(47)]
        shape.draw_polyline(points)
        shape.finish(color=(chance.random(), chance.random(), 0.4), width=0.5)
    shape.commit()


def noise(seed: int) -> pymupdf.Pixmap:
    data = random.Random(seed).randbytes(300 * 140 * 3)
    return pymupdf.Pixmap(pymupdf.csRGB, 300, 140, data, False)


def add_to_archive(folder: str, path: str) -> None:
    """In a process of its own, so that the window's memory is that of a reader."""
    workbench = Workbench(Path(folder))
    report = workbench.archive.add([Path(path)], Job())
    assert not report.failed, report.failed
    workbench.close()


class Meter(QObject):
    """Memory, times of painting and gaps of the window's event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.process = psutil.Process()
        self.most = 0.0
        self.paints: list[float] = []
        self.gaps: list[float] = []
        self._beat = QTimer(self, interval=2, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._on_beat)
        self._memory = QTimer(self, interval=100)
        self._memory.timeout.connect(self.weigh)
        self._last = 0.0

    def begin(self) -> None:
        self.paints.clear()
        self.gaps.clear()
        self._last = time.perf_counter()
        self._beat.start()
        self._memory.start()

    def end(self, name: str) -> None:
        self._beat.stop()
        self._memory.stop()
        self.weigh()
        print(
            f"{name:24} paints {len(self.paints):6}  median {statistics.median(self.paints):5.1f} "
            f"worst {max(self.paints):5.1f} ms   event-loop gap median "
            f"{statistics.median(self.gaps):4.1f} p99 {_p99(self.gaps):5.1f} "
            f"worst {max(self.gaps):6.1f} ms   memory {self.rss():.0f} MB, most {self.most:.0f} MB"
        )

    def rss(self) -> float:
        return self.process.memory_info().rss / 1e6

    def weigh(self) -> None:
        self.most = max(self.most, self.rss())

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


def time_paints(meter: Meter) -> None:
    """Every painting of a page view is timed."""
    paint = PageView.paintEvent

    def timed(view: PageView, event: QPaintEvent) -> None:
        begun = time.perf_counter()
        paint(view, event)
        meter.paints.append((time.perf_counter() - begun) * 1000)

    page_view.PageView.paintEvent = timed  # type: ignore[method-assign]


def until(true: Callable[[], bool], patience: float = 120.0) -> None:
    begun = time.perf_counter()
    while not true():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)
        assert time.perf_counter() - begun < patience, "never came true"


def every(milliseconds: int, step: Callable[[], bool]) -> None:
    """Calls step in the window's loop until it says it is done."""
    loop = QEventLoop()
    timer = QTimer(interval=milliseconds, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: step() and loop.quit())
    timer.start()
    loop.exec()
    timer.stop()


def wheel_through(view: PageView) -> None:
    bar = view.verticalScrollBar()
    port = view.viewport()

    def step() -> bool:
        at = QPointF(port.rect().center())
        event = QWheelEvent(
            at,
            port.mapToGlobal(at),
            QPoint(0, -STEP_PX),
            QPoint(0, -STEP_PX),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(port, event)
        return bar.value() >= bar.maximum()

    every(STEP_MS, step)


def fling(view: PageView, there: bool, seconds: float) -> None:
    bar = view.verticalScrollBar()
    begun = time.perf_counter()
    bar.setSliderDown(True)

    def step() -> bool:
        share = min(1.0, (time.perf_counter() - begun) / seconds)
        bar.setSliderPosition(round(bar.maximum() * (share if there else 1 - share)))
        return share >= 1.0

    every(16, step)
    bar.setSliderDown(False)


def first_sharp(view: PageView, original: Path, pages: int) -> tuple[list[float], list[float]]:
    """Milliseconds to the first sharp page, ours and the peer's, for pages far apart."""
    ours, peers = [], []
    with pymupdf.open(original, filetype="pdf") as document:
        document[0].get_pixmap()
        for jump in range(JUMPS):
            page = 1 + (jump * 7919) % (pages - 1)
            until(lambda: view.settled)
            begun = time.perf_counter()
            view.show_page(page)
            until(lambda: not view._ask_later.isActive() and _is_sharp(view))
            ours.append((time.perf_counter() - begun) * 1000)
            scale = view._device_scale()
            begun = time.perf_counter()
            document[page - 1].get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
            peers.append((time.perf_counter() - begun) * 1000)
    return ours, peers


def _is_sharp(view: PageView) -> bool:
    page = view.current_page
    return all(key in view._loader.tiles for key in view._tiles(page, view._in_sight()))


def main(pages: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["WORKBENCH_HOME"] = str(Path(scratch) / "home")
        pdf, article = Path(scratch) / "annual-report.pdf", Path(scratch) / "article.txt"
        archive = Path(scratch) / "archive"
        article.write_text("The annual report is long.\n", encoding="utf-8")
        make_pdf(pdf, pages)
        context = multiprocessing.get_context("spawn")
        importing = context.Process(target=add_to_archive, args=(str(archive), str(pdf)))
        importing.start()
        importing.join()
        measure(archive, article, pages)


def measure(folder: Path, article: Path, pages: int) -> None:
    application = QApplication(sys.argv[:1])
    style.apply(application, "light")
    meter = Meter()
    time_paints(meter)
    workbench = Workbench(folder)
    window = MainWindow(workbench, Settings())
    window.resize(1920, 1080)
    window.show()
    collector = Collector(window)  # as the program has it
    window.opener.open_file(article)
    until(lambda: window.model.is_open)
    print(f"{'window without a source':24} memory {meter.rss():.0f} MB")
    source = workbench.archive.sources()[0]
    window.desk.source.open(source.sha256)
    until(lambda: window.desk.source.view is not None and not window.desk.source.busy)
    view = window.desk.source.view
    assert isinstance(view, PageView)
    print(
        f"{'source opened':24} memory {meter.rss():.0f} MB, {pages} pages, view {view.width()} px"
    )

    meter.begin()
    wheel_through(view)
    meter.end("wheel, 120 px a step")
    meter.begin()
    for there in (False, True, False):
        fling(view, there, 4.0)
    meter.end("scroll bar dragged")
    begun = time.perf_counter()
    until(lambda: view.settled)
    print(f"{'sharp after the drag':24} {(time.perf_counter() - begun) * 1000:.0f} ms")

    ours, peers = first_sharp(view, workbench.archive.original(source.sha256), pages)
    mine, peer = statistics.median(ours), statistics.median(peers)
    print(
        f"{'first sharp page':24} ours {mine:.0f} ms, in a child; PyMuPDF in the window's thread "
        f"{peer:.0f} ms; ratio {mine / peer:.2f} (medians of {len(ours)})"
    )
    children = [child.memory_info().rss / 1e6 for child in meter.process.children()]
    print(
        f"{'most memory':24} window {meter.most:.0f} MB; its largest child {max(children):.0f} MB"
    )
    collector.stop()
    window.close()
    workbench.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
