"""Opening: an article becomes a case, a case is taken up again, the sample is made."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from workbench.adapters.files import speaking
from workbench.adapters.paths import data_folder
from workbench.domain.article import Article
from workbench.domain.case import Problem
from workbench.domain.errors import FolderReadOnly, WorkbenchError
from workbench.i18n import _, ngettext
from workbench.services.casework import Casework
from workbench.services.reading import read_article, read_pasted
from workbench.services.workbench import CASE_SUFFIX, Workbench
from workbench.ui import dialogs
from workbench.ui.case_model import CaseModel
from workbench.ui.notice import NoticeBar
from workbench.ui.settings import Settings
from workbench.ui.tasks import Tasks

_UNWANTED = '<>:"/\\|?*\n\r\t'
_SQLITE = b"SQLite format 3\0"  # a case starts so, whatever its name ends in


@dataclass(frozen=True, slots=True)
class _Opened:
    """A case just opened, and what the audit of its file found."""

    casework: Casework
    problems: Sequence[Problem] = ()


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

    @property
    def folder(self) -> Path:
        """Where one looks for files: beside the open case, or where the last one was."""
        casework = self._model.casework
        if casework is not None:
            return casework.path.absolute().parent
        return self._settings.folder or _documents()

    def ask_file(self) -> None:
        """Asks for an article or a case and opens it."""
        self._open_asked(dialogs.ask_file(self._window, self.folder))

    def ask_article(self) -> None:
        """Asks for an article and makes a case of it."""
        self._open_asked(dialogs.ask_article(self._window, self.folder))

    def ask_case(self) -> None:
        """Asks for a case and opens it."""
        self._open_asked(dialogs.ask_case(self._window, self.folder))

    def ask_paste(self) -> None:
        """Asks for the words of an article and makes a case of them."""
        self._paste(dialogs.PasteDialog(self._window))

    def open_file(self, path: Path) -> None:
        """Opens whatever the file is, an article or a case."""
        if is_case(path):
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

        def work() -> _Opened:
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

    def _open_asked(self, path: Path | None) -> None:
        if path is not None:
            self._settings.folder = path.absolute().parent
            self.open_file(path)

    def _paste(self, dialog: dialogs.PasteDialog) -> None:
        """Makes a case of pasted words; where that fails the words are there again."""
        wanted = dialog.exec()
        text, name = dialog.text, dialog.name
        dialog.deleteLater()
        if not wanted:
            return

        def again(error: WorkbenchError) -> None:
            self._paste(dialogs.PasteDialog(self._window, text, name, str(error)))

        if self._busy:
            busy = _("Another file is still being opened.")
            again(WorkbenchError(busy, _("Try again in a moment.")))
        else:
            self._make_case(lambda: read_pasted(text, name), None, lost=again)

    def _make_case(
        self,
        read: Callable[[], tuple[Article, bytes]],
        folder: Path | None,
        stem: str = "",
        lost: Callable[[WorkbenchError], None] | None = None,
    ) -> None:
        """Makes a case in a folder, or in the one for cases; lost hears why there is none."""

        def work() -> _Opened:
            self._workbench.use_archive(self._own_archive)
            article, original = read()
            stem_of_case = stem or article.title or article.name
            try:
                place = _free_place(folder or _made_documents(), stem_of_case)
                return _warmed(self._workbench.new_case(article, original, place))
            except FolderReadOnly:
                place = _free_place(_made_documents(), stem_of_case)
                return _warmed(self._workbench.new_case(article, original, place))

        def made(opened: _Opened) -> None:
            path = opened.casework.path
            self._taken(opened)
            text = _("The case is kept in {path}. There is no need to save.")
            offer = (_("Show in folder"), lambda: show_in_folder(path))
            self._notice.show_news(text.format(path=path), [offer])

        self._start(work, self._own_archive, made, lost)

    def _start(
        self,
        work: Callable[[], _Opened],
        folder: Path | None,
        done: Callable[[_Opened], None] | None = None,
        lost: Callable[[WorkbenchError], None] | None = None,
    ) -> None:
        if self._busy:
            self._notice.show_hint(_("Another file is still being opened."))
            return
        self._busy = True
        if folder is not None and folder.absolute() != self._workbench.archive.folder.absolute():
            self._leave_archive()
        before = self._model.casework
        # The case in hand is closed first: it may be the very file that is wanted.
        self.close_case()

        def failed(error: WorkbenchError) -> None:
            self._failed(error, before.path if before else None, lost)

        self._tasks.run(work, done or self._taken, failed, owner=self)

    def _resume(
        self,
        path: Path,
        done: Callable[[_Opened], None] | None = None,
        lost: Callable[[WorkbenchError], None] | None = None,
    ) -> None:
        beside = path.absolute().parent / "archive"
        own = not (beside / "catalogue.db").is_file()
        folder = self._own_archive if own else beside

        def work() -> _Opened:
            self._workbench.use_archive(folder)
            return _warmed(self._workbench.open_case(path))

        self._start(work, folder, done, lost)

    def _taken(self, opened: _Opened) -> None:
        self._busy = False
        self._notice.clear()
        path = opened.casework.path.absolute()
        self._settings.add_recent(path)
        self._settings.folder = path.parent
        self.archiveChanged.emit()
        self._model.set_casework(opened.casework)
        self.caseOpened.emit()
        if opened.problems:
            self._notice.show_error(_tampered(opened.problems))

    def _failed(
        self,
        error: WorkbenchError,
        before: Path | None,
        lost: Callable[[WorkbenchError], None] | None,
    ) -> None:
        """Says what went wrong, and takes the case up again that was open before."""
        self._busy = False
        self.archiveChanged.emit()
        self._notice.show_error(error)
        if before is not None:

            def back(opened: _Opened) -> None:
                self._taken(opened)
                self._notice.show_error(error)
                if lost is not None:
                    lost(error)

            self._resume(before, back, lost)
        elif lost is not None:
            lost(error)

    def _leave_archive(self) -> None:
        """Whoever reads from the archive lets go of it before it is closed."""
        self.archiveLeft.emit()


def show_in_folder(path: Path) -> None:
    """Opens the folder a file lies in."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute().parent)))


def open_outside(path: Path) -> None:
    """Opens a file with the program the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.absolute())))


def _warmed(casework: Casework) -> _Opened:
    """Finds the sentences and checks the file here, off the window's thread."""
    try:
        casework.coverage()
        return _Opened(casework, casework.problems())
    except WorkbenchError:
        casework.close()
        raise


def _tampered(problems: Sequence[Problem]) -> WorkbenchError:
    """What the window says of a case file that is not as it was written."""
    message = problems[0].message
    more = len(problems) - 1
    if more:
        message = ngettext(
            "{message} There is {count} more problem.",
            "{message} There are {count} more problems.",
            more,
        ).format(message=message, count=more)
    return WorkbenchError(message, _("Run “workbench verify”, and restore the case from a copy."))


def is_case(path: Path) -> bool:
    """True where the file is a case, and not an article."""
    return path.suffix.lower() == CASE_SUFFIX or _is_database(path)


def _is_database(path: Path) -> bool:
    """True where the file starts as a case does."""
    try:
        if not path.is_file():  # a pipe would never end
            return False
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False  # whoever reads it says what is wrong


def _documents() -> Path:
    """The user's folder for documents; that of a portable installation lies with its data."""
    if os.environ.get("WORKBENCH_HOME"):
        return data_folder() / "cases"
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place else Path.home()


def _made_documents() -> Path:
    folder = _documents()
    with speaking(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


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
