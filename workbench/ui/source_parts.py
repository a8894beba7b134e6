"""Small parts of the lines over a source: labels that give way, groups of buttons."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from workbench.ui.bars import segments


class ElidedLabel(QLabel):
    """A label that gives way, with an ellipsis, where there is no room for all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 4
        return QSize(width, super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            text = self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, self.width()
            )
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), text)


def soft(name: str) -> QLabel:
    """A quiet label with a name for screen readers."""
    label = QLabel()
    label.setProperty("soft", True)
    label.setAccessibleName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def low_segments(*buttons: QWidget) -> QFrame:
    """Buttons that belong together, in a frame for a bar with a field in it."""
    frame = segments(*buttons)
    frame.setFixedHeight(28)
    return frame
