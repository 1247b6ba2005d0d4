"""`./interco bench`: ratios against a peer or a floor, all of the same run on this machine."""

import argparse
import asyncio
import json
import tempfile
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from rich.console import Console
from rich.table import Table

from catalog.changes import ActRecord, Changes
from catalog.model.dataset import ObjectKind, PhysicalObject
from catalog.store import open_store
from demo.generate.world import make_world
from demo.write.files import parquet_bytes
from federation.results.json_rows import write_rows
from federation.values import bind_values
from gateway.answer import answer
from gateway.app import open_ports
from gateway.demo_catalog import ensure_demo_catalog
from gateway.demo_state import DemoState
from gateway.labels import CogLabels
from gateway.logging import configure_logging
from gateway.prepare import prepare, prepare_for
from gateway.prepared import Memory
from gateway.request import GraphqlRequest
from gateway.settings import DEMO_ISSUER
from policies.embedded import EmbeddedPolicy
from tests.bench.peers import FIELDS, best_wheel, per_field, pesees_of
from tests.bench.timing import least_ms

OWNER = ("agent@val-d-ille-aubigne", None)
GRANTEE = ("agent@valcobreizh", "rpqs_dechets")
"""Its keys are hashed, and rows are ordered by them: every row costs two digests a key."""


def document(first):
    where = "where: { codeCommune: { isNull: false } }"
    return (
        f"{{ valDIlleAubigne {{ collectes({where}, first: {first}) {{ nodes {{ {FIELDS} }} }} }} }}"
    )


class Bench:
    def __init__(self, ports, token, purpose):
        self.ports, self.token, self.purpose = ports, token, purpose

    def request(self, first):
        return GraphqlRequest(
            id=uuid.uuid4().hex,
            document=document(first),
            authorization=f"Bearer {self.token}",
            purpose=self.purpose,
        )

    async def whole(self, first):
        """Token, decision, plan, audit, engine, JSON: as over HTTP, without the socket."""
        found = await answer(self.request(first), self.ports)
        assert b'"errors"' not in found.body
        return found.body

    async def plan(self, first):
        """The plan of the only slice, and its values."""
        prepared = await prepare(self.request(first), self.ports)
        (plan,) = prepared.plans.slices.values()
        return plan, bind_values(plan, {}, {}, self.ports.keyring)

    async def token_alone(self):
        await self.ports.authenticator.authenticate(f"Bearer {self.token}")

    async def warm(self):
        await prepare_for(*self.known, self.request(100), self.ports)

    async def cold(self):
        """Read, bound and planned anew; the decisions are kept, and measured apart."""
        await prepare_for(*self.known, self.request(100), replace(self.ports, memory=Memory()))


async def move_to_parquet(state):
    """The weighings as Parquet: what is measured is the pipeline, not the reading of CSV text."""
    table = make_world().tables["val-d-ille-aubigne"]
    place = state.data / "val-d-ille-aubigne" / "bench" / "collectes.parquet"
    place.parent.mkdir()
    place.write_bytes(parquet_bytes(table))
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


async def measure(bench, who, rows):
    for first in (100, 10_000):
        body = await bench.whole(first)
        nodes = json.loads(body)["data"]["valDIlleAubigne"]["collectes"]["nodes"]
        pesees, same = pesees_of(nodes), pa.Table.from_pylist(nodes)
        plan, values = await bench.plan(first)
        engine = bench.ports.engines[plan.engine]
        table = await engine.execute(plan, values)

        async def as_strawberry(plan=plan, values=values, engine=engine, pesees=pesees):
            (await engine.execute(plan, values)).to_pylist()
            await per_field(pesees)

        async def written(plan=plan, table=table):
            write_rows(table, plan.logical.shape, CogLabels(bench.ports.cog))

        async def fetched(plan=plan, values=values, engine=engine):
            await engine.execute(plan, values)

        ours = await least_ms(lambda first=first: bench.whole(first))
        theirs = await least_ms(as_strawberry, times=3)
        floor = await least_ms(lambda same=same: best_wheel(same))
        json_ms, engine_ms = await least_ms(written), await least_ms(fetched)
        aims = ("≥ 50", "≤ 1.5") if first == 10_000 else ("", "")
        what = f"{len(nodes)} rows, {who}"
        rows.append((what, ours, "Strawberry, per field", theirs, theirs / ours, aims[0]))
        rows.append((what, ours, "best wheel, same columns", floor, ours / floor, aims[1]))
        rows.append(("  of it, JSON", json_ms, "best wheel", floor, json_ms / floor, ""))
        rows.append(("  of it, the engine", engine_ms, "all", ours, engine_ms / ours, ""))


async def measure_planning(bench, rows):
    prepared = await prepare(bench.request(100), bench.ports)
    bench.known = (prepared.subject, prepared.snapshot)
    cold, warm = await least_ms(bench.cold), await least_ms(bench.warm, times=200)
    rows.append(
        ("planning, cold (ms; aim ≤ 5)", cold, "warm (ms; aim < 0.1)", warm, cold / warm, "")
    )


async def measure_tokens(bench, rows):
    token, warm = await least_ms(bench.token_alone, times=200), await least_ms(bench.warm)
    rows.append(("token, ES256 (ms)", token, "all the rest of planning", warm, token / warm, ""))


async def measure_decisions(bench, rows):
    ports = bench.ports
    prepared = await prepare(bench.request(100), ports)
    law = EmbeddedPolicy()
    try:
        cold = await least_ms(lambda: law.decide(prepared.question))
    finally:
        await law.aclose()
    kept = await least_ms(lambda: ports.policy.decide(prepared.question), times=200)
    rows.append(("decision, in process (ms)", cold, "kept (ms; aim < 0.05)", kept, cold / kept, ""))


async def main():
    with tempfile.TemporaryDirectory(prefix="interco-bench-") as folder:
        state = DemoState(Path(folder))
        await ensure_demo_catalog(state)
        await move_to_parquet(state)
        rows = []
        async with open_ports(state.settings(), demo=True) as ports:
            catalog = await ports.catalog.current()

            def as_agent(agent, purpose):
                return Bench(ports, state.token(catalog.agents[DEMO_ISSUER, agent]), purpose)

            await measure(as_agent(*OWNER), "by their owner", rows)
            await measure(as_agent(*GRANTEE), "through an agreement", rows)
            grantee = as_agent(*GRANTEE)
            await measure_planning(grantee, rows)
            await measure_tokens(grantee, rows)
            await measure_decisions(as_agent(*GRANTEE), rows)
    table = Table("what", "ms", "against", "ms", "ratio", "aim", title="interco bench")
    for what, ours, peer, theirs, ratio, aim in rows:
        table.add_row(what, f"{ours:.3f}", peer, f"{theirs:.3f}", f"{ratio:.2f}", aim)
    Console().print(table)


if __name__ == "__main__":
    argparse.ArgumentParser(prog="./interco bench", description=__doc__).parse_args()
    configure_logging("error")
    asyncio.run(main())
