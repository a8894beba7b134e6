"""The newest draft with its changes in the text: what went is struck through where it stood."""

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.domain.article import Article
from workbench.domain.diff import Op
from workbench.domain.diff_parts import Part, spoken
from workbench.i18n import _
from workbench.ui.article_view import ArticleView
from workbench.ui.case_model import CaseModel
from workbench.ui.change_strip import ChangeStrip
from workbench.ui.claim_tints import tints_merged
from workbench.ui.merged_draft import Compared, joined
from workbench.ui.slices import Slices


class ChangesPane(QWidget):
    """Two drafts as one text to read; walks from change to change."""

    claimClicked = Signal(str)
    walked = Signal()

    def __init__(self, model: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._compared: Compared | None = None
        self._drafts: tuple[str, str] = ("", "")
        self._at = -1
        self.view = ArticleView()
        self.view.setAccessibleName(_("Article with its changes"))
        self._strip = ChangeStrip()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._strip)
        row.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.view.claimClicked.connect(self.claimClicked)
        self._slices = Slices(self)
        self._measuring = QTimer(self, singleShot=True, interval=0)
        self._measuring.timeout.connect(self._measure)
        layout = self.view.document().documentLayout()
        layout.documentSizeChanged.connect(lambda _size: self._measuring.start())
        self._strip.placeChosen.connect(self._go_to_share)

    @property
    def compared(self) -> Compared | None:
        """The two drafts, once they are compared."""
        return self._compared

    @property
    def places(self) -> list[tuple[int, int]]:
        """Where one stops when walking the changes, in the merged text."""
        return joined(self._compared.changes) if self._compared is not None else []

    @property
    def count_text(self) -> str:
        """Which change of how many."""
        total = len(self.places)
        if self._compared is None:
            return _("comparing …")
        if not total:
            return _("no changes")
        if self._at < 0:
            return _("{count} changes").format(count=total)
        return _("{number} of {count}").format(number=self._at + 1, count=total)

    @property
    def spoken(self) -> str:
        """The change in hand in words."""
        if self._compared is None or not 0 <= self._at < len(self.places):
            return ""
        low, high = self.places[self._at]
        text = self._compared.merged.text
        inside = [c for c in self._compared.changes if low <= c.start and c.end <= high]
        return spoken([Part(c.op, text[c.start : c.end]) for c in inside])

    def show_drafts(self, old: Article, new: Article) -> None:
        """Compares two drafts and shows them; what is shown already stays as it is."""
        drafts = old.sha256, new.sha256
        if drafts == self._drafts and self._compared is not None:
            self.refresh()
            return
        self._drafts, self._compared, self._at = drafts, None, -1
        self._slices.stop()

        def arrived(compared: Compared) -> None:
            if self._drafts == drafts:
                self._slices.run(self._take(compared))

        self._model.compare(old, new, arrived)
        self.walked.emit()

    def refresh(self) -> None:
        """Shows the claims as they are now."""
        if self._compared is not None and self._model.is_open:
            self.view.set_tints(tints_merged(self._model, self._compared))

    def step(self, by: int) -> None:
        """Goes to the next or the previous change, from where the caret stands."""
        places = self.places
        if not places:
            return
        caret = self.view.caret()
        if self._at >= 0 and places[self._at][0] == caret:
            self._at = (self._at + by) % len(places)
        elif by > 0:
            after = [at for at, place in enumerate(places) if place[0] > caret]
            self._at = after[0] if after else 0
        else:
            before = [at for at, place in enumerate(places) if place[0] < caret]
            self._at = before[-1] if before else len(places) - 1
        self.view.setFocus()
        self.view.clear_selection()
        self.view.go_to(*places[self._at])
        self.view.set_stop(*places[self._at])
        self.walked.emit()

    def selected_span(self) -> tuple[int, int] | None:
        """The words selected, as a span of the newest draft; None where any of them went."""
        span = self.view.selected_span()
        if span is None or self._compared is None:
            return None
        gone = [c for c in self._compared.changes if c.op is Op.DELETE]
        if any(c.start < span[1] and span[0] < c.end for c in gone):
            return None
        start, end = self._compared.to_new(span[0]), self._compared.to_new(span[1])
        return (start, end) if start < end else None

    def reveal(self, start: int, end: int) -> None:
        """Brings a span of the newest draft into sight."""
        if self._compared is not None:
            self.view.reveal(self._compared.of_new(start), self._compared.of_new(end))

    def retheme(self) -> None:
        """Takes the colours of the theme."""
        self.view.retheme()
        self.refresh()
        self._strip.update()

    def _take(self, compared: Compared) -> Iterator[None]:
        self.view.show_article(compared.merged, ())
        yield
        self.view.set_changes(compared.changes)
        yield
        self._compared = compared
        self.refresh()
        self._measuring.start()
        self.walked.emit()

    def _measure(self) -> None:
        if self._compared is not None:
            self._strip.measure([(self.view, self._compared.changes)])

    def _go_to_share(self, share: float) -> None:
        bar = self.view.verticalScrollBar()
        height = self.view.document().size().height()
        bar.setValue(round(share * height - bar.pageStep() / 2))
