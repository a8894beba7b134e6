"""The real window driven in the user's words; only this file knows the names of its parts."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from workbench.domain.article import Article
from workbench.domain.claim import Claim
from workbench.domain.evidence import Evidence
from workbench.services.workbench import Workbench
from workbench.ui import style
from workbench.ui.dialogs import MemoDialog
from workbench.ui.main_window import MainWindow
from workbench.ui.settings import Settings

PATIENCE_MS = 30_000
NO_KEY = Qt.KeyboardModifier.NoModifier


class Desk:
    """Somebody at the window."""

    def __init__(self, qtbot: QtBot, folder: Path, size: tuple[int, int] = (1600, 1000)) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.size = size
        self.bugs: list[str] = []
        self.window: MainWindow
        self.workbench: Workbench
        self.start()

    # Coming and going

    def start(self) -> None:
        self.workbench = Workbench(self.folder / "my-archive")
        style.apply(QApplication.instance(), style.Choice.LIGHT)
        self.window = MainWindow(self.workbench, Settings())
        self.window.tasks.bug.connect(self.bugs.append)
        self.window.resize(*self.size)
        self.window.show()
        self.window.activateWindow()
        self.qtbot.waitActive(self.window)

    def leave(self) -> None:
        self.window.close()
        self.workbench.close()
        self.window.deleteLater()
        QTest.qWait(0)
        assert not self.bugs, self.bugs[0]

    def open_article(self, path: Path) -> None:
        self.window.opener.open_file(path)
        self.until(lambda: self.window.model.is_open, "the article is open")

    def open_case(self, path: Path) -> None:
        self.open_article(path)

    # The archive and the search

    def add_documents(self, *paths: Path) -> None:
        self.window.archive_window.add(paths)
        self.until(
            lambda: (
                not self.window.archive_window.importing
                and len(self.workbench.archive.sources()) >= len(paths)
            ),
            "the documents are in the archive",
        )

    def search(self, words: str) -> list[str]:
        """Types a query; the titles of the hits."""
        self.press("/")
        panel = self.window.desk.search
        self.until(panel.edit.hasFocus, "the keyboard is in the search")
        QTest.keyClicks(panel.edit, words)
        self.until(lambda: panel.query == words and bool(panel.hits), f"hits for {words}")
        self.until(lambda: not panel.busy, "the search is done")
        return [hit.title for hit in panel.hits]

    def click_hit(self, number: int = 1) -> None:
        panel = self.window.desk.search
        model = panel.results.model()
        rows = [
            model.index(row, 0)
            for row in range(model.rowCount())
            if model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable
        ]
        place = panel.results.visualRect(rows[number - 1]).center()
        QTest.mouseClick(panel.results.viewport(), Qt.MouseButton.LeftButton, NO_KEY, place)
        self.source_is_shown()

    def open_first_hit_by_keyboard(self) -> None:
        QTest.keyClick(self.focus, Qt.Key.Key_Down)
        self.until(self.window.desk.search.results.hasFocus, "the keyboard is in the hits")
        QTest.keyClick(self.focus, Qt.Key.Key_Return)
        self.source_is_shown()

    def source_is_shown(self) -> None:
        source = self.window.desk.source
        self.until(lambda: source.view is not None and not source.busy, "the source is shown")

    @property
    def page(self) -> int:
        """The page of the source in sight."""
        view = self.window.desk.source.view
        assert view is not None
        return view.current_page

    def lit_pixels(self) -> int:
        """How many pixels of the source are lit."""
        view = self.window.desk.source.view
        assert view is not None
        picture = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return sum(
            _like(picture.pixelColor(x, y), QColor(style.LIGHT.lit))
            for y in range(0, picture.height(), 3)
            for x in range(0, picture.width(), 3)
        )

    # Selecting

    def select_in_article(self, words: str) -> None:
        """Drags the mouse over the words of the article."""
        view = self.window.desk.article.view
        text = self.window.model.case.article.text
        start = text.index(words)
        view.reveal(start, start + len(words))
        rects = view.span_rects(start, start + len(words))
        shift = QPoint(0, view.verticalScrollBar().value())
        first = QPoint(round(rects[0].left() + 1), round(rects[0].center().y())) - shift
        last = QPoint(round(rects[-1].right() - 1), round(rects[-1].center().y())) - shift
        port = view.viewport()
        QTest.mousePress(port, Qt.MouseButton.LeftButton, NO_KEY, first)
        QTest.mouseMove(port, (first + last) / 2)
        QTest.mouseMove(port, last)
        QTest.mouseRelease(port, Qt.MouseButton.LeftButton, NO_KEY, last)
        self.until(lambda: view.selected_span() is not None, "words are selected")

    def select_in_source(self, words: str) -> None:
        """Selects the words on the page in sight."""
        view = self.window.desk.source.view
        assert view is not None
        page = self.page
        self.until(lambda: bool(view.text_of(page)), "the page's words are there")
        start = (view.text_of(page) or "").index(words)
        view.select(page, start, start + len(words))

    # Keys

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def press(self, key: str, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
        """Presses a key wherever the keyboard is."""
        code = getattr(Qt.Key, f"Key_{_NAMES.get(key, key)}")
        QTest.keyClick(self.focus, code, modifier)
        self.settled()

    def control(self, key: str, shift: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ControlModifier
        if shift:
            modifier |= Qt.KeyboardModifier.ShiftModifier
        self.press(key, modifier)

    def type(self, words: str) -> None:
        QTest.keyClicks(self.focus, words)

    def undo(self, times: int = 1) -> None:
        for _time in range(times):
            self.control("Z")

    def redo(self, times: int = 1) -> None:
        for _time in range(times):
            self.control("Z", shift=True)

    def settled(self) -> None:
        self.until(lambda: not self.window.model.busy, "the step is done")

    # What is there

    @property
    def claims(self) -> list[Claim]:
        return self.window.model.case.ordered_claims()

    @property
    def claim(self) -> Claim:
        current = self.window.model.current
        assert current is not None
        return current

    @property
    def evidence(self) -> list[Evidence]:
        return self.window.model.case.evidence_of(self.claim)

    @property
    def cards(self) -> int:
        return len(self.window.desk.claim.evidence.cards())

    @property
    def said(self) -> str:
        """What the window says in its message line."""
        return self.window.notice.text

    @property
    def undo_in_menu(self) -> str:
        return self.window.commands.action("edit.undo").text()

    @property
    def case_path(self) -> Path:
        casework = self.window.model.casework
        assert casework is not None
        return casework.path

    # Drafts

    def look_over_draft(self, path: Path) -> None:
        """Chooses the file of a new draft; what it would do is shown, nothing is written."""
        self.window.drafts.read_file(path)
        self.until(self.window.drafts.review.isVisible, "the new draft is there to look over")

    def take_draft(self) -> None:
        drafts = len(self.drafts)
        self.window.drafts.review.take.click()
        self.until(lambda: len(self.drafts) == drafts + 1, "the draft is taken")
        self.settled()

    @property
    def drafts(self) -> list[Article]:
        return self.window.model.drafts

    @property
    def review_numbers(self) -> str:
        """How many claims fare how, as the sheet says it."""
        return self.window.drafts.review.numbers

    def review_of(self, number: int) -> tuple[str, str]:
        """What the sheet says of a claim, and its word diff as it is spoken."""
        cards = self.window.drafts.review.cards
        card = next(card for card in cards if card.item.before.number == number)
        return card.told, card.diff.accessibleName()

    @property
    def carried_block(self) -> tuple[str, str]:
        """What the claim column says of the draft, and the word diff as it is spoken."""
        block = self.window.desk.claim.carried
        return block.text, block.diff.accessibleName()

    # The memo

    def export(self, base: Path) -> None:
        """Ctrl+E; in the box that comes the first time, the place is given."""
        QTimer.singleShot(0, lambda: self._answer_memo(base, tries=50))
        self.control("E")
        self.until(lambda: not self.window.memos.busy, "the memo is written")

    def _answer_memo(self, base: Path, tries: int) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, MemoDialog):
            if tries:
                QTimer.singleShot(50, lambda: self._answer_memo(base, tries - 1))
            return
        dialog.findChildren(QLineEdit)[0].setText(str(base))
        write = next(b for b in dialog.findChildren(QPushButton) if "Write" in b.text())
        QTest.mouseClick(write, Qt.MouseButton.LeftButton)

    def until(self, true: Callable[[], bool], what: str) -> None:
        try:
            self.qtbot.waitUntil(true, timeout=PATIENCE_MS)
        except TimeoutError as error:
            raise AssertionError(
                f"never came true: {what}; the window says: {self.said}"
            ) from error


_NAMES = {
    "/": "Slash",
    "Enter": "Return",
    "?": "Question",
    "=": "Equal",
    ".": "Period",
    ",": "Comma",
}


def _like(one: QColor, other: QColor) -> bool:
    return all(
        abs(a - b) < 24
        for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    )
