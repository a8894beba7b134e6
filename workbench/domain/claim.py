"""Claims: statements of the article a checker decided to check."""

from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.domain.locator import AnchorState, Locator


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
class Carried:
    """How a new draft left a claim, and what was signed before: its words, verdict, rationale.

    revision is the draft those words stood in; moved claims keep their verdict, changed and lost
    ones have it here only.
    """

    state: AnchorState
    revision: int
    exact: str
    verdict: str
    rationale: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """What was signed before a recorded search of the claim found hits that nobody had seen.

    queries are those that found them, hits how many there were, at when that was.
    """

    queries: tuple[str, ...]
    hits: int
    verdict: str
    rationale: str
    at: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A span of the article, its own wording, who says it, and the verdict given so far.

    number is what people call it; verdict is a code of the case's rating scale, or empty.
    A claim that vanished keeps the article and the locator of the last draft it stood in.
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
    carried: Carried | None = None
    overtaken: Overtaken | None = None

    @property
    def reopened(self) -> bool:
        """A new draft or new hits put it in question, and nobody has judged it since."""
        return self.rewritten or self.has_new_hits

    @property
    def rewritten(self) -> bool:
        """A new draft changed its words, and nobody has judged them since."""
        return self.state is AnchorState.CHANGED

    @property
    def has_new_hits(self) -> bool:
        """A search recorded for it found new hits, and nobody has judged it since."""
        return self.overtaken is not None and not self.verdict and not self.vanished

    @property
    def vanished(self) -> bool:
        """It is no longer in the article."""
        return self.state is AnchorState.LOST

    @property
    def state(self) -> AnchorState:
        """How the last drafts left it, until somebody gives a verdict again."""
        carried = self.carried
        if carried is None:
            return AnchorState.EXACT
        if carried.state is AnchorState.CHANGED and self.verdict:
            return AnchorState.EXACT
        if carried.state is AnchorState.MOVED and self.verdict != carried.verdict:
            return AnchorState.EXACT
        return carried.state

    def with_verdict(self, verdict: str, rationale: str) -> "Claim":
        """The claim with another verdict."""
        return replace(self, verdict=verdict, rationale=rationale)
