"""What was planned once is not read, validated, compiled or written again: not a line of it.

Covers gateway.query.plan_cache, gateway.query.prepare, gateway.query.pages, schema.prepared,
gateway.query.request.
"""

import sys
from dataclasses import replace

from gateway.query.pages import read_slice
from gateway.query.prepare import prepare
from gateway.query.request import GraphqlRequest
from tests.integration.gateway.test_what_the_gateway_promises import VALCOBREIZH

DOCUMENT = """query ($flux: [String!], $after: String) { valDIlleAubigne { collectes(
  where: { flux: { in: $flux } }, first: 10, after: $after) {
    nodes { flux commune { nom } } pageInfo { endCursor } } } }"""
# Ordered by what is not a pseudonym, and read in two steps.
TOLD_APART = """{ valDIlleAubigne { collectes(first: 10) {
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


async def test_a_page_whose_rows_are_told_apart_is_planned_once_too(embedded):
    asked = replace(await request(embedded, "VERRE"), document=TOLD_APART, variables={})
    entered = []
    for _ in range(2):
        calls = set()
        sys.setprofile(modules_entered(calls))
        try:
            prepared = await prepare(asked, embedded.ports)
            (slice_id,) = prepared.plans.apart
            plan = prepared.plans.slices[slice_id]
            page = await read_slice(slice_id, plan, prepared, asked, embedded.ports)
        finally:
            sys.setprofile(None)
        assert page.rows == 10
        entered.append({each for each in calls if each.startswith(("sqlglot", "federation.rewr"))})
    first, second = entered
    assert first
    assert not second
