"""Iceberg tables in an S3 store, listed by a JDBC catalog in PostgreSQL; Trino alone reads them.

DuckDB reads one metadata file of a table, and each commit writes another: a plan, which is kept,
could not name it.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from urllib.parse import quote

import psycopg
from sqlglot import exp

from catalog.model.dataset import Dataset, ObjectKind
from catalog.model.storage import IcebergOptions, Storage, StorageKind
from federation.plan import TRINO
from federation.storages.iceberg_metadata import found_table
from federation.storages.plain_options import checked_text
from federation.storages.postgresql_server import PostgresqlServerAdapter, connect
from federation.storages.problems import (
    IcebergCatalogMissing,
    InvalidStorageOption,
    StorageFailed,
    StoragePrefixEmpty,
    StorageSecretMissing,
    TooManyObjects,
    UnsupportedObject,
)
from federation.storages.protocol import DuckdbAttachment, FoundObject, TrinoCatalog, TrinoTable
from federation.storages.s3_bucket import S3BucketAdapter, read_object

_MOST = 200
"""Tables of which the metadata is read: a file each."""
_NAME = re.compile(r"[a-z0-9_]{1,63}")
_TABLES = """
SELECT table_namespace, table_name, metadata_location
FROM iceberg_tables
WHERE catalog_name = %s AND coalesce(iceberg_type, 'TABLE') = 'TABLE'
ORDER BY table_namespace, table_name
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class IcebergTablesAdapter:
    kind: StorageKind = StorageKind.ICEBERG
    engines: frozenset[str] = frozenset({TRINO})

    async def test(self, storage: Storage, secret: str | None) -> None:
        """The catalog, its list, then the store: nothing may have been written there yet."""
        await _listed(storage, secret, 1)
        _, store_secret = _secrets(secret)
        try:
            await S3BucketAdapter().test(_store(storage), store_secret)
        except StoragePrefixEmpty:
            return

    async def introspect(self, storage: Storage, secret: str | None) -> tuple[FoundObject, ...]:
        _, store_secret = _secrets(secret)
        listed = await _listed(storage, secret, _MOST + 1)
        if len(listed) > _MOST:
            raise TooManyObjects(limit=_MOST)
        return tuple(
            [
                found_table(
                    schema,
                    name,
                    await asyncio.to_thread(read_object, _store(storage), store_secret, location),
                )
                for schema, name, location in listed
            ]
        )

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment:  # noqa: ARG002 - the protocol's
        raise LookupError(f"DuckDB does not read storage {storage.id}")

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expr:  # noqa: ARG002 - the protocol's
        raise LookupError(f"DuckDB does not read storage {storage.id}")

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None:
        options = _checked(storage)
        catalog_secret, store_secret = _secrets(secret)
        base = PostgresqlServerAdapter().trino_catalog(_catalog(storage), catalog_secret)
        store = S3BucketAdapter().trino_catalog(_store(storage), store_secret)
        if base is None or store is None:
            raise LookupError("both have a Trino catalog of their own")
        of_base, of_store = dict(base.properties), dict(store.properties)
        warehouse = f"s3://{options.store.bucket}/{quote(options.store.prefix)}"
        return TrinoCatalog(
            connector="iceberg",
            properties=(
                ("iceberg.catalog.type", "jdbc"),
                ("iceberg.jdbc-catalog.driver-class", "org.postgresql.Driver"),
                ("iceberg.jdbc-catalog.connection-url", of_base["connection-url"]),
                ("iceberg.jdbc-catalog.connection-user", of_base["connection-user"]),
                ("iceberg.jdbc-catalog.connection-password", of_base["connection-password"]),
                ("iceberg.jdbc-catalog.catalog-name", options.catalog_name),
                ("iceberg.jdbc-catalog.default-warehouse-dir", warehouse.rstrip("/")),
                ("iceberg.security", "read_only"),
                *((key, value) for key, value in of_store.items() if key.startswith("s3.")),
                ("fs.native-s3.enabled", "true"),
            ),
        )

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None:
        _checked(storage)
        physical = dataset.physical
        schema = physical.schema or ""
        # "t$files" is what a table is made of, "t@12" what it was: neither is a table.
        plain = _NAME.fullmatch(physical.name) and _NAME.fullmatch(schema)
        if physical.kind is not ObjectKind.TABLE or not plain:
            raise UnsupportedObject(name=physical.name[:80])
        return TrinoTable(schema=schema, table=physical.name)


def _checked(storage: Storage) -> IcebergOptions:
    options = storage.options
    if not isinstance(options, IcebergOptions):
        raise TypeError(f"storage {storage.id} is not Iceberg")
    checked_text("catalog_name", options.catalog_name)
    if not options.store.prefix:
        raise InvalidStorageOption(option="prefix")
    return options


def _catalog(storage: Storage) -> Storage:
    return replace(storage, kind=StorageKind.POSTGRESQL, options=_checked(storage).catalog)


def _store(storage: Storage) -> Storage:
    return replace(storage, kind=StorageKind.S3, options=_checked(storage).store)


def _secrets(secret: str | None) -> tuple[str, str]:
    """(the catalog's, the store's), as `secret_of` joins them."""
    first, line, second = (secret or "").partition("\n")
    if not (first and line and second):
        raise StorageSecretMissing
    return first, second


async def _listed(storage: Storage, secret: str | None, most: int) -> list[tuple[str, str, str]]:
    name = _checked(storage).catalog_name
    catalog_secret, _ = _secrets(secret)
    async with await connect(_catalog(storage), catalog_secret) as connection:
        try:
            return list(await (await connection.execute(_TABLES, (name, most))).fetchall())
        except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
            raise IcebergCatalogMissing(database=_checked(storage).catalog.database) from None
        except psycopg.Error:
            raise StorageFailed from None
