"""Text that stands twice at one place: a scan recognised twice, bold type made by printing over."""

from collections.abc import Iterator
from typing import Any

from rapidfuzz.fuzz import ratio

from workbench.adapters.readers.pdf_garbled import strangeness
from workbench.adapters.readers.pdf_layout import Line

_ALIKE = 60


def doubled_words(words: list[Any], lines: list[Line], levels: list[tuple[float, int]]) -> set[int]:
    """The numbers of words to leave out so that each stands once."""
    pairs = list(_lines_on_lines(lines, levels))
    if not pairs:
        return set()
    covers: dict[int, set[int]] = {}
    for before, line in pairs:
        for number in range(line.first, line.stop):
            under = {at for at in range(before.first, before.stop) if _covers(words, at, number)}
            if under:
                covers.setdefault(number, set()).update(under)
    twice = _same_words(words, lines, covers)
    other = {number: under for number, under in covers.items() if number not in twice}
    # Two layers that say different things: one of them is garbled, or both belong there.
    if len(other) > 0.3 * len(words):
        twice |= _worse(words, other)
    return twice


def _lines_on_lines(
    lines: list[Line], levels: list[tuple[float, int]]
) -> Iterator[tuple[Line, Line]]:
    """Pairs that lie on each other, the one drawn first first."""
    for at, (middle, number) in enumerate(levels, 1):
        line = lines[number]
        limit = middle + 0.7 * (line.bottom - line.top)
        for below in range(at, len(levels)):
            low, under = levels[below]
            if low > limit:
                break
            other = lines[under]
            if other.left < line.right and line.left < other.right and _lie_alike(line, other):
                yield (line, other) if number < under else (other, line)


def _lie_alike(one: Line, two: Line) -> bool:
    overlap = min(one.right, two.right) - max(one.left, two.left)
    low, high = sorted((one.height, two.height))
    return overlap > 0.3 * min(one.right - one.left, two.right - two.left) and high < 1.7 * low


def _covers(words: list[Any], at: int, number: int) -> bool:
    one, two = words[at], words[number]
    width = min(one[2], two[2]) - max(one[0], two[0])
    height = min(one[3], two[3]) - max(one[1], two[1])
    return bool(
        width > 0.6 * min(one[2] - one[0], two[2] - two[0])
        and height > 0.6 * min(one[3] - one[1], two[3] - two[1])
    )


def _same_words(words: list[Any], lines: list[Line], covers: dict[int, set[int]]) -> set[int]:
    twice: set[int] = set()
    for line in lines:
        covered = [number for number in range(line.first, line.stop) if number in covers]
        if not covered:
            continue
        under = sorted({at for number in covered for at in covers[number]} - twice)
        said = "".join(words[number][4] for number in covered)
        if under and ratio(said, "".join(words[at][4] for at in under)) >= _ALIKE:
            twice.update(covered)
            continue
        twice.update(
            number
            for number in covered
            if any(words[at][4] == words[number][4] for at in covers[number] - twice)
        )
    return twice


def _worse(words: list[Any], covers: dict[int, set[int]]) -> set[int]:
    over = set(covers)
    under = {at for number in over for at in covers[number]} - over
    upper = strangeness(" ".join(words[at][4] for at in sorted(over)))
    lower = strangeness(" ".join(words[at][4] for at in sorted(under)))
    if upper == lower:
        return set()
    return over if upper > lower else under
