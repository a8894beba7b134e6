"""What a recorded search says of itself, and of the claim it was made for."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.cases import SOURCE, claim, search
from workbench.domain.claim import Carried, Overtaken
from workbench.domain.locator import AnchorState
from workbench.domain.search_record import beginning, hit_name

SIGNED = Overtaken(("crane",), 2, "unsupported", "No paper has one.", "2026-05-20T08:30:00+00:00")


def test_what_was_not_looked_at_is_counted() -> None:
    assert search().unseen == 1
    assert search().found_nothing
    assert not search(relevant=1).found_nothing
    assert search(total=2, seen=3).unseen == 0  # two hits that say the same are one name
    assert not search().overtaken
    assert search(latest_new=1).overtaken


def test_a_hit_keeps_its_name_where_only_typography_changed() -> None:
    name = hit_name(SOURCE, 3, "The “final” cost\nwas 31.2 million.")
    assert name == hit_name(SOURCE, 3, 'The "final" cost was 31.2 million.')
    others = {
        hit_name(SOURCE, 4, "The “final” cost\nwas 31.2 million."),
        hit_name("00" * 32, 3, "The “final” cost\nwas 31.2 million."),
        hit_name(SOURCE, 3, "The “final” cost\nwas 31.3 million."),
    }
    assert len({name, *others}) == 4


@given(st.text(max_size=600))
def test_a_hit_is_remembered_by_its_first_words(text: str) -> None:
    kept = beginning(text)
    assert text.startswith(kept)
    assert len(kept) == len(text) if len(text) <= 240 else 120 < len(kept) <= 240


@given(st.text(max_size=40))
def test_foreign_names_are_harmless(known: str) -> None:
    names = search(known=known).knows()
    assert len(names) <= len(known) // 8 + 1


def test_new_hits_reopen_a_claim_until_it_is_judged() -> None:
    judged = claim(verdict="unsupported")
    assert not judged.reopened
    overtaken = replace(judged, verdict="", overtaken=SIGNED)
    assert (overtaken.reopened, overtaken.has_new_hits, overtaken.rewritten) == (True, True, False)
    assert overtaken.state is AnchorState.EXACT
    assert not overtaken.with_verdict("incorrect", "").reopened
    lost = Carried(AnchorState.LOST, 1, "words", "", "")
    assert not replace(overtaken, carried=lost).reopened
