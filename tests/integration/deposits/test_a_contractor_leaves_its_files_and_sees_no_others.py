"""A contractor under a mandate to deposit: it leaves files, and sees its own, nothing besides.

Covers catalog.standpoint, catalog.model.mandate, catalog.model.deposit, gateway.control.deposits.
"""

from __future__ import annotations

import json

import pytest

from catalog.model.identifiers import Siren, Slug
from catalog.model.organisation import Agent, AgentKind, Organisation, OrganisationKind
from gateway.base.demo_issuer import DEMO_ISSUER
from gateway.sharing.notifications.loop import deliver_due
from tests.integration.deposits.test_a_deposit_by_http import bearer
from tests.integration.deposits.test_a_file_is_accepted_or_told_why_not import (
    MESNIL,
    PUT,
    apply,
    client,
    declared,
    last_month,
    slip,
    sound,
)
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import (
    body,
    write,
)
from tests.unit.deposits.slips import slips_file

__all__ = ["client"]
OURS, OTHERS = Siren("552100554"), Siren("542051180")
KIND = OrganisationKind.PRESTATAIRE
SECRET = "SECRET-DE-MESNIL"
GIVE = """mutation ($to: String!, $actions: [MandateAction!]!, $datasets: [String!]!) {
  giveMandate(input: {mandatary: $to, actions: $actions, start: "2026-01-01",
    act: {reference: "marché M2026-07", enforceableSince: "2026-01-01"}, datasets: $datasets}) {
    mandate { id } } }"""
DEPOSITS = """{ deposits { dataset title { fr } owner { siren }
  versions { number by fileName rows note }
  acceptance { contract { equals } } columns { name unit } } }"""
EVERYTHING = (
    "{ agreements { citation title } mandates { id mandatary { name } datasets } }",
    "{ datasets { id titleFr } }",
    "{ activations { id } }",
    "{ keys { name } }",
    "{ storages { name } }",
    "{ inbox { kind } }",
    "{ mesnilRocH { bons { nodes { numeroBon } } } }",
    '{ declaredDataset(dataset: "bons") { title { fr } } }',
    '{ declaredDataset(dataset: "autres") { title { fr } } }',
    '{ effectiveAccess(dataset: "mesnil-roc-h.bons") { branches { columns { name } } } }',
    '{ coverage(dataset: "bons") { rows } }',
    '{ sourceCheck(dataset: "bons") { rows } }',
    "{ mailDeposits { senders { address } } }",
)


def agent(sub, body_siren, *roles):
    return Agent(DEMO_ISSUER, sub, body_siren, AgentKind.PERSON, frozenset(roles))


@pytest.fixture
async def contractors(client, gateway):
    """Two collectors; the first has a mandate for the slips, and the town has others."""
    await apply(gateway, "mesnil-roc-h", declared("", "autres"))
    bodies = [
        Organisation(OURS, Slug("collecte-bleue"), "Collecte Bleue", KIND),
        Organisation(OTHERS, Slug("collecte-verte"), "Collecte Verte", KIND),
    ]
    await write(
        gateway, *bodies, agent("steward@bleue", OURS, "steward"),
        agent("agent@bleue", OURS, "agent"), agent("steward@verte", OTHERS, "steward"),
    )  # fmt: skip
    assert await give(gateway, "collecte-bleue") == []
    return client


async def give(gateway, to, actions=("DEPOSIT",), datasets=("mesnil-roc-h.bons",)):
    variables = {"to": to, "actions": list(actions), "datasets": list(datasets)}
    answered = body(await gateway.ask(GIVE, "approver@mesnil-roc-h", variables=variables))
    return [one["extensions"]["code"] for one in answered.get("errors", [])]


async def under_mandate(gateway, who="steward@bleue"):
    return {**await bearer(gateway, who), "Interco-On-Behalf-Of": MESNIL}


async def put(client, gateway, rows, address=PUT, who="steward@bleue"):
    headers = await under_mandate(gateway, who)
    return await client.put(address, content=slips_file(*rows), headers=headers)


async def asked(gateway, document, who="steward@bleue"):
    """As the contractor's steward, for the town."""
    return await gateway.ask(document, who, on_behalf_of=MESNIL)


def code_of(answered):
    document = answered.json()
    return [one["code"] for one in document.get("problems", [document])]


async def test_its_files_are_deposited_into_the_towns_data_and_it_reads_no_row(
    contractors, gateway
):
    tried = await put(contractors, gateway, sound(gateway), f"{PUT}&dryRun=true")
    assert (tried.status_code, tried.json()["rows"]) == (200, 8), tried.text
    done = await put(contractors, gateway, sound(gateway))
    assert (done.status_code, done.json()["difference"]) == (201, None), done.text
    document = "{ mesnilRocH { bons(first: 50) { nodes { numeroBon } } } }"
    assert "BC-001" in (await gateway.ask(document, "agent@mesnil-roc-h")).body.decode()
    assert b"BC-001" not in (await asked(gateway, document)).body
    (version,) = (await gateway.ports.catalog.current()).deposits["mesnil_roc_h__bons"].versions
    assert (version.by_sub, version.by_body, version.file_rows) == ("steward@bleue", OURS, 8)


async def test_the_rules_of_the_contract_hold_for_it(contractors, gateway):
    rows = [*sound(gateway), slip(9, last_month(gateway), contract="M2026-08")]
    refused = await put(contractors, gateway, rows)
    assert (refused.status_code, code_of(refused)) == (422, ["slips_of_another_contract"])


async def test_it_sees_its_own_versions_and_neither_rows_nor_files_of_the_town(
    contractors, gateway
):
    town = await bearer(gateway)
    name = f"/v1/deposits/bons?name={SECRET}.csv&note={SECRET}"
    first = await contractors.put(name, content=slips_file(*sound(gateway, 5)), headers=town)
    assert first.status_code == 201, first.text
    more = [slip(at, last_month(gateway).replace(day=at)) for at in range(11, 14)]
    done = await put(contractors, gateway, more, f"{PUT}&mode=append")
    assert (done.status_code, done.json()["rows"]) == (201, 3), done.text
    assert done.json()["version"]["rows"] == 3
    headers = await under_mandate(gateway)
    listed = await contractors.get("/v1/deposits/bons/versions", headers=headers)
    assert [one["number"] for one in listed.json()["versions"]] == [2]
    assert SECRET not in listed.text
    shown = await asked(gateway, DEPOSITS)
    (deposit,) = body(shown)["data"]["deposits"]
    assert deposit["acceptance"]["contract"]["equals"] == "M2026-07"
    assert [one["rows"] for one in deposit["versions"]] == [3]
    assert SECRET.encode() not in shown.body
    original = await contractors.get("/v1/deposits/bons/versions/1/original", headers=headers)
    assert (original.status_code, code_of(original)) == (404, ["unknown_deposit_version"])
    its_own = await contractors.get("/v1/deposits/bons/versions/2/original", headers=headers)
    assert its_own.status_code == 403
    undone = await contractors.delete("/v1/deposits/bons/versions/last", headers=headers)
    assert (undone.status_code, code_of(undone)) == (403, ["act_not_under_mandate"])


async def test_its_client_is_told_of_each_file_and_of_no_trial(contractors, gateway):
    await put(contractors, gateway, sound(gateway), f"{PUT}&dryRun=true")
    inbox = "{ inbox { kind about titleFr titleEn } }"
    assert await told_of_deposits(gateway, inbox) == []
    await put(contractors, gateway, sound(gateway))
    (message,) = await told_of_deposits(gateway, inbox)
    assert message["about"] == "mesnil_roc_h__bons"
    assert message["titleFr"] == "Fichier déposé par un prestataire : mesnil_roc_h__bons"
    more = [slip(at, last_month(gateway).replace(day=at)) for at in range(11, 14)]
    town = await bearer(gateway)
    address = "/v1/deposits/bons?name=b.csv&mode=append"
    own = await contractors.put(address, content=slips_file(*more), headers=town)
    assert own.status_code == 201, own.text
    assert len(await told_of_deposits(gateway, inbox)) == 1
    assert "deposit.received" not in (await asked(gateway, inbox)).body.decode()


async def told_of_deposits(gateway, document):
    await deliver_due(gateway.services.notifications)
    told = body(await gateway.ask(document, "steward@mesnil-roc-h"))["data"]["inbox"]
    return [one for one in told if one["kind"] == "deposit.received"]


async def test_it_replaces_nothing_at_any_door(contractors, gateway):
    """Whether the town, itself or nobody has left rows there."""
    for is_trial in ("true", "false"):
        address = f"{PUT}&mode=replace&dryRun={is_trial}"
        refused = await put(contractors, gateway, sound(gateway), address)
        assert (refused.status_code, code_of(refused)) == (403, ["replace_under_mandate"])
    assert not (await gateway.ports.catalog.current()).deposits
    done = await put(contractors, gateway, sound(gateway))
    assert (done.status_code, done.json()["version"]["mode"]) == (201, "append"), done.text
    more = [slip(at, last_month(gateway).replace(day=at)) for at in range(11, 14)]
    again = await put(contractors, gateway, more, f"{PUT}&mode=replace")
    assert (again.status_code, code_of(again)) == (403, ["replace_under_mandate"])
    (version,) = (await gateway.ports.catalog.current()).deposits["mesnil_roc_h__bons"].versions
    assert version.rows == 8
    town = await contractors.put(
        "/v1/deposits/bons?name=tout.csv",
        content=slips_file(*more),
        headers=await bearer(gateway),
    )
    assert (town.status_code, town.json()["version"]["mode"]) == (201, "replace"), town.text


@pytest.mark.parametrize("name", ["autres", "mesnil_roc_h__autres", "nothing"])
async def test_other_data_of_the_town_are_not_there_for_it(contractors, gateway, name):
    answers = [
        await put(contractors, gateway, sound(gateway), f"/v1/deposits/{name}?name=a.csv"),
        await contractors.get(
            f"/v1/deposits/{name}/versions", headers=await under_mandate(gateway)
        ),
    ]
    assert [(one.status_code, code_of(one)) for one in answers] == [
        (400, ["unknown_dataset"]), (400, ["unknown_dataset"]),
    ]  # fmt: skip


async def test_another_contractor_has_no_part_in_it(contractors, gateway):
    await put(contractors, gateway, sound(gateway))
    refused = await put(contractors, gateway, sound(gateway), who="steward@verte")
    assert (refused.status_code, code_of(refused)) == (403, ["mandate_required"])
    assert await give(gateway, "collecte-verte") == ["mandate_refused"]
    assert await give(gateway, "collecte-verte", datasets=["mesnil-roc-h.autres"]) == []
    hidden = await put(contractors, gateway, sound(gateway), who="steward@verte")
    assert (hidden.status_code, code_of(hidden)) == (400, ["unknown_dataset"])
    assert body(await asked(gateway, DEPOSITS, "steward@verte"))["data"]["deposits"] == [
        {
            "dataset": "mesnil_roc_h__autres",
            "title": {"fr": "Bons de pesée"},
            "owner": {"siren": MESNIL},
            "versions": [],
            "acceptance": None,
            "columns": [
                {"name": "numero_bon", "unit": None},
                {"name": "date_heure", "unit": None},
                {"name": "immatriculation", "unit": None},
                {"name": "produit", "unit": None},
                {"name": "poids_net", "unit": "kg"},
                {"name": "contrat", "unit": None},
            ],
        }
    ]


async def test_a_later_contractor_learns_nothing_of_the_one_before(contractors, gateway):
    await put(contractors, gateway, sound(gateway))
    catalog = await gateway.ports.catalog.current()
    (mandate,) = [one for one in catalog.mandates if one.mandatary == OURS]
    end = 'mutation ($m: String!) { endMandate(mandate: $m, reason: "fin") { sentences { fr } } }'
    await gateway.ask(end, "approver@mesnil-roc-h", variables={"m": mandate.id})
    assert await give(gateway, "collecte-verte") == ["mandate_refused"]
    gone = await put(contractors, gateway, sound(gateway))
    assert (gone.status_code, code_of(gone)) == (403, ["mandate_required"])


async def test_only_its_steward_deposits_and_makes_nothing(contractors, gateway):
    refused = await put(contractors, gateway, sound(gateway), who="agent@bleue")
    assert (refused.status_code, code_of(refused)) == (403, ["act_role_required"])
    made = await put(
        contractors, gateway, sound(gateway),
        "/v1/deposits/neuf?name=a.csv&into=valcobreizh.depot",
    )  # fmt: skip
    assert (made.status_code, code_of(made)) == (400, ["unknown_dataset"])


async def test_nothing_else_of_the_town_is_shown_to_it(contractors, gateway):
    """What the town's own steward is answered, and what a stranger is, bound it."""
    for document in EVERYTHING:
        shown = json.dumps(body(await asked(gateway, document)), ensure_ascii=False)
        for word in ("mesnil_roc_h__autres", "conv-2026", "BC-0", "valcobreizh.depot"):
            assert word not in shown, document


async def test_a_mandate_to_deposit_says_into_what(contractors, gateway):
    assert await give(gateway, "collecte-verte", datasets=[]) == ["mandate_refused"]
