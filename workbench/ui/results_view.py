"""The list of hits with its keys: opened, previewed, marked, folded."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from workbench.domain.search_record import Mark
from workbench.i18n import _
from workbench.services.archive import Hit
from workbench.ui.results_paint import ResultsDelegate
from workbench.ui.search_results import HIT_ROLE, Group, More, ResultsModel

_MARK_KEYS = {
    Qt.Key.Key_Plus: Mark.RELEVANT,
    Qt.Key.Key_Minus: Mark.NOT_RELEVANT,
}


class ResultsView(QListView):
    """The list of hits; titles are stepped over unless folded, Return opens, Escape goes back."""

    opened = Signal(object)
    openedBeside = Signal(object)
    leftUpwards = Signal()
    escapePressed = Signal()
    stepWanted = Signal(int)
    previewWanted = Signal()
    markWanted = Signal(object)
    moreWanted = Signal()
    hitCurrent = Signal(object)
    menuWanted = Signal(object)

    def __init__(self, model: ResultsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = model
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Hits"))
        self.setModel(model)
        self._delegate = ResultsDelegate(self)
        self.setItemDelegate(self._delegate)
        self._unpainted: list[QPersistentModelIndex] = []
        self._paint_on = QTimer(self, singleShot=True, interval=0)
        self._paint_on.timeout.connect(self._update_unpainted)
        self.clicked.connect(self._clicked)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self._beside = False

    @property
    def hit(self) -> Hit | None:
        """The hit in the current row."""
        row = self.currentIndex().data(HIT_ROLE) if self.currentIndex().isValid() else None
        return row if isinstance(row, Hit) else None

    # Verbs ----------------------------------------------------------------------------------------

    def take_first(self) -> None:
        """Makes the first hit, or folded document, the current row."""
        self._take_from(range(self._results.rowCount()))

    def take(self, row: int) -> None:
        """Makes a row the current one, in sight."""
        index = self._results.index(row, 0)
        mode = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, mode)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def take_hit(self, hit: Hit) -> None:
        """Makes a hit the current row; its document is unfolded for that."""
        self._results.fold(self._results.group_row(hit.source), False)
        row = self._results.row_of(hit)
        if row >= 0:
            self.take(row)

    def fold(self, row: int, folded: bool) -> None:
        """Folds a document, or unfolds it and goes to its first hit."""
        self._results.fold(row, folded)
        self.take(row if folded else row + 1)

    def fold_all(self, folded: bool) -> None:
        """Folds all documents, or shows all hits."""
        source = self.hit.source if self.hit is not None else ""
        self._results.fold_all(folded)
        row = self._results.group_row(source) if folded else -1
        self.take(row) if row >= 0 else self.take_first()

    # Qt -------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints as many rows as there is time for; the others follow at the next turn."""
        self._delegate.begin()
        super().paintEvent(event)
        self._unpainted += self._delegate.left()
        if self._unpainted:
            self._paint_on.start()

    def _update_unpainted(self) -> None:
        unpainted, self._unpainted = self._unpainted, []
        for index in unpainted:
            if index.isValid():
                self.update(self.model().index(index.row(), 0))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ctrl or the middle button means the other pane; a title folds and unfolds."""
        middle = event.button() is Qt.MouseButton.MiddleButton
        self._beside = middle or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        index = self.indexAt(event.position().toPoint())
        row = index.data(HIT_ROLE) if index.isValid() else None
        if isinstance(row, Group):
            if event.button() is Qt.MouseButton.LeftButton:
                self.fold(index.row(), not row.folded)
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.MiddleButton:
            self._clicked(self.indexAt(event.position().toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a hit; the row it is asked for becomes the current one."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if not isinstance(index.data(HIT_ROLE), Hit):
                return
            self.take(index.row())
            self.menuWanted.emit(event.globalPos())
        elif self.hit is not None:
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            self.menuWanted.emit(self.viewport().mapToGlobal(corner))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(control)
        elif key == Qt.Key.Key_Escape:
            self.escapePressed.emit()
        elif key == Qt.Key.Key_N:
            self.stepWanted.emit(-1 if shift else 1)
        elif key == Qt.Key.Key_Space:
            self.previewWanted.emit()
        elif key in _MARK_KEYS and not control:
            self.markWanted.emit(_MARK_KEYS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold_by_key(key == Qt.Key.Key_Left, control)
        elif key == Qt.Key.Key_Home:
            self.take_first()
        elif key == Qt.Key.Key_End:
            self._take_from(reversed(range(self._results.rowCount())))
        elif key == Qt.Key.Key_Up and self._nothing_above():
            self.leftUpwards.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.take_first()

    # Private --------------------------------------------------------------------------------------

    def _act(self, beside: bool) -> None:
        index = self.currentIndex()
        row = index.data(HIT_ROLE) if index.isValid() else None
        if isinstance(row, Group):
            self.fold(index.row(), False)
        elif isinstance(row, More):
            self.moreWanted.emit()
        elif isinstance(row, Hit):
            (self.openedBeside if beside else self.opened).emit(row)

    def _fold_by_key(self, folded: bool, every: bool) -> None:
        row = self.currentIndex().data(HIT_ROLE) if self.currentIndex().isValid() else None
        if every:
            self.fold_all(folded)
        elif isinstance(row, Hit) and folded:
            self.fold(self._results.group_row(row.source), True)
        elif isinstance(row, Group) and not folded:
            self.fold(self.currentIndex().row(), False)

    def _clicked(self, index: QModelIndex) -> None:
        row = index.data(HIT_ROLE) if index.isValid() else None
        if isinstance(row, More):
            self.moreWanted.emit()
        elif isinstance(row, Hit):
            (self.openedBeside if self._beside else self.opened).emit(row)

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = index.data(HIT_ROLE) if index.isValid() else None
        self.hitCurrent.emit(row if isinstance(row, Hit) else None)

    def _take_from(self, rows: Iterable[int]) -> None:
        for row in rows:
            if self._is_stop(row):
                self.take(row)
                return

    def _nothing_above(self) -> bool:
        return not any(self._is_stop(row) for row in range(self.currentIndex().row()))

    def _is_stop(self, row: int) -> bool:
        flags = self._results.flags(self._results.index(row, 0))
        return bool(flags & Qt.ItemFlag.ItemIsSelectable)
