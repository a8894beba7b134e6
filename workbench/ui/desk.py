"""The desk: article, source and claim side by side, the search shelf below, and how they talk."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from workbench.domain.case import Changes
from workbench.domain.deep_link import DeepLink
from workbench.domain.evidence import Stance
from workbench.i18n import _
from workbench.services.archive import Archive, Hit
from workbench.ui.article_pane import ArticlePane
from workbench.ui.case_model import CaseModel
from workbench.ui.claim_panel import ClaimPanel
from workbench.ui.drawer import Columns
from workbench.ui.search_panel import SearchPanel
from workbench.ui.settings import Settings
from workbench.ui.source_panes import SourcePanes
from workbench.ui.source_view import ZOOM_STEP
from workbench.ui.tasks import Tasks
from workbench.ui.words import stance_word

_SHELF_SHARE = 0.3
_SHELF_LOWEST = 236  # the query, what it found, and some hits


class Desk(QWidget):
    """Joins the columns: a hit opens its page, a selection becomes evidence, a claim is shown."""

    hint = Signal(str)
    failed = Signal(object)
    sourceChanged = Signal()
    sourceReadAnew = Signal(str)

    def __init__(
        self,
        model: CaseModel,
        tasks: Tasks,
        settings: Settings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._hits: list[Hit] = []
        self._is_sized = False
        self._before_search: QWidget | None = None
        self.article = ArticlePane(model)
        self.source = SourcePanes(tasks, settings)
        self.claim = ClaimPanel(model)
        self.search = SearchPanel(tasks, settings)
        self.columns = Columns(self.article, self.source, self.claim)
        self.shelf = QSplitter(Qt.Orientation.Vertical)
        self.shelf.addWidget(self.columns)
        self.shelf.addWidget(self.search)
        self.shelf.setCollapsible(0, False)
        self.shelf.setStretchFactor(0, 1)
        self.shelf.setStretchFactor(1, 0)
        self._shelf_sizes: list[int] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.shelf)
        self._connect()

    def set_shelf(self, sizes: list[int]) -> None:
        """Height of the columns and of the shelf, from an earlier day."""
        self._shelf_sizes = sizes

    def showEvent(self, event: QShowEvent) -> None:
        """The first time the shelf takes its share of the height there is."""
        super().showEvent(event)
        if not self._is_sized:
            self._is_sized = True
            QTimer.singleShot(0, self, self._share_height)

    def set_reading(self, on: bool) -> None:
        """Without a case there is nothing to check: sources and search have all the room."""
        self.columns.show_only_source(on)
        self.article.setVisible(not on)

    def open_link(self, link: DeepLink) -> None:
        """Goes where a link leads."""
        self._shut_drawer()
        self.source.go_to_link(link)

    def set_archive(self, archive: Archive | None) -> None:
        """Takes another archive."""
        self.source.set_archive(archive)
        self.search.set_archive(archive)

    def attach(self, stance: Stance) -> None:
        """Makes the words selected in the source evidence of the claim in hand."""
        passage, claim = self.source.selection(), self._model.current
        if claim is None:
            self.hint.emit(
                _("No claim to attach to. Select words in the article and press C first.")
            )
        elif passage is None:
            self.hint.emit(_("Select words in the source first, then press S, R or T."))
        else:
            self._model.attach_evidence(claim.id, passage, stance)
            self.source.clear_selection()
            if not self.columns.is_claim_shown:
                self.hint.emit(
                    _("Attached to claim {number}: {stance}.").format(
                        number=claim.number, stance=stance_word(stance)
                    )
                )

    def give_verdict(self, key: int) -> None:
        """Gives the claim in hand the verdict of that key; 0 takes it back."""
        claim, ratings = self._model.current, self._model.ratings()
        if claim is not None and key <= len(ratings):
            self._model.give_verdict(claim.id, ratings[key - 1].code if key else "")

    def verdict_text(self, key: int) -> str:
        """What the menu says for a verdict's key; nothing where the scale has no such value."""
        ratings = self._model.ratings()
        if key > len(ratings):
            return ""
        return f"{ratings[key - 1].glyph}  {ratings[key - 1].name}"

    def step_claim(self, by: int) -> None:
        """Takes the next or the previous claim in hand."""
        self._model.step_current(by)
        self.columns.show_claim(True)

    def choose_claim(self, claim_id: str) -> None:
        """Takes a claim in hand and shows it."""
        self._model.set_current(claim_id)
        self.claim.show_list(False)
        self.columns.show_claim(True)

    def step_hit(self, by: int) -> None:
        """Goes on to the next or the previous hit of the search."""
        self.search.step(by)

    def edit_wording(self) -> None:
        """Puts the keyboard into our wording of the claim."""
        self.columns.show_claim(True)
        self.claim.focus_wording()

    def edit_rationale(self) -> None:
        """Puts the keyboard into the rationale of the verdict."""
        self.columns.show_claim(True)
        self.claim.focus_rationale()

    def remove_claim(self) -> None:
        """Takes the claim in hand and its evidence out of the case; Undo brings it back."""
        claim = self._model.current
        if claim is not None:
            self._model.remove_claim(claim.id)

    def toggle_list(self) -> None:
        """Shows all claims, or the one in hand again."""
        on = not self.claim.lists_claims
        self.columns.show_claim(True)
        self.claim.show_list(on)
        if on:
            self.claim.claims.focus_list()

    def toggle(self, name: str) -> None:
        """Shows or hides a column or the shelf."""
        if name == "claim":
            self.columns.show_claim(not self.columns.is_claim_shown)
        else:
            pane = self.article if name == "article" else self.search
            pane.setVisible(pane.isHidden())

    def is_shown(self, name: str) -> bool:
        """True where a column or the shelf can be seen."""
        if name == "claim":
            return self.columns.is_claim_shown
        return not (self.article if name == "article" else self.search).isHidden()

    def zoom_in(self) -> None:
        """Sets the text of the column with the keyboard larger."""
        self._zoom(ZOOM_STEP)

    def zoom_out(self) -> None:
        """Sets the text of the column with the keyboard smaller."""
        self._zoom(1 / ZOOM_STEP)

    def zoom_reset(self) -> None:
        """Sets the text of the column with the keyboard at its normal size."""
        if self.is_in_source() and self.source.view is not None:
            self.source.view.zoom_reset()
        else:
            self.article.view.set_zoom(1.0)

    def focus_next(self) -> None:
        """Takes the keyboard to the next column."""
        self._focus(1)

    def focus_previous(self) -> None:
        """Takes the keyboard to the previous column."""
        self._focus(-1)

    def is_in_source(self) -> bool:
        """True where the keyboard is in a source, or sources are all there is."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self.source.isAncestorOf(focus)
        return inside or not self._model.is_open

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        for pane in (self.article, self.source, self.claim, self.search):
            pane.retheme()
        self._update_rail()

    def _share_height(self) -> None:
        low = max(_SHELF_LOWEST, round(self.height() * _SHELF_SHARE))
        self.shelf.setSizes(self._shelf_sizes or [self.height() - low, low])

    def _connect(self) -> None:
        model = self._model
        self.article.claimChosen.connect(self.choose_claim)
        self.article.hint.connect(self.hint)
        self.claim.printedClicked.connect(self.article.view.reveal)
        self.claim.evidenceOpened.connect(self._open_evidence)
        self.source.stanceRequested.connect(self.attach)
        self.source.hitStep.connect(self.step_hit)
        self.source.evidenceActivated.connect(self._evidence_clicked)
        self.source.failed.connect(self.failed)
        self.source.told.connect(self.hint)
        self.source.changed.connect(self.sourceChanged)
        self.source.sourceReadAnew.connect(self.sourceReadAnew)
        self.search.hitsChanged.connect(self._hits_changed)
        self.search.hitActivated.connect(self._show_hit)
        self.search.hitBeside.connect(self._show_hit_beside)
        self.search.failed.connect(self.failed)
        self.search.escaped.connect(self._leave_search)
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]
        model.opened.connect(self._opened)
        model.changed.connect(self._after)
        model.currentChanged.connect(lambda _id: self._update_rail())
        model.anchorsChanged.connect(self._mark_evidence)

    def _opened(self) -> None:
        self.source.clear_lit()
        self._mark_evidence()
        self._update_rail()
        claim = self._model.current
        for item in self._model.case.evidence_of(claim)[:1] if claim is not None else []:
            self.source.go_to_evidence(item)

    def _after(self, changes: Changes) -> None:
        if changes.touch("evidence") or changes.touch("claims"):
            self._mark_evidence()
            self._update_rail()
        marked = [c for c in changes.changes if c.table == "claims" and c.before is None]
        if marked:
            self.columns.show_claim(True)

    def _mark_evidence(self) -> None:
        if not self._model.is_open:
            self.source.set_evidence(None)
            return
        case = self._model.case
        items = [
            (item, case.claims[item.claim].number)
            for item in case.evidence.values()
            if item.claim in case.claims
        ]
        self.source.set_evidence(items)
        self.search.set_linked(items)

    def _update_rail(self) -> None:
        claim = self._model.current
        rating = self._model.rating(claim) if claim is not None else None
        items = self._model.case.evidence_of(claim) if claim is not None else []
        self.columns.rail.show_claim(claim, rating, items)

    def _open_evidence(self, evidence_id: str) -> None:
        evidence = self._model.case.evidence.get(evidence_id)
        if evidence is not None:
            self.source.go_to_evidence(evidence)
            self._shut_drawer()

    def _evidence_clicked(self, evidence_id: str) -> None:
        evidence = self._model.case.evidence.get(evidence_id)
        if evidence is not None:
            self.choose_claim(evidence.claim)

    def _hits_changed(self, hits: list[Hit]) -> None:
        self._hits = hits
        if not hits:
            self.source.clear_lit()

    def _show_hit(self, hit: Hit) -> None:
        self._shut_drawer()
        self.source.show_hit(hit, self._hits)
        if self.search.results.hasFocus():
            self.source.setFocus()  # whoever opens a hit wants to read and to select there

    def _show_hit_beside(self, hit: Hit) -> None:
        self._shut_drawer()
        self.source.show_hit_beside(hit, self._hits)

    def _leave_search(self) -> None:
        """Goes back to where one was before the search."""
        before = self._before_search
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (self.article.view if self._model.is_open else self.source).setFocus()

    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        """Notes from where somebody went into the search."""
        if before is None or now is None or not self.search.isAncestorOf(now):
            return
        if self.isAncestorOf(before) and not self.search.isAncestorOf(before):
            # Back in a field, single letters would be typed where they are meant as commands.
            is_field = isinstance(before, QLineEdit | QPlainTextEdit)
            self._before_search = None if is_field else before

    def _shut_drawer(self) -> None:
        """A source just opened must not lie under the drawer."""
        if self.columns.is_drawer_open:
            self.columns.show_claim(False)

    def _zoom(self, factor: float) -> None:
        if self.is_in_source() and self.source.view is not None:
            self.source.view.zoom_by(factor)
        else:
            self.article.view.set_zoom(self.article.view.zoom * factor)

    def _focus(self, by: int) -> None:
        stops: list[tuple[QWidget, Callable[[], object]]] = [
            (pane, pane.setFocus) for pane in self.source.panes
        ]
        if self._model.is_open:
            stops.insert(0, (self.article, self.article.view.setFocus))
            stops.append((self.claim, self._focus_claim))
        stops.append((self.search, self.search.focus_query))
        focus = QApplication.focusWidget()
        here = next(
            (at for at, (pane, _go) in enumerate(stops) if focus and pane.isAncestorOf(focus)), 0
        )
        stops[(here + by) % len(stops)][1]()

    def _focus_claim(self) -> None:
        self.columns.show_claim(True)
        self.claim.focus_first()
