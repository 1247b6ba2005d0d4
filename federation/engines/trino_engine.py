"""Trino: the engine of a production of many authorities."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterable, Mapping
from typing import NoReturn

import pyarrow as pa
import structlog
from sqlglot import exp

from catalog.model.storage import Storage, StorageKind
from federation.engines import trino_statements as statements
from federation.engines.protocol import ResolveSecret, Value
from federation.engines.trino_catalogs import TrinoCatalogs
from federation.engines.trino_client import TrinoClient, TrinoFailure, TrinoResult
from federation.engines.trino_rows import arrow_columns
from federation.placing import trino_catalog_name, trino_tables
from federation.plan import TRINO, Plan
from federation.problems import (
    SourceFailed,
    SourceOverloaded,
    SourceTimeout,
    SourceUnreachable,
    TooManyRows,
    UngovernedPlan,
)
from federation.render import lower_tree, with_literals, write_sql
from federation.results.canonical import canonical_table

_MISSING = frozenset({"CATALOG_NOT_FOUND", "SCHEMA_NOT_FOUND", "TABLE_NOT_FOUND"})
_TOO_LONG = frozenset({"EXCEEDED_TIME_LIMIT"})
_GENERATED = "_generated"
_REMEMBERED = 500
_CODES_AT_MOST = "5000"
_log = structlog.get_logger(__name__)


class TrinoEngine:
    """One coordinator. Values go as literals, so the statement's text is never logged here."""

    name = TRINO

    def __init__(
        self, client: TrinoClient, resolve_secret: ResolveSecret, *, check_tables: bool = True
    ) -> None:
        """`check_tables`: on first use of a plan, ask Trino which tables it would read."""
        self._client = client
        self._catalogs = TrinoCatalogs(client, resolve_secret)
        self._check_tables = check_tables
        self._lowered: OrderedDict[str, exp.Query] = OrderedDict()
        self._checked: set[str] = set()

    async def execute(self, plan: Plan, values: Mapping[str, Value]) -> pa.Table:
        """See `Engine.execute`; raises TooManyRows beyond `plan.max_rows`."""
        statement = write_sql(with_literals(self._lower(plan), values), TRINO)
        try:
            async with asyncio.timeout(plan.timeout_s):
                try:
                    result = await self._run(plan, statement)
                except TrinoFailure as failure:
                    if failure.name not in _MISSING:
                        raise
                    self._catalogs.forget(plan.tables)
                    result = await self._run(plan, statement)
        except TimeoutError:
            raise SourceTimeout(timeout_s=round(plan.timeout_s)) from None
        except TrinoFailure as failure:
            _tell(failure, plan)
        if len(result.rows) > plan.max_rows:
            raise TooManyRows(max_rows=plan.max_rows)
        columns = arrow_columns(result.rows, [kind for _, kind in result.columns])
        names = [name for name, _ in result.columns]
        return canonical_table(pa.table(columns, names=names), plan.logical.columns)

    async def stream(
        self, plan: Plan, values: Mapping[str, Value]
    ) -> AsyncGenerator[pa.RecordBatch, None]:
        """See `Engine.stream`."""
        for batch in (await self.execute(plan, values)).to_batches():
            yield batch

    async def _run(self, plan: Plan, statement: str) -> TrinoResult:
        async with self._catalogs.ready(plan.tables):
            if self._check_tables and plan.text not in self._checked:
                await self._check(plan, statement)
            return await self._client.run(
                statement,
                tags=plan.citations,
                session=_session(plan),
                max_rows=plan.max_rows,
            )

    def _lower(self, plan: Plan) -> exp.Query:
        lowered = self._lowered.get(plan.text)
        if lowered is None:
            lowered = lower_tree(plan.tree, TRINO, plan.tables)
            self._lowered[plan.text] = lowered
            if len(self._lowered) > _REMEMBERED:
                self._lowered.popitem(last=False)
        return lowered

    async def _check(self, plan: Plan, statement: str) -> None:
        """What Trino would read is a subset of what was planned; raises UngovernedPlan."""
        explained = await self._client.run(
            statements.explain_io(statement), tags=plan.citations, session=_session(plan)
        )
        planned = trino_tables(plan.tables)
        catalogs = {catalog for catalog, _, _ in planned}
        for catalog, schema, table in statements.tables_of_io(explained.rows[0][0]):
            # A connector's own query (a pushed count or join) names no table, only its catalog.
            generated = schema == _GENERATED and catalog in catalogs
            if not generated and (catalog, schema, table) not in planned:
                _log.error("trino_reads_an_unplanned_table", catalog=catalog)
                raise UngovernedPlan
        if len(self._checked) > _REMEMBERED * 10:
            self._checked.clear()
        self._checked.add(plan.text)

    async def drop_catalogs_but(self, current: Iterable[Storage]) -> tuple[str, ...]:
        """See `TrinoCatalogs.drop_all_but`."""
        return await self._catalogs.drop_all_but(current)

    async def aclose(self) -> None:
        await self._client.aclose()


def _session(plan: Plan) -> dict[str, str]:
    session = {"query_max_run_time": f"{int(plan.timeout_s) + 5}s"}
    for table in plan.tables:
        if table.storage.kind is StorageKind.POSTGRESQL:
            # Above 256 codes Trino would send a range instead, and read most rows for nothing.
            catalog = trino_catalog_name(table.storage)
            session[f"{catalog}.domain_compaction_threshold"] = _CODES_AT_MOST
    if not plan.dynamic_filtering:
        # It would send the values of one owner's rows to the source of another.
        session["enable_dynamic_filtering"] = "false"
    return session


def _tell(failure: TrinoFailure, plan: Plan) -> NoReturn:
    _log.warning(
        "trino_failed", type=failure.type, error=failure.name, trino_query=failure.query_id
    )
    if failure.type == "UNREACHABLE":
        raise SourceUnreachable from None
    if failure.name in _TOO_LONG:
        raise SourceTimeout(timeout_s=round(plan.timeout_s)) from None
    if failure.type == "INSUFFICIENT_RESOURCES":
        raise SourceOverloaded from None
    raise SourceFailed from None
