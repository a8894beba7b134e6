"""Where one source is shown: its view, the lines over it, the panel beside it, and the way back."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.domain.errors import OutOfBounds, Unknown, WorkbenchError
from workbench.domain.page_names import find_page
from workbench.domain.source import OutlineEntry, Page, Source
from workbench.i18n import _
from workbench.services.archive import Archive
from workbench.ui.find_bar import FindBar
from workbench.ui.flow_view import FlowView
from workbench.ui.hit_strip import HitStrip
from workbench.ui.page_notice import PageNotice
from workbench.ui.page_view import PageView
from workbench.ui.side_panel import SIDE_WIDTH, SidePanel
from workbench.ui.source_base import Fit, Look, Place
from workbench.ui.source_header import SourceHeader
from workbench.ui.source_loading import Loaded, flow_document, load, page_document, place_words
from workbench.ui.source_memory import SourceMemory
from workbench.ui.source_view import ZOOM_STEP, SourceView
from workbench.ui.tasks import Handle, Tasks
from workbench.ui.visits import Visit, Visits

_WAYS = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}

Arrived = Callable[[SourceView], None]
Failed = Callable[[WorkbenchError], None]


class SourceStage(QFrame):
    """Shows one source at a time and remembers how; everything that takes time is a task."""

    sourceShown = Signal(str)
    sourceReadAnew = Signal(str)
    historyChanged = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self, tasks: Tasks, parent: QWidget | None = None, memory: SourceMemory | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("box", "pane")
        self.setAccessibleName(_("Source"))
        self._tasks = tasks
        self._memory = memory if memory is not None else SourceMemory()
        self._archive: Archive | None = None
        self._loaded: Loaded | None = None
        self._loading: Handle | None = None
        self._visits = Visits()
        self._by_ocr: set[int] = set()
        self._header = SourceHeader()
        self.find_bar = FindBar(tasks)
        self.side = SidePanel(tasks)
        self.notice = PageNotice(tasks)
        self._empty = _note()
        self._pages = PageView(tasks)
        self._flow = FlowView()
        self._stack = QStackedWidget()
        self._arrange()
        self._connect_stage()
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

    @property
    def can_go_back(self) -> bool:
        """True where there is a place before this one."""
        return self._visits.can_go_back

    @property
    def can_go_forward(self) -> bool:
        """True where one came back from somewhere."""
        return self._visits.can_go_forward

    # Verbs ----------------------------------------------------------------------------------------

    def set_archive(self, archive: Archive | None) -> None:
        """Takes another archive and closes what is open."""
        self._keep_look()
        self._archive = archive
        self._visits.clear()
        self._close()
        if archive is not None:
            self._tasks.run(archive.warm, lambda _nothing: None, owner=self)

    def open(self, source: str, page: int = 0) -> None:
        """Opens a source by hash, at a page, or where it was left."""

        def arrived(view: SourceView) -> None:
            known = self._memory.recall(self._sha256())
            left = known.place if known is not None else Place()
            view.go(Place(page) if page else left)
            self._visited(view)

        self._leave()
        self._load(source, arrived)

    def go_to_page(self, number: int) -> None:
        """Brings a page of the source shown to the top."""
        self._jump(lambda view: view.show_page(number))

    def ask_place(self) -> None:
        """Lets a page be typed."""
        view = self.view
        if view is None or self._loaded is None:
            return
        if len(self._loaded.labels) < 2:
            self.told.emit(_("This document has no pages to go to; its outline may help."))
            return
        self._header.ask_place(self._loaded.labels[max(0, view.current_page - 1)])

    def back(self) -> None:
        """To the place before this one."""
        self._travel(-1)

    def forward(self) -> None:
        """To the place one came back from."""
        self._travel(1)

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller."""
        if self.view is not None:
            self.view.zoom_by(factor)

    def zoom_to(self, percent: int) -> None:
        """To a size."""
        if self.view is not None:
            look = replace(self.view.look(), zoom=percent / 100, fit=Fit.FREE)
            self.view.set_look(look)

    def set_fit(self, fit: Fit) -> None:
        """Keeps the width or the whole page in the window."""
        if self.view is not None:
            self.view.set_fit(fit)

    def rotate(self, by: int) -> None:
        """Turns the pages further to the right."""
        if self.view is not None:
            self.view.rotate(by)

    def open_side(self, on: bool) -> None:
        """Shows or hides pages and outline."""
        self.side.open(on)

    def stop(self) -> None:
        """Drops everything under way; for the end."""
        self._keep_look()
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None
        self._pages.stop()
        self._flow.stop()
        self.find_bar.stop()
        self.notice.stop()
        self.side.forget()

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        for widget in (self._header, self._pages, self._flow, self.side, self.notice):
            widget.retheme()
        self.update()

    # Qt -------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The mouse's own buttons go back and forward, wherever in the source it is."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            way = _WAYS.get(event.button())
            if way is not None:
                self._travel(way)
                return True
            if isinstance(watched, HitStrip):
                self._leave()  # a tick is a jump: Back returns from it
        return super().eventFilter(watched, event)

    # For the pane made of this --------------------------------------------------------------------

    def _shown(self, _view: SourceView) -> None:
        """Another source is in the view."""

    def _emptied(self) -> None:
        """No source is in the view."""

    def _sha256(self) -> str:
        return self._loaded.source.sha256 if self._loaded is not None else ""

    def _load(self, name: str, arrived: Arrived, failed: Failed | None = None) -> None:
        """Shows a source, then calls back; a later wish drops this one."""
        archive = self._archive
        if archive is None:
            return
        self._drop_loading()
        if self.view is not None and self._sha256() == name:
            arrived(self.view)
            return

        def done(loaded: Loaded) -> None:
            self._loading = None
            self._keep_look()
            arrived(self._show(archive, loaded))

        def not_done(error: WorkbenchError) -> None:
            self._loading = None
            (failed or self._load_failed)(error)

        self._loading = self._tasks.run(lambda: load(archive, name), done, not_done, owner=self)

    def _drop_loading(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    def _jump(self, go: Arrived) -> None:
        """Goes elsewhere in the source shown; Back returns."""
        if self.view is not None:
            self._leave()
            go(self.view)
            self._visited(self.view)

    def _leave(self) -> None:
        """Remembers where the reader stands before going elsewhere."""
        if self.view is not None:
            self._keep_look()
            self._visits.leave(self._sha256(), self.view.place())

    def _visited(self, view: SourceView) -> None:
        if self._loaded is not None:
            self._visits.arrive(Visit(self._sha256(), self._loaded.title, view.place()))
            self._history_changed()

    # Private --------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        for widget in (self._empty, self._pages, self._flow):
            self._stack.addWidget(widget)
        reading = QWidget()
        inner = QVBoxLayout(reading)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.notice)
        inner.addWidget(self._stack, 1)
        self._body = QSplitter(Qt.Orientation.Horizontal)
        self._body.addWidget(self.side)
        self._body.addWidget(reading)
        self._body.setChildrenCollapsible(False)
        self._body.setStretchFactor(1, 1)
        self._body.setSizes([SIDE_WIDTH, 600])
        self.side.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.find_bar)
        column.addWidget(self._body, 1)
        self.setFocusProxy(self._stack)

    def _connect_stage(self) -> None:
        header = self._header
        header.backWanted.connect(self.back)
        header.forwardWanted.connect(self.forward)
        header.zoomWanted.connect(lambda way: self.zoom_by(ZOOM_STEP**way))
        header.zoomChosen.connect(self.zoom_to)
        header.fitWanted.connect(self.set_fit)
        header.placeWanted.connect(self._place_typed)
        header.placeLeft.connect(self._focus_view)
        self.side.pageChosen.connect(self.go_to_page)
        self.side.entryChosen.connect(self._go_to_entry)
        self.side.pagesInSight.connect(self._pages.want_thumbnails)
        self._pages.thumbnailArrived.connect(lambda _page: self.side.pages.refresh())
        self.notice.looked.connect(self._page_looked)
        self.notice.readAnew.connect(self._read_anew)
        self.notice.told.connect(self.told)
        self.notice.failed.connect(self.failed)
        for view in (self._pages, self._flow):
            view.pageChanged.connect(self._page_changed)
            view.zoomChanged.connect(self._zoom_changed)
            view.verticalScrollBar().valueChanged.connect(self._side_follows)
            view.failed.connect(self.failed)
            view.strip.tickActivated.connect(self._tick_followed)
            view.viewport().installEventFilter(self)
            view.strip.installEventFilter(self)

    def _show(self, archive: Archive, loaded: Loaded) -> SourceView:
        source = loaded.source
        self._loaded = loaded
        self._by_ocr = set()
        self._header.show_source(loaded.title, source.name)
        self._header.set_fits(source.is_paged)
        known = self._memory.recall(source.sha256)
        if source.is_paged:
            self._flow.set_document(None)
            self._pages.set_document(page_document(archive, loaded))
            self._pages.set_look(known.look if known is not None else Look())
            view: SourceView = self._pages
        else:
            self._pages.set_document(None)
            self._flow.set_document(flow_document(loaded))
            if known is not None:
                self._flow.set_look(known.look)
            view = self._flow
        view.setAccessibleName(_("Source: {title}").format(title=loaded.title))
        self._stack.setCurrentWidget(view)
        self._stack.setFocusProxy(view)
        self._use(archive, loaded, view)
        self._shown(view)
        self._zoom_changed()
        self._page_changed(view.current_page or 1)
        self.sourceShown.emit(source.sha256)
        return view

    def _use(self, archive: Archive, loaded: Loaded, view: SourceView) -> None:
        """Hands the source to what stands around the view."""
        sha256, pages = loaded.source.sha256, loaded.pages

        def texts() -> list[str]:
            return [page.text for page in pages or archive.texts(sha256)]

        def outline() -> list[OutlineEntry]:
            return archive.outline(sha256)

        self.notice.use(archive, loaded.source)
        sizes = [(width, height) for _label, width, height in loaded.sizes]
        thumbnail = self._pages.thumbnail if loaded.source.is_paged else None
        self.side.show_source(view, loaded.labels, sizes, thumbnail, outline)
        self.find_bar.use(texts)

    def _close(self) -> None:
        self._drop_loading()
        self._loaded = None
        self._pages.set_document(None)
        self._flow.set_document(None)
        self._show_empty()

    def _show_empty(self) -> None:
        self._header.show_source("", "")
        self._header.show_hit(0, 0)
        self._history_changed()
        self.find_bar.use(None)
        self.find_bar.hide()
        self.notice.use(None, None)
        self.side.forget()
        self._empty.setText(
            _(
                "Search the archive below and open a hit, or open a source from the archive window."
                "\nIts words, pages and evidence appear here."
            )
        )
        self._stack.setCurrentWidget(self._empty)
        self._stack.setFocusProxy(self._empty)
        self._emptied()

    def _load_failed(self, error: WorkbenchError) -> None:
        self._close()
        self._empty.setText(f"{error.message}\n{error.remedy}")
        self.failed.emit(error)

    def _keep_look(self) -> None:
        """What is in sight now is how the source opens the next time."""
        if self.view is not None:
            self._memory.remember(self._sha256(), self.view.look(), self.view.place())

    # History

    def _travel(self, by: int) -> None:
        self._leave()
        visit = self._visits.step(by)
        if visit is not None:
            self._go_back_to(visit, by)

    def _go_back_to(self, visit: Visit, by: int) -> None:
        def failed(error: WorkbenchError) -> None:
            if not isinstance(error, Unknown):
                self._load_failed(error)
                return
            self.told.emit(_("“{title}” is no longer in the archive.").format(title=visit.title))
            following = self._visits.drop(by)
            self._history_changed()
            if following is not None:
                self._go_back_to(following, by)

        self._load(visit.source, lambda view: view.go(visit.place), failed)
        self._history_changed()

    def _history_changed(self) -> None:
        self._header.show_history(back=self.can_go_back, forward=self.can_go_forward)
        self.historyChanged.emit()

    # Slots

    def _place_typed(self, typed: str) -> None:
        view = self.view
        if not typed.strip() or view is None or self._loaded is None:
            self.ask_place()
            return
        try:
            page = find_page(typed, self._loaded.labels, view.current_page)
        except OutOfBounds as error:
            self.told.emit(str(error))
            self._header.ask_place(typed)
            return
        self._header.close_place()
        self._focus_view()
        self.go_to_page(page)

    def _focus_view(self) -> None:
        self._stack.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_entry(self, entry: OutlineEntry) -> None:
        def go(view: SourceView) -> None:
            if entry.start:
                view.reveal(entry.page, entry.start, entry.start + 1)
            else:
                view.show_page(entry.page)

        self._jump(go)

    def _page_changed(self, number: int) -> None:
        if self._loaded is None or not number:
            return
        place = place_words(self._loaded.source, self._loaded.labels, number)
        if number in self._by_ocr:
            place = _("{place} · text by OCR").format(place=place)
        self._header.show_place(place)
        self.side.follow(number)
        self.notice.look_at(number)

    def _tick_followed(self) -> None:
        if self.view is not None:
            self._visited(self.view)

    def _page_looked(self, page: Page) -> None:
        if page.origin == "ocr" and page.number not in self._by_ocr:
            self._by_ocr.add(page.number)
            if self.view is not None and self.view.current_page == page.number:
                self._page_changed(page.number)

    def _side_follows(self) -> None:
        if self.view is not None:
            self.side.follow(self.view.current_page or 1)

    def _zoom_changed(self) -> None:
        if self.view is not None:
            self._header.show_zoom(self.view.zoom_percent, self.view.fit)

    def _read_anew(self, sha256: str) -> None:
        """The words of a source are others now: it is shown anew, at the same place."""
        self.sourceReadAnew.emit(sha256)
        view = self.view
        if view is None or self._sha256() != sha256:
            return
        place = view.place()
        self._keep_look()
        self._loaded = None
        self._load(sha256, lambda again: again.go(place))


def _note() -> QLabel:
    """Where a source would be: a sentence on what to do."""
    label = QLabel()
    label.setProperty("soft", True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setMargin(40)
    label.setMinimumSize(QSize(0, 0))
    label.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
