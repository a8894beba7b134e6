"""The parts of a word diff as rich text."""

from collections.abc import Sequence

from workbench.domain.diff import Op
from workbench.domain.diff_parts import Part
from workbench.domain.text import PARAGRAPH
from workbench.ui.style import theme


def to_html(parts: Sequence[Part]) -> str:
    """The parts as rich text: struck through on red, underlined on green; colour and mark."""
    colours = theme()
    styles = {
        Op.DELETE: (colours.refutes, colours.refutes_ground, "line-through"),
        Op.INSERT: (colours.supports, colours.supports_ground, "underline"),
    }
    written = []
    for part in parts:
        text = escaped(part.text).replace(PARAGRAPH, "<br>").replace("\n", " ")
        if part.op in styles:
            ink, ground, line = styles[part.op]
            text = (
                f"<span style='color:{ink};background-color:{ground};"
                f"text-decoration:{line}'>{text}</span>"
            )
        written.append(text)
    return "".join(written)


def escaped(text: str) -> str:
    """The text with what rich text would take for its own made harmless."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
