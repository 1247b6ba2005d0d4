"""Each folder of tests/cases/sql: what is read and planned, or the Problem, as it is kept.

Covers federation.sql_reader, federation.sql.parsing, federation.sql.plain, federation.sql.names,
federation.sql.tried, federation.sql.spellings, federation.sql.percentiles.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlglot import exp

from federation.problems import UnknownDataset
from federation.sql.names import SqlNames
from federation.sql.values import clock_values
from tests.unit.federation.world import COLLECTES
from tests.unit.sql.cases import SqlCase, all_cases, outcome


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.folder.name)
def test_a_statement_is_read_as_it_should_be(case: SqlCase):
    """Otherwise: `python -m tests.unit.sql.accept_cases`, and read the difference."""
    assert outcome(case) == case.kept.read_text("utf-8")


def test_at_least_a_hundred_statements_are_kept_and_most_are_refusals():
    refusals = [case for case in all_cases() if case.folder.name.startswith("refused_")]
    assert len(all_cases()) >= 90
    assert len(refusals) >= 60


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.folder.name)
def test_comments_and_line_ends_change_nothing_but_places(case: SqlCase):
    """Every space between two words as a comment and a line end: the same reading, or refusal."""
    if (
        "'" in case.statement
        or '"' in case.statement
        or "--" in case.statement
        or "/*" in case.statement
    ):
        return
    spread = case.statement.replace("\n", " ").replace(" ", " /* ; ' */\r\n ")
    first, second = outcome(case), outcome(replace(case, statement=spread))
    assert _without_places(first) == _without_places(second)


def _without_places(text: str) -> str:
    return text.split('"place"', maxsplit=1)[0]


def test_the_clock_says_the_day_in_paris():
    said = clock_values(datetime(2026, 6, 30, 22, 30, 0, 123456, tzinfo=UTC))
    assert said["day"] == "2026-07-01"
    assert said["instant3"] == "2026-06-30T22:30:00.123000+00:00"
    assert said["local6"] == "2026-07-01T00:30:00.123456"


def test_a_name_that_several_owners_have_is_told_with_all_of_them():
    owners = [f"epci_{place}" for place in range(8)]
    several = SqlNames({owner: {"collectes": COLLECTES} for owner in owners})
    with pytest.raises(UnknownDataset) as found:
        several.of_table(exp.to_table("collectes"))
    listed = ", ".join(f"{owner}.collectes" for owner in owners[:5])
    assert found.value.did_you_mean == listed
    with pytest.raises(UnknownDataset) as found:
        several.of_table(exp.to_table("epci_77.collectes"))
    assert found.value.did_you_mean == "epci_7.collectes"
