"""Policies: how much evidence a verdict needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.domain.claim import Claim
from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.verdict import RatingScale
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
        """What the claim's verdict still lacks."""
        if not claim.verdict or not scale.rating(claim.verdict).needs_evidence:
            return PolicyResult(True, False, _("No evidence is required."))
        telling = [item for item in evidence if item.stance is not Stance.CONTEXT]
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


DEFAULT = Policy("one-primary", "One primary or three secondary sources")
