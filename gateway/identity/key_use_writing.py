"""Writes, beside the requests, on which day each key was last used."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date

import structlog

from catalog.model.problem import Problem
from gateway.identity.keys import KeyUses

_log = structlog.get_logger()
_EVERY_S = 60.0
WriteDays = Callable[[Mapping[str, date]], Awaitable[None]]


async def keep_key_uses(uses: KeyUses, write: WriteDays, every_s: float = _EVERY_S) -> None:
    """Until cancelled; what is left is written then."""
    try:
        while True:
            await asyncio.sleep(every_s)
            await write_key_uses(uses, write)
    except asyncio.CancelledError:
        await write_key_uses(uses, write)
        raise


async def write_key_uses(uses: KeyUses, write: WriteDays) -> None:
    """All of them at once; those that could not be written are written next time."""
    if not uses.unwritten:
        return
    days, uses.unwritten = uses.unwritten, {}
    try:
        await write(days)
    except Problem as problem:
        uses.unwritten = {**days, **uses.unwritten}
        _log.warning("key_uses_not_written", code=problem.code)
