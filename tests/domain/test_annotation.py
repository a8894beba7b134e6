"""Locators as W3C Web Annotations, out and in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.annotation import locator_from, target_of
from workbench.domain.errors import NotAnAnnotation, WorkbenchError
from workbench.domain.locator import AnchorState, describe, describe_area, find
from workbench.domain.source import Page
from workbench.domain.text import Box, Word, text_hash

SOURCE = "a" * 64
TEXT = "The works were let.\n\nThe final account came to 31.2 million crowns.\n\nNobody objected."
PAGE = Page(6, "iv", TEXT, text_hash(TEXT), 600, 800, (Word(21, 24, Box(0.1, 0.2, 0.15, 0.22)),))


def test_a_locator_comes_back_from_its_annotation() -> None:
    locator = describe(SOURCE, PAGE, 21, 65)
    target = json.loads(json.dumps(target_of(locator)))
    kinds = [selector["type"] for selector in target["selector"]]
    assert kinds[:3] == ["FragmentSelector", "TextQuoteSelector", "TextPositionSelector"]
    assert target["selector"][0]["value"] == "page=6"
    back = locator_from({"type": "Annotation", "target": target})
    assert back.boxes[0].left == pytest.approx(locator.boxes[0].left, abs=1e-6)
    assert find(back, [PAGE]).state is AnchorState.EXACT
    same = ("source", "page", "page_label", "layer", "start", "end", "exact", "prefix", "suffix")
    assert [getattr(back, name) for name in same] == [getattr(locator, name) for name in same]


def test_an_area_comes_back() -> None:
    locator = describe_area(SOURCE, PAGE, Box(0.05, 0.15, 0.5, 0.25))
    assert locator.exact == "The"
    back = locator_from(target_of(locator))
    assert back.area
    assert back.boxes[0].bottom == pytest.approx(0.25, abs=1e-6)
    assert find(back, [PAGE]).state is AnchorState.EXACT


def test_a_foreign_annotation_is_found_by_its_words() -> None:
    quote = {"type": "TextQuoteSelector", "exact": "came to 31.2 million"}
    foreign = {"target": {"source": f"urn:sha256:{SOURCE}", "selector": quote}}
    found = find(locator_from(foreign), [PAGE])
    assert (found.state, found.page, found.text) == (AnchorState.MOVED, 6, "came to 31.2 million")


def test_what_names_no_place_is_refused() -> None:
    for annotation in (
        {},
        {"target": "urn:sha256:x"},
        {"target": {"source": "https://example.org/a.pdf"}},
        {"target": {"source": f"urn:sha256:{SOURCE}", "selector": [{"type": "CssSelector"}]}},
    ):
        with pytest.raises(NotAnAnnotation):
            locator_from(annotation)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["target", "selector", "type", "value", "refinedBy", "exact", "source"]
            ),
            inner,
            max_size=5,
        )
    ),
)


@given(st.dictionaries(st.sampled_from(["target", "selector", "source"]), JSON))
def test_nonsense_is_an_error_by_cause(annotation: dict[str, object]) -> None:
    try:
        locator_from(annotation)
    except WorkbenchError:
        return
