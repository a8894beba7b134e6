"""What a memo and a check say of recorded searches once the archive has changed, or is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.clusters import osmem
from workbench.adapters.opensearch_wire import Cluster
from workbench.domain.errors import EngineError
from workbench.services.archive import Archive
from workbench.services.casework import Casework
from workbench.services.jobs import Job
from workbench.services.memos import export, verify, verify_note
from workbench.services.reading import read_pasted
from workbench.services.searches import record_search, replay_searches
from workbench.services.workbench import create_case, open_case


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(tmp_path / "papers")
    arrive(opened, tmp_path, "account.txt", "The bridge cost 31.2 million euros.")
    yield opened
    opened.close()


@pytest.fixture
def casework(archive: Archive, tmp_path: Path) -> Iterator[Casework]:
    article, original = read_pasted("Costs doubled\n\nThe bridge cost 40 million.")
    create_case(article, original, tmp_path / "b.case", who="Ada").close()
    opened = open_case(tmp_path / "b.case", archive, who="Ada")
    opened.mark_quote("The bridge cost 40 million")
    yield opened
    opened.close()


def arrive(archive: Archive, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    archive.add([folder / name], Job())


def record(casework: Casework, archive: Archive, query: str, claim: str = "1") -> None:
    record_search(casework, claim, archive.search(query), archive.index_state())


def test_a_memo_says_which_searches_the_archive_has_outgrown(
    casework: Casework, archive: Archive, tmp_path: Path
) -> None:
    record(casework, archive, "crane")
    record(casework, archive, "derrick", claim="")

    def memo() -> str:
        return export(casework, tmp_path / "memo.md")[0].read_text("utf-8")

    assert "The archive has changed" not in memo()
    arrive(archive, tmp_path, "rain.txt", "It rained.")
    before, _heading, after = memo().partition("## Claims")
    assert "changed since 2 searches that found nothing were last asked" in before
    assert after.count("The archive has changed since this was last asked.") == 2
    replay_searches(casework, archive)
    assert "The archive has changed" not in memo()
    arrive(archive, tmp_path, "snow.txt", "It snowed.")
    casework.archive = None
    assert "The archive has changed" not in memo()


def test_a_memo_is_written_while_the_engine_is_away(
    casework: Casework, archive: Archive, tmp_path: Path
) -> None:
    record(casework, archive, "crane")
    with osmem() as server:
        archive.engines.set_cluster(Cluster(server))
        archive.rebuild(Job(), "opensearch")
    with pytest.raises(EngineError):
        archive.index_state()
    assert "crane" in export(casework, tmp_path / "memo.md")[0].read_text("utf-8")
    assert verify(casework.path, archive) == []
    assert verify_note(casework.path, archive) == ""
