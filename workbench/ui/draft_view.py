"""One of two drafts side by side: its paragraphs stand beside those they belong to."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from workbench.domain.article import Article
from workbench.ui.article_view import ArticleView

_FOOT = 48


class DraftView(ArticleView):
    """An article with white space put above paragraphs, so that two columns run together."""

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rises: dict[int, float] = {}

    def show_draft(self, article: Article) -> None:
        """Shows all of a draft, from its beginning; nothing is folded."""
        self.show_article(article, ())
        if self.folded_spans():
            self.toggle_folds()

    def paragraph_at(self, position: int) -> int:
        """The number of the paragraph a position of the article stands in."""
        if self.text is None:
            return -1
        return self.document().findBlock(self.text.to_document(position)).blockNumber()

    def tops(self) -> list[float]:
        """Where each paragraph would begin without the white space put in."""
        layout = self.document().documentLayout()
        tops = []
        risen = 0.0
        block = self.document().begin()
        while block.isValid():
            risen += self._rises.get(block.blockNumber(), 0.0)
            line = block.layout().lineAt(0).y() if block.layout().lineCount() else 0.0
            tops.append(layout.blockBoundingRect(block).top() + line - risen)
            block = block.next()
        return tops

    def set_rises(self, rises: Mapping[int, float], foot: float) -> None:
        """Puts white space above paragraphs, by their number, and below the last one."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number in sorted({*self._rises, *rises}):
            before, now = self._rises.get(number, 0.0), rises.get(number, 0.0)
            if abs(before - now) >= 0.5:
                block = self.document().findBlockByNumber(number)
                style = block.blockFormat()
                style.setTopMargin(style.topMargin() - before + now)
                cursor.setPosition(block.position())
                cursor.setBlockFormat(style)
        cursor.endEditBlock()
        self._rises = dict(rises)
        frame = self.document().rootFrame().frameFormat()
        if abs(frame.bottomMargin() - _FOOT - foot) >= 0.5:
            frame.setBottomMargin(_FOOT + foot)
            self.document().rootFrame().setFrameFormat(frame)

    def _build(self, opened: frozenset[int]) -> None:
        super()._build(opened)
        self._rises = {}
        self.resized.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other line ends, other heights."""
        super().resizeEvent(event)
        self.resized.emit()


def level(left: DraftView, right: DraftView, pairs: Sequence[tuple[int, int]]) -> None:
    """Brings paragraphs that belong together to one height; pairs are positions of the articles."""
    tops = left.tops(), right.tops()
    rises: tuple[dict[int, float], dict[int, float]] = {}, {}
    risen = [0.0, 0.0]
    for one, other in pairs:
        numbers = left.paragraph_at(one), right.paragraph_at(other)
        heights = [tops[side][numbers[side]] + risen[side] for side in (0, 1)]
        low = 0 if heights[0] < heights[1] else 1
        apart = abs(heights[0] - heights[1])
        if apart >= 1:
            rises[low][numbers[low]] = rises[low].get(numbers[low], 0.0) + apart
            risen[low] += apart
    ends = [_natural_end(view, tops[side]) + risen[side] for side, view in enumerate((left, right))]
    longest = max(ends)
    for side, view in enumerate((left, right)):
        view.set_rises(rises[side], longest - ends[side])


def _natural_end(view: DraftView, tops: Sequence[float]) -> float:
    """Where the last paragraph would end without the white space put in."""
    last = view.document().lastBlock()
    return tops[-1] + view.document().documentLayout().blockBoundingRect(last).height()
