"""The small bar beside a selection in a source: what is this passage to the claim?"""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from workbench.domain.evidence import Stance
from workbench.i18n import _
from workbench.ui.style import theme

STANCE_KEYS = {
    Qt.Key.Key_S: Stance.SUPPORTS,
    Qt.Key.Key_R: Stance.REFUTES,
    Qt.Key.Key_T: Stance.CONTEXT,
}
_GAP = 8


class StanceBar(QFrame):
    """Three buttons, named with their keys; floats over the view."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stanceBar")
        self.setAccessibleName(_("Attach the selected words to the claim"))
        line = QHBoxLayout(self)
        line.setContentsMargins(3, 3, 3, 3)
        line.setSpacing(2)
        self._buttons: dict[Stance, QToolButton] = {}
        for stance, text, tip in (
            (Stance.SUPPORTS, _("+ Supports  S"), _("These words support the claim (S)")),
            (Stance.REFUTES, _("− Refutes  R"), _("These words refute the claim (R)")),
            (Stance.CONTEXT, _("· Context  T"), _("These words give context (T)")),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, s=stance: self.chosen.emit(s))
            line.addWidget(button)
            self._buttons[stance] = button
        self.retheme()
        self.hide()

    def show_beside(self, passage: QRect, area: QRect) -> None:
        """Stands under the passage's last line, over it where there is no room; both in the
        parent's coordinates."""
        self.adjustSize()
        x = min(max(area.left() + 4, passage.right() - self.width()), area.right() - self.width())
        below = passage.bottom() + _GAP
        y = below if below + self.height() < area.bottom() else passage.top() - _GAP - self.height()
        self.move(QPoint(max(area.left(), x), y))
        self.setVisible(area.intersects(passage))
        self.raise_()

    def button(self, stance: Stance) -> QToolButton:
        """The button of a stance."""
        return self._buttons[stance]

    def retheme(self) -> None:
        """Takes the colours of the theme in force."""
        colours = theme()
        self.setStyleSheet(
            f"#stanceBar {{ background: {colours.pane}; border: 1px solid {colours.rule};"
            " border-radius: 8px; }"
        )
        for stance, button in self._buttons.items():
            role = colours.stance(stance)
            button.setStyleSheet(
                f"QToolButton {{ border: 1px solid transparent; border-radius: 6px;"
                f" padding: 4px 9px; color: {role.ink.name()}; background: transparent; }}"
                f"QToolButton:hover {{ background: {role.ground.name()}; }}"
                f"QToolButton:focus {{ border: 2px solid {colours.accent}; padding: 3px 8px; }}"
            )
