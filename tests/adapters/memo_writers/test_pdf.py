"""The PDF memo, read back as a reader or a screen reader would."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from tests.memo_cases import (
    HOSTILE,
    Prepared,
    hostile,
    outgrown,
    realistic,
    redrafted,
    searched,
)
from workbench.adapters.memo_writers.fonts import clusters, coverage
from workbench.adapters.memo_writers.pdf import MISSING, render_pdf, write_pdf
from workbench.domain.errors import DiskFull, FolderReadOnly, MemoFailed
from workbench.domain.memo import Memo


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return realistic()


@pytest.fixture(scope="module")
def memo(prepared: Prepared) -> Memo:
    return prepared.memo()


@pytest.fixture(scope="module")
def pdf(prepared: Prepared, memo: Memo) -> bytes:
    return render_pdf(memo, prepared.clips)


@pytest.fixture
def document(pdf: bytes) -> Iterator[pymupdf.Document]:
    with pymupdf.open(stream=pdf, filetype="pdf") as opened:
        yield opened


@pytest.fixture(scope="module")
def hostile_pdf() -> bytes:
    prepared = hostile()
    return render_pdf(prepared.memo(), prepared.clips)


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def all_text(data: bytes) -> str:
    with pymupdf.open(stream=data, filetype="pdf") as opened:
        return squeezed("".join(page.get_text() for page in opened))


def is_said(part: str, text: str) -> bool:
    """True where the text has it whole, or a long one in two pieces, as over a page's end."""
    wanted = squeezed(part)
    cuts = range(40, len(wanted) - 40)
    return wanted in text or any(wanted[:at] in text and wanted[at:] in text for at in cuts)


def test_claims_of_an_earlier_draft_are_set_apart(prepared: Prepared) -> None:
    memo = redrafted(prepared).memo()
    text = all_text(render_pdf(memo, prepared.clips))
    (gone,) = memo.vanished
    for part in (memo.words.vanished, gone.quote, gone.was, memo.claims[0].carried):
        assert is_said(part, text), part
    turned = redrafted(hostile(), HOSTILE)
    assert render_pdf(turned.memo(), turned.clips)


def test_searches_that_found_nothing_are_shown(prepared: Prepared) -> None:
    memo = outgrown(searched(prepared)).memo()
    text = all_text(render_pdf(memo, prepared.clips))
    rows = [*memo.searches, *(row for claim in memo.claims for row in claim.searches)]
    assert len(rows) == 4
    for row in rows:
        for part in (row.query, row.reading, row.scope, row.index, row.hits, row.when, row.flag):
            assert is_said(part, text), part
        assert row.stale
        assert is_said(row.stale, text)
    turned = searched(hostile(), HOSTILE)
    assert render_pdf(turned.memo(), turned.clips)


def alternatives(document: pymupdf.Document) -> list[str]:
    """The alternative text of every figure in the structure tree, "" where it has none."""
    found = []
    for xref in range(1, document.xref_length()):
        if document.xref_get_key(xref, "S") == ("name", "/Figure"):
            kind, value = document.xref_get_key(xref, "Alt")
            found.append(value if kind == "string" else "")
    return found


def test_it_is_tagged_and_says_its_language(document: pymupdf.Document) -> None:
    catalog = document.pdf_catalog()
    assert "/Marked true" in document.xref_get_key(catalog, "MarkInfo")[1]
    assert document.xref_get_key(catalog, "StructTreeRoot")[0] == "xref"
    assert document.xref_get_key(catalog, "Lang") == ("string", "en")
    roles = {document.xref_get_key(x, "S")[1] for x in range(1, document.xref_length())}
    assert {"/H1", "/H2", "/P", "/Figure", "/L", "/Table", "/TH", "/Link", "/Note"} <= roles


def test_it_names_the_standards_it_keeps(document: pymupdf.Document) -> None:
    metadata = document.get_xml_metadata()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_its_date_is_that_of_the_last_step(document: pymupdf.Document) -> None:
    assert document.metadata["title"] == "Harbour bridge, council vote"
    assert document.metadata["author"] == "A. Checker"
    assert document.metadata["creationDate"].startswith("D:20260514164207")


def test_every_claim_has_a_bookmark(document: pymupdf.Document, memo: Memo) -> None:
    outline = [(level, title) for level, title, _page in document.get_toc()]
    claims = [title for level, title in outline if level == 2]
    assert claims == [record.bookmark for record in memo.claims]
    assert (1, "Bottom line") in outline
    assert (1, "Sources") in outline


def test_claims_and_sources_are_linked(document: pymupdf.Document, memo: Memo) -> None:
    linked = Counter(
        page.get_textbox(link["from"]).strip()
        for page in document
        for link in page.get_links()
        if link["kind"] in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED)
    )
    evidence = [item for record in memo.claims for item in record.evidence]
    for source in memo.sources:
        uses = sum(item.source == source.number for item in evidence)
        assert linked[f"[{source.number}]"] == uses
    for record in memo.claims:
        number = record.number
        used = sum(r.number == number for source in memo.sources for r in source.claims)
        matters = sum(r.number == number for item in memo.must_fix for r in item.claims)
        assert linked[str(number)] >= used + matters + 1


def test_every_clip_is_described(document: pymupdf.Document, memo: Memo) -> None:
    clips = [item.clip for record in memo.claims for item in record.evidence if item.clip]
    assert len(clips) == 9
    found = alternatives(document)
    assert sorted(map(squeezed, found)) == sorted(squeezed(clip.alternative) for clip in clips)


def test_it_says_everything_the_memo_says(pdf: bytes, memo: Memo) -> None:
    text = all_text(pdf)
    wanted = [memo.bottom_line.sentence, memo.case_hash, *memo.method, *memo.not_checked]
    wanted += [item.text for item in memo.must_fix]
    for record in memo.claims:
        wanted += [record.quote, record.text, record.speaker, record.verdict.definition]
        wanted += record.rationale.split("\n\n")
        for item in record.evidence:
            wanted += [item.passage, item.before, item.after, item.title, item.page, item.note]
            wanted += [item.anchor_words, item.locator]
    for source in memo.sources:
        wanted += [source.title, source.name, source.sha256]
    missing = [part for part in wanted if not is_said(part, text)]
    assert missing == []


def test_every_page_says_its_number(document: pymupdf.Document) -> None:
    for number, page in enumerate(document, start=1):
        assert f"Page {number} of {document.page_count}" in page.get_text()


def test_no_word_leaves_the_paper(document: pymupdf.Document) -> None:
    for page in document:
        for left, top, right, bottom, *_ in page.get_text("words"):
            assert page.rect.contains(pymupdf.Rect(left, top, right, bottom))


def test_the_same_memo_gives_the_same_bytes(prepared: Prepared, memo: Memo, pdf: bytes) -> None:
    turned = dict(reversed(prepared.clips.items()))
    assert render_pdf(memo, turned) == pdf


def test_another_memo_gives_other_bytes(prepared: Prepared, memo: Memo, pdf: bytes) -> None:
    assert render_pdf(replace(memo, case_hash="0" * 64), prepared.clips) != pdf


def test_only_our_fonts_are_used(document: pymupdf.Document) -> None:
    names = {font[3].partition("+")[2] for page in document for font in page.get_fonts()}
    assert names
    assert all(name.startswith(("SourceSerif4", "Inter", "NotoSans")) for name in names), names


def test_hostile_text_is_only_shown(hostile_pdf: bytes) -> None:
    text = all_text(hostile_pdf)
    for line in HOSTILE.splitlines()[:5]:
        if line.isascii() and line.isprintable():
            assert squeezed(line) in text
    assert '#panic("run")*bold*_it_`raw`$x$@ref<label>=head\\//{%' in text
    assert "<script>alert(1)</script>" in text
    with pymupdf.open(stream=hostile_pdf, filetype="pdf") as opened:
        for page in opened:
            assert all(link["kind"] != pymupdf.LINK_URI for link in page.get_links())
        assert "<pdfuaid:part>1" in opened.get_xml_metadata()


def test_a_word_of_fifty_thousand_letters_stays_on_the_paper(hostile_pdf: bytes) -> None:
    assert all_text(hostile_pdf).count("w") > 50_000
    with pymupdf.open(stream=hostile_pdf, filetype="pdf") as opened:
        for page in opened:
            for word in page.get_text("words"):
                assert word[2] <= page.rect.width
                assert word[3] <= page.rect.height


def test_a_character_without_letterform_stands_as_a_box_and_is_counted(
    prepared: Prepared, memo: Memo
) -> None:
    first = memo.claims[0]
    item = replace(first.evidence[0], passage="The mayor 市長 said 👍 yes.")
    changed = replace(first, evidence=(item,))
    text = all_text(render_pdf(replace(memo, claims=(changed, *memo.claims[1:])), prepared.clips))
    assert f"Themayor{MISSING}{MISSING}said{MISSING}yes." in text
    assert squeezed("3 characters of this passage have no letterform") in text
    assert squeezed("3 characters in this memo have no letterform") in text


def test_nothing_is_said_of_boxes_where_there_are_none(pdf: bytes) -> None:
    assert "letterform" not in all_text(pdf)


def test_arabic_is_set_and_hidden_marks_are_gone(prepared: Prepared, memo: Memo) -> None:
    spoof = "مرحبا بالعالم"
    first = replace(memo.claims[0], rationale=spoof, text="safe\u202etxt.exe\u202c\u200b\u2066!")
    data = render_pdf(replace(memo, claims=(first, *memo.claims[1:])), prepared.clips)
    with pymupdf.open(stream=data, filetype="pdf") as opened:
        fonts = {font[3] for page in opened for font in page.get_fonts()}
    assert any("NotoSansArabic" in font for font in fonts)
    assert "safetxt.exe!" in all_text(data)


@pytest.mark.parametrize(
    "text",
    [
        " \u0301alone",
        "\n\u0301first",
        "\u200d\u0301",
        "क\u094d\u200dष",
        "ع\u093f mixed",
        "}\u0301\u0323\u20dd",
        "\ufe0f\u2de3",
        "a\u034f\u0301",
        "\u1160\u3164\uffa0",
    ],
)
def test_marks_that_no_font_can_set_do_not_stop_the_memo(
    prepared: Prepared, memo: Memo, text: str
) -> None:
    first = replace(memo.claims[0], rationale=text, quote=text)
    data = render_pdf(replace(memo, claims=(first, *memo.claims[1:])), {})
    assert data.startswith(b"%PDF")


def test_a_clip_that_is_missing_or_altered_is_said_to_be(prepared: Prepared, memo: Memo) -> None:
    first, second = list(prepared.clips)[:2]
    clips = {first: prepared.clips[second], second: prepared.clips[second]}
    data = render_pdf(memo, clips)
    with pymupdf.open(stream=data, filetype="pdf") as opened:
        shown = alternatives(opened)
    expected = [
        item.clip
        for record in memo.claims
        for item in record.evidence
        if item.clip and item.clip.sha256 == second
    ]
    assert len(shown) == len(expected) > 0
    assert squeezed(memo.words.clip_missing) in all_text(data)


def test_a_clip_stands_on_the_page_of_its_caption(document: pymupdf.Document, memo: Memo) -> None:
    captions = {
        squeezed(item.clip.caption)
        for record in memo.claims
        for item in record.evidence
        if item.clip
    }
    for page in document:
        here = squeezed(page.get_text())
        assert len(page.get_image_info()) == sum(caption in here for caption in captions)


def test_an_empty_case_is_a_whole_document(prepared: Prepared) -> None:
    empty = replace(prepared, case=replace(prepared.case, claims={}, evidence={})).memo()
    assert squeezed("The case has no claims.") in all_text(render_pdf(empty, {}))


def test_it_is_written_and_named(
    prepared: Prepared, memo: Memo, pdf: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "memo.pdf"
    assert write_pdf(memo, prepared.clips, path) == [path]
    assert path.read_bytes() == pdf
    assert list(tmp_path.iterdir()) == [path]


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_memo(
    prepared: Prepared, memo: Memo, pdf: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "memo.pdf"
    path.write_bytes(b"the old memo")
    with largest_file(len(pdf) - 1), pytest.raises(DiskFull):
        write_pdf(memo, prepared.clips, path)
    assert path.read_bytes() == b"the old memo"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "linux", reason="no folder there refuses everybody")
def test_a_folder_that_cannot_be_written_to_is_named(prepared: Prepared, memo: Memo) -> None:
    with pytest.raises(FolderReadOnly, match=r"/sys/memo\.pdf"):
        write_pdf(memo, prepared.clips, Path("/sys/memo.pdf"))


def test_a_folder_of_that_name_is_left_alone(
    prepared: Prepared, memo: Memo, tmp_path: Path
) -> None:
    path = tmp_path / "memo.pdf"
    path.mkdir()
    (path / "kept").touch()
    with pytest.raises(MemoFailed, match="was not written"):
        write_pdf(memo, prepared.clips, path)
    assert [entry.name for entry in path.iterdir()] == ["kept"]
    assert list(tmp_path.iterdir()) == [path]


def test_clusters_keep_a_letter_and_its_marks_together() -> None:
    assert list(clusters("ab\u0301क\u200dष")) == ["a", "b\u0301", "क\u200dष"]
    assert list(clusters("")) == []


def test_the_fonts_cover_what_they_are_chosen_for() -> None:
    serif, inter, _noto, arabic = coverage()
    assert {ord(char) for char in "aZß–“”ŁЖΩ"} <= serif
    assert {ord(char) for char in "✓✗≈∅□⚠○"} <= inter
    assert ord("م") in arabic
    assert ord("市") not in serif | inter | arabic
