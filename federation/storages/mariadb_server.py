"""A MariaDB or MySQL database: read through DuckDB or Trino, compared by our own rules.

Its collations hold 'é', 'E' and 'e ' to be equal: what is compared there may be more or less than
what we mean, so text is compared here (decision record 0009).
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

import pymysql
from pymysql.constants import CR, ER
from pymysql.cursors import Cursor
from sqlglot import exp

from catalog.model.dataset import Dataset, ObjectKind
from catalog.model.problem import Problem
from catalog.model.storage import MariadbOptions, Storage, StorageKind, Tls
from federation.plan import DUCKDB, TRINO
from federation.storages.mariadb_columns import duckdb_columns, trino_columns
from federation.storages.mariadb_objects import found_objects
from federation.storages.plain_options import (
    checked_host,
    checked_port,
    checked_storage_id,
    checked_text,
    is_plain,
)
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
_ATTACH_SECRET = "attaching"  # noqa: S105 - the name that DuckDB knows the secret by
_LONGEST_NAME = 64
_DUCKDB_TLS = {
    Tls.DISABLE: "disabled",
    Tls.REQUIRE: "required",
    Tls.VERIFY_CA: "verify_ca",
    Tls.VERIFY_FULL: "verify_identity",
}
_JDBC_TLS = {
    Tls.DISABLE: "disable",
    Tls.REQUIRE: "trust",
    Tls.VERIFY_CA: "verify-ca",
    Tls.VERIFY_FULL: "verify-full",
}
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class MariadbServerAdapter:
    """`statement_timeout_s` ends at the server what Trino asked for.

    DuckDB's reader has no such setting: there the account's own MAX_STATEMENT_TIME does it.
    """

    kind: StorageKind = StorageKind.MARIADB
    engines: frozenset[str] = frozenset({DUCKDB, TRINO})
    statement_timeout_s: float = 30.0

    async def test(self, storage: Storage, secret: str | None) -> None:
        await asyncio.to_thread(_ask, storage, secret, lambda _: None)

    async def introspect(self, storage: Storage, secret: str | None) -> tuple[FoundObject, ...]:
        database = _checked(storage).database
        return await asyncio.to_thread(
            _ask, storage, secret, lambda cursor: found_objects(cursor, database)
        )

    def duckdb_attachment(self, storage: Storage, secret: str | None) -> DuckdbAttachment:
        options = _checked(storage)
        # Through a secret, dropped at once: a password in the attachment's own text would show in
        # duckdb_databases().
        create = exp.Command(
            this="CREATE",
            expression=f"SECRET {_ATTACH_SECRET} (TYPE mysql, HOST $host, PORT $port, "
            "DATABASE $database, USER $user, PASSWORD $password, SSL_MODE $tls, SSL_CA $ca)",
        )
        values = {
            "host": options.host,
            "port": str(options.port),
            "database": options.database,
            "user": options.user,
            "password": _needed(secret),
            "tls": _DUCKDB_TLS[options.tls],
            "ca": _authorities() if options.tls in {Tls.VERIFY_CA, Tls.VERIFY_FULL} else "",
        }
        attach = exp.Attach(
            this=exp.alias_(exp.Literal.string(""), checked_storage_id(storage.id), quoted=True),
            expressions=[
                exp.AttachOption(this=exp.var("TYPE"), expression=exp.var("mysql")),
                exp.AttachOption(this=exp.var("SECRET"), expression=exp.var(_ATTACH_SECRET)),
                exp.AttachOption(this=exp.var("READ_ONLY")),
            ],
        )
        drop = exp.Command(this="DROP", expression=f"SECRET {_ATTACH_SECRET}")
        return DuckdbAttachment(
            extensions=("mysql_scanner",),
            statements=(
                AttachStatement(create, values),
                AttachStatement(attach),
                AttachStatement(drop),
            ),
        )

    def duckdb_source(self, storage: Storage, dataset: Dataset) -> exp.Expr:
        name, database = _table(dataset), _checked(storage).database
        table = exp.table_(name, db=database, catalog=storage.id, quoted=True)
        columns = [
            exp.alias_(value, column, quoted=True, copy=False)
            for column, value in duckdb_columns(dataset.columns)
        ]
        return exp.Subquery(this=exp.Select(expressions=columns, from_=exp.From(this=table)))

    def trino_catalog(self, storage: Storage, secret: str | None) -> TrinoCatalog | None:
        options = _checked(storage)
        host = f"[{options.host}]" if ":" in options.host else options.host
        settings = {
            "sslMode": _JDBC_TLS[options.tls],
            "connectTimeout": str(CONNECT_TIMEOUT_S * 1000),
            "tcpKeepAlive": "true",
            # Or the server could ask for a file of the machine that Trino runs on.
            "allowLocalInfile": "false",
            # TIMESTAMP columns are instants: shown in UTC, whatever the server's own zone.
            "timezone": "UTC",
            # A year is a number, not its first day.
            "yearIsDateType": "false",
            "sessionVariables": f"max_statement_time={int(self.statement_timeout_s)}",
        }
        # All ours and plain: this driver reads a value as it stands. Without a database, which
        # Trino's connector refuses here: it lists them itself.
        written = "&".join(f"{name}={value}" for name, value in settings.items())
        url = f"jdbc:mariadb://{host}:{options.port}/?{written}"
        return TrinoCatalog(
            connector="mariadb",
            properties=(
                ("connection-url", url),
                ("connection-user", options.user),
                ("connection-password", checked_text("secret", _needed(secret), longest=1024)),
                ("metadata.cache-ttl", "10m"),
                ("case-insensitive-name-matching", "true"),
                # As for PostgreSQL: a caller's expression fails at Trino, over what is shown.
                ("complex-expression-pushdown.enabled", "false"),
            ),
        )

    def trino_table(self, storage: Storage, dataset: Dataset) -> TrinoTable | None:
        return TrinoTable(
            schema=_checked(storage).database,
            table=_table(dataset),
            projections=trino_columns(dataset.columns),
        )


def _checked(storage: Storage) -> MariadbOptions:
    options = storage.options
    if not isinstance(options, MariadbOptions):
        raise TypeError(f"storage {storage.id} is not a MariaDB")
    checked_host("host", options.host)
    checked_port("port", options.port)
    checked_text("database", options.database, longest=_LONGEST_NAME)
    checked_text("user", options.user, longest=80)
    return options


def _needed(secret: str | None) -> str:
    if not secret:
        raise StorageSecretMissing
    return secret


def _authorities() -> str:
    """The file of certificate authorities that this machine trusts."""
    return ssl.get_default_verify_paths().cafile or ""


def _table(dataset: Dataset) -> str:
    """Its name in the storage's database; no quote nor escape, which DuckDB's reader writes ill."""
    name = dataset.physical.name
    plain = is_plain(name) and not set('`"\\') & set(name)
    if dataset.physical.kind is not ObjectKind.TABLE or dataset.physical.schema or not plain:
        raise UnsupportedObject(name=name[:80])
    return name


def _ask(storage: Storage, secret: str | None, read: Callable[[Cursor], _Found]) -> _Found:
    """The result of `read` on a connection of its own; blocks."""
    options = _checked(storage)
    try:
        with closing(_connect(options, _needed(secret))) as connection:
            cursor = connection.cursor()
            cursor.execute("SET SESSION TRANSACTION READ ONLY")
            return read(cursor)
    except pymysql.MySQLError as error:
        raise _why_not(error, options) from None


def _connect(options: MariadbOptions, secret: str) -> pymysql.Connection[Cursor]:
    encryption: dict[str, Any] = {"ssl_disabled": True}
    if options.tls is not Tls.DISABLE:
        encryption = {"ssl": _context(options.tls)}
    return pymysql.connect(
        host=options.host,
        port=options.port,
        user=options.user,
        password=secret,
        database=options.database,
        charset="utf8mb4",
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=_INTROSPECTION_TIMEOUT_S,
        autocommit=True,
        **encryption,
    )


def _context(tls: Tls) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = tls is Tls.VERIFY_FULL
    if tls is Tls.REQUIRE:
        context.verify_mode = ssl.CERT_NONE
    return context


def _why_not(error: pymysql.MySQLError, options: MariadbOptions) -> Problem:
    """The cause by the server's number, or by the kind of failure underneath; never its words."""
    number = error.args[0] if error.args and isinstance(error.args[0], int) else None
    for problem, numbers in _causes(options):
        if number in numbers:
            return problem
    if number not in {CR.CR_CONN_HOST_ERROR, CR.CR_SERVER_LOST, CR.CR_SERVER_GONE_ERROR}:
        return StorageFailed()
    underneath = getattr(error, "original_exception", None) or error.__context__
    if isinstance(underneath, ssl.SSLError):
        return StorageTlsRefused(host=options.host)
    if isinstance(underneath, socket.gaierror):
        return StorageHostUnknown(host=options.host)
    return StorageUnreachable(host=options.host, port=options.port)


def _causes(options: MariadbOptions) -> tuple[tuple[Problem, frozenset[int]], ...]:
    return (
        (
            StorageCredentialsRefused(account=options.user),
            frozenset({ER.ACCESS_DENIED_ERROR, ER.HOST_NOT_PRIVILEGED, _ACCESS_DENIED_NO_PASSWORD}),
        ),
        (StorageDatabaseUnknown(database=options.database), frozenset({ER.BAD_DB_ERROR})),
        (
            StorageAccessDenied(account=options.user, where=options.database),
            frozenset({ER.DBACCESS_DENIED_ERROR, ER.TABLEACCESS_DENIED_ERROR}),
        ),
        (StorageTlsRefused(host=options.host), frozenset({CR.CR_SSL_CONNECTION_ERROR})),
    )


_ACCESS_DENIED_NO_PASSWORD = 1698
