"""The case file: one step, one transaction, one row; nothing acknowledged is lost."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.cases import CLIP, TEXT, article, claim, evidence, marked, new_file, search
from workbench.adapters import case_format as form
from workbench.adapters.case_audit import audit
from workbench.adapters.case_file import CaseFile
from workbench.domain.case import Case
from workbench.domain.claim import Carried, Overtaken
from workbench.domain.errors import (
    AlreadyThere,
    CaseInUse,
    CaseNewer,
    DiskFull,
    FileMissing,
    NotACase,
    NothingToUndo,
    WorkbenchError,
)
from workbench.domain.history import StepKind
from workbench.domain.locator import AnchorState, describe
from workbench.domain.search_record import Mark


def worked(path: Path) -> CaseFile:
    file = new_file(path)
    with file.step("Mark claim") as step:
        step.put(claim())
    with file.step("Attach evidence") as step:
        step.keep(CLIP)
        step.put(evidence())
    with file.step("Give verdict") as step:
        step.put(claim(verdict="incorrect", rationale="The account has 31.2."))
    return file


def drafted(path: Path) -> CaseFile:
    """A case whose second draft reopened one claim and lost another; the verdict is undone."""
    file = new_file(path)
    where = TEXT.index("3 May")
    second = describe(article().sha256, article().as_page(), where, where + 5)
    with file.step("Mark claim") as step:
        step.put(claim(verdict="confirmed", rationale="The press release has it."))
        step.put(claim(2, locator=second, text="3 May", verdict="confirmed"))
    text = TEXT.replace("40", "31.2").replace(" It opened on 3 May 🌉.", "")
    draft = replace(article(text), id="r2", revision=2)
    start = text.index("The bridge")
    with file.step("New draft") as step:
        step.keep(text.encode())
        step.put(draft)
        words = describe(draft.sha256, draft.as_page(), start, start + 43)
        was = file.case.claims["c1"]
        carried = Carried(AnchorState.CHANGED, 1, was.locator.exact, was.verdict, was.rationale)
        step.put(
            replace(was, article="r2", locator=words, carried=carried, verdict="", rationale="")
        )
        gone = Carried(AnchorState.LOST, 1, "3 May", "confirmed", "")
        step.put(replace(file.case.claims["c2"], verdict="", carried=gone))
    with file.step("Attach evidence") as step:
        step.keep(CLIP)
        step.put(evidence())
    with file.step("Give verdict") as step:
        step.put(file.case.claims["c1"].with_verdict("incorrect", "The account has 31.2."))
    file.undo()
    return file


def searched(path: Path) -> CaseFile:
    """The same case after searches: hits seen and judged, one search overtaken by new hits."""
    file = drafted(path)
    file.undo()
    with file.note("Hits seen") as note:
        note.put(marked(1))
        note.put(marked(2, claim=""))
    with file.step("Mark not relevant") as step:
        step.put(marked(1, Mark.NOT_RELEVANT))
    with file.step("Record search") as step:
        step.put(search())
        step.put(search(2, claim="", stems=False))
    with file.step("Give verdict") as step:
        step.put(file.case.claims["c1"].with_verdict("unsupported", "Nothing was found."))
    with file.step("Reopen claim: new hits") as step:
        step.put(search(latest_new=2, latest_total=5, latest_state="cd" * 32))
        step.put(replace(file.case.claims["c1"], verdict="", overtaken=OVERTAKEN))
    with file.step("Attach evidence") as step:
        step.put(evidence())
    with file.step("Give verdict") as step:
        step.put(file.case.claims["c1"].with_verdict("incorrect", "The account has 31.2."))
    with file.note("Hits seen") as note:
        note.put(marked(3))
    file.undo()
    return file


OVERTAKEN = Overtaken(
    ("bridge 40 million",), 2, "unsupported", "Nothing was found.", "2026-05-14T10:00:00+00:00"
)


def test_a_case_is_what_was_put_into_it(tmp_path: Path) -> None:
    file = worked(tmp_path / "a.case")
    case = file.case
    file.close()
    again = CaseFile(tmp_path / "a.case")
    assert again.case == case
    assert case.claims["c1"].verdict == "incorrect"
    assert again.blob(evidence().clip.sha256) == CLIP  # type: ignore[union-attr]
    assert again.steps == 4
    again.close()
    assert audit(tmp_path / "a.case") == []


def test_undo_and_redo_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    file = worked(path)
    finished = file.case
    assert file.undo_label == "Give verdict"
    file.undo()
    file.undo()
    file.close()
    file = CaseFile(path)
    assert (file.undo_label, file.redo_label) == ("Mark claim", "Attach evidence")
    assert file.case.evidence == {}
    file.undo()
    assert file.case.claims == {}
    with pytest.raises(NothingToUndo):
        file.undo()
    file.close()
    file = CaseFile(path)
    for label in ("Mark claim", "Attach evidence", "Give verdict"):
        assert file.redo_label == label
        assert file.redo().label == label
    assert file.case == finished
    with pytest.raises(NothingToUndo):
        file.redo()
    file.close()
    assert audit(path) == []


def test_a_new_step_ends_redo(tmp_path: Path) -> None:
    file = worked(tmp_path / "a.case")
    file.undo()
    with file.step("Mark claim") as step:
        step.put(claim(2))
    assert file.redo_label == ""
    file.close()


def test_a_step_that_fails_writes_nothing(tmp_path: Path) -> None:
    file = worked(tmp_path / "a.case")
    before = (file.case, file.steps)
    with pytest.raises(RuntimeError), file.step("Half") as step:
        step.put(claim(2))
        raise RuntimeError
    assert (file.case, file.steps) == before
    file.close()


def test_a_step_that_changes_nothing_is_no_step(tmp_path: Path) -> None:
    file = worked(tmp_path / "a.case")
    with file.step("Nothing") as step:
        step.put(file.case.claims["c1"])
    assert step.changes is not None
    assert step.changes.changes == ()
    assert file.steps == 4
    file.close()


def test_what_was_seen_is_no_step(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    file = worked(path)
    file.undo()
    for number in (1, 2):
        with file.note("Hits seen") as note:
            note.put(marked(number))
    assert note.changes is not None
    assert [change.id for change in note.changes.changes] == ["h2"]
    assert (file.undo_label, file.redo_label) == ("Attach evidence", "Give verdict")
    with file.note("Hits seen") as note:
        note.put(marked(2))
    assert file.steps == 7  # what was seen already is not noted again
    assert file.redo().label == "Give verdict"
    file.undo()
    file.undo()
    file.close()
    file = CaseFile(path)
    assert (file.undo_label, file.redo_label) == ("Mark claim", "Attach evidence")
    file.undo()
    assert (dict(file.case.claims), set(file.case.marked_hits)) == ({}, {"h1", "h2"})
    kinds = [row.kind.value for row in file.history()]
    assert kinds[4:8] == ["undo", "note", "note", "redo"]
    file.close()
    assert audit(path) == []


def test_a_judgement_undone_leaves_the_hit_seen(tmp_path: Path) -> None:
    file = new_file(tmp_path / "a.case")
    with file.note("Hits seen") as note:
        note.put(marked())
    with file.step("Mark relevant") as step:
        step.put(marked(mark=Mark.RELEVANT))
    file.undo()
    assert file.case.marked_hits["h1"].mark is Mark.SEEN
    file.redo()
    assert file.case.marked_hits["h1"].mark is Mark.RELEVANT
    file.close()
    assert audit(tmp_path / "a.case") == []


def test_notes_take_nothing_away_and_steps_neither_add_nor_remove_marks(tmp_path: Path) -> None:
    file = worked(tmp_path / "a.case")
    with file.note("Hits seen") as note:
        note.put(marked())
    before = (file.case, file.steps)
    with pytest.raises(ValueError), file.note("Away") as note:
        note.remove(claim())
    with pytest.raises(ValueError), file.step("Away") as step:
        step.remove(marked())
    with pytest.raises(ValueError), file.step("In") as step:
        step.put(marked(2))
    assert (file.case, file.steps) == before
    file.close()


def test_what_a_note_changed_since_is_told_by_the_row_that_undoes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    file = new_file(path)
    with file.step("Record search") as step:
        step.put(search())
    again = search(latest_total=2, latest_state="cd" * 32)
    with file.note("Searches run again") as note:
        note.put(again)
    changes = file.undo()
    assert [(change.before, change.after) for change in changes.changes] == [(again, None)]
    file.redo()
    assert file.case.searches["s1"] == search()
    file.close()
    assert audit(path) == []


def test_hits_are_noted_in_a_thread_while_the_work_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    file = worked(path)

    def see() -> None:
        for number in range(1, 16):
            with file.note("Hits seen") as note:
                note.put(marked(number))

    reader = threading.Thread(target=see)
    reader.start()
    for number in range(2, 8):
        with file.step("Mark claim") as step:
            step.put(claim(number))
        file.undo()
        file.redo()
    reader.join()
    assert len(file.case.marked_hits) == 15
    for number in range(7, 1, -1):
        assert f"c{number}" in file.case.claims
        file.undo()
        assert f"c{number}" not in file.case.claims
    assert file.undo_label == "Give verdict"
    case = file.case
    file.close()
    assert audit(path) == []
    file = CaseFile(path, read_only=True)
    assert (file.case, file.undo_label) == (case, "Give verdict")
    file.close()


class Undoing(RuleBasedStateMachine):
    """Any mix of steps, undo, redo and reopening equals a plain list of snapshots."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.path = self.folder / "machine.case"
        self.path.unlink(missing_ok=True)
        self.file = new_file(self.path)
        self.past: list[Case] = []
        self.future: list[Case] = []
        self.count = 0
        self.seen: set[str] = set()

    @rule(kind=st.sampled_from(["put", "edit", "remove"]), text=st.text(max_size=5))
    def step(self, kind: str, text: str) -> None:
        before = self.file.case
        with self.file.step("step") as step:
            if kind == "put" or not before.claims:
                self.count += 1
                step.put(claim(self.count, text=text))
            elif kind == "edit":
                step.put(replace(next(iter(before.claims.values())), text=text))
            else:
                step.remove(next(iter(before.claims.values())))
        if step.changes and step.changes.changes:
            self.past.append(before)
            self.future.clear()

    @rule(number=st.integers(1, 6))
    def see(self, number: int) -> None:
        with self.file.note("Hits seen") as note:
            if f"h{number}" not in self.seen:
                note.put(marked(number))
        self.seen.add(f"h{number}")

    @precondition(lambda self: self.seen)
    @rule(number=st.integers(0, 5), mark=st.sampled_from(Mark))
    def judge(self, number: int, mark: Mark) -> None:
        before = self.file.case
        some = sorted(self.seen)[: number + 1]
        with self.file.step("Judge") as step:
            for name in some:
                step.put(replace(before.marked_hits[name], mark=mark))
        if step.changes and step.changes.changes:
            self.past.append(before)
            self.future.clear()

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        self.future.append(self.file.case)
        self.file.undo()
        assert same(self.file.case, self.past.pop())

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.past.append(self.file.case)
        self.file.redo()
        assert same(self.file.case, self.future.pop())

    @rule()
    def reopen(self) -> None:
        case = self.file.case
        self.file.close()
        self.file = CaseFile(self.path)
        assert same(self.file.case, case)

    @invariant()
    def nothing_is_unseen(self) -> None:
        assert set(self.file.case.marked_hits) == self.seen

    @invariant()
    def labels(self) -> None:
        assert bool(self.file.undo_label) == bool(self.past)
        assert bool(self.file.redo_label) == bool(self.future)

    def teardown(self) -> None:
        self.file.close()
        assert audit(self.path) == []


def same(one: Case, other: Case) -> bool:
    both = one.marked_hits.keys() & other.marked_hits.keys()
    return (
        dict(one.claims) == dict(other.claims)
        and dict(one.evidence) == dict(other.evidence)
        and all(one.marked_hits[name] == other.marked_hits[name] for name in both)
    )


def test_undo_is_exact(tmp_path: Path) -> None:
    Undoing.folder = tmp_path
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Undoing, settings=settings(max_examples=12, stateful_step_count=15, deadline=None)
    )


def test_opened_twice_is_refused_and_reading_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    file = worked(path)
    code = (
        "import sys; from pathlib import Path; from workbench.adapters.case_file import CaseFile;"
        "CaseFile(Path(sys.argv[1]), read_only=sys.argv[2] == 'ro').close()"
    )
    reading = subprocess.run([sys.executable, "-c", code, str(path), "ro"], check=False)
    writing = subprocess.run(
        [sys.executable, "-c", code, str(path), "rw"], capture_output=True, text=True, check=False
    )
    assert reading.returncode == 0
    assert "CaseInUse" in writing.stderr
    with file.step("Still mine") as step:
        step.put(claim(2))
    file.close()
    CaseFile(path).close()


def test_opened_twice_in_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.adapters.case_file._WAIT_FOR_READERS", 0.1)
    file = worked(tmp_path / "a.case")
    with pytest.raises(CaseInUse) as caught:
        CaseFile(tmp_path / "a.case")
    assert "Close it there first" in caught.value.remedy
    file.close()


def test_a_newer_format_is_refused_with_both_versions(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    worked(path).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {form.USER_VERSION + 65536}")
    db.close()
    with pytest.raises(CaseNewer, match=r"2\.2.*1\.2"):
        CaseFile(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"no database", b"SQLite format 3\0" + b"\0" * 200, b"%PDF-1.7 article"],
)
def test_what_is_no_case_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.case"
    path.write_bytes(content)
    with pytest.raises(NotACase):
        CaseFile(path)
    assert path.read_bytes() == content


def test_a_foreign_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    worked(path).close()
    db = sqlite3.connect(path)
    db.execute("CREATE TRIGGER evil AFTER INSERT ON claims BEGIN DELETE FROM history; END")
    db.close()
    with pytest.raises(NotACase):
        CaseFile(path)


@pytest.mark.parametrize(
    "values",
    [
        "evidence SET stance = 'adores'",
        "searches SET stems = 7",
        "searches SET unit = 'shelf'",
        "marked_hits SET mark = 'adored'",
        "claims SET overtaken = '{}'",
        "claims SET overtaken = 'no JSON'",
    ],
)
def test_foreign_values_are_refused(tmp_path: Path, values: str) -> None:
    path = tmp_path / "a.case"
    searched(path).close()
    db = sqlite3.connect(path)
    db.execute(f"UPDATE {values}")
    db.commit()
    db.close()
    with pytest.raises(NotACase):
        CaseFile(path)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    path.write_text("mine")
    with pytest.raises(AlreadyThere):
        new_file(path)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_case(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        CaseFile(tmp_path / "none.case")


def test_a_full_disk_costs_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    file = worked(path)
    kept = file.case
    pages = file._db.execute("PRAGMA page_count").fetchone()[0]
    file._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull) as caught, file.step("Too much") as step:
        step.keep(bytes(1_000_000))
        step.put(claim(2))
    assert "Free some space" in caught.value.remedy
    assert file.case == kept
    file._db.execute("PRAGMA max_page_count = 1000000")
    with file.step("Now it fits") as step:
        step.put(claim(2))
    file.close()
    assert audit(path) == []
    assert "c2" in CaseFile(path, read_only=True).case.claims


def flipped(path: Path, table: str, column: str) -> None:
    """Alters one character of a value inside the file, as a disk or a hand might."""
    db = sqlite3.connect(path)
    said = f"SELECT rowid, {column} FROM {table} WHERE {column} <> '' ORDER BY rowid DESC"
    rowid, value = db.execute(said).fetchone()
    if isinstance(value, bytes):
        value = bytes([value[0] ^ 1]) + value[1:]
    else:
        at = len(value) // 2
        value = value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]
    db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, rowid))
    db.commit()
    db.close()


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("history", "changes", "history"),
        ("history", "label", "history"),
        ("history", "at", "history"),
        ("history", "hash", "history"),
        ("claims", "text", "table"),
        ("claims", "rationale", "table"),
        ("evidence", "source_title", "table"),
        ("searches", "read_as", "table"),
        ("searches", "known", "table"),
        ("marked_hits", "exact", "table"),
        ("articles", "text", "table"),
        ("blobs", "data", "clip"),
    ],
)
def test_one_altered_byte_is_named(tmp_path: Path, table: str, column: str, kind: str) -> None:
    path = tmp_path / "a.case"
    searched(path).close()
    assert audit(path) == []
    flipped(path, table, column)
    kinds = {problem.kind for problem in audit(path)}
    assert kind in kinds or "case" in kinds


def test_a_row_of_the_history_taken_out_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    worked(path).close()
    for statement in ("DELETE FROM history WHERE number = 3", "DELETE FROM history WHERE number=4"):
        copy = shutil.copy(path, tmp_path / "copy.case")
        db = sqlite3.connect(copy)
        db.execute(statement)
        db.commit()
        db.close()
        assert audit(Path(copy))


def test_no_byte_of_a_case_makes_the_audit_raise(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    worked(path).close()
    data = path.read_bytes()
    copy = tmp_path / "copy.case"
    for at in range(0, len(data), 997):
        copy.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        audit(copy)
        try:
            CaseFile(copy, read_only=True).close()
        except WorkbenchError as error:
            assert error.message
            assert error.remedy


FROZEN = Path(__file__).parent / "frozen"


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_a_case_of_every_format_ever_shipped_opens(tmp_path: Path, version: str) -> None:
    path = Path(shutil.copy(FROZEN / f"case-{version}.case", tmp_path))
    assert audit(path) == []
    file = CaseFile(path)
    assert (file.undo_label, file.redo_label) == ("Attach evidence", "Give verdict")
    file.redo()
    assert file.case.claims["c1"].verdict == "incorrect"
    file.close()
    assert audit(path) == []


def test_the_frozen_case_of_this_format_holds_what_the_format_can(tmp_path: Path) -> None:
    path = Path(shutil.copy(FROZEN / "case-1.2.case", tmp_path))
    file = CaseFile(path, read_only=True)
    assert file.case.article.id == "r2"
    assert file.case.claims["c1"].rewritten
    assert file.case.claims["c1"].overtaken == OVERTAKEN
    assert file.case.searches["s1"].overtaken
    assert not file.case.searches["s2"].stems
    marks = {hit.id: hit.mark for hit in file.case.marked_hits.values()}
    assert marks == {"h1": Mark.NOT_RELEVANT, "h2": Mark.SEEN, "h3": Mark.SEEN}
    assert {row.kind for row in file.history()} == {StepKind.DO, StepKind.UNDO, StepKind.NOTE}
    assert file.case.claims["c1"].locator.exact == "The bridge cost the city 31.2 million euros"
    assert file.case.claims["c2"].vanished
    assert file.case.claims["c2"].carried == Carried(AnchorState.LOST, 1, "3 May", "confirmed", "")
    file.close()


def test_the_frozen_formats_reach_up_to_this_one() -> None:
    newest = f"{form.MAJOR}.{form.MINOR}"
    assert (FROZEN / f"case-{newest}.case").is_file()


def test_an_older_case_is_copied_and_brought_up(tmp_path: Path) -> None:
    path = Path(shutil.copy(FROZEN / "case-1.0.case", tmp_path / "a.case"))
    before = path.read_bytes()
    file = CaseFile(path)
    chain = [row.hash for row in file.history()]
    carried = Carried(AnchorState.CHANGED, 1, "words", "incorrect", "why")
    with file.step("New draft") as step:
        step.put(replace(file.case.claims["c1"], carried=carried))
    for _step in range(3):
        file.undo()
    assert file.case.claims == {}
    file.redo()
    assert file.case.claims["c1"].carried is None
    file.redo()
    file.redo()
    assert file.case.claims["c1"].carried == carried
    case = file.case
    assert [row.hash for row in file.history()][: len(chain)] == chain
    file.close()
    assert audit(path) == []
    assert CaseFile(path, read_only=True).case == case
    copy = tmp_path / "a.1.0.case"
    assert copy.read_bytes() == before
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.1.0.case", "a.case"]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_an_older_case_takes_searches_once_it_is_brought_up(tmp_path: Path, version: str) -> None:
    path = Path(shutil.copy(FROZEN / f"case-{version}.case", tmp_path / "a.case"))
    before = path.read_bytes()
    file = CaseFile(path)
    with file.note("Hits seen") as note:
        note.put(marked())
    with file.step("Record search") as step:
        step.put(search())
        step.put(replace(file.case.claims["c1"], overtaken=OVERTAKEN))
    case = file.case
    file.close()
    assert audit(path) == []
    assert CaseFile(path, read_only=True).case == case
    assert (tmp_path / f"a.{version}.case").read_bytes() == before


def test_looking_at_an_older_case_leaves_it_as_it_is(tmp_path: Path) -> None:
    path = Path(shutil.copy(FROZEN / "case-1.0.case", tmp_path))
    before = path.read_bytes()
    file = CaseFile(path, read_only=True)
    assert file.case.claims["c1"].carried is None
    file.close()
    assert audit(path) == []
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_copy_of_an_older_case_overwrites_nothing(tmp_path: Path) -> None:
    path = Path(shutil.copy(FROZEN / "case-1.0.case", tmp_path / "a.case"))
    mine = tmp_path / "a.1.0.case"
    mine.write_text("mine")
    CaseFile(path).close()
    assert mine.read_text() == "mine"
    assert (tmp_path / "a.1.0-2.case").read_bytes() == (FROZEN / "case-1.0.case").read_bytes()


def test_an_older_case_in_use_is_left_alone(tmp_path: Path) -> None:
    path = Path(shutil.copy(FROZEN / "case-1.0.case", tmp_path))
    before = path.read_bytes()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    with pytest.raises(CaseInUse):
        CaseFile(path)
    db.close()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_case_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    path = Path(shutil.copy(FROZEN / "case-1.0.case", tmp_path))
    db = sqlite3.connect(path)
    db.execute("UPDATE claims SET kind = 'rumour'")
    db.commit()
    db.close()
    before = path.read_bytes()
    with pytest.raises(NotACase):
        CaseFile(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(FROZEN / "case-1.0.case", tmp_path))
    before = path.read_bytes()
    steps = (*form.ADDED[form.USER_VERSION], ("none", "such TEXT"))
    monkeypatch.setitem(form.ADDED, form.USER_VERSION, steps)
    with pytest.raises((NotACase, KeyError)):
        CaseFile(path)
    assert path.read_bytes() == before
