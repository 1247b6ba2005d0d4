"""Where some rows are hidden, no engine chooses a way through the table itself.

Covers federation.rewrites.materialize, gateway.reading.reports.words,
gateway.reading.query.kept_plan.
"""

from __future__ import annotations

import pytest

from federation.plan import DUCKDB, TRINO
from gateway.reading.query.kept_plan import keep_plan, read_kept, write_kept
from gateway.reading.reports.words import engine_words
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


M = "eau_bassin_rennais.compteurs"


@pytest.mark.parametrize(
    ("statement", "by_position"),
    [
        (f"SELECT volume FROM {M}", True),
        (f"SELECT volume FROM {M} ORDER BY volume LIMIT 5", True),
        (f"SELECT volume FROM {M} WHERE nb > 3 ORDER BY id_compteur LIMIT 5", False),
        (f"SELECT volume FROM {M} ORDER BY volume, id_compteur DESC", False),
        (f"SELECT id_compteur FROM {M} ORDER BY 1", False),
        (f"SELECT lower(id_compteur) AS id_compteur FROM {M} ORDER BY id_compteur", True),
        (f"SELECT volume AS id_compteur FROM {M} ORDER BY id_compteur", True),
        (f"SELECT DISTINCT id_compteur FROM {M} ORDER BY id_compteur", True),
        (f"SELECT volume FROM {M} ORDER BY lower(id_compteur) LIMIT 5", True),
        (f"SELECT volume FROM {M} WHERE nb * 2 > 3 ORDER BY id_compteur LIMIT 5", True),
        (f"SELECT x FROM (SELECT id_compteur AS x FROM {M}) ORDER BY x LIMIT 5", True),
    ],
)
def test_an_index_serves_only_what_it_puts_in_the_order_of_the_key(statement, by_position):
    assert planned(statement, DUCKDB, "csv").by_position == by_position


def test_a_hashed_key_is_no_order():
    """It is another one than that of the index."""
    assert planned(f"SELECT flux FROM {C} ORDER BY id_pesee, code_commune", DUCKDB).by_position
