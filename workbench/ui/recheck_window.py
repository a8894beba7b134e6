"""Check evidence: every passage looked at again, and one key to accept or repair."""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.case import Changes
from workbench.domain.errors import WorkbenchError
from workbench.domain.evidence import Evidence
from workbench.domain.locator import AnchorState
from workbench.i18n import _, ngettext
from workbench.services.casework import Passage
from workbench.services.jobs import Progress
from workbench.services.rechecking import AnchorReport, check_evidence
from workbench.ui.bars import header_bar
from workbench.ui.case_model import CaseModel
from workbench.ui.recheck_detail import RecheckDetail
from workbench.ui.recheck_rows import ROW, RecheckDelegate, RecheckRow
from workbench.ui.style import reading_font, small_font, ui_font
from workbench.ui.tasks import Handle, Tasks
from workbench.ui.words import anchor_word


class RecheckWindow(QWidget):
    """Lists what does not stand where it stood. Return opens, A accepts, P repairs."""

    placeRequested = Signal(object)
    hint = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        model: CaseModel,
        tasks: Tasks,
        selection: Callable[[], Passage | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._model = model
        self._tasks = tasks
        self._selection = selection
        self._handle: Handle | None = None
        self._reports: list[AnchorReport] = []
        self._is_known = False
        self._is_stale = False
        self.setWindowTitle(_("Evidence check"))
        self._summary = QLabel()
        self._summary.setFont(ui_font(13, strong=True))
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setMaximumWidth(220)
        self._progress.setAccessibleName(_("Progress of the check"))
        self._cancel = QPushButton(_("Cancel"))
        self._cancel.clicked.connect(self.cancel)
        self._restart = QPushButton(_("Check again"))
        self._restart.clicked.connect(self.check)
        self.rows = self._make_list()
        self.detail = RecheckDetail()
        self._all_moved = QPushButton()
        self._all_moved.clicked.connect(self.accept_moved)
        self._lay_out()
        self._connect()

    @property
    def summary(self) -> str:
        """What the check found, in one line."""
        return self._summary.text()

    @property
    def busy(self) -> bool:
        """True while a check runs or is about to."""
        return self._model.looking or self._is_running

    @property
    def _is_running(self) -> bool:
        return self._handle is not None and self._handle.active

    @property
    def shown(self) -> list[RecheckRow]:
        """The rows, in the order of the claims."""
        return [self.rows.item(at).data(ROW) for at in range(self.rows.count())]

    def sizeHint(self) -> QSize:
        """Room for a list and a passage below it."""
        return QSize(820, 620)

    def start(self) -> None:
        """Shows the window and looks at everything again."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.rows.setFocus()
        self.check()

    def check(self) -> None:
        """Looks at every passage again, in a thread."""
        casework = self._model.casework
        if casework is None:
            return
        if self._is_running:
            self._is_stale = True
            return
        self._is_stale = False
        self._show_running(True)
        self._handle = self._tasks.run_job(
            lambda job: check_evidence(casework, job),
            self._tell_progress,
            self._arrived,
            self._broken,
            self._stopped,
        )

    def cancel(self) -> None:
        """Stops the check; what was known before stays."""
        if self._handle is not None:
            self._handle.stop()

    def accept(self) -> None:
        """Takes the found places of the chosen rows for theirs, in one step."""
        reports = [row.report for row in self._chosen() if row.state is not AnchorState.LOST]
        if reports:
            self._model.accept_anchors(reports)
        else:
            self.hint.emit(_("Lost passages have no place to accept; repair them with P."))

    def accept_moved(self) -> None:
        """Takes the new place of everything that only moved."""
        moved = [row.report for row in self.shown if row.state is AnchorState.MOVED]
        if moved:
            self._model.accept_anchors(moved)

    def repair(self) -> None:
        """Points the passage of the current row at the words selected in the source."""
        row = self._current()
        passage = self._selection()
        if row is None:
            return
        if passage is None:
            self.hint.emit(_("Select the right words in the source first, then press P."))
            return
        self._model.relink_evidence(row.evidence.id, passage)

    def open_row(self) -> None:
        """Goes to where the passage was found, or to where it was."""
        row = self._current()
        if row is not None:
            self.placeRequested.emit(row)

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self.rows.viewport().update()
        self.detail.retheme()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list."""
        acts = {
            Qt.Key.Key_A: self.accept,
            Qt.Key.Key_P: self.repair,
            Qt.Key.Key_Return: self.open_row,
            Qt.Key.Key_Enter: self.open_row,
            Qt.Key.Key_Escape: self.close,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            act()
        elif event.key() == Qt.Key.Key_Z and event.modifiers() == _CONTROL:
            self._model.undo()
        else:
            super().keyPressEvent(event)

    def _make_list(self) -> QListWidget:
        rows = _Rows()
        rows.setAccessibleName(_("Passages that do not stand where they stood"))
        rows.setItemDelegate(RecheckDelegate(rows))
        rows.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        return rows

    def _lay_out(self) -> None:
        header, row = header_bar()
        row.addWidget(self._summary, 1)
        for part in (self._progress, self._cancel, self._restart):
            row.addWidget(part)
        footer = QFrame()
        footer.setProperty("box", "footer")
        low = QHBoxLayout(footer)
        low.setContentsMargins(14, 8, 14, 8)
        keys = QLabel(_("Return opens · A accepts · P repairs with the words selected · Ctrl+Z"))
        keys.setProperty("soft", True)
        keys.setFont(small_font())
        low.addWidget(keys, 1)
        low.addWidget(self._all_moved)
        self._body = QStackedWidget()
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.rows, 1)
        column.addWidget(self.detail)
        self._body.addWidget(listed)
        self._body.addWidget(self._make_empty())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(header)
        outer.addWidget(self._body, 1)
        outer.addWidget(footer)

    def _make_empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self._empty = QLabel()
        self._empty.setFont(reading_font(20))
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._empty)
        return page

    def _connect(self) -> None:
        self.rows.currentItemChanged.connect(lambda _now, _before: self._show_current())
        self.rows.itemActivated.connect(lambda _item: self.open_row())
        self.detail.opened.connect(self.open_row)
        self.detail.accepted.connect(self.accept)
        self.detail.repaired.connect(self.repair)
        self._model.opened.connect(self._case_opened)
        self._model.changed.connect(self._after)
        self._model.anchorsChanged.connect(self._known_again)

    def _tell_progress(self, progress: Progress) -> None:
        self._progress.setMaximum(max(1, progress.total))
        self._progress.setValue(progress.done)

    def _arrived(self, reports: list[AnchorReport]) -> None:
        if self._is_stale:  # a passage was accepted or taken off meanwhile
            self.check()
            return
        self._is_known = True
        self._show_running(False)
        self._model.take_reports(reports)

    def _broken(self, error: WorkbenchError) -> None:
        self._show_running(False)
        self.failed.emit(error)

    def _stopped(self) -> None:
        self._show_running(False)
        self._write_summary()

    def _show_running(self, on: bool) -> None:
        self._progress.setVisible(on)
        self._cancel.setVisible(on)
        self._restart.setVisible(not on)
        if on and not self._is_known:
            self._summary.setText(_("Looking at every passage …"))
            self._empty.setText("")
            self._body.setCurrentIndex(1)

    def _take(self, reports: list[AnchorReport]) -> None:
        """Shows other reports; the row in hand stays in hand, or the one that takes its place."""
        self._reports = reports
        rows = self._rows_of(reports)
        if [row.evidence.id for row in rows] == [row.evidence.id for row in self.shown]:
            for at, row in enumerate(rows):
                if self.rows.item(at).data(ROW) != row:
                    _write(self.rows.item(at), row)
        else:
            self._fill(rows)
        self._write_summary()
        self._show_current()

    def _fill(self, rows: list[RecheckRow]) -> None:
        chosen = self._current()
        wanted = chosen.evidence.id if chosen is not None else ""
        at = max(0, self.rows.currentRow())
        self.rows.clear()
        for row in rows:
            item = QListWidgetItem()
            _write(item, row)
            self.rows.addItem(item)
        same = [place for place, row in enumerate(rows) if row.evidence.id == wanted]
        if rows:
            self.rows.setCurrentRow(same[0] if same else min(at, len(rows) - 1))

    def _rows_of(self, reports: list[AnchorReport]) -> list[RecheckRow]:
        """What does not stand where it stood."""
        case, missing = self._model.case, self._missing()
        rows = []
        for report in reports:
            evidence = case.evidence.get(report.evidence)
            if evidence is not None and report.found.state is not AnchorState.EXACT:
                number = case.claims[evidence.claim].number
                is_missing = evidence.locator.source in missing
                rows.append(RecheckRow(report, evidence, number, is_missing))
        return rows

    def _missing(self) -> frozenset[str]:
        casework = self._model.casework
        return casework.missing_sources() if casework is not None else frozenset()

    def _write_summary(self) -> None:
        counts = Counter(report.found.state for report in self._reports)
        total = len(self._reports)
        parts = [f"{counts[s]:,} {anchor_word(s)}" for s in AnchorState if counts[s]]
        self._summary.setText(" · ".join(parts) if self._is_known else _("Not checked yet"))
        moved = counts[AnchorState.MOVED]
        self._all_moved.setVisible(moved > 0)
        self._all_moved.setText(
            ngettext("Accept the &moved one", "Accept all {count} &moved", moved).format(
                count=moved
            )
        )
        self._empty.setText(_empty_text(total) if self._is_known else "")
        self._body.setCurrentIndex(0 if self.rows.count() else 1)
        self.rows.setAccessibleDescription(self._summary.text())

    def _chosen(self) -> list[RecheckRow]:
        items = sorted(self.rows.selectedItems(), key=self.rows.row)
        return [item.data(ROW) for item in items]

    def _current(self) -> RecheckRow | None:
        index = self.rows.currentIndex()
        row = index.data(ROW) if index.isValid() else None
        return row if isinstance(row, RecheckRow) else None

    def _show_current(self) -> None:
        self.detail.show_row(self._current())

    def _case_opened(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._is_known, self._reports = False, []
        self.rows.clear()
        self.close()

    def _after(self, changes: Changes) -> None:
        """What was accepted is off the list at once; the rest is looked at again in a moment."""
        if not self.isVisible() or not changes.touch("evidence"):
            return
        settled = {
            c.id for c in changes.changes if isinstance(c.after, Evidence) and c.before is not None
        }
        gone = {c.id for c in changes.changes if c.table == "evidence" and c.after is None}
        for at in reversed(range(self.rows.count())):
            if self.rows.item(at).data(ROW).evidence.id in settled | gone:
                self.rows.takeItem(at)
        self._is_stale = self._is_running

    def _known_again(self) -> None:
        if self._is_known and self.isVisible() and not self._is_running:
            self._take(self._model.reports)


class _Rows(QListWidget):
    """Leaves the keys of the window to the window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No letter searches the list."""
        if event.key() in (Qt.Key.Key_A, Qt.Key.Key_P, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                super().keyPressEvent(event)
            else:
                event.ignore()
        else:
            super().keyPressEvent(event)


def _write(item: QListWidgetItem, row: RecheckRow) -> None:
    item.setData(ROW, row)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)


_CONTROL = Qt.KeyboardModifier.ControlModifier


def _empty_text(total: int) -> str:
    if not total:
        return _("This case has no evidence yet.")
    return ngettext(
        "✓ The one passage stands where it stood",
        "✓ All {count} passages stand where they stood",
        total,
    ).format(count=f"{total:,}")
