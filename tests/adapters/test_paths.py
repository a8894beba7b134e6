"""Where files lie: in the source tree, a wheel, a bundle; and the user's folders."""

import sys
from pathlib import Path

import pytest

import workbench
from workbench.adapters import paths
from workbench.domain.errors import FileMissing

ROOT = Path(__file__).resolve().parents[2]


def make_resources(folder: Path) -> Path:
    (folder / "resources" / "scales").mkdir(parents=True)
    return folder / "resources"


def test_the_source_tree_has_its_resources() -> None:
    assert paths.resources() == ROOT / "resources"
    assert (paths.resources() / "memo" / "memo.typ").is_file()


def test_an_installed_wheel_has_them_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    inside = make_resources(tmp_path / "workbench")
    monkeypatch.setattr(workbench, "__file__", str(tmp_path / "workbench" / "__init__.py"))
    assert paths.resources() == inside


def test_a_bundle_has_them_in_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(FileMissing):
        paths.resources()
    inside = make_resources(tmp_path)
    assert paths.resources() == inside


def test_one_variable_moves_every_folder_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    folders = {paths.data_folder(), paths.config_folder()}
    assert {folder.parent for folder in folders} == {tmp_path}
    assert len(folders) == 2


def test_without_it_they_are_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_HOME")
    folders = [paths.data_folder(), paths.config_folder()]
    assert all("factcheckers-workbench" in folder.parts for folder in folders)
    assert all(folder.is_absolute() for folder in folders)
