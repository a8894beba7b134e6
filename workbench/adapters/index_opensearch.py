"""The search engine of a newsroom that outgrows one machine: an OpenSearch cluster.

What the program calls an index is an alias there; the index behind it has a number. A rebuild
writes another index beside it and hands the alias over in one step, so that every reader always
has a whole one. The cluster keeps words and numbers, never the text as it was.
"""

import re
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from whoosh import query

from workbench.adapters.opensearch_bulk import BulkLimits, Place, send
from workbench.adapters.opensearch_errors import index_gone, partial
from workbench.adapters.opensearch_wire import Cluster, PasswordSource, Wire
from workbench.adapters.query_opensearch import compiled
from workbench.adapters.search_index import (
    ANALYSER_VERSION,
    KEYWORD_FIELDS,
    TEXT_FIELDS,
    IndexedPassage,
    Matches,
)
from workbench.adapters.stems import english_stem
from workbench.domain.analysis import GAP, LONGEST_WORD, index_text
from workbench.domain.errors import EngineFailed, EngineIndexGone
from workbench.domain.query_options import Order, Unit

# Raised with any change below that an older index does not have.
_MAPPING_VERSION = 1
_NUMBERS = ("id", "source_number", "place", "first_day", "last_day")
_GROUPED_BY = {Unit.PASSAGE: "id", Unit.PAGE: "place", Unit.DOCUMENT: "source_number"}
_SORTED_BY: dict[Order, list[dict[str, str]]] = {
    Order.RELEVANCE: [{"_score": "desc"}, {"id": "asc"}],
    Order.DATE: [{"first_day": "desc"}, {"place": "asc"}, {"id": "asc"}],
    Order.PAGE: [{"place": "asc"}, {"id": "asc"}],
}
# OpenSearch gives no more hits or groups in one answer.
_MOST_AT_ONCE = 10_000
_MOST_SOURCES_GONE = 1_000
_WRITING_S = 300.0
_GROUP = "places"
# Which write a passage is of.
_STAMP = "stamp"


class OpenSearchIndex:
    """An archive's index in a cluster; safe for many threads and for many readers elsewhere."""

    engine = "opensearch"

    def __init__(
        self,
        cluster: Cluster,
        name: str,
        password: PasswordSource | None = None,
        *,
        as_it_is: bool = False,
        limits: BulkLimits | None = None,
    ) -> None:
        """as_it_is: what is there answers until it is built anew: an older analyser's too.

        One that is not there is missed then, and not made in silence: an empty index would say of
        everything that it was not found.
        """
        self.name = name
        self._wire = Wire(cluster, password)
        self._target = name
        self._as_it_is = as_it_is
        self._limits = limits or BulkLimits()
        self._is_ready = False
        self._lock = threading.Lock()
        self._made_by: str | None = None
        self._has_unseen = True

    @property
    def sentinel(self) -> str:
        """Engine, its version and the analyser's: another one means another index."""
        return f"opensearch mapping {_MAPPING_VERSION} analyser {ANALYSER_VERSION}"

    @property
    def stale(self) -> bool:
        """True where another analyser or version made it; known once it was asked something."""
        return self._made_by is not None and self._made_by != self.sentinel

    def write(self, passages: Iterable[IndexedPassage], gone: Iterable[str]) -> int:
        """Takes the sources in gone out and the passages in; readers see both at once."""
        self._ready()
        hashes = list(gone)
        if hashes and self._has_unseen:
            # Only what can be seen can be taken out, and a write may have failed half way.
            self._refresh()
        self._has_unseen = True
        stamp = time.time_ns()
        count = send(
            self._wire,
            Place(self._target, is_alias=self._target == self.name),
            (_document(passage, stamp) for passage in passages),
            self._limits,
        )
        for start in range(0, len(hashes), _MOST_SOURCES_GONE):
            self._delete(hashes[start : start + _MOST_SOURCES_GONE], stamp)
        self._refresh()
        self._has_unseen = False
        return count

    def search(self, tree: query.Query, limit: int, order: Order = Order.RELEVANCE) -> Matches:
        """The first matches: best, newest source, or by source and page."""
        self._ready()
        if limit < 1:
            return Matches(0, [])
        body: dict[str, Any] = {
            "query": compiled(tree),
            "sort": _SORTED_BY[order],
            "_source": False,
            "track_total_hits": True,
        }
        best: dict[int, float] = {}
        total = 0
        copies = _same_copies()
        while len(best) < limit:
            wanted = min(limit - len(best), _MOST_AT_ONCE)
            hits = self._searched({**body, "size": wanted}, copies)["hits"]
            total = total or int(hits["total"]["value"])
            found = {int(hit["_id"]): float(hit.get("_score") or 0.0) for hit in hits["hits"]}
            if not found.keys() - best.keys():
                break
            best |= found
            if len(found) < wanted:
                break
            body |= {"search_after": hits["hits"][-1]["sort"], "track_total_hits": False}
        return Matches(total, list(best.items()))

    def groups(self, tree: query.Query, unit: Unit) -> Mapping[int, int]:
        """How many passages match, by source number (DOCUMENT), place (PAGE) or id (PASSAGE)."""
        self._ready()
        return dict(self._grouped(compiled(tree), _GROUPED_BY[unit]))

    def stem(self, word: str) -> str:
        """The stem under which a folded word is found."""
        return english_stem(word)

    def size(self) -> int:
        """How many passages are in it."""
        self._ready()
        answer = self._wire.ask("GET", f"/{self._target}/_count")
        if answer["_shards"]["failed"]:
            raise partial(self._wire.cluster.address)
        return int(answer["count"])

    def wipe(self) -> None:
        """Empties it: an empty index takes its place."""
        with self._lock:
            self._replace()
            self._is_ready = True

    def close(self) -> None:
        """Ends its connections."""
        self._wire.close()

    # Rebuilding while the old one answers

    def beside(self) -> "OpenSearchIndex":
        """A new, empty index beside this one; nobody else sees it before it takes the place."""
        for name in self._numbered() - self._behind_alias():
            self._wire.ask("DELETE", f"/{name}")
        fresh = OpenSearchIndex(self._wire.cluster, self.name, as_it_is=True, limits=self._limits)
        fresh._wire = self._wire
        fresh._target = f"{self.name}-{time.time_ns()}"
        fresh._is_ready = True
        self._wire.ask("PUT", f"/{fresh._target}", self._definition())
        return fresh

    def take_place(self) -> None:
        """From now on this index answers, for every reader at once; the old one is deleted."""
        if self._sentinel_there() != self.sentinel:
            raise index_gone(self._wire.cluster.address)
        old = sorted(self._behind_alias() - {self._target})
        actions: list[dict[str, Any]] = [{"remove_index": {"index": name}} for name in old]
        actions.append({"add": {"index": self._target, "alias": self.name}})
        self._wire.ask("POST", "/_aliases", {"actions": actions})
        self._target = self.name

    def drop(self) -> None:
        """Takes the index out of the cluster: this new one, or all that the archive has there."""
        own = {self._target} if self._target != self.name else self._numbered()
        for name in own:
            self._wire.ask("DELETE", f"/{name}")
        with self._lock:
            self._is_ready = False

    def _numbered(self) -> set[str]:
        """The names of all indices of this archive."""
        form = re.compile(rf"{re.escape(self.name)}-\d+")
        found = self._wire.ask("GET", f"/{self.name}-*/_alias")
        return {name for name in found if form.fullmatch(name)}

    def _behind_alias(self) -> set[str]:
        try:
            return set(self._wire.ask("GET", f"/_alias/{self.name}"))
        except EngineIndexGone:
            return set()

    def _ready(self) -> None:
        """Looks once whether the index is there and as we make them."""
        with self._lock:
            if self._is_ready:
                return
            behind = self._behind_alias()
            if not behind and self._as_it_is:
                raise index_gone(self._wire.cluster.address)
            if not behind:
                self._create_first()
            else:
                self._made_by = self._sentinel_there()
                if self.stale and not self._as_it_is:
                    self._replace()
            self._is_ready = True

    def _replace(self) -> None:
        self.beside().take_place()
        self._made_by = self.sentinel

    def _create_first(self) -> None:
        definition = {**self._definition(), "aliases": {self.name: {}}}
        try:
            self._wire.ask("PUT", f"/{self.name}-0", definition)
        except EngineFailed:
            # Another window was faster; or it is there without its alias, which is no good sign.
            if not self._behind_alias():
                raise

    def _sentinel_there(self) -> str:
        """What the index was made by; empty where it does not say."""
        found = self._wire.ask("GET", f"/{self._target}/_mapping")
        marks = [mapping["mappings"].get("_meta", {}) for mapping in found.values()]
        return str(marks[0].get("sentinel", "")) if len(marks) == 1 else ""

    def _definition(self) -> dict[str, Any]:
        cluster = self._wire.cluster
        return {
            "settings": {
                "number_of_shards": cluster.shards,
                "number_of_replicas": cluster.replicas,
                # Readers see what a write did when it is done with it.
                "refresh_interval": "-1",
                "analysis": _ANALYSIS,
            },
            "mappings": {**_MAPPING, "_meta": {"sentinel": self.sentinel}},
        }

    # Questions

    def _searched(self, body: dict[str, Any], copies: str) -> dict[str, Any]:
        """The whole answer; one of a part of the shards would pass for “found nothing”."""
        answer = self._wire.ask(
            "POST",
            f"/{self._target}/_search",
            body,
            {
                "allow_partial_search_results": "false",
                # Scores as if there were one shard only, so that they can be compared.
                "search_type": "dfs_query_then_fetch",
                "preference": copies,
            },
        )
        if answer.get("timed_out") or answer["_shards"]["failed"]:
            raise partial(self._wire.cluster.address)
        return answer

    def _grouped(self, tree: dict[str, Any], field: str) -> Iterator[tuple[int, int]]:
        by: dict[str, Any] = {
            "size": _MOST_AT_ONCE,
            "sources": [{"number": {"terms": {"field": field}}}],
        }
        copies = _same_copies()
        while True:
            body = {"query": tree, "size": 0, "aggs": {_GROUP: {"composite": by}}}
            found = self._searched(body, copies)["aggregations"][_GROUP]
            for bucket in found["buckets"]:
                yield int(bucket["key"]["number"]), int(bucket["doc_count"])
            if len(found["buckets"]) < _MOST_AT_ONCE or "after_key" not in found:
                return
            by = {**by, "after": found["after_key"]}

    def _delete(self, hashes: list[str], stamp: int) -> None:
        """Takes out what an earlier write left of the sources; this one's passages stay."""
        earlier = {
            "filter": [{"terms": {"source": hashes}}],
            "must_not": [{"term": {_STAMP: stamp}}],
        }
        answer = self._wire.ask(
            "POST",
            f"/{self._target}/_delete_by_query",
            {"query": {"bool": earlier}},
            # A conflict is a passage that was just written anew under its old id.
            {"conflicts": "proceed"},
            patience_s=_WRITING_S,
        )
        if answer.get("failures") or answer.get("timed_out"):
            raise partial(self._wire.cluster.address)

    def _refresh(self) -> None:
        self._wire.ask("POST", f"/{self._target}/_refresh", patience_s=_WRITING_S)


def _same_copies() -> str:
    """Sends all parts of one question to the same copies of the shards: scores differ a little."""
    return f"workbench{time.monotonic_ns()}"


def index_name(archive: str) -> str:
    """The alias of an archive, from whatever tells it from others; a name OpenSearch takes."""
    return f"workbench-{sha256(archive.encode()).hexdigest()[:20]}"


def _document(passage: IndexedPassage, stamp: int) -> dict[str, object]:
    words = _parts(passage.text)
    document: dict[str, object] = {"words": words, "stems": [*map(_stemmed, words)], _STAMP: stamp}
    document |= {name: _parts(getattr(passage, name)) for name in TEXT_FIELDS}
    document |= {name: getattr(passage, name) for name in (*KEYWORD_FIELDS, *_NUMBERS)}
    return {name: value for name, value in document.items() if value not in ("", [])}


def _parts(text: str) -> list[str]:
    """The words, and each compound by itself: so far apart that no phrase joins them."""
    return [part for part in map(str.strip, index_text(text).split(GAP)) if part]


def _stemmed(words: str) -> str:
    """Stems of our own making: those of a cluster are an older Snowball's, and its version's."""
    return " ".join([english_stem(word) for word in words.split() if len(word) <= LONGEST_WORD])


# Only splitting is left to do there: the words come as domain.analysis makes them.
_ANALYSIS: dict[str, Any] = {
    "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 1_000_000}},
    "filter": {"short": {"type": "length", "max": LONGEST_WORD}},
    "analyzer": {"words": {"type": "custom", "tokenizer": "spaces", "filter": ["short"]}},
}
_WORDS: dict[str, Any] = {
    "type": "text",
    "analyzer": "words",
    "position_increment_gap": 100_000,
}
_KEYWORD: dict[str, Any] = {"type": "keyword"}
_NUMBER: dict[str, Any] = {"type": "long"}
_MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"enabled": False},
    "properties": {
        "words": _WORDS,
        "stems": {"type": "text", "analyzer": "words", "index_options": "freqs"},
        **dict.fromkeys(TEXT_FIELDS, _WORDS),
        **dict.fromkeys(KEYWORD_FIELDS, _KEYWORD),
        **dict.fromkeys((*_NUMBERS, _STAMP), _NUMBER),
    },
}
