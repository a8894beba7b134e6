"""Clips: PNG pictures from a case file, which may come from anybody."""

import hashlib
import struct
import zlib
from collections.abc import Iterator, Mapping

from workbench.domain.memo_parts import Memo

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_MOST_PIXELS = 64_000_000


def usable_clips(memo: Memo, clips: Mapping[str, bytes]) -> dict[str, bytes]:
    """The memo's clips, by hash, that are at hand, have that hash and are whole PNG pictures.

    Each is the picture alone, without the text, profiles and dates a PNG may carry.
    """
    wanted = {item.clip.sha256 for claim in memo.claims for item in claim.evidence if item.clip}
    usable = {}
    for sha256 in sorted(wanted & clips.keys()):
        picture = plain_png(clips[sha256])
        if picture is not None and hashlib.sha256(clips[sha256]).hexdigest() == sha256:
            usable[sha256] = picture
    return usable


def plain_png(data: bytes) -> bytes | None:
    """The PNG with nothing in it but the picture; None where it is broken or too large."""
    try:
        chunks = [(kind, body) for kind, body in _chunks(data) if kind in _KEPT]
        pixels = b"".join(body for kind, body in chunks if kind == b"IDAT")
        whole = chunks[0][0] == b"IHDR" and _is_whole(chunks[0][1], dict(chunks), pixels)
    except (struct.error, zlib.error, IndexError, ValueError):
        return None
    if not whole:
        return None
    return _SIGNATURE + b"".join(_framed(kind, body) for kind, body in chunks)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not data.startswith(_SIGNATURE):
        raise ValueError("no PNG")
    at = len(_SIGNATURE)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", data, at + 8 + length)
        if check != zlib.crc32(kind + body):
            raise ValueError("damaged chunk")
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length


def _framed(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _is_whole(header: bytes, chunks: Mapping[bytes, bytes], pixels: bytes) -> bool:
    width, height, depth, colour, *method = struct.unpack(">IIBBBBB", header)
    # Our clips are never interlaced; a decoder for that would be code for strangers' files only.
    if method != [0, 0, 0] or depth not in _DEPTHS.get(colour, ()):
        return False
    if not 0 < width * height <= _MOST_PIXELS or (colour == 3 and not _palette_fits(chunks, depth)):
        return False
    row = 1 + (width * depth * _SAMPLES[colour] + 7) // 8
    inflater = zlib.decompressobj()
    raw = inflater.decompress(pixels, row * height + 1)
    return len(raw) == row * height and max(raw[::row]) <= 4


def _palette_fits(chunks: Mapping[bytes, bytes], depth: int) -> bool:
    palette = chunks.get(b"PLTE", b"")
    return len(palette) == 3 << depth
