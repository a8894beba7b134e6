"""What a file is, by content; errors by cause."""

import io
import zipfile
from pathlib import Path

import pytest

from workbench.adapters.readers import kind_of, read_document
from workbench.domain.errors import (
    FileDamaged,
    FileEmpty,
    FileLocked,
    FileMissing,
    FormatUnknown,
    WorkbenchError,
)

MAIL = b"From: a@example.org\nTo: b@example.org\nSubject: Hello\n\nText.\n"


def _zip(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n1 0 obj\n", "pdf"),
        (b"\xef\xbb\xbf  %PDF-1.4", "pdf"),
        (b"<!DOCTYPE html><title>x</title>", "html"),
        (b"<?xml version='1.0'?>\n<!-- saved --><!-- twice -->\n<HTML><body>", "html"),
        (b"<p>A piece of a page.</p>", "html"),
        (MAIL, "eml"),
        (b"Received: by x\n\tfor y\nDate: z\n\n", "eml"),
        (b"Minutes of the meeting\n\nFrom: the chair.", "text"),
        (b"Q: Why?\nA: Because.\n\nQ: And?", "text"),
        ("Grüße".encode("utf-16"), "text"),
        (b"a text with one \x00 in it, as some programs leave it", "text"),
        (b"A file on %PDF-1.4 as a format.", "text"),
    ],
)
def test_kind_is_read_from_the_content(tmp_path: Path, data: bytes, kind: str) -> None:
    path = tmp_path / "wrong.xlsx"
    path.write_bytes(data)
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n....", "a picture"),
        (b"\xff\xd8\xff\xe0....", "a picture"),
        (b"RIFF1234WEBPVP8 ", "a picture"),
        (b"MZ\x90\x00\x03\x00", "a program"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
        (b"\x1f\x8b\x08\x00", "a packed archive"),
        (b"{\\rtf1 text}", "Rich Text"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x00" * 400 + b"text", "binary"),
        (b"<?xml version='1.0'?><rss></rss>", "XML"),
        (_zip(xl__workbook=b"x"), "a spreadsheet"),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.text"), "an OpenDocument file"),
        (_zip(readme=b"x"), "a ZIP archive"),
        (b"From a@b Mon Jan  1 00:00:00 2020\n" + MAIL + b"\nFrom c@d Mon Jan  1 2020\n" + MAIL,
         "a mailbox"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "(.doc)"),
    ],
)  # fmt: skip
def test_other_formats_are_named(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(data)
    with pytest.raises(FormatUnknown) as caught:
        read_document(path)
    assert says in caught.value.message
    assert caught.value.remedy


def test_each_cause_has_its_error(tmp_path: Path) -> None:
    causes: list[tuple[str, bytes | None, type[WorkbenchError]]] = [
        ("none.pdf", None, FileMissing),
        ("empty.pdf", b"", FileEmpty),
        ("blank.txt", b" \n\r\n\t ", FileEmpty),
        ("cut.docx", _zip(word__document=b"x" * 99)[:60], FileDamaged),
        ("cut.pdf", b"%PDF-1.7\n%%EOF", FileDamaged),
        (
            "locked.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            FileLocked,
        ),
    ]
    for name, data, error in causes:
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(error) as caught:
            read_document(path)
        assert name in caught.value.message


def test_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(FormatUnknown, match="a folder"):
        kind_of(tmp_path)


def test_many_comments_before_the_page_cost_no_time(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes(b"<!-- a -->" * 3_000 + b"text")
    assert kind_of(path) == "text"
