"""A PostgreSQL database: read through DuckDB, through Trino, or whole by its own engine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from sqlglot import exp

from catalog.model.dataset import Dataset, ObjectKind
from catalog.model.problem import Problem
from catalog.model.storage import PostgresqlOptions, Storage, StorageKind
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.storages.plain_options import (
    checked_host,
    checked_port,
    checked_ssl_mode,
    checked_storage_id,
    checked_text,
    is_plain,
)
from federation.storages.postgresql_objects import found_objects
from federation.storages.problems import (
    StorageAccessDenied,
    StorageCredentialsRefused,
    StorageDatabaseUnknown,
    StorageFailed,
    StorageHostUnknown,
    StorageSecretMissing,
    StorageTlsRefused,
    StorageUnreachable,
    UnsupportedObject,
)
from federation.storages.protocol import (
    AttachStatement,
    DuckdbAttachment,
    FoundObject,
    TrinoCatalog,
    TrinoTable,
)

CONNECT_TIMEOUT_S = 5
_INTROSPECTION_TIMEOUT_S = 30
# A host that vanished without closing is noticed after about eleven seconds.
_KEEPALIVES = {"keepalives_idle": "5", "keepalives_interval": "2", "keepalives_count": "3"}
_READ_ONLY = {"default_transaction_read_only": "on"}
BY_POSITION = {
    "enable_indexscan": "off",
    "enable_indexonlyscan": "off",
    "synchronize_seqscans": "off",
    "max_parallel_workers_per_gather": "0",
    "enable_hashagg": "off",
}
"""Rows come as they lie in their table (a bitmap of an index still finds them), groups in the order
of their keys. Which index serves best, and how many groups there may be, is settled by hidden
values too: the order in which rows come would tell."""
_ATTACH_SECRET = "attaching"  # noqa: S105 - the name that DuckDB knows the secret by


def session_options(settings: Mapping[str, str]) -> str:
    """As libpq and its JDBC driver take them when a session begins; names and values are ours."""
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


@dataclass(frozen=True, slots=True)
class PostgresqlServerAdapter:
    """`statement_timeout_s` ends at the server what DuckDB's own interruption cannot reach."""

    kind: StorageKind = StorageKind.POSTGRESQL
    engines: frozenset[str] = frozenset({DUCKDB, TRINO, POSTGRES})
    statement_timeout_s: float = 30.0

    async def test(self, storage: Storage, secret: str | None) -> None:
        async with await connect(storage, secret):
            return

    async def introspect(self, storage: Storage, secret: str | None) -> tuple[FoundObject, ...]:
        async with await connect(storage, secret) as connection:
            try:
                return await found_objects(connection)
            except psycopg.Error:
                raise StorageFailed from None

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment:
        options = _checked(storage)
        if not secret:
            raise StorageSecretMissing
        # Through a secret, dropped at once: a password in the attachment's own text would show in
        # duckdb_databases().
        create = exp.Command(
            this="CREATE",
            expression=f"SECRET {_ATTACH_SECRET} (TYPE postgres, HOST $host, PORT $port, "
            "DATABASE $database, USER $user, PASSWORD $password)",
        )
        values = {
            "host": options.host,
            "port": str(options.port),
            "database": options.database,
            "user": options.user,
            "password": secret,
        }
        drop = exp.Command(this="DROP", expression=f"SECRET {_ATTACH_SECRET}")
        return DuckdbAttachment(
            extensions=("postgres_scanner",),
            statements=(
                AttachStatement(create, values),
                AttachStatement(self._attach(storage, options)),
                AttachStatement(drop),
            ),
        )

    def _attach(self, storage: Storage, options: PostgresqlOptions) -> exp.Attach:
        settings = {
            "sslmode": options.sslmode,
            "connect_timeout": str(CONNECT_TIMEOUT_S),
            **_KEEPALIVES,
            "options": f"'{session_options(self._settings())}'",
            "application_name": "interco",
        }
        text = " ".join(f"{name}={value}" for name, value in settings.items())
        alias = checked_storage_id(storage.id)
        return exp.Attach(
            this=exp.alias_(exp.Literal.string(text), alias, quoted=True),
            expressions=[
                exp.AttachOption(this=exp.var("TYPE"), expression=exp.var("postgres")),
                exp.AttachOption(this=exp.var("SECRET"), expression=exp.var(_ATTACH_SECRET)),
                exp.AttachOption(this=exp.var("READ_ONLY")),
            ],
        )

    def _settings(self) -> dict[str, str]:
        return {"statement_timeout": str(int(self.statement_timeout_s * 1000)), **BY_POSITION}

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expr:
        schema, name = _table(dataset)
        return exp.table_(name, db=schema, catalog=storage.id, quoted=True)

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None:
        options = _checked(storage)
        if not secret:
            raise StorageSecretMissing
        checked_text("secret", secret, longest=1024)
        host = f"[{options.host}]" if ":" in options.host else options.host
        settings = {
            "sslmode": options.sslmode,
            "connectTimeout": str(CONNECT_TIMEOUT_S),
            "tcpKeepAlive": "true",
            "assumeMinServerVersion": "9.4",
            "ApplicationName": "interco",
            "options": session_options(_READ_ONLY | self._settings()),
        }
        database = quote(options.database, safe="")
        url = f"jdbc:postgresql://{host}:{options.port}/{database}"
        return TrinoCatalog(
            connector="postgresql",
            properties=(
                ("connection-url", f"{url}?{urlencode(settings, quote_via=quote)}"),
                ("connection-user", options.user),
                ("connection-password", secret),
                ("metadata.cache-ttl", "10m"),
                ("case-insensitive-name-matching", "true"),
                # Else `nombre + 2000000000 < 42` is evaluated there, beside the row condition and
                # maybe before it: that it fails would tell of rows that are hidden.
                ("complex-expression-pushdown.enabled", "false"),
                ("decimal-mapping", "ALLOW_OVERFLOW"),
                ("decimal-default-scale", "10"),
                ("decimal-rounding-mode", "HALF_UP"),
            ),
        )

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None:  # noqa: ARG002 - the protocol's
        schema, name = _table(dataset)
        return TrinoTable(schema=schema, table=name)


def _checked(storage: Storage) -> PostgresqlOptions:
    options = storage.options
    if not isinstance(options, PostgresqlOptions):
        raise TypeError(f"storage {storage.id} is not a PostgreSQL")
    checked_host("host", options.host)
    checked_port("port", options.port)
    checked_text("database", options.database, longest=63)
    checked_text("user", options.user, longest=63)
    checked_ssl_mode("sslmode", options.sslmode)
    return options


def _table(dataset: Dataset) -> tuple[str, str]:
    physical = dataset.physical
    schema = physical.schema or "public"
    if physical.kind is not ObjectKind.TABLE or not is_plain(physical.name + schema):
        raise UnsupportedObject(name=physical.name[:80])
    return schema, physical.name


async def connect(storage: Storage, secret: str | None) -> AsyncConnection[TupleRow]:
    options = _checked(storage)
    if not secret:
        raise StorageSecretMissing
    try:
        return await AsyncConnection.connect(
            host=options.host,
            port=options.port,
            dbname=options.database,
            user=options.user,
            password=secret,
            sslmode=options.sslmode,
            connect_timeout=CONNECT_TIMEOUT_S,
            application_name="interco",
            options=session_options(
                _READ_ONLY | {"statement_timeout": str(_INTROSPECTION_TIMEOUT_S * 1000)}
            ),
            autocommit=True,
        )
    except psycopg.OperationalError as error:
        raise await asyncio.to_thread(_why_not, error, options) from None


def _why_not(error: psycopg.OperationalError, options: PostgresqlOptions) -> Problem:
    """The cause; before authentication libpq keeps no SQLSTATE: its words are read, never told."""
    if not isinstance(error, psycopg.errors.ConnectionTimeout):
        if not _resolves(options.host):
            return StorageHostUnknown(host=options.host)
        said = str(error).lower()
        state = error.sqlstate or error.diag.sqlstate
        for problem, states, words in _causes(options):
            if state in states or any(each in said for each in words):
                return problem
    return StorageUnreachable(host=options.host, port=options.port)


def _causes(
    options: PostgresqlOptions,
) -> tuple[tuple[Problem, frozenset[str], tuple[str, ...]], ...]:
    return (
        (
            StorageCredentialsRefused(account=options.user),
            frozenset({"28000", "28P01"}),
            ("password authentication failed", "no pg_hba.conf entry"),
        ),
        (
            StorageDatabaseUnknown(database=options.database),
            frozenset({"3D000"}),
            (f'database "{options.database.lower()}" does not exist',),
        ),
        (
            StorageAccessDenied(account=options.user, where=options.database),
            frozenset({"42501"}),
            ("permission denied for database",),
        ),
        (StorageTlsRefused(host=options.host), frozenset(), ("ssl", "certificate")),
    )


def _resolves(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        return False
    return True
