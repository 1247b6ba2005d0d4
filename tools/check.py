"""`python -m tools.check`, which `./interco check` becomes: what CI runs before the tests."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.local.opa_bundle import fetch_opa
from tools.endings import end_with

ROOT = Path(__file__).resolve().parents[1]
_AT_ONCE = 2
"""mypy takes longer than all the others together."""
_BUILD_SITE = ("mkdocs", "build", "--strict", "--quiet", "--site-dir")
Check = tuple[str, list[str]]


def check() -> int:
    """Runs every check and says which failed: 1 if any did."""
    opa = str(fetch_opa())
    with TemporaryDirectory(prefix="interco-site-") as site, ThreadPoolExecutor(_AT_ONCE) as turns:
        failed = list(filter(None, turns.map(_failed, _checks(opa, site))))
    if failed:
        print(f"check: failed: {', '.join(failed)}", file=sys.stderr)
        return 1
    print("check: all passed", file=sys.stderr)
    return 0


def _checks(opa: str, site: str) -> list[Check]:
    """The longest first."""
    python = [sys.executable, "-m"]
    return [
        ("types", [*python, "mypy"]),
        ("import contracts", [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"]),
        ("format", [*python, "ruff", "format", "--check", "."]),
        ("lint", [*python, "ruff", "check", "."]),
        ("Rego format", [opa, "fmt", "--diff", "--fail", "policies/rego"]),
        ("Rego", [opa, "check", "--strict", "policies/rego"]),
        # A link that leads nowhere is an error.
        ("site", ["env", "NO_MKDOCS_2_WARNING=1", *python, *_BUILD_SITE, site]),
    ]


def _failed(named: Check) -> str | None:
    """Its name where it failed; what it printed is printed in one piece."""
    name, command = named
    ran = subprocess.run(
        command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    print(f"check: {name}\n{ran.stdout.rstrip()}", file=sys.stderr, flush=True)
    return None if ran.returncode == 0 else name


if __name__ == "__main__":
    end_with(check)
