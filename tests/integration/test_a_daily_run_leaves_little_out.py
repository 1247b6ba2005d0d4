"""The tiers of the suite (tests/tiers.py): what is marked from fixtures, what a daily run keeps.

Covers tests.tiers.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.cases_file import contract_cases
from tests.contract.conftest import ALWAYS, ONE_IN, PLACES
from tests.tiers import examples

ROOT = Path(__file__).resolve().parents[2]
OF_PLACES = "tests/contract/test_engines_agree.py"


def collected(*arguments):
    """The names of the tests that pytest would run."""
    asked = ["-p", "no:cacheprovider", "--collect-only", "-q", *arguments]
    command = [sys.executable, "-m", "pytest", *asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if "::" in line]


@pytest.fixture(scope="module")
def daily():
    return collected("--daily", OF_PLACES)


@pytest.mark.parametrize("place", PLACES)
def test_three_places_answer_every_question_and_the_others_their_share(daily, place):
    asked = sum(f"-{place}]" in each for each in daily)
    everything = len(contract_cases())
    assert asked == everything if place in ALWAYS else 0.2 < asked / everything * ONE_IN[place] < 2


def test_each_engine_answers_each_day():
    """Nowhere is nothing asked: DuckDB and PostgreSQL everything, Trino a third."""
    assert {ONE_IN[each] for each in ALWAYS} == {1}
    assert max(ONE_IN.values()) <= 20
    assert ONE_IN["trino over postgresql"] == 3


def test_a_daily_run_asks_a_twentieth_and_draws_a_quarter(request, scaled):
    is_daily = request.config.getoption("daily")
    assert scaled(20_000) == (1_000 if is_daily else 20_000)
    assert examples(400) == (100 if is_daily else 400)
    assert examples(1) == 1


def test_what_is_named_runs_whole():
    assert len(collected(OF_PLACES)) == len(contract_cases()) * len(PLACES) + 1


def test_what_needs_a_server_follows_from_its_fixtures():
    without = collected("-m", "not servers", OF_PLACES, "tests/integration/store")
    assert any("[sqlite" in each for each in without)
    assert not any(
        re.search(r"\[postgresql[\]-]|-postgresql\]|duckdb over", each) for each in without
    )


def test_no_test_says_by_hand_that_it_needs_a_server():
    """Where a fixture or a test names no recipe, the parameter that stands for it is marked."""
    by_hand = [
        f"{file.relative_to(ROOT)}: {line}"
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        for line in file.read_text("utf-8").splitlines()
        if line.startswith(("pytestmark = pytest.mark.ser" + "vers", "@pytest.mark.ser" + "vers"))
    ]
    assert [each for each in by_hand if "by a parameter" not in each] == []
