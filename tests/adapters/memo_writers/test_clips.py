"""Clips of a case from anybody: only whole, honest pictures reach a memo."""

import struct
import zlib

import pymupdf
import pytest

from tests.memo_cases import picture
from workbench.adapters.memo_writers.clips import plain_png

CLIP = picture("A passage of some words.")


def png(width: int, height: int, body: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG of these parts, with right checksums."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(body)), (b"IEND", b"")]
    framed = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def test_a_picture_comes_through_with_its_pixels() -> None:
    plain = plain_png(CLIP)
    assert plain is not None
    before, after = pymupdf.Pixmap(CLIP), pymupdf.Pixmap(plain)
    assert (before.width, before.height, before.samples) == (
        after.width,
        after.height,
        after.samples,
    )


def test_what_is_not_picture_is_left_out() -> None:
    text = b"tEXtComment\x00secret"
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    with_text = CLIP[:33] + chunk + CLIP[33:]
    assert pymupdf.Pixmap(with_text).width > 0
    plain = plain_png(with_text)
    assert plain == plain_png(CLIP)
    assert plain is not None and b"secret" not in plain


def test_a_small_whole_picture_is_taken() -> None:
    assert plain_png(png(2, 1, b"\x00" + b"\x10" * 6)) is not None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GIF89a", id="another format"),
        pytest.param(CLIP[:-30], id="cut short"),
        pytest.param(CLIP[:8], id="signature alone"),
        pytest.param(CLIP[:60] + bytes([CLIP[60] ^ 1]) + CLIP[61:], id="one bit turned"),
        pytest.param(png(0, 5, b""), id="no width"),
        pytest.param(png(60_000, 60_000, b"\x00" * 999), id="too many pixels"),
        pytest.param(png(2, 2, b"\x00" + b"\x10" * 6), id="a row too few"),
        pytest.param(png(2, 1, b"\x00" + b"\x10" * 900), id="more than fits"),
        pytest.param(png(2, 1, b"\x09" + b"\x10" * 6), id="an unknown filter"),
        pytest.param(png(2, 1, b"\x00" + b"\x10" * 6, depth=3), id="an unknown depth"),
        pytest.param(png(2, 1, b"\x00\x01\x01", colour=3), id="a palette that is not there"),
    ],
)
def test_a_broken_picture_is_refused(data: bytes) -> None:
    assert plain_png(data) is None
