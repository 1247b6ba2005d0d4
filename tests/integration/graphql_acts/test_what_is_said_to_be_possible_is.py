"""`possible` foretells what the law and the rules then say: held against them in every state.

Covers gateway.acts.possible, gateway.control.next_actions, gateway.control.mutations,
policies.possible, catalog.actions.visible.
"""

from dataclasses import replace

import pytest

from policies.problems import PolicyUnavailable
from tests.integration.graphql_acts.test_a_mandate_acts_through_graphql import MESNIL, given
from tests.integration.graphql_acts.test_two_bodies_share_through_graphql import (
    APPROVAL,
    APPROVER,
    OTHER_APPROVER,
    SUBMIT,
    drafted,
    sign,
)

AGENTS = [
    f"{role}@{side}"
    for side in ("mesnil-roc-h", "val-d-ille-aubigne")
    for role in ("agent", "steward", "approver", "dpo")
]
AGENTS += ["operator@interco", "approver@sde35"]
REASONED = {
    "request_changes": "requestChanges",
    "withdraw": "withdrawAgreement",
    "refuse": "refuseAgreement",
    "suspend": "suspendAgreement",
    "revoke": "revokeAgreement",
}
PLAIN = {"submit": "submitAgreement", "resume": "resumeAgreement", "remind": "remindParty"}
OTHER_STEWARD, STEWARD = "steward@mesnil-roc-h", "steward@val-d-ille-aubigne"


async def reasoned(town, field, citation, agent):
    document = f'mutation {{ {field}(agreement: "{citation}", reason: "Essai") {{ act }} }}'
    assert (await town.ask(document, agent)).data


async def reach(town, state):
    """An agreement of the demo, or one of Mesnil-Roc'h brought there act by act."""
    citation = (await drafted(town))["citation"]
    if state == "draft":
        return citation
    assert (await town.ask(SUBMIT, OTHER_STEWARD, variables={"citation": citation})).data
    if state == "changes_requested":
        await reasoned(town, "requestChanges", citation, STEWARD)
    if state in {"approved_by_one", "approved"}:
        await sign(town, citation, OTHER_APPROVER)
    if state == "approved":
        await sign(town, citation, APPROVER)
    return citation


async def foretold(town, citation, agent, **more):
    document = f'{{ agreement(citation: "{citation}") {{ possible {{ act mine }} }} }}'
    found = (await town.ask(document, agent, **more)).data["agreement"]
    return {each["act"] for each in (found or {"possible": []})["possible"] if each["mine"]}


async def allowed(town, citation, agent, **more):
    """Every act tried, without effect; to sign, the preview is opened first."""
    tried = {}
    for act, field in {**REASONED, **PLAIN}.items():
        reason = ', reason: "Essai"' if act in REASONED else ""
        document = f"""mutation {{
          {field}(agreement: "{citation}"{reason}, dryRun: true) {{ act }} }}"""
        tried[act] = await town.ask(document, agent, **more)
    document = f"""mutation {{ openPreview(agreement: "{citation}") {{
      preview {{ versionSha256 }} }} }}"""
    tried["preview"] = seen = await town.ask(document, agent, **more)
    if not seen.codes:
        signed = seen.data["openPreview"]["preview"]["versionSha256"]
        variables = {"citation": citation, "hash": signed}
        document = APPROVAL.replace("approval:", "dryRun: true, approval:")
        tried["approve"] = await town.ask(document, agent, variables=variables, **more)
    return {act for act, told in tried.items() if not told.codes}


@pytest.mark.parametrize(
    "state",
    ["draft", "submitted", "changes_requested", "approved_by_one", "approved"],
)
async def test_before_it_begins(town, state):
    citation = await reach(town, state)
    for agent in AGENTS:
        expected = await foretold(town, citation, agent) - {"draft", "amend"}
        assert expected == await allowed(town, citation, agent), agent


async def test_once_it_is_closed_it_can_only_be_looked_at(town):
    citation = await reach(town, "submitted")
    await reasoned(town, "refuseAgreement", citation, STEWARD)
    for agent in AGENTS:
        assert not await foretold(town, citation, agent)
        assert await allowed(town, citation, agent) <= {"preview"}


@pytest.mark.parametrize("suspended_by", [None, "approver@valcobreizh", "operator@interco"])
async def test_once_it_is_in_force(town, suspended_by):
    citation = "conv-2025-0005@1"
    if suspended_by is not None:
        await reasoned(town, "suspendAgreement", citation, suspended_by)
    for agent in (*AGENTS, "approver@valcobreizh", "dpo@valcobreizh", "steward@valcobreizh"):
        expected = await foretold(town, citation, agent) - {"draft", "amend"}
        assert expected == await allowed(town, citation, agent), agent


@pytest.mark.parametrize("actions", [["REQUEST"], ["APPROVE"], ["STEWARD"], ["QUERY"]])
@pytest.mark.parametrize("state", ["draft", "submitted"])
async def test_under_a_mandate(town, actions, state):
    citation = await reach(town, state)
    await given(town, actions=actions, datasets=["mesnil-roc-h.energie_batiments"])
    for role in ("agent", "steward", "approver", "dpo"):
        agent, more = f"{role}@valcobreizh", {"on_behalf_of": MESNIL}
        expected = await foretold(town, citation, agent, **more) - {"draft", "amend"}
        assert expected == await allowed(town, citation, agent, **more), agent


class Counting:
    """The law, and how often it was asked what is possible."""

    def __init__(self, law):
        self.law, self.batches = law, []

    async def decide_possible(self, question):
        self.batches.append(len(question.asked))
        return await self.law.decide_possible(question)


def counted(town):
    law = Counting(town.services.acts.law)
    acts = replace(town.services.acts, law=law)
    return replace(town, services=replace(town.services, acts=acts)), law


async def test_what_is_possible_with_a_whole_list_is_one_question(town):
    counting, law = counted(town)
    document = "{ agreements { citation possible { act mine by { fr } } } }"
    listed = (await counting.ask(document, "approver@valcobreizh")).data["agreements"]
    (asked,) = law.batches
    assert len(listed) > 1
    assert asked == sum(len(each["possible"]) for each in listed)


async def test_what_awaits_somebody_is_one_question_about_their_own_turns(town):
    await reach(town, "submitted")
    counting, law = counted(town)
    document = "{ awaiting { act agreement { citation } } }"
    awaiting = (await counting.ask(document, APPROVER)).data["awaiting"]
    (asked,) = law.batches
    assert 0 < len(awaiting) <= asked


async def test_where_the_law_does_not_answer_nothing_is_said_to_be_possible(town):
    class Silent:
        async def decide_possible(self, _question):
            raise PolicyUnavailable(detail="test")

    acts = replace(town.services.acts, law=Silent())
    silent = replace(town, services=replace(town.services, acts=acts))
    told = await silent.ask("{ awaiting { act } agreements { possible { act } } }", STEWARD)
    assert set(told.codes) == {"policy_unavailable"}
