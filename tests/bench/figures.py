"""What `./interco bench` measures in this process: lists, planning, decisions."""

import json

import pyarrow as pa

from catalog.cog import load_cog
from federation.results.json_rows import write_rows
from gateway.reading.query.labels import CogLabels
from policies.embedded import EmbeddedPolicy
from tests.bench.peers import best_wheel
from tests.bench.report import Figure, times_faster, times_longer
from tests.bench.scene import ROWS
from tests.bench.timing import least_ms


async def figures_of_lists(caller):
    """A list through the whole pipeline, against writing the same columns alone."""
    for first in ROWS:
        for figure in await _figures_of_a_list(caller, first):
            yield figure


async def _figures_of_a_list(caller, first):
    body = await caller.ask(first)
    nodes = json.loads(body)["data"]["valDIlleAubigne"]["collectes"]["nodes"]
    plan, values = await caller.plan(first)
    engine = caller.ports.engines[plan.engine]
    table, same = await engine.execute(plan, values), pa.Table.from_pylist(nodes)
    wheel, write = best_wheel(same)

    async def ours():
        await caller.ask(first)

    async def floor():
        write(same)

    async def written():
        write_rows(table, plan.logical.shape, CogLabels(load_cog()))

    async def fetched():
        await engine.execute(plan, values)

    ours_ms, floor_ms, json_ms, engine_ms = await least_ms(ours, floor, written, fetched)
    what, by_wheel = f"{len(nodes)} rows, {caller.who}", f"{wheel}, the same columns"
    return (
        times_longer(what, ours_ms, by_wheel, floor_ms),
        times_longer("  of it, the JSON", json_ms, by_wheel, floor_ms),
        Figure("  of it, the engine", engine_ms, "the whole", ours_ms, engine_ms / ours_ms),
        times_longer("  the whole", ours_ms, f"engine + {wheel} alone", engine_ms + floor_ms),
    )


async def figures_of_planning(caller):
    """Everything before the engine; Trino's EXPLAIN, on the first use of a plan, is not in it."""
    known = await caller.prepare()
    (cold,) = await least_ms(lambda: caller.plan_anew(known), times=40)
    warm, token = await least_ms(lambda: caller.plan_again(known), caller.authenticate, times=300)
    yield times_faster(f"plan-cache hit, {caller.who}", warm, "cold", cold, within_ms=0.1)
    yield times_longer(f"planning, cold, {caller.who}", cold, "plan-cache hit", warm, within_ms=5)
    yield times_longer("the token (ES256)", token, "plan-cache hit", warm)


async def figures_of_decisions(caller, opa=None):
    """Asked of the law in this process, of an OPA server if there is one, and met in the cache."""
    ports, prepared = caller.ports, await caller.prepare()
    law = EmbeddedPolicy()
    try:
        (cold,) = await least_ms(lambda: law.decide(prepared.question), times=40)
    finally:
        await law.aclose()
    (kept,) = await least_ms(lambda: ports.policy.decide(prepared.question), times=300)
    yield times_faster("decision, cached", kept, "in process, cold", cold, within_ms=0.05)
    yield times_longer("decision, in process", cold, "cached", kept)
    if opa is not None:
        (asked,) = await least_ms(lambda: opa.decide(prepared.question), times=40)
        yield times_longer("decision, OPA server", asked, "in process", cold)
