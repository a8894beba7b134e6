"""How sources were looked at: bounded, and no line of it can do harm."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ui.settings import Settings
from workbench.ui.source_base import Fit, Look, Place
from workbench.ui.source_memory import KEPT, SourceMemory


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    return Settings()


def test_the_newest_are_kept_in_their_order(settings: Settings) -> None:
    memory = SourceMemory(settings)
    for number in range(KEPT + 20):
        memory.remember(f"{number:064}", Look(1.5, Fit.FREE, 90), Place(number + 1, 0.25))
    memory.remember(f"{30:064}", Look(2.0), Place(1))
    memory.save()
    assert len(settings.source_lines) == KEPT
    again = SourceMemory(settings)
    assert again.recall(f"{19:064}") is None
    kept = again.recall(f"{219:064}")
    assert kept is not None
    assert kept.look == Look(1.5, Fit.FREE, 90)
    assert kept.place == Place(220, 0.25)
    newest = again.recall(f"{30:064}")
    assert newest is not None
    assert newest.look.zoom == 2.0
    again.remember("new", Look(), Place())
    assert again.recall(f"{20:064}") is None, "the oldest goes first, after a restart too"


@pytest.mark.parametrize(
    "line", ["abc", "abc 1 2", "abc nan width 0 1 0", "abc 1 tall 0 1 0", "abc 99 free 0 1 0", ""]
)
def test_a_broken_line_is_none(settings: Settings, line: str) -> None:
    settings.source_lines = [line]
    assert SourceMemory(settings).recall("abc") is None


@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_file_can_be_read(lines: list[str]) -> None:
    class Stored:
        source_lines = lines

    SourceMemory(Stored())  # type: ignore[arg-type]


def test_pages_and_outline_are_remembered_apart_for_narrow_windows(settings: Settings) -> None:
    assert settings.is_side_open(narrow=True) is None
    settings.set_side_open(True, narrow=False)
    settings.set_side_open(False, narrow=True)
    assert settings.is_side_open(narrow=False) is True
    assert settings.is_side_open(narrow=True) is False
