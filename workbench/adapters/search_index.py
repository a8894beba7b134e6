"""What every search engine does for us: the one protocol, because three engines really exist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from whoosh.query import Query

# Raised whenever the same text would be indexed in another way; an older index is rebuilt.
ANALYSER_VERSION = 2


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as it is indexed; days are yyyymmdd, 0 where the source has no date."""

    id: int
    source: str
    text: str
    title: str
    author: str
    publisher: str
    type: str
    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class Matches:
    """How many passages match, and the best of them as (passage id, score)."""

    total: int
    best: Sequence[tuple[int, float]]


class SearchIndex(Protocol):
    """An index that can be thrown away and rebuilt; it holds ids and tokens, never the text."""

    engine: str

    def write(self, passages: Iterable[IndexedPassage], gone: Iterable[str]) -> int:
        """Takes the sources in gone out and the passages in, in one commit; counts these."""

    def search(self, tree: Query, limit: int) -> Matches:
        """The best matches, best first."""

    def stem(self, word: str) -> str:
        """The stem under which a folded word is found."""

    def size(self) -> int:
        """How many passages are in it."""

    def wipe(self) -> None:
        """Empties it."""

    def close(self) -> None:
        """Gives its files back."""
