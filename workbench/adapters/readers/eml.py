"""E-mail: the header and body as page one, each text attachment as a page of its own."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from workbench.adapters.readers import errors
from workbench.adapters.readers.document import Document, Metadata, RawPage
from workbench.adapters.readers.encoding import clean, decode, unify_newlines
from workbench.adapters.readers.html import blocks, decode_html, parse
from workbench.adapters.readers.paging import flow
from workbench.domain.language.paragraphs import paragraphs
from workbench.i18n import _

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_PARTS_MOST = 1_000
# The stdlib parser raises these on headers no standard foresees.
_ODD = (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError)


def read_eml(path: Path) -> Document:
    """The message in an EML file and its text attachments."""
    data = path.read_bytes().lstrip(b"\r\n")
    try:
        message: Any = message_from_bytes(data, policy=policy.default)
    except _ODD as cause:
        raise errors.damaged(path) from cause
    headers = {name: value for name in _SHOWN if (value := _header(message, name))}
    body, attached = _parts(message)
    listed = [_listing(part) for part in attached]
    opening = "\n\n".join(f"{name}: {value}" for name, value in headers.items())
    paragraphs_of_page = [opening, *body]
    if listed:
        paragraphs_of_page.append(_("Attachments: {names}").format(names="; ".join(listed)))
    pages = flow(paragraphs_of_page)
    for part in attached:
        pages.extend(_attachment_pages(part))
    metadata = Metadata(
        title=headers.get("Subject", "") or path.stem,
        author=headers.get("From", ""),
        published=_date(message),
    )
    return Document("eml", metadata, pages)


def _header(message: Any, name: str) -> str:
    try:
        value = message.get_all(name) or []
        text = ", ".join(str(one) for one in value)
    except _ODD:
        text = next((raw for key, raw in message.raw_items() if key.lower() == name.lower()), "")
    return clean(" ".join(str(text).split()))[:20_000]


def _date(message: Any) -> str:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _parts(message: Any) -> tuple[list[str], list[Any]]:
    """The paragraphs of the body, and the parts that are attachments."""
    plain: list[str] = []
    rich: list[str] = []
    attached: list[Any] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        if _is_attachment(part) or kind not in ("text/plain", "text/html"):
            attached.append(part)
        elif kind == "text/plain":
            plain.extend(_paragraphs(part))
        else:
            rich.extend(_paragraphs(part))
    return plain or rich, attached


def _leaves(message: Any) -> Iterator[Any]:
    """The parts that hold something, without recursion; a message in a message is one of them."""
    waiting = [message]
    for _count in range(_PARTS_MOST):
        if not waiting:
            return
        part = waiting.pop()
        payload = part.get_payload()
        if isinstance(payload, list):
            waiting.extend(reversed(payload))
        else:
            yield part


def _is_attachment(part: Any) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except _ODD:
        return False


def _name(part: Any) -> str:
    try:
        name = part.get_filename()
    except _ODD:
        name = None
    named = clean(" ".join(str(name or "").split()))
    return re.split(r"[/\\]", named)[-1][:120] or str(part.get_content_type())


def _content(part: Any) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except _ODD:
        payload = None
    if isinstance(payload, bytes):
        return payload
    return str(part.get_payload()).encode("utf-8", "surrogateescape")


def _paragraphs(part: Any) -> list[str]:
    data = _content(part)
    try:
        declared = str(part.get_content_charset() or "")
    except _ODD:
        declared = ""
    if part.get_content_type() == "text/html":
        text = decode(data, declared) if declared else decode_html(data)
        return [block.text for block in blocks(parse(text))]
    return paragraphs(unify_newlines(decode(data, declared)))


def _listing(part: Any) -> str:
    return _("{name} ({size} bytes)").format(name=_name(part), size=len(_content(part)))


def _attachment_pages(part: Any) -> Iterator[RawPage]:
    if part.get_content_type() not in ("text/plain", "text/html"):
        return
    pages = flow(_paragraphs(part))
    for number, page in enumerate(pages, 1):
        label = _name(part) if len(pages) == 1 else f"{_name(part)} {number}"
        yield RawPage(label, page.raw)
