"""Attacks a demo of its own by all cases, or by those whose name holds a word, and prints a table.

An attacker computes on a machine of its own: here behind the gateway and the neighbour.

Run as `python -m tests.attacks.availability [--state FOLDER] [--port PORT] [WORD …]`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from pathlib import Path

from tests.attacks.availability.cases import CASES
from tests.attacks.availability.scene import measured, opened

_LAST = 19
_HEAD = f"{'attack':6} {'case':44} {'held ms':>7} {'alone':>6} {'beside':>6} {'ratio':>5}  outcomes"


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("words", nargs="*")
    asked = parser.parse_args()
    chosen = [
        case
        for case in CASES
        if not asked.words or any(word in f"{case.attack} {case.name}" for word in asked.words)
    ]
    with tempfile.TemporaryDirectory(prefix="interco-attacked-") as folder:
        async with opened(asked.state or Path(folder) / "state", asked.port) as scene:
            os.nice(_LAST)
            print(_HEAD)  # noqa: T201 - a command
            unexpected = 0
            for case in chosen:
                found = await measured(scene, case)
                is_as_told = found.outcomes.keys() <= case.allowed and not found.wrong
                unexpected += not is_as_told
                outcomes = ", ".join(f"{many} × {told}" for told, many in found.outcomes.items())
                times = (1000 * each for each in (found.held, found.alone, found.beside))
                held, alone, beside = (f"{each:.0f}" for each in times)
                line = f"{case.attack:6} {case.name:44} {held:>7} {alone:>6} {beside:>6}"
                print(f"{line} {found.ratio:5.1f}  {'' if is_as_told else '! '}{outcomes}")  # noqa: T201 - as above
                if found.held >= 0.1:
                    print(f"       {found.where}")  # noqa: T201 - as above
    return 1 if unexpected else 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
