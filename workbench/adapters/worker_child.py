"""What runs inside the child: one request after the other, until the parent is gone."""

import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from workbench.domain.errors import FileDamaged, ReaderStopped, WorkbenchError
from workbench.i18n import _

_GRACE = 10.0
# A full collection takes 0.1 s, ten times a picture, and the next call would wait for it.
_DRAWING = frozenset({"warm", "render", "clip"})
_NETWORK = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"})


class Tag:
    """The first byte of each frame the child sends."""

    PART = b"P"
    DONE = b"D"
    FAILED = b"F"


class Request(msgspec.Struct, frozen=True):
    """A call: the name of a method of worker_methods, its arguments, seconds it may take."""

    method: str
    arguments: dict[str, Any]
    seconds: float


class Failure(msgspec.Struct, frozen=True):
    """An error by cause: the name of its class and its two sentences."""

    kind: str
    message: str
    remedy: str


def serve(connection: Connection) -> None:
    """Answers requests until the connection closes."""
    _go_quiet()
    _stay_offline()
    while True:
        try:
            request = msgspec.msgpack.decode(connection.recv_bytes(), type=Request)
        except (EOFError, OSError):
            return
        _set_alarm(request.seconds + _GRACE)
        try:
            for part in _answers(request):
                connection.send_bytes(Tag.PART + msgspec.msgpack.encode(part))
            connection.send_bytes(Tag.DONE)
        except BrokenPipeError:
            return
        except WorkbenchError as error:
            failure = Failure(type(error).__name__, error.message, error.remedy)
            connection.send_bytes(Tag.FAILED + msgspec.msgpack.encode(failure))
        except MemoryError:
            connection.send_bytes(Tag.FAILED + msgspec.msgpack.encode(_too_big()))
        except Exception as error:
            # A door: whatever a hostile file makes a library raise is that file's failure.
            logging.getLogger(__name__).exception("reading failed")
            connection.send_bytes(Tag.FAILED + msgspec.msgpack.encode(_broken(request, error)))
        finally:
            _set_alarm(0)
            if request.method not in _DRAWING:
                gc.collect()


def _answers(request: Request) -> Iterator[Any]:
    from workbench.adapters import worker_methods

    return worker_methods.METHODS[request.method](**request.arguments)


def _too_big() -> Failure:
    return Failure(
        ReaderStopped.__name__,
        _("Reading stopped: the file needs more memory than there is."),
        _("Split the file, or save a plain copy, and add that."),
    )


def _broken(request: Request, error: Exception) -> Failure:
    name = Path(str(request.arguments.get("path", ""))).name
    reason = f"{type(error).__name__}: {error}"[:200]
    return Failure(
        FileDamaged.__name__,
        _("{name} is damaged ({reason}).").format(name=name, reason=reason),
        _("Get the file again, or open it in its own program and save a new copy."),
    )


def _go_quiet() -> None:
    """C libraries print what they think of a broken file; nobody asked."""
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not os.environ.get("WORKBENCH_DEBUG"):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)


def _stay_offline() -> None:
    """Whatever a document or a library wants of the network, it gets nothing."""
    # urllib3, which trafilatura brings, tries a socket at import where this is set.
    socket.has_ipv6 = False
    sys.addaudithook(_refuse_network)


def _refuse_network(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in _NETWORK:
        raise OSError("no network here")


def _set_alarm(seconds: float) -> None:
    """Ends this process from within the kernel, should the parent die while a call hangs."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
