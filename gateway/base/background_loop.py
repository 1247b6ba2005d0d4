"""Work that goes on beside requests: round after round, whatever one of them meets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

from catalog.model.problem import Problem
from gateway.base.error_reporting import report_unexpected

_log = structlog.get_logger()
Round = Callable[[], Awaitable[float]]
"""Does what is due; the answer is how many seconds to wait for the next round."""


async def repeat(
    round_: Round,
    name: str,
    *,
    retry_s: float,
    wakeup: asyncio.Event | None = None,
    stopping: asyncio.Event | None = None,
) -> None:
    """Until cancelled, or `stopping` is set: a round that has begun is then finished.

    `wakeup` ends a wait. A Problem (the store or the law does not answer) is logged as
    `<name>_waits` and a bug is reported; either way the next round comes after `retry_s` seconds.
    """
    events = [wakeup or asyncio.Event(), stopping or asyncio.Event()]
    while not events[1].is_set():
        events[0].clear()
        wait_s = retry_s
        try:
            wait_s = await round_()
        except Problem as problem:
            _log.warning(f"{name}_waits", code=problem.code)
        except Exception as bug:  # noqa: BLE001 - one bug must not end the work for good
            report_unexpected(bug, name)
        await _first_of(events, wait_s)


@asynccontextmanager
async def running(*loops: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs the loops while it is open, then cancels them and waits for their end."""
    tasks = [asyncio.create_task(each) for each in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _first_of(events: list[asyncio.Event], wait_s: float) -> None:
    # Not wait_for: it forgets a cancellation that comes at the very moment of an event.
    waits = [asyncio.create_task(each.wait()) for each in events]
    try:
        await asyncio.wait(waits, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
