"""10,000 requests by links, with logs, traces and figures on: no secret is in any of them.

Covers gateway.http.link_rows.
"""

import random

import httpx
import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from catalog.stages import observed_by
from gateway.app import build_app
from gateway.base.observability.tracing import tracing_to
from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.integration.doors.linked import OPEN, POWER, TOWN, Linked

FORMATS = ("csv", "json", "xlsx", "geojson", "parquet")


@pytest.fixture
async def watched(tmp_path):
    """A gateway whose traces are kept, and what they hold so far."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    spans = InMemorySpanExporter()
    settings = state.settings(
        log_level="debug",
        metrics={"token": "x" * 32},
    )
    with tracing_to(spans, service="test") as traces, observed_by(traces):
        app = build_app(settings, demo=True, lasts=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app, raise_app_exceptions=False),
                base_url="http://interco",
            ) as http,
        ):
            app.state.traces = traces

            def written():
                traces._tracer.span_processor.force_flush()
                return "".join(each.to_json() for each in spans.get_finished_spans())

            yield Linked(state, http, app.state.services), written, spans


async def test_no_secret_is_in_a_log_a_trace_a_figure_or_an_answer(watched, scaled, capsys):
    town, written, spans = watched
    await town.save("bornes", OPEN + " -- CANARI", parameters=POWER)
    made = [await town.make("bornes", answer_format=each) for each in FORMATS]
    made.append(await town.make("bornes", networks=["192.0.2.0/24"]))
    revoked = await town.make("bornes")
    await town.act("revokeQuestionLink", revoked["id"], TOWN)
    paths = [each["path"] for each in (*made, revoked)]
    secrets = [each.split("/")[2] for each in paths]
    capsys.readouterr()
    spans.clear()
    chosen = random.Random(34)
    told = ""
    codes = set()
    for _ in range(scaled(10_000)):
        path = chosen.choice(paths)
        method = chosen.choice(["GET"] * 6 + ["HEAD", "POST", "OPTIONS", "DELETE"])
        beside = chosen.choice([""] * 6 + ["?a=1", "/x", "t", "%00", "/../x"])
        headers = chosen.choice(
            [{}, {"Range": "bytes=0-3"}, {"Referer": "http://x/y"}, {"Accept": "text/html"}]
        )
        answer = await town.http.request(method, path + beside, headers=headers)
        codes.add(answer.status_code)
        told += str(answer.headers) + (answer.text if len(answer.content) < 4_000 else "")
    assert codes >= {200, 204, 206, 400, 403, 404, 405, 410}
    assert not [each for each in codes if each >= 500]
    await town.services.link_uses.write()
    figures = await town.http.get("/metrics", headers={"Authorization": f"Bearer {'x' * 32}"})
    assert 'door="links"' in figures.text
    for place in (told, figures.text, written(), "".join(capsys.readouterr())):
        assert place
        assert not [each for each in secrets if each in place]


async def test_a_failure_of_ours_does_not_repeat_it(watched, monkeypatch, capsys):
    town, written, _ = watched
    await town.save("bornes", OPEN, parameters=POWER)
    path = (await town.make("bornes"))["path"]

    async def broken(*_):
        raise ValueError(path)

    monkeypatch.setattr("gateway.http.sql.answer_sql", broken)
    capsys.readouterr()
    answer = await town.get(path)
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected_failure")
    secret = path.split("/")[2]
    assert secret not in answer.text + str(answer.headers) + written()
    # A failure of ours is logged whole, by its class and place: never by what it was told.
    assert secret not in "".join(capsys.readouterr())
