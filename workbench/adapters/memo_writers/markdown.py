"""The memo as CommonMark with its clips beside it; every text of the case is escaped."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from workbench.adapters.memo_writers.clips import usable_clips
from workbench.adapters.memo_writers.inert import inert
from workbench.adapters.memo_writers.output import write_files
from workbench.domain.memo import Memo
from workbench.domain.memo_parts import (
    ClaimRecord,
    ClaimReference,
    EvidenceRecord,
    MustFix,
    SearchRow,
    VanishedRecord,
)

# What means something to CommonMark or a common extension of it, wherever it stands.
_MARKS = re.compile(r"[\\`*_\[\]<>&~|$^#{}]")
_ADDRESS = re.compile(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)")
_LINE_START = re.compile(r"^(\d{1,9})?(?=[-+=:.)!])")


def write_markdown(memo: Memo, clips: Mapping[str, bytes], path: Path) -> list[Path]:
    """Writes the clips, then the memo; returns all files written, the memo first."""
    usable = {sha256: clips[sha256] for sha256 in usable_clips(memo, clips)}
    folder = f"{path.stem}-clips"
    lines = _Lines(memo, folder, frozenset(usable))
    files = [
        (path.parent / folder / _clip_name(item), usable[item.clip.sha256])
        for claim in memo.claims
        for item in claim.evidence
        if item.clip and item.clip.sha256 in usable
    ]
    files = list(dict(files).items())
    text = "\n\n".join(lines.blocks()) + "\n"
    written = write_files([*files, (path, text.encode())])
    return [path, *written[:-1]]


def escaped(text: str) -> str:
    """The text on one line, with nothing left in it that Markdown or HTML would act upon."""
    line = " ".join(inert(text).split())
    return _ADDRESS.sub(r"\\", _MARKS.sub(r"\\\g<0>", line))


def paragraphs(text: str) -> list[str]:
    """The text as paragraphs; single line ends are kept as hard breaks."""
    parts = re.split(r"\n\s*\n", inert(text))
    made = []
    for part in parts:
        lines = [_line(line) for line in part.splitlines() if line.strip()]
        if lines:
            made.append("\\\n".join(lines))
    return made


def code_span(text: str) -> str:
    """The text set as code: between more backticks in a row than stand in it."""
    line = " ".join(inert(text).split())
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    return f"{fence} {line} {fence}"


def _line(text: str) -> str:
    return _LINE_START.sub(r"\g<1>\\", escaped(text)) if text else ""


def _quoted(text: str) -> str:
    lines = "\n\n".join(paragraphs(text)).split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`" if re.fullmatch(r"[0-9A-Za-z]+", text) else escaped(text)


def _clip_name(item: EvidenceRecord) -> str:
    sha256 = item.clip.sha256 if item.clip else ""
    return f"{item.number.replace('.', '-')}-{sha256[:12]}.png"


class _Lines:
    """The memo as blocks, one after another."""

    def __init__(self, memo: Memo, folder: str, clips: frozenset[str]) -> None:
        self.memo, self.words = memo, memo.words
        self.folder, self.clips = folder, clips

    def blocks(self) -> Iterator[str]:
        """Every block of the memo, without the blank lines between."""
        words = self.words
        yield from self._head()
        yield f"## {words.bottom_line}"
        yield from self._bottom_line()
        yield f"## {words.must_fix}"
        yield self._must_fix()
        if self.memo.claims:
            yield f"## {words.glance}"
            yield "\n".join(self._glance(claim) for claim in self.memo.claims)
        yield f"## {words.claims}"
        if not self.memo.claims:
            yield words.no_claims
        for claim in self.memo.claims:
            yield from self._claim(claim)
        if self.memo.vanished:
            yield f"## {words.vanished}"
            yield words.vanished_note
        for gone in self.memo.vanished:
            yield from self._vanished(gone)
        if self.memo.searches:
            yield f"## {words.searches_all}"
        for row in self.memo.searches:
            yield from self._search(row)
        yield f"## {words.sources}"
        yield from self._sources()
        yield f"## {words.not_checked}"
        yield from self.memo.not_checked
        yield f"## {words.method}"
        yield from self.memo.method
        yield self.memo.verify
        yield f"    {self.memo.verify_command}"
        yield f"{words.end} · {escaped(self.memo.program)}"

    def _head(self) -> Iterator[str]:
        header = self.memo.header
        yield f"# {escaped(self.memo.title)}"
        yield f"**{self.words.memo}**"
        yield from paragraphs(header.dek)
        if header.byline:
            yield _line(header.byline)
        yield "\n".join(
            f"- {fact.label}: {_code(fact.text) if fact.code else escaped(fact.text)}"
            for fact in header.facts
        )

    def _bottom_line(self) -> Iterator[str]:
        line = self.memo.bottom_line
        yield f"**{line.sentence}**"
        if line.tallies:
            yield "\n".join(
                f"- {tally.verdict.glyph} {escaped(tally.verdict.name)}: {tally.count}"
                for tally in line.tallies
            )
        yield f"{self.words.coverage}: {line.coverage_sentence}"

    def _must_fix(self) -> str:
        if not self.memo.must_fix:
            return self.words.nothing_to_fix
        return "\n".join(self._matter(item) for item in self.memo.must_fix)

    def _matter(self, item: MustFix) -> str:
        claims = f" ({self._numbers(item.claims)})" if item.claims else ""
        return f"- {item.glyph} **{escaped(item.head)}** {escaped(item.text)}{claims}"

    def _numbers(self, claims: tuple[ClaimReference, ...]) -> str:
        numbers = ", ".join(str(claim.number) for claim in claims)
        return f"{self.words.claim} {numbers}"

    def _glance(self, claim: ClaimRecord) -> str:
        verdict = f"{claim.verdict.glyph} {escaped(claim.verdict.name)}"
        return f"- **{claim.number}** {verdict}: {escaped(claim.short)}"

    def _claim(self, claim: ClaimRecord) -> Iterator[str]:
        words, verdict = self.words, claim.verdict
        yield f"### {claim.number} {verdict.glyph} {escaped(verdict.name)}"
        yield f"{escaped(verdict.definition)} ({claim.where}, {claim.kind})"
        yield _quoted(claim.quote)
        if claim.anchor_words:
            yield f"**⚠ {escaped(claim.anchor_words)}**"
        if claim.carried:
            yield f"**⚠ {escaped(claim.carried)}**"
        for label, text in (
            (words.our_words, claim.text),
            (words.said_by, claim.speaker),
            (words.rationale, claim.rationale),
        ):
            yield from _labelled(label, text)
        if claim.policy:
            flag = "" if claim.policy_met else "⚠ "
            yield f"**{flag}{words.policy}:** {claim.policy}"
        if not claim.evidence:
            yield words.no_evidence
        for item in claim.evidence:
            yield from self._evidence(item)
        if claim.searches:
            yield f"#### {words.searches}"
        for row in claim.searches:
            yield from self._search(row)

    def _search(self, row: SearchRow) -> Iterator[str]:
        words = self.words
        state = f"{words.index_state} {_code(row.index)} ({escaped(row.engine)})"
        hits = escaped(row.hits)
        lines = [
            f"{code_span(row.query)} {hits if row.whole else f'**⚠ {hits}**'}",
            f"{words.read_as}: {escaped(row.reading)}",
            f"{words.searched}: {escaped(row.scope)}; {state}",
            _line(row.when),
        ]
        if row.again:
            lines.append(f"{words.run_again}: {escaped(row.again)}")
        if row.flag:
            lines.append(f"**⚠ {row.flag}**")
        if row.stale:
            lines.append(f"**⚠ {row.stale}**")
        yield "\\\n".join(lines)
        yield from _labelled(words.note, row.note)

    def _vanished(self, gone: VanishedRecord) -> Iterator[str]:
        yield f"### {gone.number} {escaped(gone.was)}"
        yield _quoted(gone.quote)
        yield from _labelled(self.words.rationale, gone.rationale)

    def _evidence(self, item: EvidenceRecord) -> Iterator[str]:
        words = self.words
        yield f"#### {words.evidence} {item.number}: {item.sign} {item.stance_word}, {item.grade}"
        yield _quoted(item.passage)
        if item.before or item.after:
            yield f"{words.around}: {_around(item)}"
        place = ", ".join(escaped(part) for part in (item.title, item.page) if part)
        lines = [f"{words.source} {item.source}: {place}"]
        if item.origin:
            lines.append(_line(item.origin))
        lines.append(f"{words.consulted} {escaped(item.consulted)}")
        anchor = escaped(item.anchor_words)
        lines.append(f"✓ {anchor}" if item.exact else f"**⚠ {anchor}**")
        yield "\\\n".join(lines)
        yield from self._clip(item)
        yield from _labelled(words.note, item.note)
        yield escaped(item.locator)

    def _clip(self, item: EvidenceRecord) -> Iterator[str]:
        if item.clip is None:
            return
        if item.clip.sha256 not in self.clips:
            yield f"**⚠ {self.words.clip_missing}**"
            return
        target = quote(f"{self.folder}/{_clip_name(item)}")
        yield f"![{escaped(item.clip.alternative)}]({target})"

    def _sources(self) -> Iterator[str]:
        if not self.memo.sources:
            yield self.words.no_sources
        for source in self.memo.sources:
            facts = [escaped(source.name), escaped(source.extent)]
            lines = [f"**{source.number}** {escaped(source.title)}"]
            if source.origin:
                lines.append(_line(source.origin))
            lines.append(" · ".join(fact for fact in facts if fact))
            numbers = ", ".join(str(claim.number) for claim in source.claims)
            lines.append(f"{self.words.used_by} {numbers}")
            lines.append(f"{self.words.hash} {_code(source.sha256)}")
            yield "\\\n".join(lines)


def _around(item: EvidenceRecord) -> str:
    before = escaped(item.before) + " " * item.before[-1:].isspace()
    after = " " * item.after[:1].isspace() + escaped(item.after)
    return f"{before}\\[…\\]{after}".rstrip()


def _labelled(label: str, text: str) -> Iterator[str]:
    first, *rest = paragraphs(text) or [""]
    if first:
        yield f"**{label}:** {first}"
    yield from rest
