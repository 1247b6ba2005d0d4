"""Tables that no equality relates: three of them at most, whatever they hold.

Covers federation.sql.products, federation.sql.problems.
"""

import pytest

from federation.plan import DUCKDB
from federation.sql.problems import SqlProduct
from tests.unit.sql.copied import C, F, planned

ONE = f"SELECT max(debit) AS m FROM {F}"
PAIRS = f"SELECT a.debit AS n FROM {F} a, {F} b"
EITHER_WAY = "(t0.debit = t1.debit AND t2.debit > 1) OR (t1.debit = t0.debit AND t2.debit < 1)"


def crossed(count):
    return ", ".join(f"{F} t{number}" for number in range(count))


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT count(*) FROM {crossed(12)}",
        f"SELECT t0.debit FROM {crossed(4)} LIMIT 5",
        f"SELECT t0.debit FROM {crossed(4)} WHERE t0.debit < t1.debit AND t2.debit <> t3.debit",
        f"SELECT a.debit FROM {F} a CROSS JOIN {F} b CROSS JOIN {F} c CROSS JOIN {F} d",
        f"SELECT a.debit FROM {F} a JOIN {F} b ON true JOIN {F} c ON 1 = 1, {F} d",
        f"SELECT t0.debit FROM {crossed(4)} WHERE t0.debit = t0.debit AND t1.debit = 3",
        f"SELECT t0.debit FROM {crossed(4)} WHERE t0.debit = t1.debit OR t2.debit = t3.debit",
        f"WITH p AS (SELECT a.debit FROM {F} a, {F} b) SELECT x.debit FROM p x, p y",
        f"SELECT x.n FROM ({PAIRS} UNION ALL SELECT debit FROM {F}) x CROSS JOIN ({PAIRS}) y",
        f"SELECT debit FROM {F} WHERE EXISTS (SELECT 1 FROM {crossed(4)})",
    ],
)
def test_more_is_refused_before_it_runs(statement):
    with pytest.raises(SqlProduct) as refused:
        planned(statement, DUCKDB)
    assert refused.value.status == 400
    assert "equality" in refused.value.next_step("en")


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT count(*) FROM {crossed(3)}",
        f"SELECT t0.debit FROM {crossed(4)} WHERE t0.debit = t1.debit AND t1.debit = t2.debit",
        f"SELECT t0.debit FROM {crossed(4)} WHERE {EITHER_WAY}",
        f"SELECT a.debit FROM {F} a JOIN {F} b USING (debit) JOIN {F} c USING (debit), {F} d",
        # Figures of one row each, side by side.
        f"SELECT q0.m FROM {', '.join(f'({ONE}) q{n}' for n in range(20))}",
        # What is small is known to be.
        f"SELECT t0.debit FROM {crossed(3)}, (VALUES 1) v(x), (SELECT 2 AS y) w",
        f"WITH g AS (SELECT debit FROM {F} LIMIT 10) SELECT a.debit FROM g a, g b, g c, g d, g e",
        f"SELECT a.flux FROM {C} a, {C} b WHERE a.flux = b.flux",
    ],
)
def test_what_is_related_or_small_is_planned(statement):
    assert planned(statement, DUCKDB).engine == DUCKDB


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT count(*) FROM {crossed(3)}",
        f"SELECT t0.debit FROM {crossed(3)} WHERE t0.debit < t1.debit AND t1.debit <> t2.debit",
        f"WITH p AS (SELECT a.debit FROM {F} a, {F} b) SELECT x.debit FROM p x, {F} y",
    ],
)
def test_without_an_account_three_are_too_many(statement):
    assert planned(statement, DUCKDB).engine == DUCKDB
    with pytest.raises(SqlProduct):
        planned(statement, DUCKDB, has_account=False)


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT count(*) FROM {crossed(2)} WHERE t0.debit < t1.debit",
        f"SELECT t0.debit FROM {crossed(3)} WHERE t0.debit = t1.debit AND t1.debit = t2.debit",
        f"SELECT a.debit FROM {F} a JOIN {F} b USING (debit) JOIN {F} c USING (debit), {F} d",
        f"SELECT q0.m FROM {', '.join(f'({ONE}) q{n}' for n in range(20))}",
        f"SELECT t0.debit FROM {crossed(2)}, (VALUES 1) v(x), (SELECT 2 AS y) w",
    ],
)
def test_without_an_account_what_keys_relate_is_planned(statement):
    assert planned(statement, DUCKDB, has_account=False).engine == DUCKDB
