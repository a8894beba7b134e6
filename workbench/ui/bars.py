"""Parts of headers: the bar itself, buttons with a sign, buttons in one frame."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from workbench.ui.style import HEADER_HEIGHT, SPACE


def header_bar(right: int = 14) -> tuple[QFrame, QHBoxLayout]:
    """The bar above a column, and the row its parts go into."""
    bar = QFrame()
    bar.setProperty("box", "header")
    bar.setFixedHeight(HEADER_HEIGHT)
    row = QHBoxLayout(bar)
    row.setContentsMargins(14, 0, right, 0)
    row.setSpacing(2 * SPACE)
    return bar, row


def tool_button(text: str, name: str = "", tip: str = "") -> QToolButton:
    """A button; a sign on it needs a name, which is also its tip where no other is given."""
    button = QToolButton()
    button.setText(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if name:
        button.setAccessibleName(name)
        button.setToolTip(tip or name)
    return button


def segments(*parts: QWidget) -> QFrame:
    """Buttons that belong together, in one frame."""
    frame = QFrame()
    frame.setProperty("box", "segments")
    line = QHBoxLayout(frame)
    line.setContentsMargins(1, 1, 1, 1)
    line.setSpacing(0)
    for part in parts:
        line.addWidget(part)
    return frame
