"""What every search engine does for us: the one protocol, because three engines really exist.

A query is Whoosh's tree as domain.query_tree leaves it. Its leaves are Term, Phrase (slop 1: word
after word), Prefix, Wildcard, FuzzyTerm, NumericRange on "date" (days as yyyymmdd) and AnyOf on
"id" or "source_number". A Term on "text" is found by its stem, on "words" in that very form; every
other leaf on "text" means the words as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from whoosh.query import Query

from workbench.domain.analysis import ANALYSER_VERSION, LONGEST_WORD
from workbench.domain.query_options import Order, Unit

__all__ = ["ANALYSER_VERSION", "IndexedPassage", "Matches", "SearchIndex", "place_of"]

# Words with their places, found by phrase and prefix; all through domain.analysis.index_text.
TEXT_FIELDS = ("title", "author", "publisher", "path", "tag")
# One value each, as it is: lower case, no spaces.
KEYWORD_FIELDS = ("source", "type", "lang", "ocr")
# A longer word is not indexed; it takes its place in the text all the same.
LONGEST_IN_BYTES = 4 * LONGEST_WORD
_PAGES = 1 << 24


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as it is indexed; days are yyyymmdd, 0 where the source has no date.

    source is the hash, source_number its number in the catalogue; page counts from 1; type and
    lang are lower case ("pdf", "de", or empty), ocr is "yes" or "no". Days and TEXT_FIELDS are
    said of the source, the same in all of its passages.
    """

    id: int
    source: str
    source_number: int
    page: int
    text: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    path: str = ""
    tag: str = ""
    type: str = ""
    lang: str = ""
    ocr: str = "no"
    first_day: int = 0
    last_day: int = 0

    @property
    def place(self) -> int:
        """Source and page in one number: what a page is grouped and ordered by."""
        return place_of(self.source_number, self.page)


@dataclass(frozen=True, slots=True)
class Matches:
    """How many passages match, and the first of them as (passage id, score)."""

    total: int
    best: Sequence[tuple[int, float]]


class SearchIndex(Protocol):
    """An index that can be thrown away and rebuilt; it holds ids and tokens, never the text."""

    engine: str

    @property
    def sentinel(self) -> str:
        """Engine, its version and the analyser's: another one means another index."""

    def write(self, passages: Iterable[IndexedPassage], gone: Iterable[str]) -> int:
        """Takes the sources in gone out and the passages in, in one commit; counts these."""

    def search(self, tree: Query, limit: int, order: Order = Order.RELEVANCE) -> Matches:
        """The first matches: best, newest source, or by source and page."""

    def groups(self, tree: Query, unit: Unit) -> Mapping[int, int]:
        """How many passages match, by source number (DOCUMENT), place (PAGE) or id (PASSAGE)."""

    def stem(self, word: str) -> str:
        """The stem under which a folded word is found."""

    def size(self) -> int:
        """How many passages are in it."""

    def wipe(self) -> None:
        """Empties it."""

    def close(self) -> None:
        """Gives its files back."""


def place_of(source_number: int, page: int) -> int:
    """Source and page in one number that orders as they do."""
    return source_number * _PAGES + page
