"""The reference engine: Whoosh, in Python alone, on the archive's own disk.

Slower than the others and easy to look into: what it finds is what they have to find. Two fields
hold a passage's words, as they are and as English stems; numbers are columns beside them.
"""

import heapq
import os
import pickle
import shutil
import struct
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from itertools import groupby, islice
from pathlib import Path
from threading import Lock
from typing import Any

from whoosh import analysis, columns, fields, formats, query, writing
from whoosh.index import TOC, EmptyIndexError, FileIndex
from whoosh.searching import Searcher

from workbench.adapters.files import speaking
from workbench.adapters.query_whoosh import MOST_WORDS, Scores, Segment, SegmentSearch, words_meant
from workbench.adapters.search_index import (
    ANALYSER_VERSION,
    KEYWORD_FIELDS,
    LONGEST_IN_BYTES,
    TEXT_FIELDS,
    IndexedPassage,
    Matches,
)
from workbench.adapters.stems import english_stem
from workbench.adapters.whoosh_files import (
    MappedStorage,
    SealingWriter,
    latest,
    merged_by_size,
    sealed,
    write_contents,
)
from workbench.domain.analysis import GAP, index_text
from workbench.domain.errors import ArchiveBusy, ArchiveUnusable
from workbench.domain.query_options import Order, Unit
from workbench.i18n import _

_SENTINEL = "engine"
# No window of a near phrase reaches over a gap.
_GAP_WIDTH = 1 << 20
_NUMBERS = ("id", "source_number", "place", "first_day", "last_day")
_TORN = (EOFError, EmptyIndexError, struct.error, zlib.error, pickle.UnpicklingError)
_GROUPED_BY = {Unit.PASSAGE: "id", Unit.PAGE: "place", Unit.DOCUMENT: "source_number"}


class WhooshIndex:
    """A Whoosh index in a folder; safe for many threads that search and one that writes."""

    engine = "whoosh"

    def __init__(self, folder: Path, as_it_is: bool = False) -> None:
        """as_it_is: an index of an older analyser answers until there is a new one."""
        self._folder = folder
        self._own: Path | None = None
        self._schema = _schema()
        # Threads share Python's one processor anyway, so searches may take turns.
        self._turn = Lock()
        self._generation = -1
        self._searcher: Any = None
        self._segments: list[Segment] = []
        self._kept: dict[str, dict[Any, Any]] = {}
        with speaking(folder):
            if not (self._usable(as_it_is) and self._read()):
                self._start_anew()
                self._read()

    @property
    def sentinel(self) -> str:
        """Engine, its version and the analyser's: another one means another index."""
        return f"whoosh {version('whoosh-reloaded')} analyser {ANALYSER_VERSION}"

    def write(self, passages: Iterable[IndexedPassage], gone: Iterable[str]) -> int:
        """Takes the sources in gone out and the passages in, in one commit; counts these."""
        with self._writer() as writer:
            for source in gone:
                writer.delete_by_term("source", source)
            count = 0
            for passage in passages:
                writer.add_document(**_document(passage))
                count += 1
            writer.commit(mergetype=merged_by_size)
        with self._segments_now():
            return count

    def search(self, tree: query.Query, limit: int, order: Order = Order.RELEVANCE) -> Matches:
        """The first matches: best, newest source, or by source and page."""
        with self._segments_now() as segments:
            total = 0
            keys: list[tuple[float, int, int, float]] = []
            for segment, scores in _found(segments, tree):
                total += len(scores)
                keys += heapq.nsmallest(max(0, limit), _keys(segment, scores, order))
            return Matches(total, [(key[2], key[3]) for key in sorted(keys)[: max(0, limit)]])

    def groups(self, tree: query.Query, unit: Unit) -> Mapping[int, int]:
        """How many passages match, by source number (DOCUMENT), place (PAGE) or id (PASSAGE)."""
        counts: Counter[int] = Counter()
        with self._segments_now() as segments:
            for segment, scores in _found(segments, tree):
                numbers = segment.numbers(_GROUPED_BY[unit])
                counts.update(numbers[at] for at in scores)
        return counts

    def stem(self, word: str) -> str:
        """The stem under which a folded word is found."""
        return english_stem(word)

    def size(self) -> int:
        """How many passages are in it."""
        with self._segments_now():
            return int(self._searcher.doc_count())

    def wipe(self) -> None:
        """Empties it."""
        with self._writer() as writer:
            writer.commit(mergetype=writing.CLEAR)

    def close(self) -> None:
        """Gives its files back."""
        with self._turn:
            self._let_go()
        if self._own is not None:
            shutil.rmtree(self._own, ignore_errors=True)

    def _usable(self, as_it_is: bool) -> bool:
        mark = self._folder / _SENTINEL
        if not mark.is_file() or not sealed(self._folder):
            return False
        return as_it_is or mark.read_bytes() == self.sentinel.encode()

    def _read(self) -> bool:
        try:
            self._index = FileIndex(MappedStorage(str(self._folder)), schema=self._schema)
            self._refresh()
        except _TORN:
            return False
        return True

    def _start_anew(self) -> None:
        there = next(path for path in (self._folder, *self._folder.parents) if path.is_dir())
        if not os.access(there, os.W_OK):
            self._own = Path(tempfile.mkdtemp(prefix="workbench-index-"))
            self._folder = self._own / "index"
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        write_contents(self._folder, TOC(self._schema, [], 0))
        (self._folder / _SENTINEL).write_text(self.sentinel, encoding="utf-8")

    @contextmanager
    def _writer(self) -> Iterator[SealingWriter]:
        with speaking(self._folder):
            if latest(self._folder) < 0:
                raise FileNotFoundError(self._folder)
            lock = self._index.lock("WRITELOCK")
            if not lock.acquire():
                raise ArchiveBusy(
                    _("Another window or command is writing the index."),
                    _("Wait until it is done; then do it again."),
                )
            storage = self._index.storage
            try:
                writer = SealingWriter(self._index, _lk=False)
                try:
                    yield writer
                finally:
                    if not writer.is_closed:
                        writer.cancel()
            finally:
                storage.let_go()
                lock.release()

    @contextmanager
    def _segments_now(self) -> Iterator[Sequence[Segment]]:
        """The segments of the newest commit, for one thread at a time."""
        with self._turn, speaking(self._folder):
            try:
                self._refresh()
                yield self._segments
            except _TORN as error:
                # Without it the index is not taken for a whole one again.
                with suppress(OSError):
                    (self._folder / _SENTINEL).unlink()
                raise ArchiveUnusable(
                    _("The index in {path} is damaged.").format(path=self._folder),
                    _("Close the archive and open it again; the index is then built anew."),
                ) from error

    def _refresh(self) -> None:
        # A folder taken away under us: what is open still answers.
        generation = latest(self._folder) if self._folder.is_dir() else -1
        if self._searcher is not None and generation in (-1, self._generation):
            return
        self._let_go()
        self._searcher = Searcher(self._index.reader())
        self._generation = generation
        leaves = [leaf for leaf, _at in self._searcher.leaf_searchers() if leaf.doc_count_all()]
        names = [leaf.reader().segment().segment_id() for leaf in leaves]
        self._kept = {name: self._kept.get(name, {}) for name in names}
        self._segments = [
            Segment(leaf, self._kept[name]) for leaf, name in zip(leaves, names, strict=True)
        ]

    def _let_go(self) -> None:
        self._segments = []
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None


class _Words(analysis.Tokenizer):  # type: ignore[misc] # Whoosh brings no types
    """What domain.analysis made of a text: the words between its spaces."""

    def __call__(self, value: str, **modes: Any) -> Iterator[analysis.Token]:
        token = analysis.Token(**modes)
        token.boost = 1.0
        place = 0
        for word in value.split():
            place += _GAP_WIDTH if word == GAP else 1
            if word != GAP and len(word.encode()) <= LONGEST_IN_BYTES:
                token.text, token.pos = word, place
                yield token


class _Places(formats.Positions):  # type: ignore[misc] # Whoosh brings no types
    """A word's places as plain numbers: smaller and quicker than Whoosh's pickles."""

    def encode(self, places: Sequence[int]) -> bytes:
        return struct.pack(f"!{len(places)}I", *places)

    def decode_positions(self, value: bytes) -> Sequence[int]:
        return struct.unpack(f"!{len(value) // 4}I", value)

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4


def _schema() -> fields.Schema:
    words = fields.FieldType(_Places(), _Words(), scorable=True)
    stems = fields.FieldType(formats.Frequency(), _Words(), scorable=True)
    number = fields.COLUMN(columns.NumericColumn("q"))
    return fields.Schema(
        words=words,
        stems=stems,
        **dict.fromkeys(TEXT_FIELDS, words),
        **dict.fromkeys(KEYWORD_FIELDS, fields.ID()),
        **dict.fromkeys(_NUMBERS, number),
    )


def _document(passage: IndexedPassage) -> dict[str, Any]:
    text = index_text(passage.text)
    return {
        "words": text,
        "stems": " ".join(map(english_stem, text.split())),
        **{name: getattr(passage, name) for name in _NUMBERS},
        **{name: getattr(passage, name) or None for name in KEYWORD_FIELDS},
        **{name: index_text(getattr(passage, name)) for name in TEXT_FIELDS},
    }


def _found(segments: Sequence[Segment], tree: query.Query) -> Iterator[tuple[Segment, Scores]]:
    meant = _expansion(segments)
    for segment in segments:
        yield segment, SegmentSearch(segment, meant).found(tree)


def _expansion(segments: Sequence[Segment]) -> Callable[[query.Query], Sequence[str]]:
    known: dict[int, Sequence[str]] = {}

    def meant(node: query.Query) -> Sequence[str]:
        if id(node) not in known:
            name = "words" if node.fieldname == "text" else node.fieldname
            parts = [words_meant(node, segment.words(name)) for segment in segments]
            words = (word for word, _same in groupby(heapq.merge(*parts)))
            known[id(node)] = list(islice(words, MOST_WORDS))
        return known[id(node)]

    return meant


def _keys(
    segment: Segment, scores: Scores, order: Order
) -> Iterator[tuple[float, int, int, float]]:
    """What the passages are ordered by, with id and score at the end."""
    ids, places, days = map(segment.numbers, ("id", "place", "first_day"))
    for at, score in scores.items():
        if order is Order.RELEVANCE:
            yield -score, places[at], ids[at], score
        else:
            yield -days[at] if order is Order.DATE else 0, places[at], ids[at], 0.0
