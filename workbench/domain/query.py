"""The language of searches: Whoosh's parser and tree, the reading in words, errors marked.

The tree is the only query language inside; each engine compiles it. A searcher's slip is never
raised: it is marked at its place, with what was done instead.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz.distance import OSA
from whoosh import fields, qparser, query
from whoosh.analysis import LowercaseFilter, RegexTokenizer
from whoosh.util.times import long_to_datetime

from workbench.i18n import _, ngettext

TOKEN = re.compile(r"[^\W_]+")
TEXT_FIELDS = ("title", "author", "publisher", "type")
_LONGEST = 2000
_DEEPEST = 20
_SHORTEST_PREFIX = 2
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_DATE_CLAUSE = re.compile(r"\bdate:(?P<value>\[[^\]]*\]?|'[^']*'?|[^\s()]*)", re.IGNORECASE)
_RANGE = re.compile(r"\[\s*(?P<low>\S*?)\s*\b(?:to|TO)\b\s*(?P<high>\S*?)\s*\]")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_FIELD = re.compile(r"(?<![\w:])([^\W\d_]+):(?=[^\s/])")
_COMBINING = re.compile(r"[\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0670]+")

Folder = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """A slip in a query: its span, and what was done instead."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query was taken to mean. tree is None where nothing is left to search for."""

    text: str
    tree: query.Query | None
    read_as: str
    problems: tuple[QueryProblem, ...]


@dataclass
class _Draft:
    """The query being mended; every mend keeps its length, so that places stay true."""

    text: str
    problems: list[QueryProblem] = field(default_factory=list)

    def blank(self, start: int, end: int, message: str = "") -> None:
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]
        if message:
            self.problems.append(QueryProblem(start, end, message))


def fold(text: str) -> str:
    """The text as it is indexed: lower case, compatibility forms and accents folded."""
    if text.isascii():
        return text.lower()
    return _COMBINING.sub("", unicodedata.normalize("NFKD", text).casefold())


def parse(text: str) -> Reading:
    """Reads a query; never raises."""
    draft = _Draft(text[:_LONGEST])
    if len(text) > _LONGEST:
        draft.problems.append(
            QueryProblem(_LONGEST, len(text), _("The query is too long; the rest is ignored."))
        )
    draft.text = "".join(c if c.isprintable() else " " for c in draft.text.translate(_QUOTES))
    for mend in (_mend_quotes, _mend_dates, _mend_parentheses, _mend_operators, _mend_words):
        mend(draft)
    tree = _cleaned(_parsed(draft))
    problems = tuple(sorted(draft.problems, key=lambda problem: problem.start))
    return Reading(text, tree, describe(tree) if tree is not None else "", problems)


def describe(tree: query.Query) -> str:
    """The reading of a query in words: “all of: …”."""
    parts = _conditions(tree)
    words = [text for text, is_date in parts if not is_date]
    dates = [text for text, is_date in parts if is_date]
    said = []
    if words:
        many = len(words) > 1 or not isinstance(tree, query.Or)
        said.append(_("all of: {words}").format(words=", ".join(words)) if many else words[0])
    return "; ".join(said + dates)


def spans(tree: query.Query, text: str, stem: Folder) -> list[tuple[int, int]]:
    """The spans of text that the query's words light up; stem maps a folded word to its stem."""
    tokens = [(match.start(), match.end(), fold(match.group())) for match in TOKEN.finditer(text)]
    lit: set[tuple[int, int]] = set()
    for leaf in _positive_leaves(tree):
        lit.update(_leaf_spans(leaf, tokens, stem))
    return _joined(sorted(lit))


def date_bounds(node: query.NumericRange) -> tuple[int, int]:
    """First and last day of a date range as yyyymmdd; 0 and 99999999 where it is open."""
    low = 0 if node.start is None else _day(node.start)
    high = 99999999 if node.end is None else _day(node.end)
    return low, high


def day_range(published: str) -> tuple[int, int]:
    """First and last day (yyyymmdd) that a full or partial ISO date may mean; (0, 0) for none."""
    match = _ISO.match(published)
    days = _days(match) if match else None
    return (0, 0) if days is None else days


def words_of(text: str) -> list[str]:
    """The folded words of a text, as the index counts them."""
    return [fold(word) for word in TOKEN.findall(text)]


def _day(stamp: int) -> int:
    moment = long_to_datetime(stamp)
    return moment.year * 10000 + moment.month * 100 + moment.day


def _parsed(draft: _Draft) -> query.Query:
    try:
        return _parser().parse(draft.text)
    except (qparser.QueryParserError, IndexError, ValueError, AttributeError, TypeError):
        # Whoosh's parser fails in several ways on groups it emptied itself.
        message = _("This query cannot be read as it stands; its words are searched.")
        draft.problems.append(QueryProblem(0, len(draft.text), message))
        words = [query.Term("text", word) for word in words_of(draft.text)]
        return query.And(words)


def _parser() -> qparser.QueryParser:
    analyzer = RegexTokenizer(TOKEN.pattern) | LowercaseFilter()
    text = fields.TEXT(analyzer=analyzer, multitoken_query="phrase")
    named = dict.fromkeys(TEXT_FIELDS, text)
    schema = fields.Schema(text=text, date=fields.DATETIME, **named)
    plugins = [
        qparser.FieldsPlugin(),
        qparser.WildcardPlugin(),
        qparser.PhrasePlugin(),
        qparser.RangePlugin(),
        qparser.GroupPlugin(),
        qparser.OperatorsPlugin(),
        qparser.BoostPlugin(),
        qparser.FuzzyTermPlugin(),
    ]
    return qparser.QueryParser("text", schema, plugins=plugins)


def _mend_quotes(draft: _Draft) -> None:
    marks = [at for at, char in enumerate(draft.text) if char == '"']
    if len(marks) % 2:
        at = marks[-1]
        draft.blank(at, at + 1, _("This quotation mark has no partner; the words are searched."))


def _mend_dates(draft: _Draft) -> None:
    for match in _DATE_CLAUSE.finditer(draft.text):
        value = match.group("value")
        span = _RANGE.fullmatch(value)
        bounds = [span["low"], span["high"]] if span else [value]
        given = [bound for bound in bounds if bound]
        parsed = [_ISO.fullmatch(bound) for bound in given]
        days = [None if one is None else _days(one) for one in parsed]
        if not given or None in days:
            message = _("This is no date; write date:2016-09-17 or date:[2016-09-01 to 2016-09-30].")
            draft.blank(match.start(), match.end(), message)
        elif len(days) > 1 and days[0] is not None and days[1] is not None and days[0] > days[1]:
            message = _("The range ends before it begins; it is ignored.")
            draft.blank(match.start(), match.end(), message)


def _days(match: re.Match[str]) -> tuple[int, int] | None:
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return _number(first), _number(last)


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def _mend_parentheses(draft: _Draft) -> None:
    open_at: list[int] = []
    quoted = dated = False
    for at, char in enumerate(draft.text):
        if char == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif char == "(":
            if len(open_at) >= _DEEPEST:
                draft.blank(at, at + 1, _("Parentheses are nested too deep; this one is ignored."))
            else:
                open_at.append(at)
        elif char == ")":
            if open_at:
                open_at.pop()
            else:
                draft.blank(at, at + 1, _("This parenthesis closes nothing; it is ignored."))
        elif char == "[":
            dated = draft.text[:at].lower().endswith("date:")
            if not dated:
                draft.blank(at, at + 1)
        elif char == "]":
            if not dated:
                draft.blank(at, at + 1)
            dated = False
    for at in open_at:
        draft.blank(at, at + 1, _("This parenthesis is never closed; it is ignored."))


def _mend_operators(draft: _Draft) -> None:
    """Takes out AND, OR and NOT where a word is missing beside them."""
    changed = True
    while changed:
        changed = False
        items = list(re.finditer(r'"[^"]*"|[()]|[^\s()"]+', draft.text))
        for at, item in enumerate(items):
            word = item.group()
            if word not in ("AND", "OR", "NOT"):
                continue
            after = items[at + 1].group() if at + 1 < len(items) else ")"
            before = items[at - 1].group() if at else "("
            lacks_after = after in (")", "AND", "OR") or (word, after) == ("NOT", "NOT")
            lacks_before = word != "NOT" and before in ("(", "AND", "OR", "NOT")
            if lacks_after or lacks_before:
                message = _("{word} has no words beside it; it is ignored.").format(word=word)
                draft.blank(item.start(), item.end(), message)
                changed = True
                break


def _mend_words(draft: _Draft) -> None:
    known = {"date", "text", *TEXT_FIELDS}
    for match in _FIELD.finditer(draft.text):
        if match.group(1).lower() not in known:
            message = _("There is no field “{name}”; its words are searched everywhere.")
            draft.problems.append(
                QueryProblem(match.start(), match.end(), message.format(name=match.group(1)))
            )
            draft.blank(match.end() - 1, match.end())
    for match in re.finditer(r"[^\s()\":]*[*?][^\s()\"]*", draft.text):
        stem = re.split(r"[*?]", match.group(), maxsplit=1)[0]
        if len("".join(TOKEN.findall(stem)[-1:])) < _SHORTEST_PREFIX:
            message = _("At least two letters are needed before * or ?; the sign is ignored.")
            for at in range(match.start(), match.end()):
                if draft.text[at] in "*?":
                    draft.blank(at, at + 1)
            draft.problems.append(QueryProblem(match.start(), match.end(), message))


def _cleaned(node: query.Query) -> query.Query | None:
    """The tree with folded words, empty branches gone and compound words as phrases."""
    if isinstance(node, query.Not):
        inner = _cleaned(node.query)
        return None if inner is None else query.Not(inner)
    if isinstance(node, (query.And, query.Or)):
        parts = [part for part in map(_cleaned, node.subqueries) if part is not None]
        return None if not parts else parts[0] if len(parts) == 1 else type(node)(parts)
    if isinstance(node, query.Phrase):
        words = [fold(word) for word in node.words if word]
        return _words_node(node.fieldname, words, max(1, node.slop))
    if isinstance(node, query.FuzzyTerm):
        words = words_of(node.text)
        if len(words) == 1:
            distance = min(2, node.maxdist)
            return query.FuzzyTerm(node.fieldname, words[0], maxdist=distance)
        return _words_node(node.fieldname, words, 1)
    if isinstance(node, (query.Prefix, query.Wildcard)):
        return _pattern(node)
    if isinstance(node, query.Term):
        text = node.text if isinstance(node.text, str) else ""
        return _words_node(node.fieldname, words_of(text), 1)
    if isinstance(node, query.NumericRange):
        return node
    return None


def _words_node(name: str, words: list[str], slop: int) -> query.Query | None:
    if not words:
        return None
    return query.Term(name, words[0]) if len(words) == 1 else query.Phrase(name, words, slop=slop)


def _pattern(node: query.Prefix | query.Wildcard) -> query.Query | None:
    *before, last = re.split(r"[^\w*?]+|_", fold(node.text))
    parts: list[query.Query] = [query.Term(node.fieldname, word) for word in before if word]
    if isinstance(node, query.Prefix) and last:
        parts.append(query.Prefix(node.fieldname, last))
    elif last.strip("*?"):
        parts.append(query.Wildcard(node.fieldname, last))
    return None if not parts else parts[0] if len(parts) == 1 else query.And(parts)


def _conditions(node: query.Query) -> list[tuple[str, bool]]:
    parts = node.subqueries if isinstance(node, query.And) else [node]
    return [(_say(part), isinstance(part, query.NumericRange)) for part in parts]


def _say(node: query.Query) -> str:
    if isinstance(node, query.Not):
        return _("without {words}").format(words=_say(node.query))
    if isinstance(node, (query.And, query.Or)):
        words = ", ".join(_say(part) for part in node.subqueries)
        either = _("any of ({words})") if isinstance(node, query.Or) else _("all of ({words})")
        return either.format(words=words)
    if isinstance(node, query.NumericRange):
        low, high = date_bounds(node)
        return _("dated {low} to {high}").format(
            low=_iso(low) if low else _("the earliest"),
            high=_iso(high) if high < 99999999 else _("today"),  # noqa: PLR2004
        )
    said = _say_words(node)
    if node.fieldname == "text":
        return said
    return _("{field}: {words}").format(field=node.fieldname, words=said)


def _say_words(node: query.Query) -> str:
    if isinstance(node, query.Phrase):
        phrase = _("phrase “{words}”").format(words=" ".join(node.words))
        if node.slop > 1:
            return _("{phrase} within {n} words").format(phrase=phrase, n=node.slop)
        return phrase
    if isinstance(node, query.FuzzyTerm):
        said = ngettext(
            "like “{word}” ({count} letter off)",
            "like “{word}” (up to {count} letters off)",
            node.maxdist,
        )
        return said.format(word=node.text, count=node.maxdist)
    if isinstance(node, query.Prefix):
        return _("words beginning “{word}”").format(word=node.text)
    if isinstance(node, query.Wildcard):
        return _("words like “{word}”").format(word=node.text)
    return str(node.text)


def _iso(day: int) -> str:
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"


def _positive_leaves(node: query.Query) -> Iterator[query.Query]:
    if isinstance(node, (query.And, query.Or)):
        for part in node.subqueries:
            yield from _positive_leaves(part)
    elif not isinstance(node, (query.Not, query.NumericRange)) and node.fieldname == "text":
        yield node


def _leaf_spans(
    leaf: query.Query, tokens: list[tuple[int, int, str]], stem: Folder
) -> Iterator[tuple[int, int]]:
    if isinstance(leaf, query.Phrase):
        yield from _phrase_spans(leaf, tokens)
        return
    matches = _matcher(leaf, stem)
    yield from ((start, end) for start, end, word in tokens if matches(word))


def _matcher(leaf: query.Query, stem: Folder) -> Callable[[str], bool]:
    text: str = leaf.text
    if isinstance(leaf, query.FuzzyTerm):
        return lambda word: OSA.distance(text, word, score_cutoff=leaf.maxdist) <= leaf.maxdist
    if isinstance(leaf, query.Prefix):
        return lambda word: word.startswith(text)
    if isinstance(leaf, query.Wildcard):
        pattern = re.compile(wildcard_pattern(text))
        return lambda word: pattern.fullmatch(word) is not None
    wanted = stem(text)
    return lambda word: stem(word) == wanted


def wildcard_pattern(text: str) -> str:
    """The regular expression of a word with * and ?."""
    return "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in text)


def _phrase_spans(
    leaf: query.Phrase, tokens: list[tuple[int, int, str]]
) -> Iterator[tuple[int, int]]:
    """A phrase is one span; the words of a near phrase, in any order, are lit singly."""
    places: dict[str, list[int]] = {}
    for at, (_start, _end, word) in enumerate(tokens):
        places.setdefault(word, []).append(at)
    for first in places.get(leaf.words[0], []):
        if leaf.slop == 1:
            last = first + len(leaf.words) - 1
            if [word for _s, _e, word in tokens[first : last + 1]] == list(leaf.words):
                yield tokens[first][0], tokens[last][1]
            continue
        reach = leaf.slop + len(leaf.words)
        path = [first]
        for word in leaf.words[1:]:
            path += [at for at in places.get(word, []) if abs(at - first) <= reach][:1]
        if len(path) == len(leaf.words):
            yield from ((tokens[at][0], tokens[at][1]) for at in path)


def _joined(ordered: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in ordered:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
