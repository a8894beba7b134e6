"""The whole job in the window, as a checker does it; real archive, real child, real case."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.desk import Desk
from workbench.domain.evidence import Stance
from workbench.services.memos import verify

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
DOCUMENTS = ("council-minutes-2026-03-10.pdf", "contract-extract-2023-06-14.docx")
SENTENCE = "The contract with Pellow Marine Works was signed on 14 July 2023."


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    made = Desk(qtbot, tmp_path)
    yield made
    if made.window.isVisible():
        made.leave()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLE / "article" / "beacon-ferry-terminal.html", tmp_path))


@pytest.mark.timeout(240)
def test_whole_job(desk: Desk, article: Path, tmp_path: Path) -> None:
    desk.open_article(article)
    desk.add_documents(*(SAMPLE / "archive" / name for name in DOCUMENTS))

    hits = desk.search("contingency contract")
    assert "Minutes" in hits[0]
    desk.click_hit(1)
    assert desk.page == desk.window.desk.search.hits[0].page
    assert desk.lit_pixels() > 20

    desk.select_in_article("The contract with Pellow Marine Works was signed on 14 July 2023")
    desk.press("C")
    assert [claim.locator.exact for claim in desk.claims] == [SENTENCE.removesuffix(".")]

    desk.select_in_source("had been signed on 14 June 2023")
    desk.press("R")
    desk.select_in_source("contract with Pellow Marine Works Limited")
    desk.press("T")
    assert [item.stance for item in desk.evidence] == [Stance.REFUTES, Stance.CONTEXT]
    assert desk.evidence[0].clip is not None
    assert desk.cards == 2

    desk.press("3")
    assert desk.claim.verdict == "incorrect"
    assert "Give verdict" in desk.undo_in_menu

    desk.undo(3)
    assert desk.evidence == []
    assert desk.claim.verdict == ""
    assert "Mark claim" in desk.undo_in_menu
    desk.redo(3)
    assert [item.stance for item in desk.evidence] == [Stance.REFUTES, Stance.CONTEXT]
    assert desk.claim.verdict == "incorrect"

    case = desk.case_path
    desk.leave()
    desk.start()
    desk.open_case(case)
    assert desk.claim.verdict == "incorrect"
    assert desk.cards == 2
    assert "Give verdict" in desk.undo_in_menu
    desk.undo()
    assert desk.claim.verdict == ""
    desk.redo()

    desk.export(tmp_path / "memo")
    assert "memo.pdf" in desk.said
    with pymupdf.open(tmp_path / "memo.pdf") as memo:
        text = " ".join("".join(page.get_text() for page in memo).split())
    assert "14 June 2023" in text
    assert (tmp_path / "memo.md").is_file()
    archive = desk.workbench.archive
    assert verify(case, archive) == []


@pytest.mark.timeout(240)
def test_keyboard_only(desk: Desk, article: Path, tmp_path: Path) -> None:
    desk.open_article(article)
    desk.add_documents(*(SAMPLE / "archive" / name for name in DOCUMENTS))

    desk.press("O")
    desk.press("Enter")
    assert len(desk.claims) == 1
    desk.press("O")
    desk.press("Enter")
    assert len(desk.claims) == 2
    desk.press("K")
    first = desk.claim
    desk.press("J")
    assert desk.claim != first

    desk.press("W")
    desk.control("A")
    desk.type("The council raised the budget, 1 2 3 C S R.")
    desk.control("Enter")
    assert desk.claim.text == "The council raised the budget, 1 2 3 C S R."
    assert len(desk.claims) == 2

    desk.press("F6")  # from the claim on to the search
    desk.press("Escape")  # and out of the field
    desk.search("contingency contract")
    desk.open_first_hit_by_keyboard()
    desk.press("Enter")  # selects the sentence around the lit words
    desk.press("S")
    assert [item.stance for item in desk.evidence] == [Stance.SUPPORTS]

    desk.press("1")
    assert desk.claim.verdict == "confirmed"
    desk.press("0")
    assert desk.claim.verdict == ""
    desk.undo(2)
    assert desk.claim.verdict == ""
    assert [item.stance for item in desk.evidence] == [Stance.SUPPORTS]
    desk.undo()
    assert desk.evidence == []

    desk.press("S")
    assert desk.said, "nothing is selected, and the window says what to do"
    desk.export(tmp_path / "memo")
    assert (tmp_path / "memo.pdf").is_file()


@pytest.mark.timeout(240)
def test_nothing_typed_is_lost_on_close(desk: Desk, article: Path) -> None:
    desk.open_article(article)
    desk.press("O")
    desk.press("Enter")
    desk.press("Y")
    desk.type("Typed and not left")
    case = desk.case_path
    desk.leave()

    desk.start()
    desk.open_case(case)
    assert desk.claim.rationale == "Typed and not left"
    assert "Edit rationale" in desk.undo_in_menu


@pytest.mark.timeout(240)
def test_a_file_that_cannot_be_read_leaves_the_open_case_open(
    desk: Desk, article: Path, tmp_path: Path
) -> None:
    desk.open_article(article)
    desk.press("O")
    desk.press("Enter")
    case = desk.case_path
    (tmp_path / "empty.html").touch()
    desk.window.opener.open_file(tmp_path / "empty.html")
    desk.until(lambda: "empty" in desk.said, "the window says what is wrong")
    desk.until(lambda: desk.window.model.is_open, "the case is open again")
    assert desk.case_path == case
    assert len(desk.claims) == 1
    assert "empty.html is empty." in desk.said
