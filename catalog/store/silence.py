"""Connections to PostgreSQL that end when the server says nothing for too long.

A server that is gone ends its connections; one that is stopped, or whose disk is, leaves them open
and never answers. Cancelling what waits would ask that same server to cancel it, and wait again.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import psycopg
from typing_extensions import override

_Connection = psycopg.AsyncConnection[Any]
_AT_MOST_S: ContextVar[float] = ContextVar("store_silence_s", default=float("inf"))
_AT_LEAST_S: ContextVar[float] = ContextVar("store_patience_s", default=0.0)


@contextmanager
def hurried(seconds: float) -> Iterator[None]:
    """Within, nothing of the server's is waited for longer: a request waits for it."""
    before = _AT_MOST_S.set(seconds)
    try:
        yield
    finally:
        _AT_MOST_S.reset(before)


@contextmanager
def patient(seconds: float) -> Iterator[None]:
    """Within, one statement may take so long: it is known to be large."""
    before = _AT_LEAST_S.set(seconds)
    try:
        yield
    finally:
        _AT_LEAST_S.reset(before)


def connecting(silence_s: float) -> Callable[..., Awaitable[_Connection]]:
    """As `psycopg.AsyncConnection.connect`; each answer of the server comes within `silence_s`."""

    class Impatient(psycopg.AsyncConnection[Any]):
        @override
        async def wait(self, *args: Any, **options: Any) -> Any:
            within_s = min(max(silence_s, _AT_LEAST_S.get()), _AT_MOST_S.get())
            loop = asyncio.get_running_loop()
            hanging_up = loop.call_later(within_s, _hang_up, self.fileno())
            try:
                return await super().wait(*args, **options)
            finally:
                hanging_up.cancel()

    return Impatient.connect


def _hang_up(descriptor: int) -> None:
    """Psycopg sees the end of the connection, and says that it was lost."""
    with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as line:
        line.shutdown(socket.SHUT_RDWR)
