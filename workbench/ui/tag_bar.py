"""The tags of the sources chosen: a chip each, taken off by a click, and a field for another."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton

from workbench.domain.query_completion import Completion
from workbench.i18n import _, ngettext
from workbench.ui.line_completer import LineCompleter
from workbench.ui.style import small_font
from workbench.ui.tasks import Tasks

_SHOWN = 6
_LONGEST = 28


class TagBar(QFrame):
    """Tags of one source or of many at once; a tag that only some have says of how many."""

    changed = Signal(list, list)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._counts: Counter[str] = Counter()
        self._sources = 0
        self._known: list[str] = []
        self._title = QLabel()
        self._title.setProperty("soft", True)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._more = QToolButton()
        self._more.setFont(small_font())
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(QMenu(self._more))
        self.field = _TagField()
        self.field.returnPressed.connect(self._add)
        self.completer = LineCompleter(self.field, tasks, least=1)
        self.completer.set_ask(lambda text, cursor: completed(text, cursor, self._known))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addLayout(self._chips)
        row.addWidget(self._more)
        row.addWidget(self.field)
        row.addStretch(1)
        self.show_tags([], [])

    @property
    def title(self) -> str:
        """Whose tags these are."""
        return self._title.text()

    @property
    def chips(self) -> list[QToolButton]:
        """The chips in their order."""
        items = [self._chips.itemAt(at) for at in range(self._chips.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [chip for chip in widgets if isinstance(chip, QToolButton)]

    def show_tags(self, of_sources: Sequence[Sequence[str]], known: Iterable[str]) -> None:
        """Shows the tags of the sources chosen; known are all tags of the archive."""
        counts = Counter(tag for tags in of_sources for tag in tags)
        self._known = sorted(known, key=str.casefold)
        if counts != self._counts or len(of_sources) != self._sources:
            self._counts, self._sources = counts, len(of_sources)
            self._show_chips()
        self.field.setEnabled(bool(of_sources))
        if not of_sources:
            told = _("Choose sources to tag them")
        elif len(of_sources) == 1:
            told = _("Tags of the source chosen")
        else:
            told = ngettext(
                "Tags of {count} source", "Tags of {count} sources", len(of_sources)
            ).format(count=f"{len(of_sources):,}")
        self._title.setText(told)
        self.field.setVisible(bool(of_sources))

    def _show_chips(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        ordered = sorted(self._counts, key=lambda tag: (-self._counts[tag], tag.casefold()))
        for tag in ordered[:_SHOWN]:
            self._chips.addWidget(self._chip(tag))
        menu = self._more.menu()
        menu.clear()
        for tag in ordered[_SHOWN:]:
            action = menu.addAction(_("Take off “{tag}”").format(tag=tag.replace("&", "&&")))
            action.triggered.connect(lambda _on=False, each=tag: self.changed.emit([], [each]))
        rest = len(ordered) - _SHOWN
        self._more.setVisible(rest > 0)
        self._more.setText(_("+{count} ▾").format(count=rest))

    def _chip(self, tag: str) -> QToolButton:
        chip = QToolButton()
        count = self._counts[tag]
        few = f" {count}/{self._sources}" if count < self._sources else ""
        chip.setText(f"{_cut(tag)}{few} ✕".replace("&", "&&"))
        chip.setFont(small_font())
        chip.setProperty("chip", True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = _("Take the tag “{tag}” off").format(tag=tag)
        chip.setAccessibleName(name)
        chip.setToolTip(name)
        chip.clicked.connect(lambda _on=False: self.changed.emit([], [tag]))
        return chip

    def _add(self) -> None:
        wanted = tags_in(self.field.text(), self._known)
        self.field.clear()
        missing = [tag for tag in wanted if self._counts[tag] < self._sources]
        if missing and self._sources:
            self.changed.emit(missing, [])


class TagFilter(QToolButton):
    """Which tag the sources shown have; None any or none, empty no tag at all."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._counts: Mapping[str, int] = {}
        self._tag: str | None = None
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(_("Show only sources with a tag"))
        self.menu().aboutToShow.connect(self.fill)
        self.show_tags({}, None)

    def show_tags(self, counts: Mapping[str, int], tag: str | None) -> None:
        """Offers these tags with the number of their sources; one of them is chosen."""
        self._counts, self._tag = counts, tag
        shown = dict(self._choices()).get(tag) or ""
        self.setText(f"{_cut(shown)} ▾".replace("&", "&&"))
        self.setAccessibleName(_("Shown: {tag}").format(tag=shown))

    def fill(self) -> None:
        """Writes the menu."""
        menu = self.menu()
        menu.clear()
        for tag, text in self._choices():
            count = f"  {self._counts[tag]:,}" if tag else ""
            action = menu.addAction(f"{_cut(text)}{count}".replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(tag == self._tag)
            action.triggered.connect(lambda _on=False, each=tag: self.chosen.emit(each))

    def _choices(self) -> list[tuple[str | None, str]]:
        tags = sorted(self._counts, key=str.casefold)
        return [(None, _("All tags")), ("", _("Without tags")), *((tag, tag) for tag in tags)]


class _TagField(QLineEdit):
    """Return adds; Escape empties the field before it closes the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Add a tag"))
        self.setAccessibleName(_("Add a tag"))
        self.setToolTip(_("Return adds; commas between several"))
        self.setMaximumWidth(220)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


def completed(text: str, cursor: int, known: Iterable[str]) -> list[Completion]:
    """The tags that hold what is typed since the last comma, first those that begin with it."""
    start = text.rfind(",", 0, cursor) + 1
    start += len(text[start:cursor]) - len(text[start:cursor].lstrip())
    piece = text[start:cursor].casefold()
    held = [tag for tag in known if piece in tag.casefold()]
    held.sort(key=lambda tag: not tag.casefold().startswith(piece))
    return [Completion(start, cursor, tag, tag) for tag in held]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def tags_in(text: str, known: Iterable[str]) -> list[str]:
    """The tags typed, commas between them; in the spelling they have already."""
    spelled = {tag.casefold(): tag for tag in known}
    typed = (" ".join(part.split()) for part in text.split(","))
    return list(dict.fromkeys(spelled.get(tag.casefold(), tag) for tag in typed if tag))
