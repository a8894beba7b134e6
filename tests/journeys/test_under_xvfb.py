"""The whole job once more on a real X display, as a person's desktop has it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="there is no xvfb-run here")
@pytest.mark.timeout(400)
def test_the_whole_job_on_a_display() -> None:
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1920x1200x24"]
    test = "tests/journeys/test_whole_job.py::test_whole_job"
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test]
    done = subprocess.run(
        [*screen, *words],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "1 passed" in done.stdout
