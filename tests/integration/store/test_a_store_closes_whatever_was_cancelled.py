"""A query that is cancelled twice leaves nothing that a loop would wait for at its end, and no
transaction outlives its store.

Covers catalog.store.orphaned_closes.
"""

import asyncio
import gc
import sqlite3
import threading
from contextlib import closing

import pytest
from sqlalchemy import text

from catalog.problems import StoreUnavailable
from catalog.store import open_store, orphaned_closes
from catalog.store.opening import writing


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


def is_writable(path):
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


async def test_a_transaction_that_nobody_ended_ends_with_the_store(tmp_path):
    path = tmp_path / "catalog.sqlite"
    store = await open_store(f"sqlite:///{path}")
    connection = await store._engine.connect()
    await connection.execution_options(interco_writes=True)
    await connection.begin()
    assert not is_writable(path)
    await store.aclose()
    assert is_writable(path)
    await connection.close()


async def test_rows_that_nobody_read_keep_no_transaction_open(tmp_path):
    """Of a query that was broken off, the cursor may live for as long as a traceback does."""
    path = tmp_path / "catalog.sqlite"
    store = await open_store(f"sqlite:///{path}")
    async with store._engine.connect() as connection:
        await connection.execution_options(interco_writes=True)
        await connection.begin()
        raw = await connection.get_raw_connection()
        cursor = await raw.driver_connection.execute("SELECT 1 UNION ALL SELECT 2")
        await connection.invalidate()
        assert is_writable(path)
    assert cursor is not None
    await store.aclose()


async def test_one_that_waits_for_its_turn_ends_before_its_loop_does(tmp_path, monkeypatch):
    """Its thread tells the loop how it ended: told to none, it would keep what it began."""
    monkeypatch.setattr(orphaned_closes, "_GRACE_S", 0.01)
    path = tmp_path / "catalog.sqlite"
    store = await open_store(f"sqlite:///{path}")
    before = set(threading.enumerate())

    async def write():
        async with writing(store._engine):
            raise AssertionError("it is another's turn")

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(write())
        async with asyncio.timeout(20):
            while not (begun := set(threading.enumerate()) - before):  # noqa: ASYNC110 - a thread
                await asyncio.sleep(0.01)
        waiting.cancel()
        for _ in range(20):
            await asyncio.sleep(0)
        waiting.cancel()
        asyncio.get_running_loop().call_later(0.5, other.execute, "ROLLBACK")
        await store.aclose()
        await asyncio.wait({waiting})
    for each in begun:
        await asyncio.to_thread(each.join, 20)
    assert not any(each.is_alive() for each in begun)
    assert is_writable(path)


async def test_work_that_goes_on_behind_a_closed_store_opens_no_connection(tmp_path):
    store = await open_store(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    await store.verifications.probes()
    await store.aclose()
    # Threads of what else this process does come and go.
    before = set(threading.enumerate())
    with pytest.raises(StoreUnavailable):
        await store.verifications.probes()
    gc.collect()
    begun = [each.name for each in threading.enumerate() if each not in before]
    assert not [name for name in begun if "connection_worker" in name]
