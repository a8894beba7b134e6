"""Looking at every passage again: another version of a document, areas, accepting, repairing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pymupdf
import pytest

from workbench.domain.diff import Op, word_diff
from workbench.domain.errors import Unknown
from workbench.domain.evidence import Grade, Stance
from workbench.domain.locator import AnchorState
from workbench.domain.text import Box
from workbench.services.archive import Archive
from workbench.services.casework import Casework, Passage
from workbench.services.jobs import Job
from workbench.services.memos import verify
from workbench.services.reading import read_pasted
from workbench.services.rechecking import accept_anchors, check_evidence, relink_evidence
from workbench.services.workbench import create_case, open_case

ARTICLE = "Bridge costs doubled\n\nThe bridge cost 40 million. It opened in May. Nobody was told."
PARAGRAPHS = (
    "The works were let after a public tender in which seven firms took part.",
    "The final account of the bridge came to 31.2 million crowns, as the auditors confirmed.",
    "Residents had asked for a hearing, which took place in the old town hall.",
    "The council was informed of the revised sum on 9 November and took note of it.",
    "Steel prices rose while the contract was being negotiated with the lowest bidder.",
)
MOVED, CHANGED, GONE = PARAGRAPHS[2], PARAGRAPHS[1], PARAGRAPHS[3]


def write_pdf(path: Path, paragraphs: Sequence[str], pages_before: int = 0) -> Path:
    document = pymupdf.open()
    for _number in range(pages_before):
        document.new_page().insert_text((72, 100), "This page was intentionally left blank.")
    page = document.new_page()
    for number, paragraph in enumerate(paragraphs):
        page.insert_text((72, 100 + 40 * number), paragraph, fontsize=9)
    document.save(path)
    document.close()
    return path


@pytest.fixture
def casework(tmp_path: Path) -> Iterator[Casework]:
    archive = Archive(tmp_path / "archive")
    archive.add([write_pdf(tmp_path / "account.pdf", PARAGRAPHS)], Job())
    article, original = read_pasted(ARTICLE)
    create_case(article, original, tmp_path / "b.case", who="Ada").close()
    opened = open_case(tmp_path / "b.case", archive, who="Ada")
    opened.mark_quote("The bridge cost 40 million.")
    yield opened
    opened.close()
    archive.close()


def link(casework: Casework, quote: str) -> str:
    passage = casework.find_in_source("account.pdf", quote)[0]
    changes = casework.attach_evidence("1", passage, Stance.SUPPORTS, Grade.SECONDARY, "a note")
    return changes.changes[0].id


def archive_of(casework: Casework) -> Archive:
    assert casework.archive is not None
    return casework.archive


def new_version(casework: Casework, folder: Path) -> None:
    """The document is gone; what was downloaded anew has a page more, and was edited."""
    edited = [PARAGRAPHS[0], CHANGED.replace("31.2", "31.4"), MOVED, PARAGRAPHS[4]]
    archive = archive_of(casework)
    archive.remove(archive.source("account.pdf").sha256)
    archive.add([write_pdf(folder / "account.pdf", edited, pages_before=1)], Job())


def test_all_exact(casework: Casework) -> None:
    link(casework, MOVED)
    link(casework, CHANGED)
    reports = check_evidence(casework)
    assert [report.found.state for report in reports] == [AnchorState.EXACT] * 2
    assert all(not report.reason and report.source for report in reports)


def test_another_version_is_looked_through(casework: Casework, tmp_path: Path) -> None:
    ids = {name: link(casework, name) for name in (MOVED, CHANGED, GONE)}
    new_version(casework, tmp_path)
    reports = {report.evidence: report for report in check_evidence(casework)}
    moved, changed, gone = (reports[ids[name]] for name in (MOVED, CHANGED, GONE))
    assert (moved.found.state, moved.found.page, moved.found.text) == (AnchorState.MOVED, 2, MOVED)
    assert "page 2" in moved.reason
    assert changed.found.state is AnchorState.CHANGED
    edits = [
        (CHANGED[e.old_start : e.old_end], changed.found.text[e.new_start : e.new_end])
        for e in word_diff(CHANGED, changed.found.text)
        if e.op is not Op.SAME
    ]
    assert edits == [("31.2", "31.4")]
    assert (gone.found.state, gone.source) == (AnchorState.LOST, "")
    assert "account.pdf" in gone.reason


def test_accepting_takes_the_new_place_and_can_be_undone(
    casework: Casework, tmp_path: Path
) -> None:
    evidence = link(casework, MOVED)
    before = casework.evidence(evidence)
    new_version(casework, tmp_path)
    (report,) = check_evidence(casework)
    changes = accept_anchors(casework, [report])
    assert changes.label == "Accept moved passages"
    after = casework.evidence(evidence)
    assert (after.locator.page, after.locator.source) == (2, report.source)
    assert (after.stance, after.grade, after.note) == (before.stance, before.grade, before.note)
    assert after.clip is not None
    assert [r.found.state for r in check_evidence(casework)] == [AnchorState.EXACT]
    casework.undo()
    assert casework.evidence(evidence) == before


def test_what_is_lost_is_repaired_by_hand(casework: Casework, tmp_path: Path) -> None:
    evidence = link(casework, GONE)
    new_version(casework, tmp_path)
    (report,) = check_evidence(casework)
    with pytest.raises(Unknown):
        accept_anchors(casework, [report])
    passage = casework.find_in_source("account.pdf", PARAGRAPHS[4])[0]
    relink_evidence(casework, evidence, passage)
    assert casework.evidence(evidence).locator.exact == PARAGRAPHS[4]
    assert [r.found.state for r in check_evidence(casework)] == [AnchorState.EXACT]


def test_an_area_is_evidence_with_its_words_and_a_clip(casework: Casework, tmp_path: Path) -> None:
    source = archive_of(casework).source("account.pdf").sha256
    area = Box(0.1, 0.15, 0.9, 0.19)
    passage = Passage(source, 1, 0, 0, area)
    changes = casework.attach_evidence("1", passage, Stance.REFUTES)
    item = casework.evidence(changes.changes[0].id)
    assert item.locator.area
    assert item.locator.boxes == (area,)
    assert item.locator.exact == CHANGED
    assert item.clip is not None
    assert item.clip.width > item.clip.height
    assert casework.anchors()[item.id].state is AnchorState.EXACT
    assert verify(casework.path, casework.archive) == []
    again = casework.attach_evidence("1", passage, Stance.CONTEXT)
    assert len(casework.case.evidence) == 1
    assert casework.evidence(again.changes[0].id).stance is Stance.CONTEXT


def test_a_verdict_does_not_outlive_the_words_it_rested_on(
    casework: Casework, tmp_path: Path
) -> None:
    link(casework, MOVED)
    link(casework, CHANGED)
    casework.give_verdict("1", "confirmed", "As the account has it.")
    new_version(casework, tmp_path)
    moved, changed = check_evidence(casework)
    accept_anchors(casework, [moved])
    assert casework.case.claim("1").verdict == "confirmed"
    accept_anchors(casework, [changed])
    claim = casework.case.claim("1")
    assert (claim.verdict, claim.rationale) == ("", "As the account has it.")
    casework.undo()
    assert casework.case.claim("1").verdict == "confirmed"
