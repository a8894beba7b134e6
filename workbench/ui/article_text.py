"""The article as a text document of Qt, with the exact way back from every place in it.

Qt counts UTF-16 units, Article.text counts characters; claim numbers and fold lines stand in the
document but not in the article. Every block knows its part of the article, so an edit in one block
moves no other.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import (
    QBrush,
    QColor,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
)

from workbench.domain.article import Article, Region, RegionKind
from workbench.domain.text import PARAGRAPH
from workbench.i18n import _, ngettext
from workbench.ui.style import READING_PX, reading_font, ui_font

FOLDED = frozenset({RegionKind.COMMENT, RegionKind.BOILERPLATE})
CLAIM_PROPERTY = QTextFormat.Property.UserProperty.value + 1

# Characters Qt would take for its own structure, each replaced by one of the same UTF-16 length.
_FOR_QT = str.maketrans(
    {
        **dict.fromkeys("\n\r\u2029", "\u2028"),
        **dict.fromkeys("\x00\ufdd0\ufdd1\ufffc", "\ufffd"),
        **{chr(code): "\ufffd" for code in range(0xD800, 0xE000)},
    }
)
_JOINER = "\u2060"
_MARK_SPACE = "\u00a0\u00a0"
# Scripts written without spaces: a word has no edge to snap to.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD_INSIDE = re.compile(rf"[^\W{_UNSPACED}]|[\u0300-\u036f\u200c\u200d'’\-‑]")
_WORD_EDGE = re.compile(rf"[^\W{_UNSPACED}]|[\u0300-\u036f]")


def utf16_length(text: str) -> int:
    """How many UTF-16 units Qt counts for the text."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def utf16_index(text: str, units: int) -> int:
    """The character of text that begins at, or holds, the UTF-16 unit."""
    if text.isascii():
        return min(units, len(text))
    seen = 0
    for index, char in enumerate(text):
        width = 2 if char > "\uffff" else 1
        if units < seen + width:
            return index
        seen += width
    return len(text)


def snap_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span grown to the limits of the words it cuts, without white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return start, end
    if _WORD_EDGE.match(text[start]):
        while start > 0 and _WORD_INSIDE.match(text[start - 1]):
            start -= 1
        while start < end and not _WORD_EDGE.match(text[start]):
            start += 1
    if _WORD_EDGE.match(text[end - 1]):
        limit = end
        while limit < len(text) and _WORD_INSIDE.match(text[limit]):
            limit += 1
            if _WORD_EDGE.match(text[limit - 1]):
                end = limit
    while end < len(text) and re.match(r"[\u0300-\u036f\u200d\ufe0f]", text[end]):
        end += 1
    return start, end


@dataclass(frozen=True, slots=True)
class Mark:
    """The raised number behind a claim: where in the article, of which claim, what it says."""

    at: int
    claim: str
    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class TextLook:
    """Size in pixels and colours of the reading column."""

    size: int
    ink: str
    soft: str


@dataclass(slots=True)
class Block:
    """A paragraph of the document: where its text begins in the article, and its marks.

    A fold line has no text of the article; fold is the number of its run, else -1.
    """

    start: int
    text: str
    kind: RegionKind
    fold: int = -1
    marks: list[Mark] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Where the block's text ends in the article."""
        return self.start + len(self.text)

    @property
    def is_fold(self) -> bool:
        """True for the line that stands for text not checked."""
        return self.fold >= 0 and not self.text

    def offset(self, position: int, after_marks: bool) -> int:
        """UTF-16 offset in the block of a position of the article."""
        position = min(max(position, self.start), self.end)
        units = utf16_length(self.text[: position - self.start])
        for mark in self.marks:
            if mark.at < position or (after_marks and mark.at == position):
                units += utf16_length(mark_text(mark))
        return units

    def position(self, units: int) -> int:
        """The position of the article at a UTF-16 offset in the block; a mark is where it hangs."""
        shift = 0
        for mark in self.marks:
            at = utf16_length(self.text[: mark.at - self.start]) + shift
            if units <= at:
                break
            width = utf16_length(mark_text(mark))
            if units < at + width:
                return mark.at
            shift += width
        return self.start + utf16_index(self.text, units - shift)


def mark_text(mark: Mark) -> str:
    """What stands in the document for a mark: never alone at the start of a line."""
    return f"{_JOINER}{_MARK_SPACE}{mark.text}"


def blocks_of(article: Article, opened: frozenset[int]) -> list[Block]:
    """The article cut into paragraphs; each run of unchecked text after its fold line."""
    blocks: list[Block] = []
    run = -1
    in_run = False
    for region in _covering(article):
        folded = region.kind in FOLDED
        if folded and not in_run:
            run += 1
            blocks.append(Block(region.start, "", region.kind, run))
        in_run = folded
        if not folded or run in opened:
            fold = run if folded else -1
            blocks.extend(
                Block(start, article.text[start:end], region.kind, fold)
                for start, end in _paragraphs(article.text, region)
            )
    return blocks


def runs_of(article: Article) -> list[list[Region]]:
    """The runs of regions that are not checked, in the order of the article."""
    runs: list[list[Region]] = []
    in_run = False
    for region in _covering(article):
        folded = region.kind in FOLDED
        if folded:
            if not in_run:
                runs.append([])
            runs[-1].append(region)
        in_run = folded
    return runs


def _covering(article: Article) -> list[Region]:
    """The regions, and as boilerplate whatever text stands in none of them."""
    regions: list[Region] = []
    at = 0
    for region in sorted(article.regions, key=lambda r: r.start):
        if article.text[at : region.start].strip():
            regions.append(Region(RegionKind.BOILERPLATE, at, region.start))
        if article.text[region.start : region.end].strip():
            regions.append(region)
        at = max(at, region.end)
    if article.text[at:].strip():
        regions.append(Region(RegionKind.BOILERPLATE, at, len(article.text)))
    return regions


def _paragraphs(text: str, region: Region) -> Iterable[tuple[int, int]]:
    at = region.start
    while at < region.end:
        cut = text.find(PARAGRAPH, at, region.end)
        end = region.end if cut < 0 else cut
        inner = text[at:end]
        start = at + len(inner) - len(inner.lstrip())
        if start < end:
            yield start, at + len(inner.rstrip())
        at = end + len(PARAGRAPH)


def fold_text(run: Sequence[Region], first: bool, last: bool, is_open: bool) -> str:
    """The line that stands for a run: “▸ 2 reader comments and a page footer, not checked”."""
    parts = []
    comments = sum(region.kind is RegionKind.COMMENT for region in run)
    if comments:
        parts.append(
            ngettext("{count} reader comment", "{count} reader comments", comments).format(
                count=comments
            )
        )
    if comments < len(run):
        name = _("a page footer") if last else _("page furniture")
        parts.append(_("a page header") if first and not comments else name)
    what = _(" and ").join(parts)
    return ("▾ " if is_open else "▸ ") + _("{what}, not checked").format(what=what)


class ArticleText:
    """The document of an article and the two ways between its places and the article's."""

    def __init__(self, article: Article, document: QTextDocument) -> None:
        self.article = article
        self.document = document
        self.opened: frozenset[int] = frozenset()
        self.blocks: list[Block] = []
        self._starts: list[int] = []
        self._look: TextLook | None = None
        self._mark_formats: dict[str, QTextCharFormat] = {}

    def build(self, look: TextLook, opened: frozenset[int], marks: Sequence[Mark]) -> None:
        """Writes the whole document anew."""
        self._look, self.opened = look, opened
        self.blocks = blocks_of(self.article, opened)
        self._starts = [block.start for block in self.blocks]
        self._mark_formats.clear()
        self.document.setUndoRedoEnabled(False)
        # An empty document would hide the scroll bar, and the column be set in lines for nothing.
        with QSignalBlocker(self.document.documentLayout()):
            self.document.clear()
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        runs = runs_of(self.article)
        for number, block in enumerate(self.blocks):
            styles = _block_format(block, look), _char_format(block, look)
            if number == 0:
                cursor.setBlockFormat(styles[0])
                cursor.setBlockCharFormat(styles[1])
            else:
                cursor.insertBlock(*styles)
            if block.is_fold:
                text = fold_text(
                    runs[block.fold],
                    first=number == 0,
                    last=block.fold == len(runs) - 1,
                    is_open=block.fold in opened,
                )
            else:
                text = block.text.translate(_FOR_QT)
            cursor.insertText(text, styles[1])
        for mark in marks:
            self._insert(mark)
        cursor.endEditBlock()

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Brings the raised numbers up to date, touching only those that changed."""
        present = {mark for block in self.blocks for mark in block.marks}
        # Marks that hang at one place keep their order: all of them are put anew.
        places = {mark.at for mark in present ^ set(marks)}
        if not places:
            return
        edit = QTextCursor(self.document)
        edit.beginEditBlock()
        for mark in present:
            if mark.at in places:
                self._remove(mark)
        for mark in marks:
            if mark.at in places:
                self._insert(mark)
        edit.endEditBlock()

    def set_margins(self, left: float, right: float) -> None:
        """White space beside the reading column."""
        frame = self.document.rootFrame()
        layout: QTextFrameFormat = frame.frameFormat()
        if (layout.leftMargin(), layout.rightMargin()) != (left, right):
            layout.setLeftMargin(left)
            layout.setRightMargin(right)
            layout.setTopMargin(18)
            layout.setBottomMargin(48)
            frame.setFrameFormat(layout)

    def to_document(self, position: int, after_marks: bool = False) -> int:
        """The document's place of a position of the article; folded text is at its fold line."""
        number = self._number_at(position)
        block = self.document.findBlockByNumber(number)
        return block.position() + self.blocks[number].offset(position, after_marks)

    def to_article(self, place: int) -> int:
        """The position of the article at a place of the document."""
        block = self.document.findBlock(place)
        if not block.isValid() or not self.blocks:
            return len(self.article.text)
        return self.blocks[block.blockNumber()].position(place - block.position())

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The document's places of a span, inside any mark at its edges."""
        return self.to_document(start, after_marks=True), self.to_document(end)

    def block_at(self, place: int) -> Block | None:
        """The block that holds a place of the document."""
        number = self.document.findBlock(place).blockNumber()
        return self.blocks[number] if 0 <= number < len(self.blocks) else None

    def claim_at(self, place: int) -> str:
        """The claim whose raised number stands at the place, or nothing."""
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(place + 1, self.document.characterCount() - 1))
        claim = cursor.charFormat().property(CLAIM_PROPERTY)
        return str(claim) if claim else ""

    def _number_at(self, position: int) -> int:
        # The fold line of an open run and its first paragraph begin together: the last one wins.
        return max(0, bisect_right(self._starts, position) - 1)

    def _insert(self, mark: Mark) -> None:
        number = self._number_of_end(mark.at)
        block = self.blocks[number]
        if block.is_fold or not block.start < mark.at <= block.end:
            return
        place = self.document.findBlockByNumber(number).position()
        place += block.offset(mark.at, after_marks=True)
        block.marks.append(mark)
        block.marks.sort(key=lambda m: m.at)
        cursor = QTextCursor(self.document)
        cursor.setPosition(place)
        cursor.insertText(mark_text(mark), self._mark_format(mark))

    def _remove(self, mark: Mark) -> None:
        number = self._number_of_end(mark.at)
        block = self.blocks[number]
        before = [m for m in block.marks[: block.marks.index(mark)] if m.at == mark.at]
        start = self.document.findBlockByNumber(number).position()
        start += block.offset(mark.at, after_marks=False)
        start += sum(utf16_length(mark_text(m)) for m in before)
        block.marks.remove(mark)
        cursor = QTextCursor(self.document)
        cursor.setPosition(start)
        cursor.setPosition(start + utf16_length(mark_text(mark)), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()

    def _number_of_end(self, position: int) -> int:
        """The block a span that ends at the position ends in."""
        return self._number_at(position - 1)

    def _mark_format(self, mark: Mark) -> QTextCharFormat:
        known = self._mark_formats.get(mark.colour)
        if known is None:
            known = self._mark_formats[mark.colour] = _raised(mark.colour, self._look)
        style = QTextCharFormat(known)
        style.setProperty(CLAIM_PROPERTY, mark.claim)
        return style


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a kind of text is set: size and line as shares of the body's, space above in pixels."""

    size: float = 1.0
    line: float = 1.6
    above: int = 12
    strong: bool = False
    soft: bool = False
    ours: bool = False


_SETTINGS = {
    RegionKind.TITLE: _Setting(size=1.65, line=1.25, above=0, strong=True),
    RegionKind.DEK: _Setting(size=1.1, line=1.4, above=8, soft=True),
    RegionKind.BYLINE: _Setting(size=0.72, line=1.8, above=8, soft=True, ours=True),
    RegionKind.CAPTION: _Setting(size=0.85, line=1.5, soft=True),
    RegionKind.COMMENT: _Setting(size=0.85, line=1.5, above=8, soft=True),
    RegionKind.BOILERPLATE: _Setting(size=0.85, line=1.5, above=8, soft=True),
}
_FOLD = _Setting(size=0.76, line=1.45, above=26, soft=True, ours=True)


def _raised(colour: str, look: TextLook | None) -> QTextCharFormat:
    size = look.size if look is not None else READING_PX
    style = QTextCharFormat()
    style.setFont(ui_font(max(8, round(size * 0.9)), strong=True))
    style.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    style.setForeground(QBrush(QColor(colour)))
    return style


def _setting(block: Block) -> _Setting:
    return _FOLD if block.is_fold else _SETTINGS.get(block.kind, _Setting())


def _block_format(block: Block, look: TextLook) -> QTextBlockFormat:
    setting = _setting(block)
    style = QTextBlockFormat()
    style.setLineHeight(
        round(look.size * setting.size * setting.line),
        QTextBlockFormat.LineHeightTypes.FixedHeight.value,
    )
    style.setTopMargin(setting.above)
    if block.is_fold:
        style.setLeftMargin(12)
        style.setBottomMargin(16)
    style.setHeadingLevel(1 if block.kind is RegionKind.TITLE else 0)
    return style


def _char_format(block: Block, look: TextLook) -> QTextCharFormat:
    setting = _setting(block)
    pixels = round(look.size * setting.size)
    style = QTextCharFormat()
    face = ui_font if setting.ours else reading_font
    style.setFont(face(pixels, setting.strong))
    style.setForeground(QBrush(QColor(look.soft if setting.soft else look.ink)))
    return style
