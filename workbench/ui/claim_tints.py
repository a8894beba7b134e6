"""How claims are shown in a text: in the newest draft, in an older one, and in both as one."""

from collections.abc import Sequence
from dataclasses import replace

from workbench.domain.article import Article
from workbench.domain.claim import Claim
from workbench.domain.text import match_key
from workbench.i18n import _
from workbench.ui.article_paint import Tint
from workbench.ui.case_model import CaseModel
from workbench.ui.merged_draft import Compared
from workbench.ui.words import claim_mark

Placed = tuple[Claim, int, int]


def tints_of(model: CaseModel) -> list[Tint]:
    """The claims that stand in the newest draft."""
    placed = [(c, c.locator.start, c.locator.end) for c in model.case.standing_claims]
    return [_tint(model, *each, placed) for each in placed]


def tints_in(model: CaseModel, draft: Article, compared: Compared) -> list[Tint]:
    """The claims as they stood in one of two drafts compared, with the verdict they had there."""
    placed = _placed(model, draft, compared)
    tints = []
    for each in placed:
        tint = _tint(model, *each, placed)
        claim = each[0]
        carried = claim.carried
        if claim.article != draft.id and carried is not None and carried.verdict:
            rating = model.rating_of(carried.verdict)
            if rating is not None:
                mark = claim_mark(claim, rating)
                tint = replace(tint, role=rating.colour, mark=mark, tip=_tip(claim, rating.name))
        tints.append(tint)
    return tints


def tints_merged(model: CaseModel, compared: Compared) -> list[Tint]:
    """The claims in the text of both drafts; vanished ones at the words that were deleted."""
    shown = []
    for tint in tints_in(model, compared.new, compared):
        start, end = compared.of_new(tint.start), compared.of_new(tint.end)
        shown.append(replace(tint, start=start, end=end))
    new = {tint.claim for tint in shown}
    for tint in tints_in(model, compared.old, compared):
        if tint.claim not in new:
            start, end = compared.of_old(tint.start), compared.of_old(tint.end)
            shown.append(replace(tint, start=start, end=end))
    return [tint for tint in shown if tint.start < tint.end]


def place_in(claim: Claim, draft: Article, compared: Compared) -> tuple[int, int] | None:
    """Where a claim stands in one of two drafts compared; None where it does not."""
    if claim.article == draft.id:
        return claim.locator.start, claim.locator.end
    mapped = _counterpart(claim, draft, compared)
    carried = claim.carried
    words = claim.locator.exact
    if carried is not None and carried.revision == draft.revision:
        words = carried.exact
    if mapped is not None and _alike(draft.text[slice(*mapped)], words):
        return mapped
    places = []
    at = draft.text.find(words)
    while at >= 0:
        places.append(at)
        at = draft.text.find(words, at + 1)
    if not places or (len(places) > 1 and mapped is None):
        return None
    near = mapped[0] if mapped is not None else 0
    start = min(places, key=lambda place: abs(place - near))
    return start, start + len(words)


def _counterpart(claim: Claim, draft: Article, compared: Compared) -> tuple[int, int] | None:
    """The span of one draft that a claim's span in the other one became or came from."""
    start, end = claim.locator.start, claim.locator.end
    if claim.article == compared.new.id and draft is compared.old:
        there, back = compared.of_new, compared.to_old
    elif claim.article == compared.old.id and draft is compared.new:
        there, back = compared.of_old, compared.to_new
    else:
        return None
    return back(there(start)), back(there(end - 1)) + 1


def _alike(text: str, words: str) -> bool:
    return text == words or match_key(text).text == match_key(words).text


def _placed(model: CaseModel, draft: Article, compared: Compared) -> list[Placed]:
    placed = []
    for claim in model.case.ordered_claims():
        span = place_in(claim, draft, compared)
        gone = claim.vanished and claim.article != draft.id and draft is compared.new
        if span is not None and not gone:
            placed.append((claim, *span))
    return placed


def _tint(model: CaseModel, claim: Claim, start: int, end: int, placed: Sequence[Placed]) -> Tint:
    rating = model.rating(claim)
    current = model.current
    around = [c for c, low, high in placed if c is not claim and low <= start and end <= high]
    return Tint(
        claim=claim.id,
        start=start,
        end=end,
        role=rating.colour if rating else "open" if claim.reopened else "accent",
        mark=claim_mark(claim, rating),
        tip=_tip(claim, rating.name if rating else _("open")),
        current=current is not None and current.id == claim.id,
        depth=len(around),
    )


def _tip(claim: Claim, verdict: str) -> str:
    return _("Claim {number}: {verdict}").format(number=claim.number, verdict=verdict)
