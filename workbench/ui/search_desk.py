"""Searches joined with the case: hits marked, searches recorded, passages like others."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.domain.case import Changes
from workbench.domain.query_options import Options
from workbench.domain.search_record import Mark, SearchRecord
from workbench.i18n import _
from workbench.services.archive import Hit
from workbench.services.search_results import IndexState
from workbench.services.searches import marks_of, used_of
from workbench.ui.negative_search import Looking, NegativeSearchForm
from workbench.ui.search_results import Place, place_of
from workbench.ui.tasks import Handle
from workbench.ui.words import quoted

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow


class SearchDesk(QObject):
    """What the search shelf and the case have to do with each other."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._model = window.model
        self._panel = window.desk.search
        self._tasks = window.tasks
        self._notice = window.notice
        self._marks: dict[Place, Mark | None] = {}
        self._marking: Handle | None = None
        self._form: NegativeSearchForm | None = None
        self._connect()

    # Properties -----------------------------------------------------------------------------------

    @property
    def form(self) -> NegativeSearchForm | None:
        """The form of a negative search, while it is open."""
        return self._form

    def has_hits(self) -> bool:
        """True where hits are shown."""
        return bool(self._panel.hits)

    # Marks ----------------------------------------------------------------------------------------

    def mark(self, mark: Mark) -> None:
        """Marks the hit in hand, or takes just that mark off it again."""
        hit = self._panel.hit_in_hand
        if hit is not None:
            self.mark_hits([hit], mark)

    def mark_hits(self, hits: Sequence[Hit], mark: Mark) -> None:
        """Marks hits for the claim in hand; the same mark again takes it back."""
        if not self._model.is_open:
            self._notice.show_hint(_("Open a case first: marks of hits are kept in it."))
            return
        again = all(self._marks.get(place_of(hit)) is mark for hit in hits)
        query = self._panel.result.query if self._panel.result is not None else ""
        if again:
            self._model.clear_marks(hits)
        else:
            self._model.mark_hits(hits, mark, query)

    def _looked(self, hit: Hit) -> None:
        """To have opened a hit is noted once."""
        result = self._panel.result
        if self._model.is_open and result is not None and not self._marks.get(place_of(hit)):
            self._model.mark_hits([hit], Mark.SEEN, result.query)

    def refresh_marks(self) -> None:
        """Looks up again how the hits shown are marked, for the claim in hand."""
        if self._marking is not None:
            self._marking.cancel()
            self._marking = None
        casework, hits = self._model.casework, self._panel.hits
        if casework is None or not hits:
            self._marks = {}
            self._panel.set_marks(lambda _hit: None)
            return
        claim = self._model.current.id if self._model.current is not None else ""
        case, archive = casework.case, casework.archive

        def look_up() -> dict[Place, Mark | None]:
            marks = marks_of(case, archive)
            return {place_of(hit): marks.of(hit, claim) for hit in hits}

        def known(marks: dict[Place, Mark | None]) -> None:
            self._marking = None
            self._marks = marks
            self._panel.set_marks(lambda hit: marks.get(place_of(hit)))

        self._marking = self._tasks.run(look_up, known, owner=self)

    # Negative searches ----------------------------------------------------------------------------

    def found_nothing(self) -> None:
        """Shows what would be recorded: looked for the claim in hand, and found nothing."""
        result, archive = self._panel.result, self._panel.archive
        if not self._model.is_open or result is None or archive is None:
            self._notice.show_hint(_("Open a case and search first; then say what was not found."))
            return
        if against := self._panel.head.no_proof:
            self._notice.show_hint(against)
            return
        claim = self._model.current
        hits = self._panel.hits
        looking = Looking(
            claim,
            result,
            IndexState("", "", 0, 0, ""),
            archive.folder.name,
            sum(self._marks.get(place_of(hit)) is not None for hit in hits),
            sum(self._marks.get(place_of(hit)) is Mark.RELEVANT for hit in hits),
        )
        casework = self._model.casework

        def known(state: IndexState) -> None:
            if casework is self._model.casework:
                self._show_form(replace(looking, state=state))

        self._tasks.run(archive.index_state, known, owner=self)

    def _show_form(self, looking: Looking) -> None:
        if self._form is not None:
            self._form.close()
        form = NegativeSearchForm(self._window, looking)
        form.recorded.connect(self._record)
        form.destroyed.connect(lambda: self._form_gone(form))
        self._form = form
        form.show()

    def _form_gone(self, form: NegativeSearchForm) -> None:
        if self._form is form:
            self._form = None

    def _record(self, looking: Looking, note: str) -> None:
        claim = looking.claim.id if looking.claim is not None else ""
        self._model.record_search(claim, looking.result, looking.state, note)

    def show_record(self, search_id: str) -> None:
        """Runs a recorded search again in the panel, as it was meant."""
        record = self._model.case.searches.get(search_id)
        if record is not None:
            self.ask(record)

    def ask(self, record: SearchRecord, new: Sequence[Hit] = ()) -> None:
        """Asks as a record was asked; some of the hits are new."""
        self._window.desk.search.show()
        self._panel.set_new(place_of(hit) for hit in new)
        options = Options(record.unit, record.stems, self._panel.options.order)
        self._panel.set_query(record.query, options)
        self._panel.focus_query()

    # Hits elsewhere -------------------------------------------------------------------------------

    def more_like(self) -> None:
        """Asks for passages like the words selected in the source, or like the hit in hand."""
        archive, passage = self._panel.archive, self._window.desk.source.selection()
        hit = self._panel.hit_in_hand
        in_list = self._panel.results.hasFocus()
        if archive is None:
            return
        if passage is not None and passage.area is None and not in_list:
            place = passage.source, passage.page, passage.start, passage.end
        elif hit is not None:
            place = place_of(hit)
        else:
            self._notice.show_hint(_("Take a hit or select words in a source first."))
            return
        self._tasks.run(lambda: archive.more_like(*place), self._ask_like, owner=self)

    def _ask_like(self, query: str) -> None:
        if query:
            self._window.desk.search.show()
            self._panel.set_query(query)
            self._panel.focus_query()
        else:
            self._notice.show_hint(_("These words tell too little to find passages like them."))

    # Private --------------------------------------------------------------------------------------

    def _connect(self) -> None:
        panel, model = self._panel, self._model
        panel.hitLooked.connect(self._looked)
        panel.markWanted.connect(self.mark_hits)
        panel.nothingFound.connect(self.found_nothing)
        panel.hitsChanged.connect(lambda _hits: self.refresh_marks())
        model.opened.connect(self._opened)
        model.changed.connect(self._after)
        model.currentChanged.connect(lambda _id: self.refresh_marks())
        self._window.desk.claim.searches.replayWanted.connect(self.show_record)

    def _opened(self) -> None:
        if self._form is not None:
            self._form.close()
        self._panel.forget_looked()
        self._tell_used()
        self.refresh_marks()

    def _after(self, changes: Changes) -> None:
        if changes.touch("marked_hits"):
            self.refresh_marks()
        if changes.touch("evidence"):
            self._tell_used()
        for change in changes.changes:
            before, after = change.before, change.after
            if isinstance(after, SearchRecord) and _is_recorded(before, after):
                self._tell_recorded(after)

    def _tell_used(self) -> None:
        self._panel.set_used(used_of(self._model.case) if self._model.is_open else None)

    def _tell_recorded(self, record: SearchRecord) -> None:
        claim = self._model.case.claims.get(record.claim)
        where = _("with the case")
        if claim is not None:
            where = _("with claim {number}").format(number=claim.number)
        self._notice.show_news(
            _("The search {query} is kept {where}.").format(query=quoted(record.query), where=where)
        )


def _is_recorded(before: object, after: SearchRecord) -> bool:
    """True where a search was recorded, or recorded anew; not where it was only run again."""
    return not isinstance(before, SearchRecord) or after.at > before.at
