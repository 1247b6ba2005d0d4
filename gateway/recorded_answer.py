"""What was prepared, run and written: no record, no answer. Whoever asks, the same way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from gateway.gather import gather_slices
from gateway.ports import Ports
from gateway.prepared import Prepared
from gateway.problems import AgreementLimitReached
from gateway.records import outcome_of, record_intent
from gateway.request import Answer, GraphqlRequest
from schema.document import ControlAnswer
from schema.writer import write_answer

GatherControl = Callable[[Prepared, GraphqlRequest, Ports], Awaitable[ControlAnswer | None]]
"""The control side is given: it asks for rows itself, by this very path."""


async def answer_prepared(
    prepared: Prepared,
    request: GraphqlRequest,
    ports: Ports,
    started: float,
    gather_control: GatherControl,
) -> Answer:
    """What was decided and planned, recorded, run, and recorded again."""
    beyond = await record_intent(prepared, request, ports) if prepared.read.slices else None
    try:
        _keep_within(beyond)
        slices, control = await asyncio.gather(
            gather_slices(prepared, request, ports), gather_control(prepared, request, ports)
        )
        body = write_answer(prepared.read, slices, control, request.language, request.id)
    except BaseException as error:
        if prepared.read.slices:
            await asyncio.shield(
                ports.audit.record_outcome(outcome_of({}, error, request, started))
            )
        raise
    if prepared.read.slices:
        await ports.audit.record_outcome(outcome_of(slices, None, request, started))
    return Answer(body=body, status=200, executed=True)


def _keep_within(beyond: AgreementLimitReached | None) -> None:
    """Recorded as an attempt that failed: nothing runs."""
    if beyond is not None:
        raise beyond
