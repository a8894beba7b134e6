"""Steps through a page's text: words and sentences around an offset, and clean copies."""

import re

from workbench.domain.text import PARAGRAPH

_WORD = re.compile(r"\S+")
# Clinging marks that belong to the sentence, not to the word a reader means by a double click.
_TRIM_LEFT = "\"'“‘„«‹([{¿¡"
_TRIM_RIGHT = "\"'”’»›)]}.,;:!?…"
# Thai and Lao, Khmer, Japanese and Chinese.
_UNSPACED = (("\u0e00", "\u0eff"), ("\u1780", "\u17ff"), ("\u3040", "\u9fff"))
_STOP = re.compile(r"[.!?…。！？؟۔][\"'”’»)\]]*(?=\s|$)|\n\n")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|p|pp|cf|vs|e\.g|i\.e|approx|Fig)\.$"
)


def word_at(text: str, at: int) -> tuple[int, int]:
    """The word around an offset, without the marks that cling to it; empty between words."""
    if not 0 <= at < len(text) or text[at].isspace():
        return at, at
    start, end = at, at + 1
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    inner_start, inner_end = start, end
    while inner_start < inner_end and text[inner_start] in _TRIM_LEFT:
        inner_start += 1
    while inner_end > inner_start and text[inner_end - 1] in _TRIM_RIGHT:
        inner_end -= 1
    return (inner_start, inner_end) if inner_start < inner_end else (start, end)


def run_at(text: str, at: int) -> tuple[int, int]:
    """What a mouse chooses at an offset: all up to the next spaces, or one character in scripts
    written without them; between words, the run before."""
    while at > 0 and (at >= len(text) or text[at].isspace()):
        at -= 1
    if not 0 <= at < len(text) or text[at].isspace():
        return at, at
    if is_unspaced(text[at]):
        return at, at + 1
    start, end = at, at + 1
    while start > 0 and not text[start - 1].isspace() and not is_unspaced(text[start - 1]):
        start -= 1
    while end < len(text) and not text[end].isspace() and not is_unspaced(text[end]):
        end += 1
    return start, end


def is_unspaced(char: str) -> bool:
    """True for letters of scripts that put no spaces between words."""
    return any(low <= char <= high for low, high in _UNSPACED)


def next_word_end(text: str, at: int) -> int:
    """Where the next word ends after an offset."""
    match = _WORD.search(text, at)
    return match.end() if match else len(text)


def word_start_before(text: str, at: int) -> int:
    """Where the last word before an offset starts."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def paragraph_at(text: str, at: int) -> tuple[int, int]:
    """The paragraph around an offset."""
    start = text.rfind(PARAGRAPH, 0, max(0, at)) + len(PARAGRAPH)
    stop = text.find(PARAGRAPH, at)
    if start < len(PARAGRAPH):
        start = 0
    return _stripped(text, min(start, at), len(text) if stop < 0 else stop)


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """The sentence around an offset, by its stops; good enough to be corrected by hand."""
    start = 0
    for match in _STOP.finditer(text):
        stop = match.end()
        if match.group() != "\n\n" and _goes_on(text, match.start(), stop):
            continue
        if stop > at:
            end = match.start() if match.group() == "\n\n" else stop
            return _stripped(text, start, end)
        start = stop
    return _stripped(text, start, len(text))


def _goes_on(text: str, dot: int, stop: int) -> bool:
    """True where the stop ends an abbreviation, or a small letter follows."""
    if _ABBREVIATION.search(text[max(0, dot - 8) : dot + 1]):
        return True
    rest = text[stop : stop + 2].lstrip()
    return rest[:1].islower() and "\n\n" not in text[stop : stop + 2]


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def utf16_offsets(text: str) -> list[int] | None:
    """Where each character starts in UTF-16, and the end; None where offsets are the same."""
    if text.isascii() or max(text) <= "\uffff":
        return None
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + (2 if char > "\uffff" else 1))
    return offsets
