"""The desktop entry names the program and the links it opens."""

import configparser
import tomllib
from pathlib import Path

from workbench.domain.deep_link import SCHEME

ROOT = Path(__file__).resolve().parents[2]


def test_the_desktop_entry_opens_our_links_with_our_program() -> None:
    entry = configparser.RawConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(ROOT / "packaging" / "workbench.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    program, place = told["Exec"].split()
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert program in scripts
    assert place == "%u", "one link, handed over as it is"
    assert told["MimeType"] == f"x-scheme-handler/{SCHEME.partition(':')[0]};"
