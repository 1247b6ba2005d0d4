"""The gateway over bodies that hold the same invoices, and who asks it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

import orjson
import pytest

from federation.keys import DerivedKeys
from gateway.control.execute import answer_document
from gateway.demo_mode.state import DemoState
from gateway.reading.query.request import GraphqlRequest
from gateway.upkeep.secret_store.secrets import read_master_key
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.linked import places
from tests.integration.linked.brute_force import World
from tests.integration.linked.documents import document_of
from tests.integration.linked.growing import every_column, grow
from tests.integration.linked.invoices import rows_of_all
from tests.integration.linked.readers import OWNER, PURPOSE, READERS, REFUSED, given_to, seen_by
from tests.opened import Opened

_IDS = count()


@dataclass(frozen=True)
class Gateway(Opened):
    """`worlds`: what is seen, by place and reader."""

    worlds: dict = field(default_factory=dict)

    @cached_property
    def keyring(self):
        return DerivedKeys(read_master_key(self.state.settings().key_file, create=False))

    async def ask(self, document, sub, variables=None):
        return orjson.loads(await self.bytes_of(document, sub, variables))

    async def bytes_of(self, document, sub, variables=None):
        """The answer as it is sent, its request's name apart."""
        snapshot = await self.ports.catalog.current()
        agent = next(each for each in snapshot.agents.values() if each.sub == sub)
        request_id = f"linked-{next(_IDS)}"
        answer = await answer_document(
            GraphqlRequest(
                id=request_id,
                document=document,
                variables=variables or {},
                authorization=f"Bearer {self.state.token(agent)}",
                purpose=PURPOSE,
            ),
            self.services,
        )
        return answer.body.replace(request_id.encode(), b"")

    async def ask_tree(self, tree, place, reader):
        sub = place.owner if reader.name == OWNER else reader.sub
        return await self.ask(place.spelt(document_of(tree, place.field)), sub)

    async def world(self, place, reader):
        """What the reader sees, and the columns that it is given."""
        key = (place.name, reader.name)
        if key not in self.worlds:
            snapshot = await self.ports.catalog.current()
            seen = seen_by(reader, place.datasets, snapshot, self.keyring, rows_of_all())
            self.worlds[key] = World(seen), given_to(reader, place.datasets, snapshot)
        return self.worlds[key]

    async def tree(self, seed, place, reader, root=None):
        _, given = await self.world(place, reader)
        columns = every_column() if reader.name in REFUSED else given
        return grow(seed, columns, READERS[reader.name].shown_only, root)


@pytest.fixture(scope="session")
async def gateway(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("linked") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Gateway(state, services)


@pytest.fixture(scope="session")
async def in_files(gateway):
    """Read by DuckDB, in two formats."""
    owner, folder = places.owner_of(1), gateway.state.data / "smictom-demo"
    places.write_rows(folder)
    storage = places.files_storage("demo", owner, folder)
    storages = dict.fromkeys(rows_of_all(), storage)
    return await places.register(gateway.services, "demo", storages)


@pytest.fixture(scope="session")
def password(postgresql):
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(places.SECRET, postgresql.password)
        yield


@pytest.fixture(scope="session")
async def in_postgresql(gateway, postgresql, password):
    """Read by PostgreSQL itself."""
    owner = places.owner_of(2)
    database = places.fill_database(postgresql, "linked_base", rows_of_all())
    storage = places.postgresql_storage("base", owner, postgresql, database)
    storages = dict.fromkeys(rows_of_all(), storage)
    return await places.register(gateway.services, "base", storages)


@pytest.fixture(scope="session")
async def in_both(gateway, in_files, postgresql, password):
    """Invoices in PostgreSQL, their lines and weighings in files: joined by DuckDB."""
    owner, folder = places.owner_of(3), gateway.state.data / "smictom-demo"
    database = places.fill_database(postgresql, "linked_mixte", ["factures"])
    base = places.postgresql_storage("mixte", owner, postgresql, database)
    files = places.files_storage("mixte", owner, folder)
    storages = {"factures": base, "lignes": files, "pesees": files}
    return await places.register(gateway.services, "mixte", storages)


@pytest.fixture(scope="session")
async def on_trino(tmp_path_factory, postgresql, password, opa, locked_trino):
    """A gateway whose engine is Trino, and invoices in two databases that it joins."""
    state = DemoState(tmp_path_factory.mktemp("linked-trino") / "state")
    await make_demo(state)
    settings = state.settings(
        policy="opa",
        opa_url=opa.url,
        opa_token=opa.token,
        engine="trino",
        trino_url=locked_trino.url,
        trino_user=locked_trino.user,
        trino_administrator=locked_trino.administrator,
        trino_spool_url=locked_trino.spool_url,
        trino_signing_key_file=locked_trino.keys.signing_key_file,
        trino_ca_file=locked_trino.keys.ca_file,
        # A cold Trino beside other tests.
        query_timeout_s=240,
    )
    owner = places.owner_of(4)
    storages = {}
    for name, tables in (("une", ["factures", "pesees"]), ("autre", ["lignes"])):
        database = places.fill_database(postgresql, f"linked_{name}", tables)
        storage = places.postgresql_storage("trino", owner, postgresql, database, name)
        storages |= dict.fromkeys(tables, storage)
    async with open_services(settings, demo=True) as services:
        place = await places.register(services, "trino", storages)
        yield Gateway(state, services), place
