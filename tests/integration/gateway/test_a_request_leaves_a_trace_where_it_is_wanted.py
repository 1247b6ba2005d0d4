"""Traces: a span a stage under the caller's own trace, and nothing of what was asked or answered.

Covers catalog.stages, gateway.base.observability.tracing, gateway.base.observability.observers,
gateway.wiring.observability.
"""

import asyncio
import timeit
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from catalog.stages import Fact, Stage, note, observed_by, stage, staged
from gateway.app import build_app
from gateway.base.observability.tracing import tracing_to
from gateway.base.problems import UnsafeConfiguration
from gateway.wiring.observability import observed

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"
CALLER = {"traceparent": f"00-{TRACE}-{PARENT}-01", "tracestate": "CANARI=state"}
ALLOWED = {
    *("interco.door", "http.response.status_code", "interco.request_id", "error.type"),
    "interco.trino.query_id",
}


@contextmanager
def traced(embedded, **settings):
    """A gateway whose spans are kept in memory: the client, and what was exported so far."""
    kept = InMemorySpanExporter()
    with tracing_to(kept, service="test") as traces, observed_by(traces):
        settings = {"tracing": {"endpoint": "http://nowhere.test/v1/traces"}, **settings}
        app = build_app(embedded.state.settings(**settings), demo=True)
        app.state.services, app.state.traces = embedded.services, traces

        def spans():
            traces._tracer.span_processor.force_flush()
            return kept.get_finished_spans()

        yield httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x"), spans


def asking(embedded, flux="OMR"):
    return {
        "json": {
            "query": "query Q($flux: String) { valDIlleAubigne { collectes(first: 2, "
            "where: { flux: { eq: $flux } }) { nodes { flux tonnageKg } } } }",
            "variables": {"flux": flux},
        },
        "headers": CALLER,
    }


async def test_a_query_is_a_span_a_stage_under_the_trace_of_whoever_asks(embedded):
    from gateway.cli.demo_folder import find_agent

    agent = find_agent(await embedded.ports.catalog.current(), "agent@valcobreizh")
    headers = {
        **CALLER,
        "Authorization": f"Bearer {embedded.state.token(agent)}",
        "Interco-Purpose": "rpqs_dechets",
    }
    with traced(embedded) as (http, spans):
        answer = await http.post("/graphql", **{**asking(embedded), "headers": headers})
        assert answer.status_code == 200
        assert "errors" not in answer.json()
        made = spans()
    by_name = {each.name: each for each in made}
    root = by_name["interco graphql"]
    assert f"{root.context.trace_id:032x}" == TRACE
    assert f"{root.parent.span_id:016x}" == PARENT
    assert {each.value for each in Stage} <= by_name.keys()
    assert {each.context.trace_id for each in made} == {root.context.trace_id}
    assert root.attributes["interco.request_id"] == answer.headers["interco-request-id"]
    plans = {each.context.span_id for each in made if each.name == "plan"}
    # A page whose rows of one key are told apart is governed once more, as it is read.
    assert plans & {each.parent.span_id for each in made if each.name == "govern"}


async def test_nothing_that_was_asked_or_answered_is_in_it(embedded):
    with traced(embedded) as (http, spans):
        await http.post("/graphql", **asking(embedded, "CANARI-valeur"))
        await http.post("/graphql", json={"query": "{ CANARIchamp }"}, headers=CALLER)
        body = {"query": "SELECT 'CANARI' AS x FROM nowhere.canari WHERE a = 'CANARI'"}
        await http.post("/v1/sql", json=body, headers={**CALLER, "Interco-Purpose": "CANARI"})
        written = "".join(each.to_json() for each in spans())
        keys = {key for each in spans() for key in each.attributes or {}}
    assert "canari" not in written.lower()
    assert keys <= ALLOWED


async def test_what_stops_a_stage_is_told_by_its_code_and_never_by_its_words(embedded):
    with traced(embedded) as (_, spans):
        with pytest.raises(ValueError, match="CANARI"), stage(Stage.EXECUTE):
            raise ValueError("CANARI")
        (span,) = spans()
    assert span.attributes == {"error.type": "ValueError"}
    assert "CANARI" not in span.to_json()


async def test_the_name_that_an_engine_gave_to_a_query_is_on_its_stage(embedded):
    with traced(embedded) as (_, spans):
        with stage(Stage.EXECUTE):
            note(Fact.TRINO_QUERY, "20261127_101500_00001_abcde")
        (span,) = spans()
    assert span.attributes["interco.trino.query_id"] == "20261127_101500_00001_abcde"


async def test_a_function_is_the_same_with_a_stage_around_it():
    @staged(Stage.READ)
    def plain(x):
        return x + 1

    @staged(Stage.READ)
    async def awaited(x):
        await asyncio.sleep(0)
        return x + 2

    assert (plain(1), await awaited(1), plain.__name__) == (2, 3, "plain")
    kept = InMemorySpanExporter()
    with tracing_to(kept, service="test") as traces, observed_by(traces):
        assert (plain(1), await awaited(1)) == (2, 3)
    assert [each.name for each in kept.get_finished_spans()] == ["read", "read"]


def test_where_nobody_measures_a_stage_costs_next_to_nothing():
    """Ten stages of a request, against the least that any answer takes: a millisecond."""

    @staged(Stage.READ)
    def nothing():
        return None

    rounds = 20_000
    best = min(timeit.repeat(nothing, number=rounds, repeat=5)) / rounds
    assert 10 * best < 0.000_05


class _Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            import gzip

            body = gzip.decompress(body)
        self.server.received.append(
            (self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        )
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def collector():
    server = HTTPServer(("127.0.0.1", 0), _Receiver)
    server.received = []
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


async def test_spans_arrive_at_a_collector_as_otlp_says(embedded, collector, tmp_path):
    credentials = tmp_path / "headers"
    credentials.write_text("Authorization: Bearer collector\n")
    endpoint = f"http://127.0.0.1:{collector.server_port}/v1/traces"
    tracing = {"endpoint": endpoint, "headers_file": credentials, "service": "interco-35"}
    settings = embedded.state.settings(tracing=tracing)
    app = build_app(settings, demo=True)
    app.state.services = embedded.services
    with observed(settings) as app.state.traces:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://x"
        ) as http:
            await http.post("/graphql", **asking(embedded))
    (path, headers, body) = collector.received[0]
    assert (path, headers["authorization"]) == ("/v1/traces", "Bearer collector")
    export = ExportTraceServiceRequest.FromString(body)
    (resource,) = export.resource_spans
    assert ("service.name", "interco-35") in {
        (each.key, each.value.string_value) for each in resource.resource.attributes
    }
    names = {span.name for scope in resource.scope_spans for span in scope.spans}
    assert {"interco graphql", "identify", "decide", "read"} <= names


def test_credentials_that_cannot_be_read_stop_the_start(embedded, tmp_path):
    tracing = {"endpoint": "http://x.test", "headers_file": tmp_path / "absent"}
    with pytest.raises(UnsafeConfiguration), ExitStack() as stack:
        stack.enter_context(observed(embedded.state.settings(tracing=tracing)))
