"""HTML: the visible text as blocks in document order. Nothing is fetched, nothing is run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.adapters.readers.document import Document
from workbench.adapters.readers.encoding import decode
from workbench.adapters.readers.html_metadata import metadata_of
from workbench.adapters.readers.paging import flow

_DROPPED = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "embed"),
        *("canvas", "audio", "video", "select", "textarea", "datalist", "map", "applet", "frame"),
    }
)
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd"),
        *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html"),
        *("legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "summary"),
        *("table", "tbody", "tfoot", "thead", "title", "tr", "ul"),
    }
)
_CELLS = frozenset({"td", "th"})
_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)"
)
_XML_START = re.compile(r"^\s*<\?xml[^>]*>")
_CONTAINERS = re.compile(
    r"</?(?:div|span|font|b|i|em|strong|center|section|article|table|tbody|tr|td|blockquote|ul|ol"
    r"|li|dl|dd|dt|a|u|small|big|sup|sub)\b[^<>]*>",
    re.IGNORECASE,
)
_CELL_MARK = "\x1f"
_LINE_MARK = "\x1e"
_ROW_LONGEST = 2_000
_ROW_ELEMENTS = 300


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of visible text that stands by itself, and the element it stands in."""

    text: str
    element: Any

    @property
    def tag(self) -> str:
        """The element's name."""
        return str(self.element.tag)


def read_html(path: Path) -> Document:
    """The document in a saved web page."""
    root = parse(decode_html(path.read_bytes()))
    found = blocks(root)
    metadata = metadata_of(root, [block.text for block in found[:40]], path.stem)
    return Document("html", metadata, flow(block.text for block in found))


def decode_html(data: bytes) -> str:
    """The text of an HTML file, by its mark, its bytes or its own declaration."""
    match = _DECLARED.search(data[:8_192].lower())
    return decode(data, match.group(1).decode("ascii", "replace") if match else "")


def parse(text: str) -> Any:
    """The tree of an HTML text; one nested deeper than the parser goes is flattened first."""
    parser, root = _parsed(text)
    if any("DEPTH" in str(entry.message).upper() for entry in parser.error_log):
        _parser, root = _parsed(_CONTAINERS.sub("<p>", text))
    return root


def _parsed(text: str) -> tuple[Any, Any]:
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    data = _XML_START.sub("", text).replace("\x00", "\ufffd").encode("utf-8")
    try:
        root = html.document_fromstring(data or b"<html></html>", parser=parser)
    except etree.ParserError:
        root = html.document_fromstring(b"<html><body></body></html>")
    return parser, root


def blocks(root: Any) -> list[Block]:
    """The visible text under root, block by block; a row of a data table is one block."""
    return list(_Walk(root))


class _Walk:
    """One pass over the tree without recursion, so that its depth does not matter."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._parts: list[str] = []
        self._stack: list[Any] = []
        self._row: Any = None

    def __iter__(self) -> Iterator[Block]:
        from lxml import etree

        walk = etree.iterwalk(self._root, events=("start", "end"))
        skipped: Any = None
        for event, element in walk:
            if event == "start":
                if _is_hidden(element):
                    skipped = element
                    walk.skip_subtree()
                    continue
                yield from self._start(element)
            else:
                if element is skipped:
                    skipped = None
                else:
                    yield from self._end(element)
                if element.tail and element is not self._root:
                    self._parts.append(self._told(element.tail))
        yield from self._flush(self._root)

    def _start(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if tag == "tr" and self._row is None and _is_data_row(element):
            yield from self._flush(element.getparent())
            self._row = element
        elif tag == "br":
            self._parts.append(_LINE_MARK)
        elif tag in _BLOCKS and self._row is None:
            yield from self._flush(element.getparent())
        elif tag in _BLOCKS:
            self._parts.append(" ")
        if tag == "pre":
            self._stack.append(element)
        if element.text:
            self._parts.append(self._told(element.text))

    def _end(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if tag == "pre" and self._stack:
            self._stack.pop()
            text = "".join(self._parts)
            self._parts = []
            for part in re.split(r"\n\s*\n", text.replace(_LINE_MARK, "\n")):
                yield from _block(part.strip("\n"), element)
        if tag in _CELLS:
            self._parts.append(_CELL_MARK)
        elif tag == "a" and not element.tail and _tag(element.getnext()) == "a":
            self._parts.append(" ")  # Links of a menu stand apart on the screen.
        if element is self._row:
            self._row = None
            yield from self._flush(element)
        elif tag in _BLOCKS and self._row is None:
            yield from self._flush(element)
        elif tag in _BLOCKS:
            self._parts.append(" ")

    def _told(self, text: str) -> str:
        return text if self._stack else " ".join(f".{text}.".split())[1:-1]

    def _flush(self, element: Any) -> Iterator[Block]:
        if not self._parts:
            return
        text = "".join(self._parts)
        self._parts = []
        if _CELL_MARK in text:
            cells = [" ".join(cell.replace(_LINE_MARK, " ").split()) for cell in text.split("\x1f")]
            yield from _block(" | ".join(cells).strip(" |"), element)
            return
        lines = [" ".join(line.split()) for line in text.split(_LINE_MARK)]
        for part in "\n".join(lines).split("\n\n"):
            yield from _block(part.strip("\n"), element)


def _block(text: str, element: Any) -> Iterator[Block]:
    if text.strip():
        yield Block(text, element)


def _tag(element: Any) -> object:
    return None if element is None else element.tag


def _is_hidden(element: Any) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return True
    if tag in ("html", "body"):
        return False
    attributes = element.attrib
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    style = attributes.get("style")
    return style is not None and _HIDING_STYLE.search(style) is not None


def _is_data_row(row: Any) -> bool:
    """True for a row to be read across; a row that only lays out a page is read downwards."""
    cells = size = 0
    for number, element in enumerate(row.iter()):
        if number > _ROW_ELEMENTS or element.tag in ("table", "h1", "article", "ul", "ol"):
            return False
        cells += element.tag in _CELLS
        size += len(element.text or "") + len(element.tail or "")
        if size > _ROW_LONGEST:
            return False
    return cells > 1
