"""Checking evidence in the window: what moved is listed, accepted, repaired with selected words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.domain.case import Changes
from workbench.domain.claim import Claim
from workbench.domain.deep_link import DeepLink
from workbench.domain.locator import AnchorState
from workbench.i18n import _
from workbench.ui.recheck_rows import RecheckRow
from workbench.ui.recheck_window import RecheckWindow

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow


class CheckDesk(QObject):
    """Joins the evidence check with the columns."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._model = window.model
        self._notice = window.notice
        self._desk = window.desk
        self.window = RecheckWindow(
            window.model, window.tasks, window.desk.source.selection, window
        )
        self.window.placeRequested.connect(self._go)
        self.window.hint.connect(window.notice.show_hint)
        self.window.failed.connect(window.notice.show_error)
        window.desk.claim.repairRequested.connect(self._repair)
        window.model.changed.connect(self._tell_reopened)

    def start(self) -> None:
        """Looks at all evidence again, and lists what does not stand where it stood."""
        self.window.start()

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self.window.retheme()

    def close(self) -> None:
        """Shuts the window."""
        self.window.close()

    def _go(self, row: RecheckRow) -> None:
        found, place = row.report.found, row.evidence.locator
        self._desk.choose_claim(row.evidence.claim)
        if found.state is AnchorState.LOST and row.is_missing:
            self._notice.show_hint(row.report.reason)
            return
        if found.state is AnchorState.LOST:
            link = DeepLink(place.source, place.page, place.start, place.end)
        else:
            link = DeepLink(row.report.source, found.page, found.start, found.end)
        self._desk.open_link(link)

    def _tell_reopened(self, changes: Changes) -> None:
        """A verdict that went with the words it rested on is never taken back unsaid."""
        if not changes.touch("evidence"):
            return
        numbers = [
            str(change.after.number)
            for change in changes.changes
            if isinstance(change.before, Claim)
            and isinstance(change.after, Claim)
            and change.before.verdict
            and not change.after.verdict
        ]
        if numbers:
            said = _("Claim {numbers} is to be judged again: its evidence says other words now.")
            self._notice.show_hint(said.format(numbers=", ".join(numbers)))

    def _repair(self, evidence_id: str) -> None:
        passage = self._desk.source.selection()
        if passage is None:
            self._notice.show_hint(
                _("Select the right words in the source first, then press Repair.")
            )
        else:
            self._model.relink_evidence(evidence_id, passage)
            self._desk.source.clear_selection()
