"""What a page without an index costs PostgreSQL: its table once, and for each row no more than the
conditions of the statement. Read in the plans that PostgreSQL makes of what is sent.

Covers federation.engines.postgres_rows, federation.dialects.postgres_rules.
"""

from dataclasses import replace

import psycopg
import pytest
from sqlglot import exp, parse_one

from catalog.model.dataset import ColumnType, ScalarType
from federation.engines.postgres_engine import PostgresEngine
from federation.logical import LiteralSource, Parameter, WireType
from federation.plan import POSTGRES
from federation.rewrites.context import key_placeholder
from federation.rewrites.expressions import keyed_hash
from federation.to_sql import render_plan
from tests.integration.storages.values import duckdb_plan, postgresql_storage, table_dataset

KEYS = tuple(key_placeholder(("column", "a-convention", "a-column"), half) for half in (1, 2))
VALUES = {
    ScalarType.DATE: "2026-01-31",
    ScalarType.TIMESTAMP: "2026-01-31 08:00:00.000000",
    ScalarType.TIMESTAMP_TZ: "2026-01-31 08:00:00.000000+00:00",
    ScalarType.STRING: "2026-01-31",
    ScalarType.INTEGER: 31,
    ScalarType.BIGINT: 2**40,
    ScalarType.DECIMAL: "31.5",
    ScalarType.FLOAT: 31.5,
    ScalarType.BOOLEAN: True,
}
TYPES = {
    ScalarType.DATE: "DATE",
    ScalarType.TIMESTAMP: "TIMESTAMP",
    ScalarType.TIMESTAMP_TZ: "TIMESTAMPTZ",
    ScalarType.STRING: "VARCHAR",
    ScalarType.INTEGER: "INTEGER",
    ScalarType.BIGINT: "BIGINT",
    ScalarType.DECIMAL: "DECIMAL(38, 2)",
    ScalarType.FLOAT: "DOUBLE",
    ScalarType.BOOLEAN: "BOOLEAN",
}


@pytest.fixture
def weighings(postgresql_database):
    columns = ", ".join(f"{name} {TYPES[name].replace('DOUBLE', 'float8')}" for name in TYPES)
    with psycopg.connect(postgresql_database, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE weighings (id text NOT NULL, {columns})")
        connection.execute(
            "INSERT INTO weighings (id, date) SELECT 'P-' || n, DATE '2026-01-01' + n % 31"
            " FROM generate_series(1, 5000) AS g(n)"
        )
        connection.execute("VACUUM ANALYZE weighings")
    return postgresql_database


async def plan_of(dsn, tree, parameters, values):
    """The lines of PostgreSQL's plan of a statement, sent as the lane sends it."""
    storage, password = postgresql_storage(dsn)
    engine = PostgresEngine(lambda _: password)
    text = render_plan(tree, POSTGRES, ()).text
    columns = (("QUERY PLAN", WireType.STRING),)
    made = duckdb_plan(f"EXPLAIN (VERBOSE) {text}", columns, (storage, table_dataset("weighings")))
    plan = replace(made, engine=POSTGRES, tree=tree, parameters=parameters)
    try:
        return (await engine.execute(plan, values)).column(0).to_pylist()
    finally:
        await engine.aclose()


@pytest.mark.parametrize("scalar", VALUES)
async def test_a_value_is_read_once_not_for_each_row(weighings, scalar):
    compared = f'SELECT "w"."id" FROM "weighings" AS "w" WHERE "w"."{scalar}" = '
    tree = parse_one(f"{compared} CAST(:p AS {TYPES[scalar]})", read="trino")
    parameter = Parameter("p", ColumnType(scalar), LiteralSource(VALUES[scalar]))
    lines = await plan_of(weighings, tree, (parameter,), {"p": VALUES[scalar]})
    (condition,) = [each for each in lines if "Filter:" in each]
    # `('2026-01-31'::cstring)::date`: made of a text again, for each row.
    assert "cstring" not in condition, condition
    assert "31" in condition or scalar in {ScalarType.BIGINT, ScalarType.BOOLEAN}


async def test_a_pseudonym_is_made_of_the_rows_of_the_page_alone(weighings):
    hashed = keyed_hash(exp.column("id", "w", quoted=True), *KEYS)
    tree = exp.select(exp.alias_(hashed, "id", quoted=True)).from_('"weighings" AS "w"')
    tree = tree.order_by('"w"."date"').limit(20)
    values = {key.name: "k" * 32 for key in KEYS}
    lines = await plan_of(weighings, tree, (), values)
    sort = next(place for place, line in enumerate(lines) if "Sort" in line and "->" in line)
    assert "sha256" in "".join(lines[:sort])
    assert "sha256" not in "".join(lines[sort:]), "\n".join(lines)
