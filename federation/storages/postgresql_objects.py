"""Tables and views that an account may read in PostgreSQL, with their keys and comments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from catalog.model.column_types import TYPES, by_name
from catalog.model.dataset import ColumnType, ScalarType
from federation.storages.problems import TooManyObjects
from federation.storages.protocol import FoundColumn, FoundForeignKey, FoundObject
from federation.storages.unsupported import unsupported

_MOST = 2_000
_OBJECTS = """
SELECT c.oid, n.nspname, c.relname, c.reltuples::bigint, obj_description(c.oid, 'pg_class')
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema'
  AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
ORDER BY n.nspname, c.relname
LIMIT %s
"""
_COLUMNS = """
SELECT a.attrelid, a.attname, a.atttypmod, format_type(a.atttypid, a.atttypmod), t.typname,
       t.typtype::text, t.typcategory::text, a.attnotnull, col_description(a.attrelid, a.attnum),
       (SELECT array_position(i.indkey::int2[], a.attnum) FROM pg_catalog.pg_index i
        WHERE i.indrelid = a.attrelid AND i.indisprimary)
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = ANY(%s) AND a.attnum > 0 AND NOT a.attisdropped
  AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')
ORDER BY a.attrelid, a.attnum
"""
_FOREIGN_KEYS = """
SELECT k.conrelid, a.attname, n.nspname, c.relname, b.attname
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'f' AND array_length(k.conkey, 1) = 1
  AND k.conrelid = ANY(%s) AND k.confrelid = ANY(%s)
ORDER BY k.conrelid, a.attname, k.conname
"""
_BY_NAME = by_name((each, record.in_postgresql) for each, record in TYPES.items())
_GEOMETRIES = frozenset({"geometry", "geography", "raster"})


async def found_objects(connection: AsyncConnection[TupleRow]) -> tuple[FoundObject, ...]:
    """In order of schema and name; partitions are left out, their parent stands for them."""
    objects = await (await connection.execute(_OBJECTS, (_MOST + 1,))).fetchall()
    if len(objects) > _MOST:
        raise TooManyObjects(limit=_MOST)
    oids = [row[0] for row in objects]
    columns: dict[int, list[TupleRow]] = defaultdict(list)
    for row in await (await connection.execute(_COLUMNS, (oids,))).fetchall():
        columns[row[0]].append(row)
    keys: dict[int, list[FoundForeignKey]] = defaultdict(list)
    for of, *key in await (await connection.execute(_FOREIGN_KEYS, (oids, oids))).fetchall():
        keys[of].append(FoundForeignKey(*key))
    return tuple(_found_object(row, columns[row[0]], keys[row[0]]) for row in objects)


def _found_object(
    row: TupleRow, columns: Sequence[TupleRow], keys: Sequence[FoundForeignKey]
) -> FoundObject:
    _, schema, name, estimate, comment = row
    key = sorted((column[9], column[1]) for column in columns if column[9] is not None)
    return FoundObject(
        name=name,
        schema=schema,
        columns=tuple(_found_column(column) for column in columns),
        primary_key=tuple(column for _, column in key),
        # -1 means that nobody has counted yet.
        row_estimate=estimate if estimate >= 0 else None,
        comment=comment,
        foreign_keys=tuple(keys),
    )


def _found_column(row: TupleRow) -> FoundColumn:
    _, name, modifier, said, type_name, kind, category, not_null, comment, _ = row
    found = _column_type(type_name, kind, modifier)
    if found is None:
        reason = _reason(type_name, kind, category)
        return unsupported(name, said, reason, nullable=not not_null, comment=comment)
    return FoundColumn(name, said, found, nullable=not not_null, comment=comment)


def _column_type(type_name: str, kind: str, modifier: int) -> ColumnType | None:
    if kind == "e":
        return ColumnType(ScalarType.STRING)
    if type_name == "numeric":
        return _decimal(modifier)
    scalar = _BY_NAME.get(type_name) if kind == "b" else None
    return None if scalar is None else ColumnType(scalar)


def _decimal(modifier: int) -> ColumnType | None:
    """PostgreSQL packs numeric(p, s) as ((p << 16) | s) + 4, s over 11 bits; -1 without any."""
    if modifier < 0:
        return None
    precision, scale = (modifier - 4) >> 16, (modifier - 4) & 0x7FF
    if precision > 38 or scale > precision:
        return None
    return ColumnType(ScalarType.DECIMAL, precision, scale)


def _reason(type_name: str, kind: str, category: str) -> str:
    if type_name == "numeric":
        return "unbounded_decimal"
    if type_name in _GEOMETRIES or category == "G":
        return "geometry"
    if type_name == "bytea":
        return "binary"
    return "nested" if category == "A" or kind in {"c", "r", "m"} else "type"
