"""An archive searched with OpenSearch: local work goes on when it is away, and nothing is lost.

The server is osmem-server: it proves the wire, not a cluster.
"""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.clusters import osmem
from workbench.adapters.opensearch_wire import ENVIRONMENT, Cluster
from workbench.domain.errors import AddressUnusable, EngineUnreachable
from workbench.domain.query_options import Options, Unit
from workbench.services.archive import Archive
from workbench.services.engine_settings import EngineSettings, OpenSearchAddress
from workbench.services.jobs import Job


@pytest.fixture
def server() -> Iterator[str]:
    with osmem() as address:
        yield address


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    for number in range(3):
        text = f"Paper {number}\n\nThe cost of quay {number} was noted in the harbour.\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    opened = Archive(tmp_path / "archive")
    opened.add([tmp_path / f"{number}.txt" for number in range(3)], Job())
    yield opened
    opened.close()


def test_an_archive_moves_to_opensearch_and_back(archive: Archive, server: str) -> None:
    before = {hit.text for hit in archive.search("quay cost").hits}
    settings = EngineSettings(archive)
    settings.keep_address(OpenSearchAddress(server))
    assert settings.test(settings.address())
    assert archive.rebuild(Job(), "opensearch")[0] == 3
    found = archive.search("quay cost")
    assert found.engine == archive.engine == "opensearch"
    assert {hit.text for hit in found.hits} == before
    assert archive.search("harbour noted", options=Options(Unit.DOCUMENT)).total == 3
    archive.tag([archive.source("1.txt").sha256], ["urgent"], [])
    assert archive.search("tag:urgent").total == 1
    archive.rebuild(Job(), "opensearch")
    assert archive.search("quay").total == 3
    archive.rebuild(Job(), "tantivy")
    assert archive.search("quay").engine == "tantivy"


def test_two_readers_of_one_archive_see_the_same(archive: Archive, server: str) -> None:
    EngineSettings(archive).keep_address(OpenSearchAddress(server))
    archive.rebuild(Job(), "opensearch")
    other = Archive(archive.folder)
    assert (other.engine, other.search("quay").total) == ("opensearch", 3)
    archive.remove(archive.source("1.txt").sha256)
    assert other.search("quay").total == 2
    other.close()


def test_imports_go_on_while_opensearch_is_away(archive: Archive, tmp_path: Path) -> None:
    with osmem() as server:
        archive.engines.set_cluster(Cluster(server))
        archive.rebuild(Job(), "opensearch")
    (tmp_path / "late.txt").write_text("Late\n\nA late paper on the quay.\n", encoding="utf-8")
    report = archive.add([tmp_path / "late.txt"], Job())
    assert (report.added, report.failed) == (1, [])
    assert report.not_indexed
    with pytest.raises(EngineUnreachable):
        archive.search("quay")
    again = Archive(archive.folder)
    assert len(again.sources()) == 4
    again.rebuild(Job(), "tantivy")
    assert again.search("quay").total == 4
    again.close()


def test_tags_are_kept_while_opensearch_is_away(archive: Archive) -> None:
    with osmem() as server:
        archive.engines.set_cluster(Cluster(server))
        archive.rebuild(Job(), "opensearch")
    paper = archive.source("1.txt").sha256
    archive.tag([paper], ["urgent"], [])
    assert archive.tags() == {paper: ["urgent"]}
    archive.rebuild(Job(), "tantivy")
    assert archive.search("tag:urgent").total == 1


def test_opening_asks_nothing_of_the_network(archive: Archive) -> None:
    with osmem() as server:
        archive.engines.set_cluster(Cluster(server))
        archive.rebuild(Job(), "opensearch")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        archive.engines.set_cluster(Cluster(f"http://127.0.0.1:{listening.getsockname()[1]}"))
        again = Archive(archive.folder)
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()
        again.close()


def test_a_rebuild_that_cannot_reach_it_leaves_the_old_index(archive: Archive) -> None:
    with pytest.raises(AddressUnusable):
        archive.rebuild(Job(), "opensearch")
    archive.engines.set_cluster(Cluster("http://127.0.0.1:9"))
    with pytest.raises(EngineUnreachable):
        archive.rebuild(Job(), "opensearch")
    assert (archive.engine, archive.search("quay").total) == ("tantivy", 3)
