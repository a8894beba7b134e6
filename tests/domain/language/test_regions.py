"""The parts of an article copied from a site."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.article import RegionKind
from workbench.domain.language.regions import credits_of, regions_of

COPIED = """Mayor: Ferry Will Sail In July

Fact checked
The mayor says that the ferry terminal is to be finished within the year

By Jane Doe
September 17, 2016 at 3:15 pm

The mayor of the town has promised that the ferry will sail in July, a year later than planned.

Photo: Jo Strand / The Beacon

“We demand an answer,” she added. reports:

Read more: Storm shuts Quay Street

There were three reasons:

1. The rock in the river bed.

2. The power supply.

3. The hall.

By July, the hall is to be roofed over, the builder said.


  1. Twelve million by the time it is done.

     And another thing.

  2. Build the thing.

Leave a Reply

Your email address will not be published.

This site uses Akismet to reduce spam. Learn how your comment data is processed."""

T, D, L, B = RegionKind.TITLE, RegionKind.DEK, RegionKind.BYLINE, RegionKind.BODY
C, P, X = RegionKind.COMMENT, RegionKind.CAPTION, RegionKind.BOILERPLATE


def _kinds(text: str) -> list[RegionKind]:
    return [region.kind for region in regions_of(text)]


def test_an_article_with_all_its_trimmings() -> None:
    assert _kinds(COPIED) == [T, X, D, L, L, B, P, B, X, B, B, B, B, B, C, C, C, X, X, X]
    assert credits_of(COPIED, regions_of(COPIED)) == ("Jane Doe", "2016-09-17")


def test_comments_below_a_heading_and_by_name() -> None:
    body = "Title here\n\n" + "\n\n".join(["A paragraph of the article, as it stands."] * 3)
    assert _kinds(body + "\n\n2 Comments\n\nI doubt it.\n\nSo do I.")[-3:] == [X, C, C]
    named = "\n\nJohn Smith says:\n\nSeptember 3, 2016 at 3:15 pm\n\nI doubt it.\n\nLeave a Reply"
    assert _kinds(body + named)[-4:] == [C, C, C, X]
    disqus = "\n\nmaria • 2 years ago\n\nI doubt it.\n\nReply"
    assert _kinds(body + disqus)[-3:] == [C, C, X]


def test_a_numbered_list_is_body_where_nothing_says_comments() -> None:
    text = "Three things\n\nThere are three things to know about it.\n\n1. One.\n\n2. Two."
    assert _kinds(text) == [T, B, B, B]


def test_a_title_below_the_masthead_of_a_site() -> None:
    menu = "We use cookies to count our readers.\nThe Beacon\nNews\nSport\nLetters\nNotices\n"
    text = menu + (
        "Home › News › Council\n\nFerry terminal to go ahead\n\nBy Maren Colley, reporter\n\n"
        "Skelmouth’s new ferry terminal is to be finished after all, at a price that nobody had "
        "in mind when it was begun.\n\nRelated stories\nA storm shuts the street\nAnother story"
    )
    assert _kinds(text) == [X, X, X, X, X, X, X, T, L, B, X, X, X]


def test_prose_alone_is_body() -> None:
    prose = "This is a long paragraph that nobody would take for a title. " * 5
    assert _kinds(prose) == [B]
    assert _kinds("") == []


@given(st.lists(st.sampled_from([*COPIED.split("\n"), "3 Comments", "x", " ", "", "\f"])))
def test_regions_cover_what_is_written_once_and_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    _assert_covers(text)


@given(st.text(alphabet=st.characters(), max_size=300))
def test_regions_cover_any_text(text: str) -> None:
    _assert_covers(text)


def _assert_covers(text: str) -> None:
    at = 0
    for region in regions_of(text):
        assert at <= region.start < region.end
        assert not text[at : region.start].strip()
        assert text[region.start : region.end] == text[region.start : region.end].strip()
        at = region.end
    assert not text[at:].strip()
