"""The scale scene: a process over countries of several sizes, each measured in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.scale.country import Country
from tests.bench.scale.filling import prepare_country
from tests.bench.scale.growth import AIMED_BODIES, draw_growth, write_growth

BODIES = (10, 100, 1000)
_ROOT = Path(__file__).resolve().parents[3]
_NOT_COMPILED = "PYTHONDONTWRITEBYTECODE"
_TIMES = 3
"""Of those, the least of each: what else the machine does only adds."""


def measure_scale(bodies: Sequence[int], drawing: Path | None) -> str:
    """The growth as text; the same drawn into `drawing`."""
    measured = {size: _measured(size) for size in sorted(set(bodies))}
    if drawing is not None:
        drawing.write_text(draw_growth(measured), "utf-8")
    return write_growth(measured)


def _measured(bodies: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="interco-bench-") as folder:
        prepare_country(Path(folder), Country(bodies))
        times = _TIMES if bodies <= AIMED_BODIES else 1
        taken = [_taken(folder, bodies) for _ in range(times)]
    return {name: min(each[name] for each in taken) for name in taken[0]}


def _taken(folder: str, bodies: int) -> dict[str, float]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.scale.process", folder, str(bodies), str(began)],
        cwd=_ROOT,
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _environment() -> dict[str, str]:
    """As `./interco` has it: what was compiled once is not compiled at each start."""
    compiled = {"PYTHONPYCACHEPREFIX": str(_ROOT / ".venv" / "pycache")}
    kept = {name: value for name, value in os.environ.items() if name != _NOT_COMPILED}
    return {**kept, **compiled, "PYTHONPATH": str(_ROOT)}
