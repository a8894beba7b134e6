"""Colours, type and spacing of the window: the tokens of the look, light and dark.

Widgets ask `theme()` when they paint and again in their `retheme()`; nothing listens to signals
here. Roles for the style sheet are dynamic properties: `primary` and `flat` on buttons,
`box="segments"` on a frame around tool buttons, `box="card"`, `"header"`, `"pane"`, `"desk"` on
frames, `soft` on labels.
"""

import os
from dataclasses import dataclass
from enum import StrEnum

import fontpkg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleFactory

from workbench.domain.evidence import Stance
from workbench.ui.style_sheet import sheet

SPACE = 4
RADIUS = 8
MARK_RADIUS = 4
UI_PX = 13
SMALL_PX = 11
READING_PX = 17
READING_LINE = 1.6
HEADER_HEIGHT = 40
SHORTEST_MOTION_MS = 120

_INTERFACE = "Inter"
_READING = "Source Serif 4"
_FONT_PACKAGES = ("inter", "source-serif-4", "noto-sans", "noto-sans-arabic")


class Choice(StrEnum):
    """Which theme the user asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Role:
    """A colour to write or draw with, and the ground that goes behind it."""

    ink: QColor
    ground: QColor


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of the window, one value a role, as #RRGGBB."""

    dark: bool
    desk: str
    pane: str
    paper: str
    ink: str
    soft: str
    rule: str
    accent: str
    accent_ground: str
    supports: str
    supports_ground: str
    refutes: str
    refutes_ground: str
    context: str
    context_ground: str
    open: str
    open_ground: str
    lit: str
    lit_ink: str
    on_accent: str

    def role(self, name: str) -> Role:
        """The colours of a role by name; quiet grey for a name the theme does not know."""
        grounds = {
            "accent": self.accent_ground,
            "supports": self.supports_ground,
            "refutes": self.refutes_ground,
            "context": self.context_ground,
            "open": self.open_ground,
        }
        if name in grounds:
            return Role(QColor(str(getattr(self, name))), QColor(grounds[name]))
        return Role(QColor(self.soft), QColor(self.desk))

    def stance(self, stance: Stance) -> Role:
        """The colours of a stance."""
        return self.role(stance.value)


LIGHT = Theme(
    dark=False,
    desk="#F4F2ED",
    pane="#FFFFFF",
    paper="#FFFFFF",
    ink="#1E2227",
    soft="#5D6670",
    rule="#E2DED5",
    accent="#23577F",
    accent_ground="#E6EFF6",
    supports="#17694C",
    supports_ground="#E3F3EB",
    refutes="#A63A24",
    refutes_ground="#FBE9E4",
    context="#55489E",
    context_ground="#ECE9F8",
    open="#9A6700",
    open_ground="#FFF3D6",
    lit="#FFE27A",
    lit_ink="#1E2227",
    on_accent="#FFFFFF",
)

DARK = Theme(
    dark=True,
    desk="#14171A",
    pane="#1B1F23",
    paper="#F3F1EA",
    ink="#E4E2DC",
    soft="#9AA4AE",
    rule="#2C3238",
    accent="#86B7E2",
    accent_ground="#203243",
    supports="#6CCBA0",
    supports_ground="#173227",
    refutes="#F09A84",
    refutes_ground="#3A211B",
    context="#B5A9F2",
    context_ground="#2A2543",
    open="#E5B454",
    open_ground="#382C14",
    lit="#F4CF58",
    lit_ink="#1E2227",
    on_accent="#14171A",
)


_SCHEMES = {
    Choice.SYSTEM: Qt.ColorScheme.Unknown,
    Choice.LIGHT: Qt.ColorScheme.Light,
    Choice.DARK: Qt.ColorScheme.Dark,
}


class _State:
    choice = Choice.SYSTEM
    told = Choice.SYSTEM
    fonts_loaded = False
    interface = ""
    reading = ""


def choose(choice: Choice | str) -> None:
    """Sets which theme is wanted; call apply() and every retheme() afterwards."""
    _State.choice = Choice(choice)


def choice() -> Choice:
    """Which theme is wanted."""
    return _State.choice


def theme() -> Theme:
    """The theme in force: the one asked for, else the system's."""
    if _State.choice is Choice.SYSTEM:
        dark = QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if _State.choice is Choice.DARK else LIGHT


def paper_theme() -> Theme:
    """The theme for marks on a page's picture: paper is light at night too."""
    return LIGHT


def apply(app: QApplication, choice: Choice | str | None = None) -> Theme:
    """Gives the application fonts, palette and style sheet of the theme; call again at any time."""
    if choice is not None:
        choose(choice)
    load_fonts()
    if _State.choice is not _State.told:
        _State.told = _State.choice
        QApplication.styleHints().setColorScheme(_SCHEMES[_State.choice])  # for the window frame
    now = theme()
    if app.style().name() != "fusion":
        app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(ui_font())
    app.setPalette(palette(now))
    app.setStyleSheet(sheet(now))
    return now


def palette(colours: Theme) -> QPalette:
    """The Qt palette of a theme."""
    roles = {
        QPalette.ColorRole.Window: colours.pane,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.Base: colours.pane,
        QPalette.ColorRole.AlternateBase: colours.desk,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.soft,
        QPalette.ColorRole.Button: colours.pane,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.BrightText: colours.refutes,
        QPalette.ColorRole.ToolTipBase: colours.ink,
        QPalette.ColorRole.ToolTipText: colours.pane,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.context,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Mid: colours.rule,
        QPalette.ColorRole.Midlight: colours.rule,
        QPalette.ColorRole.Light: colours.pane,
        QPalette.ColorRole.Dark: colours.rule,
        QPalette.ColorRole.Shadow: colours.rule,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        faded = QColor(colours.soft)
        faded.setAlphaF(0.6)
        made.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return made


def load_fonts() -> None:
    """Makes the fonts of the program known to Qt; does nothing the second time."""
    if _State.fonts_loaded:
        return
    _State.fonts_loaded = True
    for package in _FONT_PACKAGES:
        for file in fontpkg.family(package).files:
            QFontDatabase.addApplicationFont(os.fspath(file.path))
    known = set(QFontDatabase.families())
    fallback = QFontInfo(QFont()).family()
    _State.interface = _INTERFACE if _INTERFACE in known else fallback
    _State.reading = _READING if _READING in known else fallback


def ui_font(px: int = UI_PX, strong: bool = False) -> QFont:
    """The interface face, our own voice."""
    load_fonts()
    return _font(_State.interface, px, strong)


def small_font(strong: bool = False) -> QFont:
    """The interface face for asides."""
    return ui_font(SMALL_PX, strong)


def reading_font(px: int = READING_PX, strong: bool = False) -> QFont:
    """The reading face, in which what others wrote is set."""
    load_fonts()
    return _font(_State.reading, px, strong)


def _font(family: str, px: int, strong: bool) -> QFont:
    font = QFont([family, "Noto Sans", "Noto Sans Arabic"])
    font.setPixelSize(px)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if strong:
        # QFont.setWeight only smears a variable font here (Qt 6.12, fontconfig); the axis is real.
        font.setVariableAxis(QFont.Tag("wght"), 600)
    return font


def motion_ms() -> int:
    """How long a movement may last; 0 where the system asks for none."""
    duration = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
    return min(SHORTEST_MOTION_MS, duration)
