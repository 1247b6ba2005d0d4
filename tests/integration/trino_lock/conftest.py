"""A locked Trino with one database in it, as the gateway would have made it."""

import secrets
from dataclasses import dataclass

import psycopg
import pytest

from deploy.local import PostgresqlServer, TrinoServer
from federation.engines.trino_client import TrinoFailure
from tests.locked_trino import administrator_of, opened_client


@dataclass(frozen=True)
class Locked:
    """`table` is `catalog.schema.table`, in `catalog`, which holds two rows."""

    server: TrinoServer
    catalog: str

    @property
    def table(self):
        return f"{self.catalog}.public.agents"

    async def ask(self, user, statement, **options):
        """The rows, or the name of what Trino refused them for."""
        if not options:
            return await self._asked_officially(user, statement)
        headers = options.pop("headers", None)
        async with opened_client(self.server, user, **options) as client:
            try:
                return (await client.run(statement, headers=headers)).rows
            except TrinoFailure as refused:
                return refused.name

    async def _asked_officially(self, user, statement):
        """As Trino's own client hears it, which knows nothing of what we expect."""
        asking = administrator_of(self.server, user)
        try:
            return (await asking.run(statement)).rows
        except TrinoFailure as refused:
            return refused.name
        finally:
            await asking.aclose()


@pytest.fixture(scope="session")
async def locked(locked_trino: TrinoServer, postgresql: PostgresqlServer):
    with psycopg.connect(postgresql.dsn(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE verrou")
    with psycopg.connect(postgresql.dsn("verrou")) as connection:
        connection.execute("CREATE TABLE agents (nom text, prime int)")
        connection.execute("CREATE SCHEMA vide")
        connection.execute("INSERT INTO agents VALUES ('N26', 100), ('N27', 200)")
    name = f"s_verrou_{secrets.token_hex(6)}"
    address = f"jdbc:postgresql://{postgresql.host}:{postgresql.port}/verrou"
    administrator = administrator_of(locked_trino)
    try:
        await administrator.run(
            f"CREATE CATALOG {name} USING postgresql WITH (\"connection-url\"='{address}', "
            f"\"connection-user\"='{postgresql.superuser}', "
            f"\"connection-password\"='{postgresql.password}')"
        )
        yield Locked(locked_trino, name)
        await administrator.run(f"DROP CATALOG {name}")
    finally:
        await administrator.aclose()
    with psycopg.connect(postgresql.dsn(), autocommit=True) as connection:
        connection.execute("DROP DATABASE verrou WITH (FORCE)")
