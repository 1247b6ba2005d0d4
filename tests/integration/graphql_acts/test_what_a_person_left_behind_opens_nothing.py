"""A person without a role comes back by what she began, gave, made or was given before.

Covers gateway.identity.subject, gateway.reading.query.without_token,
catalog.actions.keys.left_behind.
"""

import json
from dataclasses import replace

import httpx
import pytest

from catalog.model.dataset import Listing
from catalog.model.organisation import Agent
from gateway.app import build_app
from gateway.cli.agent_commands import _GRANT, _REVOKE
from gateway.cli.demo_folder import find_agent
from tests.integration.graphql_acts.consenting_bodies import (
    CONSENTS,
    END,
    GIVE,
    PEERS,
    PURPOSE,
    consenting,
    with_figures,
)
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE, RUN
from tests.integration.graphql_acts.test_a_mandate_acts_through_graphql import (
    GIVE as GIVE_MANDATE,
)
from tests.integration.graphql_acts.test_a_mandate_acts_through_graphql import INPUT as MANDATE
from tests.integration.graphql_acts.test_a_mandate_acts_through_graphql import MESNIL
from tests.integration.graphql_acts.test_a_service_reads_what_bodies_consent_to import COMPARED
from tests.integration.graphql_acts.test_what_opens_waits_at_every_door import (
    COLUMNS,
    CONFIRM,
    ID,
    NAME,
    OPENINGS,
    PUBLISH,
)
from tests.integration.graphql_acts.test_who_has_no_role_reads_nothing_of_the_body import KEY
from tests.integration.standard_bodies import write

SAME = {"Sec-Fetch-Site": "same-origin"}
STEWARD, APPROVER, OPERATOR = "steward@mesnil-roc-h", "approver@mesnil-roc-h", "operator@interco"
OWN = "{ mesnilRocH { energieBatiments(first: 1) { nodes { energie } } } }"
SQL = {"query": "SELECT energie FROM mesnil_roc_h.energie_batiments LIMIT 2"}


@pytest.fixture
async def client(town):
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as opened:
        yield opened


async def loses(town, who, *roles):
    taken = {"agent": who, "roles": list(roles), "issuer": None, "dryRun": False}
    assert (await town.ask(_REVOKE, OPERATOR, variables=taken)).data


async def bearer(town, who, acr="eidas1-mfa"):
    agent = find_agent(await town.ports.catalog.current(), who)
    return {"Authorization": f"Bearer {town.state.token(agent, acr)}"}


async def signs_in(client, who):
    form = {"agent": who, "next": "/", "second_factor": "on"}
    return await client.post("/sign-in/demo", data=form, headers=SAME)


async def test_a_sign_in_that_began_before_is_refused_at_its_end(town, client):
    begun = await client.get("/sign-in")
    assert begun.status_code == httpx.codes.OK
    await loses(town, STEWARD, "steward")
    ended = await signs_in(client, STEWARD)
    assert "interco" not in client.cookies, ended.text
    assert (await client.post("/v1/sql", json=SQL, headers=SAME)).json()["code"] == (
        "unknown_dataset"
    )


async def test_a_role_that_comes_back_opens_no_session_of_before(town, client):
    await signs_in(client, STEWARD)
    assert (await client.post("/v1/sql", json=SQL, headers=SAME)).status_code == httpx.codes.OK
    stolen = client.cookies["interco"]
    await loses(town, STEWARD, "steward")
    given = {"agent": STEWARD, "roles": ["steward"], "issuer": None, "dryRun": False}
    assert (await town.ask(_GRANT, OPERATOR, variables=given)).data
    client.cookies.clear()
    again = await client.post("/v1/sql", json=SQL, headers={**SAME, "Cookie": f"interco={stolen}"})
    assert again.json()["code"] == "unknown_dataset"


@pytest.mark.whole
@pytest.mark.parametrize("actions", [["QUERY"], ["REQUEST"], ["PREPARE"]])
async def test_a_mandate_of_her_body_s_is_none_of_hers(town, client, actions):
    given = {**MANDATE, "actions": actions}
    told = await town.ask(GIVE_MANDATE, APPROVER, variables={"input": given})
    if told.codes:
        return
    await loses(town, "steward@valcobreizh", "steward")
    for document in ("{ agreements { citation } }", OWN, "{ me { agent } }"):
        told = await town.ask(document, "steward@valcobreizh", on_behalf_of=MESNIL)
        assert told.codes == ["without_role"], document
    headers = {**await bearer(town, "steward@valcobreizh"), "Interco-On-Behalf-Of": MESNIL}
    for body in (SQL, {"query": "SELECT count(*) AS n FROM sde35.bornes_recharge"}):
        assert (await client.post("/v1/sql", json=body, headers=headers)).json()["code"] in {
            "without_role",
            "mandate_required",
        }


async def test_a_file_that_she_sent_is_neither_confirmed_nor_read_again(town, client):
    headers = await bearer(town, STEWARD)
    file = b"jour;commune;note\n2026-01-02;35238;CANARI\n2026-01-03;35238;autre\n"
    sent = await client.post("/v1/uploads?name=jours.csv", content=file, headers=headers)
    upload = sent.json()["id"]
    await town.services.deposits.readings[upload]
    assert "CANARI" in (await client.get(f"/v1/uploads/{upload}", headers=headers)).text
    await loses(town, STEWARD, "steward")
    put = "/v1/deposits/jours?name=jours.csv&into=valcobreizh.depot"
    for method, path in (
        ("GET", f"/v1/uploads/{upload}"),
        ("DELETE", f"/v1/uploads/{upload}"),
        ("PUT", put),
        ("GET", "/v1/deposits/energie_batiments/versions"),
        ("DELETE", "/v1/deposits/energie_batiments/versions/last"),
        ("POST", "/v1/uploads?name=autre.csv"),
    ):
        told = await client.request(method, path, headers=headers, content=file)
        assert (told.status_code, told.json()["code"]) == (403, "without_role"), path
        assert "CANARI" not in told.text


@pytest.mark.whole
async def test_a_consent_that_she_gave_is_the_body_s_to_end(town):
    await with_figures(town)
    for slug in PEERS:
        assert (await town.ask(GIVE, f"approver@{slug}", **consenting())).data
    (given,) = (await town.ask(CONSENTS, STEWARD)).data["consents"]
    await loses(town, APPROVER, "approver")
    ended = await town.ask(END, APPROVER, variables={"consent": given["id"]})
    assert ended.codes == ["without_role"]
    assert (await town.ask(GIVE, APPROVER, **consenting())).codes == ["without_role"]
    ended = await town.ask(END, "dpo@mesnil-roc-h", variables={"consent": given["id"]})
    assert ended.data["endConsent"]["applied"]


async def test_an_opening_that_she_read_is_not_confirmed_by_her(town, client):
    await town.ask(PUBLISH % (NAME, json.dumps(COLUMNS)), STEWARD)
    (read,) = (await town.ask(OPENINGS, APPROVER)).data["openings"]
    await signs_in(client, APPROVER)
    await loses(town, APPROVER, "approver")
    told = await town.ask(CONFIRM % (ID, read["sha256"]), APPROVER)
    assert told.codes == ["without_role"]
    form = {"act": "confirmed", "sha256": read["sha256"]}
    await client.post(f"/data/{ID}/opening", data=form, headers=SAME)
    assert not (await town.ports.catalog.current()).datasets[ID].open_columns


async def test_one_that_she_proposed_still_needs_an_approver(town):
    await town.ask(PUBLISH % (NAME, json.dumps(COLUMNS)), STEWARD)
    await loses(town, STEWARD, "steward")
    withdrawn = f'mutation {{ withdrawOpening(dataset: "{ID}") {{ applied }} }}'
    assert (await town.ask(withdrawn, STEWARD)).codes == ["without_role"]
    (waiting,) = (await town.ask(OPENINGS, APPROVER)).data["openings"]
    assert waiting["proposedBy"] == STEWARD
    assert not (await town.ports.catalog.current()).datasets[ID].open_columns


async def test_her_key_ends_in_thirty_days_and_makes_no_other(town, client):
    wanted = {
        "name": "Tableau", "datasets": [ID], "purposes": [], "formats": ["json"],
        "doors": ["sql"], "networks": [],
    }  # fmt: skip
    made = (await town.ask(KEY, STEWARD, variables={"in": wanted})).data["makeKey"]["key"]
    second = replace(
        find_agent(await town.ports.catalog.current(), STEWARD), sub="autre@mesnil-roc-h"
    )
    await write(town, second)
    await loses(town, STEWARD, "steward")
    key = {"Authorization": f"Bearer {made}"}

    async def reads(on, body=SQL):
        app = build_app(town.state.settings(), demo=True)
        app.state.services = on.services
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://interco") as opened:
            return await opened.post("/v1/sql", json=body, headers=key)

    assert (await reads(town.at(2026, 12, 24))).status_code == httpx.codes.OK
    gone = await reads(town.at(2026, 12, 26))
    assert (gone.status_code, gone.json()["code"]) == (401, "bad_token")
    # Nor does a key read what is open: it is for its data alone.
    opened = {"query": "SELECT count(*) AS n FROM sde35.bornes_recharge"}
    assert (await reads(town.at(2026, 12, 26), opened)).status_code == httpx.codes.UNAUTHORIZED
    told = await town.ask(KEY, STEWARD, variables={"in": wanted})
    assert told.codes == ["without_role"]


@pytest.mark.whole
async def test_what_she_activated_runs_for_her_colleagues_alone(town):
    await with_figures(town)
    activated = await town.ask(ACTIVATE, "steward@valcobreizh", **COMPARED)
    mine = {"variables": {"activation": activated.data["activateService"]["activation"]}}
    await loses(town, "steward@valcobreizh", "steward")
    assert (await town.ask(RUN, "steward@valcobreizh", **mine)).codes == ["without_role"]


@pytest.mark.parametrize(
    "change",
    [
        {"roles": frozenset()},
        {"roles": frozenset({"stewart"})},
        {"roles": frozenset(), "groups": frozenset({"rh"}), "purposes": frozenset({PURPOSE})},
        {"organisation": None, "roles": frozenset()},
    ],
    ids=["none", "one that there is not", "groups and purposes", "of no body"],
)
async def test_whatever_is_left_of_her_entry_it_reads_what_anybody_does(town, client, change):
    agent: Agent = find_agent(await town.ports.catalog.current(), STEWARD)
    headers = await bearer(town, STEWARD)
    await write(town, replace(agent, **change))
    told = await client.post("/v1/sql", json=SQL, headers=headers)
    assert (told.status_code, told.json()["code"]) == (403, "without_role")
    told = await client.post("/graphql", json={"query": OWN}, headers=headers)
    assert told.json()["errors"][0]["extensions"]["code"] == "without_role"
    opened = {"query": "SELECT count(*) AS n FROM sde35.bornes_recharge"}
    assert (await client.post("/v1/sql", json=opened, headers=headers)).json()["rows"][0][0] > 0


async def test_what_everybody_knows_of_and_nobody_reads_is_refused_to_her_as_hers(town, client):
    dataset = (await town.ports.catalog.current()).datasets[ID]
    await write(town, replace(dataset, listing=Listing.PUBLIC))
    headers = await bearer(town, STEWARD)
    await loses(town, STEWARD, "steward")
    told = await client.post("/v1/sql", json=SQL, headers=headers)
    assert (told.status_code, told.json()["code"]) == (403, "without_role")
    assert (await client.post("/v1/sql", json=SQL)).json()["code"] != "without_role"
    described = {"query": "DESCRIBE mesnil_roc_h.energie_batiments"}
    shown = await client.post("/v1/sql", json=described, headers=headers)
    assert shown.json() == (await client.post("/v1/sql", json=described)).json()
