"""Rating scales and the values a verdict can take."""

from dataclasses import dataclass

from workbench.domain.errors import Unknown
from workbench.i18n import _


@dataclass(frozen=True, slots=True)
class Rating:
    """A value of a scale. colour names a role of the theme; number orders from false to true.

    number is 0 where the value says nothing about truth.
    """

    code: str
    name: str
    definition: str
    glyph: str
    colour: str
    number: int = 0
    needs_evidence: bool = True


@dataclass(frozen=True, slots=True)
class RatingScale:
    """An ordered set of ratings."""

    code: str
    name: str
    source: str
    ratings: tuple[Rating, ...]

    def rating(self, code: str) -> Rating:
        """The rating of that code; raises Unknown where the scale has none."""
        for rating in self.ratings:
            if rating.code == code:
                return rating
        raise Unknown(
            _("The scale “{scale}” has no verdict “{code}”.").format(scale=self.name, code=code),
            _("Use one of: {codes}.").format(codes=", ".join(r.code for r in self.ratings)),
        )
