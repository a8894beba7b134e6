"""How the parts of the search shelf stand: query and choices, a line about them, three columns."""

from itertools import pairwise

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.query import QueryProblem
from workbench.i18n import _
from workbench.services.archive import SearchResult
from workbench.ui.facets import FACETS_WIDTH
from workbench.ui.hit_preview import PREVIEW_WIDTH
from workbench.ui.query_edit import QueryEdit
from workbench.ui.style import ui_font
from workbench.ui.words import quoted

_LONGEST_QUERY = 60
_INDENT = 76  # where the query begins


class SearchLayout(QObject):
    """Puts the parts into the panel and shows what of them is wanted."""

    correctionTaken = Signal(str)

    def __init__(self, panel: QFrame) -> None:
        super().__init__(panel)
        self._panel = panel
        self._column = QVBoxLayout(panel)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.slip = QLabel()
        self.slip.setProperty("refutes", True)
        self.slip.setWordWrap(True)
        self.slip.setTextFormat(Qt.TextFormat.PlainText)
        self.correction = _link()
        self._corrected = ""
        self.correction.clicked.connect(lambda: self.correctionTaken.emit(self._corrected))
        self._stack = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._edit: QueryEdit
        self._filters: QWidget
        self._preview: QWidget

    def arrange(
        self,
        edit: QueryEdit,
        options: QWidget,
        head: QWidget,
        filters: QWidget,
        hits: QWidget,
        preview: QWidget,
    ) -> None:
        """Puts the parts in their places."""
        self._edit, self._filters, self._preview = edit, filters, preview
        name = QLabel(_("Searc&h"))
        name.setFont(ui_font(strong=True))
        name.setBuddy(edit)
        line = QHBoxLayout()
        line.setContentsMargins(12, 6, 12, 4)
        line.setSpacing(12)
        line.addWidget(name)
        line.addWidget(edit, 1)
        line.addWidget(options)
        self._column.addLayout(line)
        self._column.addLayout(self._notes())
        self._column.addWidget(head)
        self._column.addWidget(_rule())
        self._stack.addWidget(hits)
        for part in (filters, self._stack, preview):
            self._split.addWidget(part)
        for at, stretch in enumerate((0, 1, 0)):
            self._split.setStretchFactor(at, stretch)
        self._split.setSizes([FACETS_WIDTH, 900, PREVIEW_WIDTH])
        self._column.addWidget(self._split, 1)
        self._panel.setFocusProxy(edit)
        stops = [edit, options, head, filters, hits, preview]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def add_empty(self, empty: QWidget) -> None:
        """What is shown where there are no hits."""
        self._stack.addWidget(empty)

    def focus_query(self) -> None:
        """Takes the keyboard to the query, all of it selected."""
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def show_hits(self) -> None:
        """Shows the list."""
        self._stack.setCurrentIndex(0)

    def show_empty(self) -> None:
        """Shows what can be done where there are no hits."""
        self._stack.setCurrentIndex(1)

    def show_filters(self, on: bool) -> None:
        """Shows or hides the facets."""
        self._filters.setVisible(on)

    def show_preview(self, on: bool) -> None:
        """Shows or hides the preview."""
        self._preview.setVisible(on)

    def show_slips(self, result: SearchResult | None) -> None:
        """Says what is wrong with the query, and offers another spelling."""
        problems = result.problems if result is not None else []
        query, corrected = "", ""
        if result is not None:
            query, corrected = result.query, result.did_you_mean or ""
        self._edit.set_problems(query, problems)
        self.slip.setText("\n".join(slip_words(query, problem) for problem in problems))
        self.slip.setVisible(bool(problems))
        self._corrected = corrected
        text = _("Did you mean {query}?").format(query=quoted(_short(corrected)))
        self.correction.setText(text.replace("&", "&&"))
        self.correction.setVisible(bool(corrected))
        self._space_notes()

    def _notes(self) -> QHBoxLayout:
        self._below = QHBoxLayout()
        self._below.setSpacing(12)
        self._below.addWidget(self.slip, 1)
        self._below.addWidget(self.correction)
        self._below.addStretch(0)
        for part in (self.slip, self.correction):
            part.hide()
        self._space_notes()
        return self._below

    def _space_notes(self) -> None:
        """The line under the query takes no room where it says nothing."""
        shown = any(not part.isHidden() for part in (self.slip, self.correction))
        self._below.setContentsMargins(_INDENT, 0, 12, 4 if shown else 0)
        # Words that may take several lines take all the room; without them the links stand left.
        self._below.setStretch(0, 1 if not self.slip.isHidden() else 0)
        self._below.setStretch(2, 0 if not self.slip.isHidden() else 1)


def slip_words(query: str, problem: QueryProblem) -> str:
    """A slip of a query in words: the piece of the query it is about, and what was done."""
    piece = query[problem.start : problem.end].strip()
    if not piece:
        return problem.message
    return _("{piece} – {message}").format(piece=piece, message=problem.message)


def _link() -> QPushButton:
    button = QPushButton()
    button.setProperty("link", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("box", "footer")
    rule.setFixedHeight(1)
    return rule


def _short(query: str) -> str:
    query = " ".join(query.split())
    return query if len(query) <= _LONGEST_QUERY else query[: _LONGEST_QUERY - 1].rstrip() + "…"
