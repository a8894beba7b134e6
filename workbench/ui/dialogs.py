"""The few boxes the window has: paste, where the memo goes, history, keys, about, bug."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

import workbench
from workbench.domain.history import HistoryRow, StepKind
from workbench.i18n import N_, _
from workbench.ui.commands import MENUS, Command
from workbench.ui.fields import caption
from workbench.ui.style import SPACE, reading_font, theme, ui_font

ARTICLE_FILTER = N_("Articles (*.txt *.html *.htm *.pdf *.docx *.md);;All files (*)")
CASE_FILTER = N_("Cases (*.case);;All files (*)")
OPEN_FILTER = N_("Articles and cases (*.txt *.html *.htm *.pdf *.docx *.md *.case);;All files (*)")
_KINDS = {
    StepKind.DO: "",
    StepKind.UNDO: N_("undone: "),
    StepKind.REDO: N_("done again: "),
    StepKind.NOTE: "",
}


def _dialog(parent: QWidget, title: str, width: int, height: int) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.resize(width, height)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(5 * SPACE, 5 * SPACE, 5 * SPACE, 4 * SPACE)
    column.setSpacing(3 * SPACE)
    return dialog, column


def plain_box(box: QDialogButtonBox) -> QDialogButtonBox:
    """Without the little pictures some styles put on buttons."""
    for button in box.buttons():
        button.setIcon(QIcon())
    return box


def _close_box(dialog: QDialog) -> QDialogButtonBox:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    box.rejected.connect(dialog.reject)
    return plain_box(box)


def ask_file(parent: QWidget, folder: Path) -> Path | None:
    """Which article or case to open."""
    return _ask(parent, _("Open an article or a case"), folder, _(OPEN_FILTER))


def ask_article(parent: QWidget, folder: Path) -> Path | None:
    """Which file holds the article."""
    return _ask(parent, _("Open an article"), folder, _(ARTICLE_FILTER))


def ask_draft(parent: QWidget, folder: Path) -> Path | None:
    """Which file holds the new draft."""
    return _ask(parent, _("New draft of the article"), folder, _(ARTICLE_FILTER))


def ask_case(parent: QWidget, folder: Path) -> Path | None:
    """Which case to open."""
    return _ask(parent, _("Open a case"), folder, _(CASE_FILTER))


def _ask(parent: QWidget, title: str, folder: Path, filters: str) -> Path | None:
    name, _kind = QFileDialog.getOpenFileName(parent, title, str(folder), filters)
    return Path(name) if name else None


def _text_field() -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setProperty("field", True)
    field.setFont(reading_font(15))
    field.setPlaceholderText(_("Paste the article here, headline first."))
    field.setAccessibleName(_("Text of the article"))
    field.setTabChangesFocus(True)
    return field


class PasteDialog(QDialog):
    """The article's words from the clipboard, to look over before they become a case."""

    def __init__(
        self,
        parent: QWidget,
        text: str | None = None,
        name: str = "",
        wrong: str = "",
        is_draft: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Paste a new draft") if is_draft else _("Paste an article"))
        self.resize(720, 560)
        self._title = QLineEdit(name)
        self._title.setPlaceholderText(_("Name of the text (optional)"))
        self._text = _text_field()
        self._text.setPlainText(QGuiApplication.clipboard().text() if text is None else text)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        make = _("&Compare this draft") if is_draft else _("&Check this text")
        self._make = box.addButton(make, QDialogButtonBox.ButtonRole.AcceptRole)
        self._make.setProperty("primary", True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self._text.textChanged.connect(self._may)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 5 * SPACE, 5 * SPACE, 4 * SPACE)
        column.addWidget(caption(_("&Name"), self._title))
        column.addWidget(self._title)
        column.addWidget(caption(_("&Text"), self._text))
        column.addWidget(self._text, 1)
        if wrong:
            told = QLabel(f"! {wrong}")
            told.setWordWrap(True)
            told.setStyleSheet(f"color: {theme().refutes}")
            column.addWidget(told)
        column.addWidget(plain_box(box))
        self._text.setFocus()
        self._may()

    @property
    def name(self) -> str:
        """The name given, or nothing."""
        return self._title.text().strip()

    @property
    def text(self) -> str:
        """The words."""
        return self._text.toPlainText()

    def _may(self) -> None:
        self._make.setEnabled(bool(self.text.strip()))


class MemoDialog(QDialog):
    """Where the memo goes and in which forms; asked once a case."""

    def __init__(self, parent: QWidget, base: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Export the memo"))
        self.resize(560, 0)
        self._base = QLineEdit(str(base))
        self._base.setAccessibleName(_("Place and name of the memo"))
        choose = QPushButton(_("C&hoose…"))
        choose.clicked.connect(self._choose)
        self._pdf = QCheckBox(_("&PDF, to send and to print"))
        self._pdf.setChecked(True)
        self._markdown = QCheckBox(_("&Markdown, with the clips beside it"))
        self._markdown.setChecked(True)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._write = box.addButton(_("&Write the memo"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._write.setProperty("primary", True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        for part in (self._pdf, self._markdown):
            part.toggled.connect(self._may)
        self._base.textChanged.connect(self._may)
        place = QHBoxLayout()
        place.addWidget(self._base, 1)
        place.addWidget(choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * SPACE, 5 * SPACE, 5 * SPACE, 4 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addWidget(caption(_("P&lace and name, without an ending"), self._base))
        column.addLayout(place)
        column.addWidget(self._pdf)
        column.addWidget(self._markdown)
        column.addSpacing(2 * SPACE)
        column.addWidget(plain_box(box))

    @property
    def files(self) -> list[Path]:
        """The files to write."""
        base = self._base.text().strip()
        parts = ((self._pdf, ".pdf"), (self._markdown, ".md"))
        return [Path(base + ending) for part, ending in parts if part.isChecked() and base]

    def _choose(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, _("Name of the memo"), self._base.text())
        if name:
            path = Path(name)
            known = path.suffix.lower() in (".pdf", ".md")
            self._base.setText(str(path.with_suffix("") if known else path))

    def _may(self) -> None:
        self._write.setEnabled(bool(self.files))


def history_dialog(parent: QWidget, rows: Sequence[HistoryRow]) -> QDialog:
    """Every step of the case: when, who, what; the newest on top."""
    dialog, column = _dialog(parent, _("History"), 640, 520)
    table = QTableWidget(len(rows), 4)
    table.setAccessibleName(_("Steps of the case"))
    table.setHorizontalHeaderLabels([_("Step"), _("When"), _("Who"), _("What")])
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    locale = QLocale()
    for at, row in enumerate(reversed(rows)):
        when = QDateTime.fromString(row.at, Qt.DateFormat.ISODate).toLocalTime()
        kind = _KINDS[row.kind]
        texts = (
            str(row.number),
            locale.toString(when, QLocale.FormatType.ShortFormat),
            row.who,
            (_(kind) if kind else "") + _(row.label),
        )
        for place, text in enumerate(texts):
            table.setItem(at, place, QTableWidgetItem(text))
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setStretchLastSection(True)
    column.addWidget(
        caption(_("Each step is chained to the one before; “workbench verify” checks the chain."))
    )
    column.addWidget(table, 1)
    column.addWidget(_close_box(dialog))
    return dialog


def keys_dialog(parent: QWidget, commands: Sequence[Command]) -> QDialog:
    """All keys on one sheet, made from the table of commands."""
    dialog, column = _dialog(parent, _("Keys"), 1080, 640)
    body = QWidget()
    grid = QGridLayout(body)
    grid.setHorizontalSpacing(8 * SPACE)
    grid.setAlignment(Qt.AlignmentFlag.AlignTop)
    for number, (menu, title) in enumerate(MENUS):
        offered = [c for c in commands if c.menu == menu and (c.now is None or c.now())]
        shown = [c for c in offered if c.keys_listed]
        if shown:
            grid.addWidget(
                _keys_of(_(title).replace("&", ""), shown),
                number // 3,
                number % 3,
                Qt.AlignmentFlag.AlignTop,
            )
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(body)
    column.addWidget(
        caption(
            _(
                "Single letters work whenever you are not typing in a field. "
                "Enter in the article takes the sentence. "
                "+ − Space and the arrows stand for the list of hits."
            )
        )
    )
    column.addWidget(area, 1)
    column.addWidget(_close_box(dialog))
    return dialog


def _keys_of(title: str, commands: Sequence[Command]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 4 * SPACE)
    grid.setVerticalSpacing(SPACE)
    head = QLabel(title)
    head.setFont(ui_font(13, strong=True))
    grid.addWidget(head, 0, 0, 1, 2)
    for row, command in enumerate(commands, 1):
        key = QLabel(command.keys_listed)
        key.setFont(ui_font(12, strong=True))
        grid.addWidget(key, row, 0)
        grid.addWidget(QLabel(command.title), row, 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, 84)
    return box


def about_dialog(parent: QWidget) -> QDialog:
    """What this is."""
    dialog, column = _dialog(parent, _("About"), 460, 0)
    head = QLabel(_("The fact-checker's workbench"))
    head.setFont(reading_font(22, strong=True))
    text = QLabel(
        _(
            "Version {version}. An article beside a searchable archive of primary sources, every "
            "claim linked to evidence, a memo anybody can verify. It works offline and sends "
            "nothing anywhere. Free software under the AGPL, version 3 or later."
        ).format(version=workbench.__version__)
    )
    text.setWordWrap(True)
    column.addWidget(head)
    column.addWidget(text)
    column.addWidget(_close_box(dialog))
    return dialog


def bug_dialog(parent: QWidget | None, report: str) -> QDialog:
    """A bug: what happened, and the report to copy. The case is safe: every step is on disk."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(_("Something went wrong inside the program"))
    dialog.resize(680, 420)
    column = QVBoxLayout(dialog)
    text = QLabel(
        _(
            "This is a mistake of ours, not of yours. Every step up to now is in the case. "
            "Copy the report and send it to us; it holds no text of your case."
        )
    )
    text.setWordWrap(True)
    shown = QPlainTextEdit(report)
    shown.setReadOnly(True)
    shown.setAccessibleName(_("Report"))
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    copy = box.addButton(_("&Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
    box.rejected.connect(dialog.reject)
    column.addWidget(text)
    column.addWidget(shown, 1)
    column.addWidget(plain_box(box))
    return dialog
