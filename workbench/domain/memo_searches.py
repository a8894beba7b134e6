"""What a memo says of searches that found nothing: what was asked, of which texts, what seen."""

from workbench.domain import memo_words as say
from workbench.domain.case import Case
from workbench.domain.claim import Claim, Overtaken
from workbench.domain.memo_parts import MemoContext, SearchRow
from workbench.domain.query_options import Unit
from workbench.domain.search_record import SearchRecord
from workbench.i18n import _, ngettext

_SHORT_DIGEST = 12


def search_rows(case: Case, claim: Claim | None, context: MemoContext) -> tuple[SearchRow, ...]:
    """The searches of a claim, or of the whole case, that found nothing."""
    records = case.searches_of(claim)
    return tuple(_row(record, context) for record in records if record.found_nothing)


def stale_words(count: int) -> str:
    """That the archive has changed since so many searches were last asked, and what to do."""
    return ngettext(
        "The archive has changed since {count} search that found nothing was last asked;"
        " ask it again with “case searches --replay”.",
        "The archive has changed since {count} searches that found nothing were last asked;"
        " ask them again with “case searches --replay”.",
        count,
    ).format(count=count)


def overtaken_words(overtaken: Overtaken, verdict: str, language: str) -> str:
    """Why new hits opened a claim again, and what its verdict was."""
    came = ngettext(
        "On {date} {count} new hit came up for {queries}.",
        "On {date} {count} new hits came up for {queries}.",
        overtaken.hits,
    ).format(
        date=say.date_words(overtaken.at, language),
        count=overtaken.hits,
        queries=", ".join(say.quoted(say.shortened(query, 80)) for query in overtaken.queries),
    )
    if not verdict:
        return came
    was = _("The verdict had been “{verdict}”; the claim is open again.").format(verdict=verdict)
    return say.sentences(came, was)


def method_words(case: Case) -> tuple[str, ...]:
    """What a search that found nothing proves, where the case has one."""
    if not any(record.found_nothing for record in case.searches.values()):
        return ()
    return (
        _(
            "A search that found nothing is kept with its words, how they were read, what was"
            " searched, how many hits it had and how many of them somebody looked at. The index"
            " state is the beginning of a hash over all texts that were searched: where it is the"
            " same, the same texts were. Such a search says nothing about documents the archive"
            " does not have, nor about words that are not in its documents' text."
        ),
    )


def not_checked_words(case: Case) -> tuple[str, ...]:
    """Hits of recorded searches that nobody looked at."""
    records = [record for record in case.searches.values() if record.found_nothing]
    left = sum(record.unseen + record.latest_new for record in records)
    if not left:
        return ()
    line = ngettext(
        "{count} hit of the searches that found nothing was not looked at.",
        "{count} hits of the searches that found nothing were not looked at.",
        left,
    )
    return (line.format(count=left),)


def hits_words(record: SearchRecord) -> str:
    """How many hits there were and how many were looked at, as “14 hits, 9 looked at”."""
    if not record.total:
        return _("no hits")
    count = ngettext("{count} hit", "{count} hits", record.total).format(count=record.total)
    if not record.seen:
        return ", ".join([count, _("none looked at")])
    looked = _("{seen} looked at").format(seen=record.seen) if record.unseen else _("all looked at")
    return ", ".join([count, looked, _relevant_words(record)])


def new_hits_words(record: SearchRecord) -> str:
    """How many hits have come since; empty where none has."""
    if not record.overtaken:
        return ""
    return ngettext(
        "{count} new hit since then.", "{count} new hits since then.", record.latest_new
    ).format(count=record.latest_new)


def reading_words(record: SearchRecord) -> str:
    """How the query was read, where its words had to stand together, and in which forms."""
    together = {
        Unit.PASSAGE: _("together in one passage"),
        Unit.PAGE: _("together on one page"),
        Unit.DOCUMENT: _("together in one document"),
    }[record.unit]
    forms = _("in any form") if record.stems else _("in just these forms")
    return "; ".join([record.read_as, together, forms])


def scope_words(record: SearchRecord) -> str:
    """Which texts were searched."""
    sources = ngettext("{count} source", "{count} sources", record.sources)
    passages = ngettext("{count} passage", "{count} passages", record.passages)
    fields = {
        "name": say.one_line(record.scope),
        "sources": sources.format(count=record.sources),
        "passages": passages.format(count=record.passages),
    }
    if not record.scope:
        return _("{sources}, {passages}").format(**fields)
    return _("archive “{name}”: {sources}, {passages}").format(**fields)


def _row(record: SearchRecord, context: MemoContext) -> SearchRow:
    language = context.language
    stale = _("The archive has changed since this was last asked.")
    when = _("{moment}, by {who}").format(
        moment=say.moment_words(record.at, language), who=say.one_line(record.who)
    )
    return SearchRow(
        query=record.query,
        reading=reading_words(record),
        scope=scope_words(record),
        index=record.index_state[:_SHORT_DIGEST],
        engine=say.one_line(record.engine),
        hits=hits_words(record),
        whole=not record.unseen,
        when=when,
        again=_again(record, language),
        note=record.note,
        flag=new_hits_words(record),
        stale=stale if record.is_stale(context.index_state) else "",
    )


def _again(record: SearchRecord, language: str) -> str:
    if record.latest_at == record.at or record.overtaken:
        return ""
    return _("{moment}: nothing new").format(moment=say.moment_words(record.latest_at, language))


def _relevant_words(record: SearchRecord) -> str:
    """How many of the hits looked at matter; of the others nothing is said."""
    if record.found_nothing:
        return _("none of these relevant") if record.unseen else _("none relevant")
    return ngettext("{count} relevant", "{count} relevant", record.relevant).format(
        count=record.relevant
    )
