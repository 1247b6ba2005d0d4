"""Puts the rows in each kind of storage, by plain drivers: nothing of the federation is used."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import boto3
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pymysql
import pymysql.cursors
from psycopg import sql

from deploy.local import MariadbServer, S3Server
from tests.contract import rows

_POSTGRESQL_TYPES = {
    "id": "integer",
    "INSEE": "character(5)",
    "flux": "varchar(10)",
    "libellé": "text",
    "quantite": "integer",
    "compte": "bigint",
    "poids": "numeric(10,2)",
    "taux": "numeric(6,3)",
    "ratio": "double precision",
    "actif": "boolean",
    "jour": "date",
    "pose": "timestamp",
    "releve": "timestamptz",
    "tournee": "varchar(20)",
    "capacite": "integer",
    "depuis": "date",
    "depart": "time(6)",
}
# Accents, case and trailing blanks count for nothing in its collation: a condition that is left to
# MariaDB shows. TIMESTAMP holds instants; an ENUM sorts by number there, a CHAR loses its blanks.
_MARIADB_TYPES = {
    "id": "int",
    "INSEE": "char(8)",
    "flux": "enum('VERRE', 'OMR', 'EMB', 'DASRI')",
    "libellé": "varchar(100) collate utf8mb4_general_ci",
    "quantite": "mediumint",
    "compte": "bigint",
    "poids": "decimal(10,2)",
    "taux": "decimal(6,3)",
    "ratio": "double",
    "actif": "tinyint(1)",
    "jour": "date",
    "pose": "datetime(6)",
    "releve": "timestamp(6) null",
    "tournee": "text",
    "capacite": "int unsigned",
    "depuis": "date",
    "depart": "time(6)",
}
BUCKET = "contrat"
_NO_TIME = "UPDATE {} SET depart = '{}' WHERE id = 1"


def _tables() -> dict[str, pa.Table]:
    return {"mesures": rows.measures(), "tournees": rows.rounds(), "horaires": rows.hours()}


def load_postgresql(dsn: str) -> None:
    """Under a collation that is not by code point, so that a forgotten COLLATE shows; a second
    table keeps the database's own, so that texts of two collations meet.
    """
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE SCHEMA contrat")
        connection.execute(
            "CREATE COLLATION contrat.francais (provider = icu, locale = 'fr-FR-u-kn-true')"
        )
        for name, table in _tables().items():
            _load_table(connection, name, table)
        # The end of a day, which PostgreSQL alone has.
        connection.execute(_NO_TIME.format("contrat.horaires", "24:00"))


def _collation(table: str, kind: str) -> str:
    is_text = kind.startswith(("char", "varchar", "text"))
    return "COLLATE contrat.francais" if is_text and table == "mesures" else ""


def _load_table(connection: psycopg.Connection[Any], name: str, table: pa.Table) -> None:
    columns = sql.SQL(", ").join(
        sql.SQL("{} {} {}").format(
            sql.Identifier(column),
            sql.SQL(_POSTGRESQL_TYPES[column]),
            sql.SQL(_collation(name, _POSTGRESQL_TYPES[column])),
        )
        for column in table.column_names
    )
    target = sql.Identifier("contrat", name)
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(target, columns))
    copy = sql.SQL("COPY {} FROM STDIN").format(target)
    with connection.cursor() as cursor, cursor.copy(copy) as writing:
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
            writing.write_row(row)


def load_mariadb(server: MariadbServer, database: str) -> None:
    with closing(mariadb_connection(server)) as connection, connection.cursor() as cursor:
        # Instants are given in UTC, whatever the server's own zone.
        cursor.execute("SET time_zone = '+00:00'")
        cursor.execute(f"CREATE DATABASE `{database}` CHARACTER SET utf8mb4")
        for name, table in _tables().items():
            columns = ", ".join(f"`{each}` {_MARIADB_TYPES[each]}" for each in table.column_names)
            cursor.execute(f"CREATE TABLE `{database}`.`{name}` ({columns})")
            marks = ", ".join(["%s"] * table.num_columns)
            cells = zip(*(each.to_pylist() for each in table.columns), strict=True)
            cursor.executemany(
                f"INSERT INTO `{database}`.`{name}` VALUES ({marks})",
                [[_without_zone(cell) for cell in row] for row in cells],
            )
        # MariaDB's times are spans, of more than a day too.
        cursor.execute(_NO_TIME.format(f"`{database}`.horaires", "25:30"))


def mariadb_connection(server: MariadbServer) -> pymysql.Connection[pymysql.cursors.Cursor]:
    return pymysql.connect(
        host=server.host,
        port=server.port,
        user=server.superuser,
        password=server.password,
        autocommit=True,
    )


def _without_zone(cell: object) -> object:
    if isinstance(cell, datetime) and cell.tzinfo is not None:
        return cell.astimezone(UTC).replace(tzinfo=None)
    return cell


def load_s3(server: S3Server) -> None:
    """`parquet/<name>/1.parquet` and `csv/<name>/1.csv`, in one bucket."""
    client = boto3.client(
        "s3",
        endpoint_url=server.endpoint,
        region_name=server.region,
        aws_access_key_id=server.access_key,
        aws_secret_access_key=server.secret_key,
    )
    client.create_bucket(Bucket=BUCKET)
    for name, table in _tables().items():
        buffer = io.BytesIO()
        pq.write_table(table, buffer)
        client.put_object(Bucket=BUCKET, Key=f"parquet/{name}/1.parquet", Body=buffer.getvalue())
        client.put_object(Bucket=BUCKET, Key=f"csv/{name}/1.csv", Body=_csv(table))


def _csv(table: pa.Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(table.column_names)
    names = table.column_names
    for number, row in enumerate(zip(*(each.to_pylist() for each in table.columns), strict=True)):
        writer.writerow(
            [
                _absent(name, number) if cell is None else _french(cell)
                for name, cell in zip(names, row, strict=True)
            ]
        )
    return text.getvalue().encode()


def _absent(name: str, number: int) -> str:
    """Nothing, or what cannot be read as a value of the column: both are NULL."""
    junk = _UNREADABLE.get(name, ("",))
    return junk[number % len(junk)]


def _french(cell: object) -> str:
    for kind, written in _WRITTEN.items():
        if isinstance(cell, kind):
            return written(cell)
    return str(cell)


_UNREADABLE = {
    "quantite": ("", "12 kg", "1.5", "99999999999", "0x1F"),
    "compte": ("", "9223372036854775808", "1e3"),
    "poids": ("", "n/a", "123456789,00", "1.5", "1,2,3", " 5,00"),
    "taux": ("", "999,9995", "-", "1e1"),
    "ratio": ("", "NaN", "Infinity", "1,5.2"),
    "actif": ("", "peut-être", "true", "OUI"),
    "jour": ("", "31/02/2024", "2024-01-01", "1/1/2024", "29/02/2023"),
    "pose": ("", "2024-13-01T00:00:00", "2024-01-01", "2024-01-01T24:00:00"),
    "releve": ("", "hier", "2024-01-01T00:00:00", "2024-01-01T00:00:00+99:00"),
    "capacite": ("douze",),
    "depuis": ("30/02/2020",),
    "depart": ("24:00:00",),
}
_WRITTEN: dict[type, Callable[[Any], str]] = {
    bool: lambda cell: "oui" if cell else "non",
    Decimal: lambda cell: str(cell).replace(".", ","),
    float: lambda cell: str(cell).replace(".", ","),
    datetime: lambda cell: (
        cell.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        if cell.tzinfo
        else cell.isoformat(timespec="microseconds")
    ),
    date: lambda cell: cell.strftime("%d/%m/%Y"),
}
