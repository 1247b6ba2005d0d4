"""What was planned once is not read, validated, compiled or written again: not a line of it.

Covers gateway.reading.query.plan_cache, gateway.reading.query.prepare, gateway.reading.query.pages,
schema.document.prepared, gateway.reading.query.request.
"""

import sys
from dataclasses import replace

import pytest

from federation.engines.result_budget import WHOLE, Whole
from federation.plan import DUCKDB
from gateway.reading.query import pages
from gateway.reading.query.pages import read_slice
from gateway.reading.query.prepare import prepare
from gateway.reading.query.request import GraphqlRequest
from tests.integration.gateway.test_what_the_gateway_promises import VALCOBREIZH

DOCUMENT = """query ($flux: [String!], $after: String) { valDIlleAubigne { collectes(
  where: { flux: { in: $flux } }, first: 10, after: $after) {
    nodes { flux commune { nom } } pageInfo { endCursor } } } }"""
# Ordered by what is not a pseudonym, and read in two steps.
TOLD_APART = """{ valDIlleAubigne { collectes(first: %s) {
    nodes { flux tonnageKg idPesee } pageInfo { endCursor } } } }"""
PLANNING = ("sqlglot", "graphql", "strawberry", "federation.rewrites", "federation.binding")


def modules_entered(calls):
    def watch(frame, event, function):
        if event == "call":
            calls.add(frame.f_globals.get("__name__", ""))
        elif event == "c_call":
            calls.add(getattr(function, "__module__", None) or "")

    return watch


async def request(embedded, flux):
    agent, purpose = VALCOBREIZH
    catalog = await embedded.ports.catalog.current()
    token = embedded.state.token(catalog.agents["urn:interco:demo", agent])
    return GraphqlRequest(
        id=flux,
        document=DOCUMENT,
        variables={"flux": [flux]},
        authorization=f"Bearer {token}",
        purpose=purpose,
    )


async def entered_by(embedded, asked):
    calls = set()
    sys.setprofile(modules_entered(calls))
    try:
        await prepare(asked, embedded.ports)
    finally:
        sys.setprofile(None)
    return {each for each in calls if each.startswith(PLANNING)}


async def test_other_values_of_the_same_shape_meet_the_plan_that_is_there(embedded):
    first, second = await request(embedded, "VERRE"), await request(embedded, "OMR")
    assert await entered_by(embedded, first)
    assert not await entered_by(embedded, second)


@pytest.mark.parametrize(
    ("rows", "quick_s", "statements"), [(10, 0, [2, 2, 2]), (20, 60, [2, 1, 1])]
)
async def test_a_page_whose_rows_are_told_apart_is_planned_once_too(
    embedded, monkeypatch, rows, quick_s, statements
):
    """In two statements; once that was quick, in one, of which the plan is another."""
    monkeypatch.setattr(pages, "_QUICK_S", quick_s)
    monkeypatch.setattr(pages, "_SLOW_S", 60)
    ran, execute = [], embedded.ports.engines[DUCKDB].execute

    async def counted(plan, values):
        ran.append(plan)
        return await execute(plan, values)

    monkeypatch.setattr(embedded.ports.engines[DUCKDB], "execute", counted)
    asked = replace(await request(embedded, "VERRE"), document=TOLD_APART % rows, variables={})
    entered, counts, bodies = [], [], set()
    for _ in statements:
        calls = set()
        ran.clear()
        sys.setprofile(modules_entered(calls))
        try:
            prepared = await prepare(asked, embedded.ports)
            (slice_id,) = prepared.plans.apart
            plan = prepared.plans.slices[slice_id]
            page = await read_slice(slice_id, plan, prepared, asked, embedded.ports)
        finally:
            sys.setprofile(None)
        assert page.rows == rows
        bodies.add(page.body)
        counts.append(len(ran))
        entered.append({each for each in calls if each.startswith(("sqlglot", "federation.rewr"))})
    assert counts == statements
    assert len(bodies) == 1
    assert entered[0]
    assert not entered[-1]


async def test_a_page_that_fits_is_not_refused_for_rows_that_are_read_beyond_it(
    embedded, monkeypatch
):
    """The rows after a page, which nobody asked for, count in no bound of the answer."""
    monkeypatch.setattr(pages, "_QUICK_S", 60)
    monkeypatch.setattr(pages, "_SLOW_S", 60)
    engine, rows = embedded.ports.engines[DUCKDB], 30
    sizes, execute, most_bytes = [], engine.execute, None

    async def bounded(plan, values):
        told = plan if most_bytes is None else replace(plan, max_bytes=most_bytes)
        table = await execute(told, values)
        sizes.append((table.num_rows, table.nbytes))
        return table

    monkeypatch.setattr(engine, "execute", bounded)
    asked = replace(await request(embedded, "OMR"), document=TOLD_APART % rows, variables={})
    prepared = await prepare(asked, embedded.ports)
    (slice_id,) = prepared.plans.apart
    embedded.ports.memory.quick_pages.clear()

    async def page():
        # One row more says whether there is a next page.
        whole = Whole(max_rows=rows + 1, max_bytes=10**8)
        before = WHOLE.set(whole)
        try:
            plan = prepared.plans.slices[slice_id]
            read = await read_slice(slice_id, plan, prepared, asked, embedded.ports)
        finally:
            WHOLE.reset(before)
        assert (read.rows, whole.rows) == (rows, rows + 1)
        return read.body

    first = await page()
    # In one statement, of more rows than the whole answer may have.
    sizes.clear()
    assert await page() == first
    ((more, ahead_bytes),) = sizes
    assert more > rows + 1
    # Now what is beyond the page is too many bytes as well: its own rows are not.
    most_bytes = ahead_bytes - 1
    assert await page() == first


async def test_a_list_that_became_slow_is_read_in_two_steps_again(embedded, monkeypatch):
    monkeypatch.setattr(pages, "_QUICK_S", 60)
    monkeypatch.setattr(pages, "_SLOW_S", 0)
    asked = replace(await request(embedded, "OMR"), document=TOLD_APART % 30, variables={})
    prepared = await prepare(asked, embedded.ports)
    (slice_id,) = prepared.plans.apart
    plan, memory = prepared.plans.slices[slice_id], embedded.ports.memory.quick_pages
    key = (prepared.plans.key, prepared.plans.made_at, slice_id)
    memory.clear()
    known = []
    for _ in range(3):
        await read_slice(slice_id, plan, prepared, asked, embedded.ports)
        known.append(memory.find(key))
    assert known == [True, False, False]
