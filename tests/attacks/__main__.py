"""Attacks the rewriting for as long as one likes; run it as `python -m tests.attacks`.

    python -m tests.attacks --queries 1000000 --seed 7

One line a hundred worlds says how far it is; `--seed` is the first world, so that what was
stopped goes on from the last world printed. The exit code is 1 when anything leaked.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.attacks.campaign import campaign
from tests.attacks.harness import Report

_EVERY = 100


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    parser.add_argument("--queries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0, help="the first world")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    total, started = Report(), time.monotonic()
    for world, report in campaign(asked.queries, asked.seed, asked.processes):
        total.add(report)
        if (world + 1 - asked.seed) % _EVERY == 0:
            rate = total.asked / (time.monotonic() - started)
            print(f"world {world}: {total.asked} queries, {rate:.0f}/s, no leak", flush=True)  # noqa: T201 - a command
    print(summary(total))  # noqa: T201 - a command
    return 1 if total.leaks else 0


def summary(report: Report) -> str:
    lines = [f"{report.asked} queries, {report.accepted} ran, {len(report.leaks)} leaks"]
    for name in ("refused", "ended", "reached", "differing"):
        counts = getattr(report, name).most_common()
        lines.append(f"{name}: " + ", ".join(f"{what} {count}" for what, count in counts))
    return "\n".join([*lines, *report.leaks])


if __name__ == "__main__":
    sys.exit(main())
