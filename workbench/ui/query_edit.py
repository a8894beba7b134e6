"""The line a query is typed in; slips are underlined at their place."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from workbench.domain.query import QueryProblem
from workbench.i18n import _
from workbench.ui.fields import leaves_undo
from workbench.ui.style import theme
from workbench.ui.text_steps import utf16_offsets

_WAVE = 2.0


class QueryEdit(QLineEdit):
    """A line edit with red waves under slips; Down, Return and Escape are said by signal."""

    downPressed = Signal()
    escapePressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[QueryProblem, ...] = ()
        self._checked = ""
        self.setClearButtonEnabled(True)
        self.setAccessibleName(_("Search the archive"))
        self.setPlaceholderText(_("Words, “a phrase”, OR, NOT, title:…, date:[2024 to 2026]"))

    @property
    def problems(self) -> tuple[QueryProblem, ...]:
        """The slips underlined."""
        return self._problems

    def set_problems(self, text: str, problems: Sequence[QueryProblem]) -> None:
        """Underlines the slips of a query, for as long as the text is that query."""
        self._checked = text
        self._problems = tuple(problems)
        self.setAccessibleDescription(" ".join(problem.message for problem in problems))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.downPressed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escapePressed.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Undo belongs to the case where no typing is left; a slip tells its name."""
        if leaves_undo(self, event):
            event.ignore()
            return False
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            near = self._problem_at(event.pos().x())
            if near is not None:
                QToolTip.showText(event.globalPos(), near.message, self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._problems or self.text() != self._checked:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme().refutes), 1.3))
            y = self.height() / 2 + self.fontMetrics().height() / 2 + 1
            for problem in self._problems:
                left, right = self._span(problem)
                painter.drawPolyline(_wave(max(left, 8.0), min(right, self.width() - 8.0), y))

    def _problem_at(self, x: float) -> QueryProblem | None:
        for problem in self._problems:
            left, right = self._span(problem)
            if left - 4 <= x <= right + 4 and self.text() == self._checked:
                return problem
        return None

    def _span(self, problem: QueryProblem) -> tuple[float, float]:
        """Where the slip stands in the line, at least a letter wide."""
        left, right = self._x(problem.start), self._x(problem.end)
        return left, max(right, left + 7)

    def _x(self, at: int) -> float:
        metrics = self.fontMetrics()
        text = self.text()
        offsets = utf16_offsets(text)
        cursor = self.cursorPosition()
        if offsets is not None:
            cursor = offsets.index(cursor) if cursor in offsets else len(text)
        # The line scrolls by itself; where the cursor stands tells how far.
        origin = self.cursorRect().center().x() - metrics.horizontalAdvance(text[:cursor])
        return origin + metrics.horizontalAdvance(text[: min(at, len(text))])


def _wave(left: float, right: float, y: float) -> QPolygonF:
    points = []
    x, up = left, False
    while x <= right:
        points.append(QPointF(x, y + (0 if up else _WAVE)))
        x += _WAVE
        up = not up
    return QPolygonF(points)
