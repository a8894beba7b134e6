"""Printed page numbers from the rules of the file."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.adapters.readers.pdf_labels import printed_labels


def test_rules_in_every_style() -> None:
    rules = [
        (0, "<</Type/PageLabel/S/r/St 4>>"),
        (2, "<</S/D/P(A-)>>"),
        (4, "<</S/A/St 26>>"),
        (6, r"<</P(Cover \(back\))>>"),
        (7, "<</P<FEFF00C90031>/S/R/St 9>>"),
    ]
    assert printed_labels(rules, 9) == [
        *("iv", "v", "A-1", "A-2", "Z", "AA", "Cover (back)", "É1IX", "É1X"),
    ]


def test_pages_without_a_rule_have_their_place() -> None:
    assert printed_labels([], 2) == ["1", "2"]
    assert printed_labels([(1, "<</S/D/St 7>>"), (99, "<</S/r>>")], 3) == ["1", "7", "8"]


@given(st.lists(st.tuples(st.integers(-2, 12), st.text(max_size=40))), st.integers(0, 10))
def test_any_rules_give_one_label_a_page(rules: list[tuple[int, str]], pages: int) -> None:
    labels = printed_labels([(start, f"<</S/a{rule}>>") for start, rule in rules], pages)
    assert len(labels) == pages
    assert all(0 < len(label) <= 40 for label in labels)
