"""The line at the foot: the archive and what it is doing, and that everything is kept."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from workbench.i18n import _, ngettext
from workbench.services.archive import Archive
from workbench.services.workbench import default_archive
from workbench.ui.case_model import CaseModel
from workbench.ui.style import small_font


class StatusLine(QFrame):
    """Archive, import, saved steps and what undo would take back."""

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "footer")
        self._model = model
        self._archive = _label()
        self._import = _label()
        self._index = _label()
        self._saved = _label()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 5)
        row.setSpacing(20)
        row.addWidget(self._archive)
        row.addWidget(self._import)
        row.addWidget(self._index)
        row.addStretch(1)
        row.addWidget(self._saved)
        model.opened.connect(self.refresh)
        model.changed.connect(lambda _changes: self.refresh())
        model.busyChanged.connect(lambda _busy: self.refresh())

    @property
    def text(self) -> str:
        """Everything the line says."""
        labels = (self._archive, self._import, self._index, self._saved)
        return "   ".join(label.text() for label in labels if label.text())

    def sizeHint(self) -> QSize:
        """One line of small type."""
        return QSize(200, 26)

    def show_archive(self, archive: Archive) -> None:
        """Says which archive is open and how much is in it."""
        sources, pages, _passages = archive.counts()
        parts = [
            _("Archive: {name}").format(name=_name_of(archive)),
            ngettext("{count} source", "{count} sources", sources).format(count=f"{sources:,}"),
            ngettext("{count} page", "{count} pages", pages).format(count=f"{pages:,}"),
        ]
        self._archive.setText(" · ".join(parts))
        self._archive.setToolTip(str(archive.folder))

    def show_import(self, text: str) -> None:
        """Says how far an import is; nothing when none runs."""
        self._import.setText(text)

    def show_index(self, text: str) -> None:
        """Says how far a new index is; nothing when none is built."""
        self._index.setText(text)

    def refresh(self) -> None:
        """Says that all is kept, and what Undo takes back."""
        if not self._model.is_open:
            self._saved.setText("")
            return
        if self._model.busy:
            self._saved.setText(_("Saving …"))
            return
        steps = self._model.steps
        parts = [
            _("Saved"),
            ngettext("{count} step", "{count} steps", steps).format(count=f"{steps:,}"),
        ]
        if self._model.undo_label:
            parts.append(_("undo: {step}").format(step=self._model.undo_label))
        self._saved.setText(" · ".join(parts))


def _name_of(archive: Archive) -> str:
    """The folder's name; the default ones have a name of their own."""
    folder = archive.folder
    if folder.absolute() == default_archive().absolute():
        return _("my sources")
    return folder.name if folder.name != "archive" else folder.parent.name


def _label() -> QLabel:
    label = QLabel()
    label.setFont(small_font())
    label.setProperty("soft", True)
    return label
