"""Bytes to text: byte order mark, declared encoding, UTF-8, then what the bytes look like."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 65_536
_SURROGATES = re.compile("[\ud800-\udfff]")
# What browsers do: pages that say Latin-1 or ASCII are written in Windows-1252.
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "euc_kr": "cp949", "gb2312": "gb18030"}


def decode(data: bytes, declared: str = "") -> str:
    """The text of the bytes; never fails: what cannot be read becomes U+FFFD."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return clean(data.decode(name, "replace"))
    if wide := _wide_without_mark(data):
        return clean(data.decode(wide, "replace"))
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    name = _known(declared) or _guess(data)
    return clean(data.decode(name, "replace"))


def clean(text: str) -> str:
    """The text with half surrogate pairs, which no file can hold, replaced one for one."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def unify_newlines(text: str) -> str:
    """The text with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def wide_mark(data: bytes) -> bool:
    """True where every second byte may well be NUL: the bytes are UTF-16 or UTF-32."""
    marks = tuple(mark for mark, name in _MARKS if name != "utf-8-sig")
    return data.startswith(marks) or bool(_wide_without_mark(data))


def _wide_without_mark(data: bytes) -> str:
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[0::2], sample[1::2]
    for zeros, chars, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros.count(0) > 0.7 * len(zeros) and chars.count(0) < 0.05 * len(chars):
            return name
    return ""


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
        b"".decode(name)  # refuses codecs that are no text encodings
    except (LookupError, ValueError, UnicodeError):
        return ""
    if name.startswith(("utf-8", "utf-16", "utf-32", "utf-7")):
        return ""  # A false declaration: the bytes have been tried as UTF already.
    return _READ_AS.get(name, name)


def _guess(data: bytes) -> str:
    """cp1252 where high bytes are rare, as in Western prose; else what the sample looks like."""
    sample = _around_high_bytes(data)
    high = sum(byte > 0x7F for byte in sample)
    if high < 0.12 * len(sample) and not re.search(rb"[\x81\x8d\x8f\x90\x9d]", sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"


def _around_high_bytes(data: bytes) -> bytes:
    """A sample that has the characters in it which tell one encoding from another."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 1_000) if first else 0
    return data[start : start + _SAMPLE]
