"""The sample is made the same every time, and its casework quotes what its documents say."""

# PyMuPDF says that it is typed and annotates nothing.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import mammoth
import pymupdf
import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
CASE: dict[str, Any] = json.loads((SAMPLE / "case.json").read_text(encoding="utf-8"))
EVIDENCE = [
    pytest.param(item["document"], item["quote"], id=f"{number}-{item['document']}")
    for number, claim in enumerate(CASE["claims"], start=1)
    for item in claim["evidence"]
]
VERDICTS = {
    *("confirmed", "confirmed-with-change", "incorrect", "unsupported"),
    *("cannot-verify", "opinion"),
}


@cache
def maker() -> ModuleType:
    """The script, loaded by its path because `packaging` is also a library's name."""
    for needed in ("docx", "PIL"):
        pytest.importorskip(needed)
    spec = importlib.util.spec_from_file_location(
        "make_sample", ROOT / "packaging" / "make_sample.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Visible(HTMLParser):
    """Collects what a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script", "title")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script", "title")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def plain(text: str) -> str:
    """De-hyphenated at line ends, ligatures opened, quotes unified, spaces collapsed."""
    text = re.sub(r"\xad\n|(?<=[a-z])-\n(?=[a-z])", "", text)
    text = unicodedata.normalize("NFKC", text)
    text = text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\""))
    return " ".join(text.split())


def html_text(path: Path) -> str:
    parser = _Visible()
    parser.feed(path.read_text(encoding="utf-8"))
    return "".join(parser.words)


def mail_text(path: Path) -> str:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body()
    assert body is not None
    return str(body.get_content())


def pages(name: str) -> list[str]:
    """The pages of a document of the archive, as plain text."""
    path = SAMPLE / "archive" / name
    match path.suffix:
        case ".pdf":
            with pymupdf.open(path) as document:
                return [plain(page.get_text()) for page in document]
        case ".html":
            return [plain(html_text(path))]
        case ".eml":
            return [plain(mail_text(path))]
        case ".docx":
            with path.open("rb") as stream:
                return [plain(mammoth.extract_raw_text(stream).value)]
        case _:
            return [plain(path.read_text(encoding="utf-8"))]


def made(folder: Path) -> dict[str, bytes]:
    """What the script writes, by path."""
    maker().make_sample(folder)
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_runs_and_the_shipped_files_are_equal(tmp_path: Path) -> None:
    first, second = made(tmp_path / "first"), made(tmp_path / "second")
    assert first == second
    differing = [name for name, data in first.items() if (SAMPLE / name).read_bytes() != data]
    assert not differing, "run packaging/make_sample.py and commit what it writes"


def test_twelve_documents_in_five_formats_and_small() -> None:
    archive = list((SAMPLE / "archive").iterdir())
    assert len(archive) == 12
    assert len({path.suffix for path in archive}) >= 5
    assert sum(p.stat().st_size for p in SAMPLE.rglob("*") if p.is_file()) < 3_000_000


@pytest.mark.parametrize(("document", "quote"), EVIDENCE)
def test_evidence_stands_on_one_page(document: str, quote: str) -> None:
    assert sum(plain(quote) in page for page in pages(document)) == 1
    assert 10 <= len(quote.split()) <= 60


@pytest.mark.parametrize("claim", CASE["claims"], ids=lambda claim: claim["quote"][:40])
def test_claim_stands_once_in_the_article(claim: dict[str, Any]) -> None:
    page = html_text(SAMPLE / CASE["article"])
    copied = (SAMPLE / CASE["article"]).with_suffix(".txt").read_text(encoding="utf-8")
    assert page.count(claim["quote"]) == copied.count(claim["quote"]) == 1


def test_casework_uses_the_whole_scale_and_most_of_the_archive() -> None:
    assert {claim["verdict"] for claim in CASE["claims"]} == VERDICTS
    used = {item["document"] for claim in CASE["claims"] for item in claim["evidence"]}
    assert used <= {path.name for path in (SAMPLE / "archive").iterdir()}
    assert len(used) >= 10


def test_every_document_says_that_it_is_invented() -> None:
    for path in (SAMPLE / "archive").iterdir():
        assert any("Invented document" in page for page in pages(path.name)), path.name


def test_quotes_cross_a_hyphen_a_ligature_and_a_column() -> None:
    """The hard places stay in the sample when its texts are edited."""
    minutes = pymupdf.open(SAMPLE / "archive" / "council-minutes-2026-03-10.pdf")
    raw = "".join(minutes[number].get_text() for number in range(len(minutes)))
    assert "\xad\n" in raw and "\ufb01" in raw
    report = pymupdf.open(SAMPLE / "archive" / "auditor-report-gannet-quay.pdf")
    left, right = (report[1].search_for(words) for words in ("4.7", "side by side"))
    assert len(left) == len(right) == 1
    assert right[0].x0 > left[0].x1 and right[0].y0 < left[0].y0
