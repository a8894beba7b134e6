"""Searching an archive: units, facets, words of the case, batches, other words, tags."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.domain.query_options import Options, Order, Unit
from workbench.services.archive import Archive, SavedSearch, SearchResult, Used
from workbench.services.jobs import Job
from workbench.services.search_results import hits_csv

FILLER = " Nothing else of note was said that day by anybody present in the hall." * 14

PAPERS = {
    "minutes.txt": "Minutes of the council\n\n17 September 2016\n\nThe bridge was inspected."
    + FILLER
    + "\n\nThe final cost was 31.2 million euros."
    + FILLER
    + "\n",
    "letter.txt": "Letter of the clerk\n\n3 May 2017\n\nThe bridge cost more than the quay.\n",
    "notes.txt": "Notes\n\nA ferry terminal and its e-mail list; the terminal stayed open.\n",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("papers")
    for name, text in PAPERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    opened = Archive(tmp_path_factory.mktemp("home") / "archive")
    opened.add([folder], Job())
    yield opened
    opened.close()


def names(archive: Archive, result: SearchResult) -> list[str]:
    return [archive.source(hit.source).name for hit in result.hits]


def test_words_stand_together_in_a_passage_or_in_a_document(archive: Archive) -> None:
    assert names(archive, archive.search("bridge cost")) == ["letter.txt"]
    over = archive.search("bridge cost", options=Options(Unit.DOCUMENT))
    assert sorted(set(names(archive, over))) == ["letter.txt", "minutes.txt"]
    assert over.total == 3
    lit = [hit.text[start:end].lower() for hit in over.hits for start, end in hit.spans]
    assert sorted(lit) == ["bridge", "bridge", "cost", "cost"]


def test_what_is_excluded_is_excluded_for_the_whole_document(archive: Archive) -> None:
    query = "bridge NOT million"
    assert sorted(set(names(archive, archive.search(query)))) == ["letter.txt", "minutes.txt"]
    over = archive.search(query, options=Options(Unit.DOCUMENT))
    assert set(names(archive, over)) == {"letter.txt"}
    only = archive.search("NOT bridge", options=Options(Unit.DOCUMENT))
    assert set(names(archive, only)) == {"notes.txt"}


def test_a_condition_on_the_source_holds_for_all_its_passages(archive: Archive) -> None:
    over = archive.search("date:2016 cost bridge", options=Options(Unit.DOCUMENT))
    assert set(names(archive, over)) == {"minutes.txt"}


def test_word_forms_can_be_told_apart(archive: Archive) -> None:
    assert archive.search("inspecting").total == 1
    assert archive.search("inspecting", options=Options(stems=False)).total == 0


def test_hits_come_by_page_or_by_date(archive: Archive) -> None:
    by_page = archive.search("the", options=Options(order=Order.PAGE))
    places = [(hit.source, hit.page, hit.start) for hit in by_page.hits]
    assert len(places) == len(set(places)) > 3
    for hits in (by_page.hits, archive.search("the", options=Options(order=Order.DATE)).hits):
        seen = [hit.source for hit in hits]
        assert all(
            seen[at] == seen[at - 1] or seen[at] not in seen[:at] for at in range(1, len(seen))
        )
    dated = archive.search("bridge", options=Options(order=Order.DATE))
    assert names(archive, dated)[0] == "letter.txt"


def test_facets_count_hits_and_documents(archive: Archive) -> None:
    used = Used(sources=frozenset({archive.source("letter.txt").sha256}))
    facets = {facet.field: facet.values for facet in archive.facets("bridge", used=used)}
    assert [(v.value, v.hits, v.documents) for v in facets["date"]] == [
        ("2017", 1, 1),
        ("2016", 1, 1),
    ]
    assert [(v.value, v.documents) for v in facets["type"]] == [("text", 2)]
    assert {(v.value, v.hits) for v in facets["used"]} == {("yes", 1), ("no", 1)}


def test_what_the_case_uses_can_be_asked_for(archive: Archive) -> None:
    letter = archive.source("letter.txt").sha256
    [hit] = archive.search("bridge cost").hits
    used = Used(frozenset({letter}), ((letter, hit.page, hit.start, hit.end),))
    assert names(archive, archive.search("bridge used:yes", used=used)) == ["letter.txt"]
    assert names(archive, archive.search("bridge used:no", used=used)) == ["minutes.txt"]
    assert names(archive, archive.search("has:evidence", used=used)) == ["letter.txt"]


def test_without_a_case_the_condition_is_marked_and_left_out(archive: Archive) -> None:
    found = archive.search("bridge used:yes")
    [problem] = found.problems
    assert found.query[problem.start : problem.end] == "used:yes"
    assert found.total == 2
    assert not archive.search('"the bridge used: steel"').problems


def test_a_word_the_archive_has_not_is_put_right_from_its_own(archive: Archive) -> None:
    assert archive.search("terminel ferry").did_you_mean == "terminal ferry"
    assert archive.search("terminal").did_you_mean is None
    assert archive.search("qqqqqqq").did_you_mean is None


def test_more_like_this_passage_names_its_telling_words(archive: Archive) -> None:
    letter = archive.source("letter.txt").sha256
    text = archive.page(letter, 1).text
    query = archive.more_like(letter, 1, 0, len(text))
    assert "bridge" in query.split(" OR ")
    assert letter in {hit.source for hit in archive.search(query).hits}


def test_a_bad_line_never_stops_a_batch(archive: Archive) -> None:
    lines = ["bridge", "", "# a note", "((", 'cost "bridge', "ferry", "date:2016-13-40"]
    rows = list(archive.batch(lines, Job()))
    assert [(row.number, row.query) for row in rows] == [
        (1, "bridge"),
        (4, "(("),
        (5, 'cost "bridge'),
        (6, "ferry"),
        (7, "date:2016-13-40"),
    ]
    assert [(row.hits, row.sources) for row in rows] == [(2, 2), (0, 0), (1, 1), (1, 1), (0, 0)]
    assert [bool(row.error) for row in rows] == [False, True, True, False, True]


def test_tags_are_found_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAPERS["letter.txt"], encoding="utf-8")
    archive = Archive(tmp_path / "archive")
    archive.add([tmp_path / "a.txt"], Job())
    [source] = archive.sources()
    archive.tag([source.sha256], ["to check"], [])
    assert archive.search('tag:"to check" bridge').total == 1
    assert [v.value for f in archive.facets("bridge") if f.field == "tag" for v in f.values] == [
        "to check"
    ]
    archive.tag([source.sha256], [], ["to check"])
    assert archive.search('tag:"to check"').total == 0
    archive.close()


def test_searches_are_kept_with_the_archive(archive: Archive) -> None:
    saved = SavedSearch("Costs", "bridge cost*", Unit.DOCUMENT, stems=False)
    archive.save_search(saved)
    archive.save_search(replace(saved, query="bridge cost"))
    assert archive.saved_searches() == [replace(saved, query="bridge cost")]
    assert archive.forget_search("Costs")
    assert not archive.forget_search("Costs")
    archive.save_search(replace(saved, name=" All  costs "))
    assert archive.forget_search(" All  costs ")


def test_completion_offers_what_the_archive_has(archive: Archive) -> None:
    offered = archive.complete("bridge type:te", 14)
    assert any(each.insert.startswith("type:text") or each.insert == "text" for each in offered)


def test_a_spreadsheet_takes_no_cell_for_a_formula(archive: Archive) -> None:
    found = archive.search("bridge")
    [first, *rest] = found.hits
    evil = replace(found, hits=[replace(first, title="=HYPERLINK(1)"), *rest])
    lines = hits_csv(evil).splitlines()
    assert len(lines) == 1 + len(found.hits)
    assert lines[1].startswith("'=HYPERLINK(1),")


def test_the_state_of_the_index_tells_other_texts_apart(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    empty = archive.index_state()
    (tmp_path / "a.txt").write_text(PAPERS["letter.txt"], encoding="utf-8")
    archive.add([tmp_path / "a.txt"], Job())
    filled = archive.index_state()
    assert (empty.sources, empty.passages, filled.sources, filled.passages) == (0, 0, 1, 1)
    assert empty.digest != filled.digest
    [source] = archive.sources()
    archive.tag([source.sha256], ["seen"], [])
    assert archive.index_state().digest == filled.digest
    archive.close()
