"""The duration of each file of tests, kept in tests/durations.json, and the deal of files by it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from xml.etree import ElementTree as ET

_UNKNOWN_S = 1.0
"""The duration of a file where nothing at all was timed."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A test as its report tells it; `seconds` with its setting up and its tearing down."""

    file: str
    name: str
    seconds: float
    needs_trino: bool
    failed: str | None = None
    """The first line of why; None where it passed or was skipped."""


@dataclass(frozen=True, slots=True)
class Durations:
    """Seconds by file, from the root of the project; the files of which a test needs a Trino."""

    seconds: dict[str, float]
    trino: frozenset[str]

    def of(self, file: str) -> float:
        """The duration of a file; for a file that nobody has timed, the mean of its folder, or of
        all files where its folder is new: taken for nothing, a new folder would all go to one
        process.
        """
        if file in self.seconds:
            return self.seconds[file]
        folder = _folder_of(file)
        beside = [seconds for name, seconds in self.seconds.items() if _folder_of(name) == folder]
        timed = beside or list(self.seconds.values())
        return fmean(timed) if timed else _UNKNOWN_S


def read_durations(file: Path) -> Durations:
    """The durations that `write_durations` wrote."""
    kept = json.loads(file.read_text("utf-8"))
    return Durations(kept["seconds"], frozenset(kept["trino"]))


def write_durations(file: Path, tests: Iterable[Timed]) -> None:
    """Sorted by name, to a tenth of a second, so that a change of one file is one line."""
    seconds: dict[str, float] = {}
    trino = set()
    for each in tests:
        seconds[each.file] = seconds.get(each.file, 0.0) + each.seconds
        if each.needs_trino:
            trino.add(each.file)
    rounded = {name: round(seconds[name], 1) for name in sorted(seconds)}
    kept = {"seconds": rounded, "trino": sorted(trino)}
    file.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def _why(case: ET.Element) -> str | None:
    for kind in ("failure", "error"):
        if (wrong := case.find(kind)) is not None:
            return next(iter(wrong.get("message", "").splitlines()), "")
    return None


def timed_in(report: Path, root: Path) -> list[Timed]:
    """The tests of a JUnit report; none where the pytest that should have written it died."""
    try:
        # Written by our own pytest a moment ago.
        cases = list(ET.parse(report).getroot().iter("testcase"))  # noqa: S314
    except (OSError, ET.ParseError):
        return []
    return [
        Timed(
            _file_of(each.get("classname", ""), root),
            each.get("name", ""),
            float(each.get("time", 0)),
            each.find("properties/property[@name='trino']") is not None,
            _why(each),
        )
        for each in cases
    ]


def _folder_of(file: str) -> str:
    return file.rpartition("/")[0]


def _file_of(classname: str, root: Path) -> str:
    """`tests.unit.test_x`, and the class where there is one."""
    file = f"{classname.replace('.', '/')}.py"
    if not (root / file).exists() and "." in classname:
        file = f"{classname.rpartition('.')[0].replace('.', '/')}.py"
    return file


def dealt(files: Sequence[str], durations: Durations, count: int) -> tuple[tuple[str, ...], ...]:
    """`count` hands of about the same time. The first has all that need a Trino: one is enough.

    Files of one folder go together, since they share what was set up for the first of them.
    """
    hands: tuple[list[str], ...] = tuple([] for _ in range(count))
    folders: dict[str, list[str]] = {}
    for each in files:
        if each in durations.trino:
            hands[0].append(each)
        else:
            folders.setdefault(_folder_of(each), []).append(each)
    taken = [sum(map(durations.of, hand)) for hand in hands]
    weighed = {name: sum(map(durations.of, inside)) for name, inside in folders.items()}
    for name in sorted(weighed, key=lambda name: (-weighed[name], name)):
        lighter = taken.index(min(taken))
        hands[lighter].extend(folders[name])
        taken[lighter] += weighed[name]
    return tuple(tuple(sorted(hand)) for hand in hands)
