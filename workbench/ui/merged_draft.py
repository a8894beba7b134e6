"""Two drafts as one text: the new words with the deleted ones standing where they stood."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from workbench.domain.article import Article, Region, RegionKind
from workbench.domain.diff import Op
from workbench.domain.diff_parts import parts_of
from workbench.domain.drafts import Row, rows
from workbench.domain.text import PARAGRAPH

# Start in a draft, start in the merged text, length; in the order of both.
_Runs = Sequence[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Change:
    """Words deleted or inserted, as a span of the text they are shown in."""

    start: int
    end: int
    op: Op
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """Two drafts word by word: each with its own changes, and both as one text."""

    old: Article
    new: Article
    rows: Sequence[Row]
    merged: Article
    changes: Sequence[Change]
    _olds: _Runs
    _news: _Runs

    def deleted(self) -> list[Change]:
        """What is not in the new draft any more, as spans of the old one."""
        return self._own(Op.DELETE)

    def inserted(self) -> list[Change]:
        """What the old draft did not have, as spans of the new one."""
        return self._own(Op.INSERT)

    def of_new(self, position: int) -> int:
        """Where in the merged text a position of the new draft is."""
        return _mapped(self._news, position)

    def of_old(self, position: int) -> int:
        """Where in the merged text a position of the old draft is."""
        return _mapped(self._olds, position)

    def to_new(self, position: int) -> int:
        """Where in the new draft a position of the merged text is; beside deleted words, before."""
        return _mapped(self._news, position, there=1)

    def to_old(self, position: int) -> int:
        """Where in the old draft a position of the merged text was; beside new words, before."""
        return _mapped(self._olds, position, there=1)

    def _own(self, op: Op) -> list[Change]:
        found = []
        for row in self.rows:
            for part in parts_of(self.old.text, self.new.text, row.edits):
                if part.op is op:
                    start = part.old if op is Op.DELETE else part.new
                    found.append(Change(start, start + len(part.text), op, row.moved))
        return found


def compare(old: Article, new: Article) -> Compared:
    """Both drafts, paragraph beside paragraph, word by word."""
    made = _Merging(old, new)
    pairs = rows(old, new)
    for row in pairs:
        made.put(row)
    text = "".join(made.pieces)
    merged = replace(new, text=text, regions=tuple(made.regions))
    return Compared(old, new, pairs, merged, made.changes, made.olds, made.news)


class _Merging:
    """The merged text as it grows, row by row."""

    def __init__(self, old: Article, new: Article) -> None:
        self._old, self._new = old, new
        self._at = 0
        self.pieces: list[str] = []
        self.regions: list[Region] = []
        self.changes: list[Change] = []
        self.olds: list[tuple[int, int, int]] = []
        self.news: list[tuple[int, int, int]] = []

    def put(self, row: Row) -> None:
        if self.pieces:
            self._write(PARAGRAPH)
        start = self._at
        for part in parts_of(self._old.text, self._new.text, row.edits):
            if part.new >= 0:
                self.news.append((part.new, self._at, len(part.text)))
            if part.old >= 0 and part.op is not Op.INSERT:
                self.olds.append((part.old, self._at, len(part.text)))
            if part.op is not Op.SAME:
                end = self._at + len(part.text)
                self.changes.append(Change(self._at, end, part.op, row.moved))
            self._write(part.text)
        self.regions.append(Region(self._kind(row), start, self._at))

    def _write(self, text: str) -> None:
        self.pieces.append(text)
        self._at += len(text)

    def _kind(self, row: Row) -> RegionKind:
        is_new = row.new[0] < row.new[1]
        region = self._new.region_at(row.new[0]) if is_new else self._old.region_at(row.old[0])
        return region.kind if region is not None else RegionKind.BOILERPLATE


def joined(changes: Sequence[Change], gap: int = 1) -> list[tuple[int, int]]:
    """The places to stop at when walking changes: a deletion beside its insertion is one."""
    places: list[tuple[int, int]] = []
    for change in changes:
        if places and change.start - places[-1][1] <= gap:
            places[-1] = places[-1][0], change.end
        else:
            places.append((change.start, change.end))
    return places


def _mapped(runs: _Runs, position: int, there: int = 0) -> int:
    """From a draft to the merged text; from there back to the draft where there is 1."""
    at = bisect_right(runs, position, key=itemgetter(there)) - 1
    if at < 0:
        return runs[0][1 - there] if runs else 0
    run = runs[at]
    return run[1 - there] + min(position - run[there], run[2])
