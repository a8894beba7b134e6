"""The source column: one source, or two side by side, of which one has the keyboard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from workbench.domain.deep_link import DeepLink
from workbench.domain.evidence import Evidence
from workbench.domain.source import Source
from workbench.services.archive import Archive, Hit
from workbench.services.casework import Passage
from workbench.ui.drawer import DRAWER_BELOW
from workbench.ui.settings import Settings
from workbench.ui.source_header import SourceHeader
from workbench.ui.source_memory import SourceMemory
from workbench.ui.source_pane import SourcePane
from workbench.ui.source_view import SourceView
from workbench.ui.tasks import Tasks

BESIDE_FROM = 840
_SIDE_FROM = 760  # a column this wide has room for small pictures beside a readable page


class SourcePanes(QWidget):
    """Verbs go to the active pane; evidence, archive and theme to both."""

    passageSelected = Signal(bool)
    stanceRequested = Signal(object)
    hitStep = Signal(int)
    evidenceActivated = Signal(str)
    sourceShown = Signal(str)
    sourceReadAnew = Signal(str)
    changed = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self, tasks: Tasks, settings: Settings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._settings = settings
        self._memory = SourceMemory(settings)
        self._archive: Archive | None = None
        self._evidence: Sequence[tuple[Evidence, int]] | None = ()
        self._actions: Sequence[QAction] = ()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        self._panes: list[SourcePane] = []
        self._active = self._add_pane()
        self.setFocusProxy(self._active)
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]

    # Properties -----------------------------------------------------------------------------------

    @property
    def active(self) -> SourcePane:
        """The pane that hits, links and keys go to."""
        return self._active

    @property
    def panes(self) -> list[SourcePane]:
        """One pane or two."""
        return list(self._panes)

    @property
    def header(self) -> SourceHeader:
        """The line over the source of the active pane."""
        return self._active.header

    @property
    def source(self) -> Source | None:
        """The source of the active pane."""
        return self._active.source

    @property
    def view(self) -> SourceView | None:
        """The view of the active pane."""
        return self._active.view

    @property
    def busy(self) -> bool:
        """True while something is being read or drawn."""
        return any(pane.busy for pane in self._panes)

    @property
    def is_side_open(self) -> bool:
        """True where pages and outline of the active pane are shown."""
        return not self._active.side.isHidden()

    # Verbs of the active pane ---------------------------------------------------------------------

    def open(self, source: str, page: int = 0) -> None:
        """Opens a source by hash, at a page, or where it was left."""
        self._open_side_first()
        self._active.open(source, page)

    def show_hit(self, hit: Hit, hits: Sequence[Hit] = ()) -> None:
        """Opens a hit's page with its words lit."""
        self._open_side_first()
        self._active.show_hit(hit, hits)

    def go_to_evidence(self, evidence: Evidence) -> None:
        """Opens the passage of a piece of evidence."""
        self._open_side_first()
        self._active.go_to_evidence(evidence)

    def go_to_link(self, link: DeepLink) -> None:
        """Opens what a link leads to."""
        self._open_side_first()
        self._active.go_to_link(link)

    def selection(self) -> Passage | None:
        """What is selected in the active pane."""
        return self._active.selection()

    def selected_text(self) -> str:
        """The words selected in the active pane."""
        return self._active.selected_text()

    def clear_selection(self) -> None:
        """Selects nothing in the active pane."""
        self._active.clear_selection()

    def back(self) -> None:
        """To the place before this one."""
        self._active.back()

    def forward(self) -> None:
        """To the place one came back from."""
        self._active.forward()

    def toggle_side(self) -> None:
        """Shows or hides pages and outline, and remembers that."""
        on = not self.is_side_open
        self._active.open_side(on)
        if self._settings is not None:
            self._settings.set_side_open(on, narrow=self._is_narrow())

    # Verbs for both -------------------------------------------------------------------------------

    def set_archive(self, archive: Archive | None) -> None:
        """Takes another archive and closes what is open."""
        self._archive = archive
        if archive is None:
            self.close_second()
        for pane in self._panes:
            pane.set_archive(archive)

    def set_evidence(self, items: Sequence[tuple[Evidence, int]] | None) -> None:
        """Outlines this evidence and no other; None where no case is open."""
        self._evidence = items
        for pane in self._panes:
            pane.set_evidence(items)

    def clear_lit(self) -> None:
        """Forgets the hits."""
        for pane in self._panes:
            pane.clear_lit()

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """What the menu in the line over a source offers."""
        self._actions = actions
        for pane in self._panes:
            pane.header.set_actions(actions)

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        for pane in self._panes:
            pane.retheme()

    def stop(self) -> None:
        """Drops everything under way and keeps how sources were looked at; for the end."""
        for pane in self._panes:
            pane.stop()
        self._memory.save()

    # Two panes ------------------------------------------------------------------------------------

    def open_beside(self) -> None:
        """Opens the source of the active pane a second time, at the same place."""
        view, source = self._active.view, self._active.source
        if view is None or source is None:
            return
        page = view.current_page
        other = self._other()
        other.open(source.sha256, page)
        self.activate(other)
        other.setFocus()

    def show_hit_beside(self, hit: Hit, hits: Sequence[Hit] = ()) -> None:
        """Opens a hit in the other pane; the active one stays as it is."""
        if self._active.source is None:
            self.show_hit(hit, hits)
        else:
            self._other().show_hit(hit, hits)

    def activate(self, pane: SourcePane) -> None:
        """Makes a pane the one that hits and keys go to."""
        if pane is not self._active and pane in self._panes:
            self._active = pane
            self.setFocusProxy(pane)
            self._show_active()
            self.changed.emit()

    def activate_other(self) -> None:
        """Takes the keyboard to the other pane."""
        if len(self._panes) == 2:
            self.activate(self._panes[1 - self._panes.index(self._active)])
            self._active.setFocus()

    def close_second(self) -> None:
        """Closes the second pane; the first has all the room again."""
        if len(self._panes) < 2:
            return
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        pane = self._panes.pop()
        self.activate(self._panes[0])
        pane.stop()
        pane.setParent(None)
        pane.deleteLater()
        self._show_active()
        if had_focus:
            self._active.setFocus()
        self.changed.emit()

    # Qt -------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    # Private --------------------------------------------------------------------------------------

    def _add_pane(self) -> SourcePane:
        pane = SourcePane(self._tasks, None, self._memory)
        pane.set_evidence(self._evidence)
        pane.header.set_actions(self._actions)
        for mine, its in (
            (self.passageSelected, pane.passageSelected),
            (self.hitStep, pane.hitStep),
            (self.evidenceActivated, pane.evidenceActivated),
            (self.sourceReadAnew, pane.sourceReadAnew),
            (self.told, pane.told),
            (self.failed, pane.failed),
        ):
            its.connect(mine)
        pane.sourceShown.connect(self._shown)
        pane.stanceRequested.connect(lambda stance: self._stance_from(pane, stance))
        pane.historyChanged.connect(self.changed)
        pane.header.menuOpened.connect(lambda: self._menu_of(pane))
        pane.header.closeWanted.connect(self.close_second)
        self._panes.append(pane)
        self._split.addWidget(pane)
        return pane

    def _other(self) -> SourcePane:
        """The pane that is not active; made where there is but one."""
        if len(self._panes) < 2:
            pane = self._add_pane()
            pane.set_archive(self._archive)
            self._turn()
            self._split.setSizes([1000, 1000])
            self._show_active()
            self.changed.emit()
        return self._panes[1 - self._panes.index(self._active)]

    def _show_active(self) -> None:
        two = len(self._panes) == 2
        for pane in self._panes:
            pane.header.set_active(two and pane is self._active)
            pane.header.set_closable(two and pane is self._panes[-1])

    def _turn(self) -> None:
        """Side by side where both are wide enough to read, else one over the other."""
        beside = self.width() >= BESIDE_FROM
        way = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if way is not self._split.orientation():
            self._split.setOrientation(way)

    def _menu_of(self, pane: SourcePane) -> None:
        """What the menu offers is for the pane it hangs on."""
        self.activate(pane)
        self.changed.emit()

    def _stance_from(self, pane: SourcePane, stance: object) -> None:
        self.activate(pane)
        self.stanceRequested.emit(stance)

    def _shown(self, sha256: str) -> None:
        self.sourceShown.emit(sha256)
        self.changed.emit()

    def _focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or len(self._panes) < 2:
            return
        for pane in self._panes:
            if pane is now or pane.isAncestorOf(now):
                self.activate(pane)

    def _is_narrow(self) -> bool:
        return self.window().width() < DRAWER_BELOW

    def _open_side_first(self) -> None:
        """The first source of the day finds pages and outline as they were left."""
        if self._active.source is not None or self.is_side_open:
            return
        narrow = self._is_narrow()
        chosen = self._settings.is_side_open(narrow=narrow) if self._settings is not None else None
        default = not narrow and self.width() >= _SIDE_FROM
        self._active.open_side(default if chosen is None else chosen)
