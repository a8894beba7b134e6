"""What a newsroom starts its OpenSearch with; the container itself needs Docker and is not run."""

import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.clusters import scripted
from workbench.adapters.index_opensearch import index_name
from workbench.adapters.opensearch_wire import Cluster, Wire

FOLDER = Path(__file__).resolve().parents[2] / "packaging" / "opensearch"
needs_openssl = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("openssl") is None, reason="openssl is not installed"
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The folder as somebody has it who starts it for the first time."""
    shutil.copytree(
        FOLDER, tmp_path / "opensearch", ignore=shutil.ignore_patterns("auth*", "certificates")
    )
    return tmp_path / "opensearch"


def certify(folder: Path, *names: str) -> None:
    """Makes certificates for the names."""
    subprocess.run(["bash", folder / "certificates.sh", *names], check=True, capture_output=True)


@needs_openssl
def test_a_workbench_trusts_the_cluster_by_the_authoritys_file(copy: Path) -> None:
    certify(copy, "search.newsroom.example")
    made = copy / "certificates"
    authority = (made / "authority.pem").read_bytes()
    certify(copy, "search.newsroom.example", "10.1.2.3")
    assert (made / "authority.pem").read_bytes() == authority
    answer = (200, {"version": {"number": "2.19.1"}})
    with scripted(lambda request: answer, (made / "node.pem", made / "node.key")) as server:
        for address in (server.address, server.address.replace("127.0.0.1", "localhost")):
            wire = Wire(Cluster(address, ca_file=str(made / "authority.pem")))
            assert wire.version() == "OpenSearch 2.19.1"
            wire.close()


@needs_openssl
def test_keys_are_nobody_elses_to_read(copy: Path) -> None:
    certify(copy)
    keys = list(copy.rglob("*.key"))
    assert sorted(key.name for key in keys) == ["authority.key", "node.key"]
    for key in keys:
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert not (copy / "certificates" / "authority.key").exists()  # the container sees that folder


def test_security_is_on_and_no_password_is_written_down() -> None:
    compose = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
    assert "DISABLE_SECURITY_PLUGIN" not in compose
    assert 'DISABLE_INSTALL_DEMO_CONFIG: "true"' in compose
    given = re.findall(r"PASSWORD: (.*)", compose)
    assert len(given) == 2
    assert all(re.fullmatch(r"\$\{\w+:\?.+\}", value) for value in given)
    assert '"${OPENSEARCH_BIND:-127.0.0.1}:9200:9200"' in compose
    for name in re.findall(r"- \./([\w.]+):", compose):
        assert name == "certificates" or (FOLDER / name).is_file()


def test_the_role_is_for_the_names_our_indices_have() -> None:
    roles = (FOLDER / "roles.yml").read_text(encoding="utf-8")
    assert 'index_patterns: ["workbench-*"]' in roles
    assert re.fullmatch(r"workbench-[0-9a-f]{20}", index_name("an archive"))


@pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for bash")
@pytest.mark.parametrize("name", ["start.sh", "certificates.sh"])
def test_the_scripts_are_scripts(name: str) -> None:
    subprocess.run(["bash", "-n", FOLDER / name], check=True)
