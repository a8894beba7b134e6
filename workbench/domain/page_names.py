"""Which page somebody means: "iv" as printed, "6" or "6/210" as counted."""

import re
from collections.abc import Sequence

from workbench.domain.errors import OutOfBounds
from workbench.i18n import _

_COUNTED = re.compile(r"#?\s*([0-9]{1,9})\s*(?:(?:/|of)\s*[0-9]{1,9})?", re.IGNORECASE | re.ASCII)


def find_page(typed: str, labels: Sequence[str], current: int = 0) -> int:
    """The page, counted from 1; raises OutOfBounds with what there is.

    A printed label comes before a count, as that is what stands on the page; "#6" and "6/210"
    are always counts. Where pages share a label the next one after the current is meant.
    """
    wanted = typed.strip()
    folded = wanted.casefold().removeprefix("p.").strip()
    same = [at for at, label in enumerate(labels, 1) if label.casefold() == folded]
    if same:
        return next((at for at in same if at > current), same[0])
    counted = _COUNTED.fullmatch(folded)
    if counted and 1 <= int(counted[1]) <= len(labels):
        return int(counted[1])
    raise _no_such_page(wanted, labels)


def _no_such_page(wanted: str, labels: Sequence[str]) -> OutOfBounds:
    count = len(labels)
    message = _("There is no page “{wanted}” here.").format(wanted=wanted[:20])
    printed = bool(labels) and (labels[0] != "1" or labels[-1] != str(count))
    if not printed:
        return OutOfBounds(message, _("Pages run from 1 to {count}.").format(count=count))
    return OutOfBounds(
        message,
        _("Pages are printed “{first}” to “{last}”, and counted 1 to {count}.").format(
            first=labels[0], last=labels[-1], count=count
        ),
    )
