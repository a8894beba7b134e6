"""Make the environment and start the workbench, or run its tests; standard library only.

python3 packaging/start.py                the window on the sample case; without a display, the demo
python3 packaging/start.py test [ARGS]    every test; ARGS go to pytest
"""

from __future__ import annotations

import compileall
import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
RUNTIME_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "packaging" / "requirements-dev.lock"
ROOM = 300 * 2**20  # with less than this left, a failed installation is taken for a full disk


# what each job needs of a Linux system, library or program, and Debian's package that holds it
WINDOW = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
TESTS = {
    **WINDOW,
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "dbus-run-session": "dbus",
    "dbus-launch": "dbus-x11",
    "gnome-keyring-daemon": "gnome-keyring",
    "openssl": "openssl",
}

# why an installation failed: signs in the installer's words, what is said of it, what helps
CAUSES = {
    "read-only file system|permission denied": (
        f"This user may not write files or run programs in {ROOT}.",
        "Put the project where both are allowed, or ask who owns the folder.",
    ),
    "no space left|disk quota": (
        "The disk is full, so the environment could not be made.",
        f"Free 2 GB where {ROOT} and the temporary files lie, then run this again.",
    ),
    "do not match the hashes|hash mismatch": (
        "A downloaded package is not the one named in the lock, so it was not installed.",
        "Run this again; if it stays so, ask who runs your package index or proxy.",
    ),
    "connection|name resolution|dns error|timed out|unreachable|proxy": (
        "The packages could not be downloaded, because the package index did not answer.",
        "Check the network and any proxy setting, then run this again.",
    ),
}


class StartError(Exception):
    """Something foreseeable is in the way: what it is, and what helps."""

    def __str__(self) -> str:
        return " ".join(self.args)


def say(text: str) -> None:
    """Progress goes to standard error; standard output belongs to the job."""
    print(text, file=sys.stderr, flush=True)


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> None:
    """Refuse a Python that is too old for the workbench."""
    if version < (3, 11):
        raise StartError(
            f"This is Python {'.'.join(map(str, version))}; the workbench needs 3.11 or newer.",
            "Run this script with a newer one, such as: python3.12 packaging/start.py",
        )


def present(name: str) -> bool:
    """Whether the PATH has a program of this name, or the loader a shared library."""
    try:
        return bool(shutil.which(name) or ctypes.CDLL(name))
    except OSError:
        return False


def missing_packages(
    needs: Mapping[str, str], found: Callable[[str], bool] = present, platform: str = sys.platform
) -> list[str]:
    """Debian's names of what a job needs and this machine lacks; other systems bring it all."""
    return [package for name, package in needs.items() if platform == "linux" and not found(name)]


def find_uv() -> str | None:
    """The path of uv, if it is on the PATH and outside the environment that is to be made."""
    uv = shutil.which("uv")
    return uv if uv and VENV not in Path(uv).parents else None


def missing_venv() -> list[str]:
    """The package without which Debian's own Python makes no environment; uv needs none."""
    enough = find_uv() or importlib.util.find_spec("ensurepip")
    return [] if enough else [f"python3.{sys.version_info.minor}-venv"]


def install_system(lacking: Callable[[], list[str]]) -> None:
    """Install what is lacking as root with apt-get; else say which command does it."""
    names = " ".join(lacking())
    if not names:
        return
    command = f"apt-get install --yes --no-install-recommends {names}"
    if shutil.which("apt-get") is None:
        raise StartError(
            f"This system lacks what Debian calls {names}.",
            "Install these with the system's own package manager, then run this again.",
        )
    if os.geteuid() != 0:
        raise StartError(
            "System packages are missing that the workbench needs.",
            f"Run this, then start again: sudo apt-get update && sudo {command}",
        )
    say(f"Installing system packages: {names}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    for words in ("apt-get update", command):
        subprocess.run([*words.split(), "-qq"], stdout=sys.stderr, check=False)
    if lacking():
        raise StartError(
            f"apt-get could not install {' '.join(lacking())}.",
            f"Look at its messages above and try it by hand: {command}",
        )


def explain(output: str, free: int) -> StartError:
    """Why an installation failed, from the installer's words and the free bytes of the disk."""
    text = output.lower() + ("no space left" if free < ROOM else "")
    for signs, sentences in CAUSES.items():
        if re.search(signs, text):
            return StartError(*sentences)
    last = (output.strip().splitlines() or ["the installer gave no reason"])[-1]
    return StartError(
        f"The packages could not be installed: {last.strip().rstrip('.')}.",
        f"Remove {VENV} and run this again; if it stays so, report these lines.",
    )


def attempt(command: Sequence[str]) -> None:
    """Run an installer; its progress is shown, its complaints are kept to explain a failure."""
    done = subprocess.run(command, cwd=ROOT, stdout=sys.stderr, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        output = done.stderr.decode(errors="replace")
        say("\n".join(output.splitlines()[-5:]))
        raise explain(output, shutil.disk_usage(ROOT).free)


def installer() -> list[str]:
    """The command that installs into the environment: uv where it is found, else pip."""
    uv = find_uv()
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-compile"]
    return pip if sys.stderr.isatty() else [*pip, "--quiet"]


def install_lock(lock: Path) -> None:
    """Install exactly what a lock names, wheels only, and byte-compile it."""
    say(f"Installing what {lock.relative_to(ROOT)} names; the first time this downloads a lot.")
    pinned = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement"]
    attempt([*installer(), *pinned, str(lock)])
    # pip would compile on one core and uv not at all; two cores need a /dev/shm for this user
    compiler = [str(PYTHON), "-m", "compileall", "-qq", str(VENV / "lib"), "-j"]
    if subprocess.run([*compiler, "0"], stderr=subprocess.DEVNULL, check=False).returncode:
        subprocess.run([*compiler, "1"], check=False)


def make_environment() -> None:
    """A new .venv with the runtime packages, in place of whatever was there."""
    base = getattr(sys, "_base_executable", sys.executable)  # sys.executable may lie in .venv
    without = ["--without-pip"] if find_uv() else []
    attempt([base, "-m", "venv", "--clear", *without, str(VENV)])
    install_lock(RUNTIME_LOCK)


def install_project() -> None:
    """The workbench itself, editable, so that .venv/bin/workbench exists."""
    attempt([*installer(), "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


def fingerprint(file: Path) -> str:
    """What a finished layer depends on: a file's bytes, this Python, and where the tree lies."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return f"{digest} {sys.implementation.cache_tag} {sys.version_info[:3]} {ROOT}\n"


def layer(name: str, file: Path, make: Callable[[], None]) -> None:
    """Make one layer unless its stamp says that it stands; the stamp is written last."""
    stamp = VENV / f"workbench-{name}.stamp"
    wanted = fingerprint(file)
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    stamp.unlink(missing_ok=True)
    make()
    stamp.write_text(wanted, encoding="utf-8")


def prepare(needs: Mapping[str, str]) -> None:
    """Everything a job stands on: system packages, environment, the project, its bytecode."""
    install_system(lambda: [*missing_venv(), *missing_packages(needs)])
    layer("packages", RUNTIME_LOCK, make_environment)
    layer("project", ROOT / "pyproject.toml", install_project)
    compileall.compile_dir(ROOT / "workbench", quiet=2)


def answers(family: int, address: str | tuple[str, int]) -> bool:
    """Whether something listens at a local display's address."""
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.settimeout(1)
        try:
            door.connect(address)
        except OSError:
            return False
    return True


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a window can be opened: always on Windows and macOS, else if a display answers."""
    if platform in ("win32", "darwin"):
        return True
    wayland = environment.get("WAYLAND_DISPLAY")
    folder = environment.get("XDG_RUNTIME_DIR", "/nonexistent")
    if wayland and answers(socket.AF_UNIX, str(Path(folder, wayland))):
        return True
    host, colon, number = environment.get("DISPLAY", "").rpartition(":")
    number = number.partition(".")[0]
    if not colon or not number.isdigit():
        return False
    if host in ("", "unix"):
        doors = (f"{mark}/tmp/.X11-unix/X{number}" for mark in ("", "\0"))
        return any(answers(socket.AF_UNIX, door) for door in doors)
    return answers(socket.AF_INET, (host, 6000 + int(number)))


def become(command: list[str]) -> int:
    """Hand over to the job: in this process where the system can, so that signals reach it."""
    if sys.platform != "win32":
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def job(arguments: Sequence[str]) -> list[str]:
    """The command to run, with all that it stands on prepared."""
    if arguments:
        prepare(TESTS)
        layer("tests", TEST_LOCK, lambda: install_lock(TEST_LOCK))
        os.chdir(ROOT)
        return [str(PYTHON), "-m", "pytest", *arguments[1:]]
    workbench = str(SCRIPTS / "workbench")
    if has_display(os.environ):
        prepare(WINDOW)
        return [workbench, "--sample"]
    prepare({})  # the command line loads no Qt
    home = os.environ.get("WORKBENCH_HOME")
    return [workbench, "demo", str(Path(home, "demo") if home else ROOT / "build" / "demo")]


def main(arguments: Sequence[str]) -> int:
    """Start the workbench, or test it; what is foreseeable ends in two sentences."""
    if arguments and arguments[0] != "test":
        say(str(__doc__))
        return 0 if arguments[0] in ("-h", "--help") else 2
    try:
        check_python()
        return become(job(arguments))
    except StartError as error:
        say(str(error))
    except OSError as error:
        say(str(explain(str(error), ROOM)))
    except KeyboardInterrupt:
        say("Stopped. Run this again to go on.")
        return 130
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
