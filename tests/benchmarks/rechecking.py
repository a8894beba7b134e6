"""How long a thousand anchors take: `python tests/benchmarks/rechecking.py [ANCHORS]`.

A case with so many pieces of evidence in five documents of 200 pages is looked at again, first as
it is, then after every text layer has changed (another library's reading of the same files), and
the peer, a search for the bare words of each quote in its whole document, runs beside it.
"""

import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.domain.edited_documents import Writer
from workbench.domain.evidence import Evidence, Grade, Stance
from workbench.domain.text import text_hash
from workbench.i18n import N_
from workbench.services.archive import Archive
from workbench.services.casework import Casework, Passage
from workbench.services.jobs import Job
from workbench.services.reading import read_pasted
from workbench.services.rechecking import check_evidence
from workbench.services.workbench import create_case, open_case

DOCUMENTS, PARAGRAPHS = 5, 2_000


def main(anchors: int) -> None:
    """Prints seconds, states and the ratio to the peer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = _archive(folder)
        article, original = read_pasted("A claim\n\nThe bridge cost 40 million.")
        create_case(article, original, folder / "a.case", who="Ada").close()
        casework = open_case(folder / "a.case", archive, who="Ada")
        _link(casework, archive, anchors)
        pages = archive.counts()[1]
        print(f"{anchors} anchors in {DOCUMENTS} documents, {pages} pages")
        _measure(casework, archive, "as they were")
        _relayer(folder / "archive" / "catalogue.db")
        _measure(casework, archive, "every text layer another one")
        casework.close()
        archive.close()


def _archive(folder: Path) -> Archive:
    archive = Archive(folder / "archive")
    for number in range(DOCUMENTS):
        writer = Writer(number)
        paragraphs = [" ".join(t.text for t in p) for p in writer.document(PARAGRAPHS)]
        (folder / f"{number}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    archive.add(sorted(folder.glob("*.txt")), Job())
    return archive


def _link(casework: Casework, archive: Archive, anchors: int) -> None:
    chance = random.Random(1)
    claim = casework.mark_quote("The bridge cost 40 million.").changes[0].id
    sources = archive.sources()
    with casework.step(N_("Attach evidence")) as step:
        for number in range(anchors):
            source = chance.choice(sources)
            page = archive.page(source.sha256, chance.randint(1, source.pages))
            start = page.text.find(" ", chance.randrange(len(page.text) // 2)) + 1
            end = page.text.find(" ", start + chance.choice((8, 40, 160)))
            located = casework.locate(Passage(source.sha256, page.number, start, end))[1]
            facts = (source.title, source.kind, source.name, source.pages, "2026-01-01")
            step.put(Evidence(str(number), claim, located, Stance.CONTEXT, Grade.PRIMARY, *facts))


def _relayer(catalogue: Path) -> None:
    """Every page read a little otherwise: a new first line, and so another layer."""
    with sqlite3.connect(catalogue) as db:
        for row, text in db.execute("SELECT rowid, text FROM pages").fetchall():
            changed = f"Printed anew\n\n{text}"
            db.execute(
                "UPDATE pages SET text = ?, layer = ? WHERE rowid = ?",
                (changed, text_hash(changed), row),
            )


def _measure(casework: Casework, archive: Archive, what: str) -> None:
    begun = time.perf_counter()
    reports = check_evidence(casework)
    ours = time.perf_counter() - begun
    begun = time.perf_counter()
    hits = 0
    texts = {s.sha256: [p.text for p in archive.pages(s.sha256)] for s in archive.sources()}
    for item in casework.case.evidence.values():
        hits += any(item.locator.exact in text for text in texts[item.locator.source])
    theirs = time.perf_counter() - begun
    states = Counter(report.found.state.value for report in reports)
    print(f"{what}: {ours:.2f} s {dict(states)}; bare search {theirs:.2f} s, {ours / theirs:.1f}×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
