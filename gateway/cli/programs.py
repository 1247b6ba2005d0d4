"""Programs of the project that the gateway starts and does not import: `tools`, the bench."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]


def become(module: str, *arguments: str) -> NoReturn:
    """Replaces this process by `python -m module`: signals, output and exit code are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, _command(module, arguments))


def ask_program(module: str, *arguments: str) -> tuple[int, str]:
    """Exit code and standard output of `python -m module`; its progress is shown as it comes."""
    ended = subprocess.run(
        _command(module, arguments), cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True
    )
    return ended.returncode, ended.stdout


def _command(module: str, arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", module, *arguments]
