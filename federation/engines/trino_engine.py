"""Trino: the engine of a production of many authorities."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, aclosing, contextmanager
from typing import NoReturn

import pyarrow as pa
import structlog
from sqlglot import exp

from catalog.caches import Cache
from catalog.model.storage import Storage, StorageKind
from federation.engine import ResolveSecret, Value
from federation.engines import trino_statements as statements
from federation.engines.correlated import has_correlated
from federation.engines.query_tag import source_name
from federation.engines.refused import refused
from federation.engines.result_budget import Measure
from federation.engines.subquery_problems import SubqueryNotRun
from federation.engines.trino_catalogs import Administrator, TrinoCatalogs
from federation.engines.trino_client import (
    NOT_READABLE,
    OUT_OF_RANGE,
    TrinoClient,
    TrinoFailure,
)
from federation.engines.trino_problems import TrinoCannotReachStorage, TrinoNotAnswering
from federation.engines.trino_reader import TrinoReader
from federation.engines.trino_segments import SegmentStore
from federation.physical_names import trino_catalog_name, trino_tables
from federation.plan import TRINO, Plan
from federation.problems import (
    ExpressionFailed,
    SourceFailed,
    SourceOverloaded,
    SourceTimeout,
    SourceUnreachable,
    UngovernedPlan,
)
from federation.results.canonical import canonical_table
from federation.storages.registry import ADAPTERS
from federation.to_sql import lower_tree, with_literals, write_sql

_NO_COLUMN = "COLUMN_NOT_FOUND"
_MISSING = frozenset({"CATALOG_NOT_FOUND", "SCHEMA_NOT_FOUND", "TABLE_NOT_FOUND", _NO_COLUMN})
_UNEXPLAINED = "GENERIC_INTERNAL_ERROR"
_OF_A_VALUE = frozenset(
    {
        "INVALID_CAST_ARGUMENT",
        "INVALID_FUNCTION_ARGUMENT",
        OUT_OF_RANGE,
        "DIVISION_BY_ZERO",
        "SUBQUERY_MULTIPLE_ROWS",
        NOT_READABLE,
    }
)
"""Trino's names of the errors where an expression has no result for a value."""
_NOT_RUN = "NOT_SUPPORTED"
_NOT_READ = frozenset(
    {
        "AMBIGUOUS_NAME",
        "COLUMN_TYPE_UNKNOWN",
        "DUPLICATE_COLUMN_NAME",
        "EXPRESSION_NOT_AGGREGATE",
        "EXPRESSION_NOT_CONSTANT",
        "EXPRESSION_NOT_IN_DISTINCT",
        "EXPRESSION_NOT_SCALAR",
        "FUNCTION_NOT_AGGREGATE",
        "FUNCTION_NOT_FOUND",
        "FUNCTION_NOT_WINDOW",
        "INVALID_COLUMN_REFERENCE",
        "INVALID_LITERAL",
        "INVALID_ORDER_BY",
        "INVALID_WINDOW_FRAME",
        "MISMATCHED_COLUMN_ALIASES",
        "MISSING_OVER",
        "MISSING_GROUP_BY",
        "NESTED_AGGREGATION",
        "NESTED_WINDOW",
        _NOT_RUN,
        "OPERATOR_NOT_FOUND",
        "SYNTAX_ERROR",
        "TYPE_MISMATCH",
        "TYPE_NOT_FOUND",
    }
)
"""Trino's names of the errors where it cannot read a statement, whatever the rows are."""
_TOO_LONG = frozenset({"EXCEEDED_TIME_LIMIT"})
_GENERATED = "_generated"
_REMEMBERED = 500
_CODES_AT_MOST = "5000"
_DATABASES = frozenset({StorageKind.POSTGRESQL, StorageKind.MARIADB})
_REACH_S = 30.0
_READS = ("qui lit", "that reads")
_DECLARES = ("qui déclare", "that declares")
_log = structlog.get_logger(__name__)


class TrinoEngine:
    """One coordinator. Values go as literals, so the statement's text is never logged here."""

    name = TRINO

    def __init__(
        self,
        client: TrinoClient,
        resolve_secret: ResolveSecret,
        *,
        administrator: Administrator,
        store: SegmentStore | None = None,
        check_tables: bool = True,
    ) -> None:
        """`administrator` makes the catalogs that `client` reads.

        `store`: where large results may be fetched from. `check_tables`: on first use of a plan,
        ask Trino which tables it would read.
        """
        self._client = client
        self._administrator = administrator
        self._reader = TrinoReader(client, store)
        self._catalogs = TrinoCatalogs(self._administrator, resolve_secret)
        self._check_tables = check_tables
        self._lowered: Cache[str, exp.Query] = Cache("trino_engine.lowered", _REMEMBERED)
        self._checked: Cache[str, bool] = Cache("trino_engine.checked", _REMEMBERED * 10)

    async def execute(self, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        """See `Engine.execute`; raises TooManyRows and TooManyBytes beyond those of `plan`."""
        async with aclosing(self._tables(plan, values)) as tables:
            found = [table async for table in tables]
        return found[0] if len(found) == 1 else _one(found)

    async def stream(
        self, plan: Plan, values: Mapping[str, Value]
    ) -> AsyncGenerator[pa.RecordBatch, None]:
        """See `Engine.stream`."""
        async with aclosing(self._tables(plan, values)) as tables:
            async for table in tables:
                for batch in table.to_batches():
                    yield batch

    async def _tables(
        self, plan: Plan, values: Mapping[str, Value]
    ) -> AsyncGenerator[pa.Table, None]:
        """Canonical tables until the last row; every wait ends when the plan's time is over."""
        statement = write_sql(with_literals(self._lower(plan), values), TRINO)
        until = asyncio.get_running_loop().time() + plan.timeout_s
        measure = Measure(plan)
        try:
            for may_retry in (True, False):
                try:
                    async with aclosing(self._run(plan, statement, until)) as tables:
                        async for table in tables:
                            may_retry = False  # noqa: PLW2901 - rows have left
                            measure.add(table)
                            yield table
                except TrinoFailure as failure:
                    if not may_retry or not _may_be_stale(failure, plan):
                        raise
                    if failure.name in _MISSING:
                        self._catalogs.forget(plan.tables)
                    await self._look_again(plan, failure, until)
                else:
                    return
        except TimeoutError:
            raise SourceTimeout(timeout_s=round(plan.timeout_s)) from None
        except TrinoFailure as failure:
            _tell(failure, plan)

    async def _run(
        self, plan: Plan, statement: str, until: float
    ) -> AsyncGenerator[pa.Table, None]:
        # A time-out may not stay open where a generator stops: the caller's own waits would end.
        async with AsyncExitStack() as stack:
            async with asyncio.timeout_at(until):
                await stack.enter_async_context(self._catalogs.ready(plan.tables))
                if self._check_tables and not self._checked.find(plan.text):
                    await self._check(plan, statement)
            tables = self._reader.tables(
                statement,
                _headers(plan),
                lambda table: canonical_table(table, plan.logical.columns),
            )
            await stack.enter_async_context(aclosing(tables))
            while True:
                async with asyncio.timeout_at(until):
                    table = await anext(tables, None)
                if table is None:
                    return
                # Who takes them so slowly that one is always ready never waits here.
                if asyncio.get_running_loop().time() >= until:
                    raise TimeoutError
                yield table

    async def _look_again(self, plan: Plan, failure: TrinoFailure, until: float) -> None:
        """A column that was declared since Trino last looked is there when it looks again."""
        if failure.name == _NO_COLUMN:
            async with asyncio.timeout_at(until):
                await self._catalogs.look_again(table.storage for table in plan.tables)

    async def forget(self, storage: Storage) -> None:
        """Makes the next query look again: what Trino remembers of `storage`'s tables is old."""
        await self._catalogs.look_again((storage,))

    def _lower(self, plan: Plan) -> exp.Query:
        lowered = self._lowered.find(plan.text)
        if lowered is None:
            lowered = self._lowered.keep(
                plan.text, lower_tree(plan.tree, TRINO, plan.tables, plan.repeats)
            )
        return lowered

    async def _check(self, plan: Plan, statement: str) -> None:
        """Raises UngovernedPlan unless all tables that Trino would read were planned."""
        explained = await self._client.run(statements.explain_io(statement), headers=_headers(plan))
        planned = trino_tables(plan.tables)
        catalogs = {catalog for catalog, _, _ in planned}
        for catalog, schema, table in statements.tables_of_io(explained.rows[0][0]):
            # A connector's own query (a pushed count or join) names no table, only its catalog.
            generated = schema == _GENERATED and catalog in catalogs
            if not generated and (catalog, schema, table) not in planned:
                _log.error("trino_reads_an_unplanned_table", catalog=catalog)
                raise UngovernedPlan
        self._checked.keep(plan.text, True)

    async def ping(self) -> None:
        """See `Engine.ping`: as who reads, then as who declares; raises TrinoNotAnswering."""
        with _told_of(_READS):
            await self._client.run(statements.ONE)
        with _told_of(_DECLARES):
            await self._administrator.run(statements.ONE)

    async def reach(self, storage: Storage) -> None:
        """See `KeepsCatalogs.reach`; raises TrinoCannotReachStorage and TrinoNotAnswering."""
        if TRINO not in ADAPTERS[storage.kind].engines:
            return
        try:
            async with asyncio.timeout(_REACH_S):
                await self._catalogs.reach(storage)
        except TimeoutError:
            raise TrinoCannotReachStorage(cause=f"> {_REACH_S:.0f} s") from None
        except TrinoFailure as failure:
            _warn(failure)
            if failure.query_id:
                raise TrinoCannotReachStorage(cause=failure.name) from None
            raise _not_answering(_DECLARES, failure) from None

    async def drop_catalogs_but(self, current: Iterable[Storage]) -> tuple[str, ...]:
        """See `KeepsCatalogs.drop_catalogs_but`."""
        with _told_of(_DECLARES):
            return await self._catalogs.drop_all_but(current)

    async def aclose(self) -> None:
        await self._reader.aclose()
        await self._client.aclose()
        await self._administrator.aclose()


def _one(tables: list[pa.Table]) -> pa.Table:
    """One chunk a column, as every canonical table has."""
    return pa.concat_tables(tables).combine_chunks()


def _headers(plan: Plan) -> dict[str, str]:
    session = ",".join("=".join(each) for each in _session(plan).items())
    return {
        "X-Trino-Session": session,
        "X-Trino-Source": source_name(),
        "X-Trino-Client-Tags": ",".join(plan.citations),
    }


def _session(plan: Plan) -> dict[str, str]:
    session = {"query_max_run_time": f"{int(plan.timeout_s) + 5}s"}
    for table in plan.tables:
        catalog = trino_catalog_name(table.storage)
        if table.storage.kind is StorageKind.POSTGRESQL:
            # Above 256 codes Trino would send a range instead, and read most rows for nothing.
            session[f"{catalog}.domain_compaction_threshold"] = _CODES_AT_MOST
        if plan.by_position and table.storage.kind in _DATABASES:
            session[f"{catalog}.join_pushdown_enabled"] = "false"
    if plan.by_position:
        # It is gone about as it is written, whatever the tables are known to hold.
        session["join_reordering_strategy"] = "NONE"
        session["join_distribution_type"] = "PARTITIONED"
    if not plan.dynamic_filtering:
        # It would send the values of one owner's rows to the source of another.
        session["enable_dynamic_filtering"] = "false"
    return session


def _may_be_stale(failure: TrinoFailure, plan: Plan) -> bool:
    """True where Trino may only have remembered what is no longer so: the query is asked once more.

    Iceberg keeps connections to the PostgreSQL that lists its tables, and finds one that has died
    meanwhile by failing a query.
    """
    kinds = {table.storage.kind for table in plan.tables}
    return failure.name in _MISSING or (
        failure.name == _UNEXPLAINED and StorageKind.ICEBERG in kinds
    )


@contextmanager
def _told_of(role: tuple[str, str]) -> Iterator[None]:
    try:
        yield
    except TrinoFailure as failure:
        _warn(failure)
        raise _not_answering(role, failure) from None


def _not_answering(role: tuple[str, str], failure: TrinoFailure) -> TrinoNotAnswering:
    return TrinoNotAnswering(role_fr=role[0], role_en=role[1], cause=failure.name)


def _warn(failure: TrinoFailure) -> None:
    _log.warning(
        "trino_failed", type=failure.type, error=failure.name, trino_query=failure.query_id
    )


def _tell(failure: TrinoFailure, plan: Plan) -> NoReturn:
    _warn(failure)
    if failure.type == "UNREACHABLE":
        raise SourceUnreachable from None
    if failure.name in _TOO_LONG:
        raise SourceTimeout(timeout_s=round(plan.timeout_s)) from None
    if failure.type == "INSUFFICIENT_RESOURCES":
        raise SourceOverloaded from None
    if plan.may_fail and failure.name in _OF_A_VALUE:
        raise ExpressionFailed from None
    if failure.name == _NOT_RUN and has_correlated(plan):
        raise SubqueryNotRun from None
    if failure.name in _NOT_READ:
        raise refused(plan, failure.name) from None
    raise SourceFailed from None
