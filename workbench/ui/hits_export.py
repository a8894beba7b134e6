"""The hits of a search as CSV, into a file or to be pasted, and how many of them there are."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from workbench.i18n import _, ngettext
from workbench.services.archive import SearchResult
from workbench.services.batches import write_csv
from workbench.services.search_results import hits_csv

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow

MOST_IN_CSV = 10_000


class HitsExport(QObject):
    """All hits are fetched for it, not only those shown."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.desk.search

    def save(self) -> None:
        """Asks where, and writes the hits there."""
        folder = self._window.settings.folder or Path.home()
        name, _kind = QFileDialog.getSaveFileName(
            self._window, _("Save the hits"), str(folder / _("hits.csv")), _("CSV (*.csv)")
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Writes the hits into a file."""

        def work(result: SearchResult) -> None:
            write_csv(hits_csv(result), path)

        def done(result: SearchResult) -> None:
            told = _("{count} written to {name}.")
            self._window.notice.show_news(told.format(count=how_many(result), name=path.name))

        self._with_all(work, done)

    def copy(self) -> None:
        """Copies the hits."""

        def done(result: SearchResult) -> None:
            QGuiApplication.clipboard().setText(hits_csv(result))
            self._window.notice.show_news(_("{count} copied.").format(count=how_many(result)))

        self._with_all(lambda _result: None, done)

    def _with_all(
        self, work: Callable[[SearchResult], None], done: Callable[[SearchResult], None]
    ) -> None:
        archive, shown, used = self._panel.archive, self._panel.result, self._panel.used
        if archive is None or shown is None or not shown.hits:
            self._window.notice.show_hint(_("There are no hits to save. Search first."))
            return

        def fetch() -> SearchResult:
            result = shown
            if shown.total > len(shown.hits):
                result = archive.search(shown.query, MOST_IN_CSV, shown.options, used)
            work(result)
            return result

        self._window.tasks.run(fetch, done, owner=self)


def how_many(result: SearchResult) -> str:
    """How many hits are there of how many."""
    count = len(result.hits)
    if count >= result.total:
        return ngettext("{count} hit", "All {count} hits", count).format(count=f"{count:,}")
    return _("{count} of {total} hits").format(count=f"{count:,}", total=f"{result.total:,}")
