"""Check evidence: what does not stand where it stood is listed, accepted, repaired."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from workbench.domain.evidence import Evidence, Stance
from workbench.domain.locator import AnchorState
from workbench.services.jobs import Job
from workbench.ui.recheck_window import RecheckWindow

ARTICLE = """Bridge costs doubled

The bridge cost 31.2 million euros. It opened on 3 May. Nobody told the council. The band played.
"""
QUOTES = (
    "The final account of the bridge is 31.2 million euros",
    "The bridge was opened to all traffic on the third of May",
    "The council was not told of the overrun before the vote",
    "A brass band of eleven played on the quay until noon",
)
NOTES = """Notebook of the desk

{}. The clerk read it out twice.

{}. It rained a little in the morning.

{}. The minutes are silent on it.

{}. Then everybody went home.
"""
LATER = NOTES.replace("Notebook of the desk", "Notebook of the desk\n\nCorrected on Friday.")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    article = tmp_path / "bridge.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    made = Desk(qtbot, tmp_path)
    write_notes(made, NOTES.format(*QUOTES))
    made.open_article(article)
    link_all(made)
    yield made
    if made.window.isVisible():
        made.leave()


def write_notes(desk: Desk, text: str) -> None:
    """The notebook as it is now: the archive has no other version of it."""
    archive = desk.workbench.archive
    for source in archive.sources():
        archive.remove(source.sha256)
    path = desk.folder / "notes.txt"
    path.write_text(text, encoding="utf-8")
    archive.add([path], Job())


def link_all(desk: Desk) -> None:
    model = desk.window.model
    casework = model.casework
    assert casework is not None
    starts = ("The bridge cost", "It opened", "Nobody told", "The band")
    for words, quote in zip(starts, QUOTES, strict=True):
        start = casework.article.text.index(words)
        model.mark_claim(start, start + len(words))
        passage = casework.find_in_source("notes.txt", quote)[0]
        model.attach_evidence(desk.claim.id, passage, Stance.SUPPORTS)
        desk.settled()


def check(desk: Desk) -> RecheckWindow:
    desk.window.commands.run("evidence.check")
    window = desk.window.checks.window
    desk.until(lambda: not window.busy, "the evidence is checked")
    return window


def rest(desk: Desk) -> None:
    window = desk.window.checks.window
    desk.until(lambda: not window.busy and not desk.window.model.busy, "all is checked again")


def press(window: RecheckWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.rows, key)


def states(window: RecheckWindow) -> list[tuple[int, str]]:
    return [(row.claim, row.state.value) for row in window.shown]


def of_claim(desk: Desk, number: int) -> Evidence:
    case = desk.window.model.case
    return case.evidence_of(case.claim(str(number)))[0]


def changed_notes(desk: Desk) -> None:
    """Moved, changed, moved, lost."""
    quotes = QUOTES[0], QUOTES[1].replace("third", "fourth"), QUOTES[2], "Nothing was played"
    write_notes(desk, LATER.format(*quotes))


def test_all_stands_where_it_stood(desk: Desk) -> None:
    window = check(desk)
    assert window.summary == "4 exact"
    assert window.shown == []
    assert "All 4 passages stand where they stood" in window._empty.text()


def test_what_does_not_is_listed_with_its_state(desk: Desk) -> None:
    changed_notes(desk)
    window = check(desk)
    assert states(window) == [(1, "moved"), (2, "changed"), (3, "moved"), (4, "lost")]
    assert window.summary == "2 moved · 1 changed · 1 lost"
    assert all(row.report.reason for row in window.shown)
    spoken = window.rows.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "changed" in spoken
    assert "third" in spoken


def test_the_changed_one_shows_its_diff(desk: Desk) -> None:
    changed_notes(desk)
    window = check(desk)
    window.rows.setCurrentRow(1)
    assert not window.detail.diff.isHidden()
    assert "deleted: third; inserted: fourth" in window.detail.diff.accessibleName()
    window.rows.setCurrentRow(3)
    assert window.detail.diff.isHidden()
    assert not window.detail.accept.isEnabled()


def test_one_key_accepts_and_undo_takes_it_back(desk: Desk) -> None:
    changed_notes(desk)
    window = check(desk)
    before = of_claim(desk, 1).locator
    window.rows.setCurrentRow(0)
    press(window, Qt.Key.Key_A)
    rest(desk)
    assert states(window) == [(2, "changed"), (3, "moved"), (4, "lost")]
    after = of_claim(desk, 1).locator
    assert after.exact == before.exact
    assert after.source != before.source
    assert desk.window.model.undo_label == "Accept moved passages"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rest(desk)
    assert states(window)[0] == (1, "moved")
    assert of_claim(desk, 1).locator == before


def test_all_moved_are_accepted_at_once_and_nothing_else(desk: Desk) -> None:
    changed_notes(desk)
    window = check(desk)
    window.accept_moved()
    rest(desk)
    assert states(window) == [(2, "changed"), (4, "lost")]
    assert window.summary == "2 exact · 1 changed · 1 lost"


def test_several_rows_are_accepted_together(desk: Desk) -> None:
    changed_notes(desk)
    window = check(desk)
    window.rows.selectAll()
    press(window, Qt.Key.Key_A)
    rest(desk)
    assert states(window) == [(4, "lost")]
    assert of_claim(desk, 2).locator.exact == QUOTES[1].replace("third", "fourth")


def test_return_opens_the_place_where_it_was_found(desk: Desk) -> None:
    changed_notes(desk)
    window = check(desk)
    window.rows.setCurrentRow(1)
    press(window, Qt.Key.Key_Return)
    source = desk.workbench.archive.sources()[0].sha256
    pane = desk.window.desk.source
    desk.until(lambda: pane.source is not None and pane.source.sha256 == source, "it is open")
    assert desk.claim.number == 2


def test_a_lost_one_is_repaired_with_the_words_selected(desk: Desk) -> None:
    changed_notes(desk)
    window = check(desk)
    window.rows.setCurrentRow(3)
    press(window, Qt.Key.Key_P)
    assert "Select the right words" in desk.said
    window.rows.setCurrentRow(1)
    press(window, Qt.Key.Key_Return)
    desk.source_is_shown()
    desk.select_in_source("Then everybody went home")
    window.rows.setCurrentRow(3)
    press(window, Qt.Key.Key_P)
    rest(desk)
    assert of_claim(desk, 4).locator.exact == "Then everybody went home"
    assert (4, "lost") not in states(window)


def test_a_missing_source_is_said_to_be_missing(desk: Desk) -> None:
    write_notes(desk, "Something else altogether.\n")
    window = check(desk)
    assert {row.word for row in window.shown} == {"source missing"}


def test_the_cards_show_it_too_and_accept(desk: Desk) -> None:
    changed_notes(desk)
    check(desk)
    desk.window.desk.choose_claim(desk.window.model.case.claim("2").id)
    card = desk.window.desk.claim.evidence.cards()[0]
    assert not card.anchor.isHidden()
    assert "inserted: fourth" in card.anchor.diff.accessibleName()
    card.anchor.accept.click()
    rest(desk)
    anchor = desk.window.model.anchor(of_claim(desk, 2))
    assert anchor is not None
    assert anchor.state is AnchorState.EXACT
    assert desk.window.desk.claim.evidence.cards()[0].anchor.isHidden()


def test_closing_the_case_empties_the_list(desk: Desk) -> None:
    changed_notes(desk)
    window = check(desk)
    desk.window.commands.run("case.close")
    assert not window.isVisible()
    assert window.shown == []
