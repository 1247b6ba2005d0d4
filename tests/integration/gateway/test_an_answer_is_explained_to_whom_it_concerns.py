"""A document, or a past request: the decision, the reasons, the SQL; to each what is theirs.

Covers gateway.reading.reports.explain_service, gateway.reading.reports.past,
gateway.reading.reports.document, gateway.reading.reports.statements,
gateway.reading.reports.scopes, gateway.control.access, catalog.standpoint, catalog.stages.
"""

import json
import re
import sqlite3
import uuid
from contextlib import closing
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from catalog.model.paris import PARIS
from tests.integration.gateway.explaining import (
    COLLECTES,
    EXPLAIN,
    EXPLAIN_REQUEST,
    VAL_D_ILLE,
    VALCOBREIZH,
    asked,
    refused,
    told,
)
from tests.integration.gateway.test_what_the_gateway_promises import records

AGENT = ("agent@valcobreizh", "rpqs_dechets")
TWO_OWNERS = """query ($flux: String!) {
  valDIlleAubigne { secretAlias: collectes(where: { flux: { eq: $flux },
      codeCommune: { in: ["35173", "35238"] } }, first: 4217) {
    nodes { autreAlias: dateCollecte idPesee flux } } }
  valcobreizh { collectes { totalCount { value } } } }"""
VARIABLES = json.dumps({"flux": "VERRE"})
NOTHING = b'{"data":{"explainRequest":null}}'


async def test_a_document_is_explained_without_being_run(embedded):
    before = len(records(embedded, "audit_intent"))
    found = await told(embedded, EXPLAIN, *AGENT, x=TWO_OWNERS, v=VARIABLES)
    assert len(records(embedded, "audit_intent")) == before
    theirs, own = found["datasets"]
    assert (theirs["dataset"]["owner"]["siren"], theirs["allowed"]) == (VAL_D_ILLE, True)
    # The mass is not selected: rows that are level in what is shown come by it.
    read = ["code_commune", "date_collecte", "flux", "id_pesee", "tonnage_kg"]
    assert theirs["columnsRead"] == read
    assert [each["agreement"] for each in theirs["branches"]] == ["conv-2025-0001@1"]
    assert [each["code"] for each in theirs["branches"][0]["reasons"]] == ["agreement_in_force"]
    assert [each["agreement"] for each in own["branches"]] == ["owner"]
    nodes, count = found["statements"]
    assert nodes["path"] == "valDIlleAubigne.secretAlias.nodes"
    assert (count["kind"], count["engine"]) == ("totalCount", "duckdb")
    assert nodes["why"]["fr"]
    assert '"val_d_ille_aubigne"."collectes"' in nodes["sql"]


async def test_an_explanation_tells_what_each_stage_took_and_skips_what_was_known(embedded):
    document = "{ valcobreizh { collectes(first: 7) { nodes { flux tonnageKg } } } }"
    first = await told(embedded, EXPLAIN, *AGENT, x=document)
    took = {each["stage"]: each["milliseconds"] for each in first["stages"]}
    assert list(took) == ["read", "decide", "plan", "govern"]
    assert took["plan"] > took["govern"] > 0
    again = await told(embedded, EXPLAIN, *AGENT, x=document)
    assert "plan" not in {each["stage"] for each in again["stages"]}
    # Of what is refused nothing is told: how long it took could say what is there.
    refused_one = await told(embedded, EXPLAIN, *AGENT, x="{ nope { me } }")
    assert (refused_one["stages"], refused_one["durationMs"]) == ([], None)


async def test_a_request_that_passes_midnight_is_judged_at_the_moment_it_came(embedded):
    came = datetime.combine(datetime.now(PARIS), time(23, 59, 59), PARIS)
    readings = iter([came])
    late = embedded.with_ports(clock=lambda: next(readings, came + timedelta(seconds=2)))
    explained = await told(late, '{ explain(document: "{ me { agent } }") { at } }', *AGENT)
    assert datetime.fromisoformat(explained["at"]) == came


async def test_neither_a_literal_nor_a_key_is_in_the_sql(embedded):
    found = await told(embedded, EXPLAIN, *AGENT, x=TWO_OWNERS, v=VARIABLES)
    text = "\n".join(each["sql"] for each in found["statements"])
    for value in ("VERRE", "35173", "35238", "4217", "35326", "secretAlias", "autreAlias"):
        assert value not in text
    assert "'" not in text
    assert not re.search("[0-9a-f]{32}", text)
    assert "key_" not in text


async def test_what_a_refused_part_lacks_is_told_in_its_place(embedded):
    found = await told(embedded, EXPLAIN, AGENT[0], x=TWO_OWNERS, v=VARIABLES)
    theirs, own = found["datasets"]
    assert (theirs["allowed"], own["allowed"]) == (False, True)
    assert [each["code"] for each in theirs["denials"]] == ["purpose_required"]
    stopped = {each["kind"]: each["stoppedBy"] for each in found["statements"]}
    assert stopped == {"nodes": {"code": "purpose_required"}, "totalCount": None}


async def test_a_document_that_is_refused_is_told_with_its_problems(embedded):
    found = await told(embedded, EXPLAIN, *AGENT, x="{ nope { me } }")
    assert [each["code"] for each in found["problems"]] == ["unknown_field"]
    assert (found["datasets"], found["statements"]) == ([], [])


async def test_a_hidden_dataset_is_explained_as_one_that_is_not_there(embedded):
    def body(name):
        return f"{{ valDIlleAubigne {{ {name} {{ totalCount {{ value }} }} }} }}"

    hidden = await told(embedded, EXPLAIN, None, x=body("collectes"))
    absent = await told(embedded, EXPLAIN, None, x=body("collecxxx"))
    for each in (hidden, absent):
        assert [problem["code"] for problem in each["problems"]] == ["unknown_field"]
    assert hidden["datasets"] == absent["datasets"] == []


async def test_variables_that_are_no_json_object_are_refused(embedded):
    for variables in ("[]", "{", "3"):
        codes = await refused(embedded, EXPLAIN, *AGENT, x=TWO_OWNERS, v=variables)
        assert codes == ["variables_not_json"]


async def test_a_document_too_long_to_be_asked_is_too_long_to_be_explained(embedded):
    long = "#" * (embedded.ports.max_document_bytes + 1)
    assert await refused(embedded, EXPLAIN, *AGENT, x=long) == ["document_too_large"]


async def test_a_request_asks_for_twenty_explanations_at_most(embedded):
    fields = " ".join(f'a{number}: explainRequest(id: "x") {{ at }}' for number in range(21))
    body, _ = await asked(embedded, f"{{ {fields} }}", AGENT[0])
    found = json.loads(body)
    assert [each["extensions"]["code"] for each in found["errors"]] == ["too_many_explanations"]
    assert len(found["data"]) == 21


@pytest.fixture(scope="module")
async def request_id(embedded):
    _, found = await asked(embedded, TWO_OWNERS, *AGENT, flux="VERRE")
    return found


async def test_who_asked_is_told_everything_of_a_past_request(embedded, request_id):
    found = await told(embedded, EXPLAIN_REQUEST, AGENT[0], id=request_id)
    assert (found["requestId"], found["purpose"]) == (request_id, "rpqs_dechets")
    assert (found["status"], found["sameRevision"], found["notes"]) == ("answered", True, [])
    assert found["rows"] > 1
    assert found["durationMs"] > 0
    then = await told(embedded, EXPLAIN, *AGENT, x=TWO_OWNERS, v=VARIABLES)
    assert found["datasets"] == then["datasets"]
    assert [each["sql"] for each in found["statements"]] == [
        each["sql"] for each in then["statements"]
    ]


@pytest.mark.parametrize(
    ("agent", "own", "kind"),
    [
        ("steward@val-d-ille-aubigne", VAL_D_ILLE, "nodes"),
        ("dpo@val-d-ille-aubigne", VAL_D_ILLE, "nodes"),
        ("steward@valcobreizh", VALCOBREIZH, "totalCount"),
    ],
)
async def test_each_owners_people_are_told_their_own_part(embedded, request_id, agent, own, kind):
    body, _ = await asked(embedded, EXPLAIN_REQUEST, agent, id=request_id)
    found = json.loads(body)["data"]["explainRequest"]
    assert [each["dataset"]["owner"]["siren"] for each in found["datasets"]] == [own]
    assert [each["kind"] for each in found["statements"]] == [kind]
    assert (found["agent"], found["organisation"]["siren"]) == (AGENT[0], VALCOBREIZH)
    # How much left in all, and how it ended, is of the others' part too.
    assert (found["rows"], found["status"], found["durationMs"]) == (None, None, None)
    assert "votre organisme" in found["notes"][0]["fr"]
    other = "val_d_ille_aubigne" if own == VALCOBREIZH else '"valcobreizh"'
    assert other not in json.dumps(found["statements"])
    assert b"secretAlias" not in body
    assert b"VERRE" not in body


async def test_the_only_owner_is_told_how_it_ended(embedded):
    document = "{ valDIlleAubigne { collectes { totalCount { value } } } }"
    _, request_id = await asked(embedded, document, *AGENT)
    found = await told(embedded, EXPLAIN_REQUEST, "steward@val-d-ille-aubigne", id=request_id)
    assert (found["status"], found["rows"], found["notes"]) == ("answered", 1, [])


@pytest.mark.parametrize(
    "agent",
    [
        None,
        "agent@val-d-ille-aubigne",
        "approver@val-d-ille-aubigne",
        "agent@sde35",
        "steward@sde35",
        "operator@interco",
    ],
)
async def test_everybody_else_gets_what_an_unknown_request_gets(embedded, request_id, agent):
    known, _ = await asked(embedded, EXPLAIN_REQUEST, agent, id=request_id)
    unknown, _ = await asked(embedded, EXPLAIN_REQUEST, agent, id=uuid.uuid4().hex)
    assert known == unknown == NOTHING


async def test_nobody_is_the_anonymous_who_asked(embedded):
    document = "{ sde35 { bornesRecharge { totalCount { value } } } }"
    _, request_id = await asked(embedded, document)
    assert (await asked(embedded, EXPLAIN_REQUEST, None, id=request_id))[0] == NOTHING
    found = await told(embedded, EXPLAIN_REQUEST, "steward@sde35", id=request_id)
    assert (found["agent"], found["organisation"]) == (None, None)


async def test_an_agent_of_the_same_name_at_another_body_is_somebody_else(embedded, request_id):
    catalog = await embedded.ports.catalog.current()
    agent = catalog.agents["urn:interco:demo", AGENT[0]]
    other = catalog.agents["urn:interco:demo", "agent@sde35"]
    moved = replace(agent, organisation=other.organisation)
    agents = {**catalog.agents, ("urn:interco:demo", AGENT[0]): moved}

    class Moved:
        async def current(self):
            return replace(catalog, agents=agents)

    elsewhere = embedded.with_ports(catalog=Moved())
    assert (await asked(elsewhere, EXPLAIN_REQUEST, AGENT[0], id=request_id))[0] == NOTHING


async def test_another_law_is_said_and_its_decision_not_made_again(embedded, request_id):
    class NewLaw:
        revision = "another"

        def __init__(self, law):
            self._law = law

        async def decide(self, question):
            return await self._law.decide(question)

        async def aclose(self):
            pass

    later = embedded.with_ports(policy=NewLaw(embedded.ports.policy))
    found = await told(later, EXPLAIN_REQUEST, AGENT[0], id=request_id)
    assert found["sameRevision"] is False
    assert [each["allowed"] for each in found["datasets"]] == [None, None]
    assert all(not each["branches"] for each in found["datasets"])
    assert "ont changé" in found["notes"][0]["fr"]
    assert all(each["sql"] for each in found["statements"])


async def test_a_request_from_before_questions_were_kept_shows_its_record(embedded):
    document = "{ valDIlleAubigne { collectes { nodes { flux } } } }"
    _, request_id = await asked(embedded, document, *AGENT)
    with closing(sqlite3.connect(embedded.state.folder / "catalog.sqlite")) as connection:
        connection.execute(
            "UPDATE audit_intent SET plan_digest = NULL, question_digest = ? WHERE request_id = ?",
            ("0" * 64, request_id),
        )
        connection.commit()
    found = await told(embedded, EXPLAIN_REQUEST, "steward@val-d-ille-aubigne", id=request_id)
    assert found["statements"] == []
    (dataset,) = found["datasets"]
    assert dataset["dataset"]["id"] == COLLECTES
    assert dataset["columnsRead"] == ["flux"]
    assert "antérieure" in found["notes"][0]["fr"]


async def test_what_is_kept_holds_no_value_of_the_request(embedded, request_id):
    (intent,) = [
        row for row in records(embedded, "audit_intent") if row["request_id"] == request_id
    ]
    kept = {
        **{row["digest"]: row["facts"] for row in records(embedded, "audit_question")},
        **{row["digest"]: row["statements"] for row in records(embedded, "audit_plan")},
    }
    text = kept[intent["question_digest"]] + kept[intent["plan_digest"]]
    for value in ("VERRE", "35173", "4217", "secretAlias", "autreAlias"):
        assert value not in text


async def test_the_same_question_and_plan_are_kept_once(embedded):
    document = "{ valDIlleAubigne { collectes { nodes { flux codeCommune } } } }"
    await asked(embedded, document, *AGENT)
    before = len(records(embedded, "audit_question")), len(records(embedded, "audit_plan"))
    await asked(embedded, document, *AGENT)
    after = len(records(embedded, "audit_question")), len(records(embedded, "audit_plan"))
    assert before == after
