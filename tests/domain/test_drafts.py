"""Paragraphs of two drafts side by side."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.article import Article, Region, RegionKind
from workbench.domain.diff import Op
from workbench.domain.drafts import Row, paragraphs, rows

WORDS = ("the", "bridge", "cost", "31.2", "million", "in", "May", "not", "Anna", "Holt", "“yes”")
PARAGRAPHS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), max_size=7
)


def draft(pieces: list[str], revision: int) -> Article:
    text = "\n\n".join(pieces)
    regions, at = [], 0
    for number, piece in enumerate(pieces):
        kind = RegionKind.BODY if number else RegionKind.TITLE
        regions.append(Region(kind, at, at + len(piece)))
        at += len(piece) + 2
    name = f"r{revision}"
    return Article(name, revision, name, "text", name, text, tuple(regions))


def shown(pieces: list[str], others: list[str]) -> list[tuple[str, str, bool]]:
    old, new = draft(pieces, 1), draft(others, 2)
    return [(old.text[slice(*r.old)], new.text[slice(*r.new)], r.moved) for r in rows(old, new)]


A = "The new bridge is open to all traffic since the third of May."
B = "Its final account stands at 31.2 million euros, says the board."
C = "The ferry has lost a third of its passengers to the bridge."
D = "Nobody has asked the fishermen what they think of any of it."


def test_changed_paragraphs_stand_side_by_side() -> None:
    changed = B.replace("31.2", "31.4")
    assert shown([A, B, C], [A, changed, C]) == [(A, A, False), (B, changed, False), (C, C, False)]


def test_one_moved_paragraph_does_not_part_the_others() -> None:
    changed = B.replace("31.2", "31.4"), C.replace("a third", "half")
    assert shown([A, B, C, D], [A, D, *changed]) == [
        (A, A, False),
        ("", D, True),
        (B, changed[0], False),
        (C, changed[1], False),
        (D, "", True),
    ]


def test_a_paragraph_cut_in_two_is_one_row() -> None:
    assert shown([f"{A} {B}", C], [A, B, C]) == [(f"{A} {B}", f"{A}\n\n{B}", False), (C, C, False)]


def test_unlike_paragraphs_are_not_paired() -> None:
    assert {(old == "", new == "") for old, new, _ in shown([A], [D])} == {
        (True, False),
        (False, True),
    }


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_paragraph_stands_in_one_row_in_its_order(left: list[str], right: list[str]) -> None:
    old, new = draft(left, 1), draft(right, 2)
    made = rows(old, new)
    for side, article in (("old", old), ("new", new)):
        spans = [getattr(row, side) for row in made]
        spans = [span for span in spans if span[0] < span[1]]
        assert spans == sorted(spans)
        inside = [p for p in paragraphs(article) if any(a <= p[0] and p[1] <= b for a, b in spans)]
        assert inside == paragraphs(article)
        assert sum(end - start for start, end in spans) <= len(article.text)


@given(PARAGRAPHS, PARAGRAPHS)
def test_what_is_said_to_be_the_same_is(left: list[str], right: list[str]) -> None:
    old, new = draft(left, 1), draft(right, 2)
    for row in rows(old, new):
        for edit in row.edits:
            same = old.text[edit.old_start : edit.old_end].split()
            other = new.text[edit.new_start : edit.new_end].split()
            assert (same == other) == (edit.op is Op.SAME)


@given(PARAGRAPHS)
def test_a_draft_is_like_itself(pieces: list[str]) -> None:
    old, new = draft(pieces, 1), draft(pieces, 2)
    made = rows(old, new)
    assert [row.old for row in made] == paragraphs(old)
    assert all(isinstance(row, Row) and row.old == row.new and not row.moved for row in made)
