"""A kept child process that reads risky files, and is killed when it hangs, swells or crashes.

ProcessPoolExecutor is not used: there one crash breaks every future. PyMuPDF lives only in the
child: it holds the interpreter's lock, and a heavy page in a thread froze a window for seconds.
"""

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

import msgspec
import psutil

from workbench.adapters.worker_child import Failure, Request, Tag, serve
from workbench.domain import errors
from workbench.domain.errors import ReaderStopped, WorkbenchError
from workbench.i18n import _

T = TypeVar("T")

_POLL = 0.05
_RECYCLE_ABOVE = 400_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How long (seconds) and how large (bytes of memory) one call may grow."""

    seconds: float = 180.0
    memory: int = 1_500_000_000


class Stopped(Exception):
    """The caller's stop() said so during a call; the child was killed."""


class Worker:
    """One child, one call at a time; threads queue up."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def call(
        self,
        method: str,
        arguments: dict[str, object],
        reply: type[T],
        stop: Callable[[], bool] = lambda: False,
    ) -> T:
        """One call with one answer; raises the child's WorkbenchError or ReaderStopped."""
        answers = list(self.stream(method, arguments, reply, stop))
        return answers[-1]

    def stream(
        self,
        method: str,
        arguments: dict[str, object],
        reply: type[T],
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[T]:
        """The answers of a call as they come; raises Stopped, killing the child, on stop()."""
        with self._lock:
            finished = False
            try:
                connection = self._started()
                request = Request(method, arguments, self._limits.seconds)
                connection.send_bytes(msgspec.msgpack.encode(request))
                deadline = time.monotonic() + self._limits.seconds
                while (frame := self._next(connection, deadline, stop))[:1] != Tag.DONE:
                    if frame[:1] == Tag.FAILED:
                        finished = True
                        raise _failure(msgspec.msgpack.decode(frame[1:], type=Failure))
                    yield msgspec.msgpack.decode(frame[1:], type=reply)
                finished = True
            except (EOFError, OSError) as error:
                raise _stopped(_("crashed")) from error
            finally:
                if not finished or self._memory() > _RECYCLE_ABOVE:
                    self._kill()

    def close(self) -> None:
        """Ends the child, in the midst of a call too."""
        self._kill()

    def _started(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._connection is None:
            self._kill()
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._process, self._connection = process, ours
        return self._connection

    def _next(self, connection: Connection, deadline: float, stop: Callable[[], bool]) -> bytes:
        while not connection.poll(_POLL):
            if stop():
                raise Stopped
            if time.monotonic() > deadline:
                raise _stopped(
                    _("took longer than {n} seconds").format(n=int(self._limits.seconds))
                )
            if self._memory() > self._limits.memory:
                megabytes = self._limits.memory // 1_000_000
                raise _stopped(_("took more than {n} MB of memory").format(n=megabytes))
        return connection.recv_bytes()

    def _memory(self) -> int:
        try:
            pid = self._process.pid if self._process else None
            return 0 if pid is None else int(psutil.Process(pid).memory_info().rss)
        except psutil.Error:
            return 0

    def _kill(self) -> None:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.join(5)
            process.close()


def _stopped(how: str) -> ReaderStopped:
    return ReaderStopped(
        _("Reading stopped: the reader {how}.").format(how=how),
        _("Open the file in its own program, save a plain copy, and add that."),
    )


def _failure(failure: Failure) -> WorkbenchError:
    kind = getattr(errors, failure.kind, ReaderStopped)
    error: WorkbenchError = kind(failure.message, failure.remedy)
    return error
