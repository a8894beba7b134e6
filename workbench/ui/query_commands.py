"""The commands of a query: completion, history, saved searches, batch; and the preferences."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.ui.commands import Command

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow


_AFTER_A_LINE = ("query.complete", "query.save", "query.batch")


def query_commands(window: "MainWindow") -> list[Command]:
    """Every command of the menu Search that is about the query itself."""
    queries, desk = window.queries, window.has_desk

    def make(
        name: str,
        text: str,
        key: str,
        run: Callable[[], object],
        enabled: Callable[[], bool] = desk,
    ) -> Command:
        keys = (key,) if key else ()
        gap = name in _AFTER_A_LINE
        return Command(name, "search", text, keys, run, enabled, gap=gap)

    history, save, saved = queries.history, queries.save_search, queries.show_saved
    has_query, has_saved = queries.has_query, queries.has_saved
    return [
        make("query.complete", N_("&Complete the query"), "Ctrl+Space", queries.complete),
        make("query.older", N_("&Earlier query"), "Alt+Up", queries.older),
        make("query.newer", N_("La&ter query"), "Alt+Down", queries.newer),
        make("query.forget", N_("Clear the &history"), "", history.forget),
        make("query.save", N_("Sa&ve this search…"), "Ctrl+Shift+S", save, has_query),
        make("query.saved", N_("All saved se&arches…"), "", saved, has_saved),
        make("query.batch", N_("&Batch search…"), "Ctrl+B", queries.show_batch),
    ]


def preferences_command(window: "MainWindow") -> Command:
    """The preferences, where people look for them."""
    return Command(
        "app.preferences",
        "edit",
        N_("&Preferences…"),
        ("Ctrl+,",),
        window.queries.show_preferences,
        gap=True,
    )
