"""Who is measured: ours, its engine alone, and plain peers as their own pages show their use.

A peer stores the texts it snippets; ours fetches them from the catalogue. Every answer is 20 hits
with 20 snippets and, where the peer has one, the number of all hits.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

import tantivy
from whoosh import fields, highlight, index, qparser

from tests.benchmarks.search_corpus import Document, Wanted
from workbench.adapters.archive_store import ArchiveStore
from workbench.adapters.index_tantivy import TantivyIndex
from workbench.adapters.page_format import StoredPage
from workbench.adapters.search_index import IndexedPassage
from workbench.domain.query import parse
from workbench.domain.source import Source
from workbench.domain.text import text_hash
from workbench.services.archive import Archive
from workbench.services.jobs import Job

HITS = 20


class Contestant(Protocol):
    """A search over one folder of its own."""

    def prepare(self, documents: Iterable[Document]) -> None:
        """What is no part of its build."""

    def build(self, documents: Iterable[Document]) -> None:
        """The index of all documents."""

    def open(self) -> None:
        """Ready for the first query."""

    def ask(self, wanted: Wanted) -> int | None:
        """How many match, with the snippets of the first; None where it cannot be asked that."""

    def index(self) -> Path:
        """The folder whose size counts."""


def as_typed(wanted: Wanted) -> str:
    """The query in our language."""
    words = wanted.words
    forms: dict[str, Callable[[], str]] = {
        "OR": lambda: " OR ".join(words),
        "phrase": lambda: '"' + " ".join(words) + '"',
        "prefix": lambda: words[0] + "*",
        "fuzzy": lambda: words[0] + "~1",
        "date range": lambda: (
            f"{words[0]} date:[{_iso(wanted.first_day)} to {_iso(wanted.last_day)}]"
        ),
    }
    return forms.get(wanted.kind, lambda: " ".join(words))()


class Ours:
    """Catalogue and index through the services, as the window searches."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "archive"

    def prepare(self, documents: Iterable[Document]) -> None:
        store = ArchiveStore(self._folder)
        known = {source.sha256 for source in store.sources()}
        for document in documents:
            if document.sha256 not in known:
                pages = [_stored(n, texts) for n, texts in enumerate(document.pages, 1)]
                store.add_source(source_of(document), pages, f"/texts/{document.number}")
        store.close()

    def build(self, documents: Iterable[Document]) -> None:
        archive = Archive(self._folder)
        archive.rebuild(Job())
        archive.close()

    def open(self) -> None:
        self.archive = Archive(self._folder)

    def ask(self, wanted: Wanted) -> int | None:
        found = self.archive.search(as_typed(wanted), HITS)
        for hit in found.hits:
            assert hit.spans
        return found.total

    def index(self) -> Path:
        return self._folder / "index"


class Engine:
    """Our index without the catalogue: no texts, no snippets."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "engine"

    def prepare(self, documents: Iterable[Document]) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def build(self, documents: Iterable[Document]) -> None:
        index = TantivyIndex(self._folder)
        index.write(indexed(documents), [])
        index.close()

    def open(self) -> None:
        self.engine = TantivyIndex(self._folder)

    def ask(self, wanted: Wanted) -> int | None:
        tree = parse(as_typed(wanted)).tree
        return self.engine.search(tree, HITS).total if tree is not None else 0

    def index(self) -> Path:
        return self._folder


class PlainTantivy:
    """One stored text field with positions, its own parser, its own snippets."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "tantivy"
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("body", stored=True)
        builder.add_integer_field("id", stored=True, indexed=True)
        builder.add_integer_field("day", stored=True, indexed=True, fast=True)
        self._schema = builder.build()

    def prepare(self, documents: Iterable[Document]) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)

    def build(self, documents: Iterable[Document]) -> None:
        writer = tantivy.Index(self._schema, path=str(self._folder)).writer()
        for id_, text, day in numbered(documents):
            writer.add_document(tantivy.Document(id=id_, body=text, day=day))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._index = tantivy.Index(self._schema, path=str(self._folder))

    def ask(self, wanted: Wanted) -> int | None:
        searcher = self._index.searcher()
        query = self._query(wanted)
        found = searcher.search(query, HITS)
        snippets = tantivy.SnippetGenerator.create(searcher, query, self._schema, "body")
        for _score, address in found.hits:
            snippets.snippet_from_doc(searcher.doc(address)).to_html()
        return int(getattr(found, "count", 0) or 0)

    def index(self) -> Path:
        return self._folder

    def _query(self, wanted: Wanted) -> tantivy.Query:
        word = wanted.words[0]
        if wanted.kind == "prefix":
            return tantivy.Query.regex_query(self._schema, "body", f"{word}.*")
        if wanted.kind == "fuzzy":
            return tantivy.Query.fuzzy_term_query(self._schema, "body", word, distance=1)
        typed = {"OR": " OR ", "AND": " AND "}.get(wanted.kind, " ").join(wanted.words)
        if wanted.kind == "phrase":
            typed = f'"{typed}"'
        if wanted.kind == "date range":
            typed = f"+{typed} +day:[{wanted.first_day} TO {wanted.last_day}]"
        return self._index.parse_query(typed, ["body"])


class PlainWhoosh:
    """Whoosh's own index and highlights, with its plain analyser."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "whoosh"
        self._schema = fields.Schema(
            id=fields.NUMERIC(stored=True),
            body=fields.TEXT(stored=True),
            day=fields.NUMERIC(stored=True),
        )

    def prepare(self, documents: Iterable[Document]) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)

    def build(self, documents: Iterable[Document]) -> None:
        writer = index.create_in(self._folder, self._schema).writer(limitmb=256)
        for id_, text, day in numbered(documents):
            writer.add_document(id=id_, body=text, day=day)
        writer.commit()

    def open(self) -> None:
        self._index = index.open_dir(self._folder)
        self._searcher = self._index.searcher()
        self._parser = qparser.QueryParser("body", self._schema)
        self._parser.add_plugin(qparser.FuzzyTermPlugin())

    def ask(self, wanted: Wanted) -> int | None:
        typed = as_typed(wanted)
        if wanted.kind == "date range":
            typed = f"{wanted.words[0]} day:[{wanted.first_day} to {wanted.last_day}]"
        found = self._searcher.search(self._parser.parse(typed), limit=HITS)
        found.fragmenter = highlight.ContextFragmenter()
        for hit in found:
            hit.highlights("body")
        return len(found)

    def index(self) -> Path:
        return self._folder


class Fts5:
    """SQLite's full-text table with its snippet()."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "fts5"

    def prepare(self, documents: Iterable[Document]) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)

    def build(self, documents: Iterable[Document]) -> None:
        self.open()
        self._db.execute("CREATE VIRTUAL TABLE passages USING fts5(body)")
        self._db.execute("CREATE TABLE days (id INTEGER PRIMARY KEY, day INTEGER)")
        for id_, text, day in numbered(documents):
            self._db.execute("INSERT INTO passages (rowid, body) VALUES (?, ?)", (id_, text))
            self._db.execute("INSERT INTO days VALUES (?, ?)", (id_, day))
        self._db.commit()
        self._db.close()

    def open(self) -> None:
        self._db = sqlite3.connect(self._folder / "passages.db")

    def ask(self, wanted: Wanted) -> int | None:
        if wanted.kind == "fuzzy":
            return None
        typed = wanted.words[0] + "*" if wanted.kind == "prefix" else as_typed(wanted)
        if wanted.kind == "date range":
            typed = wanted.words[0]
        typed = " ".join(w if w == "OR" or "*" in w else f'"{w}"' for w in typed.split())
        if wanted.kind == "phrase":
            typed = '"' + " ".join(wanted.words) + '"'
        within, days = "", []
        if wanted.first_day:
            within = " AND day BETWEEN ? AND ?"
            days = [wanted.first_day, wanted.last_day]
        rows = self._db.execute(
            "SELECT rowid, snippet(passages, 0, '<b>', '</b>', '…', 32) FROM passages"
            f" JOIN days ON id = rowid WHERE passages MATCH ?{within} ORDER BY rank LIMIT {HITS}",
            [typed, *days],
        ).fetchall()
        return len(rows)

    def index(self) -> Path:
        return self._folder


class Recoll:
    """The desktop's own search where it is installed: one file a passage, recollindex, recollq."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "recoll"
        self._texts = self._folder / "texts"
        self._settings = self._folder / "settings"

    def prepare(self, documents: Iterable[Document]) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._settings.mkdir(parents=True)
        for id_, text, day in numbered(documents):
            file = self._texts / f"{id_ // 1000}" / f"{id_}.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            year = day // 10_000
            os.utime(file, ((year - 1970) * 31_557_600,) * 2)
        (self._settings / "recoll.conf").write_text(f"topdirs = {self._texts}\n", encoding="utf-8")

    def build(self, documents: Iterable[Document]) -> None:
        self._run("recollindex")

    def open(self) -> None:
        pass

    def ask(self, wanted: Wanted) -> int | None:
        if wanted.kind == "fuzzy":
            return None
        typed = as_typed(wanted)
        if wanted.kind == "date range":
            years = wanted.first_day // 10_000, wanted.last_day // 10_000
            typed = f"{wanted.words[0]} date:{years[0]}-01-01/{years[1]}-12-31"
        said = self._run("recollq", "-n", str(HITS), "-A", "-p", typed)
        return said.count("text/plain")

    def index(self) -> Path:
        return self._settings

    def _run(self, *command: str) -> str:
        return subprocess.run(
            [command[0], "-c", str(self._settings), *command[1:]],
            check=False,
            capture_output=True,
            text=True,
        ).stdout


CONTESTANTS: dict[str, Callable[[Path], Contestant]] = {
    "ours": Ours,
    "our engine": Engine,
    "tantivy": PlainTantivy,
    "FTS5": Fts5,
    "Whoosh": PlainWhoosh,
    "Recoll": Recoll,
}


def numbered(documents: Iterable[Document]) -> Iterator[tuple[int, str, int]]:
    """Passages with a number and the day of their document."""
    id_ = 0
    for document in documents:
        day = document.day
        for text in document.passages():
            id_ += 1
            yield id_, text, day


def indexed(documents: Iterable[Document], first: int = 1) -> Iterator[IndexedPassage]:
    """Passages as an engine of ours takes them."""
    id_ = first
    for document in documents:
        for number, page in enumerate(document.pages, 1):
            for text in page:
                yield _indexed(document, id_, number, text)
                id_ += 1


def source_of(document: Document) -> Source:
    """The document as the catalogue knows it."""
    return Source(
        document.sha256,
        document.kind,
        f"{document.number}.{document.kind}",
        document.title,
        document.author,
        document.publisher,
        document.published,
        document.language,
        len(document.pages),
        sum(map(len, document.passages())),
    )


def _indexed(document: Document, id_: int, page: int, text: str) -> IndexedPassage:
    return IndexedPassage(
        id=id_,
        source=document.sha256,
        source_number=document.number + 1,
        page=page,
        text=text,
        title=document.title,
        author=document.author,
        publisher=document.publisher,
        path=f"/texts/{document.number}",
        type=document.kind,
        lang=document.language,
        first_day=document.day,
        last_day=document.day,
    )


def _stored(number: int, texts: list[str]) -> StoredPage:
    text = "\n\n".join(texts)
    spans, at = [], 0
    for part in texts:
        spans.append((at, at + len(part)))
        at += len(part) + 2
    return StoredPage(number, str(number), text, text_hash(text), 0.0, 0.0, b"", b"", spans)


def _iso(day: int) -> str:
    return f"{day // 10_000}-{day // 100 % 100:02}-{day % 100:02}"
