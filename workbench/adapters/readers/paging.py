"""Text that flows is cut into pages at paragraph ends: one splitter for every such kind."""

from collections.abc import Iterable

from workbench.adapters.readers.document import RawPage

PAGE_LIMIT = 20_000


def flow(paragraphs: Iterable[str]) -> list[RawPage]:
    """Pages of at most PAGE_LIMIT characters; a text without words is one empty page."""
    return flow_parts([paragraphs])


def flow_parts(parts: Iterable[Iterable[str]]) -> list[RawPage]:
    """Pages where each part begins a new one; empty parts at the end are left out."""
    pages: list[str] = []
    for part in parts:
        pages.extend(_fill(part))
    while len(pages) > 1 and not pages[-1]:
        pages.pop()
    return [RawPage(str(number), raw) for number, raw in enumerate(pages, 1)]


def _fill(paragraphs: Iterable[str]) -> list[str]:
    pages: list[str] = []
    held: list[str] = []
    size = 0
    for paragraph in paragraphs:
        for piece in _pieces(paragraph.strip("\n")):
            if held and size + len(piece) > PAGE_LIMIT:
                pages.append("\n\n".join(held))
                held, size = [], 0
            held.append(piece)
            size += len(piece) + 2
    return [*pages, "\n\n".join(held)] if held or not pages else pages


def _pieces(paragraph: str) -> Iterable[str]:
    """A paragraph longer than a page is cut at a sentence, a line, or at worst a word."""
    at = 0
    while len(paragraph) - at > PAGE_LIMIT:
        limit = at + PAGE_LIMIT
        cut = limit
        for mark in (". ", "\n", " "):
            found = paragraph.rfind(mark, at + PAGE_LIMIT // 2, limit)
            if found > 0:
                cut = found + len(mark)
                break
        yield paragraph[at:cut].rstrip()
        at = cut
    yield paragraph[at:]
