"""A real archive of the sample documents, imported once, and tasks that come to rest."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.services.archive import Archive
from workbench.services.jobs import Job
from workbench.ui import style
from workbench.ui.tasks import Tasks

SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "archive"
EMOJI_TEXT = (
    "Harbour log \U0001f6a2\U0001f6a2 of the day\n\n"
    "The crew \U0001f468\u200d\U0001f469\u200d\U0001f467 counted 62 parcels \U0001f4e6 "
    "before noon and eighty after it.\n\n"
    "Nothing else was landed that day, said the \U00010400eeper of the quay.\n"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to tell things to, and warns each time."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(
                pytest.mark.qt_log_ignore(r"does not support (propagateSizeHints|raise)")
            )


def _rotated_pdf(path: Path) -> None:
    document = pymupdf.open()
    for rotation in (90, 0):
        page = document.new_page(width=400, height=600)
        page.insert_text((60, 100), "Sideways stands the revised total of 4711 crowns")
        page.insert_text((60, 140), "and below it another line of plain words")
        page.set_rotation(rotation)
    document.save(path)
    document.close()


@pytest.fixture(scope="session")
def archive_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    extra = tmp_path_factory.mktemp("extra")
    _rotated_pdf(extra / "rotated.pdf")
    (extra / "emoji.txt").write_text(EMOJI_TEXT, encoding="utf-8")
    archive = Archive(folder)
    report = archive.add([SAMPLE, extra], Job())
    archive.close()
    assert not report.failed
    return folder


@pytest.fixture(scope="session")
def archive(archive_folder: Path) -> Iterator[Archive]:
    """The sample archive, read only by agreement."""
    opened = Archive(archive_folder)
    yield opened
    opened.close()


@pytest.fixture
def own_archive(archive_folder: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of the sample archive to change."""
    folder = tmp_path / "archive"
    shutil.copytree(archive_folder, folder)
    opened = Archive(folder)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    """Every test begins in the light theme."""
    style.apply(qapp, "light")
    yield
    style.choose("light")


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    made = Tasks()
    bugs: list[str] = []
    made.bug.connect(bugs.append)
    yield made
    assert made.shutdown()
    assert not bugs, bugs[0]
