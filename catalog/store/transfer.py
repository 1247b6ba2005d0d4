"""The rows of a whole store, out of it and into an empty one, as they are.

Left out are browsers that are signed in or on their way (whoever moves signs in again), and what
was let through in the last minutes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Boolean, Integer, Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from catalog.exports.open_table import Field
from catalog.store.opening import reading, writing
from catalog.store.tables import (
    act,
    catalog_entry,
    catalog_epoch,
    catalog_version,
    machine_requests,
    metadata,
    outbox,
    pending_sign_in,
    session,
)
from catalog.store.verification_tables import (
    agreement_health,
    dataset_probe,
    health_change,
    storage_nights,
)

Row = Mapping[str, Any]
LEFT_OUT = frozenset(
    {
        *(session.name, pending_sign_in.name, machine_requests.name),
        *(storage_nights.name, dataset_probe.name, agreement_health.name, health_change.name),
    }
)
"""The verification finds its own again."""
TABLES: tuple[str, ...] = tuple(
    table.name for table in metadata.sorted_tables if table.name not in LEFT_OUT
)
"""In the order in which their rows may refer to each other."""
_AT_ONCE = 1_000


class StoreNotEmptyError(Exception):
    """It holds a catalog, or has recorded something."""


def fields_of(table: str) -> tuple[Field, ...]:
    return tuple(
        Field(column.name, _kind(column.type)) for column in metadata.tables[table].columns
    )


def key_of(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in metadata.tables[table].primary_key.columns)


class Transfer:
    """Both raise StoreUnavailable."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def picture(self) -> AsyncIterator[StorePicture]:
        """All tables as of one moment."""
        async with reading(self._engine) as connection:
            yield StorePicture(connection)

    @asynccontextmanager
    async def filling(self) -> AsyncIterator[StoreFilling]:
        """All that is put within is there at the end, or nothing is. Raises StoreNotEmptyError."""
        async with writing(self._engine) as connection:
            await _refuse_unless_empty(connection)
            await connection.execute(delete(catalog_epoch))
            await connection.execute(delete(catalog_version))
            yield StoreFilling(connection)
            await _after_the_last_message(connection)


class StorePicture:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def rows(self, name: str) -> AsyncIterator[Row]:
        """Of one table, by its key: in one order, whatever the database."""
        table = metadata.tables[name]
        ordered = select(table).order_by(*(self._in_order(table, each) for each in key_of(name)))
        result = await self._connection.stream(ordered)
        async for row in result.mappings():
            yield dict(row)

    def _in_order(self, table: Table, column: str) -> Any:
        """PostgreSQL sorts by the words of its locale unless it is told to sort by bytes."""
        is_text = not isinstance(table.c[column].type, Integer)
        if is_text and self._connection.dialect.name == "postgresql":
            return table.c[column].collate("C")
        return table.c[column]


class StoreFilling:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, name: str, rows: Iterable[Row]) -> int:
        """Inserts the rows and returns their number; tables come in the order of TABLES."""
        table, number = metadata.tables[name], 0
        some: list[Row] = []
        for row in rows:
            some.append(row)
            if len(some) >= _AT_ONCE:
                number += await self._insert(table, some)
                some = []
        return number + await self._insert(table, some)

    async def _insert(self, table: Table, rows: Sequence[Row]) -> int:
        if rows:
            await self._connection.execute(insert(table), [dict(row) for row in rows])
        return len(rows)


async def _refuse_unless_empty(connection: AsyncConnection) -> None:
    for table in (catalog_entry, act, metadata.tables["audit_intent"]):
        if (await connection.execute(select(table).limit(1))).first() is not None:
            raise StoreNotEmptyError


async def _after_the_last_message(connection: AsyncConnection) -> None:
    """PostgreSQL counts messages beside the table."""
    if connection.dialect.name != "postgresql":
        return
    last = (await connection.execute(select(func.max(outbox.c.id)))).scalar_one_or_none()
    if last is not None:
        sequence = func.pg_get_serial_sequence(outbox.name, "id")
        await connection.execute(select(func.setval(sequence, last)))


def _kind(type_: object) -> str:
    if isinstance(type_, Boolean):
        return "boolean"
    return "integer" if isinstance(type_, Integer) else "string"
