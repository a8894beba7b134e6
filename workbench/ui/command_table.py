"""Every action of the window, once: its id, name, keys, what it does and when it can be done."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from workbench.domain.evidence import Stance
from workbench.i18n import N_, _
from workbench.ui.commands import Command
from workbench.ui.query_commands import preferences_command, query_commands
from workbench.ui.search_commands import search_commands
from workbench.ui.source_commands import source_commands
from workbench.ui.style import Choice, choice

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow

VERDICT_KEYS = 9

# Id, text, keys (a space between two), what it does, when. GAP draws a line above the next row.
Row = tuple[str, str, str, Callable[[], object], Callable[[], bool]]
GAP: Row = ("", "", "", bool, bool)


def table(window: "MainWindow") -> list[Command]:
    """Every command of the window, in the order of the menus."""
    return [
        *_file(window),
        *_edit(window),
        *_view(window),
        *_claim(window),
        *source_commands(window),
        *search_commands(window),
        *query_commands(window),
        *_evidence(window),
        *_verdict(window),
        *_help(window),
    ]


def _commands(menu: str, rows: Sequence[Row]) -> list[Command]:
    commands = []
    gap = False
    for row in rows:
        if row is GAP:
            gap = True
            continue
        name, text, keys, run, enabled = row
        commands.append(Command(name, menu, text, tuple(keys.split()), run, enabled, gap=gap))
        gap = False
    return commands


def _always() -> bool:
    return True


def _file(window: "MainWindow") -> list[Command]:
    opener, case = window.opener, window.has_case
    return _commands(
        "file",
        [
            ("case.new", N_("&New case from article…"), "Ctrl+N", opener.ask_article, _always),
            ("case.paste", N_("&Paste article…"), "Ctrl+Shift+V", opener.ask_paste, _always),
            ("case.revise", N_("New dra&ft…"), "Ctrl+Shift+N", window.drafts.ask, case),
            ("case.revise_paste", N_("Paste ne&w draft…"), "", window.drafts.ask_paste, case),
            ("case.open", N_("&Open…"), "Ctrl+O", opener.ask_file, _always),
            ("case.sample", N_("Try the &sample"), "", opener.open_sample, _always),
            GAP,
            ("archive.show", N_("&Archive…"), "Ctrl+Shift+A", window.show_archive, _always),
            ("archive.add", N_("Add &documents…"), "Ctrl+D", window.add_documents, _always),
            ("link.open", N_("Open &link…"), "Ctrl+Shift+O", window.links.ask, _always),
            GAP,
            ("memo.export", N_("&Export memo…"), "Ctrl+E", window.memos.ask, case),
            ("memo.place", N_("Export memo &to…"), "Ctrl+Shift+E", window.memos.ask_place, case),
            ("case.close", N_("&Close case"), "Ctrl+W", window.close_desk, window.has_desk),
            GAP,
            ("app.quit", N_("&Quit"), "Ctrl+Q", window.close, _always),
        ],
    )


def _edit(window: "MainWindow") -> list[Command]:
    model, case, desk = window.model, window.has_case, window.has_desk
    undo = Command(
        "edit.undo",
        "edit",
        N_("&Undo"),
        ("Ctrl+Z",),
        model.undo,
        lambda: bool(model.undo_label),
        lambda: _named(_("&Undo “{step}”"), model.undo_label, _("&Undo")),
    )
    redo = Command(
        "edit.redo",
        "edit",
        N_("&Redo"),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        model.redo,
        lambda: bool(model.redo_label),
        lambda: _named(_("&Redo “{step}”"), model.redo_label, _("&Redo")),
    )
    copy = Command(
        "edit.copy", "edit", N_("&Copy"), ("Ctrl+C",), window.copy, gap=True, keeps_fields=True
    )
    words = N_("Search the archive for these &words")
    rest: list[Row] = [
        ("edit.history", N_("&History…"), "Ctrl+H", window.show_history, case),
        GAP,
        ("edit.find", N_("Find an&ything…"), "Ctrl+K", window.find_anything, _always),
        ("edit.search", N_("&Search the archive"), "/", window.focus_search, desk),
        ("edit.search_words", words, "F Ctrl+Shift+F", window.search_words, desk),
    ]
    return [undo, redo, copy, *_commands("edit", rest), preferences_command(window)]


def _view(window: "MainWindow") -> list[Command]:
    desk, case, reading = window.desk, window.has_case, window.has_desk
    view = desk.article.view
    panes = {
        "article": (N_("&Article column"), "Ctrl+1"),
        "claim": (N_("&Claim column"), "Ctrl+2"),
        "search": (N_("S&earch shelf"), "Ctrl+3"),
    }
    shown = [
        Command(
            f"pane.{name}",
            "view",
            text,
            (key,),
            partial(desk.toggle, name),
            case,
            ticked=partial(desk.is_shown, name),
            gap=name == "article",
        )
        for name, (text, key) in panes.items()
    ]
    zoom: list[Row] = [
        GAP,
        ("zoom.in", N_("Text la&rger"), "Ctrl++ Ctrl+=", desk.zoom_in, reading),
        ("zoom.out", N_("Text s&maller"), "Ctrl+-", desk.zoom_out, reading),
        ("zoom.reset", N_("Text at &normal size"), "Ctrl+0", desk.zoom_reset, reading),
    ]
    rest: list[Row] = [
        ("view.folds", N_("Show what is not chec&ked"), "U", view.toggle_folds, case),
        GAP,
        ("focus.next", N_("Ne&xt column"), "F6", desk.focus_next, reading),
        ("focus.previous", N_("Pre&vious column"), "Shift+F6", desk.focus_previous, reading),
    ]
    return [
        *_themes(window),
        *_commands("view", zoom),
        *shown,
        *_commands("view", rest),
        *_drafts(window),
    ]


def _themes(window: "MainWindow") -> list[Command]:
    themes = {
        Choice.SYSTEM: N_("&System theme"),
        Choice.LIGHT: N_("&Light theme"),
        Choice.DARK: N_("&Dark theme"),
    }
    return [
        Command(
            f"theme.{each.value}",
            "view",
            text,
            (),
            partial(window.set_theme, each),
            ticked=partial(_is_choice, each),
        )
        for each, text in themes.items()
    ]


def _drafts(window: "MainWindow") -> list[Command]:
    article, drafts = window.desk.article, window.drafts
    marked = Command(
        "drafts.changes",
        "view",
        N_("Article with its chan&ges"),
        ("Shift+D",),
        lambda: article.show_changes(not article.shows_changes),
        drafts.has_drafts,
        ticked=lambda: article.shows_changes,
        gap=True,
    )
    following, before = partial(article.step_change, 1), partial(article.step_change, -1)
    there = drafts.has_drafts
    rest: list[Row] = [
        ("drafts.next", N_("Next change in the article"), ".", following, there),
        ("drafts.previous", N_("Previous change in the article"), ",", before, there),
        ("drafts.both", N_("&Both drafts side by side"), "D", drafts.show_drafts, there),
    ]
    return [marked, *_commands("view", rest)]


def _claim(window: "MainWindow") -> list[Command]:
    desk, case, claim = window.desk, window.has_case, window.has_claim
    article = desk.article
    back = partial(article.next_open, -1)
    following, before = partial(desk.step_claim, 1), partial(desk.step_claim, -1)
    sentence = N_("Make a claim of the &sentence")
    rows: list[Row] = [
        ("claim.mark", N_("Make a &claim of the selection"), "C", article.mark_selection, case),
        ("claim.sentence", sentence, "Shift+C", article.mark_sentence, case),
        GAP,
        ("claim.open", N_("Next &open sentence"), "O", article.next_open, case),
        ("claim.open_back", N_("Previous open sen&tence"), "Shift+O", back, case),
        GAP,
        ("claim.next", N_("&Next claim"), "J", following, claim),
        ("claim.previous", N_("&Previous claim"), "K", before, claim),
    ]
    listed = Command(
        "claim.list",
        "claim",
        N_("&All claims"),
        ("L",),
        desk.toggle_list,
        case,
        ticked=lambda: desk.claim.lists_claims,
    )
    rest: list[Row] = [
        GAP,
        ("claim.wording", N_("Edit our &wording"), "W", desk.edit_wording, claim),
        ("claim.rationale", N_("Edit the &rationale"), "Y", desk.edit_rationale, claim),
        GAP,
        ("claim.remove", N_("Re&move the claim"), "Ctrl+Delete", desk.remove_claim, claim),
    ]
    return [*_commands("claim", rows), listed, *_commands("claim", rest)]


def _evidence(window: "MainWindow") -> list[Command]:
    desk, case = window.desk, window.has_case
    supports, refutes, context = (partial(desk.attach, stance) for stance in Stance)
    return _commands(
        "evidence",
        [
            ("evidence.supports", N_("It &supports the claim"), "S", supports, case),
            ("evidence.refutes", N_("It &refutes the claim"), "R", refutes, case),
            ("evidence.context", N_("It gives con&text"), "T", context, case),
            GAP,
            ("evidence.check", N_("Chec&k evidence"), "F9", window.checks.start, case),
        ],
    )


def _verdict(window: "MainWindow") -> list[Command]:
    desk, claim = window.desk, window.has_claim
    given = [
        Command(
            f"verdict.{key}",
            "verdict",
            N_("Verdict"),
            (str(key),),
            partial(desk.give_verdict, key),
            claim,
            partial(desk.verdict_text, key),
        )
        for key in range(1, VERDICT_KEYS + 1)
    ]
    none = partial(desk.give_verdict, 0)
    rest: list[Row] = [
        GAP,
        ("verdict.again", N_("&Give it again"), "=", desk.claim.give_again, desk.claim.can_again),
        ("verdict.none", N_("&Take the verdict back"), "0", none, claim),
    ]
    return [*given, *_commands("verdict", rest)]


def _help(window: "MainWindow") -> list[Command]:
    keys = Command("help.keys", "help", N_("&Keys"), ("F1", "?"), window.show_keys)
    return [
        keys,
        *_commands("help", [GAP, ("help.about", N_("&About"), "", window.show_about, _always)]),
    ]


def _named(pattern: str, step: str, bare: str) -> str:
    return pattern.format(step=step) if step else bare


def _is_choice(wanted: Choice) -> bool:
    return choice() is wanted
