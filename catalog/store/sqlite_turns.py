"""Turns at writing to a SQLite file: one writer of a process at a time, the audit between any two.

SQLite has one writer. Others look again now and then, and by chance: three hundred that were sent
at once kept the audit, and so every query, waiting for five seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


async def _nobody() -> None:
    """Nothing waits to be recorded."""


class WriteTurns:
    """Of one engine, used from one event loop. `audit_written` waits until what is to be recorded
    by now is.
    """

    def __init__(self) -> None:
        self.audit_written: Callable[[], Awaitable[None]] = _nobody
        self._one = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        async with self._one:
            await self.audit_written()
            yield
