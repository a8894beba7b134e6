"""Text recognition on the command line: what is printed, keys, exit status."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scans import ACCOUNT, MINUTES, make_scan
from workbench.adapters import ocr as files_of_languages
from workbench.cli import main
from workbench.domain.errors import RecognitionMissing

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Run:
    """Runs a command of the archive: exit status, document or lines, what was said."""

    def command(*words: object, plain: bool = False) -> tuple[int, Any, str]:
        capfdbinary.readouterr()
        arguments = ["archive", *map(str, words), "--archive", str(tmp_path / "a")]
        status = main(arguments if plain else [*arguments, "--json"])
        out, err = capfdbinary.readouterr()
        return status, out.decode() if plain or not out else json.loads(out), err.decode()

    return command


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return make_scan(tmp_path / "scan.pdf", ACCOUNT, MINUTES)


def test_a_scan_is_recognised_at_import(run: Run, scan: Path) -> None:
    added = run("add", scan)[1]
    counts = {"recognised": 2, "without_text": 0, "unreliable": 0}
    assert {key: added[key] for key in counts} == counts
    page = run("show", "scan.pdf", "--page", 1)[1]
    assert (page["origin"], page["reliable"]) == ("ocr", True)
    (row,) = run("list")[1]
    assert {key: row[key] for key in counts} == counts
    assert run("show", "scan.pdf")[1]["recognised"] == 2


def test_what_is_left_is_told_with_its_remedy(
    run: Run, scan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    status, said, _err = run("add", scan, "--ocr", "never", plain=True)
    assert status == 0
    assert "2 pages have no text\n“archive ocr SOURCE”" in said
    assert run("list")[1][0]["without_text"] == 2
    with monkeypatch.context() as bare:
        bare.setattr(files_of_languages, "_PLACES", ())
        bare.setattr("sys.prefix", str(tmp_path))
        bare.delenv("TESSDATA_PREFIX", raising=False)
        status, _document, err = run("ocr", "scan.pdf")
        assert status == RecognitionMissing.exit_code
        assert "tesseract-ocr-eng" in err
        other = make_scan(tmp_path / "other.pdf", MINUTES)
        said = run("add", other, plain=True)[1]
        assert "1 page has no text\n" in said
        assert "tesseract-ocr-eng" in said


def test_ocr_of_a_source(run: Run, scan: Path) -> None:
    run("add", scan, "--ocr", "never")
    done = run("ocr", "scan.pdf", "--page", 2, "--language", "eng")[1]
    assert (done["pages"], done["failed"], done["without_text"]) == ([2], [], 1)
    assert run("search", "herring")[1]["total"] == 1
    assert run("ocr", "scan.pdf", plain=True)[1] == "1 page recognised\n"
    assert run("ocr", "scan.pdf")[1]["pages"] == []
    assert run("ocr", "scan.pdf", "--all")[1]["pages"] == [1, 2]
    assert run("ocr", "scan.pdf", "--page", 3)[0] == 24
    assert run("ocr", "scan.pdf", "--language", "xyz")[0] == RecognitionMissing.exit_code
    with pytest.raises(SystemExit):
        run("ocr", "scan.pdf", "--all", "--page", 1)
