"""PDFs drawn operator by operator: what page makers do and the drawing library would not."""

import warnings
from pathlib import Path
from typing import Any

from workbench.adapters.readers import RawPage, read_document, to_page
from workbench.domain.source import Page

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pymupdf

WIDTH, HEIGHT = 400, 600


def draw(
    path: Path,
    *pages: str,
    letters: dict[str, str] | None = None,
    upright_signs: bool = False,
    turn: int = 0,
) -> Path:
    """A page for each content stream; fonts F (Helvetica), T (Times), U (its codes mean letters).

    letters says what the codes of U mean; with upright_signs a font V sets Japanese downwards.
    """
    document: Any = pymupdf.open()
    fonts = {"F": _plain(document, "Helvetica"), "T": _plain(document, "Times-Roman")}
    if letters:
        fonts["U"] = _told(document, letters)
    if upright_signs:
        fonts["V"] = _downwards(document)
    listed = " ".join(f"/{name} {xref} 0 R" for name, xref in fonts.items())
    for stream in pages:
        page = document.new_page(width=WIDTH, height=HEIGHT)
        xref = _object(document, "<<>>")
        document.update_stream(xref, stream.encode("cp1252"))
        document.xref_set_key(page.xref, "Resources", f"<</Font<<{listed}>>>>")
        document.xref_set_key(page.xref, "Contents", f"{xref} 0 R")
        page.set_rotation(turn)
    document.save(path)
    document.close()
    return path


def at(x: float, y: float, text: str, size: float = 11, font: str = "F") -> str:
    """A line of text whose foot stands y below the top of the page."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm ({escaped}) Tj ET\n"


def raw(path: Path, number: int = 1) -> RawPage:
    """A page as the reader gives it."""
    return read_document(path).pages[number - 1]


def read(path: Path, number: int = 1) -> Page:
    """A page as the workbench knows it."""
    return to_page(raw(path, number), number)


def wide(text: str, size: float = 11) -> float:
    """How far a line in Helvetica reaches."""
    return float(pymupdf.get_text_length(text, "helv", size))


def _object(document: Any, text: str) -> int:
    xref = int(document.get_new_xref())
    document.update_object(xref, text)
    return xref


def _plain(document: Any, base: str) -> int:
    return _object(
        document, f"<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding/WinAnsiEncoding>>"
    )


def _told(document: Any, letters: dict[str, str]) -> int:
    rows = "\n".join(
        f"<{ord(code):02X}> <{said.encode('utf-16-be').hex()}>" for code, said in letters.items()
    )
    xref = _object(document, "<<>>")
    document.update_stream(
        xref,
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "/CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange "
        f"{len(letters)} beginbfchar\n{rows}\nendbfchar endcmap end end".encode(),
    )
    return _object(
        document, f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode {xref} 0 R>>"
    )


def _downwards(document: Any) -> int:
    return _object(
        document,
        "<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UTF16-V"
        "/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000"
        "/FontDescriptor<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 4"
        "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700"
        "/StemV 80>>>>]>>",
    )
