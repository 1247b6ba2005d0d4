"""One question through every door, for every kind of reader: the same cells, or the same refusal.

Covers catalog.model.doors.
"""

import pytest

from catalog.model.doors import DOORS, KEY_DOORS
from federation.results.formats.choice import FORMATS
from gateway.cli.agent_commands import _GRANT, _REVOKE
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from gateway.http.measured import door_of
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened
from tests.integration.doors.matrix import DOORS_READ, NOT_COMPARED, WITHOUT_ROWS, Question

COLLECTES = Question(
    "val_d_ille_aubigne",
    "collectes",
    ("id_pesee", "code_commune", "date_collecte", "flux", "tonnage_kg", "part_commune"),
    key=2,
    numbers=frozenset({"tonnage_kg", "part_commune"}),
)
COMPTEURS = Question(
    "eau_bassin_rennais",
    "compteurs",
    ("compteur_id", "date_releve", "abonne_ref", "index_m3"),
    key=2,
    numbers=frozenset({"index_m3"}),
)
QUESTIONS = {
    "collectes": COLLECTES,
    "granted columns": Question(
        "val_d_ille_aubigne",
        "collectes",
        ("id_pesee", "code_commune", "date_collecte", "flux", "tonnage_kg"),
        key=2,
        numbers=frozenset({"tonnage_kg"}),
    ),
    "bornes": Question(
        "sde35",
        "bornes_recharge",
        ("id_pdc", "nom_station", "puissance_kw", "nb_prises", "acces_libre", "maj_le"),
        numbers=frozenset({"puissance_kw", "nb_prises"}),
    ),
    "points": Question(
        "bretagne_romantique",
        "points_apport",
        ("id_point", "volume_l", "longitude", "latitude", "enterre", "date_pose"),
        numbers=frozenset({"volume_l", "longitude", "latitude"}),
    ),
    "energie": Question(
        "mesnil_roc_h",
        "energie_batiments",
        ("id_releve", "batiment", "consommation_kwh", "cout_eur", "estime", "releve_le"),
        numbers=frozenset({"consommation_kwh", "cout_eur"}),
        has_instants=True,
    ),
    "compteurs": COMPTEURS,
    "no such column": Question("sde35", "bornes_recharge", ("id_pdc", "rien")),
    "nowhere": Question("sde35", "nulle_part", ("a",)),
}
READERS = {
    "nobody": (None, None),
    "without purpose": ("agent@valcobreizh", None),
    "under an agreement": ("agent@valcobreizh", "rpqs_dechets"),
    "owner": ("agent@val-d-ille-aubigne", None),
    "masked": ("agent@mesnil-roc-h", "evaluation_politiques"),
    "owner of water": ("steward@eau-bassin-rennais", None),
    "unknown purpose": ("agent@valcobreizh", "autre"),
    "purpose of others": ("agent@valcobreizh", "suivi_energie"),
}
UNLIKE = {"unknown_field": "unknown", "unknown_column": "unknown", "unknown_dataset": "unknown"}
"""What is hidden from a reader is not there, and each language has its word for that."""
_ADDRESS_WITHIN = {
    "questions": "/v1/questions/tonnages/rows.csv",
    "odata": "/odata/sde35/",
    "ogc": "/ogc/sde35",
    "deposits": "/v1/deposits/town.weighings/versions",
    "rest": "/v1/keys",
}


@pytest.fixture(scope="module")
async def gateway(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("doors") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        snapshot = await services.query.catalog.current()
        for body in {agent.partition("@")[2] for agent, _ in READERS.values() if agent}:
            steward = state.token(find_agent(snapshot, f"steward@{body}"))
            for question in QUESTIONS.values():
                wanted = {"document": question.sql, "language": "sql"}
                answer = await http.put(
                    f"/v1/operations/{question.name}",
                    json=wanted,
                    headers={"Authorization": f"Bearer {steward}"},
                )
                assert answer.status_code == 200, answer.text
        yield http, lambda agent: state.token(find_agent(snapshot, agent))


def headers_of(reader, token):
    agent, purpose = READERS[reader]
    said = {} if agent is None else {"Authorization": f"Bearer {token(agent)}"}
    return said if purpose is None else said | {"Interco-Purpose": purpose}


async def told(http, question, headers):
    """By door and format, the rows or the code."""
    answers = {place: await row(http, question, headers) for place, row in DOORS_READ.items()}
    return {
        place: UNLIKE.get(each, each) if isinstance(each, str) else each
        for place, each in answers.items()
        if each != NOT_COMPARED
    }


@pytest.mark.parametrize("reader", READERS)
async def test_a_reader_gets_the_same_through_every_door(gateway, reader):
    http, token = gateway
    for name, question in QUESTIONS.items():
        answers = await told(http, question, headers_of(reader, token))
        first = next(iter(answers.values()))
        assert {place: each for place, each in answers.items() if each != first} == {}, name


async def test_the_questions_show_rows_and_refusals_of_each_kind(gateway):
    http, token = gateway
    ask = DOORS_READ["graphql", "json"]
    seen = [
        await ask(http, question, headers_of(reader, token))
        for question in QUESTIONS.values()
        for reader in READERS
    ]
    assert sum(isinstance(each, list) and len(each) > 0 for each in seen) >= 18
    assert len({each for each in seen if isinstance(each, str)}) >= 3


async def test_a_key_for_one_door_or_format_opens_no_other(gateway):
    http, token = gateway
    steward = {"Authorization": f"Bearer {token('steward@val-d-ille-aubigne')}"}
    of_keys = {each.code for each in KEY_DOORS}
    places = [(door, kind) for door, kind in DOORS_READ if door in of_keys]
    for door, answer_format in places:
        wanted = {
            "name": f"{door} {answer_format}",
            "datasets": ["val-d-ille-aubigne.collectes"],
            "doors": [door],
            "formats": [answer_format],
        }
        made = (await http.post("/v1/keys", json=wanted, headers=steward)).json()
        answers = await told(http, COLLECTES, {"Authorization": f"Bearer {made['key']}"})
        opened_by = {place for place, each in answers.items() if isinstance(each, list)}
        assert opened_by == {(door, answer_format)}
        codes = {each for each in answers.values() if isinstance(each, str)}
        assert codes == {"key_outside_scope"}


async def test_a_key_is_for_its_purposes_at_every_door_on_own_and_on_open_data(gateway):
    http, token = gateway
    steward = {"Authorization": f"Bearer {token('steward@val-d-ille-aubigne')}"}
    wanted = {
        "name": "toutes portes",
        "datasets": ["val-d-ille-aubigne.collectes", "sde35.bornes_recharge"],
        "purposes": ["rpqs_dechets"],
        "doors": [each.code for each in KEY_DOORS],
        "formats": sorted({kind for _, kind in DOORS_READ}),
    }
    made = (await http.post("/v1/keys", json=wanted, headers=steward)).json()
    key = {"Authorization": f"Bearer {made['key']}"}
    for question in (COLLECTES, QUESTIONS["bornes"]):
        for purpose in ("rpqs_dechets", ""):
            answers = await told(http, question, key | {"Interco-Purpose": purpose})
            refused = {place: each for place, each in answers.items() if isinstance(each, str)}
            assert {door for door, _ in answers.keys() - refused.keys()} >= {"graphql", "sql"}
            assert "key_for_other_purposes" not in refused.values()
        for purpose in ("planification_collecte", "curiosite"):
            answers = await told(http, question, key | {"Interco-Purpose": purpose})
            assert len(answers) >= 8
            assert set(answers.values()) <= {"key_for_other_purposes", "act_role_required"}
    of_rest = await http.get("/v1/usage", headers=key | {"Interco-Purpose": "curiosite"})
    assert of_rest.json()["code"] == "key_for_other_purposes"
    answer = await http.get("/v1/usage", headers=steward)
    assert "curiosite" not in answer.text


async def test_an_invented_purpose_is_refused_at_every_door_with_those_that_there_are(gateway):
    http, token = gateway
    agent = {"Authorization": f"Bearer {token('agent@val-d-ille-aubigne')}"}
    for question in (COLLECTES, QUESTIONS["bornes"]):
        answers = await told(http, question, agent | {"Interco-Purpose": "rpqs_dechet"})
        assert len(answers) >= 8
        assert set(answers.values()) <= {"unknown_purpose", "act_role_required"}, answers
    for address in ("/v1/usage", "/v1/indicators"):
        refused = await http.get(address, headers=agent | {"Interco-Purpose": "rpqs_dechet"})
        assert (refused.status_code, refused.json()["code"]) == (400, "unknown_purpose")
        assert "rpqs_dechets" in refused.text
    steward = {"Authorization": f"Bearer {token('steward@val-d-ille-aubigne')}"}
    answer = await http.get("/v1/usage", headers=steward)
    assert '"rpqs_dechet"' not in answer.text


async def test_whose_last_role_is_taken_reads_no_row_at_any_door(gateway):
    """PostgreSQL's, the questions', OData and OGC among them; what is open stays read."""
    http, token = gateway
    agent = "agent@val-d-ille-aubigne"
    hers = {"Authorization": f"Bearer {token(agent)}"}
    operator = {"Authorization": f"Bearer {token('operator@interco')}"}
    given = {"agent": agent, "roles": ["agent"], "issuer": None, "dryRun": False}
    before = await told(http, COLLECTES, hers)
    read = {place for place, each in before.items() if isinstance(each, list)}
    assert {door for door, _ in read} == {door for door, _ in DOORS_READ}
    await changed(http, _REVOKE, given, operator)
    try:
        after = await told(http, COLLECTES, hers)
        assert {place: each for place, each in after.items() if not isinstance(each, str)} == {}
        assert "without_role" in after.values()
        opened = await told(http, QUESTIONS["bornes"], hers)
        assert isinstance(opened["sql", "json"], list)
    finally:
        await changed(http, _GRANT, given, operator)
    assert await told(http, COLLECTES, hers) == before


async def changed(http, document, given, operator):
    body = {"query": document, "variables": given}
    answer = await http.post("/graphql", json=body, headers=operator)
    assert answer.json().get("errors") is None, answer.text


def test_a_new_door_is_a_line_of_the_list_and_a_row_of_the_matrix():
    assert {door for door, _ in DOORS_READ} | WITHOUT_ROWS == {each.code for each in DOORS}
    assert {kind for door, kind in DOORS_READ if door == "sql"} == set(FORMATS)


async def test_every_door_that_a_key_can_be_given_is_open(gateway):
    http, _ = gateway
    for door in DOORS:
        assert door_of(door.path) == door.code
        if not door.path.startswith("/"):
            # On a port of its own: the matrix comes in by it.
            continue
        answer = await http.options(_ADDRESS_WITHIN.get(door.code, door.path))
        assert answer.status_code == 204, door.code
