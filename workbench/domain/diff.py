"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from workbench.domain.text import match_key

# A figure with its separators is one word, and so is a word with an apostrophe or a hyphen in
# it: "31.2" → "31.4" is one change. A mark of punctuation is a word of its own, and so is each
# character of a script written without spaces.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_LETTER = rf"[^\W{_UNSPACED}]"
_WORD = re.compile(
    rf"\d+(?:[.,:/]\d+)*%?(?!\w)|[{_UNSPACED}]|{_LETTER}+(?:['’‐‑-]{_LETTER}+)*|[^\w\s]"
)


class Op(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Edit:
    """old[old_start:old_end] became new[new_start:new_end]; offsets of characters."""

    op: Op
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words stand; a mark of punctuation counts as one, white space as none."""
    return [match.span() for match in _WORD.finditer(text)]


def word_keys(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The words as they are compared: typography folded, case kept."""
    words = [text[start:end] for start, end in spans]
    return [w if w.isascii() and w.isalnum() else match_key(w).text for w in words]


def word_diff(old: str, new: str) -> list[Edit]:
    """The edits that make new out of old, in order; typography and white space do not count.

    The edits cover every word of both; the white space between two edits belongs to neither.
    Shortest script of insertions and deletions (Myers 1986), as rapidfuzz computes it.
    """
    old_spans, new_spans = word_spans(old), word_spans(new)
    script = Indel.opcodes(word_keys(old, old_spans), word_keys(new, new_spans))
    edits: list[Edit] = []
    for op in script:
        edit = Edit(
            Op.SAME if op.tag == "equal" else Op(op.tag),
            *_chars(old_spans, op.src_start, op.src_end, len(old)),
            *_chars(new_spans, op.dest_start, op.dest_end, len(new)),
        )
        last = edits[-1] if edits else None
        if last is not None and {last.op, edit.op} == {Op.INSERT, Op.DELETE}:
            edits[-1] = _replaced(last, edit)
        else:
            edits.append(edit)
    return edits


def _chars(spans: list[tuple[int, int]], first: int, stop: int, length: int) -> tuple[int, int]:
    if first < stop:
        return spans[first][0], spans[stop - 1][1]
    at = spans[first][0] if first < len(spans) else length
    return at, at


def _replaced(one: Edit, other: Edit) -> Edit:
    deleted, inserted = (one, other) if one.op is Op.DELETE else (other, one)
    return Edit(
        Op.REPLACE, deleted.old_start, deleted.old_end, inserted.new_start, inserted.new_end
    )
