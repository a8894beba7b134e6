"""What a search gives: hits, facets, the state of the index they come from."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from workbench.domain.query import QueryProblem
from workbench.domain.query_options import Options
from workbench.i18n import _


@dataclass(frozen=True)
class Hit:
    """A passage that answers a search."""

    source: str
    title: str
    kind: str
    page: int
    page_label: str
    start: int
    end: int
    score: float
    text: str
    light: Callable[[str], list[tuple[int, int]]] = field(repr=False, compare=False)
    published: str = ""

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Offsets in the text to light up; found when asked for, as most hits are never seen.

        functools.cached_property has one lock for all hits, and painting would wait for it.
        """
        if "spans" not in self.__dict__:
            self.__dict__["spans"] = self.light(self.text)
        found: list[tuple[int, int]] = self.__dict__["spans"]
        return found


@dataclass(frozen=True, slots=True)
class Used:
    """What the open case's evidence is: sources, and passages as (source, page, start, end)."""

    sources: frozenset[str] = frozenset()
    passages: tuple[tuple[str, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a search, with what the query was taken to mean."""

    query: str
    read_as: str
    problems: list[QueryProblem]
    total: int
    hits: list[Hit]
    engine: str
    milliseconds: float
    did_you_mean: str | None = None
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: as a query names it and as people read it, hits and documents."""

    value: str
    label: str
    hits: int
    documents: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A property of sources (a field of the query language) with its values, most hits first."""

    field: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A line of a batch: its number, how it was read, what it found, or what is wrong with it."""

    number: int
    query: str
    read_as: str
    hits: int
    sources: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class IndexState:
    """What was searched: engine, its version and the analyser's, sources and passages in it.

    digest is the SHA-256 over the sources and their text layers; where it is the same, the same
    texts were searched.
    """

    engine: str
    sentinel: str
    sources: int
    passages: int
    digest: str


def hits_csv(result: SearchResult) -> str:
    """The hits as CSV, for a spreadsheet: no cell is ever read as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    place = (_("page"), _("page label"), _("date"), _("start"), _("end"))
    writer.writerow((_("title"), _("source"), *place, _("score"), _("passage")))
    for hit in result.hits:
        at = [hit.page, hit.page_label, hit.published, hit.start, hit.end]
        writer.writerow(inert([hit.title, hit.source, *at, f"{hit.score:.3f}", hit.text]))
    return stream.getvalue()


def inert(cells: Sequence[object]) -> list[str]:
    """Cells a spreadsheet takes as text (OWASP: CSV injection)."""
    texts = [" ".join(str(cell).split()) for cell in cells]
    return [f"'{text}" if text[:1] in ("=", "+", "-", "@") else text for text in texts]
