"""The rating scales that come with the program."""

import pytest

from workbench.adapters.memo_writers.fonts import coverage
from workbench.adapters.scales import all_scales, load_scale
from workbench.domain.errors import Unknown
from workbench.domain.verdict import RatingScale


def test_the_editorial_scale_has_the_codes_that_scripts_rely_on() -> None:
    assert [rating.code for rating in load_scale().ratings] == [
        "confirmed",
        "confirmed-with-change",
        "incorrect",
        "unsupported",
        "cannot-verify",
        "first-hand",
        "opinion",
    ]


def test_the_default_scale_comes_first_and_the_others_have_their_values() -> None:
    sizes = [(scale.code, len(scale.ratings)) for scale in all_scales()]
    assert sizes == [("editorial", 7), ("averitec", 4), ("politifact", 6), ("truth-5", 5)]
    assert [rating.name for rating in load_scale("averitec").ratings] == [
        "Supported",
        "Refuted",
        "Not Enough Evidence",
        "Conflicting Evidence/Cherry-picking",
    ]


@pytest.mark.parametrize("scale", all_scales(), ids=lambda scale: scale.code)
def test_every_value_can_be_told_from_the_others_without_colour(scale: RatingScale) -> None:
    assert scale.name and scale.source
    codes = [rating.code for rating in scale.ratings]
    glyphs = [rating.glyph for rating in scale.ratings]
    numbers = [rating.number for rating in scale.ratings if rating.number]
    assert len(set(codes)) == len(codes)
    assert len(set(glyphs)) == len(glyphs)
    assert len(set(numbers)) == len(numbers)
    for rating in scale.ratings:
        assert rating.name and rating.definition
        assert rating.colour in {"supports", "refutes", "context", "open", "soft"}
        assert rating.needs_evidence == bool(rating.number)
        assert any(ord(rating.glyph) in family for family in coverage()), rating.glyph


def test_an_unknown_scale_names_those_there_are() -> None:
    with pytest.raises(Unknown, match="editorial, averitec"):
        load_scale("../editorial")
