"""Exporting the memo: asked once where it goes, then one key; told in a quiet line."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from workbench.domain.errors import WorkbenchError
from workbench.i18n import _
from workbench.services import memos
from workbench.services.casework import Casework
from workbench.services.jobs import Job, Progress
from workbench.ui.case_model import CaseModel
from workbench.ui.dialogs import MemoDialog
from workbench.ui.notice import NoticeBar
from workbench.ui.opener import open_outside, show_in_folder
from workbench.ui.settings import Settings
from workbench.ui.tasks import Tasks


class MemoDesk(QObject):
    """Writes the memo of the open case."""

    def __init__(
        self,
        model: CaseModel,
        tasks: Tasks,
        notice: NoticeBar,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._model = model
        self._tasks = tasks
        self._notice = notice
        self._settings = settings
        self._window = window
        self._busy = False
        self._error: WorkbenchError | None = None

    @property
    def busy(self) -> bool:
        """True while a memo is being written."""
        return self._busy

    def ask(self) -> None:
        """Writes the memo to where it went last; asks the first time."""
        casework = self._model.casework
        if casework is None or self._busy:
            return
        known = self._settings.memo_of(casework.path)
        if known:
            self.write(known)
        else:
            self.ask_place()

    def ask_place(self) -> None:
        """Asks where the memo goes, and writes it there."""
        casework = self._model.casework
        if casework is None or self._busy:
            return
        known = self._settings.memo_of(casework.path)
        base = known[0].with_suffix("") if known else casework.path.with_suffix("")
        dialog = MemoDialog(self._window, base if known else Path(f"{base} memo"))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._settings.set_memo_of(casework.path, dialog.files)
            self.write(dialog.files)

    def write(self, files: list[Path]) -> None:
        """Writes the memo into these files, one after the other."""
        casework = self._model.casework
        if casework is None:
            return
        self._busy = True
        self._model.finish()
        self._tasks.run_job(
            lambda job: _write(casework, files, job),
            self._progress,
            self._done,
            self._failed,
            self._stopped,
        )

    def _progress(self, progress: Progress) -> None:
        if progress.text:
            self._notice.show_hint(progress.text)

    def _done(self, written: list[Path]) -> None:
        self._busy = False
        if self._error is not None:
            self._notice.withdraw(self._error)
            self._error = None
        first = written[0]
        names = ", ".join(path.name for path in written)
        self._notice.show_news(
            _("Memo written: {names}").format(names=names),
            [
                (_("Open"), lambda: open_outside(first)),
                (_("Show in folder"), lambda: show_in_folder(first)),
                (_("Other place…"), self.ask_place),
            ],
        )

    def _failed(self, error: WorkbenchError) -> None:
        self._busy = False
        self._error = error
        self._notice.show_error(error)

    def _stopped(self) -> None:
        self._busy = False


def _write(casework: Casework, files: list[Path], job: Job) -> list[Path]:
    """The memo in every form; the files people open, not the clips beside them."""
    for path in files:
        memos.export(casework, path, job)
    return files
