"""The addresses of deposits, as a program or a console uses them.

Covers gateway.http.rest.deposits, gateway.http.rest.deposit_documents, gateway.http.rest.caller.
"""

from __future__ import annotations

import json

import httpx
import pytest

from catalog.actions.quotas.problems import DepositQuotaExceeded
from catalog.model.deposit import DepositMode
from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.files.deposits.preparing import Wanted
from tests.integration.deposits.files import WEIGHINGS, csv_file
from tests.integration.deposits.test_a_file_becomes_rows import FOURTH, files_of, service, staged

PUT = "/v1/deposits/pesees?name=pesees.csv"
INTO = f"{PUT}&into=valcobreizh.depot"


@pytest.fixture
async def client(gateway):
    app = build_app(gateway.state.settings(), demo=True)
    app.state.services = gateway.services
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as opened:
        yield opened


async def bearer(gateway, agent="steward@mesnil-roc-h", **headers):
    found = find_agent(await gateway.ports.catalog.current(), agent)
    return {"Authorization": f"Bearer {gateway.state.token(found)}", **headers}


MAKE_KEY = """mutation ($datasets: [String!]!, $doors: [String!]!) {
  makeKey(input: {name: "Logiciel de pesées", datasets: $datasets, purposes: [],
    formats: ["json"], doors: $doors}) { key } }"""


async def key(gateway, doors):
    variables = {"datasets": ["mesnil_roc_h__pesees"], "doors": doors}
    answered = await gateway.ask(MAKE_KEY, "steward@mesnil-roc-h", variables=variables)
    return json.loads(answered.body)["data"]["makeKey"]["key"]


async def test_a_program_deposits_looks_first_and_undoes(gateway, client):
    headers = await bearer(gateway)
    tried = await client.put(f"{INTO}&dryRun=true", content=csv_file(), headers=headers)
    assert tried.status_code == 200, tried.text
    assert (tried.json()["created"], tried.json()["written"]) == (True, False)
    assert files_of(gateway) == []
    made = await client.put(INTO, content=csv_file(), headers=headers)
    assert made.status_code == 201, made.text
    assert made.json()["dataset"] == "mesnil_roc_h__pesees"
    assert made.json()["version"]["rows"] == 3
    more = csv_file([*WEIGHINGS, FOURTH])
    tried = await client.put(f"{PUT}&mode=update&dryRun=true", content=more, headers=headers)
    assert tried.json()["difference"]["added"] == 1
    assert tried.json()["sentences"] == ["+1 ligne"]
    english = {**headers, "Accept-Language": "en"}
    done = await client.put(f"{PUT}&mode=update&note=janvier", content=more, headers=english)
    assert done.json()["sentences"] == ["+1 row"]
    assert done.json()["version"]["note"] == "janvier"
    versions = (await client.get("/v1/deposits/pesees/versions", headers=headers)).json()
    assert [each["state"] for each in versions["versions"]] == ["past", "current"]
    original = await client.get("/v1/deposits/pesees/versions/2/original", headers=headers)
    assert original.content == more
    last = "/v1/deposits/pesees/versions/last"
    tried = await client.delete(f"{last}?dryRun=true", headers=headers)
    assert [each["state"] for each in tried.json()["versions"]] == ["current", "undone"]
    undone = await client.delete(last, headers=headers)
    assert undone.status_code == 200
    again = await client.delete(last, headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_undo")
    assert list(gateway.services.deposits.uploads.folder.glob("*")) == []


SET_QUOTA = """mutation ($megabytes: Int) {
  setQuota(organisation: "mesnil-roc-h", megabytes: $megabytes) { applied } }"""


async def set_quota(gateway, megabytes):
    answered = await gateway.ask(SET_QUOTA, "operator@interco", variables={"megabytes": megabytes})
    assert json.loads(answered.body)["data"]["setQuota"] == {"applied": True}


async def test_a_file_beyond_the_quota_waits_and_nothing_is_lost(gateway, client):
    headers = await bearer(gateway)
    assert (await client.put(INTO, content=csv_file(), headers=headers)).status_code == 201
    await set_quota(gateway, 1)
    large = csv_file(
        [(f"P-{row}", "02/02/2026", "35308", "700", "x" * 999) for row in range(1_200)]
    )
    refused = await client.put(f"{PUT}&mode=append", content=large, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (413, "deposit_quota_exceeded")
    assert "garderait plus que son quota : 1" in refused.json()["title"]
    deposits = await service(gateway)
    waiting = await staged(deposits, large)
    wanted = Wanted("pesees", DepositMode.APPEND)
    with pytest.raises(DepositQuotaExceeded):
        await deposits.confirm(waiting, wanted)
    assert [upload.id for upload in await deposits.uploads()] == [waiting]
    assert (await deposits.versions("pesees")).deposit.last_number == 1
    assert len(files_of(gateway)) == 2
    await set_quota(gateway, None)
    confirmed = await deposits.confirm(waiting, wanted)
    kept = [version.size_bytes for version in confirmed.change.deposit.versions]
    assert kept[0] < 10_000
    assert kept[1] > len(large)


async def test_a_program_is_told_first_which_rows_its_file_takes_away(gateway, client):
    headers = await bearer(gateway)
    await client.put(INTO, content=csv_file(), headers=headers)
    later = csv_file([("P-010", "02/02/2026", "35308", "700", "Yves Morvan")])
    tried = (await client.put(f"{PUT}&dryRun=true", content=later, headers=headers)).json()
    assert tried["sentences"][0] == "Les 3 lignes d'avant ne seront plus lues (janvier 2026)."
    assert tried["difference"]["gone"]["rows"] == 3
    assert tried["difference"]["isNextPart"] is True
    # What a program asks for without a mode stays what it was.
    done = await client.put(PUT, content=later, headers=headers)
    assert (done.json()["version"]["mode"], done.json()["rows"]) == ("replace", 1)


async def test_a_file_is_sent_looked_at_and_forgotten(gateway, client):
    headers = await bearer(gateway)
    sent = await client.post("/v1/uploads?name=pesees.csv", content=csv_file(), headers=headers)
    assert sent.status_code == 201
    address = f"/v1/uploads/{sent.json()['id']}"
    assert sent.json()["state"] == "reading"
    await gateway.services.deposits.readings[sent.json()["id"]]
    read = (await client.get(address, headers=headers)).json()
    assert read["state"] == "read"
    assert read["sentences"]
    assert read["proposal"]["name"] == "pesees"
    other = await bearer(gateway, "steward@valcobreizh")
    assert (await client.get(address, headers=other)).status_code == 404
    assert (await client.delete(address, headers=headers)).status_code == 204
    assert (await client.get(address, headers=headers)).status_code == 404


async def test_a_key_deposits_into_its_dataset_through_its_door_alone(gateway, client):
    headers = await bearer(gateway)
    await client.put(INTO, content=csv_file(), headers=headers)
    text = await key(gateway, ["deposits"])
    machine = {"Authorization": f"Bearer {text}"}
    done = await client.put(f"{PUT}&mode=append", content=csv_file([FOURTH]), headers=machine)
    assert done.status_code == 201, done.text
    assert done.json()["version"]["rows"] == 4
    assert done.json()["difference"] is None
    original = await client.get("/v1/deposits/pesees/versions/1/original", headers=machine)
    assert (original.status_code, original.json()["code"]) == (403, "original_refused")
    new = await client.put(
        "/v1/deposits/autre?name=a.csv&into=valcobreizh.depot", content=csv_file(), headers=machine
    )
    assert (new.status_code, new.json()["problems"][0]["code"]) == (403, "act_outside_key")
    undone = await client.delete("/v1/deposits/pesees/versions/last", headers=machine)
    assert (undone.status_code, undone.json()["problems"][0]["code"]) == (403, "act_outside_key")
    elsewhere = {"Authorization": f"Bearer {await key(gateway, ['rest', 'sql'])}"}
    refused = await client.put(PUT, content=csv_file([FOURTH]), headers=elsewhere)
    assert (refused.status_code, refused.json()["code"]) == (403, "key_outside_scope")


async def test_answers_are_sent_as_json_beside_the_file(gateway, client):
    headers = await bearer(gateway)
    answers = json.dumps({"columns": {"Chauffeur": {"keep": False}}})
    made = await client.put(
        INTO, params={"name": "p.csv", "into": "valcobreizh.depot", "answers": answers},
        content=csv_file(), headers=headers,
    )  # fmt: skip
    assert made.status_code == 201, made.text
    dataset = (await gateway.ports.catalog.current()).datasets["mesnil_roc_h__pesees"]
    assert "chauffeur" not in {each.name for each in dataset.columns}
    wrong = await client.put(f"{PUT}&answers=oui", content=csv_file(), headers=headers)
    assert (wrong.status_code, wrong.json()["code"]) == (400, "request_not_as_described")


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("PUT", INTO),
        ("POST", "/v1/uploads?name=a.csv"),
        ("GET", "/v1/deposits/pesees/versions"),
        ("DELETE", "/v1/deposits/pesees/versions/last"),
        ("GET", "/v1/deposits/pesees/versions/1/original"),
    ],
)
async def test_nobody_without_a_token_or_the_role_deposits_or_sees_deposits(
    gateway, client, method, address
):
    content = csv_file() if method in {"PUT", "POST"} else None
    nobody = await client.request(method, address, content=content)
    assert (nobody.status_code, nobody.json()["code"]) == (401, "bad_token")
    await client.put(INTO, content=csv_file(), headers=await bearer(gateway))
    for agent in ("agent@mesnil-roc-h", "steward@valcobreizh"):
        headers = await bearer(gateway, agent)
        refused = await client.request(method, address, content=content, headers=headers)
        if agent.startswith("steward") and method in {"PUT", "POST"}:
            # Another body's name is its own: it makes a dataset of its own, or sends a file.
            continue
        assert refused.status_code in {400, 403}, refused.text
        assert b"P-001" not in refused.content
