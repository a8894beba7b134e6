"""What every reader gives: pages of raw text, what the file says of itself, an article's parts."""

from dataclasses import dataclass, field

from workbench.domain.article import Region
from workbench.domain.text import Box


# Frozen ones take three times as long to make, and there are millions of them.
@dataclass(slots=True)
class RawWord:
    """A word of a raw page: its span there and its box in shares of the page as displayed."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as read: lines end with a newline, paragraphs with two; 0 × 0 where text flows."""

    label: str
    raw: str
    width: float = 0.0
    height: float = 0.0
    words: tuple[RawWord, ...] = ()
    reliable: bool = True


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself; published is an ISO date, in full or in part, or empty."""

    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the archive as read; kind is pdf, html, text, docx or eml."""

    kind: str
    metadata: Metadata
    pages: list[RawPage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """The article under check as read: its text, the regions that cover it, suggestions."""

    kind: str
    text: str
    regions: tuple[Region, ...]
    title: str = ""
    dek: str = ""
    byline: str = ""
    published: str = ""
    language: str = ""
