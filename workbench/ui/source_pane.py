"""A source with its hits, its evidence, what is selected, what was found, and links to it."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from workbench.domain.deep_link import DeepLink, words_check
from workbench.domain.errors import WorkbenchError
from workbench.domain.evidence import Evidence, Stance
from workbench.i18n import _
from workbench.services.archive import Archive, Hit
from workbench.services.casework import Passage
from workbench.ui.marks import Mark
from workbench.ui.page_list import PageNews
from workbench.ui.source_base import NOWHERE, HitPlace, Spot
from workbench.ui.source_loading import Landing, landing, quotation
from workbench.ui.source_memory import SourceMemory
from workbench.ui.source_stage import SourceStage
from workbench.ui.source_view import SourceView
from workbench.ui.stance_bar import STANCE_KEYS, StanceBar
from workbench.ui.tasks import Tasks

_LIT_BRIEFLY_MS = 4_000
_BELOW_THE_GAP_PX = 24  # a page just gone to has a little of the gap before it in sight


class SourcePane(SourceStage):
    """Where passages are read, found and chosen."""

    passageSelected = Signal(bool)
    stanceRequested = Signal(object)
    hitStep = Signal(int)
    evidenceActivated = Signal(str)

    def __init__(
        self, tasks: Tasks, parent: QWidget | None = None, memory: SourceMemory | None = None
    ) -> None:
        self._evidence: list[tuple[Evidence, int]] = []
        self._hits: list[Hit] = []
        self._find_is_new = False
        self._landed = NOWHERE
        super().__init__(tasks, parent, memory)
        self._bar = StanceBar(self)
        self._has_case = True
        self._unlit = QTimer(self, singleShot=True, interval=_LIT_BRIEFLY_MS)
        self._unlit.timeout.connect(self._forget_landing)
        self._connect()

    # Verbs ----------------------------------------------------------------------------------------

    def set_archive(self, archive: Archive | None) -> None:
        """Takes another archive and closes what is open."""
        self._hits = []
        super().set_archive(archive)

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

    def set_evidence(self, items: Sequence[tuple[Evidence, int]] | None) -> None:
        """Outlines this evidence, each with the number of its claim; None where no case is open."""
        self._has_case = items is not None
        self._evidence = list(items or ())
        if self.view is not None:
            self._mark(self.view)

    def go_to_evidence(self, evidence: Evidence) -> None:
        """Opens the passage of a piece of evidence."""

        def arrived(view: SourceView) -> None:
            place = evidence.locator
            view.set_current_mark(evidence.id)
            if place.area:
                view.reveal_boxes(place.page, place.boxes)
            else:
                view.reveal(place.page, place.start, place.end)
            self._visited(view)

        self._leave()
        self._load(evidence.locator.source, arrived)

    def go_to_link(self, link: DeepLink) -> None:
        """Opens what a link leads to, its words selected; a wrong link changes nothing here."""
        archive = self._archive
        if archive is None:
            return

        def checked(land: Landing) -> None:
            self._loading = None
            self._leave()
            self._load(link.source, lambda view: self._land(view, land))

        def failed(error: WorkbenchError) -> None:
            self._loading = None
            self.failed.emit(error)

        self._drop_loading()
        self._loading = self._tasks.run(lambda: landing(archive, link), checked, failed, owner=self)

    def selection(self) -> Passage | None:
        """What is selected, words or an area of a page."""
        if self.view is None:
            return None
        area = self.view.area()
        if area is not None:
            return Passage(self._sha256(), area[0], 0, 0, area=area[1])
        spot = self.view.spot()
        return Passage(self._sha256(), spot.page, spot.start, spot.end) if spot else None

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
        self._tell_news()

    def link(self) -> DeepLink | None:
        """The link to what is selected, else to the page in sight."""
        view, passage = self.view, self.selection()
        if view is None:
            return None
        if passage is None:
            return DeepLink(self._sha256(), max(1, view.current_page))
        if passage.area is not None:
            return DeepLink(passage.source, passage.page, area=passage.area)
        words = view.selected_text()
        check = words_check(words) if words else ""
        return DeepLink(passage.source, passage.page, passage.start, passage.end, words=check)

    def copy_link(self) -> None:
        """Copies the link alone."""
        link = self.link()
        if link is not None:
            QGuiApplication.clipboard().setText(link.text)
            to_page = _("Link to page {page} copied.").format(page=link.page)
            self.told.emit(_("Link to the passage copied.") if self.selection() else to_page)

    def copy_with_link(self) -> None:
        """Copies the selected words, where they stand, and the link."""
        link = self.link()
        if link is not None and self._loaded is not None:
            text = quotation(self.selected_text(), self._loaded, link)
            QGuiApplication.clipboard().setText(text)
            self.told.emit(_("Copied with its source and a link."))

    def open_find(self) -> None:
        """Opens the find line, with the words selected if they are few."""
        if self.view is not None:
            if self.find_bar.isHidden():
                self._find_is_new = True
            top = self.view.verticalScrollBar().value() + _BELOW_THE_GAP_PX
            self.find_bar.open(self.selected_text(), self.view.page_at_height(top))

    def step_found(self, by: int) -> None:
        """Goes on to the next place found, or to the one before."""
        if self.find_bar.isHidden():
            self.open_find()
        else:
            self.find_bar.step(by)

    def toggle_area_mode(self) -> None:
        """Makes dragging select a rectangle, or words again."""
        if self.view is not None:
            self.view.set_area_mode(not self.view.area_mode)

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        super().retheme()
        self._bar.retheme()

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
        self._header.stepWanted.connect(self.hitStep)
        self._bar.chosen.connect(self.stanceRequested)
        self.find_bar.changed.connect(self._show_found)
        self.find_bar.shown.connect(self._go_to_found)
        self.find_bar.closed.connect(self._find_closed)
        for view in (self._pages, self._flow):
            view.selectionChanged.connect(self._selection_changed)
            view.areaChanged.connect(self._selection_changed)
            view.selectionFinished.connect(self._place_bar)
            view.verticalScrollBar().valueChanged.connect(self._scrolled)
            view.zoomChanged.connect(self._scrolled)
            view.markActivated.connect(self.evidenceActivated)

    def _shown(self, view: SourceView) -> None:
        self._forget_landing()
        self._mark(view)
        self._light(view, None)

    def _emptied(self) -> None:
        self._landed = NOWHERE

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
        self._tell_news()

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
        self._tell_news()

    def _tell_news(self) -> None:
        """What stands on which page, for the small pictures."""
        source = self._sha256()
        evidence: dict[int, list[tuple[Stance, int]]] = {}
        for item, number in self._evidence:
            if item.locator.source == source:
                evidence.setdefault(item.locator.page, []).append((item.stance, number))
        hits = Counter(hit.page for hit in self._hits if hit.source == source)
        self.side.set_news(PageNews(hits, evidence))

    # Links

    def _land(self, view: SourceView, land: Landing) -> None:
        link = land.link
        view.clear_selection()
        if link.area is not None:
            view.set_area(link.page, link.area)
            view.reveal_boxes(link.page, [link.area])
        elif link.end and land.is_same:
            self._landed = Spot(link.page, link.start, link.end)
            view.select(link.page, link.start, link.end)
            view.reveal(link.page, link.start, link.end)
            self._show_found()
            self._unlit.start()
        else:
            view.show_page(link.page)
        self._visited(view)
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not land.is_same:
            self.told.emit(
                _(
                    "The text of this page is not the one the link was made from: the page is "
                    "shown, its passage is not marked."
                )
            )

    def _forget_landing(self) -> None:
        if self._landed:
            self._landed = NOWHERE
            self._show_found()

    # Finding

    def _show_found(self) -> None:
        if self.view is None:
            return
        if self._landed and not self.find_bar.spots:
            self.view.set_found([self._landed], 0)
        else:
            self.view.set_found(self.find_bar.spots, self.find_bar.current)

    def _go_to_found(self, page: int, start: int, end: int) -> None:
        """The first place found is a step of the way back; those after it are not."""
        view = self.view
        if view is None:
            return
        if self._find_is_new:
            self._find_is_new = False
            self._jump(lambda view: view.reveal(page, start, end))
        else:
            view.reveal(page, start, end)

    def _find_closed(self, page: int, start: int, end: int) -> None:
        """What was found last stays selected, to be attached or read on from."""
        if self.view is not None:
            if end > start:
                self.view.select(page, start, end)
            self._focus_view()

    # Selection

    def _selection_changed(self) -> None:
        is_selected = self.selection() is not None
        if not is_selected:
            self._bar.hide()
        self.passageSelected.emit(is_selected)

    def _scrolled(self) -> None:
        if self._bar.isVisible() or self.selection() is not None:
            self._place_bar()

    def _place_bar(self) -> None:
        view = self.view
        rect = view.selection_rect().toRect() if view is not None else QRect()
        if view is None or rect.isEmpty() or not self._has_case:
            self._bar.hide()
            return
        area = view.viewport()
        corner = area.mapTo(self, QPoint(0, 0))
        self._bar.show_beside(rect.translated(corner), QRect(corner, area.size()))


def _absolute(hit: Hit) -> list[Spot]:
    return [Spot(hit.page, hit.start + start, hit.start + end) for start, end in hit.spans]
