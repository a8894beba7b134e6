"""The commands that search, as others script them."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import Run, desk, run
from workbench.domain.errors import FileMissing

__all__ = ["desk", "run"]


def found(run: Run, desk: Path, *words: object) -> Any:
    status, document, _err = run("archive", "search", *words, "--archive", desk / "a")
    assert status == 0
    return document


def test_words_may_stand_apart_in_a_document(desk: Path, run: Run) -> None:
    assert found(run, desk, "bridge", "--unit", "document")["total"] >= 1
    assert found(run, desk, "costing")["total"] == 1
    assert found(run, desk, "costing", "--exact")["total"] == 0


def test_facets_and_a_table(desk: Path, run: Run) -> None:
    document = found(run, desk, "bridge", "--facets", "--csv", desk / "hits.csv")
    assert {"value": "text", "hits": 1, "documents": 1} in document["facets"]["type"]
    lines = (desk / "hits.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + document["total"]
    nowhere = desk / "no folder" / "hits.csv"
    status, _none, err = run(
        "archive", "search", "bridge", "--archive", desk / "a", "--csv", nowhere
    )
    assert status == FileMissing.exit_code
    assert str(nowhere) in err


def test_did_you_mean(desk: Path, run: Run) -> None:
    assert found(run, desk, "brigde euros")["did_you_mean"] == "bridge euros"


def test_what_the_case_uses(desk: Path, run: Run) -> None:
    assert found(run, desk, "used:yes", "--case", desk / "b.case")["total"] == 0
    run("case", "claim", desk / "b.case", "--quote", "The bridge cost the city 40 million euros.")
    run(
        *("case", "link", desk / "b.case", "1", "--source", "account.txt", "--stance", "refutes"),
        *("--quote", "31.2 million euros", "--archive", desk / "a"),
    )
    assert found(run, desk, "has:evidence", "--case", desk / "b.case")["total"] == 1


def test_a_batch_with_a_bad_line(desk: Path, run: Run) -> None:
    (desk / "list.txt").write_text("bridge\n\n((\nquay walls\n", encoding="utf-8")
    status, rows, _err = run("archive", "batch", desk / "list.txt", "--archive", desk / "a")
    assert status == 0
    assert [(row["query"], row["hits"], row["error"] is None) for row in rows] == [
        ("bridge", 1, True),
        ("((", 0, False),
        ("quay walls", 1, True),
    ]
    assert [row["line"] for row in rows] == [1, 3, 4]


def test_a_saved_search(desk: Path, run: Run) -> None:
    keep = ("archive", "saved", "--archive", desk / "a")
    _status, rows, _err = run(*keep, "--add", "Costs", "costing", "--exact")
    assert rows == [{"name": "Costs", "query": "costing", "unit": "passage", "exact": True}]
    assert found(run, desk, "Costs", "--saved")["total"] == 0
    assert run(*keep, "--forget", "Costs")[1] == []
    status, _none, err = run(*keep, "--forget", "Costs")
    assert status > 2
    assert "Costs" in err


def test_tags(desk: Path, run: Run) -> None:
    tag = ("archive", "tag", "account.txt", "--archive", desk / "a")
    assert run(*tag, "--add", "to check")[1][0]["tags"] == ["to check"]
    assert found(run, desk, 'tag:"to check"')["total"] == 1
    assert run(*tag, "--remove", "to check")[1][0]["tags"] == []
    assert found(run, desk, 'tag:"to check"')["total"] == 0


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_another_engine(desk: Path, run: Run, engine: str) -> None:
    status, document, _err = run("archive", "rebuild", "--engine", engine, "--archive", desk / "a")
    assert (status, document["engine"], document["passages"]) == (0, engine, 1)
    assert found(run, desk, "bridge")["engine"] == engine


def test_an_opensearch_that_is_not_there(desk: Path, run: Run) -> None:
    where = ("--archive", desk / "a")
    status, _document, err = run("archive", "rebuild", "--engine", "opensearch", *where)
    assert status > 2
    assert "WORKBENCH_OPENSEARCH" in err
    status, _document, err = run(
        "archive", "engine", "--opensearch", "http://127.0.0.1:9", "--test", *where
    )
    assert status > 2
    assert found(run, desk, "bridge")["total"] == 1
    status, _document, err = run(
        "archive", "engine", "--opensearch", "http://example.org:9200", *where
    )
    assert status > 2
    assert "https" in err
