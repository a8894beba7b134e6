"""The window as a whole: commands, keys, fields, drawer, theme, errors."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from workbench.domain.errors import FileLocked
from workbench.domain.evidence import Stance
from workbench.services.casework import Passage
from workbench.ui import style
from workbench.ui.commands import MENUS
from workbench.ui.palette import Entry, Palette, rank

TEXT = """Bridge costs doubled to 40 million

Council was never told, says opposition

The new harbour bridge \U0001f309 opened on 3 May, two years late. It cost 40 million euros.

At least 62 residents wrote to object. Traffic has fallen by 12 per cent since last month.
"""


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    article = tmp_path / "bridge.txt"
    article.write_text(TEXT, encoding="utf-8")
    made = Desk(qtbot, tmp_path)
    made.open_article(article)
    yield made
    if made.window.isVisible():
        made.leave()


def mark(desk: Desk, words: str) -> None:
    start = desk.window.model.case.article.text.index(words)
    desk.window.model.mark_claim(start, start + len(words))


def _around(desk: Desk, words: str) -> tuple[int, int]:
    start = desk.window.model.case.article.text.index(words)
    return start, start + len(words)


def test_every_command_has_a_name_and_stands_in_a_menu(desk: Desk) -> None:
    commands = desk.window.commands.commands
    assert {command.menu for command in commands} == {key for key, _text in MENUS}
    assert len({command.id for command in commands}) == len(commands)
    for command in commands:
        assert command.text.strip(), command.id
    shown = {
        action
        for menu in desk.window.menuBar().actions()
        for action in (menu.menu().actions() if menu.menu() else [])
    }
    for command in commands:
        assert desk.window.commands.action(command.id) in shown, command.id


def test_no_key_does_two_things(desk: Desk) -> None:
    keys = [key for command in desk.window.commands.commands for key in command.keys]
    assert len(set(keys)) == len(keys)
    for command in desk.window.commands.commands:
        assert len(desk.window.commands.action(command.id).shortcuts()) == len(command.keys)


def test_no_menu_has_a_mnemonic_twice(desk: Desk) -> None:
    for key, _title in MENUS:
        letters = [
            command.text[command.text.index("&") + 1].lower()
            for command in desk.window.commands.commands
            if command.menu == key and "&" in command.text
        ]
        assert len(set(letters)) == len(letters), (key, sorted(letters))


def test_letters_are_letters_in_a_field(desk: Desk) -> None:
    mark(desk, "3 May")
    desk.press("W")
    desk.control("A")
    desk.type("csrt 123 jko")
    assert len(desk.claims) == 1
    assert desk.claim.verdict == ""
    desk.control("Enter")
    assert desk.claim.text == "csrt 123 jko"


def test_undo_in_a_field_takes_typing_back_first(desk: Desk) -> None:
    mark(desk, "3 May")
    before = desk.window.model.steps
    desk.press("W")
    desk.type(" and more")
    desk.control("Z")
    assert desk.window.model.steps == before
    assert "more" not in desk.window.desk.claim.words.toPlainText()
    desk.control("Z")
    assert desk.claims == []


def test_leaving_a_field_is_one_step(desk: Desk) -> None:
    mark(desk, "3 May")
    before = desk.window.model.steps
    desk.press("Y")
    desk.type("Because the log says so.")
    desk.window.desk.article.view.setFocus()
    assert desk.claim.rationale == "Because the log says so."
    assert desk.window.model.steps == before + 1
    desk.undo()
    assert desk.claim.rationale == ""


def test_what_is_typed_stays_with_its_claim(desk: Desk) -> None:
    mark(desk, "3 May")
    mark(desk, "62 residents")
    first, second = desk.claims
    desk.window.model.set_current(first.id)
    desk.press("W")
    desk.control("A")
    desk.type("It opened in May")
    desk.window.desk.choose_claim(second.id)
    texts = {claim.id: claim.text for claim in desk.claims}
    assert texts == {first.id: "It opened in May", second.id: "62 residents"}
    assert desk.window.desk.claim.words.toPlainText() == "62 residents"


def test_emoji_before_the_words_does_not_shift_the_claim(desk: Desk) -> None:
    desk.select_in_article("opened on 3 May")
    desk.press("C")
    assert desk.claim.locator.exact == "opened on 3 May"


def test_two_claims_may_overlap(desk: Desk) -> None:
    mark(desk, "The new harbour bridge \U0001f309 opened on 3 May, two years late.")
    mark(desk, "3 May, two")
    view = desk.window.desk.article.view
    text = view.text
    assert text is not None
    place = text.to_document(text.article.text.index("May, two") + 1)
    assert [tint.end - tint.start for tint in view.claims_at(place)] == [10, 57]


def test_the_same_words_are_one_claim(desk: Desk) -> None:
    mark(desk, "3 May")
    desk.select_in_article("3 May")
    desk.press("C")
    assert len(desk.claims) == 1
    assert desk.said == "These words are claim 1 already."


def test_words_marked_again_are_the_claim_in_hand(desk: Desk) -> None:
    mark(desk, "3 May")
    mark(desk, "62 residents")
    desk.window.model.mark_claim(*_around(desk, " 3 May"))
    assert desk.claim.text == "3 May"
    assert len(desk.claims) == 2


def test_undo_in_the_search_line_is_the_case_s(desk: Desk) -> None:
    mark(desk, "3 May")
    desk.press("/")
    desk.type("bridge")
    desk.control("Z")
    assert len(desk.claims) == 1
    assert desk.window.desk.search.query == ""
    desk.control("Z")
    assert desk.claims == []


def test_tab_goes_from_the_rationale_by_the_evidence_to_the_search(
    desk: Desk, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The bridge was opened on 3 May 2026 by the mayor.", encoding="utf-8")
    desk.add_documents(note)
    mark(desk, "3 May")
    source = desk.workbench.archive.sources()[0].sha256
    for end in (20, 30):
        passage = Passage(source, 1, 0, end)
        desk.window.model.attach_evidence(desk.claim.id, passage, Stance.SUPPORTS)
        desk.settled()
    desk.window.desk.claim.speaker.setFocus()
    seen = []
    for _time in range(30):
        if desk.focus is desk.window.desk.search.edit:
            break
        desk.press("Tab")
        seen.append(desk.focus.accessibleName())
    notes = "Note on this evidence"
    assert [name for name in seen if name in ("Rationale", notes, "Search the archive")] == [
        "Rationale",
        notes,
        notes,
        "Search the archive",
    ]
    assert seen[1].startswith("Verdict")


def test_nothing_is_said_of_evidence_before_there_is_a_verdict(desk: Desk) -> None:
    mark(desk, "3 May")
    said = [label.text() for label in desk.window.desk.claim.findChildren(QLabel)]
    assert not [text for text in said if "required" in text or "✓" in text]


def test_the_top_bar_tells_what_is_linked(desk: Desk) -> None:
    mark(desk, "3 May")
    texts = [label.text() for label in desk.window.top.findChildren(QLabel)]
    told = next(text for text in texts if "linked" in text)
    assert "<b>16 %</b> of 6 units linked" in told
    assert "5 open" in told


def test_next_open_sentence_goes_round(desk: Desk) -> None:
    view = desk.window.desk.article.view
    seen = set()
    for _time in range(20):
        desk.press("O")
        sentence = view.sentence_at_caret()
        assert sentence is not None
        seen.add(sentence.start)
    assert seen == {unit.start for unit in desk.window.model.units}


def test_attach_without_a_claim_says_what_to_do(desk: Desk) -> None:
    desk.press("S")
    assert "press C" in desk.said


def test_verdict_key_beyond_the_scale_does_nothing(desk: Desk) -> None:
    mark(desk, "3 May")
    desk.press("9")
    assert desk.claim.verdict == ""
    desk.press("7")
    assert desk.claim.verdict == desk.window.model.ratings()[6].code


def test_verbs_called_while_evidence_is_attached_wait_their_turn(
    desk: Desk, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The bridge was opened on 3 May 2026 by the mayor.", encoding="utf-8")
    desk.add_documents(note)
    mark(desk, "3 May")
    source = desk.workbench.archive.sources()[0].sha256
    model = desk.window.model
    model.attach_evidence(desk.claim.id, Passage(source, 1, 0, 20), Stance.SUPPORTS)
    model.give_verdict(desk.claim.id, "confirmed")
    assert model.busy
    assert desk.claim.verdict == ""
    desk.settled()
    assert desk.claim.verdict == "confirmed"
    labels = [row.label for row in model.history()][-2:]
    assert labels == ["Attach evidence", "Give verdict"]


def test_closing_waits_for_the_evidence(desk: Desk, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The bridge was opened on 3 May 2026 by the mayor.", encoding="utf-8")
    desk.add_documents(note)
    mark(desk, "3 May")
    source = desk.workbench.archive.sources()[0].sha256
    model, path = desk.window.model, desk.case_path
    model.attach_evidence(desk.claim.id, Passage(source, 1, 0, 20), Stance.SUPPORTS)
    desk.leave()
    desk.start()
    desk.open_case(path)
    assert len(desk.evidence) == 1


def test_drawer_at_1280_squeezes_nothing(desk: Desk) -> None:
    mark(desk, "3 May")
    window, columns = desk.window, desk.window.desk.columns
    assert not columns.is_drawer
    window.resize(1280, 800)
    QTest.qWait(50)
    assert columns.is_drawer
    assert not columns.is_drawer_open
    width = window.desk.source.width()
    desk.press("J")
    QTest.qWait(200)
    assert columns.is_drawer_open
    assert window.desk.claim.isVisible()
    assert window.desk.source.width() == width
    assert window.desk.article.width() >= 420
    desk.control("2")
    QTest.qWait(200)
    assert not window.desk.claim.isVisible()
    window.resize(1600, 1000)
    QTest.qWait(50)
    assert not columns.is_drawer
    assert window.desk.claim.isVisible()


def test_theme_changes_at_once(desk: Desk) -> None:
    desk.window.set_theme(style.Choice.DARK)
    picture = desk.window.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 60).lightness() < 60
    desk.window.set_theme(style.Choice.LIGHT)
    picture = desk.window.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 60).lightness() > 200


def test_an_error_says_two_sentences_and_stays(desk: Desk) -> None:
    desk.window.notice.show_error(FileLocked("a.pdf is locked.", "Save an unlocked copy."))
    assert desk.said == "a.pdf is locked. Save an unlocked copy."


def test_a_missing_article_is_told_and_the_start_page_stays(desk: Desk, tmp_path: Path) -> None:
    desk.window.opener.close_case()
    desk.window.opener.open_file(tmp_path / "nothing.txt")
    desk.until(lambda: bool(desk.said), "the window says what is wrong")
    assert desk.window.start.isVisible()


def test_palette_finds_commands_claims_and_sources(desk: Desk) -> None:
    mark(desk, "62 residents")
    desk.control("K")
    desk.until(lambda: isinstance(desk.focus.parent(), Palette), "the palette is open")
    desk.type("resid")
    QTest.keyClick(desk.focus, Qt.Key.Key_Return)
    assert desk.claim.text == "62 residents"


def test_rank_wants_every_word_and_likes_beginnings() -> None:
    entries = [Entry(name, "command", "", bool) for name in ("Go to claim", "Claim to go", "Other")]
    assert [entry.name for entry in rank(entries, "claim go")] == ["Claim to go", "Go to claim"]
    assert [entry.name for entry in rank(entries, "óther")] == ["Other"]


def test_sheet_of_keys_and_history_open(desk: Desk) -> None:
    mark(desk, "3 May")
    for name in ("help.keys", "edit.history", "help.about"):
        desk.window.commands.run(name)
        dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
        shown = [dialog for dialog in dialogs if dialog.isVisible()]
        assert len(shown) == 1
        shown[0].close()


def test_everything_focusable_has_a_name(desk: Desk) -> None:
    mark(desk, "3 May")
    for widget in QApplication.allWidgets():
        reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
        if not reachable or widget.metaObject().className().startswith("QTableCorner"):
            continue
        text = widget.property("text") or ""
        assert widget.accessibleName() or text or widget.toolTip(), widget
