"""`python -m tools.check`, which `./interco check` becomes: what CI runs before the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from deploy.local.opa_bundle import fetch_opa
from tools.endings import end_with

ROOT = Path(__file__).resolve().parents[1]


def check() -> int:
    """Runs every check and says which failed: 1 if any did."""
    failed = [name for name, command in _checks() if not _passes(name, command)]
    if failed:
        print(f"check: failed: {', '.join(failed)}", file=sys.stderr)
        return 1
    print("check: all passed", file=sys.stderr)
    return 0


def _checks() -> list[tuple[str, list[str]]]:
    opa = str(fetch_opa())
    python = [sys.executable, "-m"]
    return [
        ("format", [*python, "ruff", "format", "--check", "."]),
        ("lint", [*python, "ruff", "check", "."]),
        ("types", [*python, "mypy"]),
        ("import contracts", [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"]),
        ("Rego format", [opa, "fmt", "--diff", "--fail", "policies/rego"]),
        ("Rego", [opa, "check", "--strict", "policies/rego"]),
    ]


def _passes(name: str, command: list[str]) -> bool:
    print(f"check: {name}", file=sys.stderr, flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    end_with(check)
