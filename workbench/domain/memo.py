"""The memo: everything a report says, composed purely from the case; a writer only lays it out."""

from collections.abc import Mapping, Sequence

from workbench.domain import memo_words as say
from workbench.domain.article import Article
from workbench.domain.case import Case, Coverage
from workbench.domain.claim import Claim
from workbench.domain.errors import Unknown
from workbench.domain.evidence import Evidence
from workbench.domain.locator import AnchorState, Found
from workbench.domain.memo_must_fix import count_matters, must_fix
from workbench.domain.memo_parts import (
    BottomLine,
    ClaimRecord,
    ClaimReference,
    ClipRecord,
    EvidenceRecord,
    Fact,
    Header,
    Memo,
    MemoContext,
    MustFix,
    SourceRecord,
    Tally,
    VanishedRecord,
    Verdict,
    open_verdict,
)
from workbench.domain.memo_searches import (
    method_words,
    not_checked_words,
    overtaken_words,
    search_rows,
)
from workbench.domain.policy import Policy
from workbench.domain.verdict import Rating, RatingScale
from workbench.i18n import _, ngettext

__all__ = ["Memo", "MemoContext", "compose"]

_CONTEXT = 160  # characters of the paragraph shown on each side of a passage


def compose(
    case: Case,
    scale: RatingScale,
    policy: Policy,
    anchors: Mapping[str, Found],
    context: MemoContext,
) -> Memo:
    """The memo of a case as it stands; anchors say where each evidence's passage is today."""
    composer = _Composer(case, scale, policy, anchors, context)
    claims = tuple(composer.claim(*item) for item in enumerate(composer.ordered, start=1))
    article = case.article
    searches = search_rows(case, None, context)
    to_fix = must_fix(claims, context, context.original == article.sha256, searches)
    title = say.one_line(case.info.title or article.title or article.name)
    return Memo(
        title=title,
        language=context.language,
        article_language=article.language,
        date=context.last_step,
        checker=say.one_line(case.info.checker),
        program=say.one_line(context.program),
        case_hash=context.chain_head,
        words=say.words(),
        header=_header(case, context, title),
        bottom_line=composer.bottom_line(claims, to_fix),
        must_fix=to_fix,
        claims=claims,
        vanished=tuple(map(composer.vanished, case.vanished_claims)),
        searches=searches,
        sources=composer.sources(),
        method=say.method_paragraphs() + method_words(case),
        verify=say.verify_words(),
        verify_command=_("workbench verify CASE --archive FOLDER"),
        not_checked=(
            *say.not_checked_paragraphs(context.coverage, article),
            *not_checked_words(case),
        ),
    )


def _header(case: Case, context: MemoContext, title: str) -> Header:
    article = case.article
    published = say.date_words(article.published, context.language)
    steps = ngettext("{count} step", "{count} steps", context.steps).format(count=context.steps)
    last = say.moment_words(context.last_step, context.language)
    facts = [
        Fact(_("Checked by"), say.one_line(case.info.checker)),
        Fact(_("Last step"), _("{moment} ({steps})").format(moment=last, steps=steps)),
        Fact(_("Draft"), _("revision {number}").format(number=article.revision)),
        Fact(_("Article's file"), say.one_line(article.name)),
        Fact(_("SHA-256 of that file"), article.sha256, code=True),
        Fact(_("Case hash"), context.chain_head, code=True),
    ]
    headline = article.title if article.title != title else ""
    byline = _joined(headline, article.byline, published)
    return Header(title, article.dek, byline, tuple(fact for fact in facts if fact.text))


def _joined(*parts: str) -> str:
    return " · ".join(say.one_line(part) for part in parts if part.strip())


class _Composer:
    """Holds what every record needs, and numbers the sources as they come up."""

    def __init__(
        self,
        case: Case,
        scale: RatingScale,
        policy: Policy,
        anchors: Mapping[str, Found],
        context: MemoContext,
    ) -> None:
        self.case, self.scale, self.policy = case, scale, policy
        self.anchors, self.context = anchors, context
        self.ordered = case.standing_claims
        self.references = {
            claim.id: ClaimReference(claim.number, f"claim-{position}")
            for position, claim in enumerate(self.ordered, start=1)
        }
        self.used: dict[str, tuple[Evidence, list[ClaimReference]]] = {}

    def claim(self, position: int, claim: Claim) -> ClaimRecord:
        # By time and id, not as the mapping has them: undo and redo may have shuffled that.
        evidence = sorted(self.case.evidence_of(claim), key=lambda e: (e.consulted, e.id))
        verdict = self._verdict(claim.verdict)
        met, sentence = self._policy(claim, evidence)
        found = self.context.claims.get(claim.id)
        return ClaimRecord(
            place=self.references[claim.id].place,
            number=claim.number,
            bookmark=f"{claim.number} {verdict.glyph} {say.shortened(claim.locator.exact, 72)}",
            short=say.shortened(claim.locator.exact, 120),
            where=say.article_place(*self._position(claim, found)),
            kind=say.kind_word(claim.kind),
            quote=claim.locator.exact,
            text="" if claim.text == claim.locator.exact else claim.text,
            speaker=claim.speaker,
            verdict=verdict,
            rationale=claim.rationale,
            policy=sentence,
            policy_met=met,
            anchor_words=say.claim_anchor_words(found),
            carried=self._carried(claim),
            evidence=tuple(
                self._evidence(item, claim, f"{position}-{index}", f"{claim.number}.{index}")
                for index, item in enumerate(evidence, start=1)
            ),
            searches=search_rows(self.case, claim, self.context),
        )

    def vanished(self, claim: Claim) -> VanishedRecord:
        carried = claim.carried
        return VanishedRecord(
            number=claim.number,
            quote=claim.locator.exact,
            was=say.vanished_words(carried, self._name(carried.verdict)) if carried else "",
            rationale=carried.rationale if carried else claim.rationale,
        )

    def sources(self) -> tuple[SourceRecord, ...]:
        return tuple(
            SourceRecord(
                place=f"source-{number}",
                number=number,
                title=_title(item),
                origin=self._origin(item),
                name=say.one_line(item.source_name),
                sha256=sha256,
                extent=_extent(item),
                claims=tuple(dict.fromkeys(references)),
            )
            for number, (sha256, (item, references)) in enumerate(self.used.items(), start=1)
        )

    def bottom_line(self, claims: Sequence[ClaimRecord], to_fix: Sequence[MustFix]) -> BottomLine:
        counts: dict[str, Tally] = {}
        verdicts = [_shown(rating) for rating in self.scale.ratings]
        for verdict in [*verdicts, *(claim.verdict for claim in claims)]:
            count = sum(claim.verdict.code == verdict.code for claim in claims)
            counts.setdefault(verdict.code, Tally(verdict, count))
        return BottomLine(
            sentence=_answer(len(claims), to_fix),
            tallies=tuple(tally for tally in counts.values() if tally.count),
            coverage=self.context.coverage,
            coverage_sentence=_coverage_sentence(self.context.coverage),
        )

    def _verdict(self, code: str) -> Verdict:
        if not code:
            return open_verdict()
        try:
            return _shown(self.scale.rating(code))
        except Unknown:
            # A case from elsewhere may have been judged by a scale this program does not know.
            definition = _("This value is not part of the scale “{scale}”.")
            text = definition.format(scale=self.scale.name)
            return Verdict(code, say.shortened(code, 40), text, "⚠", "open")

    def _name(self, code: str) -> str:
        return self._verdict(code).name if code else ""

    def _carried(self, claim: Claim) -> str:
        said = []
        if claim.carried is not None and claim.rewritten:
            said.append(say.reopened_words(claim.carried, self._name(claim.carried.verdict)))
        if claim.overtaken is not None and claim.has_new_hits:
            was = self._name(claim.overtaken.verdict)
            said.append(overtaken_words(claim.overtaken, was, self.context.language))
        return say.sentences(*said)

    def _policy(self, claim: Claim, evidence: Sequence[Evidence]) -> tuple[bool, str]:
        try:
            result = self.policy.judge(claim, evidence, self.scale)
        except Unknown:
            return True, ""
        if not claim.verdict:
            return True, ""
        return result.met, result.sentence

    def _position(self, claim: Claim, found: Found | None) -> tuple[Article, int]:
        if found is not None and found.state is not AnchorState.LOST:
            return self.case.article, found.start
        return self.case.articles.get(claim.article, self.case.article), claim.locator.start

    def _evidence(self, item: Evidence, claim: Claim, place: str, number: str) -> EvidenceRecord:
        source = self._source_number(item, claim)
        found = self.anchors.get(item.id)
        before, after = _context(item)
        page = say.page_words(item)
        title = _title(item)
        return EvidenceRecord(
            place=f"evidence-{place}",
            number=number,
            stance=item.stance.value,
            stance_word=say.stance_word(item.stance),
            sign=item.stance.sign,
            colour=item.stance.value,
            grade=say.grade_word(item.grade),
            before=before,
            passage=say.passage_words(item.locator),
            after=after,
            source=source,
            source_place=f"source-{source}",
            title=title,
            origin=self._origin(item),
            page=page,
            consulted=say.date_words(item.consulted, self.context.language),
            note=item.note,
            anchor=found.state.value if found else "unchecked",
            anchor_words=say.anchor_words(found),
            exact=found is not None and found.state is AnchorState.EXACT,
            locator=say.locator_words(item.locator),
            clip=_clip(item, number, _joined_place(title, page)),
        )

    def _source_number(self, item: Evidence, claim: Claim) -> int:
        used = self.used.setdefault(item.locator.source, (item, []))
        used[1].append(self.references[claim.id])
        return list(self.used).index(item.locator.source) + 1

    def _origin(self, item: Evidence) -> str:
        published = say.date_words(item.source_published, self.context.language)
        return _joined(item.source_author, item.source_publisher, published)


def _shown(rating: Rating) -> Verdict:
    return Verdict(rating.code, rating.name, rating.definition, rating.glyph, rating.colour)


def _title(item: Evidence) -> str:
    return say.one_line(item.source_title or item.source_name)


def _extent(item: Evidence) -> str:
    kind = say.shortened(item.source_kind, 20).upper()
    if item.source_pages < 1:
        return kind
    pages = ngettext("{count} page", "{count} pages", item.source_pages)
    return _joined(kind, pages.format(count=item.source_pages))


def _joined_place(title: str, page: str) -> str:
    return ", ".join(part for part in (title, page) if part)


def _context(item: Evidence) -> tuple[str, str]:
    """The words around the passage, whole words of the same paragraph, not many."""
    locator = item.locator
    before = locator.prefix.rsplit("\n", 1)[-1]
    after = locator.suffix.split("\n", 1)[0]
    cut_before = before == locator.prefix and locator.start > len(before)
    cut_after = after == locator.suffix
    if len(before) > _CONTEXT or cut_before:
        before = "…" + before[-_CONTEXT:].partition(" ")[2]
    if len(after) > _CONTEXT or (cut_after and " " in after):
        after = after[:_CONTEXT].rpartition(" ")[0] + "…"
    return before, after


def _clip(item: Evidence, number: str, place: str) -> ClipRecord | None:
    if item.clip is None:
        return None
    alternative = _("Picture of the passage {quote} in {place}.").format(
        quote=say.quoted(say.shortened(say.passage_words(item.locator), 300)),
        place=say.shortened(place, 200),
    )
    caption = _("{number}: the passage as it stands in {place}.").format(
        number=number, place=say.shortened(place, 120)
    )
    return ClipRecord(item.clip.sha256, item.clip.width, item.clip.height, alternative, caption)


def _answer(claims: int, to_fix: Sequence[MustFix]) -> str:
    if not claims:
        return _("No claim has been marked yet.")
    checked = ngettext("{count} claim.", "{count} claims.", claims).format(count=claims)
    if not to_fix:
        return say.sentences(
            checked,
            _("Each has its verdict, and every passage stands exactly where it was linked."),
        )
    left = ngettext(
        "{count} matter must be settled before publication.",
        "{count} matters must be settled before publication.",
        count_matters(to_fix),
    )
    return say.sentences(checked, left.format(count=count_matters(to_fix)))


def _coverage_sentence(coverage: Coverage) -> str:
    return _(
        "{share} % of {units} units linked or dismissed: {linked} linked to a claim,"
        " {dismissed} dismissed, {open} open."
    ).format(
        share=coverage.percent,
        units=coverage.units,
        linked=coverage.linked,
        dismissed=coverage.dismissed,
        open=coverage.open,
    )
