"""The headings a file itself marks: a PDF's bookmarks, the heading elements of HTML and DOCX."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from workbench.adapters.readers.encoding import clean
from workbench.adapters.readers.html import Block
from workbench.domain.text import normalise

HEADINGS_MOST = 5_000
TITLE_LONGEST = 300
_NAMED = 4  # LINK_NAMED: its point counts from the foot of the page, all others' from the top
_TAGS = {f"h{level}": level for level in range(1, 7)}
_NESTED = 6


class Heading(msgspec.Struct, frozen=True):
    """A heading before its place in the text is known.

    Of a PDF: its page from 1, and how far down the page it points, as a share, -1 where that is
    not said. Of a text that flows: the how-manieth paragraph of just these words it is, from 0.
    """

    level: int
    title: str
    page: int = 0
    down: float = -1.0
    repeat: int = 0


def read_outline(path: Path, kind: str) -> list[Heading]:
    """What the file marks as headings, in its order."""
    if kind == "pdf":
        return _bookmarks(path)
    if kind == "html":
        from workbench.adapters.readers.html import blocks, decode_html, parse

        return _headings(blocks(parse(decode_html(path.read_bytes()))))
    if kind == "docx":
        from workbench.adapters.readers.docx import docx_blocks

        return _headings(docx_blocks(path)[0])
    return []


def _bookmarks(path: Path) -> list[Heading]:
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        with pymupdf.open(path, filetype="pdf") as document:
            return list(_entries(document, document.get_toc(simple=False)))
    except (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError, LookupError, TypeError):
        # Bookmarks are a help: broken ones are none.
        return []


def _entries(document: Any, toc: list[Any]) -> Iterator[Heading]:
    depth = 0
    for level, title, page, where in toc[:HEADINGS_MOST]:
        said = " ".join(normalise(clean(title)).text.replace("\ufffd", " ").split())
        if not said or not 1 <= page <= document.page_count:
            continue
        depth = min(level, depth + 1)
        yield Heading(depth, said[:TITLE_LONGEST], page, _down(document, page, where))


def _down(document: Any, page: int, where: dict[str, Any]) -> float:
    height = document[page - 1].rect.height
    point = where.get("to")
    if point is None or height <= 0:
        return -1.0
    share = (height - point.y if where.get("kind") == _NAMED else point.y) / height
    return float(share) if 0 <= share <= 1 else -1.0


def _headings(found: list[Block]) -> list[Heading]:
    headings: list[Heading] = []
    seen: Counter[str] = Counter()
    for block in found:
        text = normalise(clean(block.text)).text.strip()
        level = _level(block.element)
        if level and len(text) <= TITLE_LONGEST and len(headings) < HEADINGS_MOST:
            headings.append(Heading(level, text, repeat=seen[text]))
        seen[text] += 1
    return headings


def _level(element: Any) -> int:
    """Of the heading the block stands in; an editor may wrap what it marks once more."""
    for _step in range(_NESTED):
        if element is None:
            break
        if level := _TAGS.get(str(element.tag)):
            return level
        element = element.getparent()
    return 0
