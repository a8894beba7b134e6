"""Text recognition for pages of a PDF that are pictures, with the engine PyMuPDF has built in."""

import re
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.adapters.readers.document import RawPage
from workbench.adapters.readers.pdf import page_of_words
from workbench.domain.errors import RecognitionMissing
from workbench.i18n import _

if TYPE_CHECKING:
    import pymupdf

# A stamp or a running number may be all the text that is laid over a scan.
SCAN_WORDS_MOST = 15
_COVERS = 0.5
_OUTLINES = 300
_DPI = 300
_MOST_PIXELS = 30_000_000
_GOOD = 0.7
_RELIABLE = 0.6
_PLAIN_WORD = re.compile(r"[^\W\d_]?[^\W\d_]+|[^\w\s]?\d[\d.,:/%-]*")


def scans(path: Path, numbers: list[int]) -> list[int]:
    """Those of the pages that show what looks like print, as a picture or as outlines."""
    import pymupdf

    if not numbers:
        return []
    with pymupdf.open(path, filetype="pdf") as document:
        return [number for number in numbers if _is_scan(document, number)]


def recognise_page(page: "pymupdf.Page", label: str, tessdata: str, language: str) -> RawPage:
    """The page's words as recognition sees them; a page that lies on its side is turned."""
    words = _recognised(page, 0, tessdata, language)
    share = _plain_share(words)
    if words and share < _GOOD:
        turned = [_recognised(page, turn, tessdata, language) for turn in (90, 270, 180)]
        best = max(turned, key=_plain_share)
        if _plain_share(best) >= _GOOD:
            words, share = best, _plain_share(best)
    raw = page_of_words(page, words, label)
    reliable = raw.reliable and (not words or share >= _RELIABLE)
    return RawPage(raw.label, raw.raw, raw.width, raw.height, raw.words, reliable)


def _is_scan(document: "pymupdf.Document", number: int) -> bool:
    import pymupdf

    try:
        page = document[number - 1]
        area = page.rect * page.derotation_matrix
        drawn = page.get_bboxlog()
    except (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError):
        return False
    covered = 0.0
    outlines = texts = 0
    for kind, outline in drawn:
        if kind in ("fill-image", "fill-imgmask"):
            covered += (pymupdf.Rect(outline) & area).get_area()
        outlines += kind == "fill-path"
        texts += kind.endswith("text")
    return covered >= _COVERS * area.get_area() or (outlines >= _OUTLINES and not texts)


def _recognised(page: "pymupdf.Page", turn: int, tessdata: str, language: str) -> list[Any]:
    """Words where they stand on the page as it was set, whichever way it was turned to be read."""
    import pymupdf

    inches = max(1.0, page.rect.width * page.rect.height / 72 / 72)
    zoom = min(_DPI, sqrt(_MOST_PIXELS / inches)) / 72
    matrix = pymupdf.Matrix(zoom, zoom).prerotate(turn)
    picture = page.get_pixmap(matrix=matrix, alpha=False)
    try:
        data = picture.pdfocr_tobytes(compress=False, language=language, tessdata=tessdata)
    except pymupdf.mupdf.FzErrorLibrary as cause:
        raise RecognitionMissing(
            _("Text recognition cannot use its file for “{language}”.").format(language=language),
            _("Install Tesseract's language files again."),
        ) from cause
    with pymupdf.open(stream=data, filetype="pdf") as read:
        sheet = read[0]
        scale = picture.width / sheet.rect.width
        back = pymupdf.Matrix(scale, 0, 0, scale, picture.x, picture.y) * ~matrix
        back *= page.derotation_matrix
        found = sheet.get_text("words", flags=0, sort=False)
    return [(*(pymupdf.Rect(word[:4]) * back), *word[4:]) for word in found]


def _plain_share(words: list[Any]) -> float:
    """How much of the text is words of one case and figures; noise mixes all it has."""
    total = plain = 0
    for word in words:
        text = str(word[4])
        total += len(text)
        core = text.strip(".,;:!?()[]\"'“”‘’«»„-–—")
        if (
            len(core) > 1
            and _PLAIN_WORD.fullmatch(core)
            and core[1:]
            in (
                core[1:].lower(),
                core[1:].upper(),
            )
        ):
            plain += len(text)
    return plain / total if total else 0.0
