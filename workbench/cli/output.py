"""What a command prints: results on standard output, progress and messages on standard error."""

import json
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from workbench.domain.errors import WorkbenchError
from workbench.services.jobs import Job, Progress

_FIRST_PROGRESS = 0.6


@dataclass
class Output:
    """Lines for people, or one JSON document for scripts."""

    as_json: bool
    _begun: float = field(default_factory=time.monotonic)

    def result(self, document: Any, lines: list[str]) -> None:
        """The result: the document with --json, else the lines."""
        if self.as_json:
            lines = [json.dumps(document, ensure_ascii=False, indent=1)]
        self._clear()
        stream = sys.stdout
        try:
            for line in lines:
                # Lone surrogates of a hostile file's name must not stop the printing.
                data = (line + "\n").encode("utf-8", "replace")
                stream.buffer.write(data)
            stream.flush()
        except BrokenPipeError:
            # The reader has gone, as "head" does; the interpreter's own flush must not complain.
            sys.stdout = open("/dev/null", "w", encoding="utf-8")  # noqa: PTH123, SIM115

    def note(self, text: str) -> None:
        """A message that is no result."""
        print(text.encode("utf-8", "replace").decode(), file=sys.stderr)

    def error(self, error: WorkbenchError) -> None:
        """The two sentences of an error."""
        self._clear()
        self.note(f"{error.message}\n{error.remedy}")

    def job(self) -> Job:
        """A job that shows its progress on a terminal, from 0.6 s on."""
        return Job(self._progress if sys.stderr.isatty() else None)

    def _progress(self, progress: Progress) -> None:
        if time.monotonic() - self._begun < _FIRST_PROGRESS:
            return
        share = f"{progress.done}/{progress.total}" if progress.total else f"{progress.done}"
        print(f"\r\x1b[K{share} {progress.text[-60:]}", end="", file=sys.stderr, flush=True)
        if progress.total and progress.done >= progress.total:
            self._clear()

    def _clear(self) -> None:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
