"""Covers gateway.acts.differencing_guard, catalog.actions.sharing.guarding,
catalog.guard.elders.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.actions.sharing.acts import (
    ActivateAgreement,
    OverrideGuard,
    ResumeAgreement,
    SuspendAgreement,
)
from catalog.guard import elders_of
from catalog.model.agreement import AgreementState
from catalog.model.suspension import SuspensionCause
from catalog.problems import CatalogMoved
from catalog.suspensions import standing_causes
from gateway.acts.clock_worker import Looked, tick
from gateway.sharing.notifications.wording import word_message
from tests.sharing.world import (
    CITATION,
    OF_MESNIL,
    PROJECT,
    VAL_DILLE,
    VALCOBREIZH,
    Guard,
    in_force,
    ticks,
)

S = AgreementState


@pytest.fixture
async def stopped(world):
    world.guard = Guard()
    await world.submits()
    await world.both_sign()
    world.comes(PROJECT.start)
    await ticks(world)
    return world


async def test_what_the_guard_stops_waits_and_its_owner_alone_learns_why(stopped):
    agreement = await stopped.agreement()
    assert (agreement.state, agreement.life.guard.communes) == (S.APPROVED, ("35003",))
    told = [each for each in stopped.catalog.messages if each.kind == "agreement.guard_stopped"]
    (message,) = told
    assert (message.to, message.facts["communes"]) == ((VAL_DILLE.siren,), ["35003"])
    assert "dpo" in message.roles
    (waits,) = (each for each in stopped.catalog.messages if each.kind == "agreement.guard_waits")
    assert waits.to == (VALCOBREIZH.siren,)
    assert not {"communes", "findings"} & waits.facts.keys()
    assert "n'a pas pris effet" in word_message(waits, "fr").sentence


async def test_a_dpo_of_the_owner_takes_it_on_for_exactly_what_was_found(stopped):
    override = OverrideGuard(CITATION, "1" * 64, "une seule commune, données publiques")
    assert await stopped.refused("dpo@valcobreizh", override) == {"act_of_other_side": ""}
    wrong = replace(override, findings_sha256="2" * 64)
    by = "dpo@val-d-ille-aubigne"
    assert await stopped.refused(by, wrong) == {"guard_findings_moved": ""}
    assert await stopped.refused(by, replace(override, reason="")) == {"reason_required": ""}
    await stopped.does(by, override)
    await ticks(stopped)
    agreement = await stopped.agreement()
    assert agreement.state is S.ACTIVE
    assert agreement.life.guard.override.reason == override.reason


async def test_an_override_does_not_stand_for_another_finding(stopped):
    override = OverrideGuard(CITATION, "1" * 64, "accepté")
    await stopped.does("dpo@val-d-ille-aubigne", override)
    stopped.guard.digest = "2"
    await ticks(stopped)
    agreement = await stopped.agreement()
    assert (agreement.state, agreement.life.guard.override) == (S.APPROVED, None)


async def test_what_it_stopped_is_not_held_up_to_it_at_each_tick(stopped):
    looked = Looked()
    await tick(stopped.ports, looked)
    asked = stopped.guard.asked
    await tick(stopped.ports, looked)
    assert stopped.guard.asked == asked
    assert (await stopped.agreement()).state is S.APPROVED


async def test_it_looks_at_no_agreement_that_there_is_not(world):
    world.guard = Guard()
    refused = await world.refused("clock", ActivateAgreement("conv-2026-0099@1"))
    assert refused == {"unknown_agreement": ""}
    assert world.guard.asked == 0


async def test_it_begins_once_nothing_is_found_any_more(stopped):
    stopped.guard.stops = False
    await ticks(stopped)
    assert (await stopped.agreement()).state is S.ACTIVE


async def test_the_guard_looks_again_when_something_changed_and_not_at_each_tick(world):
    world.guard = guard = Guard(stops=False)
    await in_force(world)
    looked = Looked()
    await tick(world.ports, looked)
    asked = guard.asked
    await tick(world.ports, looked)
    assert guard.asked == asked
    await world.puts(replace(OF_MESNIL, end=date(2030, 1, 1)))
    await tick(world.ports, looked)
    assert guard.asked == asked + 1


@pytest.mark.parametrize("failure", [ZeroDivisionError(), CatalogMoved()])
async def test_what_the_guard_could_not_look_at_is_looked_at_again(world, failure):
    world.guard = Guard(stops=False)
    await in_force(world)
    looked, finds = Looked(), Guard()
    failures = [failure]

    def fails_once(*asked):
        if failures:
            raise failures.pop()
        return finds(*asked)

    world.guard = fails_once
    await tick(world.ports, looked)
    assert (await world.agreement()).state is S.ACTIVE
    await tick(world.ports, looked)
    assert (await world.agreement()).state is S.SUSPENDED


async def test_what_begins_to_isolate_is_suspended_until_it_does_not(world):
    world.guard = guard = Guard(stops=False)
    await in_force(world)
    guard.stops, guard.digest = True, "3"
    await ticks(world)
    held = await world.agreement()
    assert (held.state, standing_causes(held)) == (S.SUSPENDED, (SuspensionCause.GUARD,))
    assert world.kinds[-2:] == ["agreement.guard_stopped", "agreement.suspended"]
    assert world.catalog.messages[-1].to == (VALCOBREIZH.siren,)
    assert "communes" not in world.catalog.messages[-1].facts
    resume = ResumeAgreement(CITATION)
    for who in ("approver@valcobreizh", "approver@val-d-ille-aubigne", "operator@interco"):
        assert await world.refused(who, resume) == {"resume_reserved": ""}
    guard.stops, guard.digest = False, "4"
    await ticks(world)
    assert (await world.agreement()).state is S.ACTIVE


async def test_an_override_sets_it_going_again(world):
    world.guard = guard = Guard(stops=False)
    await in_force(world)
    guard.stops, guard.digest = True, "3"
    await ticks(world)
    await world.does("dpo@val-d-ille-aubigne", OverrideGuard(CITATION, "3" * 64, "accepté"))
    await ticks(world)
    assert (await world.agreement()).state is S.ACTIVE


async def test_who_lifts_their_suspension_does_not_lift_that_of_the_guard(world):
    world.guard = guard = Guard(stops=False)
    await in_force(world)
    await world.does("approver@valcobreizh", SuspendAgreement(CITATION, "pause"))
    guard.stops, guard.digest = True, "3"
    await ticks(world)
    await world.does("approver@valcobreizh", ResumeAgreement(CITATION))
    held = await world.agreement()
    assert (held.state, standing_causes(held)) == (S.SUSPENDED, (SuspensionCause.GUARD,))
    guard.stops, guard.digest = False, "4"
    await ticks(world)
    assert (await world.agreement()).state is S.ACTIVE


async def test_the_guard_lifts_its_own_suspension_alone(world):
    world.guard = guard = Guard(stops=False)
    await in_force(world)
    await world.does("approver@valcobreizh", SuspendAgreement(CITATION, "pause"))
    guard.stops, guard.digest = True, "3"
    await ticks(world)
    guard.stops, guard.digest = False, "4"
    await ticks(world)
    held = await world.agreement()
    assert (held.state, standing_causes(held)) == (S.SUSPENDED, (SuspensionCause.GRANTEE,))
    assert world.kinds[-1] == "agreement.suspension_lifted"
    await world.does("approver@valcobreizh", ResumeAgreement(CITATION))
    assert (await world.agreement()).state is S.ACTIVE


async def test_whoever_suspended_resumes_and_nobody_else(world):
    await in_force(world)
    for by, others in (
        ("approver@valcobreizh", ("approver@val-d-ille-aubigne", "operator@interco")),
        ("dpo@val-d-ille-aubigne", ("approver@valcobreizh", "operator@interco")),
        ("operator@interco", ("approver@valcobreizh", "approver@val-d-ille-aubigne")),
    ):
        await world.does(by, SuspendAgreement(CITATION, "pause"))
        for other in others:
            refused = await world.refused(other, ResumeAgreement(CITATION))
            assert refused == {"resume_reserved": ""}
        await world.does(by, ResumeAgreement(CITATION))
        assert (await world.agreement()).state is S.ACTIVE


async def test_what_a_declaration_brought_stays_older_once_something_was_told_of_it(world):
    """A later agreement is held against it still: a reminder does not make it younger."""
    await in_force(world)
    younger = await world.agreement()
    declared = replace(younger, id="conv-2020-0001", life=type(younger.life)())
    await world.puts(declared)
    world.comes(PROJECT.end, hour=10)
    await ticks(world)
    reminded = await world.agreement("conv-2020-0001@1")
    assert [each.act for each in reminded.life.steps] == ["ask_renewal"]
    younger = await world.agreement()
    assert reminded in elders_of(younger, world.catalog.snapshot)
    assert younger not in elders_of(reminded, world.catalog.snapshot)
