"""One text, asked in both readings over few connections: each must read in its own way."""

from contextlib import asynccontextmanager
from dataclasses import replace

import psycopg

from federation.engines.postgres_engine import PostgresEngine
from federation.logical import WireType
from federation.plan import POSTGRES
from tests.integration.storages.values import duckdb_plan, postgresql_storage, table_dataset

ROWS = 20_000
# One value of five, found by the index in its order or by the table in its own, the reverse.
FIRST = "SELECT n FROM numbers WHERE n > 19995 LIMIT 1"
BY_INDEX, BY_POSITION = 19_996, ROWS
# psycopg prepares a text that it has sent five times, and PostgreSQL then keeps its plan.
_OFTEN = 8


def fill(dsn):
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE numbers (n bigint NOT NULL, filling text NOT NULL)")
        connection.execute(
            "INSERT INTO numbers"
            " SELECT n, repeat('x', 100) FROM generate_series(%s, 1, -1) AS g(n)",
            (ROWS,),
        )
        connection.execute("CREATE INDEX ON numbers (n)")
        connection.execute("VACUUM ANALYZE numbers")


@asynccontextmanager
async def open_readings(dsn, *, size, user=None, password=None):
    """`ask(text, by_position)`: the cells of its first column, by an engine of its own."""
    storage, of_superuser = postgresql_storage(dsn)
    if user is not None:
        storage = replace(storage, options=replace(storage.options, user=user))
    engine = PostgresEngine(lambda _: password or of_superuser, connections_per_storage=size)

    async def ask(text, *, by_position, columns=(("n", WireType.BIGINT),)):
        made = duckdb_plan(text, columns, (storage, table_dataset("numbers")))
        plan = replace(made, engine=POSTGRES, by_position=by_position)
        return (await engine.execute(plan, {})).column(0).to_pylist()

    try:
        yield ask
    finally:
        await engine.aclose()


async def reading_that_tells(dsn):
    """The first answer that was read in the other way; None when each was read in its own."""
    prepared = [(FIRST, each) for each in (True, *[False] * _OFTEN, *[True] * _OFTEN)]
    not_yet = [(f"{FIRST} OFFSET 0", each) for each in (False, True, False, True)]
    async with open_readings(dsn, size=1) as ask:
        for turn, (text, by_position) in enumerate((*prepared, *not_yet)):
            found = await ask(text, by_position=by_position)
            if found != [BY_POSITION if by_position else BY_INDEX]:
                return f"turn {turn}, by position {by_position}: {found}"
    return None
