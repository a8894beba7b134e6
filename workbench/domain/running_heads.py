"""Running heads and folios: what stands at the edge of page after page, part of no passage."""

import re
from collections import Counter
from collections.abc import Sequence

from workbench.domain.text import PARAGRAPH, match_key

PAGE_EDGE = "\n"
_LONGEST = 120
_STOP = re.compile(r"[.!?:;。！？؟।…][\"'”’»)\]\d]*$")


def running_heads(texts: Sequence[str]) -> frozenset[str]:
    """What heads or feet these pages again and again, as shapes: figures count as one figure."""
    edges: Counter[str] = Counter()
    for text in texts:
        paragraphs = text.split(PARAGRAPH)
        edges.update({_shape(paragraphs[0]), _shape(paragraphs[-1])} if paragraphs[1:] else ())
    often = max(2, len(texts) // 4)
    return frozenset(shape for shape, count in edges.items() if shape and count >= often)


def body_span(text: str, heads: frozenset[str]) -> tuple[int, int]:
    """The part of a page between its running head and its folio."""
    first, last = 0, len(text)
    head, foot = text.find(PARAGRAPH), text.rfind(PARAGRAPH)
    if head >= 0 and _shape(text[:head]) in heads:
        first = head + len(PARAGRAPH)
    if foot >= first and _shape(text[foot + len(PARAGRAPH) :]) in heads:
        last = foot
    return first, last


def joined(before: str, after: str) -> str:
    """Two pages' bodies as one text; PAGE_EDGE where a paragraph may have ended with the page."""
    if not before or not after:
        return before or after
    return before + (PAGE_EDGE if _STOP.search(before) else " ") + after


def _shape(paragraph: str) -> str:
    if len(paragraph) > _LONGEST:
        return ""
    return re.sub(r"\d+", "#", match_key(paragraph).text)
