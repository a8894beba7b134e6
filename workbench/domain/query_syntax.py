"""The query language as plugins of Whoosh's parser.

Taggers cut the query into nodes that keep their places; what cannot be read is taken out of the
row of nodes and marked, before the parser builds its tree. Nothing is replaced in the text.
"""

import re
from collections.abc import Callable
from typing import Any

from whoosh import qparser, query
from whoosh.qparser import syntax
from whoosh.qparser.plugins import TaggingPlugin
from whoosh.qparser.taggers import RegexTagger

from workbench.domain.query_dates import span_of
from workbench.domain.query_fields import FIELDS, nearest_field
from workbench.domain.query_leaves import Leaves, Piece
from workbench.domain.query_slips import Slips
from workbench.i18n import _

_DEEPEST = 20
_HEAVIEST = 100.0
_OPERATOR = r"""(?<![^\s()"]){}(?![^\s()"])"""
_BOOST = r'\^\d{1,9}(?:\.\d{0,9})?(?=[\s()"]|$)'
_FIELD = re.compile(r"(?<![\w:/])(?P<name>[^\W\d_][^\W_]{0,30}):(?:[^\S\n]{0,9}(?=[^\s/:)])|)")
_DATE = re.compile(
    r"(?<![\w:/])date:[^\S\n]{0,9}(?!\()(?P<value>\[[^\]]*\]|\[[^\s()\"]*"
    r"|(?:[<>]=?|=[<>])?[^\S\n]{0,9}(?:'[^']*'|\"[^\"]*\"|[^\s()\"]+)?)",
    re.IGNORECASE,
)
# The words that may follow the first of a date that was not put in quotation marks.
_MORE_WORDS = re.compile(r"(?:[^\S\n]{1,9}[^\s()\"]+){1,9}")
_WORD = re.compile(rf'(?:(?!{_BOOST})[^\s()"])+')


class _Leaf(syntax.TextNode):  # type: ignore[misc] # Whoosh brings no types
    """A node that makes its own leaf of the tree."""

    def __init__(self, text: str, make: Callable[[Piece], query.Query | None]) -> None:
        super().__init__(text)
        self._make = make
        self.clause_start: int | None = None

    def query(self, _parser: qparser.QueryParser) -> query.Query | None:
        start = self.startchar if self.clause_start is None else self.clause_start
        node = self._make(Piece(self.fieldname or "", self.text, start, self.endchar))
        if node is not None and self.boost != 1:
            node.boost *= self.boost
        return node


class _Nothing(syntax.Whitespace):  # type: ignore[misc]
    """Where something stood that was taken out."""


class _Stray(syntax.MarkerNode):  # type: ignore[misc]
    """A quotation mark without a partner."""


class _Words(TaggingPlugin):  # type: ignore[misc]
    """A word with the signs it bears (*, ?, ~)."""

    priority = 50
    expr = _WORD

    def __init__(self, leaves: Leaves) -> None:
        super().__init__()
        self._leaves = leaves

    def create(self, _parser: qparser.QueryParser, match: re.Match[str]) -> syntax.SyntaxNode:
        return _Leaf(match.group(), self._leaves.word)


class _Phrases(TaggingPlugin):  # type: ignore[misc]
    """Words in quotation marks, with how near they are; after a field, single ones will do."""

    expr = re.compile(
        r'"(?P<double>[^"]*)"(?:~(?P<slop>\d{1,6})|~)?'
        r"|(?:(?<=:)|(?<=:\s))'(?P<single>[^']+)'(?=[\s)^]|$)"
        r'|(?P<stray>")'
    )

    def __init__(self, leaves: Leaves) -> None:
        super().__init__()
        self._leaves = leaves

    def create(self, _parser: qparser.QueryParser, match: re.Match[str]) -> syntax.SyntaxNode:
        if match["stray"]:
            return _Stray()
        slop = int(match["slop"]) if match["slop"] else None
        text = match["single"] if match["double"] is None else match["double"]
        return _Leaf(text, lambda piece: self._leaves.phrase(piece, slop))


class _Dates(TaggingPlugin):  # type: ignore[misc]
    """A date clause; several words are taken where only together they are a date."""

    priority = -5
    expr = _DATE

    def __init__(self, leaves: Leaves, is_date: Callable[[str], bool]) -> None:
        super().__init__()
        self._leaves = leaves
        self._is_date = is_date

    def match(self, _parser: qparser.QueryParser, text: str, at: int) -> syntax.SyntaxNode | None:
        found = _DATE.match(text, at)
        if found is None or not found["value"].strip("'\" "):
            return None
        end = self._end_of_words(text, found)
        node = _Leaf(text[found.start("value") : end], self._leaves.dates)
        return node.set_range(found.start(), end)

    def _end_of_words(self, text: str, found: re.Match[str]) -> int:
        value = found["value"]
        more = _MORE_WORDS.match(text, found.end())
        open_range = value[0] == "[" and value[-1] != "]"
        if more is None or value[-1] in "]'\"" or (self._is_date(value) and not open_range):
            return found.end()
        ends = [found.end() + word.end() for word in re.finditer(r"\S+", more.group())]
        at = found.start("value")
        return next((end for end in reversed(ends) if self._is_date(text[at:end])), found.end())


class _Fields(qparser.FieldsPlugin):  # type: ignore[misc]
    """The names of fields; of one that does not exist the words are searched."""

    def __init__(self, slips: Slips, leaves: Leaves) -> None:
        super().__init__(remove_unknown=False)
        self._tagger = _FieldTagger(slips, leaves)

    def taggers(self, _parser: qparser.QueryParser) -> list[tuple[Any, int]]:
        return [(self._tagger, 0)]


class _FieldTagger(RegexTagger):  # type: ignore[misc]
    def __init__(self, slips: Slips, leaves: Leaves) -> None:
        super().__init__(_FIELD)
        self._slips = slips
        self._leaves = leaves

    def create(
        self, _parser: qparser.QueryParser, match: re.Match[str]
    ) -> syntax.SyntaxNode | None:
        name = match["name"].lower()
        if name == "text":
            return _Nothing()
        if name in FIELDS:
            return syntax.FieldnameNode(name, match.group())
        after = match.string[match.end() : match.end() + 1]
        if match.group()[-1] != ":" or not after or after.isspace() or after in "/:)":
            return None
        self._slips.add(match.start(), match.end(), _unknown(match["name"]))
        return _Leaf(match["name"], self._leaves.word)


class _Boosts(qparser.BoostPlugin):  # type: ignore[misc]
    """Weights (word^2); misplaced ones were taken out before."""

    expr = _BOOST

    def create(self, _parser: qparser.QueryParser, match: re.Match[str]) -> syntax.SyntaxNode:
        return self.BoostNode(match.group(), float(match.group()[1:]))


class _Mender(qparser.plugins.Plugin):  # type: ignore[misc]
    """Takes out what has no meaning where it stands: the parser gets rows it can read only."""

    def __init__(self, slips: Slips) -> None:
        self._slips = slips

    def filters(self, _parser: qparser.QueryParser) -> list[tuple[Any, int]]:
        return [(self._mend, -10)]

    def _mend(self, _parser: qparser.QueryParser, group: syntax.GroupNode) -> syntax.GroupNode:
        nodes = self._paired([self._without_stray(node) for node in group])
        group.nodes = _Row(self._slips).fill(nodes)
        return group

    def _without_stray(self, node: syntax.SyntaxNode) -> syntax.SyntaxNode:
        if not isinstance(node, _Stray):
            return node
        message = _("This quotation mark has no partner; the words are searched.")
        return self._drop(node, message)

    def _paired(self, nodes: list[syntax.SyntaxNode]) -> list[syntax.SyntaxNode]:
        opened: list[int] = []
        for at, node in enumerate(nodes):
            if isinstance(node, qparser.GroupPlugin.OpenBracket):
                opened.append(at)
            elif isinstance(node, qparser.GroupPlugin.CloseBracket):
                if not opened:
                    message = _("This parenthesis closes nothing; it is ignored.")
                    nodes[at] = self._drop(node, message)
                elif len(opened) > _DEEPEST:
                    message = _("Parentheses are nested too deep; this one is ignored.")
                    first = opened.pop()
                    nodes[first] = self._drop(nodes[first], message)
                    nodes[at] = _Nothing().set_range(node.startchar, node.endchar)
                else:
                    opened.pop()
        for at in opened:
            message = _("This parenthesis is never closed; it is ignored.")
            nodes[at] = self._drop(nodes[at], message)
        return nodes

    def _drop(self, node: syntax.SyntaxNode, message: str) -> syntax.SyntaxNode:
        self._slips.add(node.startchar, node.endchar, message)
        return _Nothing().set_range(node.startchar, node.endchar)


class _Row:
    """Nodes in which every operator, field and weight has what it belongs to."""

    def __init__(self, slips: Slips) -> None:
        self._slips = slips
        self._nodes: list[syntax.SyntaxNode] = []
        self._gap = True  # nothing stands right before

    def fill(self, nodes: list[syntax.SyntaxNode]) -> list[syntax.SyntaxNode]:
        """Takes the nodes in one after the other."""
        for node in nodes:
            if node.is_ws():
                self._gap = True
                continue
            self._take(node)
            self._gap = False
        self._close()
        return self._nodes

    def _take(self, node: syntax.SyntaxNode) -> None:
        if isinstance(node, qparser.BoostPlugin.BoostNode):
            self._weigh(node)
            return
        if isinstance(node, syntax.Operator):
            self._operate(node)
            return
        if isinstance(node, qparser.GroupPlugin.CloseBracket):
            self._close()
        elif isinstance(node, syntax.FieldnameNode):
            self._drop_field()
        elif isinstance(node, _Leaf) and isinstance(self._last, syntax.FieldnameNode):
            node.clause_start = self._last.startchar
        self._nodes.append(node)

    @property
    def _last(self) -> syntax.SyntaxNode | None:
        return self._nodes[-1] if self._nodes else None

    def _operate(self, node: syntax.Operator) -> None:
        self._drop_field()
        last = self._last
        begins = last is None or isinstance(last, qparser.GroupPlugin.OpenBracket)
        is_not = isinstance(node, syntax.PrefixOperator)
        if isinstance(last, syntax.Operator):
            idle = not is_not or isinstance(last, syntax.PrefixOperator)
        else:
            idle = begins and not is_not
        if idle:
            self._mark_idle(node)
        else:
            self._nodes.append(node)

    def _close(self) -> None:
        """Before a closing parenthesis and at the end nothing may wait for what follows."""
        self._drop_field()
        while isinstance(self._last, syntax.Operator):
            self._mark_idle(self._nodes.pop())

    def _weigh(self, node: syntax.SyntaxNode) -> None:
        last = self._last
        fits = isinstance(last, (_Leaf, qparser.GroupPlugin.CloseBracket)) and not self._gap
        if not fits:
            message = _("Nothing stands before this weight; it is ignored.")
        elif not 0 < node.boost <= _HEAVIEST:
            message = _("A weight is more than 0 and at most {most}; this one is ignored.")
            message = message.format(most=int(_HEAVIEST))
        else:
            self._nodes.append(node)
            return
        self._slips.add(node.startchar, node.endchar, message)

    def _drop_field(self) -> None:
        if isinstance(self._last, syntax.FieldnameNode):
            node = self._nodes.pop()
            message = _("Nothing stands after “{name}:”; it is ignored.")
            message = message.format(name=node.fieldname)
            end = node.startchar + len(node.original.rstrip())
            self._slips.add(node.startchar, end, message)

    def _mark_idle(self, node: syntax.Operator) -> None:
        message = _("{word} has no words beside it; it is ignored.").format(word=node.text)
        self._slips.add(node.startchar, node.endchar, message)


def parser_of(slips: Slips, leaves: Leaves, today: Any) -> qparser.QueryParser:
    """Whoosh's parser with the plugins of this language."""

    def is_date(value: str) -> bool:
        return span_of(value, today) is not None

    plugins = [
        qparser.GroupPlugin(),
        qparser.OperatorsPlugin(clean=True, ops=_operators()),
        _Dates(leaves, is_date),
        _Fields(slips, leaves),
        _Phrases(leaves),
        _Boosts(),
        _Words(leaves),
        _Mender(slips),
    ]
    return qparser.QueryParser("text", None, plugins=plugins)


def _operators() -> list[tuple[Any, int]]:
    make = qparser.OperatorsPlugin.OpTagger
    ops = (
        ("NOT", syntax.NotGroup, syntax.PrefixOperator),
        ("AND", syntax.AndGroup, syntax.InfixOperator),
        ("OR", syntax.OrGroup, syntax.InfixOperator),
    )
    return [(make(_OPERATOR.format(word), group, kind), 0) for word, group, kind in ops]


def _unknown(name: str) -> str:
    if near := nearest_field(name):
        message = _(
            "There is no field “{name}”; did you mean “{near}:”? Its words are searched everywhere."
        )
        return message.format(name=name, near=near)
    return _("There is no field “{name}”; its words are searched everywhere.").format(name=name)
