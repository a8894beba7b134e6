"""Find anything: commands, claims and sources in one list, by a few letters of their names."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from workbench.i18n import _
from workbench.ui.source_parts import ElidedLabel
from workbench.ui.style import SPACE, ui_font

_LONGEST_LIST = 60
_STEP_KEYS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to find: its name, what it is, its key, and what choosing it does."""

    name: str
    kind: str
    key: str
    run: Callable[[], object]


def rank(entries: Sequence[Entry], wanted: str) -> list[Entry]:
    """Entries that have every word of the query, those that begin with it first."""
    words = _folded(wanted).split()
    if not words:
        return list(entries)
    found = []
    for place, entry in enumerate(entries):
        name = _folded(entry.name)
        if all(word in name or word in _folded(entry.kind) for word in words):
            starts = name.startswith(words[0])
            inside = any(part.startswith(words[0]) for part in name.split())
            found.append((not starts, not inside, place, entry))
    return [entry for *_order, entry in sorted(found, key=lambda each: each[:3])]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


class Palette(QFrame):
    """Type, choose with the arrows, Enter; Esc or a click elsewhere closes it."""

    def __init__(
        self,
        entries: Sequence[Entry],
        parent: QWidget,
        typed: Callable[[str], Entry | None] = lambda _text: None,
    ) -> None:
        """`typed` makes an entry of what is typed itself, where that means something."""
        super().__init__(parent)
        self._typed = typed
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("box", "card")
        self.setAccessibleName(_("Find anything"))
        self._before = QApplication.focusWidget()
        self._entries = list(entries)
        self._shown: list[Entry] = []
        self._query = QLineEdit()
        self._query.setPlaceholderText(_("A command, a claim, a source, a link …"))
        self._query.setAccessibleName(_("Find anything"))
        self._query.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName(_("What was found"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(lambda _item: self._take())
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addWidget(self._query)
        column.addWidget(self._list, 1)
        self._query.textChanged.connect(self._filter)
        self._query.returnPressed.connect(self._take)
        width, height = min(620, parent.width() - 48), min(460, parent.height() - 120)
        self.setGeometry((parent.width() - width) // 2, 72, width, height)
        self._filter("")

    def open(self) -> None:
        """Shows the list and takes the keyboard."""
        self.show()
        self.raise_()
        self._query.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the letters go into the field."""
        if watched is self._query and event.type() == QEvent.Type.FocusOut:
            self.close()
        elif watched is self._query and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and event.type() == QEvent.Type.KeyPress:
                self._give_back()
                return True
            step = _STEP_KEYS.get(Qt.Key(event.key()))
            if step is not None and event.type() == QEvent.Type.KeyPress:
                row = min(max(self._list.currentRow() + step, 0), self._list.count() - 1)
                self._list.setCurrentRow(row)
                return True
        return bool(super().eventFilter(watched, event))

    def _filter(self, text: str) -> None:
        meant = self._typed(text)
        ranked = rank(self._entries, text)[:_LONGEST_LIST]
        self._shown = [meant, *ranked] if meant is not None else ranked
        self._list.clear()
        for entry in self._shown:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.name}, {entry.kind}")
            row = _row(entry)
            item.setSizeHint(QSize(0, row.sizeHint().height()))
            self._list.addItem(item)
            self._list.setItemWidget(item, row)
        if self._shown:
            self._list.setCurrentRow(0)

    def _take(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._shown):
            run = self._shown[row].run
            self._give_back()
            run()

    def _give_back(self) -> None:
        """Closes, and the keyboard is where it was."""
        self.close()
        if self._before is not None and isValid(self._before):
            self._before.setFocus()


def _row(entry: Entry) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(8, 6, 8, 6)
    name = ElidedLabel()
    name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    name.setText(entry.name)
    kind = QLabel(entry.kind)
    kind.setProperty("soft", True)
    line.addWidget(name, 1)
    line.addWidget(kind)
    if entry.key:
        key = QLabel(entry.key)
        key.setFont(ui_font(12, strong=True))
        line.addWidget(key)
    return row
