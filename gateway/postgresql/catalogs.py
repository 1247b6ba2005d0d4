"""Statements about PostgreSQL's own catalogs: which they are, and the shadow that answers them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar
from weakref import WeakValueDictionary

import pyarrow as pa
import structlog

from federation.catalog_shadow.failures import SHADOW_FAILURES
from federation.catalog_shadow.sessions import (
    ShadowAnswer,
    ShadowColumnOut,
    ShadowRefused,
    Shadows,
)
from federation.catalog_shadow.statements import reads_data_alone, shadow_text
from federation.catalog_shadow.tables import ShadowTable, shadow_tables
from federation.engines.query_tag import CALLER, Caller
from federation.postgresql.scan import Written
from federation.sql.problems import SqlParameterCount
from federation.sql.scan import TokenKind
from gateway.postgresql.encoders import Here, OutColumn
from gateway.postgresql.problems import PostgresqlCatalogRefused, PostgresqlCatalogsElsewhere
from gateway.postgresql.session_settings import SERVER_VERSION
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_prepare import names_seen
from gateway.reading.query.sql_request import SqlRequest

_WORDS = frozenset(
    {"information_schema", "current_schemas", "format_type", "obj_description", "col_description"}
    | {"regclass", "regproc", "regtype", "regnamespace", "regoper", "regrole", "regprocedure"}
    | {"to_regclass", "to_regtype", "to_regproc", "shobj_description", "has_table_privilege"}
    | {"has_schema_privilege", "has_database_privilege", "has_any_column_privilege"}
)
_AT_ONCE = 2
"""Statements of one caller; eight run for all, five seconds at most each."""
_log = structlog.get_logger()
T = TypeVar("T")


def is_about_catalogs(statement: Written) -> bool:
    """True where it names a catalog, or what only catalogs have, and does not read data alone: a
    column may be called as catalogs are.
    """
    names = (
        token.value.lower()
        for token in statement.scanned.tokens
        if token.kind in {TokenKind.WORD, TokenKind.NAME}
    )
    is_named = any(name in _WORDS or name.startswith("pg_") for name in names)
    return is_named and not reads_data_alone(statement)


@dataclass(frozen=True, slots=True)
class CatalogQuery:
    """A statement about catalogs as a shadow is sent it; `formats` are those of its values."""

    statement: Written
    text: str
    oids: tuple[int, ...] = ()
    values: tuple[bytes | None, ...] = ()
    formats: tuple[int, ...] = ()
    search_path: tuple[str, ...] = ()

    @classmethod
    def read(cls, statement: Written, oids: tuple[int, ...] = ()) -> CatalogQuery:
        """Raises PostgresqlNotHere, of what it calls or reads that is not listed."""
        return cls(statement, shadow_text(statement), oids)

    def bound(
        self, values: Sequence[bytes | None], formats: Sequence[int], search_path: Sequence[str]
    ) -> CatalogQuery:
        if len(values) != self.statement.parameters:
            raise SqlParameterCount(expected=self.statement.parameters, given=len(values))
        return replace(
            self, values=tuple(values), formats=tuple(formats), search_path=tuple(search_path)
        )


def _make_threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=8, thread_name_prefix="catalogs")


@dataclass(slots=True)
class Catalogs:
    """`shadows` None: PostgreSQL's programs are not there, and such statements are refused."""

    shadows: Shadows | None
    threads: ThreadPoolExecutor = field(default_factory=_make_threads)
    _turns: WeakValueDictionary[Caller, asyncio.Semaphore] = field(
        default_factory=WeakValueDictionary
    )

    @property
    def version(self) -> str:
        """The version of PostgreSQL whose catalogs there are: clients ask by it."""
        return SERVER_VERSION if self.shadows is None else self.shadows.server.programs.version

    async def close(self) -> None:
        if self.shadows is not None:
            await asyncio.get_running_loop().run_in_executor(self.threads, self.shadows.close)
        self.threads.shutdown(wait=False, cancel_futures=True)

    async def describe(
        self, query: CatalogQuery, request: SqlRequest, ports: Ports
    ) -> tuple[list[int], tuple[OutColumn, ...]]:
        """The types of its parameters, and its columns. Raises Problems."""
        shadows, tables = await self._shadow(request, ports)
        work = partial(shadows.describe, tables, query.text, query.oids, query.search_path)
        parameters, columns = await self._in_a_thread(work)
        return parameters, _out(columns)

    async def answer(
        self, query: CatalogQuery, request: SqlRequest, ports: Ports, formats: Sequence[int]
    ) -> Here:
        """Its rows, in the forms of `formats`. Raises Problems."""
        shadows, tables = await self._shadow(request, ports)
        answer = await self._in_a_thread(
            partial(
                shadows.run,
                tables,
                query.text,
                query.oids,
                query.values,
                query.formats,
                formats,
                query.search_path,
            ),
        )
        return Here(_out(answer.columns), answer.rows, lambda _formats, _zone: _cells(answer))

    async def _shadow(
        self, request: SqlRequest, ports: Ports
    ) -> tuple[Shadows, tuple[ShadowTable, ...]]:
        """The rights of this moment: a table that was lost is gone at the next statement."""
        names = await names_seen(request, ports)
        if self.shadows is None:
            raise PostgresqlCatalogsElsewhere
        return self.shadows, shadow_tables(names)

    async def _in_a_thread(self, work: Callable[[], T]) -> T:
        turn = self._turns.setdefault(CALLER.get(), asyncio.Semaphore(_AT_ONCE))
        try:
            async with turn:
                return await asyncio.get_running_loop().run_in_executor(self.threads, work)
        except ShadowRefused as refused:
            raise PostgresqlCatalogRefused(
                state=refused.state, sentence=refused.sentence[:300]
            ) from None
        except SHADOW_FAILURES as error:
            _log.warning("catalogs_do_not_run", error=type(error).__name__)
            raise PostgresqlCatalogsElsewhere from None


def _out(columns: Sequence[ShadowColumnOut]) -> tuple[OutColumn, ...]:
    return tuple(OutColumn(each.name, each.oid, each.size, each.modifier) for each in columns)


def _cells(answer: ShadowAnswer) -> list[pa.Array]:
    return [pa.array(column, pa.binary()) for column in answer.cells]
