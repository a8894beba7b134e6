"""What the window says: some of it goes by itself, some of it stays until it is closed."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from workbench.domain.errors import OutOfBounds
from workbench.ui.notice import NoticeBar


@pytest.fixture
def notice(qtbot: QtBot) -> Iterator[NoticeBar]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    made = NoticeBar(window)
    window.show()
    yield made
    window.close()


def close(notice: NoticeBar) -> None:
    buttons = notice.findChildren(QPushButton)
    next(b for b in buttons if b.accessibleName() == "Close this message").click()


def test_a_warning_stays_until_it_is_closed(notice: NoticeBar) -> None:
    notice.show_warning("Claim 1 reopened")
    assert not notice.passing
    assert notice._sign.text() == "!"
    notice.show_news("Saved")
    assert notice.passing and notice.text == "Saved"
    notice._gone.timeout.emit()
    assert notice.text == "Claim 1 reopened" and not notice.passing
    close(notice)
    assert notice.text == ""


def test_each_warning_is_closed_by_itself(notice: NoticeBar) -> None:
    notice.show_warning("Claim 1 reopened")
    notice.show_warning("Claim 2 reopened")
    notice.show_error(OutOfBounds("It is broken.", "Mend it."))
    notice.show_error(OutOfBounds("It is broken again.", "Mend it."))
    assert notice.text == "It is broken again. Mend it."
    close(notice)
    assert notice.text == "Claim 2 reopened"
    notice.show_hint("Do this")
    close(notice)
    assert notice.text == "Claim 2 reopened"
    close(notice)
    assert notice.text == "Claim 1 reopened"
    notice.clear()
    assert notice.text == ""


def test_an_error_withdrawn_uncovers_what_it_stood_before(notice: NoticeBar) -> None:
    error = OutOfBounds("It is broken.", "Mend it.")
    notice.show_warning("Claim 1 reopened")
    notice.show_error(error)
    notice.withdraw(OutOfBounds("Another.", ""))
    assert notice.text == "It is broken. Mend it."
    notice.withdraw(error)
    assert notice.text == "Claim 1 reopened"
