"""What is offered where a query found nothing."""

from workbench.domain.query_options import Options, Unit
from workbench.services.archive import SearchResult
from workbench.ui.no_hits import offers


def nothing(query: str, options: Options, did_you_mean: str = "") -> SearchResult:
    return SearchResult(query, query, [], 0, [], "tantivy", 1.0, did_you_mean or None, options)


def test_the_likeliest_comes_first() -> None:
    made = offers(nothing("teminal cost", Options(stems=False), "terminal cost"), "")
    assert [offer.text for offer in made] == [
        "“terminal cost”",
        "Anywhere in one document",
        "Any of these words",
        "Other forms of the words",
        "Words spelled nearly so",
    ]
    assert made[1].options.unit is Unit.DOCUMENT
    assert made[2].query == "teminal OR cost"
    assert made[3].options.stems
    assert made[4].query == "teminal~ cost~"


def test_what_is_no_plain_words_is_left_as_it_is() -> None:
    texts = [offer.text for offer in offers(nothing('"final account" NOT draft', Options()))]
    assert texts == ["Anywhere in one document"]
    assert offers(nothing("abc", Options())) == []


def test_filters_can_be_taken_out() -> None:
    made = offers(nothing("cost type:pdf", Options(unit=Unit.DOCUMENT)), "cost")
    assert [(offer.text, offer.query) for offer in made] == [("Without the filters", "cost")]
