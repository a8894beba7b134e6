"""Words drawn later than the line they stand in: links, bold words, the commas between them."""

from itertools import pairwise
from typing import Any

from workbench.adapters.readers.pdf_layout import Line

GLUED = -1  # the number in its line of a word that follows the one before without a space
_GLUED = 0.08
_SPACE = 0.5  # of a line's height: less than any gutter between columns


def strays_home(
    words: list[Any], lines: list[Line], levels: list[tuple[float, int]]
) -> tuple[list[int], list[Any]] | None:
    """The words' order with each in its line, and the words; None where all are at home."""
    groups = [group for row in _rows(lines, levels) for group in _groups(words, lines, row)]
    if not groups:
        return None
    home: dict[int, list[int]] = {}
    gone: set[int] = set()
    words = list(words)
    for group in groups:
        main = max(group, key=lambda at: (lines[at].stop - lines[at].first, -at))
        numbers = [number for at in group for number in range(lines[at].first, lines[at].stop)]
        numbers.sort(key=lambda number: words[number][0])
        key = words[lines[main].first][5:7]
        lines_of_words = {n: words[n][5:7] for n in numbers}
        for before, number in pairwise([numbers[0], *numbers]):
            word, gap = words[number], words[number][0] - words[before][2]
            strange = lines_of_words[before] != lines_of_words[number]
            glued = strange and gap < _GLUED * (word[3] - word[1])
            words[number] = (*word[:5], *key, GLUED if glued else word[7])
        home[main] = numbers
        gone.update(at for at in group if at != main)
    order: list[int] = []
    for at, line in enumerate(lines):
        if at not in gone:
            order.extend(home.get(at) or range(line.first, line.stop))
    return order, [words[number] for number in order]


def _rows(lines: list[Line], levels: list[tuple[float, int]]) -> list[list[int]]:
    """Lines whose middles are level, where there are several."""
    rows: list[list[int]] = []
    row: list[int] = []
    level = 0.0
    for middle, at in levels:
        line = lines[at]
        if row and middle - level < 0.4 * (line.bottom - line.top):
            row.append(at)
            continue
        if len(row) > 1:
            rows.append(row)
        row, level = [at], middle
    return [*rows, row] if len(row) > 1 else rows


def _groups(words: list[Any], lines: list[Line], row: list[int]) -> list[list[int]]:
    """Lines of a row that are one, where they were not drawn one after the other."""
    if all(at - before == 1 and lines[before].right <= lines[at].left + 1 for before, at in
           pairwise(sorted(row))):  # fmt: skip
        return []
    placed = sorted(
        (words[number][0], number, at)
        for at in row
        if not lines[at].stands
        for number in range(lines[at].first, lines[at].stop)
    )
    joined = {at: {at} for at in row}
    for (_left, before, one), (_next, number, other) in pairwise(placed):
        height = words[number][3] - words[number][1]
        gap = words[number][0] - words[before][2]
        if words[before][5:7] == words[number][5:7]:
            continue  # Within a line of its own the library knows the order.
        if joined[one] is not joined[other] and -0.2 * height < gap < _SPACE * height:
            low, high = sorted((lines[one].height, lines[other].height))
            if high < 1.6 * low:
                joined[one] |= joined[other]
                for at in joined[other]:
                    joined[at] = joined[one]
    found = {id(group): sorted(group) for group in joined.values() if len(group) > 1}
    return [group for group in found.values() if not _in_order(lines, group)]


def _in_order(lines: list[Line], group: list[int]) -> bool:
    return all(
        at - before == 1 and lines[before].right <= lines[at].left + 1
        for before, at in pairwise(group)
    )
