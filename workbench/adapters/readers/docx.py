"""DOCX through mammoth's HTML, which keeps footnotes; bounded before anything is unpacked."""

import re
import zipfile
from pathlib import Path
from typing import Any

from workbench.adapters.readers import errors
from workbench.adapters.readers.document import Document, Metadata
from workbench.adapters.readers.encoding import clean
from workbench.adapters.readers.html import Block, blocks, parse
from workbench.adapters.readers.paging import flow

MEMBERS_MOST = 10_000
UNPACKED_MOST = 300_000_000
_RATIO_MOST = 200
_RATIO_FROM = 5_000_000
_CORE = "docProps/core.xml"
_NOTE = re.compile(r'<li id="(?:foot|end)note-[^"]*">(?:<p>)?')
_BACK = re.compile(r'\s*<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
_JUNK_TITLE = re.compile(r"^(?:word document|untitled|document ?\d*|\W*)$", re.IGNORECASE)


def read_docx(path: Path) -> Document:
    """The document in a DOCX file."""
    found, metadata = docx_blocks(path)
    return Document("docx", metadata, flow(block.text for block in found))


def docx_blocks(path: Path) -> tuple[list[Block], Metadata]:
    """The blocks of text of a DOCX file and its own properties."""
    _bounded(path)
    found = blocks(parse(_to_html(path)))
    return found, _metadata(path, found)


def _bounded(path: Path) -> None:
    """Refuses a zip bomb by what its directory says; zipfile holds members to their stated size."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as cause:
        raise errors.damaged(path) from cause
    if any(member.flag_bits & 1 for member in members):
        raise errors.locked(path)
    unpacked = sum(member.file_size for member in members)
    steep = any(
        member.file_size > _RATIO_FROM
        and member.file_size > _RATIO_MOST * max(1, member.compress_size)
        for member in members
    )
    if len(members) > MEMBERS_MOST or unpacked > UNPACKED_MOST or steep:
        raise errors.too_large(path, UNPACKED_MOST)


def _to_html(path: Path) -> str:
    import mammoth

    try:
        with path.open("rb") as file:
            result = mammoth.convert_to_html(file, convert_image=_no_image())
    except RecursionError as cause:
        raise errors.too_large(path, UNPACKED_MOST) from cause
    except _mammoth_failures() as cause:
        raise errors.damaged(path) from cause
    return _numbered_notes(clean(str(result.value)))


def _numbered_notes(html: str) -> str:
    """Gives each foot or end note its number, and takes away the arrow back to the text."""
    count = 0

    def numbered(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{match.group()}[{count}] "

    return _NOTE.sub(numbered, _BACK.sub("", html))


def _mammoth_failures() -> tuple[type[Exception], ...]:
    """What mammoth lets through when a part is missing, broken or not what the format says."""
    import zlib
    from xml.parsers.expat import ExpatError
    from xml.sax import SAXException

    return (
        *(zipfile.BadZipFile, zlib.error, ExpatError, SAXException, EOFError),
        *(LookupError, ValueError, TypeError, AttributeError, NotImplementedError, OSError),
    )


def _no_image() -> Any:
    import mammoth

    return mammoth.images.img_element(lambda _image: {"src": ""})


def _metadata(path: Path, found: list[Block]) -> Metadata:
    said = _core_properties(path)
    title = said.get("title", "")
    if _JUNK_TITLE.match(title) or title == path.stem:
        title = _first_heading(found) or path.stem
    created = re.match(r"\d{4}-\d\d-\d\d", said.get("created", ""))
    return Metadata(
        title=title[:300],
        author=said.get("creator", "")[:200],
        published=created.group() if created else "",
        language=said.get("language", "").split("-")[0].lower()[:3],
    )


def _first_heading(found: list[Block]) -> str:
    for block in found[:20]:
        if block.tag in ("h1", "h2"):
            return block.text[:300]
    first = found[0].text if found else ""
    return first if len(first) <= 200 else ""


def _core_properties(path: Path) -> dict[str, str]:
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as archive:
            if _CORE not in archive.namelist() or archive.getinfo(_CORE).file_size > 1_000_000:
                return {}
            data = archive.read(_CORE)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        root = etree.fromstring(data, parser)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, ValueError, OSError):
        return {}
    if root is None:
        return {}
    return {
        str(element.tag).rpartition("}")[2]: " ".join((element.text or "").split())
        for element in root
        if isinstance(element.tag, str)
    }
