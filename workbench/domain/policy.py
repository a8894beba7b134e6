"""Policies: how much evidence a verdict needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.domain.claim import Claim
from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.verdict import Rating, RatingScale
from workbench.i18n import _


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """Whether a verdict has the evidence it needs, and one sentence that says so."""

    met: bool
    blocks: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One primary source, or several secondary ones of different origin; may block or warn."""

    code: str
    name: str
    primary: int = 1
    secondary: int = 3
    blocks: bool = False

    def judge(self, claim: Claim, evidence: Sequence[Evidence], scale: RatingScale) -> PolicyResult:
        """What the claim's verdict still lacks; nothing is said before there is one."""
        if not claim.verdict:
            return PolicyResult(True, False, "")
        rating = scale.rating(claim.verdict)
        if not rating.needs_evidence:
            return PolicyResult(True, False, _("No evidence is required."))
        stances = _telling_stances(rating, scale)
        telling = [item for item in evidence if item.stance in stances]
        if not telling and evidence:
            sentence = _("No evidence that {stance} is linked, as “{verdict}” needs.")
            return PolicyResult(
                False,
                self.blocks,
                sentence.format(stance=min(stances).value, verdict=rating.name),
            )
        primary = {e.locator.source for e in telling if e.grade is Grade.PRIMARY}
        secondary = {e.locator.source for e in telling} - primary
        if len(primary) >= self.primary:
            return PolicyResult(True, False, _("One primary source: met."))
        if len(secondary) >= self.secondary:
            return PolicyResult(
                True,
                False,
                _("{count} secondary sources: met.").format(count=len(secondary)),
            )
        sentence = _(
            "Needs one primary source or {wanted} secondary ones; has {count} secondary."
        ).format(wanted=self.secondary, count=len(secondary))
        return PolicyResult(False, self.blocks, sentence)


def _telling_stances(rating: Rating, scale: RatingScale) -> frozenset[Stance]:
    """The truest value needs support, the falsest refutation; what lies between, either."""
    numbers = [other.number for other in scale.ratings if other.number]
    if rating.number == max(numbers, default=0):
        return frozenset({Stance.SUPPORTS})
    if rating.number == min(numbers, default=0):
        return frozenset({Stance.REFUTES})
    return frozenset({Stance.SUPPORTS, Stance.REFUTES})


DEFAULT = Policy("one-primary", "One primary or three secondary sources")
