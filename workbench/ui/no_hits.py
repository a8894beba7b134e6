"""What is shown where there are no hits: what can be typed, or what can be tried instead."""

import re
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.domain.query_options import Options, Unit
from workbench.i18n import _
from workbench.services.archive import SearchResult
from workbench.ui.fields import WrappedLabel
from workbench.ui.style import SPACE
from workbench.ui.words import quoted

_PLAIN = re.compile(r"[\w'’.-]+")
_OPERATORS = {"AND", "OR", "NOT"}
_SHORTEST_FUZZY = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """Another query, or the same one meant otherwise, and what the button says."""

    text: str
    query: str
    options: Options


def offers(result: SearchResult, without_filters: str = "") -> list[Offer]:
    """What may find something where a query found nothing, the likeliest first."""
    query, options = result.query.strip(), result.options
    made = []
    if result.did_you_mean:
        made.append(Offer(quoted(result.did_you_mean), result.did_you_mean, options))
    if without_filters and without_filters != query:
        made.append(Offer(_("Without the filters"), without_filters, options))
    words = query.split()
    plain = all(_PLAIN.fullmatch(word) and word not in _OPERATORS for word in words)
    if len(words) > 1 and options.unit is not Unit.DOCUMENT:
        wider = replace(options, unit=Unit.DOCUMENT)
        made.append(Offer(_("Anywhere in one document"), query, wider))
    if plain and len(words) > 1:
        made.append(Offer(_("Any of these words"), " OR ".join(words), options))
    if not options.stems:
        made.append(Offer(_("Other forms of the words"), query, replace(options, stems=True)))
    if plain and any(len(word) >= _SHORTEST_FUZZY for word in words):
        fuzzy = " ".join(f"{w}~" if len(w) >= _SHORTEST_FUZZY else w for w in words)
        made.append(Offer(_("Words spelled nearly so"), fuzzy, options))
    return made


class NoHits(QFrame):
    """A sentence, and buttons for what can be done about it."""

    chosen = Signal(object)
    addRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = WrappedLabel()
        self.note.setProperty("soft", True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.add = QPushButton(_("&Add documents…"))
        self.add.clicked.connect(self.addRequested)
        self._offers = QHBoxLayout()
        self._offers.setSpacing(2 * SPACE)
        self._buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 8)
        column.setSpacing(2 * SPACE)
        column.addStretch(1)
        column.addWidget(self.note)
        column.addLayout(self._offers)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    @property
    def buttons(self) -> list[QPushButton]:
        """What can be tried."""
        return list(self._buttons)

    def show_empty(self) -> None:
        """The archive has nothing to search yet."""
        self._say(
            _(
                "The archive is empty. Add the documents you check against: PDF, web pages, Word, "
                "e-mail and text. They are copied, hashed and made searchable on this machine."
            )
        )
        self.add.show()

    def show_language(self) -> None:
        """Nothing is asked yet: what can be typed."""
        self._say(
            _(
                "bridge cost – both words · “final account” – a phrase · council OR board · "
                "NOT draft · gann* – beginnings · teminal~ – slips of the pen\n"
                "title:minutes · type:pdf · date:[2024-01-01 to 2026-03-31]"
            )
        )

    def show_nothing(self, result: SearchResult, without_filters: str = "") -> None:
        """A query found nothing."""
        wanted = offers(result, without_filters)
        if not wanted:
            self._say(
                _(
                    "No hits. Try fewer words, another spelling with ~ (teminal~), the beginning "
                    "of a word with * (termin*), or take the date and the title out."
                )
            )
            return
        self._say(_("No hits. Try:"))
        self._offers.addStretch(1)
        for offer in wanted:
            button = QPushButton(offer.text.replace("&", "&&"))
            button.clicked.connect(lambda _on=False, each=offer: self.chosen.emit(each))
            self._offers.addWidget(button)
            self._buttons.append(button)
        self._offers.addStretch(1)

    def show_error(self, text: str) -> None:
        """The search could not be made."""
        self._say(text)

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.add.hide()
        self._buttons = []
        while (item := self._offers.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
