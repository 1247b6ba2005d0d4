"""One gateway over a real store, a real storage, OPA and a provider, each behind a door."""

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
import uvicorn

from catalog.store import open_store
from demo.declare import FULL, write_declarations
from demo.generate.world import SEED, make_world
from demo.write.postgresql import reader_of, write_postgresql
from gateway.app import build_app
from gateway.base.settings import ProviderSettings
from gateway.demo_mode.catalog import apply_demo
from gateway.demo_mode.state import DemoState
from gateway.upkeep.secret_store.secrets import read_master_key
from tests.demo_folders import copy_rows
from tests.door import Door
from tests.proconnect_twin import SIGNED
from tests.signing_in import person, put_agents, served

OWNER, OWNER_SIREN = "val-d-ille-aubigne", "243500667"
STORE, STORAGE = "faults_store", "faults_storage"
AGATHE = "agathe@example.fr"


@dataclass(frozen=True, slots=True)
class KeptState(DemoState):
    """A demo whose catalog is in another store than its folder."""

    store_url: str = ""

    def settings(self, **changes):
        return DemoState.settings(self, **{"store_url": self.store_url, **changes})


@dataclass(frozen=True)
class Doors:
    law: Door
    store: Door
    storage: Door
    provider: Door

    def close(self):
        for each in (self.law, self.store, self.storage, self.provider):
            each.close()


@dataclass(frozen=True)
class FaultyTown:
    """`store_url` leads to its store beside the door; `tokens` by agent; `app` is the running one,
    of another thread's loop, which `app.state.loop` is.
    """

    address: str
    state: KeptState
    doors: Doors
    tokens: dict
    store_url: str
    app: object

    def told(self, statement, *values):
        """Rows of the store itself."""
        with psycopg.connect(self.store_url, autocommit=True) as connection:
            return connection.execute(statement, values).fetchall()


def open_doors(opa, postgresql):
    return Doors(
        law=Door(urlsplit(opa.url).port),
        store=Door(postgresql.port),
        storage=Door(postgresql.port),
        provider=Door(),
    )


@contextmanager
def running_faulty_town(folder, address, doors, servers, **settings):
    """`servers`: PostgreSQL, OPA and the provider's twin."""
    postgresql, opa, proconnect = servers
    store_url = _emptied(postgresql, STORE)
    state = KeptState(folder / "state", store_url=store_url)
    tokens = asyncio.run(_prepare(state, postgresql, doors.storage, proconnect))
    chosen = state.settings(
        store_url=store_url.replace(f":{postgresql.port}/", f":{doors.store.port}/"),
        public_url=address,
        policy="opa",
        opa_url=f"http://127.0.0.1:{doors.law.port}",
        opa_token=opa.token,
        providers=(_provider(proconnect),),
        **settings,
    )
    app = build_app(chosen, demo=True, lasts=False)
    config = uvicorn.Config(
        _noting_its_loop(app),
        host="127.0.0.1",
        port=urlsplit(address).port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    with served(config):
        yield FaultyTown(address, state, doors, tokens, store_url, app)


def _noting_its_loop(app):
    async def called(scope, receive, send):
        app.state.loop = asyncio.get_running_loop()
        await app(scope, receive, send)

    return called


def _provider(proconnect):
    return ProviderSettings(
        name=SIGNED,
        label="ProConnect",
        issuer=proconnect.issuer,
        client_id=SIGNED,
        client_secret=proconnect.client_secret,
        scope="openid given_name usual_name email siret organization_label roles"
        " belonging_population",
        userinfo_signed="ES256",
        acr_values=("eidas1", "eidas1-mfa"),
    )


async def _prepare(state, postgresql, storage_door, proconnect):
    """The demo, but for one body's rows, which are in PostgreSQL; a token for each agent."""
    state.issuer_key()
    read_master_key(state.settings().key_file, create=True)
    declarations = await asyncio.to_thread(_declare, state, postgresql, storage_door)
    await apply_demo(state, declarations, state.data / "secrets")
    agathe = person(proconnect.issuer, proconnect.sub_of(SIGNED, AGATHE))
    await put_agents(state.store_url, [agathe])
    store = await open_store(state.store_url)
    try:
        agents = (await store.current()).agents
    finally:
        await store.aclose()
    return {each.sub: state.token(each) for each in agents.values()}


def _declare(state, postgresql, storage_door):
    copy_rows(state)
    table = make_world(SEED, 1).tables[OWNER]
    password = write_postgresql(postgresql, STORAGE, "dechets", table)
    secret = state.data / "secrets" / OWNER_SIREN / "postgresql"
    secret.parent.mkdir(parents=True, mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(password, "utf-8")
    values = {
        "postgresql_host": postgresql.host,
        "postgresql_port": str(storage_door.port),
        "s3_endpoint": "",
        "s3_region": "",
        "s3_access_key": "",
        "secrets": str(secret.parent.parent),
    }
    full = state.data / "full"
    write_declarations(full, FULL, values)
    text = (full / f"{OWNER}.yaml").read_text("utf-8")
    text = text.replace("val_d_ille_aubigne_lecture", reader_of(STORAGE))
    text = text.replace("database: val_d_ille_aubigne", f"database: {STORAGE}")
    declarations = state.data / "declarations"
    (declarations / f"{OWNER}.yaml").write_text(text, "utf-8")
    return declarations


def _emptied(server, database):
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {database}")
    return server.dsn(database)
