"""Garbage is collected in the window's thread: a QObject destroyed in another brings Qt down."""

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 500


class Collector(QObject):
    """Collects when Python itself would, but between events, where no frame waits for it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # What is loaded by now stays, and looking it through takes 0.1 s at a time.
        gc.freeze()
        gc.disable()
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collects the oldest generation that is due."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generations = [number for number, (count, most) in enumerate(due) if count > most]
        if generations:
            gc.collect(generations[-1])

    def stop(self) -> None:
        """Gives collecting back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
