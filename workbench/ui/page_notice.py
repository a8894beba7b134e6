"""A quiet line over a page whose words cannot be trusted, or that has none: OCR is offered."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from workbench.domain.errors import WorkbenchError
from workbench.domain.source import Page, Source
from workbench.i18n import _, ngettext
from workbench.services.archive import Archive
from workbench.services.jobs import Progress
from workbench.services.recognition import OcrReport
from workbench.ui.style import theme
from workbench.ui.tasks import Handle, Tasks

_AFTER_SCROLL_MS = 150


class PageNotice(QFrame):
    """Looks at each page as it comes into sight; a page with good words shows nothing."""

    looked = Signal(object)
    readAnew = Signal(str)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageNotice")
        self._tasks = tasks
        self._archive: Archive | None = None
        self._source: Source | None = None
        self._page = 0
        self._looking: Handle | None = None
        self._ocr: Handle | None = None
        self._ocr_of = ""
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setMaximumWidth(140)
        self._progress.setAccessibleName(_("Progress of the text recognition"))
        self._read = QPushButton(_("Read with &OCR"))
        self._read.setToolTip(
            _("Recognises the words of this document's pages on this machine; takes a while")
        )
        self._stop = QPushButton(_("Stop"))
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(8)
        line.addWidget(self._text, 1)
        for widget in (self._progress, self._read, self._stop):
            line.addWidget(widget)
        self._read.clicked.connect(self.read_with_ocr)
        self._stop.clicked.connect(self.stop_ocr)
        self._later = QTimer(self, singleShot=True, interval=_AFTER_SCROLL_MS)
        self._later.timeout.connect(self._look)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty where nothing is."""
        return self._text.text() if not self.isHidden() else ""

    @property
    def button(self) -> QPushButton:
        """Starts the text recognition."""
        return self._read

    @property
    def busy(self) -> bool:
        """True while a page is being looked at."""
        return self._later.isActive() or self._looking is not None

    @property
    def can_read(self) -> bool:
        """True where the source shown could be read with OCR now."""
        return self._source is not None and self._source.is_paged and self._ocr is None

    def use(self, archive: Archive | None, source: Source | None) -> None:
        """Looks at the pages of another source; a reading under way goes on."""
        self._drop_look()
        self._archive, self._source, self._page = archive, source, 0
        self._say("")

    def look_at(self, page: int) -> None:
        """Looks at a page, as soon as scrolling rests."""
        if self._source is None or page == self._page:
            return
        self._page = page
        self._later.start()

    def look_again(self) -> None:
        """The page may have other words now."""
        page, self._page = self._page, 0
        self.look_at(page)

    def read_with_ocr(self) -> None:
        """Reads the pages of the source that need it, in a task that can be stopped."""
        archive, source = self._archive, self._source
        if archive is None or source is None or self._ocr is not None:
            return
        sha256 = source.sha256
        self._ocr_of = sha256
        self._progress.setRange(0, 0)
        self._ocr = self._tasks.run_job(
            lambda job: archive.read_with_ocr(sha256, job),
            self._progressed,
            self._ocr_done,
            self._ocr_failed,
            self._ocr_over,
        )
        self._say(_("The words of this document are being recognised …"))

    def stop_ocr(self) -> None:
        """Asks the reading to stop; what is done stays."""
        if self._ocr is not None:
            self._ocr.stop()

    def stop(self) -> None:
        """Drops everything under way; for the end."""
        self._drop_look()
        if self._ocr is not None:
            self._ocr.cancel()
            self._ocr = None

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        colours = theme()
        self.setStyleSheet(
            f"#pageNotice {{ background: {colours.open_ground};"
            f" border: 0; border-bottom: 1px solid {colours.rule}; }}"
        )

    def _drop_look(self) -> None:
        self._later.stop()
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _look(self) -> None:
        archive, source, number = self._archive, self._source, self._page
        if archive is None or source is None or not number:
            return
        if self._looking is not None:
            self._looking.cancel()

        def failed(_error: WorkbenchError) -> None:
            self._looking = None  # the view tells of a page that cannot be read

        sha256 = source.sha256
        self._looking = self._tasks.run(
            lambda: archive.page(sha256, number), self._looked, failed, owner=self
        )

    def _looked(self, page: Page) -> None:
        self._looking = None
        self.looked.emit(page)
        self._say(self._words_for(page))

    def _words_for(self, page: Page) -> str:
        if self._source is None or not self._source.is_paged:
            return ""
        if self._ocr is not None and self._ocr_of == self._source.sha256:
            return _("The words of this document are being recognised …")
        if not page.text.strip():
            if page.origin == "ocr":
                return ""  # OCR has been here and found no words: there are none
            return _("This page is a picture without text.")
        return "" if page.reliable else _("The text of this page is not reliable.")

    def _say(self, text: str) -> None:
        running = self._ocr is not None
        self._text.setText(text)
        self._progress.setVisible(running)
        self._stop.setVisible(running)
        self._read.setVisible(not running)
        self.setVisible(bool(text))
        self.setAccessibleName(text)
        self.retheme()

    def _progressed(self, now: Progress) -> None:
        self._progress.setRange(0, now.total)
        self._progress.setValue(now.done)

    def _ocr_done(self, report: OcrReport) -> None:
        self._ocr_over()
        self.told.emit(_ocr_words(report))
        if report.pages:
            self.readAnew.emit(report.source)

    def _ocr_failed(self, error: WorkbenchError) -> None:
        self._ocr_over()
        self.failed.emit(error)

    def _ocr_over(self) -> None:
        self._ocr = None
        self._say("")
        self.look_again()


def _ocr_words(report: OcrReport) -> str:
    """What the text recognition did, in a sentence or two."""
    count, failed = len(report.pages), len(report.failed)
    told = ngettext(
        "The words of {count} page were recognised.",
        "The words of {count} pages were recognised.",
        count,
    ).format(count=count)
    if not failed:
        return told
    first = report.failed[0]
    lost = ngettext("{count} page failed: {reason}", "{count} pages failed: {reason}", failed)
    return f"{told} {lost.format(count=failed, reason=first.reason)}"
