"""Storages and datasets, tried, registered, described, published and taken out, without YAML.

Covers gateway.control.source_acts, gateway.control.source_input, gateway.control.enums,
gateway.control.declared_datasets, gateway.control.sentence,
gateway.upkeep.source_monitoring.lights, federation.storages.proposed_entries,
catalog.proposed_names, catalog.frequency_words.
"""

import json
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.integration.graphql_acts.test_a_steward_looks_into_its_storages import apply
from tests.integration.storages.values import postgresql_storage

STEWARD = "steward@val-d-ille-aubigne"
RESULT = """{ act applied id sentences { fr en } agreements
  changes { path before { fr } after { fr en } } check { rows isLeft stops { code } } }"""
REGISTER_STORAGE = f"""mutation($i: StorageInput!, $d: Boolean! = false) {{
  registerStorage(input: $i, dryRun: $d) {RESULT} }}"""
RETIRE = f"mutation($n: ID!) {{ retireStorage(name: $n) {RESULT} }}"
REGISTER = f"mutation($i: DatasetInput!) {{ registerDataset(input: $i) {RESULT} }}"
DESCRIBE = f"""mutation($n: ID!, $c: DatasetDescription!) {{
  describeDataset(dataset: $n, changes: $c) {RESULT} }}"""
PUBLISH = f"""mutation($n: ID!) {{
  publishDataset(dataset: $n, listing: PUBLIC, accessLevel: OPEN) {RESULT} }}"""
WITHDRAW = f'mutation($n: ID!) {{ withdrawDataset(dataset: $n, reason: "Doublon") {RESULT} }}'
LIGHTS = """mutation($i: StorageInput!, $p: String, $d: Boolean! = false) {
  testStorage(input: $i, password: $p, dryRun: $d) { lights {
    light status code fr en nextFr } } }"""
STEPS = "query($i: StorageInput!) { storageInstructions(input: $i) { fr typed } }"
FOLDER = {"name": "depot_neuf", "kind": "FILES", "directory": "val-d-ille-aubigne/neuf"}
READINGS = {
    "name": "releves",
    "title": {"fr": "Relevés"},
    "storage": "depot_neuf",
    "object": {"kind": "CSV", "name": "releves.csv", "csv": {"delimiter": ";"}},
    "columns": [
        {"name": "numero", "type": "integer", "label": {"fr": "Numéro"}},
        {
            "name": "poids",
            "type": "decimal(8,2)",
            "source": "Poids net",
            "label": {"fr": "Poids", "en": "Weight"},
            "unit": "kg",
            "textFormat": {"decimalMark": ","},
        },
    ],
    "primaryKey": ["numero"],
}


@pytest.fixture
def folder(town):
    found = Path(town.services.acts.directory_roots[0]) / "val-d-ille-aubigne" / "neuf"
    found.mkdir(parents=True)
    (found / "releves.csv").write_text("numero;Poids net\n1;2,5\n2;3\n")
    return found


async def test_from_a_folder_to_an_open_dataset_and_back(town, folder):
    tried = await town.ask(REGISTER_STORAGE, STEWARD, variables={"i": FOLDER, "d": True})
    assert tried.data["registerStorage"]["applied"] is False
    done = (await town.ask(REGISTER_STORAGE, STEWARD, variables={"i": FOLDER})).data
    assert done["registerStorage"]["id"] == "val_d_ille_aubigne__depot_neuf"
    objects = """{ storage(name: "depot_neuf") { options { name value } datasets objects { kind
      proposedName columns { name proposedName type isPersonal } } } }"""
    found = (await town.ask(objects, STEWARD)).data["storage"]
    assert found["options"] == [{"name": "directory", "value": "val-d-ille-aubigne/neuf"}]
    assert found["objects"][0] == {
        "kind": "csv",
        "proposedName": "releves",
        "columns": [
            {"name": "numero", "proposedName": "numero", "type": "string", "isPersonal": False},
            {
                "name": "Poids net", "proposedName": "poids_net", "type": "decimal(12,1)",
                "isPersonal": False,
            },
        ],
    }  # fmt: skip
    made = (await town.ask(REGISTER, STEWARD, variables={"i": READINGS})).data["registerDataset"]
    assert made["check"] == {"rows": 2, "isLeft": False, "stops": []}
    changes = {
        "description": {"fr": "Un relevé par jour.", "en": "One reading a day."},
        "updateFrequency": "DAILY",
        "contact": {"name": "Service déchets", "email": "dechets@val-dille.fr"},
        "columns": [{"name": "poids", "classification": "OPEN", "unit": None}],
    }
    described = await town.ask(DESCRIBE, STEWARD, variables={"n": made["id"], "c": changes})
    told = {each["path"]: each for each in described.data["describeDataset"]["changes"]}
    assert told["columns.poids.unit"]["before"] == {"fr": "kg"}
    assert told["columns.poids.unit"]["after"] == {"fr": "rien", "en": "nothing"}
    assert told["columns.poids.classification"]["after"] == {"fr": "ouverte", "en": "open"}
    published = await town.ask(PUBLISH, STEWARD, variables={"n": "releves"})
    assert published.data["publishDataset"]["check"]["rows"] == 2
    seen = """{ dataset(id: "val_d_ille_aubigne__releves") { listing updateFrequency
      updateFrequencyLabel { fr en } contact { name email } columns { descriptionFr given } } }"""
    assert (await town.ask(seen)).codes == ["unknown_dataset"]
    approver = "approver@val-d-ille-aubigne"
    (waiting,) = (await town.ask("{ openings { dataset sha256 } }", approver)).data["openings"]
    confirm = 'mutation { confirmOpening(dataset: "%s", sha256: "%s") { applied } }'
    await town.ask(confirm % (waiting["dataset"], waiting["sha256"]), approver)
    anyone = (await town.ask(seen)).data["dataset"]
    assert anyone["updateFrequencyLabel"] == {"fr": "chaque jour", "en": "every day"}
    assert anyone["contact"]["email"] == "dechets@val-dille.fr"
    assert [each["given"] for each in anyone["columns"]] == [[], ["clear"]]
    withdrawn = await town.ask(WITHDRAW, STEWARD, variables={"n": "releves"})
    assert withdrawn.data["withdrawDataset"]["sentences"][-1] == {
        "fr": "1 retrait.",
        "en": "1 removal.",
    }
    assert (await town.ask(seen)).codes == ["unknown_dataset"]
    retired = await town.ask(RETIRE, STEWARD, variables={"n": "depot_neuf"})
    assert retired.data["retireStorage"]["applied"]


async def test_its_owner_sees_all_that_can_be_described(town, folder):
    await town.ask(REGISTER_STORAGE, STEWARD, variables={"i": FOLDER})
    await town.ask(REGISTER, STEWARD, variables={"i": READINGS})
    document = """{ declaredDataset(dataset: "releves") { id version storage
      object { kind name csv { delimiter } } title { fr en } primaryKey listing accessLevel
      columns { id name source type label { fr en } unit classification
                textFormat { decimalMark date } } } }"""
    found = (await town.ask(document, STEWARD)).data["declaredDataset"]
    assert found["object"] == {"kind": "csv", "name": "releves.csv", "csv": {"delimiter": ";"}}
    assert (found["title"], found["primaryKey"]) == ({"fr": "Relevés", "en": None}, ["numero"])
    assert found["columns"][1] == {
        "id": "c2",
        "name": "poids",
        "source": "Poids net",
        "type": "decimal(8,2)",
        "label": {"fr": "Poids", "en": "Weight"},
        "unit": "kg",
        "classification": "internal",
        "textFormat": {"decimalMark": ",", "date": None},
    }
    for agent, code in (
        ("agent@val-d-ille-aubigne", "role_required"),
        ("steward@valcobreizh", "other_organisation"),
        (None, "token_required"),
    ):
        asked = document.replace('"releves"', '"val_d_ille_aubigne__releves"')
        assert (await town.ask(asked, agent)).codes == [code]


async def test_each_mistake_is_told_at_its_argument(town):
    wrong = {
        **READINGS,
        "columns": [
            {"name": "numero", "type": "entier", "label": {"fr": "Numéro"}},
            {"name": "Poids", "type": "string", "label": {"fr": "Poids"}},
        ],
        "contact": {"name": "", "email": "a"},
    }
    refused = await town.ask(REGISTER, STEWARD, variables={"i": wrong})
    assert set(refused.arguments) == {
        ("unknown_choice", "columns.numero.type"),
        ("invalid_name", "columns.Poids"),
        ("missing_key", "contact.name"),
    }
    twice = {**READINGS, "columns": [READINGS["columns"][0]] * 2}
    refused = await town.ask(REGISTER, STEWARD, variables={"i": twice})
    assert refused.arguments == [("named_twice", "columns.numero")]
    refused = await town.ask(REGISTER_STORAGE, STEWARD, variables={"i": {**FOLDER, "host": "x"}})
    assert refused.arguments == [("unknown_key", "host")]


async def test_a_dataset_under_an_agreement_is_not_withdrawn(town):
    refused = await town.ask(WITHDRAW, STEWARD, variables={"n": "collectes"})
    assert refused.codes == ["dataset_under_agreements"]
    assert "conv-2025-0001@1" in refused.body["errors"][0]["message"]
    storage = (await town.ask("{ storages { id datasets } }", STEWARD)).data["storages"]
    held = next(each["id"] for each in storage if "collectes" in each["datasets"])
    refused = await town.ask(RETIRE, STEWARD, variables={"n": held})
    assert refused.codes == ["storage_holds_datasets"]


@pytest.fixture
async def server(town, tmp_path, postgresql_database):
    """A PostgreSQL of which the operator approved the host, and what would declare it."""
    storage, password = postgresql_storage(postgresql_database)
    options = storage.options
    text = f"""
organisation:
  siren: "243500667"
  slug: val-d-ille-aubigne
  name: CC Val d'Ille-Aubigné
  kind: CC
  approved_hosts: ["{options.host}"]
"""
    await apply(town, tmp_path, text)
    given = {
        "name": "base",
        "kind": "POSTGRESQL",
        "host": options.host,
        "port": options.port,
        "database": options.database,
        "user": options.user,
        "sslmode": options.sslmode,
        "secret": "store:absent",
    }
    return given, password


async def lights(town, given, password=None, agent=STEWARD):
    answer = await town.ask(LIGHTS, agent, variables={"i": given, "p": password})
    return {each["light"]: each for each in answer.data["testStorage"]["lights"]}


def statuses(found):
    return [each["status"] for each in found.values()]


async def test_five_lights_say_where_a_storage_stops(town, server, postgresql_database):
    given, password = server
    elsewhere = await lights(
        town, {**given, "host": "db.ailleurs.fr", "sslmode": "require"}, password
    )
    assert statuses(elsewhere) == ["failed", *["not_tried"] * 4]
    assert elsewhere["address"]["code"] == "host_not_approved"
    tried = await town.ask(LIGHTS, STEWARD, variables={"i": given, "d": True})
    assert {each["status"] for each in tried.data["testStorage"]["lights"]} == {"not_tried"}
    closed = await lights(town, {**given, "port": 1}, password)
    assert statuses(closed) == ["ok", "failed", *["not_tried"] * 3]
    unknown = await lights(town, given)
    assert statuses(unknown) == ["ok", "ok", "not_needed", "failed", "not_tried"]
    assert unknown["credentials"]["code"] == "secret_unreadable"
    wrong = await lights(town, given, "faux")
    assert statuses(wrong) == ["ok", "ok", "not_needed", "failed", "not_tried"]
    assert wrong["credentials"]["code"] == "storage_credentials_refused"
    assert "faux" not in json.dumps(wrong)
    other = await lights(town, {**given, "database": "absente"}, password)
    assert statuses(other) == ["ok", "ok", "not_needed", "ok", "failed"]
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute("CREATE TABLE pesees (id integer PRIMARY KEY)")
    found = await lights(town, given, password)
    assert statuses(found) == ["ok", "ok", "not_needed", "ok", "ok"]
    assert found["reading"]["fr"] == "Lisible : 1 table ou fichier."


async def test_an_account_without_the_right_to_read_is_told_what_to_type(
    town, server, postgresql_database
):
    given, _ = server
    steps = (await town.ask(STEPS, STEWARD, variables={"i": {**given, "user": "lecteur"}})).data
    assert any("lecteur" in each["typed"] for each in steps["storageInstructions"])
    role = sql.Identifier("lecteur_seul")
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute("CREATE TABLE pesees (id integer PRIMARY KEY)")
        database.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'ici'").format(role))
        try:
            found = await lights(town, {**given, "user": "lecteur_seul"}, "ici")
        finally:
            database.execute(sql.SQL("DROP ROLE {}").format(role))
    assert statuses(found) == ["ok", "ok", "not_needed", "ok", "failed"]
    assert found["reading"]["code"] == "nothing_to_read"


async def test_a_server_that_does_not_encrypt_is_told(town, server):
    given, password = server
    found = await lights(town, {**given, "sslmode": "require"}, password)
    assert statuses(found) == ["ok", "ok", "failed", "not_tried", "not_tried"]


async def test_a_folder_has_neither_address_nor_account(town, folder):
    found = await lights(town, FOLDER)
    assert statuses(found) == [*["not_needed"] * 4, "ok"]
    missing = await lights(town, {**FOLDER, "directory": "val-d-ille-aubigne/absent"})
    assert (statuses(missing)[-1], missing["reading"]["code"]) == (
        "failed",
        "storage_directory_missing",
    )
    await town.ask(REGISTER_STORAGE, STEWARD, variables={"i": FOLDER})
    registered = await town.ask('{ storage(name: "depot_neuf") { lights { status } } }', STEWARD)
    assert [each["status"] for each in registered.data["storage"]["lights"]] == statuses(found)


@pytest.mark.parametrize(
    ("agent", "acr", "name", "code"),
    [
        (None, None, "neuf", "token_required"),
        ("agent@val-d-ille-aubigne", None, "neuf", "role_required"),
        ("steward@valcobreizh", None, "val-d-ille-aubigne.neuf", "other_organisation"),
        (STEWARD, "eidas0", "neuf", "sign_in_too_weak"),
    ],
)
async def test_nobody_tries_a_storage_who_may_not_declare_it(town, agent, acr, name, code):
    more = {} if acr is None else {"acr": acr}
    given = {**FOLDER, "name": name}
    refused = await town.ask(LIGHTS, agent, variables={"i": given}, **more)
    assert refused.codes == [code]
    refused = await town.ask(REGISTER_STORAGE, agent, variables={"i": given}, **more)
    assert refused.codes == [code]
