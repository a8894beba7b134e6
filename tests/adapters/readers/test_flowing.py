"""Plain text, HTML, DOCX and e-mail: encodings, paragraphs, pages, metadata, saboteurs."""

import io
import time
import warnings
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from workbench.adapters.readers import read_article_document, read_document, to_page
from workbench.adapters.readers.encoding import decode
from workbench.adapters.readers.paging import PAGE_LIMIT
from workbench.domain.article import RegionKind
from workbench.domain.errors import FileDamaged, FileLocked, FileTooLarge

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import docx


def _file(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def _paragraphs(path: Path) -> list[str]:
    document = read_document(path)
    return [part for page in document.pages for part in to_page(page, 1).text.split("\n\n")]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_text_in_any_encoding(tmp_path: Path, codec: str) -> None:
    said = "The café’s owner said “no” on Tuesday, and again the day after."
    path = _file(tmp_path, "a.txt", said.encode(codec))
    assert read_document(path).pages[0].raw == said


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("cp1251", "Министерство обороны заявило, что потерь среди военных нет. Это неправда."),
        ("shift_jis", "防衛省は、部隊に損害はなかったと発表しました。これは事実ではありません。"),
    ],
)
def test_encodings_are_guessed_where_nothing_declares_them(codec: str, said: str) -> None:
    assert decode(said.encode(codec) * 3) == said * 3


def test_hard_wrapped_lines_join_and_others_stand_alone(tmp_path: Path) -> None:
    wrapped = (
        "The Department of Defense continues to gather information on a\n"
        "coalition airstrike in Syria earlier today. While we are still\n"
        "trying to determine all the facts, we regret the loss of lives.\n\n"
    )
    transcript = (
        "CHAIR: We begin.\nMR. HALL: Thank you, and good evening to everybody here.\nQ: Why?"
    )
    found = _paragraphs(_file(tmp_path, "a.txt", wrapped + transcript))
    assert len(found) == 4
    assert found[0].startswith("The Department") and found[0].endswith("lives.")
    assert found[3] == "Q: Why?"


def test_form_feeds_and_length_make_pages(tmp_path: Path) -> None:
    long = "\n\n".join(f"Paragraph {n}. " + "word " * 200 for n in range(60))
    pages = read_document(_file(tmp_path, "a.txt", f"One\f\fThree\f{long}\n\f")).pages
    assert [page.raw for page in pages[:3]] == ["One", "", "Three"]
    assert all(len(page.raw) <= PAGE_LIMIT for page in pages)
    assert [page.label for page in pages] == [str(n) for n in range(1, len(pages) + 1)]
    assert sum(page.raw.count("Paragraph") for page in pages) == 60


def test_title_and_date_of_a_statement(tmp_path: Path) -> None:
    said = read_document(
        _file(tmp_path, "dod.txt", "Statement by the Secretary\n\nSept. 17, 2016\n\nThe text.")
    ).metadata
    assert (said.title, said.published) == ("Statement by the Secretary", "2016-09-17")


def test_ten_megabytes_on_one_line(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.txt", "word " * 2_000_000)
    before = time.process_time()
    assert len(read_document(path).pages) > 400
    reading = read_article_document(path)
    assert len(reading.regions) == 1
    assert time.process_time() - before < 20


def test_nul_and_half_pairs_are_readable(tmp_path: Path) -> None:
    data = b"A text with \x00 and " + b"\xed\xa0\x80" + b" inside it, long enough to be believed."
    page = to_page(read_document(_file(tmp_path, "a.txt", data)).pages[0], 1)
    page.text.encode()
    assert "\ufffd" in page.text
    wide = "half \ud800 pair and more words".encode("utf-16", "surrogatepass")
    to_page(read_document(_file(tmp_path, "b.txt", wide)).pages[0], 1).text.encode()


PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>Ferry to go ahead | The Beacon</title>
<meta property="og:site_name" content="The Beacon"><meta name="author" content="Maren Colley">
<script type="application/ld+json">{"datePublished": "2026-03-12T06:40:00Z"}</script>
<style>p {color: red}</style></head><body>
<h1>Ferry to go ahead</h1><p>First&nbsp;paragraph<br>of two lines.</p>
<p hidden>Hidden words</p><p style="display: none">More hidden words</p><noscript>None</noscript>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td><p>2016</p></td><td>4.2</td></tr></table>
<script>alert("no")</script><pre>kept
  lines</pre></body></html>"""


def test_a_page_is_read_block_by_block(tmp_path: Path) -> None:
    document = read_document(_file(tmp_path, "page.pdf", PAGE))
    assert document.kind == "html"
    assert document.pages[0].raw.split("\n\n") == [
        "Ferry to go ahead",
        "First paragraph\nof two lines.",
        "Year | Cost",
        "2016 | 4.2",
        "kept\n  lines",
    ]
    said = document.metadata
    assert (said.title, said.author, said.publisher) == (
        "Ferry to go ahead",
        "Maren Colley",
        "The Beacon",
    )
    assert (said.published, said.language) == ("2026-03-12", "en")


def test_a_page_in_its_declared_encoding(tmp_path: Path) -> None:
    data = '<html><head><meta charset="koi8-r"></head><body><p>Привет, мир</p></body></html>'
    assert _paragraphs(_file(tmp_path, "a.html", data.encode("koi8-r"))) == ["Привет, мир"]


@pytest.mark.parametrize("depth", [300, 3_000, 10_000])
def test_deeply_nested_pages(tmp_path: Path, depth: int) -> None:
    data = "<html><body>" + "<div>" * depth + "The deep words" + "</div>" * depth + "<p>After</p>"
    path = _file(tmp_path, "a.html", data)
    assert _paragraphs(path) == ["The deep words", "After"]
    assert "The deep words" in read_article_document(path).text


def test_unclosed_tags_in_a_deep_page_cost_no_time(tmp_path: Path) -> None:
    before = time.process_time()
    read_document(_file(tmp_path, "a.html", "<html><body>" + "<div>" * 3_000 + "<div" * 100_000))
    assert time.process_time() - before < 10


def test_structured_data_nested_too_deep_is_passed_over(tmp_path: Path) -> None:
    deep = '<script type="application/ld+json">' + "[" * 50_000 + "</script><p>Words</p>"
    assert _paragraphs(_file(tmp_path, "a.html", "<html><body>" + deep)) == ["Words"]


def _docx(path: Path) -> Path:
    document = docx.Document()
    document.core_properties.title = "Letter of the harbour master"
    document.core_properties.author = "A. Thewless"
    document.add_paragraph("Dear Sir,")
    document.add_paragraph("The berth is closed.")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Berth", "14"
    document.save(str(path))
    return path


def test_docx(tmp_path: Path) -> None:
    path = _docx(tmp_path / "letter.bin")
    document = read_document(path)
    assert document.kind == "docx"
    assert document.pages[0].raw.split("\n\n") == [
        "Dear Sir,",
        "The berth is closed.",
        "Berth | 14",
    ]
    assert document.metadata.title == "Letter of the harbour master"
    assert document.metadata.author == "A. Thewless"
    assert "The berth is closed." in read_article_document(path).text


def test_docx_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml")
        archive.writestr("word/document.xml", b" " * 60_000_000)
    with pytest.raises(FileTooLarge):
        read_document(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "x")
        for number in range(10_001):
            archive.writestr(f"word/{number}", "")
    with pytest.raises(FileTooLarge):
        read_document(path)


def test_docx_without_sense_is_damaged(tmp_path: Path) -> None:
    for part in (b"no xml", b"<a><b></a>", b"<w/>"):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("word/document.xml", part)
        with pytest.raises(FileDamaged):
            read_document(_file(tmp_path, "a.docx", target.getvalue()))


def test_docx_with_a_locked_member(tmp_path: Path) -> None:
    data = bytearray(_docx(tmp_path / "a.docx").read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    with pytest.raises(FileLocked):
        read_document(_file(tmp_path, "b.docx", bytes(data)))


def test_mail_with_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "Jörg Müller <joerg@example.org>"
    message["To"] = "clerk@example.org"
    message["Date"] = "Fri, 16 Sep 2016 23:30:00 +0200"
    message["Subject"] = "Überweisung der 7,1 Millionen"
    message.set_content("Dear clerk,\n\nthe sum is 7.1 million.\n")
    message.add_alternative("<p>Not this one</p>", subtype="html")
    message.add_attachment("year;sum\n2016;7.1\n", filename="sums.txt")
    message.add_attachment(b"\x89PNG....", maintype="image", subtype="png", filename="quay.png")
    document = read_document(_file(tmp_path, "a.txt", message.as_bytes()))
    assert document.kind == "eml"
    first, second = document.pages
    assert first.raw.startswith("From: Jörg Müller <joerg@example.org>\n\nTo: clerk@example.org")
    assert "Subject: Überweisung der 7,1 Millionen" in first.raw
    assert "the sum is 7.1 million." in first.raw and "Not this one" not in first.raw
    assert "quay.png (8 bytes)" in first.raw
    assert (second.label, second.raw.split("\n\n")) == ("sums.txt", ["year;sum", "2016;7.1"])
    assert document.metadata.published == "2016-09-16"
    assert document.metadata.title == "Überweisung der 7,1 Millionen"


def test_mail_that_is_only_html(tmp_path: Path) -> None:
    data = b"From: a@b.org\nSubject: x\nContent-Type: text/html\n\n<p>Words <b>here</b></p>"
    assert read_document(_file(tmp_path, "a.eml", data)).pages[0].raw.endswith("Words here")


def test_article_regions_of_a_page(tmp_path: Path) -> None:
    body = "".join(
        f"<p>The council said in paragraph {n} that the quay would be finished before the "
        f"summer of the year {2020 + n}, and nobody in the hall objected to the plan.</p>"
        for n in range(6)
    )
    page = f"""<html><head><title>Quay done | Beacon</title></head><body>
    <nav><a href="#">News</a><a href="#">Sport</a></nav><article><h1>Quay done</h1>
    <p class="dek">A summer late and two million dearer</p><p class="byline">By Jo Strand</p>
    <figure><img src="x"><figcaption>The quay on Wednesday</figcaption></figure>{body}</article>
    <section id="comments"><h2>1 comment</h2><p class="comment">Twelve million, mark my words</p>
    </section><footer>All rights reserved</footer></body></html>"""
    reading = read_article_document(_file(tmp_path, "a.html", page))
    kinds = {reading.text[region.start : region.end]: region.kind for region in reading.regions}
    assert kinds["Quay done"] is RegionKind.TITLE
    assert kinds["A summer late and two million dearer"] is RegionKind.DEK
    assert kinds["By Jo Strand"] is RegionKind.BYLINE
    assert kinds["The quay on Wednesday"] is RegionKind.CAPTION
    assert kinds["Twelve million, mark my words"] is RegionKind.COMMENT
    assert kinds["All rights reserved"] is RegionKind.BOILERPLATE
    assert kinds["News Sport"] is RegionKind.BOILERPLATE
    assert sum(kind is RegionKind.BODY for kind in kinds.values()) == 6
    assert (reading.title, reading.byline) == ("Quay done", "Jo Strand")


def test_article_in_a_text_file_keeps_its_offsets(tmp_path: Path) -> None:
    data = "Title of it\r\n\r\n  Said  “so” \r\nBody"
    reading = read_article_document(_file(tmp_path, "a.txt", data))
    assert reading.text == "Title of it\n\n  Said  “so” \nBody"
    assert reading.title == "Title of it"


@pytest.mark.parametrize(
    ("said", "published"),
    [("2016-10", "2016-10"), ("2016", "2016"), ("2016-13", ""), ("9999", ""), ("soon", "")],
)
def test_a_page_may_know_its_month_or_year_only(tmp_path: Path, said: str, published: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        f'<html><head><meta property="article:published_time" content="{said}"><title>T</title>'
        "</head><body><p>The council met and talked about the quay.</p></body></html>",
        encoding="utf-8",
    )
    assert read_document(page).metadata.published == published
