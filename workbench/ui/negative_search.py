"""A small form: looked, found nothing. It says what will be recorded before it is."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.claim import Claim
from workbench.i18n import _, ngettext
from workbench.services.archive import SearchResult
from workbench.services.search_results import IndexState
from workbench.ui.dialogs import plain_box
from workbench.ui.fields import TextField, WrappedLabel, caption
from workbench.ui.search_options import unit_words
from workbench.ui.style import SPACE, reading_font, ui_font

_WIDTH = 500


@dataclass(frozen=True, slots=True)
class Looking:
    """What is about to be recorded."""

    claim: Claim | None
    result: SearchResult
    state: IndexState
    scope: str
    seen: int
    relevant: int


class NegativeSearchForm(QDialog):
    """Stands beside the work: hits can be looked at while it is open."""

    recorded = Signal(object, str)

    def __init__(self, parent: QWidget, looking: Looking) -> None:
        super().__init__(parent)
        self._looking = looking
        self.setWindowTitle(_("Looked, and found nothing"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        self.note = TextField(_("Note"), _("What was expected, and where else one could look"), 2)
        self.facts = facts(looking)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.record = box.addButton(_("&Record"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setProperty("primary", True)
        box.accepted.connect(self._record)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 4 * SPACE, 5 * SPACE, 4 * SPACE)
        column.setSpacing(3 * SPACE)
        column.addWidget(self._about())
        column.addLayout(self._table())
        self.warning = WrappedLabel(warning_words(looking))
        self.warning.setProperty("open", True)
        self.warning.setVisible(bool(self.warning.text()))
        column.addWidget(self.warning)
        column.addWidget(caption(_("&Note"), self.note))
        column.addWidget(self.note)
        column.addWidget(plain_box(box))
        self.resize(_WIDTH, column.totalHeightForWidth(_WIDTH))
        self.note.setFocus()

    def _about(self) -> QLabel:
        claim = self._looking.claim
        about = WrappedLabel(_("Recorded for the whole case:"))
        if claim is not None:
            about.setText(
                _("Recorded for claim {number}: {text}").format(
                    number=claim.number, text=claim.text
                )
            )
        about.setFont(ui_font(strong=True))
        return about

    def _table(self) -> QFormLayout:
        table = QFormLayout()
        table.setHorizontalSpacing(4 * SPACE)
        table.setVerticalSpacing(SPACE)
        for number, (name, text) in enumerate(self.facts):
            said = WrappedLabel(text)
            said.setTextFormat(Qt.TextFormat.PlainText)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if number == 0:
                said.setFont(reading_font(14))
            said.setAccessibleName(f"{name}: {text}")
            table.addRow(caption(name), said)
        return table

    def _record(self) -> None:
        self.recorded.emit(self._looking, self.note.toPlainText().strip())
        self.accept()


def facts(looking: Looking) -> list[tuple[str, str]]:
    """What is recorded, line by line."""
    result, state = looking.result, looking.state
    options = result.options
    forms = _("word forms too") if options.stems else _("these very words only")
    meant = _("{reading} · together in one {unit} · {forms}").format(
        reading=result.read_as, unit=unit_words(options.unit).casefold(), forms=forms
    )
    scope = _("{sources} and {passages} of the archive “{name}”").format(
        sources=ngettext("{count} source", "{count} sources", state.sources).format(
            count=f"{state.sources:,}"
        ),
        passages=ngettext("{count} passage", "{count} passages", state.passages).format(
            count=f"{state.passages:,}"
        ),
        name=looking.scope,
    )
    found = _("no hits")
    if result.total:
        found = _("{hits}, {seen} looked at, {relevant} relevant").format(
            hits=ngettext("{count} hit", "{count} hits", result.total).format(
                count=f"{result.total:,}"
            ),
            seen=f"{looking.seen:,}",
            relevant=looking.relevant,
        )
    index = _("{engine}, state {digest}").format(engine=result.engine, digest=state.digest[:12])
    return [
        (_("Query"), result.query),
        (_("Read as"), meant),
        (_("Searched"), scope),
        (_("Found"), found),
        (_("Index"), index),
    ]


def warning_words(looking: Looking) -> str:
    """What stands against saying that nothing was found; empty where nothing does."""
    if looking.relevant:
        return ngettext(
            "! {count} hit is marked relevant: this search found something, and is kept as such.",
            "! {count} hits are marked relevant: this search found something, and is kept as such.",
            looking.relevant,
        ).format(count=looking.relevant)
    unseen = looking.result.total - looking.seen
    if unseen > 0:
        return ngettext(
            "! {count} hit was not looked at. The record says so.",
            "! {count} hits were not looked at. The record says so.",
            unseen,
        ).format(count=f"{unseen:,}")
    return ""
