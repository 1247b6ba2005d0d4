"""`python -m tools.run_tests`, which `./interco test` becomes: the whole suite on two cores.

Two pytests side by side, then what must be alone, then one sum.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree as ET

from deploy.local.__main__ import main as deploy_local
from tools.endings import end_with

ROOT = Path(__file__).resolve().parents[1]
_FAST = ("tests/architecture", "tests/unit")

SIDE_BY_SIDE = {
    "engines": tuple(
        f"tests/{name}" for name in ("contract", "e2e", "mutants", "policies", "sharing")
    ),
}
"""About half of the work, with the servers that it needs; `the rest` is the other half."""
ALONE = (
    "tests/integration/duckdb/test_large_answers_come_in_batches.py",
    "tests/integration/duckdb/test_queries_end_when_they_must.py",
    "tests/integration/gateway/test_a_neighbour_is_served_beside_heavy_documents.py",
    "tests/integration/health",
    "tests/integration/sql/test_large_answers_are_streamed.py",
)
"""They bound time by the clock, or measure memory: no other test may take their turn."""
_INTERRUPTED = 2
"""As pytest counts it."""


@dataclass(frozen=True, slots=True)
class Group:
    """What one pytest is given; `ignored` lies in `paths` and is another's."""

    name: str
    paths: tuple[str, ...]
    ignored: tuple[str, ...] = ()


def groups_of(root: Path) -> tuple[tuple[Group, ...], ...]:
    """Groups at the same time, one set after the other: every test is in exactly one."""
    named = [Group(name, paths, ALONE) for name, paths in SIDE_BY_SIDE.items()]
    taken = {path for group in named for path in group.paths}
    others = tuple(
        path
        for each in sorted((root / "tests").iterdir())
        if any(each.rglob("test_*.py")) and (path := f"tests/{each.name}") not in taken
    )
    return (*named, Group("the rest", others, ALONE)), (Group("alone", ALONE),)


def run_whole_suite(root: Path, sets: Sequence[Sequence[Group]], options: Sequence[str]) -> int:
    """Prints each line under its group's name, then `N passed, N failed`; the worst exit code."""
    with tempfile.TemporaryDirectory(prefix="interco-tests-") as folder:
        suite = _Suite(root, Path(folder), tuple(options))
        with _interrupting(suite):
            codes = [code for groups in sets for code in suite.run(groups)]
        passed, failed, skipped = suite.totals()
        if skipped:
            print(f"{skipped} skipped")
        print(f"{passed} passed, {failed} failed")
        if suite.is_interrupted:
            return _INTERRUPTED
        # One that died by itself may have left any code.
        return max(*(abs(code) for code in codes), int(failed > 0))


@dataclass(slots=True)
class _Suite:
    root: Path
    folder: Path
    options: tuple[str, ...]
    is_interrupted: bool = False
    _running: list[subprocess.Popen[str]] = field(default_factory=list)
    _reports: list[Path] = field(default_factory=list)
    _printing: threading.Lock = field(default_factory=threading.Lock)

    def run(self, groups: Sequence[Group]) -> list[int]:
        """The exit code of each; none begins once the suite is interrupted."""
        if self.is_interrupted:
            return []
        width = max(len(group.name) for group in groups)
        self._running = [self._begun(group) for group in groups]
        printing = [
            threading.Thread(target=self._print, args=(process, group.name.ljust(width)))
            for process, group in zip(self._running, groups, strict=True)
        ]
        for each in printing:
            each.start()
        for each in printing:
            each.join()
        return [process.wait() for process in self._running]

    def interrupt(self) -> None:
        """Once to each: a second one would stop pytest while it stops its servers."""
        self.is_interrupted = True
        for process in self._running:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)

    def totals(self) -> tuple[int, int, int]:
        """Passed, failed, skipped; a group that left no report failed."""
        found = [_totals(report) for report in self._reports]
        passed, failed, skipped = (sum(each) for each in zip(*found, strict=True))
        return passed, failed, skipped

    def _begun(self, group: Group) -> subprocess.Popen[str]:
        place = self.folder / group.name.replace(" ", "-")
        report = place.with_suffix(".xml")
        self._reports.append(report)
        ignored = [f"--ignore={path}" for path in group.ignored]
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        pytest = [sys.executable, "-u", "-m", "pytest", *group.paths, *ignored, *self.options]
        places = [f"--basetemp={place}", f"--junitxml={report}"]
        settings = ["-o", "junit_logging=no", "-o", f"cache_dir=.pytest_cache/{place.name}"]
        return subprocess.Popen(
            [*pytest, *colour, *places, *settings],
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            # Ctrl-C of a terminal reaches this process alone, which tells each of them once.
            process_group=0,
        )

    def _print(self, process: subprocess.Popen[str], name: str) -> None:
        if process.stdout is None:
            raise TypeError("what it prints is not piped")
        with process.stdout as lines:
            for line in lines:
                with self._printing:
                    print(f"{name} | {line.rstrip()}")


def _totals(report: Path) -> tuple[int, int, int]:
    try:
        # Written by our own pytest a moment ago.
        suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314
        counts: list[Mapping[str, int]] = [
            {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
            for suite in suites
        ]
    except (OSError, ET.ParseError):
        return 0, 1, 0
    tests, failures, errors, skipped = (
        sum(each[name] for each in counts) for name in ("tests", "failures", "errors", "skipped")
    )
    return tests - failures - errors - skipped, failures + errors, skipped


@contextmanager
def _interrupting(suite: _Suite) -> Iterator[None]:
    """SIGINT and SIGTERM end what runs, servers included, and nothing else begins."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        if not suite.is_interrupted:
            suite.interrupt()

    kept = {each: signal.signal(each, interrupt) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, before in kept.items():
            signal.signal(each, before)


def main() -> int:
    """Fetches what the servers need (with progress), then runs pytest with what is given; without
    anything, all of it on two cores.
    """
    parser = argparse.ArgumentParser(
        prog="./interco test", description=__doc__, allow_abbrev=False, add_help=False
    )
    parser.add_argument("--fast", action="store_true")
    asked, arguments = parser.parse_known_args()
    if asked.fast:
        arguments = [*_FAST, *arguments]
    elif failed := deploy_local(["fetch"]):
        return failed
    if not arguments:
        return run_whole_suite(ROOT, groups_of(ROOT), ())
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    end_with(main)
