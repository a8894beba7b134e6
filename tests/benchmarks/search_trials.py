"""Search when it is hard: `python tests/benchmarks/search_trials.py FOLDER [TEXTS]`.

FOLDER is an archive (search.py --keep leaves one in KEEP/SIZE/archive): odd queries, facets, AND
over pages and documents are asked of it, CPU milliseconds each. With TEXTS (search.py's
made-*.jsonl) 1,000 small writes go into a new index beside, while another thread searches.
"""

import sys
import tempfile
import threading
import time
from itertools import islice
from pathlib import Path

from whoosh import query

from tests.benchmarks import search_corpus as corpus
from tests.benchmarks.search_contestants import indexed
from workbench.adapters.index_tantivy import TantivyIndex
from workbench.domain.query_options import Options, Order, Unit
from workbench.services.archive import Archive

COMMON = ("the", "of", "and", "government", "from", "which", "their", "other", "world", "state")
WRITES = 1_000
_SHOWN = 60


def main(folder: Path, texts: Path | None) -> None:
    """Prints each trial with its figures."""
    archive = Archive(folder)
    print(f"{archive.counts()[2]:,} passages")
    for text in odd_queries():
        ask(archive, text)
    words = " ".join(COMMON[:3])
    for order in Order:
        ask(archive, words, Options(order=order))
    for unit in (Unit.PAGE, Unit.DOCUMENT):
        ask(archive, words, Options(unit=unit))
        ask(archive, "minister official", Options(unit=unit))
    facets(archive, "the")
    facets(archive, "minister official")
    archive.close()
    if texts is not None:
        small_writes(texts)


def odd_queries() -> list[str]:
    """What a searcher's slip or spite may ask."""
    words = COMMON
    return [
        *(
            "*",
            "a*",
            "th*",
            "ab*",
            "*a*",
            "*tion",
            "a?b*c*",
            "?????",
            "s*s*s*s*s*s*",
            "??????????*",
        ),
        *("the", "the~", "a~", "to~2", "government~2", "zzzz~2", "the*~"),
        *("NOT the", "NOT (the OR of)", "NOT zzzz", "NOT *"),
        " OR ".join(f"{word}*" for word in words),
        " OR ".join(f"{a}{b}" for a in "abcdefghijklmnopqrst" for b in "aeioustrl"),
        " ".join(words * 40)[:1_999],
        " ".join(f"w{number}" for number in range(10_000)),
        '"the of and"~10',
        '"the of and to in"~20',
        '"the government of the world and the state"~30',
        '"the of"~500',
        '"' + " ".join(words) + '"',
        "(" * 500 + "the" + ")" * 500,
        " AND ".join(f"({word}* OR {word}~)" for word in words),
        "date:[1900-01-01 to 2100-12-31]",
    ]


def ask(archive: Archive, text: str, options: Options | None = None) -> None:
    """Prints the CPU time of a query with its snippets, and what was marked."""
    begun = time.process_time()
    found = archive.search(text, 20, options or Options())
    lit = sum(bool(hit.spans) for hit in found.hits)
    taken = (time.process_time() - begun) * 1000
    said = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} signs)"
    beside = f" {options.unit}, {options.order}" if options else ""
    marked = "; ".join(problem.message for problem in found.problems)[:90]
    print(f"{taken:8.1f} ms {found.total:8,} hits, {lit:2} lit  {said}{beside}  {marked}")


def facets(archive: Archive, text: str) -> None:
    """Prints the CPU time of all facets."""
    begun = time.process_time()
    found = archive.facets(text, Options(), None)
    taken = (time.process_time() - begun) * 1000
    values = sum(len(facet.values) for facet in found)
    print(f"{taken:8.1f} ms {values:8,} values of facets  {text}")


def small_writes(texts: Path) -> None:
    """Prints what 1,000 writes of a few passages cost, and what searches do meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        index = TantivyIndex(Path(name) / "index")
        waits: list[float] = []
        done = threading.Event()
        thread = threading.Thread(target=_search_on, args=(index, done, waits))
        thread.start()
        took, seen = _write(index, texts)
        done.set()
        thread.join()
        segments = len(list((Path(name) / "index").glob("*.term")))
        passages = index.size()
        index.close()
    took.sort()
    waits.sort()
    late, slow = took[int(len(took) * 0.95)], waits[int(len(waits) * 0.95)]
    print(
        f"{WRITES} writes, {passages:,} passages: {segments} segments; a write p50"
        f" {took[len(took) // 2] * 1000:.0f} ms, p95 {late * 1000:.0f} ms, max"
        f" {took[-1] * 1000:.0f} ms (wall); {seen} seen by the next search"
    )
    print(
        f"{len(waits):,} searches meanwhile: p50 {waits[len(waits) // 2] * 1000:.1f} ms, p95"
        f" {slow * 1000:.1f} ms, max {waits[-1] * 1000:.0f} ms (wall)"
    )


def _write(index: TantivyIndex, texts: Path) -> tuple[list[float], int]:
    took: list[float] = []
    seen = count = 0
    for document in islice(corpus.read(texts, 10_000_000), WRITES):
        few = list(islice(indexed([document], count + 1), 5))
        begun = time.perf_counter()
        index.write(few, [document.sha256])
        took.append(time.perf_counter() - begun)
        count += len(few)
        source = query.Term("source", document.sha256)
        seen += index.search(source, 10).total == len(few)
    return took, seen


def _search_on(index: TantivyIndex, done: threading.Event, waits: list[float]) -> None:
    tree = query.And([query.Term("text", "the"), query.Term("text", "government")])
    while not done.wait(0.01):
        begun = time.perf_counter()
        index.search(tree, 20)
        waits.append(time.perf_counter() - begun)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
