"""The parts of a plain text copied from a site: what is the article and what is furniture.

Where a rule is in doubt the answer is body: a checker would rather see a line too many.
"""

import re
from dataclasses import dataclass

from workbench.domain.article import Region, RegionKind
from workbench.domain.language.dates import date_in, dates_cut_out
from workbench.domain.language.paragraphs import Span, paragraph_spans

_TITLE_LONGEST = 220
_DEK_LONGEST = 320
_HEAD_LONGEST = 10

_BADGE = re.compile(
    r"(?:fact[- ]?check(?:ed)?|share(?: (?:this|on \w+|via \w+|article|now))*:?|tweet|pin(?: it)?"
    r"|e-?mail(?: this)?|print(?: this)?(?: (?:article|page))?|whats ?app|facebook|twitter|x"
    r"|linkedin|reddit|telegram|flipboard|pinterest|like|follow(?: us)?|save|subscribe|sign (?:in|up)"
    r"|log ?in|register|menu|search|home|advertise?ment|ad|sponsored(?: content)?|promoted"
    r"|(?:continue|keep) reading|read more|show more|load more|loading\.*|listen(?: to .*)?|copy link"
    r"|link copied!?|skip (?:to|advertisement|ad)\b.*|story continues below.*|scroll (?:down )?to .*"
    r"|\d+ ?min(?:ute)?s?(?: of)? read(?:ing)?(?: time)?|[\d.,]+k? (?:shares?|views?|likes?|votes?)"
    r"|reply|like reply|report|trending(?: now)?|exclusive|opinion|breaking(?: news)?|live|close|×)"
    r"\W*",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:(?:read|see|watch|listen) (?:also|more|next)|also (?:read|see)|related(?: \w+)?|more on this"
    r"|more from|up next|recommended|don['’]t miss|must read|sponsored)\s*[:|»>]",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"your email address will not be published|required fields are marked"
    r"|this site uses akismet|how your comment data is processed|save my name, email"
    r"|notify me of (?:follow|new)|(?:we|this (?:web)?site) uses? cookies|accept (?:all )?cookies"
    r"|cookie (?:policy|settings|preferences)|all rights reserved|terms (?:of (?:use|service)|and cond)"
    r"|privacy policy|sign up (?:for|to) (?:our|the|receive)|subscribe to (?:our|the)\b.*newsletter"
    r"|follow us on|like us on facebook|join us on|click here to (?:subscribe|sign|join|donate|share)"
    r"|^\W*(?:©|\(c\)|copyright\b)|you must be logged in to|powered by wordpress|proudly powered"
    r"|support (?:our|independent) journalism by|please enable javascript|disable your ad ?blocker"
    r"|get the latest .{0,40}(?:inbox|newsletter)|log ?in to (?:leave|post) a comment",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"(?:related (?:stories|posts|articles|news|content|topics|coverage)|you (?:may|might) (?:also )?like"
    r"|more (?:stories|news|articles)(?: (?:from|by|on|like) .*)?|more from .{1,40}|recommended(?: for you)?"
    r"|trending(?: now| stories)?|most (?:read|popular|viewed|shared)(?: \w+)?|popular (?:posts|stories)"
    r"|latest (?:news|stories|posts|articles)|recent (?:posts|comments|articles|stories)|editor['’]?s picks"
    r"|what to read next|top stories|from (?:around )?the web|around the web|sponsored stories)\W*",
    re.IGNORECASE,
)
_MARGINALIA = re.compile(
    r"(?:tags?|filed under|posted in|categor(?:y|ies)|topics?|share this(?: \w+)?|previous(?: \w+)?"
    r"|next(?: \w+)?|source|via)\s*[:»«←→]",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:(?:\d[\d,]*|one|no) (?:comments?|responses?|replies|thoughts)(?: (?:on|to) .*)?"
    r"|(?:reader )?comments?(?: ?\(\d+\))?|(?:view|show|read|see) (?:all )?\d* ?comments(?: ?\(\d+\))?"
    r"|discussion(?: ?\(\d+\))?|join the (?:discussion|conversation)|what (?:do )?you think\??)\W*",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"(?:leave|post|add|write|submit) (?:a|your) (?:reply|comment|response)\b.{0,60}"
    r"|(?:cancel reply|post comment|join the discussion|be the first to comment)\W*",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\S.{0,60}? (?:says|said|wrote|writes|commented)(?: on)?:?(?:\s.{0,40}\d{4}.{0,30})?:?"
)
_POSTED = re.compile(
    r"\S.{0,50}[•·|–-]\s*(?:\d+|an?) (?:seconds?|minutes?|hours?|days?|weeks?|months?|years?) ago.*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d{1,4})[.)]\s+\S")
_CREDIT = re.compile(
    r"(?:photo(?:graph)?s?|images?|pictures?|pics?|video|caption|illustration|graphic|file photo)"
    r"(?:\s+(?:credits?|by|courtesy(?: of)?|via|source))?\s*[:/©—–]|(?:photo|image|picture)s? "
    r"(?:credit|courtesy|by)\b|\((?:photo|image|ap photo|file photo)\b|featured image\b",
    re.IGNORECASE,
)
_CREDIT_END = re.compile(
    r"(?:\((?:photo|image|picture|credit|ap|afp|reuters|getty|source)\b[^()]{0,100}\)"
    r"|(?:/|via |by |© ?)(?:getty(?: images)?|reuters|afp|ap|epa|shutterstock|sipa|alamy))\W*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?i:by|written by|posted by|published by|story by|words by|report(?:ing)? by|authors?:"
    r"|posted on|published(?: on)?:?|updated(?: on)?:?|last updated:?|first published)\s+"
)
_DATE_WORDS = re.compile(
    r"\b(?:published|posted|updated|last|modified|first|on|at|by|in|am|pm|a\.m|p\.m|e[sd]t|p[sd]t|gmt|bst|utc"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)\b\.?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


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
        name = _DATE_WORDS.sub(" ", dates_cut_out(_BYLINE.sub("", line, count=1)))
        name = re.sub(r"\d+:\d+|[|•·,;:–—-]+\s*$|^\s*[|•·,;:–—-]+", " ", name).strip(" ,;:|•·")
        if not author and any(char.isalpha() for char in name):
            author = " ".join(name.split())
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
    titled = -1
    for number, part in enumerate(parts[:_HEAD_LONGEST]):
        if part.kind is not None:
            continue
        if titled < 0:
            titled = _title_at(parts, number, known)
            continue
        if _is_badge(part.text):
            part.kind = RegionKind.BOILERPLATE
        elif _is_byline(part.text):
            part.kind = RegionKind.BYLINE
        elif _is_dek(parts, titled, number):
            part.kind = RegionKind.DEK
        elif len(part.text) > 160:
            return


def _title_at(parts: list[_Part], number: int, known: str) -> int:
    part = parts[number]
    words = " ".join(part.text.split())
    if known and any(" ".join(one.text.split()) == known for one in parts[:_HEAD_LONGEST]):
        if words != known:
            return -1
    elif _is_badge(words) or _is_byline(words) or not any(map(str.isalnum, words)):
        part.kind = RegionKind.BYLINE if _is_byline(words) else RegionKind.BOILERPLATE
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
    byline_next = _is_byline(after.text) or _is_badge(after.text)
    return byline_next or not (_SENTENCE_END.search(part.text) or part.text.endswith((":", ",")))


def _mark_tail(parts: list[_Part]) -> None:
    """Comments and what stands below them."""
    form = next((at for at, part in enumerate(parts) if at and _FORM.fullmatch(part.text)), None)
    first = _first_comment(parts, form)
    end = len(parts) if form is None else form
    if first is not None:
        for part in parts[first:end]:
            part.kind = _kind_below(part, RegionKind.COMMENT)
    if form is not None:
        below = RegionKind.BOILERPLATE
        for part in parts[form:]:
            if _is_speaker(part):
                below = RegionKind.COMMENT
            part.kind = _kind_below(part, below)
    _mark_listings(parts)


def _kind_below(part: _Part, otherwise: RegionKind) -> RegionKind:
    text = part.text
    if len(text) < 300 and (_FURNITURE.search(text) or _FORM.fullmatch(text)):
        return RegionKind.BOILERPLATE
    if _is_badge(text) or _COMMENTS.fullmatch(text) or _LISTING.fullmatch(text):
        return RegionKind.BOILERPLATE
    return otherwise


def _first_comment(parts: list[_Part], form: int | None) -> int | None:
    """Where readers begin to speak: below a heading, a name that says, or a list at the end."""
    for at, part in enumerate(parts):
        if at < 2 or (form is not None and at >= form):
            continue
        if _COMMENTS.fullmatch(part.text) and at > len(parts) // 4:
            return at + 1
        if _is_speaker(part) and (form is not None or _POSTED.fullmatch(part.text)):
            return at
    return _numbered_comments(parts, len(parts) if form is None else form, form is not None)


def _is_speaker(part: _Part) -> bool:
    if len(part.text) > 130:
        return False
    if _POSTED.fullmatch(part.text):
        return True
    match = _SPEAKS.fullmatch(part.text)
    return match is not None and (part.text.endswith(":") or bool(date_in(part.text)))


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
        if _LISTING.fullmatch(part.text) and at > 2:
            part.kind = part.kind or RegionKind.BOILERPLATE
            listing = True
        elif listing and len(part.text) < 160 and not _SENTENCE_END.search(part.text):
            part.kind = part.kind or RegionKind.BOILERPLATE
        else:
            listing = False


def _plain_kind(part: _Part) -> RegionKind:
    text = part.text
    if _is_badge(text) or (len(text) < 200 and _POINTER.match(text)):
        return RegionKind.BOILERPLATE
    if len(text) < 300 and _FURNITURE.search(text):
        return RegionKind.BOILERPLATE
    if len(text) < 120 and _MARGINALIA.match(text):
        return RegionKind.BOILERPLATE
    if len(text) < 400 and (_CREDIT.match(text) or _CREDIT_END.search(text)):
        return RegionKind.CAPTION
    return RegionKind.BODY


def _is_badge(text: str) -> bool:
    return len(text) < 80 and _BADGE.fullmatch(text.strip()) is not None


def _is_byline(text: str) -> bool:
    """A name after "By", or a line of which nothing is left when the date is taken away."""
    if len(text) > 160 or "\n" in text:
        return False
    rest = _DATE_WORDS.sub(" ", dates_cut_out(text))
    words = re.findall(r"[^\W\d_]+", rest)
    if date_in(text) and (len(words) <= 1 or (len(words) <= 6 and _all_names(words))):
        return True
    match = _BYLINE.match(text)
    if not match or _SENTENCE_END.search(text):
        return False
    return 0 < len(words) <= 12 and _all_names(re.findall(r"[^\W\d_]+", rest)[:3])


def _all_names(words: list[str]) -> bool:
    return all(
        word[0].isupper() or word in ("and", "de", "von", "van", "the", "for") for word in words
    )
