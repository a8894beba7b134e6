"""The style sheet of the window, made from the colours of a theme."""

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.ui.style import Theme

# Borders are 1 px at rest and 2 px in focus, with the padding taking up the difference, so that
# nothing moves when the focus does.
_SHEET = Template("""
QWidget { color: $ink; }
QMainWindow, QDialog { background: $pane; }
QToolTip { background: $ink; color: $pane; border: 0; padding: 4px 8px; }
QFrame[box="pane"] { background: $pane; border: 0; }
QFrame[box="desk"] { background: $desk; border: 0; }
QFrame[box="header"] { background: $pane; border: 0; border-bottom: 1px solid $rule; }
QFrame[box="footer"] { background: $pane; border: 0; border-top: 1px solid $rule; }
QFrame[box="card"] { background: $pane; border: 1px solid $rule; border-radius: 8px; }
QFrame[box="segments"] { background: $pane; border: 1px solid $rule; border-radius: 8px; }
QLabel { background: transparent; }
QLabel[soft="true"] { color: $soft; }
QLabel[open="true"] { color: $open; }
QLabel[refutes="true"] { color: $refutes; }
QLabel[supports="true"] { color: $supports; }

QPushButton, QToolButton {
    background: $pane; border: 1px solid $rule; border-radius: 8px; padding: 5px 12px;
}
QToolButton { padding: 5px 9px; }
QPushButton:hover, QToolButton:hover { background: $desk; }
QPushButton:pressed, QToolButton:pressed { background: $accent_ground; }
QPushButton:checked, QToolButton:checked { background: $accent_ground; color: $accent; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QToolButton:focus { padding: 4px 8px; }
QPushButton:disabled, QToolButton:disabled { color: $soft; background: transparent; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[primary="true"]:hover { background: $accent_hover; }
QPushButton[primary="true"]:focus { border: 2px solid $ink; padding: 4px 11px; }
QPushButton[primary="true"]:disabled { background: $rule; color: $soft; border-color: $rule; }
QPushButton[flat="true"], QToolButton[flat="true"] { border-color: transparent; }
QPushButton[flat="true"]:focus, QToolButton[flat="true"]:focus { border-color: $accent; }
QPushButton[link="true"] {
    background: transparent; border: 1px solid transparent; border-radius: 4px;
    color: $accent; padding: 1px 4px;
}
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { border: 1px solid $accent; padding: 1px 4px; }
QToolButton[chip="true"] {
    background: $accent_ground; color: $accent; border-radius: 10px; padding: 2px 8px;
}
QToolButton[chip="true"]:focus { padding: 1px 7px; }
QFrame[box="segments"] QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: 7px; padding: 2px 7px;
}
QFrame[box="segments"] QToolButton:hover { background: $desk; }
QFrame[box="segments"] QToolButton:checked { background: $accent_ground; color: $accent; }
QFrame[box="segments"] QToolButton:focus { border: 2px solid $accent; padding: 1px 6px; }
QToolButton::menu-indicator { image: none; }
QToolButton[place="true"] { color: $soft; padding: 2px 6px; }
QToolButton[place="true"]:focus { padding: 1px 5px; }

QLineEdit, QPlainTextEdit[field="true"], QTextEdit[field="true"] {
    background: $pane; border: 1px solid $rule; border-radius: 8px; padding: 5px 9px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit[field="true"]:focus, QTextEdit[field="true"]:focus {
    border: 2px solid $accent; padding: 4px 8px;
}
QLineEdit:disabled { color: $soft; background: $desk; }

QRadioButton { spacing: 8px; }
QRadioButton::indicator {
    width: 12px; height: 12px; border: 1px solid $soft; border-radius: 7px; background: $pane;
}
QRadioButton::indicator:checked {
    width: 6px; height: 6px; border: 4px solid $accent; border-radius: 7px;
}
QRadioButton::indicator:focus { border-color: $accent; }
QRadioButton:disabled { color: $soft; }

QAbstractScrollArea { background: $pane; border: 0; }
QListView, QTableView, QTreeView {
    background: $pane; alternate-background-color: $desk; border: 0; outline: 0;
    selection-background-color: $accent_ground; selection-color: $ink; gridline-color: $rule;
}
QTableView::item, QTreeView::item { padding: 4px 8px; }
QTableView:focus, QTreeView:focus { border: 2px solid $accent; }
QHeaderView { background: $pane; }
QHeaderView::section {
    background: $pane; color: $soft; border: 0; border-bottom: 1px solid $rule; padding: 6px 8px;
}
QTableCornerButton::section { background: $pane; border: 0; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $handle; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px; }
QScrollBar::handle:hover { background: $soft; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $rule; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $accent; }

QProgressBar { background: $rule; border: 0; border-radius: 4px; max-height: 8px; color: $ink; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }

QMenuBar { background: $pane; border-bottom: 1px solid $rule; }
QMenuBar::item { background: transparent; padding: 5px 9px; }
QMenuBar::item:selected { background: $accent_ground; }
QMenu { background: $pane; border: 1px solid $rule; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 20px; border-radius: 4px; }
QMenu::item:selected { background: $accent_ground; color: $ink; }
QMenu::item:disabled { color: $soft; }
QMenu::separator { height: 1px; background: $rule; margin: 4px 8px; }
QStatusBar { background: $pane; color: $soft; border-top: 1px solid $rule; }
QStatusBar::item { border: 0; }
QTabBar::tab { padding: 6px 12px; border: 0; border-bottom: 2px solid transparent; color: $soft; }
QTabBar::tab:selected { color: $ink; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; }
QTabWidget::pane { border: 0; border-top: 1px solid $rule; }
""")


def sheet(theme: "Theme") -> str:
    """The style sheet of the theme."""
    values = {name: str(getattr(theme, name)) for name in theme.__slots__}
    values["handle"] = "#3A424A" if theme.dark else "#CFCABF"
    values["accent_hover"] = "#9CC5EA" if theme.dark else "#1B4768"
    return _SHEET.substitute(values)
