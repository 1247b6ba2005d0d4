"""Inserts that PostgreSQL and SQLite write differently: one row a key, and many rows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson
from sqlalchemy import Insert, Table, Text, cast, column, func, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert_new(dialect: str, table: Table, key: str) -> Insert:
    """An INSERT that leaves out what has a `key` (a unique column) that is there already."""
    return insert_unique(dialect, table, (key,))


def insert_unique(dialect: str, table: Table, keys: Sequence[str]) -> Insert:
    """The same where several columns are one key."""
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing(index_elements=keys)
    return sqlite.insert(table).on_conflict_do_nothing(index_elements=keys)


def insert_or_replace(dialect: str, table: Table, key: str, row: Mapping[str, object]) -> Insert:
    """An INSERT of `row` that replaces the one with the same `key`."""
    others = {name: value for name, value in row.items() if name != key}
    if dialect == "postgresql":
        new = postgresql.insert(table).values(**row)
        return new.on_conflict_do_update(index_elements=[key], set_=others)
    written = sqlite.insert(table).values(**row)
    return written.on_conflict_do_update(index_elements=[key], set_=others)


async def insert_many(
    connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, object]]
) -> None:
    """All have the same columns, of numbers and texts. On PostgreSQL in one statement, as JSON: a
    statement a row costs it, and the event loop, several times as much.
    """
    if connection.dialect.name != "postgresql" or not rows:
        await connection.execute(insert(table), [dict(row) for row in rows])
        return
    columns = [table.c[name] for name in rows[0]]
    sent = cast(literal(orjson.dumps(rows).decode(), Text), postgresql.JSON)
    given = func.json_to_recordset(sent).table_valued(
        *[column(each.name, each.type) for each in columns]
    )
    given = given.render_derived(with_types=True)
    await connection.execute(insert(table).from_select(columns, select(*given.c)))
