"""The pure parts of the start-up script: stamps, missing packages, displays, sentences."""

import ast
import errno
import importlib.util
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "start.py"
ROOMY = 10**12


@pytest.fixture
def start(tmp_path: Path) -> ModuleType:
    """The script as a module of its own, with its environment folder moved away."""
    spec = importlib.util.spec_from_file_location("start", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.VENV = tmp_path / ".venv"
    module.VENV.mkdir()
    module.PYTHON = module.VENV / "python"
    module.PYTHON.touch()
    return module


# -- the script itself


def test_an_old_python_can_read_it_far_enough_to_be_refused() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_it_needs_the_standard_library_only() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize(("words", "status"), [(["--help"], 0), (["tset"], 2)])
def test_usage_is_shown_when_asked_or_when_mistyped(words: list[str], status: int) -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == status
    assert done.stdout == ""
    assert "start.py test" in done.stderr


def test_an_old_python_is_refused_in_two_sentences(start: ModuleType) -> None:
    with pytest.raises(start.StartError) as caught:
        start.check_python((3, 10, 4))
    assert str(caught.value).startswith("This is Python 3.10.4; the workbench needs 3.11 or newer.")
    assert "python3.12 packaging/start.py" in str(caught.value)
    start.check_python((3, 11, 0))


# -- stamps


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A file that a layer depends on."""
    file = tmp_path / "some.lock"
    file.write_text("a==1\n")
    return file


def test_a_finished_layer_is_made_once(start: ModuleType, lock: Path) -> None:
    made: list[int] = []
    for _ in range(3):
        start.layer("packages", lock, lambda: made.append(1))
    assert len(made) == 1


@pytest.mark.parametrize("change", ["lock", "python", "place", "interpreter gone"])
def test_a_layer_is_made_again_when_something_it_stands_on_changes(
    start: ModuleType, lock: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    made: list[int] = []
    start.layer("packages", lock, lambda: made.append(1))
    if change == "lock":
        lock.write_text("a==2\n")
    elif change == "python":
        monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    elif change == "place":
        start.ROOT = lock.parent / "elsewhere"
    else:
        start.PYTHON.unlink()
    start.layer("packages", lock, lambda: made.append(1))
    assert len(made) == 2


def test_an_interrupted_layer_leaves_no_stamp(start: ModuleType, lock: Path) -> None:
    def pulled_out() -> None:
        raise KeyboardInterrupt

    start.layer("packages", lock, lambda: None)
    lock.write_text("a==2\n")
    with pytest.raises(KeyboardInterrupt):
        start.layer("packages", lock, pulled_out)
    lock.write_text("a==1\n")  # back to the state that was stamped before
    made: list[int] = []
    start.layer("packages", lock, lambda: made.append(1))
    assert made


def test_uv_inside_the_environment_is_not_used_to_make_it(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder, used in ((tmp_path / "bin", True), (start.VENV, False)):
        folder.mkdir(exist_ok=True)
        program = folder / "uv"
        program.touch(mode=0o755)
        monkeypatch.setenv("PATH", str(folder))
        assert (start.find_uv() is not None) == used
        assert ("-m" in start.installer()) != used


# -- system packages


def test_missing_packages_are_those_not_found_in_their_order(start: ModuleType) -> None:
    lost = {"libEGL.so.1", "Xvfb"}
    missing = start.missing_packages(start.TESTS, lambda name: name not in lost, "linux")
    assert missing == ["libegl1", "xvfb"]
    assert start.missing_packages(start.TESTS, lambda name: False, "darwin") == []


def test_presence_is_what_the_loader_and_the_path_say(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "Xvfb").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert start.present("Xvfb")
    assert start.present("libc.so.6") == (sys.platform == "linux")
    assert not start.present("libnobody-has-this.so.7")
    assert not start.present("nobody-has-this-program")


def test_root_with_apt_installs_just_what_is_missing(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(start.os, "geteuid", lambda: 0)
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(start.subprocess, "run", lambda words, **_: commands.append(words))
    start.install_system(lambda: [] if commands else ["libegl1", "xvfb"])
    assert [words[:2] for words in commands] == [["apt-get", "update"], ["apt-get", "install"]]
    assert {"--no-install-recommends", "libegl1", "xvfb"} <= set(commands[1])


def test_root_hears_when_apt_fails(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.os, "geteuid", lambda: 0)
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(start.subprocess, "run", lambda words, **_: None)
    with pytest.raises(start.StartError, match="could not install libegl1"):
        start.install_system(lambda: ["libegl1"])


def test_others_get_the_exact_command(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/usr/bin/{name}")
    command = "sudo apt-get install --yes --no-install-recommends libegl1 xvfb"
    with pytest.raises(start.StartError, match=re.escape(command)):
        start.install_system(lambda: ["libegl1", "xvfb"])
    monkeypatch.setattr(start.shutil, "which", lambda name: None)
    with pytest.raises(start.StartError, match="package manager"):
        start.install_system(lambda: ["libegl1"])


def test_debians_python_without_ensurepip_is_noticed(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.shutil, "which", lambda name: None)
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None)
    assert start.missing_venv() == [f"python3.{sys.version_info.minor}-venv"]
    monkeypatch.setattr(start.shutil, "which", lambda name: "/usr/bin/uv")
    assert start.missing_venv() == []


# -- a display


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Path]:
    """A local socket that answers, as a compositor's does."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "wayland-9"))
        door.listen()
        yield tmp_path / "wayland-9"


def test_a_display_counts_only_when_it_answers(start: ModuleType, listening: Path) -> None:
    folder = {"XDG_RUNTIME_DIR": str(listening.parent)}
    assert start.has_display({**folder, "WAYLAND_DISPLAY": "wayland-9"}, "linux")
    assert start.has_display({"WAYLAND_DISPLAY": str(listening)}, "linux")
    assert not start.has_display({**folder, "WAYLAND_DISPLAY": "wayland-8"}, "linux")
    assert start.has_display({}, "darwin")


@pytest.mark.parametrize("name", ["", ":", ":57391", "unix:57391.0", "57391", "no:display"])
def test_a_display_that_is_not_there_is_none(start: ModuleType, name: str) -> None:
    assert not start.has_display({"DISPLAY": name}, "linux")


def test_a_forwarded_display_is_asked_at_its_port(start: ModuleType) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        number = door.getsockname()[1] - 6000
        assert start.has_display({"DISPLAY": f"127.0.0.1:{number}.0"}, "linux")


# -- what is said when something goes wrong


@pytest.mark.parametrize(
    ("output", "free", "word"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", ROOMY, "disk is full"),
        ("Killed", 10**6, "disk is full"),
        ("Error: [Errno 30] Read-only file system: '/x/.venv'", ROOMY, "may not write"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", ROOMY, "not the one named"),
        ("Hash mismatch for `lxml==6`", ROOMY, "not the one named"),
        ("NewConnectionError: Temporary failure in name resolution", ROOMY, "did not answer"),
        ("error sending request\n  Caused by: dns error", ROOMY, "did not answer"),
        ("first\nERROR: No matching distribution found for x==1\n", ROOMY, "found for x==1."),
        ("", ROOMY, "gave no reason."),
    ],
)
def test_a_failed_installation_says_why_and_what_helps(
    start: ModuleType, output: str, free: int, word: str
) -> None:
    text = str(start.explain(output, free))
    assert word in text
    assert text.endswith(".")
    assert len(re.findall(r"[.](?: |$)", text)) == 2


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/x/.venv"), "may not write"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
    ],
)
def test_no_traceback_for_what_can_be_foreseen(
    start: ModuleType, capsys: pytest.CaptureFixture[str], problem: OSError, word: str
) -> None:
    def job(_: object) -> list[str]:
        raise problem

    start.job = job
    assert start.main([]) == 2
    assert word in capsys.readouterr().err


# -- which job


@pytest.mark.parametrize("home", [None, "elsewhere"])
def test_without_a_display_the_job_is_the_demo(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str | None
) -> None:
    monkeypatch.delenv("WORKBENCH_HOME", raising=False)
    if home:
        monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / home))
    asked: list[object] = []
    start.prepare = asked.append
    start.has_display = lambda _: False
    workbench, verb, folder = start.job([])
    assert asked == [{}]  # no library of Qt is asked for
    assert (Path(workbench).stem, verb) == ("workbench", "demo")
    assert Path(folder) == (tmp_path / home if home else start.ROOT / "build") / "demo"


def test_with_a_display_the_job_is_the_window(start: ModuleType) -> None:
    asked: list[object] = []
    start.prepare = asked.append
    start.has_display = lambda _: True
    assert start.job([])[1:] == ["--sample"]
    assert asked == [start.WINDOW]
