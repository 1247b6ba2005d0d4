"""An anonymous reader gets no row of what was opened by one person, whichever door was used.

Covers gateway.control.openings, gateway.cli.opening_commands, gateway.demo_mode.catalog.
"""

import asyncio
import json

import httpx
import pytest
import yaml

from catalog.model.dataset import AccessLevel
from gateway.acts.own_declaration import own_declaration
from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.identity.subject import local_subject
from tests.e2e.conftest import run_interco

OURS = {"Sec-Fetch-Site": "same-origin"}
OPERATOR, STEWARD = "operator@interco", "steward@mesnil-roc-h"
APPROVER, DPO = "approver@mesnil-roc-h", "dpo@mesnil-roc-h"
NAME = "mesnil-roc-h.energie_batiments"
ID = "mesnil_roc_h__energie_batiments"
COLUMNS = ["mois", "energie", "consommation_kwh"]
PUBLISH = """mutation { publishDataset(dataset: "%s", listing: PUBLIC, accessLevel: OPEN,
  columns: %s) { applied waits sentences { fr en } } }"""
OPENINGS = """{ openings { dataset sha256 proposedBy isYours accessLevelThen listingThen
  columns { name isOpened } } }"""
CONFIRM = 'mutation { confirmOpening(dataset: "%s", sha256: "%s") { applied sentences { fr } } }'


@pytest.fixture
async def client(town):
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as opened:
        yield opened


@pytest.fixture
async def reads(client):
    """What anybody without an account gets of the data by SQL: rows, or the code of a problem."""

    async def read():
        statement = "SELECT * FROM mesnil_roc_h.energie_batiments LIMIT 3"
        answer = await client.post("/v1/sql", json={"query": statement})
        if answer.status_code != httpx.codes.OK:
            return answer.json()["code"]
        return answer.json()

    return read


@pytest.fixture
async def applies(town, client):
    async def apply(document):
        found = find_agent(await town.ports.catalog.current(), OPERATOR)
        sent = {
            "documents": {"mesnil.yaml": yaml.safe_dump(document, sort_keys=False)},
            "dryRun": False,
        }
        headers = {"Authorization": f"Bearer {town.state.token(found)}", "Accept-Language": "fr"}
        answer = await client.post("/v1/apply", json=sent, headers=headers)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()

    return apply


async def declared(town):
    """The body as the gateway writes it back, with its data opened to everybody."""
    found = find_agent(await town.ports.catalog.current(), OPERATOR)
    body = await own_declaration("mesnil-roc-h", local_subject(found), town.services.acts)
    document = yaml.safe_load(body.yaml)
    document.pop("agreements", None)
    dataset = document["datasets"]["energie_batiments"]
    dataset |= {"access_level": "open", "listing": "public"}
    for name in COLUMNS:
        dataset["columns"][name]["classification"] = "open"
    return document


async def waiting(town, who=APPROVER):
    return (await town.ask(OPENINGS, who)).data["openings"]


async def test_the_operators_declaration_opens_nothing_by_itself(town, applies, reads):
    nothing = await reads()
    document = await declared(town)
    told = await applies(document)
    # All that it changes waits: nothing is applied, and what waits is named and told in words.
    assert (told["applied"], told["held"]) == (False, [ID])
    assert any(ID in line and "attend un signataire" in line for line in told["difference"])
    assert await reads() == nothing
    (one,) = await waiting(town)
    assert (one["proposedBy"], one["isYours"], one["listingThen"]) == (OPERATOR, False, "public")
    assert {each["name"] for each in one["columns"] if each["isOpened"]} == set(COLUMNS)
    version = (await town.ports.catalog.current()).version
    assert not (await applies(document))["applied"]
    assert (await town.ports.catalog.current()).version == version
    for who in (OPERATOR, STEWARD, DPO):
        refused = await town.ask(CONFIRM % (ID, one["sha256"]), who)
        assert refused.codes in (["act_role_required"], ["nothing_to_confirm"])
    weak = await town.ask(CONFIRM % (ID, one["sha256"]), APPROVER, acr="eidas1")
    assert weak.codes == ["sign_in_too_weak"]
    assert await reads() == nothing
    done = (await town.ask(CONFIRM % (ID, one["sha256"]), APPROVER)).data["confirmOpening"]
    assert done["applied"]
    rows = await reads()
    assert isinstance(rows, dict), rows
    assert {each["name"] for each in rows["columns"]} == set(COLUMNS)
    assert rows["rows"]
    # Applied again, it opens nothing more and asks for nobody.
    assert (await applies(document))["held"] == []
    document["datasets"]["energie_batiments"]["update_frequency"] = "weekly"
    told = await applies(document)
    assert (told["applied"], told["held"]) == (True, [])
    assert await waiting(town) == []
    assert await reads() == rows


async def test_from_a_terminal_it_is_seen_refused_and_confirmed(town):
    await town.ask(PUBLISH % (NAME, json.dumps(COLUMNS)), STEWARD)
    state = ["--state", str(town.state.folder)]

    async def typed(*words):
        return await asyncio.to_thread(run_interco, "opening", *words, *state, check=False)

    listed = await typed("list", "--as", APPROVER, "--format", "json")
    (one,) = json.loads(listed.stdout)
    refused = await typed("refuse", NAME, "--reason", "Trop fin.", "--as", DPO)
    assert refused.returncode == 0, refused.stderr
    assert json.loads((await typed("list", "--as", APPROVER, "--format", "json")).stdout) == []
    late = await typed("confirm", NAME, "--digest", one["sha256"], "--as", APPROVER)
    assert late.returncode != 0
    await town.ask(PUBLISH % (NAME, json.dumps(COLUMNS)), STEWARD)
    gone = await typed("withdraw", NAME, "--as", STEWARD)
    assert gone.returncode == 0, gone.stderr
    await town.ask(PUBLISH % (NAME, json.dumps(COLUMNS)), STEWARD)
    (again,) = await waiting(town)
    done = await typed("confirm", NAME, "--digest", again["sha256"], "--as", APPROVER)
    assert done.returncode == 0, done.stderr
    snapshot = await town.ports.catalog.current()
    assert snapshot.datasets[ID].access_level is AccessLevel.OPEN


async def test_the_demo_comes_up_with_its_open_data(town):
    snapshot = await town.ports.catalog.current()
    assert [each.id for each in snapshot.datasets.values() if each.open_columns] != []
    assert snapshot.openings == {}


@pytest.mark.parametrize("sent", [{}, {"act": "confirm"}, {"act": "WITHDRAWN"}, {"act": ""}])
async def test_a_form_that_no_button_sent_decides_nothing(town, client, sent):
    await town.ask(PUBLISH % (NAME, json.dumps(COLUMNS)), STEWARD)
    form = {"agent": STEWARD, "next": "/", "second_factor": "on"}
    await client.post("/sign-in/demo", data=form, headers=OURS)
    before = await waiting(town)
    answer = await client.post(f"/data/{ID}/opening", data=sent, headers=OURS)
    assert answer.status_code == httpx.codes.BAD_REQUEST, answer.text
    assert "request_not_as_described" in answer.text
    assert await waiting(town) == before != []
