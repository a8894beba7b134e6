"""Preferences of the archive: which search engine answers, and where a newsroom's one is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.services.archive import Archive
from workbench.services.engine_settings import Engine, EngineSettings, OpenSearchAddress
from workbench.ui.fields import WrappedLabel
from workbench.ui.index_rebuild import IndexRebuild
from workbench.ui.opensearch_form import OpenSearchForm
from workbench.ui.passwords import Passwords
from workbench.ui.progress_line import ProgressLine
from workbench.ui.style import SPACE, ui_font
from workbench.ui.tasks import Tasks

_ENGINES = {
    Engine.TANTIVY: (
        N_("&tantivy"),
        N_("Fast, on this machine. The right one for nearly everybody."),
    ),
    Engine.WHOOSH: (
        N_("W&hoosh"),
        N_(
            "Pure Python, on this machine. Slow to build; for small archives, and where "
            "tantivy does not run."
        ),
    ),
    Engine.OPENSEARCH: (
        N_("&OpenSearch"),
        N_(
            "A search server of the newsroom, for many readers at once. The words of the sources "
            "go there; texts and originals stay here."
        ),
    ),
}


_WHAT_CHANGES = N_(
    "All three understand the same queries and find the same passages. Another engine needs an "
    "index of its own: it is built in the background, and the one there is answers until it is "
    "done."
)


class PreferencesWindow(QDialog):
    """Not modal; another engine is built in the background while the one there is answers."""

    failed = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        rebuild: IndexRebuild,
        passwords: Passwords,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._rebuild = rebuild
        self._archive: Archive | None = None
        self._engine: Engine | None = None
        self.setWindowTitle(_("Preferences"))
        self.resize(660, 640)
        self._where = WrappedLabel()
        self._where.setProperty("soft", True)
        self._group = QButtonGroup(self)
        self.choices: dict[Engine, QRadioButton] = {}
        self.form = OpenSearchForm(tasks, passwords)
        self._told = WrappedLabel()
        self._progress = ProgressLine(_("Stop; the index there is stays in use"))
        self.apply = QPushButton(_("&Use this engine"))
        self.apply.setProperty("primary", True)
        self._lay_out()
        self._connect()
        self._update()

    @property
    def told(self) -> str:
        """What is said at the foot."""
        return self._told.text()

    @property
    def chosen(self) -> Engine:
        """The engine that is ticked."""
        return next(engine for engine, radio in self.choices.items() if radio.isChecked())

    def open_for(self, archive: Archive) -> None:
        """Shows the window with the settings of an archive."""
        self.set_archive(archive)
        self.show()
        self.raise_()
        self.activateWindow()
        self.choices[self.chosen].setFocus()

    def set_archive(self, archive: Archive | None) -> None:
        """Shows the settings of another archive."""
        self._archive = archive
        if archive is None:
            self.close()
            return
        self._where.setText(str(archive.folder))
        settings = EngineSettings(archive)

        def read() -> tuple[EngineSettings, Engine, OpenSearchAddress]:
            return settings, settings.engine, settings.address()

        self._tasks.run(read, self._known, self._broken, owner=self)

    def use(self) -> None:
        """Takes the engine ticked: keeps where it is, then builds its index."""
        archive, engine = self._archive, self.chosen
        if archive is None or self._rebuild.running:
            return
        self._say("")
        if engine is not Engine.OPENSEARCH:
            self._rebuild.start(archive, engine.value)
            return
        self.apply.setEnabled(False)
        self._tasks.run(self.form.keep(), self._kept, self._broken, owner=self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A password that was typed and not used is not left in the field."""
        self.form.password.clear()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(5 * SPACE, 4 * SPACE, 5 * SPACE, 3 * SPACE)
        column.setSpacing(2 * SPACE)
        head = QLabel(_("Search engine of this archive"))
        head.setFont(ui_font(15, strong=True))
        column.addWidget(head)
        column.addWidget(self._where)
        column.addSpacing(SPACE)
        for engine, (name, sentence) in _ENGINES.items():
            radio = QRadioButton(_(name))
            radio.setFont(ui_font(13, strong=True))
            radio.setAccessibleDescription(_(sentence))
            told = WrappedLabel(_(sentence))
            told.setProperty("soft", True)
            told.setContentsMargins(7 * SPACE, 0, 0, SPACE)
            column.addWidget(radio)
            column.addWidget(told)
            self.choices[engine] = radio
            self._group.addButton(radio)
        column.addWidget(self.form)
        column.addSpacing(2 * SPACE)
        column.addWidget(WrappedLabel(_(_WHAT_CHANGES)))
        column.addStretch(1)
        self.choices[Engine.TANTIVY].setChecked(True)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addLayout(self._make_foot())

    def _make_foot(self) -> QVBoxLayout:
        close = QPushButton(_("&Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * SPACE)
        buttons.addWidget(self._told, 1)
        buttons.addWidget(self.apply)
        buttons.addWidget(close)
        foot = QVBoxLayout()
        foot.setContentsMargins(5 * SPACE, 3 * SPACE, 5 * SPACE, 4 * SPACE)
        foot.setSpacing(2 * SPACE)
        foot.addWidget(self._progress)
        foot.addLayout(buttons)
        return foot

    def _connect(self) -> None:
        self._group.buttonToggled.connect(self._ticked)
        self.form.changed.connect(self._update)
        self.apply.clicked.connect(self.use)
        self._progress.cancelled.connect(self._rebuild.cancel)
        self._rebuild.started.connect(self._update)
        self._rebuild.progressed.connect(self._progress.show_progress)
        self._rebuild.finished.connect(self._built)

    def _ticked(self, _button: QRadioButton, on: bool) -> None:
        if on:
            self._say("")
            self._update()
            if self.chosen is Engine.OPENSEARCH:
                self.form.look_for_password()

    def _known(self, found: tuple[EngineSettings, Engine, OpenSearchAddress]) -> None:
        settings, self._engine, address = found
        self.form.show_settings(settings, address)
        self.choices[self._engine].setChecked(True)
        self._say("")
        self._update()
        if self.chosen is Engine.OPENSEARCH:
            self.form.look_for_password()

    def _kept(self, _nothing: None) -> None:
        self.form.password.clear()
        self.form.look_for_password()
        if self._archive is not None:
            self._rebuild.start(self._archive, self.chosen.value)

    def _built(self, sentence: str) -> None:
        self._say(sentence)
        archive = self._archive
        if archive is not None:
            self._tasks.run(lambda: archive.engine, self._engine_known, self._broken, self)

    def _engine_known(self, engine: str) -> None:
        self._engine = Engine(engine)
        self._update()

    def _broken(self, error: WorkbenchError) -> None:
        self._say(str(error), wrong=True)
        self._update()

    def _say(self, sentence: str, wrong: bool = False) -> None:
        self._told.setProperty("refutes", wrong)
        self._told.style().unpolish(self._told)
        self._told.style().polish(self._told)
        self._told.setText(f"! {sentence}" if wrong else sentence)

    def _update(self) -> None:
        chosen, running = self.chosen, self._rebuild.running
        self.form.setVisible(chosen is Engine.OPENSEARCH)
        self._progress.setVisible(running)
        for engine, radio in self.choices.items():
            name = _(_ENGINES[engine][0])
            in_use = engine is self._engine
            radio.setText(_("{name} – in use").format(name=name) if in_use else name)
            radio.setEnabled(not running)
        other = chosen is not self._engine or chosen is Engine.OPENSEARCH
        ready = chosen is not Engine.OPENSEARCH or bool(self.form.address.text().strip())
        self.apply.setEnabled(self._archive is not None and other and ready and not running)
