"""An approver made by an operator, or by who proposes an opening, confirms none for seven days.

Covers catalog.actions.openings.appointing, catalog.model.organisation, policies.openings.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from catalog.actions.openings.appointing import with_appointments
from catalog.actions.sharing.acts import GrantRoles, RevokeRoles
from catalog.changes import Changes
from catalog.model.organisation import Agent, AgentKind
from gateway.sharing.notifications.wording import word_message
from tests.sharing.test_data_are_opened_by_two_persons import (
    DPO,
    OPERATOR,
    STEWARD,
    answers,
    now,
    proposes,
    refusal,
    subject,
    waiting,
)
from tests.sharing.world import DATASET, ISSUER, VAL_DILLE, VALCOBREIZH

ACCOMPLICE, AGENT = "accomplice@val-d-ille-aubigne", "agent@val-d-ille-aubigne"


def person(sub, *roles, organisation=VAL_DILLE.siren):
    return Agent(ISSUER, sub, organisation, AgentKind.PERSON, frozenset(roles))


async def declares(world, *agents, by=OPERATOR):
    """As the operator's declaration puts them: each write goes through the same commit."""
    snapshot = world.catalog.snapshot
    changes = with_appointments(Changes(agents), subject(world, by), snapshot, world.now)
    await world.catalog.write(snapshot.version, changes, None)


def gives(world, sub, *roles, by):
    return world.does(by, GrantRoles(ISSUER, sub, frozenset(roles)))


async def is_refused(world, who):
    opening = waiting(world)
    refused = await refusal(answers(world, who).confirm(DATASET.id, opening.sha256, dry_run=False))
    assert (now(world), waiting(world)) == (DATASET, opening)
    return refused == ["approver_too_new"]


async def test_the_operator_makes_no_second_hand_of_its_own(world):
    await proposes(world, OPERATOR)
    await declares(world, person(ACCOMPLICE, "approver"))
    told = world.catalog.messages[-1]
    assert (told.kind, told.to) == ("roles.granted", (VAL_DILLE.siren,))
    assert told.roles == {"steward", "approver", "dpo"}
    assert ACCOMPLICE in word_message(told, "fr").title
    assert await is_refused(world, ACCOMPLICE)
    await answers(world, DPO).refuse(DATASET.id, "Ce n'est pas nous.", dry_run=False)


async def test_an_operator_of_the_body_makes_no_second_hand_either(world):
    await declares(world, person("operator@val-d-ille-aubigne", "operator"))
    await declares(world, person(ACCOMPLICE, "approver"), by="operator@val-d-ille-aubigne")
    await proposes(world, STEWARD)
    assert await is_refused(world, ACCOMPLICE)


async def test_after_seven_days_of_which_the_body_knew_it_is_one(world):
    await declares(world, person(ACCOMPLICE, "approver"))
    opening = await proposes(world, OPERATOR)
    world.now += timedelta(days=7, seconds=-1)
    assert await is_refused(world, ACCOMPLICE)
    world.now += timedelta(seconds=1)
    await answers(world, ACCOMPLICE).confirm(DATASET.id, opening.sha256, dry_run=False)
    assert now(world).open_columns


@pytest.mark.parametrize("proposer", [OPERATOR, STEWARD, "second@val-d-ille-aubigne", ACCOMPLICE])
async def test_whoever_proposes_it(world, proposer):
    """Of two accounts that the operator made, of which one proposes and the other confirms, too."""
    await declares(world, person(AGENT, "approver"), person(ACCOMPLICE, "steward"))
    await proposes(world, proposer)
    assert await is_refused(world, AGENT)


async def test_a_steward_whom_the_operator_has_just_made_appoints_nobody_either(world):
    await declares(world, person(ACCOMPLICE, "steward"))
    await proposes(world, OPERATOR)
    await gives(world, AGENT, "approver", by=ACCOMPLICE)
    assert await is_refused(world, AGENT)


async def test_a_role_given_by_the_operator_one_by_one_is_told_and_is_none_either(world):
    await proposes(world, STEWARD)
    await gives(world, AGENT, "approver", by=OPERATOR)
    assert world.catalog.messages[-1].roles == {"steward", "approver", "dpo"}
    assert [each.kind for each in world.catalog.messages] == ["opening.proposed", "roles.granted"]
    assert await is_refused(world, AGENT)


async def test_nor_does_who_proposes_appoint_who_confirms(world):
    await gives(world, AGENT, "approver", by=STEWARD)
    await proposes(world, STEWARD)
    assert await is_refused(world, AGENT)
    # Another steward's proposal is another hand's.
    other = await proposes(world, "second@val-d-ille-aubigne", columns=("code_commune",))
    await answers(world, AGENT).confirm(DATASET.id, other.sha256, dry_run=False)
    assert [each.name for each in now(world).open_columns] == ["code_commune"]


async def test_a_declaration_neither_ages_a_role_nor_makes_it_young(world):
    await declares(world, person(ACCOMPLICE, "approver"))
    (given,) = world.catalog.snapshot.agents[ISSUER, ACCOMPLICE].appointed
    world.now += timedelta(days=3)
    old = replace(given, at=given.at - timedelta(days=30), from_outside=False)
    await declares(world, replace(person(ACCOMPLICE, "approver", "dpo"), appointed=(old,)))
    assert world.catalog.snapshot.agents[ISSUER, ACCOMPLICE].appointed == (given,)


async def test_who_was_an_approver_elsewhere_is_none_of_this_body_s(world):
    await declares(world, person(ACCOMPLICE, "approver", organisation=VALCOBREIZH.siren))
    world.now += timedelta(days=30)
    await declares(world, person(ACCOMPLICE, "approver"))
    await proposes(world, STEWARD)
    assert await is_refused(world, ACCOMPLICE)


async def test_the_body_s_own_steward_takes_over_an_appointment(world):
    await declares(world, person(ACCOMPLICE, "approver"))
    await proposes(world, OPERATOR)
    await world.does(STEWARD, RevokeRoles(ISSUER, ACCOMPLICE, frozenset({"approver"})))
    await gives(world, ACCOMPLICE, "approver", by=STEWARD)
    opening = waiting(world)
    await answers(world, ACCOMPLICE).confirm(DATASET.id, opening.sha256, dry_run=False)
    assert now(world).open_columns
