"""Outlines of sources, found when asked for and kept while they are likely to be asked again."""

import threading
from collections import OrderedDict, defaultdict

from workbench.adapters.archive_store import ArchiveStore
from workbench.adapters.readers.outline import Heading
from workbench.adapters.worker import Limits, Worker
from workbench.domain.errors import FileDamaged, ReaderStopped
from workbench.domain.outline import headings_of_text, place, place_in_flow
from workbench.domain.source import OutlineEntry, Page, Source

_LIMITS = Limits(seconds=30.0, memory=1_000_000_000)
_KEPT = 32


class Outlines:
    """Headings by source, made at the first call; thread-safe."""

    def __init__(self, store: ArchiveStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, list[OutlineEntry]] = OrderedDict()

    def of(self, sha256: str) -> list[OutlineEntry]:
        """The headings in the order of the document; none where the file cannot be read."""
        with self._lock:
            if sha256 in self._kept:
                self._kept.move_to_end(sha256)
                return self._kept[sha256]
        made = self._made(self._store.source(sha256))
        with self._lock:
            self._kept[sha256] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made

    def forget(self, sha256: str) -> None:
        """Its text has changed."""
        with self._lock:
            self._kept.pop(sha256, None)

    def _made(self, source: Source) -> list[OutlineEntry]:
        if source.kind == "text":
            return headings_of_text(self._store.texts(source.sha256))
        if source.kind == "eml":
            return _of_mail(source, self._store.texts(source.sha256))
        headings = self._marked(source)
        if not headings:
            return []
        if source.kind == "pdf":
            return self._of_pdf(source, headings)
        flowing = [(one.level, one.title, one.repeat) for one in headings]
        return place_in_flow(self._store.texts(source.sha256), flowing)

    def _marked(self, source: Source) -> list[Heading]:
        worker = Worker(_LIMITS)
        path = str(self._store.original(source.sha256))
        try:
            return worker.call("outline", {"path": path, "kind": source.kind}, list[Heading])
        except (FileDamaged, ReaderStopped):
            return []  # An outline is a help; that the file is unreadable is told elsewhere.
        finally:
            worker.close()

    def _of_pdf(self, source: Source, headings: list[Heading]) -> list[OutlineEntry]:
        by_page: dict[int, list[Heading]] = defaultdict(list)
        for heading in headings:
            by_page[heading.page].append(heading)
        starts: dict[Heading, int] = {}
        for number, on_page in by_page.items():
            page = self._store.page(source.sha256, number)
            starts |= {heading: place(page, heading.title, heading.down) for heading in on_page}
        return [OutlineEntry(one.level, one.title, one.page, starts[one]) for one in headings]


def _of_mail(source: Source, pages: list[Page]) -> list[OutlineEntry]:
    """The message by its subject, and each attachment at its first page."""
    entries = [OutlineEntry(1, source.title, 1, max(0, pages[0].text.find(source.title)))]
    labels = [page.label for page in pages]
    for number, label in enumerate(labels[1:], 1):
        name, _space, part = label.rpartition(" ")
        if label.isdigit() or (part.isdigit() and labels[number - 1] == f"{name} {int(part) - 1}"):
            continue  # the body goes on, or an attachment does
        first = part == "1" and labels[number + 1 : number + 2] == [f"{name} 2"]
        entries.append(OutlineEntry(2, name if first else label, number + 1))
    return entries
