"""The command line: the same verbs as the window, for people and for scripts.

Exit status: 0 done; 1 done, but a check found something; 2 wrong usage; above 2 an error by cause.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from workbench.cli.output import Output
from workbench.domain.deep_link import is_link, parse
from workbench.domain.errors import FileMissing, NoDisplay, WorkbenchError
from workbench.i18n import _

_COMMANDS = frozenset({"demo", "read", "names", "archive", "case", "memo", "verify"})
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command, or opens the window; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] not in (*_COMMANDS, "-h", "--help", "--version"):
        return _window(arguments)
    from workbench.cli.parser import parser

    parsed = parser().parse_args(arguments)
    output = Output(as_json=parsed.json)
    try:
        return int(parsed.handler(parsed, output))
    except WorkbenchError as error:
        output.error(error)
        return error.exit_code
    except KeyboardInterrupt:
        output.note(_("Stopped. What was reported as done is kept."))
        return _INTERRUPTED


def _window(arguments: list[str]) -> int:
    named = [argument for argument in arguments if not argument.startswith("-")]
    links = [name for name in named if is_link(name)]
    missing = next((name for name in named if name not in links and not Path(name).exists()), None)
    try:
        for link in links:
            parse(link)  # a broken link ends here, with its own status
        if missing is not None:
            raise FileMissing(
                _("There is no command and no file “{name}”.").format(name=missing),
                _("List the commands with “workbench --help”."),
            )
        if not _has_display():
            raise NoDisplay(
                _("There is no display to open a window on."),
                _("Use the commands (“workbench --help”), or start it on a desktop."),
            )
    except WorkbenchError as error:
        Output(as_json=False).error(error)
        return error.exit_code
    from workbench.ui.app import main as window

    return window(arguments)


def _has_display() -> bool:
    """Only X11 and Wayland can be missing; a platform somebody named is taken at its word."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
