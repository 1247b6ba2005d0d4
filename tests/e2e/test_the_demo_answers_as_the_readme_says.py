"""The demo as a developer of the SMICTOM Valcobreizh, a visitor or a clerk would use it.

Covers gateway.demo_mode.catalog, gateway.cli.query_commands, gateway.cli.project_commands,
gateway.cli.welcome, gateway.cli.answer_lines, gateway.cli.demo_agents.
"""

import json
import re

import httpx
import pytest

from tests.e2e.conftest import ROOT, run_interco

README_QUERY = (
    "{ valDIlleAubigne { collectes { groupBy(orderBy: [{ key: { commune: { nom: ASC } } }]) "
    "{ key { commune { code nom } } aggregate { count sum { tonnageKg } } } } } }"
)
SENS_DE_BRETAGNE = "35326"
VALCOBREIZH = ("agent@valcobreizh", "rpqs_dechets")


def groups(answer):
    return answer.json()["data"]["valDIlleAubigne"]["collectes"]["groupBy"]


def codes(answer):
    problems = answer.json().get("errors", ())
    return {each["extensions"]["code"] for each in problems}


def test_the_readme_gives_this_query():
    assert README_QUERY in (ROOT / "README.md").read_text("utf-8")


def test_the_readme_gives_its_first_lines(demo):
    first = json.dumps(groups(demo.ask(README_QUERY, *VALCOBREIZH))[0], ensure_ascii=False)
    assert first.replace(" ", "") in (ROOT / "README.md").read_text("utf-8").replace(" ", "")


def test_the_readme_gives_what_its_statement_answers(demo):
    readme = (ROOT / "README.md").read_text("utf-8")
    (statement,) = re.findall(r"-d '(\{\"query\":\"SELECT .*\})'", readme)
    (shown,) = re.findall(r"```csv\n(.*?)```", readme, flags=re.DOTALL)
    agent, purpose = VALCOBREIZH
    headers = {
        "Accept": "text/csv",
        "Authorization": f"Bearer {demo.token(agent)}",
        "Interco-Purpose": purpose,
    }
    answer = httpx.post(
        f"{demo.address}/v1/sql", json=json.loads(statement), headers=headers, trust_env=False
    )
    assert answer.text.replace("\r\n", "\n") == shown


def test_eighteen_communes_answer_and_never_sens_de_bretagne(demo):
    answer = demo.ask(README_QUERY, *VALCOBREIZH)
    found = [each["key"]["commune"] for each in groups(answer)]
    assert len(found) == 18
    assert [each["nom"] for each in found][:3] == ["Andouillé-Neuville", "Aubigné", "Feins"]
    assert SENS_DE_BRETAGNE not in answer.text


def test_the_owner_sees_its_nineteen_communes(demo):
    answer = demo.ask(README_QUERY, "agent@val-d-ille-aubigne")
    found = [each["key"]["commune"] for each in groups(answer)]
    known = {each["code"]: each["nom"] for each in found if each is not None}
    assert SENS_DE_BRETAGNE in known
    # Its own mistakes are not hidden from it: a postal code and an empty commune were planted.
    assert known.pop("35250") == "Saint-Armel"
    assert len(known) == 19
    assert found.count(None) == 1


def test_every_answer_bears_its_request_id(demo):
    answer = demo.ask("{ me { agent } }")
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["interco-request-id"])


def test_without_a_purpose_the_denial_names_those_that_would_do(demo):
    answer = demo.ask(README_QUERY, "agent@valcobreizh")
    assert codes(answer) == {"purpose_required"}
    assert "rpqs_dechets" in answer.json()["errors"][0]["extensions"]["next"]


def test_a_withheld_column_is_refused_by_name(demo):
    document = "{ valDIlleAubigne { collectes { nodes { nbBacsLeves } } } }"
    answer = demo.ask(document, *VALCOBREIZH)
    assert codes(answer) == {"column_not_granted"}
    assert "nb_bacs_leves" in answer.json()["errors"][0]["message"]


def test_one_slice_fails_alone(demo):
    document = """{ valDIlleAubigne { collectes {
      totalCount { value } aggregate { sum { nbBacsLeves } } } } }"""
    answer = demo.ask(document, *VALCOBREIZH).json()
    connection = answer["data"]["valDIlleAubigne"]["collectes"]
    assert connection["totalCount"]["value"] > 0
    assert connection["aggregate"] is None
    assert answer["errors"][0]["path"] == ["valDIlleAubigne", "collectes", "aggregate"]


def test_what_may_not_be_discovered_answers_like_what_does_not_exist(demo):
    def refused(field):
        document = f"{{ valcobreizh {{ {field} {{ totalCount {{ value }} }} }} }}"
        answer = demo.ask(document).json()["errors"][0]
        del answer["extensions"]["requestId"]
        return json.dumps(answer).replace(field, "…")

    assert refused("collectes") == refused("collectas")


def test_anyone_reads_the_open_dataset(demo):
    document = "{ sde35 { bornesRecharge { totalCount(mode: EXACT) { value exact } } } }"
    answer = demo.ask(document).json()
    assert answer["data"]["sde35"]["bornesRecharge"]["totalCount"] == {"value": 450, "exact": True}


def test_acting_for_another_organisation_is_refused_never_ignored(demo):
    answer = demo.ask(README_QUERY, *VALCOBREIZH, **{"Interco-On-Behalf-Of": "243500667"})
    assert codes(answer) == {"mandate_required"}
    assert answer.status_code == 403


def test_a_bad_token_is_told_and_open_data_is_not_served_to_it(demo):
    answer = demo.ask("{ me { agent } }", Authorization="Bearer forged")
    assert answer.status_code == 401
    assert codes(answer) == {"bad_token"}
    assert "data" not in answer.json()


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_a_mutation_is_never_run_over_get(demo, accept):
    query = 'mutation { revokeAgreement(agreement: "conv-2025-0001@1", reason: "x") { act } }'
    answer = httpx.get(
        f"{demo.address}/graphql",
        params={"query": query},
        headers={
            "Authorization": f"Bearer {demo.token('approver@valcobreizh')}",
            "Accept": accept,
        },
        trust_env=False,
    )
    assert (answer.status_code, codes(answer)) == (405, {"mutation_over_get"})
    assert "POST" in answer.headers["allow"]
    assert "data" not in answer.json()
    assert not codes(demo.ask(README_QUERY, *VALCOBREIZH))


@pytest.mark.parametrize(("language", "word"), [("fr", "finalité"), ("en", "purpose")])
def test_problems_speak_the_callers_language(demo, language, word):
    answer = demo.ask(README_QUERY, "agent@valcobreizh", **{"Accept-Language": language})
    assert word in answer.json()["errors"][0]["message"]
    assert answer.headers["content-language"] == language


def test_pages_follow_one_another_without_loss_or_repetition(demo):
    document = """query ($after: String) { valDIlleAubigne { collectes(
      where: { dateCollecte: { gte: "2025-12-01" } }, first: 100, after: $after,
      orderBy: [{ flux: ASC }, { tonnageKg: DESC }]) {
        nodes { _id } pageInfo { hasNextPage endCursor } totalCount(mode: EXACT) { value } } } }"""
    seen, cursor, more = [], None, True
    while more:
        answer = demo.ask(document, *VALCOBREIZH, variables={"after": cursor}).json()
        connection = answer["data"]["valDIlleAubigne"]["collectes"]
        seen += [each["_id"] for each in connection["nodes"]]
        cursor, more = (connection["pageInfo"][key] for key in ("endCursor", "hasNextPage"))
    assert len(seen) == len(set(seen)) == connection["totalCount"]["value"] > 200


def test_a_cursor_of_one_reader_is_nobody_elses(demo):
    document = """query ($after: String) { valDIlleAubigne { collectes(first: 1, after: $after) {
      pageInfo { endCursor } } } }"""
    page = demo.ask(document, *VALCOBREIZH).json()["data"]["valDIlleAubigne"]["collectes"]
    after = {"after": page["pageInfo"]["endCursor"]}
    assert not codes(demo.ask(document, *VALCOBREIZH, variables=after))
    stolen = demo.ask(document, "agent@val-d-ille-aubigne", variables=after)
    assert codes(stolen) == {"invalid_cursor"}


def test_introspection_shows_only_what_the_caller_may_discover(demo):
    document = "{ __schema { types { name } } }"
    assert "nbBacsLeves" not in demo.ask("{ __schema { types { fields { name } } } }").text
    assert "ValDIlleAubigne" not in demo.ask(document).text
    assert "ValDIlleAubigne" in demo.ask(document, "agent@valcobreizh").text


def test_territory_is_exact_and_says_through_whom(demo):
    printed = run_interco(
        *("territory", "200090884", "--competence", "1510", "--at", "2025-06-01"),
        *("--format", "json", "--state", str(demo.state)),
    )
    found = json.loads(printed.stdout)
    assert set(found) == {
        *("siren", "competence", "at", "vintage"),
        *("communes", "partly_covered", "memberships"),
        *("days_known_until", "precision"),
    }
    assert len(found["communes"]) == 52
    assert SENS_DE_BRETAGNE not in {each["code"] for each in found["communes"]}


def test_schema_prints_what_the_agent_may_discover(demo):
    seen = run_interco("schema", "--as", "agent@valcobreizh", "--state", str(demo.state)).stdout
    assert "type ValDIlleAubigne_Collectes_Node" in seen
    assert "ValDIlleAubigne" not in run_interco("schema", "--state", str(demo.state)).stdout


def test_the_printed_queries_can_be_pasted(demo):
    printed = demo.printed.read_text("utf-8")
    commands = re.findall(r"\./interco (query .+)", printed)
    assert len(commands) == 3
    for command in commands:
        ran = run_interco(*command.split(), "--format", "csv")
        assert len(ran.stdout.splitlines()) > 1


def test_a_wrong_agent_is_named_with_those_that_exist(demo):
    ran = run_interco("token", "agent@valcobraise", "--state", str(demo.state), check=False)
    assert ran.returncode == 2
    assert "agent@valcobreizh" in ran.stderr
    assert "Traceback" not in ran.stderr


COMPOSITION = """syndicat_siren,commune_siren,commune_code,epci_siren,adhesion_directe
200026243,200054294,22046,200067460,1
704930550,200054294,22046,200067460,1
"""


def test_a_composition_is_shown_before_it_is_loaded(demo, tmp_path):
    (tmp_path / "composition.csv").write_text(COMPOSITION)
    (tmp_path / "competences.csv").write_text("siren;code\n200026243;1502\n")
    files = [str(tmp_path / "composition.csv"), str(tmp_path / "competences.csv")]
    load = ("reference", "load-memberships", *files, "--vintage", "2021")
    shown = run_interco(*load, "--dry-run", "--state", str(demo.state))
    assert "200054294 > 200026243" in shown.stdout
    assert "704930550" in shown.stderr
    refused = run_interco(
        *load, "--as", "agent@valcobreizh", "--state", str(demo.state), check=False
    )
    assert refused.returncode == 4
    nobody = run_interco(
        *load, "--as", "nobody", "--database", f"sqlite:///{tmp_path}/a.sqlite", check=False
    )
    assert (nobody.returncode, "no_one_agent" in nobody.stderr) == (2, True)
    wrong = run_interco(
        *("reference", "load-cog", files[1], "--state", str(demo.state)), check=False
    )
    assert wrong.returncode == 2


def test_an_owner_counts_what_its_codes_are(demo):
    asked = ("dataset", "coverage", "val-d-ille-aubigne.collectes", "--state", str(demo.state))
    found = run_interco(*asked, "--as", "steward@val-d-ille-aubigne", "--format", "json")
    report = json.loads(found.stdout)
    assert report["rows"] == sum(each["rows"] for each in report["causes"])
    assert report["causes"][0]["cause"] == "current"
    hidden = run_interco(*asked, "--as", "agent@valcobreizh", check=False)
    assert hidden.returncode == 2
    assert "unknown_dataset" in hidden.stderr
