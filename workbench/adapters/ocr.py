"""Where Tesseract's language files lie; PyMuPDF has the engine built in, but not what it reads."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from workbench.domain.errors import RecognitionMissing
from workbench.i18n import _

_SUFFIX = ".traineddata"
_USUAL = "eng"
_NO_LANGUAGE = frozenset({"osd", "equ"})
_PLACES = (
    "/usr/share/tesseract-ocr/*/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What text recognition needs: the folder of language files, and which of them to use."""

    tessdata: str
    language: str


def find_recognition(language: str = "") -> Recognition:
    """For a language as Tesseract names it ("eng", "deu+fra"), or the usual one."""
    folders = [folder for folder in _folders() if languages_in(folder)]
    wanted = [code for code in language.split("+") if code]
    for folder in folders:
        there = languages_in(folder)
        if set(wanted) <= set(there):
            usual = _USUAL if _USUAL in there else there[0]
            return Recognition(str(folder), "+".join(wanted) or usual)
    if not folders:
        raise RecognitionMissing(
            _("Text recognition has no language files."),
            _(
                "Install Tesseract's (Debian: tesseract-ocr-eng; Homebrew: tesseract; Windows: the"
                " Tesseract installer), or set TESSDATA_PREFIX to their folder."
            ),
        )
    known = sorted({code for folder in folders for code in languages_in(folder)})
    raise RecognitionMissing(
        _("Text recognition has no language “{language}”.").format(language=language),
        _("Install its file (Debian: tesseract-ocr-{language}), or use one of: {known}.").format(
            language=language, known=", ".join(known)
        ),
    )


def languages_in(folder: Path) -> list[str]:
    """The languages a folder has files for, sorted."""
    names = (file.name.removesuffix(_SUFFIX) for file in folder.glob(f"*{_SUFFIX}"))
    return sorted(name for name in names if name not in _NO_LANGUAGE)


def _folders() -> list[Path]:
    """The user's own word first, then this environment, then the system, newest first."""
    named = os.environ.get("TESSDATA_PREFIX")
    # Tesseract 3 wanted the folder above the files; a setting from those days still works.
    folders = [Path(named), Path(named) / "tessdata"] if named else []
    folders.append(Path(sys.prefix) / "share" / "tessdata")
    for place in _PLACES:
        folders += sorted(Path("/").glob(place.lstrip("/")), reverse=True)
    for variable in ("ProgramFiles", "LOCALAPPDATA"):
        if base := os.environ.get(variable):
            folders.append(Path(base) / "Tesseract-OCR" / "tessdata")
            folders.append(Path(base) / "Programs" / "Tesseract-OCR" / "tessdata")
    return folders
