"""Where an archive's index lies: the one that answers, and the one that is built beside it.

The file “current” names engine and folder of the index that answers. Another one is built in a
folder of its own and takes its place by writing that file anew, so that a search never meets a
half-made index; whoever else has the archive open sees the file change and follows.
"""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from workbench.adapters.engines import Engines
from workbench.adapters.files import replacing, speaking
from workbench.adapters.search_index import SearchIndex
from workbench.domain.errors import EngineError

_CURRENT = "current"
_NAME = re.compile(r"[a-z]+-\d{1,9}")


class IndexHome:
    """The folder of an archive's indexes; safe to use from any thread."""

    def __init__(self, folder: Path, engines: Engines, engine: str) -> None:
        self._folder = folder
        self._engines = engines
        self._lock = threading.Lock()
        self._index: SearchIndex | None = None
        self._retired: list[SearchIndex] = []
        self._named = ("", "")
        self._wanted = engine
        self._stamp = 0

    @property
    def stale(self) -> bool:
        """True where an index of another analyser or version answers for the time being."""
        current = self.current()
        if self._engines.is_stale(current):
            return True
        mark = self._folder / self._named[1] / "engine"
        return mark.is_file() and mark.read_bytes() != current.sentinel.encode()

    def current(self) -> SearchIndex:
        """The index that answers."""
        with self._lock:
            stamp = self._stamp_now()
            if self._index is None or stamp != self._stamp:
                named = self._read()
                index = self._engines.open(named[0], self._folder / named[1])
                if self._index is not None:
                    self._retired.append(self._index)
                self._index, self._named, self._stamp = index, named, stamp
            return self._index

    def begin(self, engine: str) -> tuple[SearchIndex, str]:
        """An empty index beside the one that answers, and the name of its folder."""
        with speaking(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            self.tidy()
            taken = {path.name for path in self._folder.iterdir()}
            name = next(name for name in _names(engine) if name not in taken)
            return self._engines.beside(engine, self._folder / name), name

    def swap(self, engine: str, name: str, index: SearchIndex) -> None:
        """The index answers from now on; the one before is thrown away when nobody asks it."""
        with self._lock:
            self._engines.take_place(index)
            with speaking(self._folder), replacing(self._folder / _CURRENT) as half:
                half.write_text(f"{engine}\n{name}\n", encoding="utf-8")
            if self._index is not None:
                self._retired.append(self._index)
            self._index, self._named, self._stamp = index, (engine, name), self._stamp_now()
        self.tidy()

    def discard(self, name: str, index: SearchIndex) -> None:
        """Throws an index away that was not finished."""
        with suppress(EngineError):
            self._engines.discard(index)
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def tidy(self) -> None:
        """Removes what no index in use needs; what another program holds open stays till later."""
        # Another program may have put an index in place since ours was opened.
        needed = {_CURRENT, self._named[1], self._read()[1]}
        with suppress(FileNotFoundError):
            for path in self._folder.iterdir():
                if path.name in needed:
                    continue
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    with suppress(OSError):
                        path.unlink()

    def close(self) -> None:
        """Gives the files back."""
        with self._lock:
            for index in (*self._retired, *filter(None, [self._index])):
                index.close()
            self._retired, self._index = [], None

    def _read(self) -> tuple[str, str]:
        try:
            said = (self._folder / _CURRENT).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return self._wanted, f"{self._wanted}-1"
        lines = said.split("\n")
        name = lines[1] if len(lines) > 1 else ""
        # The file may have been tampered with: a name, never a way out of the folder.
        return (lines[0], name) if _NAME.fullmatch(name) else (self._wanted, f"{self._wanted}-1")

    def _stamp_now(self) -> int:
        try:
            return (self._folder / _CURRENT).stat().st_mtime_ns
        except OSError:
            return 0


def _names(engine: str) -> Iterator[str]:
    number = 1
    while True:
        yield f"{engine}-{number}"
        number += 1
