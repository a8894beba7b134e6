"""The command line, as others script it: names, keys, exit status."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cases import TEXT
from workbench.cli import main
from workbench.cli.parser import parser

Run = Callable[..., tuple[int, Any, str]]
ROOT = Path(__file__).resolve().parents[2]

ACCOUNT = (
    "Final account of the bridge\n\n14 May 2026\n\n"
    "The final cost of the bridge is 31.2 million euros, including quay walls.\n\n"
    "It was opened to traffic on 3 May.\n"
)


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command with --json: exit status, document, what was said on standard error."""

    def command(*words: object, plain: bool = False) -> tuple[int, Any, str]:
        capfdbinary.readouterr()
        arguments = [str(word) for word in words]
        status = main(arguments if plain else [*arguments, "--json"])
        out, err = capfdbinary.readouterr()
        document = out.decode() if plain else json.loads(out) if out else None
        return status, document, err.decode()

    return command


@pytest.fixture
def desk(tmp_path: Path, run: Run) -> Path:
    """A folder with an article, an archive of one source, and a case."""
    (tmp_path / "bridge.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "account.txt").write_text(ACCOUNT, encoding="utf-8")
    run("archive", "add", tmp_path / "account.txt", "--archive", tmp_path / "a")
    run("case", "new", tmp_path / "bridge.txt", "-o", tmp_path / "b.case")
    return tmp_path


def test_read(desk: Path, run: Run) -> None:
    status, document, _err = run("read", desk / "bridge.txt")
    assert status == 0
    assert document["text"] == TEXT
    assert document["title"] == "Bridge costs doubled"
    assert {region["kind"] for region in document["regions"]} == {"title", "body"}
    said = [document["text"][s["start"] : s["end"]] for s in document["sentences"]]
    assert said == [
        "Bridge costs doubled",
        "The bridge cost the city 40 million euros.",
        "It opened on 3 May 🌉.",
    ]


def test_archive_add_search_list_show(desk: Path, run: Run) -> None:
    again = run("archive", "add", desk, desk / "none.pdf", "--archive", desk / "a")[1]
    keys = "added duplicates failed pages seconds recognised without_text unreliable"
    assert set(again) == set(keys.split())
    assert again["duplicates"] == 1
    assert {"path", "reason", "remedy"} == set(again["failed"][0])
    _status, found, _err = run("archive", "search", "final cost", "--archive", desk / "a")
    assert found["read_as"] == "all of: final, cost"
    (hit,) = found["hits"]
    keys = "source title page page_label start end score text spans published"
    assert set(hit) == set(keys.split())
    page = run("archive", "show", hit["source"], "--page", 1, "--archive", desk / "a")[1]
    assert page["text"][hit["start"] : hit["end"]] == hit["text"]
    assert [hit["text"][a:b] for a, b in hit["spans"]] == ["Final", "final", "cost"]
    rows = run("archive", "list", "--archive", desk / "a")[1]
    assert hit["source"] in {row["source"] for row in rows}
    shown = run("archive", "show", "account.txt", "--archive", desk / "a")[1]
    assert shown["paths"] == [str(desk / "account.txt")]
    assert run("archive", "check", "--archive", desk / "a")[0] == 0
    rebuilt = run("archive", "rebuild", "--archive", desk / "a")[1]
    assert rebuilt["passages"] >= 1


def test_a_query_with_a_slip_is_answered(desk: Path, run: Run) -> None:
    status, found, err = run("archive", "search", '"final cost', "--archive", desk / "a")
    assert status == 0
    assert found["total"] == 1
    assert "partner" in err
    assert found["problems"][0]["start"] == 0


def test_the_whole_job(desk: Path, run: Run) -> None:
    case, archive = desk / "b.case", ("--archive", desk / "a")
    claim = run("case", "claim", case, "--quote", "the city 40 million euros")[1]["claim"]
    quote = "The final cost of the bridge is 31.2 million euros"
    status, linked, _err = run(
        *("case", "link", case, claim, "--source", "account.txt", "--quote", quote),
        *("--stance", "refutes", *archive),
    )
    assert (status, linked["anchor"]) == (0, "exact")
    given = run("case", "verdict", case, claim, "incorrect", "--rationale", "31.2, not 40.")[1]
    assert (given["claim"], given["verdict"]) == (claim, "incorrect")
    shown = run("case", "show", case, *archive)[1]
    assert shown["units"] == 3
    assert shown["coverage"] == {"linked": 1, "dismissed": 0, "open": 2}
    (row,) = shown["claims"]
    assert (row["quote"], row["state"]) == ("the city 40 million euros", "exact")
    (item,) = row["evidence"]
    assert (item["stance"], item["quote"], item["anchor"]) == ("refutes", quote, "exact")
    for suffix in (".md", ".pdf"):
        files = run("memo", case, "-o", desk / f"memo{suffix}", *archive)[1]["files"]
        assert all(Path(name).stat().st_size > 500 for name in files)
    assert run("verify", case, *archive)[1] == {"ok": True, "problems": []}
    assert run("case", "undo", case)[1]["label"] == "Give verdict"
    assert run("case", "show", case, *archive)[1]["claims"][0]["verdict"] == ""
    assert run("case", "redo", case)[0] == 0
    labels = [row["label"] for row in run("case", "history", case)[1]]
    assert labels[:2] == ["New case", "Mark claim"]
    assert labels[-2:] == ["Give verdict", "Give verdict"]


def test_verify_tells_what_is_wrong(desk: Path, run: Run) -> None:
    case, archive = desk / "b.case", ("--archive", desk / "a")
    claim = run("case", "claim", case, "--quote", "40 million")[1]["claim"]
    run(
        *("case", "link", case, claim, "--source", "account.txt", "--quote", "31.2 million euros"),
        *("--stance", "refutes", *archive),
    )
    copy = shutil.copy(case, desk / "copy.case")
    (original,) = [p for p in (desk / "a" / "originals").iterdir() if p.is_file()]
    data = original.read_bytes()
    original.write_bytes(data.replace(b"31.2", b"31.3"))
    status, document, _err = run("verify", case, *archive)
    assert (status, document["ok"]) == (1, False)
    assert [problem["kind"] for problem in document["problems"]] == ["original"]
    original.write_bytes(data)
    assert run("verify", case, *archive)[0] == 0
    text = Path(copy).read_bytes()
    Path(copy).write_bytes(text.replace(b"40 million", b"50 million", 1))
    status, document, _err = run("verify", copy, *archive)
    assert (status, document["ok"]) == (1, False)
    run("archive", "add", desk / "bridge.txt", "--archive", desk / "other")
    status, document, _err = run("verify", case, "--archive", desk / "other")
    assert [problem["kind"] for problem in document["problems"]] == ["source"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("read", "{d}/none.txt"), 4),
        (("read", "{d}/empty.txt"), 5),
        (("read", "{d}/picture.txt"), 9),
        (("case", "show", "{d}/none.case"), 4),
        (("case", "show", "{d}/bridge.txt"), 12),
        (("case", "new", "{d}/bridge.txt", "-o", "{d}/b.case"), 23),
        (("case", "claim", "{d}/b.case", "--quote", "never said"), 18),
        (("case", "verdict", "{d}/b.case", "1", "confirmed"), 19),
        (("case", "undo", "{d}/b.case"), 20),
        (("case", "redo", "{d}/b.case"), 20),
        (("memo", "{d}/b.case", "-o", "{d}/memo.xyz"), 9),
        (("archive", "search", "x", "--archive", "{d}/nowhere"), 17),
        (("archive", "show", "none", "--archive", "{d}/a"), 19),
        (("archive", "show", "account.txt", "--page", "7", "--archive", "{d}/a"), 24),
        (("verify", "{d}/none.case"), 4),
    ],
)
def test_errors_have_a_number_and_two_sentences(
    desk: Path, run: Run, words: tuple[str, ...], status: int
) -> None:
    (desk / "empty.txt").touch()
    (desk / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
    found, document, err = run(*(word.format(d=desk) for word in words))
    assert (found, document) == (status, None)
    message, remedy = err.strip().splitlines()[-2:]
    assert message.endswith(".")
    assert remedy.endswith(".")
    assert "Traceback" not in err


def test_wrong_usage_is_two(capfd: pytest.CaptureFixture[str]) -> None:
    for words in (["memo"], ["case", "link", "x"], ["archive", "search"], ["case", "nonsense"]):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == 2
    capfd.readouterr()


def test_a_quote_that_is_not_in_the_source_is_never_linked(desk: Path, run: Run) -> None:
    case = desk / "b.case"
    claim = run("case", "claim", case, "--quote", "40 million")[1]["claim"]
    status, document, _err = run(
        *("case", "link", case, claim, "--source", "account.txt", "--stance", "refutes"),
        *("--quote", "The final cost of the bridge is 32.1 million", "--archive", desk / "a"),
    )
    assert (status, document) == (18, None)


def test_demo(tmp_path: Path, run: Run) -> None:
    status, document, _err = run("demo", tmp_path / "demo")
    assert status == 0
    assert set(document) == {"case", "archive", "memo"}
    assert all(Path(name).exists() for name in (document["case"], document["archive"]))
    assert [Path(name).suffix for name in document["memo"]] == [".md", ".pdf"]
    case = run("case", "show", document["case"], "--archive", document["archive"])[1]
    assert len(case["claims"]) > 8
    assert {e["anchor"] for claim in case["claims"] for e in claim["evidence"]} == {"exact"}
    assert run("demo", tmp_path / "demo")[0] == 0
    own = tmp_path / "own"
    (own / "archive").mkdir(parents=True)
    (own / "archive" / "mine.txt").write_text("mine")
    assert run("demo", own)[0] == 15
    assert (own / "archive" / "mine.txt").exists()


def commands() -> list[str]:
    """Every command, as its words."""
    found = []
    for name, command in parser()._subparsers._group_actions[0].choices.items():  # type: ignore[union-attr]
        if command._subparsers is None:
            found.append(name)
        else:
            verbs = command._subparsers._group_actions[0].choices
            found += [f"{name} {verb}" for verb in verbs]
    return found


def test_every_command_has_help_and_a_line_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for words in commands():
        with pytest.raises(SystemExit) as caught:
            main([*words.split(), "--help"])
        assert caught.value.code == 0
        assert f"workbench {words}" in readme, words


@pytest.mark.skipif(not Path("/sys").is_dir(), reason="needs a folder nobody may write to")
def test_a_read_only_folder_is_named(desk: Path, run: Run) -> None:
    archive = ("--archive", desk / "a")
    for words in (
        ("case", "new", desk / "bridge.txt", "-o", "/sys/b.case"),
        ("memo", desk / "b.case", "-o", "/sys/memo.md", *archive),
        ("memo", desk / "b.case", "-o", "/sys/memo.pdf", *archive),
        ("archive", "add", desk / "bridge.txt", "--archive", "/sys/archive"),
        ("demo", "/sys/demo"),
    ):
        status, document, err = run(*words)
        assert (status, document) == (15, None), words
        assert "Traceback" not in err


def test_the_sample_never_replaces_somebodys_work(tmp_path: Path, run: Run) -> None:
    case = Path(run("demo", tmp_path / "demo")[1]["case"])
    run("case", "claim", case, "--quote", "four hours")
    status, document, _err = run("demo", tmp_path / "demo")
    assert (status, document) == (23, None)
    assert run("case", "history", case)[1][-1]["label"] == "Mark claim"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "memo.md").write_text("mine")
    assert run("demo", tmp_path / "mine")[0] == 23
    assert (tmp_path / "mine" / "memo.md").read_text() == "mine"


def test_a_misspelt_command_and_a_missing_display_are_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["serach", "x"]) == 4
    assert "There is no command and no file “serach”" in capfd.readouterr().err
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 26
    assert "no display" in capfd.readouterr().err


def test_revise(desk: Path, run: Run) -> None:
    case, draft = desk / "b.case", desk / "draft.txt"
    for quote in ("the city 40 million euros", "It opened on 3 May"):
        claim = run("case", "claim", case, "--quote", quote)[1]["claim"]
        run("case", "verdict", case, claim, "confirmed")
    draft.write_text(TEXT.replace("40 million", "31.2 million"), encoding="utf-8")
    status, document, _err = run("case", "revise", case, draft)
    counts = {key: document[key] for key in ("unchanged", "moved", "changed", "lost", "new")}
    assert (status, counts) == (
        0,
        {"unchanged": 1, "moved": 0, "changed": 1, "lost": 0, "new": 0},
    )
    changed = next(row for row in document["claims"] if row["state"] == "changed")
    assert (changed["was"], changed["now"]) == (
        "the city 40 million euros",
        "the city 31.2 million euros",
    )
    assert document["new_units"] == []  # the changed claim covers its sentence
    shown = run("case", "show", case)[1]
    assert shown["revision"] == 2
    states = {row["number"]: (row["state"], row["verdict"]) for row in shown["claims"]}
    assert states == {1: ("changed", ""), 2: ("exact", "confirmed")}
    assert shown["claims"][0]["carried"]["verdict"] == "confirmed"
    again, document, err = run("case", "revise", case, draft)
    assert (again, document) == (29, None)
    assert "draft 2" in err
    draft.write_text("Bridge costs doubled\n\nIt opened on 3 May 🌉. Rain fell.", encoding="utf-8")
    said = run("case", "revise", case, draft, plain=True)[1]
    assert "Draft 3: 1 unchanged, 0 moved, 0 changed, 1 lost" in said
    assert "[-The bridge cost the city 31.2 million euros.-]" in said
    assert "+  Rain fell." in said
    shown = run("case", "show", case)[1]
    assert [(row["state"], row["revision"]) for row in shown["claims"]] == [
        ("exact", 3),
        ("lost", 2),
    ]
    plain = run("case", "show", case, plain=True)[1]
    assert "no longer in the article (in draft 1: Confirmed)" in plain
    assert run("verify", case)[1]["problems"] == []
    assert [run("case", "undo", case)[0] for _draft in range(2)] == [0, 0]
    assert run("case", "show", case)[1]["revision"] == 1


def test_a_place_goes_out_and_comes_back_as_a_web_annotation(desk: Path, run: Run) -> None:
    case, archive = desk / "b.case", desk / "a"
    run("case", "claim", case, "--quote", "40 million euros")
    where = ("--source", "account.txt", "--quote", "31.2 million euros")
    run("case", "link", case, 1, *where, "--stance", "refutes", "--archive", archive)
    claims = run("case", "show", case, "--archive", archive)[1]["claims"]
    (item,) = claims[0]["evidence"]
    selectors = {selector["type"]: selector for selector in item["target"]["selector"]}
    assert selectors["TextQuoteSelector"]["exact"] == "31.2 million euros"
    assert selectors["FragmentSelector"]["value"] == "page=1"

    run("case", "claim", case, "--quote", "It opened on 3 May")
    note = desk / "note.json"
    note.write_text(json.dumps({"type": "Annotation", "target": item["target"]}))
    status, linked, _err = run(
        *("case", "link", case, 2, "--annotation", note, "--stance", "context"),
        *("--archive", archive),
    )
    assert (status, linked["anchor"]) == (0, "exact")
    for nonsense in ("{}", "[1]", "nothing"):
        note.write_text(nonsense)
        status, _none, err = run(
            *("case", "link", case, 2, "--annotation", note, "--stance", "context"),
            *("--archive", archive),
        )
        assert status == 31
        assert "Traceback" not in err
