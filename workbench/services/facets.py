"""Facets: which kinds, publishers, years, languages and tags the hits of a search come from."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from workbench.domain.source import Source
from workbench.i18n import _
from workbench.services.search_results import Facet, FacetValue, Used

FIELDS = ("type", "publisher", "date", "lang", "tag", "used")


def facets_of(
    sources: Mapping[int, Source],
    tags: Mapping[str, Sequence[str]],
    counts: Mapping[int, int],
    used: Used | None,
) -> list[Facet]:
    """The facets of a search; sources and counts of hits are by source number."""
    tally: dict[str, dict[str, list[int]]] = {
        field: defaultdict(lambda: [0, 0]) for field in FIELDS
    }
    for number, hits in counts.items():
        source = sources.get(number)
        if source is None:
            continue
        for field, value in _values(source, tags.get(source.sha256, ()), used):
            tally[field][value][0] += hits
            tally[field][value][1] += 1
    return [
        Facet(field, _sorted(field, values)) for field, values in tally.items() if len(values) > 0
    ]


def values_of(sources: Sequence[Source], tags: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The values each field of the query language has in an archive, the most frequent first."""
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    for source in sources:
        for field, value in _values(source, tags.get(source.sha256, ()), None):
            tally[field][value] += 1
        tally["title"][source.title] += 1
        tally["path"][source.name] += 1
        if source.author:
            tally["author"][source.author] += 1
    return {field: [value for value, _n in found.most_common()] for field, found in tally.items()}


def _sorted(field: str, values: Mapping[str, Sequence[int]]) -> tuple[FacetValue, ...]:
    made = [
        FacetValue(value, _label(field, value), hits, documents)
        for value, (hits, documents) in values.items()
    ]
    if field == "date":
        return tuple(sorted(made, key=lambda each: each.value, reverse=True))
    return tuple(sorted(made, key=lambda each: (-each.hits, each.label.casefold())))


def _values(source: Source, tags: Sequence[str], used: Used | None) -> Iterator[tuple[str, str]]:
    yield "type", source.kind.lower()
    if source.publisher:
        yield "publisher", source.publisher
    if source.published[:4].isdigit():
        yield "date", source.published[:4]
    if source.language:
        yield "lang", source.language.lower().replace("_", "-").split("-")[0]
    for tag in tags:
        yield "tag", tag
    if used is not None:
        yield "used", "yes" if source.sha256 in used.sources else "no"


def _label(field: str, value: str) -> str:
    if field == "used":
        return _("Used") if value == "yes" else _("Not used yet")
    return value
