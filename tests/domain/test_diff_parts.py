"""A word diff cut into parts: what stayed, went and came, said in words."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.diff import Op
from workbench.domain.diff_parts import Part, diff_parts, shortened, spoken

OLD = "The final account is 31.2 million euros. It was late."
NEW = "The final account is 31.4 million euros. It was not late."
TEXT = st.lists(
    st.sampled_from(("the", "cost", "31.2", "31.4", "not", "“yes”", "Anna", ".", ",", "quay")),
    max_size=14,
).map(" ".join)


def changed(parts: list[Part]) -> list[tuple[str, str]]:
    return [(part.op.value, part.text) for part in parts if part.op is not Op.SAME]


def test_a_figure_is_one_change_and_a_negation_one_insertion() -> None:
    assert changed(diff_parts(OLD, NEW)) == [
        ("delete", "31.2"),
        ("insert", "31.4"),
        ("insert", "not"),
    ]


def test_it_is_said_in_words() -> None:
    assert spoken(diff_parts("is 31.2 million", "is 31.4 million")) == (
        "is; deleted: 31.2; inserted: 31.4; million"
    )


def test_typography_is_no_change() -> None:
    assert changed(diff_parts('He said "yes" - twice', "He said “yes” – twice")) == []


def test_a_deleted_sentence_goes_whole() -> None:
    old = "It was late. It was dear. It stands."
    assert changed(diff_parts(old, "It was late. It stands.")) == [("delete", "It was dear.")]


def test_a_rewritten_sentence_does_not_hold_on_to_its_little_words() -> None:
    old = "The mayor of the city said that the works of the quay were too dear."
    new = "A vote by the opposition in March ended the building on that quay for good."
    assert [op for op, _text in changed(diff_parts(old, new))] == ["delete", "insert"]


@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_it(old: str, new: str) -> None:
    parts = diff_parts(old, new)
    for gone, text in ((Op.INSERT, old), (Op.DELETE, new)):
        read = "".join(part.text for part in parts if part.op is not gone)
        assert read.split() == text.split()
    for part in parts:
        if part.old >= 0 and part.op is not Op.INSERT:
            assert old[part.old : part.old + len(part.text)] == part.text
        if part.new >= 0:
            assert new[part.new : part.new + len(part.text)] == part.text


def test_long_stretches_that_stayed_are_left_out() -> None:
    stayed = "word " * 60
    shown = "".join(p.text for p in shortened(diff_parts(f"{stayed}31.2 end", f"{stayed}31.4 end")))
    assert shown.startswith("…")
    assert shown.endswith("word 31.2 31.4 end")
    assert len(shown) < 120
