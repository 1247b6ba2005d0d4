"""Our gateway as production runs it: a catalog in PostgreSQL, tokens, decisions, audit.

`python -m tests.bench.peer.gateway FOLDER CATALOG_URL PORT` serves in a process of its own.
"""

import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from catalog.changes import ActRecord, Changes
from catalog.model.dataset import (
    AccessLevel,
    Column,
    ColumnType,
    Dataset,
    Link,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren
from catalog.model.storage import PostgresqlOptions, SecretReference, Storage, StorageKind
from catalog.store import open_store
from gateway.app import build_app
from gateway.base.logging import configure_logging
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.catalog import apply_demo
from gateway.demo_mode.state import DemoState
from gateway.upkeep.secret_store.secrets import read_master_key

SECRET = "INTERCO_BENCH_PASSWORD"
OWNER = Siren("243500667")
AGENT = "agent@val-d-ille-aubigne"
_TEXT = ColumnType(ScalarType.STRING)
_TABLES = {
    "communes": {"code": _TEXT, "nom": _TEXT, "departement": _TEXT},
    "releves": {
        "id": ColumnType(ScalarType.BIGINT),
        "code_commune": _TEXT,
        "code_departement": _TEXT,
        "date_releve": ColumnType(ScalarType.DATE),
        "flux": _TEXT,
        "tonnage_kg": ColumnType(ScalarType.INTEGER),
        "volume": ColumnType(ScalarType.DECIMAL, 10, 3),
        "remarque": _TEXT,
    },
}

_LINKS = {
    "releves": (
        Link(
            Name("commune"),
            "releves.code_commune",
            "bench__communes",
            "communes.code",
            Name("releves"),
        ),
    )
}


@dataclass(frozen=True)
class BenchState(DemoState):
    """The demo's folder, its catalog in PostgreSQL."""

    catalog_url: str

    def settings(self, **changes):
        # Its source is a server of this machine.
        return super().settings(
            store_url=self.catalog_url, private_networks=("127.0.0.0/8",), **changes
        )


async def prepare_catalog(state, ground):
    """The demo's organisations, and the two tables as one of them owns them; the agent's token."""
    state.issuer_key()
    read_master_key(state.settings().key_file, create=True)
    state.data.mkdir(parents=True)
    await _register_organisations(state)
    store = await open_store(state.settings().database_url)
    try:
        storage = _storage(ground)
        datasets = tuple(_dataset(name, columns) for name, columns in _TABLES.items())
        catalog = await store.current()
        act = ActRecord(datetime.now(UTC), None, "system:bench", OWNER, "register")
        await store.write(catalog.version, Changes(put=(storage, *datasets)), act)
        return state.token(find_agent(await store.current(), AGENT))
    finally:
        await store.aclose()


async def _register_organisations(state):
    from demo.prepare import prepare_embedded

    prepared = await asyncio.to_thread(prepare_embedded, state.data)
    await apply_demo(state, prepared.declarations)


def _storage(ground):
    options = PostgresqlOptions(ground.host, ground.port, "mesures", "lecture", sslmode="disable")
    return Storage(
        "bench_mesures", OWNER, StorageKind.POSTGRESQL, options, SecretReference("env", SECRET)
    )


def _dataset(name, columns):
    return Dataset(
        id=f"bench__{name}",
        owner=OWNER,
        storage_id="bench_mesures",
        name=Name(name),
        title_fr=f"{name} (données synthétiques)",
        title_en=f"{name} (synthetic)",
        physical=PhysicalObject(ObjectKind.TABLE, name, schema="mesures"),
        columns=tuple(
            Column(f"{name}.{column}", Name(column), kind, column, column, column)
            for column, kind in columns.items()
        ),
        primary_key=(f"{name}.{next(iter(columns))}",),
        links=_LINKS.get(name, ()),
        synthetic=True,
        access_level=AccessLevel.RESTRICTED,
    )


def serve(folder, catalog_url, port):
    configure_logging("error")
    state = BenchState(Path(folder), catalog_url)
    uvicorn.run(
        build_app(state.settings(), demo=True),
        host="127.0.0.1",
        port=int(port),
        log_config=None,
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    serve(*sys.argv[1:])
