"""Work that only the window's thread can do, a slice at a time, so that the window stays alive."""

from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

_SLICE_MS = 12


class Slices(QObject):
    """Runs one piece of work in slices; a new one takes the place of what is not done yet."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """True while there is work left."""
        return self._timer.isActive()

    def run(self, steps: Iterator[None]) -> None:
        """Does the work when the window has nothing else to do; it yields where it can wait."""
        self._steps = steps
        self._timer.start()

    def stop(self) -> None:
        """Leaves the work undone."""
        self._timer.stop()
        self._steps = iter(())

    def _go_on(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        steps = self._steps
        for _step in steps:
            if clock.elapsed() >= _SLICE_MS or steps is not self._steps:
                return
        if steps is self._steps:
            self.stop()
