"""Starting the window: arguments, style, and the last line of defence against our own bugs."""

import argparse
import logging
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from workbench.adapters.paths import data_folder
from workbench.domain.deep_link import is_link
from workbench.domain.errors import WorkbenchError
from workbench.i18n import _
from workbench.services.workbench import Workbench
from workbench.ui import style
from workbench.ui.collector import Collector
from workbench.ui.dialogs import bug_dialog
from workbench.ui.main_window import MainWindow
from workbench.ui.settings import Settings

_log = logging.getLogger(__name__)


def main(argv: Sequence[str] | None = None) -> int:
    """Opens the window on what the arguments name; returns the status of the program."""
    wanted = _parse(list(sys.argv[1:] if argv is None else argv))
    app = QApplication.instance() or QApplication(["workbench"])
    assert isinstance(app, QApplication)  # nobody makes another kind here
    app.setApplicationName("factcheckers-workbench")
    app.setApplicationDisplayName(_("Fact-checker's workbench"))
    settings = Settings()
    style.apply(app, settings.theme)
    try:
        workbench = Workbench(wanted.archive)
    except WorkbenchError as error:
        print(error.message, error.remedy, sep="\n", file=sys.stderr)  # noqa: T201
        return error.exit_code
    window = MainWindow(workbench, settings)
    collector = Collector(window)
    before = sys.excepthook
    sys.excepthook = Defence(window)
    try:
        window.show()
        _open(window, wanted)
        return app.exec()
    finally:
        sys.excepthook = before
        collector.stop()
        workbench.close()


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="workbench", add_help=False)
    parser.add_argument("file", nargs="?", help="an article, a case or a link to a passage")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--archive", type=Path)
    return parser.parse_known_args(argv)[0]


def _open(window: MainWindow, wanted: argparse.Namespace) -> None:
    """Opens the file, the link or the sample as soon as the window is on the screen."""
    if wanted.sample:
        QTimer.singleShot(0, window.opener.open_sample)
    elif wanted.file is not None and is_link(wanted.file):
        QTimer.singleShot(0, lambda: window.links.open(wanted.file))
    elif wanted.file is not None:
        QTimer.singleShot(0, lambda: window.opener.open_file(Path(wanted.file)))


class Defence:
    """Takes what nobody caught: to the log, to a report to copy, and the case closed cleanly."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._inside = False

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        if isinstance(error, WorkbenchError):
            self._window.notice.show_error(error)
            return
        report = "".join(traceback.format_exception(kind, error, trace))
        _log.error("A bug reached the window\n%s", report)
        _keep(report)
        if self._inside:
            return  # a bug while telling of a bug
        self._inside = True
        try:
            self._window.opener.close_case()
            bug_dialog(self._window, report).exec()
        except Exception:
            _log.exception("The report of a bug could not be shown")
        finally:
            self._inside = False


def _keep(report: str) -> None:
    """Appends the report to a file, so that it is there when the window is not."""
    try:
        folder = data_folder()
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "bugs.log").open("a", encoding="utf-8") as file:
            file.write(report + "\n")
    except OSError:
        _log.warning("The report of the bug could not be kept in a file")
