"""`python -m tools.branches`, which `./interco test --coverage` becomes: branches no test takes.

Only the packages that decide about access are measured (`MEASURED`), by tests that need few
servers. A branch that is not taken, or a function that is never called, stands in
tests/untaken.toml with its reason: by file, and by "function: text of the line". Any other fails,
and so does a reason that is no longer needed.
Arguments, if any, are pytest's, and take the place of `TESTS`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from deploy.local import MissingPrerequisite
from deploy.local.environment import pip_install
from tools.endings import end_with

ROOT = Path(__file__).resolve().parents[1]
MEASURED = ("federation/rewrites/*.py", "policies/*.py", "gateway/acts/*.py")
TESTS = (
    "tests/sharing",
    "tests/policies",
    "tests/unit/dialects",
    "tests/unit/federation",
    "tests/unit/gateway",
    "tests/unit/policies",
    "tests/unit/schema",
    "tests/unit/sql",
    "tests/integration/campaigns/test_a_campaign_asks_each_member_once.py",
    "tests/integration/campaigns/test_members_are_reminded_by_rule.py",
    "tests/integration/deposits/test_a_contractor_leaves_its_files_and_sees_no_others.py",
    "tests/integration/deposits/test_a_file_becomes_rows.py",
    "tests/integration/deposits/test_who_may_deposit.py",
    "tests/integration/figures/test_an_answer_is_frozen_with_its_proof.py",
    "tests/integration/gateway/test_a_condition_that_most_of_the_country_passes.py",
    "tests/integration/gateway/test_a_limit_of_rows_is_of_the_whole_document.py",
    "tests/integration/gateway/test_a_new_vintage_is_taken_whole_or_not_at_all.py",
    "tests/integration/gateway/test_apply_says_what_was_read_and_where.py",
    "tests/integration/gateway/test_reference_data_is_taken_whole_or_not_at_all.py",
    "tests/integration/graphql_acts",
    "tests/integration/oracle",
    "tests/integration/policies",
    "tests/integration/sharing",
    "tests/integration/sql/test_tables_of_reference_join_what_is_shown.py",
    "tests/integration/store/test_a_store_from_a_terminal.py",
)
_REASONS = "tests/untaken.toml"


@dataclass(frozen=True, slots=True)
class Measured:
    """One file's branches; `untaken` by "function: line", in the order of the file."""

    taken: int
    branches: int
    untaken: tuple[str, ...]


def main() -> int:
    """Runs the tests under coverage; 1 if a branch is untaken without a reason."""
    if find_spec("coverage") is None:
        raise MissingPrerequisite("coverage 7", pip_install("coverage"))
    with tempfile.TemporaryDirectory(prefix="interco-coverage-") as folder:
        data, report = f"--data-file={folder}/data", Path(folder) / "report.json"
        measuring = ["run", "--branch", f"--include={','.join(MEASURED)}", data]
        failed = _coverage(*measuring, "-m", "pytest", "--daily", "-q", *(sys.argv[1:] or TESTS))
        failed = failed or _coverage("json", "-q", data, "-o", str(report))
        if failed:
            return failed
        measured = read_report(json.loads(report.read_text("utf-8")), ROOT)
    for name, each in measured.items():
        print(f"{each.taken:5} of {each.branches:4} branches  {name}")
    wrong = departures(measured, tomllib.loads((ROOT / _REASONS).read_text("utf-8")))
    for line in wrong:
        print(line)
    listed = sum(len(each.untaken) for each in measured.values())
    print(f"{listed} lines with an untaken branch, {len(wrong)} not as {_REASONS} says")
    return int(bool(wrong))


def read_report(report: Mapping[str, Any], root: Path) -> dict[str, Measured]:
    """The branches of each file by `coverage json`; a function that never ran counts as one."""
    measured = {}
    for name, each in sorted(report["files"].items()):
        lines = (root / name).read_text("utf-8").splitlines()
        summary = each["summary"]
        untaken = tuple(_untaken(each["functions"], lines))
        measured[name] = Measured(summary["covered_branches"], summary["num_branches"], untaken)
    return measured


def departures(measured: Mapping[str, Measured], reasons: Mapping[str, Any]) -> list[str]:
    """Untaken branches without a reason, and reasons whose branch is taken or gone."""
    wrong = []
    for name in sorted(measured.keys() | reasons.keys()):
        untaken = measured[name].untaken if name in measured else ()
        listed = reasons.get(name, {})
        wrong += [f"{name}: no reason: {line}" for line in untaken if line not in listed]
        wrong += [f"{name}: taken or gone: {line}" for line in listed if line not in untaken]
    return wrong


def _untaken(functions: Mapping[str, Any], lines: Sequence[str]) -> Iterator[str]:
    """Line numbers change with every edit; a function's name and a line's text seldom do."""
    for function, each in functions.items():
        where = function or "module"
        if each["missing_lines"] and not each["executed_lines"]:
            yield f"{where}: never called"
            continue
        for number in sorted({line for line, _ in each["missing_branches"]}):
            yield f"{where}: {lines[number - 1].strip()}"


def _coverage(*arguments: str) -> int:
    command = [sys.executable, "-m", "coverage", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    end_with(main)
