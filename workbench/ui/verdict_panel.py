"""The verdict: one button a value of the case's scale, with its glyph and its key."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from workbench.domain.verdict import Rating
from workbench.i18n import _
from workbench.ui.style import RADIUS, SPACE, theme, ui_font

_COLUMNS = 4


class VerdictButton(QAbstractButton):
    """A value of the scale; filled in its colour where it is the claim's verdict."""

    def __init__(self, rating: Rating, key: int) -> None:
        super().__init__()
        self.rating = rating
        self._key = key
        self.setCheckable(True)
        self.setText(rating.name)
        self.setToolTip(
            _("{name}. {definition} Key {key}.").format(
                name=rating.name, definition=rating.definition, key=key
            )
        )
        self.setAccessibleName(_("Verdict {name}").format(name=rating.name))
        self.setAccessibleDescription(rating.definition)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the glyph and two lines."""
        return QSize(78, 56)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the column allows."""
        return QSize(60, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Glyph above, key and name below; the chosen one stands on its colour."""
        colours = theme()
        role = colours.role(self.rating.colour)
        chosen = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = role.ground if chosen else QColor(colours.pane)
        if self.underMouse() and not chosen and self.isEnabled():
            ground = QColor(colours.desk)
        width = 2 if self.hasFocus() else 1
        edge = QColor(colours.accent) if self.hasFocus() else QColor(colours.rule)
        painter.setPen(QPen(role.ink if chosen and not self.hasFocus() else edge, width))
        painter.setBrush(ground)
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        ink = role.ink if chosen else QColor(colours.soft)
        painter.setPen(ink)
        painter.setFont(ui_font(13, strong=True))
        painter.drawText(
            box.adjusted(0, 4, 0, 0),
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop,
            self.rating.glyph,
        )
        painter.setFont(ui_font(11, strong=chosen))
        painter.setPen(ink if chosen else QColor(colours.ink))
        painter.drawText(
            box.adjusted(3, 21, -3, -2),
            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
            f"{self._key} {self.rating.name}",
        )
        painter.end()


class VerdictPanel(QWidget):
    """The values of the scale; a click on the one already given takes it back."""

    verdictChosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE + 2)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._buttons: dict[str, VerdictButton] = {}
        self._verdict = ""

    def set_ratings(self, ratings: Sequence[Rating]) -> None:
        """Shows another scale."""
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.deleteLater()
        self._buttons = {}
        for number, rating in enumerate(ratings):
            button = VerdictButton(rating, number + 1)
            button.clicked.connect(lambda _on, code=rating.code: self._clicked(code))
            self._grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
            self._group.addButton(button)
            self._buttons[rating.code] = button
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)

    def set_verdict(self, code: str) -> None:
        """Shows which verdict the claim has."""
        self._verdict = code
        for each, button in self._buttons.items():
            button.setChecked(each == code)

    def buttons(self) -> list[VerdictButton]:
        """The values in the order of their keys."""
        return list(self._buttons.values())

    def _clicked(self, code: str) -> None:
        chosen = "" if code == self._verdict else code
        self.set_verdict(self._verdict)  # only the case says what the verdict is
        self.verdictChosen.emit(chosen)
