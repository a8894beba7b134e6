"""A word diff cut into parts to show: what stayed, what went, what came, and how it is said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.domain.diff import Edit, Op, word_diff, word_spans
from workbench.domain.text import PARAGRAPH
from workbench.i18n import _

_AROUND = 60


@dataclass(frozen=True, slots=True)
class Part:
    """Some words that stayed, were deleted or were inserted; where they stand, -1 for nowhere."""

    op: Op
    text: str
    old: int = -1
    new: int = -1


def diff_parts(old: str, new: str) -> list[Part]:
    """Both texts as one, word for word, in reading order; the white space is the new text's."""
    return parts_of(old, new, word_diff(old, new))


def marked_diff(old: str, new: str) -> str:
    """Both texts in one line: [-deleted-] {+inserted+}."""
    marks = {Op.DELETE: "[-{words}-]", Op.INSERT: "{{+{words}+}}", Op.SAME: "{words}"}
    parts = diff_parts(old, new)
    return " ".join("".join(marks[p.op].format(words=p.text) for p in parts).split())


def parts_of(old: str, new: str, edits: Iterable[Edit]) -> list[Part]:
    """The parts of edits already known."""
    parts: list[Part] = []
    tidied = tidy(old, new, edits)
    at_old, at_new = (tidied[0].old_start, tidied[0].new_start) if tidied else (0, 0)
    before = Op.SAME
    for edit in tidied:
        gap = _gap(old, new, (at_old, at_new), edit, before)
        if gap is not None:
            parts.append(gap)
        parts += _of_edit(old, new, edit)
        at_old, at_new, before = edit.old_end, edit.new_end, edit.op
    return parts


def tidy(old: str, new: str, edits: Iterable[Edit]) -> list[Edit]:
    """The edits with the little that stayed between two larger changes counted as changed.

    A rewritten sentence shares its "the" and "of" with the old one; nobody can read a diff that
    holds on to them.
    """
    tidied: list[Edit] = []
    for edit in edits:
        tidied.append(edit)
        if len(tidied) >= 3:
            tidied[-3:] = _slid(old, new, tidied[-3], tidied[-2], tidied[-1])
        while len(tidied) >= 3 and _drowned(old, new, tidied[-3:]):
            last, _same, first = tidied.pop(), tidied.pop(), tidied.pop()
            tidied.append(
                Edit(Op.REPLACE, first.old_start, last.old_end, first.new_start, last.new_end)
            )
    return tidied


def shortened(parts: Sequence[Part], around: int = _AROUND) -> list[Part]:
    """The parts without the long stretches that stayed: some words around each change are left."""
    shown: list[Part] = []
    last = len(parts) - 1
    for at, part in enumerate(parts):
        if part.op is not Op.SAME or len(part.text) <= 2 * around + 8:
            shown.append(part)
            continue
        head = "" if at == 0 else _head(part.text, around)
        tail = "" if at == last else _tail(part.text, around)
        shown.append(Part(Op.SAME, f"{head} … {tail}".strip(" ") if head or tail else "…"))
    return shown


def spoken(parts: Sequence[Part]) -> str:
    """What a screen reader says: “the final account is; deleted: 31.2; inserted: 31.4; million”."""
    said = []
    for part in parts:
        words = " ".join(part.text.split())
        if not words:
            continue
        if part.op is Op.DELETE:
            said.append(_("deleted: {words}").format(words=words))
        elif part.op is Op.INSERT:
            said.append(_("inserted: {words}").format(words=words))
        else:
            said.append(words)
    return "; ".join(said)


def _of_edit(old: str, new: str, edit: Edit) -> list[Part]:
    gone, come = old[edit.old_start : edit.old_end], new[edit.new_start : edit.new_end]
    if edit.op is Op.SAME:
        return _kept(old, new, edit)
    parts = []
    if gone:
        parts.append(Part(Op.DELETE, gone, old=edit.old_start))
    if gone and come:
        apart = PARAGRAPH if PARAGRAPH in gone or PARAGRAPH in come else " "
        parts.append(Part(Op.SAME, apart))
    if come:
        parts.append(Part(Op.INSERT, come, new=edit.new_start))
    return parts


def _kept(old: str, new: str, edit: Edit) -> list[Part]:
    """What stayed; word by word where other white space or typography shifts the places."""
    come = new[edit.new_start : edit.new_end]
    if old[edit.old_start : edit.old_end] == come:
        return [Part(Op.SAME, come, edit.old_start, edit.new_start)]
    olds = _spans_in(old, edit.old_start, edit.old_end)
    parts: list[Part] = []
    at = edit.new_start
    for (there, _end), (start, end) in zip(
        olds, _spans_in(new, edit.new_start, edit.new_end), strict=False
    ):
        if at < start:
            parts.append(Part(Op.SAME, new[at:start], new=at))
        parts.append(Part(Op.SAME, new[start:end], there, start))
        at = end
    return parts


def _gap(old: str, new: str, at: tuple[int, int], edit: Edit, before: Op) -> Part | None:
    """The white space before an edit; beside deleted words it may be only in the old text."""
    white = new[at[1] : edit.new_start]
    if white:
        return Part(Op.SAME, white, new=at[1])
    white = old[at[0] : edit.old_start]
    if white and Op.DELETE in (before, edit.op):
        return Part(Op.SAME, white, old=at[0])
    return None


def _slid(old: str, new: str, before: Edit, edit: Edit, after: Edit) -> list[Edit]:
    """The same change told elsewhere, where it then begins with a paragraph or a sentence.

    Of “late. [It rained. ]It snowed.” and “late. It [rained. It ]snowed.” people mean the first.
    """
    if (before.op, after.op) != (Op.SAME, Op.SAME) or edit.op not in (Op.DELETE, Op.INSERT):
        return [before, edit, after]
    if edit.op is Op.INSERT:
        turned = _slid(new, old, *(_turned(each) for each in (before, edit, after)))
        return [_turned(each) for each in turned]
    head = _spans_in(old, before.old_start, before.old_end)
    own = _spans_in(old, edit.old_start, edit.old_end)
    words = head + own + _spans_in(old, after.old_start, after.old_end)
    others = _spans_in(new, before.new_start, before.new_end)
    others += _spans_in(new, after.new_start, after.new_end)
    start, count = len(head), len(own)
    best = max(
        _shifts([old[a:b] for a, b in words], start, count),
        key=lambda at: (_worth(old, words[at][0]), at == start),
    )
    if best == start:
        return [before, edit, after]
    there = others[best][0] if best < len(others) else after.new_end
    slid = [
        Edit(Op.SAME, before.old_start, words[best - 1][1], before.new_start, others[best - 1][1]),
        Edit(Op.DELETE, words[best][0], words[best + count - 1][1], there, there),
    ]
    if best < len(others):
        first = words[best + count][0]
        slid.append(Edit(Op.SAME, first, after.old_end, there, after.new_end))
    return slid


def _shifts(words: Sequence[str], start: int, count: int) -> list[int]:
    """Where the deletion of words[start:start + count] could as well begin; never at the first."""
    shifts = [start]
    at = start
    while at > 1 and words[at - 1] == words[at + count - 1]:
        at -= 1
        shifts.append(at)
    at = start
    while at + count < len(words) and words[at] == words[at + count]:
        at += 1
        shifts.append(at)
    return shifts


def _turned(edit: Edit) -> Edit:
    """The edit as it is seen from the other text."""
    ops = {Op.DELETE: Op.INSERT, Op.INSERT: Op.DELETE}
    op = ops.get(edit.op, edit.op)
    return Edit(op, edit.new_start, edit.new_end, edit.old_start, edit.old_end)


def _spans_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + a, start + b) for a, b in word_spans(text[start:end])]


def _worth(text: str, at: int) -> int:
    """How natural it is that a change begins here: paragraph, sentence, anywhere."""
    before = text[:at].rstrip(" ")
    if not before or before.endswith("\n"):
        return 2
    return int(before.endswith((".", "!", "?", "…", "”", '"')) and before != text[:at])


def _drowned(old: str, new: str, edits: Sequence[Edit]) -> bool:
    before, same, after = edits
    if same.op is not Op.SAME or Op.SAME in (before.op, after.op):
        return False
    length = same.old_end - same.old_start
    if length > min(_size(before), _size(after)):
        return False
    return (
        PARAGRAPH not in old[before.old_start : after.old_end]
        and PARAGRAPH not in new[before.new_start : after.new_end]
    )


def _size(edit: Edit) -> int:
    return max(edit.old_end - edit.old_start, edit.new_end - edit.new_start)


def _head(text: str, length: int) -> str:
    cut = text.rfind(" ", 0, length)
    return text[: cut if cut > 0 else length]


def _tail(text: str, length: int) -> str:
    cut = text.find(" ", len(text) - length)
    return text[cut + 1 if cut >= 0 else len(text) - length :]
