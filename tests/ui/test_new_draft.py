"""A new draft in the window: file, paste, drop; the review sheet; changes; drafts; the claims."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from workbench.domain.claim import Claim
from workbench.ui import style
from workbench.ui.claims_panel import SHOW_ALL, SHOW_LOST, SHOW_REOPENED
from workbench.ui.dialogs import PasteDialog

FIRST = """Bridge costs doubled to 40 million

The new harbour bridge opened on 3 May, two years late. It cost 40 million euros.

At least 62 residents wrote to object. Traffic has fallen by 12 per cent since last month.

The lifting gear was inspected twice. Nobody from the port office wished to speak of it.
"""
SECOND = FIRST.replace("40 million euros", "41 million euros").replace(
    "Traffic has fallen by 12 per cent since last month.", "A new park is planned."
)
THIRD = SECOND.replace("inspected twice", "never inspected")
FIGURE, LOST, KEPT = "It cost 40 million euros", "Traffic has fallen by 12 per cent", "62 residents"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    made = Desk(qtbot, tmp_path)
    made.open_article(written(made, "bridge.txt", FIRST))
    for words in (FIGURE, LOST, KEPT):
        start = FIRST.index(words)
        made.window.model.mark_claim(start, start + len(words))
        made.window.model.give_verdict(made.claim.id, "confirmed", "So says the log.")
    yield made
    if made.window.isVisible():
        made.leave()


def written(desk: Desk, name: str, text: str) -> Path:
    path = desk.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def look_over(desk: Desk, text: str = SECOND) -> None:
    desk.window.drafts.read_file(written(desk, "next.txt", text))
    desk.until(desk.window.drafts.review.isVisible, "the draft is there to look over")


def take(desk: Desk, text: str = SECOND) -> None:
    drafts = len(desk.window.model.drafts)
    look_over(desk, text)
    desk.window.drafts.review.take.click()
    desk.until(lambda: len(desk.window.model.drafts) == drafts + 1, "the draft is taken")
    desk.settled()


def claim_of(desk: Desk, number: int) -> Claim:
    return desk.window.model.case.claim(str(number))


def test_cancel_writes_nothing(desk: Desk) -> None:
    steps = desk.window.model.steps
    look_over(desk)
    desk.window.drafts.review.reject()
    assert desk.window.model.steps == steps
    assert len(desk.window.model.drafts) == 1


def test_the_sheet_is_not_modal_and_follows_the_case(desk: Desk) -> None:
    look_over(desk)
    review = desk.window.drafts.review
    assert not review.isModal()
    assert "1 changed" in review.numbers
    start = FIRST.index("opened on 3 May")
    desk.window.model.mark_claim(start, start + len("opened on 3 May"))
    desk.until(lambda: "2 unchanged" in review.numbers, "the plan holds the new claim")
    review.take.click()
    desk.until(lambda: len(desk.window.model.drafts) == 2, "the draft is taken")


def test_the_same_draft_again_is_refused_with_a_remedy(desk: Desk) -> None:
    desk.window.drafts.read_file(written(desk, "next.txt", FIRST))
    desk.until(lambda: "has already" in desk.said, "it is refused")
    assert not desk.window.drafts.review.isVisible()


def test_an_unreadable_draft_is_told(desk: Desk) -> None:
    desk.window.drafts.read_file(desk.folder / "nowhere.txt")
    desk.until(lambda: "nowhere.txt" in desk.said, "it is told")


def test_a_notice_offers_undo(desk: Desk) -> None:
    take(desk)
    assert "Draft 2 is taken" in desk.said
    undo = next(b for b in desk.window.notice.findChildren(QPushButton) if b.text() == "Undo")
    undo.click()
    assert len(desk.window.model.drafts) == 1
    assert claim_of(desk, 1).verdict == "confirmed"


def test_a_draft_can_be_pasted(desk: Desk) -> None:
    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PasteDialog)
        dialog._text.setPlainText(SECOND)
        box = dialog.findChildren(QDialogButtonBox)[0]
        next(b for b in box.buttons() if "Compare" in b.text()).click()

    QTimer.singleShot(200, fill)
    desk.window.commands.run("case.revise_paste")
    desk.until(desk.window.drafts.review.isVisible, "the draft is there to look over")
    plan = desk.window.drafts.review.plan
    assert plan is not None
    assert plan.article.name == "Pasted text"


def drop(desk: Desk, path: Path) -> QMessageBox:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(9, 9), action, data, button, Qt.KeyboardModifier.NoModifier)
    desk.window.dropEvent(event)
    desk.until(lambda: bool(desk.window.findChildren(QMessageBox)), "it asks")
    return desk.window.findChildren(QMessageBox)[0]


def test_a_dropped_article_is_asked_about(desk: Desk) -> None:
    box = drop(desk, written(desk, "next.txt", SECOND))
    assert "new draft of this story, or a new case" in box.text()
    next(b for b in box.buttons() if "draft" in b.text()).click()
    desk.until(desk.window.drafts.review.isVisible, "the draft is there to look over")


def test_a_dropped_article_may_be_another_story(desk: Desk) -> None:
    box = drop(desk, written(desk, "next.txt", SECOND))
    next(b for b in box.buttons() if "case" in b.text()).click()
    desk.until(lambda: not desk.window.opener.busy and desk.claims == [], "a new case is open")


def test_top_bar_and_header_know_the_drafts(desk: Desk) -> None:
    pane = desk.window.desk.article
    assert pane._choice.isHidden()
    take(desk)
    assert desk.window.top._draft.text() == "Draft 2 of 2"
    assert not pane._choice.isHidden()
    desk.undo()
    assert desk.window.top._draft.text() == "Draft 1 of 1"
    assert pane._choice.isHidden()


def test_changes_are_in_the_text_and_walked(desk: Desk) -> None:
    take(desk)
    pane = desk.window.desk.article
    pane.show_changes(True)
    desk.until(lambda: pane.changes.compared is not None, "the drafts are compared")
    shown = pane.changes.view.toPlainText()
    assert "40 41 million euros" in shown
    assert "Traffic has fallen" in shown
    assert pane._count.text() == "2 changes"
    desk.press(".")
    assert pane._count.text() == "1 of 2"
    assert "deleted: 40; inserted: 41" in pane._count.accessibleName()
    desk.press(".")
    assert pane._count.text() == "2 of 2"
    desk.press(",")
    assert pane._count.text() == "1 of 2"
    desk.undo()
    assert not pane.shows_changes


def test_a_claim_is_made_of_words_in_the_changes(desk: Desk) -> None:
    take(desk)
    pane = desk.window.desk.article
    pane.show_changes(True)
    desk.until(lambda: pane.changes.compared is not None, "the drafts are compared")
    both = pane.changes.compared
    assert both is not None
    start = both.merged.text.index("A new park is planned")
    pane.changes.view.select_span(start, start + len("A new park is planned"))
    desk.press("C")
    assert desk.claim.locator.exact == "A new park is planned"
    start = both.merged.text.index("Traffic has")
    pane.changes.view.select_span(start, start + len("Traffic has"))
    claims = len(desk.claims)
    desk.press("C")
    assert len(desk.claims) == claims, "what is gone cannot be claimed"


def test_old_places_are_not_painted_in_the_new_draft(desk: Desk) -> None:
    take(desk)
    tints = {tint.claim for tint in desk.window.desk.article.view._tints}
    assert tints == {claim_of(desk, 1).id, claim_of(desk, 3).id}
    text = desk.window.model.case.article.text
    for tint in desk.window.desk.article.view._tints:
        claim = desk.window.model.case.claims[tint.claim]
        assert text[tint.start : tint.end] == claim.locator.exact


def test_a_vanished_claim_is_last_and_shows_its_words(desk: Desk) -> None:
    take(desk)
    gone = claim_of(desk, 2)
    panel = desk.window.desk.claim
    listed = panel.claims
    assert listed.numbers() == [1, 3, 2]
    desk.window.desk.choose_claim(gone.id)
    assert "No longer in the article; was in draft 1" in panel.carried.text
    assert LOST in panel.carried.diff.accessibleName()
    assert panel.printed.isHidden()
    panel.carried.draftsRequested.emit()
    window = desk.window.drafts.compared
    desk.until(lambda: window.compared is not None, "the drafts are compared")
    assert window.isVisible()
    window.close()


def test_the_list_is_filtered_by_what_the_draft_did(desk: Desk) -> None:
    listed = desk.window.desk.claim.claims
    assert listed.offers() == ["All", "Open", "Decided"]
    take(desk)
    assert listed.offers() == ["All", "Open", "Decided", "Reopened", "Lost"]
    listed.show_only(SHOW_REOPENED)
    assert listed.numbers() == [1]
    listed.show_only(SHOW_LOST)
    assert listed.numbers() == [2]
    listed.show_only(SHOW_ALL)
    desk.undo()
    assert listed.offers() == ["All", "Open", "Decided"]


def test_a_third_draft_can_be_compared_with_the_first(desk: Desk) -> None:
    take(desk)
    take(desk, THIRD)
    window = desk.window.drafts.compared
    desk.window.drafts.show_drafts()
    desk.until(lambda: window.compared is not None, "the drafts are compared")
    first = desk.window.model.drafts[0]
    window.pickers[0].choose(first)
    desk.until(lambda: window.compared is not None and window.compared.old is first, "first, last")
    both = window.compared
    assert both is not None
    assert both.new.revision == 3
    assert {"40", "twice"} <= {both.old.text[c.start : c.end] for c in both.deleted()}
    window.close()


def test_all_of_it_follows_the_theme(desk: Desk) -> None:
    take(desk)
    desk.window.drafts.show_drafts()
    desk.until(lambda: desk.window.drafts.compared.compared is not None, "compared")
    desk.window.desk.choose_claim(claim_of(desk, 1).id)
    desk.window.set_theme(style.Choice.DARK)
    assert style.DARK.refutes in desk.window.desk.claim.carried.diff.text()
    assert style.DARK.open_ground in desk.window.desk.claim.carried.styleSheet()
    desk.window.set_theme(style.Choice.LIGHT)
    desk.window.drafts.compared.close()
