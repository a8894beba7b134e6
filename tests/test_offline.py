"""No code path opens a socket but the way to an OpenSearch that somebody named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.clusters import osmem
from workbench.adapters.opensearch_wire import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
GUARD = """
import sys
def is_let(frame):
    while frame is not None:
        if LET_THROUGH and frame.f_code.co_filename.endswith(LET_THROUGH):
            return True
        frame = frame.f_back
    return False
FORBIDDEN = {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"}
def guard(event, arguments):
    # A path is a socket of the system's own, as X11 and children's pipes use; an address is not.
    local = event != "socket.getaddrinfo" and isinstance(arguments[-1], (str, bytes))
    if event in FORBIDDEN and not local:
        let = is_let(sys._getframe(1))
        with open(FILE, "a") as note:
            note.write(f"{'let' if let else 'forbidden'} {event} {arguments}\\n")
        if not let:
            raise RuntimeError("a socket: " + event)
sys.addaudithook(guard)
"""


EVERY_MODULE = """
import importlib, pkgutil, sys, workbench
for module in pkgutil.walk_packages(workbench.__path__, "workbench."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(*sys.modules)
"""


def guarded(tmp_path: Path, let_through: str = "") -> tuple[dict[str, str], Path]:
    """An environment whose every Python notes and refuses sockets, and the notes."""
    notes = tmp_path / "sockets"
    guard = GUARD.replace("FILE", repr(str(notes))).replace("LET_THROUGH", repr(let_through))
    folder = tmp_path / "guard"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(guard, encoding="utf-8")
    environment = {
        **{name: value for name, value in os.environ.items() if name != ENVIRONMENT},
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        "WORKBENCH_HOME": str(tmp_path / "home"),
    }
    canary = [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"]
    blocked = subprocess.run(canary, env=environment, capture_output=True, check=False)
    assert b"a socket" in blocked.stderr
    notes.unlink()
    return environment, notes


def workbench(environment: dict[str, str], *words: str) -> str:
    """Runs a command of the program."""
    done = subprocess.run(
        [sys.executable, "-m", "workbench", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.timeout(300)
def test_the_whole_job_opens_no_socket(tmp_path: Path) -> None:
    """sitecustomize carries the guard into every child process too."""
    environment, notes = guarded(tmp_path)
    workbench(environment, "demo", str(tmp_path / "demo"))
    assert not notes.exists(), notes.read_text()


@pytest.mark.timeout(300)
def test_with_opensearch_only_the_way_there_opens_one(tmp_path: Path) -> None:
    environment, notes = guarded(tmp_path, "opensearch_wire.py")
    (tmp_path / "minutes.txt").write_text("The bridge cost more.", encoding="utf-8")
    with osmem() as address:
        workbench(environment, "archive", "add", str(tmp_path / "minutes.txt"))
        assert not notes.exists(), notes.read_text()
        environment[ENVIRONMENT] = address
        workbench(environment, "archive", "rebuild", "--engine", "opensearch")
        assert "1 passage" in workbench(environment, "archive", "search", "bridges")
    lines = notes.read_text().splitlines()
    assert all(line.startswith("let ") for line in lines), lines
    connections = [line for line in lines if "socket.connect" in line]
    assert connections
    assert all(address.rpartition(":")[2] in line for line in connections), connections


def test_importing_all_of_it_loads_neither_keyring_nor_opensearch() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EVERY_MODULE], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "workbench" in loaded
    assert loaded.isdisjoint({"keyring", "secretstorage", "opensearchpy", "urllib3", "requests"})
