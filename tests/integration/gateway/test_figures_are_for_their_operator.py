"""Figures for Prometheus: closed by default, few labels, no name and no value in them.

Covers gateway.http.measured, gateway.http.metrics, gateway.http.standing, gateway.wiring,
gateway.base.observability.counters, gateway.base.observability.observers,
gateway.base.observability_settings, catalog.store.figures, catalog.model.store_figures.
"""

import re
from dataclasses import replace

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import ValidationError

from catalog.problems import StoreUnavailable, UnreadableEntry
from catalog.stages import Stage, observed_by
from gateway.app import build_app, metrics_app
from gateway.base.observability.counters import CountedStages
from gateway.base.observability.observers import Observers
from gateway.base.observability_settings import MetricsSettings
from gateway.base.problems import UnsafeConfiguration
from gateway.http.measured import DOOR_LABELS, door_of
from gateway.wiring.observability import metrics_token
from scripts.make_reference import problem_classes

TOKEN = "CANARI-jeton-des-mesures"
QUERY = "{ valDIlleAubigne { collectes(first: 3) { nodes { id } } } }"
LABELS = {
    *("door", "status", "le", "stage", "code", "action", "outcome", "cache", "engine", "kind"),
    *("state", "channel", "storage", "implementation", "major", "minor", "patchlevel", "version"),
}


def door(embedded, **settings):
    app = build_app(embedded.state.settings(**settings), demo=True)
    app.state.services, app.state.traces = embedded.services, None
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://interco")


async def read(http, **headers):
    answer = await http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}", **headers})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return list(text_string_to_metric_families(answer.text))


def value_of(families, name, **labels):
    (value,) = [
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    ]
    return value


async def test_nobody_reads_them_unless_an_operator_said_so(embedded):
    async with door(embedded) as http:
        assert (await http.get("/metrics")).status_code == 404


@pytest.mark.parametrize("shown", [None, "Bearer other", f"Basic {TOKEN}", TOKEN, "Bearer "])
async def test_without_the_token_there_is_nothing_there(embedded, shown):
    headers = {} if shown is None else {"Authorization": shown}
    async with door(embedded, metrics={"token": TOKEN}) as http:
        hidden = await http.get("/metrics", headers=headers)
        absent = await http.get("/nowhere", headers=headers)
    assert (hidden.status_code, hidden.json()) == (absent.status_code, absent.json())


async def test_what_was_asked_is_counted_by_door_status_and_time(embedded):
    with observed_by(Observers((CountedStages(),))):
        async with door(embedded, metrics={"token": TOKEN}) as http:
            before = await read(http)
            await http.post("/graphql", json={"query": QUERY})
            await http.post("/graphql", json={"query": "{ nowhere }"})
            await http.get("/an/address/of/nobody")
            await http.post("/v1/sql", json={"query": "SELECT 1 FROM nowhere.nothing"})
            after = await read(http)

    def more(name, **labels):
        return value_of(after, name, **labels) - (value_of_or_0(before, name, **labels))

    assert more("interco_requests_total", door="graphql", status="200") >= 1
    assert more("interco_requests_total", door="console", status="404") == 1
    assert more("interco_request_duration_seconds_count", door="graphql") == 2
    assert more("interco_request_duration_seconds_count", door="sql") == 1
    for stage in ("identify", "read", "decide"):
        assert more("interco_stage_duration_seconds_count", stage=stage) >= 2
    told = {
        sample.labels["code"]
        for family in after
        for sample in family.samples
        if sample.name == "interco_problems_total"
    }
    assert "unknown_field" in told


def value_of_or_0(families, name, **labels):
    try:
        return value_of(families, name, **labels)
    except ValueError:
        return 0


async def test_how_things_stand_is_told_with_the_store(embedded):
    async with door(embedded, metrics={"token": TOKEN}) as http:
        families = await read(http)
    assert value_of(families, "interco_store_up") == 1
    assert value_of(families, "interco_catalog_readable") == 1
    assert value_of(families, "interco_catalog_entries", kind="organisations") >= 6
    assert value_of(families, "interco_storages", state="up") >= 1
    assert value_of(families, "interco_engine_given_up", engine="duckdb") == 0
    assert value_of(families, "interco_queries_waiting") == 0
    assert value_of(families, "interco_audit_unfinished") == 0
    assert value_of(families, "interco_sessions") == 0
    names = {family.name for family in families}
    assert {"interco_outbox_waiting", "interco_deliveries", "process_resident_memory_bytes"} <= (
        names | {"interco_deliveries"}
    )


async def test_a_storage_that_is_down_is_named_and_the_number_of_names_is_bounded(
    embedded, monkeypatch
):
    monkeypatch.setattr("gateway.http.standing.NAMED_STORAGES", 1)
    breakers = embedded.services.sources.breakers
    snapshot = await embedded.ports.catalog.current()
    for storage in sorted(snapshot.storages)[:2]:
        breakers.away(storage, "source_unreachable")
    try:
        async with door(embedded, metrics={"token": TOKEN}) as http:
            families = await read(http)
    finally:
        breakers.answered(sorted(snapshot.storages)[:2])
    assert value_of(families, "interco_storages", state="down") == 2
    named = [each for family in families for each in family.samples]
    assert len([each for each in named if each.name == "interco_storage_down"]) == 1


async def test_a_store_that_does_not_answer_is_told_as_such(embedded):
    async def unanswered(at):
        raise StoreUnavailable(reason="test")

    silent = replace(embedded, services=replace(embedded.services, store_figures=unanswered))
    async with door(silent, metrics={"token": TOKEN}) as http:
        families = await read(http)
    assert value_of(families, "interco_store_up") == 0


async def test_a_catalog_that_needs_a_newer_version_is_told_from_a_store_that_is_silent(embedded):
    class Newer:
        async def current(self):
            raise UnreadableEntry(kind="Dataset", reason="unknown Dataset.shut", entry="dataset d")

    beside_a_newer = embedded.with_ports(catalog=Newer())
    async with door(beside_a_newer, metrics={"token": TOKEN}) as http:
        families = await read(http)
    assert value_of(families, "interco_store_up") == 1
    assert value_of(families, "interco_catalog_readable") == 0


async def test_labels_are_few_and_hold_no_name_of_a_person_no_address_and_no_value(embedded):
    agent = "agent@valcobreizh"
    async with door(embedded, metrics={"token": TOKEN}) as http:
        await embedded.ask(QUERY, agent, "rpqs_dechets")
        for number in range(50):
            await http.get(f"/CANARI-{number}/x?CANARI=1", headers={"X-CANARI": "1"})
            await http.post(f"/graphql?CANARI={number}", json={"query": f"{{ CANARI{number} }}"})
        answer = await http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert "CANARI" not in answer.text
    assert agent not in answer.text
    assert not re.search(r"=\"\d{9}", answer.text)
    families = list(text_string_to_metric_families(answer.text))
    samples = [each for family in families for each in family.samples]
    assert {label for each in samples for label in each.labels} <= LABELS
    codes = {each.code for each in problem_classes()}
    for each in samples:
        assert each.labels.get("door", "console") in DOOR_LABELS
        assert each.labels.get("stage", "read") in set(Stage)
        assert each.labels.get("code", "bad_token") in codes
    assert len(samples) < 1500


def test_an_address_is_one_of_a_few_doors():
    assert door_of("/graphql") == "graphql"
    assert door_of("/v1/sql") == "sql"
    assert door_of("/v1/agreements/x/odrl") == "rest"
    assert door_of("/v1/deposits/town.weighings/versions") == "deposits"
    assert door_of("/graphqlx") == "console"
    assert {door_of(each) for each in ("/", "/health/live", "/static/x", "/metrics")} <= set(
        DOOR_LABELS
    )


def test_a_port_of_its_own_shows_figures_and_nothing_else(embedded):
    settings = embedded.state.settings(metrics={"port": 9464})
    app = build_app(settings, demo=True)
    assert "/metrics" not in {getattr(each, "path", "") for each in app.routes}
    assert [each.path for each in metrics_app(app, settings).routes] == ["/metrics"]


def test_it_opens_nothing_by_halves(tmp_path, embedded):
    with pytest.raises(ValidationError):
        MetricsSettings()
    with pytest.raises(ValidationError):
        MetricsSettings(token="a", token_file=tmp_path / "b")
    empty = tmp_path / "empty"
    empty.write_text("\n")
    for file in (empty, tmp_path / "absent"):
        with pytest.raises(UnsafeConfiguration):
            metrics_token(embedded.state.settings(metrics={"token_file": file}))
    empty.write_text(f"{TOKEN}\n")
    assert metrics_token(embedded.state.settings(metrics={"token_file": empty})) == TOKEN
