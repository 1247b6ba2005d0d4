"""Several agreements opened and signed in one act: each judged, hashed and signed by itself.

Covers gateway.acts.act_list, gateway.control.agreement_lists, catalog.actions.agreement_lists.
"""

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from policies.acts import ActDenial
from tests.integration.graphql_acts.test_two_bodies_share_through_graphql import (
    APPROVER,
    OTHER_APPROVER,
    OTHER_STEWARD,
    acts_recorded,
    drafted,
    sign,
)

SUBMIT = """mutation ($citation: String!) {
  submitAgreement(agreement: $citation) { agreement { sha256 } } }"""
OPEN = """mutation ($agreements: [String!]!, $dry: Boolean! = false) {
  openPreviews(agreements: $agreements, dryRun: $dry) {
    act applied agreements { citation } refused { citation code } } }"""
SIGN = """mutation ($agreements: [ListedAgreementInput!]!, $dry: Boolean! = false) {
  approveAgreements(dryRun: $dry, input: { agreements: $agreements, capacity: "présidente",
    act: { reference: "Délibération 2026-120", enforceableSince: "2026-11-20" } }) {
    act applied listSha256 agreements { citation state approvals { capacity agent } }
    refused { citation code sentence { fr en } nextStep { fr } } } }"""
STATES = "{ agreements { citation state approvals { agent } } }"


@pytest.fixture
async def proposals(town):
    """(citation, hash) of five proposals of Mesnil-Roc'h, which await Val d'Ille-Aubigné."""
    lines = []
    for number in range(5):
        citation = (await drafted(town, title=f"Énergie {number}"))["citation"]
        told = await town.ask(SUBMIT, OTHER_STEWARD, variables={"citation": citation})
        lines.append((citation, told.data["submitAgreement"]["agreement"]["sha256"]))
    return lines


def listed(lines):
    return [{"agreement": citation, "versionSha256": sha256} for citation, sha256 in lines]


async def opened(town, lines, agent=OTHER_APPROVER, **more):
    citations = [citation for citation, _ in lines]
    return await town.ask(OPEN, agent, variables={"agreements": citations} | more)


async def signs(town, lines, agent=OTHER_APPROVER, dry=False, **more):
    variables = {"agreements": listed(lines), "dry": dry}
    return await town.ask(SIGN, agent, variables=variables, **more)


async def states(town, agent=OTHER_STEWARD):
    agreements = (await town.ask(STATES, agent)).data["agreements"]
    return {each["citation"]: (each["state"], len(each["approvals"])) for each in agreements}


def last_act(town):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as connection:
        query = "SELECT action, summary FROM act ORDER BY rowid DESC LIMIT 1"
        action, summary = connection.execute(query).fetchone()
    return action, json.loads(summary)


async def test_five_are_opened_and_signed_on_both_sides_each_with_its_own_hash(town, proposals):
    before = len(acts_recorded(town))
    for agent, state in ((OTHER_APPROVER, "approved_by_one"), (APPROVER, "approved")):
        assert (await opened(town, proposals, agent)).data["openPreviews"]["refused"] == []
        told = (await signs(town, proposals, agent)).data["approveAgreements"]
        assert (told["applied"], told["refused"]) == (True, [])
        assert {each["state"] for each in told["agreements"]} == {state}
    # Four acts for ten signatures, each of which the record names with the state after it.
    assert acts_recorded(town)[before:] == ["preview", "approve", "preview", "approve"]
    action, summary = last_act(town)
    assert summary["agreements"] == {citation: "approved" for citation, _ in proposals}
    lines = sorted(f"{citation} {sha256}\n" for citation, sha256 in proposals)
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert (action, summary["list_sha256"], told["listSha256"]) == ("approve", digest, digest)
    kept = {each.citation: each for each in (await town.ports.catalog.current()).agreements}
    for citation, sha256 in proposals:
        assert {each.version_sha256 for each in kept[citation].approvals} == {sha256}
        assert len({each.agent for each in kept[citation].approvals}) == 2


async def test_a_line_that_may_not_be_signed_is_told_and_the_others_are_signed(town, proposals):
    changed, unseen, withdrawn, *sound = proposals
    seen = [line for line in proposals if line != unseen]
    assert not (await opened(town, seen)).codes
    document = 'mutation { withdrawAgreement(agreement: "%s") { act } }'
    assert not (await town.ask(document % withdrawn[0], OTHER_STEWARD)).codes
    lines = [(changed[0], "0" * 64), unseen, withdrawn, *sound]
    tried = (await signs(town, lines, dry=True)).data["approveAgreements"]
    assert not tried["applied"]
    now = await states(town)
    assert {now[citation][1] for citation, _ in proposals} == {0}
    told = (await signs(town, lines)).data["approveAgreements"]
    assert told | {"applied": False} == tried
    assert [each["citation"] for each in told["agreements"]] == [citation for citation, _ in sound]
    assert [(each["citation"], each["code"]) for each in told["refused"]] == [
        (changed[0], "hash_mismatch"),
        (unseen[0], "preview_not_opened"),
        (withdrawn[0], "act_not_possible"),
    ]
    assert "empreinte" in told["refused"][0]["sentence"]["fr"]
    after = await states(town)
    assert [after[citation] for citation, _ in sound] == [("approved_by_one", 1)] * 2
    assert [after[citation] for citation, _ in (changed, unseen)] == [("submitted", 0)] * 2


async def test_where_no_line_may_be_signed_nothing_is_done_and_each_place_is_told(town, proposals):
    before = await states(town)
    refused = await signs(town, proposals[:2])
    assert refused.arguments == [
        ("preview_not_opened", "agreements.0.agreement"),
        ("preview_not_opened", "agreements.1.agreement"),
    ]
    assert await states(town) == before


@pytest.mark.parametrize(
    ("agent", "acr", "codes"),
    [
        ("agent@mesnil-roc-h", "eidas2", {"act_role_required"}),
        (OTHER_STEWARD, "eidas2", {"act_role_required"}),
        (OTHER_APPROVER, "eidas1", {"sign_in_too_weak"}),
        ("approver@bretagne-romantique", "eidas2", {"unknown_agreement"}),
    ],
)
async def test_who_may_sign_none_alone_signs_no_list(town, proposals, agent, acr, codes):
    before = await states(town)
    refused = await signs(town, proposals, agent, acr=acr)
    assert set(refused.codes) == codes
    assert await states(town) == before


async def test_one_person_does_not_sign_both_sides_of_a_line_by_any_list(town, proposals):
    await sign(town, proposals[0][0], OTHER_APPROVER)
    assert not (await opened(town, proposals)).codes
    told = (await signs(town, proposals)).data["approveAgreements"]
    assert [(each["citation"], each["code"]) for each in told["refused"]] == [
        (proposals[0][0], "act_same_person")
    ]
    assert (await states(town))[proposals[0][0]] == ("approved_by_one", 1)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (lambda found: [], "agreement_list_empty"),
        (lambda found: [found[0], found[1], found[0]], "agreement_listed_twice"),
        (
            lambda found: [(f"conv-2026-{number:04}@1", "0") for number in range(501)],
            "agreement_list_too_long",
        ),
    ],
)
async def test_an_odd_list_is_refused_before_the_law_is_asked(town, proposals, lines, code):
    assert (await signs(town, lines(proposals))).codes == [code]


class LetsAllBut:
    """The real law, but that it refuses one agreement of the list."""

    def __init__(self, law, place):
        self.law, self.place, self.asked = law, place, 0

    async def decide_act(self, question):
        decision = await self.law.decide_act(question)
        self.asked += 1
        if self.asked - 1 != self.place:
            return decision
        denial = ActDenial("act_role_required", ("approver",))
        return replace(decision, allow=False, denials=(denial,))


def under(law, town):
    acts = replace(town.services.acts, law=law)
    return replace(town, services=replace(town.services, acts=acts))


async def test_a_line_that_the_law_refuses_is_not_signed(town, proposals):
    assert not (await opened(town, proposals)).codes
    law = LetsAllBut(town.services.acts.law, place=3)
    told = (await signs(under(law, town), proposals)).data["approveAgreements"]
    assert [each["citation"] for each in told["refused"]] == [proposals[3][0]]
    assert (await states(town))[proposals[3][0]] == ("submitted", 0)


async def test_what_is_written_is_asked_of_the_law_once_more(town, proposals):
    """After each line was asked about: one that it refuses then stops the whole act."""
    assert not (await opened(town, proposals)).codes
    before = await states(town)
    law = LetsAllBut(town.services.acts.law, place=len(proposals) + 3)
    assert (await signs(under(law, town), proposals)).codes
    assert await states(town) == before
