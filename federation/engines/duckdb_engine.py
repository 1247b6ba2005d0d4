"""The embedded engine: plans run in this process, in instances that are locked before any query."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa
import structlog

from catalog.model.problem import Problem
from catalog.model.storage import Storage, StorageKind
from federation.engine import IN_FLIGHT, EngineState, ResolveSecret, Value, keep_within
from federation.engines.absent_pandas import remember_absent_pandas
from federation.engines.duckdb_cursors import ReadyCursors
from federation.engines.duckdb_instances import (
    Bounds,
    Instance,
    Recipe,
    build_instance,
    read_bytes,
)
from federation.engines.duckdb_pool import InstancePool, Slot
from federation.engines.duckdb_run import Run
from federation.engines.duckdb_sources import OpenedSources
from federation.engines.fair_turns import FairTurns
from federation.engines.given_up import GivenUp
from federation.engines.query_tag import CALLER, Caller
from federation.engines.thread_queue import Handover
from federation.engines.threads import Job, Threads
from federation.plan import DUCKDB, Plan
from federation.problems import SourceFailed, SourceTimeout, SourceUnreachable
from federation.storages.protocol import StorageAdapter
from federation.storages.registry import ADAPTERS
from federation.storages.secrets import secret_of

_GRACE_S = 1.0
_ASK_AGAIN_S = 0.02
_CURSORS_KEPT_S = 30.0
"""Unused: a file that was deleted takes its room on the disk while one holds it open."""
_log = structlog.get_logger(__name__)


class DuckdbEngine:
    """`spill_dir` holds what this engine writes: empty databases and encrypted spill.

    `memory_limit` (bytes, or text such as "1GB") and `spill_limit` (bytes) are for the whole
    engine, shared out equally among `instances`; `threads` is per instance, `workers` how many
    queries run at once, `streams` how many large answers beside them: half of them of one body. An
    answer waits `stream_wait_s` seconds for its turn among these.

    DuckDB looks for an interruption between two calls, never within one, and a thread cannot be
    killed. One that does not end is given up: its turn goes to somebody else, it counts against
    whoever asked until it ends, and after `comes_back_s` seconds its instance is replaced.
    """

    name = DUCKDB

    def __init__(
        self,
        resolve_secret: ResolveSecret,
        *,
        spill_dir: Path,
        memory_limit: int | str,
        threads: int = 2,
        workers: int = 4,
        streams: int = 8,
        instances: int = 4,
        spill_limit: int = 4 * 1024**3,
        adapters: Mapping[StorageKind, StorageAdapter] = ADAPTERS,
        comes_back_s: float = 5.0,
        stream_wait_s: float = 10.0,
    ) -> None:
        remember_absent_pandas()
        self._resolve_secret = resolve_secret
        self._adapters = adapters
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
        self._turns = FairTurns(workers)
        # A long answer keeps its turn: apart, it takes none from those who wait for a short one.
        self._streams = FairTurns(streams)
        self._threads = Threads()
        self._given_up = GivenUp()
        self._replaced = 0
        self._comes_back_s = comes_back_s
        self._stream_wait_s = stream_wait_s
        self._running: set[_Query] = set()
        self._tidied_later: set[ReadyCursors] = set()

    @property
    def state(self) -> EngineState:
        return EngineState(self._given_up.count, self._replaced, self._given_up.is_full)

    async def execute(self, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        """See `Engine.execute`; raises TooManyRows and TooManyBytes beyond those of `plan`."""
        caller = CALLER.get()
        self._given_up.admit(caller)
        try:
            # Attaching takes no turn: a dead source makes nobody else wait.
            async with (
                asyncio.timeout(plan.timeout_s),
                self._pool.lease(self._recipe(plan)) as slot,
                self._turns.admitted(caller),
            ):
                # Others of theirs may have been given up while this one waited.
                self._given_up.admit(caller)
                return await self._rows(slot, plan, values, caller)
        except TimeoutError:
            raise SourceTimeout(timeout_s=round(plan.timeout_s)) from None

    async def stream(
        self, plan: Plan, values: Mapping[str, Value]
    ) -> AsyncGenerator[pa.RecordBatch, None]:
        """See `Engine.stream`."""
        deadline = asyncio.get_running_loop().time() + plan.timeout_s
        caller = CALLER.get()
        self._given_up.admit(caller)
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout_at(deadline):
                    slot = await held.enter_async_context(self._pool.lease(self._recipe(plan)))
                    turn = self._streams.admitted(caller, self._stream_wait_s)
                    await held.enter_async_context(turn)
                self._given_up.admit(caller)
                batches: Handover[pa.RecordBatch] = Handover(IN_FLIGHT)
                sources = self._sources(plan, slot.instance)
                run = Run(slot.instance.cursors, plan, values, sources, batches)
                query = self._begin(run, run.hand_over, slot, caller)
                held.push_async_callback(self._stop, query)
                while True:
                    # Never around a yield: it would be the taker's time, in the taker's task.
                    async with asyncio.timeout_at(deadline):
                        batch = await batches.take()
                        if batch is None:
                            await asyncio.shield(query.job.ended)
                            return
                    keep_within(deadline)
                    yield batch
            except TimeoutError:
                raise SourceTimeout(timeout_s=round(plan.timeout_s)) from None

    async def forget(self, storage: Storage) -> None:
        """Drops the instances that remember tables of `storage`: the next query makes another. A
        type that changed without changing its width would be read as the old one.
        """
        self._pool.drop_all_of(storage.id)

    async def ping(self) -> None:
        """See `Engine.ping`: an instance that sees no storage is made, and answers."""
        async with self._pool.lease(Recipe(())) as slot:
            job = self._threads.begin(partial(_answer_one, slot.instance.connection))
            # The thread holds the instance for itself: it may outlive who asks.
            self._pool.hold(slot)
            job.ended.add_done_callback(lambda _: self._pool.give_back(slot))
            await asyncio.shield(job.ended)

    async def aclose(self) -> None:
        """Running queries are interrupted, instances closed, their files removed."""
        await asyncio.gather(*(self._stop(each) for each in self._running))
        await self._pool.aclose()
        self._threads.close()

    def _recipe(self, plan: Plan) -> Recipe:
        storages = {table.storage.id: table.storage for table in plan.tables}
        return Recipe(
            tuple(
                (storage, secret_of(storage, self._resolve_secret))
                for _, storage in sorted(storages.items())
            )
        )

    async def _rows(
        self, slot: Slot, plan: Plan, values: Mapping[str, Value], caller: Caller
    ) -> pa.Table:
        sources = self._sources(plan, slot.instance)
        run = Run(slot.instance.cursors, plan, values, sources)
        query = self._begin(run, run.rows, slot, caller)
        try:
            rows: pa.Table = await asyncio.shield(query.job.ended)
        except asyncio.CancelledError:
            await self._stop(query)
            raise
        return rows

    def _sources(self, plan: Plan, instance: Instance) -> OpenedSources:
        known = instance.checked, instance.copies, instance.looks, instance.constants
        return OpenedSources(plan.tables, self._adapters, *known)

    def _begin(self, run: Run, work: Callable[[], object], slot: Slot, caller: Caller) -> _Query:
        # With its context: what the thread logs bears the request's reference.
        inside = partial(copy_context().run, work)
        query = _Query(run, self._threads.begin(inside), slot, caller)
        self._running.add(query)
        # The thread holds the instance for itself: it may outlive the request.
        self._pool.hold(slot)
        query.job.ended.add_done_callback(lambda _: self._ended(query))
        return query

    def _ended(self, query: _Query) -> None:
        self._running.discard(query)
        if query.job.is_given_up:
            self._given_up.remove(query.caller)
            _log.info("duckdb_query_came_back", given_up=self._given_up.count)
        failure = None if query.job.ended.cancelled() else query.job.ended.exception()
        if isinstance(failure, SourceUnreachable) or query.run.may_be_stale:
            self._pool.drop(query.slot)
        else:
            self._tidy_later(query.slot.instance.cursors)
        self._pool.give_back(query.slot)

    def _tidy_later(self, cursors: ReadyCursors) -> None:
        if cursors not in self._tidied_later:
            self._tidied_later.add(cursors)
            asyncio.get_running_loop().call_later(_CURSORS_KEPT_S, self._tidy, cursors)

    def _tidy(self, cursors: ReadyCursors) -> None:
        self._tidied_later.discard(cursors)
        if cursors.close_idle(_CURSORS_KEPT_S):
            self._tidy_later(cursors)

    async def _stop(self, query: _Query) -> None:
        """Interrupts until the thread has ended; asked once, it may not have begun to listen."""
        ended, loop = query.job.ended, asyncio.get_running_loop()
        deadline = loop.time() + _GRACE_S
        while not ended.done() and loop.time() < deadline:
            query.run.interrupt()
            await asyncio.wait({ended}, timeout=_ASK_AGAIN_S)
        if not ended.done() and not query.job.is_given_up:
            query.job.give_up()
            self._given_up.add(query.caller)
            storages = sorted(query.slot.storage_ids)
            count = self._given_up.count
            _log.warning("duckdb_query_given_up", storages=storages, given_up=count)
            loop.call_later(self._comes_back_s, self._replace, query)

    def _replace(self, query: _Query) -> None:
        """Gives the next query another instance: in this one, the thread that is held may be one
        that helps every query.
        """
        if query.job.ended.done() or not self._pool.abandon(query.slot):
            return
        self._replaced += 1
        storages = sorted(query.slot.storage_ids)
        count = self._given_up.count
        _log.error("duckdb_instance_replaced", storages=storages, given_up=count)


def _answer_one(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.cursor().execute("SELECT 1").fetchall()
    except duckdb.Error as error:
        _log.warning("duckdb_failed", error=type(error).__name__)
        raise SourceFailed from None


@dataclass(slots=True, eq=False)
class _Query:
    """One that runs: its thread, its instance, and who asked."""

    run: Run
    job: Job
    slot: Slot
    caller: Caller
