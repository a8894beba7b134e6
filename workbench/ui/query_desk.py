"""Everything about queries that is not in the search shelf: line, batch, engine, their notices."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout

from workbench.domain.case import Changes
from workbench.domain.query_options import Options
from workbench.domain.search_record import MOST_HITS, SearchRecord
from workbench.i18n import _, ngettext
from workbench.services.archive import Archive, BatchRow, SavedSearch, SearchResult, Used
from workbench.services.jobs import Job
from workbench.services.name_search import names_in
from workbench.services.search_results import IndexState
from workbench.services.searches import used_of
from workbench.ui.batch_window import BatchWindow, Surroundings
from workbench.ui.index_notice import IndexNotice
from workbench.ui.line_completer import LineCompleter
from workbench.ui.palette import Entry
from workbench.ui.password_desk import PasswordDesk
from workbench.ui.preferences import PreferencesWindow
from workbench.ui.query_history import QueryHistory
from workbench.ui.query_tools import QueryTools
from workbench.ui.saved_dialogs import SavedWindow, SaveSearchDialog
from workbench.ui.saved_searches import SavedSearches

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow


class QueryDesk(QObject):
    """Completion, history, saved searches, batch and preferences, joined with the window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.desk.search
        self._tasks = window.tasks
        self._archive: Archive | None = None
        self._is_empty = False
        self.history = QueryHistory(window.settings)
        self.saved = SavedSearches(self._tasks, self)
        self.completer = LineCompleter(self._panel.edit, self._tasks)
        self.tools = QueryTools(self._panel.edit, self.history, self.saved)
        self.rebuild = window.archive_window.rebuild
        self.notice = IndexNotice()
        self.saved_window = SavedWindow(self.saved, window)
        self.passwords = PasswordDesk(window)
        self.preferences = PreferencesWindow(
            self._tasks, self.rebuild, self.passwords.typed, window
        )
        around = Surroundings(self._options, self._used, self._folder)
        self.batch = BatchWindow(self._tasks, around, window)
        self._lay_out()
        self._connect()

    # State ----------------------------------------------------------------------------------------

    def has_query(self) -> bool:
        """True where something is typed."""
        return self._window.has_desk() and bool(self._panel.query.strip())

    def has_saved(self) -> bool:
        """True where the archive has saved searches."""
        return bool(self.saved.items)

    # Verbs ----------------------------------------------------------------------------------------

    def set_archive(self, archive: Archive | None) -> None:
        """Takes another archive; an index that should be built anew is, in the background."""
        self._archive = archive
        self.notice.hide()
        self._window.status.show_index("")
        self.completer.set_ask(archive.complete if archive is not None else None)
        self.saved.set_archive(archive)
        self.batch.set_archive(archive)
        self.passwords.set_archive(archive)
        if archive is None:
            self.preferences.set_archive(None)
            return
        if self.preferences.isVisible():
            self.preferences.set_archive(archive)
        self._tasks.run(lambda: archive.index_stale, partial(self._stale, archive), owner=self)

    def complete(self) -> None:
        """Shows what may stand at the cursor of the query."""
        self._window.desk.search.show()
        if not self._panel.edit.hasFocus():
            self._panel.focus_query()
            self._panel.edit.end(False)
        self.completer.ask()

    def older(self) -> None:
        """Asks the query before this one."""
        self._walk(self.tools.older)

    def newer(self) -> None:
        """Asks the query after this one."""
        self._walk(self.tools.newer)

    def save_search(self) -> None:
        """Asks for a name and keeps the query with the archive."""
        query, options = self._panel.query.strip(), self._panel.options
        if not query:
            return
        search = SavedSearch("", query, options.unit, options.stems)
        dialog = SaveSearchDialog(self._window, search, self.saved)
        dialog.accepted.connect(lambda: self.saved.save(dialog.search))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_saved(self) -> None:
        """Shows all searches kept."""
        self.saved_window.show()
        self.saved_window.raise_()
        self.saved_window.activateWindow()

    def run_saved(self, search: SavedSearch) -> None:
        """Searches again as it was meant."""
        options = Options(search.unit, search.stems, self._panel.options.order)
        self._ask(search.query, options)

    def show_batch(self) -> None:
        """Shows the window for many searches at once."""
        self._tell_recording()
        self.batch.open()

    def show_preferences(self) -> None:
        """Shows the preferences of the archive."""
        if self._archive is not None:
            self.preferences.open_for(self._archive)

    def entries(self) -> list[Entry]:
        """The saved searches, for the palette."""
        kind = _("saved search")
        return [Entry(s.name, kind, "", partial(self.run_saved, s)) for s in self.saved.items]

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self.tools.retheme()
        self.notice.retheme()
        self.batch.retheme()

    def close(self) -> None:
        """Closes what is open beside the window."""
        for window in (self.batch, self.preferences, self.saved_window):
            window.close()

    # Private --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = self._panel.layout()
        if isinstance(column, QBoxLayout):
            column.insertWidget(1, self.notice)  # below the query

    def _connect(self) -> None:
        model = self._window.model
        self.saved.chosen.connect(self.run_saved)
        self.saved.failed.connect(self._window.notice.show_error)
        self.tools.saveWanted.connect(self.save_search)
        self.tools.allWanted.connect(self.show_saved)
        self.batch.queryChosen.connect(self._ask)
        self.batch.recordWanted.connect(self._record)
        self.batch.namesWanted.connect(self._add_names)
        self.notice.rebuildWanted.connect(self._window.archive_window.rebuild_index)
        self.notice.cancelWanted.connect(self.rebuild.cancel)
        self.rebuild.started.connect(self._rebuild_begun)
        self.rebuild.progressed.connect(self._rebuilding)
        self.rebuild.finished.connect(self._rebuilt)
        model.opened.connect(self._tell_recording)
        model.currentChanged.connect(self._tell_recording)
        model.changed.connect(self._changed)

    def _ask(self, query: str, options: Options | None = None) -> None:
        self._window.read_without_case()
        self._panel.show()
        self._panel.set_query(query, options)
        self.history.add(query)
        self._window.activateWindow()
        self._panel.focus_query()

    def _walk(self, step: Callable[[], None]) -> None:
        self._panel.show()
        self._panel.focus_query()
        step()
        self._panel.edit.end(False)

    # Index

    def _stale(self, archive: Archive, stale: bool) -> None:
        if archive is self._archive and stale and not self.rebuild.running:
            self.notice.show_stale()
            self._window.archive_window.rebuild_index(quiet=True)

    def _rebuild_begun(self) -> None:
        archive = self._archive
        self._is_empty = False
        self._rebuilding()
        if archive is None:
            return

        def known(state: IndexState) -> None:
            self._is_empty = state.passages == 0
            if archive is self._archive and self.rebuild.running:
                self._rebuilding()

        self._tasks.run(archive.index_state, known, owner=self)

    def _rebuilding(self, *_progress: object) -> None:
        percent = self.rebuild.percent
        self.notice.show_rebuilding(percent, self._is_empty)
        self._window.status.show_index(_("Search index: {percent} %").format(percent=percent))

    def _rebuilt(self, _sentence: str) -> None:
        self.notice.hide()
        self._window.status.show_index("")
        archive = self._archive
        if archive is not None:
            self._tasks.run(lambda: archive.index_stale, self._still_stale, owner=self)

    def _still_stale(self, stale: bool) -> None:
        if stale and not self.rebuild.running:
            self.notice.show_stale()

    # Batch

    def _options(self) -> Options:
        return self._panel.options

    def _used(self) -> Used | None:
        model = self._window.model
        return used_of(model.case) if model.is_open else None

    def _add_names(self) -> None:
        model = self._window.model
        if not model.is_open:
            self._window.notice.show_hint(_("Open an article first: its names become searches."))
            return
        article = model.case.article

        def names() -> list[str]:
            found = (name.text for name in names_in(article))
            return [f'"{name}"' if " " in name else name for name in found]

        self._tasks.run(names, self.batch.add_queries, owner=self)

    def _folder(self) -> Path:
        return self._window.settings.folder or Path.home()

    def _changed(self, changes: Changes) -> None:
        if changes.touch("claims") or changes.touch("searches"):
            self._tell_recording()
        recorded = [
            c for c in changes.changes if isinstance(c.after, SearchRecord) and c.before is None
        ]
        if len(recorded) > 1:
            told = ngettext(
                "{count} search is kept in the case.",
                "{count} searches are kept in the case.",
                len(recorded),
            ).format(count=len(recorded))
            self._window.notice.show_news(told)

    def _tell_recording(self, *_claim: object) -> None:
        model = self._window.model
        if not model.is_open:
            self.batch.set_recording(False, _("Open a case first: searches are recorded in it."))
            self.batch.set_recorded(())
            return
        claim = model.current
        where = _("with the case")
        if claim is not None:
            where = _("with claim {number}").format(number=claim.number)
        told = _("Records the searches chosen, as looked for and not found, {where}")
        number = claim.number if claim is not None else None
        self.batch.set_recording(True, told.format(where=where), number)
        ours = ("", claim.id if claim is not None else "")
        records = model.case.searches.values()
        self.batch.set_recorded(record.query for record in records if record.claim in ours)

    def _record(self, rows: Sequence[BatchRow]) -> None:
        """Searches again for the rows chosen and keeps that in the case, in one step."""
        archive, model = self._archive, self._window.model
        wanted = list({row.query: row for row in rows if row.hits <= MOST_HITS}.values())
        left = len({row.query for row in rows}) - len(wanted)
        if left:
            self._window.notice.show_hint(
                ngettext(
                    "{count} search has too many hits to be recorded; narrow it first.",
                    "{count} searches have too many hits to be recorded; narrow them first.",
                    left,
                ).format(count=left)
            )
        if archive is None or not model.is_open or not wanted:
            return
        claim = model.current.id if model.current is not None else ""
        casework, options, used = model.casework, self._panel.options, self._used()

        def search(job: Job) -> tuple[list[SearchResult], IndexState]:
            # Asked first: what comes while we search is new when the searches are run again.
            state, results = archive.index_state(), []
            for done, row in enumerate(wanted):
                job.report(done, len(wanted), row.query)
                results.append(archive.search(row.query, MOST_HITS, options, used))
            return results, state

        def found(answer: tuple[list[SearchResult], IndexState]) -> None:
            if casework is model.casework:
                model.record_searches(claim, *answer)

        self._tasks.run_job(search, lambda _progress: None, found, self._window.notice.show_error)
