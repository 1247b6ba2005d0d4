"""The stop of a gateway within its grace: waiting callers are told at once, none is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

_log = structlog.get_logger()
CLOSING_S = 2.0
"""The seconds that connections and threads may take to end, all together; held ones are left."""
_LAST_S = 3.0
"""Of a grace: to cancel what still runs, record how it ended, and close."""


def queries_grace_s(grace_s: float) -> int:
    """The whole seconds of a grace that running queries have: all but the last three, which ending
    takes, or but a third of a short grace.
    """
    return int(grace_s - min(_LAST_S, grace_s / 3))


async def close_together(*closings: Callable[[], Awaitable[None]]) -> None:
    """All at once, and those that are not done within CLOSING_S are left as they are: a thread of
    an engine, or somebody's server, may hold them for as long as it likes.
    """
    running = {asyncio.ensure_future(each()) for each in closings}
    if not running:
        return
    done, held = await asyncio.wait(running, timeout=CLOSING_S)
    for each in held:
        each.cancel()
    failed = [each for each in done if each.exception() is not None]
    if held or failed:
        _log.warning("left_unclosed", held=len(held), failed=len(failed))
