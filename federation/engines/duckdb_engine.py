"""The embedded engine: plans run in this process, in instances that are locked before any query."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

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
from federation.engines.duckdb_run import Run
from federation.engines.handover import Handover
from federation.engines.protocol import IN_FLIGHT, ResolveSecret, Value, keep_within
from federation.plan import DUCKDB, Plan
from federation.problems import SourceTimeout, SourceUnreachable
from federation.storages.protocol import StorageAdapter
from federation.storages.registry import ADAPTERS
from federation.storages.secrets import secret_of

_GRACE_S = 1.0
_ASK_AGAIN_S = 0.02
# Threads beyond the turns: those whose query was given up and does not end, because a server far
# away does not answer. The server's own statement time-out ends them.
_GIVEN_UP = 30
_log = structlog.get_logger(__name__)
Result = TypeVar("Result")


class DuckdbEngine:
    """`spill_dir` holds what this engine writes: empty databases and encrypted spill.

    `memory_limit` (bytes, or text such as "1GB") and `spill_limit` (bytes) are for the whole
    engine, shared out equally among `instances`; `threads` is per instance, `workers` how many
    queries run at once, `streams` how many large answers beside them.
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
        streams: int = 4,
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
        # A slow reader keeps its turn: apart, it takes none from those who wait for an answer.
        self._streams = asyncio.Semaphore(streams)
        self._threads = ThreadPoolExecutor(
            max_workers=workers + streams + _GIVEN_UP, thread_name_prefix="duckdb-query"
        )
        self._running: dict[Run, asyncio.Future[Any]] = {}

    async def execute(self, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        """See `Engine.execute`; raises TooManyRows and TooManyBytes beyond those of `plan`."""
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

    async def stream(
        self, plan: Plan, values: Mapping[str, Value]
    ) -> AsyncGenerator[pa.RecordBatch, None]:
        """See `Engine.stream`."""
        deadline = asyncio.get_running_loop().time() + plan.timeout_s
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout_at(deadline):
                    slot = await held.enter_async_context(self._pool.lease(self._recipe(plan)))
                    await held.enter_async_context(self._streams)
                batches: Handover[pa.RecordBatch] = Handover(IN_FLIGHT)
                run = Run(slot.instance.connection, plan, values, batches)
                ended = self._begin(run, slot, run.hand_over)
                held.push_async_callback(_stop, run, ended)
                while True:
                    # Never around a yield: it would be the taker's time, in the taker's task.
                    async with asyncio.timeout_at(deadline):
                        batch = await batches.take()
                        if batch is None:
                            await asyncio.shield(ended)
                            return
                    keep_within(deadline)
                    yield batch
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
                (storage, secret_of(storage, self._resolve_secret))
                for _, storage in sorted(storages.items())
            )
        )

    async def _rows(self, slot: Slot, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        run = Run(slot.instance.connection, plan, values)
        rows = self._begin(run, slot, run.rows)
        try:
            return await asyncio.shield(rows)
        except asyncio.CancelledError:
            await _stop(run, rows)
            raise

    def _begin(self, run: Run, slot: Slot, work: Callable[[], Result]) -> asyncio.Future[Result]:
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        self._running[run] = running
        # The thread holds the instance for itself: it may outlive the request.
        self._pool.hold(slot)
        running.add_done_callback(lambda ended: self._ended(ended, run, slot))
        return running

    def _ended(self, rows: asyncio.Future[Result], run: Run, slot: Slot) -> None:
        del self._running[run]
        failure = None if rows.cancelled() else rows.exception()
        if isinstance(failure, SourceUnreachable) or run.may_be_stale:
            self._pool.drop(slot)
        self._pool.give_back(slot)


async def _stop(run: Run, rows: asyncio.Future[Any]) -> None:
    """Interrupts until the thread has ended; asked once, it may not have begun to listen."""
    deadline = asyncio.get_running_loop().time() + _GRACE_S
    while not rows.done() and asyncio.get_running_loop().time() < deadline:
        run.interrupt()
        await asyncio.wait({rows}, timeout=_ASK_AGAIN_S)
