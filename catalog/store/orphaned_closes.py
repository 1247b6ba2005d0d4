"""Connections to SQLite whose closing nobody waits for any more: they end with the store.

SQLAlchemy closes the connection of a query that was cancelled behind a shield. Cancelled once more,
it stops the connection's thread, and the closing then waits for a word that never comes; cancelled
in its turn, it waits for another. A loop that ends cancels what is left once, and waits for ever.
"""

from __future__ import annotations

import asyncio

_CLOSING = "_terminate_graceful_close"
_GRACE_S = 1.0
_TURNS = 4
"""The first lets it end by itself; two cancellations are needed at most."""


async def end_orphaned_closes() -> None:
    """Those of this loop."""
    for _ in range(_TURNS):
        closing = {task for task in asyncio.all_tasks() if _is_closing(task)}
        if not closing:
            return
        _, late = await asyncio.wait(closing, timeout=_GRACE_S)
        for task in late:
            task.cancel()


def _is_closing(task: asyncio.Task[object]) -> bool:
    return str(getattr(task.get_coro(), "__qualname__", "")).endswith(_CLOSING)
