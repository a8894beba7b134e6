"""What has to be settled before publication, gravest first."""

from collections.abc import Iterator, Sequence

from workbench.domain.case import Coverage
from workbench.domain.memo_parts import (
    OPEN,
    ClaimRecord,
    ClaimReference,
    MemoContext,
    MustFix,
    SearchRow,
    open_verdict,
)
from workbench.domain.memo_searches import stale_words
from workbench.domain.memo_words import quoted, shortened
from workbench.i18n import _, ngettext

_TO_CORRECT = "refutes"
_UNSETTLED = "open"
_WITH_CHANGE = "confirmed-with-change"
_ABOUT_TRUTH = frozenset({"supports", "refutes", "open"})
_FLAG = "⚠"


def must_fix(
    claims: Sequence[ClaimRecord],
    context: MemoContext,
    original_is_ours: bool,
    searches: Sequence[SearchRow] = (),
) -> tuple[MustFix, ...]:
    """What was tampered with, wrong and unsettled claims, changes to make, anchors that are not
    exact, searches with new hits or to be asked again, policy not met, reasons not given, what
    nobody looked at."""
    items = [_altered_item(problem) for problem in context.problems]
    items += [] if original_is_ours else [_article_item()]
    items += [_verdict_item(c) for c in claims if c.verdict.colour == _TO_CORRECT]
    items += _open_items(claims)
    items += [_verdict_item(c) for c in claims if c.verdict.colour == _UNSETTLED and c.verdict.code]
    items += [_change_item(c) for c in claims if c.verdict.code == _WITH_CHANGE]
    items += [item for claim in claims for item in _anchor_items(claim)]
    items += [i for claim in claims for i in _search_items(claim.searches, _reference(claim))]
    items += _search_items(searches)
    items += _stale_items(claims, searches)
    items += [_policy_item(claim) for claim in claims if not claim.policy_met]
    items += [_reason_item(c) for c in claims if _wants_reason(c) and not c.rationale]
    items += _coverage_items(claims, context.coverage)
    return tuple(items)


def count_matters(items: Sequence[MustFix]) -> int:
    """How many matters the rows name; a row for several claims is one for each."""
    return sum(max(1, len(item.claims)) for item in items)


def _altered_item(problem: str) -> MustFix:
    return MustFix("altered", _FLAG, _TO_CORRECT, _("Altered"), problem)


def _wants_reason(claim: ClaimRecord) -> bool:
    """A verdict about truth wants one; an opinion needs none."""
    return claim.verdict.code != OPEN and claim.verdict.colour in _ABOUT_TRUTH


def _reason_item(claim: ClaimRecord) -> MustFix:
    text = _("The verdict is given without a reason.")
    return MustFix("reason", _FLAG, _UNSETTLED, _("Rationale"), text, _reference(claim))


def _coverage_items(claims: Sequence[ClaimRecord], coverage: Coverage) -> list[MustFix]:
    if not claims:
        text = _("No claim has been marked, so nothing in this article has been checked.")
    elif coverage.open:
        text = ngettext(
            "{count} of {units} units of the article is covered by no claim.",
            "{count} of {units} units of the article are covered by no claim.",
            coverage.open,
        ).format(count=coverage.open, units=coverage.units)
    else:
        return []
    return [MustFix("coverage", "○", _UNSETTLED, _("Not checked"), text)]


def _article_item() -> MustFix:
    text = _("The article's original in the case is not the file that was read.")
    return MustFix("article", _FLAG, _TO_CORRECT, _("Article"), text)


def _reference(claim: ClaimRecord) -> tuple[ClaimReference, ...]:
    return (ClaimReference(claim.number, claim.place),)


def _verdict_item(claim: ClaimRecord, advice: str = "{quote}") -> MustFix:
    verdict = claim.verdict
    text = advice.replace("{quote}", quoted(shortened(claim.quote, 110)))
    return MustFix("verdict", verdict.glyph, verdict.colour, verdict.name, text, _reference(claim))


def _change_item(claim: ClaimRecord) -> MustFix:
    return _verdict_item(claim, _("{quote}: the change named in the rationale has to be made."))


def _open_items(claims: Sequence[ClaimRecord]) -> list[MustFix]:
    waiting = [claim for claim in claims if claim.verdict.code == OPEN]
    if not waiting:
        return []
    text = ngettext(
        "{count} claim has no verdict yet.", "{count} claims have no verdict yet.", len(waiting)
    ).format(count=len(waiting))
    verdict = open_verdict()
    references = tuple(reference for claim in waiting for reference in _reference(claim))
    return [MustFix("open", verdict.glyph, verdict.colour, verdict.name, text, references)]


def _anchor_items(claim: ClaimRecord) -> Iterator[MustFix]:
    if claim.anchor_words:
        head = _("Claim's words")
        text = shortened(claim.anchor_words, 160)
        yield MustFix("anchor", _FLAG, _UNSETTLED, head, text, _reference(claim))
    for item in claim.evidence:
        if not item.exact:
            head = _("Evidence {number}").format(number=item.number)
            text = shortened(item.anchor_words, 160)
            yield MustFix("anchor", _FLAG, _UNSETTLED, head, text, _reference(claim))


def _policy_item(claim: ClaimRecord) -> MustFix:
    return MustFix("policy", _FLAG, _UNSETTLED, _("Policy"), claim.policy, _reference(claim))


def _search_items(
    rows: Sequence[SearchRow], claims: tuple[ClaimReference, ...] = ()
) -> list[MustFix]:
    said = _("{query}: {new_hits} Look at them and record the search again.")
    return [
        MustFix(
            "search",
            _FLAG,
            _UNSETTLED,
            _("New hits"),
            said.format(query=quoted(shortened(row.query, 80)), new_hits=row.flag),
            claims,
        )
        for row in rows
        if row.flag
    ]


def _stale_items(claims: Sequence[ClaimRecord], searches: Sequence[SearchRow]) -> list[MustFix]:
    about = [claim for claim in claims if any(row.stale for row in claim.searches)]
    rows = [*searches, *(row for claim in about for row in claim.searches)]
    count = sum(bool(row.stale) for row in rows)
    if not count:
        return []
    references = tuple(reference for claim in about for reference in _reference(claim))
    head = _("Ask again")
    return [MustFix("stale", _FLAG, _UNSETTLED, head, stale_words(count), references)]
