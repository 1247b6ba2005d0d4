"""The SQL entrance shares everything after reading: rights, records, limits, stops.

Covers gateway.reading.query.sql_prepare, gateway.reading.query.sql_answer,
gateway.reading.query.audit_records, gateway.reading.query.revocation_watch,
gateway.reading.query.ports.
"""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from catalog.actions.sharing.acts import RevokeAgreement
from catalog.model.subject import Strength, Subject
from catalog.store import open_store
from gateway.acts.act import act
from gateway.acts.ports import ActPorts
from gateway.reading.query.revocation_watch import recheck_running
from tests.integration.gateway.test_a_query_ends_with_its_reader import HeldEngine
from tests.integration.sql.conftest import COLLECTES, OWNER, VALCOBREIZH

OPERATOR = Subject(
    "operator@interco",
    "urn:interco:demo",
    None,
    "person",
    frozenset({"operator"}),
    proves=frozenset(Strength),
)


def records(door, table, request_id):
    with closing(sqlite3.connect(door.state.folder / "catalog.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(f"SELECT * FROM {table} WHERE request_id = ?", [request_id])
        return [dict(row) for row in rows]


async def test_the_rows_of_sql_are_the_rows_of_graphql(door):
    document = """{ valDIlleAubigne { collectes { totalCount(mode: EXACT) { value }
      groupBy { key { flux } aggregate { count sum { tonnageKg } } } } } }"""
    answered = await door.post("/graphql", {"query": document}, *VALCOBREIZH)
    data = answered.json()["data"]["valDIlleAubigne"]["collectes"]
    ((total,),) = await door.rows(f"SELECT count(*) FROM {COLLECTES}", *VALCOBREIZH)
    groups = await door.rows(
        f"SELECT flux, count(*), sum(tonnage_kg) FROM {COLLECTES} GROUP BY 1", *VALCOBREIZH
    )
    assert total == data["totalCount"]["value"] > 0
    assert sorted(groups) == sorted(
        [each["key"]["flux"], each["aggregate"]["count"], each["aggregate"]["sum"]["tonnageKg"]]
        for each in data["groupBy"]
    )
    ((everything,),) = await door.rows(f"SELECT count(*) FROM {COLLECTES}", *OWNER)
    assert everything > total


async def test_the_audit_says_who_read_what_and_no_value(door):
    query = f"SELECT sum(tonnage_kg) FROM {COLLECTES} WHERE code_commune = '35173'"
    answer = await door.sql(query, *VALCOBREIZH)
    request_id = answer.headers["interco-request-id"]
    await door.services.query.audit.ends.written()
    (intent,) = records(door, "audit_intent", request_id)
    (outcome,) = records(door, "audit_outcome", request_id)
    written = json.dumps(intent) + json.dumps(outcome)
    for expected in ("agent@valcobreizh", "200090884", "rpqs_dechets", "conv-2025-0001@1"):
        assert expected in written
    assert "35173" not in written
    assert outcome["status"] == "answered"
    assert outcome["rows"] == 1


async def test_a_past_statement_is_explained_by_its_reference(door):
    query = f"SELECT flux FROM {COLLECTES} WHERE flux = 'VERRE' LIMIT 1"
    request_id = (await door.sql(query, *VALCOBREIZH)).headers["interco-request-id"]
    document = """query($id: ID!) { explainRequest(id: $id) {
      status statements { kind engine sql } } }"""
    body = {"query": document, "variables": {"id": request_id}}
    explained = (await door.post("/graphql", body, *VALCOBREIZH)).json()
    (statement,) = explained["data"]["explainRequest"]["statements"]
    assert statement["kind"] == "sql"
    assert "VERRE" not in statement["sql"]
    assert '"val_d_ille_aubigne"."collectes"' in statement["sql"]


async def test_what_may_not_be_discovered_answers_as_what_does_not_exist(door):
    hidden = await door.refusal("SELECT * FROM valcobreizh.collectes")
    absent = await door.refusal("SELECT * FROM valcobreizh.collectez")
    for each in (hidden, absent):
        del each["instance"]
    assert json.dumps(hidden).replace("collectes", "collectez") == json.dumps(absent)
    tables = await door.rows("SHOW TABLES")
    assert ["valcobreizh.collectes"] not in tables
    assert ["sde35.bornes_recharge"] in tables


async def test_a_reader_without_a_purpose_is_told_which_would_do(door):
    refused = await door.refusal(f"SELECT flux FROM {COLLECTES}", "agent@valcobreizh")
    assert refused["status"] == 403
    assert refused["code"] == "purpose_required"


async def test_a_revocation_stops_the_statement_that_runs_by_it(own_door):
    engine = HeldEngine()
    door = own_door.with_ports(engines={"duckdb": engine})
    asking = asyncio.create_task(door.refusal(f"SELECT count(*) FROM {COLLECTES}", *VALCOBREIZH))
    async with asyncio.timeout(20):
        await engine.started.wait()
        store = await open_store(own_door.state.settings().database_url)
        ports = ActPorts(store, own_door.services.acts.law, lambda: datetime.now(UTC))
        await act(RevokeAgreement("conv-2025-0001@1", "fin"), OPERATOR, ports, dry_run=False)
        await store.aclose()
        await recheck_running(door.ports)
        refused = await asking
    assert refused["code"] == "agreement_ended_meanwhile"
    assert engine.cancelled.is_set()


async def test_a_second_statement_alike_reads_and_plans_nothing(door, monkeypatch):
    query = f"SELECT flux FROM {COLLECTES} WHERE code_commune = ? LIMIT 1"
    first = await door.sql(query, *VALCOBREIZH, parameters=["35173"])
    before = dict(door.ports.memory.plans._entries)
    second = await door.sql(query, *VALCOBREIZH, parameters=["35012"])
    assert first.status_code == second.status_code == 200
    assert door.ports.memory.plans._entries.keys() == before.keys()


async def test_the_door_says_what_it_takes(door):
    wrong = await door.post("/v1/sql", ["SELECT 1"])
    assert (wrong.status_code, wrong.json()["code"]) == (400, "bad_request")
    csv = await door.sql("SELECT 1", Accept="image/png")
    assert (csv.status_code, csv.json()["code"]) == (406, "not_acceptable")
    place = await door.refusal(f"SELECT fluxx FROM {COLLECTES}", *VALCOBREIZH)
    assert place["place"] == {"file": None, "line": 1, "column": 8}
    assert place["suggestion"] == "flux"


async def test_a_parameter_beyond_64_bits_is_refused_and_never_rounded(door):
    asked = f"SELECT count(*) FROM {COLLECTES} WHERE tonnage_kg > ?"
    for given in (2**63, -(2**63) - 1, 2**64, {"type": "bigint", "value": -(2**63) - 1}):
        refused = await door.refusal(asked, *VALCOBREIZH, parameters=[given])
        assert refused["code"] == "sql_parameter_type", given


async def test_an_expression_of_the_callers_that_fails_is_theirs_to_mend(door):
    failing = f"SELECT CAST(concat(flux, 'x') AS integer) FROM {COLLECTES}"
    answer = await door.sql(failing, *VALCOBREIZH)
    assert (answer.status_code, answer.json()["code"]) == (400, "expression_failed")


async def test_a_literal_outside_a_list_of_codes_is_refused_with_the_code_that_was_meant(door):
    for written in ("flux = 'verre'", "flux <> 'verre'", "flux IN ('OMR', 'verre')"):
        refused = await door.refusal(f"SELECT 1 FROM {COLLECTES} WHERE {written}", *VALCOBREIZH)
        assert refused["code"] == "sql_not_in_code_list"
        assert refused["suggestion"] == "VERRE"
