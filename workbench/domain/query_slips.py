"""Slips in a query: marked at their place, with what was done instead."""

from dataclasses import dataclass, field

from workbench.i18n import _

# A pattern goes through the vocabulary; so many of them a query may have.
_MOST_PATTERNS = 20
_PLAIN = str.maketrans(
    {**dict.fromkeys("“”„‟«»＂〝〞「」『』", '"'), **dict.fromkeys("‹›‚", "'")}
    | dict(zip("（）：～＾［］", "():~^[]", strict=True))
)
_JOINERS = "\u00ad\u200c\u200d"  # not printable, and inside words


def plain_signs(text: str) -> str:
    """The query with plain quotation marks and spaces; one sign for one, so places stay true."""
    even = text.translate(_PLAIN)
    if even.isprintable():
        return even
    return "".join(c if c.isprintable() or c in _JOINERS else " " for c in even)


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """A slip in a query: its span, and what was done instead."""

    start: int
    end: int
    message: str


@dataclass
class Slips:
    """The slips found so far, in the order they were found."""

    problems: list[QueryProblem] = field(default_factory=list)
    _patterns: int = 0

    def add(self, start: int, end: int, message: str) -> None:
        """Marks a span."""
        self.problems.append(QueryProblem(start, end, message))

    def pattern_allowed(self, start: int, end: int) -> bool:
        """Counts a word with *, ? or ~; False once there are too many."""
        self._patterns += 1
        if self._patterns <= _MOST_PATTERNS:
            return True
        message = _("More than {count} words with *, ? or ~; here the sign is ignored.")
        self.add(start, end, message.format(count=_MOST_PATTERNS))
        return False
