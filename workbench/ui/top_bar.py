"""The line above the columns: the case, who works on it, how far the check is."""

from typing import TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from workbench.domain.case import Changes, Coverage
from workbench.i18n import _
from workbench.ui.case_model import CaseModel
from workbench.ui.fields import ClickLabel, LineField
from workbench.ui.style import SPACE, small_font, theme, ui_font

_HEIGHT = 48
_CHIP_HEIGHT = 22

_Label = TypeVar("_Label", bound=QLabel)


class CoverageBar(QWidget):
    """Linked, dismissed and open units as parts of one bar."""

    def __init__(self) -> None:
        super().__init__()
        self._coverage = Coverage(0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(80)
        self.setMaximumWidth(320)
        self.setAccessibleName(_("Coverage"))

    def set_coverage(self, coverage: Coverage) -> None:
        """Shows other numbers."""
        self._coverage = coverage
        self.update()

    def sizeHint(self) -> QSize:
        """A slim bar."""
        return QSize(320, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Three parts within one rounded bar."""
        del event
        colours = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, (self.height() - 8) / 2, self.width(), 8)
        shape = QPainterPath()
        shape.addRoundedRect(box, 4, 4)
        painter.setClipPath(shape)
        painter.fillRect(box, QColor(colours.open_ground))
        units = max(1, self._coverage.units)
        linked = box.width() * self._coverage.linked / units
        dismissed = box.width() * self._coverage.dismissed / units
        painter.fillRect(QRectF(0, box.top(), linked, 8), QColor(colours.supports))
        grey = QColor(colours.soft)
        grey.setAlphaF(0.5)
        painter.fillRect(QRectF(linked, box.top(), dismissed, 8), grey)
        painter.end()


class TopBar(QFrame):
    """Title of the case (editable), chips, coverage, Find anything, Memo."""

    findRequested = Signal()
    memoRequested = Signal()
    openRequested = Signal()
    draftsRequested = Signal()

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("box", "header")
        self.setFixedHeight(_HEIGHT)
        self._model = model
        self._title = LineField(_("Title of the case"))
        self._title.setFont(ui_font(14, strong=True))
        self._title.setStyleSheet(
            "QLineEdit:!focus { border: 1px solid transparent; padding-left: 0; }"
        )
        self._title.setToolTip(_("Click to rename the case"))
        self._title.committed.connect(self._rename)
        self._draft = _chip(ClickLabel())
        self._draft.clicked.connect(self.draftsRequested)
        self._checker = _chip(QLabel())
        self._bar = CoverageBar()
        self._told = QLabel()
        self._told.setTextFormat(Qt.TextFormat.RichText)
        self._told.linkActivated.connect(lambda _link: self.openRequested.emit())
        self._find = QPushButton(_("Find anything   Ctrl K"))
        self._find.setToolTip(_("Commands, claims and sources (Ctrl+K)"))
        self._find.clicked.connect(self.findRequested)
        self._memo = QPushButton(_("Memo…"))
        self._memo.setProperty("primary", True)
        self._memo.setToolTip(_("Export the memo (Ctrl+E)"))
        self._memo.clicked.connect(self.memoRequested)
        self._lay_out()
        self.retheme()
        model.opened.connect(self.refresh)
        model.changed.connect(self._after)

    def refresh(self) -> None:
        """Shows the case as it is."""
        if not self._model.is_open:
            return
        info = self._model.case.info
        self._title.set_value(info.title)
        self._fit_title()
        drafts = len(self._model.case.articles)
        self._draft.setText(
            _("Draft {number} of {count}").format(
                number=self._model.case.article.revision, count=drafts
            )
        )
        self._draft.setToolTip(_("Both drafts side by side") if drafts > 1 else "")
        pointing = Qt.CursorShape.PointingHandCursor if drafts > 1 else Qt.CursorShape.ArrowCursor
        self._draft.setCursor(pointing)
        self._checker.setText(_("Checker: {name}").format(name=info.checker or _("you")))
        self._show_coverage(self._model.coverage())

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        for chip in (self._draft, self._checker):
            chip.setStyleSheet(
                f"color: {theme().soft}; border: 1px solid {theme().rule};"
                f" border-radius: {_CHIP_HEIGHT // 2}px;"
            )
        self.refresh()
        self._bar.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the chips go first."""
        super().resizeEvent(event)
        self._checker.setVisible(self.width() >= 1400)
        self._draft.setVisible(self.width() >= 1180)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(3 * SPACE)
        row.addWidget(self._title)
        row.addWidget(self._draft)
        row.addWidget(self._checker)
        row.addStretch(1)
        row.addWidget(self._bar, 3)
        row.addWidget(self._told)
        row.addStretch(1)
        row.addWidget(self._find)
        row.addWidget(self._memo)

    def _after(self, changes: Changes) -> None:
        del changes
        self.refresh()

    def _show_coverage(self, coverage: Coverage) -> None:
        colours = theme()
        self._bar.set_coverage(coverage)
        share = _("{percent} %").format(percent=coverage.percent)
        rest = _("of {units} units linked").format(units=coverage.units)
        open_ = _("{count} open").format(count=coverage.open)
        following = _("next: {key}").format(key="<b>O</b>")
        self._told.setText(
            f"<b>{share}</b> {rest} · <span style='color:{colours.open}'>{open_}</span>"
            f" · <a href='o' style='color:{colours.ink};text-decoration:none'>{following}</a>"
        )
        self._bar.setAccessibleDescription(f"{share} {rest}, {open_}")

    def _fit_title(self) -> None:
        metrics = self._title.fontMetrics()
        width = metrics.horizontalAdvance(self._title.text() or " ") + 28
        self._title.setFixedWidth(min(max(width, 120), 340))
        self._title.setCursorPosition(0)

    def _rename(self, title: str) -> None:
        if title:
            self._model.rename(title)
        else:
            self._title.set_value(self._model.case.info.title)


def _chip(label: _Label) -> _Label:
    label.setFont(small_font())
    label.setFixedHeight(_CHIP_HEIGHT)
    label.setContentsMargins(10, 0, 10, 0)
    return label
