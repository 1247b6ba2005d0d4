"""What a caller's text means, Trino says when its own client gives it that very text over the
same rows.

We answer those rows, on PostgreSQL, on DuckDB and on Trino, or we refuse: nothing in between.

Covers federation.physical_names.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from random import Random

import psycopg
import pytest

from catalog.model.problem import CallerProblem, Problem
from deploy.local import running_postgresql
from federation.engines.duckdb_engine import DuckdbEngine
from federation.engines.postgres_engine import PostgresEngine
from federation.engines.trino_client import TrinoFailure
from federation.physical_names import trino_catalog_name
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.planning import plan_slice
from federation.values import bind_values
from tests.attacks.harness import ask_sql
from tests.attacks.readings import BEYOND_TRINO, CONDITIONS
from tests.attacks.servers import LIMITS, RealArena, make_databases
from tests.attacks.twins import KEYRING, Twins
from tests.attacks.worlds import NAMES, READER, _draw_row, draw_world, source_name
from tests.locked_trino import administrator_of, unlocked_engine

ROWS = 40
MOST_REFUSED = 45
"""Of all conditions; those that Trino itself does not understand are among them."""


@pytest.fixture(scope="module")
async def readings(trino, tmp_path_factory):
    """Ours on each engine, and Trino's own of the same text."""
    with running_postgresql() as server:
        databases = make_databases(server)
        engines = {
            POSTGRES: PostgresEngine(lambda _: server.password),
            DUCKDB: DuckdbEngine(
                lambda _: server.password,
                spill_dir=tmp_path_factory.mktemp("duckdb"),
                memory_limit=1024**3,
            ),
            TRINO: unlocked_engine(trino, lambda _: server.password),
        }
        random = Random(11)
        world = draw_world(random, databases.sides[0])
        rows = [{**_draw_row(random, ""), "id": f"r{number}"} for number in range(ROWS)]
        world = replace(world, rows={**world.rows, "c": rows})
        arena = await asyncio.to_thread(RealArena, Twins(world, world, None), databases)
        await asyncio.to_thread(_show_as_the_catalog_does, server, databases.sides[0][READER])
        client = administrator_of(trino)
        yield Readings(arena, engines, client)
        for each in (client, *engines.values()):
            await each.aclose()


def _show_as_the_catalog_does(server, options):
    """The same rows under the names that a caller knows, for Trino to read the caller's text."""
    names = ", ".join(f"{source_name(name)} AS {name}" for name in NAMES)
    with psycopg.connect(server.dsn(options.database), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA lecteur")
        connection.execute(f"CREATE VIEW lecteur.points AS SELECT {names} FROM t_c")


class Readings:
    def __init__(self, arena, engines, client):
        self.arena, self.engines, self.client = arena, engines, client

    async def ours(self, text):
        """The ids that each engine answers; the code of the problem that refuses the text."""
        world, binding = self.arena.worlds[0], self.arena.bindings[0]
        try:
            asked = ask_sql(text, world)
        except CallerProblem as problem:
            return problem.code
        found = {}
        for name, default in ((POSTGRES, DUCKDB), (DUCKDB, DUCKDB), (TRINO, TRINO)):
            try:
                plan = plan_slice(
                    asked.slices[0], binding, world.snapshot, LIMITS,
                    frozenset({name, default}), default,
                )  # fmt: skip
            except CallerProblem as problem:
                return problem.code
            values = bind_values(plan, asked.variables[0], {}, KEYRING)
            try:
                table = await self.engines[plan.engine].execute(plan, values)
            except Problem as problem:
                found[name] = problem.code
            else:
                found[name] = sorted(table.column(0).to_pylist())
        return found

    async def trinos(self, text):
        storage = self.arena.worlds[0].snapshot.storages["s_lecteur"]
        placed = text.replace("lecteur.points", f"{trino_catalog_name(storage)}.lecteur.points")
        try:
            result = await self.client.run(placed)
        except TrinoFailure as failure:
            return failure.type
        return sorted(row[0] for row in result.rows)


async def test_the_same_rows_or_a_refusal(readings):
    wrong, refused = [], []
    # Trino knows the catalog once something of ours has been read through it.
    await readings.ours("SELECT id FROM lecteur.points")
    for condition in CONDITIONS:
        text = f"SELECT id FROM lecteur.points WHERE {condition}"
        ours = await readings.ours(text)
        if isinstance(ours, str):
            refused.append(condition)
            continue
        meant = await readings.trinos(text)
        if condition in BEYOND_TRINO:
            assert not isinstance(meant, list), condition
            assert len({repr(each) for each in ours.values() if isinstance(each, list)}) == 1
            continue
        for engine, found in ours.items():
            # What fails, fails on both sides; how it is told is ours.
            if found != meant and (isinstance(found, list) or isinstance(meant, list)):
                wrong.append(f"{condition} | Trino: {meant} | {engine}: {found}")
    assert not wrong, "\n".join(wrong)
    assert len(refused) <= MOST_REFUSED, refused
