"""Tables and views that an account may read in one MariaDB or MySQL database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pymysql.cursors import Cursor

from catalog.model.column_types import TYPES, by_name
from catalog.model.dataset import ColumnType, ScalarType
from federation.storages.problems import TooManyObjects
from federation.storages.protocol import FoundColumn, FoundForeignKey, FoundObject
from federation.storages.unsupported import unsupported

_MOST = 2_000
_Row = tuple[Any, ...]
# `table_rows` is what the engine last estimated: exact for MyISAM, rough for InnoDB.
_OBJECTS = """
SELECT table_name, table_rows, table_comment, table_type
FROM information_schema.tables
WHERE table_schema = %s AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
ORDER BY table_name
LIMIT %s
"""
# Columns that the account may not read are not listed by the server.
_COLUMNS = """
SELECT table_name, column_name, data_type, column_type, is_nullable, numeric_precision,
       numeric_scale, column_comment
FROM information_schema.columns
WHERE table_schema = %s
ORDER BY table_name, ordinal_position
"""
_KEYS = """
SELECT table_name, column_name
FROM information_schema.key_column_usage
WHERE table_schema = %s AND constraint_name = 'PRIMARY'
ORDER BY table_name, ordinal_position
"""
_FOREIGN_KEYS = """
SELECT table_name, MIN(column_name), MIN(referenced_table_name), MIN(referenced_column_name)
FROM information_schema.key_column_usage
WHERE table_schema = %s AND referenced_table_schema = table_schema
GROUP BY table_name, constraint_name
HAVING COUNT(*) = 1
ORDER BY table_name, MIN(column_name)
"""
_BY_NAME = by_name((each, record.in_mariadb) for each, record in TYPES.items())
_BINARY = frozenset({"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"})
_GEOMETRIES = frozenset(
    {
        "geometry",
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
    }
)


def found_objects(cursor: Cursor, database: str) -> tuple[FoundObject, ...]:
    """In order of name. Of names that differ by case alone none has columns: engines mix them up.

    Raises TooManyObjects, pymysql.MySQLError.
    """
    cursor.execute(_OBJECTS, (database, _MOST + 1))
    objects = cursor.fetchall()
    if len(objects) > _MOST:
        raise TooManyObjects(limit=_MOST)
    columns, keys = _by_table(cursor, _COLUMNS, database), _by_table(cursor, _KEYS, database)
    foreign = _by_table(cursor, _FOREIGN_KEYS, database)
    folded = Counter(str(name).casefold() for name, *_ in objects)
    return tuple(
        _found_object(
            row,
            () if folded[str(row[0]).casefold()] > 1 else columns.get(row[0], ()),
            keys,
            foreign.get(row[0], ()),
        )
        for row in objects
    )


def _by_table(cursor: Cursor, query: str, database: str) -> Mapping[str, Sequence[_Row]]:
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    cursor.execute(query, (database,))
    for table, *rest in cursor.fetchall():
        found[table].append(tuple(rest))
    return found


def _found_object(
    row: _Row,
    columns: Sequence[_Row],
    keys: Mapping[str, Sequence[_Row]],
    foreign: Sequence[_Row],
) -> FoundObject:
    name, estimate, comment, kind = row
    return FoundObject(
        name=name,
        schema=None,
        columns=tuple(_found_column(each) for each in columns),
        primary_key=tuple(column for (column,) in keys.get(name, ())),
        row_estimate=None if estimate is None else int(estimate),
        # A view's comment is the word VIEW.
        comment=None if kind == "VIEW" else comment or None,
        foreign_keys=tuple(
            FoundForeignKey(column, None, table, key) for column, table, key in foreign
        ),
    )


def _found_column(row: _Row) -> FoundColumn:
    name, kind, said, nullable, precision, scale, comment = row
    may_be_null = nullable == "YES"
    found = column_type(kind.lower(), said.lower(), precision, scale)
    if found is None:
        reason = _reason(kind.lower())
        return unsupported(name, said, reason, nullable=may_be_null, comment=comment or None)
    return FoundColumn(name, said, found, nullable=may_be_null, comment=comment or None)


def column_type(
    kind: str, said: str, precision: int | None, scale: int | None
) -> ColumnType | None:
    """The closed set's type of `data_type`, `column_type` (both lower case) and its digits."""
    if kind == "decimal":
        digits, after = int(precision or 0), int(scale or 0)
        return ColumnType(ScalarType.DECIMAL, digits, after) if 0 < digits <= 38 else None
    if said.startswith("tinyint(1)") and "unsigned" not in said:
        # What MariaDB makes of BOOLEAN: nothing else tells it from a small number.
        return ColumnType(ScalarType.BOOLEAN)
    if "unsigned" in said and kind in {"int", "bigint"}:
        # Beyond the signed type of the same name.
        if kind == "int":
            return ColumnType(ScalarType.BIGINT)
        return ColumnType(ScalarType.DECIMAL, 20, 0)
    scalar = _BY_NAME.get(kind)
    return None if scalar is None else ColumnType(scalar)


def _reason(kind: str) -> str:
    if kind == "decimal":
        return "unbounded_decimal"
    if kind in _BINARY:
        return "binary"
    return "geometry" if kind in _GEOMETRIES else "type"
