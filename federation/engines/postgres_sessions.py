"""By what a session of PostgreSQL makes its plans: the server's own settings, or by position."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

from psycopg import AsyncConnection, AsyncRawCursor
from psycopg.errors import CancellationTimeout
from psycopg.rows import TupleRow
from typing_extensions import override

from federation.plan import Plan
from federation.storages.postgresql_server import BY_POSITION

Connection = AsyncConnection[TupleRow]

_ENDS_BY_POSITION = b"\n-- by position"
_CANCEL_S = 2.0


class PromptConnection(AsyncConnection[TupleRow]):
    """One whose caller leaves without waiting for a server that is silent."""

    @override
    async def cancel_safe(self, *, timeout: float = _CANCEL_S) -> None:
        """Cancels the running query, as psycopg asks where the task that waits for it is cancelled.
        Where the server stays silent for `timeout`, two seconds at most, shuts the line and raises
        CancellationTimeout.
        """
        try:
            await super().cancel_safe(timeout=min(timeout, _CANCEL_S))
        except CancellationTimeout:
            # psycopg would go on to wait for the end of the query, which nobody will tell.
            with suppress(OSError), socket.socket(fileno=os.dup(self.fileno())) as line:
                line.shutdown(socket.SHUT_RDWR)
            raise


async def set_reading(connection: Connection, *, by_position: bool) -> None:
    """Makes the plans of this session read tables by position (`BY_POSITION`), or no longer.

    Raises psycopg.Error, after which nobody knows how the session reads.
    """
    async with AsyncRawCursor(connection) as cursor:
        await cursor.execute(_set_all() if by_position else _reset_all(), prepare=False)


def _set_all() -> bytes:
    """One message, of statements that hold together: all of them, or none."""
    return "; ".join(f"SET {name} TO {value}" for name, value in BY_POSITION.items()).encode()


def _reset_all() -> bytes:
    """Each is again as the session began, whatever its server's administrator has set."""
    return "; ".join(f"RESET {name}" for name in BY_POSITION).encode()


def statement_of(plan: Plan, text: str) -> bytes:
    """`text`, one of the plan's, to be prepared for plans of its reading alone.

    A prepared statement keeps the plan that was made for it when settings change, and psycopg
    knows it by its text: the other reading is another text.
    """
    return text.encode() + (_ENDS_BY_POSITION if plan.by_position else b"")
