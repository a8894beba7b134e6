"""The line between query and hits: filters, how the query was read, counts, what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from workbench.i18n import _, ngettext
from workbench.services.archive import SearchResult
from workbench.ui.facet_chips import FacetChips
from workbench.ui.source_parts import ElidedLabel
from workbench.ui.style import small_font
from workbench.ui.words import quoted

HEAD_HEIGHT = 30


class SearchHead(QFrame):
    """Says what was found and how much of it was looked at."""

    filtersToggled = Signal(bool)
    previewToggled = Signal(bool)
    nothingFound = Signal()
    backWanted = Signal()

    def __init__(self, chips: FacetChips, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEAD_HEIGHT)
        self.back = _button(_("‹ Back"))
        self.back.clicked.connect(self.backWanted)
        self.filters = _button(_("Filters"), checkable=True)
        self.filters.setToolTip(_("Type, publisher, year, language, tag (Ctrl+5)"))
        self.filters.clicked.connect(self.filtersToggled)
        self.preview = _button(_("Preview"), checkable=True)
        self.preview.setToolTip(_("The hit with its neighbours beside the list (Space)"))
        self.preview.clicked.connect(self.previewToggled)
        self.nothing = QPushButton(_("Found nothing…"))
        self.nothing.setFont(small_font())
        self.nothing.setStyleSheet("padding: 2px 9px;")
        self.nothing.clicked.connect(self.nothingFound)
        self.more = _button("⋯")
        self.more.setAccessibleName(_("More to do with these hits"))
        self.more.setToolTip(self.more.accessibleName())
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self._reading = ElidedLabel()
        self._reading.setProperty("soft", True)
        self._reading.setFont(small_font())
        self._counts = _label()
        self._looked = _label()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 2)
        row.setSpacing(10)
        row.addWidget(self.back)
        row.addWidget(self.filters)
        row.addWidget(chips)
        row.addWidget(self._reading)
        row.addWidget(self._counts)
        row.addStretch(1)
        row.addWidget(self._looked)
        row.addWidget(self.nothing)
        row.addWidget(self.preview)
        row.addWidget(self.more)
        self.show_result(None)
        self.show_back("")
        self.show_proof(busy=False, empty=False)

    @property
    def reading_text(self) -> str:
        """How the query was read, and what was found."""
        return " · ".join(t for t in (self._reading.text(), self._counts.text()) if t)

    @property
    def looked_text(self) -> str:
        """How much was looked at."""
        return self._looked.text()

    @property
    def no_proof(self) -> str:
        """Why to have found nothing proves nothing yet; empty where it does."""
        return "" if self.nothing.isEnabled() else self.nothing.toolTip()

    def set_actions(self, actions: list[QAction]) -> None:
        """What the menu offers."""
        self.more.menu().clear()
        self.more.menu().addActions(actions)

    def show_result(self, result: SearchResult | None) -> None:
        """Says how the query was read and what it found."""
        has_text = result is not None and bool(result.read_as)
        self.nothing.setVisible(has_text)
        self.preview.setVisible(result is not None and bool(result.hits))
        self.more.setVisible(self.preview.isVisibleTo(self))
        self._reading.setVisible(has_text)
        self._counts.setVisible(result is not None)
        self._looked.setVisible(False)
        if result is None:
            self._reading.setText("")
            self._counts.setText("")
            self._looked.setText("")
            return
        reading = _("read as: {reading}").format(reading=result.read_as) if has_text else ""
        self._reading.setText(reading)
        self._reading.setToolTip(reading)
        self._reading.setAccessibleName(reading)
        self._reading.updateGeometry()
        self._counts.setText(counts_words(result))

    def show_back(self, query: str) -> None:
        """Offers the query before this one; nothing where there was none."""
        self.back.setVisible(bool(query))
        told = _("Back to {query} (Alt+Left)").format(query=quoted(query))
        self.back.setToolTip(told)
        self.back.setAccessibleName(told)

    def show_proof(self, busy: bool, empty: bool) -> None:
        """Lets one say that nothing was found only where a search was done in something."""
        told = _("Keeps this search with the claim in hand: looked, and found nothing (Shift+X)")
        if busy:
            told = _("The search is not done yet; what it finds can be recorded then.")
        elif empty:
            told = _("The archive has no sources: to find nothing in it proves nothing.")
        self.nothing.setEnabled(not busy and not empty)
        self.nothing.setToolTip(told)
        self.nothing.setAccessibleDescription(told)

    def show_looked(self, looked: int, total: int) -> None:
        """Says how many of the hits were looked at."""
        self._looked.setVisible(total > 0)
        self._looked.setText(looked_words(looked, total))


def counts_words(result: SearchResult) -> str:
    """How many hits in how many sources, and how long that took."""
    sources = source_count(result)
    return _("{hits} in {sources} · {time} ms").format(
        hits=ngettext("{count} hit", "{count} hits", result.total).format(
            count=f"{result.total:,}"
        ),
        sources=sources,
        time=max(1, round(result.milliseconds)),
    )


def source_count(result: SearchResult) -> str:
    """In how many sources the hits are; “at least” where not all of them are here."""
    count = len({hit.source for hit in result.hits})
    words = ngettext("{count} source", "{count} sources", count)
    if result.total > len(result.hits):
        words = ngettext("at least {count} source", "at least {count} sources", count)
    return words.format(count=f"{count:,}")


def looked_words(looked: int, total: int) -> str:
    """How many hits somebody has looked at."""
    return _("{looked} of {total} looked at").format(looked=f"{looked:,}", total=f"{total:,}")


def _button(text: str, checkable: bool = False) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setFont(small_font())
    button.setCheckable(checkable)
    button.setProperty("place", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _label() -> QLabel:
    label = QLabel()
    label.setFont(small_font())
    label.setProperty("soft", True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
