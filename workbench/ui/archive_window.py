"""The archive in a window of its own: sources and tags, import, failures, check and rebuild."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.errors import WorkbenchError
from workbench.i18n import _, ngettext
from workbench.services.archive import Archive, ArchiveReport, Failure
from workbench.ui.archive_jobs import ArchiveJobs
from workbench.ui.archive_models import FailuresModel, SourceRow, SourcesFilter, SourcesModel
from workbench.ui.index_rebuild import IndexRebuild
from workbench.ui.progress_line import ProgressLine
from workbench.ui.settings import Settings
from workbench.ui.source_parts import ElidedLabel
from workbench.ui.style import ui_font
from workbench.ui.table_parts import button, line, set_widths, table
from workbench.ui.tag_bar import TagBar, TagFilter
from workbench.ui.tasks import Handle, Tasks

_LOOK_AGAIN_MS = 3000
_WIDTHS = (280, 130, 64, 112, 84, 130)
_FAILURE_WIDTHS = (180, 270, 380)


class ArchiveWindow(QWidget):
    """What is in the archive and how to get more in; never modal, import or not."""

    archiveChanged = Signal()
    tagsChanged = Signal()
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
        self.rebuild = IndexRebuild(tasks, self)
        self._again = QTimer(self, interval=_LOOK_AGAIN_MS)
        # A filter takes chosen rows out one after the other, and tells of each.
        self._tag_timer = QTimer(self, singleShot=True, interval=0)
        self._sources = SourcesModel(self)
        self._sorted = SourcesFilter(self._sources, self)
        self._failures = FailuresModel(self)
        self._table = table(_("Sources of the archive"))
        self._failure_table = table(_("Files that could not be imported"))
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
        return self._jobs.running or self.rebuild.running

    @property
    def notice_text(self) -> str:
        """The sentence shown under the buttons."""
        return self._notice.text()

    # Verbs ----------------------------------------------------------------------------------------

    def set_archive(self, archive: Archive | None) -> None:
        """Shows another archive; a running job is asked to stop first."""
        self._jobs.cancel()
        self.rebuild.drop()
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
            tags = archive.tags()
            rows = [
                SourceRow(s, tuple(archive.paths_of(s.sha256)), tuple(tags.get(s.sha256, ())))
                for s in archive.sources()
            ]
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

    def rebuild_index(self, engine: str | None = None, *, quiet: bool = False) -> None:
        """Builds the index anew beside the old one, with another engine where one is named."""
        if self._archive is not None:
            self._say("")
            self.rebuild.start(self._archive, engine, quiet=quiet)

    def show_tag(self, tag: str | None) -> None:
        """Shows only sources with a tag; empty: those without any; None: all."""
        self._table.clearSelection()
        self._sorted.show_tag(tag)
        self._show_tags()

    def tag(self, add: Sequence[str], remove: Sequence[str]) -> None:
        """Puts tags on the sources chosen, and takes others off."""
        archive, hashes = self._archive, [row.source.sha256 for row in self._chosen()]
        if archive is not None and hashes:
            self._tasks.run(
                lambda: archive.tag(hashes, add, remove), self._tagged, self._list_failed, self
            )

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
        self._add_files = button(_("Add &files…"), _("Copy files into the archive"))
        self._add_folder = button(_("Add f&older…"), _("Copy all files of a folder"))
        self._check = button(_("&Check"), _("Hash every original anew and compare"))
        self._rebuild = button(_("Re&build index"), _("Make the search index anew"))
        self._repair = button(
            _("Re&pair"), _("Fetch damaged originals from where they were found; index the rest")
        )
        self._resume = button(_("Res&ume"), _("Go on with the import that was interrupted"))
        self._retry = button(_("&Try selected again"), _("Import the selected files again"))
        self._retry_all = button(_("Try &all again"), _("Import all failed files again"))
        self._add_files.setProperty("primary", True)
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(_("Filter by title, tag or path"))
        self._filter.setAccessibleName(_("Filter the sources"))
        self._filter.setClearButtonEnabled(True)
        self._folder = ElidedLabel()
        self._folder.setProperty("soft", True)
        self._notice = QLabel()
        self._notice.setWordWrap(True)
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = ProgressLine(_("Stop; what is done stays"))
        self._index_progress = ProgressLine(_("Stop; the index there is stays in use"))
        self._cancel = self._progress.cancel
        self.tag_filter = TagFilter()
        self.tag_bar = TagBar(self._tasks)
        self._failure_title = QLabel()
        self._failure_title.setFont(ui_font(strong=True))
        self._count = QLabel()
        self._count.setProperty("soft", True)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        column.addLayout(
            line(
                self._add_files,
                self._add_folder,
                self._filter,
                self.tag_filter,
                self._check,
                self._rebuild,
            )
        )
        column.addWidget(self._progress)
        column.addWidget(self._index_progress)
        notice = line(self._notice, self._repair, self._resume)
        notice.setStretch(0, 1)
        column.addLayout(notice)
        self._below = QFrame()
        failures = QVBoxLayout(self._below)
        failures.setContentsMargins(0, 8, 0, 0)
        failures.setSpacing(8)
        title = line(self._failure_title, self._retry, self._retry_all)
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
        column.addWidget(self.tag_bar)
        foot = line(self._count, self._folder)
        foot.setStretch(1, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._table.setModel(self._sorted)
        self._table.setSortingEnabled(True)
        self._table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self._failure_table.setModel(self._failures)
        set_widths(self._table, _WIDTHS)
        set_widths(self._failure_table, _FAILURE_WIDTHS)
        self._filter.textChanged.connect(self._sorted.setFilterFixedString)
        self._table.activated.connect(self._open)
        self._add_files.clicked.connect(self.choose_files)
        self._add_folder.clicked.connect(self.choose_folder)
        self._check.clicked.connect(lambda: self._start_check(repair=False))
        self._repair.clicked.connect(lambda: self._start_check(repair=True))
        self._rebuild.clicked.connect(self._rebuild_again)
        self._resume.clicked.connect(self._start_resume)
        self._progress.cancelled.connect(self.cancel)
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
        self._index_progress.cancelled.connect(self.rebuild.cancel)
        self.rebuild.started.connect(self._update)
        self.rebuild.progressed.connect(self._index_progress.show_progress)
        self.rebuild.finished.connect(self._index_rebuilt)
        self.rebuild.failed.connect(self._job_failed)
        self.tag_bar.changed.connect(self.tag)
        self.tag_filter.chosen.connect(self.show_tag)
        self._tag_timer.timeout.connect(self._show_tags)
        self._table.selectionModel().selectionChanged.connect(self._tag_timer.start)

    def _choose(self, mode: QFileDialog.FileMode, title: str) -> None:
        settings = self._settings
        folder = (settings.documents or settings.folder) if settings is not None else None
        dialog = QFileDialog(self, title, str(folder or Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._paths_chosen)
        dialog.open()

    def _paths_chosen(self, names: Sequence[str]) -> None:
        paths = [Path(name) for name in names]
        if self._settings is not None and paths:
            self._settings.documents = paths[0].parent
        self.add(paths)

    def _start_check(self, *, repair: bool) -> None:
        if self._archive is not None:
            self._jobs.check(self._archive, repair=repair)

    def _rebuild_again(self) -> None:
        self.rebuild_index()

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
        self.sourceOpened.emit(self._sorted.shown_row(index).source.sha256)

    def _chosen(self) -> list[SourceRow]:
        return self._sorted.rows_of(self._table.selectionModel().selection())

    def _tagged(self, _nothing: None) -> None:
        if self._listing is not None:  # begun before the tags were there
            self._listing.cancel()
            self._listing = None
        self.refresh()
        self.tagsChanged.emit()

    def _show_tags(self) -> None:
        self.tag_bar.show_tags([row.tags for row in self._chosen()], self._sources.tags())
        self.tag_filter.show_tags(self._sources.tags(), self._sorted.tag)

    def _index_rebuilt(self, sentence: str) -> None:
        self._say(sentence)
        self._update()
        if sentence:  # none where the archive was left
            self.archiveChanged.emit()

    def _listed(self, found: tuple[list[SourceRow], list[Failure], int]) -> None:
        self._listing = None
        rows, failures, self._pending = found
        self._sources.show(rows)
        self._failures.show(failures)
        pages = sum(row.source.pages for row in rows)
        self._count.setText(counts_words(len(rows), pages))
        if self._sorted.tag and self._sorted.tag not in self._sources.tags():
            self._sorted.show_tag(None)  # the last source with it lost it
        self._show_tags()
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
        self._progress.show_progress(done, total, words)
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
        self._progress.setVisible(running)
        self._index_progress.setVisible(self.rebuild.running)
        for part in (self._check, self._retry_all):
            part.setEnabled(not running)
        self._rebuild.setEnabled(not self.rebuild.running)
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
