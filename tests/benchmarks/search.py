"""Speed and size of search beside its peers: `python tests/benchmarks/search.py`.

--sizes 10000,100000,600000  how many passages (about 1.4 KB each)
--texts FOLDER               .txt files instead of made texts
--only ours,tantivy          some of: ours, our engine, tantivy, FTS5, Whoosh, Recoll
--keep FOLDER                where texts and indexes are made and found again
--kept                       indexes that are there are asked as they are, with the figures of then
--out FILE                   the table in Markdown; the growth plot beside it as .svg

Each contestant works in a process of its own. CPU is that of all its threads; reading the texts
from disk is taken off. Whoosh and Recoll are asked at 10,000 only.
"""

import argparse
import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import which
from typing import Any

import msgspec

from tests.benchmarks import search_corpus as corpus
from tests.benchmarks.search_contestants import CONTESTANTS
from tests.benchmarks.search_report import Results, markdown, plot

SMALL_ONLY = {"Whoosh": 10_000, "Recoll": 10_000}
_MB = 1_000_000


def main() -> None:
    """Makes the texts, runs every contestant, prints and writes the table."""
    wish = _wish()
    if wish.task:
        print(json.dumps(_task(wish.task, wish.only, int(wish.sizes), wish.keep, wish.texts)))
        return
    with contextlib.ExitStack() as stack:
        wish.keep = wish.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sizes = [int(size) for size in wish.sizes.split(",")]
        names = wish.only.split(",") if wish.only else list(CONTESTANTS)
        for size in sizes:
            (wish.keep / str(size)).mkdir(parents=True, exist_ok=True)
        texts = _texts(wish.texts, wish.keep, max(sizes))
        texts.with_suffix(".queries").write_bytes(msgspec.json.encode(corpus.queries(texts)))
        results: Results = {}
        for size in sizes:
            for name in names:
                if size <= SMALL_ONLY.get(name, size) and _installed(name):
                    results[size, name] = _measured(name, size, wish, texts)
    table = markdown(results)
    print(table)
    if wish.out:
        wish.out.write_text(table, encoding="utf-8")
        wish.out.with_suffix(".svg").write_text(plot(results), encoding="utf-8")


def _wish() -> Any:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sizes", default="10000,100000,600000")
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--kept", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--task", choices=("prepare", "build", "ask"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _texts(folder: Path | None, keep: Path, passages: int) -> Path:
    if folder is not None:
        path = keep / "texts.jsonl"
        corpus.from_folder(folder, path)
        return path
    # A larger one that is there begins with the same texts.
    made = {int(file.stem.split("-")[1]): file for file in keep.glob("made-*.jsonl")}
    for size in sorted(made):
        if size >= passages:
            return made[size]
    path = keep / f"made-{passages}.jsonl"
    corpus.make(path, passages)
    return path


def _installed(name: str) -> bool:
    return name != "Recoll" or which("recollindex") is not None


def _measured(name: str, size: int, wish: Any, texts: Path) -> dict[str, Any]:
    folder = wish.keep / str(size)
    done = folder / f"{name}.json"
    kept = wish.kept and done.is_file()
    found: dict[str, Any] = json.loads(done.read_text("utf-8")) if kept else {}
    for task in ("ask",) if kept else ("prepare", "build", "ask"):
        command = [sys.executable, __file__, "--task", task, "--only", name, "--sizes", str(size)]
        command += ["--keep", str(folder), "--texts", str(texts)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found[task] = json.loads(said)
        done.write_text(json.dumps(found), encoding="utf-8")
    print(f"{name} at {size}: built in {found['build']['cpu']:.1f} s CPU", file=sys.stderr)
    return found


def _task(task: str, name: str, size: int, folder: Path, texts: Path) -> dict[str, Any]:
    contestant = CONTESTANTS[name](folder)
    clock = _Clock()
    documents = clock.reading(corpus.read(texts, size))
    if task == "ask":
        asked = texts.with_suffix(".queries").read_bytes()
        return _asked(contestant, msgspec.json.decode(asked, type=list[corpus.Wanted]))
    if task == "prepare":
        contestant.prepare(documents)
    else:
        contestant.build(documents)
    cpu, wall = clock.seconds()
    taken = sum(file.stat().st_size for file in contestant.index().rglob("*") if file.is_file())
    return {"cpu": cpu, "wall": wall, "peak": _peak(), "size": taken / _MB}


class _Clock:
    """CPU and wall of this process and its children, without the reading of the texts."""

    def __init__(self) -> None:
        self._cpu, self._wall = _cpu(), time.perf_counter()

    def reading(self, documents: Iterable[corpus.Document]) -> Iterator[corpus.Document]:
        """The documents; what they cost is taken off."""
        waiting = iter(documents)
        while True:
            cpu, wall = time.thread_time(), time.perf_counter()
            document = next(waiting, None)
            self._cpu += time.thread_time() - cpu
            self._wall += time.perf_counter() - wall
            if document is None:
                return
            yield document

    def seconds(self) -> tuple[float, float]:
        """Since it was made."""
        return _cpu() - self._cpu, time.perf_counter() - self._wall


def _asked(contestant: Any, wanted: list[corpus.Wanted]) -> dict[str, Any]:
    forgotten = _forget(contestant.index().parent)
    clock = _Clock()
    contestant.open()
    contestant.ask(wanted[0])
    first = clock.seconds()
    for query in wanted:
        contestant.ask(query)
    times: dict[str, list[float]] = {kind: [] for kind in corpus.KINDS}
    for query in wanted:
        clock = _Clock()
        if contestant.ask(query) is not None:
            times[query.kind].append(clock.seconds()[0] * 1000)
    return {
        "first": first,
        "cold": forgotten,
        "peak": _peak(),
        "own": _own(),
        "times": {kind: _spread(of) for kind, of in times.items() if of},
    }


def _forget(folder: Path) -> bool:
    """Tells the system to forget what it keeps of the files, so that the first query reads."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


def _spread(times: list[float]) -> tuple[float, float, float]:
    ordered = sorted(times)
    return (
        ordered[len(ordered) // 2],
        ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        ordered[-1],
    )


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    # What getrusage tells of itself a process takes over from the one that started it.
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / _MB
    return max(children, _status("VmHWM"))


def _own() -> float:
    """Memory that is no file's, where the system tells."""
    return _status("RssAnon")


def _status(name: str) -> float:
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    lines = dict(line.split(":", 1) for line in status.read_text("ascii").splitlines())
    return int(lines[name].split()[0]) * 1024 / _MB


if __name__ == "__main__":
    main()
