"""Filters of a search: facets counted after the hits are shown, written into the query."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from workbench.domain.errors import WorkbenchError
from workbench.domain.query_clause import Clause, clauses_of, state_of, with_clause
from workbench.domain.query_options import Options
from workbench.services.archive import Archive
from workbench.services.search_results import Facet, Used
from workbench.ui.facet_chips import FacetChips
from workbench.ui.facets import FacetList, field_names, value_words
from workbench.ui.tasks import Handle, Tasks


class FacetFilter(QObject):
    """The column and the chips; what is clicked there becomes another query."""

    queryWanted = Signal(str)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._counting: Handle | None = None
        self._query = ""
        self._facets: Sequence[Facet] = ()
        self._labels: dict[tuple[str, str], str] = {}
        self._active: dict[tuple[str, str], Clause] = {}
        self.list = FacetList()
        self.chips = FacetChips()
        self.list.wanted.connect(self._take)
        self.chips.removed.connect(lambda field, value: self._take(field, value, Clause.NONE))

    @property
    def busy(self) -> bool:
        """True while facets are being counted."""
        return self._counting is not None

    @property
    def active(self) -> dict[tuple[str, str], Clause]:
        """The filters in force, by field and value."""
        return dict(self._active)

    @property
    def query_without(self) -> str:
        """The query without its filters; empty where it has none."""
        query = self._query
        for field, value in self._active:
            query = with_clause(query, field, value, Clause.NONE)
        return query.strip() if self._active else ""

    def forget(self) -> None:
        """Another archive has other values."""
        self._labels = {}
        self._facets = ()
        self.show_query("")
        self._show([])

    def show_query(self, query: str) -> None:
        """Takes the query whose hits are shown; its facets are counted when asked for."""
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        self._query = query
        self._active = self._active_in(query) if ":" in query else {}
        self._show([] if not query.strip() else self._facets)

    def count(self, archive: Archive, options: Options, used: Used | None) -> None:
        """Counts the facets of the query shown, beside the window."""
        query, fields = self._query, {field for field, _value in self._active}
        bare = {field: self._without(field) for field in fields}
        if self._counting is not None:
            self._counting.cancel()

        def counted(facets: list[Facet]) -> None:
            self._counting = None
            self._learn(facets)
            self._facets = facets
            self.show_query(query)
            if {field for field, _value in self._active} - fields:
                self.count(archive, options, used)  # filters that were typed are known only now

        def failed(_error: WorkbenchError) -> None:
            self._counting = None  # the search itself has told it

        def work() -> list[Facet]:
            # A field's values are counted without what the query says of it, or only those chosen
            # would be left to choose from.
            found = {facet.field: facet for facet in archive.facets(query, options, used)}
            for field, text in bare.items():
                whole = archive.facets(text, options, used) if text.strip() else []
                found.update({facet.field: facet for facet in whole if facet.field == field})
            return list(found.values())

        self._counting = self._tasks.run(work, counted, failed, owner=self)

    def _active_in(self, query: str) -> dict[tuple[str, str], Clause]:
        """The filters of a query; values nobody has counted yet stand as they were typed."""
        active: dict[tuple[str, str], Clause] = {}
        for key in self._labels:
            if (state := state_of(query, *key)) is not Clause.NONE:
                active[key] = state
        known = {(field, value.casefold()) for field, value in active}
        for field, value, clause in clauses_of(query):
            if field in field_names() and (field, value.casefold()) not in known:
                active[(field, value)] = clause
        return active

    def _without(self, field: str) -> str:
        query = self._query
        for name, value in self._active:
            if name == field:
                query = with_clause(query, name, value, Clause.NONE)
        return query

    def _learn(self, facets: Sequence[Facet]) -> None:
        for facet in facets:
            for each in facet.values:
                words = value_words(facet.field, each.value, each.label)
                self._labels[(facet.field, each.value)] = words

    def _show(self, facets: Sequence[Facet]) -> None:
        self._facets = facets
        typed = {(f, v): value_words(f, v.casefold(), v) for f, v in self._active}
        labels = {**typed, **self._labels}
        self.list.facets.show(facets, self._active, labels)
        self.chips.show_active(self._active, labels)

    def _take(self, field: str, value: str, wanted: Clause) -> None:
        self.queryWanted.emit(with_clause(self._query, field, value, wanted))
