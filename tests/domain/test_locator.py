"""Locators: exact, moved, changed or lost, and never silently wrong."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.domain.locator import LOST, AnchorState, Locator, describe, find, find_quote
from workbench.domain.source import Page
from workbench.domain.text import match_key, normalise, text_hash

WORDS = [
    "bridge", "cost", "council", "harbour", "million", "31.2", "62", "80", "not", "may", "will",
    "the", "of", "in", "quay", "wall", "steel", "report", "May", "“never", "told”", "on", "a",
]  # fmt: skip
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=4, max_size=18).map(
    lambda words: " ".join(words) + "."
)
TEXT = st.lists(SENTENCE, min_size=1, max_size=12).map("\n\n".join)


def page(text: str, number: int = 1) -> Page:
    text = normalise(text).text
    return Page(number, str(number), text, text_hash(text))


@given(TEXT, st.data())
def test_a_described_span_is_found_again(text: str, data: st.DataObject) -> None:
    sheet = page(text)
    start = data.draw(st.integers(0, len(sheet.text) - 1))
    end = data.draw(st.integers(start + 1, len(sheet.text)))
    found = find(describe("s", sheet, start, end), [sheet])
    assert (found.state, found.start, found.end) == (AnchorState.EXACT, start, end)


@given(TEXT, TEXT, st.data())
def test_what_is_inserted_before_moves_it(text: str, before: str, data: st.DataObject) -> None:
    sheet = page(text)
    start = data.draw(st.integers(0, len(sheet.text) - 1))
    end = data.draw(st.integers(start + 1, len(sheet.text)))
    assume(not sheet.text[start].isspace() and not sheet.text[end - 1].isspace())
    locator = describe("s", sheet, start, end)
    shifted = page(before + "\n\n" + text)
    found = find(locator, [shifted])
    offset = len(shifted.text) - len(sheet.text)
    if found.state is AnchorState.LOST:
        return
    # Words that repeat may leave it lost; what is found is the very span.
    assert (found.start, found.end) == (start + offset, end + offset)
    assert found.state is AnchorState.MOVED


@given(TEXT, st.text("xyzqj", min_size=5, max_size=20))
def test_a_quote_that_is_not_there_is_never_found(text: str, quote: str) -> None:
    assume(quote not in text)
    assert find_quote(quote, [page(text)]) == []


@given(TEXT, st.data())
def test_found_quotes_say_the_same_words(text: str, data: st.DataObject) -> None:
    sheet = page(text)
    words = sheet.text.split()
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    quote = " ".join(words[first:last])
    spans = find_quote(quote, [sheet])
    assert spans
    for span in spans:
        assert match_key(sheet.text[span.start : span.end]).text == match_key(quote).text


def test_one_altered_figure_is_not_the_quote() -> None:
    sheet = page("The final cost of the bridge is 31.2 million euros.")
    assert find_quote("cost of the bridge is 31.4 million", [sheet]) == []
    assert find_quote("cost of the bridge is 1.2 million", [sheet]) == []
    assert find_quote("ost of the bridge", [sheet]) == []


def test_typography_and_line_ends_do_not_hide_a_quote() -> None:
    sheet = page("He said: “We don’t know – not yet – the\nfi-\nnal cost.”")
    (span,) = find_quote('"We don\'t know - not yet - the final cost."', [sheet])
    assert sheet.text[span.start : span.end] == "“We don’t know – not yet – the final cost.”"


@pytest.mark.parametrize(
    ("printed", "quoted"),
    [
        ("we shall wait… and see", "we shall wait... and see"),
        ("the eﬃcient ﬁgures", "the efficient figures"),
        ("the efficient figures", "the eﬃcient ﬁgures"),
        ("a café in\u00a0town", "a cafe\u0301 in town"),
        ("the exam-\nple was given", "the example was given"),
    ],
)
def test_an_article_kept_as_it_came_is_found_all_the_same(printed: str, quoted: str) -> None:
    raw = Page(1, "1", f"Before. {printed}, after.", "")
    (span,) = find_quote(quoted, [raw])
    assert raw.text[span.start : span.end] == printed


def test_a_quote_that_only_differs_in_case_is_found_last() -> None:
    sheet = page("THE BOARD approved it. Later the board withdrew.")
    assert [span.start for span in find_quote("the board", [sheet])] == [29]
    assert [span.start for span in find_quote("The Board Approved", [sheet])] == [0]


PARAGRAPHS = [
    "The works were let in March 2021 for a sum of 20.4 million euros, price base January 2021.",
    "The final cost of the bridge is 31.2 million euros, including quay walls (4.1 million).",
    "Of the difference, 3.6 million result from the increase in steel prices since July 2021.",
    "The council was informed of the revised sum on 9 November 2022 and on 17 January 2024.",
]


def anchored(quote: str) -> tuple[Page, Locator]:
    sheet = page("\n\n".join(PARAGRAPHS))
    (span,) = find_quote(quote, [sheet])
    return sheet, describe("s", sheet, span.start, span.end)


def test_a_page_inserted_before_moves_it_to_the_next_page() -> None:
    sheet, locator = anchored("The final cost of the bridge is 31.2 million euros")
    found = find(locator, [page("Preface. Nothing here."), replace(sheet, number=2)])
    assert (found.state, found.page) == (AnchorState.MOVED, 2)


def test_an_edited_figure_is_changed_not_exact() -> None:
    _sheet, locator = anchored("The final cost of the bridge is 31.2 million euros")
    edited = [p.replace("31.2", "29.8") for p in PARAGRAPHS]
    found = find(locator, [page("\n\n".join(edited))])
    assert found.state is AnchorState.CHANGED
    assert found.text == "The final cost of the bridge is 29.8 million euros"


def test_a_deleted_paragraph_is_lost() -> None:
    _sheet, locator = anchored("The final cost of the bridge is 31.2 million euros")
    assert find(locator, [page("\n\n".join([PARAGRAPHS[0], *PARAGRAPHS[2:]]))]) == LOST


def test_a_twin_that_differs_in_one_figure_is_not_taken_for_it() -> None:
    one = "In the first attack the coalition killed 62 soldiers near the town."
    twin = "In the first attack the coalition killed 80 soldiers near the town."
    filler = PARAGRAPHS
    sheet = page("\n\n".join([filler[0], one, filler[1], filler[2], twin, filler[3]]))
    (span,) = find_quote(one, [sheet])
    locator = describe("s", sheet, span.start, span.end)
    without = page("\n\n".join([filler[0], filler[1], filler[2], twin, filler[3]]))
    found = find(locator, [without])
    assert found.state is AnchorState.LOST


def test_identical_twins_without_telling_context_are_lost() -> None:
    sheet = page("No comment.")
    locator = describe("s", sheet, 0, 11)
    doubled = page("No comment.\n\nNo comment.")
    assert find(locator, [doubled]).state in (AnchorState.LOST, AnchorState.MOVED)
    twins = page("Yes. No comment. Yes. No comment. Yes.")
    locator = describe("s", page("Before all. No comment. After all."), 12, 23)
    assert find(locator, [twins]).state is AnchorState.LOST


def test_altered_offsets_with_the_same_layer_are_lost() -> None:
    sheet, locator = anchored("The final cost of the bridge is 31.2 million euros")
    assert find(replace(locator, start=locator.start + 1), [sheet]) == LOST


def test_a_short_quote_in_a_new_text_needs_its_context() -> None:
    sheet = page("Altogether 62 people came to the hearing in the old town hall on Monday.")
    (span,) = find_quote("62", [sheet])
    locator = describe("s", sheet, span.start, span.end)
    other = page("The bill has 62 pages and nobody read them, the clerk said to the board.")
    assert find(locator, [other]).state is AnchorState.LOST


def test_a_hyphen_more_or_less_is_still_the_passage() -> None:
    _sheet, locator = anchored("including quay walls (4.1 million)")
    other = page("\n\n".join(PARAGRAPHS).replace("quay walls", "quay-\nwalls".replace("-\n", " ")))
    assert find(locator, [other]).state is AnchorState.EXACT


@pytest.mark.parametrize("start, end", [(5, 5), (-1, 3), (0, 99)])
def test_no_span_no_locator(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no span"):
        describe("s", page("short text"), start, end)
