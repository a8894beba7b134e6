"""Proof of looking: hits seen and judged, searches that found nothing, and those run again."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from workbench.domain.case import Case, Changes
from workbench.domain.claim import Claim, Overtaken
from workbench.domain.errors import OutOfBounds, SearchProvesNothing, Unknown
from workbench.domain.locator import AnchorState, Finder, Found, Locator
from workbench.domain.query_options import Options
from workbench.domain.search_record import (
    MOST_HITS,
    Mark,
    MarkedHit,
    SearchRecord,
    beginning,
    hit_name,
    joined_names,
)
from workbench.i18n import N_, _
from workbench.services.archive import Archive
from workbench.services.casework import Casework
from workbench.services.jobs import Job
from workbench.services.search_results import Hit, IndexState, SearchResult, Used


class Looked(Protocol):
    """A hit, or another span of a page with its words."""

    @property
    def source(self) -> str: ...
    @property
    def page(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


class Marks:
    """Which hits were looked at; knows one again by its place and words, or by its words alone.

    Without an archive, hits whose page was read anew are not known again.
    """

    def __init__(self, case: Case, archive: Archive | None = None) -> None:
        self._archive = archive
        self._by_source: dict[str, dict[int, list[MarkedHit]]] = {}
        self._strayed: dict[str, list[tuple[MarkedHit, Found]]] = {}
        for marked in case.marked_hits.values():
            pages = self._by_source.setdefault(marked.source, defaultdict(list))
            pages[marked.page].append(marked)

    def of(self, hit: Looked, claim: str = "") -> Mark | None:
        """What was thought of a hit for a claim, or for any; None where nobody has seen it.

        A hit judged for another claim was seen, and no more.
        """
        marked = self.on(hit)
        ours = [each.mark for each in marked if not claim or each.claim in (claim, "")]
        for mark in (Mark.RELEVANT, Mark.NOT_RELEVANT):
            if mark in ours:
                return mark
        return Mark.SEEN if marked else None

    def own(self, hit: Looked, claim: str) -> MarkedHit | None:
        """The mark a hit has for just this claim."""
        return next((each for each in self.on(hit) if each.claim == claim), None)

    def on(self, hit: Looked) -> list[MarkedHit]:
        """All marks of a hit, for whatever claim."""
        pages = self._by_source.get(hit.source)
        if pages is None:
            return []
        standing = [each for each in pages.get(hit.page, ()) if _stands(each, hit)]
        return standing or [
            marked
            for marked, found in self._astray(hit.source)
            if found.page == hit.page and found.start < hit.end and hit.start < found.end
        ]

    def _astray(self, source: str) -> list[tuple[MarkedHit, Found]]:
        """Marks whose words stand elsewhere than when they were made, and where."""
        if source not in self._strayed:
            self._strayed[source] = list(self._looked_for(source))
        return self._strayed[source]

    def _looked_for(self, source: str) -> list[tuple[MarkedHit, Found]]:
        archive = self._archive
        if archive is None or not archive.has(source):
            return []
        moved: list[MarkedHit] = []
        for page, marked in self._by_source[source].items():
            try:
                text = archive.page(source, page).text
            except OutOfBounds:
                text = ""
            moved += [each for each in marked if not text.startswith(each.exact, each.start)]
        if not moved:
            return []
        finder = Finder(archive.texts(source))
        found = [(each, finder.find(_locator(each))) for each in moved]
        return [(each, where) for each, where in found if where.state is not AnchorState.LOST]


@dataclass(frozen=True, slots=True)
class Replay:
    """A recorded search run again: what it is now, how many hits it had and has, the new ones."""

    record: SearchRecord
    before: int
    now: int
    new: list[Hit]


def used_of(case: Case) -> Used:
    """What the case's evidence is, for has:evidence and used:yes."""
    places = [item.locator for item in case.evidence.values()]
    return Used(
        frozenset(place.source for place in places),
        tuple((place.source, place.page, place.start, place.end) for place in places),
    )


def marks_of(case: Case, archive: Archive | None = None) -> Marks:
    """The marks of a case."""
    return Marks(case, archive)


def mark_hits(
    casework: Casework, hits: Sequence[Looked], mark: Mark, query: str = "", claim: str = ""
) -> Changes:
    """Notes that hits were seen, or judges them in one step for a claim.

    To have seen a hit is no step to undo, and takes no judgement back; see clear_marks.
    """
    claim = _claim_id(casework, claim)
    marks = marks_of(casework.case, casework.archive)
    judged = mark is not Mark.SEEN
    at = casework.stamp()[1]
    fresh = [
        _marked(hit, query, claim, at)
        for hit in _each_once(hits)
        if (marks.own(hit, claim) is None if judged else not marks.on(hit))
    ]
    # Seen first, in a note of its own: an undone judgement leaves the hit seen.
    with casework.note(N_("Hits seen")) as note:
        for marked in fresh:
            note.put(marked)
    if not judged:
        return _done(note.changes)
    label = N_("Mark relevant") if mark is Mark.RELEVANT else N_("Mark not relevant")
    return _judge(casework, hits, claim, mark, label, _done(note.changes))


def clear_marks(casework: Casework, hits: Sequence[Looked], claim: str = "") -> Changes:
    """Takes back what was thought of hits for a claim; they stay seen."""
    claim = _claim_id(casework, claim)
    label = N_("Take mark back")
    return _judge(casework, hits, claim, Mark.SEEN, label, Changes(label))


def record_search(
    casework: Casework, claim: str, result: SearchResult, state: IndexState, note: str = ""
) -> Changes:
    """Keeps a search as proof of looking: for a claim, or for the case where claim is empty.

    The same search recorded again takes the place of the earlier one. Raises SearchProvesNothing.
    """
    return record_searches(casework, claim, [result], state, note)


def record_searches(
    casework: Casework,
    claim: str,
    results: Sequence[SearchResult],
    state: IndexState,
    note: str = "",
) -> Changes:
    """Keeps searches as record_search does, in one step; raises SearchProvesNothing.

    Those whose query has a slip are left out; where none other is left, it raises.
    """
    claim = _claim_id(casework, claim)
    _demand_texts(casework, state)
    once = {(each.query, each.options): each for each in results}
    sound = [each for each in once.values() if not each.problems]
    if once and not sound:
        raise _misread(next(iter(once.values())))
    records = [_record(casework, claim, result, state, note) for result in sound]
    label = N_("Record search") if len(records) == 1 else N_("Record searches")
    with casework.step(label) as step:
        for record in records:
            step.put(record)
    return _done(step.changes)


def remove_search(casework: Casework, search: str) -> Changes:
    """Takes a recorded search out of the case; raises Unknown."""
    record = casework.case.searches.get(search)
    if record is None:
        raise Unknown(
            _("The case has no search “{id}”.").format(id=search),
            _("List them with “case searches”."),
        )
    with casework.step(N_("Remove search")) as step:
        step.remove(record)
    return _done(step.changes)


def replay_searches(casework: Casework, archive: Archive, job: Job | None = None) -> list[Replay]:
    """Runs the searches that found nothing again where the archive has changed since.

    New hits reopen the claim: its verdict is taken back, its rationale and what was signed kept.
    """
    replays = look_again(casework, archive, job)
    take_replays(casework, replays)
    return replays


def look_again(casework: Casework, archive: Archive, job: Job | None = None) -> list[Replay]:
    """The searches run again, nothing written yet: safe in a thread; see take_replays."""
    job = job or Job()
    state = archive.index_state()
    records = casework.case.searches.values()
    due = [r for r in records if r.found_nothing and r.latest_state != state.digest]
    replays = []
    for done, record in enumerate(due):
        job.report(done, len(due), record.query)
        replays.append(_again(casework, archive, record, state))
    job.report(len(due), len(due))
    return replays


def take_replays(casework: Casework, replays: Sequence[Replay]) -> Changes:
    """Writes how searches went when run again; those with new hits reopen their claims."""
    claims: dict[str, Claim] = {}
    replays = [each for each in replays if _is_of_now(casework.case, each.record)]
    for replay in replays:
        claim = claims.get(replay.record.claim) or casework.case.claims.get(replay.record.claim)
        if replay.new and claim is not None and (claim.verdict or claim.has_new_hits):
            claims[claim.id] = _reopened(claim, replay)
    reopening = [replay for replay in replays if replay.record.claim in claims and replay.new]
    with casework.note(N_("Searches run again")) as note:
        for replay in replays:
            if replay not in reopening:
                note.put(replay.record)
    label = N_("Reopen claim: new hits")
    with casework.step(label) as step:
        for replay in reopening:
            step.put(replay.record)
        for claim in claims.values():
            step.put(claim)
    return Changes(label, (*_done(note.changes).changes, *_done(step.changes).changes))


# Private


def _record(
    casework: Casework, claim: str, result: SearchResult, state: IndexState, note: str
) -> SearchRecord:
    total, hits, fresh = _all_hits(casework, result)
    known = frozenset(map(_name, hits))
    marks = marks_of(casework.case, casework.archive)
    thought = [marks.of(hit, claim) for hit in hits]
    who, at = casework.stamp()
    options = result.options
    return SearchRecord(
        id=_earlier(casework.case, claim, result) or secrets.token_hex(6),
        claim=claim,
        query=result.query,
        unit=options.unit,
        stems=options.stems,
        read_as=result.read_as,
        scope=casework.archive.folder.name if casework.archive else "",
        engine=result.engine,
        sentinel=state.sentinel,
        index_state=state.digest,
        sources=state.sources,
        passages=state.passages,
        total=total,
        seen=sum(mark is not None for mark in thought),
        relevant=sum(mark is Mark.RELEVANT for mark in thought),
        note=note.strip(),
        who=who,
        at=at,
        known=joined_names(known),
        latest_total=total,
        latest_new=0,
        latest_at=at,
        # What came in between search and recording is found when the search is run again.
        latest_state=state.digest if known.issuperset(map(_name, fresh)) else "",
    )


def _judge(
    casework: Casework,
    hits: Sequence[Looked],
    claim: str,
    mark: Mark,
    label: str,
    noted: Changes,
) -> Changes:
    marks = marks_of(casework.case, casework.archive)
    with casework.step(label) as step:
        for hit in hits:
            if marked := marks.own(hit, claim):
                step.put(replace(marked, mark=mark))
    return Changes(label, (*noted.changes, *_done(step.changes).changes))


def _again(casework: Casework, archive: Archive, record: SearchRecord, state: IndexState) -> Replay:
    # “Last month” stays the month it was when somebody looked.
    today = datetime.fromisoformat(record.at).date()
    options = Options(unit=record.unit, stems=record.stems, today=today)
    used = used_of(casework.case)
    result = archive.search(record.query, limit=MOST_HITS, options=options, used=used)
    known = record.knows()
    new = [hit for hit in result.hits if _name(hit) not in known]
    after = replace(
        record,
        known=joined_names([*known, *map(_name, new)]) if new else record.known,
        latest_total=result.total,
        latest_new=record.latest_new + len(new),
        latest_at=casework.stamp()[1],
        latest_state=state.digest,
    )
    return Replay(after, record.latest_total, result.total, new)


def _is_of_now(case: Case, after: SearchRecord) -> bool:
    """False where the search was recorded anew, or taken out, while it was run again."""
    kept = case.searches.get(after.id)
    if kept is None:
        return False
    return (kept.at, kept.seen, kept.note) == (after.at, after.seen, after.note)


def _reopened(claim: Claim, replay: Replay) -> Claim:
    """Its rationale stays on it; what was signed is kept beside."""
    query, count = replay.record.query, len(replay.new)
    last = claim.overtaken
    if last is not None and claim.has_new_hits:
        queries = tuple(dict.fromkeys((*last.queries, query)))
        return replace(claim, overtaken=replace(last, queries=queries, hits=last.hits + count))
    signed = Overtaken((query,), count, claim.verdict, claim.rationale, replay.record.latest_at)
    return replace(claim.with_verdict("", claim.rationale), overtaken=signed)


def _demand_texts(casework: Casework, state: IndexState) -> None:
    if state.passages:
        return
    name = casework.archive.folder.name if casework.archive else ""
    raise SearchProvesNothing(
        _("The archive “{name}” has no text to search, so a search of it proves nothing.").format(
            name=name
        ),
        _("Add documents to it, or open the archive that has them; once indexed, search again."),
    )


def _misread(result: SearchResult) -> SearchProvesNothing:
    return SearchProvesNothing(
        _("“{query}” was not searched as it is written: {problem}").format(
            query=result.query, problem=result.problems[0].message
        ),
        _("Mend the query first, then search again and record that search."),
    )


def _all_hits(casework: Casework, result: SearchResult) -> tuple[int, list[Hit], list[Hit]]:
    """How many hits there were, all of them, and those there are now."""
    if not result.read_as:
        raise SearchProvesNothing(
            _("“{query}” asks for nothing, so it proves nothing.").format(query=result.query),
            _("Search for words, then record that search."),
        )
    if result.total > MOST_HITS:
        raise SearchProvesNothing(
            _("“{query}” has {count} hits; nobody looks at so many.").format(
                query=result.query, count=result.total
            ),
            _("Narrow the search to at most {most} hits, then record it.").format(most=MOST_HITS),
        )
    if casework.archive is None:
        return result.total, result.hits, result.hits
    used = used_of(casework.case)
    fresh = casework.archive.search(result.query, MOST_HITS, result.options, used)
    if result.total <= len(result.hits):
        return result.total, result.hits, fresh.hits
    return fresh.total, fresh.hits, fresh.hits


def _earlier(case: Case, claim: str, result: SearchResult) -> str:
    wanted = (claim, result.query, result.options.unit, result.options.stems)
    for record in case.searches.values():
        if (record.claim, record.query, record.unit, record.stems) == wanted:
            return record.id
    return ""


def _claim_id(casework: Casework, claim: str) -> str:
    return casework.case.claim(claim).id if claim else ""


def _marked(hit: Looked, query: str, claim: str, at: str) -> MarkedHit:
    return MarkedHit(
        id=secrets.token_hex(6),
        source=hit.source,
        page=hit.page,
        start=hit.start,
        end=hit.end,
        exact=beginning(hit.text),
        mark=Mark.SEEN,
        query=query,
        claim=claim,
        at=at,
    )


def _each_once(hits: Sequence[Looked]) -> list[Looked]:
    return list({(hit.source, hit.page, hit.start, hit.end): hit for hit in hits}.values())


def _stands(marked: MarkedHit, hit: Looked) -> bool:
    """True where the mark was made on the hit's own words, even if the hit begins before them."""
    if not hit.start <= marked.start < hit.end:
        return False
    at = marked.start - hit.start
    words = hit.text[at : at + len(marked.exact)]
    return bool(words) and marked.exact.startswith(words)


def _locator(marked: MarkedHit) -> Locator:
    end = marked.start + len(marked.exact)
    return Locator(marked.source, marked.page, "", "", marked.start, end, marked.exact)


def _name(hit: Hit) -> str:
    return hit_name(hit.source, hit.page, hit.text)


def _done(changes: Changes | None) -> Changes:
    if changes is None:
        raise ValueError("the step has not ended")
    return changes
