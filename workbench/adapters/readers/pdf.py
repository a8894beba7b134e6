"""PDF with PyMuPDF: words with boxes, lines and paragraphs by where they stand."""

import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.adapters.readers import errors
from workbench.adapters.readers.document import Document, Metadata, RawPage, RawWord
from workbench.adapters.readers.encoding import clean
from workbench.adapters.readers.pdf_columns import column_order
from workbench.adapters.readers.pdf_direction import right_to_left, unspaced, upright
from workbench.adapters.readers.pdf_doubles import doubled_words
from workbench.adapters.readers.pdf_garbled import unreliable
from workbench.adapters.readers.pdf_glyphs import Glyphs
from workbench.adapters.readers.pdf_labels import printed_labels
from workbench.adapters.readers.pdf_layout import Line, levels_of, lines_of, separators
from workbench.adapters.readers.pdf_marks import with_marks
from workbench.adapters.readers.pdf_running import Edge, edges_of, mark_running, running_aside
from workbench.adapters.readers.pdf_spacing import with_spaces
from workbench.adapters.readers.pdf_strays import GLUED, strays_home
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
_AROUND = 2  # pages before and after that a running head is looked for on
_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def read_pdf(path: Path) -> Document:
    """The pages and metadata of a PDF file."""
    document = _open(path)
    try:
        pages = list(_pages(document, path))
        return Document("pdf", _metadata(document, path, pages), pages)
    finally:
        document.close()


def page_of_words(page: Any, words: list[Any], label: str) -> RawPage:
    """A page from words that are not its text layer's, such as recognised ones."""
    return _page(deque([_arranged(page, words, label)]), 0)


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
    """Each page is set down once the pages around it are known: running heads tell by them."""
    window: deque[_Laid] = deque()
    broken = 0
    for number, label in enumerate(_labels(document)):
        try:
            laid = _laid(document.load_page(number), label)
        except _failures() as cause:
            # One broken page must not hide the others; it stays in its place, without text.
            broken += 1
            if broken == document.page_count:
                raise errors.damaged(path) from cause
            laid = _Laid(label, 595.0, 842.0)
        window.append(laid)
        if len(window) > _AROUND:
            yield _page(window, len(window) - 1 - _AROUND)
        if len(window) > 2 * _AROUND:
            window.popleft()
    for at in range(max(0, len(window) - _AROUND), len(window)):
        yield _page(window, at)


def _labels(document: Any) -> list[str]:
    rules: list[tuple[int, str]] = []
    with suppress(*_failures(), TypeError, AttributeError):
        rules = document._get_page_labels()
    return [clean(label) for label in printed_labels(rules, document.page_count)]


@dataclass(slots=True)
class _Laid:
    """A page's words as displayed and as they read from left to right, in reading order."""

    label: str
    width: float
    height: float
    words: list[Any] = field(default_factory=list)
    laid: list[Any] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    def take(self, order: list[int]) -> None:
        """Keeps the words of these numbers, in this order."""
        self.words = [self.words[number] for number in order]
        self.laid = [self.laid[number] for number in order]
        self.lines = lines_of(self.laid)

    def move(self, order: list[int]) -> None:
        """Puts the lines in this order."""
        self.lines = [self.lines[number] for number in order]
        numbers = [number for line in self.lines for number in range(line.first, line.stop)]
        self.words = [self.words[number] for number in numbers]
        self.laid = [self.laid[number] for number in numbers]
        at = 0
        for line in self.lines:
            line.first, line.stop = at, at + line.stop - line.first
            at = line.stop


def _laid(page: Any, label: str) -> _Laid:
    textpage = page.get_textpage(flags=_mupdf().TEXTFLAGS_WORDS)
    glyphs = Glyphs(textpage.this)
    words = with_spaces(with_marks(textpage.extractWORDS(), textpage, glyphs), glyphs)
    return _arranged(page, words, label)


def _arranged(page: Any, words: list[Any], label: str) -> _Laid:
    # Lines and paragraphs are found as the text was set; boxes are those of the page displayed.
    order, laid = right_to_left(upright(words))
    if page.rotation:
        words = _turned(words, page.rotation_matrix)
    words = words if order is None else [words[number] for number in order]
    area = page.rect
    found = _Laid(label, area.width, area.height, words, laid, lines_of(laid))
    levels = levels_of(found.lines)
    if twice := doubled_words(found.laid, found.lines, levels):
        found.take([number for number in range(len(found.words)) if number not in twice])
        levels = levels_of(found.lines)
    if home := strays_home(found.laid, found.lines, levels):
        found.words = [found.words[number] for number in home[0]]
        found.laid = home[1]
        found.lines = lines_of(found.laid)
        levels = levels_of(found.lines)
    columns = column_order(found.laid, found.lines)
    if columns is not None:
        found.take(columns)
        levels = levels_of(found.lines)
    found.edges = edges_of(found.laid, found.lines, levels)
    return found


def _page(window: deque[_Laid], at: int) -> RawPage:
    page = window[at]
    around = (other.edges for number, other in enumerate(window) if number != at)
    mark_running(page.lines, page.edges, around)
    aside = running_aside(page.lines)
    if aside is not None:
        page.move(aside)
    raw, starts = _joined(page.laid, page.lines)
    reliable = not unreliable(raw)
    raw = clean(raw)
    if page.width <= 0 or page.height <= 0:
        return RawPage(page.label, raw, reliable=reliable)
    width, height = page.width, page.height
    placed = tuple(
        [
            RawWord(at, at + len(text), Box(x0 / width, y0 / height, x1 / width, y1 / height))
            if x0 >= 0 and y0 >= 0 and x1 <= width and y1 <= height
            else RawWord(at, at + len(text), _box((x0, y0, x1, y1), width, height))
            for at, (x0, y0, x1, y1, text, _block, _line, _at) in zip(
                starts, page.words, strict=True
            )
        ]
    )
    return RawPage(page.label, raw, page.width, page.height, placed, reliable)


def _turned(words: list[Any], matrix: Any) -> list[Any]:
    """The words with their boxes on the page as displayed."""
    a, b, c, d, e, f = matrix
    turned = []
    for x0, y0, x1, y1, *rest in words:
        left, right = sorted((a * x0 + c * y0 + e, a * x1 + c * y1 + e))
        top, bottom = sorted((b * x0 + d * y0 + f, b * x1 + d * y1 + f))
        turned.append((left, top, right, bottom, *rest))
    return turned


def _joined(words: list[Any], lines: list[Line]) -> tuple[str, list[int]]:
    """The text of the page, and where in it each word starts."""
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for line, separator in zip(lines, separators(lines), strict=True):
        parts.append(separator)
        at += len(separator)
        follows = False
        for number in range(line.first, line.stop):
            word = words[number]
            text = word[4]
            if follows and word[7] != GLUED and (text < "\u2e80" or not _close(words, number)):
                parts.append(" ")
                at += 1
            follows = True
            parts.append(text)
            starts.append(at)
            at += len(text)
    return "".join(parts), starts


def _close(words: list[Any], number: int) -> bool:
    """True where two Chinese or Japanese signs stand no further apart than in a justified line."""
    before, word = words[number - 1], words[number]
    signs = unspaced(before[4][-1]) and unspaced(word[4][0])
    return signs and word[0] - before[2] < 0.7 * (word[3] - word[1])


def _box(word: Any, width: float, height: float) -> Box:
    """A word that hangs over the edge of its page is cut there."""
    left, right = _within(word[0], width), _within(word[2], width)
    top, bottom = _within(word[1], height), _within(word[3], height)
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
