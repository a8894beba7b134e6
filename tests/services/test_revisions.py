"""A case carried over to a new draft: one step, undone as one, nothing lost on the way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.adapters.case_audit import audit
from workbench.domain.errors import PlanOutdated, SameDraft
from workbench.domain.evidence import Stance
from workbench.domain.locator import AnchorState
from workbench.services.archive import Archive
from workbench.services.casework import Casework
from workbench.services.jobs import Job
from workbench.services.memos import export, verify
from workbench.services.reading import read_pasted
from workbench.services.revisions import plan_revision, revise
from workbench.services.workbench import create_case, open_case

FIRST = (
    "Bridge costs doubled, mayor admits\n\n"
    "The bridge cost the city 40 million euros, twice the sum agreed in 2021. It opened on 3 May.\n"
    "\nThe ferry carried 61,000 passengers last year. A museum will move into the customs house.\n"
    "\nEngineers had warned of cracks in the eastern pier for months.\n"
)
SECOND = (
    "Bridge costs doubled, mayor admits\n\n"
    "Engineers had warned of cracks in the eastern pier for months.\n"
    "\nThe bridge cost the city 31.2 million euros, twice the sum agreed in 2021. It opened on 3"
    " May.\n\nA museum will move into the customs house. Nobody knows when.\n"
)
QUOTES = (
    "the city 40 million euros",
    "It opened on 3 May",
    "The ferry carried 61,000 passengers",
    "cracks in the eastern pier",
)


@pytest.fixture
def casework(tmp_path: Path) -> Iterator[Casework]:
    (tmp_path / "account.txt").write_text(
        "The final cost of the bridge is 31.2 million euros, including quay walls."
    )
    archive = Archive(tmp_path / "archive")
    archive.add([tmp_path / "account.txt"], Job())
    article, original = read_pasted(FIRST, "first.txt")
    create_case(article, original, tmp_path / "b.case", who="Ada").close()
    casework = open_case(tmp_path / "b.case", archive, who="Ada")
    for quote in QUOTES:
        claim_id = casework.mark_quote(quote).changes[0].id
        passage = casework.find_in_source("account.txt", "31.2 million euros")[0]
        casework.attach_evidence(claim_id, passage, Stance.SUPPORTS)
        casework.give_verdict(claim_id, "confirmed", "The account has it.")
    yield casework
    casework.close()
    archive.close()


def take(casework: Casework, text: str) -> None:
    article, original = read_pasted(text)
    changes = revise(casework, plan_revision(casework, article), article, original)
    assert changes.label == "New draft"


def test_a_new_draft_carries_every_claim_over(casework: Casework, tmp_path: Path) -> None:
    before, evidence = casework.case, dict(casework.case.evidence)
    take(casework, SECOND)
    case = casework.case
    assert (case.article.id, case.article.revision, case.article.text) == ("r2", 2, SECOND)
    assert set(case.articles) == {"r1", "r2"}
    assert casework.original() == SECOND.encode()
    assert case.evidence == evidence
    claims = {claim.number: claim for claim in case.claims.values()}
    assert [claims[n].state.value for n in (1, 2, 3, 4)] == ["changed", "exact", "lost", "moved"]
    assert [claims[n].verdict for n in (1, 2, 3, 4)] == ["", "confirmed", "", "confirmed"]
    assert [claims[n].article for n in (1, 2, 3, 4)] == ["r2", "r2", "r1", "r2"]
    assert claims[1].locator.exact == "the city 31.2 million euros"
    assert claims[1].carried is not None
    assert (claims[1].carried.exact, claims[1].carried.verdict) == (QUOTES[0], "confirmed")
    assert [claim.number for claim in case.ordered_claims()] == [4, 1, 2, 3]
    states = casework.claim_anchors()
    assert [states[claims[n].id].state for n in (1, 2, 3, 4)] == [
        AnchorState.EXACT,
        AnchorState.EXACT,
        AnchorState.LOST,
        AnchorState.EXACT,
    ]
    assert (casework.coverage().linked, casework.coverage().units) == (3, 6)
    assert casework.undo_label == "New draft"
    casework.undo()
    assert casework.case == before
    casework.redo()
    assert casework.case == case
    assert audit(casework.path) == []


def test_a_reopened_claim_is_judged_again(casework: Casework) -> None:
    take(casework, SECOND)
    claim = casework.case.claim("1")
    assert claim.reopened
    casework.give_verdict(claim.id, "incorrect", "31.2.")
    claim = casework.case.claim("1")
    assert (claim.state, claim.reopened) == (AnchorState.EXACT, False)
    take(casework, SECOND + "\nA last line of the article stands here.\n")
    claim = casework.case.claim("1")
    assert (claim.state, claim.verdict, claim.carried) == (AnchorState.EXACT, "incorrect", None)


def test_words_of_a_vanished_claim_can_be_marked_again(casework: Casework) -> None:
    take(casework, SECOND)
    assert casework.case.claim("3").vanished
    take(casework, FIRST.replace("61,000", "62,000"))
    assert casework.case.claim("3").vanished
    casework.mark_quote("The ferry carried 62,000 passengers")
    assert casework.case.claim("5").article == "r3"
    assert casework.case.article.revision == 3


def test_the_same_draft_again_is_refused(casework: Casework) -> None:
    article, _original = read_pasted(FIRST, "other.txt")
    with pytest.raises(SameDraft) as caught:
        plan_revision(casework, article)
    assert "draft 1" in caught.value.message
    with pytest.raises(SameDraft):
        plan_revision(casework, replace(article, sha256="0" * 64))


def test_a_plan_of_a_case_that_moved_on_is_refused(casework: Casework) -> None:
    article, original = read_pasted(SECOND)
    plan = plan_revision(casework, article)
    casework.give_verdict(casework.case.claim("1").id, "incorrect", "No.")
    steps = casework.steps
    with pytest.raises(PlanOutdated):
        revise(casework, plan, article, original)
    assert casework.steps == steps
    with pytest.raises(ValueError, match="original"):
        revise(casework, plan_revision(casework, article), article, b"something else")


def test_the_memo_tells_the_drafts_apart(casework: Casework, tmp_path: Path) -> None:
    take(casework, SECOND)
    path = export(casework, tmp_path / "memo.md")[0]
    text = path.read_text(encoding="utf-8")
    record, gone = text.split("## No longer in the article")
    assert "61,000" not in record
    assert "61,000" in gone
    assert "Draft 1: Confirmed" in gone
    assert "In draft 1 it read “the city 40 million euros”." in record
    assert "1 claim has no verdict yet" in record
    assert export(casework, tmp_path / "memo.pdf")[0].stat().st_size > 5_000
    assert verify(casework.path, casework.archive) == []
