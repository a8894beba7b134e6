"""The filters in force as chips; each is taken out by a click."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from workbench.domain.query_clause import Clause
from workbench.i18n import _
from workbench.ui.facets import field_names
from workbench.ui.style import small_font

_SHOWN = 4
_LONGEST = 24


class FacetChips(QWidget):
    """One button a filter; what does not fit is counted."""

    removed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._active: dict[tuple[str, str], Clause] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.hide()

    @property
    def chips(self) -> list[QToolButton]:
        """The chips in their order."""
        return [c for c in self.findChildren(QToolButton) if not c.property("gone")]

    def show_active(
        self,
        active: Mapping[tuple[str, str], Clause],
        labels: Mapping[tuple[str, str], str],
    ) -> None:
        """Shows a chip for each filter."""
        if dict(active) == self._active:
            return
        self._active = dict(active)
        while (item := self._row.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setProperty("gone", True)
                old.hide()
                old.deleteLater()
        for (field, value), clause in list(active.items())[:_SHOWN]:
            self._row.addWidget(self._chip(field, value, labels.get((field, value), value), clause))
        rest = len(active) - _SHOWN
        if rest > 0:
            self._row.addWidget(QLabel(_("+{count}").format(count=rest)))
        self.setVisible(bool(active))

    def _chip(self, field: str, value: str, label: str, clause: Clause) -> QToolButton:
        excluded = clause is Clause.EXCLUDED
        text = _("not {value}").format(value=label) if excluded else label
        short = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
        chip = QToolButton(self)
        chip.setText(f"{short} ✕".replace("&", "&&"))
        chip.setFont(small_font())
        chip.setProperty("chip", True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = _("Take out the filter {field}: {value}").format(
            field=field_names()[field], value=text
        )
        chip.setAccessibleName(name)
        chip.setToolTip(name)
        chip.clicked.connect(lambda _on=False: self.removed.emit(field, value))
        return chip
