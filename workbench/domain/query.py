"""The language of searches: Whoosh's parser, the reading in words, errors marked.

A searcher's slip is never raised: it is marked at its place, with what was done instead.
"""

from dataclasses import dataclass
from datetime import date

from whoosh import query

from workbench.domain.query_leaves import Leaves
from workbench.domain.query_options import Options
from workbench.domain.query_slips import QueryProblem, Slips, plain_signs
from workbench.domain.query_syntax import parser_of
from workbench.domain.query_tree import cleaned
from workbench.domain.query_words import describe
from workbench.i18n import _

__all__ = ["QueryProblem", "Reading", "parse"]

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query was taken to mean. tree is None where nothing is left to search for."""

    text: str
    tree: query.Query | None
    read_as: str
    problems: tuple[QueryProblem, ...]


def parse(text: str, options: Options | None = None, today: date | None = None) -> Reading:
    """Reads a query; never raises. Without today, “last month” is no date."""
    options = options or Options()
    slips = Slips()
    leaves = Leaves(slips, stems=options.stems, today=today)
    readable = _readable(text, slips)
    tree = cleaned(parser_of(slips, leaves, today).parse(readable, normalize=False))
    if tree is None and text.strip() and not slips.problems:
        slips.add(0, len(text), _("There is nothing to search for in this query."))
    problems = tuple(sorted(slips.problems, key=lambda problem: (problem.start, problem.end)))
    return Reading(text, tree, describe(tree, options) if tree is not None else "", problems)


def _readable(text: str, slips: Slips) -> str:
    """The text as long as it is read, with plain signs; every place stays the same."""
    if len(text) > _LONGEST:
        kept = max(text.rfind(" ", 0, _LONGEST + 1), _LONGEST // 2)
        slips.add(kept, len(text), _("The query is too long; the rest is ignored."))
        text = text[:kept]
    return plain_signs(text)
