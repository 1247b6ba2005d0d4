"""The operator, alone or with an account of their own, at every door by which data are described.

Covers catalog.actions.openings.appointing, catalog.actions.openings.holding.
"""

import asyncio
import copy
import json

import httpx
import pytest
import yaml

from gateway.base.demo_issuer import DEMO_ISSUER
from gateway.cli.demo_folder import find_agent
from tests.integration.graphql_acts.test_sources_are_declared_through_graphql import DESCRIBE
from tests.integration.graphql_acts.test_what_opens_waits_at_every_door import (
    COLUMNS,
    CONFIRM,
    ID,
    NAME,
    OPENINGS,
    OPERATOR,
    PUBLISH,
    client,
    declared,
)

__all__ = ["client"]
ACCOMPLICE = "accomplice@mesnil-roc-h"
NAMES = ("energie_batiments", "energie_copie")


@pytest.fixture
async def anybody(client):
    """What everybody without an account gets of the data, by either name and door."""

    async def read():
        answers = []
        for name in NAMES:
            sql = {"query": f"SELECT * FROM mesnil_roc_h.{name} LIMIT 3"}
            answers.append(await client.post("/v1/sql", json=sql))
            answers.append(await client.get(f"/data/mesnil_roc_h__{name}/rows.csv"))
        return [each.text for each in answers if each.status_code == 200 and "energie" in each.text]

    return read


@pytest.fixture
async def applies(town, client):
    """The operator's declaration, whatever is answered."""

    async def apply(document):
        found = find_agent(await town.ports.catalog.current(), OPERATOR)
        sent = {"documents": {"mesnil.yaml": yaml.safe_dump(document, sort_keys=False)}}
        headers = {"Authorization": f"Bearer {town.state.token(found)}"}
        answer = await client.post("/v1/apply", json={**sent, "dryRun": False}, headers=headers)
        assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, answer.text
        return answer.json()

    return apply


def agents(document, **roles):
    known = document.setdefault("agents", {})
    for name, given in roles.items():
        sub = OPERATOR if name == "operator" else ACCOMPLICE
        known[sub] = {"issuer": DEMO_ISSUER, "roles": list(given)}
    return document


async def by_a_declaration(town, applies):
    await applies(await declared(town))


async def by_its_columns_first_and_the_level_later(town, applies):
    whole = await declared(town)
    first = copy.deepcopy(whole)
    first["datasets"]["energie_batiments"] |= {"access_level": "restricted"}
    await applies(first)
    await applies(whole)


async def by_the_level_first_and_its_columns_later(town, applies):
    whole = await declared(town)
    first = copy.deepcopy(whole)
    for name in COLUMNS:
        first["datasets"]["energie_batiments"]["columns"][name].pop("classification")
    await applies(first)
    await applies(whole)


async def by_another_name_for_the_same_rows(town, applies):
    document = await declared(town)
    dataset = document["datasets"].pop("energie_batiments")
    document["datasets"]["energie_copie"] = dataset
    told = await applies(document)
    assert told["problems"][0]["code"] == "object_already_registered"
    return [told["code"]]


async def by_withdrawing_and_declaring_anew(town, applies):
    withdraw = 'mutation($n: ID!) { withdrawDataset(dataset: $n, reason: "x") { applied } }'
    whole = await declared(town)
    await town.ask(withdraw, OPERATOR, variables={"n": NAME})
    await applies(whole)


async def for_who_has_an_account_and_then_for_all(town, applies):
    whole = await declared(town)
    first = copy.deepcopy(whole)
    first["datasets"]["energie_batiments"]["access_level"] = "open_with_account"
    await applies(first)
    await applies(whole)


async def by_two_declarations_at_once(town, applies):
    document = await declared(town)
    await asyncio.gather(applies(document), applies(document))


async def by_publishing_and_describing(town, applies):
    del applies
    await town.ask(PUBLISH % (NAME, json.dumps(COLUMNS)), OPERATOR)
    words = {"columns": [{"name": each, "classification": "OPEN"} for each in COLUMNS]}
    await town.ask(DESCRIBE, OPERATOR, variables={"n": NAME, "c": words})


async def by_an_account_of_ones_own(town, applies):
    """Made an approver by the same declaration, and signed in with a second factor."""
    await applies(agents(await declared(town), accomplice=["approver"]))
    return await confirmed(town, ACCOMPLICE)


async def by_an_account_that_was_there_first(town, applies):
    await applies(agents(await declared(town), accomplice=["agent"]))
    grant = """mutation($a: String!) { grantRoles(agent: $a, roles: ["approver"]) { applied } }"""
    await town.ask(grant, OPERATOR, variables={"a": ACCOMPLICE})
    return await confirmed(town, ACCOMPLICE)


async def by_a_steward_of_ones_own_who_appoints_another(town, applies):
    await applies(agents(await declared(town), accomplice=["steward", "approver"]))
    await town.ask(PUBLISH % (NAME, json.dumps(COLUMNS)), ACCOMPLICE)
    return await confirmed(town, ACCOMPLICE)


async def by_entering_the_body_oneself(town, applies):
    """The operator's own account becomes one of the body's."""
    document = await declared(town)
    await applies(document)
    await applies(agents(document, operator=["operator", "approver"]))
    return await confirmed(town, OPERATOR)


async def confirmed(town, who):
    snapshot = await town.ports.catalog.current()
    opening = snapshot.openings[ID]
    told = await town.ask(CONFIRM % (ID, opening.sha256), who)
    assert told.codes, told.body
    return told.codes


DETOURS = (
    by_a_declaration,
    by_its_columns_first_and_the_level_later,
    by_the_level_first_and_its_columns_later,
    by_another_name_for_the_same_rows,
    by_withdrawing_and_declaring_anew,
    for_who_has_an_account_and_then_for_all,
    by_two_declarations_at_once,
    by_publishing_and_describing,
    by_an_account_of_ones_own,
    by_an_account_that_was_there_first,
    by_a_steward_of_ones_own_who_appoints_another,
    by_entering_the_body_oneself,
)


@pytest.mark.one_in(4)
@pytest.mark.parametrize("detour", DETOURS, ids=lambda each: each.__name__)
async def test_nothing_is_read_by_anybody(town, anybody, applies, detour):
    assert not await anybody()
    refused = await detour(town, applies)
    assert not await anybody()
    snapshot = await town.ports.catalog.current()
    assert not [each.id for each in snapshot.datasets_of("200085868") if each.open_columns]
    waiting = (await town.ask(OPENINGS, "approver@mesnil-roc-h")).data["openings"]
    assert waiting or refused == ["declaration_refused"]
