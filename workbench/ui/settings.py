"""What the window remembers from one day to the next: sizes, theme, recent cases."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from workbench.adapters.paths import config_folder
from workbench.ui.style import Choice

_RECENT = 8


class Settings:
    """A readable file in the user's configuration folder."""

    def __init__(self) -> None:
        path = config_folder() / "window.ini"
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Choice:
        """Which theme is wanted."""
        stored = self._text("theme")
        return Choice(stored) if stored in set(Choice) else Choice.SYSTEM

    @theme.setter
    def theme(self, choice: Choice) -> None:
        self._file.setValue("theme", choice.value)

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window, as Qt wrote them."""
        value = self._file.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._file.setValue("window/geometry", value)

    def sizes(self, name: str) -> list[int]:
        """Sizes of the parts of a splitter."""
        return [int(part) for part in self._text(f"sizes/{name}").split() if part.isdigit()]

    def set_sizes(self, name: str, sizes: list[int]) -> None:
        """Remembers sizes, unless something was hidden."""
        if sizes and all(sizes):
            self._file.setValue(f"sizes/{name}", " ".join(map(str, sizes)))

    @property
    def zoom(self) -> float:
        """How large the article is set."""
        try:
            return float(self._text("zoom") or 1.0)
        except ValueError:
            return 1.0

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._file.setValue("zoom", f"{zoom:.3f}")

    @property
    def folder(self) -> Path | None:
        """Where a file was opened last; None where that is gone."""
        return self._folder("folder")

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._file.setValue("folder", str(folder))

    @property
    def documents(self) -> Path | None:
        """Where documents for the archive were chosen last; None where that is gone."""
        return self._folder("documents")

    @documents.setter
    def documents(self, folder: Path) -> None:
        self._file.setValue("documents", str(folder))

    @property
    def source_lines(self) -> list[str]:
        """How sources were looked at, a line each; see SourceMemory."""
        return [line for line in self._text("sources").split("\n") if line]

    @source_lines.setter
    def source_lines(self, lines: list[str]) -> None:
        self._file.setValue("sources", "\n".join(lines))

    @property
    def queries(self) -> list[str]:
        """The queries asked of late, the newest first."""
        return [line for line in self._text("queries").split("\n") if line]

    @queries.setter
    def queries(self, queries: list[str]) -> None:
        self._file.setValue("queries", "\n".join(queries))

    def is_side_open(self, *, narrow: bool) -> bool | None:
        """Whether pages and outline are shown beside a source; None where nobody chose."""
        stored = self._text("side/narrow" if narrow else "side/wide")
        return stored == "open" if stored else None

    def set_side_open(self, on: bool, *, narrow: bool) -> None:
        """Remembers the choice, of narrow windows and of wide ones."""
        self._file.setValue("side/narrow" if narrow else "side/wide", "open" if on else "shut")

    def choice(self, name: str) -> str:
        """What was chosen somewhere, as it was remembered; empty where nobody chose."""
        return self._text(f"choice/{name}")

    def set_choice(self, name: str, text: str) -> None:
        """Remembers a choice."""
        self._file.setValue(f"choice/{name}", text)

    def recent(self) -> list[Path]:
        """Cases opened of late that are still there."""
        paths = [Path(line) for line in self._text("recent").split("\n") if line]
        return [path for path in paths if path.is_file()][:_RECENT]

    def add_recent(self, path: Path) -> None:
        """Puts a case on top of the list."""
        paths = [path, *(each for each in self.recent() if each != path)]
        self._file.setValue("recent", "\n".join(str(each) for each in paths[:_RECENT]))

    def memo_of(self, case: Path) -> list[Path]:
        """Where the memo of a case was written last."""
        return [Path(line) for line in self._text(_key(case)).split("\n") if line]

    def set_memo_of(self, case: Path, files: list[Path]) -> None:
        """Remembers where the memo of a case goes."""
        self._file.setValue(_key(case), "\n".join(str(each) for each in files))

    def sync(self) -> None:
        """Writes the file now."""
        self._file.sync()

    def _folder(self, key: str) -> Path | None:
        stored = self._text(key)
        return Path(stored) if stored and Path(stored).is_dir() else None

    def _text(self, key: str) -> str:
        value = self._file.value(key)
        return value if isinstance(value, str) else ""


def _key(case: Path) -> str:
    return "memos/" + str(case.absolute()).replace("/", "|").replace("\\", "|")
