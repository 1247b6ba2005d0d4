"""The reasons in tests/untaken.toml: each untaken branch has one, and each one is still needed.

Covers tools.branches.
"""

import pytest

from tools.branches import departures, read_report

SOURCE = """\
def allowed(role):
    if role == "steward":
        return True
    return False
"""
NAME = "policies/some.py"


@pytest.fixture
def root(tmp_path):
    (tmp_path / "policies").mkdir()
    (tmp_path / NAME).write_text(SOURCE)
    return tmp_path


def report(missing_branches=(), executed_lines=(2, 3, 4)):
    missing = [line for line in (2, 3, 4) if line not in executed_lines]
    allowed = {
        "executed_lines": list(executed_lines),
        "missing_lines": missing,
        "missing_branches": [list(each) for each in missing_branches],
    }
    summary = {"covered_branches": 2 - len(missing_branches), "num_branches": 2}
    return {"files": {NAME: {"functions": {"allowed": allowed}, "summary": summary}}}


def test_a_branch_is_named_by_its_function_and_the_text_of_its_line(root):
    measured = read_report(report([(2, 4)], (2, 3)), root)[NAME]
    assert measured.untaken == ('allowed: if role == "steward":',)
    assert (measured.taken, measured.branches) == (1, 2)


def test_a_function_that_never_ran_is_told_once(root):
    measured = read_report(report([(2, 3), (2, 4)], ()), root)[NAME]
    assert measured.untaken == ("allowed: never called",)


def test_a_branch_without_a_reason_is_told(root):
    measured = read_report(report([(2, 3)], (2, 4)), root)
    line = 'allowed: if role == "steward":'
    assert departures(measured, {}) == [f"{NAME}: no reason: {line}"]
    assert departures(measured, {NAME: {line: "no steward in these tests"}}) == []


def test_a_reason_that_is_no_longer_needed_is_told(root):
    reasons = {NAME: {"allowed: return True": "no steward"}, "policies/gone.py": {"f: x": "why"}}
    assert departures(read_report(report(), root), reasons) == [
        "policies/gone.py: taken or gone: f: x",
        f"{NAME}: taken or gone: allowed: return True",
    ]


def test_all_taken_needs_no_reason(root):
    assert departures(read_report(report(), root), {}) == []
