"""Where Tesseract's language files are looked for, and what is said where there are none."""

from pathlib import Path

import pytest

from workbench.adapters import ocr
from workbench.adapters.ocr import find_recognition
from workbench.domain.errors import RecognitionMissing


def folder_with(path: Path, *codes: str) -> Path:
    path.mkdir(parents=True)
    for code in codes:
        (path / f"{code}.traineddata").touch()
    return path


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any language file."""
    monkeypatch.setattr(ocr, "_PLACES", (str(tmp_path / "usr/*/tessdata"),))
    monkeypatch.setattr("sys.prefix", str(tmp_path / "env"))
    for name in ("TESSDATA_PREFIX", "ProgramFiles", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_folder_of_the_system_is_found_newest_first(nowhere: Path) -> None:
    folder_with(nowhere / "usr/4/tessdata", "eng", "osd")
    newest = folder_with(nowhere / "usr/5/tessdata", "eng", "deu", "osd")
    found = find_recognition()
    assert (found.tessdata, found.language) == (str(newest), "eng")
    assert find_recognition("deu+eng").language == "deu+eng"


def test_the_users_own_word_comes_first(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_with(nowhere / "usr/5/tessdata", "eng")
    own = folder_with(nowhere / "own/tessdata", "fra")
    for said in (own, own.parent):
        monkeypatch.setenv("TESSDATA_PREFIX", str(said))
        assert find_recognition() == ocr.Recognition(str(own), "fra")
    # Where it lacks what is asked for, the next folder answers.
    assert find_recognition("eng").tessdata == str(nowhere / "usr/5/tessdata")


def test_no_files_and_no_such_language_have_their_remedy(nowhere: Path) -> None:
    with pytest.raises(RecognitionMissing) as none:
        find_recognition()
    assert "tesseract-ocr-eng" in none.value.remedy
    folder_with(nowhere / "env/share/tessdata", "eng", "osd")
    for language in ("deu", "eng+deu", "osd", "../eng"):
        with pytest.raises(RecognitionMissing) as one:
            find_recognition(language)
        assert one.value.remedy.endswith("use one of: eng.")
