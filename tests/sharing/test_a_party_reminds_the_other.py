"""Whoever waits for an answer asks again, once a day; nobody else, and nothing else changes.

Covers catalog.actions.sharing.reminding.
"""

from catalog.actions.sharing.acts import LapseAgreement, RemindParty
from catalog.model.agreement import AgreementState
from tests.sharing.world import CITATION, EAUX, VAL_DILLE, VALCOBREIZH, in_force

REMIND = RemindParty(CITATION)
OURS, THEIRS = "steward@val-d-ille-aubigne", "steward@valcobreizh"


async def test_the_party_whose_turn_it_is_is_told_and_the_state_stays(world):
    await world.submits()
    await world.does(OURS, REMIND)
    message = world.catalog.messages[-1]
    assert (message.kind, message.to) == ("agreement.reminded", (VALCOBREIZH.siren,))
    agreement = await world.agreement()
    assert agreement.state is AgreementState.SUBMITTED
    assert agreement.life.steps[-1].act == "remind"


async def test_once_a_day_is_enough(world):
    await world.submits()
    await world.does(OURS, REMIND)
    assert await world.refused(OURS, REMIND) == {"reminded_today": ""}
    world.passes(days=1)
    await world.does(OURS, REMIND)
    assert world.kinds.count("agreement.reminded") == 2


async def test_after_the_others_signature_it_is_the_proposer_who_is_reminded(world):
    await world.submits()
    assert await world.refused(THEIRS, REMIND) == {"act_not_possible": ""}
    await world.signs("approver@valcobreizh")
    assert await world.refused(OURS, REMIND) == {"act_not_possible": ""}
    await world.does(THEIRS, REMIND)
    assert world.catalog.messages[-1].to == (VAL_DILLE.siren,)


async def test_a_reminder_does_not_put_off_the_day_on_which_a_request_lapses(world):
    await world.submits()
    before = world.now
    world.passes(days=29)
    await world.does(OURS, REMIND)
    world.passes(days=1)
    assert (world.now - before).days == 30
    await world.does("clock", LapseAgreement(CITATION))
    assert (await world.agreement()).state is AgreementState.WITHDRAWN


async def test_nobody_is_reminded_of_what_is_in_force_nor_by_one_without_the_role(world):
    await world.submits()
    assert await world.refused("approver@val-d-ille-aubigne", REMIND) == {"act_role_required": ""}
    assert set(await world.refused(f"steward@{EAUX.slug}", REMIND)) <= {
        "unknown_agreement",
        "act_not_a_party",
    }
    await world.both_sign()
    assert await world.refused(OURS, REMIND) == {"act_not_possible": ""}


async def test_an_agreement_in_force_awaits_nobody(world):
    await in_force(world)
    assert await world.refused(OURS, REMIND) == {"act_not_possible": ""}
