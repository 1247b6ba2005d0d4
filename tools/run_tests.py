"""`python -m tools.run_tests`, which `./interco test` becomes.

    --fast             what needs no server, in less than a minute
    (nothing)          what a change can break, in a quarter of an hour
    --all              every place, every question, every planted bug
    PATHS, -k NAME …   one pytest with just that, all of it

Three pytests run side by side, dealt by tests/durations.json; then what must be alone.
`--keep-durations` writes that file anew.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from deploy.local.__main__ import main as deploy_local
from tools.durations import dealt, read_durations, write_durations
from tools.endings import end_with
from tools.side_by_side import Group, run_whole_suite

ROOT = Path(__file__).resolve().parents[1]
FAST = ("tests/architecture", "tests/sharing", "tests/unit")
ALONE = (
    "tests/integration/deposits/test_a_stream_tells_of_new_versions.py",
    "tests/integration/duckdb/test_large_answers_come_in_batches.py",
    "tests/integration/duckdb/test_queries_end_when_they_must.py",
    "tests/integration/gateway/test_a_neighbour_is_served_beside_heavy_documents.py",
    "tests/integration/health/test_a_storage_that_is_down_fails_fast_and_comes_back.py",
    "tests/integration/health/test_one_storage_down_leaves_the_rest_of_a_document.py",
    "tests/integration/sql/test_large_answers_are_streamed.py",
)
"""They bound time by the clock, or measure memory: no other test may take their turn."""
AGAIN = ("tests/e2e/", *ALONE)
"""A browser, or a clock: a few that fail are run once more, alone; see decision 0055."""
_DURATIONS = "tests/durations.json"
_HANDS = 3
"""A test often waits for a server or a command: two would leave two cores idle at times."""
_DAILY = ("--daily",)
_NO_SERVERS = ("-m", "not servers")
_SOME_FAILED = 1
"""As pytest counts it: each test ran to its end."""


def main() -> int:
    """Fetches what the servers need (with progress), then runs what is asked for."""
    parser = argparse.ArgumentParser(
        prog="./interco test", description=__doc__, allow_abbrev=False, add_help=False
    )
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--keep-durations", action="store_true")
    asked, arguments = parser.parse_known_args()
    if not asked.fast and (failed := deploy_local(["fetch"])):
        return failed
    if arguments:
        paths = FAST if asked.fast else ()
        options = _NO_SERVERS if asked.fast else ()
        command = [sys.executable, "-m", "pytest", *paths, *options, *arguments]
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    if asked.fast:
        return run_whole_suite(ROOT, fast_groups(ROOT), (*_DAILY, *_NO_SERVERS)).code
    daily = () if asked.all else _DAILY
    ended = run_whole_suite(ROOT, groups_of(ROOT), daily, AGAIN)
    # Of a run that did not come to its end, or asked ten times as much, nothing can be dealt.
    if asked.keep_durations and not asked.all and ended.code in (0, _SOME_FAILED):
        write_durations(ROOT / _DURATIONS, ended.tests)
    return ended.code


def groups_of(root: Path) -> tuple[tuple[Group, ...], ...]:
    """Groups at the same time, one set after the other: every test is in exactly one."""
    files = [each for each in _files(root, ("tests",)) if not _lies_in(each, ALONE)]
    trino, *others = dealt(files, read_durations(root / _DURATIONS), _HANDS)
    rest = [Group(f"rest {number}", hand) for number, hand in enumerate(others, 1)]
    return (Group("trino", trino), *rest), (Group("alone", ALONE),)


def fast_groups(root: Path) -> tuple[tuple[Group, ...], ...]:
    one, other = dealt(_files(root, FAST), read_durations(root / _DURATIONS), 2)
    return ((Group("one", one), Group("two", other)),)


def _files(root: Path, folders: tuple[str, ...]) -> list[str]:
    found = (each for folder in folders for each in (root / folder).rglob("test_*.py"))
    return sorted(each.relative_to(root).as_posix() for each in found)


def _lies_in(file: str, paths: tuple[str, ...]) -> bool:
    return any(file == path or file.startswith(f"{path}/") for path in paths)


if __name__ == "__main__":
    end_with(main)
