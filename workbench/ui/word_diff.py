"""A word diff in place: what went struck through, what came underlined, both in one text."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.domain.diff_parts import Part, diff_parts, shortened, spoken
from workbench.ui.diff_html import to_html
from workbench.ui.fields import WrappedLabel
from workbench.ui.style import reading_font


class WordDiff(WrappedLabel):
    """Shows what became of a text; its words can be selected and are said to screen readers."""

    def __init__(self, size: int = 14, whole: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._parts: list[Part] = []
        self._whole = whole
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setFont(reading_font(size))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def parts(self) -> list[Part]:
        """What is shown."""
        return self._parts

    def set_texts(self, old: str, new: str) -> None:
        """Shows how the old words became the new ones."""
        parts = diff_parts(old, new)
        self._parts = parts if self._whole else shortened(parts)
        self.setText(to_html(self._parts))
        self.setAccessibleName(spoken(parts))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._parts:
            self.setText(to_html(self._parts))
