"""Two drafts of the article side by side: they scroll together, what changed is marked."""

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.article import Article
from workbench.domain.case import Changes
from workbench.domain.claim import Claim
from workbench.domain.diff_parts import Part, spoken
from workbench.i18n import _, ngettext
from workbench.ui.bars import header_bar, segments, tool_button
from workbench.ui.case_model import CaseModel
from workbench.ui.change_strip import ChangeStrip
from workbench.ui.claim_tints import place_in, tints_in
from workbench.ui.diff_html import escaped
from workbench.ui.draft_view import DraftView, level
from workbench.ui.merged_draft import Compared, joined
from workbench.ui.slices import Slices
from workbench.ui.style import small_font, theme, ui_font


class DraftPicker(QToolButton):
    """The name of a draft; where there are more than two, a menu of them."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.draft = ""
        self.setProperty("flat", True)
        self.setFont(ui_font(13, strong=True))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))

    def offer(self, drafts: list[Article], chosen: Article) -> None:
        """Offers these drafts, one of them chosen."""
        menu = self.menu()
        menu.clear()
        for draft in drafts:
            action = menu.addAction(_name(draft))
            action.triggered.connect(lambda _on=False, d=draft: self.choose(d))
        self.setEnabled(len(drafts) > 2)
        self._take(chosen)

    def choose(self, draft: Article) -> None:
        """Takes a draft of the menu."""
        self._take(draft)
        self.chosen.emit()

    def _take(self, draft: Article) -> None:
        self.draft = draft.id
        arrow = " ▾" if self.isEnabled() else ""
        self.setText(f"{_name(draft)}{arrow}")
        self.setAccessibleName(_("Draft shown: {name}").format(name=_name(draft)))
        self.setStyleSheet(
            f"QToolButton {{ padding-left: 0; }} QToolButton:disabled {{ color: {theme().ink}; }}"
        )


class DraftsWindow(QWidget):
    """Left an older draft, right a newer one; n and N walk the changes, a click takes a claim."""

    claimChosen = Signal(str)

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._model = model
        self._compared: Compared | None = None
        self._places: list[tuple[int, int]] = []
        self._at = -1
        self._wanted = ""
        self.setWindowTitle(_("Drafts"))
        self.left, self.right = DraftView(), DraftView()
        self.strip = ChangeStrip()
        self.pickers = DraftPicker(), DraftPicker()
        self._count = QLabel()
        self._count.setFont(small_font())
        self._legend = QLabel()
        self._legend.setFont(small_font())
        self._slices = Slices(self)
        self._tinting = QTimer(self, singleShot=True, interval=0)
        self._tinting.timeout.connect(self._tint)
        self._levelling = QTimer(self, singleShot=True, interval=0)
        self._levelling.timeout.connect(self._level)
        self._lay_out()
        self._connect()

    @property
    def compared(self) -> Compared | None:
        """The two drafts shown, once they are compared."""
        return self._compared

    @property
    def busy(self) -> bool:
        """True while the drafts are being written or put level."""
        return self._slices.busy or self._levelling.isActive()

    @property
    def change(self) -> int:
        """Which change one stands at, from 0; -1 before the first."""
        return self._at

    @property
    def places(self) -> list[tuple[int, int]]:
        """The changes one walks, in the text of both drafts."""
        return self._places

    def sizeHint(self) -> QSize:
        """Two reading columns."""
        return QSize(1180, 760)

    def show_drafts(self, claim: Claim | None = None) -> None:
        """Shows the newest draft beside the one before it; a claim is brought into sight."""
        drafts = self._model.drafts
        if len(drafts) < 2:
            return
        self._wanted = claim.id if claim is not None else ""
        old, new = drafts[-2], drafts[-1]
        if claim is not None and claim.vanished:
            old = self._model.case.articles.get(claim.article, old)
        elif claim is not None and claim.carried is not None:
            old = next((d for d in drafts if d.revision == claim.carried.revision), old)
        if old is new:
            old = drafts[-2]
        self._fill_pickers(drafts, old, new)
        self.show()
        self.raise_()
        self.activateWindow()
        self.right.setFocus()
        self._compare()

    def step(self, by: int) -> None:
        """Goes to the next or the previous change, round at the ends."""
        if self._compared is None or not self._places:
            return
        count = len(self._places)
        first = 0 if by > 0 else count - 1
        self._at = (self._at + by) % count if self._at >= 0 else first
        low, high = self._places[self._at]
        sides = (
            (self.left, self._compared.to_old(low), self._compared.to_old(high)),
            (self.right, self._compared.to_new(low), self._compared.to_new(high)),
        )
        for view, start, end in sides:
            view.go_to(start, end)
            view.set_stop(start, end)
        inside = [c for c in self._compared.changes if low <= c.start and c.end <= high]
        text = self._compared.merged.text
        said = spoken([Part(c.op, text[c.start : c.end]) for c in inside])
        self._tell(said)

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        for view in (self.left, self.right):
            view.retheme()
        self._tint()
        self._write_legend()
        self.strip.update()
        self._levelling.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """n and N walk the changes; Esc closes."""
        if event.key() == Qt.Key.Key_N:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Widths are known only now."""
        super().showEvent(event)
        self._levelling.start()

    def _lay_out(self) -> None:
        self.left.setAccessibleName(_("Older draft"))
        self.right.setAccessibleName(_("Newer draft"))
        self.left.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.left, 1)
        columns.addWidget(self.strip)
        columns.addWidget(self.right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        column.addLayout(columns, 1)
        column.addWidget(self._make_footer())
        self._write_legend()

    def _make_header(self) -> QFrame:
        header, row = header_bar()
        back = tool_button("‹ N", _("Previous change (Shift+N)"))
        back.clicked.connect(lambda: self.step(-1))
        forward = tool_button("n ›", _("Next change (N)"))
        forward.clicked.connect(lambda: self.step(1))
        steps = segments(back, forward)
        row.addWidget(self.pickers[0], 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._count)
        row.addWidget(steps, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.pickers[1], 0, Qt.AlignmentFlag.AlignVCenter)
        return header

    def _make_footer(self) -> QFrame:
        footer = QFrame()
        footer.setProperty("box", "footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(14, 5, 14, 5)
        row.addWidget(self._legend)
        row.addStretch(1)
        return footer

    def _connect(self) -> None:
        bars = self.left.verticalScrollBar(), self.right.verticalScrollBar()
        bars[0].valueChanged.connect(bars[1].setValue)
        bars[1].valueChanged.connect(bars[0].setValue)
        for view in (self.left, self.right):
            view.claimClicked.connect(self.claimChosen)
            view.resized.connect(self._levelling.start)
        for picker in self.pickers:
            picker.chosen.connect(self._compare)
        self.strip.placeChosen.connect(self._go_to_share)
        self._model.opened.connect(self._case_opened)
        self._model.changed.connect(self._after)
        self._model.currentChanged.connect(lambda _id: self._tinting.start())

    def _fill_pickers(self, drafts: list[Article], old: Article, new: Article) -> None:
        for picker, chosen in zip(self.pickers, (old, new), strict=True):
            picker.offer(drafts, chosen)

    def _compare(self) -> None:
        articles = self._model.case.articles
        chosen = [articles[picker.draft] for picker in self.pickers if picker.draft in articles]
        if len(chosen) < 2:
            return
        old, new = sorted(chosen, key=lambda draft: draft.revision)
        self._compared = None
        self._slices.stop()
        self._count.setText(_("comparing …"))

        def arrived(compared: Compared) -> None:
            if self._model.is_open and new.id in self._model.case.articles:
                self._slices.run(self._take(compared))

        self._model.compare(old, new, arrived)

    def _take(self, compared: Compared) -> Iterator[None]:
        self.left.show_draft(compared.old)
        yield
        self.right.show_draft(compared.new)
        yield
        self.left.set_changes(compared.deleted())
        yield
        self.right.set_changes(compared.inserted())
        yield
        for view, draft in ((self.left, compared.old), (self.right, compared.new)):
            view.set_tints(tints_in(self._model, draft, compared))
            yield
        self._places = joined(compared.changes)
        self._at = -1
        self._compared = compared
        self._tell()
        self._levelling.start()

    def _level(self) -> None:
        if self._compared is not None and self.isVisible():
            self._slices.run(self._levelled(self._compared))

    def _levelled(self, compared: Compared) -> Iterator[None]:
        """Paragraphs that belong together stand side by side, whatever their length."""
        for view in (self.left, self.right):
            view.resized.disconnect(self._levelling.start)
        pairs = [
            (row.old[0], row.new[0])
            for row in compared.rows
            if row.old[0] < row.old[1] and row.new[0] < row.new[1]
        ]
        level(self.left, self.right, pairs)
        for view in (self.left, self.right):
            view.resized.connect(self._levelling.start)
        yield
        self.strip.measure([(self.left, compared.deleted()), (self.right, compared.inserted())])
        yield
        self._reveal_wanted()

    def _reveal_wanted(self) -> None:
        claim = self._model.case.claims.get(self._wanted) if self._model.is_open else None
        self._wanted = ""
        if claim is None or self._compared is None:
            return
        sides = ((self.right, self._compared.new), (self.left, self._compared.old))
        for view, draft in sides:
            span = place_in(claim, draft, self._compared)
            if span is not None and not (claim.vanished and claim.article != draft.id):
                view.reveal(*span)
                return

    def _tint(self) -> None:
        if self._compared is None or not self._model.is_open or not self.isVisible():
            return
        for view, draft in ((self.left, self._compared.old), (self.right, self._compared.new)):
            view.set_tints(tints_in(self._model, draft, self._compared))

    def _tell(self, said: str = "") -> None:
        total = len(self._places)
        if not total:
            text = _("no changes")
        elif self._at < 0:
            text = ngettext("{count} change", "{count} changes", total).format(count=total)
        else:
            text = _("change {number} of {count}").format(number=self._at + 1, count=total)
        self._count.setText(text)
        self._count.setAccessibleName(f"{text}. {said}" if said else text)

    def _write_legend(self) -> None:
        colours = theme()
        shown = (
            (colours.refutes, colours.refutes_ground, "line-through", _("went")),
            (colours.supports, colours.supports_ground, "underline", _("came")),
            (colours.context, colours.context_ground, "none", _("moved")),
        )
        words = [
            f"<span style='color:{ink};background-color:{ground};text-decoration:{line}'>"
            f"{escaped(word)}</span>"
            for ink, ground, line, word in shown
        ]
        keys = escaped(_("n, N: next, previous change"))
        self._legend.setText(
            f"<span style='color:{colours.soft}'>{' &nbsp; '.join(words)} &nbsp; · {keys}</span>"
        )

    def _go_to_share(self, share: float) -> None:
        bar = self.right.verticalScrollBar()
        height = self.right.document().size().height()
        bar.setValue(round(share * height - bar.pageStep() / 2))

    def _case_opened(self) -> None:
        self._compared = None
        self._slices.stop()
        self.close()

    def _after(self, changes: Changes) -> None:
        if not self.isVisible():
            return
        if changes.touch("articles"):
            if len(self._model.drafts) < 2:
                self.close()
            else:
                self.show_drafts()
        elif changes.touch("claims"):
            self._tint()


def _name(draft: Article) -> str:
    parts = [_("Draft {number}").format(number=draft.revision), draft.name]
    return " · ".join(parts)
