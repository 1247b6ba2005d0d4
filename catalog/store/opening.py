"""A database's address to an engine, its tables up to date, and its two kinds of transaction."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from catalog.problems import StoreNotMigrated, StoreUnavailable
from catalog.store.migrating import MigrationPlan, migrate, plan, revisions
from catalog.store.orphaned_closes import RollingBack
from catalog.store.silence import connecting
from catalog.store.sqlite_hot_path import SqliteHotPath
from catalog.store.sqlite_turns import WriteTurns
from catalog.store.sqlite_wait import SQLITE_WAIT_S

_TURNS = "interco_turns"
SILENCE_S = 30.0
"""Seconds after which a statement without an answer from PostgreSQL is given up."""


def store_url(text: str) -> URL:
    """`sqlite:///path/to.db` or `postgresql://user:password@host:port/database`."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise StoreUnavailable(
            reason="the store's address (INTERCO_STORE_URL) cannot be read"
        ) from error
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite+aiosqlite")
    if kind == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise StoreUnavailable(
        reason=f"the store (INTERCO_STORE_URL) is a SQLite file or PostgreSQL, not {kind}"
    )


def make_engine(url: URL, silence_s: float = SILENCE_S) -> AsyncEngine:
    if url.get_backend_name() == "postgresql":
        return create_async_engine(
            url,
            pool_size=4,
            pool_pre_ping=True,
            # What a database says of a statement may reach a log: never its values.
            hide_parameters=True,
            connect_args={
                "async_creator_fn": connecting(silence_s),
                "target_session_attrs": "read-write",
                "connect_timeout": min(5, max(1, round(silence_s))),
            },
        )
    connect = {"timeout": SQLITE_WAIT_S, "factory": RollingBack}
    turns = {_TURNS: WriteTurns()}
    engine = create_async_engine(
        url, pool_size=4, hide_parameters=True, connect_args=connect, execution_options=turns
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One picture for all statements within. Raises StoreUnavailable."""
    isolation = {"isolation_level": "REPEATABLE READ"} if _is_postgresql(engine) else {}
    async with reached(), engine.connect() as connection:
        yield await connection.execution_options(**isolation)


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that commits at the end, or changes nothing. Raises StoreUnavailable."""
    turns = _turns_of(engine)
    async with (
        nullcontext() if turns is None else turns.turn(),
        reached(),
        engine.connect() as connection,
    ):
        await connection.execution_options(interco_writes=True)
        async with connection.begin():
            yield connection


async def open_sqlite_hot_path(engine: AsyncEngine, address: URL) -> SqliteHotPath:
    """The hot path of SQLite: its audit has a turn among the engine's writers. Raises
    StoreUnavailable.
    """
    async with reached():
        hot_path = await SqliteHotPath.open(Path(address.database or ""))
    turns = _turns_of(engine)
    if turns is not None:
        turns.audit_written = hot_path.written
    return hot_path


def _turns_of(engine: AsyncEngine) -> WriteTurns | None:
    """None where the database has many writers."""
    turns: WriteTurns | None = engine.sync_engine.get_execution_options().get(_TURNS)
    return turns


async def bring_up_to_date(url: URL) -> None:
    """Raises StoreUnavailable."""
    async with reached():
        await asyncio.to_thread(migrate, url)


async def migrate_now(url: str) -> None:
    """Takes the steps of `migration_plan` under the database's lock. Raises StoreUnavailable."""
    await bring_up_to_date(store_url(url))


def migration_plan(url: str) -> MigrationPlan:
    """Blocks; changes nothing. Raises StoreUnavailable."""
    try:
        return plan(store_url(url))
    except (OperationalError, InterfaceError, sqlite3.Error, OSError) as error:
        raise StoreUnavailable(reason=type(error).__name__) from error


def refuse_old_tables(url: str) -> None:
    """Blocks. Raises StoreNotMigrated for tables that `migrate` has work with, StoreUnavailable."""
    planned = migration_plan(url)
    if planned.steps:
        raise StoreNotMigrated(there=planned.there or "0", wanted=planned.wanted)


def read_revisions(url: str) -> tuple[str | None, str | None]:
    """Of its tables as they are, and as this code needs them. Blocks. Raises StoreUnavailable."""
    try:
        return revisions(store_url(url))
    except (OperationalError, InterfaceError, sqlite3.Error, OSError) as error:
        raise StoreUnavailable(reason=type(error).__name__) from error


@asynccontextmanager
async def reached() -> AsyncIterator[None]:
    """Raises StoreUnavailable in place of a driver's error about a database out of reach."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError, sqlite3.Error, OSError) as error:
        # Its first line: a statement and its values may follow.
        said = str(error).partition("\n")[0][:300]
        raise StoreUnavailable(reason=f"{type(error).__name__}: {said}") from error


def _is_postgresql(engine: AsyncEngine) -> bool:
    return engine.dialect.name == "postgresql"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a writer waits for its turn before it reads, instead of failing when it writes.
    writes = connection.get_execution_options().get("interco_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
