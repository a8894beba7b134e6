"""Passwords: in a real Secret Service, where there is none, and where one hangs."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from workbench.adapters.secrets import Keyring, Password
from workbench.domain.errors import KeyringMissing

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
LACKING = [name for name in NEEDED if shutil.which(name) is None]
# CI has both, because packaging/start.py installs what the tests need.
secret_service = pytest.mark.skipif(
    bool(LACKING) and not os.environ.get("CI"), reason=f"not installed: {', '.join(LACKING)}"
)

UNLOCKED = """
printf '%s\\n' "password of the collection" |
    gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
"$@"
"""
LOCKED = """
gnome-keyring-daemon --foreground --components=secrets >/dev/null 2>&1 </dev/null &
"$@"
"""
SILENT = """
"$1" -c "$SILENT_SERVICE" >/dev/null 2>&1 &
"$@"
"""
END = """
status=$?
kill %1
exit $status
"""
# Owns the service's name on the bus and never answers.
SILENT_SERVICE = """
import time
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

Proxy(message_bus, open_dbus_connection()).RequestName("org.freedesktop.secrets", 4)
time.sleep(90)
"""
WAIT_FOR_SERVICE = """
import json, time
from workbench.adapters.secrets import Keyring, Password
from workbench.domain.errors import KeyringMissing, KeyringSilent

import secretstorage
until = time.monotonic() + 30
while True:
    bus = secretstorage.dbus_init()
    there = secretstorage.check_service_availability(bus)
    bus.close()
    if there or time.monotonic() > until:
        break
    time.sleep(0.05)
ours = Keyring(30)
"""
SERVICE = "factcheckers-workbench https://search.example.org"


def in_session(tmp_path: Path, shell: str, script: str) -> subprocess.CompletedProcess[str]:
    """Runs Python in a session of its own, with a keyring of its own in a home of its own."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    keep = ("PATH", "LANG", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment |= {
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "error",
        "SILENT_SERVICE": SILENT_SERVICE,
    }
    command = ["dbus-run-session", "--", "bash", "-c", shell + END, "shell", sys.executable, "-c"]
    return subprocess.run(
        [*command, WAIT_FOR_SERVICE + textwrap.dedent(script)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@secret_service
def test_a_real_secret_service_keeps_replaces_and_forgets(tmp_path: Path) -> None:
    script = f"""
        seen = [ours.get({SERVICE!r}, "desk")]
        ours.set({SERVICE!r}, "desk", "pässword ‘1’")
        seen.append(ours.get({SERVICE!r}, "desk"))
        ours.set({SERVICE!r}, "desk", "second")
        seen += [ours.get({SERVICE!r}, "desk"), ours.get({SERVICE!r}, "another")]
        ours.forget({SERVICE!r}, "desk")
        ours.forget({SERVICE!r}, "desk")
        seen.append(ours.get({SERVICE!r}, "desk"))
        ours.set({SERVICE!r}, "desk", "kept for tomorrow")
        print(json.dumps(seen))
    """
    done = in_session(tmp_path, UNLOCKED, script)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [None, "pässword ‘1’", "second", None, None]
    again = in_session(tmp_path, UNLOCKED, f"print(ours.get({SERVICE!r}, 'desk'))")
    assert again.stdout.strip() == "kept for tomorrow", again.stderr
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"kept for tomorrow" not in file.read_bytes(), file


@secret_service
def test_a_keyring_that_stays_locked_is_said_to_be(tmp_path: Path) -> None:
    script = f"""
        try:
            ours.set({SERVICE!r}, "desk", "never kept")
        except KeyringMissing as error:
            print(error)
    """
    done = in_session(tmp_path, LOCKED, script)
    assert done.returncode == 0, done.stderr
    assert "locked" in done.stdout
    assert "never kept" not in done.stdout + done.stderr


@secret_service
def test_a_keyring_that_never_answers_holds_up_neither_us_nor_the_end(tmp_path: Path) -> None:
    script = f"""
        ours = Keyring(0.5)
        for _ in range(3):
            try:
                ours.get({SERVICE!r}, "desk")
            except KeyringSilent as error:
                print(error)
        print(Password({SERVICE!r}, "desk", lambda: "typed", ours)())
    """
    done = in_session(tmp_path, SILENT, script)
    assert done.returncode == 0, done.stderr
    *errors, last = done.stdout.splitlines()
    assert len(errors) == 3
    assert all("does not answer" in line and "each time" in line for line in errors)
    assert last == "typed"


@secret_service
def test_a_refused_password_is_asked_for_and_a_new_one_found(tmp_path: Path) -> None:
    script = f"""
        ours.set({SERVICE!r}, "desk", "old")
        password = Password({SERVICE!r}, "desk", lambda: "typed", ours)
        print(password(), password("old"))
        ours.set({SERVICE!r}, "desk", "new")
        print(password("old"), Password({SERVICE!r}, "guest", None, ours)())
    """
    done = in_session(tmp_path, UNLOCKED, script)
    assert done.stdout.splitlines() == ["old typed", "new None"], done.stderr


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a server without a session: keyring finds no backend."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


def test_no_keyring_at_all_is_said_with_what_helps(no_keyring: None) -> None:
    ours = Keyring(20)
    for call in (
        lambda: ours.get(SERVICE, "desk"),
        lambda: ours.set(SERVICE, "desk", "secret"),
        lambda: ours.forget(SERVICE, "desk"),
    ):
        with pytest.raises(KeyringMissing) as caught:
            call()
        assert "no keyring" in caught.value.message
        assert "each time" in caught.value.remedy
        assert "secret" not in str(caught.value)


def test_without_a_keyring_the_caller_is_asked_each_time(no_keyring: None) -> None:
    answers = iter(["first", "second", None])
    password = Password(SERVICE, "desk", lambda: next(answers), Keyring(20))
    assert [password(), password(), password()] == ["first", "second", None]
    with pytest.raises(KeyringMissing):
        Password(SERVICE, "desk", None, Keyring(20))()


def test_a_backend_that_keeps_nothing_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(KeyringMissing):
        Keyring(20).set(SERVICE, "desk", "secret")
