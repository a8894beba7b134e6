"""The way a reader took through sources: back and forward, as in a browser."""

from dataclasses import dataclass, replace

from workbench.ui.source_base import Place

_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Visit:
    """A place the reader was at; the title is said where the source is gone."""

    source: str
    title: str
    place: Place


class Visits:
    """Places in their order, one of them the present one."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._at = -1

    @property
    def can_go_back(self) -> bool:
        """True where there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """True where one came back from somewhere."""
        return self._at < len(self._visits) - 1

    def clear(self) -> None:
        """Forgets everything."""
        self._visits, self._at = [], -1

    def leave(self, source: str, place: Place) -> None:
        """Notes where in the present source the reader stands, just before going elsewhere."""
        if 0 <= self._at < len(self._visits) and self._visits[self._at].source == source:
            self._visits[self._at] = replace(self._visits[self._at], place=place)

    def arrive(self, visit: Visit) -> None:
        """Goes on to a place; what one came back from is forgotten."""
        if 0 <= self._at < len(self._visits) and self._visits[self._at] == visit:
            return
        self._visits = [*self._visits[: self._at + 1], visit][-_LENGTH:]
        self._at = len(self._visits) - 1

    def step(self, by: int) -> Visit | None:
        """Goes back (-1) or forward (1); None where nothing lies there."""
        if not 0 <= self._at + by < len(self._visits):
            return None
        self._at += by
        return self._visits[self._at]

    def drop(self, by: int) -> Visit | None:
        """Takes the present source out, as it is gone, and goes on the same way as far as it can.

        None where nothing is left.
        """
        gone = self._visits[self._at].source
        before = sum(each.source != gone for each in self._visits[: self._at])
        self._visits = [each for each in self._visits if each.source != gone]
        self._at = min(max(0, before if by > 0 else before - 1), len(self._visits) - 1)
        return self._visits[self._at] if self._visits else None
