"""Text of a case made harmless to print: nothing invisible, nothing that turns other text round."""

import re

REPLACED = "\ufffd"

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb]"
)
# Marks that reorder or hide what stands around them; joiners and variation selectors are letters'.
_UNSEEN = re.compile(
    "[\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e00ff]"
)


def inert(text: str) -> str:
    """The text with line ends unified, control characters replaced and hidden ones left out."""
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    shown = _UNSEEN.sub("", _CONTROLS.sub(REPLACED, lines))
    return "".join(REPLACED if ord(c) & 0xFFFE == 0xFFFE else c for c in shown)
