"""An engine whose storages are watched: one that is down, or that changed, is told as such."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Protocol, runtime_checkable

import pyarrow as pa
from sqlglot import exp

from catalog.drift.comparing import changes_since
from catalog.drift.values import Change, ChangeKind, SeenObject
from catalog.model.dataset import ObjectKind
from catalog.model.paris import PARIS
from catalog.model.problem import Problem, SourceProblem
from catalog.model.storage import Storage, StorageKind
from catalog.stages import Stage, staged
from federation.drift import SourceLooks
from federation.engine import (
    Engine,
    EngineState,
    KeepsCatalogs,
    TellsState,
    Value,
    Written,
    writes,
)
from federation.health.breakers import Breakers, Down
from federation.health.probing import Prober
from federation.plan import DUCKDB, TRINO, Plan, PlannedTable
from federation.problems import (
    SourceChanged,
    SourceColumnChanged,
    SourceColumnGone,
    SourceDown,
    SourceFailed,
    SourceObjectChanged,
    SourceUnreachable,
)
from federation.source_text import value_name
from federation.storages.address_guard import Admits
from federation.storages.problems import (
    SourceAddressRefused,
    StorageAddressRefused,
    StorageHostUnknown,
)

_LOOK_S = 5.0
_GONE = ChangeKind.COLUMN_VANISHED
_CHANGED = frozenset({ChangeKind.TYPE_CHANGED, ChangeKind.COLUMN_MOVED})


@runtime_checkable
class Remembers(Protocol):
    """An engine that keeps what it knows of the tables of a storage."""

    async def forget(self, storage: Storage) -> None:
        """Drops what the engine keeps of the tables of `storage`: the next query finds out anew."""
        ...


class WatchedEngine:
    """In front of one engine; what is known of storages is shared by all of a process."""

    def __init__(
        self,
        engine: Engine,
        breakers: Breakers,
        prober: Prober,
        looks: SourceLooks,
        addresses: Admits,
        *,
        lately_s: float = 20.0,
    ) -> None:
        """`lately_s`: how old what is known of a source may be, where nobody else would notice."""
        self.name = engine.name
        self._engine = engine
        self._breakers = breakers
        self._prober = prober
        self._looks = looks
        self._addresses = addresses
        self._lately_s = lately_s

    @staged(Stage.EXECUTE)
    async def execute(self, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        """See `Engine.execute`; raises SourceDown at once for a storage known to be down."""
        async with self._watched(plan):
            return await self._engine.execute(plan, values)

    @staged(Stage.EXECUTE)
    async def write(self, plan: Plan, values: Mapping[str, Value]) -> Written:
        """See `Writes.write`; raises as `execute` does."""
        if not writes(self._engine):
            raise TypeError(f"{self.name} writes no rows")
        async with self._watched(plan):
            return await self._engine.write(plan, values)

    async def stream(
        self, plan: Plan, values: Mapping[str, Value]
    ) -> AsyncGenerator[pa.RecordBatch, None]:
        """See `Engine.stream`; raises as `execute` does, also after some batches."""
        async with self._watched(plan), aclosing(self._engine.stream(plan, values)) as batches:
            async for batch in batches:
                yield batch

    @property
    def state(self) -> EngineState:
        """See `TellsState`; nothing is given up of an engine that runs elsewhere."""
        return (
            self._engine.state if isinstance(self._engine, TellsState) else EngineState(0, 0, False)
        )

    async def ping(self) -> None:
        """See `Engine.ping`."""
        await self._engine.ping()

    async def reach(self, storage: Storage) -> None:
        """See `KeepsCatalogs.reach`: what runs in this process is where the gateway is."""
        await self._addresses.admit(storage)
        if isinstance(self._engine, KeepsCatalogs):
            await self._engine.reach(storage)

    async def drop_catalogs_but(self, current: Iterable[Storage]) -> tuple[str, ...]:
        """See `KeepsCatalogs.drop_catalogs_but`."""
        if isinstance(self._engine, KeepsCatalogs):
            return await self._engine.drop_catalogs_but(current)
        return ()

    async def aclose(self) -> None:
        await self._engine.aclose()

    @asynccontextmanager
    async def _watched(self, plan: Plan) -> AsyncIterator[None]:
        storages = {table.storage.id: table.storage for table in plan.tables}
        refused = self._breakers.admit(storages)
        if refused is not None:
            raise _down(*refused, plan)
        try:
            await self._admit(plan)
            await self._check_shapes(plan)
            yield
        except SourceUnreachable as problem:
            raise await self._why_unreachable(plan, storages, problem) from None
        except (SourceFailed, SourceChanged) as problem:
            self._breakers.answered(storages)
            told = await self._why_failed(plan, has_met_a_value=True) or problem
            told.cause = problem.cause
            raise told from None
        except BaseException:
            # Too slow, too many rows, somebody who left: of the storage that says nothing.
            self._breakers.left(storages)
            raise
        self._breakers.answered(storages)

    async def _admit(self, plan: Plan) -> None:
        """Told without a host: where a storage is, is its owner's to know."""
        for table in plan.tables:
            try:
                await self._addresses.admit(table.storage)
            except StorageAddressRefused:
                raise SourceAddressRefused(dataset=table.dataset.name) from None
            except StorageHostUnknown:
                raise SourceUnreachable from None

    async def _why_unreachable(
        self, plan: Plan, storages: Mapping[str, Storage], problem: SourceUnreachable
    ) -> Problem:
        """A plan may have several storages, and an engine lies between: each is asked itself."""
        self._breakers.left(storages)
        codes = await asyncio.gather(*(self._prober.probe(each) for each in storages.values()))
        found = dict(zip(storages, codes, strict=True))
        for storage_id, code in found.items():
            if code is not None:
                self._breakers.away(storage_id, code)
        if any(codes):
            return problem
        if len(storages) == 1 and plan.engine != TRINO:
            for storage_id in storages:
                self._breakers.unreachable(storage_id)
        return await self._why_failed(plan) or problem

    async def _why_failed(
        self, plan: Plan, *, has_met_a_value: bool = False
    ) -> SourceProblem | None:
        """The change at a source that explains a failure; None when nothing did, or nobody knows.

        A type that only grew explains nothing, unless a value may have been met that is beyond the
        declared one.
        """
        widened: SourceProblem | None = None
        for table in plan.tables:
            try:
                async with asyncio.timeout(_LOOK_S):
                    now = await self._looks.seen(table.dataset, table.storage)
            except (TimeoutError, Problem):
                continue
            changes = changes_since(table.dataset, table.storage.kind, None, now)
            explained = _explanation(plan, table, changes)
            if explained is not None:
                return explained
            if table.dataset.physical.kind is ObjectKind.CSV and changes:
                # A line that is longer or shorter than declared is not read at all.
                return SourceObjectChanged(dataset=table.dataset.name)
            if has_met_a_value:
                widened = widened or _widened(plan, table, changes)
        return widened

    async def _check_shapes(self, plan: Plan) -> None:
        """Raises the problem of a changed table that the engine would read without noticing."""
        for table in plan.tables:
            if not _goes_unnoticed(plan.engine, table):
                continue
            try:
                async with asyncio.timeout(_LOOK_S):
                    now = await self._seen_lately(table)
            except (TimeoutError, SourceProblem):
                # The query itself will say what is wrong with the storage.
                continue
            changes = changes_since(table.dataset, table.storage.kind, None, now)
            # One column more is the reader's to refuse: some do, some do not.
            changes = tuple(each for each in changes if each.kind is not ChangeKind.COLUMN_ADDED)
            explained = _explanation(plan, table, changes)
            if explained is not None:
                self._looks.forget(table.dataset, table.storage)
                raise explained

    async def _seen_lately(self, table: PlannedTable) -> SeenObject | None:
        """It is looked at beside queries."""
        return await self._looks.seen_lately(table.dataset, table.storage, self._lately_s)


def _goes_unnoticed(engine: str, table: PlannedTable) -> bool:
    """CSV of a bucket is read by position; Trino shows nulls for a column that no Parquet file
    holds; an instance of DuckDB remembers the types of a server's tables.
    """
    match table.dataset.physical.kind:
        case ObjectKind.CSV:
            return table.storage.kind is not StorageKind.FILES
        case ObjectKind.PARQUET:
            return engine == TRINO
        case ObjectKind.TABLE:
            return engine == DUCKDB and table.storage.kind is not StorageKind.SQLITE


def _explanation(
    plan: Plan, table: PlannedTable, changes: tuple[Change, ...]
) -> SourceProblem | None:
    """Columns are named to whoever used them; one of a condition alone is not the reader's."""
    dataset = table.dataset
    breaking = [each for each in changes if each.breaking]
    read = {column for dataset_id, column in plan.columns_read if dataset_id == dataset.id}
    for change in breaking:
        name = None if change.column_id is None else dataset.column(change.column_id).name
        if name in read and change.kind is _GONE:
            return SourceColumnGone(dataset=dataset.name, column=name)
        if name in read and change.kind in _CHANGED:
            return SourceColumnChanged(dataset=dataset.name, column=name)
    names = {node.name for node in plan.tree.find_all(exp.Column)}
    # A value that was made of the text before stands under a name of its own.
    used = {each.id for each in dataset.columns if names & {each.source_name, value_name(each)}}
    for change in breaking:
        is_whole = change.kind is ChangeKind.OBJECT_VANISHED or change.column_id is None
        is_used = change.column_id in used and (change.kind is _GONE or change.kind in _CHANGED)
        if is_used or (is_whole and change.kind is not ChangeKind.KEY_CHANGED):
            return SourceObjectChanged(dataset=dataset.name)
    return None


def _widened(
    plan: Plan, table: PlannedTable, changes: tuple[Change, ...]
) -> SourceColumnChanged | None:
    """A column that was read, and holds more than the declared type at its source."""
    dataset = table.dataset
    for change in changes:
        if change.kind is ChangeKind.TYPE_WIDENED and change.column_id is not None:
            name = dataset.column(change.column_id).name
            if (dataset.id, name) in plan.columns_read:
                return SourceColumnChanged(dataset=dataset.name, column=name)
    return None


def _down(storage_id: str, down: Down, plan: Plan) -> SourceDown:
    names = [each.dataset.name for each in plan.tables if each.storage.id == storage_id]
    at = down.since.astimezone(PARIS)
    return SourceDown(
        dataset=names[0] if names else "…",
        since_fr=f"{at:%d/%m/%Y à %H:%M}",
        since_en=f"{at:%Y-%m-%d %H:%M} (Paris)",
    )
