"""The same rows in real Iceberg tables: written by a Trino catalog that is not ours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import psycopg
import pyarrow as pa
import trino as official

from catalog.model.storage import (
    IcebergOptions,
    IcebergRestOptions,
    PostgresqlOptions,
    S3Options,
    SecretReference,
    Storage,
    StorageKind,
)
from deploy.local import IcebergRestServer, PostgresqlServer, S3Server, TrinoServer
from federation.storages.registry import ADAPTERS
from tests.contract import rows
from tests.contract.world import VILLE
from tests.servers import ICEBERG_BUCKET

ICEBERG = "iceberg_contrat"
"""The database that lists the tables."""
# What every JDBC catalog of Iceberg keeps; nobody makes it for Trino.
_CATALOG = """
CREATE TABLE iceberg_tables (
  catalog_name varchar(255) NOT NULL, table_namespace varchar(255) NOT NULL,
  table_name varchar(255) NOT NULL, metadata_location varchar(1000),
  previous_metadata_location varchar(1000), iceberg_type varchar(5),
  PRIMARY KEY (catalog_name, table_namespace, table_name));
CREATE TABLE iceberg_namespace_properties (
  catalog_name varchar(255) NOT NULL, namespace varchar(255) NOT NULL,
  property_key varchar(255), property_value varchar(1000),
  PRIMARY KEY (catalog_name, namespace, property_key))
"""
_TYPES = {
    pa.int32(): "integer",
    pa.int64(): "bigint",
    pa.string(): "varchar",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.time64("us"): "time(6)",
    pa.timestamp("us"): "timestamp(6)",
    pa.timestamp("us", "UTC"): "timestamp(6) with time zone",
}


def iceberg_storage(
    postgresql: PostgresqlServer, s3: S3Server, database: str, bucket: str, **changed: Any
) -> Storage:
    base = PostgresqlOptions(
        postgresql.host, postgresql.port, database, postgresql.superuser, "disable"
    )
    store = S3Options(s3.endpoint, s3.region, bucket, "lac/", s3.access_key, use_tls=False)
    options = {
        "catalog": base,
        "catalog_name": "interco",
        "store": store,
        "store_secret": SecretReference("test", "access_key"),
        **changed,
    }
    secret = SecretReference("test", "postgresql")
    return Storage("s_lac", VILLE, StorageKind.ICEBERG, IcebergOptions(**options), secret)


def rest_storage(server: IcebergRestServer, s3: S3Server, **changed: Any) -> Storage:
    """What the reader's token may read; the store's own key is the server's."""
    store = S3Options(s3.endpoint, s3.region, ICEBERG_BUCKET, "lac/", s3.access_key, use_tls=False)
    options = {
        "uri": server.url,
        "warehouse": "interco",
        "store": store,
        "store_secret": SecretReference("test", "access_key"),
        **changed,
    }
    secret = SecretReference("test", "rest_token")
    kind = StorageKind.ICEBERG_REST
    return Storage("s_lac_rest", VILLE, kind, IcebergRestOptions(**options), secret)


def secret_text(postgresql: PostgresqlServer, s3: S3Server) -> str:
    return f"{postgresql.password}\n{s3.secret_key}"


def make_catalog(postgresql: PostgresqlServer, database: str) -> None:
    with psycopg.connect(postgresql.dsn(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}")
    with psycopg.connect(postgresql.dsn(database), autocommit=True) as connection:
        connection.execute(_CATALOG)


def load_iceberg(postgresql: PostgresqlServer, s3: S3Server, trino: TrinoServer) -> None:
    """`contrat.mesures` and `contrat.tournees`, in a bucket that is there."""
    make_catalog(postgresql, ICEBERG)
    _load(writer(postgresql, s3, trino, ICEBERG, "contrat"))


def load_iceberg_rest(server: IcebergRestServer, s3: S3Server, trino: TrinoServer) -> None:
    """The same two, in the warehouse `interco`."""
    _load(rest_writer(server, s3, trino))


def _load(cursor: Any) -> None:
    run(cursor, "CREATE SCHEMA ecrivain.contrat")
    tables = {"mesures": rows.measures(), "tournees": rows.rounds(), "horaires": rows.hours()}
    for name, table in tables.items():
        columns = ", ".join(f'"{each.name}" {_type(each.type)}' for each in table.schema)
        run(cursor, f"CREATE TABLE ecrivain.contrat.{name} ({columns})")
        cells = zip(*(each.to_pylist() for each in table.columns), strict=True)
        values = ", ".join(f"({', '.join(_literal(cell) for cell in row)})" for row in cells)
        run(cursor, f"INSERT INTO ecrivain.contrat.{name} VALUES {values}")
    run(cursor, "DROP CATALOG ecrivain")


def writer(
    postgresql: PostgresqlServer, s3: S3Server, trino: TrinoServer, database: str, bucket: str
) -> Any:
    """A cursor of a Trino that has the catalog `ecrivain`, which may write."""
    storage = iceberg_storage(postgresql, s3, database, bucket)
    return _writer(trino, storage, secret_text(postgresql, s3))


def rest_writer(
    server: IcebergRestServer, s3: S3Server, trino: TrinoServer, name: str = "ecrivain"
) -> Any:
    """The same over the REST catalog, as its writer."""
    storage = rest_storage(server, s3, client_id=server.writer.client_id)
    secret = f"{server.writer.client_secret}\n{s3.secret_key}"
    return _writer(trino, storage, secret, name)


def _writer(trino: TrinoServer, storage: Storage, secret: str, name: str = "ecrivain") -> Any:
    host, _, port = trino.url.removeprefix("http://").partition(":")
    connection = official.dbapi.connect(host=host, port=int(port), user=trino.user)
    cursor = connection.cursor()
    ours = ADAPTERS[storage.kind].trino_catalog(storage, secret)
    assert ours is not None
    kept = {
        # Ours may only read, twice: by Iceberg's word and by the session of its catalog.
        key: value.replace(
            "default_transaction_read_only%3Don", "default_transaction_read_only%3Doff"
        )
        for key, value in ours.properties
        if key != "iceberg.security"
    }
    properties = ", ".join(f"\"{key}\" = '{value}'" for key, value in kept.items())
    run(cursor, f"CREATE CATALOG {name} USING iceberg WITH ({properties})")
    return cursor


def run(cursor: Any, statement: str) -> list[Any]:
    cursor.execute(statement)
    return list(cursor.fetchall())


def _type(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision}, {kind.scale})"
    return _TYPES[kind]


def _literal(cell: object) -> str:  # noqa: PLR0911 - one return a kind of cell
    match cell:
        case None:
            return "NULL"
        case bool():
            return str(cell).upper()
        case datetime() if cell.tzinfo is not None:
            return f"TIMESTAMP '{cell.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC'"
        case datetime():
            return f"TIMESTAMP '{cell:%Y-%m-%d %H:%M:%S.%f}'"
        case time():
            return f"TIME '{cell:%H:%M:%S.%f}'"
        case date():
            return f"DATE '{cell}'"
        case Decimal():
            return f"DECIMAL '{cell}'"
        case float():
            return f"DOUBLE '{cell!r}'"
        case str():
            quoted = cell.replace("'", "''")
            return f"'{quoted}'"
        case _:
            return str(cell)
