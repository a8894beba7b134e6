"""Opening: an article becomes a case, a case is taken up again, the sample is made."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from workbench.domain.article import Article
from workbench.domain.errors import FolderReadOnly, WorkbenchError
from workbench.i18n import _
from workbench.services.casework import Casework
from workbench.services.reading import read_article, read_pasted
from workbench.services.workbench import CASE_SUFFIX, Workbench
from workbench.ui import dialogs
from workbench.ui.case_model import CaseModel
from workbench.ui.notice import NoticeBar
from workbench.ui.settings import Settings
from workbench.ui.tasks import Tasks

_UNWANTED = '<>:"/\\|?*\n\r\t'


class Opener(QObject):
    """Reads in a thread, puts the case into the model, tells the window which archive is in use."""

    archiveChanged = Signal()
    archiveLeft = Signal()
    caseOpened = Signal()

    def __init__(
        self,
        workbench: Workbench,
        model: CaseModel,
        tasks: Tasks,
        notice: NoticeBar,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workbench = workbench
        self._model = model
        self._tasks = tasks
        self._notice = notice
        self._settings = settings
        self._window = window
        self._own_archive = workbench.archive.folder
        self._busy = False

    @property
    def busy(self) -> bool:
        """True while something is being opened."""
        return self._busy

    def ask_article(self) -> None:
        """Asks for an article and makes a case of it."""
        path = dialogs.ask_article(self._window)
        if path is not None:
            self.open_article(path)

    def ask_case(self) -> None:
        """Asks for a case and opens it."""
        path = dialogs.ask_case(self._window)
        if path is not None:
            self.open_case(path)

    def ask_paste(self) -> None:
        """Asks for the words of an article and makes a case of them."""
        dialog = dialogs.PasteDialog(self._window)
        if dialog.exec():
            text, name = dialog.text, dialog.name
            self._make_case(lambda: read_pasted(text, name), _documents())

    def open_file(self, path: Path) -> None:
        """Opens whatever the file is, an article or a case."""
        if path.suffix.lower() == CASE_SUFFIX:
            self.open_case(path)
        else:
            self.open_article(path)

    def open_article(self, path: Path) -> None:
        """Makes a case of an article; the case lies beside it."""
        self._make_case(lambda: read_article(path), path.absolute().parent, path.stem)

    def open_case(self, path: Path) -> None:
        """Takes up a case; an archive that lies beside it is taken with it."""
        casework = self._model.casework
        if casework is not None and casework.path.absolute() == path.absolute():
            self._notice.show_hint(_("This case is open already."))
            return
        self._resume(path)

    def open_sample(self) -> None:
        """Opens the sample, made at the first time."""
        self._notice.show_hint(_("Preparing the sample …"))

        def work() -> Casework:
            return _warmed(self._workbench.open_case(self._workbench.sample()))

        self._leave_archive()
        self._start(work, None)

    def close_case(self) -> None:
        """Closes the case; all its steps are on disk."""
        self._model.finish()
        casework = self._model.casework
        self._model.set_casework(None)
        if casework is not None:
            casework.close()

    def _make_case(
        self, read: Callable[[], tuple[Article, bytes]], folder: Path, stem: str = ""
    ) -> None:
        def work() -> Casework:
            self._workbench.use_archive(self._own_archive)
            article, original = read()
            stem_of_case = stem or article.title or article.name
            try:
                place = _free_place(folder, stem_of_case)
                return _warmed(self._workbench.new_case(article, original, place))
            except FolderReadOnly:
                place = _free_place(_documents(), stem_of_case)
                return _warmed(self._workbench.new_case(article, original, place))

        def made(casework: Casework) -> None:
            self._taken(casework)
            text = _("The case is kept in {path}. There is no need to save.")
            offer = (_("Show in folder"), lambda: show_in_folder(casework.path))
            self._notice.show_news(text.format(path=casework.path), [offer])

        self._start(work, self._own_archive, made)

    def _start(
        self,
        work: Callable[[], Casework],
        folder: Path | None,
        done: Callable[[Casework], None] | None = None,
    ) -> None:
        if self._busy:
            return
        self._busy = True
        if folder is not None and folder.absolute() != self._workbench.archive.folder.absolute():
            self._leave_archive()
        before = self._model.casework
        # The case in hand is closed first: it may be the very file that is wanted.
        self.close_case()

        def failed(error: WorkbenchError) -> None:
            self._failed(error, before.path if before else None)

        self._tasks.run(work, done or self._taken, failed, owner=self)

    def _resume(self, path: Path, done: Callable[[Casework], None] | None = None) -> None:
        beside = path.absolute().parent / "archive"
        own = not (beside / "catalogue.db").is_file()
        folder = self._own_archive if own else beside

        def work() -> Casework:
            self._workbench.use_archive(folder)
            return _warmed(self._workbench.open_case(path))

        self._start(work, folder, done)

    def _taken(self, casework: Casework) -> None:
        self._busy = False
        self._notice.hide()
        self._settings.add_recent(casework.path.absolute())
        self.archiveChanged.emit()
        self._model.set_casework(casework)
        self.caseOpened.emit()

    def _failed(self, error: WorkbenchError, before: Path | None) -> None:
        """Says what went wrong, and takes the case up again that was open before."""
        self._busy = False
        self.archiveChanged.emit()
        self._notice.show_error(error)
        if before is not None:

            def back(casework: Casework) -> None:
                self._taken(casework)
                self._notice.show_error(error)

            self._resume(before, back)

    def _leave_archive(self) -> None:
        """Whoever reads from the archive lets go of it before it is closed."""
        self.archiveLeft.emit()


def show_in_folder(path: Path) -> None:
    """Opens the folder a file lies in."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute().parent)))


def open_outside(path: Path) -> None:
    """Opens a file with the program the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute())))


def _warmed(casework: Casework) -> Casework:
    """Finds the sentences here, off the window's thread."""
    casework.coverage()
    return casework


def _documents() -> Path:
    """The user's folder for documents."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place)


def _free_place(folder: Path, stem: str) -> Path:
    """A file name of that stem which is not taken."""
    plain = "".join(" " if char in _UNWANTED else char for char in stem)
    name = " ".join(plain.split())[:80].strip(". ") or _("case")
    number = 1
    while True:
        suffix = f" {number}" if number > 1 else ""
        place = folder / f"{name}{suffix}{CASE_SUFFIX}"
        if not place.exists():
            return place
        number += 1
