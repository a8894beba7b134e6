"""Headings: found at their place, and in plain text only where there is no doubt."""

from collections.abc import Sequence

import pytest

from workbench.domain.outline import headings_of_text, place, place_in_flow
from workbench.domain.source import OutlineEntry, Page
from workbench.domain.text import Box, Word, text_hash

LONG = "The council met on Tuesday evening and voted by seventeen to nine to pay for the quay. " * 3


def pages_of(*texts: str) -> list[Page]:
    return [Page(n, str(n), text, text_hash(text)) for n, text in enumerate(texts, 1)]


def printed(*lines: str) -> Page:
    """A page whose paragraphs stand one below the other, each a tenth of it further down."""
    text, words = "", []
    for number, line in enumerate(lines):
        text += "\n\n" if text else ""
        for word in line.split():
            at = text.rfind("\n") + 1 if text.endswith("\n") else len(text)
            at = len(text)
            words.append(Word(at, at + len(word), Box(0.1, number / 10, 0.2, number / 10 + 0.05)))
            text += f"{word} "
        text = text.rstrip()
    return Page(1, "1", text, text_hash(text), 600.0, 800.0, tuple(words))


def said(entries: Sequence[OutlineEntry]) -> list[tuple[int, str]]:
    return [(entry.level, entry.title) for entry in entries]


def test_a_heading_is_found_whatever_its_case_and_signs() -> None:
    page = printed("Preface", "2.2. “Chord” CLASSIFICATION", "Text that goes on")
    start = page.text.index("2.2.")
    assert place(page, "2.2 Chord classification") == start
    assert place(page, "7.1 Chord classification") == page.text.index("Chord")
    assert place(page, "Another heading") == 0
    assert place(page, "***") == 0


def test_of_two_places_the_one_the_bookmark_points_to() -> None:
    page = printed("Methods", "Some text of the page before", "Methods", "More text")
    assert place(page, "Methods") == 0
    assert place(page, "Methods", 0.19) == page.text.rindex("Methods")
    # Words that are not on the page: the line the bookmark points to.
    assert place(page, "How we did it", 0.29) == page.text.index("More")
    assert place(page, "How we did it", 0.99) == 0


def test_headings_of_a_flowing_text_are_paragraphs_of_just_their_words() -> None:
    pages = pages_of("Costs\n\nA first text on Costs\n\nCosts", "More\n\nCosts")
    found = place_in_flow(pages, [(1, "Costs", 1), (2, "Costs", 2), (2, "Gone", 0), (1, "More", 1)])
    assert found == [OutlineEntry(1, "Costs", 1, 30), OutlineEntry(2, "Costs", 2, 6)]
    assert pages[0].text[30:] == "Costs"


def test_numbered_headings_and_capitals() -> None:
    text = "\n\n".join(
        ["1. Introduction", LONG, "1.2 Scope of this text", LONG, "ANNEX OF TABLES", LONG]
    )
    (page,) = pages = pages_of(text)
    found = headings_of_text(pages)
    assert said(found) == [
        (1, "1. Introduction"),
        (2, "1.2 Scope of this text"),
        (1, "ANNEX OF TABLES"),
    ]
    assert all(page.text[one.start :].startswith(one.title) for one in found)


def test_markdown() -> None:
    found = headings_of_text(pages_of(f"# Report\n\n{LONG}\n\n## Costs ##\n\nShort.\n\n#hash tag"))
    assert said(found) == [(1, "Report"), (2, "Costs")]


@pytest.mark.parametrize(
    "paragraphs",
    [
        [LONG, LONG],
        ["1. He went home", "2. She stayed", "3. They met"],  # a list: no text below
        ["MR. SMITH:", LONG, "THE COURT:", LONG],
        ["THE COURT", LONG] * 5,  # who speaks, again and again
        ["12 May 2019", LONG, "3 June 2019", LONG],  # begins as a number would, then a word
        ["1. one that is no heading", LONG, "2. nor this", LONG],
        ["UNESCO", LONG, LONG],  # a single one is no outline
        [],
    ],
)
def test_what_might_be_something_else_is_no_heading(paragraphs: list[str]) -> None:
    found = headings_of_text(pages_of("\n\n".join(paragraphs)))
    assert [entry.title for entry in found if "20" not in entry.title] == []
