"""Where some rows are hidden, no engine chooses a way through the table itself."""

from __future__ import annotations

import pytest

from federation.plan import DUCKDB, TRINO
from gateway.explain.kept_plan import keep_plan, read_kept, write_kept
from gateway.explain.words import engine_words
from tests.unit.federation.world import snapshot
from tests.unit.sql.copied import COPIES, C, F, copies_of, planned


@pytest.mark.parametrize("statement", COPIES)
def test_as_many_copies_are_made_as_there_are_ways(statement):
    assert copies_of(statement) == COPIES[statement]


def test_of_what_hides_nothing_there_is_no_copy():
    plan = planned(f"SELECT a.debit FROM {F} a JOIN {F} b ON a.debit = b.debit", DUCKDB)
    assert plan.materialized == ()
    assert not plan.by_position


JOIN = f"SELECT a.flux FROM {C} a JOIN {C} b ON a.flux = b.flux"


def test_trino_keeps_no_copy_and_joins_as_it_is_written():
    plan = planned(JOIN, TRINO)
    assert (plan.engine, plan.materialized, plan.by_position) == (TRINO, (), True)


@pytest.mark.parametrize(("statement", "said"), [(JOIN, True), (f"SELECT flux FROM {C}", False)])
def test_whoever_asks_why_is_told_of_copies(statement, said):
    (kept,) = read_kept(write_kept([keep_plan(planned(statement, DUCKDB), snapshot(), DUCKDB)]))
    words = engine_words(kept.engine, is_default=kept.is_default, on_copies=kept.on_copies)
    assert ("copies" in words.en, "copie" in words.fr) == (said, said)
