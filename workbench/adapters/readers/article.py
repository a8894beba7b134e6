"""The article under check: its whole text, and a region for every block of it."""

from collections.abc import Iterable
from pathlib import Path

from workbench.adapters.readers import errors
from workbench.adapters.readers.document import ArticleReading, Document, Metadata
from workbench.adapters.readers.text import text_of
from workbench.domain.article import Region, RegionKind
from workbench.domain.language.dates import first_date
from workbench.domain.language.furniture import ends_sentence
from workbench.domain.language.regions import credits_of, regions_of
from workbench.domain.text import PARAGRAPH, normalise


def read_flat_article(path: Path, document: Document) -> ArticleReading:
    """The article of a file whose pages are plain text by now."""
    joined = _joined_pages(normalise(page.raw).text for page in document.pages)
    return reading_of(path, document.kind, joined, document.metadata)


def read_text_article(path: Path) -> ArticleReading:
    """The article in a text file, its offsets those of the decoded file."""
    return reading_of(path, "text", text_of(path), Metadata())


def reading_of(path: Path, kind: str, text: str, said: Metadata) -> ArticleReading:
    """Title, dek, byline and the rest of a plain text; said is what the file knows of itself."""
    if not text.strip():
        raise errors.without_text(path)
    regions = regions_of(text, said.title)
    author, published = credits_of(text, regions)
    published = published or first_date(text[:4_000].split("\n")[:15])
    return ArticleReading(
        kind=kind,
        text=text,
        regions=regions,
        title=first_of(text, regions, RegionKind.TITLE) or said.title or path.stem,
        dek=first_of(text, regions, RegionKind.DEK),
        byline=author or said.author,
        published=published or said.published,
        language=said.language,
    )


def first_of(text: str, regions: Iterable[Region], kind: RegionKind) -> str:
    """The words of the first region of that kind, on one line."""
    for region in regions:
        if region.kind is kind:
            return " ".join(text[region.start : region.end].split())
    return ""


def _joined_pages(pages: Iterable[str]) -> str:
    """One text; a paragraph that runs over the foot of a page is made whole."""
    joined: list[str] = []
    for page in pages:
        found = [part for part in page.split(PARAGRAPH) if part.strip()]
        if joined and found and _runs_over(joined[-1], found[0]):
            joined[-1] = f"{joined[-1]} {found.pop(0)}"
        joined.extend(found)
    return PARAGRAPH.join(joined)


def _runs_over(before: str, after: str) -> bool:
    return not ends_sentence(before) and after.lstrip()[:1].islower() and len(before) > 60
