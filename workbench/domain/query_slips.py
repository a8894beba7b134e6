"""Slips in a query: found before the parser sees them, marked, and mended in place."""

import re
from dataclasses import dataclass, field

from workbench.domain.days import days_of
from workbench.i18n import _

# A raised figure is a footnote's mark and no part of the word or figure it stands on; that of a
# unit ("km²") is.
UNIT = r"(?<![^\W_])(?:[kcmd]?m|ft)[²³](?![^\W_])"
TOKEN = re.compile(rf"{UNIT}|[^\W_⁰¹²³⁴⁵⁶⁷⁸⁹]+")
FOLDED_TOKEN = re.compile(r"[^\W_]+")  # of text that has no raised figures any more
TEXT_FIELDS = ("title", "author", "publisher", "type")
_LONGEST = 2000
_DEEPEST = 20
_SHORTEST_PREFIX = 2
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_DATE_CLAUSE = re.compile(r"\bdate:(?P<value>\[[^\]]*\]?|'[^']*'?|[^\s()]*)", re.IGNORECASE)
_RANGE = re.compile(r"\[\s*(?P<low>\S*?)\s*\b(?:to|TO)\b\s*(?P<high>\S*?)\s*\]")
_FIELD = re.compile(r"(?<![\w:])([^\W\d_]+):(?=[^\s/])")


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """A slip in a query: its span, and what was done instead."""

    start: int
    end: int
    message: str


@dataclass
class Draft:
    """The query being mended; every mend keeps its length, so that places stay true."""

    text: str
    problems: list[QueryProblem] = field(default_factory=list)

    def blank(self, start: int, end: int, message: str = "") -> None:
        """Replaces a span by spaces, and says so where there is a message."""
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]
        if message:
            self.problems.append(QueryProblem(start, end, message))


def mended(text: str) -> Draft:
    """The query as the parser can read it, of the same length, and what was mended."""
    draft = Draft(text[:_LONGEST])
    if len(text) > _LONGEST:
        draft.problems.append(
            QueryProblem(_LONGEST, len(text), _("The query is too long; the rest is ignored."))
        )
    draft.text = "".join(c if c.isprintable() else " " for c in draft.text.translate(_QUOTES))
    for mend in (
        _mend_quotes,
        _mend_dates,
        _mend_brackets,
        _mend_parentheses,
        _mend_operators,
        _mend_fields,
        _mend_patterns,
    ):
        mend(draft)
    return draft


def _mend_quotes(draft: Draft) -> None:
    marks = [at for at, char in enumerate(draft.text) if char == '"']
    if len(marks) % 2:
        at = marks[-1]
        draft.blank(at, at + 1, _("This quotation mark has no partner; the words are searched."))


def _mend_dates(draft: Draft) -> None:
    for match in _DATE_CLAUSE.finditer(draft.text):
        value = match.group("value")
        span = _RANGE.fullmatch(value)
        bounds = [span["low"], span["high"]] if span else [value]
        days = [days_of(bound) for bound in bounds if bound]
        known = [day for day in days if day is not None]
        if not days or len(known) < len(days):
            message = _(
                "This is no date; write date:2016-09-17 or date:[2016-09-01 to 2016-09-30]."
            )
            draft.blank(match.start(), match.end(), message)
        elif known[0] > known[-1]:
            message = _("The range ends before it begins; it is ignored.")
            draft.blank(match.start(), match.end(), message)


def _mend_brackets(draft: Draft) -> None:
    """Brackets mean something after date: only; elsewhere they are white space."""
    clauses = [match.span() for match in _DATE_CLAUSE.finditer(draft.text)]
    for match in re.finditer(r"[\[\]]", draft.text):
        if not any(start <= match.start() < end for start, end in clauses):
            draft.blank(match.start(), match.end())


def _mend_parentheses(draft: Draft) -> None:
    open_at: list[int] = []
    for match in re.finditer(r'"[^"]*"|[()]', draft.text):
        at = match.start()
        if match.group() == "(" and len(open_at) < _DEEPEST:
            open_at.append(at)
        elif match.group() == "(":
            draft.blank(at, at + 1, _("Parentheses are nested too deep; this one is ignored."))
        elif match.group() == ")" and open_at:
            open_at.pop()
        elif match.group() == ")":
            draft.blank(at, at + 1, _("This parenthesis closes nothing; it is ignored."))
    for at in open_at:
        draft.blank(at, at + 1, _("This parenthesis is never closed; it is ignored."))


def _mend_operators(draft: Draft) -> None:
    """Takes out AND, OR and NOT where a word is missing beside them."""
    while (item := _idle_operator(draft.text)) is not None:
        message = _("{word} has no words beside it; it is ignored.").format(word=item.group())
        draft.blank(item.start(), item.end(), message)


def _idle_operator(text: str) -> re.Match[str] | None:
    items = list(re.finditer(r'"[^"]*"|[()]|[^\s()"]+', text))
    for at, item in enumerate(items):
        word = item.group()
        if word not in ("AND", "OR", "NOT"):
            continue
        after = items[at + 1].group() if at + 1 < len(items) else ")"
        before = items[at - 1].group() if at else "("
        lacks_after = after in (")", "AND", "OR") or (word, after) == ("NOT", "NOT")
        if lacks_after or (word != "NOT" and before in ("(", "AND", "OR", "NOT")):
            return item
    return None


def _mend_fields(draft: Draft) -> None:
    for match in _FIELD.finditer(draft.text):
        if match.group(1).lower() not in ("date", "text", *TEXT_FIELDS):
            message = _("There is no field “{name}”; its words are searched everywhere.")
            draft.problems.append(
                QueryProblem(match.start(), match.end(), message.format(name=match.group(1)))
            )
            draft.blank(match.end() - 1, match.end())


def _mend_patterns(draft: Draft) -> None:
    """A pattern that begins with * or after one letter would go through the whole vocabulary."""
    for match in re.finditer(r"[^\s()\":]*[*?][^\s()\"]*", draft.text):
        stem = re.split(r"[*?]", match.group(), maxsplit=1)[0]
        if len("".join(TOKEN.findall(stem)[-1:])) >= _SHORTEST_PREFIX:
            continue
        for at in range(match.start(), match.end()):
            if draft.text[at] in "*?":
                draft.blank(at, at + 1)
        message = _("At least two letters are needed before * or ?; the sign is ignored.")
        draft.problems.append(QueryProblem(match.start(), match.end(), message))
