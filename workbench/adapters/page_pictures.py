"""Pictures of pages, drawn by a child process and handed over through a mapped file."""

import mmap
import os
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.adapters.files import bytes_hash
from workbench.adapters.worker import Limits, Worker
from workbench.adapters.worker_methods import ClipPart, Drawn
from workbench.domain.evidence import Clip
from workbench.domain.locator import Locator

_LIMITS = Limits(seconds=60.0, memory=1_500_000_000)


@dataclass(frozen=True, slots=True)
class PageImage:
    """Pixels as RGB, 8 bits each; stride is bytes a row."""

    width: int
    height: int
    stride: int
    data: bytes


class PagePictures:
    """One kept child that draws; thread-safe, one picture at a time."""

    def __init__(self, original: Callable[[str], Path]) -> None:
        self._original = original
        self._worker = Worker(_LIMITS)
        self._lock = threading.Lock()
        self._shared: Path | None = None

    def warm(self) -> None:
        """Starts the child and loads what it draws with."""
        with self._lock:
            self._worker.call("warm", {}, bool)

    def render(
        self,
        sha256: str,
        page: int,
        scale: float,
        clip: tuple[float, float, float, float] | None,
    ) -> PageImage:
        """A page, or a part of it in points, at so many pixels a point."""
        with self._lock:
            shared = self._shared_file()
            drawn = self._worker.call(
                "render",
                {
                    "path": str(self._original(sha256)),
                    "page": page,
                    "scale": scale,
                    "clip": list(clip or ()),
                    "into": str(shared),
                },
                Drawn,
            )
            size = drawn.stride * drawn.height
            with (
                shared.open("rb") as stream,
                mmap.mmap(stream.fileno(), size, access=mmap.ACCESS_READ) as pixels,
            ):
                data = pixels[:size]
        return PageImage(drawn.width, drawn.height, drawn.stride, data)

    def clip(self, locator: Locator) -> tuple[bytes, Clip]:
        """The picture of a passage as PNG."""
        boxes = [[box.left, box.top, box.right, box.bottom] for box in locator.boxes]
        path = str(self._original(locator.source))
        part = self._worker.call(
            "clip", {"path": path, "page": locator.page, "boxes": boxes}, ClipPart
        )
        return part.png, Clip(bytes_hash(part.png), part.width, part.height)

    def close(self) -> None:
        """Ends the child and removes the mapped file."""
        self._worker.close()
        if self._shared is not None:
            self._shared.unlink(missing_ok=True)

    def _shared_file(self) -> Path:
        if self._shared is None:
            memory = Path("/dev/shm")
            folder = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
            handle, name = tempfile.mkstemp(prefix="workbench-", suffix=".pixels", dir=folder)
            os.close(handle)
            self._shared = Path(name)
        return self._shared
