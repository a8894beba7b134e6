"""Every action of the window, once: menus, palette and the sheet of keys are made from this table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from workbench.domain.evidence import Stance
from workbench.i18n import N_, _
from workbench.ui.style import Choice, choice

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow

MENUS = (
    ("file", N_("&File")),
    ("edit", N_("&Edit")),
    ("view", N_("&View")),
    ("claim", N_("&Claim")),
    ("evidence", N_("E&vidence")),
    ("verdict", N_("Ver&dict")),
    ("help", N_("&Help")),
)
VERDICT_KEYS = 9


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One action: where it stands, what it is called, its keys, when it can be done, what it does.

    `now` gives a text that depends on the moment; an empty one hides the action. `ticked` makes
    it a choice; `gap` draws a line above it; `keeps_fields` leaves what is being typed alone.
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

    @property
    def title(self) -> str:
        """The text as it stands now, without mnemonics and dots."""
        text = self.now() if self.now is not None else _(self.text)
        return text.replace("&", "").removesuffix("…")

    @property
    def keys_shown(self) -> str:
        """The first shortcut in the words of the platform."""
        first = self.keys[0] if self.keys else ""
        return QKeySequence(first).toString(QKeySequence.SequenceFormat.NativeText)


@dataclass(slots=True)
class _Made:
    command: Command
    action: QAction


@dataclass(slots=True)
class CommandBook:
    """The actions made from the table; `refresh` brings texts and states up to date."""

    owner: QWidget
    before_run: Callable[[], None]
    commands: list[Command] = field(default_factory=list)
    _made: dict[str, _Made] = field(default_factory=dict)

    def add(self, commands: Iterable[Command]) -> None:
        """Makes an action of each command."""
        for command in commands:
            action = QAction(_(command.text), self.owner)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.setCheckable(command.ticked is not None)
            action.triggered.connect(partial(self.run, command.id))
            self.owner.addAction(action)
            self.commands.append(command)
            self._made[command.id] = _Made(command, action)

    def action(self, name: str) -> QAction:
        """The action of a command."""
        return self._made[name].action

    def run(self, name: str, _checked: bool = False) -> None:
        """Does a command, after what is being typed was committed."""
        command = self._made[name].command
        if not command.enabled():
            return
        if not command.keeps_fields:
            self.before_run()
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
                    group = groups.setdefault("theme", QActionGroup(self.owner))
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


def table(window: "MainWindow") -> list[Command]:
    """Every command of the window."""
    return [
        *_file(window),
        *_edit(window),
        *_view(window),
        *_claim(window),
        *_evidence(window),
        *_verdict(window),
        *_help(window),
    ]


def _file(window: "MainWindow") -> list[Command]:
    has_case = window.has_case
    opener = window.opener
    return [
        Command("case.new", "file", N_("&New case from article…"), ("Ctrl+N",), opener.ask_article),
        Command("case.paste", "file", N_("&Paste article…"), ("Ctrl+Shift+V",), opener.ask_paste),
        Command("case.open", "file", N_("&Open case…"), ("Ctrl+O",), opener.ask_case),
        Command("case.sample", "file", N_("Try the &sample"), (), opener.open_sample, gap=True),
        Command(
            "archive.show",
            "file",
            N_("&Archive…"),
            ("Ctrl+Shift+A",),
            window.show_archive,
            gap=True,
        ),
        Command("archive.add", "file", N_("Add &documents…"), ("Ctrl+D",), window.add_documents),
        Command(
            "memo.export",
            "file",
            N_("&Export memo…"),
            ("Ctrl+E",),
            window.memos.ask,
            has_case,
            gap=True,
        ),
        Command("case.close", "file", N_("&Close case"), ("Ctrl+W",), opener.close_case, has_case),
        Command("app.quit", "file", N_("&Quit"), ("Ctrl+Q",), window.close, gap=True),
    ]


def _edit(window: "MainWindow") -> list[Command]:
    model = window.model
    return [
        Command(
            "edit.undo",
            "edit",
            N_("&Undo"),
            ("Ctrl+Z",),
            model.undo,
            lambda: bool(model.undo_label),
            lambda: _named(_("&Undo “{step}”"), model.undo_label, _("&Undo")),
        ),
        Command(
            "edit.redo",
            "edit",
            N_("&Redo"),
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            model.redo,
            lambda: bool(model.redo_label),
            lambda: _named(_("&Redo “{step}”"), model.redo_label, _("&Redo")),
        ),
        Command(
            "edit.history",
            "edit",
            N_("&History…"),
            ("Ctrl+H",),
            window.show_history,
            window.has_case,
        ),
        Command(
            "edit.copy", "edit", N_("&Copy"), ("Ctrl+C",), window.copy, gap=True, keeps_fields=True
        ),
        Command(
            "edit.find", "edit", N_("Find an&ything…"), ("Ctrl+K",), window.find_anything, gap=True
        ),
        Command(
            "edit.search",
            "edit",
            N_("&Search the archive"),
            ("/", "Ctrl+F"),
            window.focus_search,
            window.has_case,
        ),
        Command(
            "edit.search_words",
            "edit",
            N_("Search the archive for these &words"),
            ("F", "Ctrl+Shift+F"),
            window.search_words,
            window.has_case,
        ),
    ]


def _view(window: "MainWindow") -> list[Command]:
    desk, has_case = window.desk, window.has_case
    names = {
        Choice.SYSTEM: N_("&System theme"),
        Choice.LIGHT: N_("&Light theme"),
        Choice.DARK: N_("&Dark theme"),
    }
    themes = [
        Command(
            f"theme.{each.value}",
            "view",
            names[each],
            (),
            partial(window.set_theme, each),
            ticked=partial(_is_choice, each),
        )
        for each in Choice
    ]
    panes = [
        ("article", N_("&Article column"), "Ctrl+1"),
        ("claim", N_("&Claim column"), "Ctrl+2"),
        ("search", N_("&Search shelf"), "Ctrl+3"),
    ]
    return [
        *themes,
        Command(
            "zoom.in",
            "view",
            N_("Text la&rger"),
            ("Ctrl++", "Ctrl+="),
            desk.zoom_in,
            has_case,
            gap=True,
        ),
        Command("zoom.out", "view", N_("Text s&maller"), ("Ctrl+-",), desk.zoom_out, has_case),
        Command(
            "zoom.reset", "view", N_("Text at &normal size"), ("Ctrl+0",), desk.zoom_reset, has_case
        ),
        *(
            Command(
                f"pane.{name}",
                "view",
                text,
                (key,),
                partial(desk.toggle, name),
                has_case,
                ticked=partial(desk.is_shown, name),
                gap=name == "article",
            )
            for name, text, key in panes
        ),
        Command(
            "view.folds",
            "view",
            N_("Show what is not chec&ked"),
            ("U",),
            desk.article.view.toggle_folds,
            has_case,
        ),
        Command(
            "focus.next", "view", N_("Ne&xt column"), ("F6",), desk.focus_next, has_case, gap=True
        ),
        Command(
            "focus.previous",
            "view",
            N_("Pre&vious column"),
            ("Shift+F6",),
            desk.focus_previous,
            has_case,
        ),
    ]


def _claim(window: "MainWindow") -> list[Command]:
    desk, has_case, has_claim = window.desk, window.has_case, window.has_claim
    article, panel = desk.article, desk.claim
    return [
        Command(
            "claim.mark",
            "claim",
            N_("Make a &claim of the selection"),
            ("C",),
            article.mark_selection,
            has_case,
        ),
        Command(
            "claim.sentence",
            "claim",
            N_("Make a claim of the &sentence"),
            ("Shift+C",),
            article.mark_sentence,
            has_case,
        ),
        Command(
            "claim.open",
            "claim",
            N_("Next &open sentence"),
            ("O",),
            article.next_open,
            has_case,
            gap=True,
        ),
        Command(
            "claim.open_back",
            "claim",
            N_("Previous open sentence"),
            ("Shift+O",),
            partial(article.next_open, -1),
            has_case,
        ),
        Command(
            "claim.next",
            "claim",
            N_("&Next claim"),
            ("J",),
            partial(desk.step_claim, 1),
            has_claim,
            gap=True,
        ),
        Command(
            "claim.previous",
            "claim",
            N_("&Previous claim"),
            ("K",),
            partial(desk.step_claim, -1),
            has_claim,
        ),
        Command(
            "claim.list",
            "claim",
            N_("&All claims"),
            ("L",),
            desk.toggle_list,
            has_case,
            ticked=lambda: panel.lists_claims,
        ),
        Command(
            "claim.wording",
            "claim",
            N_("Edit our &wording"),
            ("W",),
            desk.edit_wording,
            has_claim,
            gap=True,
        ),
        Command(
            "claim.rationale",
            "claim",
            N_("Edit the &rationale"),
            ("Y",),
            desk.edit_rationale,
            has_claim,
        ),
        Command(
            "claim.remove",
            "claim",
            N_("Re&move the claim"),
            ("Ctrl+Delete",),
            desk.remove_claim,
            has_claim,
            gap=True,
        ),
    ]


def _evidence(window: "MainWindow") -> list[Command]:
    desk, has_case = window.desk, window.has_case
    stances = [
        (Stance.SUPPORTS, N_("It &supports the claim"), "S"),
        (Stance.REFUTES, N_("It &refutes the claim"), "R"),
        (Stance.CONTEXT, N_("It gives con&text"), "T"),
    ]
    return [
        *(
            Command(
                f"evidence.{stance.value}",
                "evidence",
                text,
                (key,),
                partial(desk.attach, stance),
                has_case,
            )
            for stance, text, key in stances
        ),
        Command(
            "hit.next",
            "evidence",
            N_("&Next hit"),
            ("N",),
            partial(desk.step_hit, 1),
            has_case,
            gap=True,
        ),
        Command(
            "hit.previous",
            "evidence",
            N_("&Previous hit"),
            ("Shift+N",),
            partial(desk.step_hit, -1),
            has_case,
        ),
        Command(
            "source.back",
            "evidence",
            N_("&Back"),
            ("Alt+Left",),
            desk.source.back,
            has_case,
            gap=True,
        ),
        Command(
            "source.forward",
            "evidence",
            N_("&Forward"),
            ("Alt+Right",),
            desk.source.forward,
            has_case,
        ),
    ]


def _verdict(window: "MainWindow") -> list[Command]:
    desk, has_claim = window.desk, window.has_claim
    rows = [
        Command(
            f"verdict.{key}",
            "verdict",
            N_("Verdict"),
            (str(key),),
            partial(desk.give_verdict, key),
            has_claim,
            partial(desk.verdict_text, key),
        )
        for key in range(1, VERDICT_KEYS + 1)
    ]
    rows.append(
        Command(
            "verdict.none",
            "verdict",
            N_("&Take the verdict back"),
            ("0",),
            partial(desk.give_verdict, 0),
            has_claim,
            gap=True,
        )
    )
    return rows


def _help(window: "MainWindow") -> list[Command]:
    return [
        Command("help.keys", "help", N_("&Keys"), ("F1", "?"), window.show_keys, keeps_fields=True),
        Command("help.about", "help", N_("&About"), (), window.show_about, gap=True),
    ]


def _named(pattern: str, step: str, bare: str) -> str:
    return pattern.format(step=step) if step else bare


def _is_choice(wanted: Choice) -> bool:
    return choice() is wanted
