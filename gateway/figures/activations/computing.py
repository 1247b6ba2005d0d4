"""A service over rows that are governed already: its queries run in a child process."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from catalog.model.subject import Subject
from federation.engines.fair_turns import FairTurns
from federation.engines.query_tag import Caller
from gateway.base.child_process.host import ChildHost
from services_run.binding import Binding
from services_run.child import MOST_BYTES, read_rows, write_job
from services_run.folder import Service
from services_run.input_tables import input_tables
from services_run.problems import ServiceTookTooLong
from services_run.tables import FileTable
from services_run.territories import Territories
from services_run.trial import Trial, answered

TIME_LIMIT_S = 60.0
HOST = ChildHost("services_run.child")
_log = structlog.get_logger()


def begin_computing() -> None:
    """The program of the children takes seconds to import: it is begun while rows are read."""
    HOST.begin()


async def compute_apart(
    service: Service,
    inputs: Mapping[str, Sequence[tuple[FileTable, Binding]]],
    values: Mapping[str, object],
    territories: Territories,
    turns: FairTurns,
    subject: Subject,
) -> Trial:
    """As `compute`, whose queries anybody may have written: apart, in a turn of the body.

    Raises ServiceFailed, ServiceTookTooLong, ServiceAnswerTooLarge, TooManyComputations.
    """
    made = await asyncio.to_thread(input_tables, service, inputs, values, territories)
    job = await asyncio.to_thread(write_job, service, made.tables, made.types)
    caller = Caller(str(subject.organisation or ""), subject.agent or "")
    async with turns.admitted(caller, TIME_LIMIT_S):
        output = await HOST.answered(job, within_s=TIME_LIMIT_S, most_bytes=MOST_BYTES)
    try:
        rows = await asyncio.to_thread(read_rows, output, service, TIME_LIMIT_S)
    except ServiceTookTooLong:
        _log.warning("service_stopped", service=service.id, limit_s=TIME_LIMIT_S)
        raise
    return await asyncio.to_thread(answered, service, made, rows, values)
