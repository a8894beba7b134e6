"""The locks: hashed, without addresses, and in step with pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "requirements.lock"
TESTS = ROOT / "packaging" / "requirements-dev.lock"


def entries(lock: Path) -> list[str]:
    """One logical line an entry: the pinned requirement, its marker and its hashes."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def pins(lock: Path) -> dict[str, set[str]]:
    """Versions by name; a name may be pinned twice, under different markers."""
    found: dict[str, set[str]] = {}
    for entry in entries(lock):
        requirement = Requirement(entry.partition("--hash")[0])
        (pin,) = requirement.specifier
        found.setdefault(canonicalize_name(requirement.name), set()).add(pin.version)
    return found


@pytest.mark.parametrize("lock", [RUNTIME, TESTS], ids=lambda lock: lock.name)
def test_a_lock_names_no_address_and_hashes_every_entry(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")
    assert entries(lock)
    form = re.compile(r"[A-Za-z0-9._-]+==\S+( ;.+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [entry for entry in entries(lock) if not form.fullmatch(entry)] == []


def test_the_tests_run_on_the_very_packages_that_are_shipped() -> None:
    assert set(entries(RUNTIME)) <= set(entries(TESTS))


def test_the_locks_answer_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    runtime = [*project["project"]["dependencies"], *groups["build"]]
    tests = [*runtime, *(line for group in groups.values() for line in group)]
    for lock, wanted in ((RUNTIME, runtime), (TESTS, tests)):
        pinned = pins(lock)
        for line in wanted:
            if isinstance(line, str):
                requirement = Requirement(line)
                versions = pinned.get(canonicalize_name(requirement.name), set())
                assert versions, f"{lock.name} lacks {line}; run packaging/lock.py"
                assert all(requirement.specifier.contains(version) for version in versions), line
