"""How each source was looked at last, and where: kept over restarts for the newest ones."""

from dataclasses import dataclass

from workbench.ui.settings import Settings
from workbench.ui.source_base import ZOOM_RANGE, Fit, Look, Place

KEPT = 200


@dataclass(frozen=True, slots=True)
class Remembered:
    """The look and the place of one source."""

    look: Look
    place: Place


class SourceMemory:
    """One line a source, the newest first; a line that cannot be read is as good as none."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings
        self._known: dict[str, Remembered] = {}
        for line in reversed(settings.source_lines if settings is not None else []):
            sha256, _space, rest = line.partition(" ")
            remembered = _read(rest)
            if remembered is not None:
                self._known[sha256] = remembered

    def recall(self, sha256: str) -> Remembered | None:
        """What is known of a source."""
        return self._known.get(sha256)

    def remember(self, sha256: str, look: Look, place: Place) -> None:
        """Notes a source as the newest one."""
        self._known.pop(sha256, None)
        self._known[sha256] = Remembered(look, place)
        while len(self._known) > KEPT:
            del self._known[next(iter(self._known))]

    def save(self) -> None:
        """Hands all to the settings, which write the file."""
        if self._settings is not None:
            lines = [f"{key} {_written(known)}" for key, known in self._known.items()]
            self._settings.source_lines = lines[::-1]


def _written(known: Remembered) -> str:
    look, place = known.look, known.place
    return f"{look.zoom:.4f} {look.fit.value} {look.rotation} {place.page} {place.share:.5f}"


def _read(text: str) -> Remembered | None:
    try:
        zoom, fit, rotation, page, share = text.split()
        look = Look(float(zoom), Fit(fit), int(rotation) % 360)
        place = Place(int(page), float(share))
    except ValueError:
        return None
    sane = ZOOM_RANGE[0] <= look.zoom <= ZOOM_RANGE[1] and look.rotation % 90 == 0
    return Remembered(look, place) if sane and place.page > 0 and -1 < place.share < 1.5 else None
