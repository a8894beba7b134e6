"""Proof of looking: hits somebody has seen and judged, and searches that found nothing."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.query_options import Unit
from workbench.domain.text import match_key

# A search with more hits than this says nothing about having looked; see TooManyHits.
MOST_HITS = 2_000
# As many words of a passage are kept as will find it again.
_LONGEST_EXACT = 240
_SIGNS = 8  # of base64: 48 bits, so that two of 2,000 passages are alike once in 10^8 searches


class Mark(StrEnum):
    """What somebody thought of a hit."""

    SEEN = "seen"
    RELEVANT = "relevant"
    NOT_RELEVANT = "not-relevant"


@dataclass(frozen=True, slots=True)
class MarkedHit:
    """A hit somebody looked at: where it stands, the words it begins with, what they thought of it.

    It is judged for a claim, or for the case where claim is empty; query is what had found it.
    """

    id: str
    source: str
    page: int
    start: int
    end: int
    exact: str
    mark: Mark
    query: str
    claim: str
    at: str


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """A search kept as proof of looking: what was asked, of which texts, how much was looked at.

    claim is empty for a search about the whole case; index_state is the digest of the texts that
    were searched; sources and passages, how many there were. known names the hits of then and
    those found since (see hit_name). The latest_ fields tell how the last replay went; latest_new,
    how many hits have come since the search was recorded.
    """

    id: str
    claim: str
    query: str
    unit: Unit
    stems: bool
    read_as: str
    scope: str
    engine: str
    sentinel: str
    index_state: str
    sources: int
    passages: int
    total: int
    seen: int
    relevant: int
    note: str
    who: str
    at: str
    known: str
    latest_total: int
    latest_new: int
    latest_at: str
    latest_state: str

    @property
    def found_nothing(self) -> bool:
        """None of its hits was relevant; that all were looked at is not said: see seen."""
        return self.relevant == 0

    @property
    def overtaken(self) -> bool:
        """Hits have come since that nobody has recorded."""
        return self.latest_new > 0

    @property
    def unseen(self) -> int:
        """How many hits of then nobody had looked at."""
        return max(0, self.total - self.seen)

    def is_stale(self, digest: str) -> bool:
        """True where it found nothing in other texts than those now; digest is empty if unknown."""
        return self.found_nothing and digest not in ("", self.latest_state)

    def knows(self) -> frozenset[str]:
        """The names of the hits that are not new."""
        return frozenset(self.known[at : at + _SIGNS] for at in range(0, len(self.known), _SIGNS))


def hit_name(source: str, page: int, text: str) -> str:
    """A short name of a passage that stays when its page is read anew and it says the same."""
    said = f"{source}\n{page}\n{match_key(text).text}"
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
    return urlsafe_b64encode(digest[: _SIGNS * 6 // 8]).decode()


def joined_names(names: Iterable[str]) -> str:
    """Names of hits as a record keeps them."""
    return "".join(sorted(set(names)))


def beginning(text: str) -> str:
    """The words a marked hit is remembered by: whole ones, none cut."""
    if len(text) <= _LONGEST_EXACT:
        return text
    cut = text.rfind(" ", _LONGEST_EXACT // 2, _LONGEST_EXACT)
    return text[: cut if cut > 0 else _LONGEST_EXACT]
