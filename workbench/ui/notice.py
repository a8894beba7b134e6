"""What the window has to say without stopping anybody: errors with their remedy, news, hints."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from workbench.domain.errors import WorkbenchError
from workbench.i18n import _
from workbench.ui.style import RADIUS, SPACE, theme, ui_font

_HINT_MS = 6_000
_NEWS_MS = 12_000

Offer = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is said until somebody closes it."""

    role: str
    text: str
    offers: tuple[Offer, ...] = ()
    error: WorkbenchError | None = None


class NoticeBar(QFrame):
    """A line over the foot of the window that moves nothing.

    Hints and news go by themselves, unless the mouse is over them; errors and warnings stay until
    they are closed, and come back when what was said meanwhile has gone.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._sign = QLabel()
        self._sign.setFont(ui_font(strong=True))
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._offers: list[QPushButton] = []
        self._copy = QPushButton(_("Copy"))
        self._copy.setProperty("flat", True)
        self._copy.clicked.connect(self._copy_text)
        close = QPushButton("✕")
        close.setProperty("flat", True)
        close.setAccessibleName(_("Close this message"))
        close.setToolTip(_("Close"))
        close.clicked.connect(self._close)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 4, 8, 4)
        self._row.setSpacing(2 * SPACE)
        self._row.addWidget(self._sign)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._copy)
        self._row.addWidget(close)
        self._gone = QTimer(self, singleShot=True, interval=_HINT_MS)
        self._gone.timeout.connect(self._fade)
        self._passing = False
        self._standing: list[_Standing] = []
        self._role = "accent"
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty where nothing is."""
        return "" if self.isHidden() else self._text.text()

    @property
    def passing(self) -> bool:
        """True where what is said goes by itself."""
        return self._passing

    def show_error(self, error: WorkbenchError) -> None:
        """Two sentences: what happened, what to do. Stays until closed or until the next error."""
        self._standing = [each for each in self._standing if each.error is None]
        self._stand(_Standing("refutes", f"{error.message} {error.remedy}", (), error))

    def show_warning(self, text: str, offers: Sequence[Offer] = ()) -> None:
        """Something that must not be missed happened by itself. Stays until closed."""
        self._stand(_Standing("open", text, tuple(offers)))

    def show_news(self, text: str, offers: Sequence[Offer] = ()) -> None:
        """Something is done; offers what one may want next. Goes by itself."""
        self._say("supports", "✓", text, offers)
        self._pass_after(_NEWS_MS)

    def show_hint(self, text: str, offers: Sequence[Offer] = ()) -> None:
        """How to get on; goes by itself."""
        self._say("accent", "→", text, offers)
        self._pass_after(_HINT_MS)

    def withdraw(self, error: WorkbenchError) -> None:
        """What was wrong is right now: the error is not said again."""
        if any(each.error is error for each in self._standing):
            self._standing = [each for each in self._standing if each.error is not error]
            if not self._passing:
                self._fade()

    def clear(self) -> None:
        """Nothing said so far matters any more."""
        self._standing = []
        self._gone.stop()
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        """What the mouse is over stays."""
        super().enterEvent(event)
        self._gone.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """The time begins anew."""
        super().leaveEvent(event)
        if self._passing:
            self._gone.start()

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        role = theme().role(self._role)
        self.setStyleSheet(
            f"NoticeBar {{ background: {role.ground.name()}; border: 1px solid {role.ink.name()};"
            f" border-radius: {RADIUS}px; }}"
        )
        self._sign.setStyleSheet(f"color: {role.ink.name()}")

    def place(self) -> None:
        """Stands in the middle above the foot of the window."""
        over = self._over
        width = min(760, over.width() - 48)
        height = max(44, self._row.totalHeightForWidth(width))
        self.setGeometry((over.width() - width) // 2, over.height() - height - 44, width, height)

    def _pass_after(self, milliseconds: int) -> None:
        """Goes after so long, counted from when the mouse leaves; 0 stays."""
        self._passing = milliseconds > 0
        self._gone.stop()
        if self._passing:
            self._gone.setInterval(milliseconds)
            if not self.underMouse():
                self._gone.start()

    def _fade(self) -> None:
        """What was said goes; what it stood before is shown again."""
        if self._standing:
            self._stand(self._standing.pop())
        else:
            self.hide()

    def _stand(self, said: _Standing) -> None:
        self._standing.append(said)
        self._say(said.role, "!", said.text, said.offers)
        self._copy.setVisible(said.error is not None)
        self.place()
        self._pass_after(0)

    def _close(self) -> None:
        if not self._passing and self._standing:
            self._standing.pop()
        self._gone.stop()
        self._fade()

    def _say(self, role: str, sign: str, text: str, offers: Sequence[Offer] = ()) -> None:
        self._role = role
        self._sign.setText(sign)
        self._text.setText(text)
        self._copy.hide()
        for old in self._offers:
            self._row.removeWidget(old)
            old.deleteLater()
        self._offers = []
        for place, (name, run) in enumerate(offers):
            button = QPushButton(name)
            button.clicked.connect(lambda _on=False, do=run: do())
            self._row.insertWidget(2 + place, button)
            self._offers.append(button)
        self.setAccessibleName(text)
        self.retheme()
        self.show()
        self.raise_()
        self.place()

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text.text())
