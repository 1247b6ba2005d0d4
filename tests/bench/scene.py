"""The demo in a folder of its own, its weighings as Parquet, and callers who ask for them."""

import asyncio
import tempfile
import uuid
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from catalog.changes import ActRecord, Changes
from catalog.model.dataset import ObjectKind, PhysicalObject
from catalog.store import open_store
from demo.generate.world import make_world
from demo.write.files import parquet_bytes
from federation.values import bind_values
from gateway.cli.demo_folder import find_agent
from gateway.control.execute import answer_document
from gateway.demo_mode.catalog import ensure_demo_catalog
from gateway.demo_mode.state import DemoState
from gateway.reading.query.plan_cache import PlanCache
from gateway.reading.query.prepare import prepare, prepare_for
from gateway.reading.query.request import GraphqlRequest
from gateway.services import Services
from gateway.wiring.services import open_services
from tests.bench.peers import FIELDS

ROWS = (100, 10_000)


@dataclass(frozen=True)
class Caller:
    """An agent who asks for a list, as over HTTP but for the socket."""

    services: Services
    who: str
    authorization: str
    purpose: str | None

    @property
    def ports(self):
        return self.services.query

    def request(self, first):
        where = "where: { codeCommune: { isNull: false } }"
        nodes = f"collectes({where}, first: {first}) {{ nodes {{ {FIELDS} }} }}"
        return GraphqlRequest(
            id=uuid.uuid4().hex,
            document=f"{{ valDIlleAubigne {{ {nodes} }} }}",
            authorization=self.authorization,
            purpose=self.purpose,
        )

    async def ask(self, first):
        """The whole pipeline: token, decision, plan, audit, engine, JSON."""
        found = await answer_document(self.request(first), self.services)
        assert b'"errors"' not in found.body
        return found.body

    async def authenticate(self):
        return await self.ports.authenticator.authenticate(self.authorization)

    async def prepare(self, first=100):
        return await prepare(self.request(first), self.ports)

    async def plan(self, first):
        """The plan of the only slice, and its values."""
        prepared = await self.prepare(first)
        (plan,) = prepared.plans.slices.values()
        return plan, bind_values(plan, {}, {}, self.ports.keyring)

    async def plan_again(self, known):
        """Everything before the engine but the token, met in the caches."""
        return await prepare_for(known.standpoint, self.request(100), self.ports)

    async def plan_anew(self, known):
        """Read, bound and planned with empty caches; the decisions alone are kept."""
        forgetful = replace(self.ports, memory=PlanCache())
        return await prepare_for(known.standpoint, self.request(100), forgetful)


@dataclass(frozen=True)
class Scene:
    services: Services
    owner: Caller
    grantee: Caller


@asynccontextmanager
async def opened_scene():
    """`owner` sees all its rows in clear. `grantee` reads through an agreement on its territory.

    The grantee's keys are hashed and rows are ordered by them: each row costs two digests a key.
    """
    with tempfile.TemporaryDirectory(prefix="interco-bench-") as folder:
        state = DemoState(Path(folder))
        await ensure_demo_catalog(state)
        await move_to_parquet(state, parquet_of_the_demo)
        async with open_services(state.settings(), demo=True) as services:
            catalog = await services.query.catalog.current()

            def caller(who, agent, purpose):
                token = state.token(find_agent(catalog, agent))
                return Caller(services, who, f"Bearer {token}", purpose)

            yield Scene(
                services,
                owner=caller("by their owner", "agent@val-d-ille-aubigne", None),
                grantee=caller("by agreement", "agent@valcobreizh", "rpqs_dechets"),
            )


def parquet_of_the_demo(place):
    """The weighings of the demo as one file."""
    place.write_bytes(parquet_bytes(make_world().tables["val-d-ille-aubigne"]))


async def move_to_parquet(state, write):
    """What is measured is the pipeline, not the reading of CSV text; `write` makes the file."""
    place = state.data / "val-d-ille-aubigne" / "bench" / "collectes.parquet"
    await asyncio.to_thread(place.parent.mkdir)
    await asyncio.to_thread(write, place)
    store = await open_store(state.settings().database_url)
    catalog = await store.current()
    dataset = catalog.datasets["val_d_ille_aubigne__collectes"]
    moved = replace(
        dataset,
        physical=PhysicalObject(ObjectKind.PARQUET, "bench/collectes.parquet"),
        columns=tuple(replace(each, text_format=None) for each in dataset.columns),
        version=dataset.version + 1,
    )
    act = ActRecord(datetime.now(UTC), None, "system:bench", dataset.owner, "move")
    await store.write(catalog.version, Changes(put=(moved,)), act)
    await store.aclose()
