"""The readers: a file of any known kind becomes pages of raw text with positions."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from pathlib import Path

from workbench.adapters.readers import errors
from workbench.adapters.readers.detection import language_of
from workbench.adapters.readers.document import (
    ArticleReading,
    Document,
    Metadata,
    RawPage,
    RawWord,
)
from workbench.adapters.readers.encoding import clean
from workbench.adapters.readers.kinds import kind_of
from workbench.domain.source import Page
from workbench.domain.text import Word, normalise, text_hash

__all__ = [
    "ArticleReading",
    "Document",
    "Metadata",
    "RawPage",
    "RawWord",
    "kind_of",
    "read_article_document",
    "read_document",
    "to_page",
]

_LIMITS = {"text": 200_000_000, "html": 50_000_000, "eml": 200_000_000, "docx": 500_000_000}


def read_document(path: Path) -> Document:
    """Reads a file of the archive; what it is decides its content, not its name."""
    kind = _bounded_kind(path)
    try:
        document = _read(kind, path)
    except OSError as cause:
        raise errors.not_readable(path) from cause
    if not document.metadata.language:
        language = language_of(page.raw for page in document.pages)
        document = replace(document, metadata=replace(document.metadata, language=language))
    return document


def read_article_document(path: Path) -> ArticleReading:
    """Reads the article under check: its whole text, with a region for every block."""
    from workbench.adapters.readers import article

    kind = _bounded_kind(path)
    try:
        if kind == "text":
            return article.read_text_article(path)
        if kind == "html":
            from workbench.adapters.readers.html_article import read_html_article

            return read_html_article(path)
        return article.read_flat_article(path, _read(kind, path))
    except OSError as cause:
        raise errors.not_readable(path) from cause


def _bounded_kind(path: Path) -> str:
    kind = kind_of(path)
    if path.stat().st_size > _LIMITS.get(kind, 1 << 40):
        raise errors.too_large(path, _LIMITS[kind])
    return kind


def _read(kind: str, path: Path) -> Document:
    """Each reader is loaded when the first file of its kind comes."""
    if kind == "pdf":
        from workbench.adapters.readers.pdf import read_pdf

        return read_pdf(path)
    if kind == "html":
        from workbench.adapters.readers.html import read_html

        return read_html(path)
    if kind == "docx":
        from workbench.adapters.readers.docx import read_docx

        return read_docx(path)
    if kind == "eml":
        from workbench.adapters.readers.eml import read_eml

        return read_eml(path)
    from workbench.adapters.readers.text import read_text

    return read_text(path)


def to_page(raw: RawPage, number: int, origin: str = "text") -> Page:
    """The page as the workbench knows it: one normalised text, words where they stand in it."""
    mapped = normalise(clean(raw.raw))
    starts, ends = mapped.starts.tolist(), mapped.ends.tolist()
    words = []
    for word in raw.words:  # MappedText.from_origin, written out: there are millions of words.
        start, end = bisect_right(ends, word.start), bisect_left(starts, word.end)
        if end > start:
            words.append(Word(start, end, word.box))
    return Page(
        number=number,
        label=raw.label,
        text=mapped.text,
        layer=text_hash(mapped.text),
        width=raw.width,
        height=raw.height,
        words=tuple(words),
        origin=origin,
        reliable=raw.reliable,
    )
