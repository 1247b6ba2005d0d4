"""A service that a steward has scheduled runs once a slot, by that person's rights of the day, and
ends with them.

Covers catalog.actions.services.schedules, catalog.actions.services.schedule_problems,
catalog.model.run_schedule, gateway.acts.schedule_acts, gateway.figures.activations.scheduled,
gateway.identity.schedules, gateway.identity.schedule_problems, gateway.control.scheduling,
gateway.control.schedule_types.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.actions.services.schedules import due_runs
from catalog.model.agreement import AgreementState
from catalog.model.published_service import CONSENTED, BindingMode, RoleBinding
from catalog.model.subject import SYSTEM_CLOCK
from gateway.acts.commit import commit
from gateway.acts.schedule_acts import BeginScheduledRun, EndSchedule
from gateway.base.problems import ActsRefused
from gateway.figures.activations.scheduled import (
    ScheduledPorts,
    request_of_schedule,
    run_due,
)
from gateway.identity.schedule_problems import OfSchedulesAlone, ScheduleEnded
from gateway.identity.schedules import subject_of_schedule
from gateway.identity.subject import local_subject, refuse_outside_scope
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE
from tests.integration.graphql_acts.test_a_service_runs_on_a_bodys_data import (
    ACTIVATION,
    ALONE,
    STEWARD,
    asked,
    convention,
    put,
)

SCHEDULE = """mutation($activation: ID!, $frequency: RunFrequency!, $hour: Int!, $day: Int) {
  scheduleService(activation: $activation, frequency: $frequency, hour: $hour, day: $day) {
    applied sentences { fr } } }"""
END_SCHEDULE = "mutation($activation: ID!) { endSchedule(activation: $activation) { applied } }"
SHOWN = """query($activation: ID!) { activation(id: $activation) { schedule {
  frequency hour day sentence { fr en } by next last { due ended problem failures } } } }"""
CITATION = "conv-2025-0001@1"


def nightly(**more):
    return {"variables": {"activation": ACTIVATION, "frequency": "DAILY", "hour": 5, **more}}


def ports_of(town):
    return ScheduledPorts(town.services.acts, town.services.query, town.services.proof.key)


async def activated(town, **more):
    assert (await town.ask(ACTIVATE, STEWARD, **asked(input=ALONE, **more))).data
    assert (await town.ask(SCHEDULE, STEWARD, **nightly())).data["scheduleService"]["applied"]


async def schedule_of(town):
    return (await town.ports.catalog.current()).activations[ACTIVATION].schedule


async def run_on(town, day):
    """(runs taken, the last run) after a look on that day at noon."""
    later = town.at(2026, 11, day)
    taken = await run_due(ports_of(later))
    return len(taken), (await schedule_of(town)).last


async def scheduled_reads(town):
    """What the audit has of scheduled readings under the agreement."""
    reads = await town.ports.audit.audit_of(CITATION)
    return [read for read in reads if read.intent.door == "scheduled"]


async def messages(town):
    entries = await town.services.notifications.deliveries.unspread(100)
    return [one.message for one in entries if one.message.kind == "service.run_failing"]


async def test_it_runs_once_a_slot_as_the_person_who_asked_and_is_recorded_so(town):
    await activated(town)
    assert await run_due(ports_of(town)) == ()
    tomorrow = town.at(2026, 11, 26)
    # Several processes look at once: one takes the slot.
    taken = await asyncio.gather(*(run_due(ports_of(tomorrow)) for _ in range(3)))
    assert sorted(len(one) for one in taken) == [0, 0, 1]
    kept = await schedule_of(town)
    assert kept.last.due == datetime(2026, 11, 26, 4, tzinfo=UTC)
    assert (kept.last.problem, kept.last.failures) == (None, 0)
    reads = await scheduled_reads(town)
    activation = (await town.ports.catalog.current()).activations[ACTIVATION]
    assert reads
    for read in reads:
        assert (read.intent.issuer, read.intent.sub) == (kept.by_issuer, kept.by_sub)
        assert read.intent.purpose == activation.purpose
        assert read.intent.organisation == activation.body
    # Days that were missed are one run, of the last slot.
    assert await run_due(ports_of(tomorrow)) == ()
    count, last = await run_on(town, 29)
    assert (count, last.due.day) == (1, 29)


async def test_next_and_last_run_are_shown_to_its_body_alone(town):
    await activated(town)
    await run_on(town, 26)
    shown = (await town.ask(SHOWN, STEWARD, **nightly())).data["activation"]["schedule"]
    assert (shown["frequency"], shown["hour"], shown["day"]) == ("DAILY", 5, None)
    assert shown["sentence"] == {"fr": "chaque jour à 5 h", "en": "every day at 5:00"}
    assert shown["last"]["problem"] is None
    assert shown["last"]["ended"] is not None
    other = await town.ask(SHOWN, "steward@bretagne-romantique", **nightly())
    assert other.codes == ["unknown_activation"]


async def test_nothing_runs_once_the_role_is_gone(town):
    await activated(town)
    kept = await schedule_of(town)
    person = (await town.ports.catalog.current()).agents[kept.by_issuer, kept.by_sub]
    elsewhere = {"organisation": "243500667"}
    for day, changes in (
        (26, {"roles": frozenset()}),
        (27, {"roles": frozenset({"agent", "approver", "dpo"})}),
        (28, elsewhere),
    ):
        await put(town, replace(person, **changes))
        count, last = await run_on(town, day)
        assert (count, last.problem) == (1, "schedule_ended")
    assert await scheduled_reads(town) == []


async def test_nothing_runs_once_the_agreement_has_ended_and_two_failures_are_one_message(town):
    await activated(town)
    await convention(town, state=AgreementState.REVOKED)
    before = len(await scheduled_reads(town))
    told = []
    for day in (26, 27, 28, 29):
        _, last = await run_on(town, day)
        assert last.problem is not None
        told.append(len(await messages(town)))
    assert told == [0, 1, 1, 1]
    assert last.failures == 4
    assert len(await scheduled_reads(town)) == before
    (message,) = await messages(town)
    assert message.to == ("200090884",)
    assert message.roles == {"steward"}
    await convention(town, state=AgreementState.ACTIVE)
    _, last = await run_on(town, 30)
    assert (last.problem, last.failures) == (None, 0)


async def test_it_ends_when_a_steward_says_so_and_with_its_activation(town):
    await activated(town)
    ended = await town.ask(END_SCHEDULE, STEWARD, **nightly())
    assert ended.data["endSchedule"]["applied"]
    assert await run_due(ports_of(town.at(2026, 11, 26))) == ()
    assert (await town.ask(END_SCHEDULE, STEWARD, **nightly())).codes == ["not_scheduled"]
    with pytest.raises(ScheduleEnded):
        request_of_schedule(ACTIVATION, await town.ports.catalog.current())


async def test_it_is_asked_for_by_stewards_of_its_body_in_their_strongest_sign_in(town):
    assert (await town.ask(ACTIVATE, STEWARD, **asked(input=ALONE))).data
    assert await schedule_of(town) is None
    refused = {
        "agent@valcobreizh": "act_role_required",
        "approver@valcobreizh": "act_role_required",
        "steward@bretagne-romantique": "unknown_activation",
    }
    for agent, code in refused.items():
        assert (await town.ask(SCHEDULE, agent, **nightly())).codes == [code]
    weak = await town.ask(SCHEDULE, STEWARD, acr="eidas1", **nightly())
    assert weak.codes == ["sign_in_too_weak"]
    for wrong in ({"hour": 24}, {"day": 2}, {"frequency": "WEEKLY"},
                  {"frequency": "MONTHLY", "day": 29}):  # fmt: skip
        assert (await town.ask(SCHEDULE, STEWARD, **nightly(**wrong))).codes == ["schedule_unfit"]
    assert await schedule_of(town) is None


async def test_consents_are_given_to_runs_of_people(town):
    assert (await town.ask(ACTIVATE, STEWARD, **asked(input=ALONE))).data
    activation = (await town.ports.catalog.current()).activations[ACTIVATION]
    consented = RoleBinding("collectes", BindingMode.CONSENTED, CONSENTED, ())
    await put(town, replace(activation, bindings=(*activation.bindings, consented)))
    told = await town.ask(SCHEDULE, STEWARD, **nightly())
    assert told.codes == ["schedule_over_consents"]
    # It was scheduled before: it is refused all the same.
    await put(town, activation)
    assert (await town.ask(SCHEDULE, STEWARD, **nightly())).data
    set_before = (await town.ports.catalog.current()).activations[ACTIVATION]
    await put(town, replace(set_before, bindings=(*activation.bindings, consented)))
    _, last = await run_on(town, 26)
    assert last.problem == "schedule_over_consents"


async def test_nobody_comes_in_as_a_schedule_and_nobody_takes_the_clocks_acts(town):
    await activated(town)
    snapshot = await town.ports.catalog.current()
    kept = snapshot.activations[ACTIVATION]
    subject = subject_of_schedule(ACTIVATION, snapshot, kept.purpose)
    person = local_subject(snapshot.agents[kept.schedule.by_issuer, kept.schedule.by_sub])
    for who, door in ((subject, "sql"), (subject, "graphql"), (person, "scheduled")):
        with pytest.raises(OfSchedulesAlone):
            refuse_outside_scope(who, door, "arrow")
    with pytest.raises(ScheduleEnded):
        subject_of_schedule(ACTIVATION, snapshot, "other_purpose")
    acts = town.at(2026, 11, 26).services.acts
    due = next(iter(await due_of(town)))
    with pytest.raises(ActsRefused):
        await commit(BeginScheduledRun(due), person, acts, dry_run=False)
    # A subject that only reads changes nothing.
    with pytest.raises(ActsRefused):
        await commit(EndSchedule(ACTIVATION), subject, acts, dry_run=False)
    with pytest.raises(ActsRefused):
        await commit(EndSchedule(ACTIVATION), SYSTEM_CLOCK, acts, dry_run=False)


async def due_of(town):

    snapshot = await town.ports.catalog.current()
    return due_runs(snapshot, datetime(2026, 11, 26, 12, tzinfo=UTC))
