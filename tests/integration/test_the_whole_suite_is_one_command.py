"""Two pytests side by side, as `./interco test` runs them: one sum, one exit code, one end.

Covers tools.run_tests, tools.side_by_side, tools.durations, tools.endings.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tools.durations import Durations, dealt, read_durations, write_durations
from tools.run_tests import ALONE, groups_of
from tools.side_by_side import Group, run_whole_suite

ROOT = Path(__file__).resolve().parents[2]
TWO = "def test_one(): pass\ndef test_two(): pass\n"
FAILING = "def test_one(): pass\ndef test_two(): assert 1 == 2, 'so it is'\n"
BROKEN = "import nothing_of_this_name\n"
# Each waits for the other: they end only if they run at the same time.
MEETING = """
import os, pathlib, time
def test_both_run():
    here = pathlib.Path(__file__).parent
    (here / "{mine}").touch()
    until = time.monotonic() + 60
    while not (here / "{other}").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
"""
SERVING = """
import pathlib, pytest, time
HERE = pathlib.Path(__file__).parent
@pytest.fixture(scope="session")
def server():
    yield
    (HERE / "{name}.stopped").touch()
def test_it_runs_long(server):
    (HERE / "{name}.started").touch()
    print("started")
    # A signal just before one long sleep would be seen at its end.
    for _ in range(6_000):
        time.sleep(0.1)
"""
RUN = """
import sys
from pathlib import Path
from tools.side_by_side import Group, run_whole_suite
root = Path(sys.argv[1])
sets = ((Group("one", ("one.py",)), Group("two", ("two.py",))), (Group("later", ("later.py",)),))
sys.exit(run_whole_suite(root, sets, ("-s",)).code)
"""


@pytest.fixture(autouse=True)
def without_plugins(monkeypatch):
    """What the pytests of these tests would import for longer than they run."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


@pytest.fixture
def written(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")

    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text)
        return tmp_path

    return write


def ran(root, *sets):
    return ended(root, *sets).code


def ended(root, *sets):
    groups = [[Group(each, (f"{each}.py",)) for each in one] for one in sets]
    return run_whole_suite(root, groups, ())


@pytest.mark.parametrize(
    ("files", "code", "told"),
    [
        ({"one": TWO, "two": TWO}, 0, "4 passed, 0 failed"),
        ({"one": TWO, "two": FAILING}, 1, "3 passed, 1 failed"),
        ({"one": BROKEN, "two": TWO}, 2, "2 passed, 1 failed"),
    ],
    ids=["all pass", "one fails", "one cannot be read"],
)
def test_the_last_line_is_the_sum_and_the_code_the_worst(written, capfd, files, code, told):
    assert ran(written(**files), ["one", "two"]) == code
    assert capfd.readouterr().out.splitlines()[-1] == told


def test_a_group_that_dies_is_a_failure(written, capfd):
    root = written(one="import os\ndef test_end(): os._exit(0)\n", two=TWO)
    assert ran(root, ["one", "two"]) != 0
    assert capfd.readouterr().out.splitlines()[-1] == "2 passed, 1 failed"


def test_what_failed_in_any_group_is_told_again_at_the_end(written, capfd):
    root = written(one=FAILING, two=BROKEN, three=TWO)
    ended(root, ["one", "three"], ["two"])
    *_, first, second, total = capfd.readouterr().out.splitlines()
    assert first.startswith("FAILED one.py::test_two - AssertionError: so it is")
    assert second.startswith("FAILED ")
    assert "two - collection failure" in second
    assert total == "3 passed, 2 failed"


AT_THE_SECOND = """
import pathlib
SEEN = pathlib.Path(__file__).with_suffix(".seen")
def test_two():
    if not SEEN.exists():
        SEEN.touch()
        assert False, "a window was slow"
"""


def test_a_file_that_may_be_run_again_counts_as_its_second_run(written, capfd):
    root = written(one=f"{TWO}{AT_THE_SECOND}".replace("test_two(): pass", "test_3(): pass"))
    whole = run_whole_suite(root, [[Group("one", ("one.py",))]], (), ("one",))
    assert whole.code == 0
    *_, told, total = capfd.readouterr().out.splitlines()
    assert told.startswith("RUN AGAIN one.py::test_two - AssertionError: a window was slow")
    assert total == "3 passed, 0 failed"


def test_what_fails_twice_has_failed(written, capfd):
    whole = run_whole_suite(written(one=FAILING), [[Group("one", ("one.py",))]], (), ("one",))
    assert whole.code == 1
    *_, again, failed, total = capfd.readouterr().out.splitlines()
    assert again.startswith("RUN AGAIN one.py::test_two")
    assert failed.startswith("FAILED one.py::test_two")
    assert total == "1 passed, 1 failed"


def test_after_a_group_that_died_nothing_is_run_again(written, capfd):
    root = written(one="import os\ndef test_end(): os._exit(1)\n", two=TWO)
    groups = [[Group("one", ("one.py",)), Group("two", ("two.py",))]]
    assert run_whole_suite(root, groups, (), ("one", "two")).code == 1
    printed = capfd.readouterr().out
    assert "again | " not in printed
    assert "FAILED one - it died before its last test" in printed
    assert printed.splitlines()[-1] == "2 passed, 1 failed"


@pytest.mark.parametrize("also", [FAILING, BROKEN], ids=["another fails", "another is broken"])
def test_nothing_is_run_again_beside_a_failure_of_another_kind(written, capfd, also):
    root = written(one=AT_THE_SECOND, two=also)
    groups = [[Group("one", ("one.py",)), Group("two", ("two.py",))]]
    assert run_whole_suite(root, groups, (), ("one",)).code != 0
    assert "RUN AGAIN" not in capfd.readouterr().out


def test_each_line_says_whose_it_is(written, capfd):
    ran(written(one=FAILING, two=TWO), ["one", "two"])
    lines = capfd.readouterr().out.splitlines()
    assert all(line.startswith(("one | ", "two | ", "FAILED ")) for line in lines[:-1])
    assert any(line.startswith("one | ") and "so it is" in line for line in lines)


def test_groups_of_a_set_run_together_and_sets_one_after_the_other(written, capfd):
    root = written(
        one=MEETING.format(mine="a", other="b"),
        two=MEETING.format(mine="b", other="a"),
        later="import pathlib\ndef test_it():\n"
        "    assert (pathlib.Path(__file__).parent / 'a').exists()\n",
    )
    assert ran(root, ["one", "two"], ["later"]) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "3 passed, 0 failed"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_both_with_their_servers_and_nothing_begins(written, number):
    serving = {name: SERVING.format(name=name) for name in ("one", "two")}
    root = written(**serving, later="import pathlib\npathlib.Path('later').touch()\n")
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(root)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        seen = ""
        while seen.count("started") < 2:
            line = running.stdout.readline()
            assert line, seen
            seen += line
        running.send_signal(number)
        rest = running.stdout.read()
    assert running.returncode == 2
    assert all((root / f"{name}.stopped").exists() for name in ("one", "two"))
    assert not (root / "later").exists()
    assert rest.splitlines()[-1] == "0 passed, 0 failed"


def test_every_test_of_the_project_is_in_exactly_one_group():
    sets = groups_of(ROOT)
    in_one = [
        file
        for groups in sets
        for group in groups
        for file in (ROOT / "tests").rglob("test_*.py")
        if lies_in(file, group.paths)
    ]
    assert sorted(in_one) == sorted((ROOT / "tests").rglob("test_*.py"))
    assert all((ROOT / path).exists() for path in ALONE)


def test_the_trinos_are_all_in_one_process():
    (trino, *others), _ = groups_of(ROOT)
    needing = read_durations(ROOT / "tests" / "durations.json").trino
    assert needing
    assert set(trino.paths) >= needing - set(ALONE)
    assert all(needing.isdisjoint(group.paths) for group in others)


@pytest.mark.parametrize("count", [2, 3])
def test_all_hands_take_as_long_and_a_folder_stays_together(count):
    seconds = {"a/1": 10, "b/1": 6, "b/2": 5, "c/1": 6, "d/1": 4, "d/2": 1}
    durations = Durations(seconds, frozenset({"a/1"}))
    hands = dealt([*seconds, "e/new"], durations, count)
    assert len(hands) == count
    assert "a/1" in hands[0]
    assert sorted(file for hand in hands for file in hand) == [*seconds, "e/new"]
    taken = [sum(map(durations.of, hand)) for hand in hands]
    assert max(taken) - min(taken) <= max(seconds.values()) / 2
    for folder in ("b/", "d/"):
        inside = [any(file.startswith(folder) for file in hand) for hand in hands]
        assert sum(inside) == 1


def test_a_file_that_nobody_timed_is_taken_for_those_beside_it():
    kept = Durations({"a/1": 10, "a/2": 20, "b/1": 3}, frozenset())
    assert (kept.of("a/1"), kept.of("a/new"), kept.of("c/new")) == (10, 15, 11)
    assert Durations({}, frozenset()).of("a/1") == 1


def test_what_each_file_took_is_kept(written, tmp_path):
    root = written(one=TWO, two="def test_it(): pass\n")
    write_durations(tmp_path / "kept.json", ended(root, ["one", "two"]).tests)
    kept = read_durations(tmp_path / "kept.json")
    assert kept.seconds.keys() == {"one.py", "two.py"}
    assert all(each >= 0 for each in kept.seconds.values())
    assert kept.trino == frozenset()


def test_the_slowest_are_told_before_the_sum(written, capfd, monkeypatch):
    monkeypatch.setattr("tools.side_by_side._NOT_SLOW_S", 0.0)
    slow = "def test_slow(): sum(range(3_000_000))\ndef test_fast(): pass\n"
    ran(written(one=slow), ["one"])
    *_, slowest, other, total = capfd.readouterr().out.splitlines()
    assert slowest.endswith(" s  one.py::test_slow")
    assert other.endswith(" s  one.py::test_fast")
    assert total == "2 passed, 0 failed"


def lies_in(file, paths):
    return any(file.is_relative_to(ROOT / path) for path in paths)
