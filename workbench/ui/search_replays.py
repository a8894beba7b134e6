"""Recorded searches run again when the archive has grown; what is new is told with a way to it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from workbench.domain.case import Changes
from workbench.domain.claim import Claim
from workbench.domain.errors import WorkbenchError
from workbench.i18n import _, ngettext
from workbench.services.searches import Replay, look_again
from workbench.ui.tasks import Handle
from workbench.ui.words import quoted

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow

_SETTLED_MS = 700  # an import tells of every change; one look after the last of them is enough


class SearchReplays(QObject):
    """Looks again beside the window; only what was found is written, as one step."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._model = window.model
        self._looking: Handle | None = None
        self._new: list[Replay] = []
        self._timer = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._timer.timeout.connect(self._look)
        window.archive_window.archiveChanged.connect(self._timer.start)
        self._model.opened.connect(self._opened)
        self._model.changed.connect(self._after)

    def _opened(self) -> None:
        self._new = []
        if self._model.is_open:
            self._timer.start()  # the archive may have grown while the case was shut

    def _look(self) -> None:
        casework = self._model.casework
        if casework is None or casework.archive is None or not casework.case.searches:
            return
        if self._window.archive_window.importing:
            self._timer.start()
            return
        if self._looking is not None:
            self._looking.cancel()
        archive = casework.archive

        def looked(replays: list[Replay]) -> None:
            self._looking = None
            if casework is self._model.casework and replays:
                self._new = [replay for replay in replays if replay.new]
                self._model.take_replays(replays)

        def failed(error: WorkbenchError) -> None:
            self._looking = None
            self._window.notice.show_error(error)

        self._looking = self._window.tasks.run(
            lambda: look_again(casework, archive), looked, failed, owner=self
        )

    def _after(self, changes: Changes) -> None:
        if not self._new or not changes.touch("searches"):
            return
        replays, self._new = self._new, []
        reopened = {
            change.after.id
            for change in changes.changes
            if isinstance(change.before, Claim)
            and isinstance(change.after, Claim)
            and change.before.verdict
            and not change.after.verdict
        }
        told = [self._words(replay, reopened) for replay in replays]
        if len(told) > 2:
            rest = ngettext("{count} more search", "{count} more searches", len(told) - 2)
            told = [*told[:2], rest.format(count=len(told) - 2)]
        offer = _("Show them"), lambda: self._show(replays[0])
        notice = self._window.notice
        (notice.show_warning if reopened else notice.show_news)("; ".join(told), [offer])

    def _words(self, replay: Replay, reopened: set[str]) -> str:
        count = len(replay.new)
        told = ngettext(
            "{count} new hit for {query}", "{count} new hits for {query}", count
        ).format(count=count, query=quoted(replay.record.query))
        claim = self._model.case.claims.get(replay.record.claim)
        if claim is None:
            return told
        where = _("claim {number} reopened") if claim.id in reopened else _("claim {number}")
        return f"{told}: {where.format(number=claim.number)}"

    def _show(self, replay: Replay) -> None:
        if replay.record.claim in self._model.case.claims:
            self._window.desk.choose_claim(replay.record.claim)
        self._window.searches.ask(replay.record, replay.new)
