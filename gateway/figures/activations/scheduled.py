"""Scheduled runs: each slot is taken by one process, and read as whoever asked for it, today."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass

import structlog

from catalog.actions.services.schedule_problems import ScheduleOverConsents
from catalog.actions.services.schedules import DueRun, RunOutcome, due_runs
from catalog.model.doors import SCHEDULED
from catalog.model.problem import CallerProblem, Problem
from catalog.model.published_service import Activation, BindingMode
from catalog.model.subject import SYSTEM_CLOCK
from catalog.problems import CatalogMoved
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.act_questions import ask_the_law
from gateway.acts.commit import commit
from gateway.acts.ports import ActPorts
from gateway.acts.schedule_acts import (
    RUN_ON_SCHEDULE,
    BeginScheduledRun,
    EndScheduledRun,
)
from gateway.acts.service_acts import ServiceActs
from gateway.base.background_loop import repeat
from gateway.base.error_reporting import report_unexpected
from gateway.figures.activations.run_left import alerts_of, reading_of
from gateway.figures.activations.service import ActivationService, Run
from gateway.identity.schedule_problems import ended
from gateway.identity.schedules import claims_of_schedule
from gateway.identity.subject import resolve_subject
from gateway.proof.signing_key import SigningKey
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_request import SqlRequest
from policies.sharing import SharingQuestion
from services_run.folder import Service

_log = structlog.get_logger()
_EVERY_S = 30.0


@dataclass(frozen=True, slots=True)
class ScheduledPorts:
    acts: ActPorts
    query: Ports
    key: SigningKey


async def keep_schedules(ports: ScheduledPorts, stopping: asyncio.Event) -> None:
    """Looks every 30 seconds until `stopping`; a run that has begun is ended first."""

    async def round_() -> float:
        await run_due(ports)
        return _EVERY_S

    await repeat(round_, "schedules", retry_s=_EVERY_S, stopping=stopping)


async def run_due(ports: ScheduledPorts) -> tuple[DueRun, ...]:
    """Runs what is due, one after the other; what this process took. Raises OperatorProblem where
    the store or the law does not answer: the rest waits.
    """
    snapshot = await ports.acts.catalog.current()
    own_runs = []
    for due in due_runs(snapshot, ports.acts.clock()):
        try:
            await commit(BeginScheduledRun(due), SYSTEM_CLOCK, ports.acts, dry_run=False)
        except (CallerProblem, CatalogMoved) as problem:
            # Another process has taken it, or it is scheduled no more.
            _log.debug("schedules_pass", activation=due.activation, code=problem.code)
            continue
        own_runs.append(due)
        outcome = await _outcome(due, ports)
        try:
            await commit(EndScheduledRun(due, outcome), SYSTEM_CLOCK, ports.acts, dry_run=False)
        except CallerProblem as problem:
            _log.debug("schedules_pass", activation=due.activation, code=problem.code)
    return tuple(own_runs)


async def _outcome(due: DueRun, ports: ScheduledPorts) -> RunOutcome:
    try:
        service, run = await run_scheduled(due.activation, ports)
        digest = ports.query.digest_document
        return RunOutcome(None, reading_of(run, due.due, digest), alerts_of(run, service, digest))
    except Problem as problem:
        return RunOutcome(problem.code)
    except Exception as bug:  # noqa: BLE001 - the next service runs all the same
        return RunOutcome(report_unexpected(bug, f"scheduled run {due.activation}").code)


async def run_scheduled(activation_id: str, ports: ScheduledPorts) -> tuple[Service, Run]:
    """Raises ScheduleEnded, ActsRefused where the law does not let that person's service run,
    ScheduleOverConsents, and what any run meets.
    """
    snapshot, now = await ports.acts.catalog.current(), ports.acts.clock()
    activation = snapshot.activations.get(activation_id)
    request = request_of_schedule(activation_id, snapshot)
    subject = resolve_subject(
        request.session, snapshot, purpose=request.purpose, on_behalf_of=None, now=now
    )
    await ask_the_law(SharingQuestion(subject, RUN_ON_SCHEDULE, now), ports.acts.law)
    refuse_over_consents(activation)
    acts = ServiceActs(subject, ports.acts, ports.key)
    standpoint = Standpoint(subject, snapshot, now)
    service = ActivationService(standpoint, request, ports.query, acts, ports.key)
    run = await service.run(activation_id, {})
    _, described = await service.service(service.activation(activation_id).published)
    return described, run


def request_of_schedule(activation_id: str, snapshot: Snapshot) -> SqlRequest:
    """Raises ScheduleEnded."""
    activation = snapshot.activations.get(activation_id)
    if activation is None or activation.schedule is None:
        raise ended("il n'est plus programmé", "it is scheduled no more")
    return SqlRequest(
        id=uuid.uuid4().hex,
        document="",
        session=claims_of_schedule(activation, activation.schedule),
        purpose=activation.purpose,
        door=SCHEDULED,
    )


def refuse_over_consents(activation: Activation | None) -> None:
    """Raises ScheduleOverConsents: consents are given to runs of people."""
    if activation is not None and any(
        binding.mode is BindingMode.CONSENTED for binding in activation.bindings
    ):
        raise ScheduleOverConsents(activation=activation.id)
