"""The parts of a plain text copied from a site: what is the article and what is furniture.

Where a rule is in doubt the answer is body: a checker would rather see a line too many.
"""

import re
from dataclasses import dataclass

from workbench.domain.article import Region, RegionKind
from workbench.domain.language.dates import date_in
from workbench.domain.language.furniture import (
    ends_sentence,
    is_badge,
    is_breadcrumb,
    is_byline,
    is_caption,
    is_comment_form,
    is_comments_heading,
    is_dated_speaker,
    is_listing,
    is_pointer,
    is_small_print,
    is_speaker,
    without_byline_words,
)
from workbench.domain.language.paragraphs import Span, paragraph_spans

_TITLE_LONGEST = 220
_DEK_LONGEST = 320
_HEAD_LONGEST = 10
_NOISY_HEAD_LONGEST = 40
_NUMBERED = re.compile(r"(\d{1,4})[.)]\s+\S")


@dataclass(slots=True)
class _Part:
    """A paragraph, how it stands on the page, and what it is taken for."""

    text: str
    start: int
    end: int
    indent: int
    gap: int
    kind: RegionKind | None = None


def regions_of(text: str, title: str = "") -> tuple[Region, ...]:
    """A region for every paragraph; title is the title where a reader knows it already."""
    parts = _parts(text, paragraph_spans(text))
    _mark_tail(parts)
    _mark_head(parts, " ".join(title.split()))
    for part in parts:
        if part.kind is None:
            part.kind = _plain_kind(part)
    return tuple(Region(part.kind or RegionKind.BODY, part.start, part.end) for part in parts)


def credits_of(text: str, regions: tuple[Region, ...]) -> tuple[str, str]:
    """Who wrote it and when it was published, from the lines under the title."""
    author = published = ""
    for region in regions:
        if region.kind is not RegionKind.BYLINE:
            continue
        line = " ".join(text[region.start : region.end].split())
        published = published or date_in(line)
        author = author or without_byline_words(line)
    return author, published


def _parts(text: str, spans: list[Span]) -> list[_Part]:
    parts: list[_Part] = []
    before = 0
    for start, end in spans:
        line = text.rfind("\n", 0, start) + 1
        gap = text.count("\n", before, start)
        parts.append(_Part(text[start:end], start, end, start - line, gap))
        before = end
    return parts


def _mark_head(parts: list[_Part], known: str) -> None:
    """Title, dek and byline among the first paragraphs."""
    first = 0 if known else _end_of_masthead(parts)
    for part in parts[:first]:
        part.kind = part.kind or RegionKind.BOILERPLATE
    titled = -1
    for number, part in enumerate(parts[first : first + _HEAD_LONGEST], first):
        if part.kind is not None:
            continue
        if titled < 0:
            titled = _title_at(parts, number, known)
        elif is_badge(part.text):
            part.kind = RegionKind.BOILERPLATE
        elif is_byline(part.text):
            part.kind = RegionKind.BYLINE
        elif _is_dek(parts, titled, number):
            part.kind = RegionKind.DEK
        elif len(part.text) > 160 and not is_caption(part.text):
            return


def _end_of_masthead(parts: list[_Part]) -> int:
    """Where the title stands below a site's name and menus; 0 where no such thing is seen.

    The title opens the run of full lines just above the byline, or above the first paragraph.
    """
    head = parts[:_NOISY_HEAD_LONGEST]
    body = next((at for at, part in enumerate(head) if _is_prose(part)), 0)
    byline = next((at for at, part in enumerate(head[:body]) if is_byline(part.text)), body)
    short = sum(len(part.text.split()) < 4 for part in head[:byline])
    crumbs = any(is_breadcrumb(part.text) for part in head[:byline])
    if not body or not (short > 3 or crumbs or is_small_print(head[0].text)):
        return 0
    at = byline
    while at > 0 and _is_full_line(head[at - 1]):
        at -= 1
    return at if at < byline else 0


def _is_prose(part: _Part) -> bool:
    text = part.text
    return len(text) > 100 and ends_sentence(text) and not is_small_print(text)


def _is_full_line(part: _Part) -> bool:
    text = part.text
    other = is_badge(text) or is_breadcrumb(text) or is_small_print(text)
    return not other and len(text.split()) >= 4 and len(text) <= _DEK_LONGEST


def _title_at(parts: list[_Part], number: int, known: str) -> int:
    part = parts[number]
    words = " ".join(part.text.split())
    if known and any(" ".join(one.text.split()) == known for one in parts[:_HEAD_LONGEST]):
        if words != known:
            return -1
    elif is_badge(words) or is_byline(words) or not any(map(str.isalnum, words)):
        part.kind = RegionKind.BYLINE if is_byline(words) else RegionKind.BOILERPLATE
        return -1
    elif len(words) > _TITLE_LONGEST:
        return -1
    part.kind = RegionKind.TITLE
    return number


def _is_dek(parts: list[_Part], titled: int, number: int) -> bool:
    """The first line of prose under the title, set off from the body by having no full stop."""
    part = parts[number]
    between = parts[titled + 1 : number]
    if any(one.kind in (None, RegionKind.DEK, RegionKind.BODY) for one in between):
        return False
    if len(part.text) > _DEK_LONGEST or len(part.text.split()) < 5 or number + 1 >= len(parts):
        return False
    if not any(len(one.text) > 60 for one in parts[number + 1 :]):
        return False
    after = parts[number + 1]
    byline_next = is_byline(after.text) or is_badge(after.text)
    return byline_next or not (ends_sentence(part.text) or part.text.endswith((":", ",")))


def _mark_tail(parts: list[_Part]) -> None:
    """Comments and what stands below them."""
    form = next((at for at, part in enumerate(parts) if at and is_comment_form(part.text)), None)
    first = _first_comment(parts, form)
    end = len(parts) if form is None else form
    if first is not None:
        if is_comments_heading(parts[first - 1].text):
            parts[first - 1].kind = RegionKind.BOILERPLATE
        for part in parts[first:end]:
            part.kind = _kind_below(part, RegionKind.COMMENT)
    if form is not None:
        below = RegionKind.BOILERPLATE
        for part in parts[form:]:
            if is_speaker(part.text):
                below = RegionKind.COMMENT
            part.kind = _kind_below(part, below)
    _mark_listings(parts)


def _kind_below(part: _Part, otherwise: RegionKind) -> RegionKind:
    text = part.text
    tests = (is_small_print, is_comment_form, is_badge, is_comments_heading, is_listing)
    return RegionKind.BOILERPLATE if any(test(text) for test in tests) else otherwise


def _first_comment(parts: list[_Part], form: int | None) -> int | None:
    """Where readers begin to speak: below a heading, a name that says, or a list at the end."""
    for at, part in enumerate(parts):
        if at < 2 or (form is not None and at >= form):
            continue
        if is_comments_heading(part.text) and at > len(parts) // 4:
            return at + 1
        if is_speaker(part.text) and (form is not None or is_dated_speaker(part.text)):
            return at
    return _numbered_comments(parts, len(parts) if form is None else form, form is not None)


def _numbered_comments(parts: list[_Part], end: int, form: bool) -> int | None:
    """A list that begins with 1, set in from the margin, and runs to the foot of the page."""
    while end > 0 and _kind_below(parts[end - 1], RegionKind.BODY) is RegionKind.BOILERPLATE:
        end -= 1
    footer = form or end < len(parts)
    for at in range(2, end):
        part = parts[at]
        match = _NUMBERED.match(part.text)
        if not match or match.group(1) != "1":
            continue
        rest = parts[at:end]
        set_in = all(one.indent > part.indent or _NUMBERED.match(one.text) for one in rest)
        if footer and part.indent > 0 and (set_in or part.gap > 2):
            return at
    return None


def _mark_listings(parts: list[_Part]) -> None:
    """Headlines of other articles, below "Related stories" and the like."""
    listing = False
    for at, part in enumerate(parts):
        if is_listing(part.text) and at > 2:
            part.kind = part.kind or RegionKind.BOILERPLATE
            listing = True
        elif listing and len(part.text) < 160 and not ends_sentence(part.text):
            part.kind = part.kind or RegionKind.BOILERPLATE
        else:
            listing = False


def _plain_kind(part: _Part) -> RegionKind:
    text = part.text
    if is_badge(text) or is_pointer(text) or is_small_print(text):
        return RegionKind.BOILERPLATE
    return RegionKind.CAPTION if is_caption(text) else RegionKind.BODY
