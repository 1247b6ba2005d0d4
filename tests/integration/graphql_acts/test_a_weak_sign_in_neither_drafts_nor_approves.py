"""What a person may do follows from how strongly they signed in, and the proof keeps it.

Covers gateway.identity.strength, gateway.acts.commit, policies.acts.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from catalog.model.subject import Strength
from tests.integration.graphql_acts.conftest import Town
from tests.integration.graphql_acts.test_two_bodies_share_through_graphql import (
    APPROVAL,
    APPROVER,
    DRAFT,
    ENERGY,
    INPUT,
    OTHER_APPROVER,
    OTHER_STEWARD,
    preview,
    submitted,
)


def summaries(town):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as connection:
        found = connection.execute("SELECT action, summary FROM act ORDER BY rowid")
        return [(action, json.loads(summary)) for action, summary in found]


async def drafts(town, acr):
    return await town.ask(DRAFT, OTHER_STEWARD, acr=acr, variables={"input": INPUT})


async def approves(town, citation, version, acr):
    variables = {"citation": citation, "hash": version}
    return await town.ask(APPROVAL, OTHER_APPROVER, acr=acr, variables=variables)


@pytest.mark.parametrize("acr", [None, "eidas0"])
async def test_a_token_that_proves_little_reads_and_drafts_nothing(town, acr):
    assert (await town.ask(ENERGY, OTHER_STEWARD, acr=acr)).data
    assert (await drafts(town, acr)).codes == ["sign_in_too_weak"]
    assert (await town.ask("{ agreements { citation } }", OTHER_STEWARD, acr=acr)).data


async def test_a_token_of_an_unknown_level_reads_and_does_not_draft(town):
    assert (await town.ask(ENERGY, OTHER_STEWARD, acr="urn:unknown")).data
    assert (await drafts(town, "urn:unknown")).codes == ["sign_in_too_weak"]


async def test_one_factor_drafts_and_may_not_approve_and_a_second_one_may(town):
    assert (await drafts(town, "eidas1")).data
    citation = (await submitted(town))["citation"]
    version = (await preview(town, citation, OTHER_APPROVER))["versionSha256"]
    refused = await approves(town, citation, version, "eidas1")
    assert refused.codes == ["sign_in_too_weak"]
    assert "second facteur" in json.dumps(refused.body, ensure_ascii=False)
    assert (await approves(town, citation, version, "eidas2")).data
    assert [summary["acr"] for action, summary in summaries(town) if action == "approve"] == [
        "eidas2"
    ]
    last = summaries(town)[-1][1]
    assert (last["acr"], last["via"]) == ("eidas2", "token")


async def test_what_a_stronger_sign_in_would_allow_is_offered_as_such(town):
    citation = (await submitted(town))["citation"]
    document = (
        f'{{ agreement(citation: "{citation}") {{ possible {{ act mine strongerSignIn }} }} }}'
    )

    async def approval_for(agent, acr):
        told = await town.ask(document, agent, acr=acr)
        possible = {each["act"]: each for each in told.data["agreement"]["possible"]}
        return possible["approve"]["mine"], possible["approve"]["strongerSignIn"]

    assert await approval_for(APPROVER, "eidas1") == (True, True)
    assert await approval_for(APPROVER, "eidas1-mfa") == (True, False)
    assert await approval_for("agent@val-d-ille-aubigne", "eidas1") == (False, False)


async def test_an_operator_says_what_an_issuer_without_levels_proves(town):
    found = town.ports.authenticator
    assumed = {key: replace(each, assumed_acr="eidas1") for key, each in found.issuers.items()}
    query = replace(town.ports, authenticator=replace(found, issuers=assumed))
    trusting = Town(town.state, replace(town.services, query=query))
    assert (await drafts(trusting, None)).data
    # What the token itself says counts first.
    assert (await drafts(trusting, "eidas0")).codes == ["sign_in_too_weak"]


async def test_the_settings_of_the_gateway_decide(town):
    found = town.ports.authenticator
    query = replace(
        town.ports, authenticator=replace(found, proves=lambda _acr: frozenset({Strength.READ}))
    )
    reading = Town(town.state, replace(town.services, query=query))
    assert (await drafts(reading, "eidas3")).codes == ["sign_in_too_weak"]
