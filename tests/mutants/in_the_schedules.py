"""Bugs of scheduled runs: rows are read after what they rest on has ended, twice, or by nobody."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from catalog.changes import ActRecord, Changes
from catalog.model.problem import Problem
from gateway.figures.activations import scheduled
from gateway.figures.activations.scheduled import ScheduledPorts
from gateway.identity.subject import local_subject, refuse_outside_scope
from tests.integration.oracle.mutants import InPython

RUNNER, RULES = "gateway.figures.activations.scheduled", "catalog.actions.services.schedules"
IDENTITY, SUBJECT = "gateway.identity.schedules", "gateway.identity.subject"
STEWARD, ACTIVATION = "steward@valcobreizh", "valcobreizh-rpqs-dechets"
SHARED, CITATION = "val-d-ille-aubigne.collectes", "conv-2025-0001@1"
ACTIVATE = """mutation($input: ServiceChoicesInput) {
  activateService(service: "rpqs-dechets", input: $input) { applied } }"""
SCHEDULE = """mutation($activation: ID!) {
  scheduleService(activation: $activation, frequency: DAILY, hour: 5) { applied } }"""
ALONE = {
    "datasets": [{"role": "collectes", "datasets": [SHARED]}, {"role": "matrice", "datasets": []}]
}

BUGS: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "it runs for who is no steward any more": (
            IDENTITY, "subject_of_schedule", "if person is None or not is_steward",
            "if person is None",
        ),
        "it runs for who left the body": (
            IDENTITY, "subject_of_schedule",
            "and person.organisation == activation.body", "and True",
        ),
        "a slot is run by each process": (
            RULES, "begin_run", "if current.due_slot(facts.now) != due.due", "if False",
        ),
        "its readings are recorded as anybody's": (
            "gateway.figures.activations.service", "ActivationService._sql_request_for",
            'SCHEDULED if self.standpoint.subject.via == "schedule" else "sql"', '"sql"',
        ),
        "people come in by its way": (
            SUBJECT, "refuse_outside_scope",
            '(subject.via == "schedule") is not (door == SCHEDULED)', "False",
        ),
        "each failure is a message": (
            RULES, "end_run", "and run.failures < TOLD_AT", "and True",
        ),
        "a failure is taken for a success": (
            RUNNER, "_outcome", "return problem.code", "return None",
        ),
    }.items()
}  # fmt: skip


async def leak_that_passes(town):
    """The first thing that went wrong, in words; None without a bug."""
    assert (await town.ask(ACTIVATE, STEWARD, variables={"input": ALONE})).data
    assert (await town.ask(SCHEDULE, STEWARD, variables={"activation": ACTIVATION})).data
    found = await _slots(town)
    return found or await _doors(town) or await _roles(town) or await _agreements(town)


async def _run(town, day):
    later = town.at(2026, 11, day)
    ports = ScheduledPorts(later.services.acts, later.services.query, later.services.proof.key)
    return await scheduled.run_due(ports)


async def _last(town):
    return (await town.ports.catalog.current()).activations[ACTIVATION].schedule.last


async def _reads(town):
    return await town.ports.audit.audit_of(CITATION)


async def _slots(town):
    before = len(await _reads(town))
    taken = await asyncio.gather(*(_run(town, 26) for _ in range(3)))
    reads = (await _reads(town))[before:]
    if sum(map(len, taken)) != 1:
        return "one slot ran several times"
    if (await _last(town)).problem is not None:
        return "what may be read was not"
    if not reads or {read.intent.door for read in reads} != {"scheduled"}:
        return "a scheduled reading is not recorded as one"
    return None


async def _doors(town):
    snapshot = await town.ports.catalog.current()
    kept = snapshot.activations[ACTIVATION].schedule
    person = local_subject(snapshot.agents[kept.by_issuer, kept.by_sub])
    try:
        refuse_outside_scope(person, "scheduled", "arrow")
    except Problem:
        return None
    return "a person came in by the way of schedules"


async def _roles(town):
    snapshot = await town.ports.catalog.current()
    kept = snapshot.activations[ACTIVATION].schedule
    person = snapshot.agents[kept.by_issuer, kept.by_sub]
    changed = (
        replace(person, roles=frozenset({"agent", "approver"})),
        replace(person, organisation="243500667"),
    )
    for day, each in enumerate(changed, 27):
        await _put(town, each)
        await _run(town, day)
        if (await _last(town)).problem != "schedule_ended":
            return "it ran for somebody who may not any more"
    await _put(town, person)
    return None


async def _agreements(town):
    snapshot = await town.ports.catalog.current()
    known = next(one for one in snapshot.agreements if one.citation == CITATION)
    await _put(town, replace(known, state=type(known.state).REVOKED))
    for day in (29, 30):
        before = len(await _reads(town))
        await _run(town, day)
        if len(await _reads(town)) != before or (await _last(town)).problem is None:
            return "it read under an agreement that has ended"
    entries = await town.services.notifications.deliveries.unspread(100)
    told = [one for one in entries if one.message.kind == "service.run_failing"]
    return None if len(told) == 1 else "each failure was a message"


async def _put(town, *entities):
    catalog = town.services.acts.catalog
    record = ActRecord(datetime(2026, 11, 25, tzinfo=UTC), None, "test", None, "test")
    await catalog.write((await catalog.current()).version, Changes(put=entities), record)
