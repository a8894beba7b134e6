"""The reading of a query in words, as it is shown under the search box."""

from whoosh import query

from workbench.domain.days import FOREVER, iso
from workbench.domain.query_tree import date_bounds
from workbench.i18n import _, ngettext


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
            low=iso(low) if low else _("the earliest"),
            high=iso(high) if high < FOREVER else _("today"),
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
