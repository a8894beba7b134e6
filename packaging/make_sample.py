"""Makes the sample from resources/sample/texts, the same bytes every time.

The bytes of the PDFs and of the scanned picture depend on the versions of typst, PyMuPDF and
Pillow; `requirements-dev.lock` holds them, and a new version means making the sample anew.
"""

# PyMuPDF says that it is typed and annotates nothing.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import re
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import Any

import docx
import pymupdf
import typst
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from PIL import Image, ImageChops, ImageFilter

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample"
TEXTS = SAMPLE / "texts"
FONT_PACKAGES = ("fontpkg_inter", "fontpkg_noto_sans", "fontpkg_source_serif_4")
NOISE_LIMIT = 55.0

PDFS = {
    "council-minutes-2026-03-10.pdf": "minutes.typ",
    "auditor-report-gannet-quay.pdf": "audit.typ",
    "statistical-yearbook-2025-p84.pdf": "yearbook.typ",
}
COPIES = {
    "transcript-council-2026-03-10.txt": "transcript.txt",
    "police-log-2026-02.txt": "police-log.txt",
    "press-release-2026-03-11.html": "press-release.html",
}
MAILS = {
    "mail-2026-02-24-noise.eml": ("mail-noise.txt", "meter-notes.txt"),
    "mail-2024-12-05-variation.eml": ("mail-variation.txt", None),
}
WORD_FILES = {
    "letter-town-clerk-2026-03-27.docx": ("letter.txt", datetime(2026, 3, 27, 10, 5)),
    "contract-extract-2023-06-14.docx": ("contract.txt", datetime(2023, 6, 14, 15, 30)),
}
SCAN = "harbour-notice-14-2025-scan.pdf"
MEASUREMENTS = "noise-readings-fishers-row.html"
ARTICLE = "beacon-ferry-terminal"


def read_text(name: str) -> str:
    """One of our texts."""
    return (TEXTS / name).read_text(encoding="utf-8")


def read_table(name: str) -> dict[str, Any]:
    """One of our TOML files."""
    return tomllib.loads(read_text(name))


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 with plain line feeds on every platform."""
    path.write_text(text, encoding="utf-8", newline="\n")


# --- PDFs -----------------------------------------------------------------------------------------


def our_fonts() -> typst.Fonts:
    """The fonts of our packages and those inside typst, never the machine's."""
    folders = []
    for package in FONT_PACKAGES:
        spec = find_spec(package)
        assert spec is not None and spec.origin is not None
        folders.append(str(Path(spec.origin).parent / "files"))
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def typeset(name: str) -> bytes:
    """One of our typst texts as a PDF; its date comes from the text itself."""
    compiler = typst.Compiler(root=TEXTS, font_paths=our_fonts(), ignore_system_fonts=True)
    pdf = compiler.compile(TEXTS / name, format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


# --- The scan -------------------------------------------------------------------------------------

SCAN_DPI = 150
SCAN_ANGLE = 0.8
# Misreadings that OCR really makes, kept out of the passages the case quotes.
OCR_SLIPS = {"Skelmouth": "Skelrnouth", "LOCAL": "L0CAL", "manoeuvring:": "rnanoeuvring:"}


def make_scan(clean: bytes) -> bytes:
    """A clean page as an office scanner returns it: a crooked grey picture over unseen words."""
    source = pymupdf.open(stream=clean)[0]
    result = pymupdf.open()
    page = result.new_page(width=source.rect.width, height=source.rect.height)
    page.insert_image(page.rect, stream=scanned_picture(source))
    lay_unseen_words(page, source)
    result.set_metadata(
        {
            "title": "Scan_0117",
            "creator": "Office scanner",
            "producer": "Invented OCR 4.2",
            "creationDate": "D:20251107091200Z",
            "modDate": "D:20251107091200Z",
        }
    )
    # A fresh /ID would differ on every run.
    scan = result.tobytes(garbage=3, deflate=True, no_new_id=True)
    assert isinstance(scan, bytes)
    return scan


def scanned_picture(page: pymupdf.Page) -> bytes:
    """The page crooked, soft, grainy, and darker towards the spine, as a JPEG."""
    shot = page.get_pixmap(dpi=SCAN_DPI, colorspace=pymupdf.csGRAY)
    picture = Image.frombytes("L", (shot.width, shot.height), shot.samples)
    picture = picture.rotate(SCAN_ANGLE, Image.Resampling.BICUBIC, fillcolor=255)
    picture = picture.filter(ImageFilter.GaussianBlur(0.55)).point(lambda level: 26 + level * 0.85)
    grain = Image.frombytes(
        "L", picture.size, random.Random(14).randbytes(shot.width * shot.height)
    )
    picture = Image.blend(picture, grain.filter(ImageFilter.GaussianBlur(0.7)), 0.09)
    spine = Image.linear_gradient("L").rotate(90).resize(picture.size)
    spine = spine.point(lambda level: min(255, 205 + level))
    stream = io.BytesIO()
    ImageChops.multiply(picture, spine).save(
        stream, "JPEG", quality=62, dpi=(SCAN_DPI, SCAN_DPI), optimize=False
    )
    return stream.getvalue()


def lay_unseen_words(page: pymupdf.Page, source: pymupdf.Page) -> None:
    """Puts every word invisibly where the picture shows it, as OCR does."""
    font = pymupdf.Font("helv")
    writer = pymupdf.TextWriter(page.rect)
    for left, top, right, bottom, word, *_ in source.get_text("words"):
        spoken = as_ocr_reads(word)
        size = (right - left) / font.text_length(spoken, 1)
        writer.append((left, bottom - 0.24 * (bottom - top)), spoken, font, size)
    centre = pymupdf.Point(page.rect.width / 2, page.rect.height / 2)
    writer.write_text(page, render_mode=3, morph=(centre, pymupdf.Matrix(SCAN_ANGLE)))


def as_ocr_reads(word: str) -> str:
    """A word as a cheap OCR programme types it: plain quotes and hyphens, a few slips."""
    plain = word.translate(str.maketrans("\u2019\u201c\u201d\xad", '\'""-'))
    return OCR_SLIPS.get(plain, plain)


# --- E-mail ---------------------------------------------------------------------------------------


def make_mail(letter: str, attachment: str | None) -> bytes:
    """A message from our text, in quoted-printable, with its attachment if it has one."""
    head, body = read_text(letter).split("\n\n", 1)
    message = EmailMessage(policy=SMTP)
    for line in head.splitlines():
        name, value = line.split(": ", 1)
        message[name] = value
    message.set_content(body, cte="quoted-printable")
    if attachment is not None:
        message.add_attachment(read_text(attachment), filename=attachment, cte="quoted-printable")
        # The library draws a boundary at random.
        message.set_boundary("=_skelmouth_0224_4417")
    return message.as_bytes()


# --- Word files -----------------------------------------------------------------------------------

TABLE_STYLE = "Table Grid"
KEPT_TABLE_STYLES = ("Normal Table", TABLE_STYLE)
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FOOTNOTES_XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes {spaces}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>
</w:footnote>
<w:footnote w:id="1"><w:p>
<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>
<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve"> {note}</w:t></w:r>
</w:p></w:footnote>
</w:footnotes>"""
FOOTNOTE_MARK = """<w:r {spaces}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>
<w:footnoteReference w:id="1"/></w:r>"""


def make_word_file(name: str, written: datetime) -> bytes:
    """A DOCX from our small markup; what each first sign means stands in `add_block`."""
    document = docx.Document()
    dress(document)
    for block in read_text(name).strip().split("\n\n"):
        add_block(document, block)
    about = document.core_properties
    about.author = about.last_modified_by = "Office of the Town Clerk"
    about.comments = "Invented document, made for learning the workbench"
    about.created = about.modified = written
    stream = io.BytesIO()
    document.save(stream)
    return with_fixed_dates(stream.getvalue())


def dress(document: Document) -> None:
    """A4, a serif face, and the margins of a council's letter."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    section.top_margin = section.bottom_margin = Cm(2.4)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(11)
    normal.paragraph_format.space_after = Pt(9)
    normal.paragraph_format.line_spacing = 1.25
    drop_ballast(document)


def drop_ballast(document: Document) -> None:
    """Takes out the template's unused table styles and its second copy of all styles."""
    for style in list(document.styles.element.style_lst):
        if style.type == WD_STYLE_TYPE.TABLE and style.name_val not in KEPT_TABLE_STYLES:
            document.styles.element.remove(style)
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[key]


def add_block(document: Document, block: str) -> None:
    """Lines of one block: ! = ~ > ^ stand for title, head, small print, right, footnote."""
    if block.startswith("| "):
        add_rows(document, [line.strip("| ").split(" | ") for line in block.splitlines()])
        return
    running: list[str] = []
    for line in block.splitlines():
        sign, _, rest = line.partition(" ")
        if sign == "!":
            document.core_properties.title = rest
        elif sign == "^":
            add_footnote_text(document, rest)
        elif sign in ("=", "##", "~", ">"):
            add_marked(document, sign, rest)
        else:
            running.append(line)
    if running:
        add_words(document, "\n".join(running))


def add_marked(document: Document, sign: str, words: str) -> None:
    """A head, a subhead, small print, or a line at the right."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    if sign in ("=", "##"):
        run.bold = True
        run.font.size = Pt(20 if sign == "=" else 12.5)
        run.font.color.rgb = RGBColor(0x1D, 0x3F, 0x5E)
        paragraph.paragraph_format.space_after = Pt(2 if sign == "=" else 5)
        paragraph.paragraph_format.keep_with_next = True
    elif sign == "~":
        run.font.size = Pt(8.5)
        run.font.color.rgb = RGBColor(0x5B, 0x66, 0x70)
        paragraph.paragraph_format.space_after = Pt(18)
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def add_words(document: Document, words: str) -> Paragraph:
    """A paragraph with **bold** and, at [^], the footnote's mark."""
    paragraph = document.add_paragraph()
    for piece in re.split(r"(\*\*.+?\*\*|\[\^\])", words):
        if piece == "[^]":
            paragraph._p.append(parse_xml(FOOTNOTE_MARK.format(spaces=nsdecls("w"))))
        elif piece:
            paragraph.add_run(piece.strip("*")).bold = piece.startswith("**") or None
    return paragraph


def add_footnote_text(document: Document, words: str) -> None:
    """The footnotes' own part; python-docx can read none and write none."""
    blob = FOOTNOTES_XML.format(spaces=nsdecls("w"), note=escape(words, quote=False)).encode()
    main = document.part
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, blob, main.package)
    main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def add_rows(document: Document, rows: list[list[str]]) -> None:
    """A ruled table with figures at the right and its first and last row bold."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style=TABLE_STYLE)
    for number, row in enumerate(rows):
        for cell, words in zip(table.rows[number].cells, row, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(words).bold = number in (0, len(rows) - 1)
            if cell is not table.rows[number].cells[0] and words != row[0]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def with_fixed_dates(archive: bytes) -> bytes:
    """The same ZIP with the members' clock stopped, stored because zlib builds differ."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 0
            new.writestr(member, old.read(name))
    return stream.getvalue()


# --- Pages of the web -----------------------------------------------------------------------------


def make_measurements() -> str:
    """The sheet of readings, with the nights above the limit marked."""
    rows = []
    for number, night in enumerate(csv.DictReader(io.StringIO(read_text("noise.csv"))), start=1):
        over = float(night["loudest"]) > NOISE_LIMIT
        rows.append(
            ('<tr class="over">' if over else "<tr>")
            + f'<td class="row">{number}</td><td class="word">{night["night"]}</td>'
            + f"<td>{night['loudest']}</td><td>{night['peak']}</td><td>{night['at']}</td>"
            + f'<td class="word">{night["trial"]}</td><td class="word">{night["works"]}</td>'
            + f'<td class="word">{"over" if over else ""}</td></tr>'
        )
    return Template(read_text("noise.html")).substitute(rows="\n".join(rows))


def tagged(tag: str, items: list[str], joint: str = "\n") -> str:
    """Each item in a tag of its own, escaped."""
    name = tag.partition(" ")[0]
    return joint.join(f"<{tag}>{escape(item, quote=False)}</{name}>" for item in items)


def make_article_page(story: dict[str, Any]) -> str:
    """The article as a browser saves it."""
    words = {k: escape(v, quote=False) for k, v in story.items() if isinstance(v, str)}
    comments = "\n".join(
        f'<li class="comment"><p class="who"><cite>{escape(said["who"])}</cite> '
        f"<span>{escape(said['when'])}</span></p>\n{tagged('p', [said['text']])}</li>"
        for said in story["comments"]
    )
    return Template(read_text("article.html")).substitute(
        words,
        menu=tagged('a href="#"', story["menu"], ""),
        share=tagged('a href="#"', story["share"], ""),
        body=tagged("p", story["body"]),
        related=tagged("li", story["related"]),
        comments=comments,
        reply_title=story["reply"]["title"],
        reply_note=story["reply"]["note"],
        reply_fields=tagged("label", story["reply"]["fields"]),
        reply_button=story["reply"]["button"],
        footer_links=tagged('a href="#"', story["footer"]["links"], " "),
        footer_notice=story["footer"]["notice"],
    )


def make_article_text(story: dict[str, Any]) -> str:
    """The article as somebody selects and copies the whole page."""
    return "\n".join(copied_lines(story)) + "\n"


def copied_lines(story: dict[str, Any]) -> Iterator[str]:
    """The page's text from top to bottom, furniture and all."""
    yield from (story["cookies"], "", story["site"], story["motto"], *story["menu"], "")
    yield from (story["crumbs"], "", story["headline"], "", story["dek"], "")
    yield from (story["byline"], story["shown"], "", *story["share"], "")
    yield from (f"{story['caption']} {story['credit']}", "")
    for paragraph in story["body"]:
        yield from (paragraph, "")
    yield from (story["related_title"], *story["related"], "", story["comments_title"], "")
    for number, said in enumerate(story["comments"], start=1):
        yield from (f"  {number}. {said['who']} {said['when']}", f"     {said['text']}", "")
    reply = story["reply"]
    yield from (reply["title"], reply["note"], "", *reply["fields"], reply["button"], "")
    yield from (" ".join(story["footer"]["links"]), story["footer"]["notice"])


# --- All of it ------------------------------------------------------------------------------------


def make_case() -> str:
    """The finished casework; a claim without evidence says so with an empty list."""
    case = read_table("case.toml")
    for claim in case["claims"]:
        claim.setdefault("evidence", [])
    return json.dumps(case, ensure_ascii=False, indent=2) + "\n"


def make_archive(folder: Path) -> None:
    """The twelve documents."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in PDFS.items():
        (folder / name).write_bytes(typeset(source))
    (folder / SCAN).write_bytes(make_scan(typeset("notice.typ")))
    for name, (letter, attachment) in MAILS.items():
        (folder / name).write_bytes(make_mail(letter, attachment))
    for name, (source, written) in WORD_FILES.items():
        (folder / name).write_bytes(make_word_file(source, written))
    for name, source in COPIES.items():
        write_text(folder / name, read_text(source))
    write_text(folder / MEASUREMENTS, make_measurements())


def make_sample(into: Path) -> None:
    """Writes article/, archive/ and case.json."""
    make_archive(into / "archive")
    (into / "article").mkdir(parents=True, exist_ok=True)
    story = read_table("article.toml")
    write_text(into / "article" / f"{ARTICLE}.html", make_article_page(story))
    write_text(into / "article" / f"{ARTICLE}.txt", make_article_text(story))
    write_text(into / "case.json", make_case())


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=SAMPLE, help="folder to write to")
    make_sample(parser.parse_args().into)


if __name__ == "__main__":
    main()
