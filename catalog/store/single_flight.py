"""One read shared by all who ask while none has begun: never a read begun before one asked."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class SharedRead(Generic[_Value]):
    """`await shared()` answers a read that started after the call."""

    def __init__(self, read: Callable[[], Awaitable[_Value]]) -> None:
        self._read = read
        self._running: asyncio.Task[_Value] | None = None
        self._next: asyncio.Task[_Value] | None = None

    async def __call__(self) -> _Value:
        if self._next is None:
            self._next = asyncio.create_task(self._start(after=self._running))
            self._next.add_done_callback(_retrieve)
        # A caller who leaves must not cancel the read that others wait for.
        return await asyncio.shield(self._next)

    async def _start(self, after: asyncio.Task[_Value] | None) -> _Value:
        if after is not None:
            with contextlib.suppress(Exception):
                await after
        # From here on the read has begun: whoever arrives now takes the next one.
        self._running, self._next = self._next, None
        return await self._read()


def _retrieve(task: asyncio.Task[_Value]) -> None:
    """Callers have the exception; where all of them left, nobody is owed a warning."""
    if not task.cancelled():
        task.exception()
