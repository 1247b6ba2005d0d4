"""Bugs by which one caller stops the others: each is told by somebody who waits in vain."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import httpx

from gateway.figures.activations.computing import HOST
from gateway.reading.query.admission import FairQueue, QueueLimits
from services_run.problems import ServiceTookTooLong
from tests.integration.oracle.mutants import InPython
from tests.integration.sql.test_large_answers_are_streamed import serving
from tests.integration.sql.test_who_reads_slowly_stops_nobody import (
    COUNT,
    spools,
    standing_still,
    until,
)
from tests.unit.services.test_a_service_takes_no_more_than_its_share import (
    children,
    endless,
    run_apart,
)

SLOW_READERS: dict[str, InPython] = {
    "a turn is kept while it is sent": InPython(
        "gateway.reading.query.streaming", "_stream", "recording.give_turn_back()", "pass"
    ),
    "what does not fit in memory waits for its reader": InPython(
        "gateway.reading.query.spool",
        "Spools.has_room",
        "self.used_bytes + more <= self.most_bytes",
        "more <= 0",
    ),
    "a reader has any number of downloads": InPython(
        "gateway.reading.query.spool", "Spool.claim", "downloads[reader] += 1", "pass"
    ),
}

ENDLESS_SERVICES: dict[str, InPython] = {
    "a child has all the time": InPython(
        "gateway.base.child_process.host",
        "ChildHost.answered",
        "asyncio.timeout(within_s)",
        "asyncio.timeout(None)",
    ),
    "a child whose time is over goes on": InPython(
        "gateway.base.child_process.host",
        "ChildHost.answered",
        "if pid and not reader.at_eof():",
        "if not pid:",
    ),
}


async def left_by_an_endless_service():
    """What is found wrong of a service that never ends; None when it is ended in its time."""
    try:
        async with asyncio.timeout(10):
            await run_apart(endless(), within_s=1)
    except ServiceTookTooLong:
        pass
    except TimeoutError:
        return "it was not ended"
    try:
        async with asyncio.timeout(3):
            await children(0)
    except TimeoutError:
        return "it goes on"
    finally:
        # Whatever was planted: what runs still dies with its starter.
        HOST.process.kill()
    return None


async def stopped_by_slow_readers(door, folder):
    """What their neighbour finds wrong; None when all is as it is to be."""
    turns = FairQueue(QueueLimits(is_enforced=True, at_once=1, wait_s=0.5))
    waiting = spools(folder=folder, of_a_reader=2)
    own = door.with_ports(turns=turns, spools=waiting)
    async with serving(own) as served, AsyncExitStack() as readers:
        for count in (1, 2):
            await readers.enter_async_context(standing_still(served, 200_000))
            try:
                async with asyncio.timeout(5):
                    await until(lambda: waiting.downloads.total() == count)  # noqa: B023 - awaited here
                    await until(lambda: not turns.length[0])
            except TimeoutError:
                return "a turn is not given back, or a download not counted"
        async with httpx.AsyncClient(timeout=30) as client:
            headers = await served.headers("json")
            answer = await client.post(served.url, json={"query": COUNT}, headers=headers)
        return None if answer.status_code == 200 else answer.text
