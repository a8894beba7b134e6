"""The reading of a query in words, as it is shown under the search box."""

from collections.abc import Sequence
from itertools import pairwise

from whoosh import query

from workbench.domain.analysis import is_unspaced
from workbench.domain.days import FOREVER, iso
from workbench.domain.query_fields import CASE_FIELDS, KEYWORD_FIELDS
from workbench.domain.query_options import Options, Unit
from workbench.domain.query_tree import AnyOf, date_bounds
from workbench.i18n import _, ngettext


def describe(tree: query.Query, options: Options | None = None) -> str:
    """The reading of a query in words: “all of: …”; filters are said apart."""
    options = options or Options()
    parts = tree.subqueries if isinstance(tree, query.And) and tree.boost == 1 else [tree]
    say = _Said(options).say
    words = [say(part) for part in parts if not is_filter(part)]
    filters = [say(part) for part in parts if is_filter(part)]
    return "; ".join([*_head(words, tree, options), *filters])


def is_filter(node: query.Query) -> bool:
    """True where a condition is about the source, not about its words."""
    if isinstance(node, query.Not):
        return is_filter(node.query)
    if isinstance(node, (query.And, query.Or)):
        return all(map(is_filter, node.subqueries))
    if isinstance(node, (query.NumericRange, AnyOf)):
        return True
    return node.fieldname in (*KEYWORD_FIELDS, *CASE_FIELDS)


def _head(words: list[str], tree: query.Query, options: Options) -> list[str]:
    if not words:
        return []
    said = []
    if len(words) > 1 and options.unit is Unit.PAGE:
        said.append(_("on one page"))
    elif len(words) > 1 and options.unit is Unit.DOCUMENT:
        said.append(_("in one document"))
    if not options.stems:
        said.append(_("in this very form"))
    if len(words) > 1 or not isinstance(tree, query.Or) or is_compound(tree):
        said.insert(0, _("all of"))
    if not said:
        return words
    return [_("{how}: {words}").format(how=", ".join(said), words=", ".join(words))]


def is_compound(node: query.Query) -> bool:
    """True for “e-mail”: its parts in a row, or the word in one."""
    if not isinstance(node, query.Or) or len(node.subqueries) != 2:
        return False
    phrase, whole = node.subqueries
    return (
        isinstance(phrase, query.Phrase)
        and isinstance(whole, query.Term)
        and phrase.slop == 1
        and "".join(phrase.words) == whole.text
    )


class _Said:
    """Says the conditions of a tree."""

    def __init__(self, options: Options) -> None:
        self._stems = options.stems

    def say(self, node: query.Query) -> str:
        """A condition in words, with its weight."""
        if isinstance(node, query.Not):
            return _("without {words}").format(words=self.say(node.query))
        said = self._condition(node)
        if node.boost == 1:
            return said
        return _("{words} (weight {weight:g})").format(words=said, weight=node.boost)

    def _condition(self, node: query.Query) -> str:
        if is_compound(node):
            phrase, whole = node.subqueries
            # “1,200” as well as “e-mail” is looked for in one word and in its parts.
            sign = "," if whole.text.isdigit() else "-"
            return self._fielded(whole, self._term(whole, sign.join(phrase.words)))
        if isinstance(node, (query.And, query.Or)):
            words = ", ".join(self.say(part) for part in node.subqueries)
            either = _("any of ({words})") if isinstance(node, query.Or) else _("all of ({words})")
            return either.format(words=words)
        if isinstance(node, query.NumericRange):
            return _dated(node)
        if isinstance(node, AnyOf):
            count = len(node.values)
            return ngettext("{count} passage", "{count} passages", count).format(count=count)
        return _filter(node) or self._fielded(node, self._leaf(node))

    def _fielded(self, node: query.Query, said: str) -> str:
        if node.fieldname in ("text", "words"):
            return said
        return _("{field}: {words}").format(field=node.fieldname, words=said)

    def _term(self, node: query.Term, word: str) -> str:
        if node.fieldname == "words" and self._stems:
            return _("“{word}” in this very form").format(word=word)
        return word

    def _leaf(self, node: query.Query) -> str:
        if isinstance(node, query.Phrase):
            return _phrase(node)
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
        return self._term(node, str(node.text))


def _filter(node: query.Query) -> str:
    """What a leaf on a field of its own says; empty for all others."""
    yes = getattr(node, "text", "") == "yes"
    if node.fieldname == "used":
        return _("used as evidence") if yes else _("not used as evidence")
    if node.fieldname == "has":
        return _("has evidence in the case")
    if node.fieldname == "ocr":
        return _("read by text recognition") if yes else _("not read by text recognition")
    if node.fieldname == "source":
        return _("source {hash}…").format(hash=node.text)
    if node.fieldname in KEYWORD_FIELDS and not isinstance(node, query.Prefix):
        return _("{field}: {words}").format(field=node.fieldname, words=node.text)
    return ""


def _phrase(node: query.Phrase) -> str:
    words = _in_a_row(node.words)
    if node.slop > 1:
        near = _("“{words}” near each other (within {count})")
        return near.format(words=words, count=node.slop)
    if is_unspaced(words) and " " not in words:
        return words
    return _("phrase “{words}”").format(words=words)


def _in_a_row(words: Sequence[str]) -> str:
    """The words as they were written: pairs of letters joined to the runs they come from."""
    said = words[0]
    for before, word in pairwise(words):
        follows = is_unspaced(before) and len(before) == 2 and before[1] == word[0]
        said += word[1:] if follows else f" {word}"
    return said


def _dated(node: query.NumericRange) -> str:
    low, high = date_bounds(node)
    if low == high:
        return _("dated {day}").format(day=iso(low))
    return _("dated {low} to {high}").format(
        low=iso(low) if low else _("the earliest"),
        high=iso(high) if high < FOREVER else _("today"),
    )
