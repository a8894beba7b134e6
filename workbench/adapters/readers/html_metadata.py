"""What a web page says of itself: suggestions, to be confirmed by a person."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from rapidfuzz import fuzz

from workbench.adapters.readers.document import Metadata
from workbench.domain.language.dates import date_in, first_date

_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "citation_publication_date",
    "publishdate",
    "pubdate",
    "publication_date",
    "date",
)
_AUTHOR = ("author", "article:author", "parsely-author", "dc.creator", "citation_author", "byl")
_PUBLISHER = ("og:site_name", "application-name", "dc.publisher", "citation_publisher")
_JSON_LONGEST = 1_000_000
_JSON_ITEMS = 5_000


def metadata_of(root: Any, opening: Sequence[str], otherwise: str) -> Metadata:
    """Title, author, publisher, date and language of a page; opening is its first blocks."""
    meta = _meta(root)
    data = _json_ld(root)
    published = _first(meta, _PUBLISHED)
    found = date_in(published) or _compact_date(published) or date_in(data.get("published", ""))
    author = _first(meta, _AUTHOR)
    if not author or "://" in author:
        author = data.get("author", "")
    return Metadata(
        title=title_of(root) or otherwise,
        author=author[:200],
        publisher=(_first(meta, _PUBLISHER) or data.get("publisher", ""))[:200],
        published=found or _date_of_times(root) or first_date(opening, 80) or _partial(published),
        language=_language(root, meta),
    )


def title_of(root: Any) -> str:
    """The heading that agrees with what the page calls itself, else that name, else a heading."""
    meta = _meta(root)
    named = meta.get("og:title", "") or meta.get("twitter:title", "")
    window = _line("".join(next(iter(root.iter("title")), root.makeelement("i")).itertext()))
    headings = [_line("".join(heading.itertext())) for heading in list(root.iter("h1"))[:20]]
    headings = [heading for heading in headings if 0 < len(heading) <= 400]
    for heading in headings:
        for name in (named, window):
            if name and fuzz.partial_ratio(heading.lower(), name.lower()) > 85 and len(heading) > 8:
                return heading
    return (named or (headings[0] if headings else "") or window)[:400]


def description_of(root: Any) -> str:
    """The summary the page gives of itself."""
    meta = _meta(root)
    return meta.get("og:description", "") or meta.get("description", "")


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _line((element.get("content") or "")[:5_000])
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(meta: dict[str, str], names: Sequence[str]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _line(text: str) -> str:
    return " ".join(text.split())


def _partial(text: str) -> str:
    """A month or a year alone, as papers and reports give it."""
    match = re.fullmatch(r"(1[4-9]|2[01])\d\d(-(0[1-9]|1[0-2]))?", text.strip())
    return match.group() if match else ""


def _compact_date(text: str) -> str:
    """20160917 and 2016/09/17 as some pages write them."""
    match = re.match(r"(\d{4})[/.]?(\d{2})[/.]?(\d{2})(?!\d{1,3}$)", text)
    return date_in("-".join(match.groups())) if match else ""


def _date_of_times(root: Any) -> str:
    """The date of a time element that says it is the publication's; else the page's only date."""
    dates = []
    for element in root.iter("time"):
        found = date_in(element.get("datetime") or "")
        if not found:
            continue
        if "pubdate" in element.attrib or element.get("itemprop") == "datePublished":
            return found
        dates.append(found)
    return dates[0] if len(set(dates)) == 1 else ""


def _language(root: Any, meta: dict[str, str]) -> str:
    declared = root.get("lang") or meta.get("og:locale") or meta.get("content-language") or ""
    match = re.match(r"[a-z]{2,3}(?![a-z])", declared.strip().lower())
    return match.group() if match else ""


def _json_ld(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        if len(script.text) > _JSON_LONGEST:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            _note(found, item)
    return found


def _items(data: object) -> Iterator[dict[str, Any]]:
    waiting = [data]
    for _count in range(_JSON_ITEMS):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, dict):
            yield item
            waiting.extend(value for key, value in item.items() if key in ("@graph", "mainEntity"))
        elif isinstance(item, list):
            waiting.extend(item)


def _note(found: dict[str, str], item: dict[str, Any]) -> None:
    if not isinstance(item.get("datePublished"), str):
        return
    found.setdefault("published", item["datePublished"])
    for key in ("author", "publisher"):
        if name := _name(item.get(key)):
            found.setdefault(key, name)


def _name(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value[:10]))) if len(value) < 50 else ""
    if isinstance(value, dict):
        value = value.get("name")
    return _line(value) if isinstance(value, str) and "://" not in value else ""
