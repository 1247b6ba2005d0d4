"""What an agreement's page says that somebody may do, where roles alone would say otherwise.

Covers gateway.acts.possible, catalog.actions.sharing.names, gateway.control.next_actions,
gateway.identity.subject.
"""

import pytest

from catalog.actions.sharing.acts import GiveMandate, SubmitAgreement
from catalog.actions.sharing.names import ActName
from catalog.model.mandate import MandateAction
from catalog.standpoint import Standpoint
from gateway.acts.possible import PossibleService
from gateway.control.next_actions import awaited_acts, judge_actions
from gateway.identity.subject import local_subject
from tests.sharing.world import CITATION, DEED, EAUX, ISSUER, VAL_DILLE, VALCOBREIZH


async def asking(world, name, for_=None):
    snapshot = await world.catalog.current()
    principal = None if for_ is None else for_.siren
    subject = local_subject(snapshot.agents[ISSUER, name], on_behalf_of=principal)
    return subject, PossibleService(Standpoint(subject, snapshot, world.ports.clock()), world.ports)


async def mine(world, name, for_=None):
    subject, possible = await asking(world, name, for_)
    (turns,) = await judge_actions([await world.agreement()], subject.reader, possible)
    return {each.turn.act for each in turns if each.mine}


async def test_a_machine_may_look_and_answer_and_is_not_said_to_sign(world):
    await world.submits()
    assert ActName.APPROVE in await mine(world, "second@valcobreizh")
    told = await mine(world, "machine@valcobreizh")
    assert ActName.APPROVE not in told
    assert {ActName.PREVIEW, ActName.REQUEST_CHANGES, ActName.REFUSE} <= told


@pytest.mark.parametrize("name", ["second@valcobreizh", "machine@valcobreizh"])
async def test_a_signature_awaits_a_person_alone(world, name):
    await world.submits()
    subject, possible = await asking(world, name)
    found = await awaited_acts([await world.agreement()], subject, subject.reader, possible)
    is_person = name.startswith("second")
    assert [act for _, act in found] == ([ActName.PREVIEW] if is_person else [])


async def test_who_signed_for_one_side_is_not_said_to_sign_for_the_other(world):
    for principal in (VAL_DILLE, VALCOBREIZH):
        given = GiveMandate(
            principal=principal.siren,
            mandatary=str(EAUX.siren),
            actions=frozenset({MandateAction.APPROVE}),
            start=world.now.date(),
            act=DEED,
            datasets=frozenset(
                {"val-d-ille-aubigne.collectes"} if principal is VAL_DILLE else set()
            ),
        )
        await world.does(f"approver@{principal.slug}", given)
    await world.drafts()
    await world.does("steward@val-d-ille-aubigne", SubmitAgreement(CITATION))
    signatory = "approver@bretagne-romantique"
    assert ActName.APPROVE in await mine(world, signatory, VAL_DILLE)
    await world.signs(signatory, for_=VALCOBREIZH)
    assert ActName.APPROVE not in await mine(world, signatory, VAL_DILLE)
    assert ActName.APPROVE in await mine(world, "approver@val-d-ille-aubigne")
