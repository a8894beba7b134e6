"""The language of searches: Whoosh's parser, the reading in words, errors marked.

A searcher's slip is never raised: it is marked at its place, with what was done instead.
"""

from dataclasses import dataclass

from whoosh import fields, qparser, query
from whoosh.analysis import LowercaseFilter, RegexTokenizer

from workbench.domain.query_slips import TEXT_FIELDS, TOKEN, Draft, QueryProblem, mended
from workbench.domain.query_tree import cleaned, words_of
from workbench.domain.query_words import describe
from workbench.i18n import _

__all__ = ["QueryProblem", "Reading", "parse"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query was taken to mean. tree is None where nothing is left to search for."""

    text: str
    tree: query.Query | None
    read_as: str
    problems: tuple[QueryProblem, ...]


def parse(text: str) -> Reading:
    """Reads a query; never raises."""
    draft = mended(text)
    tree = cleaned(_parsed(draft))
    problems = tuple(sorted(draft.problems, key=lambda problem: problem.start))
    return Reading(text, tree, describe(tree) if tree is not None else "", problems)


def _parsed(draft: Draft) -> query.Query:
    try:
        return _parser().parse(draft.text)
    except (qparser.QueryParserError, IndexError, ValueError, AttributeError, TypeError):
        # Whoosh's parser fails in several ways on groups it emptied itself.
        message = _("This query cannot be read as it stands; its words are searched.")
        draft.problems.append(QueryProblem(0, len(draft.text), message))
        words = [query.Term("text", word) for word in words_of(draft.text)]
        return query.And(words)


def _parser() -> qparser.QueryParser:
    analyzer = RegexTokenizer(TOKEN.pattern) | LowercaseFilter()
    text = fields.TEXT(analyzer=analyzer, multitoken_query="phrase")
    named = dict.fromkeys(TEXT_FIELDS, text)
    schema = fields.Schema(text=text, date=fields.DATETIME, **named)
    plugins = [
        qparser.FieldsPlugin(),
        qparser.WildcardPlugin(),
        qparser.PhrasePlugin(),
        qparser.RangePlugin(),
        qparser.GroupPlugin(),
        qparser.OperatorsPlugin(),
        qparser.BoostPlugin(),
        qparser.FuzzyTermPlugin(),
    ]
    return qparser.QueryParser("text", schema, plugins=plugins)
