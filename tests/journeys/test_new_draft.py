"""A new draft comes while the case is checked: ten edits of ten kinds, each on its own claim."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from tests.journeys.two_drafts import CLAIMS, FIRST, SECOND, check_all, write_sources
from workbench.domain.claim import Claim
from workbench.domain.diff import Op
from workbench.domain.locator import AnchorState
from workbench.services.jobs import Job

pytestmark = [
    pytest.mark.qt_log_ignore(r"does not support (propagateSizeHints|raise)"),
    pytest.mark.timeout(240),
]

# What becomes of each: its state, and its words in the new draft.
FATES = {
    "figure": (AnchorState.CHANGED, CLAIMS["figure"].replace("31.2", "31.4")),
    "name": (AnchorState.CHANGED, CLAIMS["name"].replace("Holt", "Holm")),
    "negation": (AnchorState.CHANGED, CLAIMS["negation"].replace("was told", "was not told")),
    "quotation": (AnchorState.CHANGED, CLAIMS["quotation"].replace("every", "nearly every")),
    "reworded": (AnchorState.CHANGED, ""),
    "moved": (AnchorState.MOVED, CLAIMS["moved"]),
    "deleted": (AnchorState.LOST, CLAIMS["deleted"]),
    "inserted": (AnchorState.EXACT, CLAIMS["inserted"]),
    "typography": (AnchorState.EXACT, ""),
    "twin": (AnchorState.EXACT, CLAIMS["twin"]),
}


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    made = Desk(qtbot, tmp_path)
    made.workbench.archive.add([write_sources(tmp_path / "sources")], Job())
    for name, text in (("bridge.txt", FIRST), ("bridge 2.txt", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    made.open_article(tmp_path / "bridge.txt")
    yield made
    if made.window.isVisible():
        made.leave()


def all_checked(desk: Desk) -> dict[str, Claim]:
    casework = desk.window.model.casework
    assert casework is not None
    claims = check_all(casework)
    desk.window.model.set_casework(casework)
    return claims


def now(desk: Desk, claim: Claim) -> Claim:
    return desk.window.model.case.claims[claim.id]


def test_ten_edits_land_where_they_should(desk: Desk) -> None:
    before = all_checked(desk)
    assert len(before) == 10
    case_before = desk.window.model.case

    desk.look_over_draft(desk.folder / "bridge 2.txt")
    assert desk.window.model.case == case_before, "nothing is written before the draft is taken"
    numbers = desk.review_numbers
    for part in ("3 unchanged", "1 moved", "5 changed", "1 lost", "1 new sentence"):
        assert part in numbers
    figure = before["figure"]
    told, diff = desk.review_of(figure.number)
    assert "Reopened" in told
    assert "Confirmed" in told
    assert "deleted: 31.2; inserted: 31.4" in diff

    desk.take_draft()
    article = desk.window.model.case.article
    assert article.revision == 2
    for kind, (state, words) in FATES.items():
        claim = now(desk, before[kind])
        assert claim.state is state, kind
        kept = state in (AnchorState.EXACT, AnchorState.MOVED)
        assert claim.verdict == ("confirmed" if kept else ""), kind
        assert desk.window.model.case.evidence_of(claim), kind
        if state is not AnchorState.LOST:
            place = claim.locator
            assert article.text[place.start : place.end] == place.exact, kind
            assert claim.article == article.id
        if words:
            assert claim.locator.exact == words, kind
        if not kept:
            assert claim.carried is not None
            assert claim.carried.verdict == "confirmed", kind
    twin = now(desk, before["twin"])
    assert twin.locator.start == article.text.rindex(CLAIMS["twin"])
    assert "12 per cent fewer" in now(desk, before["reworded"]).locator.exact
    assert "–" in now(desk, before["typography"]).locator.exact

    desk.undo()
    assert desk.window.model.case.claims == case_before.claims
    assert desk.window.model.case.articles == case_before.articles
    assert not desk.window.drafts.has_drafts()
    desk.redo()
    assert now(desk, figure).reopened
    assert desk.window.model.case.article.revision == 2


def test_both_drafts_are_read_side_by_side(desk: Desk) -> None:
    claims = all_checked(desk)
    desk.look_over_draft(desk.folder / "bridge 2.txt")
    desk.take_draft()
    desk.window.desk.choose_claim(claims["deleted"].id)
    desk.press("D")
    window = desk.window.drafts.compared
    desk.until(lambda: window.compared is not None and not window.busy, "the drafts are compared")
    both = window.compared
    assert both is not None
    gone = {both.old.text[c.start : c.end] for c in both.deleted() if not c.moved}
    come = {both.new.text[c.start : c.end] for c in both.inserted() if not c.moved}
    assert {"31.2", "Holt"} <= gone
    assert {"31.4", "Holm", "not", "nearly"} <= come
    assert [c.op for c in both.changes if c.moved] == [Op.INSERT, Op.DELETE]

    left = {tint.claim for tint in window.left._tints}
    right = {tint.claim for tint in window.right._tints}
    assert left == {claim.id for claim in claims.values()}
    assert right == left - {claims["deleted"].id}

    for _step in range(3):
        desk.qtbot.keyClick(window.right, "n")
    assert window.change == 2
    desk.qtbot.keyClick(window.right, "N")
    bars = window.left.verticalScrollBar(), window.right.verticalScrollBar()
    bars[1].setValue(bars[1].maximum() // 2)
    assert bars[0].value() == bars[1].value()
    pairs = [r for r in both.rows if r.old[0] < r.old[1] and r.new[0] < r.new[1]]
    for row in pairs:
        one = window.left.span_rects(row.old[0], row.old[0] + 3)[0].top()
        other = window.right.span_rects(row.new[0], row.new[0] + 3)[0].top()
        assert abs(one - other) <= 6
    window.close()


def test_a_reopened_claim_is_given_its_verdict_again_only_by_hand(desk: Desk) -> None:
    claims = all_checked(desk)
    desk.look_over_draft(desk.folder / "bridge 2.txt")
    desk.take_draft()
    desk.window.desk.choose_claim(claims["figure"].id)
    told, diff = desk.carried_block
    assert "Changed since draft 1" in told
    assert "deleted: 31.2; inserted: 31.4" in diff
    assert desk.claim.verdict == ""
    desk.window.desk.article.view.setFocus()
    desk.press("=")
    assert desk.claim.verdict == "confirmed"
    assert desk.claim.rationale == "The notebook says so, of the figure."
    assert not desk.claim.reopened
    desk.undo()
    assert desk.claim.reopened


def test_open_work_after_a_draft_is_what_changed_and_what_is_new(desk: Desk) -> None:
    claims = all_checked(desk)
    desk.look_over_draft(desk.folder / "bridge 2.txt")
    desk.take_draft()
    view = desk.window.desk.article.view
    text = desk.window.model.case.article.text
    view.setFocus()
    view.go_to(text.index("The new harbour bridge is open") + 5)
    desk.press("O")
    assert desk.claim.id == claims["figure"].id
    view.go_to(text.index("Two of them were withdrawn"))
    desk.press("O")
    assert view.caret() == text.index("A second bridge is planned")
