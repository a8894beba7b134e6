"""Claims: statements of the article a checker decided to check."""

from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.domain.locator import Locator


class ClaimKind(StrEnum):
    """What sort of statement a claim is."""

    FIGURE = "figure"
    QUOTATION = "quotation"
    EVENT = "event"
    CAUSE = "cause"
    COMPARISON = "comparison"
    PREDICTION = "prediction"
    IDENTITY = "identity"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class Claim:
    """A span of the article, its own wording, who says it, and the verdict given so far.

    number is what people call it; verdict is a code of the case's rating scale, or empty.
    """

    id: str
    number: int
    article: str
    locator: Locator
    text: str
    speaker: str = ""
    kind: ClaimKind = ClaimKind.EVENT
    verdict: str = ""
    rationale: str = ""

    def with_verdict(self, verdict: str, rationale: str) -> "Claim":
        """The claim with another verdict."""
        return replace(self, verdict=verdict, rationale=rationale)
