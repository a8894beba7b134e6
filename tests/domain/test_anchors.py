"""Anchors held to the truth: documents edited in twenty-five ways, every word's place known."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.domain.edited_documents import (
    KINDS,
    SAME,
    Document,
    Edit,
    Setting,
    Typeset,
    Writer,
    typeset,
)
from workbench.domain.locator import AnchorState, Finder, Found, Locator, describe

DOCUMENTS = 50
ANCHORS = 10
LENGTHS = (1, 2, 4, 8, 15, 30, 60)
Judged = Counter[str]

results: dict[str, Judged] = {}


def chosen(chance: random.Random, document: Document, printed: Typeset) -> list[list[int]]:
    """Runs of words, each in a paragraph of its own and on one page."""
    homes = list(range(1, len(document) - 1))
    chance.shuffle(homes)
    anchors: dict[int, list[int]] = {}
    for home in homes:
        if len(anchors) == ANCHORS or {home - 1, home + 1} & anchors.keys():
            continue
        words = [token.number for token in document[home]]
        length = min(len(words), chance.choice(LENGTHS))
        at = chance.randrange(len(words) - length + 1)
        anchor = words[at : at + length]
        if len({printed.places[number][0] for number in anchor}) == 1:
            anchors[home] = anchor
    return list(anchors.values())


def described(printed: Typeset, anchor: Sequence[int]) -> Locator:
    span = printed.span(anchor)
    assert span is not None
    number, start, end = span
    around = printed.pages[max(0, number - 2) : number + 1]
    return describe("s", printed.pages[number - 1], start, end, around)


def judged(found: Found, anchor: Sequence[int], document: Document, printed: Typeset) -> str:
    """ "right", "wrong", or "lost"; "gone" where the words went and nothing was found."""
    alive = {token.number for paragraph in document for token in paragraph}
    left = [number for number in anchor if number in alive]
    exists = 2 * len(left) >= len(anchor)
    if found.state is AnchorState.LOST:
        return "lost" if exists else "gone"
    here = [printed.places[n] for n in left if printed.places[n][0] == found.page]
    if not exists or not here:
        return "wrong"
    start, end = min(place[1] for place in here), max(place[2] for place in here)
    inside = min(end, found.end) - max(start, found.start)
    either = max(end, found.end) - min(start, found.start)
    return "right" if 2 * inside >= either else "wrong"


@pytest.mark.parametrize(("name", "edit", "setting"), KINDS, ids=[kind[0] for kind in KINDS])
def test_no_anchor_slides(name: str, edit: Edit, setting: Setting) -> None:
    result: Judged = Counter()
    for seed in range(DOCUMENTS):
        writer, chance = Writer(seed), random.Random(seed)
        document = writer.document()
        printed = typeset(document, SAME, seed)
        anchors = chosen(chance, document, printed)
        locators = [described(printed, anchor) for anchor in anchors]
        edited = edit(random.Random(seed), [list(each) for each in document], anchors, writer)
        again = typeset(edited, setting, seed + 1)
        finder = Finder(again.pages)
        for anchor, locator in zip(anchors, locators, strict=True):
            found = finder.find(locator)
            page = printed.pages[locator.page - 1]
            # A page that is the same to the letter is the same page, whatever the truth about it.
            same = (
                found.state is AnchorState.EXACT and page.text == again.pages[page.number - 1].text
            )
            result["right" if same else judged(found, anchor, edited, again)] += 1
    results[name] = result
    assert result.total() >= 0.9 * DOCUMENTS * ANCHORS
    assert not result["wrong"], result


def test_what_still_exists_is_found() -> None:
    if len(results) < len(KINDS):
        pytest.skip("counts over all kinds, so it needs the tests before it")
    total = sum(results.values(), Counter())
    exist = total["right"] + total["lost"]
    for name, result in results.items():
        found = result["right"] / max(1, result["right"] + result["lost"])
        print(f"{name:26} {found:7.1%} right, {result['lost']:3} lost, {result['gone']:3} gone")
    print(f"{total['right'] / exist:.2%} of {exist} right, wrong {total['wrong']}")
    assert total["right"] >= 0.97 * exist
