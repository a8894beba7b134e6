"""Many searches at once: a list of queries in, a table of what they found out."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.errors import WorkbenchError
from workbench.domain.query_options import Options
from workbench.i18n import N_, _
from workbench.services.archive import Archive, BatchRow, Used
from workbench.services.batches import batch_csv, queries_in, read_queries, write_csv
from workbench.services.jobs import Cancelled, Job, Progress
from workbench.ui.bars import header_bar, segments, tool_button
from workbench.ui.batch_model import BatchFilter, BatchModel, Kind, kind_of
from workbench.ui.fields import caption
from workbench.ui.style import small_font, ui_font
from workbench.ui.table_parts import set_widths, table
from workbench.ui.tasks import Handle, Tasks

_WIDTHS = (170, 180, 54, 66)  # the rest is for what is wrong with a query
_FILTERS: tuple[tuple[Kind | None, str], ...] = (
    (None, N_("All")),
    (Kind.HITS, N_("With hits")),
    (Kind.NOTHING, N_("Nothing found")),
    (Kind.ERROR, N_("Not understood")),
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a batch takes from the window around it: how to search, and where files are."""

    options: Callable[[], Options]
    used: Callable[[], Used | None]
    folder: Callable[[], Path]


class BatchWindow(QWidget):
    """Never modal; one bad line never stops it. Return opens a row in the search."""

    queryChosen = Signal(str)
    recordWanted = Signal(object)
    namesWanted = Signal()
    failed = Signal(object)

    def __init__(self, tasks: Tasks, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._tasks = tasks
        self._around = around
        self._archive: Archive | None = None
        self._handle: Handle | None = None
        self._came: deque[BatchRow] = deque()
        self._asked = 0
        self._may_record = False
        self.setWindowTitle(_("Batch search"))
        self.model = BatchModel(self)
        self._shown = BatchFilter(self.model, self)
        self._make_parts()
        self._lay_out()
        self._connect()
        self._summarise()
        self._update()

    # Properties -----------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """True while searches run."""
        return self._handle is not None and self._handle.active

    @property
    def summary(self) -> str:
        """What was found, in one line."""
        return self._summary.text()

    def sizeHint(self) -> QSize:
        """A list and a table side by side."""
        return QSize(1160, 600)

    # Verbs ----------------------------------------------------------------------------------------

    def open(self) -> None:
        """Shows the window."""
        self._update()
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus()

    def set_archive(self, archive: Archive | None) -> None:
        """Searches another archive; what was found in the old one goes."""
        if archive is not self._archive:
            self._drop()
            self._archive = archive
            self.model.clear()
            self._summarise()
            self._update()

    def set_recording(self, on: bool, told: str, number: int | None = None) -> None:
        """Whether “found nothing” can be recorded, and for which claim; None is the whole case."""
        self._may_record = on
        text = _("&Record “found nothing” for the case")
        if number is not None:
            text = _("&Record “found nothing” for claim {number}").format(number=number)
        self.record.setText(text)
        self.record.setToolTip(told)
        self.record.setAccessibleDescription(told)
        self._update()

    def start(self) -> None:
        """Searches for every line, in a thread."""
        archive, lines = self._archive, queries_in(self.list.toPlainText())
        if archive is None or not lines or self.busy:
            return
        options, used, came = self._around.options(), self._around.used(), deque[BatchRow]()
        self._came, self._asked = came, len(lines)
        self.model.clear()
        self._progress.setRange(0, len(lines))
        self._progress.setValue(0)

        def work(job: Job) -> None:
            for row in archive.batch(lines, job, options, used):
                came.append(row)
            if job.cancelled:
                raise Cancelled

        self._handle = self._tasks.run_job(
            work, self._went_on, self._done, self._broken, self._stopped
        )
        self._summarise()
        self._update()

    def cancel(self) -> None:
        """Stops; what was found stays."""
        if self._handle is not None:
            self._handle.stop()

    def read_file(self, path: Path) -> None:
        """Adds the queries of a file to the list."""
        try:
            self.add_queries(read_queries(path))
        except WorkbenchError as error:
            self.failed.emit(error)
            self._summary.setText(str(error))

    def add_queries(self, queries: Sequence[str]) -> None:
        """Adds queries that are not in the list yet."""
        known = queries_in(self.list.toPlainText())
        wanted = dict.fromkeys(query for line in queries for query in queries_in(line))
        new = [query for query in wanted if query not in known]
        self.list.setPlainText("\n".join([*known, *new]))
        self.list.setFocus()

    def save(self, path: Path) -> None:
        """Writes the rows shown into a CSV file."""
        try:
            write_csv(batch_csv(self._rows_shown()), path)
        except WorkbenchError as error:
            self.failed.emit(error)
            self._summary.setText(str(error))
        else:
            self._summary.setText(_("Saved as {name}.").format(name=path.name))

    def set_recorded(self, queries: Iterable[str]) -> None:
        """Says which searches are in the case."""
        self.model.set_recorded(queries)

    def chosen(self) -> list[BatchRow]:
        """The rows chosen, in the order shown."""
        indexes = sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row())
        return [self.row_at(index.row()) for index in indexes]

    def row_at(self, shown: int) -> BatchRow:
        """The row shown at a place."""
        return self.model.row(self._shown.mapToSource(self._shown.index(shown, 0)).row())

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self.table.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens a row, Ctrl+Return starts, Escape closes."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.start()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    # Private --------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self._summary = QLabel()
        self._summary.setFont(ui_font(13, strong=True))
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setMaximumWidth(220)
        self._progress.setAccessibleName(_("Progress of the batch"))
        self._cancel = QPushButton(_("Ca&ncel"))
        self.run_all = QPushButton(_("&Search for all"))
        self.run_all.setProperty("primary", True)
        self.run_all.setToolTip(_("Search for every line (Ctrl+Enter)"))
        self.list = _List()
        self._from_file = QPushButton(_("From &file…"))
        self.names = QPushButton(_("Na&mes of the article"))
        self.names.setToolTip(_("Add every name in the article as a search of its own"))
        self.table = table(_("What the searches found"))
        self.table.setModel(self._shown)
        self._csv = QPushButton(_("Save as &CSV…"))
        self.record = QPushButton(_("&Record “found nothing” for the case"))
        self._kinds = QButtonGroup(self)
        self.kind_buttons = {}
        for kind, text in _FILTERS:
            button = tool_button(_(text))
            button.setCheckable(True)
            button.setChecked(kind is None)
            button.clicked.connect(lambda _on=False, k=kind: self._shown.show_only(k))
            self._kinds.addButton(button)
            self.kind_buttons[kind] = button

    def _lay_out(self) -> None:
        header, row = header_bar()
        row.addWidget(self._summary, 1)
        for part in (self._progress, self._cancel, self.run_all):
            row.addWidget(part)
        body = QSplitter(Qt.Orientation.Horizontal)
        body.addWidget(self._make_left())
        body.addWidget(self._make_right())
        body.setStretchFactor(0, 1)
        body.setStretchFactor(1, 3)
        body.setChildrenCollapsible(False)
        body.setSizes([260, 900])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(header)
        outer.addWidget(body, 1)
        outer.addWidget(self._make_footer())

    def _make_left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(6)
        column.addWidget(caption(_("&Queries, one a line"), self.list))
        column.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._from_file)
        buttons.addWidget(self.names)
        buttons.addStretch(1)
        column.addLayout(buttons)
        return left

    def _make_right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(6)
        kinds = QHBoxLayout()
        kinds.addWidget(segments(*self.kind_buttons.values()))
        kinds.addStretch(1)
        column.addLayout(kinds)
        column.addWidget(self.table, 1)
        return right

    def _make_footer(self) -> QFrame:
        footer = QFrame()
        footer.setProperty("box", "footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(8)
        keys = QLabel(_("Return or a double click puts a query into the search"))
        keys.setProperty("soft", True)
        keys.setFont(small_font())
        row.addWidget(keys, 1)
        row.addWidget(self._csv)
        row.addWidget(self.record)
        return footer

    def _connect(self) -> None:
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        set_widths(self.table, _WIDTHS)
        self.table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.table.selectionModel().selectionChanged.connect(self._update)
        self.list.textChanged.connect(self._update)
        self.run_all.clicked.connect(self.start)
        self._cancel.clicked.connect(self.cancel)
        self._from_file.clicked.connect(self._choose_file)
        self.names.clicked.connect(self.namesWanted)
        self._csv.clicked.connect(self._choose_csv)
        self.record.clicked.connect(self._record)

    def _record(self) -> None:
        self.recordWanted.emit([row for row in self.chosen() if kind_of(row) is not Kind.ERROR])

    def _open(self, row: int) -> None:
        self.queryChosen.emit(self.row_at(row).query)

    def _rows_shown(self) -> list[BatchRow]:
        return [self.row_at(row) for row in range(self._shown.rowCount())]

    def _choose_file(self) -> None:
        title, kinds = _("A list of searches"), _("Text (*.txt *.csv);;All files (*)")
        name, _kind = QFileDialog.getOpenFileName(self, title, str(self._around.folder()), kinds)
        if name:
            self.read_file(Path(name))

    def _choose_csv(self) -> None:
        place = str(self._around.folder() / _("searches.csv"))
        name, _kind = QFileDialog.getSaveFileName(self, _("Save the rows"), place)
        if name:
            self.save(Path(name))

    def _went_on(self, progress: Progress) -> None:
        self._take_rows()
        self._progress.setValue(progress.done)

    def _take_rows(self) -> None:
        rows = []
        while self._came:
            rows.append(self._came.popleft())
        self.model.add(rows)
        self._summarise()

    def _done(self, _nothing: None) -> None:
        self._end()

    def _stopped(self) -> None:
        self._end()
        self._summary.setText(_("Stopped. {summary}").format(summary=self.summary))

    def _broken(self, error: WorkbenchError) -> None:
        self._end()
        self._summary.setText(str(error))
        self.failed.emit(error)

    def _drop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._handle = None

    def _end(self) -> None:
        self._handle = None
        self._take_rows()
        self._update()

    def _summarise(self) -> None:
        counts = Counter(kind_of(row) for row in self.model.rows)
        done = sum(counts.values())
        if not done and not self.busy:
            self._summary.setText(_("A list of searches, one a line"))
            return
        told = _("{done} of {asked}").format(done=f"{done:,}", asked=f"{self._asked:,}")
        parts = [told if self.busy else ""]
        for kind, text in (
            (Kind.HITS, _("{count} with hits")),
            (Kind.NOTHING, _("{count} found nothing")),
            (Kind.ERROR, _("{count} not understood")),
        ):
            if counts[kind]:
                parts.append(text.format(count=f"{counts[kind]:,}"))
        self._summary.setText(" · ".join(part for part in parts if part))

    def _update(self) -> None:
        busy = self.busy
        self._progress.setVisible(busy)
        self._cancel.setVisible(busy)
        lines = bool(self.list.toPlainText().strip())
        self.run_all.setEnabled(lines and not busy and self._archive is not None)
        self._csv.setEnabled(self.model.rowCount() > 0)
        rows = [row for row in self.chosen() if kind_of(row) is not Kind.ERROR]
        self.record.setEnabled(self._may_record and bool(rows) and not busy)


class _List(QPlainTextEdit):
    """Where the queries are typed or pasted."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("field", True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setAccessibleName(_("Queries, one a line"))
        self.setPlaceholderText(_("bridge “final account”\ntitle:minutes AND toll\nEva Lindqvist"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Escape are the window's."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (enter and control) or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
