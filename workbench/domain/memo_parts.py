"""The parts of a memo, down to the last line; everything a writer lays out and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.domain.case import Coverage
from workbench.domain.locator import Found
from workbench.domain.memo_words import Words
from workbench.i18n import _

OPEN = ""


@dataclass(frozen=True, slots=True)
class MemoContext:
    """What a memo says that is not in the case itself.

    claims: where each claim's words are in the newest draft; last_step: ISO 8601, UTC; original:
    SHA-256 of the article's original bytes as the case holds them; program: name and version;
    problems: what the check of the case file and of the sources' originals found; index_state: the
    digest of the archive's texts, empty where no archive is at hand.
    """

    coverage: Coverage
    claims: Mapping[str, Found]
    chain_head: str
    steps: int
    last_step: str
    program: str
    original: str
    problems: tuple[str, ...] = ()
    language: str = "en"
    index_state: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled line of the header; code where it is set as code."""

    label: str
    text: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What was checked, by whom, and in which state."""

    title: str
    dek: str
    byline: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict as it is shown; an open claim has the code OPEN."""

    code: str
    name: str
    definition: str
    glyph: str
    colour: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims have a verdict."""

    verdict: Verdict
    count: int


@dataclass(frozen=True, slots=True)
class BottomLine:
    """The answer in one sentence, with the counts behind it."""

    sentence: str
    tallies: tuple[Tally, ...]
    coverage: Coverage
    coverage_sentence: str


@dataclass(frozen=True, slots=True)
class ClaimReference:
    """A claim by its number, and the name of its place in the memo."""

    number: int
    place: str


@dataclass(frozen=True, slots=True)
class MustFix:
    """Something to settle before publication.

    kind is verdict, open, anchor, search, policy, reason, coverage, altered or article.
    """

    kind: str
    glyph: str
    colour: str
    head: str
    text: str
    claims: tuple[ClaimReference, ...] = ()


@dataclass(frozen=True, slots=True)
class ClipRecord:
    """The picture of a passage; sides in pixels; alternative is read out where it is not seen."""

    sha256: str
    width: int
    height: int
    alternative: str
    caption: str


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A passage with all that is needed to judge it and to find it again."""

    place: str
    number: str
    stance: str
    stance_word: str
    sign: str
    colour: str
    grade: str
    before: str
    passage: str
    after: str
    source: int
    source_place: str
    title: str
    origin: str
    page: str
    consulted: str
    note: str
    anchor: str
    anchor_words: str
    exact: bool
    locator: str
    clip: ClipRecord | None


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A search that found nothing; whole where every hit was looked at, flag where new ones came.

    index is the beginning of the digest of the texts searched; again, when it was last run anew;
    stale says that the archive has changed since then.
    """

    query: str
    reading: str
    scope: str
    index: str
    engine: str
    hits: str
    whole: bool
    when: str
    again: str
    note: str
    flag: str
    stale: str


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim with its verdict, why, and what it rests on.

    bookmark is its line in an outline, short the beginning of the quote; carried says what a
    reopened claim was before the article changed or new hits came.
    """

    place: str
    number: int
    bookmark: str
    short: str
    where: str
    kind: str
    quote: str
    text: str
    speaker: str
    verdict: Verdict
    rationale: str
    policy: str
    policy_met: bool
    anchor_words: str
    carried: str
    evidence: tuple[EvidenceRecord, ...]
    searches: tuple[SearchRow, ...]


@dataclass(frozen=True, slots=True)
class VanishedRecord:
    """A claim that is no longer in the article: its words, and what was found about them."""

    number: int
    quote: str
    was: str
    rationale: str


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source, listed once, and the claims that use it."""

    place: str
    number: int
    title: str
    origin: str
    name: str
    sha256: str
    extent: str
    claims: tuple[ClaimReference, ...]


@dataclass(frozen=True, slots=True)
class Memo:
    """A whole memo; date is that of the case's last step, in ISO 8601.

    searches are those for the whole article that found nothing; a claim has its own.
    """

    title: str
    language: str
    article_language: str
    date: str
    checker: str
    program: str
    case_hash: str
    words: Words
    header: Header
    bottom_line: BottomLine
    must_fix: tuple[MustFix, ...]
    claims: tuple[ClaimRecord, ...]
    vanished: tuple[VanishedRecord, ...]
    searches: tuple[SearchRow, ...]
    sources: tuple[SourceRecord, ...]
    method: tuple[str, ...]
    verify: str
    verify_command: str
    not_checked: tuple[str, ...]


def open_verdict() -> Verdict:
    """Stands where a claim has no verdict yet."""
    return Verdict(OPEN, _("Open"), _("No verdict has been given yet."), "○", "open")
