"""The default search engine: tantivy, on the archive's own disk.

A document in it is a passage, which holds its words as they are, or a source, which holds title,
author, tags and the like once for all of its passages. A word that is searched by its stem is
looked up in the vocabulary for all its forms; a condition on a source is looked up among the
sources for their numbers. The words are made before the text comes here, so that a query and a
passage always meet in the same form.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import cast

import msgspec
import tantivy
from whoosh import query

from workbench.adapters.files import disk_full, read_only, speaking
from workbench.adapters.query_tantivy import Lookup, TantivyCompiler
from workbench.adapters.search_index import (
    ANALYSER_VERSION,
    KEYWORD_FIELDS,
    LONGEST_IN_BYTES,
    TEXT_FIELDS,
    IndexedPassage,
    Matches,
)
from workbench.adapters.stem_forms import places_of
from workbench.domain.analysis import index_text
from workbench.domain.errors import ArchiveBusy
from workbench.domain.query_options import Order, Unit
from workbench.i18n import _

# Less means more segments, and more work to merge them.
_HEAP = 128_000_000
# Forms of a stem: more are rare words of a large vocabulary.
_MOST_FORMS = 64
_MOST_BEGINNING = 20_000
_SENTINEL = "engine"
_NUMBERS = ("id", "source_number", "place")
_DAYS = ("first_day", "last_day")
_DAYS_OF_SOURCE = ("from_day", "to_day")
# So many are looked up faster than the days of all passages.
_FEW_SOURCES = 20_000
_MARKS = ("type", "lang", "ocr")
# Raised whenever the fields change; an older index is rebuilt.
_LAYOUT = 4
_GROUPED_BY = {Unit.PASSAGE: "id", Unit.PAGE: "place"}
# tantivy gives up an aggregation of 65,000 groups.
_MOST_GROUPS = 50_000


class TantivyIndex:
    """A tantivy index in a folder; safe for many threads that search and one that writes."""

    engine = "tantivy"

    def __init__(self, folder: Path, as_it_is: bool = False) -> None:
        """as_it_is: an index of an older analyser answers until there is a new one."""
        self._folder = folder
        self._copy: Path | None = None
        self._schema = _schema()
        with speaking(folder):
            if not _writable(folder):
                # tantivy wants to lock files beside an index, even to read it.
                self._copy = Path(tempfile.mkdtemp(prefix="workbench-index-"))
                self._folder = self._copy / "index"
                if folder.is_dir():
                    shutil.copytree(folder, self._folder)
            self._index = self._opened(as_it_is)
        self._stems = _analyser(stemmed=True)
        self._index.register_tokenizer("words", _analyser(stemmed=False))
        self.stem = lru_cache(50_000)(self._stem)
        self._known_forms: dict[str, list[str]] = {}
        self._known_of: tuple[int, int] = (0, 0)
        lookup = Lookup(self._forms, self._sources_where, self._frequency, self._has_few_sources)
        self._compiler = TantivyCompiler(self._schema, lookup)

    @property
    def sentinel(self) -> str:
        """Engine, its version and the analyser's: another one means another index."""
        return f"tantivy {version('tantivy')} layout {_LAYOUT} analyser {ANALYSER_VERSION}"

    def write(self, passages: Iterable[IndexedPassage], gone: Iterable[str]) -> int:
        """Takes the sources in gone out and the passages in, in one commit; counts these."""
        with self._speaking():
            return self._written(passages, gone)

    def _written(self, passages: Iterable[IndexedPassage], gone: Iterable[str]) -> int:
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        try:
            for source in gone:
                self._take_out(writer, source)
            count = 0
            told: set[str] = set()
            for passage in passages:
                if passage.source not in told:
                    told.add(passage.source)
                    writer.add_json(_source_document(passage))
                writer.add_json(_document(passage))
                count += 1
            writer.commit()
            # Found at once, however long segments are merged.
            self._index.reload()
            writer.wait_merging_threads()
        finally:
            # The lock is held as long as the writer lives, and a traceback would keep it alive.
            del writer
        self._index.reload()
        return count

    def search(self, tree: query.Query, limit: int, order: Order = Order.RELEVANCE) -> Matches:
        """The first matches: best, newest source, or by source and page."""
        searcher = self._index.searcher()
        if limit < 1 or not searcher.num_docs:
            return Matches(0, [])
        wanted = self._compiler.compile(tree)
        if order is Order.RELEVANCE:
            found = searcher.search(wanted, limit)
        elif order is Order.DATE:
            found = searcher.search(wanted, limit, order_by_field="first_day")
        else:
            ascending = tantivy.Order.Asc
            found = searcher.search(wanted, limit, order_by_field="place", order=ascending)
        ids = searcher.fast_field_values("id", [address for _score, address in found.hits])
        scores = [float(score) if order is Order.RELEVANCE else 0.0 for score, _at in found.hits]
        best = [(int(id_ or 0), score) for id_, score in zip(ids, scores, strict=True)]
        # The stub of tantivy's result leaves its count out.
        return Matches(int(getattr(found, "count", 0) or 0), best)

    def groups(self, tree: query.Query, unit: Unit) -> Mapping[int, int]:
        """How many passages match, by source number (DOCUMENT), place (PAGE) or id (PASSAGE)."""
        searcher = self._index.searcher()
        if not searcher.num_docs:
            return {}
        found = self._compiler.compile(tree)
        if unit is Unit.DOCUMENT:
            return dict(self._by_source(searcher, found))
        # So many groups are faster counted here than made by tantivy one by one.
        limit = self._count(found)
        if not limit:
            return {}
        hits = searcher.search(tantivy.Query.const_score_query(found, 0.0), limit, count=False).hits
        values = searcher.fast_field_values(_GROUPED_BY[unit], [at for _score, at in hits])
        return Counter(cast(list[int], values))

    def size(self) -> int:
        """How many passages are in it."""
        self._index.reload()
        return self._count(tantivy.Query.exists_query("id"))

    def wipe(self) -> None:
        """Empties it."""
        with self._speaking():
            writer = self._index.writer(heap_size=_HEAP, num_threads=1)
            writer.delete_all_documents()
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()

    def close(self) -> None:
        """Gives its files back."""
        self.stem.cache_clear()
        if self._copy is not None:
            shutil.rmtree(self._copy, ignore_errors=True)

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """tantivy raises ValueError with the cause in its words only."""
        try:
            yield
        except (ValueError, OSError) as error:
            reason = str(error).lower()
            if "lock" in reason:
                raise ArchiveBusy(
                    _("Another window or command is writing the index."),
                    _("Wait until it is done; then do it again."),
                ) from error
            if "read-only" in reason or "permission" in reason:
                raise read_only(self._folder) from error
            raise disk_full(self._folder) from error

    def _opened(self, as_it_is: bool) -> tantivy.Index:
        mark = self._folder / _SENTINEL
        current = mark.is_file() and (as_it_is or mark.read_bytes() == self.sentinel.encode())
        if current:
            try:
                index = tantivy.Index(self._schema, path=str(self._folder), reuse=True)
                self._probe(index.searcher())
                return index
            except ValueError:
                current = False
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(self._schema, path=str(self._folder), reuse=False)
        mark.write_text(self.sentinel, encoding="utf-8")
        return index

    def _probe(self, searcher: tantivy.Searcher) -> None:
        """Raises ValueError where a file is damaged: tantivy opens most of them when asked only."""
        for name in ("words", *TEXT_FIELDS, *KEYWORD_FIELDS):
            nothing = tantivy.Query.term_query(self._schema, name, "")
            searcher.search(nothing, 1, order_by_field="place")

    def _stem(self, word: str) -> str:
        return " ".join(self._stems.analyze(word))

    def _frequency(self, name: str, word: str) -> int:
        return int(self._index.searcher().doc_freq(name, word))

    def _forms(self, word: str) -> list[str]:
        """The words of the index that have the stem of this one, the most frequent first."""
        stem = self.stem(word)
        searcher = self._index.searcher()
        state = (searcher.num_docs, searcher.num_segments)
        if state != self._known_of:
            self._known_forms, self._known_of = {}, state
        known = self._known_forms.get(stem)
        if known is None:
            known = self._known_forms[stem] = self._forms_in(searcher, stem)
        return known

    def _forms_in(self, searcher: tantivy.Searcher, stem: str) -> list[str]:
        places = places_of(stem)
        found = {each: searcher.doc_freq("words", each) for each in places.words}
        for beginning in places.beginnings:
            found |= searcher.terms_with_prefix("words", beginning, None, _MOST_BEGINNING)
        said = [each for each, frequency in found.items() if frequency]
        stems = self._stems.analyze(" ".join(said))
        forms = [each for each, its in zip(said, stems, strict=True) if its == stem]
        return sorted(forms, key=lambda each: -found[each])[:_MOST_FORMS]

    def _has_few_sources(self) -> bool:
        return self._count(tantivy.Query.exists_query("number")) <= _FEW_SOURCES

    def _sources_where(self, condition: tantivy.Query) -> list[int]:
        """The numbers of the sources for which a condition on their own fields holds."""
        searcher = self._index.searcher()
        limit = max(1, searcher.num_docs)
        hits = searcher.search(condition, limit, count=False, order_by_field="number").hits
        return sorted({int(cast(int, number)) for number, _at in hits})

    def _take_out(self, writer: tantivy.IndexWriter, source: str) -> None:
        named = tantivy.Query.term_query(self._schema, "source", source)
        for number in self._sources_where(named):
            its_passages = tantivy.Query.term_query(self._schema, "source_number", number)
            writer.delete_documents_by_query(its_passages)
        writer.delete_documents_by_query(named)

    def _count(self, found: tantivy.Query) -> int:
        everything = {"all": {"filter": "*"}}
        answer = self._index.searcher().aggregate(found, everything)
        return int(answer["all"]["doc_count"])

    def _by_source(
        self, searcher: tantivy.Searcher, found: tantivy.Query
    ) -> Iterator[tuple[int, int]]:
        """Source after source in their order, as many at a time as tantivy gives."""
        name = "source_number"
        groups = {"terms": {"field": name, "size": _MOST_GROUPS, "order": {"_key": "asc"}}}
        low = 0
        while True:
            rest = found
            if low:
                kind = tantivy.FieldType.Integer
                later = tantivy.Query.range_query(self._schema, name, kind, low, None)
                must = tantivy.Occur.Must
                rest = tantivy.Query.boolean_query([(must, found), (must, later)])
            buckets = searcher.aggregate(rest, {"groups": groups})["groups"]["buckets"]
            yield from ((int(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets)
            if len(buckets) < _MOST_GROUPS:
                return
            low = int(buckets[-1]["key"]) + 1


def _writable(folder: Path) -> bool:
    there = next(path for path in (folder, *folder.parents) if path.is_dir())
    return os.access(there, os.W_OK)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in _NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in _DAYS:
        builder.add_integer_field(name, fast=True)
    builder.add_text_field("words", tokenizer_name="words", index_option="position")
    # Of a source; a passage has its source_number.
    for name in ("number", *_DAYS_OF_SOURCE):
        builder.add_integer_field(name, fast=True)
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="words", index_option="position")
    for name in KEYWORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _analyser(*, stemmed: bool) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    builder = builder.filter(tantivy.Filter.remove_long(LONGEST_IN_BYTES + 1))
    if stemmed:
        builder = builder.filter(tantivy.Filter.stemmer("english"))
    return builder.build()


def _document(passage: IndexedPassage) -> str:
    """As JSON, which tantivy takes in faster than a document of Python's."""
    document: dict[str, object] = {"words": index_text(passage.text)}
    for name in (*_NUMBERS, *_DAYS, *_MARKS):
        document[name] = getattr(passage, name)
    return msgspec.json.encode(document).decode()


def _source_document(passage: IndexedPassage) -> str:
    document: dict[str, object] = {"number": passage.source_number, "source": passage.source}
    for name, own in zip(_DAYS, _DAYS_OF_SOURCE, strict=True):
        document[own] = getattr(passage, name)
    for name in TEXT_FIELDS:
        document[name] = index_text(getattr(passage, name))
    return msgspec.json.encode(document).decode()
