"""A new draft of the article: read it, look over what it does to the claims, take it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMessageBox

from workbench.domain.article import Article
from workbench.domain.case import Changes
from workbench.domain.claim import Claim
from workbench.domain.errors import WorkbenchError
from workbench.domain.revision import RevisionPlan
from workbench.i18n import _, ngettext
from workbench.services.casework import Casework
from workbench.services.jobs import Job, Progress
from workbench.services.reading import read_article, read_pasted
from workbench.services.revisions import plan_revision
from workbench.ui import dialogs
from workbench.ui.draft_review import DraftReview
from workbench.ui.drafts_window import DraftsWindow
from workbench.ui.opener import is_case
from workbench.ui.tasks import Handle

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow

_QUIET_MS = 600

Read = Callable[[], tuple[Article, bytes]]


@dataclass(frozen=True, slots=True)
class _Planned:
    """A draft as read, and what it would do."""

    plan: RevisionPlan
    article: Article
    original: bytes


class DraftDesk(QObject):
    """Everything about drafts that is not in the columns."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._model = window.model
        self._tasks = window.tasks
        self._notice = window.notice
        self._opener = window.opener
        self._planned: _Planned | None = None
        self._handle: Handle | None = None
        self._taking = False
        self.compared = DraftsWindow(self._model, window)
        self.review = DraftReview(self._model, window)
        self.review.taken.connect(self._take)
        self.compared.claimChosen.connect(window.desk.choose_claim)
        window.desk.claim.draftsRequested.connect(self.show_drafts)
        window.desk.article.draftsRequested.connect(self.show_drafts)
        window.top.draftsRequested.connect(self.show_drafts)
        self._patience = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._patience.timeout.connect(self._say_reading)
        self._model.opened.connect(self._case_opened)
        self._model.changed.connect(self._after)
        self._model.failed.connect(self._not_taken)

    @property
    def busy(self) -> bool:
        """True while a draft is being read."""
        return self._handle is not None and self._handle.active

    def has_drafts(self) -> bool:
        """True where there is more than one draft."""
        return len(self._model.drafts) > 1

    def ask(self) -> None:
        """Asks for the file of a new draft."""
        path = dialogs.ask_draft(self._window, self._opener.folder)
        if path is not None:
            self.read_file(path)

    def ask_paste(self) -> None:
        """Asks for the words of a new draft."""
        dialog = dialogs.PasteDialog(self._window, is_draft=True)
        wanted, text, name = dialog.exec(), dialog.text, dialog.name
        dialog.deleteLater()
        if wanted:
            self._read(lambda: read_pasted(text, name))

    def read_file(self, path: Path) -> None:
        """Reads a draft from a file and shows what it would do."""
        self._read(lambda: read_article(path))

    def dropped(self, path: Path) -> None:
        """An article was dropped: a draft of the open story, or another one?"""
        if not self._model.is_open or is_case(path):
            self._opener.open_file(path)
            return
        box = QMessageBox(self._window)
        box.setWindowTitle(_("An article"))
        box.setText(_("“{name}”: a new draft of this story, or a new case?").format(name=path.name))
        draft = box.addButton(_("New &draft of this story"), QMessageBox.ButtonRole.AcceptRole)
        case = box.addButton(_("New &case"), QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(draft)

        def answered() -> None:
            if box.clickedButton() is draft:
                self.read_file(path)
            elif box.clickedButton() is case:
                self._opener.open_file(path)
            box.deleteLater()

        box.finished.connect(lambda _result: answered())
        box.open()

    def show_drafts(self, claim_id: str = "") -> None:
        """Shows both drafts side by side, at a claim."""
        claim: Claim | None = self._model.case.claims.get(claim_id) or self._model.current
        self.compared.show_drafts(claim)

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self.compared.retheme()
        self.review.retheme()

    def close(self) -> None:
        """Shuts the windows."""
        self.compared.close()
        self.review.close()

    def _read(self, read: Read) -> None:
        casework = self._model.casework
        if casework is None:
            return
        if self._handle is not None:
            self._handle.cancel()
        self._model.finish()
        self._patience.start()
        self._handle = self._tasks.run_job(
            lambda job: _plan(casework, read, job),
            self._progress,
            self._arrived,
            self._broken,
            self._patience.stop,
        )

    def _progress(self, progress: Progress) -> None:
        """Nothing to show in parts: a draft is read in a second."""
        del progress

    def _say_reading(self) -> None:
        self._notice.show_hint(_("Reading the draft …"), [(_("Cancel"), self._cancel)])

    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._patience.stop()
        self._notice.clear()

    def _arrived(self, planned: _Planned) -> None:
        self._patience.stop()
        if not self._model.is_open:
            return
        self._planned = planned
        self.review.take.setEnabled(True)
        self.review.show_plan(planned.plan)
        self.review.show()
        self.review.raise_()
        self.review.activateWindow()

    def _broken(self, error: WorkbenchError) -> None:
        self._patience.stop()
        self._notice.show_error(error)

    def _take(self) -> None:
        planned = self._planned
        if planned is not None:
            self._taking = True
            self._planned = None
            self._window.activateWindow()
            self._model.revise(planned.plan, planned.article, planned.original)

    def _not_taken(self, error: WorkbenchError) -> None:
        del error
        self._taking = False

    def _case_opened(self) -> None:
        self._planned, self._taking = None, False
        self.review.hide()

    def _after(self, changes: Changes) -> None:
        if self._taking and changes.touch("articles"):
            self._taking = False
            self._tell_taken()
        elif self._planned is not None and self.review.isVisible():
            planned = self._planned  # the case changed meanwhile: what was planned holds no more
            self._read(lambda: (planned.article, planned.original))

    def _tell_taken(self) -> None:
        claims = self._model.case.standing_claims
        reopened = sum(claim.rewritten for claim in claims)
        drafts = len(self._model.drafts)
        text = _("Draft {number} is taken.").format(number=drafts)
        if reopened:
            again = ngettext(
                "{count} claim is to be judged again; O goes there.",
                "{count} claims are to be judged again; O goes to them.",
                reopened,
            ).format(count=reopened)
            text = f"{text} {again}"
        self._notice.show_news(
            text, [(_("Both drafts"), self.show_drafts), (_("Undo"), self._model.undo)]
        )


def _plan(casework: Casework, read: Read, job: Job) -> _Planned:
    """Reads a draft and plans it, off the window's thread."""
    job.report(0, 2)
    article, original = read()
    job.report(1, 2)
    return _Planned(plan_revision(casework, article), article, original)
