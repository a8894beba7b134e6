"""The engines that keep their index in a folder: the contract, and what may befall the folder."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from whoosh.index import TOC
from whoosh.query import Every, FuzzyTerm, Not, Prefix, Term, Wildcard

from tests.adapters.search_contract import SearchIndexContract, filled, found, passage
from workbench.adapters import index_whoosh
from workbench.adapters.index_tantivy import TantivyIndex
from workbench.adapters.index_whoosh import WhooshIndex
from workbench.adapters.search_index import SearchIndex
from workbench.adapters.stems import english_stem
from workbench.adapters.whoosh_files import latest, write_contents
from workbench.domain.errors import ArchiveBusy, ArchiveUnusable, FolderReadOnly, WorkbenchError

SENTINEL = "engine"
Opened = Callable[[], SearchIndex]


class FolderIndexContract(SearchIndexContract):
    """An index in a folder is rebuilt empty where it cannot be trusted; it never crashes."""

    engine: type[TantivyIndex | WhooshIndex]

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "archive" / "index"

    @pytest.fixture
    def opened(self, folder: Path) -> Iterator[Opened]:
        all_opened: list[SearchIndex] = []

        def opened() -> SearchIndex:
            all_opened.append(self.engine(folder))
            return all_opened[-1]

        yield opened
        for index in all_opened:
            index.close()

    def left(self, opened: Opened) -> None:
        filled(opened(), "One bridge.", "Two ferries.").close()

    def holds_up(self, opened: Opened) -> None:
        """Whether the index answers and takes passages, whatever was in the folder."""
        index = opened()
        assert index.size() in (0, 2)
        assert len(found(index, Every())) == index.size()
        if index.size() == 0:
            filled(index, "One bridge.", "Two ferries.")
        index.close()
        again = opened()
        assert found(again, Term("text", "ferry")) == {2}

    def test_a_folder_taken_away(self, opened: Opened, folder: Path) -> None:
        self.left(opened)
        shutil.rmtree(folder)
        assert opened().size() == 0
        self.holds_up(opened)

    def test_a_folder_taken_away_while_it_is_open(self, opened: Opened, folder: Path) -> None:
        index = filled(opened(), "One bridge.", "Two ferries.")
        shutil.rmtree(folder)
        assert found(index, Term("text", "ferry")) == {2}
        with pytest.raises(WorkbenchError) as caught:
            index.write([passage(3, "Three.")], [])
        assert caught.value.remedy
        self.holds_up(opened)

    def test_another_sentinel_means_another_index(self, opened: Opened, folder: Path) -> None:
        self.left(opened)
        (folder / SENTINEL).write_text("tantivy 0.1 analyser 0", encoding="utf-8")
        as_it_is = self.engine(folder, as_it_is=True)
        assert found(as_it_is, Term("text", "ferry")) == {2}
        as_it_is.close()
        index = opened()
        assert index.size() == 0
        assert (folder / SENTINEL).read_text(encoding="utf-8") == index.sentinel

    @pytest.mark.parametrize("mark", [b"", b"\xff\xfe\x00", b"x" * 100_000])
    def test_an_odd_sentinel(self, opened: Opened, folder: Path, mark: bytes) -> None:
        self.left(opened)
        (folder / SENTINEL).write_bytes(mark)
        assert opened().size() == 0
        self.holds_up(opened)

    @pytest.mark.parametrize("share", [0, 0.5, 0.95])
    def test_files_cut_off(self, opened: Opened, folder: Path, share: float) -> None:
        for file in self.each_file(opened, folder):
            with file.open("rb+") as stream:
                stream.truncate(int(file.stat().st_size * share))
            self.holds_up(opened)

    def test_files_gone(self, opened: Opened, folder: Path) -> None:
        for file in self.each_file(opened, folder):
            file.unlink()
            self.holds_up(opened)

    def test_files_of_garbage(self, opened: Opened, folder: Path) -> None:
        for file in self.each_file(opened, folder):
            file.write_bytes(bytes(n * 37 % 251 for n in range(file.stat().st_size)))
            self.holds_up(opened)

    def test_files_that_do_not_belong_there(self, opened: Opened, folder: Path) -> None:
        self.left(opened)
        for name in ("notes.txt", "_MAIN_x.toc", "meta.json.bak", "MAIN.tmp", ".hidden"):
            (folder / name).write_bytes(b"not ours")
        self.holds_up(opened)

    def test_something_else_in_the_place_of_the_folder(self, opened: Opened, folder: Path) -> None:
        folder.parent.mkdir(parents=True)
        folder.write_bytes(b"a file")
        with pytest.raises(WorkbenchError):
            opened()

    def test_one_writes_at_a_time(self, opened: Opened) -> None:
        first, second = opened(), opened()
        with pytest.raises(ArchiveBusy) as caught:
            first.write((second.write([], []) or passage(1, "One.") for _turn in range(1)), [])
        assert caught.value.remedy
        assert second.write([passage(1, "One.")], []) == 1

    @pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
    def test_a_full_disk_costs_nothing_that_was_there(self, opened: Opened, folder: Path) -> None:
        self.left(opened)
        code = f"""
import resource, signal, sys, random
from pathlib import Path
from tests.adapters.search_contract import passage
from {self.engine.__module__} import {self.engine.__name__}
from workbench.domain.errors import DiskFull
if __name__ == "__main__":
    index = {self.engine.__name__}(Path(sys.argv[1]))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    words = [f"w{{n}}" for n in range(20_000)]
    try:
        index.write([passage(n, " ".join(words[n * 50:n * 50 + 50])) for n in range(1, 400)], [])
    except DiskFull as error:
        print(error.message, error.remedy)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(index.size(), index.write([passage(3, "Three.")], []), index.size())
    index.close()
"""
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code, str(folder)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "No space is left" in done.stdout
        assert done.stdout.endswith("2 1 3\n"), done.stdout
        assert done.stderr == ""
        assert found(opened(), Every()) == {1, 2, 3}

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts need root")
    def test_a_folder_that_can_only_be_read(self, opened: Opened, folder: Path) -> None:
        self.left(opened)
        shelf = folder.parent / "shelf"
        shelf.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(shelf)]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("this machine mounts nothing")
        try:
            shutil.copytree(folder, shelf / "index")
            subprocess.run(["mount", "-o", "remount,ro", str(shelf)], check=True)
            index = self.engine(shelf / "index")
            assert found(index, Term("text", "ferry")) == {2}
            self.written_where_nothing_can_be(index)
            index.close()
            absent = self.engine(shelf / "none")
            assert absent.size() == 0
            absent.close()
        finally:
            subprocess.run(["umount", str(shelf)], check=True)

    def written_where_nothing_can_be(self, index: SearchIndex) -> None:
        """An engine may keep what is written beside the folder, or refuse it."""

    def each_file(self, opened: Opened, folder: Path) -> Iterator[Path]:
        """Every file of an index that has two passages again each time."""
        self.left(opened)
        fresh = folder.with_name("fresh")
        shutil.copytree(folder, fresh)
        for file in sorted(fresh.iterdir()):
            shutil.rmtree(folder)
            shutil.copytree(fresh, folder)
            yield folder / file.name


class TestTantivy(FolderIndexContract):
    engine = TantivyIndex

    def parts(self, index: SearchIndex) -> int:
        assert isinstance(index, TantivyIndex)
        return int(index._index.searcher().num_segments)


class TestWhoosh(FolderIndexContract):
    engine = WhooshIndex

    def parts(self, index: SearchIndex) -> int:
        assert isinstance(index, WhooshIndex)
        return len(index._segments)

    def written_where_nothing_can_be(self, index: SearchIndex) -> None:
        with pytest.raises(FolderReadOnly):
            index.write([passage(3, "Three.")], [])

    def test_an_index_from_others_calls_nothing(
        self, opened: Opened, folder: Path, tmp_path: Path
    ) -> None:
        """Whoosh keeps pickles, and a pickle may call whatever its maker likes."""
        self.left(opened)
        trace = tmp_path / "trace"
        write_contents(folder, TOC(opened()._schema, _Calling(trace), latest(folder) + 1))
        assert opened().size() == 0
        assert not trace.exists()

    def test_a_file_damaged_in_its_middle_is_said_and_built_anew(
        self, opened: Opened, folder: Path
    ) -> None:
        words = [f"w{n % 3000}" for n in range(18_000)]
        told = [passage(n, " ".join(words[n * 60 :][:60])) for n in range(300)]
        index = opened()
        index.write(told, [])
        index.close()
        (file,) = folder.glob("*.seg")
        data = bytearray(file.read_bytes())
        for start in re.finditer(b"W3Bl", bytes(data)):  # where a word's list of passages begins
            if 70_000 < start.start() < len(data) - 70_000:
                data[start.start() + 50] ^= 0xFF
        file.write_bytes(data)
        damaged = opened()
        with pytest.raises(ArchiveUnusable) as caught:
            for word in words[:3000]:
                damaged.search(Term("words", word), 5)
        assert "built anew" in caught.value.remedy
        self.holds_up(opened)

    def test_a_pattern_means_no_more_words_than_can_be_looked_up(
        self, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first words in their order, however the passages are spread over segments."""
        monkeypatch.setattr(index_whoosh, "MOST_WORDS", 3)
        filled(index, *["wc wf"] * 9, "we")
        index.write([passage(20, "wa wd")], [])
        index.write([passage(30, "wb wc")], [])
        for tree in (Prefix("text", "w"), Wildcard("text", "w?"), FuzzyTerm("text", "wx")):
            assert found(index, tree) == {*range(1, 10), 20, 30}

    def test_what_was_taken_out_goes_from_the_disk(self, index: SearchIndex, folder: Path) -> None:
        for number in range(1, 200, 10):
            index.write([passage(n, f"word{n} " * 40) for n in range(number, number + 10)], [])
        size = sum(file.stat().st_size for file in folder.iterdir())
        index.write([], [f"{source:064x}" for source in range(1, 20)])
        assert index.size() == 10
        assert sum(file.stat().st_size for file in folder.iterdir()) < size / 2
        assert found(index, Not(Prefix("text", "word191"))) == set(range(192, 201))


_WORDS = """
added adding egging erred evening emergency emergencies internal international interval
universal university organic organize organization organizations realizers resizer past paste
pasted lateral later dying dyings lyings tying cryptologists technologist news skies sky early
only innings outing canning proceed exceeding succeed arsenal communism generously generic
gender generate общество мосты الميزانيه café cafe naïve 東京 e2e 31 a ab yes yesterday sayings
eyes boy cry cries ties dies gas this kiwis bus hopping hoped fluently rationally conditional
ation ational bli abli ogi ed ing eed feed agreed
"""


class _Calling(list[object]):
    """No segments, but a folder is made by whoever reads its pickle."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.trace),)


def test_stems_are_the_same_in_both(tmp_path: Path) -> None:
    """The words on which older makes of the same stemmer differ, and some of other scripts."""
    words = _WORDS.split()
    tantivy = TantivyIndex(tmp_path)
    assert [english_stem(word) for word in words] == [tantivy.stem(word) for word in words]
    tantivy.close()
