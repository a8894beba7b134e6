"""The shelf below: a query, how it was read, filters, the hits by document, and one of them."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from workbench.domain.errors import WorkbenchError
from workbench.domain.evidence import Evidence
from workbench.domain.query_options import Options
from workbench.domain.source import Source
from workbench.i18n import _
from workbench.services.archive import Archive, Hit, SearchResult
from workbench.services.search_results import Used
from workbench.ui.facet_filter import FacetFilter
from workbench.ui.hit_preview import HitPreview
from workbench.ui.no_hits import NoHits, Offer
from workbench.ui.query_edit import QueryEdit
from workbench.ui.query_trail import QueryTrail
from workbench.ui.results_view import ResultsView
from workbench.ui.search_head import SearchHead
from workbench.ui.search_layout import SearchLayout
from workbench.ui.search_options import SearchOptions, options_of, options_text
from workbench.ui.search_results import MarkOf, Place, ResultsModel, details_of
from workbench.ui.settings import Settings
from workbench.ui.tasks import Handle, Tasks

DEBOUNCE_MS = 150
_LIMIT = 120
_MORE = 700
_WARM = 40  # so many hits have their words found beside the window: about what is in sight
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class SearchPanel(QFrame):
    """Searches as one types; the newest query wins."""

    hitActivated = Signal(object)
    hitBeside = Signal(object)
    hitsChanged = Signal(list)
    hitLooked = Signal(object)
    markWanted = Signal(object, object)
    nothingFound = Signal()
    searched = Signal(object)
    addDocumentsRequested = Signal()
    escaped = Signal()
    failed = Signal(object)

    def __init__(
        self, tasks: Tasks, settings: Settings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("box", "pane")
        self.setAccessibleName(_("Search"))
        self._tasks = tasks
        self._settings = settings
        self._archive: Archive | None = None
        self._used: Used | None = None
        self._searching: Handle | None = None
        self._listing: Handle | None = None
        self._sources: dict[str, Source] = {}
        self._result: SearchResult | None = None
        self._current: Hit | None = None
        self._limit = _LIMIT
        self._trail = QueryTrail()
        self._actions: Sequence[QAction] = ()
        self._edit = QueryEdit()
        self._options = SearchOptions()
        self._model = ResultsModel(self)
        self._list = ResultsView(self._model)
        self.filter = FacetFilter(tasks, self)
        self.head = SearchHead(self.filter.chips)
        self.preview = HitPreview(tasks)
        self.preview.add_reader(self._list)
        self._empty = NoHits()
        self._layout = SearchLayout(self)
        self._layout.arrange(
            self._edit, self._options, self.head, self.filter.list, self._list, self.preview
        )
        self._layout.add_empty(self._empty)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._restore()
        self._connect()
        self._show_state()

    # Properties -----------------------------------------------------------------------------------

    @property
    def query(self) -> str:
        """What is typed."""
        return self._edit.text()

    @property
    def options(self) -> Options:
        """What is chosen beside the query."""
        return self._options.options

    @property
    def choices(self) -> SearchOptions:
        """The choices beside the query."""
        return self._options

    @property
    def edit(self) -> QueryEdit:
        """The line the query is typed in."""
        return self._edit

    @property
    def archive(self) -> Archive | None:
        """What is searched."""
        return self._archive

    @property
    def used(self) -> Used | None:
        """What the open case's evidence is."""
        return self._used

    @property
    def results(self) -> ResultsView:
        """The list of hits."""
        return self._list

    @property
    def rows(self) -> ResultsModel:
        """What the list shows."""
        return self._model

    @property
    def result(self) -> SearchResult | None:
        """The answer whose hits are shown."""
        return self._result

    @property
    def hits(self) -> list[Hit]:
        """The hits in the order shown."""
        return self._model.hits

    @property
    def current(self) -> Hit | None:
        """The hit opened last, while it is among the hits."""
        return self._current

    @property
    def hit_in_hand(self) -> Hit | None:
        """The hit the keyboard is at in the list, else the one opened last."""
        return (self._list.hit if self._list.hasFocus() else None) or self._current

    @property
    def reading_text(self) -> str:
        """How the query was read, as shown."""
        return self.head.reading_text

    @property
    def no_hits(self) -> NoHits:
        """What is shown where there are no hits."""
        return self._empty

    @property
    def busy(self) -> bool:
        """True while a search is due or under way."""
        return self._timer.isActive() or self._searching is not None

    @property
    def can_go_back(self) -> bool:
        """True where there was a query before this one."""
        return bool(self._trail)

    # Verbs ----------------------------------------------------------------------------------------

    def set_archive(self, archive: Archive | None) -> None:
        """Searches another archive from now on."""
        self._archive = archive
        self._sources = {}
        self.filter.forget()
        self.refresh()

    def set_used(self, used: Used | None) -> None:
        """Says what the open case's evidence is; None where no case is open."""
        if used != self._used:
            self._used = used
            self._count_facets()

    def refresh(self) -> None:
        """Asks anew: the archive changed."""
        archive = self._archive
        if archive is None:
            self._show_result(None)
            return
        if self._listing is not None:
            self._listing.cancel()
        self._listing = self._tasks.run(archive.sources, self._sources_listed, owner=self)
        self.search_now()

    def focus_query(self, text: str | None = None) -> None:
        """Takes the cursor to the query, with another text where one is given."""
        if text is not None and text != self._edit.text():
            self._keep()
            self._edit.setText(text)
        self._layout.focus_query()

    def set_query(self, text: str, options: Options | None = None) -> None:
        """Asks something else at once; the query before is a step back."""
        if (text, options or self.options) != (self.query, self.options):
            self._keep()
        self._ask(text, options)

    def back(self) -> None:
        """Asks again what was asked before."""
        if self._trail:
            self._ask(*self._trail.pop())
            self.head.show_back(self._trail.last)

    def search_now(self) -> None:
        """Searches without waiting for more typing."""
        self._timer.stop()
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        archive, text, options, used = self._archive, self._edit.text(), self.options, self._used
        if archive is None or not text.strip():
            self._show_result(None)
            return
        before = self._result
        if before is None or (before.query, before.options) != (text, options):
            self._limit = _LIMIT
        limit = self._limit

        def search() -> SearchResult:
            result = archive.search(text, limit, options, used)
            for hit in result.hits[:_WARM]:
                _found = hit.spans  # kept with the hit: painting need not look for them
            return result

        self._searching = self._tasks.run(search, self._found, self._search_failed, owner=self)
        self._show_proof()

    def fetch_more(self) -> None:
        """Gets more hits of the same query."""
        self._limit += _MORE
        self.search_now()

    def step(self, by: int) -> None:
        """Opens the next hit or the one before, over pages and documents, round and round."""
        hits = self._model.hits
        if not hits:
            return
        at = next((i for i, hit in enumerate(hits) if hit is self._current), None)
        if at is None:
            at = -1 if by > 0 else 0
        self._open(hits[(at + by) % len(hits)])

    def set_linked(self, items: Iterable[tuple[Evidence, int]]) -> None:
        """Says which passages are evidence, with the numbers of their claims."""
        self._model.set_linked(items)
        self._show_looked()

    def set_marks(self, mark_of: MarkOf) -> None:
        """Says how hits are marked in the case."""
        self._model.set_marks(mark_of)
        self._show_looked()

    def set_new(self, places: Iterable[Place]) -> None:
        """Says which hits came since the search was last looked through."""
        self._model.set_new(places)

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """What can be done with hits, for the menus here."""
        self._actions = actions
        self.head.set_actions(list(actions))

    def forget_looked(self) -> None:
        """What was looked at before a case was open does not count in it."""
        self._model.forget_seen()
        self._show_looked()

    def show_filters(self, on: bool) -> None:
        """Shows or hides the column of facets."""
        self._layout.show_filters(on)
        self.head.filters.setChecked(on)
        self._remember("filters", on)
        self._count_facets()

    def show_preview(self, on: bool) -> None:
        """Shows or hides the preview beside the hits; the source is left as it is."""
        self._layout.show_preview(on)
        self.head.preview.setChecked(on)
        self._remember("preview", on)
        self.preview.show_hit(self._archive, self._list.hit if on else None)

    @property
    def shows_filters(self) -> bool:
        """True where the column of facets is wanted."""
        return self.head.filters.isChecked()

    @property
    def shows_preview(self) -> bool:
        """True where the preview is wanted."""
        return self.head.preview.isChecked()

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        self._list.viewport().update()
        self.filter.list.viewport().update()
        self.preview.retheme()
        self._edit.update()

    # Qt -------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Alt+Left in the shelf is for the former query, not for the former source."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._trail and _is_back(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape anywhere in the shelf goes back to where one was."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif _is_back(event):
            self.back()
        else:
            super().keyPressEvent(event)

    # Private --------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._timer.timeout.connect(self.search_now)
        self._edit.textChanged.connect(lambda _text: self._timer.start())
        self._edit.textChanged.connect(lambda _text: self._show_proof())
        self._edit.returnPressed.connect(self._return_pressed)
        self._edit.downPressed.connect(self._into_list)
        self._edit.escapePressed.connect(self.escaped)
        self._options.changed.connect(self._options_changed)
        self.head.backWanted.connect(self.back)
        self._layout.correctionTaken.connect(self.set_query)
        self.filter.queryWanted.connect(self.set_query)
        self.head.filtersToggled.connect(self.show_filters)
        self.head.previewToggled.connect(self.show_preview)
        self.head.nothingFound.connect(self.nothingFound)
        self.preview.closed.connect(lambda: self.show_preview(False))
        self.preview.left.connect(self._into_list)
        self.preview.looked.connect(self._note_looked)
        view = self._list
        view.opened.connect(self._open)
        view.openedBeside.connect(self._open_beside)
        view.escapePressed.connect(self.escaped)
        view.leftUpwards.connect(self._layout.focus_query)
        view.stepWanted.connect(self.step)
        view.previewWanted.connect(lambda: self.show_preview(not self.shows_preview))
        view.markWanted.connect(self._mark)
        view.moreWanted.connect(self.fetch_more)
        view.hitCurrent.connect(self._preview_current)
        view.menuWanted.connect(self._open_menu)
        self._empty.chosen.connect(self._take_offer)
        self._empty.addRequested.connect(self.addDocumentsRequested)

    def _restore(self) -> None:
        if self._settings is not None:
            self._options.set_options(options_of(self._settings.choice("search/options")))
            self.head.filters.setChecked(self._settings.choice("search/filters") != "off")
            self.head.preview.setChecked(self._settings.choice("search/preview") == "on")
        self._layout.show_filters(self.shows_filters)
        self._layout.show_preview(self.shows_preview)

    def _remember(self, name: str, on: bool) -> None:
        if self._settings is not None:
            self._settings.set_choice(f"search/{name}", "on" if on else "off")

    def _options_changed(self) -> None:
        if self._settings is not None:
            self._settings.set_choice("search/options", options_text(self.options))
        self.search_now()

    def _keep(self) -> None:
        """Notes the query shown as a step to go back to."""
        self._trail.keep(self.query, self.options)
        self.head.show_back(self._trail.last)

    def _ask(self, text: str, options: Options | None = None) -> None:
        if options is not None:
            self._options.set_options(options)
        self._edit.setText(text)
        self.search_now()

    def _take_offer(self, offer: Offer) -> None:
        self.set_query(offer.query, offer.options)
        self._layout.focus_query()

    def _return_pressed(self) -> None:
        if self._timer.isActive():
            self.search_now()
        elif self._model.hits:
            self.step(1)

    def _into_list(self) -> None:
        if self._model.hits:
            self._list.setFocus()

    def _open_beside(self, hit: Hit) -> None:
        self._note_looked(hit)
        self.hitBeside.emit(hit)

    def _open(self, hit: Hit) -> None:
        self._current = hit
        self._list.take_hit(hit)
        self._note_looked(hit)
        self.hitActivated.emit(hit)

    def _note_looked(self, hit: Hit) -> None:
        self._model.mark_seen(hit)
        self._show_looked()
        self.hitLooked.emit(hit)

    def _mark(self, mark: object) -> None:
        if self._list.hit is not None:
            self.markWanted.emit([self._list.hit], mark)

    def _open_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(list(self._actions))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _preview_current(self, hit: Hit | None) -> None:
        if self.shows_preview and hit is not None:
            self.preview.show_hit(self._archive, hit)

    def _found(self, result: SearchResult) -> None:
        self._searching = None
        self._show_result(result)

    def _search_failed(self, error: WorkbenchError) -> None:
        self._searching = None
        self._show_result(None)
        self._empty.show_error(f"{error.message} {error.remedy}")
        self.failed.emit(error)

    def _sources_listed(self, sources: Sequence[Source]) -> None:
        self._listing = None
        self._sources = {source.sha256: source for source in sources}
        self._model.set_details(details_of(self._result, self._sources))
        self._show_state()

    def _show_result(self, result: SearchResult | None) -> None:
        self._result = result
        hits = result.hits if result is not None else []
        before, row = self._current, self._list.hit
        self._model.show(hits, details_of(result, self._sources), result.total if result else 0)
        shown = self._model.hits
        self._current = next((hit for hit in shown if hit == before), None)
        again = self._current or next((hit for hit in shown if hit == row), None)
        if again is not None:
            self._list.take(self._model.row_of(again))
        elif self.shows_preview:
            self.preview.show_hit(self._archive, shown[0] if shown else None)
        self.head.show_result(result)
        self.filter.show_query(result.query if result is not None else "")
        self._layout.show_slips(result)
        self._show_looked()
        self._show_state()
        self.hitsChanged.emit(shown)
        if result is not None:
            self._count_facets()
            self.searched.emit(result)

    def _count_facets(self) -> None:
        if self._archive is not None and self._result is not None and self.shows_filters:
            self.filter.count(self._archive, self._result.options, self._used)

    def _show_looked(self) -> None:
        total = self._result.total if self._result is not None else 0
        self.head.show_looked(self._model.looked(self._model.hits), total)

    def _show_proof(self) -> None:
        self.head.show_proof(self.busy, self._is_empty())

    def _is_empty(self) -> bool:
        return not self._sources and self._listing is None

    def _show_state(self) -> None:
        self._show_proof()
        if self._model.hits:
            self._layout.show_hits()
            return
        self._layout.show_empty()
        if self._is_empty():
            self._empty.show_empty()
        elif self._result is None:
            self._empty.show_language()
        else:
            self._empty.show_nothing(self._result, self.filter.query_without)


def _is_back(event: QKeyEvent) -> bool:
    alt = Qt.KeyboardModifier.AltModifier
    return event.key() == Qt.Key.Key_Left and event.modifiers() & ~_KEYPAD == alt
