"""The article of a web page: trafilatura says what the body is, the page's own marks the rest."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from workbench.adapters.readers import errors
from workbench.adapters.readers.article import first_of
from workbench.adapters.readers.document import ArticleReading
from workbench.adapters.readers.html import Block, blocks, decode_html, parse
from workbench.adapters.readers.html_metadata import description_of, metadata_of, title_of
from workbench.domain.article import Region, RegionKind
from workbench.domain.language.furniture import (
    is_badge,
    is_byline,
    is_comment_form,
    is_comments_heading,
    is_small_print,
)
from workbench.domain.language.regions import credits_of, regions_of
from workbench.domain.text import PARAGRAPH, normalise

_COMMENT_MARK = re.compile(
    r"(?:^|\s)(?:comments?(?:[-_]*(?:list|area|section|body|content|text|thread|wrap(?:per)?|item"
    r"|container|block))?|commentlist|commentary-list|disqus\S*|user-?comments?|responses)(?=\s|$)",
    re.IGNORECASE,
)
_FORM_MARK = re.compile(
    r"(?:^|\s)(?:respond|comment-?respond|comment-?form)(?=\s|$)", re.IGNORECASE
)
_DEK_MARK = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|subtitle|sub-?head(?:line|ing)?|standfirst|summary|lede|stand-?first"
    r"|article-?description|kicker-?description|excerpt)(?=[\s_-]|$)",
    re.IGNORECASE,
)
_BYLINE_MARK = re.compile(r"(?:^|[\s_-])(?:byline|author(?:-?name)?|dateline)(?=[\s_-]|$)", re.I)
_CAPTION_MARK = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption|photo-?credit)(?=[\s_-]|$)", re.I
)
_FURNITURE_TAGS = frozenset({"nav", "footer", "form", "button", "aside"})
_WHOLE_PAGE = frozenset({"html", "body", "main", "article"})
_TELLING = 25
_COMPARED_MOST = 2_000_000
_SMALL = (is_comments_heading, is_comment_form, is_badge, is_small_print)
_MARKS = ("class", "id", "role", "itemprop", "rel")


def read_html_article(path: Path) -> ArticleReading:
    """The article in a saved web page."""
    text = decode_html(path.read_bytes())
    root = parse(text)
    found = [block for block in blocks(root) if normalise(block.text).text.strip()]
    if not found:
        raise errors.without_text(path)
    spans, joined = _laid_out([normalise(block.text).text.strip() for block in found])
    texts = [joined[start:end] for start, end in spans]
    kinds = _Classifier(root, found, texts).kinds(body_paragraphs(text))
    regions = tuple(
        Region(kind, start, end) for kind, (start, end) in zip(kinds, spans, strict=True)
    )
    said = metadata_of(root, texts[:40], path.stem)
    author, published = credits_of(joined, regions)
    return ArticleReading(
        kind="html",
        text=joined,
        regions=regions,
        title=first_of(joined, regions, RegionKind.TITLE) or said.title,
        dek=first_of(joined, regions, RegionKind.DEK),
        byline=author or said.author,
        published=said.published or published,
        language=said.language,
    )


def _laid_out(texts: Sequence[str]) -> tuple[list[tuple[int, int]], str]:
    spans = []
    at = 0
    for text in texts:
        spans.append((at, at + len(text)))
        at += len(text) + len(PARAGRAPH)
    return spans, PARAGRAPH.join(texts)


def body_paragraphs(text: str) -> list[str]:
    """The paragraphs trafilatura takes for the body; none where it finds no article."""
    from trafilatura import bare_extraction
    from trafilatura.meta import reset_caches

    try:
        found: Any = bare_extraction(text, include_comments=False, include_tables=True)
    except (RecursionError, ValueError, TypeError, AttributeError, LookupError):
        return []  # Its own failures on odd trees; the page's marks must do then.
    finally:
        reset_caches()
    return [line for line in (found.text or "").split("\n") if line.strip()] if found else []


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _first_body(kinds: Sequence[RegionKind], after: int) -> int:
    found = (at for at in range(after, len(kinds)) if kinds[at] is RegionKind.BODY)
    return next(found, len(kinds))


class _Classifier:
    """Gives every block its kind, strongest sign first."""

    def __init__(self, root: Any, found: Sequence[Block], texts: Sequence[str]) -> None:
        self._found = found
        self._texts = texts
        self._keys = [_key(text) for text in texts]
        self._title = _key(title_of(root))
        self._description = _key(description_of(root))
        self._marks: dict[Any, str] = {}

    def kinds(self, body: Sequence[str]) -> list[RegionKind]:
        """One kind a block; without a body from outside, the text alone decides."""
        kinds = self._body(body) if body else self._by_text()
        title = self._mark_title(kinds)
        first = _first_body(kinds, title + 1)
        for at, kind in enumerate(kinds):
            if at == title:
                continue
            own = self._own_kind(at, title, first)
            if own is not None and (kind is not RegionKind.BODY or self._overrules(own, at)):
                kinds[at] = own
        self._one_dek(kinds)
        return kinds

    def _by_text(self) -> list[RegionKind]:
        spans, joined = _laid_out([text.replace("\n", " ") for text in self._texts])
        starts = {region.start: region.kind for region in regions_of(joined)}
        return [starts.get(start, RegionKind.BODY) for start, _end in spans]

    def _body(self, body: Sequence[str]) -> list[RegionKind]:
        keys = [key for key in map(_key, body) if key]
        whole, everything = set(keys), "".join(keys)
        sure = [self._in_body(key, whole, everything) for key in self._keys]
        long = [at for at, yes in enumerate(sure) if yes and len(self._keys[at]) > 2 * _TELLING]
        if long:
            # The same few words may stand in a menu: short ones count only amid the long.
            low, high = long[0] - 3, long[-1] + 3
            sure = [yes and low <= at <= high for at, yes in enumerate(sure)]
        return [RegionKind.BODY if yes else RegionKind.BOILERPLATE for yes in sure]

    def _in_body(self, key: str, whole: set[str], everything: str) -> bool:
        if not key:
            return False
        if key in whole or (len(key) >= _TELLING and key in everything):
            return True
        if len(key) < 2 * _TELLING or len(self._keys) * len(whole) > _COMPARED_MOST:
            return False
        if any(len(part) > 0.6 * len(key) and part in key for part in whole):
            return True
        return any(
            0.7 < len(part) / len(key) < 1.4 and fuzz.ratio(part, key, score_cutoff=85)
            for part in whole
        )

    def _mark_title(self, kinds: list[RegionKind]) -> int:
        """The block that is the title: the last heading of those words before the body."""
        wanted = self._title
        first = _first_body(kinds, 0)
        best, chosen = 0.0, -1
        for at in range(min(len(kinds), first + 3)):
            key = self._keys[at]
            if not wanted or len(key) > 2 * len(wanted) + 20 or 2 * len(key) < len(wanted):
                continue
            score = fuzz.ratio(key, wanted) + (10 if self._found[at].tag == "h1" else 0)
            if score >= max(best, 80):
                best, chosen = score, at
        if chosen >= 0:
            kinds[chosen] = RegionKind.TITLE
        return chosen

    def _own_kind(self, at: int, title: int, first: int) -> RegionKind | None:
        text, marks = self._texts[at], self._marks_of(self._found[at].element)
        if any(test(text) for test in _SMALL) or " form" in marks:
            return RegionKind.BOILERPLATE
        for mark, kind in ((" comment", RegionKind.COMMENT), (" caption", RegionKind.CAPTION)):
            if mark in marks:
                return kind
        if " furniture" in marks:
            return None
        if at <= first + 2 and len(text) < 200 and (is_byline(text) or " byline" in marks):
            return RegionKind.BYLINE
        key = self._keys[at]
        named = " dek" in marks or (len(key) > _TELLING and key == self._description)
        if title < at <= first and named and 20 < len(text) < 600:
            return RegionKind.DEK
        return None

    def _overrules(self, own: RegionKind, at: int) -> bool:
        """A body paragraph is given up only where the page itself says what it is."""
        if own is RegionKind.CAPTION:
            return self._found[at].tag == "figcaption" or len(self._texts[at]) < 300
        return own in (RegionKind.DEK, RegionKind.BYLINE) or len(self._texts[at]) < 200

    def _one_dek(self, kinds: list[RegionKind]) -> None:
        deks = [at for at, kind in enumerate(kinds) if kind is RegionKind.DEK]
        for before, at in pairwise(deks):
            if at != before + 1:
                kinds[at] = RegionKind.BOILERPLATE

    def _marks_of(self, element: Any) -> str:
        """What the element and those around it say they are; noted once for each element."""
        chain = []
        while element is not None and element not in self._marks:
            chain.append(element)
            element = element.getparent()
        marks = self._marks.get(element, "") if element is not None else ""
        for inner in reversed(chain):
            mark = _mark(inner)
            marks = marks if mark in marks else marks + mark
            self._marks[inner] = marks
        return marks


def _mark(element: Any) -> str:
    tag = element.tag
    if tag in _WHOLE_PAGE:
        return ""
    if tag == "figcaption":
        return " caption"
    said = " ".join(filter(None, map(element.get, _MARKS)))
    for pattern, mark in (
        (_FORM_MARK, " form"),
        (_COMMENT_MARK, " comment"),
        (_CAPTION_MARK, " caption"),
        (_DEK_MARK, " dek"),
        (_BYLINE_MARK, " byline"),
    ):
        if said and pattern.search(said):
            return mark
    return " furniture" if tag in _FURNITURE_TAGS else ""
