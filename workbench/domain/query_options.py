"""How a search is meant beside its words: what AND is about, stems, order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """Where all the words of a query have to stand together."""

    PASSAGE = "passage"
    PAGE = "page"
    DOCUMENT = "document"


class Order(StrEnum):
    """What comes first: the best match, the newest source, or page after page."""

    RELEVANCE = "relevance"
    DATE = "date"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Options:
    """Chosen beside the query; stems False finds a word in this very form only.

    today is what “last month” counts from; None for the day the search is run.
    """

    unit: Unit = Unit.PASSAGE
    stems: bool = True
    order: Order = Order.RELEVANCE
    today: date | None = None
