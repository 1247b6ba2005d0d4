"""Pytests side by side, set after set: their lines as they come, the slowest tests, one sum.

What drives a browser or measures time may fail for what else a machine does. Such a file is run
once more, alone, and it is told; what keeps something from a reader never is (decision 0055).
"""

from __future__ import annotations

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

from tools.durations import Timed, timed_in

_FAILED, _INTERRUPTED = 1, 2
"""As pytest counts them."""
_A_FEW = 3
_SLOWEST = 30
_NOT_SLOW_S = 1.0
_LOOK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """The paths that one pytest is given, and the name under which its lines are printed."""

    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """`code`: the worst exit code. `tests`: what each took, as far as its pytest reported it."""

    code: int
    tests: tuple[Timed, ...]


def run_whole_suite(
    root: Path,
    sets: Sequence[Sequence[Group]],
    options: Sequence[str],
    again: Sequence[str] = (),
) -> Ended:
    """Prints each line under its group's name, the slowest tests, what failed in any group, then
    `N passed, N failed`. `again`: the files and folders of which a few may be run a second time.
    """
    with tempfile.TemporaryDirectory(prefix="interco-tests-") as folder:
        suite = _Suite(root, Path(folder), tuple(options))
        with _interrupting(suite):
            codes = [code for groups in sets for code in suite.run(groups)]
            tests = suite.timed()
            settled = _run_again(suite, tests, again) if max(codes, default=0) == _FAILED else None
        if settled is not None:
            codes = settled.codes
        files = frozenset() if settled is None else settled.files
        _print_slowest(tests)
        _print_failed([each for each in tests if each.file not in files])
        _print_failed(suite.timed()[len(tests) :])
        for name in suite.without_report():
            print(f"FAILED {name} - it died before its last test")
        passed, failed, skipped = suite.totals()
        # Of what ran twice, the second run counts.
        twice = [each for each in tests if each.file in files]
        failed -= sum(each.failed is not None for each in twice)
        passed -= sum(each.failed is None for each in twice)
        if skipped:
            print(f"{skipped} skipped")
        print(f"{passed} passed, {failed} failed")
        if suite.is_interrupted:
            return Ended(_INTERRUPTED, tests)
        # One that died by itself may have left any code.
        return Ended(max(*(abs(code) for code in codes), int(failed > 0)), tests)


@dataclass(frozen=True, slots=True)
class _Settled:
    files: frozenset[str]
    codes: list[int]


def _run_again(suite: _Suite, tests: Sequence[Timed], again: Sequence[str]) -> _Settled | None:
    """None where a group died, anything else failed, or more than a few: something is wrong."""
    failed = [test for test in tests if test.failed is not None]
    is_few = 0 < len(failed) <= _A_FEW and not suite.without_report()
    if not is_few or not all(test.file.startswith(tuple(again)) for test in failed):
        return None
    files = frozenset(test.file for test in failed)
    codes = suite.run([Group("again", tuple(sorted(files)))])
    for test in failed:
        print(f"RUN AGAIN {test.file}::{test.name} - {test.failed}")
    return _Settled(files, codes)


def _print_slowest(tests: Sequence[Timed]) -> None:
    slow = sorted((each for each in tests if each.seconds >= _NOT_SLOW_S), key=_seconds)
    for each in reversed(slow[-_SLOWEST:]):
        print(f"{each.seconds:7.1f} s  {each.file}::{each.name}")


def _print_failed(tests: Sequence[Timed]) -> None:
    for test in tests:
        if test.failed is not None:
            print(f"FAILED {test.file}::{test.name} - {test.failed}")


def _seconds(test: Timed) -> float:
    return test.seconds


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
            # One wait without an end may begin just after a signal, and hold it until the end.
            while each.is_alive():
                each.join(_LOOK_EVERY_S)
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

    def timed(self) -> tuple[Timed, ...]:
        return tuple(each for report in self._reports for each in timed_in(report, self.root))

    def without_report(self) -> list[str]:
        """The groups that died."""
        return [
            each.stem for each in self._reports if not self.is_interrupted and not each.exists()
        ]

    def _begun(self, group: Group) -> subprocess.Popen[str]:
        place = self.folder / group.name.replace(" ", "-")
        report = place.with_suffix(".xml")
        self._reports.append(report)
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        pytest = [sys.executable, "-u", "-m", "pytest", *group.paths, *self.options]
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
                    print(f"{name} | {line.rstrip()}", flush=True)


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
