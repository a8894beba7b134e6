"""What it means that words follow each other, or are near: the one definition for every engine."""

from collections import Counter
from collections.abc import Sequence


def near(positions: Sequence[Sequence[int]], slop: int) -> list[int]:
    """The positions that take part in a near phrase, in order; none where there is no match.

    positions has the ascending positions of each word of the phrase (a word said twice stands there
    twice). All words, in any order and each at a position of its own, stand near where
    last - first + 1 <= number of words + slop - 1.
    """
    if not positions or not all(positions):
        return []
    wanted = Counter(tuple(places) for places in positions)
    owner = {at: places for places in wanted for at in places}
    places = sorted(owner)
    width = len(positions) + slop - 1
    missing = wanted.total()
    inside: Counter[tuple[int, ...]] = Counter()
    taking_part: list[int] = []
    first = 0
    for at_last, last in enumerate(places):
        missing -= inside[owner[last]] < wanted[owner[last]]
        inside[owner[last]] += 1
        while places[first] <= last - width:
            gone = owner[places[first]]
            inside[gone] -= 1
            missing += inside[gone] < wanted[gone]
            first += 1
        if not missing:
            done = taking_part[-1] if taking_part else -1
            taking_part += [at for at in places[first : at_last + 1] if at > done]
    return taking_part


def in_a_row(positions: Sequence[Sequence[int]]) -> list[int]:
    """The positions at which a phrase begins: each word right after the one before."""
    if not positions:
        return []
    begins = set(positions[0])
    for at, places in enumerate(positions):
        begins &= {place - at for place in places}
    return sorted(begins)
