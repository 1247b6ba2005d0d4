"""Where some rows are hidden, no engine chooses a way through the table itself."""

from __future__ import annotations

import pytest

from federation.plan import DUCKDB, TRINO
from tests.unit.sql.copied import COPIES, C, F, copies_of, planned


@pytest.mark.parametrize("statement", COPIES)
def test_as_many_copies_are_made_as_there_are_ways(statement):
    assert copies_of(statement) == COPIES[statement]


def test_of_what_hides_nothing_there_is_no_copy():
    plan = planned(f"SELECT a.debit FROM {F} a JOIN {F} b ON a.debit = b.debit", DUCKDB)
    assert plan.materialized == ()
    assert not plan.hides_rows


def test_trino_keeps_no_copy_and_is_told_that_rows_are_hidden():
    plan = planned(f"SELECT a.flux FROM {C} a JOIN {C} b ON a.flux = b.flux", TRINO)
    assert (plan.engine, plan.materialized, plan.hides_rows) == (TRINO, (), True)
