"""Connections to one PostgreSQL, kept for the next query."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import psycopg
from psycopg.pq import TransactionStatus

from federation.engines.fair_turns import FairTurns
from federation.engines.postgres_sessions import Connection, set_reading
from federation.engines.query_tag import CALLER
from federation.problems import SourceOverloaded

Connect = Callable[[], Awaitable[Connection]]

_IDLE_S = 60.0
_END_S = 10.0


def was_lost(error: psycopg.OperationalError) -> bool:
    """True where the connection went away under the query, which itself was not at fault."""
    return error.sqlstate is None or error.sqlstate.startswith(("08", "57P"))


@dataclass(slots=True, eq=False)
class _Session:
    """`by_position`: how it reads now; `since` when it is idle, in seconds of the clock."""

    connection: Connection
    by_position: bool = False
    since: float = 0.0


class Connections:
    """At most `size` at once, three quarters of them for one body; at most `queue` of a body wait.

    The most recently used of those that read as the query must is used first. There are never more
    than `size`, idle ones counted: once there are as many, one that reads otherwise is set anew.

    Unlike psycopg_pool, nothing reconnects in the background: where a source is down, the first
    refusal is the answer, and nobody waits for a time-out.
    """

    def __init__(self, connect: Connect, *, size: int, queue: int) -> None:
        self._connect = connect
        self._turns = FairTurns(size, of_a_body=(size * 3 + 3) // 4)
        self._queue = queue
        self._size = size
        self._idle: list[_Session] = []
        self._used: set[Connection] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False

    @asynccontextmanager
    async def connection(
        self, *, by_position: bool, fresh: bool = False
    ) -> AsyncIterator[Connection]:
        """A connection that nobody else uses meanwhile, which reads `by_position` or does not;
        `fresh`: made now, never one kept.

        Raises SourceOverloaded when too many wait, psycopg.OperationalError when none can be made.
        """
        caller = CALLER.get()
        turns = self._turns
        if turns.must_wait(caller.body) and turns.waiting_of(caller.body) >= self._queue:
            raise SourceOverloaded
        async with turns.admitted(caller):
            session = None if fresh else self._kept(by_position=by_position)
            if session is None or session.by_position != by_position:
                session = await self._set_or_made(session, by_position=by_position)
            connection = session.connection
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
                await self._put_back(session)
                if connection.closed and not self._closed:
                    self._end_later(pid)

    async def _set_or_made(self, kept: _Session | None, *, by_position: bool) -> _Session:
        if kept is not None:
            # It may have died while it was idle.
            with suppress(psycopg.Error):
                await _set(kept, by_position=by_position)
                return kept
        if self._is_full:
            await self._idle.pop(0).connection.close()
        made = _Session(await self._connect())
        await _set(made, by_position=by_position)
        return made

    @property
    def _is_full(self) -> bool:
        """True where one more connection, for the turn that is taken, would be one too many."""
        return self._turns.running + len(self._idle) > self._size

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

    def _kept(self, *, by_position: bool) -> _Session | None:
        idle = self._idle
        for place in range(len(idle) - 1, -1, -1):
            if idle[place].connection.closed:
                del idle[place]
            elif idle[place].by_position == by_position:
                return idle.pop(place)
        return idle.pop(0) if idle and self._is_full else None

    async def _put_back(self, session: _Session) -> None:
        now = time.monotonic()
        stale = [idle for idle in self._idle if now - idle.since > _IDLE_S]
        self._idle = [idle for idle in self._idle if now - idle.since <= _IDLE_S]
        if self._closed or session.connection.info.transaction_status is not TransactionStatus.IDLE:
            stale.append(session)
        else:
            session.since = now
            self._idle.append(session)
        for idle in stale:
            await idle.connection.close()

    async def aclose(self, *, cancel: bool) -> None:
        """Kept connections are closed now, used ones when they come back, cancelled or not."""
        self._closed = True
        for task in tuple(self._ending):
            await task
        idle, self._idle = self._idle, []
        for session in idle:
            await session.connection.close()
        if cancel:
            for connection in tuple(self._used):
                await connection.cancel_safe(timeout=5.0)


async def _set(session: _Session, *, by_position: bool) -> None:
    """Sets how the session reads; one of which that is not known is closed."""
    if session.by_position == by_position:
        return
    try:
        await set_reading(session.connection, by_position=by_position)
        session.by_position = by_position
    finally:
        if session.by_position != by_position:
            await session.connection.close()
