"""The fast lane: a plan whose every table lies in one PostgreSQL, sent there whole."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import NoReturn, TypeVar

import psycopg
import pyarrow as pa
import structlog

from catalog.caches import Cache
from catalog.model.problem import Problem
from catalog.model.storage import PostgresqlOptions, Storage
from federation.engine import IN_FLIGHT, ResolveSecret, Value, Written, keep_within
from federation.engines.fair_turns import FairTurns
from federation.engines.postgres_answers import read_table, read_written
from federation.engines.postgres_connections import Connections, was_lost
from federation.engines.postgres_rows import row_adapters, values_in_order
from federation.engines.postgres_sessions import Connection, PromptConnection
from federation.engines.postgres_stream import Ready, fill
from federation.engines.query_tag import CALLER
from federation.engines.refused import refused
from federation.plan import POSTGRES, Plan
from federation.problems import (
    ExpressionFailed,
    SourceFailed,
    SourceOverloaded,
    SourceTimeout,
    SourceUnreachable,
)
from federation.storages.postgresql_server import session_options
from federation.to_sql import placeholder_names

_CONNECT_S = 5
_REMEMBERED = 1_000
_OF_A_VALUE = ("22", "21")
"""Classes of SQLSTATE: data exceptions, and a subquery that gives several rows."""
_NOT_READ = ("42", "0A")
"""Classes of SQLSTATE: what is written is refused before anything is read."""
_OF_THE_SOURCE = frozenset({"42501", "42P01", "42703", "42883", "42704"})
"""Of these, a right, a table, a column, a function or a type that is not there any more."""
_SETTINGS = {
    "default_transaction_read_only": "on",
    "timezone": "UTC",
    # A cancel that arrives while it compiles is lost (PostgreSQL 15), and short queries lose.
    "jit": "off",
}
_ADAPTERS = row_adapters()
Result = TypeVar("Result")
_log = structlog.get_logger(__name__)


class PostgresEngine:
    """One set of connections for each storage, made on first use; another secret is another."""

    name = POSTGRES

    def __init__(
        self,
        resolve_secret: ResolveSecret,
        *,
        connections_per_storage: int = 8,
        longest_query_s: float = 120.0,
        streams: int = 4,
        stream_wait_s: float = 10.0,
    ) -> None:
        self._resolve_secret = resolve_secret
        self._size = connections_per_storage
        self._longest_s = longest_query_s
        self._stream_wait_s = stream_wait_s
        # A long answer keeps its connection: some are left to those who wait for an answer.
        self._streams = FairTurns(streams, of_a_body=(streams * 3 + 3) // 4)
        self._lanes: dict[str, tuple[str, Connections]] = {}
        self._orders: Cache[str, tuple[str, ...]] = Cache("postgres_engine.parameters", _REMEMBERED)

    async def execute(self, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        """See `Engine.execute`; raises TooManyRows and TooManyBytes beyond those of `plan`."""
        return await self._answer(plan, values, read_table)

    async def write(self, plan: Plan, values: Mapping[str, Value]) -> Written:
        """See `Writes.write`."""
        return await self._answer(plan, values, read_written)

    async def _answer(
        self,
        plan: Plan,
        values: Mapping[str, Value],
        run: Callable[[Connection, Plan, list[Value]], Awaitable[Result]],
    ) -> Result:
        parameters = values_in_order(plan, self._parameter_names(plan), values)
        try:
            async with asyncio.timeout(plan.timeout_s):
                lane = await self._lane(plan)
                try:
                    async with lane.connection(by_position=plan.by_position) as connection:
                        return await run(connection, plan, parameters)
                except psycopg.OperationalError as error:
                    if not was_lost(error):
                        raise
                # A kept connection may have died while it was idle; to read twice is harmless.
                async with lane.connection(by_position=plan.by_position, fresh=True) as connection:
                    return await run(connection, plan, parameters)
        except TimeoutError:
            raise SourceTimeout(timeout_s=round(plan.timeout_s)) from None
        except psycopg.Error as error:
            _tell(error, plan)

    async def stream(
        self, plan: Plan, values: Mapping[str, Value]
    ) -> AsyncGenerator[pa.RecordBatch, None]:
        """See `Engine.stream`; the transaction of its cursor is open meanwhile."""
        deadline = asyncio.get_running_loop().time() + plan.timeout_s
        parameters = values_in_order(plan, self._parameter_names(plan), values)
        ready: Ready = asyncio.Queue(IN_FLIGHT)
        reading = asyncio.create_task(self._fill(ready, plan, parameters))
        try:
            while True:
                # Never around a yield: it would be the taker's time, in the taker's task.
                async with asyncio.timeout_at(deadline):
                    batch = await ready.get()
                if batch is None:
                    return
                if isinstance(batch, Problem):
                    raise batch from None
                keep_within(deadline)
                yield batch
        except TimeoutError:
            raise SourceTimeout(timeout_s=round(plan.timeout_s)) from None
        finally:
            reading.cancel()
            await asyncio.wait({reading})

    async def _fill(self, ready: Ready, plan: Plan, parameters: list[Value]) -> None:
        """Puts every batch, then None or the problem that stopped it."""
        try:
            try:
                async with self._streams.admitted(CALLER.get(), self._stream_wait_s):
                    lane = await self._lane(plan)
                    await fill(ready, lane, plan, parameters)
            except psycopg.Error as error:
                _tell(error, plan)
        except Problem as problem:
            await ready.put(problem)
        else:
            await ready.put(None)

    def _parameter_names(self, plan: Plan) -> tuple[str, ...]:
        """The name of `$1`, `$2` … of the plan's text; remembered, as plans are."""
        known = self._orders.find(plan.text)
        if known is None:
            known = self._orders.keep(plan.text, placeholder_names(plan.tree))
        return known

    async def _lane(self, plan: Plan) -> Connections:
        """Connections to the plan's storage; others once its options or its secret change."""
        storage = plan.tables[0].storage
        secret = self._resolve_secret(storage.secret) if storage.secret else ""
        digest = hashlib.sha256(repr((storage.options, secret)).encode()).hexdigest()
        held = self._lanes.get(storage.id)
        if held is not None and held[0] == digest:
            return held[1]

        # Our own time-out ends a query before; this one is for when its cancelling is lost.
        settings = {**_SETTINGS, "statement_timeout": f"{int(self._longest_s * 1000)}"}

        async def connect() -> Connection:
            return await _connect(storage, secret, settings)

        lane = Connections(connect, size=self._size, queue=self._size * 8)
        self._lanes[storage.id] = (digest, lane)
        if held is not None:
            await held[1].aclose(cancel=False)
        return lane

    async def ping(self) -> None:
        """Nothing is asked: its servers are the storages, each of which is probed itself."""

    async def aclose(self) -> None:
        lanes = [lane for _, lane in self._lanes.values()]
        self._lanes.clear()
        for lane in lanes:
            await lane.aclose(cancel=True)


async def _connect(storage: Storage, secret: str, settings: Mapping[str, str]) -> Connection:
    options = storage.options
    if not isinstance(options, PostgresqlOptions):
        raise TypeError(f"storage {storage.id} is not a PostgreSQL")
    connection: Connection = await PromptConnection.connect(
        host=options.host,
        port=options.port,
        dbname=options.database,
        user=options.user,
        password=secret,
        sslmode=options.sslmode,
        connect_timeout=_CONNECT_S,
        application_name="interco",
        client_encoding="UTF8",
        options=session_options(settings),
        autocommit=True,
        context=_ADAPTERS,
    )
    return connection


def _tell(error: psycopg.Error, plan: Plan) -> NoReturn:
    """The generic problem for a failure; what the server said could hold a hidden value."""
    state = error.sqlstate
    _log.warning("postgresql_failed", storage=plan.tables[0].storage.id, sqlstate=state)
    if isinstance(error, psycopg.errors.QueryCanceled):
        raise SourceTimeout(timeout_s=round(plan.timeout_s)) from None
    if isinstance(error, psycopg.OperationalError) and (
        state is None or state.startswith(("08", "28", "3D", "57P"))
    ):
        raise SourceUnreachable from None
    if state is not None and state.startswith("53"):
        raise SourceOverloaded from None
    if plan.may_fail and state is not None and state.startswith(_OF_A_VALUE):
        raise ExpressionFailed from None
    if state is not None and state.startswith(_NOT_READ) and state not in _OF_THE_SOURCE:
        raise refused(plan, state) from None
    raise SourceFailed from None
