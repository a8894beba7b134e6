"""Small pictures of all pages, with their labels, and what was found and linked on each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from workbench.domain.evidence import Stance
from workbench.i18n import _, ngettext
from workbench.ui.source_base import stance_words
from workbench.ui.style import small_font, theme

PAGE_ROLE = Qt.ItemDataRole.UserRole + 1
THUMB_WIDTH, THUMB_HEIGHT = 108, 140
_ROW_HEIGHT = THUMB_HEIGHT + 36
_TICK_WIDTH, _SIGN_WIDTH = 10, 16
_HIT_BY_DAY = "#D9A514"  # the lit yellow itself is too pale for a small tick
_Index = QModelIndex | QPersistentModelIndex

Thumbnail = Callable[[int], QPixmap | None]


@dataclass(frozen=True, slots=True)
class PageNews:
    """What is on pages: how many hits, and which claims' evidence."""

    hits: Mapping[int, int] = field(default_factory=dict)
    evidence: Mapping[int, Sequence[tuple[Stance, int]]] = field(default_factory=dict)


class PagesModel(QAbstractListModel):
    """A row a page."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.labels: Sequence[str] = ()
        self.sizes: Sequence[tuple[float, float]] = ()
        self.news = PageNews()
        self.thumbnail: Thumbnail = lambda _page: None

    def show(
        self,
        labels: Sequence[str],
        sizes: Sequence[tuple[float, float]],
        thumbnail: Thumbnail,
    ) -> None:
        """Shows the pages of another source."""
        self.beginResetModel()
        self.labels, self.sizes, self.thumbnail = labels, sizes, thumbnail
        self.news = PageNews()
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.labels)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        page = index.row() + 1
        if role == PAGE_ROLE:
            return page
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(page)
        return None

    def _spoken(self, page: int) -> str:
        hits = self.news.hits.get(page, 0)
        parts = [page_name(self.labels[page - 1], page)]
        if hits:
            parts.append(ngettext("{count} hit", "{count} hits", hits).format(count=hits))
        parts += [stance_words(*item) for item in self.news.evidence.get(page, ())]
        return ", ".join(parts)


class PagesDelegate(QStyledItemDelegate):
    """Draws a page: its picture on paper, under it the label and small ticks."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(THUMB_WIDTH + 24, _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, area = index.model(), QRect(option.rect)
        if not isinstance(model, PagesModel):
            return
        page = index.row() + 1
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme().accent_ground))
            painter.drawRoundedRect(QRectF(area.adjusted(6, 1, -6, -1)), 6, 6)
        paper = self._paint_paper(painter, area, model, page)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area.adjusted(6, 1, -6, -1)), 6, 6)
        below = QRect(area.left() + 8, int(paper.bottom()) + 4, area.width() - 16, 20)
        self._paint_label(painter, below, model, page)
        painter.restore()

    def _paint_paper(self, painter: QPainter, area: QRect, model: PagesModel, page: int) -> QRectF:
        picture = model.thumbnail(page)
        width, height = model.sizes[page - 1]
        size = QSizeF(width or 1.0, height or 1.4)
        if picture is not None and not picture.isNull():
            size = QSizeF(picture.size())
        size.scale(THUMB_WIDTH, THUMB_HEIGHT, Qt.AspectRatioMode.KeepAspectRatio)
        left = area.left() + (area.width() - size.width()) / 2
        paper = QRectF(left, area.top() + 8 + (THUMB_HEIGHT - size.height()), *_pair(size))
        painter.fillRect(paper, QColor(theme().paper))
        if picture is not None and not picture.isNull():
            painter.drawPixmap(paper, picture, QRectF(picture.rect()))
        painter.setPen(QColor(theme().rule))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(paper)
        return paper

    def _paint_label(self, painter: QPainter, area: QRect, model: PagesModel, page: int) -> None:
        hits = model.news.hits.get(page, 0)
        evidence = list(model.news.evidence.get(page, ()))[:3]
        label = page_name(model.labels[page - 1], page)
        painter.setFont(small_font(strong=bool(hits or evidence)))
        ticks = 4 + _TICK_WIDTH + painter.fontMetrics().horizontalAdvance(str(hits)) if hits else 0
        wide = area.width() - ticks - _SIGN_WIDTH * len(evidence)
        text = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, wide)
        used = painter.fontMetrics().horizontalAdvance(text)
        x = area.left() + (area.width() - used - ticks - _SIGN_WIDTH * len(evidence)) / 2
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(theme().ink if hits or evidence else theme().soft))
        painter.drawText(QRectF(x, area.top(), used + 2, area.height()), middle, text)
        x += used + 4
        if hits:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme().lit if theme().dark else _HIT_BY_DAY))
            painter.drawRoundedRect(QRectF(x, area.center().y() - 1, 7, 3), 1.5, 1.5)
            painter.setPen(QColor(theme().soft))
            painter.setFont(small_font())
            painter.drawText(
                QRectF(x + _TICK_WIDTH, area.top(), 40, area.height()), middle, str(hits)
            )
            x += ticks
        for stance, _claim in evidence:
            role = theme().stance(stance)
            box = QRectF(x, area.center().y() - 6, _SIGN_WIDTH - 2, 13)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(role.ground)
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(role.ink)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), stance.sign)
            x += _SIGN_WIDTH


class PageList(QListView):
    """Pages below each other; only those in sight ask for their picture."""

    pageChosen = Signal(int)
    inSight = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PagesModel(self)
        self.setModel(self._model)
        self.setItemDelegate(PagesDelegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Pages"))
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        self._told = range(0)
        self._chosen = 0
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self._tell_sight)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._soon.start())
        self._model.modelReset.connect(self._soon.start)

    @property
    def pages(self) -> PagesModel:
        """The pages shown."""
        return self._model

    def set_news(self, news: PageNews) -> None:
        """Says what is on the pages."""
        self._model.news = news
        self.viewport().update()

    def set_current(self, page: int) -> None:
        """Marks the page one reads, and keeps it in sight."""
        index = self._model.index(page - 1, 0)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def refresh(self) -> None:
        """A picture came."""
        self.viewport().update()

    def ask_again(self) -> None:
        """Asks for the pictures in sight anew."""
        self._told = range(0)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def _choose(self, index: QModelIndex) -> None:
        self.pageChosen.emit(index.row() + 1)

    def _tell_sight(self) -> None:
        if not self.isVisible() or not self._model.rowCount():
            return
        top = self.verticalScrollBar().value() // _ROW_HEIGHT
        count = self.viewport().height() // _ROW_HEIGHT + 2
        sight = range(top + 1, min(self._model.rowCount(), top + count) + 1)
        if sight != self._told:
            self._told = sight
            self.inSight.emit(sight)


def page_name(label: str, page: int) -> str:
    """Label and number of a page, in short: "iv (6)"."""
    if label in ("", str(page)):
        return str(page)
    return _("{label} ({number})").format(label=label, number=page)


def _pair(size: QSizeF) -> tuple[float, float]:
    return size.width(), size.height()
