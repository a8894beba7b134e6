"""What every search engine promises about writing, as a class of tests."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from whoosh.query import And, Every, Not, Prefix, Term

from tests.adapters.indexed import filled, found, passage
from workbench.adapters.search_index import IndexedPassage, SearchIndex
from workbench.domain.query_options import Unit


class WritingContract:
    """Subclasses say how an index is opened; each call opens the same one once more."""

    @pytest.fixture
    def opened(self) -> Iterator[Callable[[], SearchIndex]]:
        raise NotImplementedError

    @pytest.fixture
    def index(self, opened: Callable[[], SearchIndex]) -> SearchIndex:
        return opened()

    def test_an_empty_index(self, index: SearchIndex) -> None:
        assert index.size() == 0
        for tree in [Every(), Term("text", "one"), Not(Term("text", "one")), Prefix("text", "o")]:
            assert (index.search(tree, 10).total, list(index.search(tree, 10).best)) == (0, [])
            assert dict(index.groups(tree, Unit.DOCUMENT)) == {}
        assert index.write([], []) == 0
        assert index.size() == 0

    def test_a_source_taken_out(self, index: SearchIndex) -> None:
        filled(index, *["One."] * 25)
        assert index.write([], [f"{2:064x}"]) == 0
        assert index.size() == 15
        assert found(index, Every()) == {*range(1, 11), *range(21, 26)}
        assert index.groups(Term("text", "one"), Unit.DOCUMENT) == {1: 10, 3: 5}
        index.write([], [f"{2:064x}", "ff" * 32])
        assert index.size() == 15

    def test_a_source_written_anew(self, index: SearchIndex) -> None:
        filled(index, "The old text.", "And more of it.")
        index.write([passage(7, "The new text.", tag="seen")], [f"{1:064x}"])
        assert index.size() == 1
        assert found(index, Term("text", "old")) == set()
        assert found(index, And([Term("text", "new"), Term("tag", "seen")])) == {7}

    def test_the_same_passages_with_other_tags(self, index: SearchIndex) -> None:
        told = [passage(n, "One.", tag="harbour") for n in range(1, 4)]
        index.write(told, [])
        index.write([replace(one, tag="court; to-do") for one in told], [f"{1:064x}"])
        assert found(index, Term("tag", "harbour")) == set()
        assert found(index, Term("tag", "court")) == {1, 2, 3}
        assert found(index, Term("tag", "todo")) == {1, 2, 3}
        assert index.size() == 3

    def test_emptied(self, index: SearchIndex) -> None:
        filled(index, *["One."] * 12)
        index.wipe()
        assert (index.size(), found(index, Every())) == (0, set())
        filled(index, "Two.")
        assert found(index, Every()) == {1}

    def test_a_write_that_stops_half_way_leaves_what_was(self, index: SearchIndex) -> None:
        filled(index, "One.", "Two.")

        def stopping() -> Iterator[IndexedPassage]:
            yield passage(3, "Three.")
            raise RuntimeError

        with pytest.raises(RuntimeError):
            index.write(stopping(), [f"{1:064x}"])
        assert found(index, Every()) == {1, 2}
        assert index.write([passage(4, "Four.")], []) == 1
        assert found(index, Every()) == {1, 2, 4}

    def test_it_lasts(self, opened: Callable[[], SearchIndex]) -> None:
        first = filled(opened(), "One bridge.", "Two ferries.")
        first.close()
        again = opened()
        assert again.size() == 2
        assert found(again, Term("text", "ferry")) == {2}
        assert again.sentinel == first.sentinel
        assert again.engine in again.sentinel

    def test_another_reader_sees_a_write(self, opened: Callable[[], SearchIndex]) -> None:
        writer, reader = opened(), opened()
        filled(writer, "One bridge.")
        assert reader.size() == 1
        assert found(reader, Term("text", "bridge")) == {1}
        writer.write([passage(2, "A second bridge.")], [f"{1:064x}"])
        assert reader.size() == 1
        assert found(reader, Term("text", "bridge")) == {2}

    def test_many_read_while_one_writes(self, index: SearchIndex) -> None:
        """A commit is seen whole or not at all: ten passages come and ten others go."""
        index.write([passage(n, "alpha") for n in range(1, 11)], [])
        wrong: list[object] = []
        done = threading.Event()

        def read() -> None:
            try:
                while not done.is_set():
                    total = index.search(Term("text", "alpha"), 50).total
                    parts = index.groups(Term("text", "alpha"), Unit.DOCUMENT)
                    if total != 10 or list(parts.values()) != [10]:
                        wrong.append((total, parts))
            except Exception as error:  # noqa: BLE001 # told to the test's own thread
                wrong.append(error)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for thread in readers:
            thread.start()
        for turn in range(1, 6):
            fresh = [passage(turn * 10 + n, "alpha") for n in range(1, 11)]
            index.write(fresh, [f"{turn:064x}"])
        done.set()
        for thread in readers:
            thread.join()
        assert wrong == []

    def test_many_small_writes_stay_quick_to_read(self, index: SearchIndex) -> None:
        for number in range(1, 61):
            index.write([passage(number, f"word{number} same")], [])
        assert index.size() == 60
        assert found(index, Term("text", "same")) == set(range(1, 61))
        assert found(index, Term("text", "word17")) == {17}
        assert self.parts(index) <= 12

    def parts(self, index: SearchIndex) -> int:
        """How many pieces the index lies in."""
        raise NotImplementedError
