"""The evidence of the claim in hand: one card a passage."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.claim import Claim
from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.locator import AnchorState, Found
from workbench.domain.memo_words import passage_words
from workbench.i18n import _
from workbench.ui.case_model import CaseModel
from workbench.ui.diff_html import escaped
from workbench.ui.fields import TextField
from workbench.ui.link_desk import copy_evidence_link
from workbench.ui.style import RADIUS, SPACE, reading_font, small_font, theme, ui_font
from workbench.ui.word_diff import WordDiff
from workbench.ui.words import anchor_mark, anchor_word, grade_word, stance_word

_THUMB_HEIGHT = 76
_LONGEST_SHOWN = 320


class ClipView(QLabel):
    """The picture of the passage: as wide as the card, in full size while it is open."""

    def __init__(self, picture: QPixmap, title: str) -> None:
        super().__init__()
        self._picture = picture
        self.setFixedHeight(_THUMB_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("The passage as it stood on the page. Click to enlarge."))
        self.setAccessibleName(_("Picture of the passage in {title}").format(title=title))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The upper part of the picture on paper, with a hairline around it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = self.rect().adjusted(0, 0, -1, -1)
        painter.fillRect(box, QColor(theme().paper))
        scale = min(1.0, box.width() / max(1, self._picture.width()))
        shown = min(self._picture.height(), round(box.height() / scale))
        source = QRectF(0, 0, self._picture.width(), shown)
        target = QRectF(0, 0, self._picture.width() * scale, shown * scale)
        painter.drawPixmap(target, self._picture, source)
        painter.setPen(QColor(theme().rule))
        painter.drawRect(box)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Opens the picture in its own size; the next click closes it."""
        del event
        self.enlarge()

    def enlarge(self) -> None:
        """Shows the picture in its own size in a frame that a click closes."""
        frame = QLabel(self.window(), Qt.WindowType.Popup)
        frame.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        frame.setAccessibleName(self.accessibleName())
        room = self.screen().availableSize() * 0.8
        picture = self._picture
        if picture.width() > room.width() or picture.height() > room.height():
            picture = picture.scaled(
                room,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        frame.setPixmap(picture)
        frame.setMargin(3 * SPACE)
        frame.setStyleSheet(f"background: {theme().paper}; border: 1px solid {theme().rule};")
        frame.adjustSize()
        middle = self.window().geometry().center() - frame.rect().center()
        frame.move(middle)
        frame.show()


class AnchorRow(QWidget):
    """Where a passage does not stand as it stood: what changed in it, and what can be done."""

    accepted = Signal()
    repaired = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.diff = WordDiff(13)
        self.accept = _small_button(_("Accept"), _("Takes the place where it was found"))
        self.accept.clicked.connect(self.accepted)
        self.repair = _small_button(_("Repair"), _("Takes the words selected in the source"))
        self.repair.clicked.connect(self.repaired)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self.accept)
        row.addWidget(self.repair)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self.diff)
        column.addLayout(row)
        self.hide()

    def show_found(self, exact: str, found: Found | None) -> None:
        """Shows what became of the passage; nothing where it is as it was."""
        shown = found is not None and found.state is not AnchorState.EXACT
        self.setVisible(shown)
        if found is None or not shown:
            return
        is_changed = found.state is AnchorState.CHANGED
        self.diff.setVisible(is_changed)
        if is_changed:
            self.diff.set_texts(exact, found.text)
        self.accept.setVisible(found.state is not AnchorState.LOST)
        self.repair.setVisible(found.state is not AnchorState.MOVED)

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops within it, in their order."""
        return [self.diff, self.accept, self.repair]


def _small_button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setFont(small_font())
    button.setToolTip(tip)
    button.setStyleSheet("padding: 2px 9px;")
    return button


class EvidenceCard(QFrame):
    """One passage: what it does to the claim, where it stands, its words, our note."""

    opened = Signal(str)
    repairRequested = Signal(str)

    def __init__(self, model: CaseModel, evidence: Evidence) -> None:
        super().__init__()
        self._model = model
        self._evidence = evidence
        self._clip_shown = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._stance = QLabel()
        self._stance.setFont(ui_font(strong=True))
        self._head = QLabel()
        self._head.setTextFormat(Qt.TextFormat.RichText)
        self._head.setWordWrap(True)
        self._head.setFont(small_font())
        self._quote = QLabel()
        self._quote.setTextFormat(Qt.TextFormat.PlainText)
        self._quote.setWordWrap(True)
        self._quote.setFont(reading_font(14))
        self.anchor = AnchorRow()
        self.anchor.accepted.connect(self._accept)
        self.anchor.repaired.connect(lambda: self.repairRequested.emit(self._evidence.id))
        self._note = TextField(_("Note on this evidence"), _("Add a note"))
        self._note.setStyleSheet(
            'QPlainTextEdit[field="true"] { padding-left: 0; }'
            'QPlainTextEdit[field="true"]:!focus { border: 1px solid transparent; }'
        )
        self._note.committed.connect(self._commit_note)
        self._more = QToolButton()
        self._more.setText("⋯")
        self._more.setProperty("flat", True)
        self._more.setAccessibleName(_("Change this evidence"))
        self._more.setToolTip(_("Stance, grade, remove"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(QMenu(self._more))
        self._more.menu().aboutToShow.connect(self._fill_menu)
        self._build()
        self.update_from(evidence)

    @property
    def evidence(self) -> Evidence:
        """What the card shows."""
        return self._evidence

    def update_from(self, evidence: Evidence) -> None:
        """Shows the evidence as it is now."""
        self._evidence = evidence
        self.refresh_head()
        quote = passage_words(evidence.locator)
        short = quote if len(quote) <= _LONGEST_SHOWN else quote[:_LONGEST_SHOWN].rstrip() + " …"
        self._quote.setText(short)
        self._quote.setToolTip(quote if short != quote else "")
        self._note.set_value(evidence.note)
        self._show_clip()
        self.setAccessibleName(
            _("{stance}: {title}, page {page}: {quote}").format(
                stance=stance_word(evidence.stance),
                title=evidence.source_title,
                page=evidence.locator.page_label,
                quote=short,
            )
        )
        self.update()

    def refresh_head(self) -> None:
        """Writes stance, grade, source, page and anchor again."""
        evidence = self._evidence
        role = theme().stance(evidence.stance)
        found = self._model.anchor(evidence)
        parts = [
            grade_word(evidence.grade),
            _("{title}, p. {page}").format(
                title=evidence.source_title, page=evidence.locator.page_label
            ),
        ]
        parts = [escaped(part) for part in parts]
        if found is not None:
            parts.append(_anchor_html(found))
        self._stance.setText(f"{evidence.stance.sign} {stance_word(evidence.stance)}")
        self._stance.setStyleSheet(f"color: {role.ink.name()}")
        self._head.setText(f"<span style='color:{theme().soft}'>{' · '.join(parts)}</span>")
        self.anchor.show_found(evidence.locator.exact, found)

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self.refresh_head()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes to the passage in its source."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.opened.emit(self._evidence.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the passage, Delete takes the evidence off."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self._evidence.id)
        elif event.key() == Qt.Key.Key_Delete:
            self._model.detach_evidence(self._evidence.id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame with a broad edge in the colour of the stance."""
        del event
        colours = theme()
        role = colours.stance(self._evidence.stance)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(role.ink)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setBrush(QColor(colours.pane))
        painter.setClipRect(box.adjusted(3, 0, 0, 0))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        edge = colours.accent if self.hasFocus() else colours.rule
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.end()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * SPACE)
        head.addWidget(self._stance)
        head.addWidget(self._head, 1)
        head.addWidget(self._more)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 6, 8, 8)
        self._column.setSpacing(SPACE)
        self._column.addLayout(head)
        self._column.addWidget(self._quote)
        self._column.addWidget(self.anchor)
        self._column.addWidget(self._note)

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops within the card, in their order."""
        return [self, *self.anchor.stops(), self._note, self._more]

    def _show_clip(self) -> None:
        clip = self._evidence.clip
        if clip is None or clip.sha256 == self._clip_shown:
            return
        data = self._model.clip(self._evidence)
        picture = QPixmap()
        if data is not None and picture.loadFromData(data):
            self._clip_shown = clip.sha256
            self._column.insertWidget(2, ClipView(picture, self._evidence.source_title))

    def _accept(self) -> None:
        report = self._model.anchor_report(self._evidence.id)
        if report is not None:
            self._model.accept_anchors([report])

    def _commit_note(self, note: str) -> None:
        if self._evidence.id in self._model.case.evidence:
            self._model.edit_evidence(self._evidence.id, note=note)

    def _fill_menu(self) -> None:
        menu = self._more.menu()
        menu.clear()
        item = self._evidence
        for stance in Stance:
            action = menu.addAction(f"{stance.sign}  {stance_word(stance)}")
            action.setCheckable(True)
            action.setChecked(stance is item.stance)
            action.triggered.connect(
                lambda _on, s=stance: self._model.edit_evidence(item.id, stance=s)
            )
        menu.addSeparator()
        for grade in Grade:
            action = menu.addAction(_("{grade} source").format(grade=grade_word(grade)))
            action.setCheckable(True)
            action.setChecked(grade is item.grade)
            action.triggered.connect(
                lambda _on, g=grade: self._model.edit_evidence(item.id, grade=g)
            )
        menu.addSeparator()
        link = menu.addAction(_("Copy link to the passage"))
        link.triggered.connect(lambda: copy_evidence_link(item))
        remove = menu.addAction(_("Remove this evidence"))
        remove.triggered.connect(lambda: self._model.detach_evidence(item.id))


class EvidencePanel(QWidget):
    """The cards of the claim in hand, or how to make the first one."""

    evidenceOpened = Signal(str)
    repairRequested = Signal(str)

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._cards: dict[str, EvidenceCard] = {}
        self._summary = QLabel()
        self._summary.setTextFormat(Qt.TextFormat.RichText)
        self._summary.setFont(small_font())
        self._summary.setWordWrap(True)
        self._empty = QLabel(
            _(
                "No evidence yet. Search below, select words in a source and press "
                "S (supports), R (refutes) or T (context)."
            )
        )
        self._empty.setWordWrap(True)
        self._empty.setProperty("soft", True)
        self._empty.setFont(ui_font(12))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * SPACE)
        self._column.addWidget(self._summary)
        self._column.addWidget(self._empty)
        model.anchorsChanged.connect(self._refresh_heads)

    def show_claim(self, claim: Claim | None) -> None:
        """Shows the evidence of a claim, keeping the cards that stay."""
        items = self._model.case.evidence_of(claim) if claim is not None else []
        wanted = {item.id: item for item in items}
        for gone in [key for key in self._cards if key not in wanted]:
            card = self._cards.pop(gone)
            card.hide()
            card.deleteLater()
        for place, item in enumerate(items):
            known = self._cards.get(item.id)
            if known is None:
                known = EvidenceCard(self._model, item)
                known.opened.connect(self.evidenceOpened)
                known.repairRequested.connect(self.repairRequested)
                self._cards[item.id] = known
                self._column.insertWidget(2 + place, known)
                known.show()  # a layout shows it only later, and the keyboard may be here before
            elif known.evidence != item:
                known.update_from(item)
        self._cards = {item.id: self._cards[item.id] for item in items}
        self._empty.setVisible(claim is not None and not items)
        self._summary.setVisible(claim is not None)
        if claim is not None:
            self._summary.setText(self._sentence(claim, items))

    def cards(self) -> list[EvidenceCard]:
        """The cards shown, in their order."""
        return list(self._cards.values())

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        for card in self._cards.values():
            card.retheme()
        self.show_claim(self._model.current)

    def _refresh_heads(self) -> None:
        for card in self._cards.values():
            card.refresh_head()

    def _sentence(self, claim: Claim, items: list[Evidence]) -> str:
        colours = theme()
        parts = [_("Evidence")]
        for stance in Stance:
            count = sum(item.stance is stance for item in items)
            if count:
                parts.append(_("{count} {stance}").format(count=count, stance=stance_word(stance)))
        policy = self._model.judge(claim)
        if not policy.sentence:
            return f"<span style='color:{colours.soft}'>{escaped(' · '.join(parts))}</span>"
        sign, colour = ("✓", colours.soft) if policy.met else ("!", colours.open)
        return (
            f"<span style='color:{colours.soft}'>{escaped(' · '.join(parts))} · </span>"
            f"<span style='color:{colour}'>{escaped(policy.sentence)} {sign}</span>"
        )


def _anchor_html(found: Found) -> str:
    word = escaped(_("anchor {state}").format(state=anchor_word(found.state)))
    if found.state is AnchorState.EXACT:
        return word
    return f"<span style='color:{theme().open}'>{anchor_mark(found.state)} {word}</span>"
