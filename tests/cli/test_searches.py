"""Proof of looking on the command line: searches of a case, marks, replays, names."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import main

Run = Callable[..., tuple[int, Any, str]]
ARTICLE = (
    "Bridge costs doubled\n\nThe bridge cost 40 million, Mayor Ada Larsen told the Skelmouth"
    " Courier. Engineer Ludwig Brandt was not asked. Nobody spoke to Ines Oduya.\n"
)
FILES = {
    "account.txt": "The final cost of the bridge is 31.2 million euros.\n\nAda Larsen signed it.",
    "minutes.txt": "The council was told of the revised cost by Ludvig Brandt.",
}


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def command(*words: object, plain: bool = False) -> tuple[int, Any, str]:
        capfdbinary.readouterr()
        arguments = [str(word) for word in words]
        status = main(arguments if plain else [*arguments, "--json"])
        out, err = capfdbinary.readouterr()
        return status, out.decode() if plain else json.loads(out) if out else None, err.decode()

    return command


@pytest.fixture
def desk(tmp_path: Path, run: Run) -> Path:
    (tmp_path / "papers").mkdir()
    for name, text in FILES.items():
        (tmp_path / "papers" / name).write_text(text, encoding="utf-8")
    (tmp_path / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    run("archive", "add", tmp_path / "papers", "--archive", tmp_path / "a")
    run("case", "new", tmp_path / "bridge.txt", "-o", tmp_path / "b.case")
    run("case", "claim", tmp_path / "b.case", "--quote", "The bridge cost 40 million")
    return tmp_path


def test_a_search_of_a_case_tells_what_was_thought_of_each_hit(desk: Path, run: Run) -> None:
    case, archive = desk / "b.case", ("--archive", desk / "a")
    marked = run(
        *("case", "mark", case, "--source", "account.txt", "--page", 1, "--claim", 1),
        *("--quote", "The final cost of the bridge", "--as", "not-relevant", *archive),
    )[1]
    assert (marked["page"], marked["mark"]) == (1, "not-relevant")
    status, found, err = run("case", "search", case, "cost", "--claim", 1, *archive)
    assert (status, found["total"], found["recorded"]) == (0, 2, None)
    assert sorted(str(hit["mark"]) for hit in found["hits"]) == ["None", "not-relevant"]
    assert "read as: all of: cost" in err
    assert run("case", "searches", case)[1] == []
    plain = run("case", "searches", case, plain=True)[1]
    assert plain == "No search is recorded.\n"


def test_a_search_that_found_nothing_is_recorded_and_run_again(desk: Path, run: Run) -> None:
    case, archive = desk / "b.case", ("--archive", desk / "a")
    asked = ("case", "search", case, "crane OR derrick", "--claim", 1, "--unit", "page")
    status, found, _err = run(*asked, "--nothing", "--note", "Both words.", *archive)
    assert (status, found["total"]) == (0, 0)
    row = found["recorded"]
    assert (row["found_nothing"], row["unit"], row["note"]) == (True, "page", "Both words.")
    assert (row["sources"], row["scope"], len(row["index_state"])) == (2, "a", 64)
    assert run("case", "searches", case)[1] == [row]
    run("case", "verdict", case, 1, "unsupported", "--rationale", "No paper has a crane.")
    status, rows, _err = run("case", "searches", case, "--replay", *archive)
    assert (status, rows[0]["new"]) == (0, [])
    (desk / "crane.txt").write_text("A crane stood on the quay.", encoding="utf-8")
    run("archive", "add", desk / "crane.txt", *archive)
    _status, checked, err = run("verify", case, *archive)
    assert checked == {"ok": True, "problems": []}
    assert "The archive has changed since 1 search that found nothing was last asked" in err
    status, rows, err = run("case", "searches", case, "--replay", *archive)
    assert status == 1
    assert [hit["text"] for hit in rows[0]["new"]] == ["A crane stood on the quay."]
    assert rows[0]["latest"]["new"] == 1
    assert "Claim 1 is open again." in err
    shown = run("case", "show", case, *archive)[1]
    (claim,) = shown["claims"]
    assert (claim["verdict"], claim["reopened"]) == ("", True)
    assert claim["overtaken"]["verdict"] == "unsupported"
    assert claim["rationale"] == "No paper has a crane."
    assert [search["id"] for search in claim["searches"]] == [row["id"]]
    plain = run("case", "show", case, *archive, plain=True)[1]
    assert "reopened by new hits (before: " in plain
    assert "crane OR derrick: no hits; 1 new hit since then." in plain
    run("memo", case, "-o", desk / "memo.md", *archive)
    memo = (desk / "memo.md").read_text(encoding="utf-8")
    assert "Searches that found nothing" in memo
    assert "` crane OR derrick `" in memo
    assert run("case", "searches", case, "--replay", *archive)[0] == 0
    assert run("case", "undo", case)[1]["label"] == "Reopen claim: new hits"
    assert run("case", "show", case, *archive)[1]["claims"][0]["verdict"] == "unsupported"
    assert run("verify", case, *archive)[1] == {"ok": True, "problems": []}


def test_a_search_of_no_text_or_misread_is_not_recorded(desk: Path, run: Run) -> None:
    case, none = desk / "b.case", ("--archive", desk / "none")
    (desk / "blank.txt").write_text("\n")
    run("archive", "add", desk / "blank.txt", *none)
    status, found, err = run("case", "search", case, "crane", "--nothing", *none)
    assert (status, found) == (33, None)
    assert "“none” has no text to search" in err
    misread = ("case", "search", case, "publishr:times crane", "--archive", desk / "a")
    assert run(*misread)[0] == 0
    status, found, err = run(*misread, "--nothing")
    assert (status, found) == (33, None)
    assert "Mend the query first" in err
    assert run("case", "searches", case)[1] == []


def test_a_search_about_the_whole_case(desk: Path, run: Run) -> None:
    case, archive = desk / "b.case", ("--archive", desk / "a")
    run("case", "search", case, "bribe", "--nothing", *archive)
    shown = run("case", "show", case, *archive)[1]
    assert [search["query"] for search in shown["searches"]] == ["bribe"]
    assert shown["searches"][0]["claim"] is None
    assert "bribe: no hits" in run("case", "searches", case, plain=True)[1]


def test_a_relevant_hit_is_something(desk: Path, run: Run) -> None:
    case, archive = desk / "b.case", ("--archive", desk / "a")
    where = ("--source", "minutes.txt", "--quote", "the revised cost", *archive)
    run("case", "mark", case, *where, "--as", "relevant")
    status, found, err = run("case", "search", case, "revised", "--nothing", *archive)
    assert (status, found["recorded"]["found_nothing"]) == (1, False)
    assert "did find something" in err
    assert run("case", "mark", case, *where, "--as", "seen")[1]["mark"] == "seen"
    assert run("case", "search", case, "revised", "--nothing", *archive)[0] == 0
    assert run("case", "undo", case)[1]["label"] == "Record search"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("case", "search", "{d}/b.case", "x", "--claim", "9", "--archive", "{d}/a"), 19),
        (("case", "search", "{d}/b.case", " ", "--nothing", "--archive", "{d}/a"), 33),
        (("case", "search", "{d}/none.case", "x", "--archive", "{d}/a"), 4),
        (("case", "search", "{d}/b.case", "x", "--archive", "{d}/nowhere"), 17),
        (("case", "searches", "{d}/b.case", "--replay", "--archive", "{d}/nowhere"), 17),
        (("names", "{d}/none.txt", "--archive", "{d}/a"), 4),
    ],
)
def test_errors_have_a_number(desk: Path, run: Run, words: tuple[str, ...], status: int) -> None:
    found, document, err = run(*(word.format(d=desk) for word in words))
    assert (found, document) == (status, None)
    assert all(line.endswith(".") for line in err.strip().splitlines()[-2:])


def test_words_that_are_not_there_cannot_be_marked(desk: Path, run: Run) -> None:
    words = ("case", "mark", desk / "b.case", "--as", "seen", "--archive", desk / "a")
    assert run(*words, "--source", "account.txt", "--quote", "never said")[0] == 18
    status, _document, err = run(
        *words, "--source", "account.txt", "--quote", "final cost", "--page", 7
    )
    assert status == 18
    assert "page 1" in err


def test_names_of_an_article_against_the_archive(desk: Path, run: Run) -> None:
    status, rows, _err = run("names", desk / "bridge.txt", "--archive", desk / "a")
    assert status == 0
    states = {row["name"]: (row["state"], row["found"], row["hits"]) for row in rows}
    assert states["Ada Larsen"] == ("exact", "Ada Larsen", 1)
    assert states["Ludwig Brandt"] == ("variant", "Ludvig Brandt", 1)
    assert states["Ines Oduya"] == ("absent", None, 0)
    assert states["Skelmouth Courier"] == ("absent", None, 0)
    for row in rows:
        assert ARTICLE[slice(*row["spans"][0])] in (row["name"], *row["variants"])
    plain = run("names", desk / "bridge.txt", "--archive", desk / "a", plain=True)[1]
    assert "(Ludvig Brandt)" in plain
