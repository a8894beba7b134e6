"""Columns of a page that was drawn line by line across them, read one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from workbench.adapters.readers.pdf_layout import Line

_FEWEST_ROWS = 4


@dataclass(slots=True)
class _Piece:
    """A stretch of a line without a gap in it: the words [first, stop) and their outline."""

    first: int
    stop: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    figures: int = 0

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class _Band:
    """Rows on which the same gutter parts the same two columns."""

    left: list[_Piece]
    right: list[_Piece]
    rows: int


def column_order(words: list[Any], lines: list[Line]) -> list[int] | None:
    """The numbers of the words column by column; None where they come so, or as a table."""
    beside = sum([line.gaps for line in lines if line.stop - line.first > 5])
    beside += sum(1 for before, line in pairwise(lines) if _beside(before, line))
    if beside < _FEWEST_ROWS:
        return None
    pieces = [piece for line in lines for piece in _pieces(words, line)]
    ordered = _ordered(pieces)
    if ordered is pieces:
        return None
    return [number for piece in ordered for number in range(piece.first, piece.stop)]


def _beside(before: Line, line: Line) -> bool:
    """Two stretches of text on a row; a cell of a table is hardly as wide."""
    if line.left <= before.right or line.top >= before.bottom or line.bottom <= before.top:
        return False
    width = min(before.right - before.left, line.right - line.left)
    return width > 5 * (line.bottom - line.top)


def _pieces(words: list[Any], line: Line) -> Iterator[_Piece]:
    wide = 1.2 * line.height
    piece: _Piece | None = None
    for number in range(line.first, line.stop):
        left, top, right, bottom, text, *_rest = words[number]
        figure = text[:1].isdigit()
        if piece is not None and left - piece.right < wide:
            piece.stop, piece.right = number + 1, max(right, piece.right)
            piece.top, piece.bottom = min(piece.top, top), max(piece.bottom, bottom)
            piece.figures += figure
            continue
        if piece is not None:
            yield piece
        piece = _Piece(number, number + 1, left, top, right, bottom, text, figure)
    if piece is not None:
        yield piece


def _ordered(pieces: list[_Piece]) -> list[_Piece]:
    """The same list where nothing is to be done."""
    gutter = _gutter(pieces)
    if gutter is None:
        return pieces
    bands = [band for band in _bands(pieces, gutter) if _prose(band, pieces)]
    if not bands:
        return pieces
    home = {id(piece): band for band in bands for piece in (*band.left, *band.right)}
    ordered: list[_Piece] = []
    done: set[int] = set()
    for piece in pieces:
        band = home.get(id(piece))
        if band is None:
            ordered.append(piece)
        elif id(band) not in done:
            done.add(id(band))
            ordered.extend([*_ordered(band.left), *_ordered(band.right)])
    return ordered


def _rows(pieces: list[_Piece]) -> list[list[_Piece]]:
    rows: list[list[_Piece]] = []
    middle = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        at = (piece.top + piece.bottom) / 2
        if rows and at - middle < 0.4 * piece.height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
            middle = at
    for row in rows:
        row.sort(key=lambda piece: piece.left)
    return rows


def _gutter(pieces: list[_Piece]) -> float | None:
    """The place from left to right that lies in a gap of the most rows."""
    events: list[tuple[float, int]] = []
    for row in _rows(pieces):
        for before, piece in pairwise(row):
            if piece.left - before.right > 0.5 * min(before.height, piece.height):
                events.extend(((before.right, 1), (piece.left, -1)))
    events.sort(key=lambda event: (event[0], -event[1]))
    best, depth, place = 0, 0, 0.0
    for number, (at, step) in enumerate(events):
        depth += step
        if depth > best and number + 1 < len(events):
            best, place = depth, (at + events[number + 1][0]) / 2
    return place if best >= _FEWEST_ROWS else None


def _bands(pieces: list[_Piece], gutter: float) -> Iterator[_Band]:
    """What spans the gutter parts one band from the next."""
    place = {id(piece): number for number, piece in enumerate(pieces)}
    band = _Band([], [], 0)
    bands = [band]
    for row in _rows(pieces):
        if any(piece.left < gutter < piece.right for piece in row):
            band = _Band([], [], 0)
            bands.append(band)
            continue
        left = [piece for piece in row if piece.right <= gutter]
        right = [piece for piece in row if piece.left >= gutter]
        band.left.extend(left)
        band.right.extend(right)
        band.rows += bool(left and right)
    for band in bands:
        if band.rows >= _FEWEST_ROWS:
            band.left.sort(key=lambda piece: place[id(piece)])
            band.right.sort(key=lambda piece: place[id(piece)])
            yield band


def _prose(band: _Band, pieces: list[_Piece]) -> bool:
    """True where both sides are running text and come line by line in turn: no table is."""
    sides = {id(piece): side for side in (0, 1) for piece in (band.left, band.right)[side]}
    drawn = [sides[id(piece)] for piece in pieces if id(piece) in sides]
    turns = sum(1 for before, side in pairwise(drawn) if before != side)
    return turns >= 1.2 * band.rows and _runs_on(band.left) and _runs_on(band.right)


def _runs_on(side: list[_Piece]) -> bool:
    rows = _rows(side)
    left = min(piece.left for piece in side)
    right = max(piece.right for piece in side)
    height = median(piece.height for piece in side)
    widths = [row[-1].right - row[0].left for row in rows]
    words = sum(piece.stop - piece.first for piece in side)
    figures = sum(piece.figures for piece in side)
    opening = sum(1 for row in rows if row[0].text[:1].isupper() or row[0].text[:1].isdigit())
    aligned = sum(1 for row in rows if row[0].left - left < 2 * height)
    return (
        median(widths) > max(0.6 * (right - left), 6 * height)
        and figures < 0.3 * words
        and opening < 0.6 * len(rows)
        and aligned > 0.7 * len(rows)
    )
