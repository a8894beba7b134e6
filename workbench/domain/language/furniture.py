"""The small print of a web page: badges, bylines, credits, lists of other stories, forms."""

import re

from workbench.domain.language.dates import date_in, dates_cut_out

_BADGE = re.compile(
    r"(?:fact[- ]?check(?:ed)?|share(?: (?:this|on \w+|via \w+|article|now))*:?|tweet|post"
    r"|pin(?: it)?"
    r"|e-?mail(?: this)?|print(?: this)?(?: (?:article|page))?|whats ?app|facebook|twitter|x"
    r"|linkedin|reddit|telegram|flipboard|pinterest|like|follow(?: us)?|save|subscribe"
    r"|sign (?:in|up)"
    r"|log ?in|register|menu|search|home|advertise?ment|ad|sponsored(?: content)?|promoted"
    r"|(?:continue|keep) reading|read more|show more|load more|loading\.*|listen(?: to .*)?"
    r"|copy link"
    r"|link copied!?|skip (?:to|advertisement|ad)\b.*|story continues below.*"
    r"|scroll (?:down )?to .*"
    r"|\d+ ?min(?:ute)?s?(?: of)? read(?:ing)?(?: time)?|[\d.,]+k? (?:shares?|views?|likes?"
    r"|votes?)"
    r"|reply|like reply|report|trending(?: now)?|exclusive|opinion|breaking(?: news)?|live"
    r"|close|×)"
    r"\W*",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:(?:read|see|watch|listen) (?:also|more|next)|also (?:read|see)|related(?: \w+)?"
    r"|more on this"
    r"|more from|up next|recommended|don['’]t miss|must read|sponsored)\s*[:|»>]",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"your email address will not be published|required fields are marked"
    r"|this site uses akismet|how your comment data is processed|save my name, email"
    r"|notify me of (?:follow|new)|(?:we|this (?:web)?site) uses? cookies|accept (?:all )?cookies"
    r"|cookie (?:policy|settings|preferences)|all rights reserved|terms (?:of (?:use|service)"
    r"|and cond)"
    r"|privacy policy|sign up (?:for|to) (?:our|the|receive)|subscribe to (?:our"
    r"|the)\b.*newsletter"
    r"|follow us on|like us on facebook|join us on|click here to (?:subscribe|sign|join|donate"
    r"|share)"
    r"|^\W*(?:©|\(c\)|copyright\b)|you must be logged in to|powered by wordpress|proudly powered"
    r"|support (?:our|independent) journalism by|please enable javascript"
    r"|disable your ad ?blocker"
    r"|get the latest .{0,40}(?:inbox|newsletter)|log ?in to (?:leave|post) a comment",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"(?:related (?:stories|posts|articles|news|content|topics|coverage)|you (?:may"
    r"|might) (?:also )?like"
    r"|more (?:stories|news|articles)(?: (?:from|by|on|like) .*)?|more from .{1,40}"
    r"|recommended(?: for you)?"
    r"|trending(?: now| stories)?|most (?:read|popular|viewed|shared)(?: \w+)?"
    r"|popular (?:posts|stories)"
    r"|latest (?:news|stories|posts|articles)|recent (?:posts|comments|articles|stories)"
    r"|editor['’]?s picks"
    r"|what to read next|top stories|from (?:around )?the web|around the web"
    r"|sponsored stories)\W*",
    re.IGNORECASE,
)
_MARGINALIA = re.compile(
    r"(?:tags?|filed under|posted in|categor(?:y|ies)|topics?|share this(?: \w+)?"
    r"|previous(?: \w+)?"
    r"|next(?: \w+)?|source|via)\s*[:»«←→]",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:(?:\d[\d,]*|one|no) (?:comments?|responses?|replies|thoughts)(?: (?:on|to) .*)?"
    r"|(?:reader )?comments?(?: ?\(\d+\))?|(?:view|show|read"
    r"|see) (?:all )?\d* ?comments(?: ?\(\d+\))?"
    r"|discussion(?: ?\(\d+\))?|join the (?:discussion|conversation)"
    r"|what (?:do )?you think\??)\W*",
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
    r"\S.{0,50}[•·|–-]\s*(?:\d+|an?) (?:seconds?|minutes?|hours?|days?|weeks?|months?"
    r"|years?) ago.*",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:photo(?:graph)?s?|images?|pictures?|pics?|video|caption|illustration|graphic|file photo)"
    r"(?:\s+(?:credits?|by|courtesy(?: of)?|via|source))?\s*[:/©—–]|(?:photo|image|picture)s? "
    r"(?:credit|courtesy|by)\b|\((?:photo|image|ap photo|file photo)\b|featured image\b",
    re.IGNORECASE,
)
_CREDIT_END = re.compile(
    r"(?:\((?:photo|image|picture|credit|ap|afp|reuters|getty|source)\b[^()]{0,100}\)"
    r"|\b(?:photo(?:graph)?|image|picture|pic|illustration)(?: credit)?: [^.:]{3,70}"
    r"|(?:/|via |by |© ?)(?:getty(?: images)?|reuters|afp|ap|epa|shutterstock|sipa|alamy))\W*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?i:by|written by|posted by|published by|story by|words by|report(?:ing)? by|authors?:"
    r"|posted on|published(?: on)?:?|updated(?: on)?:?|last updated:?|first published)\s+"
)
_DATE_WORDS = re.compile(
    r"\b(?:published|posted|updated|last|modified|first|on|at|by|in|am|pm|a\.m|p\.m|e[sd]t"
    r"|p[sd]t|gmt|bst|utc"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat"
    r"|sun)\b\.?",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\b\d{1,2}(?:[:.]\d{2})?\s*[ap]\.?m\b\.?|\b\d{1,2}:\d{2}\b", re.IGNORECASE)
_BREADCRUMB = re.compile(r"(?:[\w’' &-]{2,30}\s[›»>/]\s){1,5}[\w’' &-]{2,40}$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_HOURS = re.compile(r"\b\d{1,2}(?:[:.]\d{2})?\s*[ap]\.?m\b\.?|\b\d{1,2}:\d{2}\b", re.IGNORECASE)


def is_badge(text: str) -> bool:
    """A button or a label: says nothing of its own."""
    return len(text) < 80 and _BADGE.fullmatch(text.strip()) is not None


def is_byline(text: str) -> bool:
    """A name after "By", or a line of which nothing is left when the date is taken away."""
    if len(text) > 160 or "\n" in text:
        return False
    rest = _DATE_WORDS.sub(" ", _HOURS.sub(" ", dates_cut_out(text)))
    words = re.findall(r"[^\W\d_]+", rest)
    if date_in(text) and (len(words) <= 1 or (len(words) <= 6 and _all_names(words))):
        return True
    match = _BYLINE.match(text)
    if not match or _SENTENCE_END.search(text):
        return False
    return 0 < len(words) <= 12 and _all_names(re.findall(r"[^\W\d_]+", rest)[:2])


def _all_names(words: list[str]) -> bool:
    return all(
        word[0].isupper() or word in ("and", "de", "von", "van", "the", "for") for word in words
    )


def is_small_print(text: str) -> bool:
    """A notice every page of the site carries."""
    return len(text) < 300 and _FURNITURE.search(text) is not None


def is_pointer(text: str) -> bool:
    """A line that sends the reader elsewhere: another story, a tag, a share button."""
    if len(text) < 200 and _POINTER.match(text):
        return True
    return len(text) < 120 and _MARGINALIA.match(text) is not None


def is_breadcrumb(text: str) -> bool:
    """The way from the front page to this one."""
    return len(text) < 120 and _BREADCRUMB.match(text) is not None


def is_listing(text: str) -> bool:
    """The heading of a list of other stories."""
    return len(text) < 120 and _LISTING.fullmatch(text) is not None


def is_comments_heading(text: str) -> bool:
    """The heading above what readers wrote."""
    return len(text) < 200 and _COMMENTS.fullmatch(text) is not None


def is_comment_form(text: str) -> bool:
    """The heading of the form in which readers write."""
    return len(text) < 200 and _FORM.fullmatch(text) is not None


def is_speaker(text: str) -> bool:
    """The line above a reader's comment: who says it, and when."""
    if len(text) > 130:
        return False
    if is_dated_speaker(text):
        return True
    match = _SPEAKS.fullmatch(text)
    return match is not None and (text.endswith(":") or bool(date_in(text)))


def is_dated_speaker(text: str) -> bool:
    """A name with "3 hours ago" after it."""
    return len(text) < 130 and _POSTED.fullmatch(text) is not None


def is_caption(text: str) -> bool:
    """What stands under a picture, known by its credit."""
    if len(text) >= 400:
        return False
    return _CREDIT.match(text) is not None or _CREDIT_END.search(text) is not None


def ends_sentence(text: str) -> bool:
    """True where the text closes with a full stop or the like, in quotation marks or not."""
    return _SENTENCE_END.search(text[-20:]) is not None


def without_byline_words(text: str) -> str:
    """What is left of a byline without "By", dates and hours: the name."""
    rest = _HOURS.sub(" ", dates_cut_out(_BYLINE.sub("", text, count=1)))
    rest = _DATE_WORDS.sub(" ", rest)
    return " ".join(rest.split()).strip(" ,;:|•·–—-")
