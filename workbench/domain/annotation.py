"""Locators in the form of the W3C Web Annotation model, out and in.

A target is a SpecificResource: the source as urn:sha256:…, and its selectors (TextQuote,
TextPosition within the page's text, Fragment page= after RFC 8118, Fragment xywh= for areas).
"""

import re
from collections.abc import Mapping
from typing import Any

from workbench.domain.errors import NotAnAnnotation
from workbench.domain.locator import Locator
from workbench.domain.text import Box
from workbench.i18n import _

_PDF_FRAGMENT = "http://tools.ietf.org/rfc/rfc8118"
_MEDIA_FRAGMENT = "http://www.w3.org/TR/media-frags/"
_SOURCE = re.compile(r"urn:sha-?256:([0-9a-f]{64})", re.IGNORECASE)
_PAGE = re.compile(r"(?:^|&)page=(\d{1,7})(?:&|$)")
_DEEPEST = 4
_AREA = re.compile(r"^xywh=percent:([\d.]+),([\d.]+),([\d.]+),([\d.]+)$")


def target_of(locator: Locator) -> dict[str, Any]:
    """The annotation target that says where the locator's passage is."""
    selectors: list[dict[str, Any]] = [_fragment(_PDF_FRAGMENT, f"page={locator.page}")]
    if locator.exact:
        selectors.append(
            {
                "type": "TextQuoteSelector",
                "exact": locator.exact,
                "prefix": locator.prefix,
                "suffix": locator.suffix,
            }
        )
    if not locator.area:
        position = {"start": locator.start, "end": locator.end}
        selectors.append({"type": "TextPositionSelector", **position})
    selectors += [_fragment(_MEDIA_FRAGMENT, _percent(box)) for box in locator.boxes]
    return {
        "type": "SpecificResource",
        "source": f"urn:sha256:{locator.source}",
        "selector": selectors,
        "workbench:pageLabel": locator.page_label,
        "workbench:layer": locator.layer,
        "workbench:area": locator.area,
    }


def locator_from(annotation: Mapping[str, Any]) -> Locator:
    """The locator of an annotation or of its target; raises NotAnAnnotation.

    What a foreign annotation does not say (layer, label, boxes) stays empty: such a locator is
    found by its words.
    """
    target = annotation.get("target", annotation)
    if isinstance(target, list):
        target = target[0] if target else {}
    if not isinstance(target, Mapping):
        raise _unusable(_("it has no target"))
    source = _SOURCE.fullmatch(str(target.get("source", "")))
    if source is None:
        raise _unusable(_("its source is not named by its SHA-256 (urn:sha256:…)"))
    selectors = target.get("selector", [])
    found = _Selectors(selectors if isinstance(selectors, list) else [selectors])
    if not found.exact and not found.boxes:
        raise _unusable(_("it has neither a TextQuoteSelector nor an area"))
    return Locator(
        source=source[1].lower(),
        page=found.page,
        page_label=str(target.get("workbench:pageLabel", "") or ""),
        layer=str(target.get("workbench:layer", "") or ""),
        start=found.start,
        end=found.end,
        exact=found.exact,
        prefix=found.prefix,
        suffix=found.suffix,
        boxes=tuple(found.boxes),
        area=target.get("workbench:area") is True or not found.exact,
    )


class _Selectors:
    def __init__(self, selectors: list[Any]) -> None:
        self.page = 1
        self.start = self.end = 0
        self.exact = self.prefix = self.suffix = ""
        self.boxes: list[Box] = []
        for selector in selectors:
            if isinstance(selector, Mapping):
                self._take(selector)

    def _take(self, selector: Mapping[str, Any], depth: int = 0) -> None:
        kind = selector.get("type")
        if kind == "TextQuoteSelector":
            self.exact = str(selector.get("exact", ""))
            self.prefix = str(selector.get("prefix", ""))
            self.suffix = str(selector.get("suffix", ""))
        elif kind == "TextPositionSelector":
            start, end = selector.get("start"), selector.get("end")
            if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end:
                self.start, self.end = start, end
        elif kind == "FragmentSelector":
            self._fragment(str(selector.get("value", "")))
        refined = selector.get("refinedBy")
        for each in refined if isinstance(refined, list) else [refined]:
            if isinstance(each, Mapping) and depth < _DEEPEST:
                self._take(each, depth + 1)

    def _fragment(self, value: str) -> None:
        if page := _PAGE.search(value):
            self.page = max(1, int(page[1]))
        if area := _AREA.match(value):
            left, top, width, height = (float(side) / 100 for side in area.groups())
            box = Box(left, top, left + width, top + height)
            if box.left < box.right <= 1.001 and box.top < box.bottom <= 1.001:
                self.boxes.append(box)


def _fragment(standard: str, value: str) -> dict[str, Any]:
    return {"type": "FragmentSelector", "conformsTo": standard, "value": value}


def _percent(box: Box) -> str:
    sides = (box.left, box.top, box.right - box.left, box.bottom - box.top)
    return "xywh=percent:" + ",".join(f"{100 * side:.6g}" for side in sides)


def _unusable(why: str) -> NotAnAnnotation:
    return NotAnAnnotation(
        _("The annotation cannot be used: {why}.").format(why=why),
        _("Use a Web Annotation that the workbench or a compatible program has written."),
    )
