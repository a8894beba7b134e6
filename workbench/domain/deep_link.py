"""A link that leads to a passage: the source by its hash, the page, the words or the area.

`workbench://SHA256?page=6&start=120&end=190` names words, `&area=l,t,r,b` (shares of the page)
a region of a picture. `words` is the beginning of the words' own hash: a page that was read anew
since then is noticed, and no other words are shown for them.
"""

import re
from dataclasses import dataclass

from workbench.domain.errors import LinkUnreadable
from workbench.domain.text import Box, text_hash
from workbench.i18n import _

SCHEME = "workbench://"
_LONGEST = 400
_LARGEST = 10_000_000
_CHECKED_DIGITS = 12
# Systems that take the source for a host write one slash, none, or three.
_WHOLE = re.compile(r"workbench:/{0,3}([0-9a-f]{64})/?(?:\?(.*))?", re.IGNORECASE | re.ASCII)
_BEGINNING = "workbench:"
_PAIR = re.compile(r"([a-z]{1,16})=([0-9a-f.,]{0,64})", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,8}", re.ASCII)
_SHARE = re.compile(r"(?:0|1)(?:\.[0-9]{1,6})?", re.ASCII)
_CHECK = re.compile(r"[0-9a-f]{12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DeepLink:
    """A passage of a source; start == end == 0 is the page itself, or an area of it."""

    source: str
    page: int = 1
    start: int = 0
    end: int = 0
    area: Box | None = None
    words: str = ""

    @property
    def text(self) -> str:
        """The link as people copy it."""
        link = f"{SCHEME}{self.source}?page={self.page}"
        if self.end > self.start:
            link += f"&start={self.start}&end={self.end}"
        if self.words:
            link += f"&words={self.words}"
        if self.area is not None:
            box = self.area
            sides = (box.left, box.top, box.right, box.bottom)
            link += "&area=" + ",".join(f"{side:.4f}" for side in sides)
        return link

    def fits(self, exact: str) -> bool:
        """True where these are the words the link was made of, as far as it says."""
        return not self.words or self.words == words_check(exact)


def words_check(exact: str) -> str:
    """The beginning of the hash of the words."""
    return text_hash(exact)[:_CHECKED_DIGITS]


def is_link(text: str) -> bool:
    """True where the text means to be one of our links, well formed or not."""
    return text.strip()[: len(_BEGINNING)].lower() == _BEGINNING


def parse(text: str) -> DeepLink:
    """The link a text is; raises LinkUnreadable."""
    text = text.strip()
    if len(text) > _LONGEST:
        raise _unreadable(_("it is too long"))
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        raise _unreadable(_("it does not name a source by its SHA-256"))
    values = _values(whole[2] or "")
    page = _number(values, "page", 1)
    start, end = _number(values, "start", 0), _number(values, "end", 0)
    if page < 1:
        raise _unreadable(_("pages count from 1"))
    if start > end or ("start" in values and start == end):
        raise _unreadable(_("its passage ends before it begins"))
    area = _area(values["area"]) if "area" in values else None
    if area is not None and end:
        raise _unreadable(_("it names both words and an area"))
    words = values.get("words", "")
    if words and not (end and _CHECK.fullmatch(words)):
        raise _unreadable(_("the check of its words is no such check"))
    return DeepLink(whole[1].lower(), page, start, end, area, words)


def _values(query: str) -> dict[str, str]:
    """The pairs of the query; what a later version may add is passed over."""
    values: dict[str, str] = {}
    for part in query.replace("%2C", ",").replace("%2c", ",").split("&"):
        if not part:
            continue
        pair = _PAIR.fullmatch(part)
        if pair is None:
            raise _unreadable(_("“{part}” is no part of such a link").format(part=part[:40]))
        if pair[1] in values:
            raise _unreadable(_("it says “{name}” twice").format(name=pair[1]))
        values[pair[1]] = pair[2]
    return values


def _number(values: dict[str, str], name: str, default: int) -> int:
    value = values.get(name)
    if value is None:
        return default
    if not _NUMBER.fullmatch(value) or int(value) > _LARGEST:
        raise _unreadable(_("its “{name}” is no number a document has").format(name=name))
    return int(value)


def _area(value: str) -> Box:
    sides = value.split(",")
    if len(sides) != 4 or not all(_SHARE.fullmatch(side) for side in sides):
        raise _unreadable(_("its area is not four shares of a page"))
    left, top, right, bottom = (float(side) for side in sides)
    if not (left < right <= 1 and top < bottom <= 1):
        raise _unreadable(_("its area lies outside the page"))
    return Box(left, top, right, bottom)


def _unreadable(reason: str) -> LinkUnreadable:
    return LinkUnreadable(
        _("This link cannot be followed: {reason}.").format(reason=reason),
        _("Copy it again with “Copy link”, whole and unaltered."),
    )
