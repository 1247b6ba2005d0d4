"""The embedded engine: plans run in this process, in instances that are locked before any query."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow as pa
import structlog

from catalog.model.problem import Problem
from catalog.model.storage import Storage, StorageKind
from federation.engines.duckdb_instances import (
    Bounds,
    Instance,
    Recipe,
    build_instance,
    read_bytes,
)
from federation.engines.duckdb_pool import InstancePool, Slot
from federation.engines.protocol import ResolveSecret, Value
from federation.plan import DUCKDB, Plan
from federation.problems import (
    SourceFailed,
    SourceOverloaded,
    SourceTimeout,
    SourceUnreachable,
    TooManyRows,
)
from federation.results.canonical import canonical_table
from federation.storages.protocol import StorageAdapter
from federation.storages.registry import ADAPTERS

_ROWS_AT_ONCE = 16_384
_GRACE_S = 1.0
_ASK_AGAIN_S = 0.02
# Threads beyond the turns: those whose query was given up and does not end, because a server far
# away does not answer. The server's own statement time-out ends them.
_GIVEN_UP = 30
_log = structlog.get_logger(__name__)


class DuckdbEngine:
    """`spill_dir` holds what this engine writes: empty databases and encrypted spill.

    `memory_limit` (bytes, or text such as "1GB") and `spill_limit` (bytes) are for the whole
    engine, shared out equally among `instances`; `threads` is per instance, `workers` how many
    queries run at once.
    """

    name = DUCKDB

    def __init__(
        self,
        resolve_secret: ResolveSecret,
        *,
        spill_dir: Path,
        memory_limit: int | str,
        threads: int = 2,
        workers: int = 2,
        instances: int = 4,
        spill_limit: int = 4 * 1024**3,
        adapters: Mapping[StorageKind, StorageAdapter] = ADAPTERS,
    ) -> None:
        self._resolve_secret = resolve_secret
        spill_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        bounds = Bounds(read_bytes(memory_limit) // instances, spill_limit // instances, threads)

        def build(recipe: Recipe) -> Instance:
            try:
                return build_instance(recipe, adapters, bounds, spill_dir)
            except (duckdb.Error, Problem) as error:
                # What the storage said is for its steward: readers learn that it does not answer.
                said = error.code if isinstance(error, Problem) else type(error).__name__
                _log.warning("duckdb_attach_failed", storages=recipe.storage_ids, error=said)
                raise SourceUnreachable from None

        self._pool = InstancePool(build, most=instances)
        self._turns = asyncio.Semaphore(workers)
        self._threads = ThreadPoolExecutor(
            max_workers=workers + _GIVEN_UP, thread_name_prefix="duckdb-query"
        )
        self._running: dict[_Run, asyncio.Future[pa.Table]] = {}

    async def execute(self, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        """See `Engine.execute`; raises TooManyRows beyond `plan.max_rows`."""
        try:
            # Attaching takes no turn: a dead source makes nobody else wait.
            async with (
                asyncio.timeout(plan.timeout_s),
                self._pool.lease(self._recipe(plan)) as slot,
                self._turns,
            ):
                return await self._rows(slot, plan, values)
        except TimeoutError:
            raise SourceTimeout(timeout_s=round(plan.timeout_s)) from None

    async def forget(self, storage: Storage) -> None:
        """What an instance remembers of the tables of `storage` is old: the next query makes
        another. A type that changed without changing its width would be read as the old one.
        """
        self._pool.drop_all_of(storage.id)

    async def aclose(self) -> None:
        """Running queries are interrupted, instances closed, their files removed."""
        await asyncio.gather(*(_stop(run, rows) for run, rows in self._running.items()))
        await self._pool.aclose()
        self._threads.shutdown(wait=False)

    def _recipe(self, plan: Plan) -> Recipe:
        storages = {table.storage.id: table.storage for table in plan.tables}
        return Recipe(
            tuple(
                (storage, self._resolve_secret(storage.secret) if storage.secret else None)
                for _, storage in sorted(storages.items())
            )
        )

    async def _rows(self, slot: Slot, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        run = _Run(slot.instance.connection, plan, values)
        rows = asyncio.get_running_loop().run_in_executor(self._threads, run.rows)
        self._running[run] = rows
        # The thread holds the instance for itself: it may outlive the request.
        self._pool.hold(slot)
        rows.add_done_callback(lambda ended: self._ended(ended, run, slot))
        try:
            return await asyncio.shield(rows)
        except asyncio.CancelledError:
            await _stop(run, rows)
            raise

    def _ended(self, rows: asyncio.Future[pa.Table], run: _Run, slot: Slot) -> None:
        del self._running[run]
        failure = None if rows.cancelled() else rows.exception()
        if isinstance(failure, SourceUnreachable) or run.may_be_stale:
            self._pool.drop(slot)
        self._pool.give_back(slot)


async def _stop(run: _Run, rows: asyncio.Future[pa.Table]) -> None:
    """Interrupts until the thread has ended; asked once, it may not have begun to listen."""
    deadline = asyncio.get_running_loop().time() + _GRACE_S
    while not rows.done() and asyncio.get_running_loop().time() < deadline:
        run.interrupt()
        await asyncio.wait({rows}, timeout=_ASK_AGAIN_S)


class _Run:
    """One query on one cursor, in a thread; interrupted from the event loop's."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, plan: Plan, values: Mapping[str, Value]
    ) -> None:
        self._plan = plan
        self._values = values
        self._cursor = connection.cursor()
        self._is_interrupted = False
        self.may_be_stale = False

    def interrupt(self) -> None:
        self._is_interrupted = True
        self._cursor.interrupt()

    def rows(self) -> pa.Table:
        """The canonical rows; SourceProblems and TooManyRows only, without the engine's words."""
        try:
            return self._rows()
        except duckdb.Error as error:
            storages = sorted({table.storage.id for table in self._plan.tables})
            _log.warning("duckdb_query_failed", storages=storages, error=type(error).__name__)
            problem = problem_of(error, self._plan.timeout_s)
            # PostgreSQL refused it: what the instance remembers of its tables may be old.
            is_refused = type(error) is duckdb.Error or isinstance(error, duckdb.IOException)
            is_refused &= isinstance(problem, SourceFailed)
            self.may_be_stale = is_refused or isinstance(error, _STALE)
            raise problem from None
        finally:
            self._cursor.close()

    def _rows(self) -> pa.Table:
        statements = self._cursor.extract_statements(self._plan.text)
        if [each.type for each in statements] != [duckdb.StatementType.SELECT]:
            # A locked instance still copies, detaches and drops: only reading is ever run.
            raise duckdb.NotSupportedError("one SELECT is expected")
        (statement,) = statements
        named = {name: self._values[name] for name in statement.named_parameters}
        self._cursor.execute(statement, named)
        reader = self._cursor.to_arrow_reader(_ROWS_AT_ONCE)
        batches, count = [], 0
        for batch in reader:
            if self._is_interrupted:
                raise duckdb.InterruptException("interrupted between two batches")
            batches.append(batch)
            count += batch.num_rows
            if count > self._plan.max_rows:
                raise TooManyRows(max_rows=self._plan.max_rows)
        table = pa.Table.from_batches(batches, schema=reader.schema)
        return canonical_table(table, self._plan.logical.columns)


_STALE = (duckdb.CatalogException, duckdb.BinderException, duckdb.ConnectionException)
# An input or output failed: the source is away, unless its reader says that the server refused
# the query. What follows these words may hold values and is never looked at.
_REFUSED = "IO Error: Failed to"
_CONNECTION_LOST = (
    "server closed the connection",
    "terminating connection",
    "could not receive",
    # MariaDB's client.
    "Failed to connect to MySQL",
    "Lost connection",
    "unexpected eof",
)
_CANCELLED = "canceling statement due to statement timeout"


def problem_of(error: duckdb.Error, timeout_s: float) -> Problem:
    """The Problem for a failure, by its class; by DuckDB's own words where a class holds two."""
    match error:
        case duckdb.InterruptException():
            return SourceTimeout(timeout_s=round(timeout_s))
        case duckdb.OutOfMemoryException():
            return SourceOverloaded()
        case duckdb.HTTPException() | duckdb.ConnectionException():
            return SourceUnreachable()
        case duckdb.IOException():
            return _io_problem(str(error), timeout_s)
        case _:
            return SourceFailed()


def _io_problem(said: str, timeout_s: float) -> Problem:
    if not said.startswith(_REFUSED) or any(each in said for each in _CONNECTION_LOST):
        return SourceUnreachable()
    if said.rstrip().endswith(_CANCELLED):
        return SourceTimeout(timeout_s=round(timeout_s))
    return SourceFailed()
