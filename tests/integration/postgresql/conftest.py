"""The PostgreSQL door over the embedded demo, with a port and a certificate of its own."""

import asyncio
import os
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
import psycopg
import pytest

from gateway.cli.demo_folder import find_agent
from gateway.cli.serving import listen
from gateway.demo_mode.certificate import with_postgresql
from gateway.demo_mode.state import DemoState
from gateway.postgresql.server import PostgresqlDoor
from gateway.wiring.postgresql import postgresql_sockets, serving_postgresql
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.opened import Opened

VALCOBREIZH = ("agent@valcobreizh", "rpqs_dechets")
OWNER = ("agent@val-d-ille-aubigne", "rpqs_dechets")
COLLECTES = "val_d_ille_aubigne.collectes"


@dataclass(frozen=True)
class Postgresql(Opened):
    door: PostgresqlDoor
    port: int

    async def token(self, agent):
        return self.state.token(find_agent(await self.ports.catalog.current(), agent))

    def dsn(self, **said):
        given = {"host": "127.0.0.1", "port": self.port, "user": "moi", "dbname": "interco"}
        given |= {"sslmode": "require", **said}
        return " ".join(f"{name}={value}" for name, value in given.items())

    async def connect(self, agent=VALCOBREIZH[0], purpose=VALCOBREIZH[1], **said):
        options = "-c lc_messages=en" + (f" -c interco.purpose={purpose}" if purpose else "")
        password = said.pop("password", None) or await self.token(agent)
        return await psycopg.AsyncConnection.connect(
            self.dsn(), password=password, options=options, autocommit=True, **said
        )

    async def asyncpg(self, agent=VALCOBREIZH[0], purpose=VALCOBREIZH[1], **said):
        return await asyncpg.connect(
            host="127.0.0.1",
            port=self.port,
            user="moi",
            database="interco",
            password=await self.token(agent),
            ssl="require",
            server_settings={"interco.purpose": purpose, "lc_messages": "en"},
            **said,
        )

    async def psql(self, *arguments, agent=VALCOBREIZH[0], purpose=VALCOBREIZH[1], **said):
        """What psql prints, and its errors."""
        env = os.environ | {
            "PGPASSWORD": said.pop("password", None) or await self.token(agent),
            "PGOPTIONS": f"-c interco.purpose={purpose} -c lc_messages=en",
            "PSQLRC": "/dev/null",
        }
        running = await asyncio.create_subprocess_exec(
            *("psql", self.dsn(**said), "-X", "-A", "-t", *arguments),
            env=env,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        printed, errors = await running.communicate()
        return printed.decode(), errors.decode()


@asynccontextmanager
async def opened_postgresql(state, **changes):
    """The door of a demo's folder; settings of it may be others."""
    settings = with_postgresql(state, state.settings(**changes), 0)
    async with open_services(settings, demo=True) as services:
        sockets = postgresql_sockets(settings, listen("127.0.0.1", 0), 1)
        async with serving_postgresql(services.query, settings, sockets, None) as door:
            yield Postgresql(state, services, door, sockets.port)


@pytest.fixture(scope="session")
async def postgresql(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("postgresql") / "state")
    await make_demo(state)
    async with opened_postgresql(state) as opened:
        yield opened
