"""The adapter of each kind of storage."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.model.storage import StorageKind
from federation.storages.deposit import DepositAdapter
from federation.storages.files import FilesAdapter
from federation.storages.iceberg_rest import IcebergRestAdapter
from federation.storages.iceberg_tables import IcebergTablesAdapter
from federation.storages.mariadb_server import MariadbServerAdapter
from federation.storages.postgresql_server import PostgresqlServerAdapter
from federation.storages.protocol import StorageAdapter
from federation.storages.s3_bucket import S3BucketAdapter
from federation.storages.sqlite_file import SqliteFileAdapter

_ALL: tuple[StorageAdapter, ...] = (
    FilesAdapter(),
    SqliteFileAdapter(),
    PostgresqlServerAdapter(),
    S3BucketAdapter(),
    MariadbServerAdapter(),
    IcebergTablesAdapter(),
    IcebergRestAdapter(),
    DepositAdapter(),
)
ADAPTERS: Mapping[StorageKind, StorageAdapter] = {adapter.kind: adapter for adapter in _ALL}
