"""A query that is cancelled twice leaves nothing that a loop would wait for at its end.

Covers catalog.store.orphaned_closes.
"""

import asyncio
import threading

import pytest
from sqlalchemy import text

from catalog.store import open_store


async def test_nothing_of_a_query_that_was_cancelled_twice_is_left(tmp_path):
    store = await open_store(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    has_begun, may_end = threading.Event(), threading.Event()

    def held():
        has_begun.set()
        may_end.wait(timeout=30)
        return 1

    async def ask():
        async with store._engine.connect() as connection:
            raw = await connection.get_raw_connection()
            await raw.driver_connection.create_function("held", 0, held)
            await connection.execute(text("SELECT held()"))

    before = asyncio.all_tasks()
    asking = asyncio.create_task(ask())
    await asyncio.to_thread(has_begun.wait)
    asking.cancel()
    for _ in range(20):
        # Its connection is being closed behind a shield.
        await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    may_end.set()
    await store.aclose()
    assert asyncio.all_tasks() == before
