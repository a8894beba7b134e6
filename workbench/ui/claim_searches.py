"""The searches recorded for the claim in hand: what was looked for and not found."""

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.domain.claim import Claim
from workbench.domain.search_record import SearchRecord
from workbench.i18n import _, ngettext
from workbench.ui.bars import tool_button
from workbench.ui.case_model import CaseModel
from workbench.ui.fields import WrappedLabel, caption
from workbench.ui.style import SPACE, small_font, theme, ui_font
from workbench.ui.words import quoted


class SearchRow(QWidget):
    """One search: its words, what came of it, how to run it again."""

    replayWanted = Signal(str)
    removeWanted = Signal(str)

    def __init__(self, record: SearchRecord) -> None:
        super().__init__()
        self.record = record
        self._query = WrappedLabel(f"{sign(record)}  {quoted(record.query)}")
        self._query.setTextFormat(Qt.TextFormat.PlainText)
        self._query.setFont(ui_font(12, strong=True))
        self._query.setToolTip(_("read as: {reading}").format(reading=record.read_as))
        self._told = WrappedLabel(record_words(record))
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setProperty("soft", True)
        self._told.setFont(small_font())
        self._new = WrappedLabel(new_words(record))
        self._new.setProperty("open", True)
        self._new.setFont(small_font(strong=True))
        self._new.setVisible(record.overtaken)
        again = _("Search for {query} again").format(query=quoted(record.query))
        self.again = tool_button("↻", again)
        self.again.setProperty("place", True)
        self.again.setProperty("flat", True)
        self.again.clicked.connect(lambda: self.replayWanted.emit(record.id))
        gone = _("Take the search {query} out of the case").format(query=quoted(record.query))
        self.remove = tool_button("✕", gone)
        self.remove.setProperty("place", True)
        self.remove.setProperty("flat", True)
        self.remove.clicked.connect(lambda: self.removeWanted.emit(record.id))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._query)
        words.addWidget(self._told)
        if record.note:
            note = WrappedLabel(record.note)
            note.setTextFormat(Qt.TextFormat.PlainText)
            note.setFont(ui_font(12))
            words.addWidget(note)
        words.addWidget(self._new)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(0)
        row.addLayout(words, 1)
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def text(self) -> str:
        """Everything the row says."""
        parts = [self._query.text(), self._told.text(), new_words(self.record)]
        return " · ".join(part for part in parts if part)


class ClaimSearches(QWidget):
    """A small section of the claim column; not there where nothing was recorded."""

    replayWanted = Signal(str)

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._rows: list[SearchRow] = []
        self._claim: Claim | None = None
        self._reopened = QLabel()
        self._reopened.setWordWrap(True)
        self._reopened.setTextFormat(Qt.TextFormat.PlainText)
        self.again = QPushButton()
        self.again.setFont(small_font(strong=True))
        self.again.setStyleSheet("padding: 2px 9px;")
        self.again.clicked.connect(self._give_again)
        above = QHBoxLayout()
        above.addWidget(self._reopened, 1)
        above.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 3 * SPACE, 0, 0)
        self._column.setSpacing(SPACE)
        self._column.addWidget(caption(_("Searched without finding it")))
        self._column.addLayout(above)
        self.hide()

    @property
    def rows(self) -> list[SearchRow]:
        """The searches shown, oldest first."""
        return list(self._rows)

    @property
    def reopened_text(self) -> str:
        """What is said where new hits put the claim in question."""
        return "" if self._reopened.isHidden() else self._reopened.text()

    def show_claim(self, claim: Claim | None) -> None:
        """Shows the searches of a claim."""
        self._claim = claim
        records = self._model.case.searches_of(claim) if claim is not None else []
        if [row.record for row in self._rows] != records:
            self._fill(records)
        self.setVisible(bool(records) or (claim is not None and claim.has_new_hits))
        self._show_reopened(claim)

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops within the section, in their order."""
        return [self.again, *(part for row in self._rows for part in (row.again, row.remove))]

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self._reopened.setStyleSheet(f"color: {theme().open}")

    def _fill(self, records: list[SearchRecord]) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [SearchRow(record) for record in records]
        for row in self._rows:
            row.replayWanted.connect(self.replayWanted)
            row.removeWanted.connect(self._model.remove_search)
            self._column.addWidget(row)
            row.show()

    def _show_reopened(self, claim: Claim | None) -> None:
        last = claim.overtaken if claim is not None and claim.has_new_hits else None
        rating = self._model.rating_of(last.verdict) if last is not None and last.verdict else None
        self._reopened.setVisible(last is not None)
        self.again.setVisible(rating is not None)
        if last is None:
            return
        self.retheme()
        told = ngettext(
            "! {count} new hit since it was judged.",
            "! {count} new hits since it was judged.",
            last.hits,
        ).format(count=last.hits)
        if rating is not None:
            was = _("The verdict was {glyph} {verdict}; it was taken back.")
            told = f"{told} {was.format(glyph=rating.glyph, verdict=rating.name)}"
            self.again.setText(_("{glyph}  Give it again").format(glyph=rating.glyph))
            self.again.setAccessibleName(
                _("Give the verdict {verdict} again").format(verdict=rating.name)
            )
        self._reopened.setText(told)

    def _give_again(self) -> None:
        if self._claim is not None:
            self._model.give_again(self._claim.id)


def sign(record: SearchRecord) -> str:
    """The sign of a search: nothing found, or something."""
    return "∅" if record.found_nothing else "●"


def record_words(record: SearchRecord) -> str:
    """What came of a search, and when."""
    when = QDateTime.fromString(record.at, Qt.DateFormat.ISODate).toLocalTime().date()
    count = ngettext("{count} hit", "{count} hits", record.total).format(count=record.total)
    seen = _("{seen} looked at").format(seen=record.seen) if record.total else ""
    found = _("nothing found")
    if record.relevant:
        found = _("{count} relevant").format(count=record.relevant)
    scope = ngettext("in {count} source", "in {count} sources", record.sources)
    parts = [
        count,
        seen,
        found,
        scope.format(count=f"{record.sources:,}"),
        when.toString(Qt.DateFormat.ISODate),
    ]
    return " · ".join(part for part in parts if part)


def new_words(record: SearchRecord) -> str:
    """What the last run found that nobody has recorded; empty where that is nothing."""
    if not record.overtaken:
        return ""
    count = record.latest_new
    return ngettext("★ {count} new hit since", "★ {count} new hits since", count).format(
        count=count
    )
