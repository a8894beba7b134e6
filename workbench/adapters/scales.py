"""Rating scales, read from the data files of resources/scales."""

from dataclasses import replace

import msgspec

from workbench.adapters.paths import resources
from workbench.domain.errors import Unknown
from workbench.domain.verdict import Rating, RatingScale
from workbench.i18n import _

DEFAULT = "editorial"


def all_scales() -> list[RatingScale]:
    """Every scale, the default one first, in the language of the program."""
    files = sorted((resources() / "scales").glob("*.json"))
    scales = [msgspec.json.decode(file.read_bytes(), type=RatingScale) for file in files]
    scales.sort(key=lambda scale: (scale.code != DEFAULT, scale.code))
    return [_translated(scale) for scale in scales]


def load_scale(code: str = DEFAULT) -> RatingScale:
    """The scale of that code; raises Unknown."""
    scales = all_scales()
    for scale in scales:
        if scale.code == code:
            return scale
    raise Unknown(
        _("There is no rating scale “{code}”.").format(code=code),
        _("Use one of: {codes}.").format(codes=", ".join(scale.code for scale in scales)),
    )


def _translated(scale: RatingScale) -> RatingScale:
    ratings = tuple(_translated_rating(rating) for rating in scale.ratings)
    return replace(scale, name=_(scale.name), ratings=ratings)


def _translated_rating(rating: Rating) -> Rating:
    return replace(rating, name=_(rating.name), definition=_(rating.definition))
