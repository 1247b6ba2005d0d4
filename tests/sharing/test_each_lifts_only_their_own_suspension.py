"""Four causes stand side by side; reading resumes when none is left.

Covers catalog.suspensions, catalog.suspension_words, catalog.model.suspension,
catalog.actions.sharing.lifting, catalog.actions.sharing.suspend_and_revoke,
gateway.console.agreements.suspensions.
"""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest

from catalog.actions.agreement_text import signed_hash
from catalog.actions.sharing.acts import (
    AmendAgreement,
    ResumeAgreement,
    RevokeAgreement,
    SubmitAgreement,
    SuspendAgreement,
)
from catalog.codec import read_value, write_value
from catalog.model.agreement import Agreement, AgreementState, GuardRecord, Life, Step
from catalog.model.suspension import SuspensionCause
from catalog.suspension_words import suspensions_in_words
from catalog.suspensions import standing_causes, standing_suspensions
from gateway.identity.subject import local_subject
from gateway.sharing.notifications.wording import word_message
from policies.question import Action, ask_about
from tests.sharing.world import (
    CITATION,
    DATASET,
    ISSUER,
    NOW,
    PROJECT,
    VAL_DILLE,
    VALCOBREIZH,
    Guard,
    in_force,
    ticks,
)

S, C = AgreementState, SuspensionCause
PEOPLE = {
    C.GRANTOR: "approver@val-d-ille-aubigne",
    C.GRANTEE: "approver@valcobreizh",
    C.OPERATOR: "operator@interco",
}


@pytest.fixture
async def active(world):
    await in_force(world)
    return world


async def suspends(world, cause, reason="pause"):
    return await world.does(PEOPLE[cause], SuspendAgreement(CITATION, reason))


async def lifts(world, cause):
    return await world.does(PEOPLE[cause], ResumeAgreement(CITATION))


@pytest.mark.parametrize("order", [*itertools.permutations(PEOPLE)])
async def test_reading_resumes_when_the_last_suspension_is_lifted(active, order):
    for number, cause in enumerate(order):
        await suspends(active, cause, f"motif {number}")
        active.passes(days=1)
    told = {each.cause: each for each in standing_suspensions(await active.agreement())}
    assert [told[each].reason for each in order] == ["motif 0", "motif 1", "motif 2"]
    assert [told[each].at - told[order[0]].at for each in order] == [
        timedelta(days=number) for number in range(3)
    ]
    for number, cause in enumerate(order, start=1):
        await lifts(active, cause)
        agreement = await active.agreement()
        assert set(standing_causes(agreement)) == set(order[number:])
        assert agreement.state is (S.ACTIVE if number == len(order) else S.SUSPENDED)


@pytest.mark.parametrize(("set_by", "lifted_by"), [*itertools.permutations(PEOPLE, 2)])
async def test_a_suspension_is_not_lifted_by_anybody_else(active, set_by, lifted_by):
    await suspends(active, set_by)
    refused = await active.refused(PEOPLE[lifted_by], ResumeAgreement(CITATION))
    assert refused == {"resume_reserved": ""}
    # Nor where they have one of their own: theirs is lifted, and no other.
    await suspends(active, lifted_by)
    await lifts(active, lifted_by)
    agreement = await active.agreement()
    assert (agreement.state, standing_causes(agreement)) == (S.SUSPENDED, (set_by,))


async def test_a_side_suspends_once_and_the_dpo_lifts_what_the_approver_set(active):
    await suspends(active, C.GRANTEE)
    again = SuspendAgreement(CITATION, "encore")
    assert await active.refused("dpo@valcobreizh", again) == {"already_suspended": ""}
    await active.does("dpo@valcobreizh", ResumeAgreement(CITATION))
    assert (await active.agreement()).state is S.ACTIVE


async def test_messages_say_which_suspensions_stand_since_when_and_by_whom(active):
    await suspends(active, C.GRANTOR)
    active.passes(days=2)
    await suspends(active, C.OPERATOR)
    message = active.catalog.messages[-1]
    assert message.to == (VAL_DILLE.siren, VALCOBREIZH.siren)
    (line,) = (each for each in word_message(message, "fr").lines if each.label == "Suspendue par")
    assert line.text == (
        f"{VAL_DILLE.name} depuis le 1er avr. 2026 et l'exploitant de la plateforme depuis le "
        "3 avr. 2026"
    )
    await lifts(active, C.GRANTOR)
    lifted = active.catalog.messages[-1]
    assert lifted.kind == "agreement.suspension_lifted"
    assert lifted.facts["causes"] == ["operator"]
    assert "elle reste suspendue" in word_message(lifted, "fr").title
    await lifts(active, C.OPERATOR)
    assert active.kinds[-1] == "agreement.resumed"


async def test_an_act_says_what_still_stands(active):
    await suspends(active, C.GRANTEE)
    acted = await suspends(active, C.GRANTOR)
    assert f"Elle reste suspendue par {VALCOBREIZH.name}" in acted.sentences[-1].fr
    lifted = await lifts(active, C.GRANTEE)
    assert f"It stays suspended by {VAL_DILLE.name}" in lifted.sentences[-1].en


async def test_a_revocation_ends_it_whoever_suspended_it(active):
    await suspends(active, C.GRANTOR)
    await active.does(PEOPLE[C.GRANTEE], RevokeAgreement(CITATION, "fin"))
    agreement = await active.agreement()
    assert (agreement.state, standing_causes(agreement)) == (S.REVOKED, ())


async def test_the_signed_text_and_the_stored_form_hold(active):
    before = await active.agreement()
    await suspends(active, C.GRANTOR)
    agreement = await active.agreement()
    assert agreement.sha256 == before.sha256 == signed_hash(agreement)
    assert read_value(Agreement, write_value(agreement)) == agreement


@pytest.mark.parametrize(
    ("by", "act", "cause"),
    [
        (VAL_DILLE.siren, "suspend", C.GRANTOR),
        (VALCOBREIZH.siren, "suspend", C.GRANTEE),
        (None, "suspend", C.OPERATOR),
        (None, "guard_stopped", C.GUARD),
    ],
)
async def test_one_that_was_stored_before_has_the_cause_of_who_suspended_it(active, by, act, cause):
    agreement = await active.agreement()
    step = Step(NOW, act, S.ACTIVE, S.SUSPENDED, "somebody", by, "pause")
    life = replace(
        agreement.life,
        steps=(*agreement.life.steps, step),
        suspended_by=by,
        guard=None if cause is not C.GUARD else GuardRecord(NOW, stops=True, findings_sha256="1"),
    )
    stored = replace(agreement, state=S.SUSPENDED, life=life)
    (found,) = standing_suspensions(stored)
    assert (found.cause, found.at, found.reason) == (cause, NOW, "pause")
    await active.puts(stored)
    if cause is C.GUARD:
        await ticks(active)
    else:
        other = next(each for each in PEOPLE if each is not cause)
        await suspends(active, other)
        await lifts(active, other)
        assert standing_causes(await active.agreement()) == (cause,)
        await lifts(active, cause)
    assert (await active.agreement()).state is S.ACTIVE


async def test_one_stored_before_that_the_guard_stopped_too_has_both_causes(active):
    agreement = await active.agreement()
    step = Step(NOW, "suspend", S.ACTIVE, S.SUSPENDED, "somebody", VALCOBREIZH.siren, "pause")
    stop = GuardRecord(NOW, stops=True, findings_sha256="1" * 64)
    life = Life(steps=(step,), suspended_by=VALCOBREIZH.siren, guard=stop)
    await active.puts(replace(agreement, state=S.SUSPENDED, life=life))
    active.guard = Guard(digest="1")
    await lifts(active, C.GRANTEE)
    held = await active.agreement()
    assert (held.state, standing_causes(held)) == (S.SUSPENDED, (C.GUARD,))


async def test_one_that_a_declaration_brought_suspended_is_the_operators(active):
    agreement = await active.agreement()
    declared = replace(agreement, state=S.SUSPENDED, life=Life())
    assert standing_causes(declared) == (C.OPERATOR,)
    words = suspensions_in_words(declared, active.catalog.snapshot)
    assert words.en == "the operator of the platform"


async def test_the_law_refuses_while_one_stands_whatever_the_state_says(active):
    await suspends(active, C.GRANTOR)
    agreement = await active.agreement()
    agent = replace(
        active.catalog.snapshot.agents[ISSUER, "agent@valcobreizh"],
        purposes=frozenset({"rpqs_dechets"}),
    )
    subject = local_subject(agent, purpose="rpqs_dechets")
    free = replace(agreement.life, suspensions=())
    for state, life, allowed in (
        (S.SUSPENDED, agreement.life, False),
        (S.ACTIVE, agreement.life, False),
        (S.ACTIVE, free, True),
    ):
        read = replace(agreement, state=state, life=life)
        asked = ask_about(subject, Action.READ, (DATASET,), (read,), active.now)
        answer = (await active.law.decide(asked)).datasets[DATASET.id]
        assert answer.allow is allowed
        assert [each.code for each in answer.denials] == ["agreement_suspended"] * (not allowed)


FOLLOWING = replace(PROJECT, start=date(2028, 1, 1), end=date(2029, 12, 31), title="La suite")
SECOND = CITATION.replace("@1", "@2")


async def signed_successor(world, **changes):
    """A second version that both sign, from the first day on."""
    await world.does("steward@val-d-ille-aubigne", AmendAgreement(replace(FOLLOWING, **changes)))
    await world.does("steward@val-d-ille-aubigne", SubmitAgreement(SECOND))
    await world.both_sign(SECOND)


@pytest.mark.parametrize("how", ["after its end", "in its place"])
@pytest.mark.parametrize("cause", PEOPLE)
async def test_a_successor_begins_suspended_by_who_suspended_the_former(active, cause, how):
    start = date(2028, 1, 1) if how == "after its end" else date(2026, 6, 1)
    await signed_successor(active, start=start)
    await suspends(active, cause, "travaux")
    active.comes(start)
    await ticks(active)
    former, second = await active.agreement(), await active.agreement(SECOND)
    over = S.EXPIRED if how == "after its end" else S.SUPERSEDED
    assert (former.state, second.state) == (over, S.SUSPENDED)
    (standing,) = standing_suspensions(second)
    assert (standing.cause, standing.reason) == (cause, "travaux")
    assert active.kinds[-1] == "agreement.suspended"
    assert "agreement.readable" not in active.kinds[-2:]
    for other in PEOPLE.keys() - {cause}:
        refused = await active.refused(PEOPLE[other], ResumeAgreement(SECOND))
        assert refused == {"resume_reserved": ""}
    await active.does(PEOPLE[cause], ResumeAgreement(SECOND))
    assert (await active.agreement(SECOND)).state is S.ACTIVE
    assert active.kinds[-1] == "agreement.resumed"


async def test_what_was_lifted_or_revoked_is_not_carried_over_nor_is_the_guards(active):
    await signed_successor(active)
    await suspends(active, C.GRANTEE)
    await lifts(active, C.GRANTEE)
    active.guard = Guard(digest="1")
    await ticks(active)
    assert standing_causes(await active.agreement()) == (C.GUARD,)
    active.guard = Guard(stops=False)
    active.comes(FOLLOWING.start)
    await ticks(active)
    second = await active.agreement(SECOND)
    assert (second.state, second.life.suspensions) == (S.ACTIVE, ())


async def test_the_suspension_of_a_revoked_version_ends_with_it(active):
    await signed_successor(active)
    await suspends(active, C.GRANTOR)
    await active.does(PEOPLE[C.GRANTOR], RevokeAgreement(CITATION, "fini"))
    active.comes(FOLLOWING.start)
    await ticks(active)
    assert (await active.agreement(SECOND)).state is S.ACTIVE


async def test_a_third_version_carries_what_the_second_did(active):
    await signed_successor(active, start=date(2026, 6, 1), end=date(2027, 12, 31))
    await suspends(active, C.GRANTOR)
    active.comes(date(2026, 6, 1))
    await ticks(active)
    third = CITATION.replace("@1", "@3")
    await active.does("steward@val-d-ille-aubigne", AmendAgreement(FOLLOWING))
    await active.does("steward@val-d-ille-aubigne", SubmitAgreement(third))
    await active.both_sign(third)
    active.comes(FOLLOWING.start)
    await ticks(active)
    assert standing_causes(await active.agreement(third)) == (C.GRANTOR,)


async def test_one_that_was_suspended_before_causes_were_kept_is_carried_over_too(active):
    await signed_successor(active)
    agreement = await active.agreement()
    step = Step(NOW, "suspend", S.ACTIVE, S.SUSPENDED, "somebody", VALCOBREIZH.siren, "pause")
    life = replace(
        agreement.life, steps=(*agreement.life.steps, step), suspended_by=VALCOBREIZH.siren
    )
    await active.puts(replace(agreement, state=S.SUSPENDED, life=life))
    active.comes(FOLLOWING.start)
    await ticks(active)
    assert (await active.agreement()).state is S.EXPIRED
    assert standing_causes(await active.agreement(SECOND)) == (C.GRANTEE,)
