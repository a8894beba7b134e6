"""Beside the query: what its words must stand in together, word forms, what comes first."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from workbench.domain.query_options import Options, Order, Unit
from workbench.i18n import _
from workbench.ui.source_parts import low_segments

_DEFAULT = Options()


class SearchOptions(QWidget):
    """Three choices in one frame; each says what is chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = _DEFAULT
        self._actions: dict[Unit | Order, QAction] = {}
        self.unit = _choice_button(_("All the words have to stand in one …"))
        self.stems = QToolButton()
        self.stems.setText(_("Word forms"))
        self.stems.setCheckable(True)
        self.stems.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stems.setToolTip(
            _("On: “cost” finds costs and costing too. Off: only the word as it is typed")
        )
        self.order = _choice_button(_("What comes first"))
        for unit, text in _units().items():
            self._offer(self.unit, unit, text)
        for order, text in _orders().items():
            self._offer(self.order, order, text)
        self.stems.clicked.connect(lambda on: self._choose(replace(self._options, stems=on)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(low_segments(self.unit, self.stems, self.order))
        self._show()

    @property
    def options(self) -> Options:
        """What is chosen."""
        return self._options

    def set_options(self, options: Options) -> None:
        """Shows another choice, without telling anybody."""
        self._options = options
        self._show()

    def choose(self, wanted: Unit | Order) -> None:
        """Takes a unit or an order."""
        if isinstance(wanted, Unit):
            self._choose(replace(self._options, unit=wanted))
        else:
            self._choose(replace(self._options, order=wanted))

    def toggle_stems(self) -> None:
        """Word forms on, or off."""
        self._choose(replace(self._options, stems=not self._options.stems))

    def _offer(self, button: QToolButton, wanted: Unit | Order, text: str) -> None:
        menu = button.menu()
        action = menu.addAction(text)
        action.setCheckable(True)
        group = menu.findChild(QActionGroup) or QActionGroup(menu)
        group.addAction(action)
        action.triggered.connect(lambda _on=False: self.choose(wanted))
        self._actions[wanted] = action

    def _choose(self, options: Options) -> None:
        before, self._options = self._options, options
        self._show()
        if options != before:
            self.changed.emit()

    def _show(self) -> None:
        unit, order = self._options.unit, self._options.order
        self.unit.setText(f"{_units()[unit]} ▾")
        self.unit.setAccessibleName(
            _("Words together in: {unit}").format(unit=_units()[unit].casefold())
        )
        self.order.setText(f"{_orders()[order]} ▾")
        self.order.setAccessibleName(
            _("Sorted by: {order}").format(order=_orders()[order].casefold())
        )
        self.stems.setChecked(self._options.stems)
        for wanted in (unit, order):
            self._actions[wanted].setChecked(True)


def options_text(options: Options) -> str:
    """The choice as it is remembered from one day to the next."""
    return f"{options.unit} {'forms' if options.stems else 'exact'} {options.order}"


def options_of(text: str) -> Options:
    """The choice remembered; what cannot be read is as if nothing had been chosen."""
    parts = text.split()
    if len(parts) != 3 or parts[0] not in set(Unit) or parts[2] not in set(Order):
        return _DEFAULT
    return Options(Unit(parts[0]), parts[1] != "exact", Order(parts[2]))


def unit_words(unit: Unit) -> str:
    """What a unit is called."""
    return _units()[unit]


def _choice_button(tip: str) -> QToolButton:
    button = QToolButton()
    button.setToolTip(tip)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setMenu(QMenu(button))
    return button


def _units() -> dict[Unit, str]:
    return {
        Unit.PASSAGE: _("Passage"),
        Unit.PAGE: _("Page"),
        Unit.DOCUMENT: _("Document"),
    }


def _orders() -> dict[Order, str]:
    return {
        Order.RELEVANCE: _("Best first"),
        Order.DATE: _("Newest first"),
        Order.PAGE: _("By page"),
    }
