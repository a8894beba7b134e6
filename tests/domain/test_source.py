"""Passages: about a paragraph each, and together the whole page."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.source import PASSAGE_LONGEST, passages

TEXT = st.lists(
    st.integers(1, 600).map(lambda n: ("word and " * n).strip() + "."), max_size=12
).map("\n\n".join)


@given(TEXT)
def test_passages_cover_every_word_once_and_in_order(text: str) -> None:
    spans = passages(text)
    assert spans == sorted(spans)
    covered = "".join(text[start:end] for start, end in spans)
    assert covered.split() == text.split() or "".join(covered.split()) == "".join(text.split())
    assert all(0 < end - start <= PASSAGE_LONGEST for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_a_heading_joins_what_it_heads() -> None:
    text = "7. Cost of works\n\n" + "The final cost is 31.2 million euros. " * 30
    assert len(passages(text)) == 1


def test_a_long_paragraph_ends_at_a_sentence() -> None:
    text = "The final cost of the bridge is 31.2 million euros. " * 80
    spans = passages(text)
    assert len(spans) > 1
    assert all(text[start:end].rstrip().endswith(".") for start, end in spans)


def test_a_page_without_a_break_is_cut_all_the_same() -> None:
    assert max(end - start for start, end in passages("x" * 10_000)) <= PASSAGE_LONGEST
    assert passages(" \n\n ") == []
