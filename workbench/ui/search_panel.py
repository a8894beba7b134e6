"""The shelf below: a query, how it was read, and the hits by document."""

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.errors import WorkbenchError
from workbench.domain.evidence import Evidence
from workbench.domain.query import QueryProblem
from workbench.domain.source import Source
from workbench.i18n import _, ngettext
from workbench.services.archive import Archive, Hit, SearchResult
from workbench.ui.query_edit import QueryEdit
from workbench.ui.search_results import (
    HIT_ROLE,
    ResultsDelegate,
    ResultsModel,
    document_words,
)
from workbench.ui.source_parts import ElidedLabel
from workbench.ui.style import ui_font
from workbench.ui.tasks import Handle, Tasks

DEBOUNCE_MS = 150
_LIMIT = 300


class ResultsView(QListView):
    """The list of hits; titles are stepped over, Return opens, Escape goes back."""

    opened = Signal(QModelIndex)
    openedBeside = Signal(QModelIndex)
    leftUpwards = Signal()
    escapePressed = Signal()
    stepWanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Hits"))
        self.clicked.connect(self._clicked)
        self._beside = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ctrl or the middle button means the other pane."""
        middle = event.button() is Qt.MouseButton.MiddleButton
        self._beside = middle or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.MiddleButton:
            self._clicked(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.openedBeside if control else self.opened).emit(self.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.escapePressed.emit()
        elif key == Qt.Key.Key_N:
            self.stepWanted.emit(-1 if shift else 1)
        elif key == Qt.Key.Key_Up and self._nothing_above():
            self.leftUpwards.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.take_first()

    def take_first(self) -> None:
        """Makes the first hit the current row."""
        model = self.model()
        for row in range(model.rowCount()):
            if model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable:
                self.take(row)
                return

    def take(self, row: int) -> None:
        """Makes a row the current one, in sight."""
        index = self.model().index(row, 0)
        mode = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, mode)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _clicked(self, index: QModelIndex) -> None:
        (self.openedBeside if self._beside else self.opened).emit(index)

    def _nothing_above(self) -> bool:
        return self.currentIndex().row() <= 1


class SearchPanel(QFrame):
    """Searches as one types; the newest query wins."""

    hitActivated = Signal(object)
    hitBeside = Signal(object)
    hitsChanged = Signal(list)
    addDocumentsRequested = Signal()
    escaped = Signal()
    failed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "pane")
        self.setAccessibleName(_("Search"))
        self._tasks = tasks
        self._archive: Archive | None = None
        self._searching: Handle | None = None
        self._listing: Handle | None = None
        self._sources: dict[str, Source] = {}
        self._result: SearchResult | None = None
        self._current: Hit | None = None
        self._edit = QueryEdit()
        self._reading = ElidedLabel()
        self._reading.setProperty("soft", True)
        self._slip = QLabel()
        self._slip.setProperty("refutes", True)
        self._slip.setWordWrap(True)
        self._slip.setTextFormat(Qt.TextFormat.PlainText)
        self._slip.hide()
        self._model = ResultsModel(self)
        self._list = ResultsView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(ResultsDelegate(self._list))
        self._note = QLabel()
        self._add = QPushButton(_("&Add documents…"))
        self._stack = QStackedWidget()
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._arrange()
        self._connect()
        self._show_state()

    # Properties -----------------------------------------------------------------------------------

    @property
    def query(self) -> str:
        """What is typed."""
        return self._edit.text()

    @property
    def edit(self) -> QueryEdit:
        """The line the query is typed in."""
        return self._edit

    @property
    def results(self) -> ResultsView:
        """The list of hits."""
        return self._list

    @property
    def hits(self) -> list[Hit]:
        """The hits in the order shown."""
        return self._model.hits

    @property
    def current(self) -> Hit | None:
        """The hit opened last, while it is among the hits."""
        return self._current

    @property
    def reading_text(self) -> str:
        """How the query was read, as shown."""
        return self._reading.text()

    @property
    def note_text(self) -> str:
        """What is said where there are no hits."""
        return self._note.text()

    @property
    def busy(self) -> bool:
        """True while a search is due or under way."""
        return self._timer.isActive() or self._searching is not None

    # Verbs ----------------------------------------------------------------------------------------

    def set_archive(self, archive: Archive | None) -> None:
        """Searches another archive from now on."""
        self._archive = archive
        self._sources = {}
        self.refresh()

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
            self._edit.setText(text)
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def search_now(self) -> None:
        """Searches without waiting for more typing."""
        self._timer.stop()
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        archive, text = self._archive, self._edit.text()
        if archive is None or not text.strip():
            self._show_result(None)
            return
        self._searching = self._tasks.run(
            lambda: archive.search(text, _LIMIT), self._found, self._search_failed, owner=self
        )

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

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        self._list.viewport().update()
        self._show_reading()
        self._edit.update()

    # Private --------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        name = QLabel(_("Searc&h"))
        name.setFont(ui_font(strong=True))
        name.setBuddy(self._edit)
        line = QHBoxLayout()
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(12)
        line.addWidget(name)
        line.addWidget(self._edit, 3)
        line.addWidget(self._reading, 2)
        self._slip.setContentsMargins(76, 0, 12, 6)
        empty = QFrame()
        inner = QVBoxLayout(empty)
        inner.setContentsMargins(24, 12, 24, 12)
        self._note.setProperty("soft", True)
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(1)
        inner.addWidget(self._note)
        inner.addWidget(self._add, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(2)
        self._stack.addWidget(empty)
        self._stack.addWidget(self._list)
        rule = QFrame()
        rule.setProperty("box", "footer")
        rule.setFixedHeight(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(self._slip)
        column.addWidget(rule)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self._edit)

    def _connect(self) -> None:
        self._timer.timeout.connect(self.search_now)
        self._edit.textChanged.connect(self._typed)
        self._edit.returnPressed.connect(self._return_pressed)
        self._edit.downPressed.connect(self._into_list)
        self._edit.escapePressed.connect(self.escaped)
        self._list.opened.connect(self._open_index)
        self._list.openedBeside.connect(self._open_index_beside)
        self._list.escapePressed.connect(self.escaped)
        self._list.leftUpwards.connect(self._back_to_query)
        self._list.stepWanted.connect(self.step)
        self._add.clicked.connect(self.addDocumentsRequested)

    def _typed(self, _text: str) -> None:
        self._timer.start()

    def _back_to_query(self) -> None:
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _return_pressed(self) -> None:
        if self._timer.isActive():
            self.search_now()
        elif self._model.hits:
            self.step(1)

    def _into_list(self) -> None:
        if self._model.hits:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_index(self, index: QModelIndex) -> None:
        hit = index.data(HIT_ROLE) if index.isValid() else None
        if isinstance(hit, Hit):
            self._open(hit)

    def _open_index_beside(self, index: QModelIndex) -> None:
        hit = index.data(HIT_ROLE) if index.isValid() else None
        if isinstance(hit, Hit):
            self._model.mark_seen(hit)
            self.hitBeside.emit(hit)

    def _open(self, hit: Hit) -> None:
        self._current = hit
        self._model.mark_seen(hit)
        self._list.take(self._model.row_of(hit))
        self.hitActivated.emit(hit)

    def _found(self, result: SearchResult) -> None:
        self._searching = None
        self._show_result(result)

    def _search_failed(self, error: WorkbenchError) -> None:
        self._searching = None
        self._show_result(None)
        self._note.setText(f"{error.message} {error.remedy}")
        self.failed.emit(error)

    def _sources_listed(self, sources: Sequence[Source]) -> None:
        self._listing = None
        self._sources = {source.sha256: source for source in sources}
        self._model.set_details(self._details(self._model.hits))
        self._show_state()

    def _show_result(self, result: SearchResult | None) -> None:
        self._result = result
        hits = result.hits if result is not None else []
        before = self._current
        self._model.show(hits, self._details(hits))
        self._current = next((hit for hit in self._model.hits if hit == before), None)
        if self._current is not None:
            self._list.take(self._model.row_of(self._current))
        self._show_reading()
        self._show_state()
        self.hitsChanged.emit(self._model.hits)

    def _details(self, hits: Sequence[Hit]) -> dict[str, str]:
        counts = Counter(hit.source for hit in hits)
        details = {}
        for sha256, count in counts.items():
            source = self._sources.get(sha256)
            if source is not None:
                details[sha256] = document_words(source.kind, source.pages, source.published, count)
        return details

    def _show_reading(self) -> None:
        result = self._result
        problems = result.problems if result is not None else []
        self._edit.set_problems(result.query if result is not None else "", problems)
        self._slip.setText(
            "\n".join(slip_words(result.query, p) for p in problems) if result else ""
        )
        self._slip.setVisible(bool(problems))
        if result is None:
            self._reading.setText("")
            return
        sources = len({hit.source for hit in result.hits})
        told = [
            _("read as: {reading}").format(reading=result.read_as) if result.read_as else "",
            _("{hits} in {sources}").format(
                hits=ngettext("{count} hit", "{count} hits", result.total).format(
                    count=result.total
                ),
                sources=ngettext("{count} source", "{count} sources", sources).format(
                    count=sources
                ),
            ),
            _("{time} ms").format(time=max(1, round(result.milliseconds))),
        ]
        self._reading.setText(" · ".join(part for part in told if part))
        self._reading.setToolTip(self._reading.text())
        self._reading.setAccessibleName(self._reading.text())
        self._reading.updateGeometry()

    def _show_state(self) -> None:
        if self._model.hits:
            self._stack.setCurrentWidget(self._list)
            return
        self._stack.setCurrentIndex(0)
        empty = not self._sources and self._listing is None
        self._add.setVisible(empty)
        self._note.setText(self._what_to_do(empty))

    def _what_to_do(self, empty: bool) -> str:
        if empty:
            return _(
                "The archive is empty. Add the documents you check against: PDF, web pages, Word, "
                "e-mail and text. They are copied, hashed and made searchable on this machine."
            )
        if self._result is None:
            return _(
                "bridge cost – both words · “final account” – a phrase · council OR board · "
                "NOT draft · gann* – beginnings · teminal~ – slips of the pen\n"
                "title:minutes · type:pdf · date:[2024-01-01 to 2026-03-31]"
            )
        if self._result.did_you_mean:
            return _("No hits. Did you mean “{query}”?").format(query=self._result.did_you_mean)
        return _(
            "No hits. Try fewer words, another spelling with ~ (teminal~), the beginning of a word "
            "with * (termin*), or take the date and the title out."
        )


def slip_words(query: str, problem: QueryProblem) -> str:
    """A slip of a query in words: the piece of the query it is about, and what was done."""
    piece = query[problem.start : problem.end].strip()
    if not piece:
        return problem.message
    return _("{piece} – {message}").format(piece=piece, message=problem.message)
