"""The archive in a window of its own: sources, import, failures, check and rebuild."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.errors import WorkbenchError
from workbench.i18n import _, ngettext
from workbench.services.archive import Archive, ArchiveReport, Failure
from workbench.ui.archive_jobs import ArchiveJobs
from workbench.ui.archive_models import SORT_ROLE, FailuresModel, SourceRow, SourcesModel
from workbench.ui.settings import Settings
from workbench.ui.source_parts import ElidedLabel
from workbench.ui.style import ui_font
from workbench.ui.tasks import Handle, Tasks

_LOOK_AGAIN_MS = 3000
_WIDTHS = (330, 130, 60, 100, 80)
_FAILURE_WIDTHS = (180, 270, 380)


class ArchiveWindow(QWidget):
    """What is in the archive and how to get more in; never modal, import or not."""

    archiveChanged = Signal()
    statusChanged = Signal(str)
    sourceOpened = Signal(str)
    failed = Signal(object)

    def __init__(
        self, tasks: Tasks, parent: QWidget | None = None, settings: Settings | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_("Archive"))
        self.setAcceptDrops(True)
        self.resize(940, 620)
        self._tasks = tasks
        self._settings = settings
        self._archive: Archive | None = None
        self._listing: Handle | None = None
        self._pending = 0
        self._jobs = ArchiveJobs(tasks, self)
        self._again = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._sources = SourcesModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._failures = FailuresModel(self)
        self._table = _table(_("Sources of the archive"))
        self._failure_table = _table(_("Files that could not be imported"))
        self._make_buttons()
        self._arrange()
        self._connect()
        self._update()

    # Properties -----------------------------------------------------------------------------------

    @property
    def table(self) -> QTableView:
        """The table of sources."""
        return self._table

    @property
    def failure_table(self) -> QTableView:
        """The table of failures."""
        return self._failure_table

    @property
    def importing(self) -> bool:
        """True while a job runs."""
        return self._jobs.running

    @property
    def notice_text(self) -> str:
        """The sentence shown under the buttons."""
        return self._notice.text()

    # Verbs ----------------------------------------------------------------------------------------

    def set_archive(self, archive: Archive | None) -> None:
        """Shows another archive; a running job is asked to stop first."""
        self._jobs.cancel()
        self._archive = archive
        self._say("")
        self._folder.setText(str(archive.folder) if archive is not None else "")
        self.refresh()

    def refresh(self) -> None:
        """Lists sources and failures anew, in a task."""
        archive = self._archive
        if archive is None or self._listing is not None:
            return

        def work() -> tuple[list[SourceRow], list[Failure], int]:
            rows = [SourceRow(s, tuple(archive.paths_of(s.sha256))) for s in archive.sources()]
            return rows, archive.failures(), archive.pending()

        self._listing = self._tasks.run(work, self._listed, self._list_failed, owner=self)

    def add(self, paths: Sequence[Path]) -> None:
        """Imports files and folders while everything else goes on."""
        if self._archive is not None and paths:
            self._say("")
            self._jobs.add(self._archive, paths)

    def choose_files(self) -> None:
        """Asks for files to import."""
        self._choose(QFileDialog.FileMode.ExistingFiles, _("Add files to the archive"))

    def choose_folder(self) -> None:
        """Asks for a folder to import with all that is in it."""
        self._choose(QFileDialog.FileMode.Directory, _("Add a folder to the archive"))

    def cancel(self) -> None:
        """Stops the running job; what is done stays, the rest can be resumed."""
        self._jobs.cancel()

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        self._table.viewport().update()
        self._failure_table.viewport().update()

    # Qt -------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        event.acceptProposedAction()
        self.add(paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()  # An import goes on; the status bar of the main window tells of it.

    # Private --------------------------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self._add_files = _button(_("Add &files…"), _("Copy files into the archive"))
        self._add_folder = _button(_("Add f&older…"), _("Copy all files of a folder"))
        self._check = _button(_("&Check"), _("Hash every original anew and compare"))
        self._rebuild = _button(_("Re&build index"), _("Make the search index anew"))
        self._repair = _button(
            _("Re&pair"), _("Fetch damaged originals from where they were found; index the rest")
        )
        self._resume = _button(_("Res&ume"), _("Go on with the import that was interrupted"))
        self._cancel = _button(_("Ca&ncel"), _("Stop; what is done stays"))
        self._retry = _button(_("&Try selected again"), _("Import the selected files again"))
        self._retry_all = _button(_("Try &all again"), _("Import all failed files again"))
        self._add_files.setProperty("primary", True)
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(_("Filter by title or path"))
        self._filter.setAccessibleName(_("Filter the sources"))
        self._filter.setClearButtonEnabled(True)
        self._folder = ElidedLabel()
        self._folder.setProperty("soft", True)
        self._notice = QLabel()
        self._notice.setWordWrap(True)
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress"))
        self._progress_text = ElidedLabel()
        self._failure_title = QLabel()
        self._failure_title.setFont(ui_font(strong=True))
        self._count = QLabel()
        self._count.setProperty("soft", True)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        column.addLayout(
            _line(self._add_files, self._add_folder, self._filter, self._check, self._rebuild)
        )
        self._progress_line = QFrame()
        progress = _line(self._progress, self._progress_text, self._cancel)
        progress.setContentsMargins(0, 0, 0, 0)
        progress.setStretch(0, 1)
        progress.setStretch(1, 2)
        self._progress_line.setLayout(progress)
        column.addWidget(self._progress_line)
        notice = _line(self._notice, self._repair, self._resume)
        notice.setStretch(0, 1)
        column.addLayout(notice)
        self._below = QFrame()
        failures = QVBoxLayout(self._below)
        failures.setContentsMargins(0, 8, 0, 0)
        failures.setSpacing(8)
        title = _line(self._failure_title, self._retry, self._retry_all)
        title.setStretch(0, 1)
        failures.addLayout(title)
        failures.addWidget(self._failure_table)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(self._table)
        self._split.addWidget(self._below)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        column.addWidget(self._split, 1)
        foot = _line(self._count, self._folder)
        foot.setStretch(1, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._sorted.setSourceModel(self._sources)
        self._sorted.setSortRole(SORT_ROLE)
        self._sorted.setFilterKeyColumn(-1)
        self._sorted.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._table.setModel(self._sorted)
        self._table.setSortingEnabled(True)
        self._table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self._failure_table.setModel(self._failures)
        _set_widths(self._table, _WIDTHS)
        _set_widths(self._failure_table, _FAILURE_WIDTHS)
        self._filter.textChanged.connect(self._sorted.setFilterFixedString)
        self._table.activated.connect(self._open)
        self._add_files.clicked.connect(self.choose_files)
        self._add_folder.clicked.connect(self.choose_folder)
        self._check.clicked.connect(lambda: self._start_check(repair=False))
        self._repair.clicked.connect(lambda: self._start_check(repair=True))
        self._rebuild.clicked.connect(self._start_rebuild)
        self._resume.clicked.connect(self._start_resume)
        self._cancel.clicked.connect(self.cancel)
        self._retry.clicked.connect(self._retry_selected)
        self._retry_all.clicked.connect(lambda: self._start_retry(self._failures.paths))
        selection = self._failure_table.selectionModel()
        selection.selectionChanged.connect(self._update)
        self._failures.modelReset.connect(self._update)
        self._jobs.started.connect(self._job_started)
        self._jobs.progressed.connect(self._job_progressed)
        self._jobs.finished.connect(self._job_finished)
        self._jobs.failed.connect(self._job_failed)
        self._jobs.checked.connect(self._job_checked)
        self._again.timeout.connect(self._look_again)

    def _choose(self, mode: QFileDialog.FileMode, title: str) -> None:
        settings = self._settings
        folder = (settings.documents or settings.folder) if settings is not None else None
        dialog = QFileDialog(self, title, str(folder or Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, names: Sequence[str]) -> None:
        paths = [Path(name) for name in names]
        if self._settings is not None and paths:
            self._settings.documents = paths[0].parent
        self.add(paths)

    def _start_check(self, *, repair: bool) -> None:
        if self._archive is not None:
            self._jobs.check(self._archive, repair=repair)

    def _start_rebuild(self) -> None:
        if self._archive is not None:
            self._jobs.rebuild(self._archive)

    def _start_resume(self) -> None:
        if self._archive is not None:
            self._jobs.add(self._archive, [])

    def _start_retry(self, paths: Sequence[str]) -> None:
        if self._archive is not None and paths:
            self._jobs.retry(self._archive, paths)

    def _retry_selected(self) -> None:
        rows = self._failure_table.selectionModel().selectedRows()
        self._start_retry([self._failures.path(index.row()) for index in rows])

    def _open(self, index: QModelIndex) -> None:
        row = self._sources.row(self._sorted.mapToSource(index).row())
        self.sourceOpened.emit(row.source.sha256)

    def _listed(self, found: tuple[list[SourceRow], list[Failure], int]) -> None:
        self._listing = None
        rows, failures, self._pending = found
        self._sources.show(rows)
        self._failures.show(failures)
        pages = sum(row.source.pages for row in rows)
        self._count.setText(counts_words(len(rows), pages))
        self._update()

    def _list_failed(self, error: WorkbenchError) -> None:
        self._listing = None
        self._say(str(error))
        self.failed.emit(error)

    def _job_started(self) -> None:
        self._say("")
        self._repair.hide()
        self._again.start()
        self._update()

    def _job_progressed(self, done: int, total: int, words: str) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._progress_text.setText(words)
        self._progress_text.updateGeometry()
        self.statusChanged.emit(words)

    def _job_finished(self, sentence: str) -> None:
        self._again.stop()
        self._say(sentence)
        self.statusChanged.emit("")
        if self._listing is not None:  # begun while the job ran: old by now
            self._listing.cancel()
            self._listing = None
        self._pending = 0
        self.refresh()
        self._update()
        self.archiveChanged.emit()

    def _job_failed(self, error: WorkbenchError) -> None:
        self._say(str(error))
        self.failed.emit(error)

    def _job_checked(self, report: ArchiveReport) -> None:
        self._repair.setVisible(not report.ok)

    def _look_again(self) -> None:
        self.refresh()
        self.archiveChanged.emit()

    def _say(self, sentence: str) -> None:
        self._notice.setText(sentence)
        self._notice.setVisible(bool(sentence))

    def _update(self) -> None:
        running = self._jobs.running
        self._progress_line.setVisible(running)
        for button in (self._check, self._rebuild, self._retry_all):
            button.setEnabled(not running)
        failures = self._failures.rowCount()
        self._below.setVisible(failures > 0)
        self._failure_title.setText(
            ngettext(
                "{count} file could not be imported",
                "{count} files could not be imported",
                failures,
            ).format(count=failures)
        )
        chosen = self._failure_table.selectionModel().hasSelection()
        self._retry.setEnabled(chosen and not running)
        self._resume.setVisible(self._pending > 0 and not running)
        self._repair.setVisible(self._repair.isVisible() and not running)
        if self._pending and not running:
            self._say(
                ngettext(
                    "{count} file waits from an import that was interrupted.",
                    "{count} files wait from an import that was interrupted.",
                    self._pending,
                ).format(count=self._pending)
            )


def counts_words(sources: int, pages: int) -> str:
    """How much is in an archive."""
    told = ngettext("{count} source", "{count} sources", sources).format(count=f"{sources:,}")
    return _("{sources} · {pages}").format(
        sources=told,
        pages=ngettext("{count} page", "{count} pages", pages).format(count=f"{pages:,}"),
    )


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleDescription(tip)
    return button


def _line(*widgets: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for widget in widgets:
        line.addWidget(widget)
    return line


def _table(name: str) -> QTableView:
    table = QTableView()
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(28)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    return table


def _set_widths(table: QTableView, widths: Sequence[int]) -> None:
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, width)
