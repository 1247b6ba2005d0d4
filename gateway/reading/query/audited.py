"""Runs a prepared request between two records, for every caller alike: no record, no answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from catalog.model.problem import Problem
from catalog.stages import Stage, stage
from gateway.base.error_reporting import report_operator_problem
from gateway.base.problems import AgreementLimitReached
from gateway.reading.query.audit_records import outcome_of, record_intent
from gateway.reading.query.plan_cache import Prepared, PreparedRead
from gateway.reading.query.ports import Ports
from gateway.reading.query.receipting import receipt_of
from gateway.reading.query.request import Answer, DataRequest, GraphqlRequest
from gateway.reading.query.standard_fields import execute_settled, settle_document
from schema.reading.read_document import ControlAnswer
from schema.response.writer import write_answer

ExecuteControl = Callable[[Prepared, GraphqlRequest], Awaitable[ControlAnswer | None]]
"""The control side is given by the door: it asks for rows itself, by this very path."""


@dataclass(slots=True)
class Recording:
    """`parts`: how many rows each statement gave, or what stopped it, once that is known;
    `give_turn_back`: for an answer that is computed and not yet sent.
    """

    give_turn_back: Callable[[], None]
    parts: list[int | Problem] = field(default_factory=list)


@asynccontextmanager
async def recorded(
    prepared: PreparedRead, request: DataRequest, ports: Ports, started: float
) -> AsyncIterator[Recording]:
    """Its turn, the intent before anything runs; then how it ended, whatever happens in between.

    Raises TooManyQueries and QuotaExceeded, which read nothing and record nothing, and
    AgreementLimitReached, recorded as an attempt that failed.
    """
    async with (
        ports.turns.admitted(prepared.subject) as give_turn_back,
        _recorded(prepared, request, ports, started, Recording(give_turn_back)) as recording,
    ):
        yield recording


@asynccontextmanager
async def _recorded(
    prepared: PreparedRead,
    request: DataRequest,
    ports: Ports,
    started: float,
    recording: Recording,
) -> AsyncIterator[Recording]:
    subject, catalog = prepared.subject, prepared.snapshot
    ports.quotas.admit(subject, catalog, ports.clock())
    intent = asyncio.ensure_future(record_intent(prepared, request, ports))
    try:
        # A caller who leaves does not stop the record, so that it always has its end.
        _keep_within(await asyncio.shield(intent))
        yield recording
    except BaseException as error:
        if await _is_kept(intent):
            outcome = outcome_of(recording.parts, error, request, started)
            ports.quotas.add_time(subject, catalog, outcome.duration_ms)
            with stage(Stage.AUDIT):
                await asyncio.shield(ports.audit.record_outcome(outcome))
        raise
    outcome = outcome_of(recording.parts, None, request, started)
    ports.quotas.add_time(subject, catalog, outcome.duration_ms)
    with stage(Stage.AUDIT):
        # The answer does not wait for it: what comes next does, where it cannot be written.
        ports.audit.note_outcome(outcome)


def _no_turn() -> None:
    """Nothing is read: no turn was taken."""


async def _is_kept(intent: asyncio.Future[AgreementLimitReached | None]) -> bool:
    await asyncio.wait({intent})
    return intent.exception() is None


def _keep_within(beyond: AgreementLimitReached | None) -> None:
    if beyond is not None:
        raise beyond


async def answer_prepared(
    prepared: Prepared,
    request: GraphqlRequest,
    ports: Ports,
    started: float,
    execute_control: ExecuteControl,
) -> Answer:
    """The answer to a prepared request, recorded before and after it runs, with its receipt."""
    if not prepared.plans.slices:
        return await _answer(prepared, request, ports, execute_control, Recording(_no_turn))
    async with recorded(prepared, request, ports, started) as recording:
        answer = await _answer(prepared, request, ports, execute_control, recording)
    receipt = receipt_of(prepared, request, ports, recording.parts, answer.body)
    return replace(answer, receipt=receipt)


async def _answer(
    prepared: Prepared,
    request: GraphqlRequest,
    ports: Ports,
    execute_control: ExecuteControl,
    recording: Recording,
) -> Answer:
    read, control = prepared.read, None
    settled = await settle_document(prepared, request, ports)
    rows = execute_settled(settled, request, ports)
    if read.control is None and read.introspection is None:
        answered = await rows
    else:
        answered, control = await asyncio.gather(rows, execute_control(prepared, request))
    slices = answered.slices
    told = (each for each in slices.values() if isinstance(each, Problem))
    report_operator_problem(told, request.id)
    if control is not None:
        report_operator_problem((each.problem for each in control.problems), request.id)
    with stage(Stage.SERIALISE):
        body = write_answer(
            read,
            slices,
            control,
            request.language,
            request.id,
            extensions=answered.extensions,
            scopes=answered.scopes,
        )
    for answer in slices.values():
        if isinstance(answer, Problem):
            recording.parts.append(answer)
        else:
            recording.parts.append(answer.rows + sum(answer.linked.values()))
            recording.parts += [refused.problem for refused in answer.refused]
    return Answer(body=body, status=200, executed=True)
