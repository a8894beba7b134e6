"""Make both locks anew from pyproject.toml; `--upgrade` takes newer versions."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.lock": ["--no-dev", "--group", "build"],
    "packaging/requirements-dev.lock": ["--all-groups"],
}


def main() -> int:
    """Export both locks with hashes and markers, and refuse one that names an address."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is not on the PATH. Install it with: python3 -m pip install uv", file=sys.stderr)
        return 2
    subprocess.run([uv, "lock", *sys.argv[1:]], cwd=ROOT, check=True)
    form = ["--format", "requirements-txt", "--no-emit-project", "--no-header", "--no-annotate"]
    for name, groups in LOCKS.items():
        command = [uv, "export", "--locked", "--quiet", *form, *groups]
        text = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        if "://" in text:
            print(f"{name} would name an address. It was not written.", file=sys.stderr)
            return 1
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
