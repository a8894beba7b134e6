"""The calls a reading child answers: read a file, read an article, draw a page, cut a clip."""

import mmap
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from workbench.adapters.page_format import StoredPage, store
from workbench.adapters.readers import (
    ArticleReading,
    Metadata,
    RawPage,
    read_article_document,
    read_document,
    to_page,
)
from workbench.adapters.readers.outline import Heading, read_outline
from workbench.adapters.readers.recognition import SCAN_WORDS_MOST, recognise_page, scans
from workbench.domain.errors import FileDamaged, OutOfBounds
from workbench.domain.language.sentences import sentence_ends
from workbench.domain.source import PASSAGE_LONGEST, Page, passages
from workbench.i18n import _

if TYPE_CHECKING:
    import pymupdf

_BATCH = 40
_KEPT_OPEN = 3
_MOST_PIXELS = 40_000_000
_CLIP_SCALE = 3.0
_CLIP_MARGIN = (6.0, 3.0)
_CLIP_GAP = 18


class ReadPart(msgspec.Struct, frozen=True):
    """Some pages of a document, and what the file says of itself."""

    kind: str
    metadata: Metadata
    pages: list[StoredPage]
    scans: list[int] = []  # numbers of pages that are pictures with hardly a word


class Drawn(msgspec.Struct, frozen=True):
    """Size of a picture drawn into the shared file, in pixels and bytes a row."""

    width: int
    height: int
    stride: int


class ClipPart(msgspec.Struct, frozen=True):
    """A clip as PNG."""

    width: int
    height: int
    png: bytes


def read(path: str) -> Iterator[ReadPart]:
    """Reads a file; its pages come in batches, so that no message grows large."""
    _be_polite()
    document = read_document(Path(path))
    for at in range(0, max(1, len(document.pages)), _BATCH):
        numbered = list(enumerate(document.pages[at : at + _BATCH], at + 1))
        bare = [number for number, raw in numbered if len(raw.words) <= SCAN_WORDS_MOST]
        yield ReadPart(
            document.kind,
            document.metadata,
            [_stored(to_page(raw, number), raw) for number, raw in numbered],
            scans(Path(path), bare) if document.kind == "pdf" else [],
        )


def find_scans(path: str, numbers: list[int]) -> Iterator[list[int]]:
    """Those of the pages that show what looks like print."""
    yield scans(Path(path), numbers)


def outline(path: str, kind: str) -> Iterator[list[Heading]]:
    """What the file marks as headings."""
    yield read_outline(Path(path), kind)


def recognise(path: str, page: int, label: str, how: dict[str, str]) -> Iterator[StoredPage]:
    """Another layer for a page: the words that recognition sees in its picture."""
    _be_polite()
    raw = recognise_page(_sheet(path, page), label, **how)
    yield _stored(to_page(raw, page, "ocr"), raw)


def _stored(page: Page, raw: RawPage) -> StoredPage:
    ends = sentence_ends(page.text, at_least=PASSAGE_LONGEST)
    return store(page, raw.raw, passages(page.text, ends))


def read_article(path: str) -> Iterator[ArticleReading]:
    """Reads the article under check with its regions."""
    yield read_article_document(Path(path))


def render(path: str, page: int, scale: float, clip: list[float], into: str) -> Iterator[Drawn]:
    """Draws a page, or a part of it given in points, as RGB into a file both processes map."""
    import pymupdf

    sheet = _sheet(path, page)
    area = pymupdf.Rect(clip) & sheet.rect if clip else sheet.rect
    if area.is_empty or area.width * area.height * scale * scale > _MOST_PIXELS:
        raise OutOfBounds(_("That part of the page cannot be drawn."), _("Use a smaller zoom."))
    matrix = pymupdf.Matrix(scale, scale)
    picture = sheet.get_pixmap(matrix=matrix, clip=area, alpha=False, annots=True)
    size = picture.stride * picture.height
    with Path(into).open("r+b") as stream:
        stream.truncate(max(size, 1))
        with mmap.mmap(stream.fileno(), max(size, 1)) as shared:
            shared[:size] = picture.samples_mv
    yield Drawn(picture.width, picture.height, picture.stride)


def clip(path: str, page: int, boxes: list[list[float]]) -> Iterator[ClipPart]:
    """The picture of a passage, its boxes given in shares of the page, with a small margin.

    A passage that goes on in another column is one picture of its parts, one below the other.
    """
    import pymupdf

    sheet = _sheet(path, page)
    matrix = pymupdf.Matrix(_CLIP_SCALE, _CLIP_SCALE)
    parts = [
        sheet.get_pixmap(matrix=matrix, clip=pymupdf.Rect(area) & sheet.rect, alpha=False)
        for area in _clip_areas(boxes, sheet.rect.width, sheet.rect.height)
    ]
    height = sum(part.height for part in parts) + _CLIP_GAP * (len(parts) - 1)
    width = max(part.width for part in parts)
    whole = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, width, height), False)
    whole.clear_with(255)
    top = 0
    for part in parts:
        part.set_origin(0, top)
        whole.copy(part, part.irect)
        top += part.height + _CLIP_GAP
    yield ClipPart(width, height, whole.tobytes("png"))


def _clip_areas(
    boxes: list[list[float]], width: float, height: float
) -> list[tuple[float, float, float, float]]:
    """In points; a line that stands higher than the one before begins another part."""
    areas: list[tuple[float, float, float, float]] = []
    for box in boxes:
        line = (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
        reach = line[3] - line[1]  # a tall sign begins higher than its line
        if areas and line[3] > areas[-1][1] + 1 and line[1] >= areas[-1][1] - reach:
            last = areas.pop()
            lefttop = (min(last[0], line[0]), min(last[1], line[1]))
            line = (*lefttop, max(last[2], line[2]), max(last[3], line[3]))
        areas.append(line)
    x, y = _CLIP_MARGIN
    return [(a[0] - x, a[1] - y, a[2] + x, a[3] + y) for a in areas]


@cache
def _be_polite() -> None:
    """A child that imports leaves the processor to the window; once is for good."""
    if hasattr(os, "nice"):
        os.nice(10)


_open: "OrderedDict[str, pymupdf.Document]" = OrderedDict()


def _sheet(path: str, page: int) -> "pymupdf.Page":
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    if path in _open:
        _open.move_to_end(path)
    else:
        try:
            _open[path] = pymupdf.open(path, filetype="pdf")
        except (pymupdf.FileDataError, pymupdf.FileNotFoundError, pymupdf.EmptyFileError) as error:
            raise FileDamaged(
                _("The original cannot be opened any more."),
                _("Run “archive check”, and add the file again."),
            ) from error
        while len(_open) > _KEPT_OPEN:
            _open.popitem(last=False)[1].close()
    document = _open[path]
    if not 1 <= page <= document.page_count:
        raise OutOfBounds(
            _("There is no page {page}.").format(page=page),
            _("The document has {count} pages.").format(count=document.page_count),
        )
    return document[page - 1]


def warm() -> Iterator[bool]:
    """Loads the library that draws."""
    import pymupdf

    yield bool(pymupdf.VersionBind)


METHODS: dict[str, Callable[..., Iterator[Any]]] = {
    "read": read,
    "read_article": read_article,
    "find_scans": find_scans,
    "outline": outline,
    "recognise": recognise,
    "warm": warm,
    "render": render,
    "clip": clip,
}
