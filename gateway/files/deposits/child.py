"""The program of the child process that reads a foreign file: a job as JSON in, its answer out.

Started alone, without the gateway's environment or secrets, under limits that it gives itself.
"""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

MEMORY = 3 << 30
CPU_S = 240
LARGEST_FILE = 2 << 30
TOO_LARGE_EXIT = 70


_PRELOADED = (
    *("intake.file_reading.reading", "intake.deposits.comparing"),
    *("intake.deposits.merging", "intake.deposits.writing"),
    *("gateway.files.deposits.jobs", "gateway.files.deposits.told_problems", "clevercsv", "duckdb"),
)


def prepare() -> None:
    """Once for all children: the communes alone take a quarter of a second."""
    from catalog.cog import load_cog
    from intake.file_reading.commune_names import gazetteer

    for name in _PRELOADED:
        import_module(name)
    gazetteer(load_cog())


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))


def main() -> int:
    limit()
    job = json.load(sys.stdin)
    from catalog.model.problem import Problem
    from gateway.files.deposits.told_problems import write_problem

    try:
        answer = {"done": work(job)}
    except Problem as problem:
        answer = {"problem": write_problem(problem)}
    except MemoryError:
        return TOO_LARGE_EXIT
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))
    sys.stdout.flush()
    return 0


def work(job: dict[str, Any]) -> dict[str, Any]:
    """`job`: kind (read, make, match, judge), folder of the upload, name of the file, its own."""
    from gateway.files.deposits import jobs
    from gateway.files.deposits.answers import reading_answers
    from intake.file_reading.reading import read_rows

    folder = Path(job["folder"])
    answers = reading_answers(job.get("answers", {}))
    file = read_rows((folder / "file").read_bytes(), job["name"], answers=answers)
    match job["kind"]:
        case "read":
            return jobs.describe(file, job)
        case "judge":
            return jobs.judge_alone(file, job)
        case "make":
            return jobs.make(file, job, folder)
        case _:
            return jobs.match(file, job, folder)


if __name__ == "__main__":
    sys.exit(main())
