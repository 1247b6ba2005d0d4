"""`/v1/storages/…`, `/v1/datasets/…`, `/v1/declaration`: the same acts, the JSON form of a file.

Covers gateway.http.rest.sources, gateway.http.rest.declaration, gateway.http.problem_json,
gateway.acts.own_declaration, gateway.control.declarations, gateway.cli.declaration_command.
"""

import json
from pathlib import Path

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from catalog.declaration.declaration import read_documents
from gateway.acts.act import apply_declaration
from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DEMO_ACR
from gateway.identity.subject import local_subject

STEWARD = "steward@val-d-ille-aubigne"
OPERATOR = "operator@interco"
SIX = (
    *("bretagne-romantique", "eau-bassin-rennais", "mesnil-roc-h", "sde35"),
    *("val-d-ille-aubigne", "valcobreizh"),
)
FOLDER = {"kind": "files", "directory": "val-d-ille-aubigne/neuf", "secnumcloud": True}
READINGS = {
    "title": {"fr": "Relevés"},
    "storage": "neuf",
    "object": {"kind": "csv", "name": "releves.csv", "csv": {"delimiter": ";"}},
    "columns": {
        "numero": {"type": "integer", "label": {"fr": "Numéro"}},
        "etat": {"type": "string", "label": {"fr": "État"}, "code_list": ["OK"]},
    },
}


@pytest.fixture
async def door(town):
    """Asks the application itself: method, path, agent."""
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    folder = Path(town.services.acts.directory_roots[0]) / "val-d-ille-aubigne" / "neuf"
    folder.mkdir(parents=True)
    (folder / "releves.csv").write_text("numero;etat\n1;OK\n2;HS\n")

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://interco/v1"
    ) as client:

        async def ask(method, path, agent=STEWARD, acr=DEMO_ACR, headers=(), **sent):
            told = {"Accept-Language": "en", **dict(headers)}
            if agent is not None:
                found = find_agent(await town.ports.catalog.current(), agent)
                told["Authorization"] = f"Bearer {town.state.token(found, acr)}"
            return await client.request(method, path, headers=told, **sent)

        yield ask


async def test_columns_that_cannot_be_read_are_named_with_the_reason(door, town):
    await door("PUT", "/storages/neuf", json=FOLDER)
    folder = Path(town.services.acts.directory_roots[0]) / "val-d-ille-aubigne" / "neuf"
    table = pa.table({"numero": [1], "etiquettes": [["a", "b"]]})
    pq.write_table(table, folder / "etiquettes.parquet")
    seen = (await door("GET", "/storages/neuf/objects")).json()["objects"]
    left_out = {each["name"]: each["columnsLeftOut"] for each in seen}
    assert left_out["releves.csv"] == []
    (column,) = left_out["etiquettes.parquet"]
    assert column["name"] == "etiquettes"
    assert "holds several values" in column["reason"]


async def test_from_a_folder_to_a_dataset_and_back(door):
    tried = await door("PUT", "/storages/neuf?dryRun=true", json=FOLDER)
    assert (tried.status_code, tried.json()["applied"]) == (200, False)
    done = await door("PUT", "/storages/neuf", json=FOLDER)
    assert done.json()["difference"] == ["+ storage neuf (val-d-ille-aubigne)", "1 addition."]
    (seen,) = (await door("GET", "/storages/neuf/objects")).json()["objects"]
    assert (seen["proposed_name"], seen["entry"]["storage"]) == ("releves", "neuf")
    proposed = await door("PUT", "/datasets/releves?dryRun=true", json=seen["entry"])
    assert proposed.status_code == 200, proposed.text
    made = (await door("PUT", "/datasets/releves", json=READINGS)).json()
    assert made["id"] == "val_d_ille_aubigne__releves"
    assert any("code_list" in each for each in made["warnings"])
    patch = {"update_frequency": "weekly", "columns": {"etat": {"code_list": ["OK", "HS"]}}}
    patched = (await door("PATCH", "/datasets/releves", json=patch)).json()
    assert {"path": "update_frequency", "before": "nothing", "after": "weekly"} in patched[
        "changes"
    ]
    assert patched["warnings"] == []
    lights = (await door("POST", "/storages/neuf/test")).json()["lights"]
    assert [each["status"] for each in lights] == [*["not_needed"] * 4, "ok"]
    other = {"storage": {**FOLDER, "directory": "val-d-ille-aubigne/absent"}}
    lights = (await door("POST", "/storages/autre/test", json=other)).json()["lights"]
    assert lights[-1]["code"] == "storage_directory_missing"
    held = await door("DELETE", "/storages/neuf")
    assert (held.status_code, held.json()["code"]) == (409, "storage_holds_datasets")
    gone = await door("DELETE", "/datasets/releves?reason=Doublon")
    assert gone.json()["act"] == "withdraw_dataset"
    assert (await door("DELETE", "/storages/neuf")).json()["applied"]


async def test_what_is_wrong_is_told_at_its_value(door):
    refused = await door("PUT", "/storages/neuf", json={**FOLDER, "hote": "x", "secnumcloud": 3})
    assert refused.status_code == 422
    assert {(each["code"], each["path"]) for each in refused.json()["problems"]} == {
        ("unknown_key", "hote"),
        ("invalid_declared_value", "secnumcloud"),
    }
    for content in (b"", b"[]", b'{"a"', b"\xff", b"1"):
        answer = await door("PUT", "/datasets/x", content=content)
        assert answer.json()["code"] == "request_not_as_described"
    large = await door("PUT", "/datasets/x", content=b" " * 1_000_001)
    assert large.status_code == 413
    deep = await door("PUT", "/datasets/x", content=b'{"title":' + b"[" * 200 + b"]" * 200 + b"}")
    assert deep.status_code == 422
    under = await door("PATCH", "/datasets/collectes", json={"storage": "neuf"})
    assert under.json()["problems"][0]["code"] == "not_a_description"
    signed = await door("DELETE", "/datasets/collectes")
    assert (signed.status_code, signed.json()["code"]) == (409, "dataset_under_agreements")


NOT_ALLOWED = {
    "nobody": ((None, DEMO_ACR), 401, "bad_token"),
    "no role": (("agent@val-d-ille-aubigne", DEMO_ACR), 403, "role_required"),
    "another body": (("steward@valcobreizh", DEMO_ACR), 403, "other_organisation"),
    "a weak sign-in": ((STEWARD, "eidas0"), 403, "sign_in_too_weak"),
}
CHANGES = [
    ("PUT", "/storages/val-d-ille-aubigne.neuf", FOLDER),
    ("DELETE", "/storages/val-d-ille-aubigne.base", None),
    ("POST", "/storages/val-d-ille-aubigne.neuf/test", {"storage": FOLDER}),
    ("PUT", "/datasets/val-d-ille-aubigne.releves", READINGS),
    ("PATCH", "/datasets/val_d_ille_aubigne__collectes", {"licence": "lov2"}),
    ("DELETE", "/datasets/val_d_ille_aubigne__collectes", None),
]


@pytest.mark.parametrize("who", NOT_ALLOWED)
async def test_nobody_else_changes_anything(door, town, who):
    (agent, acr), status, code = NOT_ALLOWED[who]
    before = (await town.ports.catalog.current()).version
    for method, path, document in CHANGES:
        refused = await door(method, path, agent, acr, json=document)
        codes = [each["code"] for each in refused.json().get("problems", [refused.json()])]
        assert (refused.status_code, codes) == (status, [code]), (method, path)
    assert (await town.ports.catalog.current()).version == before


async def test_nothing_is_done_under_a_mandate(door):
    header = [("Interco-On-Behalf-Of", "200090884")]
    paths = [*CHANGES, ("GET", "/storages/neuf/objects", None), ("GET", "/declaration", None)]
    for method, path, document in paths:
        refused = await door(method, path, headers=header, json=document)
        assert (refused.status_code, refused.json()["code"]) == (403, "mandate_required")


@pytest.mark.parametrize("slug", SIX)
async def test_a_body_of_the_demo_is_written_as_what_applies_without_change(door, town, slug):
    whole = await door("GET", f"/declaration?organisation={slug}", OPERATOR)
    assert (whole.status_code, whole.headers["content-type"]) == (200, "application/yaml")
    own = await door("GET", "/declaration", f"steward@{slug}")
    document = yaml.safe_load(own.text)
    assert "agents" not in document
    assert "memberships" not in document
    snapshot = await town.ports.catalog.current()
    assert set(document.get("datasets", {})) == {
        each.name for each in snapshot.datasets.values() if document["organisation"]["siren"]
        == each.owner
    }  # fmt: skip
    for agent, text in ((OPERATOR, whole.text), (f"steward@{slug}", own.text)):
        difference = await apply_declaration(
            read_documents({"o.yaml": text.encode()}),
            local_subject(find_agent(snapshot, agent)),
            town.services.acts,
            dry_run=True,
        )
        assert difference.is_empty, difference.changes


async def test_whose_declaration_one_may_have(door):
    other = await door("GET", "/declaration?organisation=valcobreizh")
    assert other.json()["problems"][0]["code"] == "other_organisation"
    agent = await door("GET", "/declaration", "agent@val-d-ille-aubigne")
    assert agent.json()["problems"][0]["code"] == "role_required"
    whose = await door("GET", "/declaration", OPERATOR)
    assert whose.json()["code"] == "owner_not_said"
    nobody = await door("GET", "/declaration?organisation=inconnu", OPERATOR)
    assert nobody.json()["code"] == "unknown_owner"


async def test_the_same_by_graphql(town):
    asked = await town.ask("{ declaration { yaml leftOut } }", STEWARD)
    found = asked.data["declaration"]
    assert found["leftOut"] == []
    assert json.dumps(yaml.safe_load(found["yaml"])).count("collectes") > 0


async def test_a_request_for_a_host_reaches_the_operators(town):
    document = """mutation { requestHost(host: "base.mairie.fr", why: "Notre prestataire") {
      act applied sentences { fr } } }"""
    asked = (await town.ask(document, STEWARD)).data["requestHost"]
    assert (asked["act"], asked["applied"]) == ("request_host", True)
    assert "sont prévenus" in asked["sentences"][0]["fr"]
    notifications = town.services.notifications
    (entry,) = await notifications.deliveries.unspread(10)
    assert (entry.message.kind, entry.message.facts["person"]) == ("host.requested", STEWARD)
    again = await town.ask(document.replace("base.mairie.fr", "pas un hôte"), STEWARD)
    assert again.arguments == [("invalid_host", "host")]
