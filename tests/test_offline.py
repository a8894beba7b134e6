"""No code path opens a socket: the whole job is done with sockets forbidden."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

GUARD = """
import sys
FORBIDDEN = {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"}
def guard(event, arguments):
    # A path is a socket of the system's own, as X11 and children's pipes use; an address is not.
    local = event != "socket.getaddrinfo" and isinstance(arguments[-1], (str, bytes))
    if event in FORBIDDEN and not local:
        with open(FILE, "a") as note:
            note.write(f"{event} {arguments}\\n")
        raise RuntimeError("a socket: " + event)
sys.addaudithook(guard)
"""


@pytest.mark.timeout(300)
def test_the_whole_job_opens_no_socket(tmp_path: Path) -> None:
    """sitecustomize carries the guard into every child process too."""
    notes = tmp_path / "sockets"
    (tmp_path / "sitecustomize.py").write_text(
        GUARD.replace("FILE", repr(str(notes))), encoding="utf-8"
    )
    root = Path(__file__).resolve().parents[1]
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}"}
    canary = [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"]
    blocked = subprocess.run(canary, env=environment, capture_output=True, check=False)
    assert b"a socket" in blocked.stderr
    notes.unlink()
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "demo", str(tmp_path / "demo")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not notes.exists(), notes.read_text()
