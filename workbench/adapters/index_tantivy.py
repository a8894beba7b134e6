"""The default search engine: tantivy, on the archive's own disk.

Two fields hold a passage's words: as they are (phrases, prefixes, wildcards, fuzzy words) and as
English stems (single words). Folding is done before the text comes here, so that a query and a
passage always meet in the same form.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import tantivy
from whoosh import query

from workbench.adapters.files import disk_full, read_only, speaking
from workbench.adapters.search_index import ANALYSER_VERSION, IndexedPassage, Matches
from workbench.domain.errors import ArchiveBusy
from workbench.domain.query_slips import TEXT_FIELDS
from workbench.domain.query_tree import date_bounds, fold, wildcard_pattern
from workbench.i18n import _

_HEAP = 64_000_000
_LONGEST_WORD = 200
_SENTINEL = "engine"


class TantivyIndex:
    """A tantivy index in a folder; safe for many threads that search and one that writes."""

    engine = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copy: Path | None = None
        self._schema = _schema()
        with speaking(folder):
            if folder.is_dir() and not os.access(folder, os.W_OK):
                # tantivy wants to lock files beside an index, even to read it.
                self._copy = Path(tempfile.mkdtemp(prefix="workbench-index-"))
                self._folder = Path(shutil.copytree(folder, self._copy / "index"))
            self._index = self._opened()
        self._words = _analyser(stemmed=False)
        self._stems = _analyser(stemmed=True)
        self._index.register_tokenizer("words", self._words)
        self._index.register_tokenizer("stems", self._stems)
        self.stem = lru_cache(50_000)(self._stem)

    @property
    def sentinel(self) -> str:
        """Engine, its version and the analyser's: another one means another index."""
        return f"tantivy {version('tantivy')} analyser {ANALYSER_VERSION}"

    def write(self, passages: Iterable[IndexedPassage], gone: Iterable[str]) -> int:
        """Takes the sources in gone out and the passages in, in one commit; counts these."""
        with self._speaking():
            return self._written(passages, gone)

    def _written(self, passages: Iterable[IndexedPassage], gone: Iterable[str]) -> int:
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for source in gone:
            writer.delete_documents_by_query(
                tantivy.Query.term_query(self._schema, "source", source)
            )
        count = 0
        for passage in passages:
            writer.add_document(_document(passage))
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        return count

    def search(self, tree: query.Query, limit: int) -> Matches:
        """The best matches, best first."""
        searcher = self._index.searcher()
        if limit < 1 or not searcher.num_docs:
            return Matches(0, [])
        found = searcher.search(self._compiled(tree), limit)
        best = [
            (int(searcher.doc(address).to_dict()["id"][0]), float(score))
            for score, address in found.hits
        ]
        # The stub of tantivy's result leaves its count out.
        return Matches(int(getattr(found, "count", 0) or 0), best)

    def size(self) -> int:
        """How many passages are in it."""
        self._index.reload()
        return int(self._index.searcher().num_docs)

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

    def _opened(self) -> tantivy.Index:
        mark = self._folder / _SENTINEL
        current = mark.is_file() and mark.read_text(encoding="utf-8") == self.sentinel
        if current:
            try:
                return tantivy.Index(self._schema, path=str(self._folder), reuse=True)
            except ValueError:
                current = False
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        index = tantivy.Index(self._schema, path=str(self._folder), reuse=False)
        mark.write_text(self.sentinel, encoding="utf-8")
        return index

    def _stem(self, word: str) -> str:
        return " ".join(self._stems.analyze(word))

    def _compiled(self, node: query.Query) -> tantivy.Query:
        if isinstance(node, query.Not):
            return _boolean([(tantivy.Occur.MustNot, self._compiled(node.query))], everything=True)
        if isinstance(node, query.And):
            return self._all_of(node)
        if isinstance(node, query.Or):
            parts = [(tantivy.Occur.Should, self._compiled(part)) for part in node.subqueries]
            return _boolean(parts)
        if isinstance(node, query.NumericRange):
            low, high = date_bounds(node)
            return _boolean(
                [
                    (tantivy.Occur.Must, self._days("last_day", max(low, 1), None)),
                    (tantivy.Occur.Must, self._days("first_day", 1, high)),
                ]
            )
        return self._word(node)

    def _all_of(self, node: query.And) -> tantivy.Query:
        parts = []
        for part in node.subqueries:
            if isinstance(part, query.Not):
                parts.append((tantivy.Occur.MustNot, self._compiled(part.query)))
            else:
                parts.append((tantivy.Occur.Must, self._compiled(part)))
        only_not = all(occur is tantivy.Occur.MustNot for occur, _query in parts)
        return _boolean(parts, everything=only_not)

    def _days(self, name: str, low: int, high: int | None) -> tantivy.Query:
        kind = tantivy.FieldType.Integer
        return tantivy.Query.range_query(self._schema, name, kind, low, high)

    def _word(self, node: query.Query) -> tantivy.Query:
        make = tantivy.Query
        name = "words" if node.fieldname == "text" else node.fieldname
        if isinstance(node, query.Phrase):
            words = [word for word in node.words if len(word) <= _LONGEST_WORD]
            return make.phrase_query(self._schema, name, words, slop=node.slop - 1)
        if isinstance(node, query.FuzzyTerm):
            return make.fuzzy_term_query(self._schema, name, node.text, distance=node.maxdist)
        if isinstance(node, query.Prefix):
            return make.regex_query(self._schema, name, wildcard_pattern(node.text + "*"))
        if isinstance(node, query.Wildcard):
            return make.regex_query(self._schema, name, wildcard_pattern(node.text))
        if name == "words":
            return make.term_query(self._schema, "stems", self.stem(node.text))
        return make.term_query(self._schema, name, node.text)


def _boolean(
    parts: list[tuple[tantivy.Occur, tantivy.Query]], *, everything: bool = False
) -> tantivy.Query:
    if everything:
        parts = [(tantivy.Occur.Must, tantivy.Query.all_query()), *parts]
    return tantivy.Query.boolean_query(parts)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True)
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="words", index_option="position")
    builder.add_text_field("stems", tokenizer_name="stems", index_option="freq")
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="words", index_option="position")
    builder.add_integer_field("first_day", indexed=True, fast=True)
    builder.add_integer_field("last_day", indexed=True, fast=True)
    return builder.build()


def _analyser(*, stemmed: bool) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(_LONGEST_WORD))
    if stemmed:
        builder = builder.filter(tantivy.Filter.stemmer("english"))
    return builder.build()


def _document(passage: IndexedPassage) -> tantivy.Document:
    text = fold(passage.text)
    return tantivy.Document(
        id=passage.id,
        source=passage.source,
        words=text,
        stems=text,
        title=fold(passage.title),
        author=fold(passage.author),
        publisher=fold(passage.publisher),
        type=fold(passage.type),
        first_day=passage.first_day,
        last_day=passage.last_day,
    )
