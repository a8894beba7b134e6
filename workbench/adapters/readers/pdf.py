"""PDF with PyMuPDF: words with boxes, lines and paragraphs by where they stand."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbench.adapters.readers import errors
from workbench.adapters.readers.document import Document, Metadata, RawPage, RawWord
from workbench.adapters.readers.encoding import clean
from workbench.adapters.readers.pdf_labels import printed_labels
from workbench.adapters.readers.pdf_layout import Line, lines_of, separators, upright
from workbench.domain.language.dates import first_date
from workbench.domain.text import Box

_JUNK_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation|untitled|unknown|no title"
    r"|slide \d+|document ?\d*|print|doc\d*|scan\w*|layout \d+|title|pdf|full page \w+"
    r"|\(anonymous\)|none|null|internal use|template)\b(?:\s*-.*|\W*)$"
    r"|\.(?:docx?|pdf|qx[dp]|indd|tex|dvi|xlsx?|pptx?|rtf|wpd|pub|html?|fm|txt|ps|eps|pmd|odt)\W*$"
    r"|^(?:[a-z]:\\|/|file:|https?:)|^[\W\d_]*$|^\S*[_\d]\S*$",
    re.IGNORECASE,
)
_JUNK_AUTHOR = re.compile(
    r"^(?:user|admin\w*|owner|unknown|author|default|pc|\(?anonymous\)?|none|\W*|.*@localhost)$",
    re.IGNORECASE,
)
_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def read_pdf(path: Path) -> Document:
    """The pages and metadata of a PDF file."""
    document = _open(path)
    try:
        pages = list(_pages(document, path))
        return Document("pdf", _metadata(document, path, pages), pages)
    finally:
        document.close()


def _mupdf() -> Any:
    """The library, silent; it has no types worth the name."""
    import pymupdf

    library: Any = pymupdf
    library.no_recommend_layout()
    library.TOOLS.mupdf_display_errors(False)
    library.TOOLS.mupdf_display_warnings(False)
    return library


def _failures() -> tuple[type[Exception], ...]:
    """What MuPDF and its Python layer raise on broken files."""
    return (_mupdf().mupdf.FzErrorBase, RuntimeError, ValueError, IndexError)


def _open(path: Path) -> Any:
    pymupdf = _mupdf()
    try:
        document = pymupdf.open(path, filetype="pdf")
        if document.needs_pass:
            document.close()
            raise errors.locked(path)
        count = document.page_count
    except _failures() as cause:
        raise errors.damaged(path) from cause
    if not count:
        document.close()
        raise errors.damaged(path)
    return document


def _pages(document: Any, path: Path) -> Iterator[RawPage]:
    broken = 0
    for number, label in enumerate(_labels(document)):
        try:
            page = document.load_page(number)
            words = page.get_text("words", sort=False)
        except _failures() as cause:
            # One broken page must not hide the others; it stays in its place, without text.
            broken += 1
            if broken == document.page_count:
                raise errors.damaged(path) from cause
            yield RawPage(label, "", 595.0, 842.0)
            continue
        yield _page(page, words, label)


def _labels(document: Any) -> list[str]:
    rules: list[tuple[int, str]] = []
    with suppress(*_failures(), TypeError, AttributeError):
        rules = document._get_page_labels()
    return [clean(label) for label in printed_labels(rules, document.page_count)]


def _page(page: Any, words: list[Any], label: str) -> RawPage:
    width, height = page.rect.width, page.rect.height
    # Lines and paragraphs are found as the text was set; boxes are those of the page displayed.
    lines = lines_of(upright(words))
    if page.rotation:
        words = _turned(words, page.rotation_matrix)
    raw, spans = _joined(words, lines)
    if width <= 0 or height <= 0:
        return RawPage(label, clean(raw))
    placed = tuple(
        RawWord(start, end, _box(word, width, height))
        for word, (start, end) in zip(words, spans, strict=True)
    )
    return RawPage(label, clean(raw), width, height, placed)


def _turned(words: list[Any], matrix: Any) -> list[Any]:
    """The words with their boxes on the page as displayed."""
    a, b, c, d, e, f = matrix
    turned = []
    for x0, y0, x1, y1, *rest in words:
        left, right = sorted((a * x0 + c * y0 + e, a * x1 + c * y1 + e))
        top, bottom = sorted((b * x0 + d * y0 + f, b * x1 + d * y1 + f))
        turned.append((left, top, right, bottom, *rest))
    return turned


def _joined(words: list[Any], lines: list[Line]) -> tuple[str, list[tuple[int, int]]]:
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for line, separator in zip(lines, separators(lines), strict=True):
        parts.append(separator)
        at += len(separator)
        for number in range(line.first, line.stop):
            word = words[number][4]
            if number > line.first:
                parts.append(" ")
                at += 1
            parts.append(word)
            spans.append((at, at + len(word)))
            at += len(word)
    return "".join(parts), spans


def _box(word: Any, width: float, height: float) -> Box:
    left, top, right, bottom = word[:4]
    if left < 0 or top < 0 or right > width or bottom > height:
        left, right = _within(left, width), _within(right, width)
        top, bottom = _within(top, height), _within(bottom, height)
    return Box(left / width, top / height, right / width, bottom / height)


def _within(value: float, limit: float) -> float:
    return min(limit, max(0.0, value))


def _metadata(document: Any, path: Path, pages: list[RawPage]) -> Metadata:
    info = document.metadata or {}
    title = _text(info.get("title"))
    author = _text(info.get("author"))
    if not title or len(title) < 4 or title == path.stem or _JUNK_TITLE.search(title):
        title = _largest_line(document) or path.stem
    created = _PDF_DATE.match(_text(info.get("creationDate")))
    published = first_date(pages[0].raw[:3_000].split("\n")[:20])
    if not published and created:
        published = "-".join(created.groups())
    language = ""
    with suppress(*_failures(), AttributeError):
        language = _text(document.language).split("-")[0].lower()
    return Metadata(
        title=title[:300],
        author="" if _JUNK_AUTHOR.match(author) else author[:200],
        published=published,
        language=language if re.fullmatch("[a-z]{2,3}", language) else "",
    )


def _text(value: object) -> str:
    return " ".join(clean(str(value or ""))[:1_000].replace("\x00", " ").split())


def _largest_line(document: Any) -> str:
    """The words set largest on the first page, where they are larger than the rest."""
    spans: list[tuple[float, str]] = []
    with suppress(*_failures()):
        for block in document[0].get_text("dict", flags=0)["blocks"]:
            for line in block.get("lines", ()):
                if line["dir"][0] > 0.9:
                    spans.extend((span["size"], span["text"]) for span in line["spans"])
    return _headline(spans)


def _headline(spans: list[tuple[float, str]]) -> str:
    letters = [(size, sum(map(str.isalpha, text))) for size, text in spans]
    total = sum(count for _size, count in letters)
    usual, seen = 0.0, 0
    for size, count in sorted(letters):
        usual, seen = size, seen + count
        if seen * 2 >= total:
            break
    for largest in sorted({round(size, 1) for size, _text in spans}, reverse=True)[:4]:
        if largest < 1.15 * usual:
            return ""
        line = _run_of(spans, largest)
        if sum(map(str.isalpha, line)) >= 6 and len(line) <= 300:
            return line
    return ""


def _run_of(spans: list[tuple[float, str]], size: float) -> str:
    """The first unbroken run of spans of that size."""
    run: list[str] = []
    for span_size, text in spans:
        if abs(span_size - size) <= 0.06 * size:
            run.append(text)
        elif run and text.strip():
            break
    return " ".join(" ".join(run).split())
