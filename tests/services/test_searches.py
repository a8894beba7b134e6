"""Proof of looking: marks, searches that found nothing, and the claims new hits reopen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.adapters.case_audit import audit
from workbench.domain.errors import SearchProvesNothing, Unknown
from workbench.domain.evidence import Stance
from workbench.domain.query_options import Options, Unit
from workbench.domain.search_record import Mark, SearchRecord, hit_name, joined_names
from workbench.services.archive import Archive
from workbench.services.casework import Casework
from workbench.services.jobs import Cancelled, Job
from workbench.services.reading import read_pasted
from workbench.services.revisions import plan_revision, revise
from workbench.services.search_results import Hit, SearchResult
from workbench.services.searches import (
    clear_marks,
    look_again,
    mark_hits,
    marks_of,
    record_search,
    record_searches,
    remove_search,
    replay_searches,
    take_replays,
    used_of,
)
from workbench.services.workbench import create_case, open_case

ARTICLE = "Bridge costs doubled\n\nThe bridge cost 40 million. Nobody was told. Steel was dear."
FILES = {
    "account.txt": "The final cost of the bridge is 31.2 million euros.\n\nSteel rose by a third.",
    "minutes.txt": "The council was told of the revised cost.\n\nThe bridge opened on 3 May.",
    "letter.txt": "Dear colleague, the cost of steel was never discussed with us.",
}


@pytest.fixture
def casework(tmp_path: Path) -> Iterator[Casework]:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    archive = Archive(tmp_path / "papers")
    archive.add([tmp_path / name for name in FILES], Job())
    article, original = read_pasted(ARTICLE)
    create_case(article, original, tmp_path / "b.case", who="Ada").close()
    opened = open_case(tmp_path / "b.case", archive, who="Ada")
    for quote in ("The bridge cost 40 million", "Nobody was told"):
        opened.mark_quote(quote)
    yield opened
    opened.close()
    archive.close()
    assert audit(tmp_path / "b.case") == []


def archive_of(casework: Casework) -> Archive:
    assert casework.archive is not None
    return casework.archive


def asked(
    casework: Casework, query: str, limit: int = 50, unit: Unit = Unit.PASSAGE
) -> SearchResult:
    return archive_of(casework).search(query, limit, Options(unit=unit), used_of(casework.case))


def hits(casework: Casework, query: str = "cost") -> list[Hit]:
    return asked(casework, query).hits


def record(casework: Casework, query: str, claim: str = "1", note: str = "") -> SearchRecord:
    result = asked(casework, query)
    state = archive_of(casework).index_state()
    changes = record_search(casework, claim, result, state, note)
    return casework.case.searches[changes.changes[0].id]


def arrive(casework: Casework, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    archive_of(casework).add([folder / name], Job())


@dataclass
class Span:
    """A hit as another reading of its page may cut it."""

    source: str
    page: int
    start: int
    end: int
    text: str


# Marks


def test_a_hit_opened_is_seen_and_undo_goes_to_the_last_act(casework: Casework) -> None:
    first, second, third = hits(casework)
    changes = mark_hits(casework, [first], Mark.SEEN, "cost", "1")
    mark_hits(casework, [second], Mark.SEEN, "cost", "1")
    assert changes.touch("marked_hits")
    assert mark_hits(casework, [first], Mark.SEEN, "cost", "1").changes == ()
    assert casework.undo_label == "Mark claim"
    assert len(casework.case.claims) == 2
    casework.undo()
    assert len(casework.case.claims) == 1
    marks = marks_of(casework.case)
    assert [marks.of(hit) for hit in (first, second, third)] == [Mark.SEEN, Mark.SEEN, None]
    casework.redo()
    (marked, _other) = casework.case.marked_hits.values()
    assert (marked.query, marked.claim) == ("cost", casework.case.claim("1").id)
    assert first.text.startswith(marked.exact)


def test_many_hits_are_judged_in_one_step(casework: Casework) -> None:
    found = hits(casework)
    changes = mark_hits(casework, [*found, found[0]], Mark.NOT_RELEVANT, "cost", "1")
    assert changes.label == "Mark not relevant"
    assert len(casework.case.marked_hits) == len(found) == 3
    marks = marks_of(casework.case)
    assert {marks.of(hit, casework.case.claim("1").id) for hit in found} == {Mark.NOT_RELEVANT}
    assert casework.undo_label == "Mark not relevant"
    casework.undo()
    assert {marks_of(casework.case).of(hit) for hit in found} == {Mark.SEEN}
    assert casework.undo_label == "Mark claim"


def test_having_seen_a_hit_takes_no_judgement_back(casework: Casework) -> None:
    hit = hits(casework)[0]
    mark_hits(casework, [hit], Mark.RELEVANT, "cost", "1")
    assert mark_hits(casework, [hit], Mark.SEEN, "cost", "1").changes == ()
    assert marks_of(casework.case).of(hit) is Mark.RELEVANT
    assert clear_marks(casework, [hit], "1").label == "Take mark back"
    assert marks_of(casework.case).of(hit) is Mark.SEEN
    casework.undo()
    assert marks_of(casework.case).of(hit) is Mark.RELEVANT


def test_a_hit_is_judged_for_a_claim(casework: Casework) -> None:
    one, two = (casework.case.claim(number).id for number in "12")
    hit = hits(casework)[0]
    mark_hits(casework, [hit], Mark.NOT_RELEVANT, "cost", one)
    assert marks_of(casework.case).of(hit, two) is Mark.SEEN
    mark_hits(casework, [hit], Mark.RELEVANT, "cost", two)
    marks = marks_of(casework.case)
    assert (marks.of(hit, one), marks.of(hit, two)) == (Mark.NOT_RELEVANT, Mark.RELEVANT)
    assert marks.of(hit) is Mark.RELEVANT
    with pytest.raises(Unknown):
        mark_hits(casework, [hit], Mark.SEEN, "cost", "77")


def test_marks_survive_removing_and_importing_again(casework: Casework, tmp_path: Path) -> None:
    (hit,) = hits(casework, "steel discussed")
    mark_hits(casework, [hit], Mark.RELEVANT, "steel", "1")
    archive = archive_of(casework)
    archive.remove(hit.source)
    assert hits(casework, "steel discussed") == []
    archive.add([tmp_path / "letter.txt"], Job())
    (again,) = hits(casework, "steel discussed")
    assert marks_of(casework.case, archive).of(again) is Mark.RELEVANT


def test_a_mark_is_found_by_its_words_where_the_page_was_read_anew(casework: Casework) -> None:
    (hit,) = hits(casework, "steel discussed")
    # As an earlier layer of the page had it: a heading stood above, which shifted the words.
    earlier = Span(hit.source, hit.page, hit.start + 31, hit.end + 31, hit.text)
    mark_hits(casework, [earlier], Mark.RELEVANT, "steel", "1")
    assert marks_of(casework.case).of(hit) is None
    assert marks_of(casework.case, casework.archive).of(hit) is Mark.RELEVANT
    other = hits(casework, "council")[0]
    assert marks_of(casework.case, casework.archive).of(other) is None
    gone = Span(hit.source, 9, 0, 30, "Words that stand nowhere in the letter.")
    mark_hits(casework, [gone], Mark.SEEN)
    assert marks_of(casework.case, casework.archive).of(hit) is Mark.RELEVANT


def test_a_passage_cut_another_way_is_still_known(casework: Casework) -> None:
    (hit,) = hits(casework, "steel discussed")
    mark_hits(casework, [hit], Mark.SEEN)
    longer = Span(hit.source, hit.page, hit.start, hit.end + 9, f"{hit.text} And more")
    shorter = Span(hit.source, hit.page, hit.start, hit.start + 20, hit.text[:20])
    later = Span(hit.source, hit.page, hit.start + 16, hit.end, hit.text[16:])
    altered = Span(hit.source, hit.page, hit.start, hit.end, hit.text.replace("cost", "price"))
    known = [marks_of(casework.case).of(span) for span in (longer, shorter, later, altered)]
    assert known == [Mark.SEEN, Mark.SEEN, None, None]


# Searches that found nothing


def test_a_search_is_recorded_with_all_a_reader_needs(casework: Casework) -> None:
    found = hits(casework)
    mark_hits(casework, found[:1], Mark.NOT_RELEVANT, "cost", "1")
    mark_hits(casework, found[1:2], Mark.SEEN, "cost", "1")
    made = record(casework, "cost", note="  Spelt out too. ")
    state = archive_of(casework).index_state()
    assert casework.undo_label == "Record search"
    assert (made.total, made.seen, made.unseen, made.relevant) == (3, 2, 1, 0)
    assert made.found_nothing
    assert (made.query, made.read_as, made.note) == ("cost", "all of: cost", "Spelt out too.")
    assert (made.scope, made.who, made.engine) == ("papers", "Ada", "tantivy")
    assert (made.index_state, made.sources, made.passages) == (state.digest, 3, 3)
    assert made.claim == casework.case.claim("1").id
    assert made.knows() == {hit_name(hit.source, hit.page, hit.text) for hit in found}
    assert casework.case.searches_of(casework.case.claim("1")) == [made]
    casework.undo()
    assert casework.case.searches == {}
    casework.redo()
    assert casework.case.searches == {made.id: made}


def test_all_hits_are_known_even_where_few_were_shown(casework: Casework) -> None:
    result = asked(casework, "cost OR bridge", limit=1)
    assert (len(result.hits), result.total) == (1, 3)
    record_search(casework, "", result, archive_of(casework).index_state())
    (made,) = casework.case.searches_of(None)
    assert len(made.knows()) == 3


def test_a_search_with_a_relevant_hit_did_find_something(casework: Casework) -> None:
    mark_hits(casework, hits(casework)[:1], Mark.RELEVANT, "cost", "1")
    assert not record(casework, "cost").found_nothing
    assert record(casework, "cost", claim="2").found_nothing


def test_the_same_search_again_takes_the_place_of_the_earlier(casework: Casework) -> None:
    first = record(casework, "crane")
    mark_hits(casework, hits(casework), Mark.SEEN)
    again = record(casework, "crane", note="Looked twice.")
    other = record(casework, "crane", claim="")
    assert (again.id, again.note) == (first.id, "Looked twice.")
    assert set(casework.case.searches) == {first.id, other.id}


def test_a_search_of_an_archive_without_text_proves_nothing(
    casework: Casework, tmp_path: Path
) -> None:
    archive = archive_of(casework)
    for source in archive.sources():
        archive.remove(source.sha256)
    with pytest.raises(SearchProvesNothing, match="“papers” has no text") as caught:
        record(casework, "crane")
    assert "Add documents" in caught.value.remedy
    assert casework.case.searches == {}


@pytest.mark.parametrize("query", ['"steel crane', "publishr:times crane", "crane date:2024-13-45"])
def test_a_search_that_was_misread_proves_nothing(casework: Casework, query: str) -> None:
    slip = asked(casework, query).problems[0].message
    with pytest.raises(SearchProvesNothing, match=re.escape(slip)) as caught:
        record(casework, query)
    assert "Mend the query" in caught.value.remedy
    assert casework.case.searches == {}


def test_what_was_misread_is_left_out_of_a_batch(casework: Casework) -> None:
    state = archive_of(casework).index_state()
    misread = [asked(casework, query) for query in ('"steel crane', "crane date:2024-13-45")]
    with pytest.raises(SearchProvesNothing, match="steel crane"):
        record_searches(casework, "1", misread, state)
    record_searches(casework, "1", [misread[0], asked(casework, "derrick"), misread[1]], state)
    assert [made.query for made in casework.case.searches.values()] == ["derrick"]
    assert casework.undo_label == "Record search"


@pytest.mark.parametrize("query", ["", "   "])
def test_a_search_for_nothing_proves_nothing(casework: Casework, query: str) -> None:
    with pytest.raises(SearchProvesNothing) as caught:
        record(casework, query)
    assert caught.value.remedy
    assert casework.case.searches == {}


def test_a_search_with_too_many_hits_proves_nothing(casework: Casework) -> None:
    state = archive_of(casework).index_state()
    result = replace(asked(casework, "cost"), total=2_001)
    with pytest.raises(SearchProvesNothing, match=r"2001 hits.*at most 2000"):
        record_search(casework, "1", result, state)


def test_the_searches_of_a_batch_are_one_step(casework: Casework) -> None:
    results = [asked(casework, query) for query in ("crane", "cost", "crane")]
    state = archive_of(casework).index_state()
    assert record_searches(casework, "1", results, state).label == "Record searches"
    assert {made.query for made in casework.case.searches.values()} == {"crane", "cost"}
    assert len(casework.case.searches) == 2
    casework.undo()
    assert casework.case.searches == {}
    with pytest.raises(SearchProvesNothing):
        record_searches(casework, "1", [*results, asked(casework, "")], state)
    assert casework.case.searches == {}


def test_what_came_between_search_and_recording_is_a_new_hit(
    casework: Casework, tmp_path: Path
) -> None:
    result = asked(casework, "crane")
    arrive(casework, tmp_path, "crane.txt", "A crane stood on the quay.")
    archive = archive_of(casework)
    record_search(casework, "1", result, archive.index_state())
    (made,) = casework.case.searches.values()
    assert (made.total, made.known) == (0, "")
    (replay,) = replay_searches(casework, archive)
    assert len(replay.new) == 1
    assert replay_searches(casework, archive) == []


def test_a_search_goes_with_its_claim(casework: Casework) -> None:
    made = record(casework, "crane")
    casework.remove_claim(made.claim)
    assert casework.case.searches == {}
    casework.undo()
    assert casework.case.searches == {made.id: made}
    assert remove_search(casework, made.id).label == "Remove search"
    with pytest.raises(Unknown):
        remove_search(casework, made.id)


# Run again


def test_nothing_is_run_again_while_the_archive_stays_as_it_is(casework: Casework) -> None:
    record(casework, "crane")
    steps = casework.steps
    assert replay_searches(casework, archive_of(casework)) == []
    assert casework.steps == steps


def test_new_hits_reopen_the_claim(casework: Casework, tmp_path: Path) -> None:
    record(casework, "crane")
    casework.give_verdict("1", "unsupported", "No paper speaks of a crane.")
    arrive(casework, tmp_path, "crane.txt", "A crane stood on the quay.\n\nThe crane was sold.")
    (replay,) = replay_searches(casework, archive_of(casework))
    assert (replay.before, replay.now, len(replay.new)) == (0, 1, 1)
    claim = casework.case.claim("1")
    assert claim.reopened
    assert claim.has_new_hits
    assert not claim.rewritten
    assert (claim.verdict, claim.rationale) == ("", "No paper speaks of a crane.")
    assert claim.overtaken is not None
    assert (claim.overtaken.verdict, claim.overtaken.hits) == ("unsupported", 1)
    assert claim.overtaken.queries == ("crane",)
    assert not casework.case.claim("2").reopened
    (made,) = casework.case.searches.values()
    assert (made.total, made.latest_total, made.latest_new, made.overtaken) == (0, 1, 1, True)
    assert casework.undo_label == "Reopen claim: new hits"
    casework.undo()
    claim = casework.case.claim("1")
    assert (claim.verdict, claim.reopened) == ("unsupported", False)
    casework.redo()
    assert casework.case.claim("1").reopened
    assert replay_searches(casework, archive_of(casework)) == []
    casework.give_verdict("1", "confirmed", "The crane is there.")
    assert not casework.case.claim("1").reopened


def test_only_hits_newer_still_reopen_it_again(casework: Casework, tmp_path: Path) -> None:
    record(casework, "crane")
    record(casework, "derrick OR crane")
    casework.give_verdict("1", "unsupported")
    arrive(casework, tmp_path, "crane.txt", "A crane stood on the quay.")
    replay_searches(casework, archive_of(casework))
    claim = casework.case.claim("1")
    assert claim.overtaken is not None
    assert (set(claim.overtaken.queries), claim.overtaken.hits) == (
        {"crane", "derrick OR crane"},
        2,
    )
    casework.give_verdict("1", "incorrect", "There was one.")
    arrive(casework, tmp_path, "rain.txt", "It rained.")
    replay_searches(casework, archive_of(casework))
    assert casework.case.claim("1").verdict == "incorrect"
    arrive(casework, tmp_path, "second.txt", "Another crane.")
    replay_searches(casework, archive_of(casework))
    claim = casework.case.claim("1")
    assert claim.overtaken is not None
    assert (claim.verdict, claim.overtaken.verdict) == ("", "incorrect")
    assert {made.latest_new for made in casework.case.searches.values()} == {2}
    again = record(casework, "crane")
    assert (again.overtaken, again.total) == (False, 2)


def test_where_nothing_is_new_the_record_is_brought_up_to_date(
    casework: Casework, tmp_path: Path
) -> None:
    made = record(casework, "steel")
    casework.give_verdict("1", "unsupported")
    arrive(casework, tmp_path, "rain.txt", "It rained all day.")
    (replay,) = replay_searches(casework, archive_of(casework))
    assert replay.new == []
    now = casework.case.searches[made.id]
    assert now.latest_state == archive_of(casework).index_state().digest != made.index_state
    assert (now.total, now.known, now.index_state) == (made.total, made.known, made.index_state)
    assert casework.case.claim("1").verdict == "unsupported"
    assert casework.undo_label == "Give verdict"
    assert casework.history()[-1].label == "Searches run again"


def test_hits_that_went_are_no_new_hits(casework: Casework) -> None:
    made = record(casework, "cost")
    archive = archive_of(casework)
    archive.remove(archive.source("letter.txt").sha256)
    (replay,) = replay_searches(casework, archive)
    assert (replay.before, replay.now, replay.new) == (3, 2, [])
    assert casework.case.searches[made.id].latest_total == 2


def test_a_claim_without_verdict_is_not_reopened_but_its_new_hits_are_kept(
    casework: Casework, tmp_path: Path
) -> None:
    made = record(casework, "crane")
    arrive(casework, tmp_path, "crane.txt", "A crane stood on the quay.")
    replay_searches(casework, archive_of(casework))
    assert casework.case.claim("1").overtaken is None
    assert casework.case.searches[made.id].latest_new == 1
    assert casework.undo_label == "Record search"


def test_a_search_of_the_whole_case_is_run_again_too(casework: Casework, tmp_path: Path) -> None:
    made = record(casework, "crane", claim="")
    arrive(casework, tmp_path, "crane.txt", "A crane stood on the quay.")
    (replay,) = replay_searches(casework, archive_of(casework))
    assert (len(replay.new), casework.case.searches[made.id].latest_new) == (1, 1)


def test_searches_run_again_in_a_thread_are_written_later(
    casework: Casework, tmp_path: Path
) -> None:
    kept, gone = record(casework, "crane"), record(casework, "derrick")
    casework.give_verdict("1", "unsupported")
    arrive(casework, tmp_path, "crane.txt", "A crane, or a derrick.")
    replays = look_again(casework, archive_of(casework))
    assert casework.case.searches[kept.id] == kept
    remove_search(casework, gone.id)
    changes = take_replays(casework, replays)
    assert changes.touch("claims")
    assert set(casework.case.searches) == {kept.id}
    arrive(casework, tmp_path, "third.txt", "A crane by the water.")
    replays = look_again(casework, archive_of(casework))
    anew = record(casework, "crane", note="asked the port too")
    take_replays(casework, replays)
    assert casework.case.searches[kept.id] == anew
    job = Job()
    job.cancel()
    arrive(casework, tmp_path, "second.txt", "A crane.")
    with pytest.raises(Cancelled):
        look_again(casework, archive_of(casework), job)


def test_the_unit_of_the_search_is_kept(casework: Casework, tmp_path: Path) -> None:
    result = asked(casework, "told opened", unit=Unit.DOCUMENT)
    record_search(casework, "1", result, archive_of(casework).index_state())
    (made,) = casework.case.searches.values()
    assert (made.unit, made.total) == (Unit.DOCUMENT, result.total)
    arrive(casework, tmp_path, "more.txt", "We were told.\n\nThen it opened.")
    (replay,) = replay_searches(casework, archive_of(casework))
    assert {hit.source for hit in replay.new} == {archive_of(casework).source("more.txt").sha256}


def test_a_new_draft_keeps_what_new_hits_reopened(casework: Casework, tmp_path: Path) -> None:
    record(casework, "crane")
    casework.give_verdict("1", "unsupported", "No paper speaks of a crane.")
    arrive(casework, tmp_path, "crane.txt", "A crane stood on the quay.")
    replay_searches(casework, archive_of(casework))
    for text in (f"{ARTICLE} Rain fell.", ARTICLE.replace("40 million", "31.2 million")):
        article, original = read_pasted(text)
        revise(casework, plan_revision(casework, article), article, original)
        claim = casework.case.claim("1")
        assert claim.has_new_hits
        assert claim.rewritten == ("31.2" in text)
        assert claim.overtaken is not None
        assert claim.overtaken.verdict == "unsupported"
    casework.give_verdict("1", "incorrect")
    assert not casework.case.claim("1").reopened


def test_used_is_what_the_evidence_is(casework: Casework) -> None:
    assert used_of(casework.case) == used_of(replace(casework.case, evidence={}))
    passage = casework.find_in_source("account.txt", "31.2 million euros")[0]
    casework.attach_evidence("1", passage, Stance.REFUTES)
    used = used_of(casework.case)
    assert used.sources == {passage.source}
    assert used.passages == ((passage.source, passage.page, passage.start, passage.end),)


@given(st.sets(st.text(max_size=30), max_size=40))
def test_names_of_hits_are_kept_and_read_back(texts: set[str]) -> None:
    names = {hit_name("source", 1, text) for text in texts}
    known = joined_names(names)
    assert {known[at : at + 8] for at in range(0, len(known), 8)} == names
    assert all(len(name) == 8 for name in names)
