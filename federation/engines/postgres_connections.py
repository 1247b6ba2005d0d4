"""Connections to one PostgreSQL, kept for the next query."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow

from federation.engines.fair_turns import FairTurns
from federation.engines.query_tag import CALLER
from federation.problems import SourceOverloaded

Connection = psycopg.AsyncConnection[TupleRow]
Connect = Callable[[], Awaitable[Connection]]

_IDLE_S = 60.0
_END_S = 10.0


def was_lost(error: psycopg.OperationalError) -> bool:
    """Whether the connection went away under the query, which itself was not at fault."""
    return error.sqlstate is None or error.sqlstate.startswith(("08", "57P"))


class Connections:
    """At most `size` at once, three quarters of them for one body; at most `queue` of a body wait.
    The most recently used is used first.

    Unlike psycopg_pool, nothing reconnects in the background: where a source is down, the first
    refusal is the answer, and nobody waits for a time-out.
    """

    def __init__(self, connect: Connect, *, size: int, queue: int) -> None:
        self._connect = connect
        self._turns = FairTurns(size, of_a_body=(size * 3 + 3) // 4)
        self._queue = queue
        self._idle: list[tuple[Connection, float]] = []
        self._used: set[Connection] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False

    @asynccontextmanager
    async def connection(self, *, fresh: bool = False) -> AsyncIterator[Connection]:
        """A connection that nobody else uses meanwhile; `fresh`: made now, never one kept.

        Raises SourceOverloaded when too many wait, psycopg.OperationalError when none can be made.
        """
        caller = CALLER.get()
        turns = self._turns
        if turns.must_wait(caller.body) and turns.waiting_of(caller.body) >= self._queue:
            raise SourceOverloaded
        async with turns.taken(caller):
            connection = (None if fresh else self._kept()) or await self._connect()
            self._used.add(connection)
            pid = connection.info.backend_pid
            try:
                yield connection
            except psycopg.InternalError:
                if connection.broken:
                    # The server's last word and the end of the connection came together, of which
                    # psycopg says only that there were two results to one command.
                    raise psycopg.OperationalError("the connection was lost") from None
                raise
            finally:
                self._used.discard(connection)
                await self._put_back(connection)
                if connection.closed and not self._closed:
                    self._end_later(pid)

    def _end_later(self, pid: int) -> None:
        """A cancel that reaches the server between two messages of a query is lost: its session,
        which we gave up, would run on to its own time-out.
        """
        task = asyncio.create_task(self._end(pid))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _end(self, pid: int) -> None:
        with suppress(psycopg.Error, TimeoutError):
            async with asyncio.timeout(_END_S):
                other = await self._connect()
                async with other:
                    await other.execute("SELECT pg_terminate_backend(%s)", (pid,))

    def _kept(self) -> Connection | None:
        while self._idle:
            connection, _ = self._idle.pop()
            if not connection.closed:
                return connection
        return None

    async def _put_back(self, connection: Connection) -> None:
        now = time.monotonic()
        stale = [held for held, since in self._idle if now - since > _IDLE_S]
        self._idle = [item for item in self._idle if now - item[1] <= _IDLE_S]
        if self._closed or connection.info.transaction_status is not TransactionStatus.IDLE:
            stale.append(connection)
        else:
            self._idle.append((connection, now))
        for old in stale:
            await old.close()

    async def aclose(self, *, cancel: bool) -> None:
        """Kept connections are closed now, used ones when they come back, cancelled or not."""
        self._closed = True
        for task in tuple(self._ending):
            await task
        idle, self._idle = self._idle, []
        for connection, _ in idle:
            await connection.close()
        if cancel:
            for connection in tuple(self._used):
                await connection.cancel_safe(timeout=5.0)
