"""The middle of the window: a source of the archive, its hits, its evidence, the selection."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from workbench.domain.errors import WorkbenchError
from workbench.domain.evidence import Evidence
from workbench.domain.source import Page, Source
from workbench.i18n import _
from workbench.services.archive import Archive, Hit
from workbench.services.casework import Passage
from workbench.ui.flow_view import FlowDocument, FlowView
from workbench.ui.marks import Mark
from workbench.ui.page_view import PageDocument, PageView
from workbench.ui.source_base import HitPlace, Place, Spot
from workbench.ui.source_header import SourceHeader
from workbench.ui.source_view import ZOOM_STEP, SourceView
from workbench.ui.stance_bar import STANCE_KEYS, StanceBar
from workbench.ui.tasks import Handle, Tasks

_HISTORY_LENGTH = 100


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A source with what its view needs: sizes for pictures, pages for flowing text."""

    source: Source
    sizes: tuple[tuple[str, float, float], ...] = ()
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class _Visit:
    """A place the reader was at."""

    source: str
    place: Place


class SourcePane(QFrame):
    """Shows one source at a time; everything that takes time happens in tasks."""

    passageSelected = Signal(bool)
    stanceRequested = Signal(object)
    hitStep = Signal(int)
    evidenceActivated = Signal(str)
    sourceShown = Signal(str)
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "pane")
        self.setAccessibleName(_("Source"))
        self._tasks = tasks
        self._archive: Archive | None = None
        self._loaded: _Loaded | None = None
        self._loading: Handle | None = None
        self._evidence: list[tuple[Evidence, int]] = []
        self._hits: list[Hit] = []
        self._visits: list[_Visit] = []
        self._visit = -1
        self._last_places: dict[str, Place] = {}
        self._header = SourceHeader()
        self._empty = _note()
        self._pages = PageView(tasks)
        self._flow = FlowView()
        self._stack = QStackedWidget()
        for widget in (self._empty, self._pages, self._flow):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._stack, 1)
        self._bar = StanceBar(self)
        self._connect()
        self._show_empty()

    # Properties -----------------------------------------------------------------------------------

    @property
    def header(self) -> SourceHeader:
        """The line over the source."""
        return self._header

    @property
    def source(self) -> Source | None:
        """The source shown."""
        return self._loaded.source if self._loaded is not None else None

    @property
    def view(self) -> SourceView | None:
        """The view that shows the source."""
        if self._loaded is None:
            return None
        return self._pages if self._loaded.source.is_paged else self._flow

    @property
    def busy(self) -> bool:
        """True while something is being read or drawn."""
        return self._loading is not None or not (self._pages.settled and self._flow.settled)

    # Verbs ----------------------------------------------------------------------------------------

    def set_archive(self, archive: Archive | None) -> None:
        """Takes another archive and closes what is open."""
        self._archive = archive
        self._visits, self._visit = [], -1
        self._last_places.clear()
        self._hits = []
        self._close()
        if archive is not None:
            self._tasks.run(archive.warm, lambda _nothing: None, owner=self)

    def open(self, source: str, page: int = 0) -> None:
        """Opens a source by hash, at a page, or where it was left."""

        def arrived(view: SourceView) -> None:
            sha256 = self._sha256()
            self._go(view, Place(page) if page else self._last_places.get(sha256, Place()))

        self._leave()
        self._load(source, arrived)

    def show_hit(self, hit: Hit, hits: Sequence[Hit] = ()) -> None:
        """Opens a hit's page with its words lit; the source's other hits are lit and ticked."""
        self._hits = list(hits) or [hit]
        number = next((i + 1 for i, each in enumerate(self._hits) if each == hit), 0)

        def arrived(view: SourceView) -> None:
            self._light(view, hit)
            spans = _absolute(hit)
            start = spans[0].start if spans else hit.start
            end = spans[-1].end if spans else hit.end
            view.reveal(hit.page, start, end)
            self._header.show_hit(number, len(self._hits))
            self._visited(view)

        self._leave()
        self._load(hit.source, arrived)

    def set_evidence(self, items: Sequence[tuple[Evidence, int]]) -> None:
        """Outlines this evidence, each with the number of its claim, and no other."""
        self._evidence = list(items)
        if self.view is not None:
            self._mark(self.view)

    def go_to_evidence(self, evidence: Evidence) -> None:
        """Opens the passage of a piece of evidence."""

        def arrived(view: SourceView) -> None:
            place = evidence.locator
            view.set_current_mark(evidence.id)
            view.reveal(place.page, place.start, place.end)
            self._visited(view)

        self._leave()
        self._load(evidence.locator.source, arrived)

    def selection(self) -> Passage | None:
        """The words selected, as a passage of the source."""
        spot = self.view.spot() if self.view is not None else None
        if not spot:
            return None
        return Passage(self._sha256(), spot.page, spot.start, spot.end)

    def selected_text(self) -> str:
        """The selected words themselves."""
        return self.view.selected_text() if self.view is not None else ""

    def clear_selection(self) -> None:
        """Selects nothing."""
        if self.view is not None:
            self.view.clear_selection()

    def clear_lit(self) -> None:
        """Forgets the hits: nothing lit, nothing ticked."""
        self._hits = []
        self._header.show_hit(0, 0)
        for view in (self._pages, self._flow):
            view.clear_lit()

    def back(self) -> None:
        """To the place before this one."""
        self._travel(-1)

    def forward(self) -> None:
        """To the place one came back from."""
        self._travel(1)

    def stop(self) -> None:
        """Drops everything under way; for the end."""
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None
        self._pages.stop()
        self._flow.stop()

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        for widget in (self._header, self._pages, self._flow, self._bar):
            widget.retheme()
        self.update()

    # Qt -------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in STANCE_KEYS and self.selection() is not None:
            self.stanceRequested.emit(STANCE_KEYS[key])
        elif plain and key == Qt.Key.Key_N:
            self.hitStep.emit(1)
        elif modifiers == Qt.KeyboardModifier.ShiftModifier and key == Qt.Key.Key_N:
            self.hitStep.emit(-1)
        elif modifiers & Qt.KeyboardModifier.AltModifier and key == Qt.Key.Key_Left:
            self.back()
        elif modifiers & Qt.KeyboardModifier.AltModifier and key == Qt.Key.Key_Right:
            self.forward()
        else:
            super().keyPressEvent(event)

    # Private --------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._header.backWanted.connect(self.back)
        self._header.forwardWanted.connect(self.forward)
        self._header.stepWanted.connect(self.hitStep)
        self._header.zoomWanted.connect(self._zoom)
        self._bar.chosen.connect(self.stanceRequested)
        self.setFocusProxy(self._stack)
        for view in (self._pages, self._flow):
            view.selectionChanged.connect(self._selection_changed)
            view.selectionFinished.connect(self._place_bar)
            view.verticalScrollBar().valueChanged.connect(self._scrolled)
            view.pageChanged.connect(self._page_changed)
            view.zoomChanged.connect(self._zoom_changed)
            view.markActivated.connect(self.evidenceActivated)
            view.failed.connect(self.failed)

    def _sha256(self) -> str:
        return self._loaded.source.sha256 if self._loaded is not None else ""

    def _load(self, name: str, arrived: Callable[[SourceView], None]) -> None:
        archive = self._archive
        if archive is None:
            return
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None
        if self.view is not None and self._sha256() == name:
            arrived(self.view)
            return

        def work() -> _Loaded:
            source = archive.source(name)
            if source.is_paged:
                return _Loaded(source, sizes=tuple(archive.page_sizes(source.sha256)))
            return _Loaded(source, pages=tuple(archive.pages(source.sha256)))

        def done(loaded: _Loaded) -> None:
            self._loading = None
            arrived(self._show(archive, loaded))

        self._loading = self._tasks.run(work, done, self._load_failed, owner=self)

    def _show(self, archive: Archive, loaded: _Loaded) -> SourceView:
        source = loaded.source
        self._loaded = loaded
        self._header.show_source(source.title or source.name, source.name)
        if source.is_paged:
            self._flow.set_document(None)
            self._pages.set_document(_page_document(archive, loaded))
            view: SourceView = self._pages
        else:
            self._pages.set_document(None)
            self._flow.set_document(_flow_document(loaded))
            view = self._flow
        view.setAccessibleName(_("Source: {title}").format(title=source.title or source.name))
        self._stack.setCurrentWidget(view)
        self._stack.setFocusProxy(view)
        self._mark(view)
        self._light(view, None)
        self._zoom_changed()
        self._page_changed(view.current_page or 1)
        self.sourceShown.emit(source.sha256)
        return view

    def _close(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None
        self._loaded = None
        self._pages.set_document(None)
        self._flow.set_document(None)
        self._header.show_hit(0, 0)
        self._show_empty()

    def _show_empty(self) -> None:
        self._header.show_source("", "")
        self._history_changed()
        self._empty.setText(
            _(
                "Search the archive below and open a hit, or open a source from the archive window."
                "\nIts words, pages and evidence appear here."
            )
        )
        self._stack.setCurrentWidget(self._empty)
        self._stack.setFocusProxy(self._empty)

    def _load_failed(self, error: WorkbenchError) -> None:
        self._loading = None
        self._close()
        self._empty.setText(f"{error.message}\n{error.remedy}")
        self.failed.emit(error)

    def _light(self, view: SourceView, first: Hit | None) -> None:
        """Lights and ticks the hits of the source shown, one of them first."""
        here = [hit for hit in self._hits if hit.source == self._sha256()]
        ordered = sorted(here, key=lambda hit: hit != first)
        view.set_lit([spot for hit in ordered for spot in _absolute(hit)])
        count = len(self._hits)
        view.set_hits(
            [
                HitPlace(
                    Spot(hit.page, hit.start, hit.end),
                    _("hit {number} of {count}, p. {label}").format(
                        number=number, count=count, label=hit.page_label
                    ),
                )
                for number, hit in enumerate(self._hits, 1)
                if hit.source == self._sha256()
            ]
        )

    def _mark(self, view: SourceView) -> None:
        view.set_marks(
            [
                Mark(
                    item.id,
                    item.locator.page,
                    item.locator.start,
                    item.locator.end,
                    item.stance,
                    number,
                    item.locator.boxes,
                )
                for item, number in self._evidence
                if item.locator.source == self._sha256()
            ]
        )

    # History

    def _go(self, view: SourceView, place: Place) -> None:
        view.go(place)
        self._visited(view)

    def _leave(self) -> None:
        """Remembers where the reader stands before going elsewhere."""
        if self.view is None:
            return
        place = self.view.place()
        self._last_places[self._sha256()] = place
        if 0 <= self._visit < len(self._visits):
            self._visits[self._visit] = replace(self._visits[self._visit], place=place)

    def _visited(self, view: SourceView) -> None:
        visit = _Visit(self._sha256(), view.place())
        if 0 <= self._visit < len(self._visits) and self._visits[self._visit] == visit:
            return
        self._visits = [*self._visits[: self._visit + 1], visit][-_HISTORY_LENGTH:]
        self._visit = len(self._visits) - 1
        self._history_changed()

    def _travel(self, step: int) -> None:
        to = self._visit + step
        if not 0 <= to < len(self._visits):
            return
        self._leave()
        self._visit = to
        visit = self._visits[to]
        self._load(visit.source, lambda view: view.go(visit.place))
        self._history_changed()

    def _history_changed(self) -> None:
        self._header.show_history(back=self._visit > 0, forward=self._visit < len(self._visits) - 1)

    # Slots

    def _page_changed(self, number: int) -> None:
        if self._loaded is not None and number:
            self._header.show_place(place_words(self._loaded.source, self._labels(), number))

    def _labels(self) -> list[str]:
        if self._loaded is None:
            return []
        return [label for label, _w, _h in self._loaded.sizes] or [
            page.label for page in self._loaded.pages
        ]

    def _zoom(self, direction: int) -> None:
        if self.view is not None and direction:
            self.view.zoom_by(ZOOM_STEP**direction)
        elif self.view is not None:
            self.view.zoom_reset()

    def _zoom_changed(self) -> None:
        if self.view is not None:
            self._header.show_zoom(self.view.zoom_percent)
            self._scrolled()

    def _selection_changed(self, page: int, _start: int, _end: int) -> None:
        if not page:
            self._bar.hide()
        self.passageSelected.emit(bool(page))

    def _scrolled(self) -> None:
        if self._bar.isVisible() or (self.view is not None and self.view.spot()):
            self._place_bar()

    def _place_bar(self) -> None:
        view = self.view
        rect = view.selection_rect().toRect() if view is not None else QRect()
        if view is None or rect.isEmpty():
            self._bar.hide()
            return
        area = view.viewport()
        corner = area.mapTo(self, QPoint(0, 0))
        self._bar.show_beside(rect.translated(corner), QRect(corner, area.size()))


def place_words(source: Source, labels: Sequence[str], number: int) -> str:
    """Where one is in a source, as people say it."""
    count = len(labels)
    if not 1 <= number <= count:
        return ""
    label = labels[number - 1] or str(number)
    fields = {"label": label, "number": number, "count": count}
    if source.is_paged:
        if label == str(number):
            return _("p. {number} of {count}").format(**fields)
        return _("p. {label} ({number} of {count})").format(**fields)
    if count == 1:
        return ""
    if label == str(number):
        return _("part {number} of {count}").format(**fields)
    return _("{label} ({number} of {count})").format(**fields)


def _absolute(hit: Hit) -> list[Spot]:
    return [Spot(hit.page, hit.start + start, hit.start + end) for start, end in hit.spans]


def _page_document(archive: Archive, loaded: _Loaded) -> PageDocument:
    sha256 = loaded.source.sha256
    return PageDocument(
        tuple((width, height) for _label, width, height in loaded.sizes),
        lambda number: archive.page(sha256, number),
        lambda page, scale, clip: archive.render(sha256, page, scale, clip),
    )


def _flow_document(loaded: _Loaded) -> FlowDocument:
    labels = [page.label for page in loaded.pages]
    headings = [place_words(loaded.source, labels, page.number) for page in loaded.pages]
    return FlowDocument(loaded.pages, tuple(headings))


def _note() -> QLabel:
    """Where a source would be: a sentence on what to do."""
    label = QLabel()
    label.setProperty("soft", True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setMargin(40)
    label.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
