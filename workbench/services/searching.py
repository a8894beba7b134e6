"""Searching an archive: the query read, the engine asked, hits and facets made of its answer."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from whoosh import query

from workbench.adapters.archive_store import ArchiveStore
from workbench.adapters.search_index import Matches, SearchIndex
from workbench.domain.errors import WorkbenchError
from workbench.domain.highlight import spans
from workbench.domain.query import QueryProblem, Reading, parse
from workbench.domain.query_options import Options, Order, Unit
from workbench.domain.query_tree import AnyOf, resolved
from workbench.domain.source import Source
from workbench.i18n import _
from workbench.services.facets import facets_of
from workbench.services.jobs import Job
from workbench.services.search_results import BatchRow, Facet, Hit, SearchResult, Used
from workbench.services.spelling import did_you_mean, telling_words

_OF_THE_CASE = re.compile(r"\b(?:used|has):\S*", re.IGNORECASE)
_FILTERS = (query.NumericRange, AnyOf, query.Every)
_FEW_UNITS = 20_000
_KEYS = {Unit.PAGE: "place", Unit.DOCUMENT: "source_number"}


class Searcher:
    """Asks the index that answers at the moment; index is called for every search."""

    def __init__(self, store: ArchiveStore, index: Callable[[], SearchIndex]) -> None:
        self._store = store
        self._index = index

    def search(self, text: str, limit: int, options: Options, used: Used | None) -> SearchResult:
        """The first hits; a query is never an error."""
        begun = time.perf_counter()
        index = self._index()
        reading, tree = self._read(text, options, used)
        hits: list[Hit] = []
        matches = Matches(0, [])
        if tree is not None:
            matches = index.search(
                self._over_units(index, tree, options.unit), limit, options.order
            )
            hits = self._hits(index, reading, matches, options.order)
        corrected = None
        if tree is not None and not matches.total:
            corrected = did_you_mean(text, tree, index, self._store)
        return SearchResult(
            query=text,
            read_as=reading.read_as,
            problems=list(reading.problems),
            total=matches.total,
            hits=hits,
            engine=index.engine,
            milliseconds=(time.perf_counter() - begun) * 1000,
            did_you_mean=corrected,
            options=options,
        )

    def facets(self, text: str, options: Options, used: Used | None) -> list[Facet]:
        """The properties of the sources that match, with counts of hits and documents."""
        tree = self._read(text, options, used)[1]
        counts = self._by_document(tree, options.unit)
        return facets_of(self._numbered(), self._store.labels.tags(), counts, used)

    def batch(
        self, lines: Iterable[str], job: Job, options: Options, used: Used | None
    ) -> Iterator[BatchRow]:
        """A row for every line that says something; what is wrong with a line is told in its row.

        Lines that begin with # are notes. Ends early where the job is cancelled.
        """
        texts = [(number, line.strip()) for number, line in enumerate(lines, start=1)]
        wanted = [(n, text) for n, text in texts if text and not text.startswith("#")]
        for done, (number, text) in enumerate(wanted):
            if job.cancelled:
                return
            job.report(done, len(wanted), text)
            yield self._batch_row(number, text, options, used)
        job.report(len(wanted), len(wanted))

    def more_like(self, text: str) -> str:
        """A query for passages like a text: its telling words, any of them."""
        return " OR ".join(telling_words(text, self._index()))

    # Private

    def _read(
        self, text: str, options: Options, used: Used | None
    ) -> tuple[Reading, query.Query | None]:
        reading = parse(text, options, options.today or datetime.now(UTC).astimezone().date())
        if reading.tree is None:
            return reading, None
        ignored: list[query.Term] = []
        tree = resolved(reading.tree, partial(self._of_the_case, used, ignored))
        clause = _OF_THE_CASE.search(text) if ignored else None
        if clause is not None:
            told = _("No case is open; this condition is ignored.")
            problem = QueryProblem(clause.start(), clause.end(), told)
            reading = replace(reading, problems=(*reading.problems, problem))
        return reading, tree

    def _of_the_case(
        self, used: Used | None, ignored: list[query.Term], term: query.Term
    ) -> query.Query | None:
        if term.fieldname not in ("used", "has"):
            return term
        if used is None:
            ignored.append(term)
            return None
        if term.fieldname == "has":
            return AnyOf("id", self._store.passages_over(used.passages))
        numbers = [n for n, source in self._numbered().items() if source.sha256 in used.sources]
        found = AnyOf("source_number", numbers)
        return found if term.text == "yes" else query.Not(found)

    def _numbered(self) -> Mapping[int, Source]:
        states = {state.sha256: state.number for state in self._store.states()}
        sources = self._store.sources()  # an import may have brought some since
        return {states[each.sha256]: each for each in sources if each.sha256 in states}

    def _over_units(self, index: SearchIndex, tree: query.Query, unit: Unit) -> query.Query:
        """Where the words may stand apart, the passages with any of them in the units with all."""
        if unit is Unit.PASSAGE or not isinstance(tree, (query.And, query.Or, query.Not)):
            return tree
        keys = _units(index, tree, unit)
        found = AnyOf(_KEYS[unit], keys)
        words = list(_leaves(tree))
        return query.And([query.Or(words), found]) if words else found

    def _by_document(self, tree: query.Query | None, unit: Unit) -> Mapping[int, int]:
        if tree is None:
            return {}
        index = self._index()
        return index.groups(self._over_units(index, tree, unit), Unit.DOCUMENT)

    def _hits(
        self, index: SearchIndex, reading: Reading, matches: Matches, order: Order
    ) -> list[Hit]:
        scores = dict(matches.best)
        light = partial(spans, reading.tree, stem=index.stem)
        hits = [
            Hit(
                source=found.source,
                title=found.title,
                kind=found.kind,
                page=found.page,
                page_label=found.page_label,
                start=found.start,
                end=found.end,
                score=scores[found.id],
                text=found.text,
                light=light,
                published=found.published,
            )
            for found in self._store.passages(list(scores))
        ]
        if order is Order.RELEVANCE:
            return hits
        # The engine orders by one value; within it the passages follow their pages.
        firsts = {hit.source: at for at, hit in reversed(list(enumerate(hits)))}
        return sorted(hits, key=lambda hit: (firsts[hit.source], hit.page, hit.start))

    def _batch_row(self, number: int, text: str, options: Options, used: Used | None) -> BatchRow:
        try:
            reading, tree = self._read(text, options, used)
            slips = " ".join(problem.message for problem in reading.problems)
            if tree is None:
                return BatchRow(number, text, "", 0, 0, slips or _("There is nothing to search."))
            counts = self._by_document(tree, options.unit)
        except WorkbenchError as error:
            return BatchRow(number, text, "", 0, 0, str(error))
        return BatchRow(number, text, reading.read_as, sum(counts.values()), len(counts), slips)


def _units(index: SearchIndex, node: query.Query, unit: Unit) -> set[int]:
    """The pages or documents a condition holds for, its words wherever they stand in them."""
    if isinstance(node, query.Or):
        return set().union(*(_units(index, part, unit) for part in node.subqueries))
    if isinstance(node, query.Not):
        return set(index.groups(query.Every(), unit)) - _units(index, node.query, unit)
    if not isinstance(node, query.And):
        return set(index.groups(node, unit))
    wanted = [part for part in node.subqueries if not isinstance(part, query.Not)]
    # The rarest first: of the others only what stands in its units is asked for.
    wanted.sort(key=lambda part: index.search(part, 1).total)
    found = _units(index, wanted[0] if wanted else query.Every(), unit)
    for part in wanted[1:]:
        single = not isinstance(part, (query.And, query.Or, query.Not))
        if single and len(found) <= _FEW_UNITS:
            within = query.And([part, AnyOf(_KEYS[unit], found)])
            found = set(index.groups(within, unit))
        else:
            found &= _units(index, part, unit)
    for part in node.subqueries:
        if isinstance(part, query.Not):
            found -= _units(index, part.query, unit)
    return found


def _leaves(node: query.Query) -> Iterator[query.Query]:
    """The words that make a passage a hit: not conditions on the source, nor what is excluded."""
    if isinstance(node, (query.And, query.Or)):
        for part in node.subqueries:
            yield from _leaves(part)
    elif not isinstance(node, (query.Not, *_FILTERS)) and node.fieldname in ("text", "words"):
        yield node
