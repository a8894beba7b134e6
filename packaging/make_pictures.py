"""Makes the pictures of the README: the window on the sample case, light and dark.

Run with the program's environment: python packaging/make_pictures.py. It needs no display.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from workbench.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "resources" / "pictures"
SIZE = (1600, 1000)
QUERY = 'variation OR "contract sum" date:[2026 to 2026]'
CLAIM = 2
PATIENCE_S = 120.0


def main() -> int:
    """Writes window-light.png and window-dark.png."""
    if sys.platform != "win32":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        for path in take(PICTURES):
            print(path)
    return 0


def take(folder: Path) -> list[Path]:
    """The pictures, made from the real window."""
    from PySide6.QtWidgets import QApplication

    from workbench.services.workbench import Workbench
    from workbench.ui import style
    from workbench.ui.main_window import MainWindow
    from workbench.ui.settings import Settings

    app = QApplication.instance() or QApplication(["workbench"])
    assert isinstance(app, QApplication)
    style.apply(app, style.Choice.LIGHT)
    workbench = Workbench()
    window = MainWindow(workbench, Settings())
    window.resize(*SIZE)
    window.show()
    window.opener.open_sample()
    wait(app, lambda: window.model.is_open)
    prepare(app, window)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for choice in (style.Choice.LIGHT, style.Choice.DARK):
        window.set_theme(choice)
        wait(app, lambda: not window.desk.source.busy)
        path = folder / f"window-{choice.value}.png"
        window.grab().save(str(path))
        written.append(path)
    window.close()
    workbench.close()
    return written


def prepare(app: "QApplication", window: "MainWindow") -> None:
    """A search done, a hit open, a claim with its evidence in hand."""
    desk = window.desk
    desk.search.focus_query(QUERY)
    desk.search.search_now()
    wait(app, lambda: bool(desk.search.hits))
    desk.search.step(1)
    wait(app, lambda: desk.source.view is not None and not desk.source.busy)
    window.model.set_current(window.model.case.claim(str(CLAIM)).id)
    wait(app, lambda: not desk.source.busy and not window.model.busy)
    desk.article.view.verticalScrollBar().setValue(0)
    pause(app, 0.6)


def wait(app: "QApplication", true: Callable[[], bool]) -> None:
    """Lets the window live until something is true."""
    until = time.monotonic() + PATIENCE_S
    while not true():
        if time.monotonic() > until:
            raise TimeoutError("the window never came so far")
        app.processEvents()
        time.sleep(0.01)
    pause(app, 0.3)


def pause(app: "QApplication", seconds: float) -> None:
    """Lets the window live for a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
