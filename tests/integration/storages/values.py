"""Storages, datasets and plans for tests, with only what a test says."""

import secrets
from contextlib import closing, contextmanager
from urllib.parse import unquote, urlsplit

import boto3
import pymysql
from sqlglot import exp, parse_one

from catalog.model.dataset import (
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren
from catalog.model.storage import (
    FilesOptions,
    MariadbOptions,
    PostgresqlOptions,
    S3Options,
    SecretReference,
    SqliteOptions,
    Storage,
    StorageKind,
    Tls,
)
from federation.logical import LogicalQuery, Shape, SliceKind
from federation.plan import DUCKDB, Plan, PlannedTable
from federation.source_text import is_read_below, value_name
from federation.storages.registry import ADAPTERS

OWNER = Siren.parse("243500667")


@contextmanager
def own_bucket(server):
    """A new bucket's name, and the client that fills it."""
    client = boto3.client(
        "s3",
        endpoint_url=server.endpoint,
        region_name=server.region,
        aws_access_key_id=server.access_key,
        aws_secret_access_key=server.secret_key,
    )
    name = f"test-{secrets.token_hex(6)}"
    client.create_bucket(Bucket=name)
    try:
        yield name, client
    finally:
        client.close()


def files_storage(directory, storage_id="st_files"):
    return Storage(storage_id, OWNER, StorageKind.FILES, FilesOptions(str(directory)))


def sqlite_storage(path, storage_id="st_sqlite"):
    return Storage(storage_id, OWNER, StorageKind.SQLITE, SqliteOptions(str(path)))


def postgresql_storage(dsn, storage_id="st_postgresql", **changed):
    """The storage of a connection URL, and its password."""
    url = urlsplit(dsn)
    options = {
        "host": url.hostname,
        "port": url.port,
        "database": url.path[1:],
        "user": url.username,
        "sslmode": "disable",
        **changed,
    }
    storage = Storage(
        storage_id,
        OWNER,
        StorageKind.POSTGRESQL,
        PostgresqlOptions(**options),
        SecretReference("test", storage_id),
    )
    return storage, unquote(url.password)


def mariadb_storage(server, database, storage_id="st_mariadb", **changed):
    options = {
        "host": server.host,
        "port": server.port,
        "database": database,
        "user": server.superuser,
        "tls": Tls.DISABLE,
        **changed,
    }
    reference = SecretReference("test", storage_id)
    return Storage(storage_id, OWNER, StorageKind.MARIADB, MariadbOptions(**options), reference)


@contextmanager
def own_mariadb_database(server):
    """A new database's name, and a cursor of the superuser within it."""
    connection = pymysql.connect(
        host=server.host,
        port=server.port,
        user=server.superuser,
        password=server.password,
        autocommit=True,
    )
    name = f"test_{secrets.token_hex(6)}"
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        cursor.execute(f"USE {name}")
        yield name, cursor
        cursor.execute(f"DROP DATABASE {name}")


def s3_storage(server, bucket, prefix="", storage_id="st_s3", **changed):
    options = {
        "endpoint": server.endpoint,
        "region": server.region,
        "bucket": bucket,
        "prefix": prefix,
        "access_key": server.access_key,
        "use_tls": False,
        **changed,
    }
    return Storage(
        storage_id, OWNER, StorageKind.S3, S3Options(**options), SecretReference("test", storage_id)
    )


def column(name, scalar=ScalarType.STRING, **type_facts):
    return Column(
        id=f"c_{name}",
        name=Name(name),
        type=ColumnType(scalar, **type_facts),
        source_name=name,
        label_fr=name,
        label_en=name,
    )


def dataset(physical, columns=(), dataset_id="ds"):
    return Dataset(
        id=dataset_id,
        owner=OWNER,
        storage_id="st",
        name=Name("releves"),
        title_fr="Relevés",
        title_en="Readings",
        physical=physical,
        columns=tuple(columns),
    )


def table_dataset(name, schema=None):
    return dataset(PhysicalObject(ObjectKind.TABLE, name, schema))


def csv_dataset(name, *header, delimiter=";", **form):
    csv = CsvFormat(delimiter=delimiter, columns=header, **form)
    return dataset(PhysicalObject(ObjectKind.CSV, name, csv=csv), [column(each) for each in header])


def parquet_dataset(name, *columns):
    return dataset(PhysicalObject(ObjectKind.PARQUET, name), columns)


def duckdb_plan(text, columns, *tables, timeout_s=10.0, max_rows=10_000, max_bytes=20_000_000_000):
    """`text` as it will run; `tables` are (storage, dataset) pairs."""
    nothing = parse_one("SELECT 1")
    logical = LogicalQuery(SliceKind.NODES, ("ds",), nothing, (), Shape(()), tuple(columns))
    return Plan(
        engine=DUCKDB,
        logical=logical,
        tree=nothing,
        text=text,
        parameters=(),
        keys=(),
        tables=tuple(PlannedTable(each, storage) for storage, each in tables),
        owners=frozenset({OWNER}),
        citations=(),
        columns_read=(),
        dynamic_filtering=False,
        timeout_s=timeout_s,
        max_rows=max_rows,
        max_bytes=max_bytes,
        valid_until=None,
    )


def source_of(storage, of):
    """The FROM item of a dataset, as DuckDB's text, each column under its name in the source."""
    source = ADAPTERS[storage.kind].duckdb_source(storage, of)
    if is_read_below(of, storage.kind, DUCKDB):
        named = {each.source_name: exp.column(value_name(each), quoted=True) for each in of.columns}
        values = [exp.alias_(value, name, quoted=True) for name, value in named.items()]
        return exp.select(*values).from_(source).subquery().sql("duckdb", identify=True)
    return exp.select("*").from_(source).sql("duckdb", identify=True).removeprefix("SELECT * FROM ")
