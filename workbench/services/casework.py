"""Casework: mark claims, link evidence, give verdicts, take any of it back."""

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.adapters.case_audit import audit
from workbench.adapters.case_file import CaseFile, Step
from workbench.domain import policy as policies
from workbench.domain.article import Article, Sentence
from workbench.domain.case import Case, CaseInfo, Changes, Coverage, Problem, coverage
from workbench.domain.claim import Claim, ClaimKind
from workbench.domain.errors import ClaimVanished, OutOfBounds, QuoteNotFound, Unknown
from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.history import HistoryRow
from workbench.domain.locator import (
    LOST,
    AnchorState,
    Finder,
    Found,
    Locator,
    Span,
    describe,
    describe_area,
    find_quote,
    stands,
)
from workbench.domain.policy import Policy, PolicyResult
from workbench.domain.source import Source
from workbench.domain.text import Box
from workbench.domain.verdict import RatingScale
from workbench.i18n import N_, _
from workbench.services.archive import Archive
from workbench.services.reading import sentences_of

_QUOTED = re.compile(r"[“”„«»\"]")


@dataclass(frozen=True, slots=True)
class Passage:
    """What somebody selected on a page of a source: a span of its text, or an area of it."""

    source: str
    page: int
    start: int
    end: int
    area: Box | None = None


class Casework:
    """An open case. Each verb is one durable, undoable step and returns what it changed."""

    def __init__(
        self,
        file: CaseFile,
        scale: RatingScale,
        archive: Archive | None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._file = file
        self._clock = clock
        self.scale = scale
        self.policy: Policy = policies.DEFAULT
        self.archive = archive
        self._sentences: tuple[str, list[Sentence]] = ("", [])

    @property
    def path(self) -> Path:
        """The case file."""
        return self._file.path

    @property
    def case(self) -> Case:
        """The case after the last step."""
        return self._file.case

    @property
    def article(self) -> Article:
        """The newest revision of the article."""
        return self.case.article

    @property
    def sentences(self) -> list[Sentence]:
        """The sentences of the newest revision."""
        article = self.article
        if self._sentences[0] != article.id:
            self._sentences = (article.id, sentences_of(article))
        return self._sentences[1]

    @property
    def steps(self) -> int:
        """How many steps the history has."""
        return self._file.steps

    @property
    def undo_label(self) -> str:
        """Name of the step undo would take back, or empty."""
        return self._file.undo_label

    @property
    def redo_label(self) -> str:
        """Name of the step redo would do again, or empty."""
        return self._file.redo_label

    # Claims

    def mark_claim(
        self,
        start: int,
        end: int,
        text: str = "",
        speaker: str = "",
        kind: ClaimKind | None = None,
    ) -> Changes:
        """Makes the article's span a claim; words that are one already stay one.

        Its own words are its wording until somebody edits it.
        """
        page = self.article.as_page()
        start, end = _trimmed(page.text, start, end)
        locator = describe(self.article.sha256, page, start, end)
        label = N_("Mark claim")
        if any(claim.locator.is_same_place(locator) for claim in self.case.standing_claims):
            return Changes(label)
        number = max((claim.number for claim in self.case.claims.values()), default=0) + 1
        claim = Claim(
            id=_new_id(),
            number=number,
            article=self.article.id,
            locator=locator,
            text=text.strip() or " ".join(locator.exact.split()),
            speaker=speaker.strip(),
            kind=kind or _likely_kind(locator.exact),
        )
        return self._put(label, claim)

    def claim_at(self, start: int, end: int) -> Claim:
        """The claim on just that span of the article; raises Unknown."""
        for claim in self.case.standing_claims:
            if (claim.locator.start, claim.locator.end) == (start, end):
                return claim
        return self.case.claim(f"{start}-{end}")

    def mark_quote(self, quote: str, text: str = "", speaker: str = "") -> Changes:
        """Marks the first place where just these words stand in the article."""
        span = self.find_in_article(quote)[0]
        return self.mark_claim(span.start, span.end, text, speaker)

    def find_in_article(self, quote: str) -> list[Span]:
        """Where the words stand, checked regions first; raises QuoteNotFound."""
        spans = find_quote(quote, [self.article.as_page()])
        if not spans:
            raise QuoteNotFound(
                _("The article does not have the words “{quote}”.").format(quote=_short(quote)),
                _("Copy the words just as the article prints them."),
            )
        return sorted(spans, key=lambda span: (not self._checked(span.start), span.start))

    def edit_claim(
        self,
        claim_id: str,
        *,
        text: str | None = None,
        speaker: str | None = None,
        kind: ClaimKind | None = None,
    ) -> Changes:
        """Changes the wording, the speaker or the kind."""
        claim = self.case.claim(claim_id)
        given = {"text": text, "speaker": speaker, "kind": kind}
        return self._put(N_("Edit claim"), replace(claim, **_given(given)))

    def remove_claim(self, claim_id: str) -> Changes:
        """Takes the claim, its evidence and its searches out of the case."""
        claim = self.case.claim(claim_id)
        with self._file.step(N_("Remove claim")) as step:
            for item in self.case.evidence_of(claim):
                step.remove(item)
            for record in self.case.searches_of(claim):
                step.remove(record)
            step.remove(claim)
        return _changes(step.changes)

    # Evidence

    def attach_evidence(
        self,
        claim_id: str,
        passage: Passage,
        stance: Stance,
        grade: Grade = Grade.PRIMARY,
        note: str = "",
    ) -> Changes:
        """Links a passage to a claim, with its words, boxes, hashes and picture."""
        claim = self.case.claim(claim_id)
        source, locator = self.locate(passage)
        for item in self.case.evidence_of(claim):
            if item.locator.is_same_place(locator):
                return self.edit_evidence(item.id, stance=stance, grade=grade)
        draft = Evidence(
            id=_new_id(),
            claim=claim.id,
            locator=locator,
            stance=stance,
            grade=grade,
            source_title="",
            source_kind="",
            source_name="",
            source_pages=0,
            consulted="",
            note=note.strip(),
        )
        return self.put_evidence(N_("Attach evidence"), [(draft, source)])

    def locate(self, passage: Passage) -> tuple[Source, Locator]:
        """The source of a passage, and the locator that will find it again."""
        archive = self._archive()
        source = archive.source(passage.source)
        page = archive.page(source.sha256, passage.page)
        if passage.area is not None:
            return source, describe_area(source.sha256, page, passage.area)
        start, end = _trimmed(page.text, passage.start, passage.end)
        beside = (page.number - 1, page.number + 1)
        around = [archive.page(source.sha256, n) for n in beside if 1 <= n <= source.pages]
        return source, describe(source.sha256, page, start, end, around)

    def put_evidence(
        self,
        label: str,
        drafts: Sequence[tuple[Evidence, Source]],
        reopened: Sequence[Claim] = (),
    ) -> Changes:
        """Writes evidence as consulted now, with its source's particulars and a fresh clip.

        The verdicts of the claims that are reopened are taken back in the same step.
        """
        pictures = [self._archive().clip(item.locator) for item, _source in drafts]
        now = self.stamp()[1]
        with self._file.step(label) as step:
            for (item, source), pictured in zip(drafts, pictures, strict=True):
                if pictured:
                    step.keep(pictured[0])
                step.put(
                    replace(
                        item,
                        source_title=source.title,
                        source_kind=source.kind,
                        source_name=source.name,
                        source_pages=source.pages,
                        consulted=now,
                        source_author=source.author,
                        source_publisher=source.publisher,
                        source_published=source.published,
                        clip=pictured[1] if pictured else None,
                    )
                )
            for claim in reopened:
                step.put(claim.with_verdict("", claim.rationale))
        return _changes(step.changes)

    def evidence_at(self, claim_id: str, passage: Passage) -> Evidence:
        """The evidence that links a passage to a claim already; raises Unknown."""
        there = (passage.source, passage.page, passage.start, passage.end)
        for item in self.case.evidence_of(self.case.claim(claim_id)):
            place = item.locator
            if (place.source, place.page, place.start, place.end) == there:
                return item
        return self.evidence(claim_id)

    def find_in_source(self, source: str, quote: str) -> list[Passage]:
        """Where just these words stand in a source; raises QuoteNotFound."""
        found = self._archive().source(source)
        spans = find_quote(quote, self._archive().pages(found.sha256))
        if not spans:
            raise QuoteNotFound(
                _("“{title}” does not have the words “{quote}”.").format(
                    title=found.title, quote=_short(quote)
                ),
                _("Copy the words from one page, just as the source has them."),
            )
        return [Passage(found.sha256, span.page, span.start, span.end) for span in spans]

    def evidence(self, evidence_id: str) -> Evidence:
        """The piece of evidence of that id; raises Unknown."""
        item = self.case.evidence.get(evidence_id)
        if item is None:
            raise Unknown(
                _("The case has no evidence “{id}”.").format(id=evidence_id),
                _("List it with “case show”."),
            )
        return item

    def find_located(self, locator: Locator) -> tuple[Passage, Found]:
        """The passage a locator from elsewhere names, and how it was found; or QuoteNotFound."""
        source = self._archive().source(locator.source)
        found = Finder(self._archive().texts(source.sha256)).find(locator)
        if found.state is AnchorState.LOST:
            raise QuoteNotFound(
                _("“{title}” does not have the words “{quote}”.").format(
                    title=source.title, quote=_short(locator.exact)
                ),
                _("Find the passage in the source and link it there."),
            )
        area = locator.boxes[0] if locator.area else None
        return Passage(source.sha256, found.page, found.start, found.end, area), found

    def edit_evidence(
        self,
        evidence_id: str,
        *,
        stance: Stance | None = None,
        grade: Grade | None = None,
        note: str | None = None,
    ) -> Changes:
        """Changes the stance, the grade or the note."""
        given = {"stance": stance, "grade": grade, "note": note}
        return self._put(N_("Edit evidence"), replace(self.evidence(evidence_id), **_given(given)))

    def detach_evidence(self, evidence_id: str) -> Changes:
        """Unlinks a passage from its claim."""
        item = self.evidence(evidence_id)
        with self._file.step(N_("Remove evidence")) as step:
            step.remove(item)
        return _changes(step.changes)

    # Verdicts and the case

    def give_verdict(self, claim_id: str, code: str, rationale: str | None = None) -> Changes:
        """Gives the claim a verdict of the case's scale; an empty code takes it back."""
        claim = self.case.claim(claim_id)
        if code:
            self.scale.rating(code)
            if claim.vanished:
                raise ClaimVanished(
                    _("Claim {n} is no longer in the article.").format(n=claim.number),
                    _("Mark the words that stand there now, and judge those."),
                )
        reason = claim.rationale if rationale is None else rationale.strip()
        label = N_("Give verdict") if code != claim.verdict else N_("Edit rationale")
        return self._put(label, claim.with_verdict(code, reason))

    def rename(self, title: str) -> Changes:
        """Gives the case another title."""
        return self._put(N_("Rename case"), replace(self.case.info, title=title.strip()))

    @contextmanager
    def step(self, label: str) -> Iterator[Step]:
        """One gesture of a verb that stands in a module of its own; see CaseFile.step."""
        with self._file.step(label) as step:
            yield step

    @contextmanager
    def note(self, label: str) -> Iterator[Step]:
        """What happened by the way and undo passes over; see CaseFile.note."""
        with self._file.note(label) as step:
            yield step

    def stamp(self) -> tuple[str, str]:
        """Who works here and the time (ISO 8601, UTC), as records keep them."""
        return self._file.who, self._clock().astimezone(UTC).isoformat(timespec="seconds")

    def undo(self) -> Changes:
        """Takes the last step back; raises NothingToUndo."""
        return self._file.undo()

    def redo(self) -> Changes:
        """Does the last undone step again; raises NothingToUndo."""
        return self._file.redo()

    # Questions

    def history(self) -> list[HistoryRow]:
        """Every step, oldest first."""
        return self._file.history()

    def coverage(self) -> Coverage:
        """How much of the article is decided."""
        return coverage(self.case, self.sentences)

    def judge(self, claim: Claim) -> PolicyResult:
        """Whether the claim's verdict has the evidence the policy asks for."""
        return self.policy.judge(claim, self.case.evidence_of(claim), self.scale)

    def anchors(self) -> dict[str, Found]:
        """Where each piece of evidence is today, by its id; lost where its source is gone."""
        finders: dict[str, Finder] = {}
        return {item.id: self._anchor(item, finders) for item in self.case.evidence.values()}

    def claim_anchors(self) -> dict[str, Found]:
        """Where each claim is in the newest revision of the article, by its id."""
        finder = Finder([self.article.as_page()])
        return {
            claim.id: LOST if claim.vanished else finder.find(claim.locator)
            for claim in self.case.claims.values()
        }

    def problems(self) -> list[Problem]:
        """What the audit of the case file finds; nothing in a case nobody tampered with."""
        return audit(self.path)

    def missing_sources(self) -> frozenset[str]:
        """Hashes of sources the evidence stands in and the archive does not have."""
        used = {item.locator.source for item in self.case.evidence.values()}
        return frozenset(s for s in used if self.archive is None or not self.archive.has(s))

    def clip(self, evidence: Evidence) -> bytes | None:
        """The picture of a passage as PNG."""
        return self._file.blob(evidence.clip.sha256) if evidence.clip else None

    def original(self) -> bytes:
        """The original bytes of the article."""
        data = self._file.blob(self.article.sha256)
        if data is None:
            raise Unknown(
                _("The case has lost the original of its article."),
                _("Run “workbench verify”, and restore the case from a copy."),
            )
        return data

    def close(self) -> None:
        """Closes the file; every step is on disk already."""
        self._file.close()

    # Private

    def _put(self, label: str, record: Claim | Evidence | CaseInfo) -> Changes:
        with self._file.step(label) as step:
            step.put(record)
        return _changes(step.changes)

    def _archive(self) -> Archive:
        if self.archive is None:
            raise Unknown(_("No archive is open."), _("Name one with --archive."))
        return self.archive

    def _anchor(self, item: Evidence, finders: dict[str, Finder]) -> Found:
        """Looks at the page it stood on first: a long source is read whole only when it must."""
        source = item.locator.source
        if self.archive is None or not self.archive.has(source):
            return LOST
        if source not in finders:
            with suppress(OutOfBounds):
                page = self.archive.page(source, item.locator.page)
                if found := stands(item.locator, page):
                    return found
            finders[source] = Finder(self.archive.texts(source))
        return finders[source].find(item.locator)

    def _checked(self, position: int) -> bool:
        return any(s.start <= position < s.end for s in self.sentences)


def _new_id() -> str:
    return secrets.token_hex(6)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.strip()
        if isinstance(value, str) and name in ("text", "speaker", "note")
        else value
        for name, value in values.items()
        if value is not None
    }


def _changes(changes: Changes | None) -> Changes:
    if changes is None:
        raise ValueError("the step has not ended")
    return changes


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = max(0, start), min(len(text), end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        raise OutOfBounds(_("No words are selected."), _("Select the words first."))
    return start, end


def _likely_kind(quote: str) -> ClaimKind:
    if _QUOTED.search(quote):
        return ClaimKind.QUOTATION
    if any(char.isdigit() for char in quote):
        return ClaimKind.FIGURE
    return ClaimKind.EVENT


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
