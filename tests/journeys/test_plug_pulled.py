"""Pulling the plug: kill -9 at random moments; what was acknowledged is there afterwards."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cases import new_file
from workbench.adapters.case_audit import audit
from workbench.adapters.case_file import CaseFile
from workbench.services.archive import Archive
from workbench.services.jobs import Job

KILLS = 30

IMPORTING = """
import sys
from pathlib import Path
from workbench.services.archive import Archive
from workbench.services.jobs import Job
if __name__ == "__main__":
    archive = Archive(Path(sys.argv[1]))
    print("ready", flush=True)
    archive.add([Path(sys.argv[2])], Job(), lambda added: print(added.sha256, flush=True))
    print("done", flush=True)
"""

WORKING = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.cases import CLIP, claim, evidence
from workbench.adapters.case_file import CaseFile
file = CaseFile(Path(sys.argv[1]))
print("ready", flush=True)
number = max((c.number for c in file.case.claims.values()), default=0)
while True:
    number += 1
    with file.step("Mark claim") as step:
        step.put(claim(number))
    print(f"c{number}", flush=True)
    with file.step("Attach evidence") as step:
        step.keep(CLIP)
        step.keep(CLIP + bytes(50_000) + str(number).encode())
        step.put(evidence(number, f"c{number}"))
    print(f"e{number}", flush=True)
    if number % 3 == 0:
        with file.step("Edit claim") as step:
            step.put(claim(number, text="Other words"))
        file.undo()
        file.redo()
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")


def killed(code: str, *arguments: str, after: float) -> list[str]:
    """What a process acknowledged before it was killed so many seconds after it was ready."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(after)
        os.killpg(process.pid, signal.SIGKILL)
        return [line.strip() for line in process.stdout if line.endswith("\n")]


class Moments:
    """Random waits before a kill; on a machine so busy that nothing gets done, longer ones."""

    def __init__(self, longest: float) -> None:
        self._chance = random.Random(20260514)
        self._longest = longest

    def next(self, acknowledged: int) -> float:
        if not acknowledged:
            self._longest = min(8.0, self._longest * 1.2)
        return self._chance.uniform(0, self._longest)


@pytest.mark.timeout(600)
def test_an_import_killed_thirty_times_loses_nothing(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(400):
        text = f"Paper {number}\n\n" + f"Herring and sum {number} of the harbour. " * 30
        (papers / f"{number:03}.txt").write_text(text, encoding="utf-8")
    acknowledged: set[str] = set()
    moments = Moments(0.6)
    for _kill in range(KILLS):
        after = moments.next(len(acknowledged))
        said = killed(IMPORTING, str(tmp_path / "archive"), str(papers), after=after)
        acknowledged.update(line for line in said if line != "done")
        archive = Archive(tmp_path / "archive")
        assert acknowledged <= {source.sha256 for source in archive.sources()}
        archive.search("herring")
        report = archive.check(Job())
        assert report.ok, report
        archive.close()
    archive = Archive(tmp_path / "archive")
    archive.add([papers], Job())
    assert len(archive.sources()) == 400
    assert archive.search("herring", 1).total == 400
    assert not (tmp_path / "archive" / "incoming").exists()
    archive.close()
    print(f"\n{KILLS} kills, {len(acknowledged)} of 400 acknowledged before the last run")
    assert len(acknowledged) > 10


@pytest.mark.timeout(600)
def test_casework_killed_thirty_times_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    new_file(path).close()
    acknowledged: set[str] = set()
    root = str(Path(__file__).resolve().parents[2])
    moments = Moments(0.3)
    for _kill in range(KILLS):
        after = moments.next(len(acknowledged))
        acknowledged.update(killed(WORKING, str(path), root, after=after))
        file = CaseFile(path)
        assert acknowledged <= {*file.case.claims, *file.case.evidence}
        file.close()
        assert audit(path) == []
    print(f"\n{KILLS} kills, {len(acknowledged)} steps acknowledged")
    assert len(acknowledged) > KILLS
