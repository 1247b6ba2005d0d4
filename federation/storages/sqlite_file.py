"""A SQLite database in one file of the gateway's machine; DuckDB alone reads it."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlglot import exp

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, Dataset, ObjectKind, ScalarType
from catalog.model.storage import SqliteOptions, Storage, StorageKind
from federation.plan import DUCKDB
from federation.storages.beneath import OpenFile, open_directory, open_file, refuse_link
from federation.storages.plain_options import checked_path, checked_storage_id
from federation.storages.problems import (
    StorageFailed,
    StorageMoved,
    StorageNotSqlite,
    UnsupportedObject,
)
from federation.storages.protocol import (
    AttachStatement,
    DuckdbAttachment,
    FoundColumn,
    FoundForeignKey,
    FoundObject,
    OpenedSource,
    TrinoCatalog,
    TrinoTable,
)
from federation.storages.unsupported import unsupported
from federation.storages.watched_names import WatchedNames, watched_names

_JOURNALS = ("-wal", "-shm", "-journal")
_MAGIC = b"SQLite format 3\0"
_TABLES = """
SELECT name FROM sqlite_schema
WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY name
"""
_FOREIGN_KEYS = 'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?)'
_COLUMNS = """
SELECT name, type, "notnull", pk FROM pragma_table_info(?) ORDER BY cid
"""
_DECIMAL = re.compile(r"(?:DECIMAL|NUMERIC)\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)", re.IGNORECASE)
# SQLite keeps what it is given whatever a column declares: the declared type is read as the
# steward's word, and cells that are of another type are null (see typed_columns).
_FIRST = (
    *(ScalarType.BOOLEAN, ScalarType.BIGINT, ScalarType.STRING, ScalarType.FLOAT),
    ScalarType.TIMESTAMP,
)
_BY_WORD = tuple(
    (word, each) for each in dict.fromkeys((*_FIRST, *ScalarType)) for word in TYPES[each].in_sqlite
)
"""The first word that a declared type holds says it: INT, of POINT too, as SQLite has it."""


@dataclass(frozen=True, slots=True)
class SqliteFileAdapter:
    kind: StorageKind = StorageKind.SQLITE
    engines: frozenset[str] = frozenset({DUCKDB})

    async def test(self, storage: Storage, secret: str | None) -> None:  # noqa: ARG002 - the protocol's
        await asyncio.to_thread(_check_file, _path(storage))

    async def introspect(self, storage: Storage, secret: str | None) -> tuple[FoundObject, ...]:
        await self.test(storage, secret)
        return await asyncio.to_thread(_introspect, _path(storage))

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment:  # noqa: ARG002 - the protocol's
        path = _path(storage)
        # DuckDB would attach a name that is no file as an empty database.
        _check_file(path)
        attach = exp.Attach(
            this=exp.alias_(
                exp.Literal.string(str(path)), checked_storage_id(storage.id), quoted=True
            ),
            expressions=[
                exp.AttachOption(this=exp.var("TYPE"), expression=exp.var("sqlite")),
                exp.AttachOption(this=exp.var("READ_ONLY")),
            ],
        )
        return DuckdbAttachment(
            extensions=("sqlite_scanner",), statements=(AttachStatement(attach),)
        )

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expr:
        if dataset.physical.kind is not ObjectKind.TABLE:
            raise UnsupportedObject(name=dataset.physical.name[:80])
        return exp.table_(dataset.physical.name, db="main", catalog=storage.id, quoted=True)

    @contextmanager
    def opened(self, storage: Storage, dataset: Dataset) -> Iterator[OpenedSource]:  # noqa: ARG002 - the protocol's
        """SQLite opens a name, and the journals beside it: what lies there is looked at before
        the query and after each part of its answer, before anybody is given it.
        """
        path = _path(storage)
        with watched_names(str(path)) as names, _opened(path) as file:
            yield OpenedSource(None, lambda: _check_same(path, file, names))

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None:  # noqa: ARG002 - the protocol's
        return None

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None:  # noqa: ARG002 - the protocol's
        return None


def _path(storage: Storage) -> Path:
    options = storage.options
    if not isinstance(options, SqliteOptions):
        raise TypeError(f"storage {storage.id} is not a SQLite database")
    return Path(checked_path("path", options.path))


@contextmanager
def _opened(path: Path) -> Iterator[OpenFile]:
    with open_file(str(path)) as file:
        if os.pread(file.descriptor, len(_MAGIC), 0) != _MAGIC:
            raise StorageNotSqlite(path=path.name)
        _check_journals(path)
        yield file


def _check_file(path: Path) -> None:
    with _opened(path):
        pass


def _check_journals(path: Path) -> None:
    with open_directory(str(path.parent)) as directory:
        for ending in _JOURNALS:
            refuse_link(path.name + ending, directory, path.name + ending)


def _check_same(path: Path, before: OpenFile, names: WatchedNames) -> None:
    """Raises StorageMoved unless the name has led to this very file all the while."""
    with _opened(path) as now:
        if now.inode != before.inode or names.has_changed():
            raise StorageMoved(path=path.name)


def _introspect(path: Path) -> tuple[FoundObject, ...]:
    try:
        with (
            watched_names(str(path)) as watched,
            _opened(path) as file,
            closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as database,
        ):
            names = [name for (name,) in database.execute(_TABLES)]
            found = tuple(_found_table(database, name) for name in names)
            _check_same(path, file, watched)
            return found
    except sqlite3.DatabaseError:
        raise StorageFailed from None


def _found_table(database: sqlite3.Connection, name: str) -> FoundObject:
    rows = database.execute(_COLUMNS, (name,)).fetchall()
    key = sorted((position, column) for column, _, _, position in rows if position)
    return FoundObject(
        name=name,
        schema=None,
        columns=tuple(_found_columns(rows)),
        primary_key=tuple(column for _, column in key),
        row_estimate=_last_row(database, name),
        foreign_keys=tuple(_foreign_keys(database, name)),
    )


def _foreign_keys(database: sqlite3.Connection, name: str) -> Iterator[FoundForeignKey]:
    """The keys of one column; one that names no column there is left out."""
    rows = database.execute(_FOREIGN_KEYS, (name,)).fetchall()
    columns = Counter(number for number, *_ in rows)
    for number, table, column, key in rows:
        if key is not None and columns[number] == 1:
            yield FoundForeignKey(column, None, table, key)


def _found_columns(rows: list[tuple[str, str, int, int]]) -> Iterator[FoundColumn]:
    for name, declared, not_null, _ in rows:
        nullable = not not_null
        found = column_type(declared)
        if found is None:
            reason = "binary" if not declared or "BLOB" in declared.upper() else "type"
            yield unsupported(name, declared, reason, nullable=nullable)
        else:
            yield FoundColumn(name, declared, found, nullable=nullable)


def column_type(declared: str) -> ColumnType | None:
    """The closed set's type of a declared type, as DuckDB's reader takes it; None otherwise."""
    decimal = _DECIMAL.fullmatch(declared.strip())
    if decimal:
        precision, scale = int(decimal[1]), int(decimal[2] or 0)
        if 0 < precision <= 38 and scale <= precision:
            return ColumnType(ScalarType.DECIMAL, precision, scale)
        return None
    word = declared.upper()
    return next((ColumnType(scalar) for part, scalar in _BY_WORD if part in word), None)


def _last_row(database: sqlite3.Connection, name: str) -> int | None:
    """The highest rowid, found without a scan; None for a view or a table without rowids."""
    query = exp.select(exp.Max(this=exp.column("rowid"))).from_(exp.table_(name, quoted=True))
    try:
        (last,) = database.execute(query.sql("sqlite")).fetchone()
    except sqlite3.OperationalError:
        return None
    return last if isinstance(last, int) else None
