"""The columns of the desk; in a narrow window the last one becomes a drawer over the middle."""

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSplitter, QToolButton, QVBoxLayout, QWidget

from workbench.domain.claim import Claim
from workbench.domain.evidence import Evidence, Stance
from workbench.domain.verdict import Rating
from workbench.i18n import _
from workbench.ui.style import SPACE, motion_ms, theme, ui_font

DRAWER_BELOW = 1400
_DRAWER_WIDTH = 400
_RAIL_WIDTH = 44


class Rail(QFrame):
    """What stays of the claim column while the drawer is shut; a click opens it."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_RAIL_WIDTH)
        self.setObjectName("rail")
        self._toggle = QToolButton()
        self._toggle.setText("‹")
        self._toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._toggle.clicked.connect(self.clicked)
        self._number = QLabel()
        self._number.setFont(ui_font(15, strong=True))
        self._signs = QLabel()
        self._signs.setFont(ui_font(12, strong=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 6)
        column.setSpacing(2 * SPACE)
        for widget in (self._toggle, self._number, self._signs):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_claim(
        self, claim: Claim | None, rating: Rating | None, evidence: list[Evidence]
    ) -> None:
        """Shows the number, the verdict's glyph and how much evidence there is."""
        self.setStyleSheet(
            f"#rail {{ background: {theme().pane}; border-left: 1px solid {theme().rule}; }}"
        )
        self._number.setVisible(claim is not None)
        self._signs.setVisible(claim is not None)
        if claim is None:
            return
        role = theme().role(rating.colour if rating else "accent")
        glyph = f"{rating.glyph}<br>" if rating else ""
        self._number.setText(f"<center>{glyph}{claim.number}</center>")
        self._number.setStyleSheet(f"color: {role.ink.name()}")
        lines = []
        for stance in Stance:
            count = sum(item.stance is stance for item in evidence)
            if count:
                ink = theme().stance(stance).ink.name()
                lines.append(f"<span style='color:{ink}'>{stance.sign} {count}</span>")
        self._signs.setText("<br>".join(lines))

    def show_open(self, on: bool) -> None:
        """Turns the arrow."""
        self._toggle.setText("›" if on else "‹")
        name = _("Close the claim") if on else _("Open the claim")
        self._toggle.setAccessibleName(name)
        self._toggle.setToolTip(_("{name} (Ctrl+2)").format(name=name))


class Columns(QWidget):
    """Three columns to resize; below a width the third is a drawer that squeezes nothing."""

    drawerChanged = Signal(bool)

    def __init__(self, article: QWidget, source: QWidget, claim: QWidget) -> None:
        super().__init__()
        self._claim = claim
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(True)
        for widget in (article, source, claim):
            self.splitter.addWidget(widget)
        self.splitter.setCollapsible(1, False)
        self.splitter.setSizes([560, 590, 450])
        for at, stretch in enumerate((4, 5, 3)):
            self.splitter.setStretchFactor(at, stretch)
        article.setMinimumWidth(300)
        source.setMinimumWidth(320)
        claim.setMinimumWidth(340)
        self.rail = Rail()
        self.rail.setParent(self)
        self.rail.clicked.connect(self.toggle_drawer)
        self.rail.hide()
        self._is_drawer = False
        self._is_open = False
        self._is_alone = False
        self._wide_sizes: list[int] = []
        self._slide = QPropertyAnimation(self._claim, b"pos", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._slid)

    @property
    def is_drawer(self) -> bool:
        """True where the claim column is a drawer."""
        return self._is_drawer

    @property
    def is_drawer_open(self) -> bool:
        """True where the drawer lies over the source."""
        return self._is_drawer and self._is_open

    @property
    def is_claim_shown(self) -> bool:
        """True where the claim column can be seen, drawer or not."""
        return self._is_open if self._is_drawer else not self._claim.isHidden()

    def sizes(self) -> list[int]:
        """Widths of the columns, as they are when there is room for three."""
        return self._wide_sizes if self._is_drawer else self.splitter.sizes()

    def set_sizes(self, sizes: list[int]) -> None:
        """Widths of the columns from an earlier day."""
        self._wide_sizes = sizes
        if not self._is_drawer:
            self.splitter.setSizes(sizes)

    def show_claim(self, on: bool) -> None:
        """Shows or hides the claim column."""
        if self._is_drawer:
            self._open_drawer(on)
        else:
            self._claim.setVisible(on)

    def show_only_source(self, on: bool) -> None:
        """Hides the claim's column or its rail, as there is no case; or brings it back."""
        self._is_alone = on
        if self._is_drawer:
            self._open_drawer(False)
        else:
            self._claim.setVisible(not on)
        self.rail.setVisible(self._is_drawer and not on)
        self._place()

    def toggle_drawer(self) -> None:
        """Opens or shuts the drawer."""
        self._open_drawer(not self._is_open)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chooses between column and drawer."""
        super().resizeEvent(event)
        wanted = self.width() < DRAWER_BELOW
        if wanted != self._is_drawer:
            self._become_drawer() if wanted else self._become_column()
        self._place()

    def _become_drawer(self) -> None:
        self._wide_sizes = self.splitter.sizes() if self.isVisible() else self._wide_sizes
        self._is_drawer, self._is_open = True, False
        self._claim.setParent(self)
        self._claim.hide()
        self._claim.setObjectName("drawer")
        self.rail.setVisible(not self._is_alone)
        self.rail.show_open(False)

    def _become_column(self) -> None:
        self._is_drawer = False
        self.rail.hide()
        self._claim.setStyleSheet("")
        self.splitter.addWidget(self._claim)
        self._claim.setVisible(not self._is_alone)
        if len(self._wide_sizes) == 3:
            self.splitter.setSizes(self._wide_sizes)

    def _open_drawer(self, on: bool) -> None:
        if not self._is_drawer or on == self._is_open:
            return
        self._is_open = on
        self.rail.show_open(on)
        self._claim.setStyleSheet(f"#drawer {{ border-left: 1px solid {theme().rule}; }}")
        inside, outside = self._drawer_left(), self.width() - _RAIL_WIDTH
        self._claim.resize(_DRAWER_WIDTH, self.height())
        self._slide.stop()
        self._slide.setStartValue(QPoint(outside if on else inside, 0))
        self._slide.setEndValue(QPoint(inside if on else outside, 0))
        self._claim.show()
        self._claim.raise_()
        self.rail.raise_()
        self._slide.setDuration(motion_ms())
        self._slide.start()
        self.drawerChanged.emit(on)

    def _slid(self) -> None:
        if self._is_drawer and not self._is_open:
            self._claim.hide()

    def _drawer_left(self) -> int:
        return self.width() - _RAIL_WIDTH - _DRAWER_WIDTH

    def _place(self) -> None:
        has_rail = self._is_drawer and not self._is_alone
        width = self.width() - (_RAIL_WIDTH if has_rail else 0)
        self.splitter.setGeometry(0, 0, width, self.height())
        self.rail.setGeometry(width, 0, _RAIL_WIDTH, self.height())
        if self._is_drawer and self._is_open:
            self._claim.setGeometry(self._drawer_left(), 0, _DRAWER_WIDTH, self.height())
