"""What an action of the window is; menus, palette and the sheet of keys are made of these."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from workbench.i18n import N_, _

MENUS = (
    ("file", N_("&File")),
    ("edit", N_("&Edit")),
    ("view", N_("&View")),
    ("claim", N_("&Claim")),
    ("source", N_("&Source")),
    ("search", N_("Sea&rch")),
    ("evidence", N_("E&vidence")),
    ("verdict", N_("Ver&dict")),
    ("help", N_("&Help")),
)


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One action: where it stands, what it is called, its keys, when it can be done, what it does.

    `now` gives a text that depends on the moment; an empty one hides the action. `ticked` makes
    it a choice; `gap` draws a line above it; `keeps_fields` leaves what is being typed alone;
    `here` are keys only the list answers to that the action is about, for the sheet of keys.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...]
    run: Callable[[], object]
    enabled: Callable[[], bool] = _always
    now: Callable[[], str] | None = None
    ticked: Callable[[], bool] | None = None
    gap: bool = False
    keeps_fields: bool = False
    here: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The text as it stands now, without mnemonics and dots."""
        text = self.now() if self.now is not None else _(self.text)
        return text.replace("&", "").removesuffix("…")

    @property
    def keys_shown(self) -> str:
        """The first shortcut in the words of the platform."""
        return "".join(keys_words(self.keys[:1]))

    @property
    def keys_listed(self) -> str:
        """The keys as the sheet of keys lists them: the first one, and those of its list."""
        return "  ".join(keys_words((*self.keys[:1], *self.here)))


def keys_words(keys: Iterable[str]) -> list[str]:
    """Keys in the words of the platform."""
    native = QKeySequence.SequenceFormat.NativeText
    return [QKeySequence(key).toString(native) for key in keys]


@dataclass(slots=True)
class _Made:
    command: Command
    action: QAction


class CommandBook:
    """The actions made from the table; `refresh` brings texts and states up to date."""

    def __init__(self, owner: QWidget, before_run: Callable[[], None]) -> None:
        self._owner = owner
        self._before_run = before_run
        self.commands: list[Command] = []
        self._made: dict[str, _Made] = {}

    def add(self, commands: Iterable[Command]) -> None:
        """Makes an action of each command."""
        for command in commands:
            action = QAction(_(command.text), self._owner)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.setCheckable(command.ticked is not None)
            action.triggered.connect(partial(self.run, command.id))
            self._owner.addAction(action)
            self.commands.append(command)
            self._made[command.id] = _Made(command, action)

    def action(self, name: str) -> QAction:
        """The action of a command."""
        return self._made[name].action

    def actions_of(self, menu: str) -> list[QAction]:
        """The actions of a menu with lines between its groups, for a menu elsewhere."""
        actions: list[QAction] = []
        for command in self.commands:
            if command.menu == menu:
                if command.gap and actions:
                    line = QAction(self._owner)
                    line.setSeparator(True)
                    actions.append(line)
                actions.append(self.action(command.id))
        return actions

    def run(self, name: str, _checked: bool = False) -> None:
        """Does a command, after what is being typed was committed."""
        command = self._made[name].command
        if not command.enabled():
            return
        if not command.keeps_fields:
            self._before_run()
        command.run()
        self.refresh()

    def fill(self, bar: QMenuBar, submenus: dict[str, QMenu]) -> None:
        """Writes the menus; a submenu stands below the command whose id it is given under."""
        groups: dict[str, QActionGroup] = {}
        for key, text in MENUS:
            menu = bar.addMenu(_(text))
            menu.aboutToShow.connect(self.refresh)
            for command in self.commands:
                if command.menu != key:
                    continue
                if command.gap:
                    menu.addSeparator()
                action = self.action(command.id)
                menu.addAction(action)
                if command.id.startswith("theme."):
                    group = groups.setdefault("theme", QActionGroup(self._owner))
                    group.addAction(action)
                if command.id in submenus:
                    menu.addMenu(submenus[command.id])

    def refresh(self) -> None:
        """Brings texts, ticks and what can be done up to date."""
        for made in self._made.values():
            command, action = made.command, made.action
            if command.now is not None:
                text = command.now()
                action.setVisible(bool(text))
                if text and text != action.text():
                    action.setText(text)
            if command.ticked is not None:
                action.setChecked(command.ticked())
            action.setEnabled(command.enabled())

    def offered(self) -> list[Command]:
        """The commands that can be done now, for the palette."""
        return [c for c in self.commands if c.enabled() and (c.now is None or c.now())]
