"""What a file is, by its content; its name is never asked."""

import re
import zipfile
from pathlib import Path

from workbench.adapters.readers import errors
from workbench.adapters.readers.encoding import decode, wide_mark

_HEAD = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCX_TYPE = b"wordprocessingml."
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"8BPS", "picture"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\x1f\x8b", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"Rar!\x1a\x07", "packed"),
    (b"\xfd7zXZ\x00", "packed"),
    (b"BZh", "packed"),
    (b"\x28\xb5\x2f\xfd", "packed"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    (b"SQLite format 3\x00", "database"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\x1aE\xdf\xa3", "film"),
)
_ZIP_MEMBERS = (
    ("xl/", "spreadsheet"),
    ("ppt/", "slides"),
    ("META-INF/container.xml", "book"),
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h[1-6]|table|article|main|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_WITHIN = re.compile(r"<html[\s>].*<(?:head|body)[\s>]", re.IGNORECASE | re.DOTALL)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?:\s|$)")
_MAIL_HEADERS = frozenset(
    {
        "from",
        "to",
        "cc",
        "date",
        "subject",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "content-type",
        "sender",
        "delivered-to",
        "reply-to",
        "dkim-signature",
        "x-mailer",
        "content-transfer-encoding",
        "in-reply-to",
    }
)
_MAIL_SURE = frozenset(
    {
        "from",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
    }
)


def kind_of(path: Path) -> str:
    """pdf, html, text, docx or eml; an error by cause for everything else."""
    head, size = _head(path)
    if not head.strip() and not _has_content(path, size):
        raise errors.empty(path)
    if _is_pdf(path, head, size):
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if seen := _signature(head):
        raise errors.unknown(path, seen)
    return _text_kind(path, head)


def _head(path: Path) -> tuple[bytes, int]:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise errors.unknown(path, "folder" if path.is_dir() else "device")
        with path.open("rb") as file:
            return file.read(_HEAD), size
    except FileNotFoundError:
        raise errors.missing(path) from None
    except (OSError, ValueError) as cause:
        raise errors.not_readable(path) from cause


def _has_content(path: Path, size: int) -> bool:
    if size <= _HEAD:
        return False
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if block.strip():
                return True
    return False


def _is_pdf(path: Path, head: bytes, size: int) -> bool:
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00\x0c")
    if start.startswith(b"%PDF-"):
        return True
    mark = b"%PDF-" in head[:1024] or re.match(rb"\d+ \d+ obj\b", start) is not None
    if not mark:
        return False
    with path.open("rb") as file:
        file.seek(max(0, size - 2048))
        tail = file.read()
    return b" obj" in head or b"startxref" in tail or b"%%EOF" in tail


def _signature(head: bytes) -> str:
    for mark, seen in _SIGNATURES:
        if head.startswith(mark) and (seen != "program" or b"\x00" in head[:256]):
            return seen
    if head[:4] == b"RIFF":
        return "picture" if head[8:12] == b"WEBP" else "sound"
    if head[:2] == b"BM" and b"\x00" in head[:32]:
        return "picture"
    if head[4:8] == b"ftyp":
        return "picture" if head[8:11] in (b"hei", b"mif", b"avi") else "film"
    return ""


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if _says_word(archive, names):
                return "docx"
            for start, seen in _ZIP_MEMBERS:
                if any(name.startswith(start) for name in names):
                    raise errors.unknown(path, seen)
            mimetype = archive.read("mimetype")[:80] if _small(archive, "mimetype", names) else b""
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, ValueError) as cause:
        raise errors.damaged(path) from cause
    except OSError as cause:
        raise errors.not_readable(path) from cause
    raise errors.unknown(path, "opendocument" if b"opendocument" in mimetype else "zip")


def _says_word(archive: zipfile.ZipFile, names: list[str]) -> bool:
    types = "[Content_Types].xml"
    if types not in names:
        return "word/document.xml" in names
    return "word/document.xml" in names or (
        _small(archive, types, names) and _DOCX_TYPE in archive.read(types)
    )


def _small(archive: zipfile.ZipFile, name: str, names: list[str]) -> bool:
    return name in names and archive.getinfo(name).file_size < 1_000_000


def _ole_kind(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(32_000_000)
    for name, seen in (
        ("WordDocument", "old Word document"),
        ("Workbook", "spreadsheet"),
        ("PowerPoint Document", "slides"),
        ("__substg1.0_", "Outlook message"),
    ):
        if name.encode("utf-16-le") in data:
            raise errors.unknown(path, seen)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise errors.locked(path)
    raise errors.unknown(path, "binary")


def _text_kind(path: Path, head: bytes) -> str:
    if not wide_mark(head) and _is_binary(head):
        raise errors.unknown(path, "binary")
    text = decode(head).lstrip("\ufeff")
    if _is_mailbox(text):
        raise errors.unknown(path, "mailbox")
    if _is_mail(text):
        return "eml"
    if _HTML_START.match(text) or _HTML_WITHIN.search(text[:8_000]):
        return "html"
    if text.lstrip().startswith(("<?xml", "<svg", "<rss")):
        raise errors.unknown(path, "xml")
    return "text"


def _is_binary(head: bytes) -> bool:
    """A stray NUL is read over; more control characters than any writer leaves are not text."""
    odd = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\x0c\x0b\x08\x1b\x1a")
    return odd > max(2, 0.02 * len(head)) or (odd > 0 and odd > 0.2 * len(head))


def _is_mail(text: str) -> bool:
    lines = text.lstrip("\n\r").splitlines()
    if lines and lines[0].startswith(("From ", ">From ")):
        lines = lines[1:]
    seen = set()
    for line in lines[:400]:
        if not line.strip():
            break
        if match := _HEADER.match(line):
            seen.add(match.group(1).lower())
        elif not line.startswith((" ", "\t")) or not seen:
            return False
    return len(seen & _MAIL_HEADERS) >= 2 and bool(seen & _MAIL_SURE)


def _is_mailbox(text: str) -> bool:
    if not text.startswith("From "):
        return False
    return re.search(r"\n\r?\nFrom \S+ .*\d{4}\r?\n[A-Za-z-]+:", text) is not None
