"""Connections to SQLite whose closing nobody waits for any more: they end with the store.

SQLAlchemy closes the connection of a query that was cancelled behind a shield. Cancelled once more,
it stops the connection's thread, and the closing then waits for a word that never comes; cancelled
in its turn, it waits for another. A loop that ends cancels what is left once, and waits for ever.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterable
from typing import Any
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from typing_extensions import override

from catalog.store.sqlite_wait import SQLITE_WAIT_S

_CLOSING = "_terminate_graceful_close"
_GRACE_S = 1.0
_TURNS = 4
"""The first lets it end by itself; two cancellations are needed at most."""


async def _end_orphaned_closes() -> None:
    """Waits for the closings of this event loop, and cancels those that are late."""
    for _ in range(_TURNS):
        closing = {task for task in asyncio.all_tasks() if _is_closing(task)}
        if not closing:
            return
        _, late = await asyncio.wait(closing, timeout=_GRACE_S)
        for task in late:
            task.cancel()


class RollingBack(sqlite3.Connection):
    """SQLite puts the end of a connection off for as long as one of its cursors has rows that
    nobody read, and the end of its transaction with it: of work that is broken off between a query
    and its rows, every other writer would wait for the garbage collector.
    """

    @override
    def close(self) -> None:
        try:
            if self.in_transaction:
                self.rollback()
        finally:
            super().close()


class OpenedConnections:
    """An engine's open connections to SQLite: each has a thread, which holds its transaction.

    There is none after the end: work that goes on behind it would open one that nobody closes.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._known: WeakSet[Any] = WeakSet()
        self._is_ended = False
        if engine.dialect.name == "sqlite":
            event.listen(engine.sync_engine, "connect", self._note)

    def _note(self, connection: Any, _record: object) -> None:
        if self._is_ended:
            raise sqlite3.OperationalError("the store is closed")
        self._known.add(connection.driver_connection)

    async def end(self) -> None:
        """Also those that nobody gave back: a transaction that is left open keeps every writer of
        the file waiting. Their threads still need the loop to end.
        """
        self._is_ended = True
        await _end_orphaned_closes()
        left = [(each, each._thread) for each in self._known]  # noqa: SLF001 - it has no other name
        left = [(each, thread) for each, thread in left if thread.is_alive()]
        for connection, _ in left:
            connection.stop()
        if left:
            await asyncio.to_thread(_join, [thread for _, thread in left])


def _join(threads: Iterable[threading.Thread]) -> None:
    for thread in threads:
        thread.join(SQLITE_WAIT_S)


def _is_closing(task: asyncio.Task[object]) -> bool:
    return str(getattr(task.get_coro(), "__qualname__", "")).endswith(_CLOSING)
