"""The commands of a search: hits, what they are worth, filters, and the proof of looking."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from workbench.domain.query_options import Order, Unit
from workbench.domain.search_record import Mark
from workbench.i18n import N_
from workbench.ui.commands import Command

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow

_UNITS = {
    Unit.PASSAGE: N_("All words in one passage"),
    Unit.PAGE: N_("All words on one page"),
    Unit.DOCUMENT: N_("All words in one document"),
}
_ORDERS = {
    Order.RELEVANCE: N_("Best hits first"),
    Order.DATE: N_("Newest sources first"),
    Order.PAGE: N_("Hits in the order of pages"),
}


def search_commands(window: "MainWindow") -> list[Command]:
    """Every command of the menu Search that is about hits."""
    return [*_hits(window), *_shelf(window), *_meant(window)]


def hit_commands() -> tuple[str, ...]:
    """What the menus at the hits themselves offer."""
    return (
        "hit.relevant",
        "hit.not_relevant",
        "hit.more_like",
        "search.csv",
        "search.csv_copy",
        "search.fold",
        "search.unfold",
    )


def _hits(window: "MainWindow") -> list[Command]:
    desk, searches, export = window.desk, window.searches, window.hits_export
    following, before = partial(desk.step_hit, 1), partial(desk.step_hit, -1)
    fits = partial(searches.mark, Mark.RELEVANT)
    fits_not = partial(searches.mark, Mark.NOT_RELEVANT)

    def make(
        name: str,
        text: str,
        keys: tuple[str, ...],
        run: Callable[[], object],
        here: tuple[str, ...] = (),
        gap: bool = False,
    ) -> Command:
        return Command(name, "search", text, keys, run, window.has_desk, gap=gap, here=here)

    return [
        make("hit.next", N_("&Next hit"), ("N",), following),
        make("hit.previous", N_("P&revious hit"), ("Shift+N",), before),
        make("hit.relevant", N_("The h&it is relevant"), ("M",), fits, ("+",), gap=True),
        make("hit.not_relevant", N_("The hit is n&ot relevant"), ("X",), fits_not, ("-",)),
        make("hit.more_like", N_("&More like this passage"), ("Shift+F",), searches.more_like),
        make("search.nothing", N_("&Found nothing…"), ("Shift+X",), searches.found_nothing),
        make("search.csv", N_("&Save the hits as CSV…"), (), export.save, gap=True),
        make("search.csv_copy", N_("Cop&y the hits as CSV"), (), export.copy),
    ]


def _shelf(window: "MainWindow") -> list[Command]:
    panel = window.desk.search
    fold, unfold = partial(panel.results.fold_all, True), partial(panel.results.fold_all, False)
    has_hits = window.searches.has_hits
    return [
        Command(
            "search.filters",
            "search",
            N_("Fi&lters"),
            ("Ctrl+5",),
            lambda: panel.show_filters(not panel.shows_filters),
            window.has_desk,
            ticked=lambda: panel.shows_filters,
            gap=True,
        ),
        Command(
            "search.preview",
            "search",
            N_("Previe&w of the hit"),
            ("Ctrl+6",),
            lambda: panel.show_preview(not panel.shows_preview),
            window.has_desk,
            ticked=lambda: panel.shows_preview,
            here=("Space",),
        ),
        Command(
            "search.fold",
            "search",
            N_("Fold all doc&uments"),
            (),
            fold,
            has_hits,
            here=("Ctrl+Left",),
        ),
        Command(
            "search.unfold",
            "search",
            N_("Unfol&d all documents"),
            (),
            unfold,
            has_hits,
            here=("Ctrl+Right",),
        ),
        Command(
            "search.back",
            "search",
            N_("Bac&k to the former query"),
            (),
            panel.back,
            lambda: panel.can_go_back,
            here=("Alt+Left",),
        ),
    ]


def _meant(window: "MainWindow") -> list[Command]:
    panel = window.desk.search
    choices = panel.choices
    made = [
        Command(
            f"search.{each.value}",
            "search",
            text,
            (),
            partial(choices.choose, each),
            window.has_desk,
            ticked=partial(_is_unit, window, each),
            gap=each is Unit.PASSAGE,
        )
        for each, text in _UNITS.items()
    ]
    made += [
        Command(
            f"search.by_{each.value}",
            "search",
            text,
            (),
            partial(choices.choose, each),
            window.has_desk,
            ticked=partial(_is_order, window, each),
            gap=each is Order.RELEVANCE,
        )
        for each, text in _ORDERS.items()
    ]
    forms = Command(
        "search.forms",
        "search",
        N_("Word forms too"),
        (),
        choices.toggle_stems,
        window.has_desk,
        ticked=lambda: panel.options.stems,
        gap=True,
    )
    return [*made, forms]


def _is_unit(window: "MainWindow", unit: Unit) -> bool:
    return window.desk.search.options.unit is unit


def _is_order(window: "MainWindow", order: Order) -> bool:
    return window.desk.search.options.order is order
