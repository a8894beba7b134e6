"""The memo as PDF/UA-1 and PDF/A-2a, set by typst; the case goes in as JSON, so text is inert."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from workbench.adapters.files import speaking
from workbench.adapters.memo_writers.clips import usable_clips
from workbench.adapters.memo_writers.fonts import clusters, coverage, font_folders, is_mark
from workbench.adapters.memo_writers.inert import inert
from workbench.adapters.memo_writers.output import write_files
from workbench.adapters.paths import resources
from workbench.domain.errors import MemoFailed
from workbench.domain.memo import Memo
from workbench.domain.memo_words import shortened
from workbench.i18n import _

MISSING = "□"
_LONG_WORD = re.compile(r"\S{40,}")
_BREAK_EVERY = re.compile(r"(\S{16})(?=\S)")
_HASH = re.compile(r"^[0-9a-f]{64}\W?$")
_NO_GLYPH = re.compile(r"could not be displayed|codepoint")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
_ALWAYS_SHOWN = frozenset("\n\u00ad\u200b\u200c\u200d") | {chr(c) for c in range(0xFE00, 0xFE10)}


class _GlyphMissing(MemoFailed):
    """The standards forbid a character that no font shows."""


def write_pdf(memo: Memo, clips: Mapping[str, bytes], path: Path) -> list[Path]:
    """Writes the memo and returns the file written; the old one stays where that fails."""
    return write_files([(path, render_pdf(memo, clips))])


def render_pdf(memo: Memo, clips: Mapping[str, bytes]) -> bytes:
    """The bytes of the PDF: the same for the same memo and clips, on every machine."""
    pictures = usable_clips(memo, clips)
    try:
        return _rendered(memo, pictures, _Shown())
    except _GlyphMissing:
        # Some marks meet no letter their font can set them on. Rare, and better than no memo.
        return _rendered(memo, pictures, _Shown(strict=True))


def _rendered(memo: Memo, pictures: Mapping[str, bytes], text: "_Shown") -> bytes:
    moment = _moment(memo.date)
    data = _data(memo, pictures, text)
    data["moment"] = [
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
    ]
    with TemporaryDirectory(prefix="workbench-memo-") as folder, speaking(Path(folder)):
        root = Path(folder)
        (root / "memo.json").write_bytes(msgspec.json.encode(data))
        for sha256, picture in pictures.items():
            (root / f"{sha256}.png").write_bytes(picture)
        return _compiled(root)


def _data(memo: Memo, pictures: Mapping[str, bytes], text: "_Shown") -> dict[str, Any]:
    data: dict[str, Any] = text.of(msgspec.to_builtins(memo))
    for evidence in (item for claim in data["claims"] for item in claim["evidence"]):
        if evidence["clip"]:
            sha256 = evidence["clip"]["sha256"]
            evidence["clip"]["picture"] = f"{sha256}.png" if sha256 in pictures else ""
    data["running_title"] = shortened(data["title"], 90)
    data["footer"] = text.of(_("Case hash {hash}").format(hash=memo.case_hash))
    data["lang"], data["region"] = _language(memo.language)
    data["article_lang"], data["article_region"] = _language(memo.article_language)
    data["missing"] = text.missing
    return data


def _compiled(root: Path) -> bytes:
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in font_folders()],
    )
    compiler = typst.Compiler(root=str(root), font_paths=fonts, ignore_system_fonts=True)
    template = (resources() / "memo" / "memo.typ").read_bytes()
    try:
        done = compiler.compile(input=template, format="pdf", pdf_standards=["a-2a", "ua-1"])
    except typst.TypstError as error:
        kind = _GlyphMissing if _NO_GLYPH.search(error.message) else MemoFailed
        raise kind(
            _("The memo could not be laid out as PDF: {reason}.").format(reason=error.message),
            _("Export it as Markdown (.md), and report this sentence."),
        ) from error
    if not isinstance(done, bytes):
        raise TypeError("typst gave no single PDF")
    return done


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _EPOCH
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(microsecond=0)


def _language(code: str) -> tuple[str, str]:
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_]([A-Za-z]{2}))?", code)
    return (match[1], (match[2] or "").lower()) if match else ("en", "")


class _Shown:
    """Every string of the memo as the fonts can show it; counts what they cannot.

    strict: no letter keeps its marks, unless the two are one character.
    """

    def __init__(self, strict: bool = False) -> None:
        self.missing = 0
        self._strict = strict
        families = coverage()
        private = {code for codes in _PRIVATE for code in codes}
        self._families = [{chr(code) for code in family - private} for family in families]
        self._any = frozenset().union(*self._families) | _ALWAYS_SHOWN

    def of(self, value: Any) -> Any:
        """The value with all its strings made fit to print."""
        if isinstance(value, str):
            return self._string(value)
        if isinstance(value, list | tuple):
            return [self.of(item) for item in value]
        if isinstance(value, dict):
            before = self.missing
            shown = {key: self.of(item) for key, item in value.items()}
            if "passage" in value:
                shown["missing"] = self.missing - before
            return shown
        return value

    def _string(self, text: str) -> str:
        plain = unicodedata.normalize("NFC", inert(text)) if self._strict else inert(text)
        if not plain.isascii():
            plain = "".join(self._cluster(cluster) for cluster in clusters(plain))
        return _LONG_WORD.sub(_with_breaks, plain)

    def _cluster(self, cluster: str) -> str:
        if len(cluster) == 1 and cluster in self._any and not is_mark(cluster):
            return cluster
        if len(cluster) > 1 and self._shown_by_one(cluster):
            return cluster
        if len(cluster) > 1 and (self._strict or not cluster[0].isalnum()):
            # A mark with no letter under it has no font of its own: each goes its own way.
            return "".join(self._cluster(char) for char in cluster)
        self.missing += 1
        return MISSING

    def _shown_by_one(self, cluster: str) -> bool:
        if self._strict or not cluster[0].isprintable() or cluster[0].isspace():
            return False
        if is_mark(cluster[0]):
            return False
        return any(
            all(char in family or char in _ALWAYS_SHOWN for char in cluster)
            for family in self._families
        )


def _with_breaks(match: re.Match[str]) -> str:
    # A hash is copied out of the memo to be compared, so it stays one word.
    return match[0] if _HASH.search(match[0]) else _BREAK_EVERY.sub("\\1\u200b", match[0])
