"""What the search benchmark found, as a table in Markdown and a plot of growth."""

import platform
import sqlite3
from collections.abc import Mapping
from importlib.metadata import version
from math import floor, log, log10
from pathlib import Path
from typing import Any

from tests.benchmarks.search_corpus import KINDS

Results = dict[tuple[int, str], dict[str, Any]]
_TITLE = "p95 of the slowest kind of query, CPU milliseconds"
_COLOURS = ("#1f5fbf", "#6fa1e6", "#c0392b", "#8a6d1d", "#4c7d3a", "#7b4fa3")


def markdown(results: Results) -> str:
    """Machine and versions, build and size, queries, ratios and growth."""
    sizes = sorted({size for size, _name in results})
    parts = [_machine()]
    for size in sizes:
        here = {name: found for (of, name), found in results.items() if of == size}
        parts.append(f"**{size:,} passages**\n\n{_builds(here)}\n\n{_queries(here)}")
    parts.append(_growth(results, sizes))
    return "\n\n".join(part for part in parts if part) + "\n"


def plot(results: Results) -> str:
    """p95 of each contestant's slowest kind of query over the passages, both logarithmic."""
    curves: dict[str, list[tuple[int, float]]] = {}
    for (size, name), found in sorted(results.items()):
        worst = max(times[1] for times in found["ask"]["times"].values())
        curves.setdefault(name, []).append((size, worst))
    return _Plot(curves).svg()


def _machine() -> str:
    return (
        f"{_processor()}, {platform.system()}, Python {platform.python_version()}, tantivy"
        f" {version('tantivy')}, SQLite {sqlite3.sqlite_version}, Whoosh"
        f" {version('whoosh-reloaded')}. CPU milliseconds p50 / p95 / max, each with the snippets"
        " of 20 hits."
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if not info.is_file():
        return platform.processor() or platform.machine()
    lines = [line for line in info.read_text("utf-8").splitlines() if "model name" in line]
    name = lines[0].split(":")[1].strip() if lines else platform.machine()
    return f"{name}, {len(lines)} cores"


def _builds(here: Mapping[str, Any]) -> str:
    rows = [
        ("", "build CPU", "wall", "index", "peak while building", "while asking", "first query")
    ]
    for name, found in here.items():
        build, ask = found["build"], found["ask"]
        rows.append(
            (
                name,
                f"{build['cpu']:.1f} s{_ratio(here, name, 'cpu')}",
                f"{build['wall']:.1f} s",
                f"{build['size']:,.0f} MB",
                f"{build['peak']:,.0f} MB",
                f"{ask['peak']:,.0f} MB ({ask['own']:,.0f} its own)",
                f"{ask['first'][1] * 1000:,.0f} ms",
            )
        )
    return _table(rows)


def _ratio(here: Mapping[str, Any], name: str, what: str) -> str:
    if name == "tantivy" or "tantivy" not in here:
        return ""
    return f" ({here[name]['build'][what] / here['tantivy']['build'][what]:.2f} ×)"


def _queries(here: Mapping[str, Any]) -> str:
    rows = [("", *here, "ours : tantivy (p95)")]
    for kind in KINDS:
        cells = []
        for found in here.values():
            times = found["ask"]["times"].get(kind)
            cells.append(" / ".join(f"{ms:.1f}" for ms in times) if times else "–")
        rows.append((kind, *cells, _compared(here, kind)))
    return _table(rows)


def _compared(here: Mapping[str, Any], kind: str) -> str:
    if "ours" not in here or "tantivy" not in here:
        return "–"
    ours, theirs = (here[name]["ask"]["times"][kind] for name in ("ours", "tantivy"))
    return f"{ours[1] / theirs[1]:.2f} ×"


def _growth(results: Results, sizes: list[int]) -> str:
    if len(sizes) < 2:
        return ""
    before, after = sizes[-2:]
    rows: list[tuple[str, ...]] = [(f"p95, {before:,} → {after:,}", *KINDS)]
    for name in dict.fromkeys(name for _size, name in results):
        if (before, name) in results and (after, name) in results:
            small, large = (results[size, name]["ask"]["times"] for size in (before, after))
            rows.append(
                (
                    name,
                    *(f"{large[k][1] / small[k][1]:.2f} ×" if k in large else "–" for k in KINDS),
                )
            )
    return _table(rows)


def _table(rows: list[tuple[str, ...]]) -> str:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *body])


class _Plot:
    """Curves on two logarithmic scales, as SVG."""

    width, height, left, top, right, bottom = 640, 360, 64, 24, 130, 48

    def __init__(self, curves: Mapping[str, list[tuple[int, float]]]) -> None:
        self._curves = curves
        self._sizes = sorted({size for curve in curves.values() for size, _ms in curve})
        every = [ms for curve in curves.values() for _size, ms in curve]
        self._low = _tens_below(min(every))
        self._high = _tens_below(max(every)) * 10

    def svg(self) -> str:
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}"'
            ' font-family="sans-serif" font-size="12">',
            f'<rect width="{self.width}" height="{self.height}" fill="#ffffff"/>',
            f'<text x="{self.left}" y="14">{_TITLE}</text>',
            *self._grid(),
            *self._lines(),
            "</svg>",
        ]
        return "\n".join(parts) + "\n"

    def _x(self, size: float) -> float:
        room = self.width - self.left - self.right
        first, last = self._sizes[0], self._sizes[-1]
        return self.left + room * _share(size, first, last)

    def _y(self, ms: float) -> float:
        room = self.height - self.top - self.bottom
        return self.top + room * (1 - _share(ms, self._low, self._high))

    def _grid(self) -> list[str]:
        said = []
        ms = self._low
        while ms <= self._high:
            y = self._y(ms)
            said.append(
                f'<path d="M{self.left} {y:.1f}H{self.width - self.right}" stroke="#dddddd"/>'
                f'<text x="{self.left - 8}" y="{y + 4:.1f}" text-anchor="end">{ms:g}</text>'
            )
            ms *= 10
        base = self.height - self.bottom
        for size in self._sizes:
            x = self._x(size)
            said.append(
                f'<path d="M{x:.1f} {self.top}V{base}" stroke="#eeeeee"/>'
                f'<text x="{x:.1f}" y="{base + 18}" text-anchor="middle">{size:,}</text>'
            )
        said.append(f'<text x="{self.left}" y="{base + 38}">passages</text>')
        return said

    def _lines(self) -> list[str]:
        said = []
        for colour, (name, curve) in zip(_COLOURS, self._curves.items(), strict=False):
            points = [(self._x(size), self._y(ms)) for size, ms in curve]
            path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
            x, y = points[-1]
            said.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            said += [
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points
            ]
            said.append(
                f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}'
                f" {curve[-1][1]:.1f}</text>"
            )
        return said


def _share(value: float, low: float, high: float) -> float:
    return log(value / low) / log(high / low) if high > low else 0.5


def _tens_below(value: float) -> float:
    return float(10 ** floor(log10(value)))
