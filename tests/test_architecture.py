"""The house rules, held by machines: style, types, layers, and what a start may load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("trafilatura", "typst", "mammoth", "docx", "keyring", "opensearchpy", "onnxruntime")
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this environment's Python in the project folder, without this process's state."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.timeout(900)  # mypy reads Qt's types on its first run
@pytest.mark.parametrize(
    "tool",
    [
        pytest.param(("-m", "ruff", "check", "."), id="ruff check"),
        pytest.param(("-m", "ruff", "format", "--check", "."), id="ruff format"),
        pytest.param(("-m", "mypy"), id="mypy"),
        pytest.param(("-c", LINT_IMPORTS), id="import-linter"),
    ],
)
def test_the_tool_finds_nothing(tool: tuple[str, ...]) -> None:
    done = run_python(*tool)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("workbench.cli", ("PySide6", "shiboken6", "pymupdf", *HEAVY)),
        ("workbench.ui.main_window", ("pymupdf", *HEAVY)),
    ],
)
def test_an_import_loads_nothing_it_does_not_need(module: str, unwanted: tuple[str, ...]) -> None:
    done = run_python("-c", f"import sys, {module}; print(*sys.modules)")
    assert done.returncode == 0, done.stderr
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "workbench" in loaded
    assert loaded.isdisjoint(unwanted), sorted(loaded.intersection(unwanted))


def impure_calls(source: str) -> list[str]:
    """Calls that open something, print or look at the clock, as `line: call`."""
    builtins = {"open", "print", "input", "exec", "eval", "__import__"}
    clock = {"now", "utcnow", "today"}
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        if name in builtins or ("." in name and name.rpartition(".")[2] in clock):
            found.append(f"{node.lineno}: {name}")
    return found


def test_impure_calls_are_recognised() -> None:
    assert impure_calls("x = datetime.now(UTC)\ndate.today()\nopen(p)") == [
        "1: datetime.now",
        "2: date.today",
        "3: open",
    ]
    assert impure_calls("page.open_at(3)\nnow = clock\ntoday(x)") == []


def test_the_domain_opens_nothing_and_asks_no_clock() -> None:
    files = sorted((ROOT / "workbench" / "domain").rglob("*.py"))
    assert files
    found = {str(file): impure_calls(file.read_text(encoding="utf-8")) for file in files}
    assert not {file: calls for file, calls in found.items() if calls}
