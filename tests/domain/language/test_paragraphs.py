"""Paragraphs of a plain text."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.language.paragraphs import paragraph_spans, paragraphs


def test_rows_of_a_table_keep_what_runs_on_below_them() -> None:
    log = (
        "26-00391  02 Feb  08:15   Quay Street   Van parked. Owner in\n"
        "                                        bakery. Moved.\n"
        "26-00417  06 Feb  17:40   Custom House  One oar.\n"
    )
    assert [" ".join(row.split()) for row in paragraphs(log)] == [
        "26-00391 02 Feb 08:15 Quay Street Van parked. Owner in bakery. Moved.",
        "26-00417 06 Feb 17:40 Custom House One oar.",
    ]


def test_a_wrapped_list_stays_a_list() -> None:
    text = "- the first thing that stands in the list of the council\n- the second one"
    assert len(paragraphs(text)) == 2


@given(st.text(alphabet=st.sampled_from("aB. \t\n\f1"), max_size=300))
def test_nothing_is_lost(text: str) -> None:
    at = 0
    for start, end in paragraph_spans(text):
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()
