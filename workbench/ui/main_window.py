"""The main window: puts the parts together and does what concerns them all."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.case import Changes
from workbench.domain.source import Source
from workbench.i18n import _
from workbench.services.archive import Archive
from workbench.services.workbench import Workbench
from workbench.ui import dialogs, style
from workbench.ui.archive_window import ArchiveWindow
from workbench.ui.case_model import CaseModel
from workbench.ui.check_desk import CheckDesk
from workbench.ui.command_table import table
from workbench.ui.commands import CommandBook
from workbench.ui.desk import Desk
from workbench.ui.draft_desk import DraftDesk
from workbench.ui.fields import commit_all
from workbench.ui.hits_export import HitsExport
from workbench.ui.link_desk import LinkDesk, link_in
from workbench.ui.memo_desk import MemoDesk
from workbench.ui.notice import NoticeBar
from workbench.ui.opener import Opener
from workbench.ui.palette import Entry, Palette
from workbench.ui.query_desk import QueryDesk
from workbench.ui.reading_bar import ReadingBar
from workbench.ui.search_commands import hit_commands
from workbench.ui.search_desk import SearchDesk
from workbench.ui.search_replays import SearchReplays
from workbench.ui.settings import Settings
from workbench.ui.start_page import StartPage
from workbench.ui.status_line import StatusLine
from workbench.ui.tasks import Tasks
from workbench.ui.top_bar import TopBar


class MainWindow(QMainWindow):
    """One window, one case."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__()
        self._workbench = workbench
        self._settings = settings
        self._archive: Archive | None = None
        self.tasks = Tasks(self)
        self.model = CaseModel(self.tasks, self)
        self._body = QWidget()
        self.notice = NoticeBar(self._body)
        self.start = StartPage()
        self.desk = Desk(self.model, self.tasks, settings)
        self.reading = ReadingBar()
        self._is_reading = False
        self.top = TopBar(self.model)
        self.status = StatusLine(self.model)
        self.opener = Opener(workbench, self.model, self.tasks, self.notice, settings, self)
        self.memos = MemoDesk(self.model, self.tasks, self.notice, settings, self)
        self.drafts = DraftDesk(self)
        self.checks = CheckDesk(self)
        self.searches = SearchDesk(self)
        self.hits_export = HitsExport(self)
        self.archive_window = ArchiveWindow(self.tasks, self, settings)
        self.replays = SearchReplays(self)
        self.queries = QueryDesk(self)
        self.commands = CommandBook(self, self.commit_fields)
        self.links = LinkDesk(self)
        self.commands.add(table(self))
        self._recent_menu = QMenu(_("Open &recent"), self)
        self.commands.fill(self.menuBar(), {"case.open": self._recent_menu})
        self.desk.source.set_actions(self.commands.actions_of("source"))
        self.desk.search.set_actions([self.commands.action(name) for name in hit_commands()])
        self._lay_out()
        self._connect()
        self._restore()
        self._take_archive()
        self._show_page()

    @property
    def workbench(self) -> Workbench:
        """The archive and the way to cases."""
        return self._workbench

    @property
    def settings(self) -> Settings:
        """What the window remembers."""
        return self._settings

    def has_case(self) -> bool:
        """True where a case is open."""
        return self.model.is_open

    def has_desk(self) -> bool:
        """True where sources can be read and searched, with a case or without one."""
        return self.model.is_open or self._is_reading

    def has_source(self) -> bool:
        """True where a source is shown."""
        return self.has_desk() and self.desk.source.view is not None

    def has_claim(self) -> bool:
        """True where a claim is in hand."""
        return self.model.current is not None

    def commit_fields(self) -> None:
        """What is being typed becomes a step before anything else happens."""
        if self.model.is_open:
            commit_all(self)

    def show_archive(self) -> None:
        """Shows the archive's window."""
        self.archive_window.show()
        self.archive_window.raise_()
        self.archive_window.activateWindow()

    def add_documents(self) -> None:
        """Shows the archive's window and asks for documents."""
        self.show_archive()
        self.archive_window.choose_files()

    def show_history(self) -> None:
        """Shows every step of the case."""
        dialog = dialogs.history_dialog(self, self.model.history())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def show_keys(self) -> None:
        """Shows the sheet of keys."""
        dialog = dialogs.keys_dialog(self, self.commands.commands)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def show_about(self) -> None:
        """Says what this is."""
        dialog = dialogs.about_dialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def show_bug(self, report: str) -> None:
        """Shows the report of a bug; work can go on."""
        dialog = dialogs.bug_dialog(self, report)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def find_anything(self) -> None:
        """Opens the palette with commands, claims and sources."""
        archive = self._workbench.archive
        self.tasks.run(archive.sources, self._open_palette, owner=self)

    def focus_search(self) -> None:
        """Puts the keyboard into the search."""
        self.desk.search.show()
        self.desk.search.focus_query()

    def find_here(self) -> None:
        """Looks for words in the source where the keyboard is in one, else in the archive."""
        if self.has_source() and self.desk.is_in_source():
            self.desk.source.active.open_find()
        else:
            self.focus_search()

    def close_desk(self) -> None:
        """Closes the case, or what was read without one."""
        if self.model.is_open:
            self.opener.close_case()
        self._is_reading = False
        self._show_page()

    def read_without_case(self) -> None:
        """Shows the desk for reading where no case is open."""
        if not self.has_desk():
            self._is_reading = True
            self._show_page()

    def open_source(self, sha256: str, page: int = 0) -> None:
        """Opens a source, with a case or without one."""
        self.read_without_case()
        self.desk.source.open(sha256, page)
        self.desk.source.setFocus()
        self.activateWindow()

    def search_words(self) -> None:
        """Searches for the words selected in the article, or for the claim in hand."""
        view, claim = self.desk.article.view, self.model.current
        span = view.selected_span() if self.model.is_open else None
        if self.desk.source.selected_text() and self.desk.is_in_source():
            words = self.desk.source.selected_text()
        elif span is not None:
            words = self.model.case.article.text[slice(*span)]
        else:
            words = claim.locator.exact if claim is not None else ""
        self.desk.search.show()
        self.desk.search.focus_query(" ".join(words.split()) or None)

    def copy(self) -> None:
        """Copies what is selected where the keyboard is."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit):
            focus.copy()
        elif self.desk.source.view is not None:
            self.desk.source.view.copy()

    def set_theme(self, choice: style.Choice) -> None:
        """Changes the theme at once."""
        self._settings.theme = choice
        style.choose(choice)
        self.retheme()

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # a window needs one
        style.apply(app)
        for part in (
            self.top,
            self.reading,
            self.notice,
            self.desk,
            self.drafts,
            self.checks,
            self.archive_window,
            self.queries,
        ):
            part.retheme()
        self.commands.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Commits what is being typed, waits for what is being attached, closes the case."""
        self.commit_fields()
        self.model.finish()
        self.desk.source.stop()
        self._remember()
        self.archive_window.close()
        self.drafts.close()
        self.checks.close()
        self.queries.close()
        self.tasks.shutdown()
        self.opener.close_case()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The message stays in the middle."""
        super().resizeEvent(event)
        self.notice.place()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """An article, a case or a link to a passage may be dropped on the window at any time."""
        urls = event.mimeData().urls()
        if (len(urls) == 1 and urls[0].isLocalFile()) or link_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens what was dropped."""
        event.acceptProposedAction()
        link = link_in(event.mimeData())
        if link:
            self.links.open(link)
        else:
            self.drafts.dropped(Path(event.mimeData().urls()[0].toLocalFile()))

    def _lay_out(self) -> None:
        self.setWindowTitle(_("Fact-checker's workbench"))
        self.setMinimumSize(900, 600)
        self.setAcceptDrops(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        self._pages.addWidget(self.desk)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.reading)
        column.addWidget(self._pages, 1)
        column.addWidget(self.status)
        self.setCentralWidget(self._body)

    def _connect(self) -> None:
        self.start.articleWanted.connect(self.opener.ask_article)
        self.start.pasteWanted.connect(self.opener.ask_paste)
        self.start.caseWanted.connect(self.opener.ask_case)
        self.start.sampleWanted.connect(self.opener.open_sample)
        self.start.fileDropped.connect(lambda path: self.opener.open_file(Path(path)))
        self.start.recentChosen.connect(lambda path: self.opener.open_case(Path(path)))
        self.top.findRequested.connect(self.find_anything)
        self.top.memoRequested.connect(lambda: self.commands.run("memo.export"))
        self.top.openRequested.connect(lambda: self.commands.run("claim.open"))
        self.desk.hint.connect(self.notice.show_hint)
        self.desk.failed.connect(self.notice.show_error)
        self.desk.sourceChanged.connect(self.commands.refresh)
        self.desk.sourceReadAnew.connect(lambda _sha256: self._archive_changed())
        self.reading.articleWanted.connect(self.opener.ask_article)
        self.reading.closeWanted.connect(self.close_desk)
        self.desk.search.addDocumentsRequested.connect(self.add_documents)
        self.model.failed.connect(self.notice.show_error)
        self.model.opened.connect(self._show_page)
        self.model.changed.connect(self._after)
        self.model.currentChanged.connect(lambda _id: self.commands.refresh())
        self.opener.archiveLeft.connect(self._leave_archive)
        self.opener.archiveChanged.connect(self._take_archive)
        self.archive_window.archiveChanged.connect(self._archive_changed)
        self.archive_window.tagsChanged.connect(self.desk.search.refresh)
        self.archive_window.statusChanged.connect(self.status.show_import)
        self.archive_window.sourceOpened.connect(self.open_source)
        self.archive_window.failed.connect(self.notice.show_error)
        self.tasks.failure.connect(self.notice.show_error)
        self.tasks.bug.connect(self.show_bug)
        QApplication.styleHints().colorSchemeChanged.connect(self._system_theme)

    def _restore(self) -> None:
        if not self.restoreGeometry(self._settings.geometry):
            self.resize(QSize(1600, 1000).boundedTo(self.screen().availableSize()))
        columns, shelf = self._settings.sizes("columns"), self._settings.sizes("shelf")
        if len(columns) == 3:
            self.desk.columns.set_sizes(columns)
        if len(shelf) == 2:
            self.desk.set_shelf(shelf)
        self.desk.article.view.set_zoom(self._settings.zoom)

    def _remember(self) -> None:
        self._settings.geometry = self.saveGeometry()
        if self.desk.isVisible() and self.model.is_open:
            self._settings.set_sizes("columns", self.desk.columns.sizes())
            self._settings.set_sizes("shelf", self.desk.shelf.sizes())
        self._settings.zoom = self.desk.article.view.zoom
        self._settings.sync()

    def _show_page(self) -> None:
        is_open = self.model.is_open
        self._is_reading = self._is_reading and not is_open
        self.top.setVisible(is_open)
        self.reading.setVisible(self._is_reading)
        self._pages.setCurrentWidget(self.desk if self.has_desk() else self.start)
        self.desk.set_reading(self._is_reading)
        if is_open:
            self.setWindowTitle(
                _("{title} – Fact-checker's workbench").format(title=self.model.case.info.title)
            )
            self.desk.article.view.setFocus()
        elif self._is_reading:
            self.setWindowTitle(_("Fact-checker's workbench"))
            self.desk.source.setFocus()
        else:
            self.setWindowTitle(_("Fact-checker's workbench"))
            self.start.set_recent(self._settings.recent())
            self.start.focus_first()
        self._fill_recent()
        self.commands.refresh()

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        paths = self._settings.recent()
        for path in paths:
            action = QAction(path.name.replace("&", "&&"), self._recent_menu)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _on=False, p=path: self.opener.open_case(p))
            self._recent_menu.addAction(action)
        self._recent_menu.setEnabled(bool(paths))

    def _after(self, changes: Changes) -> None:
        if changes.touch("info"):
            self.setWindowTitle(
                _("{title} – Fact-checker's workbench").format(title=self.model.case.info.title)
            )
        self.commands.refresh()

    def _leave_archive(self) -> None:
        self._archive = None
        self.desk.set_archive(None)
        self.archive_window.set_archive(None)
        self.queries.set_archive(None)

    def _take_archive(self) -> None:
        archive = self._workbench.archive
        if archive is not self._archive:  # an import into the same one goes on
            self._archive = archive
            self.desk.set_archive(archive)
            self.archive_window.set_archive(archive)
            self.queries.set_archive(archive)
        self.status.show_archive(archive)

    def _archive_changed(self) -> None:
        self.status.show_archive(self._workbench.archive)
        self.desk.search.refresh()
        self.model.refresh_anchors()

    def _open_palette(self, sources: list[Source]) -> None:
        run, choose, show = self.commands.run, self.desk.choose_claim, self.open_source
        entries = [
            Entry(c.title, _("command"), c.keys_shown, partial(run, c.id))
            for c in self.commands.offered()
        ]
        if self.model.is_open:
            entries += [
                Entry(f"{claim.number}  {claim.text}", _("claim"), "", partial(choose, claim.id))
                for claim in self.model.case.ordered_claims()
            ]
        entries += [
            Entry(each.title or each.name, _("source"), "", partial(show, each.sha256))
            for each in sources
        ]
        entries += self.queries.entries()
        Palette(entries, self, self.links.entry).open()

    def _system_theme(self) -> None:
        if style.choice() is style.Choice.SYSTEM:
            self.retheme()
