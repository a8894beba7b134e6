"""The words the window has for the values of the domain, translated when shown."""

from workbench.domain.claim import Claim, ClaimKind
from workbench.domain.evidence import Grade, Stance
from workbench.domain.locator import AnchorState
from workbench.domain.verdict import Rating
from workbench.i18n import N_, _

_STANCES = {
    Stance.SUPPORTS: N_("supports"),
    Stance.REFUTES: N_("refutes"),
    Stance.CONTEXT: N_("context"),
}
_GRADES = {Grade.PRIMARY: N_("primary"), Grade.SECONDARY: N_("secondary")}
_ANCHORS = {
    AnchorState.EXACT: N_("exact"),
    AnchorState.MOVED: N_("moved"),
    AnchorState.CHANGED: N_("changed"),
    AnchorState.LOST: N_("lost"),
}
_MARKS = {
    AnchorState.EXACT: "✓",
    AnchorState.MOVED: "↷",
    AnchorState.CHANGED: "≠",
    AnchorState.LOST: "⌫",
}
_KINDS = {
    ClaimKind.FIGURE: N_("figure"),
    ClaimKind.QUOTATION: N_("quotation"),
    ClaimKind.EVENT: N_("event"),
    ClaimKind.CAUSE: N_("cause"),
    ClaimKind.COMPARISON: N_("comparison"),
    ClaimKind.PREDICTION: N_("prediction"),
    ClaimKind.IDENTITY: N_("identity"),
    ClaimKind.OPINION: N_("opinion"),
}
_QUOTES = '"“”„«»'


def stance_word(stance: Stance) -> str:
    """What a stance is called."""
    return _(_STANCES[stance])


def grade_word(grade: Grade) -> str:
    """What a grade is called."""
    return _(_GRADES[grade])


def anchor_word(state: AnchorState) -> str:
    """What the state of an anchor is called."""
    return _(_ANCHORS[state])


def anchor_mark(state: AnchorState) -> str:
    """The sign that stands for the state of an anchor where colour alone would."""
    return _MARKS[state]


def kind_word(kind: ClaimKind) -> str:
    """What a kind of claim is called."""
    return _(_KINDS[kind])


def claim_mark(claim: Claim, rating: Rating | None) -> str:
    """The raised mark of a claim: the glyph of its verdict, if it has one, and its number."""
    return f"{rating.glyph}\u202f{claim.number}" if rating else str(claim.number)


def quoted(query: str) -> str:
    """A query within a sentence; one with quotes of its own at an end gets no others."""
    text = query.strip()
    has_own = text[:1] in _QUOTES or text[-1:] in _QUOTES
    return query if text and has_own else _("“{query}”").format(query=query)
