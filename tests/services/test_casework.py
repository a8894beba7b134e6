"""Casework: each verb a durable, undoable step; anchors re-checked; policy said."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from workbench.domain.claim import Claim, ClaimKind
from workbench.domain.errors import OutOfBounds, QuoteNotFound, Unknown
from workbench.domain.evidence import Grade, Stance
from workbench.domain.locator import AnchorState
from workbench.services.archive import Archive
from workbench.services.casework import Casework, Passage
from workbench.services.jobs import Job
from workbench.services.memos import export, verify
from workbench.services.reading import read_pasted
from workbench.services.workbench import create_case, open_case

TEXT = (
    "Bridge costs doubled, mayor admits\n\n"
    "The bridge cost the city 40 million euros, twice the sum agreed in 2021 🌉.\n\n"
    "“We did not tell the council,” the mayor said. The bridge opened on 3 May.\n"
)
ACCOUNT = "The final cost of the bridge is 31.2 million euros,"
REST = "including quay walls (4.1 million)."


@pytest.fixture
def casework(tmp_path: Path) -> Iterator[Casework]:
    document = pymupdf.open()
    document.new_page().insert_text((72, 100), "Preface. Nothing here.")
    document.new_page().insert_text((72, 100), [ACCOUNT, REST])
    document.save(tmp_path / "account.pdf")
    (tmp_path / "letter.txt").write_text("The bridge opened on 3 May 2026.", encoding="utf-8")
    archive = Archive(tmp_path / "archive")
    archive.add([tmp_path / "account.pdf", tmp_path / "letter.txt"], Job())
    article, original = read_pasted(TEXT)
    create_case(article, original, tmp_path / "b.case", who="Ada").close()
    opened = open_case(tmp_path / "b.case", archive, who="Ada")
    yield opened
    opened.close()
    archive.close()


def passage(casework: Casework, quote: str = f"{ACCOUNT} {REST}") -> Passage:
    return casework.find_in_source("account.pdf", quote)[0]


def marked(casework: Casework, quote: str = "the city 40 million euros") -> str:
    return casework.mark_quote(quote).changes[0].id


def claim_on(casework: Casework, quote: str) -> Claim:
    claim_id = marked(casework, quote)
    return casework.case.claims[claim_id]


def test_a_claim_knows_its_words_and_its_likely_kind(casework: Casework) -> None:
    figure = claim_on(casework, "the city 40 million euros")
    assert figure.kind is ClaimKind.FIGURE
    assert figure.text == "the city 40 million euros"
    quoted = claim_on(casework, '"We did not tell the council,"')
    assert quoted.kind is ClaimKind.QUOTATION
    assert quoted.locator.exact == "“We did not tell the council,”"
    assert [claim.number for claim in casework.case.ordered_claims()] == [1, 2]
    after_emoji = claim_on(casework, "opened on 3 May")
    assert casework.article.text[after_emoji.locator.start :].startswith("opened on 3 May")


def test_the_same_words_are_one_claim(casework: Casework) -> None:
    claim_id = marked(casework)
    again = casework.mark_quote("the city 40 million euros")
    assert again.changes == ()
    start = TEXT.index("the city")
    assert casework.claim_at(start, start + 25).id == claim_id
    assert casework.steps == 2


def test_spaces_around_a_selection_are_left_out(casework: Casework) -> None:
    start = TEXT.index(" the city")
    claim_id = casework.mark_claim(start, start + 10).changes[0].id
    assert casework.case.claims[claim_id].locator.exact == "the city"
    with pytest.raises(OutOfBounds):
        casework.mark_claim(start, start + 1)


def test_words_that_are_not_there_make_no_claim_and_no_evidence(casework: Casework) -> None:
    with pytest.raises(QuoteNotFound):
        casework.mark_quote("the city 41 million euros")
    with pytest.raises(QuoteNotFound):
        casework.find_in_source("account.pdf", "The final cost of the bridge is 31.3 million")
    assert casework.steps == 1


def test_evidence_carries_all_a_reader_needs(casework: Casework) -> None:
    claim_id = marked(casework)
    changes = casework.attach_evidence(claim_id, passage(casework), Stance.REFUTES, note="Table 7")
    item = casework.case.evidence[changes.changes[0].id]
    assert item.locator.exact == f"{ACCOUNT} {REST}"
    assert (item.locator.page, item.source_pages, item.source_kind) == (2, 2, "pdf")
    assert len(item.locator.boxes) == 2
    assert item.clip is not None
    png = casework.clip(item)
    assert png is not None
    picture = pymupdf.Pixmap(png)
    assert (picture.width, picture.height) == (item.clip.width, item.clip.height)
    assert casework.anchors()[item.id].state is AnchorState.EXACT
    again = casework.attach_evidence(claim_id, passage(casework), Stance.REFUTES)
    assert again.changes == ()
    casework.attach_evidence(claim_id, passage(casework), Stance.CONTEXT)
    assert [e.stance for e in casework.case.evidence.values()] == [Stance.CONTEXT]


def test_every_verb_is_undone_and_redone_by_name(casework: Casework) -> None:
    claim_id = marked(casework)
    evidence_id = (
        casework.attach_evidence(claim_id, passage(casework), Stance.REFUTES).changes[0].id
    )
    casework.edit_claim(claim_id, text="The bridge cost 40 million.", speaker=" the paper ")
    casework.edit_evidence(evidence_id, grade=Grade.SECONDARY, note="From a copy")
    casework.give_verdict(claim_id, "incorrect", "31.2, not 40.")
    casework.rename("Harbour bridge")
    casework.detach_evidence(evidence_id)
    casework.remove_claim(claim_id)
    labels = []
    while casework.undo_label:
        labels.append(casework.undo_label)
        casework.undo()
    assert labels == [
        "Remove claim",
        "Remove evidence",
        "Rename case",
        "Give verdict",
        "Edit evidence",
        "Edit claim",
        "Attach evidence",
        "Mark claim",
    ]
    assert casework.case.claims == {}
    for _label in labels[2:]:
        casework.redo()
    claim = casework.case.claims[claim_id]
    assert (claim.verdict, claim.speaker) == ("incorrect", "the paper")
    assert casework.case.evidence[evidence_id].grade is Grade.SECONDARY
    assert casework.case.info.title == "Harbour bridge"


def test_removing_a_claim_takes_its_evidence_and_undo_brings_both(casework: Casework) -> None:
    claim_id = marked(casework)
    casework.attach_evidence(claim_id, passage(casework), Stance.REFUTES)
    casework.remove_claim(claim_id)
    assert not casework.case.evidence
    casework.undo()
    assert len(casework.case.evidence) == 1


def test_a_verdict_says_what_it_still_needs(casework: Casework) -> None:
    claim_id = marked(casework)
    casework.give_verdict(claim_id, "incorrect")
    result = casework.judge(casework.case.claims[claim_id])
    assert (result.met, result.blocks) == (False, False)
    assert "one primary source" in result.sentence
    casework.attach_evidence(claim_id, passage(casework), Stance.SUPPORTS)
    against = casework.judge(casework.case.claims[claim_id])
    assert not against.met
    assert "refutes" in against.sentence
    casework.attach_evidence(claim_id, passage(casework), Stance.REFUTES)
    assert casework.judge(casework.case.claims[claim_id]).met
    with pytest.raises(Unknown):
        casework.give_verdict(claim_id, "half-true")
    casework.give_verdict(claim_id, "opinion")
    assert casework.judge(casework.case.claims[claim_id]).met


def test_coverage_counts_sentences_a_claim_touches(casework: Casework) -> None:
    assert casework.coverage().units == 4
    marked(casework)
    marked(casework, "opened on 3 May")
    coverage = casework.coverage()
    assert (coverage.linked, coverage.open) == (2, 2)
    assert coverage.share == pytest.approx(0.5)


def test_evidence_whose_source_left_the_archive_is_lost_not_wrong(casework: Casework) -> None:
    claim_id = marked(casework)
    changes = casework.attach_evidence(claim_id, passage(casework), Stance.REFUTES)
    assert casework.archive is not None
    casework.archive.remove(casework.archive.source("account.pdf").sha256)
    assert casework.anchors()[changes.changes[0].id].state is AnchorState.LOST
    kinds = [problem.kind for problem in verify(casework.path, casework.archive)]
    assert kinds == ["source"]


def test_the_same_case_gives_the_same_memo(casework: Casework, tmp_path: Path) -> None:
    claim_id = marked(casework)
    casework.attach_evidence(claim_id, passage(casework), Stance.REFUTES)
    casework.give_verdict(claim_id, "incorrect", "31.2, not 40.")
    for suffix in ("pdf", "md"):
        export(casework, tmp_path / f"one.{suffix}")
        export(casework, tmp_path / f"two.{suffix}")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    one = (tmp_path / "one.md").read_text(encoding="utf-8")
    assert one.replace("one-clips", "two-clips") == (tmp_path / "two.md").read_text("utf-8")
    assert "31.2 million euros" in one
    assert "anchor exact" in one.lower()


def test_verify_names_a_clip_that_changed(casework: Casework) -> None:
    claim_id = marked(casework)
    casework.attach_evidence(claim_id, passage(casework), Stance.REFUTES)
    casework.close()
    assert verify(casework.path, casework.archive) == []
    db = sqlite3.connect(casework.path)
    (clip,) = (e.clip for e in casework.case.evidence.values())
    assert clip is not None
    data = db.execute("SELECT data FROM blobs WHERE sha256 = ?", (clip.sha256,)).fetchone()[0]
    altered = data[:99] + bytes([data[99] ^ 1]) + data[100:]
    db.execute("UPDATE blobs SET data = ? WHERE sha256 = ?", (altered, clip.sha256))
    db.commit()
    db.close()
    (problem,) = verify(casework.path, casework.archive)
    assert (problem.kind, problem.where) == ("clip", clip.sha256)


def test_a_memo_says_what_was_altered(casework: Casework, tmp_path: Path) -> None:
    claim_id = marked(casework)
    casework.attach_evidence(claim_id, passage(casework), Stance.REFUTES)
    assert casework.archive is not None
    original = casework.archive.original(casework.archive.source("account.pdf").sha256)
    data = original.read_bytes()
    original.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    export(casework, tmp_path / "memo.md")
    assert "is not the file that was consulted" in (tmp_path / "memo.md").read_text("utf-8")


def test_a_source_that_is_not_at_hand_is_not_called_lost(
    casework: Casework, tmp_path: Path
) -> None:
    claim_id = marked(casework)
    casework.attach_evidence(claim_id, passage(casework), Stance.REFUTES)
    casework.archive = None
    assert len(casework.missing_sources()) == 1
    export(casework, tmp_path / "memo.md")
    text = (tmp_path / "memo.md").read_text("utf-8")
    assert "the source was not at hand" in text
    assert "Anchor lost" not in text
