"""The commands of a source: find, pages, how it is looked at, two side by side, links."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.ui.commands import Command
from workbench.ui.source_base import Fit
from workbench.ui.source_pane import SourcePane
from workbench.ui.source_panes import SourcePanes

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow


def source_commands(window: "MainWindow") -> list[Command]:
    """Every command of the menu Source; they go to the active pane."""
    parts = (_finding, _moving, _looking, _on_pages, _panes, _links)
    return [command for part in parts for command in part(window)]


def _active(panes: SourcePanes, verb: Callable[[SourcePane], object]) -> Callable[[], object]:
    """Does something with whichever pane is the active one then."""
    return lambda: verb(panes.active)


def _finding(window: "MainWindow") -> list[Command]:
    panes, shown = window.desk.source, window.has_source

    def step(by: int) -> None:
        panes.active.step_found(by)

    return [
        Command(
            "source.find",
            "source",
            N_("&Find in the source"),
            ("Ctrl+F",),
            window.find_here,
            window.has_desk,
        ),
        Command("found.next", "source", N_("&Next place found"), ("F3",), partial(step, 1), shown),
        Command(
            "found.previous",
            "source",
            N_("Pre&vious place found"),
            ("Shift+F3",),
            partial(step, -1),
            shown,
        ),
        Command(
            "source.page",
            "source",
            N_("&Go to page…"),
            ("Ctrl+G",),
            _active(panes, SourcePane.ask_place),
            shown,
            gap=True,
        ),
    ]


def _moving(window: "MainWindow") -> list[Command]:
    panes = window.desk.source
    return [
        Command(
            "source.back",
            "source",
            N_("&Back"),
            ("Alt+Left",),
            panes.back,
            lambda: window.has_desk() and panes.active.can_go_back,
        ),
        Command(
            "source.forward",
            "source",
            N_("For&ward"),
            ("Alt+Right",),
            panes.forward,
            lambda: window.has_desk() and panes.active.can_go_forward,
        ),
    ]


def _paged(window: "MainWindow") -> Callable[[], bool]:
    """Whether a source with pages is shown."""

    def paged() -> bool:
        source = window.desk.source.source
        return window.has_desk() and source is not None and source.is_paged

    return paged


def _looking(window: "MainWindow") -> list[Command]:
    panes, paged = window.desk.source, _paged(window)

    def fits(fit: Fit) -> bool:
        return panes.view is not None and panes.view.fit is fit

    def look(name: str, text: str, key: str, fit: Fit) -> Command:
        return Command(
            name,
            "source",
            text,
            (key,),
            lambda: panes.active.set_fit(fit),
            paged,
            ticked=lambda: fits(fit),
            gap=fit is Fit.WIDTH,
        )

    def turn(name: str, text: str, key: str, by: int) -> Command:
        return Command(name, "source", text, (key,), lambda: panes.active.rotate(by), paged)

    return [
        look("source.width", N_("Fit wid&th"), "Ctrl+9", Fit.WIDTH),
        look("source.whole", N_("Whole &page"), "Ctrl+8", Fit.PAGE),
        turn("source.rotate", N_("&Rotate to the right"), "Ctrl+R", 90),
        turn("source.rotate_back", N_("Rotate to the l&eft"), "Ctrl+Shift+R", -90),
    ]


def _on_pages(window: "MainWindow") -> list[Command]:
    panes, paged = window.desk.source, _paged(window)

    def draws_areas() -> bool:
        return panes.view is not None and panes.view.area_mode

    return [
        Command(
            "source.area",
            "source",
            N_("Select an &area of the page"),
            ("Ctrl+Shift+X",),
            _active(panes, SourcePane.toggle_area_mode),
            paged,
            ticked=draws_areas,
        ),
        Command(
            "source.ocr",
            "source",
            N_("Read with O&CR"),
            (),
            _active(panes, lambda pane: pane.notice.read_with_ocr()),
            lambda: paged() and panes.active.notice.can_read,
        ),
    ]


def _panes(window: "MainWindow") -> list[Command]:
    panes = window.desk.source

    def are_two() -> bool:
        return window.has_desk() and len(panes.panes) == 2

    return [
        Command(
            "source.side",
            "source",
            N_("Pages and out&line"),
            ("Ctrl+4",),
            panes.toggle_side,
            window.has_source,
            ticked=lambda: panes.is_side_open,
            gap=True,
        ),
        Command(
            "source.beside",
            "source",
            N_("Open besi&de"),
            ("Ctrl+\\", "Ctrl+Shift+2"),
            panes.open_beside,
            window.has_source,
        ),
        Command(
            "source.other",
            "source",
            N_("Other so&urce"),
            ("Ctrl+Shift+F6",),
            panes.activate_other,
            are_two,
        ),
        Command(
            "source.close_second",
            "source",
            N_("Close the &second source"),
            ("Ctrl+Shift+W",),
            panes.close_second,
            are_two,
        ),
    ]


def _links(window: "MainWindow") -> list[Command]:
    panes = window.desk.source
    return [
        Command(
            "source.copy_with_link",
            "source",
            N_("Copy with source and lin&k"),
            ("Ctrl+Shift+C",),
            _active(panes, SourcePane.copy_with_link),
            window.has_source,
            gap=True,
        ),
        Command(
            "source.copy_link",
            "source",
            N_("Copy l&ink to the passage"),
            ("Ctrl+Shift+L",),
            _active(panes, SourcePane.copy_link),
            window.has_source,
        ),
    ]
