"""The catalogue: older formats, pages that get another layer, versions of one document."""

import os
import re
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from workbench.adapters import archive_format as form
from workbench.adapters.archive_labels import SavedSearch
from workbench.adapters.archive_store import ArchiveStore, PageCounts
from workbench.adapters.page_format import StoredPage, pack_words, store
from workbench.domain.errors import ArchiveUnusable, DiskFull
from workbench.domain.query_options import Unit
from workbench.domain.source import Page, Source
from workbench.domain.text import Box, Word, text_hash

# As the first release wrote it; never to be changed.
FORMAT_1 = """
CREATE TABLE sources (
    sha256 TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
    author TEXT NOT NULL, publisher TEXT NOT NULL, published TEXT NOT NULL,
    language TEXT NOT NULL, pages INTEGER NOT NULL, size INTEGER NOT NULL,
    added TEXT NOT NULL, indexed INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX sources_indexed ON sources (indexed);
CREATE TABLE paths (
    path TEXT NOT NULL, sha256 TEXT NOT NULL, seen TEXT NOT NULL,
    PRIMARY KEY (path, sha256)) STRICT;
CREATE INDEX paths_sha256 ON paths (sha256);
CREATE TABLE pages (
    sha256 TEXT NOT NULL, number INTEGER NOT NULL, label TEXT NOT NULL, layer TEXT NOT NULL,
    width REAL NOT NULL, height REAL NOT NULL, text TEXT NOT NULL, words BLOB NOT NULL,
    raw BLOB NOT NULL, PRIMARY KEY (sha256, number)) STRICT;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT NOT NULL, page INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL) STRICT;
CREATE INDEX passages_sha256 ON passages (sha256);
CREATE TABLE queue (path TEXT PRIMARY KEY, added TEXT NOT NULL) STRICT;
CREATE TABLE failures (
    path TEXT PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL, remedy TEXT NOT NULL,
    attempts INTEGER NOT NULL, at TEXT NOT NULL) STRICT;
PRAGMA application_id = 1178818369;
PRAGMA user_version = 1;
"""
# As the second release wrote it; never to be changed.
FORMAT_2 = FORMAT_1.replace(
    "raw BLOB NOT NULL, PRIMARY",
    "raw BLOB NOT NULL, origin TEXT NOT NULL DEFAULT 'text',\n"
    "    reliable INTEGER NOT NULL DEFAULT 1, PRIMARY",
).replace("user_version = 1", "user_version = 2")
SHA = "ab" * 32
TEXT = "The bridge cost 31.2 million euros."
WORDS = (Word(0, 3, Box(0.125, 0.25, 0.25, 0.5)), Word(4, 10, Box(0.25, 0.25, 0.5, 0.5)))


def make_format_1(folder: Path) -> Path:
    folder.mkdir()
    path = folder / "catalogue.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(FORMAT_1)
        db.execute(
            "INSERT INTO sources VALUES (?, 'pdf', 'account.pdf', 'Final account', '', '',"
            " '2026-05-14', 'en', 2, 9000, '2026-06-01T10:00:00+00:00', 1)",
            (SHA,),
        )
        db.execute("INSERT INTO paths VALUES ('/papers/account.pdf', ?, '2026-06-01')", (SHA,))
        for number, text in ((1, TEXT), (2, "")):
            db.execute(
                "INSERT INTO pages VALUES (?, ?, 'i', ?, 595.0, 842.0, ?, ?, ?)",
                (
                    *(SHA, number, text_hash(text), text),
                    *(pack_words(WORDS if text else ()), zlib.compress(text.encode())),
                ),
            )
        db.execute("INSERT INTO passages VALUES (NULL, ?, 1, 0, ?)", (SHA, len(TEXT)))
        db.execute("INSERT INTO queue VALUES ('/papers/waits.pdf', '2026-06-01')")
        db.commit()
    return path


def a_page(number: int, text: str, origin: str = "text", reliable: bool = True) -> StoredPage:
    page = Page(
        *(number, str(number), text, text_hash(text), 595.0, 842.0),
        words=(Word(0, len(text), Box(0.0, 0.0, 1.0, 0.5)),) if text else (),
        origin=origin,
        reliable=reliable,
    )
    return store(page, text, [(0, len(text))] if text else [])


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[ArchiveStore]:
    made = ArchiveStore(tmp_path / "archive")
    yield made
    made.close()


def first_page(archive: ArchiveStore) -> Page:
    page = archive.page(SHA, 1)
    assert (page.text, page.words) == (TEXT, WORDS)
    assert (page.origin, page.reliable) == ("text", True)
    assert archive.pages(SHA)[0] == page
    return page


def test_an_archive_of_format_1_is_brought_up_and_kept_beside(tmp_path: Path) -> None:
    path = make_format_1(tmp_path / "a")
    archive = ArchiveStore(tmp_path / "a")
    first_page(archive)
    assert archive.conditions() == {SHA: PageCounts(without_text=1)}
    assert archive.waiting.paths() == ["/papers/waits.pdf"]
    assert archive.counts() == (1, 2, 1)
    archive.replace_pages(SHA, [a_page(2, "Read by a machine.", "ocr")])
    archive.close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == form.VERSION
    backup = tmp_path / "a" / "catalogue.format-1.db"
    with closing(sqlite3.connect(f"{backup.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert db.execute("SELECT text FROM pages WHERE number = 1").fetchone()[0] == TEXT
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert {file.name for file in (tmp_path / "a").iterdir()} == {
        *("catalogue.db", "catalogue.format-1.db", "originals")
    }
    again = ArchiveStore(tmp_path / "a")
    first_page(again)
    assert again.page(SHA, 2).origin == "ocr"
    again.close()


def test_a_new_catalogue_and_one_brought_up_are_alike(tmp_path: Path) -> None:
    make_format_1(tmp_path / "old")
    shapes = []
    for name in ("old", "new"):
        ArchiveStore(tmp_path / name).close()
        with closing(sqlite3.connect(tmp_path / name / "catalogue.db")) as db:
            tables = "SELECT name FROM sqlite_master ORDER BY name"
            names = [row[0] for row in db.execute(tables)]
            columns = {
                table: [row[1:] for row in db.execute(f"PRAGMA table_info({table})")]
                for table in names
            }
            shapes.append((names, columns))
    assert shapes[0] == shapes[1]
    assert set(form.UPGRADES) == set(range(1, form.VERSION))


def test_where_no_copy_can_be_kept_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_format_1(tmp_path / "a")

    def full(_self: Path, _target: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", full)
        with pytest.raises(DiskFull):
            ArchiveStore(tmp_path / "a")
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    archive = ArchiveStore(tmp_path / "a")
    first_page(archive)
    archive.close()


def test_a_newer_archive_is_refused(tmp_path: Path) -> None:
    path = make_format_1(tmp_path / "a")
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {form.VERSION + 1}")
    with pytest.raises(ArchiveUnusable, match="newer"):
        ArchiveStore(tmp_path / "a")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts need root")
def test_a_read_only_archive_of_format_1_is_read_as_it_is(tmp_path: Path) -> None:
    make_format_1(tmp_path / "a")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(shelf)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        (tmp_path / "a" / "originals").mkdir()
        shutil.copytree(tmp_path / "a", shelf / "a")
        subprocess.run(["mount", "-o", "remount,ro", str(shelf)], check=True)
        archive = ArchiveStore(shelf / "a")
        assert first_page(archive) == archive.pages(SHA)[0]
        assert [page.text for page in archive.texts(SHA)] == [TEXT, ""]
        assert archive.conditions() == {}
        archive.close()
    finally:
        subprocess.run(["umount", str(shelf)], check=True)


def test_another_layer_takes_the_place_of_the_first(opened: ArchiveStore) -> None:
    source = Source(SHA, "pdf", "a.pdf", "A", pages=3)
    pages = [a_page(1, "One page."), a_page(2, ""), a_page(3, "g@rb1ed", reliable=False)]
    opened.add_source(source, pages, "/a.pdf")
    opened.mark_indexed({SHA: opened.state_of(SHA).changed})
    assert opened.conditions() == {SHA: PageCounts(without_text=1, unreliable=1)}
    opened.replace_pages(SHA, [a_page(2, "Two.", "ocr"), a_page(3, "Three.", "ocr")])
    assert opened.conditions() == {SHA: PageCounts(recognised=2)}
    assert [page.text for page in opened.pages(SHA)] == ["One page.", "Two.", "Three."]
    assert opened.page(SHA, 3).layer == text_hash("Three.")
    assert sorted(passage.text for passage in opened.to_index(SHA)) == [
        *("One page.", "Three.", "Two.")
    ]
    assert opened.unindexed() == [SHA]
    assert opened.counts() == (1, 3, 3)


def test_texts_are_the_pages_without_their_words(opened: ArchiveStore) -> None:
    opened.add_source(Source(SHA, "pdf", "a.pdf", "A", pages=1), [a_page(1, "One.")], "/a.pdf")
    (text,), (page,) = opened.texts(SHA), opened.pages(SHA)
    assert (text.text, text.layer, len(text.words)) == (page.text, page.layer, 0)
    assert len(page.words) == 1


def test_versions_are_found_by_name_title_and_path(opened: ArchiveStore) -> None:
    for number, (name, title, path) in enumerate(
        [
            ("report.pdf", "Annual Report", "/a/report.pdf"),
            ("Report.PDF", "Something else", "/b/Report.PDF"),
            ("x.pdf", "“Annual report”", "/b/x.pdf"),
            ("y.pdf", "Draft", "/a/report.pdf"),
            ("z.pdf", "Annual Report 2", "/b/z.pdf"),
        ]
    ):
        source = Source(str(number) * 64, "pdf", name, title, pages=1)
        opened.add_source(source, [a_page(1, "One.")], path)
    found = opened.versions("report.pdf", "Annual Report", "0" * 64)
    assert [source.name for source in found] == ["Report.PDF", "x.pdf", "y.pdf"]
    # One that is no longer in the archive is looked for by what the case knows of it.
    lost = opened.versions("report.pdf", "Annual Report", "f" * 64)
    assert [source.name for source in lost] == ["report.pdf", "Report.PDF", "x.pdf"]
    assert opened.versions("", "", "f" * 64) == []


def test_the_pages_of_a_long_source(opened: ArchiveStore) -> None:
    text = " ".join(f"word{n}" for n in range(500))
    words = tuple(
        Word(match.start(), match.end(), Box(0.1, 0.1, 0.2, 0.2))
        for match in re.finditer(r"\S+", text)
    )
    one = store(Page(1, "1", text, "layer", 595.0, 842.0, words), text, [(0, len(text))])
    pages = [msgspec.structs.replace(one, number=number) for number in range(1, 1501)]
    opened.add_source(Source(SHA, "pdf", "a.pdf", "A", pages=1500), pages, "/a.pdf")
    for number in (1, 700, 1500):
        page = opened.page(SHA, number)
        assert page.number == number
        assert page.boxes(100, 140)
    assert len(opened.pages(SHA)) == 1500


def make_format_2(folder: Path) -> Path:
    folder.mkdir()
    path = folder / "catalogue.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(FORMAT_2)
        for number in (1, 2):
            db.execute(
                "INSERT INTO sources VALUES (?, 'text', 'a.txt', 'A', '', '', '', 'en', 1, 9,"
                " '2026-06-01T10:00:00+00:00', 1)",
                (f"{number}" * 64,),
            )
        db.commit()
    return path


def test_an_archive_of_format_2_gets_numbers_tags_and_settings(tmp_path: Path) -> None:
    make_format_2(tmp_path / "a")
    archive = ArchiveStore(tmp_path / "a")
    assert [state.number for state in archive.states()] == [1, 2]
    archive.labels.tag(["1" * 64], ["to check", " two  words "], [])
    assert archive.labels.tags() == {"1" * 64: ["to check", "two words"]}
    archive.labels.set_setting("engine", "whoosh")
    assert archive.labels.setting("engine") == "whoosh"
    archive.close()
    assert (tmp_path / "a" / "catalogue.format-2.db").is_file()


def test_a_saved_search_of_a_foreign_archive_is_read(opened: ArchiveStore) -> None:
    with opened.transaction() as db:
        db.execute("INSERT INTO saved_searches VALUES ('Costs', 'cost', 'chapter', 1, '')")
    assert opened.labels.saved_searches() == [SavedSearch("Costs", "cost", Unit.PASSAGE)]


def test_a_change_is_counted_so_that_the_index_can_follow(opened: ArchiveStore) -> None:
    source = Source(SHA, "pdf", "a.pdf", "A")
    opened.add_source(source, [a_page(1, TEXT)], "/a.pdf")
    opened.mark_indexed({SHA: opened.state_of(SHA).changed})
    before = opened.state_of(SHA)
    opened.labels.tag([SHA], ["urgent"], [])
    assert opened.unindexed() == [SHA]
    tagged = opened.state_of(SHA)
    assert tagged.changed > before.changed
    opened.mark_indexed({SHA: before.changed})  # written as it was before the tag
    assert opened.unindexed() == [SHA]
    assert tagged.readings == before.readings
    opened.replace_pages(SHA, [a_page(1, "Other words.", "ocr")])
    assert opened.state_of(SHA).readings == before.readings + 1
    [passage] = opened.to_index(SHA)
    assert (passage.ocr, passage.tag, passage.type) == ("yes", "urgent", "pdf")
