"""Evidence: a passage of a source linked to a claim."""

from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.locator import Locator


class Stance(StrEnum):
    """What a passage does to a claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"

    @property
    def sign(self) -> str:
        """The mark that stands for the stance where colour alone would."""
        return {"supports": "+", "refutes": "−", "context": "·"}[self.value]


class Grade(StrEnum):
    """How near a source stands to the fact, for this claim."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True, slots=True)
class Clip:
    """A picture of the passage, kept in the case by its hash; sides in pixels."""

    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage linked to a claim, with all a reader needs should the archive be gone.

    consulted is the time of linking in ISO 8601, UTC.
    """

    id: str
    claim: str
    locator: Locator
    stance: Stance
    grade: Grade
    source_title: str
    source_kind: str
    source_name: str
    source_pages: int
    consulted: str
    source_author: str = ""
    source_publisher: str = ""
    source_published: str = ""
    note: str = ""
    clip: Clip | None = None
