"""The article under check: its text, its regions, its revisions."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.source import Page
from workbench.domain.text import text_hash


class RegionKind(StrEnum):
    """What a part of an article is."""

    TITLE = "title"
    DEK = "dek"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    COMMENT = "comment"
    BOILERPLATE = "boilerplate"


CHECKED = frozenset({RegionKind.TITLE, RegionKind.DEK, RegionKind.BODY, RegionKind.CAPTION})


@dataclass(frozen=True, slots=True)
class Region:
    """A span of the article's text and what it is."""

    kind: RegionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article and the region it stands in."""

    start: int
    end: int
    region: RegionKind


@dataclass(frozen=True, slots=True)
class Article:
    """One revision of the article: the text as read, and the hash of the original bytes.

    title, byline and published are suggestions of the reader until a checker confirms them.
    """

    id: str
    revision: int
    name: str
    kind: str
    sha256: str
    text: str
    regions: tuple[Region, ...]
    title: str = ""
    dek: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""

    def as_page(self) -> Page:
        """The article as a page that locators can point into."""
        return Page(number=1, label="1", text=self.text, layer=text_hash(self.text))

    def region_at(self, position: int) -> Region | None:
        """The region that holds the position."""
        at = bisect_right([region.start for region in self.regions], position) - 1
        if at >= 0 and position < self.regions[at].end:
            return self.regions[at]
        return None

    def paragraph_number(self, position: int) -> int:
        """Counts the body's paragraphs from 1; 0 outside the body."""
        region = self.region_at(position)
        if region is None or region.kind is not RegionKind.BODY:
            return 0
        before = [r for r in self.regions if r.kind is RegionKind.BODY and r.start <= region.start]
        return len(before)
