"""When the caller leaves, the engine is told; when the gateway stops, what runs is finished.

Covers gateway.http.disconnect, gateway.reading.query.streaming, gateway.http.headers.
"""

import asyncio
import json
from dataclasses import replace

import pyarrow as pa
import pytest

from federation.logical import WireType
from gateway.app import build_app
from tests.integration.gateway.test_what_the_gateway_promises import COUNT, VALCOBREIZH, records


class HeldEngine:
    """The engine's port, held: runs until it is let go, and says when it is cancelled."""

    name = "duckdb"

    def __init__(self):
        self.started = asyncio.Event()
        self.released = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def execute(self, plan, _values):
        self.started.set()
        try:
            await self.released.wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        ((name, wire),) = plan.logical.columns
        assert wire is WireType.COUNT
        return pa.table({name: pa.array([7], pa.int64())})

    async def ping(self):
        """It is here."""

    async def stream(self, plan, values):
        for batch in (await self.execute(plan, values)).to_batches():
            yield batch


async def post(app, body, headers, leaves: asyncio.Event, path="/graphql"):
    """One POST as the server hands it over; the client leaves at `leaves`."""
    sent, told = [], False

    async def receive():
        nonlocal told
        if not told:
            told = True
            return {"type": "http.request", "body": body, "more_body": False}
        await leaves.wait()
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "app": app,
        "state": {},
    }
    await app(scope, receive, send)
    return sent


async def held_app(embedded):
    engine = HeldEngine()
    app = build_app(embedded.state.settings(), demo=True)
    app.state.services = embedded.with_ports(engines={"duckdb": engine}).services
    agent, purpose = VALCOBREIZH
    catalog = await embedded.ports.catalog.current()
    token = embedded.state.token(catalog.agents["urn:interco:demo", agent])
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {token}",
        "Interco-Purpose": purpose,
    }
    return app, engine, headers


async def test_the_engine_is_told_when_the_caller_leaves(embedded):
    app, engine, headers = await held_app(embedded)
    leaves = asyncio.Event()
    body = json.dumps({"query": COUNT}).encode()
    asking = asyncio.create_task(post(app, body, headers, leaves))
    async with asyncio.timeout(10):
        await engine.started.wait()
        leaves.set()
        await asking
        await engine.cancelled.wait()
    assert records(embedded, "audit_outcome")[-1]["status"] == "cancelled"


@pytest.mark.parametrize(
    ("path", "query", "accept"),
    [
        ("/graphql", COUNT, "application/graphql-response+json"),
        ("/v1/sql", "SELECT count(*) AS n FROM val_d_ille_aubigne.collectes", "application/json"),
    ],
)
async def test_who_waits_when_the_grace_ends_is_told_that_the_gateway_stops(
    embedded, path, query, accept
):
    app, engine, headers = await held_app(embedded)
    body = json.dumps({"query": query}).encode()
    asking = post(app, body, {**headers, "Accept": accept}, asyncio.Event(), path)
    task = asyncio.create_task(asking)
    async with asyncio.timeout(10):
        await engine.started.wait()
        # As the server does to what still runs.
        task.cancel()
        start, *rest = await task
        await engine.cancelled.wait()
    assert start["status"] == 503
    assert b"shutting_down" in b"".join(each.get("body", b"") for each in rest)


class SlowToTell:
    """The audit, whose intent is durable long before who asked for it learns so."""

    def __init__(self, audit):
        self._audit = audit
        self.kept = asyncio.Event()
        self.told = asyncio.Event()

    async def record_counted_intent(self, *asked):
        places = await self._audit.record_counted_intent(*asked)
        self.kept.set()
        await self.told.wait()
        return places

    async def record_intent(self, intent):
        await self._audit.record_intent(intent)
        self.kept.set()
        await self.told.wait()

    async def record_outcome(self, outcome):
        await self._audit.record_outcome(outcome)

    def note_outcome(self, outcome):
        self._audit.note_outcome(outcome)


async def test_who_leaves_while_the_intent_is_written_leaves_no_record_without_an_end(
    embedded, monkeypatch
):
    monkeypatch.setattr("gateway.http.disconnect._WATCHED_AFTER_S", 0)
    app, engine, headers = await held_app(embedded)
    audit = SlowToTell(embedded.ports.audit)
    held = app.state.services
    app.state.services = replace(held, query=replace(held.query, audit=audit))
    leaves = asyncio.Event()
    body = json.dumps({"query": COUNT}).encode()
    asking = asyncio.create_task(post(app, body, headers, leaves))
    async with asyncio.timeout(10):
        await audit.kept.wait()
        leaves.set()
        for _ in range(20):
            # A turn of the loop: the request is given up within a few of them.
            await asyncio.sleep(0)
        audit.told.set()
        await asking
    assert not engine.started.is_set()
    (intent, outcome) = (records(embedded, f"audit_{kind}")[-1] for kind in ("intent", "outcome"))
    assert intent["request_id"] == outcome["request_id"]
    assert outcome["status"] == "cancelled"


async def test_a_caller_who_waits_is_answered(embedded):
    app, engine, headers = await held_app(embedded)
    body = json.dumps({"query": COUNT}).encode()
    asking = asyncio.create_task(post(app, body, headers, asyncio.Event()))
    async with asyncio.timeout(10):
        await engine.started.wait()
        engine.released.set()
        start, *rest = await asking
    assert start["status"] == 200
    answered = json.loads(b"".join(each.get("body", b"") for each in rest))
    connection = answered["data"]["valDIlleAubigne"]["collectes"]
    assert connection["totalCount"]["value"] == 7


async def test_a_gateway_that_stops_takes_no_more_queries(embedded):
    stopping = embedded.with_ports(stopping=asyncio.Event())
    stopping.ports.stopping.set()
    answered = await stopping.ask(COUNT, *VALCOBREIZH)
    assert answered.status == 503
    assert b"shutting_down" in answered.body
