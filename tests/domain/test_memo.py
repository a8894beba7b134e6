"""What the memo says, whatever it is written as."""

from dataclasses import replace
from typing import Any

import pytest

from tests.memo_cases import Prepared, hostile, outgrown, realistic, redrafted, searched
from workbench.domain.case import Coverage
from workbench.domain.evidence import Evidence, Stance
from workbench.domain.locator import LOST, AnchorState, Found
from workbench.domain.memo import Memo
from workbench.domain.memo_parts import ClaimRecord, EvidenceRecord
from workbench.domain.memo_searches import hits_words
from workbench.domain.memo_words import date_words, moment_words, page_words, quoted, shortened


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return realistic()


@pytest.fixture(scope="module")
def memo(prepared: Prepared) -> Memo:
    return prepared.memo()


def claim(memo: Memo, number: int) -> ClaimRecord:
    return next(record for record in memo.claims if record.number == number)


def evidence(memo: Memo, number: str) -> EvidenceRecord:
    return next(e for c in memo.claims for e in c.evidence if e.number == number)


def with_claim(prepared: Prepared, claim_id: str, **changes: Any) -> Prepared:
    changed = replace(prepared.case.claims[claim_id], **changes)
    claims = {**prepared.case.claims, claim_id: changed}
    return replace(prepared, case=replace(prepared.case, claims=claims))


def test_claims_stand_in_the_order_of_the_article_and_keep_their_numbers(
    prepared: Prepared,
) -> None:
    first = prepared.case.claims["c1"]
    late = replace(first.locator, start=10_000, end=10_040)
    records = with_claim(prepared, "c1", locator=late).memo().claims
    assert [record.number for record in records] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 1]


def test_the_same_case_read_in_another_order_gives_the_same_memo(
    prepared: Prepared, memo: Memo
) -> None:
    case = prepared.case
    turned = replace(
        case,
        claims=dict(reversed(case.claims.items())),
        evidence=dict(reversed(case.evidence.items())),
    )
    assert replace(prepared, case=turned).memo() == memo


def test_the_header_says_what_was_checked_by_whom_and_when(memo: Memo, prepared: Prepared) -> None:
    facts = {fact.label: fact.text for fact in memo.header.facts}
    assert memo.title == "Harbour bridge, council vote"
    assert memo.header.dek == "Council was “never told” of the overrun, says opposition"
    assert memo.header.byline == (
        "Bridge costs doubled to 40 million, mayor admits · By a staff writer, Harbour Courier"
        " · 14 May 2026"
    )
    assert facts["Checked by"] == "A. Checker"
    assert facts["Last step"] == "14 May 2026, 16:42 UTC (214 steps)"
    assert facts["Draft"] == "revision 2"
    assert facts["Case hash"] == prepared.context.chain_head == memo.case_hash
    assert facts["SHA-256 of that file"] == prepared.case.article.sha256


def test_the_bottom_line_counts_every_claim_once(memo: Memo) -> None:
    counts = {tally.verdict.code: tally.count for tally in memo.bottom_line.tallies}
    assert counts == {
        "confirmed": 3,
        "confirmed-with-change": 1,
        "incorrect": 2,
        "unsupported": 1,
        "cannot-verify": 1,
        "opinion": 1,
        "": 1,
    }
    assert "66 % of 21 units" in memo.bottom_line.coverage_sentence
    assert memo.bottom_line.sentence == "10 claims. 10 matters must be settled before publication."


def test_what_has_to_be_settled_comes_gravest_first(memo: Memo) -> None:
    matters = [(item.kind, [c.number for c in item.claims]) for item in memo.must_fix]
    assert matters == [
        ("verdict", [3]),
        ("verdict", [4]),
        ("open", [6]),
        ("verdict", [8]),
        ("verdict", [2]),
        ("anchor", [4]),
        ("anchor", [7]),
        ("anchor", [10]),
        ("policy", [2]),
        ("coverage", []),
    ]


def test_a_clean_case_has_nothing_to_settle(prepared: Prepared) -> None:
    case = prepared.case
    claims = {"c1": case.claims["c1"], "c9": case.claims["c9"]}
    found = {"e01": prepared.case.evidence["e01"]}
    whole = replace(prepared.context, coverage=Coverage(linked=20, dismissed=1, open=0))
    small = replace(case, claims=claims, evidence=found)
    clean = replace(prepared, case=small, context=whole).memo()
    assert clean.must_fix == ()
    assert clean.bottom_line.sentence == (
        "2 claims. Each has its verdict, and every passage stands exactly where it was linked."
    )


def test_a_case_in_which_nothing_was_checked_says_so(prepared: Prepared) -> None:
    empty = replace(prepared, case=replace(prepared.case, claims={}, evidence={})).memo()
    assert [item.kind for item in empty.must_fix] == ["coverage"]
    assert "nothing in this article has been checked" in empty.must_fix[0].text


def test_a_claim_confirmed_by_what_refutes_it_is_to_be_settled(prepared: Prepared) -> None:
    case = prepared.case
    claim = replace(case.claims["c1"], rationale="")
    refuting = replace(case.evidence["e01"], stance=Stance.REFUTES)
    small = replace(case, claims={"c1": claim}, evidence={"e01": refuting})
    kinds = [item.kind for item in replace(prepared, case=small).memo().must_fix]
    assert kinds == ["policy", "reason", "coverage"]


def test_what_was_altered_comes_first(prepared: Prepared) -> None:
    altered = replace(prepared.context, problems=("The original of “a.pdf” has changed.",))
    first = replace(prepared, context=altered).memo().must_fix[0]
    assert (first.kind, first.text) == ("altered", "The original of “a.pdf” has changed.")


def test_a_claim_without_verdict_is_shown_as_open(memo: Memo) -> None:
    record = claim(memo, 6)
    assert (record.verdict.name, record.verdict.colour) == ("Open", "open")
    assert record.evidence[0].stance == "context"


def test_a_verdict_the_scale_does_not_know_is_shown_and_flagged(prepared: Prepared) -> None:
    memo = with_claim(prepared, "c1", verdict="mostly-harmless").memo()
    assert claim(memo, 1).verdict.name == "mostly-harmless"
    assert "not part of the scale “Editorial”" in claim(memo, 1).verdict.definition
    assert ("verdict", [1]) in [(m.kind, [c.number for c in m.claims]) for m in memo.must_fix]


def test_a_claim_says_where_it_stands_and_what_is_ours(memo: Memo) -> None:
    third, ninth = claim(memo, 3), claim(memo, 9)
    assert third.quote == "It cost the city 40 million euros, twice the sum agreed in 2021"
    assert third.where == "paragraph 1"
    assert third.text == (
        "The bridge cost the city 40 million euros, twice the sum agreed in 2021."
    )
    assert third.speaker == "the paper, “figures seen by this paper”"
    assert ninth.text == ""
    assert ninth.where == "paragraph 3"


def test_evidence_carries_all_that_is_needed_to_find_it_again(
    memo: Memo, prepared: Prepared
) -> None:
    record = evidence(memo, "1.1")
    locator = prepared.case.evidence["e01"].locator
    assert record.passage == "The bridge was opened to traffic on Sunday 3 May 2026."
    assert record.before.startswith("…") and record.before.endswith("were not counted. ")
    assert record.after == ""
    assert (record.sign, record.stance_word, record.grade) == ("+", "supports", "primary source")
    assert record.page == "page iv (6 of 210)"
    assert record.origin == "Skelmouth Borough Council · 12 May 2026"
    assert record.consulted == "14 May 2026"
    assert record.exact
    for part in (locator.source, locator.layer, f"{locator.start} to {locator.end}", "page 6"):
        assert part in record.locator
    assert record.clip is not None
    assert record.passage in record.clip.alternative
    assert "Minutes of the Council, 12 May 2026, page iv" in record.clip.alternative


def test_context_never_crosses_a_paragraph(prepared: Prepared) -> None:
    item = prepared.case.evidence["e01"]
    locator = replace(item.locator, prefix="Other item.\n\nSo said: ", suffix=" He left.\n\nNext")
    changed = {**prepared.case.evidence, "e01": replace(item, locator=locator)}
    case = replace(prepared.case, evidence=changed)
    record = evidence(replace(prepared, case=case).memo(), "1.1")
    assert (record.before, record.after) == ("So said: ", " He left.")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Found(AnchorState.MOVED, 7, 3, 9, "x"), "now stand on page 7"),
        (Found(AnchorState.CHANGED, 6, 3, 9, "nine"), "now reads “nine”"),
        (LOST, "no longer found"),
        (None, "not checked"),
    ],
)
def test_an_anchor_that_is_not_exact_is_said_in_words_and_has_to_be_settled(
    prepared: Prepared, found: Found | None, words: str
) -> None:
    anchors = {key: value for key, value in prepared.anchors.items() if key != "e01"}
    if found is not None:
        anchors["e01"] = found
    memo = replace(prepared, anchors=anchors).memo()
    record = evidence(memo, "1.1")
    assert not record.exact
    assert words in record.anchor_words
    assert any(item.kind == "anchor" and item.claims[0].number == 1 for item in memo.must_fix)


def test_a_claim_whose_words_changed_in_the_article_is_flagged(prepared: Prepared) -> None:
    found = Found(AnchorState.CHANGED, 1, 0, 9, "62 letters")
    context = replace(prepared.context, claims={**prepared.context.claims, "c6": found})
    memo = replace(prepared, context=context).memo()
    assert "“62 letters”" in claim(memo, 6).anchor_words
    assert any(i.head == "Claim's words" and i.claims[0].number == 6 for i in memo.must_fix)


def test_a_policy_that_is_not_met_is_flagged_and_one_that_is_met_is_not(memo: Memo) -> None:
    assert not claim(memo, 2).policy_met
    assert claim(memo, 3).policy_met
    assert claim(memo, 3).policy == "One primary source: met."


def test_an_article_that_is_not_the_one_read_comes_first(prepared: Prepared) -> None:
    memo = replace(prepared, context=replace(prepared.context, original="0" * 64)).memo()
    assert memo.must_fix[0].kind == "article"


def test_each_source_is_listed_once_with_its_hash_and_its_claims(
    memo: Memo, prepared: Prepared
) -> None:
    hashes = [source.sha256 for source in memo.sources]
    assert len(hashes) == len(set(hashes)) == 4
    assert set(hashes) == {e.locator.source for e in prepared.case.evidence.values()}
    council = memo.sources[0]
    assert council.name == "minutes-2026-05-12.pdf"
    assert [reference.number for reference in council.claims] == [1, 4, 5, 6]
    for record in memo.claims:
        for item in record.evidence:
            assert memo.sources[item.source - 1].title == item.title


def test_what_was_not_checked_is_said(memo: Memo, prepared: Prepared) -> None:
    assert memo.not_checked[0] == (
        "7 of 21 checkable units are linked to no claim and were not checked."
    )
    assert "2 reader comments" in memo.not_checked[1]
    assert "furniture" in memo.not_checked[2]
    done = replace(prepared, context=replace(prepared.context, coverage=Coverage(3, 0, 0))).memo()
    assert done.not_checked[0].startswith("Every checkable unit")


def test_an_empty_case_gives_a_memo(prepared: Prepared) -> None:
    memo = replace(prepared, case=replace(prepared.case, claims={}, evidence={})).memo()
    assert memo.bottom_line.sentence == "No claim has been marked yet."
    assert (memo.claims, memo.sources, memo.bottom_line.tallies) == ((), (), ())


def test_claims_of_one_number_have_places_of_their_own() -> None:
    memo = hostile().memo()
    assert {record.number for record in memo.claims} == {3}
    assert len({record.place for record in memo.claims}) == 10
    places = [item.place for record in memo.claims for item in record.evidence]
    assert len(places) == len(set(places)) == 15


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-05-14", "14 May 2026"),
        ("2016-09", "September 2016"),
        ("2026-05-14T16:42:07Z", "14 May 2026"),
        ("1851", "1851"),
        ("2026-13-40", "2026-13-40"),
        ("2026-05-1400", "2026-05-1400"),
        ("", ""),
    ],
)
def test_dates_are_written_as_people_write_them(text: str, shown: str) -> None:
    assert date_words(text, "en") == shown


def test_a_second_draft_sets_apart_what_it_changed_and_dropped(prepared: Prepared) -> None:
    memo = redrafted(prepared).memo()
    first, last = prepared.case.ordered_claims()[0], prepared.case.ordered_claims()[-1]
    assert last.number not in [record.number for record in memo.claims]
    assert sum(tally.count for tally in memo.bottom_line.tallies) == len(memo.claims)
    (gone,) = memo.vanished
    assert (gone.number, gone.quote) == (last.number, last.locator.exact)
    assert (gone.was, gone.rationale) == ("Draft 1: Incorrect", "The account.")
    record = claim(memo, first.number)
    assert record.verdict.code == ""
    assert record.carried.startswith("In draft 1 it read “The account.” There its verdict was")
    assert [item.kind for item in memo.must_fix if item.kind == "open"] == ["open"]
    assert all(record.carried == "" for record in memo.claims[1:])


def test_dates_follow_the_memos_language() -> None:
    assert date_words("2026-05-14", "de") == "14 Mai 2026"
    assert date_words("2026-05-14", "no such language") == "14 May 2026"
    assert moment_words("2026-05-14T16:42:07Z", "en") == "14 May 2026, 16:42 UTC"
    assert moment_words("2026-05-14", "en") == "14 May 2026"


@pytest.mark.parametrize(
    ("kind", "label", "page", "pages", "shown"),
    [
        ("pdf", "iv", 6, 210, "page iv (6 of 210)"),
        ("pdf", "6", 6, 210, "page 6 of 210"),
        ("eml", "Body", 1, 2, "Body (1 of 2)"),
        ("html", "1", 1, 1, ""),
        ("txt", "", 1, 0, ""),
    ],
)
def test_a_page_is_named_by_its_label_and_its_place_in_the_file(
    prepared: Prepared, kind: str, label: str, page: int, pages: int, shown: str
) -> None:
    item: Evidence = prepared.case.evidence["e01"]
    locator = replace(item.locator, page=page, page_label=label)
    changed = replace(item, source_kind=kind, source_pages=pages, locator=locator)
    assert page_words(changed) == shown


def test_quotation_marks_are_not_doubled_and_long_text_is_cut_between_words() -> None:
    assert quoted("nine") == "“nine”"
    assert quoted("“nine”, he said") == "“nine”, he said"
    assert shortened("one two\nthree", 40) == "one two three"
    assert shortened("one two three four", 12) == "one two…"
    assert len(shortened("w" * 50_000, 40)) == 41


def test_a_search_that_found_nothing_says_all_a_reader_needs(prepared: Prepared) -> None:
    memo = searched(prepared).memo()
    first, second = claim(memo, 3).searches
    assert first.query == '"40 million" OR "forty million"'
    assert first.reading.endswith("in a row; together in one passage; in any form")
    assert first.scope == "archive “harbour-papers”: 412 sources, 20481 passages"
    assert (first.hits, first.whole, first.flag) == ("no hits", True, "")
    assert first.when == "14 May 2026, 15:01 UTC, by A. Checker"
    assert first.again == "20 May 2026, 08:30 UTC: nothing new"
    assert first.note == "Figures and words, in all minutes since 2021."
    assert len(first.index) == 12
    assert (second.hits, second.whole) == ("14 hits, 9 looked at, none of these relevant", False)
    assert second.reading.endswith("; together on one page; in just these forms")
    assert second.again == ""


def test_searches_stand_with_their_claim_or_with_the_article(prepared: Prepared) -> None:
    memo = searched(prepared).memo()
    counts = {record.number: len(record.searches) for record in memo.claims if record.searches}
    assert counts == {3: 2, 10: 1}  # that of claim 1 did find something
    assert [row.hits for row in memo.searches] == ["1 hit, all looked at, none relevant"]


def test_new_hits_are_a_matter_to_settle(prepared: Prepared, memo: Memo) -> None:
    overtaken = searched(prepared).memo()
    (row,) = claim(overtaken, 10).searches
    assert (row.flag, row.again) == ("3 new hits since then.", "")
    assert claim(overtaken, 10).carried == (
        "On 20 May 2026 3 new hits came up for “Hallam late~1”."
        " The verdict had been “Cannot be verified”; the claim is open again."
    )
    (item,) = [item for item in overtaken.must_fix if item.kind == "search"]
    assert [each.number for each in item.claims] == [10]
    assert item.text.startswith("“Hallam late~1”: 3 new hits since then.")
    assert "8 hits of the searches that found nothing were not looked at." in overtaken.not_checked
    assert len(overtaken.method) == len(memo.method) + 1
    assert memo.searches == ()


@pytest.mark.parametrize(
    ("total", "seen", "relevant", "said"),
    [
        (0, 0, 0, "no hits"),
        (2, 0, 0, "2 hits, none looked at"),
        (1, 1, 0, "1 hit, all looked at, none relevant"),
        (14, 9, 0, "14 hits, 9 looked at, none of these relevant"),
        (14, 9, 2, "14 hits, 9 looked at, 2 relevant"),
        (14, 14, 1, "14 hits, all looked at, 1 relevant"),
    ],
)
def test_of_hits_nobody_looked_at_nothing_is_said(
    prepared: Prepared, total: int, seen: int, relevant: int, said: str
) -> None:
    record = next(iter(searched(prepared).case.searches.values()))
    assert hits_words(replace(record, total=total, seen=seen, relevant=relevant)) == said


def test_searches_of_an_archive_that_has_changed_are_to_be_asked_again(prepared: Prepared) -> None:
    memo = outgrown(searched(prepared)).memo()
    (item,) = [item for item in memo.must_fix if item.kind == "stale"]
    assert item.text == (
        "The archive has changed since 4 searches that found nothing were last asked;"
        " ask them again with “case searches --replay”."
    )
    assert [each.number for each in item.claims] == [3, 10]
    rows = [*memo.searches, *(row for each in memo.claims for row in each.searches)]
    assert {row.stale for row in rows} == {"The archive has changed since this was last asked."}
    unknown = searched(prepared).memo()
    assert "stale" not in {item.kind for item in unknown.must_fix}
    assert {row.stale for each in unknown.claims for row in each.searches} == {""}


def test_a_verdict_given_since_settles_the_claim_and_not_the_search(prepared: Prepared) -> None:
    after = with_claim(searched(prepared), "c10", verdict="incorrect").memo()
    assert claim(after, 10).carried == ""
    assert [item.kind for item in after.must_fix].count("search") == 1
