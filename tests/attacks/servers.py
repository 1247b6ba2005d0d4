"""Both twins of a world in real servers: two databases an owner, and every engine over them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from catalog.cog import load_cog
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.model.storage import PostgresqlOptions
from deploy.local import PostgresqlServer
from federation.binding import Binder
from federation.engine import Engine, Writes
from federation.limits import Limits
from federation.logical import LogicalQuery
from federation.plan import Plan
from federation.planning import plan_slice
from federation.values import bind_values
from tests.attacks.outcome import Outcome, failed, outcome_of
from tests.attacks.twins import CANARY, KEYRING, Twins
from tests.attacks.worlds import (
    MARK,
    NAMES,
    SLUGS,
    Databases,
    World,
    moved,
    source_name,
    source_rows,
    source_type,
)

UNCHECKED = "unchecked "
"""The same engine, that asks for no second opinion: of one plan over two databases, one is enough.
"""
LIMITS = Limits(timeout_s=300)
"""A busy machine is no difference between two worlds."""
_SIDES = ("un", "deux")
_CROSSED = re.compile(rf"{MARK}-([a-z]+)".encode())


@dataclass(frozen=True)
class TwinDatabases:
    """For each side of the twins, the database of each owner; `log` is the server's own."""

    server: PostgresqlServer
    log: Path
    sides: tuple[Databases, Databases]


def make_databases(server: PostgresqlServer) -> TwinDatabases:
    """The server notes from here on every statement, beginning with its database's name."""
    sides: list[dict[Siren, PostgresqlOptions]] = [{}, {}]
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET log_statement = 'all'")
        connection.execute("ALTER SYSTEM SET log_line_prefix = 'BASE %d|'")
        connection.execute("SELECT pg_reload_conf()")
        found = connection.execute("SHOW data_directory").fetchone()
        for side, databases in zip(_SIDES, sides, strict=True):
            for owner, slug in SLUGS.items():
                name = f"{slug}_{side}"
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
                databases[owner] = PostgresqlOptions(
                    server.host, server.port, name, server.superuser, "disable"
                )
    assert found is not None
    log = Path(found[0]).with_name("server.log")
    return TwinDatabases(server, log, (sides[0], sides[1]))


class RealArena:
    """One world's twins, each in its own databases."""

    def __init__(self, pair: Twins, databases: TwinDatabases) -> None:
        self.pair = pair
        self.worlds = tuple(
            moved(world, side)
            for world, side in zip((pair.with_canaries, pair.without), databases.sides, strict=True)
        )
        self.bindings = tuple(
            Binder(each.snapshot, load_cog(), each.now, each.reader).bind(each.decision)
            for each in self.worlds
        )
        for world, side, nothing in zip(self.worlds, databases.sides, (CANARY, ""), strict=True):
            _fill(world, side, databases.server, nothing)

    def plans(
        self, logical: LogicalQuery, engines: Mapping[str, Engine], default: str
    ) -> tuple[Plan, Plan]:
        one, other = (
            plan_slice(logical, binding, world.snapshot, LIMITS, frozenset(engines), default)
            for world, binding in zip(self.worlds, self.bindings, strict=True)
        )
        return one, other

    async def outcomes(
        self,
        plans: tuple[Plan, Plan],
        engines: Mapping[str, Engine],
        variables: Mapping[str, object],
        *,
        is_ordered: bool,
    ) -> tuple[Outcome, Outcome]:
        async def outcome(plan: Plan, *, is_checked: bool) -> Outcome:
            values = bind_values(plan, variables, {}, KEYRING)
            try:
                engine = engines[plan.engine]
                if not is_checked:
                    engine = engines.get(f"{UNCHECKED}{plan.engine}", engine)
                found = outcome_of(await engine.execute(plan, values), plan, is_ordered=is_ordered)
                if plan.json_text is None or not isinstance(engine, Writes):
                    return found
                return found.with_written(await engine.write(plan, values), is_ordered=is_ordered)
            except Problem as problem:
                return failed(problem)

        one, other = await asyncio.gather(
            outcome(plans[0], is_checked=True), outcome(plans[1], is_checked=False)
        )
        return one, other


def _fill(world: World, side: Databases, server: PostgresqlServer, nothing: str) -> None:
    for dataset in world.datasets:
        with psycopg.connect(server.dsn(side[dataset.owner].database), autocommit=True) as each:
            # What is copied here is the owner's own doing, and no statement of a reader's.
            each.execute("SET log_statement = 'none'")
            table = sql.Identifier(dataset.physical.name)
            columns = sql.SQL(", ").join(
                sql.SQL("{} {}").format(
                    sql.Identifier(source_name(name)), sql.SQL(source_type(dataset, name))
                )
                for name in NAMES
            )
            each.execute(sql.SQL("CREATE TABLE IF NOT EXISTS {} ({})").format(table, columns))
            each.execute(sql.SQL("TRUNCATE {}").format(table))
            copy = sql.SQL("COPY {} FROM STDIN").format(table)
            with each.cursor() as cursor, cursor.copy(copy) as rows:
                for row in source_rows(dataset, world.rows[dataset.id], nothing):
                    rows.write_row(row)
            # As it does by itself sooner or later: what it notes of values, it tries patterns on.
            each.execute(sql.SQL("ANALYZE {}").format(table))


def crossed_in_log(log: bytes) -> list[str]:
    """Lines of one owner's database that hold values of another's rows."""
    found = []
    for line in log.split(b"\nBASE "):
        database = line.removeprefix(b"BASE ").partition(b"|")[0]
        owners = set(_CROSSED.findall(line))
        if owners - {database.partition(b"_")[0]}:
            found.append(line.decode(errors="replace")[:1_000])
    return found


def marks_in(text: str) -> list[str]:
    """Values of anybody's rows in a text that only a reader, and we, have written."""
    return [each.decode() for each in _CROSSED.findall(text.encode())]
