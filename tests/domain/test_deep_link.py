"""Links to passages: what is written is read again, and nothing else is followed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.deep_link import SCHEME, DeepLink, is_link, parse, words_check
from workbench.domain.errors import LinkUnreadable, WorkbenchError
from workbench.domain.text import Box

SHA = "0123456789abcdef" * 4
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
SHARES = st.lists(st.integers(0, 10_000), min_size=2, max_size=2, unique=True).map(sorted)


@st.composite
def links(draw: st.DrawFn) -> DeepLink:
    source, page = draw(HASHES), draw(st.integers(1, 10_000_000))
    kind = draw(st.sampled_from(["page", "words", "area"]))
    if kind == "words":
        start = draw(st.integers(0, 9_999_999))
        end = draw(st.integers(start + 1, 10_000_000))
        check = draw(st.sampled_from(["", words_check("31.2 million")]))
        return DeepLink(source, page, start, end, words=check)
    if kind == "area":
        across, down = draw(SHARES), draw(SHARES)
        sides = [n / 10_000 for n in (across[0], down[0], across[1], down[1])]
        return DeepLink(source, page, area=Box(*sides))
    return DeepLink(source, page)


@given(links())
def test_what_is_written_is_read_again(link: DeepLink) -> None:
    assert parse(link.text) == link
    assert is_link(link.text)


def test_the_form_is_the_one_that_was_promised() -> None:
    assert DeepLink(SHA, 6, 120, 190).text == f"workbench://{SHA}?page=6&start=120&end=190"
    area = DeepLink(SHA, 6, area=Box(0.1, 0.25, 0.5, 1))
    assert area.text == f"workbench://{SHA}?page=6&area=0.1000,0.2500,0.5000,1.0000"


@given(links(), st.data())
def test_one_altered_character_is_another_link_or_none(link: DeepLink, data: st.DataObject) -> None:
    text = link.text
    at = data.draw(st.integers(0, len(text) - 1))
    altered = text[:at] + data.draw(st.characters()) + text[at + 1 :]
    try:
        read = parse(altered)
    except LinkUnreadable as error:
        assert error.remedy
    else:
        assert parse(read.text) == read


@given(st.one_of(st.text(), st.text().map(lambda text: f"{SCHEME}{SHA}?{text}")))
def test_rubbish_raises_only_an_error_with_a_remedy(text: str) -> None:
    try:
        parse(text)
    except WorkbenchError as error:
        assert error.message.strip()
        assert error.remedy.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "workbench://",
        "workbench://example.org/?page=1",
        f"https://{SHA}?page=1",
        f"workbench://{SHA}@example.org?page=1",
        f"workbench://{SHA}/../../etc/passwd",
        f"workbench://{SHA}%2F..%2Fcatalogue.db",
        f"workbench://{SHA}?page=%31",
        f"workbench://{SHA}?page=0",
        f"workbench://{SHA}?page=-1",
        f"workbench://{SHA}?page=" + "9" * 30,
        f"workbench://{SHA}?page=" + "9" * 500,
        f"workbench://{SHA}?page=٣",
        f"workbench://{SHA}?page=1&page=2",
        f"workbench://{SHA}?page=1&start=9&end=3",
        f"workbench://{SHA}?page=1&start=9&end=9",
        f"workbench://{SHA}?page=1&start=9",
        f"workbench://{SHA}?page=1&area=0,0,1",
        f"workbench://{SHA}?page=1&area=0,0,2,1",
        f"workbench://{SHA}?page=1&area=0.5,0,0.2,1",
        f"workbench://{SHA}?page=1&start=0&end=4&area=0,0,1,1",
        f"workbench://{SHA}?page=1&start=0&end=4&words=xyz",
        f"workbench://{SHA}?page=1#fragment",
        f"workbench://{SHA}?page=1\nworkbench://{SHA}?page=2",
        f"workbench://{SHA[:-1]}?page=1",
    ],
)
def test_a_hostile_or_broken_link_is_refused(text: str) -> None:
    with pytest.raises(LinkUnreadable, match="cannot be followed"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        f"  workbench://{SHA}?page=6&start=120&end=190\n",
        f"WORKBENCH://{SHA.upper()}?page=6&start=120&end=190",
        f"workbench://{SHA}/?page=6&start=120&end=190",
        f"workbench://{SHA}?page=6&start=120&end=190&later=1",
        f"workbench:{SHA}?page=6&start=120&end=190",
        f"workbench:///{SHA}?page=6&start=120&end=190",
    ],
)
def test_what_mail_and_browsers_do_to_a_link_is_forgiven(text: str) -> None:
    assert is_link(text)
    assert parse(text) == DeepLink(SHA, 6, 120, 190)


def test_commas_may_come_encoded() -> None:
    link = DeepLink(SHA, 2, area=Box(0.1, 0.2, 0.3, 0.4))
    assert parse(re.sub(",", "%2C", link.text)) == link


def test_other_words_at_the_place_are_noticed() -> None:
    link = DeepLink(SHA, 1, 0, 12, words=words_check("31.2 million"))
    assert link.fits("31.2 million")
    assert not link.fits("37.2 million")
    assert DeepLink(SHA, 1, 0, 12).fits("anything")
