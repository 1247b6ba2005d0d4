"""A body saves documents under names; a key is made for them alone, at every door of documents.

Covers catalog.model.saved_operation, catalog.actions.operations.operations,
catalog.actions.operations.problems, gateway.acts.saved_operations,
gateway.control.saved_operations, gateway.reading.query.fit_documents,
gateway.reading.query.documents_by_hash, gateway.reading.query.question_values,
gateway.cli.operation_commands.
"""

import asyncio
import json
from uuid import uuid4

from catalog.model.problem import Problem
from catalog.model.saved_operation import hash_of
from gateway.cli.key_commands import LIST, MAKE
from gateway.control.execute import answer_document
from gateway.reading.query.request import GraphqlRequest
from gateway.reading.query.sql_prepare import prepare_sql
from gateway.reading.query.sql_request import SqlRequest
from tests.e2e.conftest import run_interco
from tests.integration.graphql_acts.conftest import Told

STEWARD, AGENT = "steward@valcobreizh", "agent@valcobreizh"
NAME, COUNT = "tonnages", "{ valDIlleAubigne { collectes { totalCount { value } } } }"
SQL = "SELECT count(*) AS n FROM val_d_ille_aubigne.collectes"
SAVE = """mutation ($name: String!, $document: String!, $language: String!, $dryRun: Boolean!) {
  result: saveOperation(name: $name, document: $document, language: $language, dryRun: $dryRun) {
    applied } }"""
REMOVE = 'mutation { result: removeOperation(name: "tonnages") { applied } }'
LISTED = "{ operations { name language document hash savedBy } }"
PURPOSE = {"purpose": "rpqs_dechets"}


async def save(town, name=NAME, document=COUNT, language="graphql", agent=STEWARD, dry_run=False):
    variables = {"name": name, "document": document, "language": language, "dryRun": dry_run}
    return await town.ask(SAVE, agent, variables=variables)


async def key_for(town, *operations, **more):
    asked = {
        "name": "Tableur",
        "datasets": ["val-d-ille-aubigne.collectes"],
        "purposes": ["rpqs_dechets"],
        "operations": list(operations),
        **more,
    }
    return await town.ask(MAKE, STEWARD, variables={"input": asked, "dryRun": False})


async def by_key(town, key, document="", **more):
    request = GraphqlRequest(
        id=uuid4().hex, document=document, authorization=f"Bearer {key}", **PURPOSE, **more
    )
    answered = await answer_document(request, town.services)
    return Told(answered.status, json.loads(answered.body))


async def sql_by_key(town, key, statement="", **more):
    request = SqlRequest(uuid4().hex, statement, authorization=f"Bearer {key}", **PURPOSE, **more)
    try:
        return (await prepare_sql(request, town.ports)).plan is not None
    except Problem as problem:
        return problem.code


async def test_it_is_asked_by_its_name_and_its_hash_within_its_body(town):
    assert (await save(town, dry_run=True)).data["result"]["applied"] is False
    assert (await town.ask(LISTED, AGENT)).data["operations"] == []
    assert (await save(town)).data["result"]["applied"]
    (listed,) = (await town.ask(LISTED, AGENT)).data["operations"]
    assert listed == {
        "name": NAME,
        "language": "graphql",
        "document": COUNT,
        "hash": hash_of(COUNT),
        "savedBy": STEWARD,
    }
    expected = (await town.ask(COUNT, AGENT, **PURPOSE)).data
    digest = hash_of(COUNT)
    for way in ({"document_name": NAME}, {"document_name": digest}, {"document_hash": digest}):
        asked = await town.ask("", AGENT, request=uuid4().hex, **way, **PURPOSE)
        assert asked.data == expected
    other = "agent@val-d-ille-aubigne"
    assert (await town.ask("", other, document_name=NAME)).codes == ["unknown_saved_operation"]
    missing = await town.ask("", other, document_hash=digest)
    assert missing.codes == ["PERSISTED_QUERY_NOT_FOUND"]
    assert (await town.ask(LISTED, other)).data["operations"] == []


async def test_a_key_for_saved_documents_sends_no_other_by_any_door(town):
    await save(town)
    await save(town, "tonnages-sql", SQL, "sql")
    made = (await key_for(town, NAME, "tonnages-sql")).data["result"]
    key = made["key"]
    expected = (await town.ask(COUNT, AGENT, **PURPOSE)).data
    assert (await by_key(town, key, COUNT)).data == expected
    assert (await by_key(town, key, document_name=NAME)).data == expected
    assert await sql_by_key(town, key, SQL) is True
    for name in ("tonnages-sql", hash_of(SQL)):
        assert await sql_by_key(town, key, document_name=name) is True
    assert await sql_by_key(town, key, document_name=NAME) == "unknown_saved_operation"
    refused = ["key_for_other_documents"]
    for other in (COUNT + " ", "{ __typename }", "{ __schema { types { name } } }", "{ nothing }"):
        assert (await by_key(town, key, other)).codes == refused
    for other in (f"{SQL} ", "SHOW TABLES", "SELECT"):
        assert await sql_by_key(town, key, other) == refused[0]
    # Another text under the same name is another document; without its name it is one still.
    await save(town, document="{ valDIlleAubigne { __typename } }")
    assert (await by_key(town, key, document_name=NAME)).codes == refused
    assert (await town.ask(REMOVE, STEWARD)).data["result"]["applied"]
    assert (await by_key(town, key, COUNT)).data == expected
    (shown,) = (await town.ask(LIST.replace("lastUsed", "operations"), STEWARD)).data["keys"]
    assert sorted(shown["operations"]) == sorted((hash_of(COUNT), hash_of(SQL)))


async def test_a_key_for_saved_documents_has_no_other_door(town):
    await save(town)
    assert (await key_for(town, "rien")).arguments == [("unknown_saved_operation", "operations")]
    told = await key_for(town, NAME, doors=["graphql", "rest"])
    assert told.arguments == [("key_refused", "doors")]


async def test_what_cannot_be_saved_is_told(town):
    for wanted, code in (
        ({"name": "Trop Long"}, "operation_refused"),
        ({"language": "cypher"}, "operation_refused"),
        ({"document": " "}, "graphql_syntax"),
        ({"document": "{ a"}, "graphql_syntax"),
        ({"document": 'mutation { revokeKey(id: "x") { act } }'}, "operation_refused"),
        ({"document": "SELECT FROM", "language": "sql"}, "sql_syntax"),
        ({"agent": "approver@valcobreizh"}, "act_role_required"),
        ({"agent": None}, "token_required"),
    ):
        assert (await save(town, **wanted)).codes == [code]
    assert not (await town.ports.catalog.current()).operations


async def test_from_a_terminal_a_file_is_saved_and_a_key_made_for_it(town, tmp_path):
    file = tmp_path / "tonnages.sql"
    file.write_text(SQL, "utf-8")

    async def interco(*typed, agent=STEWARD):
        place = ("--state", str(town.state.folder), "--as", agent)
        ran = await asyncio.to_thread(run_interco, *typed, *place, check=False)
        return ran.stdout if ran.returncode == 0 else ran.stderr

    assert "Le document « tonnages » est enregistré." in await interco(
        "operation", "save", NAME, str(file)
    )
    listed = await interco("operation", "list", agent=AGENT)
    assert (hash_of(SQL) in listed, "sql" in listed) == (True, True)
    limits = ("--dataset", "val-d-ille-aubigne.collectes", "--purpose", "rpqs_dechets")
    made = await interco("key", "make", "Rapport", *limits, "--operation", NAME)
    key = next(each for each in made.split() if each.startswith("interco_1"))
    assert await sql_by_key(town, key, SQL) is True
    assert await sql_by_key(town, key, "SHOW TABLES") == "key_for_other_documents"
    assert "n'est plus enregistré" in await interco("operation", "remove", NAME)
    assert "unknown_saved_operation" in await interco("operation", "remove", NAME)


async def test_a_saved_question_has_a_title_a_purpose_and_values_to_fill_in(town):
    wanted = {
        "name": "par-flux",
        "document": f"{SQL} WHERE flux = ? AND date_collecte >= ?",
        "language": "sql",
        "title": "Tournées d'un flux",
        "purpose": "rpqs_dechets",
        "parameters": [
            {"name": "flux", "type": "varchar", "default": "OMR"},
            {"name": "depuis", "type": "date"},
        ],
    }
    saved = """mutation ($name: String!, $document: String!, $language: String!, $title: String
      $purpose: String, $owner: String, $parameters: [QuestionParameterInput!]) { saveOperation(
      name: $name, document: $document, language: $language, title: $title, purpose: $purpose
      owner: $owner, parameters: $parameters) { applied } }"""

    async def refusal(**changes):
        (code,) = (await town.ask(saved, STEWARD, variables=wanted | changes)).codes
        return code

    assert await refusal(purpose="autre") == "unknown_purpose"
    assert await refusal(owner="agent@sde35") == "operation_refused"
    assert await refusal(parameters=wanted["parameters"][:1]) == "sql_parameter_count"
    assert await refusal(parameters=[wanted["parameters"][0]] * 2) == "operation_refused"
    bad_day = {"name": "depuis", "type": "date", "default": "demain"}
    assert await refusal(parameters=[wanted["parameters"][0], bad_day]) == "sql_parameter_type"
    assert (await town.ask(saved, STEWARD, variables=wanted)).data["saveOperation"]["applied"]
    listed = "{ operations { title purpose owner parameters { name type default } } }"
    assert (await town.ask(listed, AGENT)).data["operations"] == [
        {
            "title": wanted["title"],
            "purpose": "rpqs_dechets",
            "owner": STEWARD,
            "parameters": [wanted["parameters"][0], {**wanted["parameters"][1], "default": None}],
        }
    ]
    key = (await key_for(town, "par-flux")).data["result"]["key"]

    async def by_name(**more):
        request = SqlRequest(
            uuid4().hex, "", authorization=f"Bearer {key}", document_name="par-flux", **more
        )
        try:
            prepared = await prepare_sql(request, town.ports)
        except Problem as problem:
            return problem.code
        return prepared.subject.purpose, prepared.variables["parameters"]

    # Its own purpose, where none is said; a default, and a value that is named.
    assert await by_name(values={"depuis": "2025-01-01"}) == (
        "rpqs_dechets",
        ["OMR", "2025-01-01"],
    )
    assert await by_name() == "question_value_refused"
    assert await by_name(values={"depuis": "2025-01-01", "autre": "x"}) == "question_value_refused"
    assert await by_name(values={"depuis": "demain"}) == "sql_parameter_type"
    assert await by_name(values={"depuis": "2025-01-01"}, purpose="x") == "key_for_other_purposes"


async def test_an_answer_says_whether_what_it_reads_is_made_up(town):
    await save(town, "tonnages-sql", SQL, "sql")
    asked = '{ questionAnswer(name: "tonnages-sql") { synthetic } }'
    told = await town.ask(asked, AGENT, **PURPOSE)
    assert told.data == {"questionAnswer": {"synthetic": True}}
    real = """mutation { describeDataset(dataset: "val_d_ille_aubigne__collectes",
      changes: { synthetic: false }) { applied } }"""
    assert (await town.ask(real, "steward@val-d-ille-aubigne")).data["describeDataset"]["applied"]
    told = await town.ask(asked, AGENT, **PURPOSE)
    assert told.data == {"questionAnswer": {"synthetic": False}}


async def test_one_question_is_answered_in_a_document(town):
    await save(town, "tonnages-sql", SQL, "sql")
    one = 'questionAnswer(name: "tonnages-sql") { rows }'
    told = await town.ask(f"{{ a: {one} }}", AGENT, **PURPOSE)
    assert len(told.data["a"]["rows"]) == 1
    told = await town.ask(f"{{ a: {one} b: {one} c: {one} }}", AGENT, **PURPOSE)
    assert told.codes == ["too_many_rows_asked"] * 2
    assert told.body["data"]["a"]["rows"] == [["13081"]]
